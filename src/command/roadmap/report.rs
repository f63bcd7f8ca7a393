//! What an import of a roadmap found, for people and for programs.

use std::collections::BTreeMap;

use serde::Serialize;

use super::chart::Library;
use super::show::EncodingJson;
use crate::command::card_json::line;
use crate::command::desk::{self, Desk};
use crate::command::failure::Failure;
use crate::exchange::encoding::Reading;
use crate::model::roadmap::{ItemId, ItemKind, Roadmap};
use crate::roadmap::identity::Changes;
use crate::roadmap::matching::Found;
use crate::screen::Screen;
use crate::screen::text::{clean_line, clip, count};
use crate::store::StoredRoadmap;

/// See the file's first line.
pub(crate) struct Report {
    stored: StoredRoadmap,
    reading: Reading,
    roadmap: Roadmap,
    found: Vec<Found>,
    changes: Changes,
    is_new: bool,
    followed: bool,
}

#[derive(Serialize)]
struct Json {
    roadmap: String,
    title: String,
    file: String,
    encoding: EncodingJson,
    stages: usize,
    items: usize,
    kinds: BTreeMap<&'static str, usize>,
    unmatched: Vec<String>,
    ambiguous: Vec<String>,
    added: Vec<String>,
    removed: Vec<String>,
    moved: Vec<String>,
    reworded: Vec<String>,
    warnings: Vec<String>,
}

impl Report {
    /// Looks up what teaches the items.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(super) fn of(
        desk: &Desk,
        stored: StoredRoadmap,
        reading: Reading,
        roadmap: Roadmap,
        changes: Changes,
        is_new: bool,
    ) -> Result<Self, Failure> {
        let library = Library::open(desk)?;
        Ok(Self {
            found: library.teach(&roadmap, &library.decided),
            followed: library.rank(&roadmap.name).is_some(),
            stored,
            reading,
            roadmap,
            changes,
            is_new,
        })
    }

    /// Prints it, and what is wrong with the encoding.
    ///
    /// # Errors
    /// Nobody takes the result.
    pub(crate) fn print(
        &self,
        desk: &Desk,
        json: bool,
        screen: &mut Screen,
    ) -> Result<(), Failure> {
        if json {
            screen.out(&line(&self.json()))?;
            return Ok(());
        }
        self.warn(desk, screen);
        screen.out(&self.text(screen.width()).join("\n"))?;
        if !self.followed {
            let name = clean_line(&self.roadmap.name);
            desk.news(
                screen,
                &format!("help: `drill roadmap follow {name}` brings its cards in its order"),
            );
        }
        Ok(())
    }

    /// Says how the encoding was repaired, and what could not be.
    pub(crate) fn warn(&self, desk: &Desk, screen: &mut Screen) {
        if !self.reading.repaired.is_empty() {
            let pages = self.reading.repaired.join(", ");
            let file = clean_line(&desk::path(&self.stored.origin));
            desk.news(
                screen,
                &format!("note: `{file}` had been through a wrong code page ({pages}) and is read as it was before; the file stays as it is"),
            );
        }
        for warning in self.warnings() {
            screen.news(&format!("warning: {warning}"));
        }
    }

    fn json(&self) -> Json {
        let mut kinds = BTreeMap::new();
        for item in &self.roadmap.items {
            *kinds.entry(item.kind.name()).or_default() += 1;
        }
        let texts = |ids: &[ItemId]| ids.iter().map(ItemId::to_string).collect();
        let names = |items: Vec<usize>| {
            let ids = items.into_iter().map(|at| self.roadmap.items[at].id);
            ids.map(|id| id.to_string()).collect()
        };
        Json {
            roadmap: self.roadmap.name.clone(),
            title: self.roadmap.title.clone(),
            file: desk::path(&self.stored.origin),
            encoding: EncodingJson::from(&self.reading),
            stages: self.roadmap.stages.len(),
            items: self.roadmap.items.len(),
            kinds,
            unmatched: names(self.unmatched()),
            ambiguous: names(self.ambiguous()),
            added: texts(&self.changes.added),
            removed: texts(&self.changes.removed),
            moved: texts(&self.changes.moved),
            reworded: texts(&self.changes.reworded),
            warnings: self.warnings(),
        }
    }

    fn warnings(&self) -> Vec<String> {
        let file = clean_line(&desk::path(&self.stored.origin));
        let broken = |number: &u32| format!("`{file}:{number}` looks broken and is taken as it is");
        self.reading.damaged.iter().map(broken).collect()
    }

    /// Theory without a deck, unless its own entries may have them.
    fn unmatched(&self) -> Vec<usize> {
        let items = &self.roadmap.items;
        let mut is_parent = vec![false; items.len()];
        for parent in items.iter().filter_map(|item| item.parent) {
            is_parent[parent] = true;
        }
        let lacks = |at: &usize| {
            let Found { links, candidates } = &self.found[*at];
            let is_theory = items[*at].kind == ItemKind::Theory;
            is_theory && links.is_empty() && candidates.is_empty() && !is_parent[*at]
        };
        (0..items.len()).filter(lacks).collect()
    }

    fn ambiguous(&self) -> Vec<usize> {
        let unclear = |at: &usize| !self.found[*at].candidates.is_empty();
        (0..self.found.len()).filter(unclear).collect()
    }

    fn text(&self, width: usize) -> Vec<String> {
        let items = &self.roadmap.items;
        let kinds = ItemKind::ALL.into_iter().filter_map(|kind| {
            let number = items.iter().filter(|item| item.kind == kind).count();
            (number > 0).then(|| format!("{number} {}", kind.name()))
        });
        let mut lines = vec![format!(
            "{}: {}, {} ({})",
            clean_line(&self.roadmap.name),
            count(self.roadmap.stages.len(), "stage"),
            count(items.len(), "item"),
            kinds.collect::<Vec<_>>().join(", ")
        )];
        if !self.is_new {
            lines.push(self.difference());
        }
        let entry = |at: usize, more: String| {
            let text = clean_line(&items[at].text);
            let id = items[at].id.to_string();
            clip(&format!("  {}  {text}{more}", &id[..8]), width)
        };
        let unmatched = self.unmatched();
        if !unmatched.is_empty() {
            let number = count(unmatched.len(), "topic");
            lines.push(format!("no deck yet for {number}:"));
            lines.extend(unmatched.into_iter().map(|at| entry(at, String::new())));
        }
        let ambiguous = self.ambiguous();
        if !ambiguous.is_empty() {
            lines.push(format!(
                "{} could mean several decks; `drill roadmap link ITEM DECK` decides:",
                count(ambiguous.len(), "item")
            ));
            let several = |at: usize| format!(": {}", self.found[at].candidates.join(", "));
            lines.extend(ambiguous.into_iter().map(|at| entry(at, several(at))));
        }
        lines
    }

    /// What another reading changed.
    fn difference(&self) -> String {
        let Changes {
            added,
            removed,
            moved,
            reworded,
        } = &self.changes;
        let parts = [
            (added, "added"),
            (removed, "removed"),
            (moved, "moved"),
            (reworded, "reworded"),
        ];
        let parts = parts.iter().filter(|(ids, _)| !ids.is_empty());
        let parts: Vec<String> = parts
            .map(|(ids, what)| format!("{} {what}", ids.len()))
            .collect();
        if parts.is_empty() {
            "nothing has changed".to_owned()
        } else {
            format!("since last time: {}", parts.join(", "))
        }
    }
}
