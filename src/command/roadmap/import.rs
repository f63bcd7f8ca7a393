//! `drill roadmap import`: from a file to stages and items, as often as you like.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use clap::Args;

use super::chart::{self, Library};
use super::report::Report;
use crate::clock::parse_day;
use crate::command::Common;
use crate::command::desk::{self, Desk};
use crate::command::failure::{Exit, Failure};
use crate::compile;
use crate::exchange::encoding;
use crate::model::log::Decision;
use crate::model::roadmap::{Item, Roadmap};
use crate::model::source::{Origin, Source};
use crate::model::time::Day;
use crate::roadmap;
use crate::roadmap::identity::{self, Changes};
use crate::screen::Screen;
use crate::shelf;
use crate::store::{KnownItem, StoredRoadmap};

#[derive(Args)]
#[command(
    after_long_help = "Examples:\n  drill roadmap import plan.md\n  drill roadmap import plan.md --name backend --start 2026-12-01"
)]
pub(crate) struct Arguments {
    /// A checklist, in Markdown or nearly
    file: PathBuf,
    /// What to call it; else the file's name up to its first dot
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// The first day of the plan, like 2026-12-01; else the day of the first import
    #[arg(long, value_name = "DATE", value_parser = day)]
    start: Option<Day>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// A day on the command line.
pub(super) fn day(text: &str) -> Result<Day, &'static str> {
    parse_day(text).ok_or("write a date, like `2026-12-01`")
}

pub(super) fn run(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let mut desk = Desk::open_stocked(common, screen)?;
    let (origin, bytes) = open(&arguments.file)?;
    let name = match &arguments.name {
        Some(name) => name.trim(),
        None => first_name(origin.path()),
    };
    if name.is_empty() {
        return Err(Failure::usage("a roadmap needs a name").help("give it one with `--name`"));
    }
    let name = name.to_owned();
    let report = take_in(&mut desk, origin, &name, arguments.start, bytes, false)?;
    report.print(&desk, arguments.json, screen)?;
    Ok(Exit::Fine)
}

/// Where a file is, and what is in it.
fn open(file: &Path) -> Result<(Origin, Vec<u8>), Failure> {
    let cannot = |error: std::io::Error| {
        Failure::usage(format!("`{}` cannot be read", file.display()))
            .because(error)
            .help("name a text file that exists")
    };
    let path = shelf::locate(file).map_err(cannot)?;
    let bytes = shelf::read_all(path.as_ref()).map_err(cannot)?;
    Ok((Origin::File(path), bytes))
}

/// What a roadmap is called that nobody gave a name: its file's name up to the first dot.
pub(crate) fn first_name(path: &str) -> &str {
    let name = path
        .rsplit(['/', std::path::MAIN_SEPARATOR])
        .next()
        .unwrap_or_default();
    let (first, _) = name.split_once('.').unwrap_or((name, ""));
    if first.is_empty() { name } else { first }
}

/// Reads a roadmap, and (if not `dry_run`) keeps it; a file in which no item can be found changes
/// nothing. `start` is that of the last time, or today, if nobody says.
///
/// # Errors
/// When there is no item, another file has that name, or the database cannot be used.
pub(crate) fn take_in(
    desk: &mut Desk,
    origin: Origin,
    name: &str,
    start: Option<Day>,
    bytes: Vec<u8>,
    dry_run: bool,
) -> Result<Report, Failure> {
    let before = desk.store.roadmap(name)?;
    if let Some(before) = &before {
        is_same_file(before, &origin)?;
    }
    let start = start
        .or(before.as_ref().map(|before| before.start))
        .unwrap_or(desk.today());
    let reading = encoding::read(&bytes);
    let mut now = roadmap::read(&reading.text, name, start);
    if now.items.is_empty() {
        return Err(
            Failure::decks(format!("no item can be found in `{}`", desk::path(&origin)))
                .because("it has no entry of a list and no row of a table")
                .help("nothing was changed; `drill import` takes decks"),
        );
    }
    let changes = before
        .as_ref()
        .map(|before| identity::carry(&chart::read(before).1, &mut now));
    let known = before
        .as_ref()
        .map_or(&[][..], |before| before.items.as_slice());
    let decisions = from_boxes(desk, &now, known)?;
    let stored = StoredRoadmap {
        name: name.to_owned(),
        origin,
        start,
        bytes,
        items: now.items.iter().map(known_item).collect(),
    };
    if !dry_run {
        desk.keep_roadmap(&stored, &decisions)?;
        if Library::open(desk)?.rank(name).is_some() {
            desk.put_in_order()?;
        }
    }
    let added = || now.items.iter().map(|item| item.id).collect();
    let changes = changes.unwrap_or_else(|| Changes {
        added: added(),
        ..Changes::default()
    });
    Report::of(desk, stored, reading, now, changes, before.is_none())
}

/// A roadmap is one file; one that was moved is still the same.
fn is_same_file(before: &StoredRoadmap, origin: &Origin) -> Result<(), Failure> {
    let elsewhere = match &before.origin {
        Origin::File(path) => Path::new(path).exists(),
        Origin::Shipped(_) | Origin::Kept(_) => true,
    };
    if before.origin == *origin || !elsewhere {
        return Ok(());
    }
    Err(Failure::usage(format!(
        "the roadmap `{}` comes from `{}`",
        before.name,
        desk::path(&before.origin)
    ))
    .help("give this one another name with `--name`"))
}

/// What the boxes of the file say: one that was changed since it was read last decides, any other
/// leaves its item as it is.
fn from_boxes(desk: &Desk, now: &Roadmap, known: &[KnownItem]) -> Result<Vec<Decision>, Failure> {
    let done = chart::decided(desk)?.done;
    let before: HashMap<_, _> = known.iter().map(|item| (item.id, item.ticked)).collect();
    let mut decisions = Vec::new();
    for item in &now.items {
        let Some(ticked) = item.tick_box.map(|tick_box| tick_box.ticked) else {
            continue;
        };
        let was = before.get(&item.id).copied().flatten().unwrap_or(false);
        if ticked != was && ticked != done.contains(&item.id) {
            let decide = if ticked {
                Decision::Done
            } else {
                Decision::Undone
            };
            decisions.push(decide(now.matter(item)));
        }
    }
    Ok(decisions)
}

fn known_item(item: &Item) -> KnownItem {
    KnownItem {
        id: item.id,
        text: item.text.clone(),
        ticked: item.tick_box.map(|tick_box| tick_box.ticked),
    }
}

/// The roadmap in a file that was named to `drill import`, if it is one: a checklist that makes
/// no cards. Returns where it is and what is in it.
pub(crate) fn recognise(path: &str) -> Option<(Origin, Vec<u8>)> {
    let bytes = shelf::read_all(path.as_ref()).ok()?;
    let origin = Origin::File(path.to_owned());
    let text = encoding::read(&bytes).text;
    if !roadmap::is_checklist(&roadmap::read(&text, first_name(path), Day::default())) {
        return None;
    }
    let source = Source {
        origin: origin.clone(),
        text,
    };
    let is_deck = !compile::compile(&source).cards.is_empty();
    (!is_deck).then_some((origin, bytes))
}

/// Takes in the roadmap that ships with the program, unless one of the user's has its name.
///
/// # Errors
/// When the database cannot be used.
pub(crate) fn take_in_shipped(desk: &mut Desk) -> Result<(), Failure> {
    let taken = desk.store.roadmap(SHIPPED)?;
    if taken.is_some_and(|taken| matches!(taken.origin, Origin::File(_))) {
        return Ok(());
    }
    let (path, text) = shelf::roadmap();
    let origin = Origin::Shipped(path.to_owned());
    take_in(desk, origin, SHIPPED, None, text.to_vec(), false)?;
    Ok(())
}

/// What the roadmap is called that ships with the program.
const SHIPPED: &str = "senior-go";
