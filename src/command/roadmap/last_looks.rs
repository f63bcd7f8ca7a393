//! What `drill today` asks ahead of its day, because a deadline is near.

use std::collections::{HashMap, HashSet};

use super::chart::{Library, decided};
use super::way::Way;
use crate::command::desk::Desk;
use crate::command::failure::Failure;
use crate::model::chance::mix;
use crate::model::time::{Day, Days};
use crate::roadmap::last_look::{self, Face, Load, TEN_DAYS, WEEK};
use crate::study::queue::{Done, Queue, Ticket};

/// The roadmaps whose deadline is near, the nearest first.
///
/// # Errors
/// When the database cannot be read.
pub(crate) fn near(desk: &Desk) -> Result<Vec<(Day, String)>, Failure> {
    let goals = decided(desk)?.goals.into_iter();
    let mut near: Vec<(Day, String)> = goals
        .filter(|(_, goal)| last_look::is_near(desk.today(), goal.day))
        .map(|(roadmap, goal)| (goal.day, roadmap))
        .collect();
    if !near.is_empty() {
        let there = desk.store.roadmap_names()?;
        near.retain(|(_, roadmap)| there.contains(roadmap));
        near.sort();
    }
    Ok(near)
}

/// Puts the last looks of today behind the reviews.
///
/// # Errors
/// When the database cannot be read.
pub(crate) fn add(desk: &Desk, queue: &mut Queue, done: &Done) -> Result<(), Failure> {
    let near = near(desk)?;
    if near.is_empty() {
        return Ok(());
    }
    let library = Library::open(desk)?;
    for (deadline, roadmap) in near {
        let chart = library.chart(desk, Some(&roadmap))?;
        let looks = looks(desk, &Way::of(&library, &chart), deadline, queue, done)?;
        queue.reviews.extend(looks);
    }
    Ok(())
}

/// Whether an answer to that card would be a last look: the deadline of its roadmap is near, its
/// own day is yet to come, and it was not asked today.
///
/// # Errors
/// When the database cannot be read.
pub(crate) fn would_be(desk: &Desk, card: i64) -> Result<bool, Failure> {
    let near = near(desk)?;
    if near.is_empty() {
        return Ok(false);
    }
    let today = desk.today();
    let library = Library::open(desk)?;
    for (_, roadmap) in near {
        let chart = library.chart(desk, Some(&roadmap))?;
        for deck in Way::of(&library, &chart).decks() {
            let faces = desk.store.faces(deck, today)?;
            let face = faces.iter().find(|face| face.row == card);
            if let Some(face) = face {
                return Ok(face.due > today && face.asked < today);
            }
        }
    }
    Ok(false)
}

fn looks(
    desk: &Desk,
    way: &Way,
    deadline: Day,
    queue: &Queue,
    done: &Done,
) -> Result<Vec<Ticket>, Failure> {
    let today = desk.today();
    let asked = || queue.reviews.iter().chain(&queue.fresh).chain(&queue.again);
    let queued: HashSet<i64> = asked().map(|ticket| ticket.row).collect();
    let mut busy = done.kin.clone();
    busy.extend(asked().filter_map(|ticket| ticket.kin));
    let seed = desk.clock.seed_of(deadline);
    let mut faces = Vec::new();
    let mut deck_of = HashMap::new();
    for deck in way.decks() {
        for face in desk.store.faces(deck, deadline.minus(Days(WEEK)))? {
            deck_of.insert(face.row, deck);
            faces.push(Face {
                queued: queued.contains(&face.row),
                chance: mix(seed ^ face.row.unsigned_abs()),
                ..face
            });
        }
    }
    let load = load(desk, deadline, queue, done)?;
    let looks = last_look::choose(today, deadline, &faces, &busy, &load);
    let ticket = |face: Face| Ticket {
        row: face.row,
        deck: deck_of.get(&face.row).copied().unwrap_or_default(),
        kin: face.kin,
        due: Some(face.due),
        // What is due already and would have waited moves on as always.
        last_look: face.due > today,
    };
    Ok(looks.into_iter().map(ticket).collect())
}

fn load(desk: &Desk, deadline: Day, queue: &Queue, done: &Done) -> Result<Load, Failure> {
    let today = desk.today();
    let number = |cards: usize| u32::try_from(cards).unwrap_or(u32::MAX);
    // As many new cards as today, for want of a better guess.
    let new = done.introduced + number(queue.fresh.len());
    let mut coming = Vec::new();
    let due = desk.store.load(today, deadline.minus(Days(1)), None)?;
    let mut day = today.plus(Days(1));
    while day < deadline {
        coming.push(due.get(&day).copied().unwrap_or_default() + new);
        day = day.plus(Days(1));
    }
    Ok(Load {
        past: desk.store.busiest(deadline.minus(Days(TEN_DAYS)), today)?,
        today: done.answered + number(queue.reviews.len() + queue.fresh.len()),
        coming,
    })
}
