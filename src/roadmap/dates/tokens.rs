//! The words, numbers and marks of a text, with their places.

use crate::model::source::Span;

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Token {
    pub(super) span: Span,
    /// Whether white space stands before it.
    pub(super) spaced: bool,
    kind: Kind,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Kind {
    /// In lower case, `ё` as `е`.
    Word(String),
    Number(u32),
    Mark(Mark),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Mark {
    /// One dash of any length, or several.
    Dash,
    Dot,
    Comma,
    /// `№` or `#`.
    Number,
    Other,
}

impl Token {
    pub(super) fn word(&self) -> Option<&str> {
        match &self.kind {
            Kind::Word(word) => Some(word),
            Kind::Number(_) | Kind::Mark(_) => None,
        }
    }

    pub(super) const fn number(&self) -> Option<u32> {
        match self.kind {
            Kind::Number(number) => Some(number),
            Kind::Word(_) | Kind::Mark(_) => None,
        }
    }

    pub(super) const fn mark(&self) -> Option<Mark> {
        match self.kind {
            Kind::Mark(mark) => Some(mark),
            Kind::Word(_) | Kind::Number(_) => None,
        }
    }
}

pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    let mut spaced = false;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or_default();
        if c.is_whitespace() {
            at += c.len_utf8();
            spaced = true;
            continue;
        }
        let alike = class(c);
        let length = match alike {
            Class::Mark => c.len_utf8(),
            Class::Digit | Class::Letter | Class::Dash => {
                rest.find(|c| class(c) != alike).unwrap_or(rest.len())
            }
        };
        let kind = kind(alike, rest.get(..length).unwrap_or_default());
        let span = Span::new(at, at + length);
        tokens.push(Token { span, spaced, kind });
        at += length;
        spaced = false;
    }
    tokens
}

/// What kind of token a character belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Digit,
    Letter,
    Dash,
    Mark,
}

fn class(c: char) -> Class {
    match c {
        '0'..='9' => Class::Digit,
        '-' | '‐' | '‑' | '–' | '—' | '−' => Class::Dash,
        _ if c.is_alphabetic() => Class::Letter,
        _ => Class::Mark,
    }
}

fn kind(class: Class, text: &str) -> Kind {
    match class {
        // A number that is too large is none that is looked for.
        Class::Digit => text.parse().map_or(Kind::Mark(Mark::Other), Kind::Number),
        Class::Letter => Kind::Word(text.to_lowercase().replace('ё', "е")),
        Class::Dash => Kind::Mark(Mark::Dash),
        Class::Mark => Kind::Mark(match text {
            "." => Mark::Dot,
            "," => Mark::Comma,
            "№" | "#" => Mark::Number,
            _ => Mark::Other,
        }),
    }
}
