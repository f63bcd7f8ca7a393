//! `drill find`: cards whose question or answer has these words.

use clap::Args;

use super::Common;
use super::card_json::{CardJson, line};
use super::desk::{self, Desk};
use super::failure::{Exit, Failure};
use crate::screen::Screen;
use crate::screen::text::{clean_line, first_words};

#[derive(Args)]
#[command(after_long_help = "Example:\n  drill find write barrier")]
pub(super) struct Arguments {
    /// All of them must occur; the last may be the beginning of a word
    #[arg(required = true)]
    words: Vec<String>,
    /// At most so many cards
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: u32,
    /// Print one JSON object a line
    #[arg(long)]
    json: bool,
}

pub(super) fn run(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let mut desk = Desk::open_stocked(common, screen)?;
    let words: Vec<&str> = arguments
        .words
        .iter()
        .flat_map(|words| words.split_whitespace())
        .collect();
    if words.is_empty() {
        return Err(
            Failure::usage("there is no word to look for").help("`drill find write barrier`")
        );
    }
    let rows = desk.store.find(&words, arguments.limit)?;
    if rows.is_empty() {
        desk.news(screen, "no card has all of these words");
    }
    for row in rows {
        let Some(card) = desk.store.card(row)? else {
            continue;
        };
        if arguments.json {
            let standing = desk.store.standing(row)?;
            screen.out(&line(&CardJson::new(card, standing, desk.today())))?;
        } else {
            let ask = first_words(&card.ask);
            let id = card.id.to_string();
            let place = desk::place(&card.origin, card.line, card.column);
            screen.out(&format!("{}  {ask}  ({})", &id[..8], clean_line(&place)))?;
        }
    }
    Ok(Exit::Fine)
}
