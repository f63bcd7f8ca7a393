//! Texts of items and names of decks, made comparable.
//!
//! Only spelling is known, and a little about the endings of words.

use crate::model::words::significant;

use super::labels::without_parentheses;

/// What all spellings of a text share: case, marks, `ё` and punctuation do not matter.
pub(super) fn key(text: &str) -> String {
    let text = without_targets(text);
    let mut key = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars().flat_map(char::to_lowercase) {
        // C, C++ and C# are three things.
        let is_part = c.is_alphanumeric() || (matches!(c, '+' | '#') && before != ' ');
        if is_part {
            key.push(if c == 'ё' { 'е' } else { c });
        } else if before != ' ' {
            key.push(' ');
        }
        before = if is_part { c } else { ' ' };
    }
    key.trim_end().to_owned()
}

/// The key of a text without its detail in parentheses.
pub(super) fn bare_key(text: &str) -> String {
    key(&without_parentheses(&without_targets(text)))
}

/// A key without the words before its subject: `освоить`, `learn how to use`.
pub(super) fn subject(key: &str) -> &str {
    let mut rest = key;
    let mut begun = false;
    while let Some((word, after)) = rest.split_once(' ') {
        let is_before = lists(STUDY, word) || begun && lists(BETWEEN, word);
        if !is_before {
            break;
        }
        (begun, rest) = (true, after);
    }
    rest
}

/// Whether a list, with spaces between its words, has a word.
pub(super) fn lists(words: &str, word: &str) -> bool {
    words.split(' ').any(|known| known == word)
}

/// The words that say what a text is about, without endings.
pub(super) fn stems(text: &str) -> Vec<String> {
    significant(&key(text)).map(|word| stem(&word)).collect()
}

/// Cuts what most often changes at the end of a word.
fn stem(word: &str) -> String {
    let length = word.chars().count();
    if word.is_ascii() {
        let is_plural = length > 3 && word.ends_with('s') && !word.ends_with("ss");
        return word[..length - usize::from(is_plural)].to_owned();
    }
    let mut stem = word;
    for _ in 3..length {
        stem = stem.strip_suffix(ENDINGS).unwrap_or(stem);
    }
    stem.to_owned()
}

/// Links as their words: `[text](target)` is `text`.
fn without_targets(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("](") {
        plain.push_str(before);
        plain.push(']');
        rest = after.split_once(')').map_or("", |(_, after)| after);
    }
    plain + rest
}

/// Letters that endings of Russian words are made of.
const ENDINGS: &[char] = &[
    'а', 'в', 'е', 'и', 'й', 'м', 'о', 'у', 'х', 'ы', 'ь', 'э', 'ю', 'я',
];

/// Words that begin an item about something to be known.
const STUDY: &str = "explore know learn master review study understand изучить знать использовать настроить \
    научиться освоить повторить познакомиться понимать понять разобрать разобраться сделать";

/// Words between such a word and the subject.
const BETWEEN: &str = "a about how the to use with в как о об работать с со";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_share_a_key() {
        assert_eq!(key("**Clean  Architecture**"), "clean architecture");
        assert_eq!(key("`sync.Pool`"), key("sync-pool"));
        assert_eq!(key("Учёт [времени](http://a.b/c)"), "учет времени");
        assert_eq!(key("C++, C# / C"), "c++ c# c");
        assert_eq!(key("JWT + refresh"), "jwt refresh");
        assert_eq!(
            bare_key("GMP модель (goroutine (x) scheduler)"),
            "gmp модель"
        );
        assert_eq!(key(" - "), "");
    }

    #[test]
    fn a_subject_comes_after_its_verb() {
        assert_eq!(
            subject("научиться работать с http сервером"),
            "http сервером"
        );
        assert_eq!(subject("learn how to use docker"), "docker");
        assert_eq!(subject("learn"), "learn");
        assert_eq!(subject("c"), "c");
        assert_eq!(subject("with care"), "with care");
    }

    #[test]
    fn endings_do_not_matter() {
        assert_eq!(stems("Типы каналов"), stems("тип канала"));
        assert_eq!(stems("the Indexes of a class"), ["indexe", "class"]);
        assert_eq!(stems("ёж"), ["еж"]);
    }
}
