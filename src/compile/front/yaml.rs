//! Front matter as YAML, read from the parser's events: so each word keeps its exact place, and a
//! mistake costs no more than what follows it.

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span as Range};

use super::{Entry, Value, fault};
use crate::compile::cut;
use crate::model::deck::Named;
use crate::model::diagnostic::Diagnostic;
use crate::model::source::Span;

/// The entries of the one mapping that front matter should be.
pub(super) fn entries(text: &str, block: Span, complaints: &mut Vec<Diagnostic>) -> Vec<Entry> {
    let slice = cut::slice(text, block);
    let offsets = slice
        .char_indices()
        .map(|(at, _)| block.start + at)
        .chain([block.end])
        .collect();
    let mut reader = Reader {
        events: Parser::new_from_str(slice),
        offsets,
        entries: Vec::new(),
        complaints,
    };
    if let Err(error) = reader.document() {
        let at = reader.offset(error.marker().index());
        let end = at
            + text
                .get(at..)
                .and_then(|rest| rest.chars().next())
                .map_or(0, char::len_utf8);
        reader
            .complaints
            .push(fault::FRONT_SYNTAX.about(error.info(), Span::new(at, end.min(block.end))));
    }
    reader.entries
}

struct Reader<'t> {
    events: Parser<'t, saphyr_parser::StrInput<'t>>,
    /// The byte at which each character begins: the parser counts characters.
    offsets: Vec<usize>,
    entries: Vec<Entry>,
    complaints: &'t mut Vec<Diagnostic>,
}

impl<'t> Reader<'t> {
    fn document(&mut self) -> Result<(), ScanError> {
        while let Some((event, place)) = self.next()? {
            if matches!(event, Event::MappingStart(..)) {
                self.mapping()?;
            } else if matches!(
                event,
                Event::SequenceStart(..) | Event::Scalar(..) | Event::Alias(_)
            ) {
                let span = self.skip(&event, place)?;
                self.complaints.push(fault::FRONT_NOT_KEYS.at(span));
            }
        }
        Ok(())
    }

    fn mapping(&mut self) -> Result<(), ScanError> {
        while let Some((event, place)) = self.next()? {
            if event == Event::MappingEnd {
                break;
            }
            if let Event::Scalar(name, ..) = event {
                let key = Named {
                    name: name.into_owned(),
                    span: self.span(place),
                };
                let value = self.value()?;
                self.entries.push(Entry { key, value });
            } else {
                let span = self.skip(&event, place)?;
                self.complaints.push(fault::FRONT_NOT_KEYS.at(span));
                self.value()?;
            }
        }
        Ok(())
    }

    fn value(&mut self) -> Result<Value, ScanError> {
        let Some((event, place)) = self.next()? else {
            return Ok(Value::Nothing);
        };
        if let Event::Scalar(text, style, ..) = event {
            let plain = style == ScalarStyle::Plain;
            if plain && matches!(text.as_ref(), "" | "~" | "null") {
                return Ok(Value::Nothing);
            }
            let text = Named {
                name: text.into_owned(),
                span: self.span(place),
            };
            return Ok(Value::Text { text, plain });
        }
        if matches!(event, Event::SequenceStart(..)) {
            return self.sequence(self.span(place));
        }
        Ok(Value::Other(self.skip(&event, place)?))
    }

    /// The rest of a sequence that begins at a place.
    fn sequence(&mut self, mut span: Span) -> Result<Value, ScanError> {
        let mut texts = Vec::new();
        let mut other = None;
        while let Some((event, place)) = self.next()? {
            if event == Event::SequenceEnd {
                // Without brackets it ends where its last item does, not where the next key begins.
                span = if place.is_empty() {
                    span
                } else {
                    span.to(self.span(place))
                };
                break;
            }
            let item = if let Event::Scalar(name, ..) = event {
                let span = self.span(place);
                texts.push(Named {
                    name: name.into_owned(),
                    span,
                });
                span
            } else {
                let span = self.skip(&event, place)?;
                *other.get_or_insert(span)
            };
            span = span.to(item);
        }
        Ok(other.map_or(Value::Texts { texts, span }, Value::Other))
    }

    /// Passes over the rest of what an event begins; returns its place.
    fn skip(&mut self, event: &Event, place: Range) -> Result<Span, ScanError> {
        let opens =
            |event: &Event| matches!(event, Event::SequenceStart(..) | Event::MappingStart(..));
        let mut span = self.span(place);
        let mut depth = usize::from(opens(event));
        while depth > 0
            && let Some((event, place)) = self.next()?
        {
            depth += usize::from(opens(&event));
            depth -= usize::from(matches!(event, Event::SequenceEnd | Event::MappingEnd));
            if depth > 0 {
                span = span.to(self.span(place));
            }
        }
        Ok(span)
    }

    fn next(&mut self) -> Result<Option<(Event<'t>, Range)>, ScanError> {
        self.events.next().transpose()
    }

    fn span(&self, range: Range) -> Span {
        Span::new(
            self.offset(range.start.index()),
            self.offset(range.end.index()),
        )
    }

    fn offset(&self, character: usize) -> usize {
        self.offsets
            .get(character)
            .or(self.offsets.last())
            .copied()
            .unwrap_or_default()
    }
}
