//! `drill edit`: a card's file in the editor, at its line; then the file is taken in again.

use clap::Args;

use super::desk::{self, Desk};
use super::failure::{Exit, Failure};
use super::{Common, editor, import};
use crate::model::source::Origin;
use crate::screen::Screen;
use crate::screen::text::clean_line;

#[derive(Args)]
#[command(
    after_long_help = "Opens `$VISUAL` or `$EDITOR`. A reworded card keeps its history.\n\nExamples:\n  drill edit 9f3a\n  drill edit @last"
)]
pub(super) struct Arguments {
    /// An id, the first digits of one, or `@last`
    #[arg(value_name = "CARD")]
    card: String,
}

pub(super) fn run(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let mut desk = Desk::open_stocked(common, screen)?;
    let card = desk.find_card(&arguments.card)?;
    let Origin::File(path) = &card.origin else {
        let place = clean_line(&desk::path(&card.origin));
        let title = clean_line(&card.title);
        return Err(Failure::usage(format!("`{place}` is not a file"))
            .because("the deck is kept inside the program or its database")
            .help(format!(
                "`drill read --raw '{title}' > FILE.md`, change it and `drill import FILE.md`: the file takes over its cards and their history"
            )));
    };
    editor::open(path, card.line, true)?;
    import::update(path, &mut desk, screen)
}
