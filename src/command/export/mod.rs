//! `drill export`: decks and what was answered, for other programs and other machines. It writes
//! one file, or one folder, and nothing that is there already unless told to.

mod file;
mod gather;
mod markdown;
mod package;
mod pictures;
mod table;
mod whole;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::card_json::line;
use super::desk::Desk;
use super::failure::{Exit, Failure};
use super::{Common, Scope};
use crate::screen::Screen;
use crate::screen::text::{clean_line, count};

#[derive(Args)]
#[command(
    after_long_help = "Examples:\n  drill export everything.apkg      # for Anki\n  drill export all.json             # for another drill\n  drill export --deck 'go-*' go.tsv\n  drill export --as md notes/       # the decks as Markdown"
)]
pub(super) struct Arguments {
    /// Where to; its ending says what: apkg, json, tsv, csv or md
    #[arg(value_name = "FILE")]
    path: PathBuf,
    /// What to write, instead of what the ending says
    #[arg(long = "as", value_name = "KIND")]
    kind: Option<Kind>,
    /// Write over what is there (a package of Anki always does)
    #[arg(long)]
    force: bool,
    /// Write Anki's newest layout, which versions before 2.1.50 do not read
    #[arg(long)]
    latest: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    scope: Scope,
}

/// What can be written.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// A package of Anki: cards, answers, schedule, media
    Apkg,
    /// Everything: decks, cards, the whole log, roadmaps, settings
    Json,
    /// A table with tabs, as Anki reads it
    Tsv,
    /// A table with commas
    Csv,
    /// A folder of decks
    Md,
}

/// What was written.
#[derive(Serialize, Default)]
struct Written {
    file: String,
    decks: usize,
    cards: usize,
    /// Lines of the log.
    lines: usize,
    /// Decks whose text is not there any more.
    missing: Vec<String>,
}

pub(super) fn run(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let path = &arguments.path;
    let kind = arguments.kind.or_else(|| by_ending(path)).ok_or_else(|| {
        Failure::usage(format!(
            "`{}` does not say what to write",
            clean_line(&path.display().to_string())
        ))
        .help("end its name in `.apkg`, `.json`, `.tsv`, `.csv` or `.md`, or say it: `--as md`")
    })?;
    let desk = Desk::open_stocked(common, screen)?;
    let scope = arguments.scope.choose(&desk.store)?;
    if kind == Kind::Json && scope.is_some() {
        return Err(Failure::usage("a document of everything has every deck")
            .help("leave out `--deck` and `--tag`, or write a table or Markdown"));
    }
    let written = match kind {
        Kind::Apkg => return package::write(arguments, &desk, screen),
        Kind::Json => whole::write(&desk, path, arguments.force)?,
        Kind::Tsv => table::write(&desk, path, b'\t', scope.as_ref(), arguments.force)?,
        Kind::Csv => table::write(&desk, path, b',', scope.as_ref(), arguments.force)?,
        Kind::Md => markdown::write(&desk, path, scope.as_ref(), arguments.force)?,
    };
    for deck in &written.missing {
        screen.news(&format!(
            "warning: the text of `{}` is not there any more: it was left out",
            clean_line(deck)
        ));
    }
    screen.out(&if arguments.json {
        line(&written)
    } else {
        text(&written)
    })?;
    Ok(Exit::Fine)
}

fn by_ending(path: &Path) -> Option<Kind> {
    let ending = path.extension()?.to_string_lossy().to_lowercase();
    Some(match ending.as_str() {
        "apkg" => Kind::Apkg,
        "json" => Kind::Json,
        "tsv" | "txt" | "tab" => Kind::Tsv,
        "csv" => Kind::Csv,
        "md" | "markdown" => Kind::Md,
        _ => return None,
    })
}

/// `all.json: 12 decks, 431 cards, 5210 lines of the log`.
fn text(written: &Written) -> String {
    let lines = match written.lines {
        0 => String::new(),
        lines => format!(", {} of the log", count(lines, "line")),
    };
    format!(
        "{}: {}, {}{lines}",
        clean_line(&written.file),
        count(written.decks, "deck"),
        count(written.cards, "card")
    )
}
