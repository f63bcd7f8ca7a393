//! Decks as a folder of Markdown that compiles to the same cards, with the same names.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::{Written, file, table};
use crate::command::desk::Desk;
use crate::command::failure::Failure;
use crate::command::read::source;
use crate::compile::{self, settle};
use crate::model::deck::Compiled;
use crate::model::source::{Origin, Source};
use crate::store::KnownDeck;

/// # Errors
/// When the database cannot be read or a file not be written; files that were written by then stay.
pub(super) fn write(
    desk: &Desk,
    folder: &Path,
    scope: Option<&HashSet<i64>>,
    force: bool,
) -> Result<Written, Failure> {
    let chosen = table::chosen(desk, scope)?;
    let roots = desk.store.roots()?;
    let mut written = Written {
        file: folder.display().to_string(),
        ..Written::default()
    };
    let mut names = HashSet::new();
    let mut files: Vec<(PathBuf, String)> = Vec::new();
    for deck in desk.store.decks()? {
        if chosen
            .as_ref()
            .is_some_and(|decks| !decks.contains(deck.origin.path()))
        {
            continue;
        }
        let Ok(bytes) = source(desk, &deck.origin) else {
            written.missing.push(deck.name);
            continue;
        };
        let (source, _) = compile::read(deck.origin.clone(), bytes);
        let compiled = compile::compile(&source);
        if compiled.cards.is_empty() && deck.cards == 0 {
            continue;
        }
        let path = free(place(&deck, &roots), &mut names);
        written.decks += 1;
        written.cards += compiled.cards.len();
        let text = titled(source.text, &path, &compiled);
        files.push((folder.join(path), text));
    }
    if files.is_empty() {
        return Err(
            Failure::usage("there is no deck to write").help("`drill decks` lists the decks")
        );
    }
    for (path, text) in &files {
        let parent = path.parent().unwrap_or(folder);
        std::fs::create_dir_all(parent).map_err(|error| file::cannot_write(parent, &error))?;
        file::write(path, force, &mut |out| {
            out.write_all(text.as_bytes())
                .map_err(|error| file::cannot_write(path, &error))
        })?;
    }
    Ok(written)
}

/// Where a deck goes in the folder: as it lies in its own.
fn place(deck: &KnownDeck, roots: &[String]) -> PathBuf {
    let path = Path::new(deck.origin.path());
    let below = match &deck.origin {
        Origin::Shipped(_) | Origin::Kept(_) => Some(path),
        Origin::File(_) => {
            let roots = roots.iter().filter_map(|root| path.strip_prefix(root).ok());
            roots
                .filter(|below| below.file_name().is_some())
                .min_by_key(|below| below.as_os_str().len())
        }
    };
    let below = below.or(path.file_name().map(Path::new)).unwrap_or(path);
    // Whatever its path was, the parts of it are names and nothing else.
    let parts = below.components().filter_map(|part| match part {
        std::path::Component::Normal(name) => Some(name),
        std::path::Component::Prefix(_)
        | std::path::Component::RootDir
        | std::path::Component::CurDir
        | std::path::Component::ParentDir => None,
    });
    parts.collect()
}

/// The path, or one in a numbered folder if another deck has that.
fn free(path: PathBuf, names: &mut HashSet<String>) -> PathBuf {
    let mut number = 1;
    loop {
        let place = match number {
            1 => path.clone(),
            number => Path::new(&number.to_string()).join(&path),
        };
        if names.insert(place.to_string_lossy().to_lowercase()) {
            return place;
        }
        number += 1;
    }
}

/// The text with its title in it, if only the name of its file said it.
fn titled(text: String, path: &Path, compiled: &Compiled) -> String {
    let there = Source {
        origin: Origin::File(path.to_string_lossy().into_owned()),
        text,
    };
    let title = &compiled.deck.title;
    if compile::compile(&there).deck.title == *title {
        return there.text;
    }
    settle::front_matter(title) + &there.text
}
