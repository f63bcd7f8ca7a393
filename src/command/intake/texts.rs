//! Decks that an import writes itself: their texts are compiled before they are anywhere.

use std::collections::{HashMap, HashSet};

use super::survey::compile_one;
use super::{Fresh, Plan, arrival};
use crate::command::desk::Desk;
use crate::command::failure::Failure;
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
