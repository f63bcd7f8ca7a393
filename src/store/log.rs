//! The log in the database: appended to, read, never changed.

use rusqlite::{Connection, OptionalExtension, Params, Row, params, params_from_iter};

use super::{Fold, Store, StoreError, acts, decisions, standings};
use crate::model::card::CardId;
use crate::model::log::{Entry, EntryId, Event, History, Line, Review};
use crate::model::standing::Standing;
use crate::model::time::{Moment, Stamp};

pub(super) const COLUMNS: &str =
    "entry, kind, card, quality, took_ms, of, at, offset_s, day, last_look, placed";

/// How many columns that is.
pub(super) const WIDTH: usize = 11;

/// The order of lines of one instant, which is the same on every device: what a device knew comes
/// before what it wrote then.
pub(super) const IN_TURN: &str = "coalesce(turn, arrival), entry";

/// What stands: it was not taken back.
pub(super) const STANDS: &str = "not exists
    (select 1 from log as back where back.of = log.entry and back.kind = 'retracted')";

impl Store {
    /// Appends one entry and brings the standings of the card (and of those that continue it) up
    /// to date, in one durable transaction. `stamp` makes the entry's mark from the last one;
    /// entries dated after `horizon_ms` are held back from the fold. Returns where the card
    /// stands now.
    ///
    /// # Errors
    /// When the disk or the lock refuses; then nothing has happened.
    pub(crate) fn record(
        &mut self,
        card: CardId,
        event: Event,
        stamp: &dyn Fn(Option<&Stamp>) -> Stamp,
        fold: Fold<'_>,
        horizon_ms: i64,
    ) -> Result<(Entry, Option<Standing>), StoreError> {
        let write = self.write()?;
        let entry = Entry {
            stamp: stamp(last_stamp(&write)?.as_ref()),
            card,
            event,
        };
        append(&write, &entry, None)?;
        let standing = standings::refold(&write, card, fold, horizon_ms)?;
        write.commit()?;
        Ok((entry, standing))
    }

    /// A card's history, as far as it is not dated after `horizon_ms`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn history(&self, card: CardId, horizon_ms: i64) -> Result<History, StoreError> {
        history(&self.db, card, horizon_ms)
    }

    /// The mark of the entry that arrived last.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn last_stamp(&self) -> Result<Option<Stamp>, StoreError> {
        last_stamp(&self.db)
    }

    /// The last answers given here that were not taken back, the latest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn last_answers(&self, count: u32) -> Result<Vec<Entry>, StoreError> {
        let names = acts::latest(&self.db, "kind = 'answered'", "entry", count)?;
        let sql = format!("select {COLUMNS} from log where entry = ?");
        let mut query = self.db.prepare_cached(&sql)?;
        let answer = |name: &EntryId| Ok(query.query_row([name], read_entry)?);
        names.iter().map(answer).collect()
    }

    /// How long the latest answers took, in milliseconds; those of the last lines of the log that
    /// were timed, in no particular order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn latest_times(&self) -> Result<Vec<u32>, StoreError> {
        let mut query = self.db.prepare_cached(
            "select took_ms from (select kind, took_ms from log order by arrival desc limit 200)
             where kind = 'answered' and took_ms is not null",
        )?;
        let times = query.query_map([], |row| row.get(0))?;
        Ok(times.collect::<Result<_, _>>()?)
    }

    /// Shows every line (or those of one card) to `visit`, in order of time.
    ///
    /// # Errors
    /// When the database cannot be read, or `visit` fails.
    pub(crate) fn each_entry<E: From<StoreError>>(
        &self,
        card: Option<CardId>,
        visit: impl FnMut(Line) -> Result<(), E>,
    ) -> Result<(), E> {
        let which = if card.is_some() {
            "where card = ? and detail is null"
        } else {
            ""
        };
        each_line(&self.db, which, params_from_iter(card), visit)
    }
}

/// Shows the lines that `which` chooses to `visit`, in order of time.
pub(super) fn each_line<E: From<StoreError>>(
    db: &Connection,
    which: &str,
    parameters: impl Params,
    mut visit: impl FnMut(Line) -> Result<(), E>,
) -> Result<(), E> {
    let sql = format!("select {COLUMNS}, detail from log {which} order by at, {IN_TURN}");
    let mut query = db.prepare_cached(&sql).map_err(StoreError::from)?;
    let mut rows = query.query(parameters).map_err(StoreError::from)?;
    while let Some(row) = rows.next().map_err(StoreError::from)? {
        visit(read_line(row).map_err(StoreError::from)?)?;
    }
    Ok(())
}

/// Appends a line; `batch` names the first of those that it is taken back with.
pub(super) fn append(
    db: &Connection,
    entry: &Entry,
    batch: Option<EntryId>,
) -> Result<(), StoreError> {
    write(db, entry, batch, None, None)
}

/// Appends a line that an import brought; `kept` is its row in the other program.
pub(super) fn append_imported(
    db: &Connection,
    entry: &Entry,
    import: i64,
    kept: Option<&str>,
) -> Result<(), StoreError> {
    write(db, entry, None, Some(import), kept)
}

fn write(
    db: &Connection,
    entry: &Entry,
    batch: Option<EntryId>,
    import: Option<i64>,
    kept: Option<&str>,
) -> Result<(), StoreError> {
    let Entry { stamp, card, event } = entry;
    let (review, of, placed) = match event {
        Event::Answered(review) => (Some(review), None, None),
        Event::Retracted { of } => (None, Some(of.0), None),
        Event::Continued { from } => (None, Some(from.0), None),
        Event::Placed(placement) => (None, None, *placement),
        Event::Suspended | Event::Resumed | Event::Buried => (None, None, None),
    };
    const INSERT: &str = "insert into log
       (entry, kind, card, quality, took_ms, of, at, offset_s, day, last_look, placed, batch, import, kept)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    db.prepare_cached(INSERT)?.execute(params![
        stamp.id,
        event.kind(),
        card,
        review.map(|review| review.quality),
        review.and_then(|review| review.took_ms),
        of,
        stamp.at.unix_ms(),
        stamp.at.offset_s(),
        stamp.day,
        review.is_some_and(|review| review.last_look),
        placed,
        batch,
        import,
        kept,
    ])?;
    Ok(())
}

pub(super) fn last_stamp(db: &Connection) -> Result<Option<Stamp>, StoreError> {
    let sql = format!("select {COLUMNS} from log order by arrival desc limit 1");
    Ok(db
        .prepare_cached(&sql)?
        .query_row([], read_stamp)
        .optional()?)
}

pub(super) fn history(
    db: &Connection,
    card: CardId,
    horizon_ms: i64,
) -> Result<History, StoreError> {
    let sql =
        format!("select {COLUMNS} from log where card = ? and detail is null order by {IN_TURN}");
    let mut query = db.prepare_cached(&sql)?;
    History::gather(card, horizon_ms, |card| {
        let entries = query
            .query_map([card], read_entry)?
            .collect::<Result<_, _>>()?;
        Ok(entries)
    })
}

/// The entries about cards that a condition holds for, in order of time.
pub(super) fn entries_where(
    db: &Connection,
    condition: &str,
    parameters: impl Params,
) -> Result<Vec<Entry>, StoreError> {
    let sql = format!(
        "select {COLUMNS} from log where {condition} and detail is null order by at, {IN_TURN}"
    );
    let mut query = db.prepare(&sql)?;
    let entries = query
        .query_map(parameters, read_entry)?
        .collect::<Result<_, _>>()?;
    Ok(entries)
}

/// Whether the log says that a card continues another one.
pub(super) fn is_continued(
    db: &Connection,
    card: CardId,
    from: CardId,
) -> Result<bool, StoreError> {
    let sql =
        format!("select 1 from log where card = ? and of = ? and kind = 'continued' and {STANDS}");
    Ok(db.prepare_cached(&sql)?.exists([card, from])?)
}

/// The card and all that continue it, directly or not.
pub(super) fn heirs(db: &Connection, card: CardId) -> Result<Vec<CardId>, StoreError> {
    let mut query = db.prepare_cached(
        "with recursive heir (id) as (
           select ?1 union select log.card from log join heir on log.of = heir.id where log.kind = 'continued'
         ) select id from heir",
    )?;
    let heirs = query
        .query_map([card], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(heirs)
}

pub(super) fn read_line(row: &Row<'_>) -> rusqlite::Result<Line> {
    match row.get::<_, Option<String>>(WIDTH)? {
        Some(detail) => {
            let decision = decisions::read(row.get_ref(1)?.as_str()?, row.get(2)?, &detail);
            let decision = decision.ok_or_else(|| wrong(WIDTH))?;
            Ok(Line::Roadmap(read_stamp(row)?, decision))
        }
        None => read_entry(row).map(Line::Card),
    }
}

pub(super) fn read_entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let of = || row.get::<_, [u8; 16]>(5);
    let event = match row.get_ref(1)?.as_str()? {
        "answered" => Event::Answered(Review {
            quality: row.get(3)?,
            took_ms: row.get(4)?,
            last_look: row.get(9)?,
        }),
        "retracted" => Event::Retracted { of: EntryId(of()?) },
        "continued" => Event::Continued {
            from: CardId(of()?),
        },
        "suspended" => Event::Suspended,
        "resumed" => Event::Resumed,
        "buried" => Event::Buried,
        "placed" => Event::Placed(row.get(10)?),
        _ => return Err(wrong(1)),
    };
    Ok(Entry {
        stamp: read_stamp(row)?,
        card: row.get(2)?,
        event,
    })
}

fn read_stamp(row: &Row<'_>) -> rusqlite::Result<Stamp> {
    let at = Moment::from_parts(row.get(6)?, row.get(7)?).ok_or_else(|| wrong(6))?;
    Ok(Stamp {
        id: row.get(0)?,
        at,
        day: row.get(8)?,
    })
}

fn wrong(column: usize) -> rusqlite::Error {
    rusqlite::Error::InvalidColumnType(column, "log".into(), rusqlite::types::Type::Text)
}
