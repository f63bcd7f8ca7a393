//! Decks that an import writes itself: their texts are compiled before they are anywhere.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::survey::compile_one;
use super::{Fresh, Plan, arrival};
use crate::command::desk::Desk;
use crate::command::failure::Failure;
use crate::model::card::CardId;
use crate::model::source::Origin;
use crate::store::{Delivery, Intake, PastImport};

impl Plan {
    /// What it would change if these decks had these texts, and those in `gone` were not there.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn of_texts(
        desk: &Desk,
        texts: &dyn Fn() -> Vec<(Origin, String)>,
        gone: &[Origin],
    ) -> Result<Self, Failure> {
        Self::undisturbed(desk, || {
            let fresh = compile_all(texts());
            let rows: HashMap<Origin, i64> = (desk.store.decks()?.into_iter())
                .map(|deck| (deck.origin, deck.row))
                .collect();
            let row = |origin: &Origin| rows.get(origin).copied();
            let replaced: Vec<&Origin> = fresh.iter().map(|deck| &deck.source.origin).collect();
            let gone = gone.iter().filter(|origin| !replaced.contains(origin));
            let gone = gone.filter_map(row).collect();
            let replaced = replaced.into_iter().filter_map(row).collect();
            Self::compare(desk, fresh, gone, replaced)
        })
    }

    /// The decks that the database keeps, and of which a file has every card now: they were written
    /// out, and the file is where they are.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(super) fn moved_out(desk: &Desk, fresh: &[Fresh]) -> Result<Vec<i64>, Failure> {
        let mut moved = Vec::new();
        for deck in desk.store.decks()? {
            let Origin::Kept(_) = &deck.origin else {
                continue;
            };
            let files = fresh
                .iter()
                .filter(|file| file.compiled.deck.title == deck.title);
            let there: HashSet<CardId> = files
                .flat_map(|file| file.compiled.cards.iter().map(|card| card.id))
                .collect();
            let all_there = !there.is_empty()
                && desk
                    .store
                    .active_cards([deck.row])?
                    .iter()
                    .all(|card| there.contains(&card.id));
            moved.extend(all_there.then_some(deck.row));
        }
        Ok(moved)
    }

    /// Stores it with what comes from another program, or without what came with `withdrawn`: all
    /// of it in one transaction. `false` if it is out of date.
    ///
    /// # Errors
    /// When the database cannot be written; then nothing has happened.
    pub(crate) fn store_with(
        &mut self,
        desk: &mut Desk,
        delivery: Option<&Delivery<'_>>,
        withdrawn: Option<&PastImport>,
    ) -> Result<bool, Failure> {
        let intake = Intake {
            delivery,
            withdrawn,
            ..self.intake()
        };
        desk.take_in(&intake)
    }

    /// The folders that it would keep up with from now on.
    pub(crate) fn new_roots(&self) -> &[String] {
        &self.roots
    }

    /// Hands over everything that is to be stored.
    pub(super) fn intake(&mut self) -> Intake<'static> {
        Intake {
            since: self.since,
            arrivals: self.fresh.iter_mut().map(arrival).collect(),
            gone: std::mem::take(&mut self.gone),
            continued: self.change.continued().collect(),
            roots: std::mem::take(&mut self.roots),
            notes: std::mem::take(&mut self.notes),
            ..Intake::default()
        }
    }
}

/// Compiles decks on all cores.
fn compile_all(texts: Vec<(Origin, String)>) -> Vec<Fresh> {
    let waiting = Mutex::new(texts.into_iter().enumerate());
    let next = || {
        waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .next()
    };
    let work = || {
        let mut done = Vec::new();
        while let Some((at, (origin, text))) = next() {
            done.push((at, compile_one(origin, text.into_bytes(), 0)));
        }
        done
    };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let mut fresh: Vec<(usize, Fresh)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        let join = |worker: thread::ScopedJoinHandle<'_, Vec<(usize, Fresh)>>| {
            worker
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        workers.into_iter().flat_map(join).collect()
    });
    fresh.sort_by_key(|(at, _)| *at);
    fresh.into_iter().map(|(_, deck)| deck).collect()
}
