//! `drill roadmap link`: the decks of an item, chosen by hand.

use clap::Args;
use serde::Serialize;

use super::chart::{Library, find};
use super::show::LinkJson;
use crate::command::Common;
use crate::command::card_json::line;
use crate::command::desk::Desk;
use crate::command::failure::{Exit, Failure};
use crate::model::log::Decision;
use crate::screen::Screen;
use crate::screen::text::clean_line;

#[derive(Args)]
#[command(
    after_long_help = "Examples:\n  drill roadmap link 5d1f go-basics go-interfaces\n  drill roadmap link 5d1f --auto"
)]
pub(crate) struct Arguments {
    /// An item: its id, the first 4 or more digits of it, or its exact text
    item: String,
    /// Exactly these decks teach it
    #[arg(value_name = "DECK", required_unless_present = "auto")]
    decks: Vec<String>,
    /// Back to the decks that its text names
    #[arg(long, conflicts_with = "decks")]
    auto: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Json {
    id: String,
    roadmap: String,
    text: String,
    decks: Vec<LinkJson>,
    candidates: Vec<String>,
}

pub(super) fn run(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let mut desk = Desk::open_stocked(common, screen)?;
    let library = Library::open(&desk)?;
    let charts = library.charts(&desk)?;
    let meant = find(&charts, &arguments.item)?;
    let roadmap = &charts[meant.chart].roadmap;
    let item = &roadmap.items[meant.item];
    let chosen = if arguments.auto {
        None
    } else {
        Some(decks(&library, &arguments.decks)?)
    };
    if library.decided.links.get(&item.id) != chosen.as_ref() {
        desk.decide(&[Decision::Linked(roadmap.matter(item), chosen)])?;
        desk.put_in_order()?;
    }
    let chart = Library::open(&desk)?.chart(&desk, Some(&roadmap.name))?;
    let found = &chart.found[meant.item];
    let json = Json {
        id: item.id.to_string(),
        roadmap: roadmap.name.clone(),
        text: item.text.clone(),
        decks: found.links.iter().map(LinkJson::from).collect(),
        candidates: found.candidates.clone(),
    };
    if arguments.json {
        screen.out(&line(&json))?;
        return Ok(Exit::Fine);
    }
    let names: Vec<&str> = found.links.iter().map(|link| link.deck.as_str()).collect();
    let decks = match names.as_slice() {
        [] => "no deck yet".to_owned(),
        names => names.join(", "),
    };
    screen.out(&clean_line(&format!("{}: {decks}", item.text)))?;
    Ok(Exit::Fine)
}

/// The decks of those names, each once.
fn decks(library: &Library, names: &[String]) -> Result<Vec<String>, Failure> {
    let mut decks: Vec<String> = Vec::new();
    for name in names {
        if library.deck(name).is_none() {
            return Err(Failure::usage(format!("no deck is called `{name}`"))
                .help("`drill decks` lists the decks"));
        }
        if !decks.contains(name) {
            decks.push(name.clone());
        }
    }
    Ok(decks)
}
