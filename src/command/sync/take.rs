//! What is studied from: this device shows its decks and roadmaps, and takes in those of others
//! that it does not have itself.
//!
//! Decks of others become files in the folder `decks` beside the database. A file of the user's own
//! is never written, nor one of those that was edited here.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::io;
use std::path::Path;

use super::{Report, device, refused, show};
use crate::command::borrowed::Borrowed;
use crate::command::desk::Desk;
use crate::command::failure::Failure;
use crate::command::intake::{self, Plan};
use crate::model::roadmap::ItemId;
use crate::model::source::Origin;
use crate::model::time::Day;
use crate::screen::text::clean_line;
use crate::store::{KnownItem, Occasion, StoredRoadmap};
use crate::sync;
use crate::sync::texts::{self, List, Text};

/// The lists of the other devices, by device.
type Lists = BTreeMap<String, List>;

/// A deck that some other device has and this one does not.
struct Wanted<'lists> {
    device: &'lists str,
    path: Vec<&'lists str>,
    hash: &'lists str,
}

/// Shows what there is here, and takes in what there is elsewhere.
///
/// # Errors
/// When the folder or the database cannot be used; what was exchanged so far is safe.
pub(super) fn run(desk: &mut Desk, folder: &Path, report: &mut Report) -> Result<(), Failure> {
    let own = device(desk)?;
    show::show(desk, folder, &own)?;
    let mut lists = Lists::new();
    for device in sync::devices(folder).map_err(|error| refused(folder, error))? {
        if device != own {
            let list = texts::list(folder, &device).map_err(|error| refused(folder, error))?;
            lists.insert(device, list);
        }
    }
    let shipped = lists
        .values()
        .any(|list| list.texts.contains(&Text::Shipped));
    if shipped && desk.store.noted(intake::SHIPPED_BUILD)?.is_none() {
        intake::take_in_shipped(desk)?;
    }
    take_decks(desk, folder, &lists, report)?;
    take_roadmaps(desk, folder, &lists, report)
}

/// Brings the folder of borrowed decks to what the others have, and the database to the folder.
fn take_decks(
    desk: &mut Desk,
    folder: &Path,
    lists: &Lists,
    report: &mut Report,
) -> Result<(), Failure> {
    let here = Borrowed::folder(&desk.home);
    let wanted = wanted(desk, lists)?;
    let borrowed = desk.store.borrowed()?;
    for (name, deck) in &wanted {
        let marks = borrowed.get(name);
        if marks.is_some_and(|marks| marks.len() == 1 && marks.contains(deck.hash)) {
            continue;
        }
        let Some(bytes) = texts::read_text(folder, deck.device, deck.hash) else {
            report.notes.push(format!(
                "note: the deck `{}` has not arrived whole yet",
                clean_line(name)
            ));
            continue;
        };
        let file = here.join(name);
        let there = std::fs::read(&file).ok().map(|there| texts::hash(&there));
        let ours =
            |there: &String| there == deck.hash || marks.is_some_and(|marks| marks.contains(there));
        if there.as_ref().is_some_and(|there| !ours(there)) {
            report.notes.push(format!(
                "note: `{}` was edited here, and its new version on `{}` is left out\nhelp: edit a deck where it comes from",
                clean_line(&file.to_string_lossy()),
                clean_line(deck.device)
            ));
            continue;
        }
        desk.store.will_borrow(name, deck.hash)?;
        sync::replace(&file, &bytes).map_err(|error| refused(&here, error))?;
        desk.store.has_borrowed(name, Some(deck.hash))?;
        report.decks += 1;
    }
    for (name, marks) in &borrowed {
        let from = name.split('/').next().unwrap_or_default();
        // A list that is damaged, or not there, says nothing about what is gone.
        let sure = lists.get(from).is_some_and(|list| !list.flawed);
        if name.starts_with(ROADMAP) || wanted.contains_key(name) || !sure {
            continue;
        }
        give_back(&here.join(name), marks, report).map_err(|error| refused(&here, error))?;
        desk.store.has_borrowed(name, None)?;
    }
    import(desk)
}

/// Removes a deck that is not needed any more. One that was edited here is no deck any more, but stays.
fn give_back(file: &Path, marks: &BTreeSet<String>, report: &mut Report) -> io::Result<()> {
    let Ok(there) = std::fs::read(file) else {
        return Ok(());
    };
    if marks.contains(&texts::hash(&there)) {
        return std::fs::remove_file(file);
    }
    let kept = file.with_added_extension("edited");
    report.notes.push(format!(
        "note: `{}` was edited here and is not needed any more\nhelp: it is kept as `{}`",
        clean_line(&file.to_string_lossy()),
        clean_line(&kept.to_string_lossy())
    ));
    std::fs::rename(file, kept)
}

/// Before the names of roadmaps among what was borrowed.
const ROADMAP: &str = "roadmap:";

/// The decks to have here, by the path of their file in the folder of borrowed decks. What this
/// device has itself under the same title is its own; of what several others have, that counts
/// which was written last.
fn wanted<'lists>(
    desk: &Desk,
    lists: &'lists Lists,
) -> Result<BTreeMap<String, Wanted<'lists>>, Failure> {
    let borrowed = Borrowed::of(&desk.home);
    let own: HashSet<String> = desk
        .store
        .decks()?
        .into_iter()
        .filter(|deck| matches!(&deck.origin, Origin::File(path) if !borrowed.holds(path)))
        .map(|deck| deck.title)
        .collect();
    let offers = || {
        lists
            .iter()
            .flat_map(|(device, list)| list.texts.iter().map(move |text| (device.as_str(), text)))
    };
    let mut latest: HashMap<&str, (i64, &str)> = HashMap::new();
    for (device, text) in offers() {
        if let Text::Deck { title, at, .. } = text {
            let best = latest.entry(title).or_insert((*at, device));
            *best = (*best).max((*at, device));
        }
    }
    let mut wanted = BTreeMap::new();
    for (device, text) in offers() {
        let Text::Deck {
            title, path, hash, ..
        } = text
        else {
            continue;
        };
        let best = latest
            .get(title.as_str())
            .is_some_and(|(_, best)| *best == device);
        if own.contains(title) || !best {
            continue;
        }
        // What would lead out of the folder is nothing that `drill` has written.
        let Some(path) = texts::harmless(path) else {
            continue;
        };
        let name = format!("{device}/{}", path.join("/"));
        wanted.insert(name, Wanted { device, path, hash });
    }
    wanted.retain(|_, deck| {
        deck.path
            .last()
            .is_some_and(|name| crate::shelf::is_markdown(name.as_ref()))
    });
    Ok(wanted)
}

/// Compiles what has changed in the folder of borrowed decks. What is wrong in a deck is said where
/// it is written, not here.
fn import(desk: &mut Desk) -> Result<(), Failure> {
    let borrowed = Borrowed::of(&desk.home);
    let Some(root) = borrowed.path().map(str::to_owned) else {
        return Ok(());
    };
    loop {
        let mut plan =
            Plan::of_paths(desk, std::slice::from_ref(&root), &[], &|_| Box::new(|| {}))?;
        if !plan.losses.is_empty() {
            desk.back_up(Occasion::Import)?;
        }
        if plan.store(desk)? {
            return Ok(());
        }
    }
}

/// Takes in the roadmaps of others, under names that this device does not use itself.
fn take_roadmaps(
    desk: &mut Desk,
    folder: &Path,
    lists: &Lists,
    report: &mut Report,
) -> Result<(), Failure> {
    let borrowed = desk.store.borrowed()?;
    let mut latest: BTreeMap<&str, (i64, &str, &Text)> = BTreeMap::new();
    for (device, list) in lists {
        for text in &list.texts {
            if let Text::Roadmap { name, at, .. } = text {
                let best = latest.entry(name).or_insert((*at, device, text));
                if (*at, device.as_str()) > (best.0, best.1) {
                    *best = (*at, device, text);
                }
            }
        }
    }
    let before = report.roadmaps;
    for (name, (_, device, text)) in latest {
        let Text::Roadmap {
            start, hash, items, ..
        } = text
        else {
            continue;
        };
        let there = desk.store.roadmap(name)?;
        let (key, mark) = (
            format!("{ROADMAP}{name}"),
            format!("{hash}-{items}-{start}"),
        );
        let known = borrowed
            .get(&key)
            .is_some_and(|marks| marks.contains(&mark));
        let from_here = |there: &StoredRoadmap| {
            show::is_own(there) || matches!(there.origin, Origin::Shipped(_))
        };
        if there.as_ref().is_some_and(from_here) || (known && there.is_some()) {
            continue;
        }
        let read = |hash: &str| texts::read_text(folder, device, hash);
        let items = read(items).and_then(|json| read_items(&json));
        let (Some(bytes), Some(items), Some(start)) = (read(hash), items, Day::from_number(*start))
        else {
            report.notes.push(format!(
                "note: the roadmap `{}` has not arrived whole yet",
                clean_line(name)
            ));
            continue;
        };
        let roadmap = StoredRoadmap {
            name: name.to_owned(),
            origin: Origin::File(format!("{device}/{name}.md")),
            start,
            bytes,
            items,
        };
        desk.keep_roadmap(&roadmap, &[])?;
        desk.store.will_borrow(&key, &mark)?;
        desk.store.has_borrowed(&key, Some(&mark))?;
        report.roadmaps += 1;
    }
    if report.roadmaps > before {
        desk.put_in_order()?;
    }
    Ok(())
}

/// What the items of a roadmap are called, and which boxes its file ticks: as [`show`] wrote it.
fn read_items(json: &[u8]) -> Option<Vec<KnownItem>> {
    let items: Vec<(String, String, Option<bool>)> = serde_json::from_slice(json).ok()?;
    let item = |(id, text, ticked): (String, String, Option<bool>)| {
        let id = u128::from_str_radix(&id, 16)
            .ok()
            .filter(|_| id.len() == 32)?;
        Some(KnownItem {
            id: ItemId(id.to_be_bytes()),
            text,
            ticked,
        })
    };
    items.into_iter().map(item).collect()
}
