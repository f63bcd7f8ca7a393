//! `drill undo --import`: the last import of another program's file, taken back.

use std::collections::HashMap;
use std::path::Path;

use serde::Serialize;

use super::files::{remove_empty, restore};
use crate::command::card_json::line;
use crate::command::desk::Desk;
use crate::command::failure::{Exit, Failure};
use crate::command::intake::Plan;
use crate::exchange;
use crate::model::source::Origin;
use crate::screen::Screen;
use crate::screen::text::{clean_line, count};
use crate::shelf;
use crate::store::{Occasion, PastImport, WrittenFile};

#[derive(Serialize)]
struct Json<'a> {
    file: &'a str,
    files: usize,
    /// Edited since, and left as they are.
    left: Vec<String>,
}

/// # Errors
/// When there is no import, or the database cannot be written; then nothing has changed.
pub(crate) fn run(json: bool, desk: &mut Desk, screen: &mut Screen) -> Result<Exit, Failure> {
    let Some(import) = desk.store.last_import()? else {
        return Err(Failure::usage("no file of another program was imported")
            .help("`drill undo` takes back answers; decks of your own are yours to edit"));
    };
    let (ours, left): (Vec<&WrittenFile>, Vec<&WrittenFile>) =
        import.files.iter().partition(|file| is_as_written(file));
    let kept = desk.store.decks_of_import(import.number)?;
    let mut back: Vec<(Origin, String)> = Vec::new();
    let mut gone: Vec<Origin> = Vec::new();
    for file in ours
        .iter()
        .filter(|file| shelf::is_markdown(file.path.as_ref()))
    {
        let origin = Origin::File(file.path.clone());
        match &file.before {
            Some(before) => back.push((origin, String::from_utf8_lossy(before).into_owned())),
            None => gone.push(origin),
        }
    }
    for (path, before) in kept {
        match before {
            Some(before) => back.push((Origin::Kept(path), before)),
            None => gone.push(Origin::Kept(path)),
        }
    }
    desk.back_up(Occasion::Import)?;
    // A folder in which something stays is still kept up with.
    let mut withdrawn = import.clone();
    withdrawn.roots.retain(|_| left.is_empty());
    while !Plan::of_texts(desk, &|| back.clone(), &gone)?.store_with(
        desk,
        None,
        Some(&withdrawn),
    )? {}
    put_files_back(&ours, &import, screen);
    let left: Vec<String> = left.iter().map(|file| shelf::shorten(&file.path)).collect();
    if json {
        screen.out(&line(&Json {
            file: &import.file,
            files: ours.len(),
            left,
        }))?;
        return Ok(Exit::Fine);
    }
    for path in &left {
        screen.news(&format!(
            "note: `{}` was edited since and is left as it is",
            clean_line(path)
        ));
    }
    screen.out(&format!(
        "took back the import of {}: {}",
        clean_line(&import.file),
        count(ours.len(), "file")
    ))?;
    Ok(Exit::Fine)
}

/// The database is right already; a file that resists is named.
fn put_files_back(files: &[&WrittenFile], import: &PastImport, screen: &mut Screen) {
    for file in files {
        if let Err(error) = restore(file) {
            screen.news(&format!(
                "warning: `{}` could not be put back: {error}",
                clean_line(&file.path)
            ));
        }
    }
    let folders: HashMap<&Path, ()> = (import.files.iter())
        .filter_map(|file| Some((Path::new(&file.path).parent()?, ())))
        .collect();
    for folder in folders.into_keys() {
        remove_empty(folder);
    }
    for root in &import.roots {
        remove_empty(root.as_ref());
    }
}

/// Whether a file is still what the import wrote; a link is not.
fn is_as_written(file: &WrittenFile) -> bool {
    let path = Path::new(&file.path);
    let plain = path.symlink_metadata().is_ok_and(|facts| facts.is_file());
    plain && std::fs::read(path).is_ok_and(|bytes| exchange::digest(&bytes) == file.digest)
}
