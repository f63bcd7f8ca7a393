//! What stands in braces: `{#pin}` after a question, `{#pin .class}` after a heading, and with
//! either `tags=one,two`.
//!
//! Markdown decides where a heading's braces are; this reads them and complains of what it does
//! not know.

use super::cut;
use super::fault;
use crate::model::diagnostic::Diagnostic;
use crate::model::source::Span;

/// A key that names a card through any rewording.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Pin {
    pub(super) key: Span,
    /// The tags beside it, between commas; empty without any.
    pub(super) tags: Span,
    /// With its braces: what is not shown.
    pub(super) whole: Span,
}

/// The word with which tags begin.
const TAGS: &str = "tags=";

/// Which form of card a heading makes of what it stands over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Class {
    /// `.steps`, over an ordered list.
    Steps,
    /// `.rows`, over a table.
    Rows,
}

/// What a heading carries in braces.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Attributes {
    pub(super) pin: Option<Pin>,
    pub(super) class: Option<Class>,
}

/// Reads `{...}`. After a complaint the heading counts as one without attributes.
pub(super) fn read(text: &str, braces: Span, complaints: &mut Vec<Diagnostic>) -> Attributes {
    let before = complaints.len();
    let mut found = Attributes::default();
    let mut tags = Span::default();
    for (word, span) in words(
        text,
        Span::new(braces.start + 1, braces.end.saturating_sub(1)),
    ) {
        let class = match word {
            ".steps" => Some(Class::Steps),
            ".rows" => Some(Class::Rows),
            _ => None,
        };
        if class.is_some() && found.class.is_some() {
            complaints.push(fault::SECOND_CLASS.about(word, span));
        } else if class.is_some() {
            found.class = class;
        } else if word.len() > 1 && word.starts_with('#') {
            found.pin = Some(Pin {
                key: Span::new(span.start + 1, span.end),
                tags,
                whole: braces,
            });
        } else if word.len() > TAGS.len() && word.starts_with(TAGS) {
            tags = Span::new(span.start + TAGS.len(), span.end);
        } else if word.starts_with('.') {
            complaints.push(fault::UNKNOWN_CLASS.about(word, span));
        } else {
            complaints.push(fault::UNKNOWN_ATTRIBUTE.about(word, span));
        }
    }
    if let Some(pin) = &mut found.pin {
        pin.tags = tags;
    }
    if complaints.len() == before {
        found
    } else {
        Attributes::default()
    }
}

/// The pin that a stretch of text ends with.
pub(super) fn pin_at_end(text: &str, span: Span) -> Option<Pin> {
    let slice = cut::slice(text, span).trim_end();
    let open = slice.strip_suffix('}')?.rfind("{#")?;
    let inside = slice.get(open + 2..slice.len() - 1)?;
    let (key, tags) = match inside.split_once(' ') {
        Some((key, tags)) => (key, tags.strip_prefix(TAGS)?),
        None => (inside, ""),
    };
    let plain = !key.is_empty()
        && !inside.contains(['{', '}'])
        && ![key, tags]
            .iter()
            .any(|part| part.contains(char::is_whitespace));
    let escaped = slice.get(..open)?.ends_with('\\');
    let start = span.start + open;
    let end = span.start + slice.len();
    (plain && !escaped).then_some(Pin {
        key: Span::new(start + 2, start + 2 + key.len()),
        tags: Span::new(end - 1 - tags.len(), end - 1),
        whole: Span::new(start, end),
    })
}

/// The words of a stretch of text, with their places.
fn words(text: &str, span: Span) -> impl Iterator<Item = (&str, Span)> {
    let slice = cut::slice(text, span);
    slice.split_whitespace().map(move |word| {
        let start = span.start + (word.as_ptr() as usize - slice.as_ptr() as usize);
        (word, Span::new(start, start + word.len()))
    })
}
