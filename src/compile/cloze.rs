//! Deletions: what a cloze text hides, and what each of its cards shows.
//!
//! Looks for brackets in plain text only, and never guesses: a bracket without its other half is
//! a complaint.

use super::cut::slice;
use super::fault;
use crate::model::diagnostic::Diagnostic;
use crate::model::source::Span;

/// A text with hidden parts.
pub(super) struct Cloze<'t> {
    text: &'t str,
    place: Span,
    /// In the order of the text.
    deletions: Vec<Deletion>,
}

/// One hidden part of a text.
#[derive(Clone, Copy)]
struct Deletion {
    /// With its brackets.
    whole: Span,
    hidden: Span,
    hint: Option<Span>,
    /// Those with the same number hide together; `None` hides alone.
    number: Option<u16>,
}

/// Deletions that hide together: one card.
pub(super) struct Group {
    /// Places in the list of deletions.
    members: Vec<usize>,
    /// What tells it from the others of its text, however the text is reworded.
    pub(super) name: String,
}

impl<'t> Cloze<'t> {
    /// Finds the deletions at a place. `plain` is the page's plain text.
    pub(super) fn read(
        text: &'t str,
        place: Span,
        plain: &[Span],
        complaints: &mut Vec<Diagnostic>,
    ) -> Self {
        let tokens = tokens(text, place, plain);
        let mut reader = Reader {
            text,
            tokens,
            deletions: Vec::new(),
            complaints,
        };
        reader.read();
        Self {
            text,
            place,
            deletions: reader.deletions,
        }
    }

    /// How many parts are hidden.
    pub(super) fn len(&self) -> usize {
        self.deletions.len()
    }

    /// Which deletions hide together, in the order of the first of each group.
    pub(super) fn groups(&self) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        let mut alone = 0;
        for (at, deletion) in self.deletions.iter().enumerate() {
            alone += usize::from(deletion.number.is_none());
            let name = deletion
                .number
                .map_or(format!("{alone}"), |number| format!("c{number}"));
            match groups.iter_mut().find(|group| group.name == name) {
                Some(group) => group.members.push(at),
                None => groups.push(Group {
                    members: vec![at],
                    name,
                }),
            }
        }
        groups
    }

    /// The text with one group hidden and all others shown. A hidden part is `[...]`, or its hint
    /// in brackets if `hints`.
    pub(super) fn ask(&self, group: &Group, hints: bool) -> String {
        let mut shown = String::with_capacity(self.place.end - self.place.start);
        let mut from = self.place.start;
        for (at, deletion) in self.deletions.iter().enumerate() {
            shown += slice(self.text, Span::new(from, deletion.whole.start));
            if group.members.contains(&at) {
                let hint = deletion.hint.filter(|_| hints);
                let hint = hint.map_or("...", |hint| slice(self.text, hint).trim());
                shown.extend(["[", hint, "]"]);
            } else {
                shown += slice(self.text, deletion.hidden);
            }
            from = deletion.whole.end;
        }
        shown + slice(self.text, Span::new(from, self.place.end))
    }

    /// What a group hides.
    pub(super) fn answer(&self, group: &Group) -> String {
        let members = group
            .members
            .iter()
            .filter_map(|at| self.deletions.get(*at));
        let hidden = members.map(|deletion| slice(self.text, deletion.hidden).trim());
        hidden.collect::<Vec<_>>().join(", ")
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Token {
    /// `[`
    Open,
    /// `]`
    Close,
    /// `{{c1::`, with the place of what should be the number.
    Brace { number: Span },
    /// `::`, before a hint
    Colons,
    /// `}}`
    BraceEnd,
}

/// The brackets at a place, without those that are code, links and the like.
fn tokens(text: &str, place: Span, plain: &[Span]) -> Vec<(Token, Span)> {
    let mut found = Vec::new();
    let first = plain.partition_point(|stretch| stretch.end <= place.start);
    let stretches = plain.get(first..).unwrap_or_default();
    for stretch in stretches
        .iter()
        .take_while(|stretch| stretch.start < place.end)
    {
        let end = stretch.end.min(place.end);
        let mut at = stretch.start.max(place.start);
        while at < end {
            let rest = text.as_bytes().get(at..end).unwrap_or_default();
            let token = token(rest, at);
            found.extend(token);
            at = token.map_or(at + 1, |(_, span)| span.end);
        }
    }
    found
}

/// The token that begins at a byte.
fn token(rest: &[u8], at: usize) -> Option<(Token, Span)> {
    let (token, length) = match rest {
        [b'[', ..] => (Token::Open, 1),
        [b']', ..] => (Token::Close, 1),
        [b':', b':', ..] => (Token::Colons, 2),
        [b'}', b'}', ..] => (Token::BraceEnd, 2),
        [b'{', b'{', b'c', after @ ..] => {
            let length = number_length(after)?;
            let number = Span::new(at + 3, at + 3 + length);
            (Token::Brace { number }, 3 + length + 2)
        }
        _ => return None,
    };
    Some((token, Span::new(at, at + length)))
}

/// The length of what stands between `{{c` and `::`, if that can be an attempt at a number.
fn number_length(after: &[u8]) -> Option<usize> {
    let is_word = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.');
    let length = after.iter().take_while(is_word).count();
    after.get(length..)?.starts_with(b"::").then_some(length)
}

struct Reader<'t> {
    text: &'t str,
    tokens: Vec<(Token, Span)>,
    deletions: Vec<Deletion>,
    complaints: &'t mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn read(&mut self) {
        let mut open: Vec<Span> = Vec::new();
        let mut at = 0;
        while let Some((token, span)) = self.tokens.get(at).copied() {
            at += 1;
            match token {
                Token::Open => open.push(span),
                Token::Close => match open.pop() {
                    Some(start) if open.is_empty() => self.bracketed(start, span),
                    Some(_) => {}
                    None => self.unbalanced(span),
                },
                Token::Brace { number } => at = self.braced(at, span, number, open.is_empty()),
                Token::Colons | Token::BraceEnd => {}
            }
        }
        open.into_iter().for_each(|span| self.unbalanced(span));
    }

    fn bracketed(&mut self, open: Span, close: Span) {
        let hidden = Span::new(open.end, close.start);
        let is_footnote = slice(self.text, hidden).starts_with('^');
        if !is_footnote {
            self.push(Deletion {
                whole: open.to(close),
                hidden,
                hint: None,
                number: None,
            });
        }
    }

    /// Reads on after `{{c1::`; returns where to go on.
    fn braced(&mut self, from: usize, open: Span, number: Span, outermost: bool) -> usize {
        let rest = self.tokens.get(from..).unwrap_or_default();
        let is_edge = |token| matches!(token, Token::BraceEnd | Token::Brace { .. });
        let mut inside = rest.iter().take_while(|(token, _)| !is_edge(*token));
        let length = inside.clone().count();
        let Some((Token::BraceEnd, close)) = rest.get(length).copied() else {
            self.unbalanced(open);
            return from;
        };
        let colons = inside.find(|(token, _)| *token == Token::Colons);
        let middle = colons.map_or(close, |(_, colons)| *colons);
        let hint = Span::new(middle.end.min(close.start), close.start);
        let number = slice(self.text, number).parse().ok();
        let number = number.filter(|number| (1..=999).contains(number));
        if number.is_none() {
            self.complaints
                .push(fault::BAD_NUMBER.about(slice(self.text, open), open));
        }
        if outermost {
            let hidden = Span::new(open.end, middle.start);
            let hint = Some(hint).filter(|hint| !slice(self.text, *hint).trim().is_empty());
            self.push(Deletion {
                whole: open.to(close),
                hidden,
                hint,
                number,
            });
        }
        from + length + 1
    }

    fn push(&mut self, deletion: Deletion) {
        if slice(self.text, deletion.hidden).trim().is_empty() {
            self.complaints
                .push(fault::EMPTY_DELETION.at(deletion.whole));
        }
        self.deletions.push(deletion);
    }

    fn unbalanced(&mut self, span: Span) {
        self.complaints
            .push(fault::UNBALANCED.about(slice(self.text, span), span));
    }
}
