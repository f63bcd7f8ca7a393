//! The card on the table: what is fetched of it, and its page.

use super::finish::minutes_left;
use super::{Sitting, pictures};
use crate::clock::Stopwatch;
use crate::command::desk::Desk;
use crate::command::failure::Failure;
use crate::compile;
use crate::model::card::Kind;
use crate::model::log::History;
use crate::model::prose::Block;
use crate::model::standing::Standing;
use crate::model::time::Day;
use crate::screen::Screen;
use crate::screen::page::Page;
use crate::screen::picture::Picture;
use crate::screen::view::View;
use crate::store::StoredCard;
use crate::study::queue::Ticket;
use crate::study::scale::{Key, Scale};
use crate::study::session::{Action, Session};

/// A card with all that its page shows.
pub(super) struct Table {
    pub(super) card: StoredCard,
    pub(super) ask: Vec<Block>,
    pub(super) answer: Vec<Block>,
    /// The pictures of the question and of the answer that can be shown.
    pictures: [Vec<Picture>; 2],
    history: History,
    today: Day,
    /// Since when it is on the screen; `None` when something else took time since.
    pub(super) watch: Option<Stopwatch>,
    /// Whether the card is taken ahead of its day, because a deadline is near.
    pub(super) last_look: bool,
}

/// Said under a card that is taken ahead of its day.
const LAST_LOOK: &str =
    "a last look before the deadline: it comes back on its own day all the same";

/// Brings the card of the ticket to the table. `None`: it is gone, or out of all sittings.
pub(super) fn set(desk: &Desk, ticket: Ticket) -> Result<Option<Table>, Failure> {
    let card = desk.store.card(ticket.row)?;
    let Some(card) = card.filter(|card| !card.retired && !card.suspended) else {
        return Ok(None);
    };
    Ok(Some(Table {
        ask: compile::tree(&card.ask),
        answer: compile::tree(&card.answer),
        pictures: [Vec::new(), Vec::new()],
        history: desk.history(card.id)?,
        card,
        today: desk.today(),
        watch: Some(desk.clock.stopwatch()),
        last_look: ticket.last_look,
    }))
}

impl Table {
    /// What to do instead of asking the card, if another sitting has had it meanwhile.
    pub(super) fn instead(&self, desk: &Desk, session: &Session) -> Option<Action> {
        let standing = desk.schedule()(&self.history);
        let last = self.history.answers().next_back();
        let answered = last.is_some_and(|answer| answer.stamp.day == self.today);
        session.instead(standing.as_ref(), answered, self.today)
    }

    /// Whether something happened to the card since it came to the table.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(super) fn is_outdated(&self, desk: &Desk) -> Result<bool, Failure> {
        Ok(desk.history(self.card.id)? != self.history)
    }

    /// Makes its pictures ready for a window of the present size; a card without any costs
    /// nothing.
    pub(super) fn illustrate(&mut self, screen: &Screen) {
        if screen.has_pictures() {
            let of = |blocks| pictures::ready(&self.card, blocks, screen);
            self.pictures = [of(&self.ask), of(&self.answer)];
        }
    }

    /// Where a grade would lead.
    pub(super) fn preview(&self, desk: &Desk, key: &Key) -> Option<Standing> {
        desk.preview(&self.history, key.quality)
    }

    /// Whether a grade asks the card once more today.
    pub(super) fn comes_again(&self, desk: &Desk, key: &Key) -> bool {
        let standing = self.preview(desk, key);
        standing.is_some_and(|standing| standing.again(self.today))
    }

    /// The page of the card.
    pub(super) fn view(&self, sitting: &Sitting<'_>, revealed: bool) -> View {
        let keys = if revealed {
            self.grade_keys(sitting)
        } else {
            front_keys()
        };
        let last_look = (self.last_look && !revealed).then_some(LAST_LOOK);
        let page = Page {
            answer: revealed.then_some(&self.answer),
            typed: sitting.typed.as_ref(),
            keys,
            note: sitting.note.as_deref().or(last_look),
            ..self.front(sitting)
        };
        page.view(sitting.screen.width(), sitting.screen.theme())
    }

    /// The question, without keys.
    pub(super) fn front(&self, sitting: &Sitting<'_>) -> Page<'_> {
        Page {
            title: &self.card.title,
            kind: label(self.card.kind),
            progress: progress(sitting),
            ask: &self.ask,
            pictures: self.pictures.each_ref().map(Vec::as_slice),
            ..Page::default()
        }
    }

    fn grade_keys(&self, sitting: &Sitting<'_>) -> Vec<(String, String)> {
        let practice = sitting.session.is_practice();
        let shown = |key: &Key| {
            let does = if practice {
                key.name.to_owned()
            } else {
                let standing = self.preview(sitting.desk, key);
                format!("{} {}", key.name, lead(standing.as_ref(), self.today))
            };
            (key.digit.to_string(), does)
        };
        let suggested = sitting.typed.as_ref().map(|typed| {
            let key = sitting.scale.nearest(typed.suggested);
            ("enter".to_owned(), key.name.to_owned())
        });
        let keys = sitting.scale.keys().iter().map(shown);
        suggested.into_iter().chain(keys).collect()
    }
}

/// The keys that grade, for the page of keys.
pub(super) fn grading_help(scale: Scale) -> impl Iterator<Item = (String, String)> {
    scale.keys().iter().map(|key| {
        let letter = key.letter.map_or_else(String::new, |c| format!(", {c}"));
        (format!("{}{letter}", key.digit), key.help.to_owned())
    })
}

/// `3 done, 12 left, 2 again, about 4 min`.
fn progress(sitting: &Sitting<'_>) -> String {
    let progress = sitting.session.progress();
    let mut text = format!("{} done, {} left", progress.answered, progress.left);
    if sitting.session.is_practice() {
        text.insert_str(0, "practice: ");
    }
    if progress.again > 0 {
        text += &format!(", {} again", progress.again);
    }
    if let Some(minutes) = minutes_left(sitting.pace_ms, progress) {
        text += &format!(", about {minutes} min");
    }
    text
}

const fn label(kind: Kind) -> &'static str {
    match kind {
        Kind::Question => "question",
        Kind::Cloze => "fill in the gap",
        Kind::Term => "what is it?",
        Kind::Output => "read the code",
        Kind::Step => "step by step",
        Kind::Row => "from a table",
    }
}

fn front_keys() -> Vec<(String, String)> {
    [
        ("space", "answer"),
        ("u", "undo"),
        ("?", "keys"),
        ("q", "quit"),
    ]
    .map(|(key, does)| (key.to_owned(), does.to_owned()))
    .into()
}

/// Where a grade leads: `6 d`, or `today + 1 d` when the card must be recalled once more today.
fn lead(standing: Option<&Standing>, today: Day) -> String {
    let Some(standing) = standing else {
        return String::new();
    };
    let days = standing.due.since(standing.repeated);
    let again = if standing.again(today) {
        "today + "
    } else {
        ""
    };
    format!("{again}{days} d")
}
