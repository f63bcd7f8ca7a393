//! Every complaint about a single deck, in one table: its stable code, its words, its help.
//!
//! A code is never reused. E30 to E39 belong to decks that contradict each other, W10 and up to
//! advice; both have files of their own.

use crate::model::diagnostic::{Diagnostic, Level};
use crate::model::source::Span;

/// One line of the table. `{}` stands for the user's word.
pub(super) struct Fault {
    code: &'static str,
    message: &'static str,
    /// A word or two beside the caret.
    label: &'static str,
    help: &'static str,
}

impl Fault {
    /// The complaint at its place.
    pub(super) fn at(&self, span: Span) -> Diagnostic {
        self.about("", span)
    }

    /// The complaint about a word of the user's.
    pub(super) fn about(&self, word: &str, span: Span) -> Diagnostic {
        Diagnostic {
            code: self.code,
            level: if self.code.starts_with('E') {
                Level::Error
            } else {
                Level::Warning
            },
            message: self.message.replace("{}", word),
            span,
            label: self.label.replace("{}", word),
            help: self.help.replace("{}", word),
        }
    }
}

pub(super) const NOT_UTF8: Fault = Fault {
    code: "E01",
    message: "the file is not valid UTF-8",
    label: "first bad byte",
    help: "save the file as UTF-8; until then, what could not be read is shown as U+FFFD",
};
pub(super) const UTF16: Fault = Fault {
    code: "E02",
    message: "the file is UTF-16, not UTF-8",
    label: "a UTF-16 byte order mark",
    help: "convert it: `iconv -f UTF-16 -t UTF-8 old.md > new.md`, or choose UTF-8 in the editor's save dialog",
};
pub(super) const FRONT_UNCLOSED: Fault = Fault {
    code: "E03",
    message: "the front matter is never closed",
    label: "opened here",
    help: "put a line `---` after the last key",
};
pub(super) const FRONT_SYNTAX: Fault = Fault {
    code: "E04",
    message: "the front matter is not valid YAML",
    label: "{}",
    help: "write one `key: value` a line, and quote a value that holds `: ` or begins with a special character",
};
pub(super) const FRONT_NOT_KEYS: Fault = Fault {
    code: "E05",
    message: "the front matter holds something other than `key: value`",
    label: "not a key with a value",
    help: "write one `key: value` a line, such as `topic: Go channels`",
};
pub(super) const FRONT_WANTS_TEXT: Fault = Fault {
    code: "E06",
    message: "`{}` takes one string",
    label: "not a string",
    help: "write `{}: some text`",
};
pub(super) const FRONT_WANTS_TEXTS: Fault = Fault {
    code: "E07",
    message: "`{}` takes a list of strings",
    label: "not a string or a list of them",
    help: "write `{}: [one, two]`",
};
pub(super) const FRONT_WANTS_BOOL: Fault = Fault {
    code: "E08",
    message: "`{}` takes `true` or `false`",
    label: "neither `true` nor `false`",
    help: "write `{}: true`, without quotes",
};
pub(super) const FRONT_TWICE: Fault = Fault {
    code: "E09",
    message: "the key `{}` is given twice",
    label: "given before",
    help: "keep one of them; until then, the first counts",
};
pub(super) const NO_ANSWER: Fault = Fault {
    code: "E10",
    message: "the question has no answer",
    label: "nothing answers this",
    help: "write the answer below it (after `A:`, if the question began with `Q:`); a heading that is no question must not end in `?`",
};
pub(super) const NO_QUESTION: Fault = Fault {
    code: "E11",
    message: "the answer has no question",
    label: "no `Q:` before this",
    help: "begin the question with `Q:` on a line above; below a question heading, leave `A:` out",
};
pub(super) const SECOND_ANSWER: Fault = Fault {
    code: "E12",
    message: "the question has a second answer",
    label: "answered before",
    help: "join both under one `A:`, or give this one a `Q:` of its own",
};
pub(super) const EMPTY_QUESTION: Fault = Fault {
    code: "E13",
    message: "the question is empty",
    label: "nothing is asked",
    help: "write the question before its answer",
};
pub(super) const NO_DELETION: Fault = Fault {
    code: "E14",
    message: "the cloze text hides nothing",
    label: "no `[...]` in this text",
    help: "put brackets around what is to be recalled: `C: Paris is the capital of [France]`",
};
pub(super) const EMPTY_DELETION: Fault = Fault {
    code: "E15",
    message: "the deletion is empty",
    label: "hides nothing",
    help: "write what is to be recalled between the brackets, or escape them: `\\[\\]`",
};
pub(super) const UNBALANCED: Fault = Fault {
    code: "E16",
    message: "`{}` has no partner",
    label: "without its other half",
    help: "add the other half, or escape a bracket that hides nothing: `\\[`, `\\]`",
};
pub(super) const BAD_NUMBER: Fault = Fault {
    code: "E17",
    message: "`{}` does not number a deletion",
    label: "a number from 1 to 999",
    help: "number deletions from 1: `{{c1::hidden}}`; those with the same number hide together",
};
pub(super) const TOO_LARGE: Fault = Fault {
    code: "E18",
    message: "the text is too long for its number of cards",
    label: "each card would repeat it",
    help: "split it into several texts",
};
pub(super) const ASKED_BEFORE: Fault = Fault {
    code: "E19",
    message: "the deck asks this twice",
    label: "asked before, on line {}",
    help: "reword or remove one of them; the card on line {} stays",
};
pub(super) const PIN_TWICE: Fault = Fault {
    code: "E20",
    message: "the pin `{}` stands twice in the deck",
    label: "used before",
    help: "choose another key: a pin names one card",
};
pub(super) const UNKNOWN_CLASS: Fault = Fault {
    code: "E21",
    message: "unknown class `{}`",
    label: "not a form of card",
    help: "the classes are `.steps` (over a numbered list) and `.rows` (over a table)",
};
pub(super) const SECOND_CLASS: Fault = Fault {
    code: "E22",
    message: "the heading has a second class, `{}`",
    label: "one is enough",
    help: "keep one of `.steps` and `.rows`",
};
pub(super) const UNKNOWN_ATTRIBUTE: Fault = Fault {
    code: "E23",
    message: "unknown attribute `{}`",
    label: "means nothing here",
    help: "a heading may carry a pin `{#key}`, `tags=a,b` and a class, `{.steps}` or `{.rows}`",
};
pub(super) const NO_STEPS: Fault = Fault {
    code: "E24",
    message: "a heading with `.steps` stands over no numbered list",
    label: "no numbered list below",
    help: "make the steps the section's first list, numbered `1.`, `2.` and so on",
};
pub(super) const EMPTY_STEP: Fault = Fault {
    code: "E25",
    message: "the step is empty",
    label: "nothing to recall",
    help: "write the step, or remove its number",
};
pub(super) const NO_TABLE: Fault = Fault {
    code: "E26",
    message: "a heading with `.rows` stands over no table",
    label: "no table below",
    help: "write the table below the heading, with a line `| --- | --- |` under its head",
};
pub(super) const ROW_WITHOUT_QUESTION: Fault = Fault {
    code: "E27",
    message: "the row's first cell is empty",
    label: "nothing to ask about",
    help: "fill the first cell: the question names it",
};
pub(super) const ROW_WITHOUT_ANSWER: Fault = Fault {
    code: "E28",
    message: "the row has no answer",
    label: "nothing beside the first cell",
    help: "fill at least one cell after the first",
};
pub(super) const OUTPUT_WITHOUT_CODE: Fault = Fault {
    code: "E29",
    message: "the output has no code",
    label: "no code fence right before this",
    help: "put the fence with the code directly before it, or mark this one `text` instead of `output`",
};
pub(super) const DAMAGED: Fault = Fault {
    code: "E40",
    message: "the card holds a character that could not be read",
    label: "U+FFFD",
    help: "restore the text and save the file as UTF-8; to mean this very character, write `&#xFFFD;`",
};
pub(super) const UNKNOWN_KEY: Fault = Fault {
    code: "W01",
    message: "unknown key `{}` is ignored",
    label: "not a key of front matter",
    help: "the keys are `topic`, `aliases`, `requires`, `tags`, `reverse` and `lang`",
};
pub(super) const HALF_QUESTION: Fault = Fault {
    code: "W02",
    message: "a heading that asks and goes on is no question",
    label: "does not end in `?`",
    help: "move the question to the end of the heading to make it a card, or ask nothing in it",
};

#[cfg(test)]
mod tests {
    /// The codes as written in the table above, in its order.
    fn codes() -> Vec<&'static str> {
        let table = include_str!("fault.rs")
            .split("#[cfg(test)]")
            .next()
            .unwrap_or_default();
        table
            .split("    code: \"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect()
    }

    #[test]
    fn codes_are_unique_and_leave_room_for_the_other_tables() {
        let codes = codes();
        assert_eq!(codes.len(), 32);
        assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
        for code in codes {
            let number: u32 = code[1..].parse().unwrap();
            let free = if code.starts_with('E') {
                !(30..40).contains(&number)
            } else {
                number < 10
            };
            assert!(free, "{code} belongs to another table");
        }
    }

    #[test]
    fn the_table_speaks_like_the_house() {
        let text = include_str!("fault.rs")
            .split("#[cfg(test)]")
            .next()
            .unwrap_or_default();
        for key in ["message", "label", "help"] {
            for line in text.split(&format!("    {key}: \"")).skip(1) {
                let words = line.split("\",\n").next().unwrap_or_default();
                assert!(!words.is_empty() && !words.ends_with('.'), "{key}: {words}");
                let first = words.chars().next().unwrap_or('A');
                assert!(
                    !first.is_uppercase() || words.starts_with("U+FFFD"),
                    "{key}: {words}"
                );
            }
        }
    }
}
