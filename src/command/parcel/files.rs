//! The files that an import writes, all of them below one folder: each as a whole or not at all,
//! never through a link, and each put back as it was when something fails.

use std::fs;
use std::path::{Path, PathBuf};

use super::Wishes;
use super::arrivals::Arrivals;
use crate::command::desk::Desk;
use crate::command::failure::Failure;
use crate::exchange;
use crate::exchange::html::{MEDIA, file_name};
use crate::exchange::parcel::Parcel;
use crate::model::source::Origin;
use crate::shelf;
use crate::store::WrittenFile;

/// Where an import writes, and what it has written.
pub(super) struct Writing {
    /// Absolute; `None`: the decks stay in the database.
    folder: Option<PathBuf>,
    /// The name of the package without its extension.
    name: String,
    pub(super) dry_run: bool,
    pub(super) replay: bool,
    written: Vec<WrittenFile>,
}

impl Writing {
    /// # Errors
    /// When the folder that is meant cannot be one.
    pub(super) fn new(
        package: &Path,
        format: &str,
        parcel: &Parcel,
        wishes: &Wishes,
        desk: &Desk,
    ) -> Result<Self, Failure> {
        let stem = package.file_stem().unwrap_or_default().to_string_lossy();
        let name = file_name(stem.trim_start_matches('.')).unwrap_or_else(|| "import".to_owned());
        let folder = match (&wishes.ways.to, wishes.ways.no_files) {
            (_, true) => None,
            (Some(to), false) => Some(absolute(to)?),
            (None, false) => match known_folder(desk, format, parcel)? {
                Some(folder) => Some(folder),
                None => Some(absolute(&desk.folder().join("decks").join(&name))?),
            },
        };
        Ok(Self {
            folder,
            name,
            dry_run: wishes.dry_run,
            replay: wishes.ways.is_replay(),
            written: Vec::new(),
        })
    }

    pub(super) fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.written.is_empty()
    }

    /// Where a deck with that file name goes.
    pub(super) fn place(&self, name: &str) -> Origin {
        match &self.folder {
            Some(folder) => Origin::File(folder.join(name).to_string_lossy().into_owned()),
            None => Origin::Kept(format!("{}/{name}", self.name)),
        }
    }

    /// The folder to keep up with.
    pub(super) fn roots(&self) -> Vec<String> {
        let folder = self
            .folder
            .as_ref()
            .map(|folder| folder.to_string_lossy().into_owned());
        folder.into_iter().collect()
    }

    pub(super) fn written(&self) -> &[WrittenFile] {
        &self.written
    }

    /// Writes the decks that have changed.
    ///
    /// # Errors
    /// When a file cannot be written; then all of them are as they were.
    pub(super) fn write_decks(&mut self, arrivals: &Arrivals) -> Result<(), Failure> {
        for (shelf, text) in arrivals.changed() {
            if let Origin::File(path) = &shelf.origin {
                let before = shelf.before.clone().map(String::into_bytes);
                if let Err(failure) = self.write(path.as_ref(), before, text.as_bytes()) {
                    self.put_back();
                    return Err(failure);
                }
            }
        }
        Ok(())
    }

    /// Writes a file of the folder `media`, unless this is a dry run.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn write_medium(&mut self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let Some(folder) = self.folder.as_ref().filter(|_| !self.dry_run) else {
            return Ok(());
        };
        let path = folder.join(MEDIA).join(name);
        self.write(&path, None, bytes)
    }

    /// What is in the folder `media` under that name.
    pub(super) fn medium(&self, name: &str) -> Option<Vec<u8>> {
        let path = self.folder.as_ref()?.join(MEDIA).join(name);
        let plain = path.symlink_metadata().is_ok_and(|facts| facts.is_file());
        if plain { fs::read(path).ok() } else { None }
    }

    /// Whether anything, of whatever kind, has that name in the folder `media`.
    pub(super) fn has_medium(&self, name: &str) -> bool {
        let path = self
            .folder
            .as_ref()
            .map(|folder| folder.join(MEDIA).join(name));
        path.is_some_and(|path| path.symlink_metadata().is_ok())
    }

    fn write(&mut self, path: &Path, before: Option<Vec<u8>>, bytes: &[u8]) -> Result<(), Failure> {
        let failed = |error: std::io::Error| {
            Failure::machine(format!("`{}` cannot be written", path.display()))
                .because(error)
                .help("nothing was changed; name a folder that you may write to with `--to DIR`")
        };
        let folder = path.parent().unwrap_or(path);
        fs::create_dir_all(folder).map_err(failed)?;
        if folder
            .symlink_metadata()
            .map_err(failed)?
            .file_type()
            .is_symlink()
        {
            return Err(failed(std::io::Error::other(
                "its folder is a link, which is not followed",
            )));
        }
        shelf::replace(path, bytes).map_err(failed)?;
        self.written.push(WrittenFile {
            path: path.to_string_lossy().into_owned(),
            before,
            digest: exchange::digest(bytes),
        });
        Ok(())
    }

    /// Makes every file what it was. What resists stays: there is nothing better to do.
    pub(super) fn put_back(&mut self) {
        for file in self.written.drain(..).rev() {
            restore(&file).ok();
        }
        if let Some(folder) = &self.folder {
            remove_empty(folder);
        }
    }
}

/// Where an earlier import put the notes of a parcel, whatever its file was called then.
fn known_folder(desk: &Desk, format: &str, parcel: &Parcel) -> Result<Option<PathBuf>, Failure> {
    const LOOKED_AT: usize = 50;
    for note in parcel.notes.iter().take(LOOKED_AT) {
        let kept = desk.store.kept(format, &note.key)?;
        for card in kept.into_iter().flat_map(|(_, cards)| cards) {
            let there = desk.store.heir(card.card)?;
            if let Some(Origin::File(path)) = there.map(|card| card.origin)
                && desk.store.is_ours(&path)?
            {
                return Ok(Path::new(&path).parent().map(Path::to_owned));
            }
        }
    }
    Ok(None)
}

/// Makes one file what it was before an import.
///
/// # Errors
/// When the disk refuses.
pub(super) fn restore(file: &WrittenFile) -> std::io::Result<()> {
    match &file.before {
        Some(before) => shelf::replace(file.path.as_ref(), before),
        None => fs::remove_file(&file.path),
    }
}

/// Removes the folder of an import and its `media`, if nothing is in them.
pub(super) fn remove_empty(folder: &Path) {
    // A folder that is not empty stays, and that is what is wanted.
    fs::remove_dir(folder.join(MEDIA)).ok();
    fs::remove_dir(folder).ok();
}

/// The absolute path of a folder that may not be there yet.
fn absolute(folder: &Path) -> Result<PathBuf, Failure> {
    let wrong = |error: std::io::Error| {
        Failure::usage(format!(
            "`{}` cannot be a folder for decks",
            folder.display()
        ))
        .because(error)
        .help("name a folder with `--to DIR`; it is made if it is not there")
    };
    let mut there = std::path::absolute(folder).map_err(wrong)?;
    let mut missing = Vec::new();
    loop {
        match fs::canonicalize(&there) {
            Ok(real) if real.is_dir() => {
                return Ok(missing
                    .iter()
                    .rev()
                    .fold(real, |path, name| path.join(name)));
            }
            Ok(_) => return Err(wrong(std::io::ErrorKind::NotADirectory.into())),
            Err(error) => match (there.file_name(), error.kind()) {
                (Some(name), std::io::ErrorKind::NotFound) => {
                    missing.push(name.to_owned());
                    there.pop();
                }
                _ => return Err(wrong(error)),
            },
        }
    }
}
