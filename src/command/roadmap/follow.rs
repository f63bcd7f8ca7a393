//! `drill roadmap follow`: whose items give new cards, in which order.

use clap::Args;

use super::{chart, list};
use crate::command::Common;
use crate::command::desk::Desk;
use crate::command::failure::{Exit, Failure};
use crate::model::log::Decision;
use crate::screen::Screen;

#[derive(Args)]
#[command(
    after_long_help = "Examples:\n  drill roadmap follow plan senior-go\n  drill roadmap follow --none"
)]
pub(crate) struct Arguments {
    /// Roadmaps, the first one first
    #[arg(value_name = "NAME", required_unless_present = "none")]
    names: Vec<String>,
    /// Follow none
    #[arg(long, conflicts_with = "names")]
    none: bool,
    /// Print JSON: the list of roadmaps as it is now
    #[arg(long)]
    json: bool,
}

pub(super) fn run(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let mut desk = Desk::open_stocked(common, screen)?;
    let there = desk.store.roadmap_names()?;
    let mut names: Vec<String> = Vec::new();
    for name in &arguments.names {
        if !there.contains(name) {
            return Err(chart::unknown(name));
        }
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    if chart::decided(&desk)?.followed.as_ref() != Some(&names) {
        desk.decide(&[Decision::Followed(names)])?;
        desk.put_in_order()?;
    }
    list::print(&desk, arguments.json, screen)?;
    Ok(Exit::Fine)
}
