//! `drill export`: cards with everything that happened to them, for another program.

mod gather;
mod pictures;

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::card_json::line;
use super::desk::Desk;
use super::failure::{Exit, Failure};
use super::{Common, Scope};
use crate::exchange::anki::Package;
use crate::exchange::parcel::Parcel;
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
    let format = format_of(&arguments.file)?;
    let desk = Desk::open_stocked(common, screen)?;
    let (parcel, missing) = gather::gather(&desk, &arguments.scope, format.name())?;
    let packing = Packing {
        now: desk.clock.now(),
        rollover: desk.settings.day_start.hour(),
        latest: arguments.latest,
    };
    write(&arguments.file, format, &parcel, &packing)?;
    for path in &missing {
        let news = format!("note: `{}` is not there and was left out", clean_line(path));
        desk.news(screen, &news);
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
        "{}: {}, {}, {}",
        clean_line(&json.file),
        count(json.cards, "card"),
        count(json.answers, "answer"),
        count(json.media, "file")
    ))?;
    desk.news(screen, BRING_HOME);
    Ok(Exit::Fine)
}

const BRING_HOME: &str = "help: in Anki, File > Import; a card that is there already keeps its own schedule, so to bring everything home delete the deck there first";

fn format_of(file: &Path) -> Result<&'static dyn Format, Failure> {
    let kind = file.extension().map(|kind| kind.to_ascii_lowercase());
    match kind.as_ref().and_then(|kind| kind.to_str()) {
        Some("apkg") => Ok(&Package),
        _ => {
            let name = clean_line(&file.display().to_string());
            let what = format!("`{name}` does not say in which format to write");
            Err(Failure::usage(what).help("give the file a name that ends in `.apkg`"))
        }
    }
}

/// Writes the file, all of it or nothing.
fn write(
    file: &Path,
    format: &dyn Format,
    parcel: &Parcel,
    packing: &Packing,
) -> Result<(), Failure> {
    let name = clean_line(&file.display().to_string());
    let mut refusal = None;
    let written = shelf::replace_by(file, |there| {
        format.write(parcel, packing, there).map_err(|said| {
            refusal = Some(said);
            std::io::ErrorKind::Other.into()
        })
    });
    written.map_err(|error| match refusal {
        Some(Refusal { what, cause, help }) => {
            let failure = Failure::machine(format!("`{name}` cannot be written: {what}"));
            failure
                .because(cause.unwrap_or_else(|| error.to_string()))
                .help(help)
        }
        None => Failure::machine(format!("`{name}` cannot be written"))
            .because(error)
            .help("name a file in a folder that exists and that you may write to"),
    })
}
