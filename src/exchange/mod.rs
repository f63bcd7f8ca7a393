//! Other people's formats: bytes of any kind <-> text, and files of other programs <-> [`Parcel`].
//!
//! One file (or folder) a format behind [`Format`]. Nothing here knows our database or chooses
//! where a file goes: who reads and writes them is somebody else. What comes out of a format is
//! checked: no control character, no name that could leave a folder, no text without an end.

pub(crate) mod anki;
pub(crate) mod archive;
pub(crate) mod encoding;
mod guard;
pub(crate) mod hashcards;
pub(crate) mod headings;
pub(crate) mod html;
mod mojibake;
pub(crate) mod obsidian;
mod packer;
mod pages;
pub(crate) mod parcel;
pub(crate) mod pictures;
pub(crate) mod tabular;

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::model::time::{Day, Moment};
use parcel::Parcel;

/// A file format of another program.
pub(crate) trait Format {
    /// As people call it: `Anki package`.
    fn name(&self) -> &'static str;

    /// Whether a file is of this format, by its first bytes and its name.
    fn recognises(&self, head: &[u8], file: &Path) -> bool;

    /// Reads a file.
    ///
    /// # Errors
    /// When it cannot be read as a whole. What is wrong with single notes is a remark.
    fn read(&self, file: File, reading: &Reading<'_>) -> Result<Parcel, Refusal>;

    /// Writes a file.
    ///
    /// # Errors
    /// When it cannot be written, or nobody knows how.
    fn write(&self, parcel: &Parcel, packing: &Packing, to: &mut File) -> Result<(), Refusal>;
}

/// What a writer needs to know of the machine and its user.
pub(crate) struct Packing {
    pub(crate) now: Moment,
    /// The hour at which a study day begins.
    pub(crate) rollover: u32,
    /// Anki's newest layout instead of the one that old versions read too.
    pub(crate) latest: bool,
}

/// What a reader needs to know of the machine and its user.
pub(crate) struct Reading<'a> {
    /// The most bytes that a file may unpack to.
    pub(crate) max_size: u64,
    /// The present moment and study day.
    pub(crate) now: Moment,
    pub(crate) today: Day,
    /// Seconds east of UTC at an instant (milliseconds since 1970 UTC), where the user lives.
    pub(crate) zone: &'a dyn Fn(i64) -> i32,
    /// Is told of every note that was read, from any thread.
    pub(crate) tick: &'a (dyn Fn() + Sync),
}

/// The SHA-256 of some bytes.
pub(crate) fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The SHA-256 of a file, from where it stands to its end.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn digest_of(file: &mut File) -> io::Result<[u8; 32]> {
    let mut hash = Sha256::new();
    let mut part = vec![0; 1 << 16];
    loop {
        match file.read(&mut part)? {
            0 => return Ok(hash.finalize().into()),
            length => hash.update(&part[..length]),
        }
    }
}

/// Why a file cannot be read or written as a whole.
#[derive(Debug)]
pub(crate) struct Refusal {
    /// What is wrong: lower case, no full stop.
    pub(crate) what: String,
    /// What the machine said, if it was the machine.
    pub(crate) cause: Option<String>,
    /// What to do about it.
    pub(crate) help: &'static str,
}

impl Refusal {
    pub(crate) fn new(what: impl Into<String>, help: &'static str) -> Self {
        Self {
            what: what.into(),
            cause: None,
            help,
        }
    }

    pub(crate) fn because(self, cause: impl fmt::Display) -> Self {
        Self {
            cause: Some(cause.to_string()),
            ..self
        }
    }
}
