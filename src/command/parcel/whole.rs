//! Everything of another `drill` on its way in: it joins what is there, line by line of the log.

use std::collections::HashSet;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{Wishes, refuse};
use crate::command::card_json::line;
use crate::command::desk::Desk;
use crate::command::failure::{Exit, Failure};
use crate::command::settings::Settings;
use crate::exchange::archive;
use crate::model::collection::Collection;
use crate::model::source::Origin;
use crate::screen::Screen;
use crate::screen::text::{clean_line, count};
use crate::shelf;
use crate::store::{Gained, Occasion};

#[derive(Serialize)]
struct Json<'a> {
    file: &'a str,
    format: &'static str,
    decks: usize,
    cards: usize,
    roadmaps: usize,
    /// Of the log.
    lines: usize,
    /// Whether its settings are in force now.
    settings: bool,
    dry_run: bool,
}

/// What is remembered, so that it can be taken back.
#[derive(Serialize, Deserialize)]
struct Memory {
    file: String,
    backup: PathBuf,
    /// The database right after it.
    mark: String,
    settings: bool,
}

const MEMORY: &str = "joined";

/// # Errors
/// When it is no whole document, or ours cannot be written; then nothing has changed.
pub(super) fn take_in(
    path: &Path,
    wishes: &Wishes,
    desk: &mut Desk,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let open = || shelf::open(path).map(BufReader::new);
    let mut collection = archive::read(&open).map_err(|refusal| refuse(path, refusal))?;
    settle(&mut collection, desk, screen);
    let new_settings = collection
        .settings
        .clone()
        .filter(|_| !desk.settings_file().exists());
    let mut settings = new_settings.is_some();
    let gained = if wishes.dry_run {
        desk.store.join(&collection, true)?
    } else {
        let backup = desk.back_up(Occasion::Import)?;
        let gained = desk.store.join(&collection, false)?;
        if let Some(text) = &new_settings {
            settings = write_settings(text, desk, screen)?;
        }
        if !gained.is_nothing() {
            desk.mend()?;
            desk.put_in_order()?;
        }
        let memory = Memory {
            file: path.display().to_string(),
            backup,
            mark: desk.store.mark()?,
            settings,
        };
        if settings || !gained.is_nothing() {
            desk.store.keep_note(MEMORY, &line(&memory))?;
        }
        gained
    };
    let file = path.display().to_string();
    let report = Json {
        file: &file,
        format: "json",
        decks: gained.decks,
        cards: gained.cards,
        roadmaps: gained.roadmaps,
        lines: gained.lines,
        settings,
        dry_run: wishes.dry_run,
    };
    screen.out(&if wishes.json {
        line(&report)
    } else {
        text(&report, gained)
    })?;
    Ok(Exit::Fine)
}

/// Takes the last document back, if nothing has happened since; `false` if none is there to take
/// back.
///
/// # Errors
/// When the copy from before it cannot be read; then nothing has changed.
pub(super) fn take_back(desk: &mut Desk, screen: &mut Screen) -> Result<bool, Failure> {
    let noted = desk.store.noted(MEMORY)?;
    let memory: Option<Memory> = noted.and_then(|noted| serde_json::from_str(&noted).ok());
    let Some(memory) = memory else {
        return Ok(false);
    };
    if memory.mark != desk.store.mark()? {
        return Ok(false);
    }
    if !memory.backup.is_file() {
        return Err(Failure::machine("the copy from before the import is gone")
            .because(format!("`{}` is not there", memory.backup.display()))
            .help("nothing was changed; the folder `backups` may have an older copy"));
    }
    desk.store.put_back(&memory.backup)?;
    if memory.settings {
        std::fs::remove_file(desk.settings_file()).ok();
    }
    screen.out(&format!(
        "took back the import of {}",
        clean_line(&memory.file)
    ))?;
    Ok(true)
}

/// Makes the places of another machine those of this one: a deck whose file is not here is kept in
/// the database, and a folder that is not here is not kept up with.
fn settle(collection: &mut Collection, desk: &Desk, screen: &mut Screen) {
    let mut moved = 0;
    let mut names = HashSet::new();
    for deck in collection.decks.iter_mut().filter(|deck| !deck.gone) {
        if let Origin::File(path) = &deck.origin
            && deck.text.is_some()
            && !Path::new(path).is_file()
        {
            let name = kept_name(path, &collection.roots);
            let numbered = (2..).map(|number| format!("{number}/{name}"));
            let mut free = std::iter::once(name.clone()).chain(numbered);
            let name = free.find(|name| names.insert(name.clone())).unwrap_or(name);
            deck.origin = Origin::Kept(name);
            moved += 1;
        }
    }
    collection.roots.retain(|root| Path::new(root).exists());
    if moved > 0 {
        let what = format!(
            "note: {} of files that are not on this machine: kept in the database; `drill export --as md DIR` writes them",
            count(moved, "deck")
        );
        desk.news(screen, &what);
    }
}

/// How a deck lay in the folder that was kept up with: `notes/go/go-gc.md`.
fn kept_name(path: &str, roots: &[String]) -> String {
    let root = roots
        .iter()
        .filter(|root| Path::new(path).starts_with(root))
        .min();
    let folder = root.and_then(|root| Path::new(root).parent());
    let file = Path::new(path).file_name().map(Path::new);
    let below = folder.and_then(|folder| Path::new(path).strip_prefix(folder).ok());
    let name = below.or(file).unwrap_or(Path::new("deck.md"));
    name.to_string_lossy().replace('\\', "/")
}

/// Writes the settings, if they can be understood here.
fn write_settings(text: &str, desk: &Desk, screen: &mut Screen) -> Result<bool, Failure> {
    let file = desk.settings_file();
    let draft = file.with_extension("toml.part");
    let cannot = |error: std::io::Error| {
        Failure::machine(format!("`{}` cannot be written", file.display()))
            .because(error)
            .help("check the folder, its permissions and the free space")
    };
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).map_err(cannot)?;
    }
    std::fs::write(&draft, text).map_err(cannot)?;
    if Settings::read(&draft).is_err() {
        std::fs::remove_file(&draft).ok();
        desk.news(
            screen,
            "note: its settings cannot be understood here, and were left out",
        );
        return Ok(false);
    }
    std::fs::rename(&draft, file).map_err(cannot)?;
    Ok(true)
}

/// `all.json: 12 decks, 431 cards, 5210 lines of the log`.
fn text(report: &Json<'_>, gained: Gained) -> String {
    let mut parts: Vec<String> = [
        (gained.decks, "deck", ""),
        (gained.cards, "card", ""),
        (gained.roadmaps, "roadmap", ""),
        (gained.lines, "line", " of the log"),
    ]
    .into_iter()
    .filter(|(number, ..)| *number > 0)
    .map(|(number, what, of)| format!("{}{of}", count(number, what)))
    .collect();
    if report.settings {
        parts.push("settings".to_owned());
    }
    if parts.is_empty() {
        parts.push("nothing".to_owned());
    }
    let dry = if report.dry_run {
        " (nothing was changed)"
    } else {
        ""
    };
    format!(
        "{}: new: {}{dry}",
        clean_line(report.file),
        parts.join(", ")
    )
}
