//! `drill decks`: every deck and how it is known.

use std::collections::HashMap;

use clap::Args;
use serde::Serialize;

use super::card_json::line;
use super::desk::{self, Desk};
use super::failure::{Exit, Failure};
use super::{Common, Scope};
use crate::screen::Screen;
use crate::screen::chart::columns;
use crate::screen::text::clean_line;
use crate::stats::maturity::MATURE;
use crate::store::DeckTally;

#[derive(Args)]
#[command(after_long_help = "Example:\n  drill decks --tag go")]
pub(super) struct Arguments {
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    scope: Scope,
}

#[derive(Serialize)]
struct Json {
    decks: Vec<DeckJson>,
}

/// A deck as JSON, also in `stats`.
#[derive(Serialize)]
pub(crate) struct DeckJson {
    #[serde(skip)]
    pub(crate) row: i64,
    pub(crate) deck: String,
    pub(crate) title: String,
    place: String,
    pub(crate) cards: u32,
    pub(crate) due: u32,
    pub(crate) new: u32,
    pub(crate) young: u32,
    pub(crate) mature: u32,
    pub(crate) suspended: u32,
    errors: u32,
    requires: Vec<String>,
}

pub(super) fn run(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let desk = Desk::open_stocked(common, screen)?;
    let decks = tallies(&desk, &arguments.scope)?;
    if arguments.json {
        screen.out(&line(&Json { decks }))?;
        return Ok(Exit::Fine);
    }
    let head = ["deck", "cards", "due", "new", "young", "mature", "errors"].map(str::to_owned);
    let row = |deck: &DeckJson| {
        let numbers = [
            deck.cards,
            deck.due,
            deck.new,
            deck.young,
            deck.mature,
            deck.errors,
        ];
        std::iter::once(clean_line(&deck.deck))
            .chain(numbers.map(|number| number.to_string()))
            .collect()
    };
    let rows: Vec<Vec<String>> = std::iter::once(head.into())
        .chain(decks.iter().map(row))
        .collect();
    screen.out(&columns(&rows).join("\n"))?;
    Ok(Exit::Fine)
}

/// Every deck that has cards or errors.
pub(crate) fn tallies(desk: &Desk, scope: &Scope) -> Result<Vec<DeckJson>, Failure> {
    let chosen = scope.choose(&desk.store)?;
    let tallies = desk.store.deck_tallies(desk.today(), MATURE)?;
    let tallies: HashMap<i64, DeckTally> = tallies
        .into_iter()
        .map(|tally| (tally.deck, tally))
        .collect();
    let decks = desk
        .store
        .decks()?
        .into_iter()
        .filter(|deck| chosen.as_ref().is_none_or(|rows| rows.contains(&deck.row)));
    let json = decks.map(|deck| {
        let tally = tallies.get(&deck.row).copied().unwrap_or_default();
        DeckJson {
            row: deck.row,
            deck: deck.name,
            title: deck.title,
            place: desk::path(&deck.origin),
            cards: tally.cards,
            due: tally.due,
            new: tally.new,
            young: tally.young,
            mature: tally.mature,
            suspended: tally.suspended,
            errors: deck.errors,
            requires: deck.requires,
        }
    });
    Ok(json
        .filter(|deck| deck.cards > 0 || deck.errors > 0)
        .collect())
}
