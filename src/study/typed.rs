//! A typed answer beside the right one: which words are the same, and what grade that deserves.
//!
//! Case, punctuation, spaces and `ё` do not matter. Scripts that are written without spaces are
//! compared character by character. Nothing here understands a word.

use crate::model::grade::{Grade, Quality};
use crate::model::prose::{Block, Inline};
use crate::model::words;

/// A stretch of the comparison, in reading order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Part {
    /// As in the answer.
    Same(String),
    /// In the answer alone.
    Missing(String),
    /// Typed alone.
    Extra(String),
}

/// What a typed answer is worth.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Comparison {
    pub(crate) parts: Vec<Part>,
    pub(crate) suggested: Quality,
}

/// An answer of more words is said, not typed.
const LONGEST: usize = 30;

/// The words that somebody would have to type: the first paragraph of an answer, as decks put
/// explanations below it; a line of code. `None` if that is too long, or no text.
pub(crate) fn expected(answer: &[Block]) -> Option<String> {
    let text = match answer.first()? {
        Block::Paragraph(text) => words_of(text),
        Block::Code { text, .. } | Block::Formula(text) => text.clone(),
        Block::Heading { .. }
        | Block::List { .. }
        | Block::Quote(_)
        | Block::Table { .. }
        | Block::Definitions(_)
        | Block::Rule
        | Block::Html(_) => return None,
    };
    let count = tokens(&text).len();
    (1..=LONGEST).contains(&count).then_some(text)
}

/// Compares what was typed with what was expected.
pub(crate) fn compare(expected: &str, typed: &str) -> Comparison {
    let (right, own) = (tokens(expected), tokens(typed));
    let steps = align(&right, &own);
    let suggested = grade(&right, &own, &steps);
    let mut parts: Vec<Part> = Vec::new();
    for step in steps {
        match step {
            Step::Same(at) => push(&mut parts, Part::Same, &right[at]),
            Step::Missing(at) => push(&mut parts, Part::Missing, &right[at]),
            Step::Extra(at) => push(&mut parts, Part::Extra, &own[at]),
        }
    }
    Comparison { parts, suggested }
}

/// A word as it was written, and what it is compared by.
struct Token {
    text: String,
    key: String,
    /// Whether a space stands before it.
    spaced: bool,
}

enum Step {
    /// Its place in the answer.
    Same(usize),
    Missing(usize),
    Extra(usize),
}

/// The words of a text; those that are nothing but punctuation are left out.
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    for (number, word) in text.split_whitespace().enumerate() {
        let mut spaced = number > 0;
        for text in unspaced(word) {
            if let Some(key) = words::word(&plain(text)) {
                tokens.push(Token {
                    text: text.to_owned(),
                    key,
                    spaced,
                });
                spaced = false;
            }
        }
    }
    tokens
}

/// Cuts a word beside every character of a script that is written without spaces.
fn unspaced(word: &str) -> Vec<&str> {
    let mut cuts = vec![0];
    let mut before = None;
    for (at, c) in word.char_indices() {
        if before.is_some_and(|before| stands_alone(before) || stands_alone(c)) {
            cuts.push(at);
        }
        before = Some(c);
    }
    cuts.push(word.len());
    let pieces = cuts.windows(2).filter_map(|cut| word.get(cut[0]..cut[1]));
    pieces.filter(|piece| !piece.is_empty()).collect()
}

/// Chinese, Japanese, Thai, Lao, Burmese, Khmer.
fn stands_alone(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// One spelling for what keyboards and file systems spell in two ways: letters of full width, and
/// `ё` and `й` that are composed of two characters.
fn plain(word: &str) -> String {
    let full_width = |c| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '、' | '。' | '「' | '」' | '・' => ',',
        _ => c,
    };
    let word: String = word.chars().map(full_width).collect();
    word.replace("е\u{308}", "е")
        .replace("Е\u{308}", "Е")
        .replace("и\u{306}", "й")
        .replace("И\u{306}", "Й")
}

/// The longest common sequence of words, and what stands between.
fn align(right: &[Token], own: &[Token]) -> Vec<Step> {
    // common[i][j]: how many words the rests from i and j on have in common.
    let mut common = vec![vec![0_usize; own.len() + 1]; right.len() + 1];
    for i in (0..right.len()).rev() {
        for j in (0..own.len()).rev() {
            common[i][j] = if right[i].key == own[j].key {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut steps = Vec::new();
    while i < right.len() || j < own.len() {
        let both = i < right.len() && j < own.len();
        if both && right[i].key == own[j].key {
            steps.push(Step::Same(i));
            (i, j) = (i + 1, j + 1);
        } else if j < own.len() && (i == right.len() || common[i][j + 1] >= common[i + 1][j]) {
            steps.push(Step::Extra(j));
            j += 1;
        } else {
            steps.push(Step::Missing(i));
            i += 1;
        }
    }
    steps
}

/// Nothing missing is good, most of it hard, less not recalled. Words without a meaning of their
/// own do not count, unless there are no others; a slip of the finger counts as hard.
fn grade(right: &[Token], own: &[Token], steps: &[Step]) -> Quality {
    let tells = |token: &Token| words::significant(&token.text).next().is_some();
    let all = !right.iter().any(tells);
    let counts = |token: &&Token| all || tells(token);
    let mut missing: Vec<&str> = Vec::new();
    let mut extra: Vec<&str> = Vec::new();
    for step in steps {
        match step {
            Step::Same(_) => {}
            Step::Missing(at) => missing.extend(keyed(&right[*at], counts)),
            Step::Extra(at) => extra.extend(keyed(&own[*at], counts)),
        }
    }
    if missing.is_empty() && extra.is_empty() {
        return Grade::Good.quality();
    }
    let slips = missing.len() - without_slips(&missing, &mut extra);
    let total = right.iter().filter(counts).count();
    let typed = own.iter().filter(counts).count();
    let recalled = total - missing.len() + slips;
    // Twice what both have, by all that either has.
    if recalled * 2 * 10 >= (total + typed) * 6 {
        Grade::Hard.quality()
    } else {
        Grade::Again.quality()
    }
}

fn keyed(token: &Token, counts: impl Fn(&&Token) -> bool) -> Option<&str> {
    counts(&token).then_some(token.key.as_str())
}

/// How many of the missing words nobody meant to type. Those that somebody did leave `extra`.
fn without_slips(missing: &[&str], extra: &mut Vec<&str>) -> usize {
    let is_lost = |word: &&&str| {
        // Short words differ by a letter and mean something else.
        let limit = word.chars().count() / 4;
        let meant = extra
            .iter()
            .position(|typed| limit > 0 && words::distance(word, typed, limit.min(2)).is_some());
        meant.map(|at| extra.swap_remove(at)).is_none()
    };
    missing.iter().filter(is_lost).count()
}

/// Adds a word to the last part if that is of the same kind.
fn push(parts: &mut Vec<Part>, kind: fn(String) -> Part, token: &Token) {
    let space = if token.spaced && !parts.is_empty() {
        " "
    } else {
        ""
    };
    let text = match (parts.last_mut(), kind(String::new())) {
        (Some(Part::Same(text)), Part::Same(_))
        | (Some(Part::Missing(text)), Part::Missing(_))
        | (Some(Part::Extra(text)), Part::Extra(_)) => text,
        _ => {
            parts.push(kind(token.text.clone()));
            return;
        }
    };
    text.push_str(space);
    text.push_str(&token.text);
}

fn words_of(text: &[Inline]) -> String {
    let mut words = String::new();
    for inline in text {
        match inline {
            Inline::Text(text) | Inline::Code(text) | Inline::Formula(text) => words += text,
            Inline::Emphasis(text)
            | Inline::Strong(text)
            | Inline::Struck(text)
            | Inline::Link { text, .. } => words += &words_of(text),
            Inline::Image { alt, .. } => words += alt,
            Inline::Break => words.push(' '),
        }
    }
    words
}

#[cfg(test)]
mod tests;
