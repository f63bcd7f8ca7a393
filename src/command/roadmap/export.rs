//! `drill roadmap export`: the file again, with its boxes ticked. Every other byte stays.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::chart::{Chart, Library};
use super::{import, show};
use crate::command::Common;
use crate::command::desk::Desk;
use crate::command::failure::{Exit, Failure};
use crate::exchange::encoding;
use crate::model::roadmap::{Item, ItemKind};
use crate::model::source::Origin;
use crate::screen::Screen;
use crate::shelf;
use crate::store::Mastery;

#[derive(Args)]
#[command(
    after_long_help = "Examples:\n  drill roadmap export plan\n  drill roadmap export plan plan-today.md\n  drill roadmap export plan --in-place"
)]
pub(crate) struct Arguments {
    name: String,
    /// A file that does not exist yet; else standard output
    #[arg(conflicts_with = "in_place")]
    file: Option<PathBuf>,
    /// Tick the boxes of the file itself
    #[arg(long)]
    in_place: bool,
}

pub(super) fn run(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let mut desk = Desk::open_stocked(common, screen)?;
    let stored = Library::open(&desk)?.chart(&desk, Some(&arguments.name))?;
    catch_up(&mut desk, &stored.stored.origin, &arguments.name, screen)?;
    let library = Library::open(&desk)?;
    let chart = library.chart(&desk, Some(&arguments.name))?;
    let cards = show::cards(&desk, &library, &chart)?;
    let bytes = ticked(&library, &chart, &cards);
    match (&arguments.file, &chart.stored.origin) {
        (Some(file), _) => create(file, &bytes)?,
        (None, Origin::File(path)) if arguments.in_place => {
            if bytes != chart.stored.bytes {
                overwrite(path.as_ref(), &bytes)?;
            }
            // So that its own ticks are no news when it is read again.
            catch_up(&mut desk, &chart.stored.origin, &arguments.name, screen)?;
        }
        (None, Origin::Shipped(_) | Origin::Kept(_)) if arguments.in_place => {
            return Err(
                Failure::usage(format!("`{}` is inside the program", arguments.name))
                    .help("write it to a file: `drill roadmap export NAME FILE`"),
            );
        }
        (None, Origin::File(_) | Origin::Shipped(_) | Origin::Kept(_)) => {
            screen.out_bytes(&bytes)?
        }
    }
    Ok(Exit::Fine)
}

/// Reads a file that was edited since; one that is gone is as it was read last.
fn catch_up(
    desk: &mut Desk,
    origin: &Origin,
    name: &str,
    screen: &mut Screen,
) -> Result<(), Failure> {
    if let Origin::File(path) = origin
        && let Ok(bytes) = shelf::read_all(path.as_ref())
        && let Some(stored) = desk.store.roadmap(name)?
        && bytes != stored.bytes
    {
        let report = import::take_in(desk, origin.clone(), name, None, bytes, false)?;
        report.warn(desk, screen);
    }
    Ok(())
}

/// The file with other ticks.
fn ticked(library: &Library, chart: &Chart, cards: &HashMap<String, Mastery>) -> Vec<u8> {
    let is_mature = |at: usize| {
        let links = &chart.found[at].links;
        let cards = show::sum(links.iter().map(|link| link.deck.as_str()), cards);
        cards.mature > 0 && cards.new + cards.learning + cards.known == 0
    };
    let tick = |(at, item): (usize, &Item)| {
        let place = item.tick_box?.at;
        let done = library.is_done(item) || (item.kind == ItemKind::Theory && is_mature(at));
        Some((place, done))
    };
    let mut boxes: Vec<(usize, bool)> = chart
        .roadmap
        .items
        .iter()
        .enumerate()
        .filter_map(tick)
        .collect();
    boxes.sort_unstable();
    encoding::with_boxes(&chart.stored.bytes, &chart.reading.text, &boxes)
}

/// Puts other ticks into the file. It stays as long as it was, so nothing is cut off first.
fn overwrite(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let there = File::options().write(true).open(file);
    there
        .and_then(|mut there| there.write_all(bytes))
        .map_err(|error| cannot_write(file, error))
}

fn create(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    shelf::create(file, bytes).map_err(|error| {
        if error.kind() == ErrorKind::AlreadyExists {
            Failure::usage(format!("`{}` exists already", file.display())).help(
                "name a file that does not exist yet; `--in-place` changes the roadmap's own file",
            )
        } else {
            cannot_write(file, error)
        }
    })
}

fn cannot_write(file: &Path, error: io::Error) -> Failure {
    Failure::machine(format!("`{}` cannot be written", file.display()))
        .because(error)
        .help("check the folder, its permissions and the free space")
}
