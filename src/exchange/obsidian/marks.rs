//! The marks that a vault uses: the plugin's usual ones, or those of its settings.

use std::collections::BTreeSet;
use std::ops::Range;

use serde_json::Value;

use crate::exchange::guard::{guarded, is_guarded};

/// What marks a card, and which decks there are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Marks {
    pub(super) line: String,
    pub(super) line_both: String,
    pub(super) block: String,
    pub(super) block_both: String,
    /// The line after which a block ends; empty: a blank one.
    pub(super) end: String,
    /// What stands before and after hidden words.
    clozes: Vec<(String, String)>,
    /// Tags of notes with cards, without `#`.
    pub(super) tags: Vec<String>,
    /// Whether folders are decks, and not tags.
    pub(super) folders: bool,
}

impl Default for Marks {
    fn default() -> Self {
        Self {
            line: "::".into(),
            line_both: ":::".into(),
            block: "?".into(),
            block_both: "??".into(),
            end: String::new(),
            clozes: vec![("==".into(), "==".into())],
            tags: vec!["flashcards".into()],
            folders: false,
        }
    }
}

impl Marks {
    /// The marks that the plugin's `data.json` sets; the usual ones where it sets none.
    pub(crate) fn of_settings(json: &[u8]) -> Self {
        let mut marks = Self::default();
        let data: Value = serde_json::from_slice(json).unwrap_or_default();
        let settings = &data["settings"];
        for (name, mark) in [
            ("singleLineCardSeparator", &mut marks.line),
            ("singleLineReversedCardSeparator", &mut marks.line_both),
            ("multilineCardSeparator", &mut marks.block),
            ("multilineReversedCardSeparator", &mut marks.block_both),
            ("multilineCardEndMarker", &mut marks.end),
        ] {
            if let Some(set) = settings[name].as_str() {
                set.trim().clone_into(mark);
            }
        }
        if let Some(tags) = settings["flashcardTags"].as_array() {
            let tags = tags.iter().filter_map(Value::as_str);
            marks.tags = tags
                .map(|tag| tag.trim_start_matches('#').to_owned())
                .collect();
        }
        marks.folders = settings["convertFoldersToDecks"] == true;
        marks.clozes = clozes(settings);
        marks
    }

    /// Lines with `::` and nothing else.
    pub(crate) fn of_lines() -> Self {
        Self {
            block: String::new(),
            block_both: String::new(),
            clozes: Vec::new(),
            ..Self::default()
        }
    }

    /// Whether a tag (without `#`) names a deck.
    pub(super) fn is_deck(&self, tag: &str) -> bool {
        self.tags.iter().any(|known| {
            let rest = tag
                .get(..known.len())
                .filter(|start| start.eq_ignore_ascii_case(known));
            rest.is_some()
                && tag
                    .get(known.len()..)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }

    pub(super) fn has_cloze(&self, line: &str) -> bool {
        !self.deletions(line).is_empty()
    }

    /// The cards of a text with marked words: what each asks and answers. Words with one number
    /// hide together.
    pub(super) fn clozes(&self, text: &str) -> Vec<(String, String)> {
        let mut deletions = self.deletions(text);
        for (alone, deletion) in (1..).zip(&mut deletions) {
            deletion.number.get_or_insert(alone);
        }
        let numbers: BTreeSet<u16> = deletions.iter().filter_map(|found| found.number).collect();
        let card = |number: u16| {
            let (mut ask, mut answers, mut from) = (String::new(), Vec::new(), 0);
            for deletion in &deletions {
                ask.push_str(&text[from..deletion.whole.start]);
                from = deletion.whole.end;
                if deletion.number == Some(number) {
                    let hint = deletion.hint.as_deref().unwrap_or("...");
                    ask.extend(["[", hint, "]"]);
                    answers.push(deletion.text.trim());
                } else {
                    ask.push_str(&deletion.text);
                }
            }
            ask.push_str(&text[from..]);
            (ask, answers.join(", "))
        };
        numbers.into_iter().map(card).collect()
    }

    fn deletions(&self, text: &str) -> Vec<Deletion> {
        let guarded = guarded(text);
        let mut found: Vec<Deletion> = Vec::new();
        for (before, after) in &self.clozes {
            let mut from = 0;
            while let Some(start) = text[from..].find(before.as_str()).map(|at| from + at) {
                let inside = start + before.len();
                let Some(length) = text[inside..].find(after.as_str()) else {
                    break;
                };
                let end = inside + length;
                let crosses = text[inside..end].contains('\n');
                let is_code = is_guarded(start, &guarded);
                if crosses || is_code || text[inside..end].trim().is_empty() {
                    from = inside;
                    continue;
                }
                let deletion = Deletion::read(text, start..end + after.len(), inside..end);
                from = deletion.whole.end;
                found.push(deletion);
            }
        }
        found.sort_by_key(|deletion| deletion.whole.start);
        // One mark inside another: the outer one counts.
        let mut end = 0;
        found.retain(|deletion| {
            let apart = deletion.whole.start >= end;
            end = end.max(deletion.whole.end);
            apart
        });
        found
    }
}

struct Deletion {
    whole: Range<usize>,
    number: Option<u16>,
    text: String,
    hint: Option<String>,
}

impl Deletion {
    /// `==1;;hidden;;hint==`, and `==hidden==^[hint]`, `==hidden==[^1]`.
    fn read(text: &str, mut whole: Range<usize>, inside: Range<usize>) -> Self {
        let mut parts: Vec<&str> = text[inside].split(";;").collect();
        let mut number = None;
        if parts.len() > 1
            && let Ok(first) = parts[0].trim().parse()
        {
            number = Some(first);
            parts.remove(0);
        }
        let mut hint = parts.get(1).map(|hint| hint.trim().to_owned());
        for (open, is_hint) in [("^[", true), ("[^", false), ("^[", true)] {
            let rest = &text[whole.end..];
            let Some(length) = rest.strip_prefix(open).and_then(|rest| rest.find(']')) else {
                continue;
            };
            let word = &rest[2..2 + length];
            if is_hint {
                hint = Some(word.trim().to_owned());
            } else if let Ok(group) = word.parse() {
                number = Some(group);
            } else {
                continue;
            }
            whole.end += length + 3;
        }
        Self {
            whole,
            number: number.filter(|number| *number > 0),
            text: parts[0].to_owned(),
            hint: hint.filter(|hint| !hint.is_empty()),
        }
    }
}

/// The cloze marks of the settings, of which plugins of several years have several forms.
fn clozes(settings: &Value) -> Vec<(String, String)> {
    let is = |name: &str, usual: bool| settings[name].as_bool().unwrap_or(usual);
    let mut clozes: Vec<(String, String)> = Vec::new();
    let mut add = |before: &str, after: &str| {
        let pair = (before.to_owned(), after.to_owned());
        if !before.is_empty() && !after.is_empty() && !clozes.contains(&pair) {
            clozes.push(pair);
        }
    };
    match settings["clozePatterns"].as_array() {
        Some(patterns) => {
            for pattern in patterns.iter().filter_map(Value::as_str) {
                let before = pattern.split(['[', 'a']).next().unwrap_or_default();
                let after = pattern.rsplit([']', 'r']).next().unwrap_or_default();
                add(before, after);
            }
        }
        None => {
            if is("convertHighlightsToClozes", true) {
                add("==", "==");
            }
        }
    }
    if is("convertBoldTextToClozes", false) {
        add("**", "**");
    }
    if is("convertCurlyBracketsToClozes", false) {
        add("{{", "}}");
    }
    clozes
}
