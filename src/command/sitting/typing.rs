//! Typing an answer instead of only thinking it.

use super::{End, Sitting};
use crate::command::failure::{Exit, Failure};
use crate::screen::entry::Entry;
use crate::screen::keys::Press;
use crate::screen::page::Page;
use crate::study::session::Action;
use crate::study::typed;

impl Sitting<'_> {
    /// Lets somebody type the answer; Enter turns the card and compares.
    pub(super) fn type_answer(&mut self) -> Result<Option<End>, Failure> {
        let expected = self
            .table
            .as_ref()
            .map(|table| typed::expected(&table.answer));
        let Some(expected) = expected.flatten() else {
            self.note = Some("this answer is too long to type: say it, then space shows it".into());
            return Ok(None);
        };
        let typed = if self.screen.is_plain() {
            self.type_line()?
        } else {
            self.type_in_page()?
        };
        match typed {
            Typed::Line(line) => {
                self.typed = Some(typed::compare(&expected, &line));
                self.session = self.session.step(Action::Reveal).next;
                self.from = None;
                Ok(None)
            }
            Typed::Nothing => Ok(None),
            Typed::Leave => Ok(Some(End::Left(Exit::Interrupted))),
        }
    }

    /// Key by key, on the page of the question.
    fn type_in_page(&mut self) -> Result<Typed, Failure> {
        let mut entry = Entry::default();
        loop {
            let Some(table) = &self.table else {
                return Ok(Typed::Nothing);
            };
            let page = Page {
                keys: [("enter", "compare"), ("esc", "back")]
                    .map(|(key, does)| (key.to_owned(), does.to_owned()))
                    .into(),
                entry: Some(entry.text()),
                ..table.front(self)
            };
            let view = page.view(self.screen.width(), self.screen.theme());
            self.screen.show(&view, 0)?;
            let press = self.keys.read()?;
            if press == Press::Enter {
                return Ok(Typed::Line(entry.text().to_owned()));
            }
            if matches!(press, Press::Escape | Press::CtrlD) {
                return Ok(Typed::Nothing);
            }
            if press == Press::CtrlC {
                return Ok(Typed::Leave);
            }
            entry.take(press);
        }
    }

    /// Where nothing may move the cursor, the terminal itself edits the line.
    fn type_line(&mut self) -> Result<Typed, Failure> {
        self.screen.prompt("> ")?;
        let line = self.keys.read_line()?;
        Ok(line.map_or(Typed::Nothing, Typed::Line))
    }
}

/// What came of typing.
enum Typed {
    Line(String),
    Nothing,
    Leave,
}
