//! `drill roadmap done`, `undone`: ticks. They are in the log, and `drill undo` leaves them alone.

use clap::Args;
use serde::Serialize;

use super::chart::{Library, find};
use crate::command::Common;
use crate::command::card_json::line;
use crate::command::desk::Desk;
use crate::command::failure::{Exit, Failure};
use crate::model::log::Decision;
use crate::screen::Screen;
use crate::screen::text::clean_line;

#[derive(Args)]
#[command(
    after_long_help = "Examples:\n  drill roadmap done 5d1f 77a0\n  drill roadmap undone 'Worker pool'"
)]
pub(crate) struct Arguments {
    /// Items: an id, the first 4 or more digits of one, or the exact text
    #[arg(value_name = "ITEM", required = true)]
    items: Vec<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Json {
    items: Vec<ItemJson>,
}

#[derive(Serialize)]
struct ItemJson {
    id: String,
    roadmap: String,
    text: String,
    done: bool,
}

/// `done` says which of the two it is.
pub(super) fn run(
    arguments: &Arguments,
    done: bool,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let mut desk = Desk::open_stocked(common, screen)?;
    let library = Library::open(&desk)?;
    let charts = library.charts(&desk)?;
    let (mut items, mut decisions) = (Vec::new(), Vec::new());
    for name in &arguments.items {
        let meant = find(&charts, name)?;
        let roadmap = &charts[meant.chart].roadmap;
        let item = &roadmap.items[meant.item];
        let json = ItemJson {
            id: item.id.to_string(),
            roadmap: roadmap.name.clone(),
            text: item.text.clone(),
            done,
        };
        if items.iter().any(|other: &ItemJson| other.id == json.id) {
            continue;
        }
        if library.is_done(item) != done {
            let tick = if done {
                Decision::Done
            } else {
                Decision::Undone
            };
            decisions.push(tick(roadmap.matter(item)));
        }
        items.push(json);
    }
    if !decisions.is_empty() {
        desk.decide(&decisions)?;
    }
    if arguments.json {
        screen.out(&line(&Json { items }))?;
    } else {
        let tick = if done { "[x]" } else { "[ ]" };
        let told = items
            .iter()
            .map(|item| format!("{tick} {}", clean_line(&item.text)));
        screen.out(&told.collect::<Vec<_>>().join("\n"))?;
    }
    Ok(Exit::Fine)
}
