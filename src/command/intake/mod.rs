//! Taking decks in: what `import` does when asked, and `today` by itself.
//!
//! List the files, compile those that changed, compare with what the database has, and store the
//! difference: all of it or nothing. Complaints never keep healthy cards out.

mod conflicts;
mod survey;
mod texts;

use std::collections::{HashMap, HashSet};

use conflicts::{losses, resolve, superseded};
pub(crate) use survey::compile_files;
use survey::{compile_one, survey};

use super::desk::{self, Desk};
use super::failure::Failure;
use super::roadmap;
use crate::compile::change::Change;
use crate::compile::library::Topic;
use crate::compile::pairing::Trace;
use crate::compile::shelved::Shelved;
use crate::model::deck::Compiled;
use crate::model::diagnostic::{Diagnostic, Level};
use crate::model::source::{Lines, Origin, Source};
use crate::shelf;
use crate::store::{Arrival, KnownCard, KnownDeck};

/// A compiled deck with all that is needed to store it and to complain about it.
pub(crate) struct Fresh {
    pub(crate) source: Source,
    pub(crate) compiled: Compiled,
    pub(super) size: i64,
    pub(super) changed: i64,
}

impl Fresh {
    pub(crate) fn shelved(&self) -> Shelved<'_> {
        Shelved {
            text: &self.source.text,
            compiled: &self.compiled,
            path: desk::path,
        }
    }
}

/// What an import found, before anything is stored.
#[derive(Default)]
pub(crate) struct Plan {
    pub(crate) fresh: Vec<Fresh>,
    pub(crate) change: Change,
    /// Decks that stay as they are: how many, and how many cards they have.
    untouched: (usize, usize),
    /// What could not be read: path and cause.
    pub(crate) unreadable: Vec<(String, String)>,
    /// Decks that would lose most of their cards.
    pub(crate) losses: Vec<Loss>,
    gone: Vec<i64>,
    /// How many imports there were before.
    since: u64,
    roots: Vec<String>,
    notes: Vec<(&'static str, String)>,
}

/// A deck that would lose most of its cards.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Loss {
    pub(crate) path: String,
    /// Its row in the database.
    pub(crate) deck: i64,
    pub(crate) lost: usize,
    pub(crate) before: usize,
}

/// Is told a number of files, and gives what is called after each of them.
pub(crate) type Begin<'a> = &'a dyn Fn(usize) -> Box<dyn Fn() + Sync>;

impl Plan {
    /// Looks at files and folders (absolute paths) and works out what an import would change.
    /// The decks `but` stay as they are. `begin` is told how many files there are to compile and
    /// gives what is called after each.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn of_paths(
        desk: &Desk,
        roots: &[String],
        but: &[Loss],
        begin: Begin<'_>,
    ) -> Result<Self, Failure> {
        Self::undisturbed(desk, || Self::compare_paths(desk, roots, but, begin))
    }

    /// Looks at the decks inside the program, except those that a file of the user's replaces.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn of_shipped(desk: &Desk) -> Result<Self, Failure> {
        Self::undisturbed(desk, || Self::compare_shipped(desk))
    }

    /// Works a plan out; once more if another process stored an import in the meantime, because
    /// then only a part of that was seen.
    fn undisturbed(
        desk: &Desk,
        work_out: impl Fn() -> Result<Self, Failure>,
    ) -> Result<Self, Failure> {
        loop {
            let since = desk.store.changes()?;
            let plan = work_out()?;
            if desk.store.changes()? == since {
                return Ok(Self { since, ..plan });
            }
        }
    }

    fn compare_paths(
        desk: &Desk,
        roots: &[String],
        but: &[Loss],
        begin: Begin<'_>,
    ) -> Result<Self, Failure> {
        let known = desk.store.remembered(false)?;
        let task = survey(roots, &known, but);
        if task.changed.is_empty() && task.gone.is_empty() {
            return Ok(Self {
                untouched: task.untouched,
                unreadable: task.unreadable,
                ..Self::default()
            });
        }
        let (fresh, unreadable) = compile_files(&task.changed, &*begin(task.changed.len()));
        let rows: Vec<i64> = fresh
            .iter()
            .filter_map(|deck| known.get(deck.compiled.deck.origin.path()))
            .map(|deck| deck.row)
            .collect();
        let mut gone = task.gone;
        gone.extend(superseded(desk, &fresh)?);
        let mut plan = Self::compare(desk, fresh, gone, rows)?;
        plan.untouched = task.untouched;
        plan.unreadable = task.unreadable;
        plan.unreadable.extend(unreadable);
        Ok(plan)
    }

    fn compare_shipped(desk: &Desk) -> Result<Self, Failure> {
        let known = desk.store.remembered(true)?;
        let own: HashSet<String> = titles(&desk.store.decks()?, false).into_keys().collect();
        let fresh: Vec<Fresh> = shelf::shipped()
            .into_iter()
            .map(|(path, bytes)| compile_one(Origin::Shipped(path.to_owned()), bytes.to_vec(), 1))
            .filter(|deck| !own.contains(&deck.compiled.deck.title))
            .collect();
        let here: HashSet<&str> = fresh.iter().map(|deck| deck.source.origin.path()).collect();
        let gone = known
            .iter()
            .filter(|(path, _)| !here.contains(path.as_str()))
            .map(|(_, deck)| deck.row)
            .collect();
        let rows = known
            .iter()
            .filter(|(path, _)| here.contains(path.as_str()))
            .map(|(_, deck)| deck.row)
            .collect();
        let mut plan = Self::compare(desk, fresh, gone, rows)?;
        plan.notes.push((SHIPPED_BUILD, shelf::build_mark()));
        Ok(plan)
    }

    /// `rows` are the decks in the database that `fresh` replaces.
    fn compare(
        desk: &Desk,
        mut fresh: Vec<Fresh>,
        gone: Vec<i64>,
        rows: Vec<i64>,
    ) -> Result<Self, Failure> {
        let affected: HashSet<i64> = rows.into_iter().chain(gone.iter().copied()).collect();
        let decks = desk.store.decks()?;
        let retired = resolve(desk, &mut fresh, &decks, &affected)?;
        let known = desk.store.active_cards(affected)?;
        let names: HashMap<i64, &KnownDeck> = decks.iter().map(|deck| (deck.row, deck)).collect();
        let change = if known.is_empty() {
            let cards = fresh.iter().flat_map(|deck| &deck.compiled.cards);
            Change::adding(cards.map(|card| card.id), &retired)
        } else {
            let old = |card: &KnownCard| Some(trace(card, names.get(&card.deck)?));
            let before: Vec<Trace> = known.iter().filter_map(old).collect();
            let after: Vec<Trace> = fresh
                .iter()
                .flat_map(|deck| traces(&deck.compiled))
                .collect();
            Change::between(&before, &after, &retired)
        };
        let losses = losses(&change, &known, &names);
        Ok(Self {
            fresh,
            change,
            losses,
            gone,
            ..Self::default()
        })
    }

    /// Every complaint, with the text that it is about.
    pub(crate) fn diagnostics(&self) -> impl Iterator<Item = (&Source, &Diagnostic)> {
        self.fresh.iter().flat_map(|deck| {
            deck.compiled
                .diagnostics
                .iter()
                .map(|said| (&deck.source, said))
        })
    }

    /// How many complaints are of that level.
    pub(crate) fn count(&self, level: Level) -> usize {
        self.diagnostics()
            .filter(|(_, said)| said.level == level)
            .count()
    }

    /// Keeps up with these files and folders from now on.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn remember(&mut self, desk: &Desk, roots: &[String]) -> Result<(), Failure> {
        let known = desk.store.roots()?;
        self.roots
            .extend(roots.iter().filter(|root| !known.contains(root)).cloned());
        Ok(())
    }

    /// All decks: those that stay as they are, and those that are new or changed, if they have cards.
    pub(crate) fn decks(&self) -> usize {
        let with_cards = |deck: &&Fresh| !deck.compiled.cards.is_empty();
        self.untouched.0 + self.fresh.iter().filter(with_cards).count()
    }

    /// All cards of those decks.
    pub(crate) fn cards(&self) -> usize {
        self.untouched.1
            + self
                .fresh
                .iter()
                .map(|deck| deck.compiled.cards.len())
                .sum::<usize>()
    }

    /// Cards that are as they were.
    pub(crate) fn unchanged(&self) -> usize {
        self.untouched.1 + self.change.unchanged
    }

    /// Stores it; where there is nothing to store, nothing is written.
    ///
    /// # Errors
    /// When the database cannot be written; then nothing has happened.
    pub(crate) fn store(&mut self, desk: &mut Desk) -> Result<bool, Failure> {
        let same_decks = self.fresh.is_empty() && self.gone.is_empty();
        if same_decks && self.roots.is_empty() && self.notes.is_empty() {
            return Ok(true);
        }
        let intake = self.intake();
        desk.take_in(&intake)
    }
}

/// Remembers for which build of the program the shipped decks were taken in.
pub(crate) const SHIPPED_BUILD: &str = "shipped_build";

/// Takes in the decks that ship inside the program, and their roadmap.
///
/// # Errors
/// When the database cannot be used.
pub(crate) fn take_in_shipped(desk: &mut Desk) -> Result<(), Failure> {
    // First the roadmap, because it gives the decks their order.
    roadmap::import::take_in_shipped(desk)?;
    while !Plan::of_shipped(desk)?.store(desk)? {}
    Ok(())
}

/// What others need to know of a deck to refer to it.
pub(crate) fn topic(deck: &KnownDeck) -> Topic {
    Topic {
        name: deck.name.clone(),
        title: deck.title.clone(),
        aliases: deck.aliases.clone(),
        requires: deck.requires.clone(),
    }
}

/// The names of the decks that ship with the program.
pub(crate) fn shipped_names() -> Vec<Topic> {
    let name = |(path, bytes): (&str, &[u8])| {
        let deck = compile_one(Origin::Shipped(path.to_owned()), bytes.to_vec(), 0)
            .compiled
            .deck;
        let requires = deck.requires.into_iter().map(|topic| topic.name).collect();
        Topic {
            name: deck.name,
            title: deck.title,
            aliases: deck.aliases,
            requires,
        }
    };
    shelf::shipped().into_iter().map(name).collect()
}

fn titles(decks: &[KnownDeck], shipped: bool) -> HashMap<String, i64> {
    let of_kind = decks
        .iter()
        .filter(|deck| matches!(deck.origin, Origin::Shipped(_)) == shipped);
    of_kind.map(|deck| (deck.title.clone(), deck.row)).collect()
}

fn trace(card: &KnownCard, deck: &KnownDeck) -> Trace {
    Trace {
        id: card.id,
        kind: card.kind,
        deck: deck.title.clone(),
        file: deck.origin.path().to_owned(),
        position: card.position,
        ask: card.ask.clone(),
        answer: card.answer.clone(),
        pinned: card.pinned,
    }
}

fn traces(compiled: &Compiled) -> impl Iterator<Item = Trace> {
    compiled
        .cards
        .iter()
        .zip(0..)
        .map(|(card, position)| Trace {
            id: card.id,
            kind: card.kind,
            deck: compiled.deck.title.clone(),
            file: compiled.deck.origin.path().to_owned(),
            position,
            ask: card.ask.0.clone(),
            answer: card.answer.0.clone(),
            pinned: card.pinned,
        })
}

/// What the store needs of a deck. A deck with errors is looked at again each time, so that it
/// complains until it is mended.
fn arrival(fresh: &mut Fresh) -> Arrival {
    let Compiled {
        deck,
        cards,
        diagnostics,
    } = &mut fresh.compiled;
    let errors = diagnostics
        .iter()
        .filter(|said| said.level == Level::Error)
        .count();
    let lines = Lines::of(&fresh.source.text);
    let cards = std::mem::take(cards);
    Arrival {
        places: cards
            .iter()
            .map(|card| lines.position(card.span.start))
            .collect(),
        deck: deck.clone(),
        cards,
        errors: u32::try_from(errors).unwrap_or(u32::MAX),
        size: fresh.size,
        changed: if errors == 0 { fresh.changed } else { 0 },
    }
}
