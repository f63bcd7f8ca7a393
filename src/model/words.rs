//! The words of a text, for comparing texts in English and Russian.
//!
//! Nothing here understands them: no stemming, no synonyms, only spelling.

use std::collections::HashMap;

/// Marks of Markdown and punctuation that may stand around a word.
const AROUND: &[char] = &[
    '*', '_', '`', '~', '"', '\'', '“', '”', '„', '‘', '’', '«', '»', '.', ',', ';', ':', '!', '?',
    '…', '(', ')', '[', ']', '{', '}',
];

/// Tokens that are marks and not words. Other symbols count: `->` and `->>` are two questions.
const MARKS: &[&str] = &["", "-", "–", "—", ">", "#", "|"];

/// Words that carry no meaning of their own, sorted. Negations, `without` and question words are
/// not among them, because they tell two questions apart.
const FILLERS: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "been", "by", "can", "could", "did", "do", "does",
    "for", "from", "had", "has", "have", "if", "in", "into", "is", "it", "its", "may", "of", "on",
    "or", "so", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those",
    "to", "was", "were", "will", "with", "would", "you", "your", "а", "бы", "в", "во", "для", "до",
    "его", "ее", "же", "за", "и", "из", "или", "их", "к", "ко", "ли", "на", "но", "о", "об", "он",
    "она", "они", "оно", "от", "по", "при", "с", "со", "то", "у", "эта", "эти", "это", "этот",
];

/// The words of a text in order, in lower case and without what stands around them.
pub(crate) fn words(text: &str) -> impl Iterator<Item = String> {
    text.split_whitespace().filter_map(word)
}

/// How many words a text has.
pub(crate) fn count(text: &str) -> usize {
    text.split_whitespace().filter_map(bare).count()
}

/// The words of a text that say what it is about. One with a digit comes twice, marked the second
/// time: it tells the cards of a series apart, which share all other words.
pub(crate) fn telling(text: &str) -> impl Iterator<Item = String> {
    significant(text).flat_map(|word| {
        let again = word
            .contains(char::is_numeric)
            .then(|| format!("{word} again"));
        std::iter::once(word).chain(again)
    })
}

/// The words of a text without fillers.
pub(crate) fn significant(text: &str) -> impl Iterator<Item = String> {
    words(text).filter(|word| FILLERS.binary_search(&word.as_str()).is_err())
}

/// The word in a token that stands between spaces, if it is one.
pub(crate) fn word(token: &str) -> Option<String> {
    bare(token).map(fold)
}

/// What two spellings of one name share: case, `ё`, and how its words are joined do not matter.
pub(crate) fn name_key(name: &str) -> String {
    let folded = fold(name);
    let parts = folded.split(|c: char| c.is_whitespace() || matches!(c, '-' | '_'));
    parts
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// How many letters to insert, delete, replace or exchange with the next one to get from one
/// spelling to the other; `None` if there are more than `limit`.
pub(crate) fn distance(from: &str, to: &str, limit: usize) -> Option<usize> {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    if from.len().abs_diff(to.len()) > limit {
        return None;
    }
    // Three rows of the table of distances between the beginnings of both.
    let mut above: Vec<usize> = (0..=to.len()).collect();
    let (mut higher, mut row) = (above.clone(), above.clone());
    for i in 1..=from.len() {
        row[0] = i;
        for j in 1..=to.len() {
            let replaced = above[j - 1] + usize::from(from[i - 1] != to[j - 1]);
            row[j] = replaced.min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1] {
                row[j] = row[j].min(higher[j - 2] + 1);
            }
        }
        (higher, above, row) = (above, row, higher);
    }
    above.last().copied().filter(|distance| *distance <= limit)
}

/// Numbers for words, so that sets of words compare quickly.
#[derive(Default)]
pub(crate) struct Vocabulary(HashMap<String, u32>);

impl Vocabulary {
    /// The number of a word; the first word is 0, the next new one 1.
    pub(crate) fn number(&mut self, word: String) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry(word).or_insert(next)
    }

    /// The numbers of different words, in ascending order.
    pub(crate) fn set(&mut self, words: impl Iterator<Item = String>) -> Vec<u32> {
        let mut set: Vec<u32> = words.map(|word| self.number(word)).collect();
        set.sort_unstable();
        set.dedup();
        set
    }

    /// How many words have a number.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The words in the order of their numbers.
    pub(crate) fn into_words(self) -> Vec<String> {
        let mut words: Vec<(String, u32)> = self.0.into_iter().collect();
        words.sort_unstable_by_key(|(_, number)| *number);
        words.into_iter().map(|(word, _)| word).collect()
    }
}

/// How many numbers two ascending sets share.
pub(crate) fn overlap(mut one: &[u32], mut other: &[u32]) -> usize {
    let mut common = 0;
    while let ([a, one_rest @ ..], [b, other_rest @ ..]) = (one, other) {
        common += usize::from(a == b);
        (one, other) = (
            if a <= b { one_rest } else { one },
            if b <= a { other_rest } else { other },
        );
    }
    common
}

fn bare(token: &str) -> Option<&str> {
    let bare = token.trim_matches(AROUND);
    let bare = bare
        .strip_suffix("'s")
        .or_else(|| bare.strip_suffix("’s"))
        .unwrap_or(bare);
    (!MARKS.contains(&bare)).then_some(bare)
}

fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.chars()
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'ё' { 'е' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lose_case_and_what_stands_around_them() {
        let seen = |text| words(text).collect::<Vec<_>>().join("|");
        assert_eq!(
            seen("**Go's** `GOGC=100`, (\"twice\") - [...] «Ещё»?"),
            "go|gogc=100|twice|еще"
        );
        assert_eq!(seen("C++ `->` and `->>`\n> # |"), "c++|->|and|->>");
    }

    #[test]
    fn fillers_can_be_searched() {
        assert!(FILLERS.is_sorted());
        let seen = significant("Why is the lock not in the table?")
            .collect::<Vec<_>>()
            .join("|");
        assert_eq!(seen, "why|lock|not|table");
        assert_eq!(count("Why - is the lock not in the table?"), 8);
    }

    #[test]
    fn numbers_tell_more_than_words() {
        let seen = telling("In Go 1.25?").collect::<Vec<_>>().join("|");
        assert_eq!(seen, "go|1.25|1.25 again");
    }

    #[test]
    fn names_match_however_they_are_joined() {
        assert_eq!(name_key("  Go--GC_internals "), "go gc internals");
        assert_eq!(name_key("Ёлка"), name_key("елка"));
        assert_eq!(name_key(" - "), "");
    }

    /// The same by its definition, from the ends of both.
    fn by_definition(from: &[u8], to: &[u8]) -> usize {
        let ([rest @ .., a], [other @ .., b]) = (from, to) else {
            return from.len().max(to.len());
        };
        let replaced = by_definition(rest, other) + usize::from(a != b);
        let moved = by_definition(rest, to).min(by_definition(from, other)) + 1;
        let exchanged = match (rest, other) {
            ([rest @ .., c], [other @ .., d]) if (a, c) == (d, b) => by_definition(rest, other) + 1,
            _ => usize::MAX,
        };
        replaced.min(moved).min(exchanged)
    }

    #[test]
    fn distance_is_what_its_definition_says() {
        let words: Vec<String> = (0..81)
            .map(|number: u32| {
                (0..4)
                    .map(|place| (b'a' + (number / 3_u32.pow(place) % 3) as u8) as char)
                    .collect()
            })
            .collect();
        for (from, to) in words
            .iter()
            .flat_map(|from| words.iter().map(move |to| (from, &to[1..])))
        {
            let expected = by_definition(from.as_bytes(), to.as_bytes());
            assert_eq!(distance(from, to, 9), Some(expected), "{from} {to}");
        }
    }

    #[test]
    fn distance_counts_edits_up_to_its_limit() {
        assert_eq!(distance("kitten", "sitting", 3), Some(3));
        assert_eq!(distance("kitten", "sitting", 2), None);
        assert_eq!(distance("", "ёж", 2), Some(2));
        assert_eq!(distance("mvcc", "mvcc", 0), Some(0));
        assert_eq!(distance("vaccum", "vacuum", 1), Some(1));
        assert_eq!(distance("bda2x", "bad2", 9), Some(2));
        assert_eq!(distance("abc", "abcde", 1), None);
    }

    #[test]
    fn overlap_counts_what_both_hold() {
        assert_eq!(overlap(&[1, 3, 5, 9], &[0, 3, 4, 9]), 2);
        assert_eq!(overlap(&[], &[1]), 0);
    }

    #[test]
    fn words_are_numbered_in_the_order_in_which_they_come() {
        let mut known = Vocabulary::default();
        let set =
            |known: &mut Vocabulary, text: &str| known.set(text.split(' ').map(str::to_owned));
        assert_eq!(set(&mut known, "b a b c"), [0, 1, 2]);
        assert_eq!(set(&mut known, "d c a"), [1, 2, 3]);
        assert_eq!((known.number("b".into()), known.len()), (0, 4));
        assert_eq!(known.into_words(), ["b", "a", "c", "d"]);
    }
}
