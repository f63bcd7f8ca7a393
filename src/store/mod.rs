//! The database: the log, and caches of what follows from the log and the decks.
//!
//! It reads no clock and knows no scheduler: stamps and folds are handed in. Every change is one
//! transaction; every answer is on the disk when the call returns (`synchronous = full`).

mod acts;
mod borrowed;
mod cards;
mod carrying;
mod copies;
mod course;
mod decisions;
mod hardest;
mod histories;
mod imports;
mod inspect;
mod intake;
mod library;
mod log;
mod outgoing;
mod part;
mod queue;
mod roadmaps;
mod rows;
mod schema;
mod search;
mod shape;
mod standings;
mod tallies;
mod theory;

use std::fmt;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension, Transaction, TransactionBehavior};

use crate::model::log::History;
use crate::model::standing::Standing;
use crate::model::time::Day;

pub(crate) use acts::Act;
pub(crate) use cards::{Lookup, StoredCard};
pub(crate) use carrying::{Look, Received};
pub(crate) use copies::{
    Holdings, Kept, Occasion, examine, folder as backups, kept, put_back, replaceable,
};
pub(crate) use course::Traveller;
pub(crate) use histories::Told;
pub(crate) use imports::{Delivery, KeptCard, KeptNote, PastImport, Receipt, WrittenFile};
pub(crate) use inspect::Finding;
pub(crate) use intake::{Arrival, Intake};
pub(crate) use library::{KnownCard, KnownDeck, Remembered};
pub(crate) use outgoing::{Moved, OutgoingCard};
pub(crate) use queue::Supply;
pub(crate) use roadmaps::{KnownItem, StoredRoadmap};
pub(crate) use tallies::{DeckTally, Mastery};
pub(crate) use theory::{FoundPassage, Passage};

/// Where a card with that history stands: a scheduler, seen from here.
pub(crate) type Fold<'a> = &'a dyn Fn(&History) -> Option<Standing>;

/// The open database.
pub(crate) struct Store {
    db: Connection,
    file: PathBuf,
    /// The file as it was opened: what is written after it was deleted would be lost.
    opened: FileMark,
}

/// Device and number of a file: the same while it is the same file.
type FileMark = (u64, u64);

/// What can go wrong with the database.
#[derive(Debug)]
pub(crate) enum StoreError {
    /// Another process holds the lock longer than [`PATIENCE`].
    Busy,
    /// Written by a newer version of the program.
    Newer { found: i64, known: i64 },
    /// What is in the place of the database cannot be used as one.
    Unusable(Unusable),
    /// A table or a column is not there; `doctor --fix` may help.
    Misshapen(String),
    /// It is not there any more, or another one is in its place.
    Vanished,
    /// The disk, the permissions, or SQLite itself.
    Sqlite(rusqlite::Error),
    /// A file beside the database (a backup) could not be written.
    File(std::io::Error),
}

/// Why a file is no database that could be used: only another file helps.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Unusable {
    /// It belongs to another program.
    Foreign,
    Empty,
    NotAFile,
    /// It does not begin like a database.
    NoDatabase,
    /// What SQLite says.
    Damaged(String),
}

/// How long to wait for another process before giving up.
const PATIENCE: Duration = Duration::from_secs(10);

/// The name of the database in its folder.
pub(crate) const FILE: &str = "drill.db";

impl Store {
    /// Opens the database in `folder`, and makes or migrates it where needed; before a migration
    /// it is copied.
    ///
    /// # Errors
    /// When the folder or the file cannot be used; see [`StoreError`].
    pub(crate) fn open(folder: &Path, today: Day) -> Result<Self, StoreError> {
        part::make_folder(folder)?;
        let file = folder.join(FILE);
        if std::fs::symlink_metadata(&file).is_err() {
            schema::found(folder, &file, today)?;
        }
        let mut store = Self::existing(&file)?;
        store.migrate(today)?;
        Ok(store)
    }

    /// Opens what is there, as it is.
    fn existing(file: &Path) -> Result<Self, StoreError> {
        Unusable::look(file)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(file, flags)?;
        db.busy_timeout(PATIENCE)?;
        // Enough for the statements of one command; preparing them again costs more than a query.
        db.set_prepared_statement_cache_capacity(64);
        // A cap, not a demand: it keeps a large import from writing the same pages again and again.
        db.pragma_update(None, "cache_size", -32 * 1024)?;
        Ok(Self {
            db,
            file: file.to_owned(),
            opened: mark(file)?,
        })
    }

    /// The database file.
    pub(crate) fn file(&self) -> &Path {
        &self.file
    }

    /// Takes the write lock at once, so that nothing read inside can change before the commit.
    fn write(&mut self) -> Result<Transaction<'_>, StoreError> {
        if mark(&self.file).ok() != Some(self.opened) {
            return Err(StoreError::Vanished);
        }
        Ok(self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)?)
    }
}

fn mark(file: &Path) -> std::io::Result<FileMark> {
    let facts = std::fs::metadata(file)?;
    Ok((facts.dev(), facts.ino()))
}

/// A remembered value that is neither log nor cache, e.g. which fold made the standings.
fn note(db: &Connection, name: &str) -> Result<Option<String>, StoreError> {
    let mut query = db.prepare_cached("select value from meta where name = ?")?;
    Ok(query.query_row([name], |row| row.get(0)).optional()?)
}

/// Remembers a value; see [`note`].
fn remember(db: &Connection, name: &str, value: &str) -> Result<(), StoreError> {
    db.prepare_cached("insert or replace into meta (name, value) values (?, ?)")?
        .execute([name, value])?;
    Ok(())
}

impl Unusable {
    /// What can be seen from outside; opening a pipe would wait for ever.
    fn look(file: &Path) -> Result<(), StoreError> {
        let facts = std::fs::metadata(file)?;
        match (facts.is_file(), facts.len()) {
            (false, _) => Err(StoreError::Unusable(Self::NotAFile)),
            (true, 0) => Err(StoreError::Unusable(Self::Empty)),
            (true, _) => Ok(()),
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        Self::File(error)
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{DatabaseBusy, DatabaseCorrupt, DatabaseLocked, NotADatabase};
        match error.sqlite_error_code() {
            Some(DatabaseBusy | DatabaseLocked) => Self::Busy,
            Some(NotADatabase) => Self::Unusable(Unusable::NoDatabase),
            Some(DatabaseCorrupt) => Self::Unusable(Unusable::Damaged(said(&error))),
            _ if said(&error).starts_with("no such ") => Self::Misshapen(said(&error)),
            _ => Self::Sqlite(error),
        }
    }
}

/// The words of SQLite alone.
fn said(error: &rusqlite::Error) -> String {
    if let rusqlite::Error::SqliteFailure(_, Some(said))
    | rusqlite::Error::SqlInputError { msg: said, .. } = error
    {
        return said.clone();
    }
    error.to_string()
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Busy => write!(
                f,
                "another process has been writing for {} seconds",
                PATIENCE.as_secs()
            ),
            Self::Newer { found, known } => {
                write!(
                    f,
                    "it was written by a newer drill (format {found}; this one knows {known})"
                )
            }
            Self::Unusable(why) => write!(f, "{why}"),
            Self::Misshapen(what) => f.write_str(what),
            Self::Vanished => {
                f.write_str("its file was moved, replaced or deleted while it was in use")
            }
            Self::Sqlite(error) => write!(f, "{error}"),
            Self::File(error) => write!(f, "{error}"),
        }
    }
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign => f.write_str("it is a database of another program"),
            Self::Empty => f.write_str("it is empty: what was in it is gone"),
            Self::NotAFile => f.write_str("something else than a file is in its place"),
            Self::NoDatabase => f.write_str("it does not begin like a database"),
            Self::Damaged(said) => write!(f, "it is damaged: {said}"),
        }
    }
}
