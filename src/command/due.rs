//! `drill due`: one line, for prompts and scripts; a few look-ups in indexes, however long the
//! history is.

use clap::Args;
use serde::Serialize;

use super::card_json::line;
use super::desk::Desk;
use super::failure::{Exit, Failure};
use super::roadmap::last_looks;
use super::{Common, Scope, today};
use crate::screen::Screen;
use crate::study::queue::Introductions;

#[derive(Args)]
#[command(after_long_help = "Example, in a shell prompt:\n  PS1='$(drill due) $ '")]
pub(super) struct Arguments {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
pub(super) struct Json {
    day: String,
    pub(super) due: u32,
    pub(super) new: u32,
    pub(super) again: u32,
    pub(super) reviewed_today: u32,
}

impl Json {
    /// `12 due, 20 new`
    pub(super) fn text(&self) -> String {
        let again = if self.again > 0 {
            format!(", {} again", self.again)
        } else {
            String::new()
        };
        format!("{} due, {} new{again}", self.due, self.new)
    }
}

pub(super) fn run(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let desk = Desk::open_stocked(common, screen)?;
    let now = count(&desk)?;
    screen.out(&if arguments.json {
        line(&now)
    } else {
        now.text()
    })?;
    Ok(Exit::Fine)
}

/// The same numbers that `today` would come to, without looking at a single card.
///
/// # Errors
/// When the database cannot be read.
pub(super) fn count(desk: &Desk) -> Result<Json, Failure> {
    let today = desk.today();
    let caps = desk.caps(None)?;
    let done = desk.store.done(today)?;
    let (single, mut kin) = desk.store.due(today)?;
    kin.retain(|kin| !done.kin.contains(kin));
    let waiting = single + number(kin.len());
    let due = caps.reviews_left(&done, waiting);
    kin.extend(&done.kin);
    let mut new = Introductions::new(kin, &done, caps, due < waiting);
    desk.store.each_fresh(today, |ticket| new.offer(ticket))?;
    let due = if last_looks::near(desk)?.is_empty() {
        due
    } else {
        // The last week before a deadline: what is taken ahead depends on the whole queue.
        number(today::queue(desk, &Scope::default(), None)?.reviews.len())
    };
    Ok(Json {
        day: today.to_string(),
        due,
        new: number(new.chosen().len()),
        again: desk.store.again(today)?,
        reviewed_today: done.answered,
    })
}

fn number(cards: usize) -> u32 {
    u32::try_from(cards).unwrap_or(u32::MAX)
}
