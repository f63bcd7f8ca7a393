//! What was decided about roadmaps: lines of the log beside those about cards.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};
use serde_json::{Value, json};

use super::{Store, StoreError, log};
use crate::model::log::{Decision, Goal, Line, Matter};
use crate::model::roadmap::ItemId;
use crate::model::time::{Day, Stamp};

/// What stands for the item where a decision is about none.
const NO_ITEM: ItemId = ItemId([0; 16]);

impl Store {
    /// Appends decisions, in one durable transaction; `stamp` is as in [`Store::record`].
    ///
    /// # Errors
    /// When the disk or the lock refuses; then nothing has happened.
    pub(crate) fn decide(
        &mut self,
        decisions: &[Decision],
        stamp: &dyn Fn(Option<&Stamp>) -> Stamp,
    ) -> Result<(), StoreError> {
        let write = self.write()?;
        append(&write, decisions, stamp)?;
        write.commit()?;
        Ok(())
    }

    /// Everything that was decided and is not dated after `horizon_ms`, in order of time.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn decisions(&self, horizon_ms: i64) -> Result<Vec<Decision>, StoreError> {
        let mut decisions = Vec::new();
        log::each_line(
            &self.db,
            "where detail is not null and at <= ?",
            [horizon_ms],
            |line| {
                if let Line::Roadmap(_, decision) = line {
                    decisions.push(decision);
                }
                Ok::<(), StoreError>(())
            },
        )?;
        Ok(decisions)
    }

    /// The deadlines that are set, each with the day on which it was; what is dated after
    /// `horizon_ms` is left out.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn deadlines(
        &self,
        horizon_ms: i64,
    ) -> Result<Vec<(String, Goal, Day)>, StoreError> {
        let mut deadlines: BTreeMap<String, (Option<Goal>, Day)> = BTreeMap::new();
        log::each_line(
            &self.db,
            "where kind = 'deadline' and detail is not null and at <= ?",
            [horizon_ms],
            |line| {
                if let Line::Roadmap(stamp, Decision::Deadline(roadmap, goal)) = line {
                    deadlines.insert(roadmap, (goal, stamp.day));
                }
                Ok::<(), StoreError>(())
            },
        )?;
        let set = deadlines.into_iter();
        Ok(set
            .filter_map(|(roadmap, (goal, day))| Some((roadmap, goal?, day)))
            .collect())
    }
}

pub(super) fn append(
    db: &Connection,
    decisions: &[Decision],
    stamp: &dyn Fn(Option<&Stamp>) -> Stamp,
) -> Result<(), StoreError> {
    let mut last = log::last_stamp(db)?;
    for decision in decisions {
        let stamp = stamp(last.as_ref());
        insert(db, &stamp, decision)?;
        last = Some(stamp);
    }
    Ok(())
}

/// Appends a decision with its mark.
pub(super) fn insert(
    db: &Connection,
    stamp: &Stamp,
    decision: &Decision,
) -> Result<(), StoreError> {
    let mut insert = db.prepare_cached(
        "insert into log (entry, kind, card, at, offset_s, day, detail) values (?, ?, ?, ?, ?, ?, ?)",
    )?;
    let (kind, item, detail) = written(decision);
    insert.execute(params![
        stamp.id,
        kind,
        item,
        stamp.at.unix_ms(),
        stamp.at.offset_s(),
        stamp.day,
        detail.to_string(),
    ])?;
    Ok(())
}

/// The columns `kind`, `card` and `detail` of a decision.
fn written(decision: &Decision) -> (&'static str, ItemId, Value) {
    let about = |matter: &Matter| json!({"roadmap": matter.roadmap, "text": matter.text});
    match decision {
        Decision::Done(matter) => ("done", matter.item, about(matter)),
        Decision::Undone(matter) => ("undone", matter.item, about(matter)),
        Decision::Linked(matter, decks) => {
            let mut detail = about(matter);
            detail["decks"] = json!(decks);
            ("link", matter.item, detail)
        }
        Decision::Followed(roadmaps) => ("follow", NO_ITEM, json!({"roadmaps": roadmaps})),
        Decision::Deadline(roadmap, goal) => {
            let detail = match goal {
                Some(Goal {
                    day,
                    new_per_day,
                    minutes,
                }) => json!({
                    "roadmap": roadmap, "day": day.number(), "new_per_day": new_per_day, "minutes": minutes
                }),
                None => json!({"roadmap": roadmap}),
            };
            ("deadline", NO_ITEM, detail)
        }
    }
}

/// The inverse of [`written`]; `None` for what we never write.
pub(super) fn read(kind: &str, item: ItemId, detail: &str) -> Option<Decision> {
    let detail: Value = serde_json::from_str(detail).ok()?;
    let text = |name: &str| detail.get(name)?.as_str().map(str::to_owned);
    let texts = |name: &str| -> Option<Vec<String>> {
        let words = detail.get(name)?.as_array()?.iter();
        words.map(|word| word.as_str().map(str::to_owned)).collect()
    };
    let number = |name: &str| {
        detail
            .get(name)?
            .as_u64()
            .and_then(|number| u32::try_from(number).ok())
    };
    let matter = || {
        Some(Matter {
            roadmap: text("roadmap")?,
            item,
            text: text("text")?,
        })
    };
    Some(match kind {
        "done" => Decision::Done(matter()?),
        "undone" => Decision::Undone(matter()?),
        "link" => Decision::Linked(matter()?, texts("decks")),
        "follow" => Decision::Followed(texts("roadmaps")?),
        "deadline" => {
            let day = detail.get("day").and_then(Value::as_i64);
            let goal = match day.and_then(Day::from_number) {
                Some(day) => Some(Goal {
                    day,
                    new_per_day: number("new_per_day")?,
                    minutes: number("minutes"),
                }),
                None => None,
            };
            Decision::Deadline(text("roadmap")?, goal)
        }
        _ => return None,
    })
}
