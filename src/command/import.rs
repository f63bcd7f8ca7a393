//! `drill import`: decks into the database, as often as you like.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::card_json::line;
use super::complaints::{self, DiagnosticJson};
use super::desk::Desk;
use super::failure::{Exit, Failure};
use super::intake::{self, Plan};
use super::roadmap::import::first_name;
use super::{Common, locate, parcel, roadmap};
use crate::model::diagnostic::Level;
use crate::screen::Screen;
use crate::screen::progress::Progress;
use crate::screen::text::{clean_line, count, first_words};
use crate::shelf;
use crate::store::Occasion;

#[derive(Args)]
#[command(
    after_long_help = "Examples:\n  drill import notes/\n  drill import --dry-run notes/mvcc.md\n  drill import            # everything imported before\n  drill import japanese.apkg\n  drill import --to notes/anki --dry-run collection.colpkg"
)]
pub(super) struct Arguments {
    /// Markdown files and folders, and Anki packages; without any, decks that were imported before
    paths: Vec<PathBuf>,
    /// Also the decks that ship with the program
    #[arg(long)]
    shipped: bool,
    /// Say what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Agree to retire most of a deck's cards
    #[arg(short, long)]
    yes: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    ways: parcel::Ways,
}

#[derive(Serialize)]
struct Json {
    decks: usize,
    cards: usize,
    new: usize,
    reworded: usize,
    moved: usize,
    retired: usize,
    restored: usize,
    unchanged: usize,
    errors: usize,
    warnings: usize,
    diagnostics: Vec<DiagnosticJson>,
}

pub(super) fn run(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let (parcels, paths): (Vec<&PathBuf>, Vec<&PathBuf>) =
        (arguments.paths.iter()).partition(|path| parcel::recognise(path).is_some());
    let paths: Vec<PathBuf> = paths.into_iter().cloned().collect();
    let mut roots = locate(&paths)?;
    let mut desk = Desk::open(common, screen)?;
    let mut exit = Exit::Fine;
    for path in &parcels {
        let wishes = arguments.wishes(common);
        exit = exit.worse(parcel::take_in(path, &wishes, &mut desk, screen)?);
    }
    if !parcels.is_empty() && paths.is_empty() {
        return Ok(exit);
    }
    let plans = take_roadmaps(arguments, &mut desk, screen, &mut roots)?;
    if arguments.shipped {
        let exit = settle(arguments, &mut desk, screen, &Plan::of_shipped)?;
        if roots.is_empty() {
            return Ok(exit);
        }
    }
    if roots.is_empty() && plans > 0 {
        return Ok(Exit::Fine);
    }
    if roots.is_empty() {
        roots = desk.store.roots()?;
        roots.extend(locate(&desk.settings.decks)?);
    }
    if roots.is_empty() {
        return Err(Failure::usage("there is nothing to import")
            .help("name a Markdown file or a folder: `drill import notes/`; `--shipped` brings in the decks of the program"));
    }
    let visible = !common.quiet && !arguments.json;
    let begin: intake::Begin<'_> = &move |total| {
        let bar = Progress::over(total, "compiling", visible);
        Box::new(move || bar.step())
    };
    let plan = |desk: &Desk| {
        let mut plan = Plan::of_paths(desk, &roots, &[], begin)?;
        plan.remember(desk, &roots)?;
        Ok(plan)
    };
    settle(arguments, &mut desk, screen, &plan)
}

impl Arguments {
    fn wishes(&self, common: &Common) -> parcel::Wishes {
        parcel::Wishes {
            ways: self.ways.clone(),
            dry_run: self.dry_run,
            json: self.json,
            quiet: common.quiet,
        }
    }
}

/// Takes those files that are checklists without cards, and were named themselves, as roadmaps;
/// says how many there were. A folder may hold any list of things to do.
fn take_roadmaps(
    arguments: &Arguments,
    desk: &mut Desk,
    screen: &mut Screen,
    roots: &mut Vec<String>,
) -> Result<usize, Failure> {
    let mut plans = Vec::new();
    roots.retain(|path| match roadmap::import::recognise(path) {
        Some((origin, bytes)) => {
            plans.push((first_name(path).to_owned(), origin, bytes));
            false
        }
        None => true,
    });
    let count = plans.len();
    for (name, origin, bytes) in plans {
        let report = roadmap::import::take_in(desk, origin, &name, None, bytes, arguments.dry_run)?;
        report.print(desk, arguments.json, screen)?;
    }
    Ok(count)
}

/// Complains, asks where cards would be lost, stores, and reports.
fn settle(
    arguments: &Arguments,
    desk: &mut Desk,
    screen: &mut Screen,
    work_out: &dyn Fn(&Desk) -> Result<Plan, Failure>,
) -> Result<Exit, Failure> {
    let plan = &mut work_out(desk)?;
    for (path, cause) in &plan.unreadable {
        screen.news(&format!(
            "warning: `{}` cannot be read and is left as it was: {cause}",
            clean_line(&shelf::shorten(path))
        ));
    }
    if !arguments.json {
        let text = complaints::text(
            plan.diagnostics(),
            false,
            screen.width(),
            screen.news_theme(),
        );
        if !text.is_empty() {
            screen.news(&text);
        }
        tell_ambiguous(desk, screen, plan)?;
    }
    let report = report(plan);
    if !arguments.dry_run {
        agree(arguments, screen, plan)?;
        if changes_much(desk, plan)? {
            desk.back_up(Occasion::Import)?;
        }
        if !plan.store(desk)? {
            return settle(arguments, desk, screen, work_out);
        }
    }
    let text = text(&report, arguments.dry_run);
    let exit = if report.errors > 0 {
        Exit::Decks
    } else {
        Exit::Fine
    };
    screen.out(&if arguments.json { line(&report) } else { text })?;
    Ok(exit)
}

/// A deck that loses most of its cards was probably cut by accident.
fn agree(arguments: &Arguments, screen: &Screen, plan: &Plan) -> Result<(), Failure> {
    if plan.losses.is_empty() || arguments.yes {
        return Ok(());
    }
    let what = |loss: &intake::Loss| {
        format!(
            "`{}` would lose {} of its {} cards",
            clean_line(&loss.path),
            loss.lost,
            loss.before
        )
    };
    let losses: Vec<String> = plan.losses.iter().map(what).collect();
    let losses = losses.join("; ");
    if !arguments.json
        && screen.interactive()
        && screen.confirm(&format!("{losses}. Their history is kept. Go on?"))?
    {
        return Ok(());
    }
    Err(Failure::decks(losses)
        .because("the cards are not in the files any more, and no reworded ones take their place")
        .help("nothing was changed; put the text back, or agree with `--yes`: retired cards keep their history"))
}

/// Whether histories are at stake: then a copy of the database is worth its time.
fn changes_much(desk: &Desk, plan: &Plan) -> Result<bool, Failure> {
    const MANY: usize = 20;
    let change = &plan.change;
    let touched = change.retired.len() + change.reworded.len() + change.moved.len();
    Ok((touched > MANY || !plan.losses.is_empty()) && desk.store.last_stamp()?.is_some())
}

/// Names the cards whose histories could not be told apart.
fn tell_ambiguous(desk: &Desk, screen: &mut Screen, plan: &Plan) -> Result<(), Failure> {
    let first_line = |text: &str| format!("`{}`", first_words(text));
    let cards = || plan.fresh.iter().flat_map(|deck| &deck.compiled.cards);
    for (unclear, from) in &plan.change.ambiguous {
        let new: Vec<String> = cards()
            .filter(|card| unclear.contains(&card.id))
            .map(|card| first_line(card.ask.as_str()))
            .collect();
        let mut old = Vec::new();
        for id in from {
            old.extend(
                desk.store
                    .card_by_id(*id)?
                    .map(|card| first_line(&card.ask)),
            );
        }
        let starts = match new.len() {
            1 => "may be one of these reworded, and starts as a new card",
            _ => "may be some of these reworded, and start as new cards",
        };
        let text = format!(
            "note: {} {starts}: {}\n\
             help: to keep a history through any rewording, pin the card first: `## Question? {{#name}}`",
            new.join(", "),
            old.join(", ")
        );
        desk.news(screen, &text);
    }
    Ok(())
}

fn report(plan: &Plan) -> Json {
    Json {
        decks: plan.decks(),
        cards: plan.cards(),
        new: plan.change.fresh.len(),
        reworded: plan.change.reworded.len(),
        moved: plan.change.moved.len(),
        retired: plan.change.retired.len(),
        restored: plan.change.restored.len(),
        unchanged: plan.unchanged(),
        errors: plan.count(Level::Error),
        warnings: plan.count(Level::Warning),
        diagnostics: plan
            .diagnostics()
            .map(|(source, said)| DiagnosticJson::new(source, said))
            .collect(),
    }
}

/// `5 decks, 162 cards: 3 new, 2 reworded (history kept), 157 unchanged`.
fn text(report: &Json, dry_run: bool) -> String {
    let parts = [
        (report.new, "new"),
        (report.reworded, "reworded (history kept)"),
        (report.moved, "moved (history kept)"),
        (report.restored, "restored"),
        (report.retired, "retired"),
        (report.unchanged, "unchanged"),
    ];
    let mut parts: Vec<String> = parts
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| format!("{number} {what}"))
        .collect();
    if parts.is_empty() {
        parts.push("nothing".into());
    }
    let head = format!(
        "{}, {}",
        count(report.decks, "deck"),
        count(report.cards, "card")
    );
    let errors = match report.errors {
        0 => String::new(),
        errors => format!(
            "\n{}: what they are about did not go in, all else did",
            count(errors, "error")
        ),
    };
    let dry = if dry_run {
        " (nothing was changed)"
    } else {
        ""
    };
    format!("{head}: {}{dry}{errors}", parts.join(", "))
}
