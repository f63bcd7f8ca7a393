//! The shape of the database and the way from each older shape to it.

use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::thread;
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

use super::copies::{Occasion, set_aside};
use super::part::{Part, sweep};
use super::{PATIENCE, Store, StoreError, Unusable};
use crate::model::time::Day;

/// One script a version, in order. A script that was released is never changed.
const MIGRATIONS: [&str; 7] = [
    include_str!("migrations/1.sql"),
    include_str!("migrations/2.sql"),
    include_str!("migrations/3.sql"),
    include_str!("migrations/4.sql"),
    include_str!("migrations/5.sql"),
    include_str!("migrations/6.sql"),
    include_str!("migrations/7.sql"),
];

/// The format that this version writes.
const KNOWN: i64 = MIGRATIONS.len() as i64;

/// "drll": tells our files from other SQLite databases.
pub(super) const APPLICATION: i64 = 0x6472_6c6c;

impl Store {
    /// Brings the database to today's shape; it is copied first.
    pub(super) fn migrate(&mut self, today: Day) -> Result<(), StoreError> {
        let found = check_format(&self.db)?;
        self.db.pragma_update(None, "synchronous", "full")?;
        self.db.pragma_update(None, "foreign_keys", true)?;
        if found == KNOWN {
            return Ok(());
        }
        write_ahead(&self.db)?;
        if found > 0 {
            self.back_up(Occasion::Update, today)?;
        }
        // Older versions let the umask decide.
        fs::set_permissions(&self.file, fs::Permissions::from_mode(0o600))?;
        bring_up_to_date(&mut self.db)
    }
}

/// Makes a new database: it is there when it is whole, and not before, so an empty one is a lost one.
pub(super) fn found(folder: &Path, file: &Path, today: Day) -> Result<(), StoreError> {
    // One process at a time. Where folders cannot be locked, the last one to finish wins.
    let lock = File::open(folder)?;
    lock.lock().ok();
    if fs::symlink_metadata(file).is_ok() {
        return Ok(());
    }
    sweep(folder)?;
    set_aside(folder, today)?;
    let part = Part::beside(file)?;
    let mut db = Connection::open(part.path())?;
    bring_up_to_date(&mut db)?;
    write_ahead(&db)?;
    db.close().map_err(|(_, error)| error)?;
    part.settle(file)
}

/// Runs the scripts that a database lacks, all or none.
pub(super) fn bring_up_to_date(db: &mut Connection) -> Result<(), StoreError> {
    let write = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have migrated while this one waited for the lock.
    let found = pragma(&write, "user_version")?;
    for script in MIGRATIONS.iter().skip(usize::try_from(found).unwrap_or(0)) {
        write.execute_batch(script)?;
    }
    write.pragma_update(None, "application_id", APPLICATION)?;
    write.pragma_update(None, "user_version", KNOWN)?;
    write.commit()?;
    Ok(())
}

/// The version of the format, if the file is ours (0: nothing in it). Writes nothing.
pub(super) fn check_format(db: &Connection) -> Result<i64, StoreError> {
    // One look: another process may be at work on the file at this moment.
    let read = db.unchecked_transaction()?;
    let found = pragma(&read, "user_version")?;
    let application = pragma(&read, "application_id")?;
    if application != APPLICATION {
        let tables: i64 =
            read.query_row("select count(*) from sqlite_schema", [], |row| row.get(0))?;
        return if tables == 0 {
            Ok(0)
        } else {
            Err(StoreError::Unusable(Unusable::Foreign))
        };
    }
    if found > KNOWN {
        Err(StoreError::Newer {
            found,
            known: KNOWN,
        })
    } else {
        Ok(found)
    }
}

pub(super) fn pragma(db: &Connection, name: &str) -> Result<i64, StoreError> {
    Ok(db.pragma_query_value(None, name, |row| row.get(0))?)
}

/// Lets readers go on while one process writes. The file remembers it. Where two processes turn
/// one file to this mode SQLite gives up at once instead of waiting, so the waiting is here.
fn write_ahead(db: &Connection) -> Result<(), StoreError> {
    const PAUSE: Duration = Duration::from_millis(10);
    for _ in 0..PATIENCE.as_millis() / PAUSE.as_millis() {
        match db
            .pragma_update(None, "journal_mode", "wal")
            .map_err(StoreError::from)
        {
            Err(StoreError::Busy) => thread::sleep(PAUSE),
            done => return done,
        }
    }
    Err(StoreError::Busy)
}
