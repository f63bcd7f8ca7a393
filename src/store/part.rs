//! Files that appear whole or not at all, and that only their owner can read.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::StoreError;

/// A file on its way to its name; gone if it does not get there.
pub(super) struct Part {
    path: PathBuf,
    /// Locked as long as somebody is at work on it: what a killed process left is not.
    _lock: File,
}

const ENDING: &str = ".part";

impl Part {
    /// An empty file that only its owner can read.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub(super) fn beside(target: &Path) -> Result<Self, StoreError> {
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let name = format!(".{name}.{}{ENDING}", std::process::id());
        let path = target.with_file_name(name);
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true).mode(0o600);
        let lock = options.open(&path)?;
        lock.lock()?;
        Ok(Self { path, _lock: lock })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives it its name: whoever looks sees what was there before, or all of it.
    ///
    /// # Errors
    /// When the disk refuses; then `target` is as it was.
    pub(super) fn settle(self, target: &Path) -> Result<(), StoreError> {
        File::open(&self.path)?.sync_all()?;
        for ending in ["-wal", "-shm"] {
            // Those of the file that is replaced would be played into this one.
            match fs::remove_file(with_ending(target, ending)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        fs::rename(&self.path, target)?;
        let folder = target.parent().filter(|folder| *folder != Path::new(""));
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
        Ok(())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        discard(&self.path);
    }
}

/// Removes what killed processes left in a folder.
///
/// # Errors
/// When the folder cannot be read.
pub(super) fn sweep(folder: &Path) -> Result<(), StoreError> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let left = name.starts_with('.') && name.ends_with(ENDING);
        if left && File::open(&path).is_ok_and(|file| file.try_lock().is_ok()) {
            discard(&path);
        }
    }
    Ok(())
}

/// Makes a folder, with those above it, that only its owner can look into.
///
/// # Errors
/// When the disk refuses, or something else is there.
pub(super) fn make_folder(folder: &Path) -> Result<(), StoreError> {
    let mut builder = DirBuilder::new();
    Ok(builder.recursive(true).mode(0o700).create(folder)?)
}

/// A neighbour of a file: SQLite names its journals so.
pub(super) fn with_ending(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Usually most of it is not there.
fn discard(part: &Path) {
    for ending in ["", "-journal", "-wal", "-shm"] {
        fs::remove_file(with_ending(part, ending)).ok();
    }
}
