//! Cards with everything that happened to them, as a package of Anki.

use std::path::Path;

use serde::Serialize;

use super::{Arguments, gather};
use crate::command::card_json::line;
use crate::command::desk::Desk;
use crate::command::failure::{Exit, Failure};
use crate::exchange::anki::Package;
use crate::exchange::parcel::Parcel;
use crate::exchange::{Format, Packing, Refusal};
use crate::screen::Screen;
use crate::screen::text::{clean_line, count};
use crate::shelf;

#[derive(Serialize)]
struct Json {
    file: String,
    format: &'static str,
    notes: usize,
    cards: usize,
    answers: usize,
    media: usize,
}

/// # Errors
/// When the database cannot be read or the file not be written.
pub(super) fn write(
    arguments: &Arguments,
    desk: &Desk,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let format: &dyn Format = &Package;
    let (parcel, missing) = gather::gather(desk, &arguments.scope, format.name())?;
    let packing = Packing {
        now: desk.clock.now(),
        rollover: desk.settings.day_start.hour(),
        latest: arguments.latest,
    };
    write_file(&arguments.path, format, &parcel, &packing)?;
    for path in &missing {
        let news = format!("note: `{}` is not there and was left out", clean_line(path));
        desk.news(screen, &news);
    }
    let json = Json {
        file: arguments.path.display().to_string(),
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

/// Writes the file, all of it or nothing.
fn write_file(
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
