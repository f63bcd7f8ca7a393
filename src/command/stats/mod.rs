//! `drill stats`: how it is going, on one screen, as JSON, or as a page for a browser.

mod gather;
mod json;
mod page;
mod publish;
mod screen;

use std::path::PathBuf;

use clap::Args;

use super::card_json::line;
use super::desk::Desk;
use super::failure::{Exit, Failure};
use super::{Common, Scope};
use crate::model::time::Day;
use crate::screen::Screen;

#[derive(Args, Default)]
#[command(
    after_long_help = "Examples:\n  drill stats\n  drill stats --deck 'go-*' --since 2026-09-01\n  drill stats --html stats.html\n  drill stats --json | jq .retention"
)]
pub(super) struct Arguments {
    /// Print JSON
    #[arg(long, conflicts_with_all = ["html", "open"])]
    json: bool,
    /// Write a page for a browser, with everything in it; `-` is standard output
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Show the page in a browser
    #[arg(long)]
    open: bool,
    /// Only what was answered since that day
    #[arg(long, value_name = "DAY", value_parser = day)]
    since: Option<Day>,
    #[command(flatten)]
    scope: Scope,
}

pub(super) fn run(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let desk = Desk::open_stocked(common, screen)?;
    if let Some(since) = arguments.since.filter(|since| *since > desk.today()) {
        let today = desk.today();
        return Err(
            Failure::usage(format!("nothing was answered since {since}"))
                .because(format!("today is {today}"))
                .help("name a day that is over, like `--since 2026-01-01`"),
        );
    }
    let json = gather::gather(&desk, arguments)?;
    if arguments.html.is_some() || arguments.open {
        let page = page::page(&json, desk.today());
        publish::publish(
            &page,
            arguments.html.as_deref(),
            arguments.open,
            &desk,
            screen,
        )?;
        return Ok(Exit::Fine);
    }
    let text = if arguments.json {
        line(&json)
    } else {
        screen::text(&json, desk.today(), screen.width(), screen.theme())
    };
    screen.out(&text)?;
    Ok(Exit::Fine)
}

fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| "a day is written like 2026-09-01".into())
}
