//! `drill backup`: a copy of the database, at any time.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::Common;
use super::card_json::line;
use super::desk::Desk;
use super::failure::{Exit, Failure};
use crate::screen::Screen;
use crate::screen::text::{clean_line, count};
use crate::shelf;
use crate::store::{Occasion, replaceable};

#[derive(Args)]
#[command(
    after_long_help = "Examples:\n  drill backup\n  drill backup /media/stick/drill.db\n\nThe copy is one file. It is whole, whatever else is going on, and `drill restore FILE` brings it back."
)]
pub(super) struct Arguments {
    /// Where to; else the folder `backups` beside the database
    file: Option<PathBuf>,
    /// Replace the file, whatever it is
    #[arg(long, requires = "file")]
    force: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Json {
    file: String,
    cards: u32,
    answers: u32,
}

pub(super) fn run(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let desk = Desk::open(common, screen)?;
    let file = match &arguments.file {
        Some(file) => {
            copy(&desk, file, arguments.force)?;
            file.clone()
        }
        None => desk.back_up(Occasion::ByHand)?,
    };
    let holdings = desk.store.holdings()?;
    let file = file.to_string_lossy().into_owned();
    if arguments.json {
        screen.out(&line(&Json {
            file,
            cards: holdings.cards,
            answers: holdings.answers,
        }))?;
    } else {
        screen.out(&format!(
            "{}: {}, {}",
            clean_line(&shelf::shorten(&file)),
            count(holdings.cards as usize, "card"),
            count(holdings.answers as usize, "answer")
        ))?;
    }
    Ok(Exit::Fine)
}

fn copy(desk: &Desk, file: &Path, force: bool) -> Result<(), Failure> {
    let name = clean_line(&file.to_string_lossy());
    let is = |other: &Path| std::fs::canonicalize(file).is_ok_and(|path| path == other);
    if std::fs::canonicalize(desk.store.file()).is_ok_and(|own| is(&own)) {
        return Err(Failure::usage(format!("`{name}` is the database itself"))
            .help("give the copy another name"));
    }
    if file.is_dir() {
        return Err(Failure::usage(format!("`{name}` is a folder"))
            .help("name a file in it, like `drill.db`"));
    }
    if !force && !replaceable(file).unwrap_or(false) {
        return Err(
            Failure::usage(format!("`{name}` is there already and is no backup"))
                .help("nothing was changed; choose another name, or replace it with `--force`"),
        );
    }
    desk.store.copy_to(file).map_err(|error| {
        Failure::machine(format!("`{name}` cannot be written"))
            .because(error)
            .help("check the free space and the permissions of its folder; what was there before is as it was")
    })
}
