//! Foreign questions and answers, written so that they can stand in a deck: whatever their text,
//! what is written compiles to exactly one card, with exactly the sides that are given back.

use std::borrow::Cow;

use sha2::{Digest, Sha256};

use super::compile;
use super::identity::{Question, card_id};
use crate::model::card::{CardId, Kind};
use crate::model::source::{Origin, Source};

/// The two sides of a card, fit to stand in a deck.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Settled {
    pub(crate) ask: String,
    pub(crate) answer: String,
}

/// The pin of a card of a note that another program keeps. The cards of one note are kin.
pub(crate) fn pin(format: &str, note: &str, ordinal: u32) -> String {
    let mut hash = Sha256::new();
    hash.update(format.as_bytes());
    hash.update([0]);
    hash.update(note.as_bytes());
    let digits: String = hash.finalize()[..6]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{digits}/{ordinal}")
}

/// The name of the card with that pin in a deck of that title.
pub(crate) fn id(title: &str, pin: &str) -> CardId {
    let question = Question::Pin { key: pin, part: "" };
    card_id(title, Kind::Question, question)
}

/// What stands at the top of a deck.
pub(crate) fn front_matter(title: &str) -> String {
    // A JSON string is a YAML string.
    format!("---\ntopic: {}\n---\n", quoted_string(title))
}

/// One card, as `Q:` and `A:`, without a line end.
pub(crate) fn question(pin: &str, tags: &[String], sides: &Settled) -> String {
    let tags: Vec<String> = tags.iter().filter_map(|tag| plain_tag(tag)).collect();
    let tags = if tags.is_empty() {
        String::new()
    } else {
        format!(" tags={}", tags.join(","))
    };
    let mark = format!("{{#{pin}{tags}}}");
    let Settled { ask, answer } = sides;
    let ask = if is_short(ask) {
        format!("Q: {ask} {mark}")
    } else {
        format!("Q: {mark}\n\n{ask}")
    };
    let answer = if is_short(answer) {
        format!("A: {answer}")
    } else {
        format!("A:\n\n{answer}")
    };
    format!("{ask}\n\n{answer}")
}

/// A tag as it can stand beside a pin; `None` if nothing is left of it.
pub(crate) fn plain_tag(tag: &str) -> Option<String> {
    let plain: String = tag
        .chars()
        .filter(|c| {
            !c.is_whitespace()
                && !c.is_control()
                && !matches!(c, ',' | '{' | '}' | '"' | '\'' | '\\' | '<' | '>' | '`')
        })
        .collect();
    (!plain.is_empty()).then_some(plain)
}

/// Changes two texts as little as is needed for them to be the sides of a card.
pub(crate) fn settle(ask: &str, answer: &str) -> Settled {
    let asked = Settled {
        ask: tidy(ask),
        answer: tidy(answer),
    };
    if is_harmless(&asked.ask) && is_harmless(&asked.answer) || stands(&asked) {
        return asked;
    }
    let tame = Settled {
        ask: tidy(&tamed(&asked.ask)),
        answer: tidy(&tamed(&asked.answer)),
    };
    if stands(&tame) {
        return tame;
    }
    let [ask, answer] = [&asked.ask, &asked.answer].map(|side| tidy(&escaped(side)));
    Settled { ask, answer }
}

/// Whether the sides come out as they went in, and leave what follows alone.
fn stands(sides: &Settled) -> bool {
    let text = format!(
        "{}\n\nQ: next {{#next}}\nA: one\n",
        question("this", &[], sides)
    );
    let compiled = compile(&Source {
        origin: Origin::Shipped(String::new()),
        text,
    });
    match compiled.cards.as_slice() {
        [this, next] => {
            compiled.diagnostics.is_empty()
                && this.ask.as_str() == sides.ask
                && this.answer.as_str() == sides.answer
                && next.answer.as_str() == "one"
        }
        _ => false,
    }
}

/// What a compiled side looks like: LF, no blank lines around, nothing unreadable; never empty.
fn tidy(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.replace([char::REPLACEMENT_CHARACTER, '\0'], "");
    let blank = text.len() - text.trim_start().len();
    let start = text[..blank].rfind('\n').map_or(0, |at| at + 1);
    let text = text[start..].trim_end();
    let alone = !text.contains('\n');
    let text = if alone { text.trim_start() } else { text };
    if text.is_empty() {
        "(blank)".to_owned()
    } else {
        text.to_owned()
    }
}

/// One line that begins nothing.
fn is_short(side: &str) -> bool {
    !side.contains('\n') && is_harmless(side) && side.len() < 1000
}

/// Whether no line of a text can be anything but text or a list: the shape of nearly all of them.
fn is_harmless(text: &str) -> bool {
    !text.ends_with('}') && !text.contains("}\n") && text.lines().all(is_harmless_line)
}

fn is_harmless_line(line: &str) -> bool {
    let bytes = line.as_bytes();
    match bytes {
        [] => true,
        [b'Q' | b'A' | b'C', b':', ..] => false,
        [b'-', b' ', b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9', ..] => !line.contains(": "),
        [b'[', next, ..] => *next != b'^' && !line.contains("]:"),
        [b'*', b'*', next, ..] => !matches!(next, b'*' | b' '),
        [first, ..] => {
            first.is_ascii_alphanumeric()
                || *first >= 0x80 && !line.starts_with(char::is_whitespace)
                || matches!(first, b'\\' | b'(' | b'"' | b'/' | b'.' | b'@')
        }
    }
}

/// The text with what ends a card, or begins another, made plain.
fn tamed(text: &str) -> String {
    let mut tame = String::with_capacity(text.len() + 16);
    let mut fence: Option<(char, usize)> = None;
    for line in text.lines() {
        if let Some((mark, length)) = fence {
            tame.push_str(line);
            if closes(line, mark, length) {
                fence = None;
            }
        } else if let Some((mark, length)) = opens(line) {
            fence = Some((mark, length));
            let output = line
                .trim_start_matches([' ', mark])
                .trim_start()
                .starts_with("output");
            tame.push_str(&if output {
                line.replacen("output", "text", 1)
            } else {
                line.to_owned()
            });
        } else {
            tame.push_str(&tame_line(line));
        }
        tame.push('\n');
    }
    if let Some((mark, length)) = fence {
        tame.extend(std::iter::repeat_n(mark, length));
    }
    let tame = tame.trim_end();
    match tame.rfind("{#") {
        Some(at) if tame.ends_with('}') && !tame[..at].ends_with('\\') => {
            format!("{}\\{}", &tame[..at], &tame[at..])
        }
        _ => tame.to_owned(),
    }
}

fn tame_line(line: &str) -> Cow<'_, str> {
    let words = line.trim_start_matches(' ');
    let indent = &line[..line.len() - words.len()];
    let marks = words.trim_start_matches('#');
    let level = words.len() - marks.len();
    if (1..=6).contains(&level) && marks.starts_with([' ', '\t']) && indent.len() < 4 {
        let heading = marks.trim().trim_end_matches('#').trim_end();
        let plain = !heading.is_empty() && !heading.contains(['*', '{']);
        return if plain {
            format!("{indent}**{heading}**").into()
        } else {
            format!("{indent}\\{words}").into()
        };
    }
    let is_rule = words.chars().filter(|c| !c.is_whitespace()).count() > 0
        && ["-", "=", "*", "_"]
            .iter()
            .any(|mark| words.trim().replace(' ', "").replace(*mark, "").is_empty());
    let is_marker = matches!(words.as_bytes(), [b'Q' | b'A' | b'C', b':', ..]);
    if is_marker {
        format!("{indent}{}\\{}", &words[..1], &words[1..]).into()
    } else if is_rule || words.starts_with([':', '<', '[', '|']) || level > 0 {
        format!("{indent}\\{words}").into()
    } else if words.ends_with('}') && words.contains("{#") {
        line.replace("{#", "\\{#").into()
    } else {
        line.into()
    }
}

/// The mark and the length of a code fence that a line opens.
fn opens(line: &str) -> Option<(char, usize)> {
    let words = line.trim_start_matches(' ');
    let mark = words.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = words.len() - words.trim_start_matches(mark).len();
    let about = &words[length..];
    let open = length >= 3 && line.len() - words.len() < 4 && !(mark == '`' && about.contains('`'));
    open.then_some((mark, length))
}

fn closes(line: &str, mark: char, length: usize) -> bool {
    let words = line.trim();
    words.len() >= length
        && words.chars().all(|c| c == mark)
        && line.len() - line.trim_start().len() < 4
}

/// The text with every sign of Markdown escaped: ugly, and certainly nothing but text.
fn escaped(text: &str) -> String {
    let mut whole = String::with_capacity(text.len() * 2);
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            whole.push('\n');
            continue;
        }
        if !whole.is_empty() && !whole.ends_with('\n') {
            whole.push_str("\\\n");
        }
        for c in line.chars() {
            if c.is_ascii_punctuation() {
                whole.push('\\');
            }
            whole.push(c);
        }
    }
    whole
}

/// A string in double quotes, as JSON and YAML both read it.
fn quoted_string(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(c);
            }
            c if c.is_control() => quoted.push(' '),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests;
