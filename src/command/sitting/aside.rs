//! Pages beside the card: the keys, the theory around it, its history. Any key that does not read
//! on goes back to the card.

use super::table::grading_help;
use super::{End, Sitting};
use crate::command::failure::Failure;
use crate::command::{desk, read, show};
use crate::compile;
use crate::compile::section;
use crate::screen::page;
use crate::screen::text::clean_line;

/// Below pages that are longer than their subject.
const BACK: &str = "any other key goes back to the card";

impl Sitting<'_> {
    /// All keys.
    pub(super) fn help(&mut self) -> Result<Option<End>, Failure> {
        let own = |(key, does): (&str, &str)| (key.to_owned(), does.to_owned());
        let keys: Vec<(String, String)> = [
            ("space, enter", "show the answer"),
            ("t", "type the answer, and see what differs"),
        ]
        .map(own)
        .into_iter()
        .chain(grading_help(self.scale))
        .chain(
            [
                (
                    "u",
                    "undo what was done last, as often as you like, also of earlier sittings",
                ),
                ("n", "the theory around the card"),
                ("l", "its history"),
                ("o", "open its file in your editor, or a picture of it"),
                ("E", "edit it now and go on with it; its history stays"),
                ("s", "suspend it: out of all sittings until `drill resume`"),
                ("b", "bury it: not before tomorrow"),
                (
                    "j, k, arrows",
                    "read on in a page that is longer than the window",
                ),
                ("?", "this page; any key goes back to the card"),
                ("q, Ctrl-C", "leave: everything answered is already saved"),
            ]
            .map(own),
        )
        .collect();
        let view = page::keys(&keys, self.screen.width(), self.screen.theme());
        self.look_at(&view)
    }

    /// The section of the page that the card stands in.
    pub(super) fn theory(&mut self) -> Result<Option<End>, Failure> {
        let Some(card) = self.table.as_ref().map(|table| &table.card) else {
            return Ok(None);
        };
        let bytes = match read::source(self.desk, &card.origin) {
            Ok(bytes) => bytes,
            Err(failure) => {
                self.say_failure(Err(failure));
                return Ok(None);
            }
        };
        let place = desk::place(&card.origin, card.line, card.column);
        let (source, _) = compile::read(card.origin.clone(), bytes);
        let blocks = compile::tree(section::around(&source.text, card.line));
        let foot = format!("{}   {BACK}", clean_line(&place));
        let view = page::aside(&blocks, &foot, self.screen.width(), self.screen.theme());
        self.look_at(&view)
    }

    /// How the card stands, and each of its answers.
    pub(super) fn history(&mut self) -> Result<Option<End>, Failure> {
        let Some(card) = self.table.as_ref().map(|table| &table.card) else {
            return Ok(None);
        };
        let lines = self.past(card);
        let lines = match lines {
            Ok(lines) => lines,
            Err(failure) => {
                self.say_failure(Err(failure));
                return Ok(None);
            }
        };
        let (width, theme) = (self.screen.width(), self.screen.theme());
        self.look_at(&page::list(&lines, BACK, width, theme))
    }

    fn past(&self, card: &crate::store::StoredCard) -> Result<Vec<String>, Failure> {
        let history = self.desk.history(card.id)?;
        let standing = self.desk.store.standing(card.row)?;
        let mut lines = vec![
            format!("{}  {}", card.id, card.kind.name()),
            desk::place(&card.origin, card.line, card.column),
            show::schedule(self.desk, card, standing),
            String::new(),
        ];
        let answers = show::answers(self.desk, &history);
        if answers.is_empty() {
            lines.push("no answer yet".into());
        }
        lines.extend(answers);
        Ok(lines)
    }
}
