//! What a device studies from, for the others: a list of its decks and roadmaps, and beside it each
//! text under the hash of what it says. Only its own device writes a list or a text.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::file::replace;
use super::line::{body, checked};

pub(crate) use super::line::hash;

/// One thing that a device studies from.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Debug)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(crate) enum Text {
    /// It has the decks that ship with the program.
    Shipped,
    Deck {
        title: String,
        /// Below the folder that it was imported from, with that folder's name.
        path: String,
        hash: String,
        /// When this device first saw it like that: milliseconds since 1970.
        at: i64,
        /// The file's size and time of change, to notice the next change.
        size: i64,
        changed: i64,
    },
    Roadmap {
        name: String,
        /// The first day of the plan: days since 1970-01-01.
        start: i64,
        hash: String,
        /// The hash of what its items are called.
        items: String,
        at: i64,
    },
}

/// The list of a device, as far as it could be read.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct List {
    pub(crate) texts: Vec<Text>,
    /// Something was damaged, or is only known to a newer version.
    pub(crate) flawed: bool,
}

const FORMAT: &str = "drill-texts 1";

/// No text is longer.
const LONGEST: u64 = 64 << 20;

/// The path of a device's list, below the shared folder.
pub(crate) fn list_name(device: &str) -> String {
    format!("{device}/texts.list")
}

/// Where the texts of a device lie.
pub(crate) fn folder(dir: &Path, device: &str) -> PathBuf {
    dir.join(device).join("texts")
}

/// Whether a device has a list.
pub(crate) fn is_listed(dir: &Path, device: &str) -> bool {
    dir.join(list_name(device)).is_file()
}

/// The list of a device; an empty one, which says nothing for sure, if it has none yet.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn list(dir: &Path, device: &str) -> io::Result<List> {
    let path = dir.join(list_name(device));
    match fs::symlink_metadata(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        // What is not there says nothing about what is gone.
        Err(_) => {
            return Ok(List {
                flawed: true,
                ..List::default()
            });
        }
        Ok(facts) if !facts.is_file() || facts.len() > LONGEST => {
            return Ok(List {
                flawed: true,
                ..List::default()
            });
        }
        Ok(_) => {}
    }
    Ok(read(&fs::read(path)?))
}

/// Writes the list of this device, if it does not say that already.
///
/// # Errors
/// When the disk refuses.
pub(crate) fn keep_list(dir: &Path, device: &str, texts: &[Text]) -> io::Result<()> {
    replace(
        &dir.join(list_name(device)),
        write(device, texts).as_bytes(),
    )
}

/// Writes a text of this device; returns its hash.
///
/// # Errors
/// When the disk refuses.
pub(crate) fn keep(dir: &Path, device: &str, bytes: &[u8]) -> io::Result<String> {
    let hash = hash(bytes);
    replace(&folder(dir, device).join(&hash), bytes)?;
    Ok(hash)
}

/// Whether a text of this device lies there with that length.
pub(crate) fn is_there(dir: &Path, device: &str, hash: &str, size: i64) -> bool {
    fs::metadata(folder(dir, device).join(hash))
        .is_ok_and(|facts| i64::try_from(facts.len()) == Ok(size))
}

/// A text; `None` if it has not arrived whole.
pub(crate) fn read_text(dir: &Path, device: &str, name: &str) -> Option<Vec<u8>> {
    let path = folder(dir, device).join(Path::new(name).file_name()?);
    let facts = fs::symlink_metadata(&path).ok()?;
    if !facts.is_file() || facts.len() > LONGEST {
        return None;
    }
    fs::read(path).ok().filter(|bytes| hash(bytes) == name)
}

/// Removes the texts of this device that it does not need any more.
///
/// # Errors
/// When the disk refuses.
pub(crate) fn prune(dir: &Path, device: &str, needed: &HashSet<&str>) -> io::Result<()> {
    let entries = match fs::read_dir(folder(dir, device)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        if !needed.contains(entry.file_name().to_string_lossy().as_ref()) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// The parts of a path that another device chose, if they stay below any folder they are put in.
pub(crate) fn harmless(path: &str) -> Option<Vec<&str>> {
    let parts: Vec<&str> = path.split('/').collect();
    let good = |part: &&str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.len() <= 200
            && !part.contains(['\\', ':'])
            && !part.chars().any(char::is_control)
    };
    (parts.len() <= 32 && parts.iter().all(good)).then_some(parts)
}

fn write(device: &str, texts: &[Text]) -> String {
    let mut list = format!("{FORMAT} {device}\n");
    for text in texts {
        // Strings and numbers always have a form in JSON.
        list.extend(serde_json::to_string(text).map(|text| checked(&text)));
    }
    list
}

fn read(bytes: &[u8]) -> List {
    let mut lines = bytes.split_inclusive(|byte| *byte == b'\n');
    let known = lines
        .next()
        .is_some_and(|first| first.starts_with(FORMAT.as_bytes()));
    if !known {
        return List {
            flawed: true,
            ..List::default()
        };
    }
    let mut list = List::default();
    for line in lines {
        let text = line
            .strip_suffix(b"\n")
            .map(|line| line.strip_suffix(b"\r").unwrap_or(line));
        match text
            .and_then(body)
            .and_then(|json| serde_json::from_str(json).ok())
        {
            Some(text) => list.texts.push(text),
            None => list.flawed = true,
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts() -> Vec<Text> {
        let hash = "0".repeat(32);
        vec![
            Text::Shipped,
            Text::Deck {
                title: "A \"deck\"\nof two lines".into(),
                path: "notes/ж.md".into(),
                hash: hash.clone(),
                at: 5,
                size: 6,
                changed: 7,
            },
            Text::Roadmap {
                name: "plan".into(),
                start: 20_777,
                hash: hash.clone(),
                items: hash,
                at: -1,
            },
        ]
    }

    #[test]
    fn a_list_is_read_as_it_was_written_and_damage_costs_a_line() {
        let written = write("laptop-1", &texts());
        let mut list = read(written.as_bytes());
        assert_eq!(
            (list.texts.as_slice(), list.flawed),
            (texts().as_slice(), false)
        );
        list = read(written.replace("notes", "nodes").as_bytes());
        assert_eq!((list.texts.len(), list.flawed), (2, true));
        list = read(&written.as_bytes()[..written.len() - 3]);
        assert_eq!((list.texts.len(), list.flawed), (2, true));
        list = read(written.replace("drill-texts 1", "drill-texts 2").as_bytes());
        assert_eq!((list.texts.len(), list.flawed), (0, true));
    }

    #[test]
    fn paths_of_others_stay_where_they_are_put() {
        for bad in [
            "",
            "/etc/passwd",
            "../a.md",
            "a/../b.md",
            "a//b.md",
            ".ssh/a.md",
            "a\\b.md",
            "c:a.md",
            "a\u{1b}.md",
        ] {
            assert_eq!(harmless(bad), None, "{bad}");
        }
        assert_eq!(harmless("notes/ж a.md"), Some(vec!["notes", "ж a.md"]));
    }
}
