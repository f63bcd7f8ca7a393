//! `drill restore`: brings back a copy of the database. What it replaces is kept.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::Common;
use super::card_json::line;
use super::failure::{Exit, Failure};
use super::settings::{Home, Settings};
use crate::screen::Screen;
use crate::screen::text::{clean_line, count};
use crate::shelf;
use crate::store::{Holdings, Kept, backups, examine, kept, put_back};

#[derive(Args)]
#[command(
    after_long_help = "Examples:\n  drill restore\n  drill restore 3\n  drill restore /media/stick/drill.db --yes"
)]
pub(super) struct Arguments {
    /// A copy: a file, or the number of an automatic one; without it, those are listed
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// Do not ask
    #[arg(short, long, requires = "file")]
    yes: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct ListJson {
    backups: Vec<CopyJson>,
}

#[derive(Serialize)]
struct CopyJson {
    number: u32,
    day: String,
    why: &'static str,
    file: String,
    cards: Option<u32>,
    answers: Option<u32>,
    /// Why it cannot be restored.
    error: Option<String>,
}

#[derive(Serialize)]
struct RestoredJson {
    restored: String,
    cards: u32,
    answers: u32,
    /// The copy of what was there before.
    before: Option<String>,
}

pub(super) fn run(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let home = Home::locate(common.home.as_deref())?;
    match &arguments.file {
        None => list(&home, arguments.json, screen),
        Some(file) => restore(&home, file, arguments, screen),
    }
}

/// A lost database is bad news that may have a good end: names the copy to restore.
pub(super) fn advise(failure: Failure, common: &Common) -> Failure {
    match Home::locate(common.home.as_deref()) {
        Ok(home) if failure.is_loss() => {
            let help = format!("nothing was changed; {}", remedy(&home));
            failure.help(help)
        }
        _ => failure,
    }
}

/// What to do when the database is lost.
pub(super) fn remedy(home: &Home) -> String {
    let copies = kept(&home.data).unwrap_or_default().into_iter();
    let whole = copies.filter_map(|copy| Some((examine(&copy.file).ok()?, copy)));
    match whole.into_iter().next() {
        Some((holdings, copy)) => format!(
            "`drill restore {}` brings back the copy of {} with {}",
            copy.number,
            copy.day,
            told(holdings)
        ),
        None => "there is no whole automatic copy; `drill restore FILE` takes one that you made"
            .to_owned(),
    }
}

fn list(home: &Home, json: bool, screen: &mut Screen) -> Result<Exit, Failure> {
    let copies = kept(&home.data)?;
    let examined = copies.iter().map(|copy| (copy, examine(&copy.file)));
    if json {
        let backups = examined.map(|(copy, found)| {
            let holdings = found.as_ref().ok();
            CopyJson {
                number: copy.number,
                day: copy.day.to_string(),
                why: copy.occasion.name(),
                file: copy.file.to_string_lossy().into_owned(),
                cards: holdings.map(|holdings| holdings.cards),
                answers: holdings.map(|holdings| holdings.answers),
                error: found.as_ref().err().map(ToString::to_string),
            }
        });
        screen.out(&line(&ListJson {
            backups: backups.collect(),
        }))?;
        return Ok(Exit::Fine);
    }
    if copies.is_empty() {
        screen.out("there are no automatic copies yet")?;
        return Ok(Exit::Fine);
    }
    let mut lines = vec![format!(
        "in {}:",
        clean_line(&backups(&home.data).to_string_lossy())
    )];
    for (copy, found) in examined {
        let held = match found {
            Ok(holdings) => told(holdings),
            Err(error) => format!("cannot be used: {error}"),
        };
        let (number, why) = (copy.number, copy.occasion.name());
        lines.push(format!(
            "{number:>4}  {}  {why:<14}  {}",
            copy.day,
            clean_line(&held)
        ));
    }
    screen.out(&lines.join("\n"))?;
    Ok(Exit::Fine)
}

fn restore(
    home: &Home,
    file: &Path,
    arguments: &Arguments,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let today = Settings::read(&home.config)?.clock()?.today();
    let copy = find(&kept(&home.data)?, file);
    let name = clean_line(&shelf::shorten(&copy.to_string_lossy()));
    let holdings = examine(&copy).map_err(|error| {
        Failure::usage(format!("`{name}` cannot be restored"))
            .because(error)
            .help("nothing was changed; `drill restore` lists the automatic copies")
    })?;
    agree(&name, holdings, arguments, screen)?;
    let before = put_back(&home.data, &copy, today)?;
    if arguments.json {
        screen.out(&line(&RestoredJson {
            restored: copy.to_string_lossy().into_owned(),
            cards: holdings.cards,
            answers: holdings.answers,
            before: before.map(|before| before.to_string_lossy().into_owned()),
        }))?;
        return Ok(Exit::Fine);
    }
    let kept = before.map_or_else(String::new, |before| {
        let before = shelf::shorten(&before.to_string_lossy());
        format!("\nwhat was there before is kept as {}", clean_line(&before))
    });
    screen.out(&format!("restored {name}: {}{kept}", told(holdings)))?;
    Ok(Exit::Fine)
}

/// The file of that path, or else the automatic copy of that name or number.
fn find(copies: &[Kept], named: &Path) -> PathBuf {
    if named.exists() {
        return named.to_owned();
    }
    let number = named.to_str().and_then(|name| name.parse::<u32>().ok());
    let copy = copies.iter().find(|copy| {
        copy.file.file_name() == Some(named.as_os_str()) || Some(copy.number) == number
    });
    copy.map_or_else(|| named.to_owned(), |copy| copy.file.clone())
}

fn agree(
    name: &str,
    holdings: Holdings,
    arguments: &Arguments,
    screen: &Screen,
) -> Result<(), Failure> {
    if arguments.yes {
        return Ok(());
    }
    let question = format!(
        "Put `{name}` ({}) in the place of the database? What is there now is kept as a copy.",
        told(holdings)
    );
    if !arguments.json && screen.interactive() && screen.confirm(&question)? {
        return Ok(());
    }
    Err(Failure::usage("nothing was restored")
        .because("this takes the place of the present database, which nobody agreed to")
        .help("agree with `--yes`; what is there now is kept as a copy"))
}

fn told(holdings: Holdings) -> String {
    format!(
        "{}, {}",
        count(holdings.cards as usize, "card"),
        count(holdings.answers as usize, "answer")
    )
}
