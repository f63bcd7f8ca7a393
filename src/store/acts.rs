//! What a person did and may take back: one line of the log, or several that one command wrote.

use rusqlite::Connection;

use super::{Fold, Store, StoreError, log, standings};
use crate::model::card::CardId;
use crate::model::log::{Entry, EntryId, Event};
use crate::model::time::Stamp;

/// The lines of one act, in the order in which they were written.
pub(crate) type Act = Vec<Entry>;

impl Store {
    /// Appends several entries that are one act, in one durable transaction; see [`Store::record`].
    ///
    /// # Errors
    /// When the disk or the lock refuses; then nothing has happened.
    pub(crate) fn record_together(
        &mut self,
        events: &[(CardId, Event)],
        stamp: &dyn Fn(Option<&Stamp>) -> Stamp,
        fold: Fold<'_>,
        horizon_ms: i64,
    ) -> Result<(), StoreError> {
        let write = self.write()?;
        let mut last = log::last_stamp(&write)?;
        let mut batch: Option<EntryId> = None;
        for (card, event) in events {
            let stamp = stamp(last.as_ref());
            let batch = batch.get_or_insert(stamp.id);
            let entry = Entry {
                stamp,
                card: *card,
                event: *event,
            };
            log::append(&write, &entry, Some(*batch))?;
            standings::refold(&write, *card, fold, horizon_ms)?;
            last = Some(stamp);
        }
        write.commit()?;
        Ok(())
    }

    /// The last acts that stand, the latest first. An import is not among them: it is taken back
    /// as a whole.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn last_acts(&self, count: u32) -> Result<Vec<Act>, StoreError> {
        let names = latest(&self.db, MAY_BE_TAKEN_BACK, "coalesce(batch, entry)", count)?;
        let sql = format!(
            "select {} from log where (entry = ?1 or batch = ?1) and {MAY_BE_TAKEN_BACK} and {}
             order by {}",
            log::COLUMNS,
            log::STANDS,
            log::IN_TURN
        );
        let mut query = self.db.prepare_cached(&sql)?;
        let act = |name: &EntryId| {
            let lines = query.query_map([name], log::read_entry)?;
            Ok(lines.collect::<Result<_, _>>()?)
        };
        names.iter().map(act).collect()
    }
}

const MAY_BE_TAKEN_BACK: &str =
    "import is null and kind in ('answered', 'suspended', 'resumed', 'buried', 'placed')";

/// The names of the latest acts that stand, of this device and of others, the latest first. On this
/// device the last one is that which arrived last, whatever the clock said; those of others come in
/// where their instants say; what they dated in the future does not come, nor what an import
/// brought there (answers that are one act): that is undone where it was done.
pub(super) fn latest(
    db: &Connection,
    which: &str,
    name: &str,
    count: u32,
) -> Result<Vec<EntryId>, StoreError> {
    let from = |whose: &str| {
        format!(
            "select {name}, at, coalesce(turn, arrival) from log where {which} and {} and {whose}",
            log::STANDS
        )
    };
    let own = heads(db, &from("device is null order by arrival desc"), count)?;
    let others = "device is not null and entry not in (select entry from held)
       and (batch is null or not exists (select 1 from log as mate where mate.batch = log.batch and mate.kind = 'answered'))
     order by at desc, turn desc, entry desc";
    let others = heads(db, &from(others), count)?;
    let (mut own, mut others) = (own.into_iter().peekable(), others.into_iter().peekable());
    let mut names = Vec::new();
    while names.len() < count as usize {
        let theirs = match (own.peek(), others.peek()) {
            (Some((_, own)), Some((_, other))) => other > own,
            (None, _) => true,
            (Some(_), None) => false,
        };
        let next = if theirs { others.next() } else { own.next() };
        let Some((name, _)) = next else { break };
        names.push(name);
    }
    Ok(names)
}

/// The name of an act, and when it was: its instant, and its number among those of one instant.
type Head = (EntryId, (i64, i64));

/// The first different names that a query gives, in its order.
fn heads(db: &Connection, sql: &str, count: u32) -> Result<Vec<Head>, StoreError> {
    let mut query = db.prepare_cached(sql)?;
    let mut rows = query.query([])?;
    let mut heads: Vec<Head> = Vec::new();
    while let Some(row) = rows.next()? {
        let name = row.get(0)?;
        if heads.iter().all(|(known, _)| *known != name) {
            if heads.len() == count as usize {
                break;
            }
            heads.push((name, (row.get(1)?, row.get(2)?)));
        }
    }
    Ok(heads)
}
