//! Rows of notes and cards: as they came, where they came from Anki and nothing has moved since.

use serde_json::{Value, json};

use super::note_types::OURS;
use super::number_of;
use crate::exchange::parcel::{Note, ParcelCard};
use crate::model::log::Placement;

/// A row of `notes`.
pub(super) struct NoteRow {
    pub(super) id: i64,
    pub(super) guid: String,
    pub(super) note_type: i64,
    pub(super) changed: i64,
    pub(super) tags: String,
    pub(super) fields: String,
    pub(super) flags: i64,
    pub(super) more: String,
}

impl NoteRow {
    pub(super) fn of(note: &Note, ours: &[String; 2], now: i64) -> Self {
        let kept: Option<Value> = note
            .keepsake
            .as_deref()
            .and_then(|kept| serde_json::from_str(kept).ok());
        let Some(kept) = kept else {
            let tags = note.tags.join(" ");
            return Self {
                id: number_of(&note.key),
                guid: note.key.clone(),
                note_type: OURS,
                changed: now,
                tags: if tags.is_empty() {
                    tags
                } else {
                    format!(" {tags} ")
                },
                fields: ours.join("\x1f"),
                flags: 0,
                more: String::new(),
            };
        };
        let number = |name: &str| kept.get(name).and_then(Value::as_i64).unwrap_or(0);
        let text = |name: &str| {
            kept.get(name)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        Self {
            id: number("id"),
            guid: note.key.clone(),
            note_type: number("type"),
            changed: number("mod"),
            tags: text("tags"),
            fields: text("fields"),
            flags: number("flags"),
            more: text("data"),
        }
    }
}

/// A row of `cards`.
pub(super) struct CardRow {
    pub(super) id: i64,
    pub(super) state: i64,
    pub(super) queue: i64,
    pub(super) due: i64,
    pub(super) interval: i64,
    pub(super) factor: i64,
    pub(super) answers: i64,
    pub(super) lapses: i64,
    pub(super) left: i64,
    pub(super) flags: i64,
    pub(super) more: Value,
}

/// A greater number of `due` is an instant and no day.
const FIRST_INSTANT: i64 = 1_000_000_000;

impl CardRow {
    /// `answers` is how many the card has, `place` its place among new cards, `zero` the day from
    /// which days are counted, since 1970.
    pub(super) fn of(card: &ParcelCard, answers: i64, place: i64, zero: i64) -> Self {
        let kept = card.keepsake.as_deref();
        let kept: Option<Value> = kept.and_then(|kept| serde_json::from_str(kept).ok());
        let mut row = match (&kept, card.schedule) {
            (Some(kept), _) if kept.get("moved").is_none() => Self::as_it_came(kept, zero),
            (_, Some(placement)) => Self::placed(placement, answers, zero),
            (_, None) => Self {
                due: place,
                ..Self::blank()
            },
        };
        if card.suspended {
            row.queue = -1;
        }
        let kept = kept.unwrap_or_default();
        Self {
            id: number(&kept, "id"),
            flags: number(&kept, "flags"),
            ..row
        }
    }

    fn as_it_came(kept: &Value, zero: i64) -> Self {
        let number = |name: &str| number(kept, name);
        let more = kept.get("data").and_then(Value::as_str);
        let more = more.and_then(|more| serde_json::from_str(more).ok());
        let filtered = number("odid") != 0 && number("odue") != 0;
        let due = number(if filtered { "odue" } else { "due" });
        let state = Some(number("type"))
            .filter(|state| (0..=3).contains(state))
            .unwrap_or(0);
        let days = state == 2 || due < FIRST_INSTANT && matches!(state, 1 | 3);
        let shift = if days { number("zero") - zero } else { 0 };
        let due = within(due.saturating_add(shift), i64::from(i32::MIN));
        Self {
            state,
            queue: queue(state, due),
            due,
            interval: within(number("ivl"), 0),
            factor: number("factor").clamp(0, 9999),
            answers: within(number("reps"), 0),
            lapses: within(number("lapses"), 0),
            left: within(number("left"), 0),
            more: more.filter(Value::is_object).unwrap_or_else(|| json!({})),
            ..Self::blank()
        }
    }

    fn placed(placement: Placement, answers: i64, zero: i64) -> Self {
        Self {
            state: 2,
            queue: 2,
            due: placement.due.number() - zero,
            interval: i64::from(placement.interval.0.max(1)),
            factor: i64::from(placement.ease.0) * 10,
            answers: answers.max(1),
            lapses: i64::from(placement.lapses),
            ..Self::blank()
        }
    }

    fn blank() -> Self {
        Self {
            id: 0,
            state: 0,
            queue: 0,
            due: 0,
            interval: 0,
            factor: 0,
            answers: 0,
            lapses: 0,
            left: 0,
            flags: 0,
            more: json!({}),
        }
    }

    /// Notes when the card was answered last, which Anki would otherwise add and report.
    pub(super) fn remember(&mut self, last_s: i64) {
        if self.state != 0
            && let Some(more) = self.more.as_object_mut()
        {
            more.entry("lrt").or_insert(json!(last_s));
        }
    }
}

/// Anki refuses what does not fit into 32 bits.
fn within(number: i64, least: i64) -> i64 {
    number.clamp(least, i32::MAX.into())
}

fn number(kept: &Value, name: &str) -> i64 {
    kept.get(name).and_then(Value::as_i64).unwrap_or(0)
}

/// Which queue a card of that state waits in, when it is neither suspended nor buried.
fn queue(state: i64, due: i64) -> i64 {
    match state {
        1 | 3 if due >= FIRST_INSTANT => 1,
        1 | 3 => 3,
        state => state,
    }
}

/// Rows of the log that mean nothing to anybody but Anki.
pub(super) fn kept_rows(card: &ParcelCard) -> Vec<(i64, i64, [i64; 5])> {
    let kept: Option<Value> = card
        .keepsake
        .as_deref()
        .and_then(|kept| serde_json::from_str(kept).ok());
    let rows = kept.and_then(|mut kept| serde_json::from_value(kept.get_mut("rows")?.take()).ok());
    rows.unwrap_or_default()
}
