//! `drill suspend` and `drill resume`: takes cards out of all sittings, and puts them back.

use clap::Args;

use super::Common;
use super::desk::Desk;
use super::failure::{Exit, Failure};
use crate::model::log::Event;
use crate::screen::Screen;

#[derive(Args)]
#[command(after_long_help = "Example:\n  drill suspend 9f3a 07bc\n  drill resume 9f3a")]
pub(super) struct Arguments {
    /// Ids, the first digits of them, or `@last`
    #[arg(required = true, value_name = "CARD")]
    cards: Vec<String>,
}

pub(super) fn suspend(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    record(arguments, common, screen, Event::Suspended)
}

pub(super) fn resume(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    record(arguments, common, screen, Event::Resumed)
}

fn record(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
    event: Event,
) -> Result<Exit, Failure> {
    let mut desk = Desk::open_stocked(common, screen)?;
    // All names are looked up before anything is written.
    let cards = arguments
        .cards
        .iter()
        .map(|name| desk.find_card(name))
        .collect::<Result<Vec<_>, _>>()?;
    for card in cards {
        let wanted = event == Event::Suspended;
        let done = if wanted { "suspended" } else { "resumed" };
        if card.suspended == wanted {
            desk.news(screen, &format!("{} was {done} already", card.id));
            continue;
        }
        desk.record(card.id, event)?;
        screen.out(&format!("{}: {done}", card.id))?;
    }
    Ok(Exit::Fine)
}
