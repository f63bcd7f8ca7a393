//! Puts a page into a file: all of it or nothing.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Why a page is not where it should be.
#[derive(Debug)]
pub(crate) enum Unwritten {
    /// There is something at that place that is not a file.
    NoFile,
    /// The disk, the folder or the permissions.
    Refused(io::Error),
}

/// Writes `text` beside `place` and puts it there in one step, in place of the file that is there.
/// A link stays, and the file that it leads to is replaced. `private`: only its owner may read it.
///
/// # Errors
/// Then the file that was there is as it was.
pub(crate) fn write(place: &Path, text: &str, private: bool) -> Result<(), Unwritten> {
    let target = match std::fs::metadata(place) {
        Ok(there) if !there.is_file() => return Err(Unwritten::NoFile),
        Ok(_) => place.canonicalize()?,
        Err(_) => place.to_owned(),
    };
    let name = target
        .file_name()
        .ok_or(Unwritten::NoFile)?
        .to_string_lossy();
    let beside = target.with_file_name(format!(".{name}.{}", std::process::id()));
    let draft = Draft(beside);
    let mut file = draft.create(private)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&draft.0, &target)?;
    Ok(())
}

/// A file that is not left behind.
struct Draft(PathBuf);

impl Draft {
    fn create(&self, private: bool) -> io::Result<File> {
        // What a process of the same number left behind when it was killed.
        std::fs::remove_file(&self.0).ok();
        // What others may do is up to the mask of the process, unless nobody else may do anything.
        let mode = if private { 0o600 } else { 0o666 };
        let mut options = OpenOptions::new();
        options.write(true).create_new(true).mode(mode);
        options.open(&self.0)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // After the renaming there is nothing left to remove.
        std::fs::remove_file(&self.0).ok();
    }
}

impl From<io::Error> for Unwritten {
    fn from(error: io::Error) -> Self {
        Self::Refused(error)
    }
}

impl fmt::Display for Unwritten {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoFile => f.write_str("there is something else of that name, not a file"),
            Self::Refused(error) => write!(f, "{error}"),
        }
    }
}
