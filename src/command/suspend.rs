//! `drill suspend`, `drill resume` and `drill reset`: takes cards out of all sittings, puts them
//! back, starts them over. Each is one act in the log, and one undo takes it back.

use clap::Args;

use super::Common;
use super::desk::Desk;
use super::failure::{Exit, Failure};
use crate::model::log::Event;
use crate::screen::Screen;
use crate::store::StoredCard;

#[derive(Args)]
#[command(after_long_help = "Example:\n  drill suspend 9f3a 07bc\n  drill resume 9f3a")]
pub(super) struct Arguments {
    /// Ids, the first digits of them, or `@last`
    #[arg(required = true, value_name = "CARD")]
    cards: Vec<String>,
}

#[derive(Args)]
#[command(
    after_long_help = "The answers stay in the log, and `drill undo` takes the new start back.\n\nExample:\n  drill reset 9f3a"
)]
pub(super) struct ResetArguments {
    /// Ids, the first digits of them, or `@last`
    #[arg(required = true, value_name = "CARD")]
    cards: Vec<String>,
}

pub(super) fn suspend(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let already = |_: &Desk, card: &StoredCard| Ok(card.suspended);
    record(
        &arguments.cards,
        common,
        screen,
        Event::Suspended,
        "suspended",
        already,
    )
}

pub(super) fn resume(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let already = |_: &Desk, card: &StoredCard| Ok(!card.suspended);
    record(
        &arguments.cards,
        common,
        screen,
        Event::Resumed,
        "resumed",
        already,
    )
}

pub(super) fn reset(
    arguments: &ResetArguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let already = |desk: &Desk, card: &StoredCard| Ok(desk.history(card.id)?.is_new());
    record(
        &arguments.cards,
        common,
        screen,
        Event::Placed(None),
        "new",
        already,
    )
}

fn record(
    names: &[String],
    common: &Common,
    screen: &mut Screen,
    event: Event,
    becomes: &str,
    already: impl Fn(&Desk, &StoredCard) -> Result<bool, Failure>,
) -> Result<Exit, Failure> {
    let mut desk = Desk::open_stocked(common, screen)?;
    // All names are looked up before anything is written.
    let cards = names
        .iter()
        .map(|name| desk.find_card(name))
        .collect::<Result<Vec<_>, _>>()?;
    let mut changed = Vec::new();
    for card in cards {
        if already(&desk, &card)? {
            desk.news(screen, &format!("{} was {becomes} already", card.id));
        } else if !changed.contains(&card.id) {
            changed.push(card.id);
        }
    }
    desk.record_together(
        &changed
            .iter()
            .map(|card| (*card, event))
            .collect::<Vec<_>>(),
    )?;
    for card in changed {
        screen.out(&format!("{card}: {becomes}"))?;
    }
    Ok(Exit::Fine)
}
