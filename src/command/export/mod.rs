//! `drill export`: cards with everything that happened to them, for another program.

mod gather;
mod pictures;

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::card_json::line;
use super::desk::Desk;
use super::failure::{Exit, Failure};
use super::{Common, Scope};
use crate::exchange::anki::Package;
use crate::exchange::{Format, Packing, Refusal};
use crate::screen::Screen;
use crate::screen::text::{clean_line, count};
use crate::shelf;

#[derive(Args)]
#[command(
    after_long_help = "The name of the file says in which format: `.apkg` for Anki.\n\nExamples:\n  drill export everything.apkg\n  drill export --deck 'go-*' --latest go.apkg"
)]
pub(super) struct Arguments {
    /// The file to write; one that is there is replaced
    file: PathBuf,
    #[command(flatten)]
    scope: Scope,
    /// Write Anki's newest layout, which versions before 2.1.50 do not read
    #[arg(long)]
    latest: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Json {
    file: String,
    format: &'static str,
    notes: usize,
    cards: usize,
    answers: usize,
    media: usize,
}

pub(super) fn run(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let name = clean_line(&arguments.file.display().to_string());
    let kind = arguments.file.extension().map(|kind| kind.to_ascii_lowercase());
    let format: &dyn Format = match kind.as_ref().and_then(|kind| kind.to_str()) {
        Some("apkg") => &Package,
        _ => {
            return Err(Failure::usage(format!("`{name}` does not say in which format to write"))
                .help("give the file a name that ends in `.apkg`"));
        }
    };
    let desk = Desk::open_stocked(common, screen)?;
    let (parcel, missing) = gather::gather(&desk, &arguments.scope, format.name())?;
    let packing = Packing {
        now: desk.clock.now(),
        rollover: desk.settings.day_start.hour(),
        latest: arguments.latest,
    };
    let mut refusal = None;
    let written = shelf::replace_by(&arguments.file, |file| {
        format.write(&parcel, &packing, file).map_err(|said| {
            refusal = Some(said);
            std::io::Error::other("the file cannot be written")
        })
    });
    written.map_err(|error| match refusal {
        Some(Refusal { what, cause, help }) => {
            let failure = Failure::machine(format!("`{name}` cannot be written: {what}"));
            let cause = cause.unwrap_or_else(|| error.to_string());
            failure.because(cause).help(help)
        }
        None => Failure::machine(format!("`{name}` cannot be written"))
            .because(error)
            .help("name a file in a folder that exists and that you may write to"),
    })?;
    for path in &missing {
        desk.news(screen, &format!("note: `{}` is not there and was left out", clean_line(path)));
    }
    let json = Json {
        file: arguments.file.display().to_string(),
        format: format.name(),
        notes: parcel.notes.len(),
        cards: parcel.cards.len(),
        answers: parcel.reviews.len(),
        media: parcel.media.len(),
    };
    if arguments.json {
        screen.out(&line(&json))?;
        return Ok(Exit::Fine);
    }
    screen.out(&format!(
        "{name}: {}, {}, {}",
        count(json.cards, "card"),
        count(json.answers, "answer"),
        count(json.media, "file")
    ))?;
    desk.news(
        screen,
        "help: in Anki, File > Import; a card that is there already keeps its own schedule, so to bring everything home delete the deck there first",
    );
    Ok(Exit::Fine)
}
