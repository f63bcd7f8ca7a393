//! The shape of the database and the way from each older shape to it.

use std::path::Path;
use std::thread;
use std::time::Duration;

use rusqlite::{Connection, MAIN_DB, backup};

use super::{PATIENCE, Store, StoreError};

/// One script a version, in order. A script that was released is never changed.
const MIGRATIONS: [&str; 6] = [
    include_str!("migrations/1.sql"),
    include_str!("migrations/2.sql"),
    include_str!("migrations/3.sql"),
    include_str!("migrations/4.sql"),
    include_str!("migrations/5.sql"),
    include_str!("migrations/6.sql"),
];

/// "drll": tells our files from other SQLite databases.
const APPLICATION: i64 = 0x6472_6c6c;

impl Store {
    /// Brings the database to today's shape; an existing one is copied to `backup` first.
    pub(super) fn migrate(&mut self, backup: &Path) -> Result<(), StoreError> {
        let known = MIGRATIONS.len() as i64;
        let found = self.check_format(known)?;
        self.db.pragma_update(None, "synchronous", "full")?;
        self.db.pragma_update(None, "foreign_keys", true)?;
        if found == known {
            return Ok(());
        }
        self.write_ahead()?;
        if found > 0 {
            self.back_up(backup)?;
        }
        let write = self.write()?;
        // Another process may have migrated while this one waited for the lock.
        let found = pragma(&write, "user_version")?;
        for script in MIGRATIONS.iter().skip(usize::try_from(found).unwrap_or(0)) {
            write.execute_batch(script)?;
        }
        write.pragma_update(None, "application_id", APPLICATION)?;
        write.pragma_update(None, "user_version", known)?;
        write.commit()?;
        Ok(())
    }

    /// Lets readers go on while one process writes. The file remembers it. Where two processes turn
    /// one file to this mode SQLite gives up at once instead of waiting, so the waiting is here.
    fn write_ahead(&self) -> Result<(), StoreError> {
        const PAUSE: Duration = Duration::from_millis(10);
        for _ in 0..PATIENCE.as_millis() / PAUSE.as_millis() {
            match self
                .db
                .pragma_update(None, "journal_mode", "wal")
                .map_err(StoreError::from)
            {
                Err(StoreError::Busy) => thread::sleep(PAUSE),
                done => return done,
            }
        }
        Err(StoreError::Busy)
    }

    /// Writes a consistent copy of the whole database to `target`, replacing what is there.
    ///
    /// # Errors
    /// When the copy cannot be written.
    pub(crate) fn back_up(&self, target: &Path) -> Result<(), StoreError> {
        if let Some(folder) = target.parent() {
            std::fs::create_dir_all(folder).map_err(StoreError::File)?;
        }
        self.db
            .backup(MAIN_DB, target, None::<fn(backup::Progress)>)?;
        Ok(())
    }

    /// The version of the format, if the file is ours (0: empty). Writes nothing.
    fn check_format(&self, known: i64) -> Result<i64, StoreError> {
        // One look: another process may be making the file at this moment.
        let read = self.db.unchecked_transaction()?;
        let found = pragma(&read, "user_version")?;
        let application = pragma(&read, "application_id")?;
        if application != APPLICATION {
            let tables: i64 =
                read.query_row("select count(*) from sqlite_schema", [], |row| row.get(0))?;
            return if tables == 0 {
                Ok(0)
            } else {
                Err(StoreError::NotOurs)
            };
        }
        if found > known {
            Err(StoreError::Newer { found, known })
        } else {
            Ok(found)
        }
    }
}

fn pragma(db: &Connection, name: &str) -> Result<i64, StoreError> {
    Ok(db.pragma_query_value(None, name, |row| row.get(0))?)
}
