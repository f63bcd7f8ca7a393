//! Front matter: what a deck says about itself before its text begins.
//!
//! Split off by hand, because to Markdown it is a rule and a heading. A wrong setting is a
//! complaint and counts as not given; the body compiles whatever stands here.

mod hashcards;
mod yaml;

use super::cut::{first_line, one_line};
use super::fault;
use super::page::Marker;
use super::wording::Language;
use crate::model::deck::Named;
use crate::model::diagnostic::Diagnostic;
use crate::model::source::Span;

/// The settings of a deck, as far as they are given and right.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Front {
    pub(super) topic: String,
    pub(super) aliases: Vec<String>,
    pub(super) requires: Vec<Named>,
    pub(super) tags: Vec<String>,
    pub(super) reverse: bool,
    pub(super) language: Language,
}

/// Reads the front matter, if there is any; the body begins at the returned byte.
pub(super) fn read(text: &str, complaints: &mut Vec<Diagnostic>) -> (Front, usize) {
    let mut front = Front::default();
    let (block, body) = match split(text) {
        Matter::None => return (front, 0),
        Matter::Unclosed { body } => {
            complaints.push(fault::FRONT_UNCLOSED.at(first_line(text, Span::new(0, body))));
            return (front, body);
        }
        Matter::Closed { block, body } => (block, body),
    };
    let (entries, keys) = if hashcards::looks_like(text, block) {
        (hashcards::entries(text, block), hashcards::KEYS)
    } else {
        (yaml::entries(text, block, complaints), KEYS)
    };
    let mut seen: Vec<&str> = Vec::new();
    for Entry { key, value } in &entries {
        if seen.contains(&key.name.as_str()) {
            complaints.push(fault::FRONT_TWICE.about(&key.name, key.span));
            continue;
        }
        if let Some((_, setting)) = keys.iter().find(|(name, _)| *name == key.name) {
            seen.push(&key.name);
            complaints.extend(front.set(*setting, key, value));
        } else {
            complaints.push(unknown(key, keys));
        }
    }
    (front, body)
}

/// A key with its value, as written.
struct Entry {
    key: Named,
    value: Value,
}

enum Value {
    /// The key stands alone, or says `null`.
    Nothing,
    /// One scalar; `plain` if it has no quotes.
    Text {
        text: Named,
        plain: bool,
    },
    Texts {
        texts: Vec<Named>,
        span: Span,
    },
    /// Something that no key takes.
    Other(Span),
}

#[derive(Clone, Copy)]
enum Setting {
    Topic,
    Aliases,
    Requires,
    Tags,
    Reverse,
    Lang,
}

/// The names of the settings.
type Keys = &'static [(&'static str, Setting)];

const KEYS: Keys = &[
    ("topic", Setting::Topic),
    ("aliases", Setting::Aliases),
    ("requires", Setting::Requires),
    ("tags", Setting::Tags),
    ("reverse", Setting::Reverse),
    ("lang", Setting::Lang),
];

impl Front {
    fn set(&mut self, setting: Setting, key: &Named, value: &Value) -> Option<Diagnostic> {
        let names = |texts: Vec<Named>| texts.into_iter().map(|text| text.name).collect();
        let outcome = match setting {
            Setting::Topic => value.text().map(|text| self.topic = one_line(&text)),
            Setting::Lang => value
                .text()
                .map(|text| self.language = Language::named(text.trim())),
            Setting::Aliases => value.texts().map(|texts| self.aliases = names(texts)),
            Setting::Tags => value.texts().map(|texts| self.tags = names(texts)),
            Setting::Requires => value.texts().map(|texts| self.requires = texts),
            Setting::Reverse => value.bool().map(|reverse| self.reverse = reverse),
        };
        let fault = match setting {
            Setting::Topic | Setting::Lang => &fault::FRONT_WANTS_TEXT,
            Setting::Aliases | Setting::Requires | Setting::Tags => &fault::FRONT_WANTS_TEXTS,
            Setting::Reverse => &fault::FRONT_WANTS_BOOL,
        };
        outcome.err().map(|place| fault.about(&key.name, place))
    }
}

impl Value {
    /// As one string, empty if nothing is given; else the place of what it is instead.
    fn text(&self) -> Result<String, Span> {
        match self {
            Self::Nothing => Ok(String::new()),
            Self::Text { text, .. } => Ok(text.name.clone()),
            Self::Texts { span, .. } | Self::Other(span) => Err(*span),
        }
    }

    /// As a list of strings that are not blank.
    fn texts(&self) -> Result<Vec<Named>, Span> {
        let texts = match self {
            Self::Nothing => &[],
            Self::Text { text, .. } => std::slice::from_ref(text),
            Self::Texts { texts, .. } => texts,
            Self::Other(span) => return Err(*span),
        };
        let named = texts.iter().map(|text| Named {
            name: one_line(&text.name),
            span: text.span,
        });
        Ok(named.filter(|text| !text.name.is_empty()).collect())
    }

    fn bool(&self) -> Result<bool, Span> {
        match self {
            Self::Nothing => Ok(false),
            Self::Text { text, plain } => match text.name.to_lowercase().as_str() {
                "true" if *plain => Ok(true),
                "false" if *plain => Ok(false),
                _ => Err(text.span),
            },
            Self::Texts { span, .. } | Self::Other(span) => Err(*span),
        }
    }
}

enum Matter {
    None,
    Unclosed { body: usize },
    Closed { block: Span, body: usize },
}

/// Finds the lines of the front matter. A `---` that opens nothing is a plain rule: before a
/// blank line or a card, or if no line closes it and no key follows.
fn split(text: &str) -> Matter {
    let mut lines = text.split_inclusive('\n');
    let opener = lines.next().unwrap_or_default();
    let first = lines.clone().next().unwrap_or_default();
    if opener.trim_end() != "---" || first.trim().is_empty() || Marker::leading(first).is_some() {
        return Matter::None;
    }
    let mut at = opener.len();
    for line in lines {
        if matches!(line.trim_end(), "---" | "...") {
            return Matter::Closed {
                block: Span::new(opener.len(), at),
                body: at + line.len(),
            };
        }
        at += line.len();
    }
    if begins_with_key(first) {
        Matter::Unclosed { body: opener.len() }
    } else {
        Matter::None
    }
}

fn begins_with_key(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-'));
    rest.len() < line.len() && rest.trim_start_matches(' ').starts_with([':', '='])
}

fn unknown(key: &Named, keys: Keys) -> Diagnostic {
    let complaint = fault::UNKNOWN_KEY.about(&key.name, key.span);
    let name = key.name.to_lowercase();
    let near = keys
        .iter()
        .map(|(known, _)| (edits(&name, known), *known))
        .min();
    match near {
        Some((0..=2, known)) => Diagnostic {
            help: format!("did you mean `{known}`?"),
            ..complaint
        },
        _ => complaint,
    }
}

/// How many letters must be added, dropped or changed to make one word the other.
fn edits(one: &str, other: &str) -> usize {
    if one.len() > 32 {
        return one.len();
    }
    let mut row: Vec<usize> = (0..=other.chars().count()).collect();
    for (at, letter) in one.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], at + 1);
        for (column, other) in other.chars().enumerate() {
            let changed = diagonal + usize::from(letter != other);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}
