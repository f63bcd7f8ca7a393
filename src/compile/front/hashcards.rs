//! The front matter of hashcards decks: lines of `name = "..."`. Reads that much of TOML and no
//! more.

use super::{Entry, Keys, Setting, Value};
use crate::compile::cut::slice;
use crate::model::deck::Named;
use crate::model::source::Span;

/// The keys that mean something to us.
pub(super) const KEYS: Keys = &[("name", Setting::Topic)];

/// Whether each line that is not blank gives a key a value with `=`.
pub(super) fn looks_like(text: &str, block: Span) -> bool {
    let mut pairs = lines(text, block).map(|(line, _)| pair(line)).peekable();
    pairs.peek().is_some() && pairs.all(|pair| pair.is_some())
}

/// The settings, one a line.
pub(super) fn entries(text: &str, block: Span) -> Vec<Entry> {
    let entry = |(line, start): (&str, usize)| {
        let (key, value) = pair(line)?;
        let end = start + line.trim_end().len();
        let key = Named {
            name: key.to_owned(),
            span: Span::new(start, start + key.len()),
        };
        let span = Span::new(end - value.len(), end);
        let value = match string(value) {
            Some(name) => Value::Text {
                text: Named { name, span },
                plain: false,
            },
            None => Value::Other(span),
        };
        Some(Entry { key, value })
    };
    lines(text, block).filter_map(entry).collect()
}

/// The lines that are not blank, each with the place of its first character that is no space.
fn lines(text: &str, block: Span) -> impl Iterator<Item = (&str, usize)> {
    let mut at = block.start;
    let lines = slice(text, block).split_inclusive('\n');
    let placed = lines.map(move |line| {
        at += line.len();
        (line.trim_start(), at - line.trim_start().len())
    });
    placed.filter(|(line, _)| !line.is_empty())
}

fn pair(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once('=')?;
    let key = key.trim_end();
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    (!key.is_empty() && key.chars().all(is_name)).then_some((key, value.trim()))
}

fn string(value: &str) -> Option<String> {
    let inner = |quote| value.strip_prefix(quote)?.strip_suffix(quote);
    let literal = inner('\'').map(str::to_owned);
    literal.or_else(|| inner('"').map(|text| text.replace("\\\"", "\"").replace("\\\\", "\\")))
}
