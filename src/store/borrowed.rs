//! What was taken from other devices: under which names, and what it said then. A file that says
//! something else now was edited here, and is not ours to replace.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::params;

use super::{Store, StoreError};

impl Store {
    /// The marks of everything that was taken, by name. Two marks: a new text is on its way.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn borrowed(&self) -> Result<BTreeMap<String, BTreeSet<String>>, StoreError> {
        let mut query = self.db.prepare_cached("select name, mark from borrowed")?;
        let mut rows = query.query([])?;
        let mut borrowed: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            borrowed.entry(row.get(0)?).or_default().insert(row.get(1)?);
        }
        Ok(borrowed)
    }

    /// Says what will be written under a name, before it is.
    ///
    /// # Errors
    /// When the disk or the lock refuses.
    pub(crate) fn will_borrow(&mut self, name: &str, mark: &str) -> Result<(), StoreError> {
        self.db.execute(
            "insert or ignore into borrowed (name, mark) values (?, ?)",
            [name, mark],
        )?;
        Ok(())
    }

    /// Says that it is written: nothing else can be there any more. Without a mark, nothing is.
    ///
    /// # Errors
    /// When the disk or the lock refuses.
    pub(crate) fn has_borrowed(
        &mut self,
        name: &str,
        mark: Option<&str>,
    ) -> Result<(), StoreError> {
        self.db.execute(
            "delete from borrowed where name = ?1 and mark is not ?2",
            params![name, mark],
        )?;
        Ok(())
    }
}
