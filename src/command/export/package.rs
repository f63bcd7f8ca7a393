//! Cards with everything that happened to them, as a package of Anki.

use serde::Serialize;

use super::{Arguments, gather};
use crate::command::card_json::line;
use crate::command::desk::Desk;
use crate::command::failure::{Exit, Failure};
use crate::exchange::anki::Package;
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
    let name = clean_line(&arguments.path.display().to_string());
    let format: &dyn Format = &Package;
    let (parcel, missing) = gather::gather(desk, &arguments.scope, format.name())?;
    let packing = Packing {
        now: desk.clock.now(),
        rollover: desk.settings.day_start.hour(),
        latest: arguments.latest,
    };
    let mut refusal = None;
    let written = shelf::replace_by(&arguments.path, |file| {
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
