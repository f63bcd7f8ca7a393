//! Decks that an import writes itself: their texts are compiled before they are anywhere.

use std::collections::{HashMap, HashSet};

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
        texts: &[(Origin, String)],
        gone: &[Origin],
    ) -> Result<Self, Failure> {
        Self::undisturbed(desk, || {
            let compile = |(origin, text): &(Origin, String)| {
                compile_one(origin.clone(), text.clone().into_bytes(), 0)
            };
            let fresh: Vec<Fresh> = texts.iter().map(compile).collect();
            let rows: HashMap<Origin, i64> = (desk.store.decks()?.into_iter())
                .map(|deck| (deck.origin, deck.row))
                .collect();
            let replaced: HashSet<&Origin> = texts.iter().map(|(origin, _)| origin).collect();
            let row = |origin: &Origin| rows.get(origin).copied();
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
