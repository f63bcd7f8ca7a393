//! The way to each deadline, for `drill stats`: what is left, and what was to be left by now.

use serde::Serialize;

use super::chart::Library;
use super::way::Way;
use crate::command::desk::Desk;
use crate::command::failure::Failure;
use crate::roadmap::burn_down::{Left, burn_down};
use crate::screen::Theme;
use crate::screen::chart::bar;
use crate::screen::text::{clean_line, count};

/// A deadline that is ahead.
#[derive(Serialize)]
pub(crate) struct DeadlineJson {
    pub(crate) roadmap: String,
    pub(crate) deadline: String,
    /// The day on which it was set.
    pub(crate) set: String,
    pub(crate) new_per_day: u32,
    pub(crate) cards: u32,
    pub(crate) burn_down: Vec<LeftJson>,
}

#[derive(Serialize)]
pub(crate) struct LeftJson {
    pub(crate) day: String,
    pub(crate) planned: u32,
    pub(crate) left: Option<u32>,
}

/// Every deadline ahead, the nearest first.
///
/// # Errors
/// When the database cannot be read.
pub(crate) fn deadlines(desk: &Desk) -> Result<Vec<DeadlineJson>, Failure> {
    let set = desk.store.deadlines(desk.clock.horizon_ms())?;
    let ahead = set
        .into_iter()
        .filter(|(_, goal, _)| goal.day > desk.today());
    let mut ahead: Vec<_> = ahead.collect();
    if ahead.is_empty() {
        return Ok(Vec::new());
    }
    ahead.sort_by_key(|(_, goal, _)| goal.day);
    let library = Library::open(desk)?;
    let there = desk.store.roadmap_names()?;
    ahead.retain(|(roadmap, ..)| there.contains(roadmap));
    let schedule = desk.schedule();
    let mut deadlines = Vec::new();
    for (roadmap, goal, set) in ahead {
        let chart = library.chart(desk, Some(&roadmap))?;
        let (mut course, _) = Way::of(&library, &chart).course(desk, &schedule)?;
        course.seed = desk.clock.seed_of(set);
        let evenings = burn_down(&course, set, goal.day, goal.new_per_day);
        deadlines.push(DeadlineJson {
            roadmap,
            deadline: goal.day.to_string(),
            set: set.to_string(),
            new_per_day: goal.new_per_day,
            cards: u32::try_from(course.pupils.len()).unwrap_or(u32::MAX),
            burn_down: evenings.iter().map(LeftJson::from).collect(),
        });
    }
    Ok(deadlines)
}

impl From<&Left> for LeftJson {
    fn from(evening: &Left) -> Self {
        Self {
            day: evening.day.to_string(),
            planned: evening.planned,
            left: evening.left,
        }
    }
}

/// A few evenings of the way, today's among them; the bar is what is left, or is to be left.
pub(crate) fn lines(deadline: &DeadlineJson, theme: Theme) -> Vec<String> {
    const SHOWN: usize = 5;
    let evenings = &deadline.burn_down;
    let today = evenings.iter().rposition(|evening| evening.left.is_some());
    let step = evenings.len().div_ceil(SHOWN).max(1);
    let last = evenings.len().saturating_sub(1);
    let shown = (0..evenings.len())
        .filter(|number| number % step == 0 || Some(*number) == today || *number == last);
    let mut lines = vec![format!(
        "{} by {}: {} to be known (planned, left)",
        clean_line(&deadline.roadmap),
        deadline.deadline,
        count(deadline.cards as usize, "card")
    )];
    lines.extend(shown.map(|number| {
        let LeftJson { day, planned, left } = &evenings[number];
        let bar = bar(left.unwrap_or(*planned), deadline.cards, 20, theme);
        let left = left.map_or_else(|| "-".to_owned(), |left| left.to_string());
        let mark = if Some(number) == today { "  today" } else { "" };
        format!("  {day}  {planned:>4}  {left:>4}  {bar}{mark}")
            .trim_end()
            .to_owned()
    }));
    lines
}
