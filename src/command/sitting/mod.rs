//! The sitting: asks, waits for a key, writes, asks on. Only this loop touches the world; what a
//! key means is decided in `study::session`.

mod aside;
mod deed;
mod edit;
mod finish;
mod keys;
mod menu;
mod pictures;
mod table;
mod typing;

use super::Common;
use super::desk::Desk;
use super::failure::{Exit, Failure};
use crate::clock::Stopwatch;
use crate::screen::keys::Keys;
use crate::screen::view::View;
use crate::screen::{Screen, page};
use crate::study::queue::Queue;
use crate::study::scale::Scale;
use crate::study::session::{Action, Session};
use crate::study::typed::Comparison;
use keys::Wish;
use menu::Choice;
use table::Table;

/// How a sitting is held.
pub(super) struct Terms<'a> {
    /// Stop after the card in hand when so many have passed.
    pub(super) minutes: Option<u32>,
    /// Nothing is written, and no card moves.
    pub(super) practice: bool,
    /// What somebody gets who has had all and wants more new cards.
    pub(super) more: &'a dyn Fn(&Desk) -> Result<Queue, Failure>,
    pub(super) common: &'a Common,
}

/// A sitting while it is held.
struct Sitting<'a> {
    desk: &'a mut Desk,
    screen: &'a mut Screen,
    keys: Keys,
    scale: Scale,
    session: Session,
    watch: Stopwatch,
    minutes: Option<u32>,
    /// How long this person takes for an answer, in milliseconds, if that is known.
    pace_ms: Option<u32>,
    /// The card on the screen; `None`: it has yet to be fetched.
    table: Option<Table>,
    /// What was typed as its answer.
    typed: Option<Comparison>,
    /// The line that its page begins with; `None`: where it should begin at first.
    from: Option<usize>,
    /// Something to say about the last key.
    note: Option<String>,
}

/// Why the loop ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum End {
    /// There is nothing left to ask, or the time is over.
    Done,
    Left(Exit),
}

/// Holds a sitting over that queue until it is done, left, or its time is over.
///
/// # Errors
/// When the terminal fails, or the database cannot be read. Every answer given so far is stored.
pub(super) fn hold(
    desk: &mut Desk,
    screen: &mut Screen,
    queue: Queue,
    terms: &Terms<'_>,
) -> Result<Exit, Failure> {
    let session = if terms.practice {
        Session::practice(queue)
    } else {
        Session::new(queue)
    };
    if session.face().is_none() {
        let nothing = ["Nothing to study now.".to_owned(), finish::outlook(desk)?];
        let lines = page::sentences(&nothing, screen.width(), screen.theme());
        screen.out(&lines.join("\n"))?;
        return Ok(Exit::Fine);
    }
    let keys = Keys::take()?;
    screen.follow_links();
    let mut sitting = Sitting {
        watch: desk.clock.stopwatch(),
        scale: desk.settings.grades,
        minutes: terms.minutes,
        pace_ms: finish::pace(desk)?,
        desk,
        screen,
        keys,
        session,
        table: None,
        typed: None,
        from: None,
        note: None,
    };
    let held = sitting.hold_all(terms);
    if held.is_err() {
        // What is said of it must not stand behind the keys of the last page.
        sitting.screen.out("").ok();
    }
    held
}

impl Sitting<'_> {
    /// Round after round, until somebody has had enough.
    fn hold_all(&mut self, terms: &Terms<'_>) -> Result<Exit, Failure> {
        loop {
            let end = self.run()?;
            let summary = self.summary()?;
            let (width, theme) = (self.screen.width(), self.screen.theme());
            self.screen.page(&page::sentences(&summary, width, theme))?;
            if let End::Left(exit) = end {
                return Ok(exit);
            }
            match self.choose(terms)? {
                Choice::Leave(exit) => return Ok(exit),
                Choice::Round(session) => {
                    self.session = session;
                    self.minutes = None;
                    self.watch = self.desk.clock.stopwatch();
                    self.leave_card();
                }
            }
        }
    }

    /// Asks card after card.
    fn run(&mut self) -> Result<End, Failure> {
        while let Some(face) = self.session.face() {
            if self.table.is_none() {
                self.table = table::set(self.desk, face.ticket)?;
                let instead = match &self.table {
                    Some(table) => table.instead(self.desk, &self.session),
                    None => Some(Action::Skip),
                };
                if let Some(action) = instead {
                    self.session = self.session.step(action).next;
                    self.table = None;
                }
                self.illustrate();
            }
            let Some(table) = &self.table else {
                continue;
            };
            let view = table.view(self, face.revealed);
            let wish = self.listen(&view, face.revealed)?;
            if let Some(end) = self.obey(wish)? {
                return Ok(end);
            }
        }
        Ok(End::Done)
    }

    fn obey(&mut self, wish: Wish) -> Result<Option<End>, Failure> {
        if wish != Wish::Stay {
            self.note = None;
        }
        match wish {
            Wish::Stay => self.illustrate(),
            Wish::Leave(exit) => return Ok(Some(End::Left(exit))),
            Wish::Reveal if self.is_outdated()? => {
                self.leave_card();
                self.note = Some("the card before this was answered elsewhere meanwhile".into());
            }
            Wish::Reveal => {
                self.session = self.session.step(Action::Reveal).next;
                self.from = None;
            }
            Wish::Grade(key) => {
                if self.grade(key) && self.is_time_over() {
                    return Ok(Some(End::Done));
                }
            }
            Wish::Undo => self.undo(),
            Wish::Suspend => self.suspend(),
            Wish::Bury => self.bury(),
            Wish::Type => return self.type_answer(),
            Wish::Help => return self.help(),
            Wish::Theory => return self.theory(),
            Wish::History => return self.history(),
            Wish::Open => return self.open(),
            Wish::Edit => self.edit()?,
        }
        Ok(None)
    }

    /// Shows a page until a key is pressed that reads on in nothing; whether it was Ctrl-C.
    fn look_at(&mut self, view: &View) -> Result<Option<End>, Failure> {
        use crate::screen::keys::Press;
        let mut from = 0;
        self.screen.show(view, from)?;
        loop {
            let press = self.keys.read()?;
            if let Some(scroll) = press.scroll().filter(|_| !self.screen.is_plain()) {
                from = self.screen.scrolled(view, from, scroll);
            } else if press != Press::Resized {
                return Ok((press == Press::CtrlC).then_some(End::Left(Exit::Interrupted)));
            }
            if !self.screen.is_plain() {
                self.screen.show(view, from)?;
            }
        }
    }

    /// Makes the pictures of the card ready for the window as it is.
    fn illustrate(&mut self) {
        if let Some(table) = &mut self.table {
            table.illustrate(self.screen);
        }
    }

    /// Whether another sitting, or a script, has had the card on the table meanwhile.
    fn is_outdated(&self) -> Result<bool, Failure> {
        let table = self.table.as_ref();
        table.map_or(Ok(false), |table| table.is_outdated(self.desk))
    }

    fn is_time_over(&self) -> bool {
        let passed = self.minutes.zip(self.watch.elapsed_ms());
        passed.is_some_and(|(minutes, ms)| ms / 60_000 >= minutes)
    }

    /// The card on the table is done with.
    fn leave_card(&mut self) {
        self.table = None;
        self.typed = None;
        self.from = None;
    }
}
