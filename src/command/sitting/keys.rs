//! What each key asks for while a card is on the screen.

use super::Sitting;
use crate::command::failure::{Exit, Failure};
use crate::screen::keys::Press;
use crate::screen::view::{Scroll, View};
use crate::study::scale::Key;

/// What a key asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Wish {
    Reveal,
    Grade(&'static Key),
    Undo,
    Suspend,
    Bury,
    Type,
    Theory,
    History,
    Open,
    Edit,
    Help,
    /// Show the same page again.
    Stay,
    Leave(Exit),
}

impl Sitting<'_> {
    /// Shows the page and waits for a key that means something now; reads on in a long page.
    pub(super) fn listen(&mut self, view: &View, revealed: bool) -> Result<Wish, Failure> {
        let mut from = self.from.unwrap_or_else(|| self.screen.start(view));
        self.screen.show(view, from)?;
        loop {
            let press = self.keys.read()?;
            if press == Press::Resized {
                // The page is wrapped anew, so no line is where it was.
                self.from = None;
                if !self.screen.is_plain() {
                    return Ok(Wish::Stay);
                }
                continue;
            }
            if let Some(wish) = self.wish(press, revealed) {
                self.from = Some(from);
                return Ok(wish);
            }
            let space = (press == Press::Char(' ')).then_some(Scroll::PageDown);
            if let Some(scroll) = press.scroll().or(space) {
                let to = self.screen.scrolled(view, from, scroll);
                if to != from {
                    from = to;
                    self.screen.show(view, from)?;
                }
            }
        }
    }

    fn wish(&self, press: Press, revealed: bool) -> Option<Wish> {
        match press {
            Press::CtrlC => Some(Wish::Leave(Exit::Interrupted)),
            Press::CtrlD => Some(Wish::Leave(Exit::Fine)),
            Press::Enter | Press::Char(' ') if !revealed => Some(Wish::Reveal),
            Press::Enter => {
                let typed = self.typed.as_ref()?;
                Some(Wish::Grade(self.scale.nearest(typed.suggested)))
            }
            Press::Char(c) => match self.scale.pressed(c).filter(|_| revealed) {
                Some(key) => Some(Wish::Grade(key)),
                None => named(c, revealed),
            },
            Press::Escape
            | Press::Backspace
            | Press::CtrlU
            | Press::CtrlW
            | Press::Scroll(_)
            | Press::Resized
            | Press::Other => None,
        }
    }
}

fn named(c: char, revealed: bool) -> Option<Wish> {
    Some(match c {
        'q' => Wish::Leave(Exit::Fine),
        '?' => Wish::Help,
        'u' => Wish::Undo,
        's' => Wish::Suspend,
        'b' => Wish::Bury,
        'n' => Wish::Theory,
        'l' => Wish::History,
        'o' => Wish::Open,
        'E' => Wish::Edit,
        't' if !revealed => Wish::Type,
        _ => return None,
    })
}
