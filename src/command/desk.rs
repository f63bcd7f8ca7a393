//! The desk that most commands work at: settings, clock, scheduler and the open database.

use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::roadmap::deadline;
use super::roadmap::order::Order;
use super::settings::{Home, Settings};
use super::{Common, intake};
use crate::clock::Clock;
use crate::model::card::CardId;
use crate::model::carried::Cursor;
use crate::model::grade::Quality;
use crate::model::log::{Answer, Decision, Entry, Event, History, Review, Turn};
use crate::model::source::Origin;
use crate::model::standing::Standing;
use crate::model::time::{Day, Stamp};
use crate::schedule::{Scheduler, Sm2};
use crate::screen::Screen;
use crate::screen::text::clean_line;
use crate::shelf;
use crate::store::{
    Act, Finding, Intake, Lookup, Occasion, Received, Store, StoredCard, StoredRoadmap,
};
use crate::study::queue::Caps;

/// See the file's first line.
pub(crate) struct Desk {
    pub(crate) clock: Clock,
    pub(crate) settings: Settings,
    pub(crate) store: Store,
    pub(crate) home: Home,
    scheduler: Sm2,
    quiet: bool,
}

impl Desk {
    /// Opens the database (and makes it, the first time) and settles its standings.
    ///
    /// # Errors
    /// When the settings or the database cannot be used.
    pub(crate) fn open(common: &Common, screen: &mut Screen) -> Result<Self, Failure> {
        let mut desk = Self::open_as_it_is(common, screen)?;
        desk.settle()?;
        Ok(desk)
    }

    /// Like [`Desk::open`], and leaves what is derived as it is.
    ///
    /// # Errors
    /// As [`Desk::open`].
    pub(crate) fn open_as_it_is(common: &Common, screen: &mut Screen) -> Result<Self, Failure> {
        let home = Home::locate(common.home.as_deref())?;
        let settings = Settings::read(&home.config)?;
        let clock = settings.clock()?;
        let store = Store::open(&home.data, clock.today())?;
        if common.verbose {
            let shown = |path: &Path| clean_line(&path.to_string_lossy());
            screen.news(&format!("database: {}", shown(store.file())));
            screen.news(&format!("settings: {}", shown(&home.config)));
            screen.news(&format!(
                "now: {}, study day {}",
                clock.now(),
                clock.today()
            ));
        }
        let scheduler = Sm2 {
            max_interval: settings.max_interval,
        };
        Ok(Self {
            home,
            clock,
            settings,
            store,
            scheduler,
            quiet: common.quiet,
        })
    }

    /// Like [`Desk::open`], and a machine without any decks gets those that ship with the program.
    ///
    /// # Errors
    /// As [`Desk::open`].
    pub(crate) fn open_stocked(common: &Common, screen: &mut Screen) -> Result<Self, Failure> {
        let mut desk = Self::open(common, screen)?;
        if !desk.store.has_decks()? {
            intake::take_in_shipped(&mut desk)?;
        }
        Ok(desk)
    }

    /// Brings the standings to the scheduler's edition and to the time that it is.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub(crate) fn settle(&mut self) -> Result<(), Failure> {
        let Self {
            store,
            scheduler,
            clock,
            ..
        } = self;
        Ok(store.settle(
            &scheduler.edition(),
            &|history| scheduler.standing(history),
            clock.horizon_ms(),
        )?)
    }

    /// Derives again all that follows from the log and the decks.
    ///
    /// # Errors
    /// When the database cannot be written; then nothing has changed.
    pub(crate) fn mend(&mut self) -> Result<(), Failure> {
        let Self {
            store,
            scheduler,
            clock,
            ..
        } = self;
        store.mend(
            &scheduler.edition(),
            &|history| scheduler.standing(history),
            clock.horizon_ms(),
        )?;
        self.put_in_order()
    }

    pub(crate) fn today(&self) -> Day {
        self.clock.today()
    }

    /// The day's caps: those of the settings, the pace of the deadlines ahead instead of
    /// `new_per_day`, and above all what the command line says.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn caps(&self, new: Option<u32>) -> Result<Caps, Failure> {
        let Caps { new: set, reviews } = self.settings.caps;
        let new = match new {
            Some(new) => new,
            None => deadline::pace(self)?.unwrap_or(set),
        };
        Ok(Caps { new, reviews })
    }

    /// The scheduler, as one function.
    pub(crate) fn schedule(&self) -> impl Fn(&History) -> Option<Standing> + use<'_> {
        |history| self.scheduler.standing(history)
    }

    /// Says something that is no result.
    pub(crate) fn news(&self, screen: &mut Screen, text: &str) {
        if !self.quiet {
            screen.news(text);
        }
    }

    /// Appends an event about a card to the log: durable when this returns.
    ///
    /// # Errors
    /// When the database cannot be written; then nothing has happened.
    pub(crate) fn record(
        &mut self,
        card: CardId,
        event: Event,
    ) -> Result<(Entry, Option<Standing>), Failure> {
        let Self {
            store,
            scheduler,
            clock,
            ..
        } = self;
        let stamp = |last: Option<&Stamp>| clock.stamp(last);
        let fold = |history: &History| scheduler.standing(history);
        Ok(store.record(card, event, &stamp, &fold, clock.horizon_ms())?)
    }

    /// Appends several events that are one act: taken back by one undo.
    ///
    /// # Errors
    /// When the database cannot be written; then nothing has happened.
    pub(crate) fn record_together(&mut self, events: &[(CardId, Event)]) -> Result<(), Failure> {
        let Self {
            store,
            scheduler,
            clock,
            ..
        } = self;
        let stamp = |last: Option<&Stamp>| clock.stamp(last);
        let fold = |history: &History| scheduler.standing(history);
        Ok(store.record_together(events, &stamp, &fold, clock.horizon_ms())?)
    }

    /// Takes back an act, all of it or nothing.
    ///
    /// # Errors
    /// When the database cannot be written; then nothing has happened.
    pub(crate) fn take_back(&mut self, act: &Act) -> Result<(), Failure> {
        let back = |entry: &Entry| (entry.card, Event::Retracted { of: entry.stamp.id });
        self.record_together(&act.iter().map(back).collect::<Vec<_>>())
    }

    /// Says so if the clock is far behind the last entry: then something is wrong with it.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn mind_the_clock(&self, screen: &mut Screen) -> Result<(), Failure> {
        let Some(last) = self.store.last_stamp()? else {
            return Ok(());
        };
        if self.clock.behind(&last).is_some() {
            screen.news(&format!(
                "warning: the clock says {}, but the last answer was given at {}\n\
                 help: check the date of this machine; answers from the future are held back until their time comes",
                self.clock.now(),
                last.at
            ));
        }
        Ok(())
    }

    pub(crate) fn history(&self, card: CardId) -> Result<History, Failure> {
        Ok(self.store.history(card, self.clock.horizon_ms())?)
    }

    /// Where a card with that history would stand after such an answer now.
    pub(crate) fn preview(&self, history: &History, quality: Quality) -> Option<Standing> {
        let review = Review {
            quality,
            took_ms: None,
            last_look: false,
        };
        let stamp = self.clock.stamp(history.last_stamp());
        self.scheduler
            .standing(&history.with(Answer { stamp, review }))
    }

    /// Where the card stood after each of its answers.
    pub(crate) fn standings(&self, history: &History) -> Vec<Option<Standing>> {
        let turns = history.turns().iter();
        let after = turns.zip(self.scheduler.standings(history));
        let answered = after.filter(|(turn, _)| matches!(turn, Turn::Answered(_)));
        answered.map(|(_, standing)| standing).collect()
    }

    /// Where the card stood after each turn of its history.
    pub(crate) fn course(&self, history: &History) -> Vec<Option<Standing>> {
        self.scheduler.standings(history)
    }

    /// Compares everything that is derived with what it is derived from.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn inspect(&self) -> Result<Vec<Finding>, Failure> {
        let fold = |history: &History| self.scheduler.standing(history);
        Ok(self.store.inspect(&fold, self.clock.horizon_ms())?)
    }

    /// The folder in which the database lies.
    pub(crate) fn folder(&self) -> &std::path::Path {
        &self.home.data
    }

    /// Copies the database to the folder `backups` beside it; says where.
    ///
    /// # Errors
    /// When the copy cannot be written.
    pub(crate) fn back_up(&self, occasion: Occasion) -> Result<PathBuf, Failure> {
        Ok(self.store.back_up(occasion, self.today())?)
    }

    /// Takes in an import with this desk's clock and scheduler; `false` if it is out of date.
    ///
    /// # Errors
    /// When the database cannot be written; then nothing has happened.
    pub(crate) fn take_in(&mut self, intake: &Intake<'_>) -> Result<bool, Failure> {
        let order = Order::of(self)?;
        let Self {
            store,
            scheduler,
            clock,
            ..
        } = self;
        let stamp = |last: Option<&Stamp>| clock.stamp(last);
        let fold = |history: &History| scheduler.standing(history);
        Ok(store.take_in(
            intake,
            &stamp,
            &fold,
            &|decks| order.levels(decks),
            clock.horizon_ms(),
        )?)
    }

    /// Takes in the lines of other devices that were looked at; see [`Store::receive`].
    ///
    /// # Errors
    /// When the database cannot be written; then nothing has happened.
    pub(crate) fn receive(&mut self, cursors: &[(String, Cursor)]) -> Result<Received, Failure> {
        let Self {
            store,
            scheduler,
            clock,
            ..
        } = self;
        let fold = |history: &History| scheduler.standing(history);
        Ok(store.receive(cursors, &fold, clock.horizon_ms())?)
    }

    /// Brings the decks into the order of the roadmaps that are followed.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub(crate) fn put_in_order(&mut self) -> Result<(), Failure> {
        let order = Order::of(self)?;
        Ok(self.store.put_in_order(&|decks| order.levels(decks))?)
    }

    /// Appends decisions about roadmaps to the log: durable when this returns.
    ///
    /// # Errors
    /// When the database cannot be written; then nothing has happened.
    pub(crate) fn decide(&mut self, decisions: &[Decision]) -> Result<(), Failure> {
        let Self { store, clock, .. } = self;
        Ok(store.decide(decisions, &|last| clock.stamp(last))?)
    }

    /// Keeps a roadmap as it was read, and what its boxes decide.
    ///
    /// # Errors
    /// When the database cannot be written; then nothing has happened.
    pub(crate) fn keep_roadmap(
        &mut self,
        roadmap: &StoredRoadmap,
        decided: &[Decision],
    ) -> Result<(), Failure> {
        let Self { store, clock, .. } = self;
        Ok(store.keep_roadmap(roadmap, decided, &|last| clock.stamp(last))?)
    }

    /// The card that a person means: an id, the beginning of one, or `@last`.
    ///
    /// # Errors
    /// When there is none, or more than one.
    pub(crate) fn find_card(&self, name: &str) -> Result<StoredCard, Failure> {
        if name == "@last" {
            let last = self.store.last_answers(1)?;
            let card = last
                .first()
                .map(|entry| self.store.card_by_id(entry.card))
                .transpose()?
                .flatten();
            return card.ok_or_else(|| {
                Failure::usage("no card was answered yet")
                    .help("`@last` is the card that was answered last")
            });
        }
        let help = "a card is named by its id or the first 4 or more hex digits of it; `drill find WORDS` shows ids";
        if name.len() < 4 {
            return Err(
                Failure::usage(format!("`{name}` is too short for a card's id")).help(help),
            );
        }
        match self.store.card_by_prefix(name)? {
            Lookup::Found(card) => Ok(*card),
            Lookup::Nothing => Err(Failure::usage(format!("there is no card `{name}`")).help(help)),
            Lookup::Several(count) => {
                Err(Failure::usage(format!("{count} cards begin with `{name}`"))
                    .help("give one or two digits more"))
            }
        }
    }
}

/// A place in a deck as a person would write it: `decks/go/go-gc.md:12:1`.
pub(crate) fn place(origin: &Origin, line: u32, column: u32) -> String {
    format!("{}:{line}:{column}", path(origin))
}

/// A deck's path as a person would write it.
pub(crate) fn path(origin: &Origin) -> String {
    match origin {
        Origin::Shipped(_) | Origin::Kept(_) => origin.to_string(),
        Origin::File(path) => shelf::shorten(path),
    }
}
