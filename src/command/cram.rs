//! `drill cram`: cards out of their turn, as practice. Nothing is written, no card moves.

use std::collections::HashSet;

use clap::Args;

use super::card_json::{CardJson, line};
use super::desk::Desk;
use super::failure::{Exit, Failure};
use super::sitting::{self, Terms};
use super::{Common, Scope};
use crate::model::chance::mix;
use crate::screen::Screen;
use crate::store::KnownDeck;
use crate::study::queue::{Queue, Ticket};

#[derive(Args)]
#[command(
    after_long_help = "The schedule is as it was afterwards, whatever you answer. Without a choice it asks for a deck.\n\nExamples:\n  drill cram --missed\n  drill cram --deck 'go-*' --limit 30\n  drill cram --tag postgresql"
)]
pub(super) struct Arguments {
    /// What was not recalled on the last day of study
    #[arg(long)]
    missed: bool,
    #[command(flatten)]
    scope: Scope,
    /// At most so many cards
    #[arg(long, value_name = "N")]
    limit: Option<u32>,
    /// Nothing moves the cursor: for screen readers, dumb terminals and logs
    #[arg(long)]
    plain: bool,
    /// Print the cards, one JSON object a line, and start no sitting
    #[arg(long)]
    json: bool,
}

pub(super) fn run(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    if !arguments.json && !screen.interactive() {
        return Err(
            Failure::usage("a sitting needs a terminal to ask and answer in")
                .help("`drill cram --json` prints the cards"),
        );
    }
    let mut desk = Desk::open_stocked(common, screen)?;
    let decks = arguments.scope.choose(&desk.store)?;
    let decks = match decks {
        None if !arguments.missed => match pick(&desk, screen)? {
            Some(deck) => Some(HashSet::from([deck])),
            None => return Ok(Exit::Fine),
        },
        decks => decks,
    };
    let mut cards = if arguments.missed {
        desk.store.missed(desk.today())?
    } else {
        desk.store.active()?
    };
    cards.retain(|ticket| {
        decks
            .as_ref()
            .is_none_or(|decks| decks.contains(&ticket.deck))
    });
    let seed = desk.clock.seed_of(desk.today());
    cards.sort_by_key(|ticket| mix(seed ^ ticket.row.unsigned_abs()));
    cards.truncate(arguments.limit.unwrap_or(u32::MAX) as usize);
    if arguments.json {
        return print(&desk, &cards, screen);
    }
    screen.set_plain(arguments.plain);
    let queue = Queue {
        reviews: cards,
        ..Queue::default()
    };
    let terms = Terms {
        minutes: None,
        practice: true,
        more: &|_| Ok(Queue::default()),
        common,
    };
    sitting::hold(&mut desk, screen, queue, &terms)
}

/// Lets somebody choose a deck; without a terminal it has to be named.
fn pick(desk: &Desk, screen: &Screen) -> Result<Option<i64>, Failure> {
    if !screen.interactive() {
        return Err(Failure::usage("nothing was chosen to cram")
            .help("say `--missed`, `--deck DECK` or `--tag TAG`"));
    }
    let decks: Vec<KnownDeck> = desk.store.decks()?;
    let titles: Vec<String> = decks.iter().map(|deck| deck.title.clone()).collect();
    let chosen = screen.choose("Which deck?", &titles)?;
    Ok(chosen
        .and_then(|chosen| decks.get(chosen))
        .map(|deck| deck.row))
}

fn print(desk: &Desk, cards: &[Ticket], screen: &mut Screen) -> Result<Exit, Failure> {
    for ticket in cards {
        if let Some(card) = desk.store.card(ticket.row)? {
            let standing = desk.store.standing(ticket.row)?;
            screen.out(&line(&CardJson::new(card, standing, desk.today())))?;
        }
    }
    Ok(Exit::Fine)
}
