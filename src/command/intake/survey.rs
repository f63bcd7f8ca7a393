//! From folders to compiled decks: what changed on the disk, read and compiled on all cores.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::thread::{self, ScopedJoinHandle};

use super::{Fresh, Loss};
use crate::clock::Clock;
use crate::compile;
use crate::model::source::Origin;
use crate::shelf::{self, Found};
use crate::store::Remembered;

/// What is to be looked at.
pub(super) struct Task {
    pub(super) changed: Vec<Found>,
    pub(super) gone: Vec<i64>,
    pub(super) untouched: (usize, usize),
    pub(super) unreadable: Vec<(String, String)>,
}

/// Compares what is on the disk with what is known of it.
pub(super) fn survey(roots: &[String], known: &HashMap<String, Remembered>, but: &[Loss]) -> Task {
    let mut task = Task {
        changed: Vec::new(),
        gone: Vec::new(),
        untouched: (0, 0),
        unreadable: Vec::new(),
    };
    // By row, which is cheaper than by path; folders may overlap.
    let mut seen: HashSet<i64> = HashSet::with_capacity(known.len());
    let left = |row: i64| but.iter().any(|loss| loss.deck == row);
    for root in roots {
        let listing = shelf::list(root);
        for found in listing.files {
            let Some(deck) = known.get(&found.path) else {
                task.changed.push(found);
                continue;
            };
            if !seen.insert(deck.row) {
                continue;
            }
            if (deck.size, deck.changed) == (found.size, found.changed) || left(deck.row) {
                task.untouched.0 += usize::from(deck.cards > 0);
                task.untouched.1 += deck.cards as usize;
            } else {
                task.changed.push(found);
            }
        }
        // What could not be listed is not gone.
        if listing.unreadable.is_empty() {
            let missing = known
                .iter()
                .filter(|(_, deck)| !seen.contains(&deck.row) && !left(deck.row))
                .filter(|(path, _)| Path::new(path).starts_with(root));
            task.gone.extend(missing.map(|(_, deck)| deck.row));
        }
        task.unreadable.extend(listing.unreadable);
        task.unreadable.extend(listing.left_out);
    }
    task.changed.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    task.changed.dedup();
    task.gone.sort_unstable();
    task.gone.dedup();
    task
}

/// Reads and compiles files, on all cores; `tick` is called after each.
pub(crate) fn compile_files(
    files: &[Found],
    tick: &(dyn Fn() + Sync),
) -> (Vec<Fresh>, Vec<(String, String)>) {
    let unreadable = Mutex::new(Vec::new());
    let compile = |found: &Found| {
        tick();
        match shelf::read(found, Clock::disk_time()) {
            Ok((bytes, changed)) => Some(compile_one(
                Origin::File(found.path.clone()),
                bytes,
                changed,
            )),
            Err(error) => {
                let mut unreadable = unreadable.lock().unwrap_or_else(PoisonError::into_inner);
                unreadable.push((found.path.clone(), error.to_string()));
                None
            }
        }
    };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let part = files.len().div_ceil(cores).max(16);
    let fresh = thread::scope(|scope| {
        let compile = &compile;
        let workers: Vec<_> = files
            .chunks(part)
            .map(|files| scope.spawn(move || files.iter().filter_map(compile).collect::<Vec<_>>()))
            .collect();
        let done = |worker: ScopedJoinHandle<'_, Vec<Fresh>>| {
            worker
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        workers.into_iter().flat_map(done).collect()
    });
    (
        fresh,
        unreadable
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner),
    )
}

pub(super) fn compile_one(origin: Origin, bytes: Vec<u8>, changed: i64) -> Fresh {
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let (source, unreadable) = compile::read(origin, bytes);
    let mut compiled = compile::compile(&source);
    compiled.diagnostics.splice(0..0, unreadable);
    Fresh {
        source,
        compiled,
        size,
        changed,
    }
}
