//! What comes after a sitting: the misses once more as practice, more new cards, the numbers, or
//! the day's work.

use super::{Sitting, Terms};
use crate::command::failure::{Exit, Failure};
use crate::command::stats;
use crate::screen::keys::Press;
use crate::screen::page;
use crate::study::queue::Queue;
use crate::study::session::Session;

/// What somebody chose.
pub(super) enum Choice {
    Round(Session),
    Leave(Exit),
}

impl Sitting<'_> {
    /// Offers a line of keys below the summary.
    pub(super) fn choose(&mut self, terms: &Terms<'_>) -> Result<Choice, Failure> {
        let missed = self.missed();
        let practice = (!missed.is_empty()).then_some(("m", "misses again"));
        let keys =
            practice
                .into_iter()
                .chain([("n", "more new ones"), ("s", "stats"), ("q", "quit")]);
        let keys: Vec<(String, String)> = keys
            .map(|(key, does)| (key.to_owned(), does.to_owned()))
            .collect();
        self.offer(&keys)?;
        loop {
            match self.keys.read()? {
                Press::CtrlC => return Ok(Choice::Leave(Exit::Interrupted)),
                Press::Enter | Press::Escape | Press::CtrlD | Press::Char('q') => {
                    return Ok(Choice::Leave(Exit::Fine));
                }
                Press::Char('m') if !missed.is_empty() => {
                    return Ok(Choice::Round(Session::practice(Queue {
                        reviews: missed,
                        ..Queue::default()
                    })));
                }
                Press::Char('n') => {
                    let session = Session::new((terms.more)(self.desk)?);
                    if session.face().is_some() {
                        return Ok(Choice::Round(session));
                    }
                    self.screen.out("There are no new cards left.")?;
                    self.offer(&keys)?;
                }
                Press::Char('s') => {
                    stats::run(&stats::Arguments::default(), terms.common, self.screen)?;
                    self.offer(&keys)?;
                }
                Press::Char(_)
                | Press::Backspace
                | Press::CtrlU
                | Press::CtrlW
                | Press::Scroll(_)
                | Press::Resized
                | Press::Other => {}
            }
        }
    }

    fn offer(&mut self, keys: &[(String, String)]) -> Result<(), Failure> {
        let lines = page::key_lines(keys, self.screen.width(), self.screen.theme());
        Ok(self.screen.out(&format!("\n{}", lines.join("\n")))?)
    }
}
