//! Copies of the database: consistent while it is in use, checked, and never half there.
//!
//! Automatic ones lie in the folder `backups` beside the database and are rotated. A copy is one
//! file; nothing here deletes what somebody made by hand.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::part::{Part, make_folder, sweep, with_ending};
use super::schema::{self, check_format};
use super::{PATIENCE, Store, StoreError, Unusable};
use crate::model::time::Day;

/// Why an automatic copy was made: the middle of its file's name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Occasion {
    Update,
    Import,
    Fix,
    Restore,
    /// Somebody asked for it without naming a file.
    ByHand,
    /// A file that could not be used, as it was found.
    SetAside,
}

impl Occasion {
    const ALL: [Self; 6] = [
        Self::Update,
        Self::Import,
        Self::Fix,
        Self::Restore,
        Self::ByHand,
        Self::SetAside,
    ];

    /// The stable name, in file names and in JSON.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Update => "before-update",
            Self::Import => "before-import",
            Self::Fix => "before-fix",
            Self::Restore => "before-restore",
            Self::ByHand => "by-hand",
            Self::SetAside => "set-aside",
        }
    }
}

/// An automatic copy, by its name. Numbers only grow, whatever the clock says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Kept {
    pub(crate) number: u32,
    pub(crate) occasion: Occasion,
    pub(crate) day: Day,
    pub(crate) file: PathBuf,
}

/// What a copy holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Holdings {
    pub(crate) cards: u32,
    /// Those that were not taken back.
    pub(crate) answers: u32,
}

/// How many automatic copies of one occasion are kept.
const KEPT: usize = 10;

impl Store {
    /// Writes a consistent copy of the whole database to `target` and checks it. What was there is
    /// replaced when the copy is whole, and not before.
    ///
    /// # Errors
    /// When the copy cannot be written, or the database is damaged.
    pub(crate) fn copy_to(&self, target: &Path) -> Result<(), StoreError> {
        let part = self.copy_aside(target)?;
        check(&Connection::open_with_flags(part.path(), READ)?)?;
        part.settle(target)
    }

    /// Makes the automatic copy for an occasion, and lets go of the oldest ones. Before a repair the
    /// copy is as damaged as the database.
    ///
    /// # Errors
    /// When the copy cannot be written.
    pub(crate) fn back_up(&self, occasion: Occasion, day: Day) -> Result<PathBuf, StoreError> {
        let target = next(&self.folder(), occasion, day)?;
        match occasion {
            Occasion::Fix => self.copy_aside(&target)?.settle(&target)?,
            Occasion::Update
            | Occasion::Import
            | Occasion::Restore
            | Occasion::ByHand
            | Occasion::SetAside => self.copy_to(&target)?,
        }
        rotate(&self.folder(), occasion)?;
        Ok(target)
    }

    /// What this database holds.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn holdings(&self) -> Result<Holdings, StoreError> {
        holdings(&self.db)
    }

    fn folder(&self) -> PathBuf {
        self.file.parent().map_or_else(PathBuf::new, Path::to_owned)
    }

    fn copy_aside(&self, target: &Path) -> Result<Part, StoreError> {
        let part = Part::beside(target)?;
        let mut copy = Connection::open(part.path())?;
        // A reader's lock: everything in the copy is of one moment, however long it takes.
        let read = self.db.unchecked_transaction()?;
        schema::pragma(&read, "user_version")?;
        pour(&read, &mut copy)?;
        seal(copy)?;
        Ok(part)
    }
}

/// Every automatic copy, the latest first.
///
/// # Errors
/// When the folder cannot be read.
pub(crate) fn kept(data: &Path) -> Result<Vec<Kept>, StoreError> {
    let entries = match fs::read_dir(folder(data)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut kept = Vec::new();
    for entry in entries {
        kept.extend(recognise(entry?.path()));
    }
    kept.sort_by_key(|copy| std::cmp::Reverse(copy.number));
    Ok(kept)
}

/// The folder of the automatic copies.
pub(crate) fn folder(data: &Path) -> PathBuf {
    data.join("backups")
}

/// Checks that a file is a database of ours that this version can read and that is whole; says
/// what it holds. Changes nothing.
///
/// # Errors
/// When it is not.
pub(crate) fn examine(file: &Path) -> Result<Holdings, StoreError> {
    let db = open_whole(file)?;
    holdings(&db)
}

/// Whether there is nothing at that path, or something that a copy may replace: a database of ours.
///
/// # Errors
/// When it cannot be looked at.
pub(crate) fn replaceable(file: &Path) -> Result<bool, StoreError> {
    if fs::symlink_metadata(file).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
        return Ok(true);
    }
    if !fs::metadata(file)?.is_file() {
        return Ok(false);
    }
    let db = Connection::open_with_flags(file, READ)?;
    Ok(matches!(
        schema::pragma(&db, "application_id"),
        Ok(schema::APPLICATION)
    ))
}

/// Puts the copy in the place of the database in `data`. What was there is kept among the automatic
/// copies; returns where. Others that have the database open go on with the copy.
///
/// # Errors
/// When the copy is not whole, or something cannot be written; then nothing has changed.
pub(crate) fn put_back(data: &Path, copy: &Path, day: Day) -> Result<Option<PathBuf>, StoreError> {
    let source = open_whole(copy)?;
    make_folder(data)?;
    let file = data.join(super::FILE);
    let part = Part::beside(&file)?;
    let mut fresh = Connection::open(part.path())?;
    pour(&source, &mut fresh)?;
    schema::bring_up_to_date(&mut fresh)?;
    seal(fresh)?;
    match sound(&file) {
        Ok(mut present) => {
            let before = present.back_up(Occasion::Restore, day)?;
            // One transaction of the open database: readers see the old state or the new one.
            pour(
                &Connection::open_with_flags(part.path(), READ)?,
                &mut present.db,
            )?;
            Ok(Some(before))
        }
        Err(StoreError::Unusable(_) | StoreError::Newer { .. }) => {
            let aside = set_aside(data, day)?;
            part.settle(&file)?;
            Ok(aside)
        }
        Err(error) => Err(error),
    }
}

/// The database that is there, if it is ours and whole.
fn sound(file: &Path) -> Result<Store, StoreError> {
    if fs::symlink_metadata(file).is_err() {
        return Err(StoreError::Unusable(Unusable::Empty));
    }
    let store = Store::existing(file)?;
    if check_format(&store.db)? == 0 {
        return Err(StoreError::Unusable(Unusable::Empty));
    }
    check(&store.db)?;
    Ok(store)
}

/// Keeps whatever is in the place of the database, which cannot be used, with its journal; a file
/// stays there until another takes its place.
/// A journal without its database is moved away too: it would be played into the next one.
pub(super) fn set_aside(data: &Path, day: Day) -> Result<Option<PathBuf>, StoreError> {
    let file = data.join(super::FILE);
    let journal = with_ending(&file, "-wal");
    let there = fs::symlink_metadata(&file);
    if there.is_err() && !journal.exists() {
        return Ok(None);
    }
    let aside = next(data, Occasion::SetAside, day)?;
    if journal.exists() {
        fs::rename(&journal, with_ending(&aside, "-wal"))?;
    }
    match there {
        Ok(_) if file.is_file() => {
            fs::copy(&file, &aside)?;
            fs::set_permissions(&aside, fs::Permissions::from_mode(0o600))?;
        }
        Ok(_) => fs::rename(&file, &aside)?,
        Err(_) => {}
    }
    let index = with_ending(&file, "-shm");
    if index.exists() {
        fs::remove_file(index)?;
    }
    Ok(Some(aside))
}

const READ: OpenFlags = OpenFlags::SQLITE_OPEN_READ_ONLY.union(OpenFlags::SQLITE_OPEN_NO_MUTEX);

fn open_whole(file: &Path) -> Result<Connection, StoreError> {
    Unusable::look(file)?;
    let db = Connection::open_with_flags(file, READ)?;
    db.busy_timeout(PATIENCE)?;
    if check_format(&db)? == 0 {
        return Err(StoreError::Unusable(Unusable::Empty));
    }
    check(&db)?;
    Ok(db)
}

/// SQLite's own look at every page.
fn check(db: &Connection) -> Result<(), StoreError> {
    let said: String = db.query_row("pragma quick_check(1)", [], |row| row.get(0))?;
    if said == "ok" {
        Ok(())
    } else {
        Err(StoreError::Unusable(Unusable::Damaged(said)))
    }
}

fn holdings(db: &Connection) -> Result<Holdings, StoreError> {
    Ok(db.query_row(
        "select (select count(*) from cards where not retired),
           (select count(*) from log where kind = 'answered') -
           (select count(*) from log join log as back on back.of = log.entry and back.kind = 'retracted'
            where log.kind = 'answered')",
        [],
        |row| {
            Ok(Holdings {
                cards: row.get(0)?,
                answers: row.get(1)?,
            })
        },
    )?)
}

/// Copies one database over another, in one transaction of the latter.
fn pour(from: &Connection, to: &mut Connection) -> Result<(), StoreError> {
    const PAUSE: std::time::Duration = std::time::Duration::from_millis(10);
    let backup = Backup::new(from, to)?;
    for _ in 0..PATIENCE.as_millis() / PAUSE.as_millis() {
        if backup.step(-1)? == StepResult::Done {
            return Ok(());
        }
        std::thread::sleep(PAUSE);
    }
    Err(StoreError::Busy)
}

/// Makes it one file, without a journal beside it.
fn seal(db: Connection) -> Result<(), StoreError> {
    db.pragma_update(None, "journal_mode", "delete")?;
    db.close().map_err(|(_, error)| error.into())
}

fn recognise(file: PathBuf) -> Option<Kept> {
    let name = file.file_name()?.to_str()?.strip_suffix(".db")?;
    let (number, rest) = name.split_once('-')?;
    let (why, day) = rest.split_at_checked(rest.len().checked_sub("-2026-11-20".len())?)?;
    Some(Kept {
        number: number.parse().ok()?,
        occasion: Occasion::ALL
            .into_iter()
            .find(|occasion| occasion.name() == why)?,
        day: Day::parse(day.strip_prefix('-')?)?,
        file,
    })
}

/// The name of the next automatic copy.
fn next(data: &Path, occasion: Occasion, day: Day) -> Result<PathBuf, StoreError> {
    make_folder(&folder(data))?;
    let last = kept(data)?.first().map_or(0, |copy| copy.number);
    let name = format!("{:04}-{}-{day}.db", last.saturating_add(1), occasion.name());
    Ok(folder(data).join(name))
}

/// Lets go of old copies of one occasion. Of one day only the first and the last are worth much: the
/// first is the state before the day's work.
fn rotate(data: &Path, occasion: Occasion) -> Result<(), StoreError> {
    let kept = kept(data)?;
    let mut copies: Vec<&Kept> = kept
        .iter()
        .filter(|copy| copy.occasion == occasion)
        .collect();
    while copies.len() > KEPT {
        let between = (1..copies.len() - 1).rev().find(|at| {
            let [day, before, after] = [*at, at - 1, at + 1].map(|at| copies[at].day);
            day == before && day == after
        });
        let gone = copies.remove(between.unwrap_or(copies.len() - 1));
        fs::remove_file(&gone.file)?;
    }
    sweep(&folder(data))
}
