//! The rows of `cards` -> the cards of a parcel, without their sides.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::collection::{NoteType, number, text};
use super::rows::Reader;
use super::schedule::{Calendar, CardRow};
use crate::exchange::Refusal;
use crate::exchange::parcel::{DeckPath, ParcelCard, Remarks};
use crate::model::card::Kind;
use crate::model::log::Placement;

/// More cards of one note than this nobody made.
const MOST_ORDINALS: u32 = 1000;

impl Reader<'_> {
    /// Reads the cards; returns the place of each by its id.
    pub(super) fn cards(
        &mut self,
        notes: &HashMap<i64, usize>,
    ) -> Result<HashMap<i64, u32>, Refusal> {
        let calendar = Calendar::of(self.collection, self.reading);
        let mut places = HashMap::new();
        let mut seen: HashSet<(usize, u32)> = HashSet::new();
        let sql = "select id, did, ord, type, queue, due, ivl, factor, reps, lapses, odue, odid,
                     mod, \"left\", flags, data, nid from cards order by nid, ord, id";
        let mut query = self.collection.db.prepare(sql)?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let mut card = card_row(row)?;
            if self.collection.old_scheduler && (card.state, card.queue) == (2, 1) {
                // The old scheduler had no state for cards that are learned again.
                card.state = 3;
            }
            let note = notes.get(&number(row, 16)?).copied();
            let Some((note, ordinal)) = self.room_for(&card, note, &mut seen) else {
                continue;
            };
            let remarks = &mut self.parcel.remarks;
            let schedule = calendar
                .as_ref()
                .and_then(|calendar| schedule(calendar, &mut card, remarks));
            places.insert(card.id, self.parcel.cards.len() as u32);
            let deck = match card.true_deck {
                0 => self.deck(card.deck),
                true_deck => self.deck(true_deck),
            };
            self.parcel.cards.push(ParcelCard {
                note,
                ordinal,
                deck,
                kind: Kind::Question,
                ask: String::new(),
                answer: String::new(),
                suspended: card.queue == -1,
                schedule,
                keepsake: Some(keepsake(&card, calendar.as_ref())),
            });
        }
        Ok(places)
    }

    /// Which card of which note it is; `None`, with a word, if there can be no such card.
    fn room_for(
        &mut self,
        card: &CardRow,
        note: Option<usize>,
        seen: &mut HashSet<(usize, u32)>,
    ) -> Option<(usize, u32)> {
        let note_type = note.map(|note| self.note_type(note));
        let remarks = &mut self.parcel.remarks;
        let place = || place(card);
        let Some((note, note_type)) = note.zip(note_type) else {
            remarks.add(
                "a card's note is not in the package: it was left out",
                place,
            );
            return None;
        };
        let Some(ordinal) = ordinal(card, note_type) else {
            remarks.add("no template makes a card: it was left out", place);
            return None;
        };
        if !seen.insert((note, ordinal)) {
            remarks.add("a card comes twice: the first was taken", place);
            return None;
        }
        if card.queue <= -2 {
            remarks.add(
                "a card is buried: that ends by itself and was left out",
                place,
            );
        }
        if card.flags & 7 != 0 {
            remarks.add(
                "a card's coloured flag is kept for the way back only",
                place,
            );
        }
        Some((note, ordinal))
    }

    /// The place of a deck in the parcel.
    fn deck(&mut self, id: i64) -> usize {
        let found = self.collection.decks.get(&id).cloned();
        let path = found.unwrap_or_else(|| DeckPath(vec!["Default".to_owned()]));
        let next = self.decks.len();
        let decks = &mut self.parcel.decks;
        *self.decks.entry(path).or_insert_with_key(|path| {
            decks.push(path.clone());
            next
        })
    }
}

fn ordinal(card: &CardRow, note_type: &NoteType) -> Option<u32> {
    let ordinal = u32::try_from(card.ordinal).ok()?;
    let made = if note_type.cloze {
        ordinal < MOST_ORDINALS
    } else {
        (ordinal as usize) < note_type.templates.len()
    };
    made.then_some(ordinal)
}

/// Where a card stands, with a word if that is not quite what its row says.
fn schedule(
    calendar: &Calendar<'_>,
    card: &mut CardRow,
    remarks: &mut Remarks,
) -> Option<Placement> {
    let (placement, stretched) = calendar.placement(card)?;
    if stretched {
        remarks.add(
            "a date or an interval beyond a hundred years was brought nearer",
            || place(card),
        );
    }
    if calendar.mends(card.factor) {
        remarks.add(
            "a low ease was read as 250 %, as Anki does where deck options start at 130 % or less",
            || place(card),
        );
        card.factor = Calendar::MENDED_EASE;
    }
    Some(placement)
}

fn place(card: &CardRow) -> String {
    format!("card {}", card.id)
}

/// A row as JSON, without the numbers that are 0.
fn keepsake(card: &CardRow, calendar: Option<&Calendar<'_>>) -> String {
    let zero = calendar.map_or(0, Calendar::zero);
    let numbers = [
        ("did", card.deck),
        ("type", card.state),
        ("queue", card.queue),
        ("due", card.due),
        ("ivl", card.interval),
        ("factor", card.factor),
        ("reps", card.answers),
        ("lapses", card.lapses),
        ("odue", card.true_due),
        ("odid", card.true_deck),
        ("mod", card.changed),
        ("left", card.left),
        ("flags", card.flags),
        ("zero", zero),
    ];
    let mut kept = format!("{{\"id\":{}", card.id);
    for (name, number) in numbers.iter().filter(|(_, number)| *number != 0) {
        kept.push_str(&format!(",\"{name}\":{number}"));
    }
    if !matches!(card.more.as_str(), "" | "{}") {
        kept.push_str(&format!(",\"data\":{}", Value::from(card.more.as_str())));
    }
    kept.push('}');
    kept
}

fn card_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<CardRow> {
    Ok(CardRow {
        id: number(row, 0)?,
        deck: number(row, 1)?,
        ordinal: number(row, 2)?,
        state: number(row, 3)?,
        queue: number(row, 4)?,
        due: number(row, 5)?,
        interval: number(row, 6)?,
        factor: number(row, 7)?,
        answers: number(row, 8)?,
        lapses: number(row, 9)?,
        true_due: number(row, 10)?,
        true_deck: number(row, 11)?,
        changed: number(row, 12)?,
        left: number(row, 13)?,
        flags: number(row, 14)?,
        more: text(row, 15)?,
    })
}
