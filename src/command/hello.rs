//! `drill` alone: where things stand, and what to do now. Makes nothing on a fresh machine.

use super::Common;
use super::desk::Desk;
use super::due;
use super::failure::{Exit, Failure};
use super::settings::Home;
use crate::screen::Screen;
use crate::store;

pub(super) fn run(common: &Common, screen: &mut Screen) -> Result<Exit, Failure> {
    let home = Home::locate(common.home.as_deref())?;
    if !home.data.join(store::FILE).exists() {
        screen.out(
            "Nothing was studied here yet.\n\
             `drill today` begins, with the decks that ship with it: nothing has to be set up.\n\
             `drill import PATH` takes in your own; `drill --help` shows every command.",
        )?;
        return Ok(Exit::Fine);
    }
    let desk = Desk::open_stocked(common, screen)?;
    let now = due::count(&desk)?;
    let left = now.due + now.new + now.again;
    let next = desk.store.next_due(desk.today())?;
    screen.out(&match (left, next) {
        (0, Some((day, cards))) => format!(
            "Done for today: {} reviewed. On {day} {cards} will be due.\n\
             `drill stats` shows how it goes; `drill --help` every command.",
            now.reviewed_today
        ),
        (0, None) => "Nothing to study.\n\
             `drill import PATH` takes in decks, `drill import --shipped` those that ship with it."
            .to_owned(),
        _ => format!(
            "{}: `drill today` goes through them.\n`drill --help` shows every command.",
            now.text()
        ),
    })?;
    Ok(Exit::Fine)
}
