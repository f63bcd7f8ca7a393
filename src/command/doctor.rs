//! `drill doctor`: is the database sound, and does what is derived follow from the log?

use clap::Args;
use serde::Serialize;

use super::Common;
use super::card_json::line;
use super::desk::Desk;
use super::failure::{Exit, Failure};
use super::restore;
use crate::screen::Screen;
use crate::screen::text::clean_line;
use crate::store::{Finding, Occasion};

#[derive(Args)]
#[command(after_long_help = "Examples:\n  drill doctor\n  drill doctor --fix")]
pub(super) struct Arguments {
    /// Derive again what is derived (a copy of the database is made first)
    #[arg(long)]
    fix: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Json {
    healthy: bool,
    fixed: bool,
    findings: Vec<FindingJson>,
}

#[derive(Serialize)]
struct FindingJson {
    kind: &'static str,
    card: Option<String>,
    entry: Option<String>,
    message: String,
    help: String,
    /// A finding to know of, which is not a fault.
    note: bool,
}

pub(super) fn run(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let mut desk = Desk::open_as_it_is(common, screen)?;
    if desk.store.misshapen()?.is_empty() {
        desk.settle()?;
    }
    let mut findings = desk.inspect()?;
    let fixed = arguments.fix && findings.iter().any(|found| !is_note(found));
    if fixed {
        desk.back_up(Occasion::Fix)?;
        desk.mend()?;
        findings = desk.inspect()?;
    }
    let remedy = findings
        .iter()
        .find(|found| is_loss(found))
        .map_or_else(String::new, |_| restore::remedy(&desk.home));
    let findings: Vec<FindingJson> = findings.iter().map(|found| json(found, &remedy)).collect();
    let healthy = findings.iter().all(|found| found.note);
    if arguments.json {
        screen.out(&line(&Json {
            healthy,
            fixed,
            findings,
        }))?;
    } else {
        for found in &findings {
            let what = if found.note { "note" } else { "error" };
            screen.out(&format!(
                "{what}: {}\nhelp: {}",
                clean_line(&found.message),
                found.help
            ))?;
        }
        if fixed {
            screen.out("derived again what follows from the log and the decks")?;
        }
        if healthy {
            screen.out("the database is sound")?;
        }
    }
    Ok(if healthy { Exit::Fine } else { Exit::Machine })
}

/// To know of, and no fault.
const fn is_note(found: &Finding) -> bool {
    match found {
        Finding::Dangling(_) | Finding::Held(_) => true,
        Finding::Broken(_)
        | Finding::Misshapen(_)
        | Finding::Stale { .. }
        | Finding::Mismarked { .. }
        | Finding::Astray(..) => false,
    }
}

/// Nothing that could be derived.
const fn is_loss(found: &Finding) -> bool {
    matches!(found, Finding::Broken(_))
}

const FIX: &str = "`drill doctor --fix` derives it again";

fn json(found: &Finding, remedy: &str) -> FindingJson {
    let (card, entry) = match found {
        Finding::Stale { card, .. } | Finding::Mismarked { card, .. } => (Some(*card), None),
        Finding::Dangling(entry) | Finding::Held(entry) => (Some(entry.card), Some(entry.stamp.id)),
        Finding::Broken(_) | Finding::Misshapen(_) | Finding::Astray(..) => (None, None),
    };
    let (kind, message, help) = told(found, remedy);
    FindingJson {
        kind,
        card: card.map(|card| card.to_string()),
        entry: entry.map(|entry| entry.to_string()),
        message,
        help: help.to_owned(),
        note: is_note(found),
    }
}

/// Kind, message and help.
fn told<'text>(found: &Finding, remedy: &'text str) -> (&'static str, String, &'text str) {
    match found {
        Finding::Broken(what) => ("broken", format!("the database is damaged: {what}"), remedy),
        Finding::Misshapen(what) => ("misshapen", what.clone(), FIX),
        Finding::Dangling(entry) => (
            "dangling",
            format!(
                "the entry {} takes back an entry that the log does not have",
                entry.stamp.id
            ),
            "the log of another machine may be missing; nothing is lost, the entry is ignored",
        ),
        Finding::Held(entry) => (
            "held",
            format!(
                "an entry is dated {}, in the future, and held back until then",
                entry.stamp.at
            ),
            "the clock of a machine was wrong; the card is asked as if the entry were not there",
        ),
        Finding::Stale {
            card,
            cached,
            folded,
        } => (
            "stale",
            format!(
                "the card {card} is kept as {}, but its history says {}",
                standing(cached.as_ref()),
                standing(folded.as_ref())
            ),
            "`drill doctor --fix` derives it again from the log, which is what counts",
        ),
        Finding::Mismarked { card, mark } => (
            "mismarked",
            format!("the card {card} is marked as {mark} and is not, or is and is not marked"),
            FIX,
        ),
        Finding::Astray(what, count) => ("astray", format!("{what}: {count}"), FIX),
    }
}

fn standing(standing: Option<&crate::model::standing::Standing>) -> String {
    standing.map_or_else(
        || "new".into(),
        |standing| format!("due {}, interval {} d", standing.due, standing.interval.0),
    )
}
