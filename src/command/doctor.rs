//! `drill doctor`: is the database sound, and does what is derived follow from the log?

use clap::Args;
use serde::Serialize;

use super::Common;
use super::card_json::line;
use super::desk::Desk;
use super::failure::{Exit, Failure};
use crate::screen::Screen;
use crate::screen::text::clean_line;
use crate::store::Finding;

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
    help: &'static str,
    /// A finding to know of, which is not a fault.
    note: bool,
}

pub(super) fn run(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let mut desk = Desk::open(common, screen)?;
    let mut findings = desk.inspect()?;
    let stale = |findings: &[Finding]| {
        findings
            .iter()
            .any(|found| matches!(found, Finding::Stale { .. }))
    };
    let fixed = arguments.fix && stale(&findings);
    if fixed {
        desk.back_up("before-fix")?;
        desk.derive()?;
        findings = desk.inspect()?;
    }
    let findings: Vec<FindingJson> = findings.iter().map(json).collect();
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
            screen.out("derived the standings again from the log")?;
        }
        if healthy {
            screen.out("the database is sound")?;
        }
    }
    Ok(if healthy { Exit::Fine } else { Exit::Machine })
}

fn json(found: &Finding) -> FindingJson {
    match found {
        Finding::Broken(what) => FindingJson {
            kind: "broken",
            card: None,
            entry: None,
            message: format!("the file is damaged: {what}"),
            help: "put back a copy from the folder `backups`, beside the database",
            note: false,
        },
        Finding::Dangling(entry) => FindingJson {
            kind: "dangling",
            card: Some(entry.card.to_string()),
            entry: Some(entry.stamp.id.to_string()),
            message: format!(
                "the entry {} takes back an entry that the log does not have",
                entry.stamp.id
            ),
            help: "the log of another machine may be missing; nothing is lost, the entry is ignored",
            note: true,
        },
        Finding::Held(entry) => FindingJson {
            kind: "held",
            card: Some(entry.card.to_string()),
            entry: Some(entry.stamp.id.to_string()),
            message: format!(
                "an entry is dated {}, in the future, and held back until then",
                entry.stamp.at
            ),
            help: "the clock of a machine was wrong; the card is asked as if the entry were not there",
            note: true,
        },
        Finding::Stale {
            card,
            cached,
            folded,
        } => FindingJson {
            kind: "stale",
            card: Some(card.to_string()),
            entry: None,
            message: format!(
                "the card {card} is kept as {}, but its history says {}",
                standing(cached.as_ref()),
                standing(folded.as_ref())
            ),
            help: "`drill doctor --fix` derives it again from the log, which is what counts",
            note: false,
        },
    }
}

fn standing(standing: Option<&crate::model::standing::Standing>) -> String {
    standing.map_or_else(
        || "new".into(),
        |standing| format!("due {}, interval {} d", standing.due, standing.interval.0),
    )
}
