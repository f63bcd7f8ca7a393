//! The media that cards show: found beside their decks, and only there. A deck from elsewhere must
//! not be able to carry other files of this machine away.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::exchange::anki::page::{media_names, name_of};
use crate::exchange::html::{MEDIA, file_name, unpercent};
use crate::exchange::parcel::Medium;
use crate::model::source::Origin;

/// See the file's first line.
#[derive(Default)]
pub(super) struct Pictures {
    /// By the name in the package.
    found: BTreeMap<String, PathBuf>,
    missing: BTreeSet<String>,
}

impl Pictures {
    /// What a side of a card, as Markdown, points to.
    pub(super) fn of_text(&mut self, origin: &Origin, markdown: &str) {
        for part in markdown.split("](").skip(1) {
            let target = part.split([')', ' ', '\n']).next().unwrap_or_default();
            let target = target.trim_matches(['<', '>']);
            let elsewhere =
                target.contains("://") || target.starts_with(['#', '/']) || target.contains(':');
            if !target.is_empty() && !elsewhere && Path::new(target).extension().is_some() {
                self.take(origin, &unpercent(target), &name_of(target));
            }
        }
    }

    /// What the fields of a note name, as they came.
    pub(super) fn of_fields(&mut self, origin: &Origin, keepsake: &str) {
        for name in crate::exchange::anki::fields_of(keepsake)
            .iter()
            .flat_map(|field| media_names(field))
        {
            if let Some(file) = file_name(&name) {
                self.take(origin, &format!("{MEDIA}/{file}"), &name);
            }
        }
    }

    /// The files to take along, and those that are not there.
    pub(super) fn into_media(self) -> (Vec<Medium>, Vec<String>) {
        let medium = |(name, path): (String, PathBuf)| Medium {
            name,
            fetch: Box::new(move || std::fs::read(&path)),
        };
        let media = self.found.into_iter().map(medium).collect();
        (media, self.missing.into_iter().collect())
    }

    fn take(&mut self, origin: &Origin, path: &str, name: &str) {
        let Origin::File(deck) = origin else {
            return;
        };
        let folder = Path::new(deck).parent().unwrap_or_else(|| Path::new("/"));
        let inside = folder.canonicalize().ok().and_then(|folder| {
            let path = folder.join(path).canonicalize().ok()?;
            (path.starts_with(&folder) && path.is_file()).then_some(path)
        });
        match (inside, file_name(name)) {
            (Some(path), Some(name)) => {
                self.found.entry(name).or_insert(path);
            }
            _ => {
                self.missing.insert(path.to_owned());
            }
        }
    }
}
