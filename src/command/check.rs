//! `drill check`: compiles decks and complains; nothing is stored.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::card_json::line;
use super::complaints::{self, DiagnosticJson, Format};
use super::desk::Desk;
use super::failure::{Exit, Failure};
use super::settings::Home;
use super::{Common, intake, locate};
use crate::compile::duplicates::near_duplicates;
use crate::compile::library::{self, Topic};
use crate::compile::lint;
use crate::compile::shelved::Shelved;
use crate::model::diagnostic::{Diagnostic, Level};
use crate::model::source::Source;
use crate::screen::Screen;
use crate::screen::text::{clean_line, count};
use crate::shelf;
use crate::store;

#[derive(Args)]
#[command(
    after_long_help = "Examples:\n  drill check notes/\n  drill check --format short notes/mvcc.md"
)]
pub(super) struct Arguments {
    /// Markdown files and folders; without any, those that were imported before
    paths: Vec<PathBuf>,
    /// How to show complaints
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
    /// Print JSON; the same as `--format json`
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Json {
    files: usize,
    cards: usize,
    errors: usize,
    warnings: usize,
    diagnostics: Vec<DiagnosticJson>,
}

pub(super) fn run(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let desk = existing_desk(common, screen)?;
    let mut roots = locate(&arguments.paths)?;
    if let (true, Some(desk)) = (roots.is_empty(), &desk) {
        roots = desk.store.roots()?;
        roots.extend(locate(&desk.settings.decks)?);
    }
    if roots.is_empty() {
        return Err(Failure::usage("there is nothing to check")
            .help("name a Markdown file or a folder: `drill check notes/`"));
    }
    let fresh = compile(&roots, screen);
    let complaints = complain(&fresh, &known(desk.as_ref())?);
    let of_level = |level| {
        complaints
            .iter()
            .filter(|(_, said)| said.level == level)
            .count()
    };
    let report = Json {
        files: fresh.len(),
        cards: fresh.iter().map(|deck| deck.compiled.cards.len()).sum(),
        errors: of_level(Level::Error),
        warnings: of_level(Level::Warning),
        diagnostics: Vec::new(),
    };
    let exit = if report.errors > 0 {
        Exit::Decks
    } else {
        Exit::Fine
    };
    let said = complaints.iter().map(|(source, said)| (*source, said));
    if arguments.json || arguments.format == Format::Json {
        let diagnostics = said
            .map(|(source, said)| DiagnosticJson::new(source, said))
            .collect();
        screen.out(&line(&Json {
            diagnostics,
            ..report
        }))?;
        return Ok(exit);
    }
    if !complaints.is_empty() {
        let short = arguments.format == Format::Short;
        let text = complaints::text(said, short, screen.width(), screen.theme());
        screen.out(&text)?;
    }
    if common.verbose || (!complaints.is_empty() && !common.quiet) {
        screen.news(&sum(&report));
    }
    Ok(exit)
}

/// `2 files, 40 cards: 1 error, 0 warnings`.
fn sum(report: &Json) -> String {
    let (files, cards) = (count(report.files, "file"), count(report.cards, "card"));
    let (errors, warnings) = (
        count(report.errors, "error"),
        count(report.warnings, "warning"),
    );
    format!("{files}, {cards}: {errors}, {warnings}")
}

/// Compiles every deck at or below the paths, each file once.
fn compile(roots: &[String], screen: &mut Screen) -> Vec<intake::Fresh> {
    let mut files = Vec::new();
    let mut unreadable = Vec::new();
    for listing in roots.iter().map(|root| shelf::list(root)) {
        files.extend(listing.files);
        unreadable.extend(listing.unreadable);
        unreadable.extend(listing.left_out);
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files.dedup();
    let (fresh, unread) = intake::compile_files(&files, &|| {});
    for (path, cause) in unreadable.iter().chain(&unread) {
        screen.news(&format!(
            "warning: `{}` cannot be read: {cause}",
            clean_line(&shelf::shorten(path))
        ));
    }
    fresh
}

/// Everything there is to say about the decks, deck by deck, in the order of their texts.
fn complain<'a>(fresh: &'a [intake::Fresh], known: &[Topic]) -> Vec<(&'a Source, Diagnostic)> {
    let decks: Vec<Shelved<'_>> = fresh.iter().map(intake::Fresh::shelved).collect();
    let mut said: Vec<(usize, Diagnostic)> = Vec::new();
    for (index, deck) in decks.iter().enumerate() {
        said.extend(
            deck.compiled
                .diagnostics
                .iter()
                .cloned()
                .map(|said| (index, said)),
        );
        said.extend(lint::advise(*deck).into_iter().map(|said| (index, said)));
    }
    said.extend(library::examine(&decks, known));
    said.extend(near_duplicates(&decks));
    said.sort_by_key(|(index, said)| (*index, said.span.start));
    said.into_iter()
        .map(|(index, said)| (&fresh[index].source, said))
        .collect()
}

/// The decks that those to check may refer to: shipped ones, and those of the database.
fn known(desk: Option<&Desk>) -> Result<Vec<Topic>, Failure> {
    let mut known = intake::shipped_names();
    if let Some(desk) = desk {
        known.extend(desk.store.decks()?.iter().map(intake::topic));
    }
    Ok(known)
}

/// The desk, if there is a database: checking makes none.
fn existing_desk(common: &Common, screen: &mut Screen) -> Result<Option<Desk>, Failure> {
    let home = Home::locate(common.home.as_deref())?;
    if !home.data.join(store::FILE).exists() {
        return Ok(None);
    }
    Desk::open(common, screen).map(Some)
}
