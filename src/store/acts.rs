//! What a person did and may take back: one line of the log, or several that one command wrote.

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
        let sql = format!(
            "select {}, coalesce(batch, entry) from log indexed by log_by_hand
             where import is null and kind in ('answered', 'suspended', 'resumed', 'buried', 'placed') and not exists
               (select 1 from log as back where back.of = log.entry and back.kind = 'retracted')
             order by arrival desc",
            log::COLUMNS
        );
        let mut query = self.db.prepare_cached(&sql)?;
        let mut rows = query.query([])?;
        let mut acts: Vec<(EntryId, Act)> = Vec::new();
        while let Some(row) = rows.next()? {
            let (entry, batch) = (log::read_entry(row)?, row.get(log::WIDTH)?);
            let full = acts.len() == count as usize;
            match acts.last_mut().filter(|(last, _)| *last == batch) {
                Some((_, act)) => act.push(entry),
                None if full => break,
                None => acts.push((batch, vec![entry])),
            }
        }
        let in_order = acts.into_iter().map(|(_, mut act)| {
            act.reverse();
            act
        });
        Ok(in_order.collect())
    }
}
