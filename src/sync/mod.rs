//! The folder that devices share: each writes its own files in it and reads those of the others.
//!
//! Whatever carries the folder (git, Syncthing, a disk on the network) may be late, tear files,
//! or keep two versions of one: every line is checked, and no line is needed twice. Nothing here
//! knows what a line means.

mod file;
pub(crate) mod git;
mod line;
pub(crate) mod texts;

use std::fmt;
use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::thread;
use std::time::Duration;

pub(crate) use file::{Pen, Reader, replace};
#[cfg(any(test, fuzzing))]
pub(crate) use line::reread;

/// A log file in the shared folder.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Found {
    /// Below the folder.
    pub(crate) path: String,
    /// In bytes.
    pub(crate) size: i64,
    /// Nanoseconds since 1970.
    pub(crate) changed: i64,
}

/// What is wrong with a file, or with a line of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Trouble {
    Newer,
    NoHeader,
    Unreadable(String),
    /// The line is not what was written.
    Damaged(i64),
    /// The line has no end: it is still being carried, or was cut.
    Torn(i64),
    /// The line says something that only a newer version understands.
    Strange(i64),
}

/// How the names of log files end; a carrier that keeps two versions adds its words behind the month.
const LOG: &str = ".lines";

/// The name of the file with the log of a month.
pub(crate) fn log_name(device: &str, month: &str) -> String {
    format!("{device}/{month}{LOG}")
}

/// Whether a device itself gave that name to a log file; what a carrier keeps besides has another.
pub(crate) fn is_written_by(device: &str, path: &str) -> bool {
    let inside = path
        .strip_prefix(device)
        .and_then(|rest| rest.strip_prefix('/'));
    let month = inside.and_then(|name| name.strip_suffix(LOG));
    month.is_some_and(|month| {
        month
            .chars()
            .all(|c| c.is_ascii_digit() || c == '-' || c == '+')
    })
}

/// The folders of the devices, by name.
///
/// # Errors
/// When the shared folder cannot be read.
pub(crate) fn devices(dir: &Path) -> io::Result<Vec<String>> {
    let mut devices = Vec::new();
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name().into_string().unwrap_or_default();
        // Links are not followed: they may lead out of the folder, or round in it.
        if entry.file_type()?.is_dir() && !name.is_empty() && !name.starts_with('.') {
            devices.push(name);
        }
    }
    devices.sort();
    Ok(devices)
}

/// The log files of a device, in order; also other versions that a carrier kept.
///
/// # Errors
/// When its folder cannot be read.
pub(crate) fn logs(dir: &Path, device: &str) -> io::Result<Vec<Found>> {
    let mut logs = Vec::new();
    for entry in fs::read_dir(dir.join(device))? {
        let entry = entry?;
        let name = entry.file_name().into_string().unwrap_or_default();
        if !name.contains(LOG) || name.starts_with('.') || !entry.file_type()?.is_file() {
            continue;
        }
        let facts = entry.metadata()?;
        logs.push(Found {
            path: format!("{device}/{name}"),
            size: i64::try_from(facts.len()).unwrap_or(i64::MAX),
            changed: file::changed(&facts),
        });
    }
    logs.sort();
    Ok(logs)
}

/// Removes what a killed process left unfinished in the folder of this device.
pub(crate) fn sweep(dir: &Path, device: &str) {
    for folder in [dir.join(device), texts::folder(dir, device)] {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.file_name().to_string_lossy().ends_with(file::PART) {
                // If it stays, it is in nobody's way.
                fs::remove_file(entry.path()).ok();
            }
        }
    }
}

/// Keeps other processes from exchanging the same database at the same time; `None` if one does for
/// longer than anybody wants to wait.
///
/// # Errors
/// When the file cannot be made or locked.
pub(crate) fn lock(file: &Path) -> io::Result<Option<File>> {
    const PATIENCE: Duration = Duration::from_secs(10);
    const PAUSE: Duration = Duration::from_millis(20);
    let file = File::create(file)?;
    for _ in 0..PATIENCE.as_millis() / PAUSE.as_millis() {
        match file.try_lock() {
            Ok(()) => return Ok(Some(file)),
            Err(fs::TryLockError::WouldBlock) => thread::sleep(PAUSE),
            Err(fs::TryLockError::Error(error)) => return Err(error),
        }
    }
    Ok(None)
}

/// A name for a device that is also one for a folder, from what its owner calls it and a number
/// that no other has.
pub(crate) fn device_name(called: &str, number: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    let called: String = called.chars().take(32).map(plain).collect();
    let called = called.trim_matches('-');
    let called = if called.is_empty() { "device" } else { called };
    format!("{called}-{number}")
}

/// What this machine is called.
pub(crate) fn host_name() -> String {
    let system = rustix::system::uname();
    let name = system.nodename().to_string_lossy();
    name.split('.').next().unwrap_or_default().to_owned()
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Newer => f.write_str("it was written by a newer drill"),
            Self::NoHeader => f.write_str("it does not begin as a log does"),
            Self::Unreadable(why) => write!(f, "it cannot be read: {why}"),
            Self::Damaged(line) => write!(f, "line {line} is damaged"),
            Self::Torn(line) => write!(f, "line {line} is not complete"),
            Self::Strange(line) => write!(
                f,
                "line {line} says something that this drill does not know"
            ),
        }
    }
}
