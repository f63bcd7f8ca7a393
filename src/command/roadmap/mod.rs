//! `drill roadmap`: study plans of others and your own, followed deck by deck.

pub(crate) mod burn_down;
pub(crate) mod chart;
pub(crate) mod deadline;
mod done;
mod export;
mod follow;
pub(super) mod import;
pub(crate) mod last_looks;
mod link;
mod list;
pub(crate) mod order;
mod report;
mod show;
pub(crate) mod stages;
mod tree;
mod verdict;
mod way;

use clap::{Args, Subcommand};

use super::Common;
use super::failure::{Exit, Failure};
use crate::screen::Screen;

#[derive(Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_long_help = "Examples:\n  drill roadmap\n  drill roadmap import plan.md --start 2026-12-01\n  drill roadmap follow plan\n  drill roadmap done 5d1f"
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Option<Action>,
    #[command(flatten)]
    view: show::View,
}

#[derive(Subcommand)]
enum Action {
    /// Read a roadmap; again to update it
    Import(import::Arguments),
    /// Every roadmap, those that are followed first
    List(list::Arguments),
    /// Its stages and items, and how well they are known
    Show(show::Arguments),
    /// Follow exactly these, in this order
    Follow(follow::Arguments),
    /// Tick items
    Done(done::Arguments),
    /// Untick items
    Undone(done::Arguments),
    /// Choose by hand which decks teach an item
    Link(link::Arguments),
    /// What it takes to be ready by a date; `--set` keeps it
    Deadline(deadline::Arguments),
    /// Write the Markdown again, with the boxes ticked
    Export(export::Arguments),
}

pub(super) fn run(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    match &arguments.action {
        None => show::run(None, &arguments.view, common, screen),
        Some(Action::Import(arguments)) => import::run(arguments, common, screen),
        Some(Action::List(arguments)) => list::run(arguments, common, screen),
        Some(Action::Show(arguments)) => {
            show::run(arguments.name(), arguments.view(), common, screen)
        }
        Some(Action::Follow(arguments)) => follow::run(arguments, common, screen),
        Some(Action::Done(arguments)) => done::run(arguments, true, common, screen),
        Some(Action::Undone(arguments)) => done::run(arguments, false, common, screen),
        Some(Action::Link(arguments)) => link::run(arguments, common, screen),
        Some(Action::Deadline(arguments)) => deadline::run(arguments, common, screen),
        Some(Action::Export(arguments)) => export::run(arguments, common, screen),
    }
}
