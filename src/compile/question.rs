//! How a question is built: what kind of answer its wording leaves open, in English and Russian.
//!
//! A grammar of a few dozen words, not of the language. In doubt it takes a question for a good one.

use crate::model::words::{word, words};

/// The verbs that a yes/no question starts with (`ca` and `wo` before `n't`).
const VERBS: &str =
    "am are can could did do does had has have is may must should was were will would ca wo";
/// Words that ask for more than yes or no wherever they stand. (`when` and `where` often do not.)
const OPENERS: &str = "how what which who whom whose why зачем кто отчего почему сколько чей";
/// Words that ask only right after a conjunction.
const LATE_OPENERS: &str = "when where где когда чем что";
const CONJUNCTIONS: &str = "and but so а и но";
const ALTERNATIVES: &str = "or или либо";
/// Words that announce a choice between things that the question names.
const CHOICES: &str = "or either between both versus vs или либо между оба обе обоих";
/// Words that ask for one of the things named before them.
const SELECTORS: &str = "which who whose кто чей";
const REPLIES: &str = "yes no да нет";

/// Whether an answer begins by saying yes or no, and not with a phrase like `no locks`.
pub(super) fn is_yes_or_no(answer: &str) -> bool {
    let mut tokens = answer.split_whitespace();
    let Some(first) = tokens.next() else {
        return false;
    };
    let alone = first.ends_with(['.', ',', ':', ';', '!'])
        || tokens.next().is_none_or(|next| word(next).is_none());
    alone && word(first).is_some_and(|word| is_among(REPLIES, &word))
}

/// Whether the last question of a text can be answered with yes or no; `replied` tells that its
/// answer does so.
pub(super) fn expects_yes_or_no(prose: &str, replied: bool) -> bool {
    let clauses = clauses(last_question(prose).unwrap_or_default());
    let closed = clauses.iter().position(|clause| is_closed(clause));
    let Some(at) = closed.or_else(|| clauses.len().checked_sub(1).filter(|_| replied)) else {
        return replied;
    };
    let (before, rest) = clauses.split_at(at);
    let asked_before = before
        .iter()
        .flatten()
        .any(|word| is_opener(word) || word == "что");
    let asked_after = rest.iter().skip(1).flatten().any(|word| is_opener(word));
    let asked_beside = rest.iter().any(|clause| clause.windows(2).any(asks_more));
    let alternatives = rest
        .iter()
        .flatten()
        .any(|word| is_among(ALTERNATIVES, word));
    !(asked_before || asked_after || asked_beside || alternatives)
}

/// Whether a text names the things that its question lets one choose from.
pub(super) fn offers_choice(prose: &str) -> bool {
    let words: Vec<String> = words(prose).collect();
    let among = |pair: &[String]| is_selector(&pair[0]) && matches!(pair[1].as_str(), "of" | "из");
    words.iter().any(|word| is_among(CHOICES, word)) || words.windows(2).any(among)
}

/// The words in which a text can give its answer away. What stands before a `which` may be what
/// it lets one choose from.
pub(super) fn wording(prose: &str) -> Vec<String> {
    let clauses = clauses(last_question(prose).unwrap_or_default());
    let selects = |clause: &Vec<String>| clause.iter().any(|word| is_selector(word));
    match clauses.iter().position(selects) {
        Some(at) => clauses.into_iter().skip(at).flatten().collect(),
        None => words(prose).collect(),
    }
}

fn is_among(list: &str, word: &str) -> bool {
    list.split(' ').any(|listed| listed == word)
}

fn is_closed(clause: &[String]) -> bool {
    let verb = |word: &String| is_among(VERBS, word.strip_suffix("n't").unwrap_or(word));
    clause.first().is_some_and(verb) || clause.iter().any(|word| word == "ли")
}

fn is_opener(word: &str) -> bool {
    // `как`, `какой` and its many forms.
    is_among(OPENERS, word) || word.starts_with("как")
}

fn is_selector(word: &str) -> bool {
    is_among(SELECTORS, word) || (word.starts_with("как") && word != "как")
}

/// `and why`, `and when`.
fn asks_more(pair: &[String]) -> bool {
    let late = is_among(LATE_OPENERS, &pair[1]);
    is_among(CONJUNCTIONS, &pair[0]) && (late || is_opener(&pair[1]))
}

/// The last sentence that ends in a question mark, as text.
fn last_question(prose: &str) -> Option<&str> {
    prose
        .lines()
        .flat_map(sentences)
        .filter(|sentence| unquoted(sentence).ends_with(['?', '？', '؟']))
        .last()
}

/// The sentences of a line. `e.g. so` and `1.25` are inside one, because a small letter follows.
fn sentences(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        let mut spaces = rest.match_indices(char::is_whitespace).map(|(at, _)| at);
        let end = spaces.find(|&at| {
            let small = rest[at..].trim_start().starts_with(char::is_lowercase);
            !small && unquoted(&rest[..at]).ends_with(['.', '!', '?', '…', '？', '؟'])
        });
        let (sentence, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = after.trim_start();
        (!sentence.is_empty()).then_some(sentence)
    })
}

fn unquoted(text: &str) -> &str {
    text.trim_end()
        .trim_end_matches(['"', '\'', '”', '’', '»', ')'])
}

/// The words of a sentence, parted at commas, colons, semicolons and dashes.
fn clauses(sentence: &str) -> Vec<Vec<String>> {
    let tokens: Vec<&str> = sentence.split_whitespace().collect();
    let parted = |token: &str| token.ends_with([',', ';', ':']) || matches!(token, "-" | "–" | "—");
    let clauses = tokens.chunk_by(|token, _| !parted(token));
    clauses
        .map(|clause| clause.iter().filter_map(|token| word(token)).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closed_questions_expect_yes_or_no() {
        for closed in [
            "Is a Go map safe for concurrent writes?",
            "In Go 1.25, does GOMAXPROCS follow the CPU limit?",
            "A handler closes the body twice. Is that an error?",
            "Why did it fail? Is the lock held?",
            "With a closed channel, e.g. after shutdown, can a receive block?",
            "Does a receive block when the channel is nil?",
            "When the channel is nil, does a receive block?",
            "Isn't this \"a race?\"",
            "Блокируется ли чтение, когда канал закрыт?",
            "В Go, если канал закрыт, блокируется ли чтение?",
            "Верно ли, что горутина — это поток?",
        ] {
            assert!(expects_yes_or_no(closed, false), "{closed}");
        }
    }

    #[test]
    fn open_questions_do_not() {
        for open in [
            "Why is a Go map not safe for concurrent writes?",
            "Is a Go map safe for concurrent writes, and why?",
            "Is it safe and when?",
            "Can it deadlock; if so, how?",
            "Does VACUUM FULL block readers or only writers?",
            "Is that safe? What does it print?",
            "Which of the two, A, is faster?",
            "How, in PostgreSQL, does a row get locked?",
            "In PostgreSQL 15, is what is left of an index scanned",
            "A transaction reads a row, does some work and commits; what does a second reader see?",
            "Как узнать, есть ли утечка горутин?",
            "Что покажет, есть ли блокировка?",
            "Безопасно ли это, и почему?",
            "Быстрее ли стек или куча?",
            "Do it at once. Name the lock.",
            "",
        ] {
            assert!(!expects_yes_or_no(open, false), "{open}");
        }
    }

    #[test]
    fn an_answer_may_tell_that_its_question_is_closed() {
        assert!(
            [
                "Yes.",
                "no, never",
                "Нет: только чтение",
                "Да — всегда",
                "No"
            ]
            .into_iter()
            .all(is_yes_or_no)
        );
        assert!(
            ![
                "No locks at all.",
                "Нет гарантий",
                "Nothing.",
                "",
                "Yesterday."
            ]
            .into_iter()
            .any(is_yes_or_no)
        );
        assert!(expects_yes_or_no(
            "A colleague says that Go copies slices. Right?",
            true
        ));
        assert!(expects_yes_or_no("Go copies slices", true));
        assert!(!expects_yes_or_no("Is it copied, and why?", true));
    }

    #[test]
    fn sentences_end_where_a_new_one_starts() {
        let parts = |line| sentences(line).collect::<Vec<_>>().join("|");
        assert_eq!(
            parts("In Go 1.25. Is it?  (Yes!) e.g. so."),
            "In Go 1.25.|Is it?|(Yes!) e.g. so."
        );
        assert_eq!(last_question("A? B? C.\nd e"), Some("B?"));
    }

    #[test]
    fn a_choice_names_what_to_choose_from() {
        assert!(offers_choice("Which is on the heap, A or B?"));
        assert!(offers_choice("Which of SELECT and UPDATE waits?"));
        assert!(offers_choice("Какой из двух ждёт?"));
        assert!(!offers_choice("Which index serves ORDER BY?"));
        assert_eq!(
            wording("A runs UPDATE. In SQL, which of them waits?").join(" "),
            "which of them waits"
        );
        assert_eq!(
            wording("A runs. What waits?").join(" "),
            "a runs what waits"
        );
    }
}
