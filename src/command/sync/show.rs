//! What this device studies from, for the others: a list, and the texts that it names.

use std::collections::HashSet;
use std::path::Path;

use super::refused;
use crate::command::borrowed::Borrowed;
use crate::command::desk::Desk;
use crate::command::failure::Failure;
use crate::command::intake;
use crate::model::source::Origin;
use crate::store::{KnownItem, Remembered, StoredRoadmap};
use crate::sync::texts::{self, Text};

/// Writes the list of this device, and the texts that it names.
///
/// # Errors
/// When the folder cannot be written, or the database not be read.
pub(super) fn show(desk: &Desk, folder: &Path, own: &str) -> Result<(), Failure> {
    let fail = |error| refused(folder, error);
    let before = texts::list(folder, own).map_err(fail)?.texts;
    let mut now = Vec::new();
    if desk.store.noted(intake::SHIPPED_BUILD)?.is_some() {
        now.push(Text::Shipped);
    }
    now.extend(decks(desk, folder, own, &before)?);
    now.extend(roadmaps(desk, folder, own, &before)?);
    texts::keep_list(folder, own, &now).map_err(fail)?;
    let mut needed = HashSet::new();
    for text in &now {
        match text {
            Text::Shipped => {}
            Text::Deck { hash, .. } => {
                needed.insert(hash.as_str());
            }
            Text::Roadmap { hash, items, .. } => needed.extend([hash.as_str(), items.as_str()]),
        }
    }
    texts::prune(folder, own, &needed).map_err(fail)
}

/// The decks of this device, each with its text in the folder. One that cannot be read at the moment
/// stays as it was.
fn decks(desk: &Desk, folder: &Path, own: &str, before: &[Text]) -> Result<Vec<Text>, Failure> {
    let roots = desk.store.roots()?;
    let files = desk.store.remembered(false)?;
    let borrowed = Borrowed::of(&desk.home);
    let now_ms = desk.clock.now().unix_ms();
    let mut decks = Vec::new();
    let mut taken = HashSet::new();
    for deck in desk.store.decks()? {
        let Origin::File(file) = &deck.origin else {
            continue;
        };
        let Some(facts) = files.get(file).filter(|_| !borrowed.holds(file)) else {
            continue;
        };
        let mut path = below_root(file, &roots);
        // Two folders of one name may both have it.
        for number in 2.. {
            if taken.insert(path.clone()) {
                break;
            }
            path = format!("{number}-{path}");
        }
        let last = before
            .iter()
            .find(|text| matches!(text, Text::Deck { path: last, .. } if *last == path));
        if let Some(last) = last.filter(|last| is_current(last, &deck.title, *facts, folder, own)) {
            decks.push(last.clone());
        } else if let Ok(bytes) = std::fs::read(file) {
            let hash = texts::keep(folder, own, &bytes).map_err(|error| refused(folder, error))?;
            let at = match last {
                Some(Text::Deck { hash: last, at, .. }) if *last == hash => *at,
                _ => now_ms,
            };
            decks.push(Text::Deck {
                title: deck.title,
                path,
                hash,
                at,
                size: facts.size,
                changed: facts.changed,
            });
        } else {
            decks.extend(last.cloned());
        }
    }
    Ok(decks)
}

/// Whether the list says already what is known of a deck, and its text is in the folder.
fn is_current(last: &Text, deck: &str, facts: Remembered, folder: &Path, own: &str) -> bool {
    matches!(last, Text::Deck { title, hash, size, changed, .. }
        if title == deck && *changed != 0 && (*size, *changed) == (facts.size, facts.changed)
            && texts::is_there(folder, own, hash, *size))
}

/// A deck's path below the folder that it was imported from, with that folder's name.
fn below_root(file: &str, roots: &[String]) -> String {
    let inside = roots
        .iter()
        .filter_map(|root| Some((root, Path::new(file).strip_prefix(root).ok()?)));
    let nearest = inside.max_by_key(|(root, _)| root.len());
    let name = |path: &Path| {
        path.file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    };
    match nearest {
        Some((root, rest)) if !rest.as_os_str().is_empty() => {
            format!("{}/{}", name(Path::new(root)), rest.to_string_lossy())
        }
        _ => name(Path::new(file)),
    }
}

/// The roadmaps of this device, each with its text in the folder.
fn roadmaps(desk: &Desk, folder: &Path, own: &str, before: &[Text]) -> Result<Vec<Text>, Failure> {
    let fail = |error| refused(folder, error);
    let mut roadmaps = Vec::new();
    for name in desk.store.roadmap_names()? {
        let Some(stored) = desk.store.roadmap(&name)?.filter(is_own) else {
            continue;
        };
        let hash = texts::keep(folder, own, &stored.bytes).map_err(fail)?;
        let items = texts::keep(folder, own, items_json(&stored.items).as_bytes()).map_err(fail)?;
        let start = stored.start.number();
        let same = |text: &&Text| {
            matches!(text, Text::Roadmap { name: last, start: first, hash: text, items: names, .. }
                if *last == name && *first == start && *text == hash && *names == items)
        };
        let last = before.iter().find(same).cloned();
        roadmaps.push(last.unwrap_or_else(|| Text::Roadmap {
            name,
            start,
            hash,
            items,
            at: desk.clock.now().unix_ms(),
        }));
    }
    Ok(roadmaps)
}

/// Whether a roadmap was read from a file of this device. One that was taken in has no file.
pub(super) fn is_own(stored: &StoredRoadmap) -> bool {
    matches!(&stored.origin, Origin::File(path) if path.starts_with('/'))
}

/// What the items of a roadmap are called, and which boxes its file ticks.
fn items_json(items: &[KnownItem]) -> String {
    let item = |item: &KnownItem| serde_json::json!([item.id.to_string(), item.text, item.ticked]);
    serde_json::Value::from_iter(items.iter().map(item)).to_string()
}
