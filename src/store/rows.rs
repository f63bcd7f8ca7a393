//! How the words of the model are written in the database. The only `ToSql` and `FromSql`.

use rusqlite::ToSql;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};
use serde_json::Value;

use crate::model::card::{CardId, Kind};
use crate::model::grade::Quality;
use crate::model::log::{EntryId, Placement};
use crate::model::roadmap::ItemId;
use crate::model::source::Origin;
use crate::model::standing::Ease;
use crate::model::time::{Day, Days};

impl ToSql for CardId {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.0.as_slice()))
    }
}

impl FromSql for CardId {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value
            .as_blob()?
            .try_into()
            .map(Self)
            .map_err(FromSqlError::other)
    }
}

impl ToSql for EntryId {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.0.as_slice()))
    }
}

impl FromSql for EntryId {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value
            .as_blob()?
            .try_into()
            .map(Self)
            .map_err(FromSqlError::other)
    }
}

impl ToSql for ItemId {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.0.as_slice()))
    }
}

impl FromSql for ItemId {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value
            .as_blob()?
            .try_into()
            .map(Self)
            .map_err(FromSqlError::other)
    }
}

impl ToSql for Day {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.number()))
    }
}

impl FromSql for Day {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let number = value.as_i64()?;
        Self::from_number(number).ok_or(FromSqlError::OutOfRange(number))
    }
}

impl ToSql for Kind {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.name()))
    }
}

impl FromSql for Kind {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Self::named(value.as_str()?).ok_or(FromSqlError::InvalidType)
    }
}

impl ToSql for Quality {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.value()))
    }
}

impl FromSql for Quality {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let number = value.as_i64()?;
        u8::try_from(number)
            .ok()
            .and_then(Self::new)
            .ok_or(FromSqlError::OutOfRange(number))
    }
}

impl ToSql for Days {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.0))
    }
}

impl FromSql for Days {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        u32::column_result(value).map(Self)
    }
}

impl ToSql for Ease {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.0))
    }
}

impl FromSql for Ease {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        u32::column_result(value).map(Self)
    }
}

impl ToSql for Placement {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let placed = serde_json::json!({
            "due": self.due.number(), "interval": self.interval.0, "ease": self.ease.0,
            "repetition": self.repetition, "lapses": self.lapses,
        });
        Ok(ToSqlOutput::from(placed.to_string()))
    }
}

impl FromSql for Placement {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let placed: Value = serde_json::from_str(value.as_str()?).map_err(FromSqlError::other)?;
        let number = |name: &str| placed.get(name)?.as_i64();
        let count = |name: &str| number(name).and_then(|number| u32::try_from(number).ok());
        let read = || {
            Some(Self {
                due: Day::from_number(number("due")?)?,
                interval: Days(count("interval")?),
                ease: Ease(count("ease")?),
                repetition: count("repetition")?,
                lapses: count("lapses")?,
            })
        };
        read().ok_or(FromSqlError::InvalidType)
    }
}

/// Whose deck it is, from the two columns that say so.
pub(super) fn origin(shipped: i64, path: String) -> Origin {
    match shipped {
        0 => Origin::File(path),
        2 => Origin::Kept(path),
        _ => Origin::Shipped(path),
    }
}

/// The column that goes with the path; see [`origin`].
pub(super) const fn origin_number(origin: &Origin) -> i64 {
    match origin {
        Origin::File(_) => 0,
        Origin::Shipped(_) => 1,
        Origin::Kept(_) => 2,
    }
}

/// Words as a JSON array.
pub(super) fn list<T: AsRef<str>>(words: &[T]) -> String {
    serde_json::Value::from_iter(words.iter().map(|word| word.as_ref())).to_string()
}

/// A JSON array of strings; anything else was not written by us and is no words.
pub(super) fn words(json: &str) -> Vec<String> {
    serde_json::from_str(json).unwrap_or_default()
}
