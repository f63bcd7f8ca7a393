//! The rows of a collection -> a parcel: notes, cards and answers, each read once, in its order.

use std::collections::{HashMap, HashSet};
use std::thread;

use serde_json::{Value, json};

use super::collection::{Collection, NoteType, number, text};
use super::note_type_name;
use super::schedule::AnswerRow;
use super::sides::Content;
use crate::exchange::html::clean_word;
use crate::exchange::parcel::{DeckPath, Note, Parcel, ParcelCard, PastReview, Remarks};
use crate::exchange::{Reading, Refusal};

/// Everything but the media.
///
/// # Errors
/// When the tables cannot be read.
pub(super) fn read<'a>(
    collection: &'a Collection,
    reading: &'a Reading<'a>,
) -> Result<Parcel, Refusal> {
    let mut reader = Reader {
        collection,
        reading,
        parcel: Parcel::default(),
        contents: Vec::new(),
        decks: HashMap::new(),
    };
    let notes = reader.notes()?;
    let cards = reader.cards(&notes)?;
    reader.answers(&cards)?;
    reader.draw();
    let used: HashSet<i64> = reader.contents.iter().map(|raw| raw.note_type).collect();
    for id in used {
        if let Some(note_type) = collection.note_types.get(&id) {
            let kept = (note_type_name(id), note_type.keepsake.clone());
            reader.parcel.keepsakes.push(kept);
        }
    }
    reader.parcel.keepsakes.sort_unstable();
    Ok(reader.parcel)
}

pub(super) struct Reader<'a> {
    pub(super) collection: &'a Collection,
    pub(super) reading: &'a Reading<'a>,
    pub(super) parcel: Parcel,
    /// What the sides of each note are made from.
    contents: Vec<Raw>,
    /// The place of each deck in the parcel.
    pub(super) decks: HashMap<DeckPath, usize>,
}

struct Raw {
    note_type: i64,
    fields: String,
    tags: String,
}

/// More tags of one note, or longer ones, nobody gave by hand.
const MOST_TAGS: usize = 100;
const LONGEST_TAG: usize = 100;

impl<'a> Reader<'a> {
    /// Reads the notes; returns the place of each by its id.
    fn notes(&mut self) -> Result<HashMap<i64, usize>, Refusal> {
        let mut places = HashMap::new();
        let mut keys: HashSet<String> = HashSet::new();
        let sql = "select id, guid, mid, mod, tags, flds, flags, data from notes order by id";
        let mut query = self.collection.db.prepare(sql)?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let (id, note_type) = (number(row, 0)?, number(row, 2)?);
            let guid = text(row, 1)?;
            let remarks = &mut self.parcel.remarks;
            if !self.collection.note_types.contains_key(&note_type) {
                remarks.add(
                    "a note's type is not in the package: it was left out",
                    || name_of(&guid),
                );
                continue;
            }
            let mut key = if guid.is_empty() {
                format!("id {id}")
            } else {
                guid
            };
            if !keys.insert(key.clone()) {
                remarks.add("a note's guid comes twice: both were taken", || {
                    name_of(&key)
                });
                key = format!("{key} {id}");
                keys.insert(key.clone());
            }
            let (tags, fields) = (text(row, 4)?, text(row, 5)?);
            if fields.contains(char::REPLACEMENT_CHARACTER) {
                remarks.add(
                    "a text is not UTF-8: what could not be read was left out",
                    || name_of(&key),
                );
            }
            let (changed, flags) = (number(row, 3)?, number(row, 6)?);
            let [tags_json, fields_json, more] =
                [&tags, &fields, &text(row, 7)?].map(|text| Value::from(text.as_str()));
            let kept = format!(
                r#"{{"id":{id},"type":{note_type},"mod":{changed},"tags":{tags_json},"fields":{fields_json},"flags":{flags},"data":{more}}}"#
            );
            let tags_of_note = few_tags(&tags, remarks);
            places.insert(id, self.parcel.notes.len());
            self.parcel.notes.push(Note {
                key,
                tags: tags_of_note,
                keepsake: Some(kept),
            });
            self.contents.push(Raw {
                note_type,
                fields,
                tags,
            });
        }
        Ok(places)
    }

    /// The note type of a note, which is known if the note was taken.
    pub(super) fn note_type(&self, note: usize) -> &'a NoteType {
        &self.collection.note_types[&self.contents[note].note_type]
    }

    fn answers(&mut self, cards: &HashMap<i64, u32>) -> Result<(), Refusal> {
        let latest = self.reading.now.unix_ms() + 60 * 60 * 1000;
        // What was no answer: schedules that were set by hand.
        let mut others: HashMap<u32, Vec<AnswerRow>> = HashMap::new();
        let sql = "select id, ease, ivl, lastIvl, factor, time, type, cid from revlog order by id";
        let mut query = self.collection.db.prepare(sql)?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let answer = AnswerRow {
                at_ms: number(row, 0)?,
                button: number(row, 1)?,
                interval: number(row, 2)?,
                last_interval: number(row, 3)?,
                factor: number(row, 4)?,
                took_ms: number(row, 5)?,
                kind: number(row, 6)?,
            };
            let answer = answer.with_four_buttons(self.collection.old_scheduler);
            let place = || format!("answer {}", answer.at_ms);
            let remarks = &mut self.parcel.remarks;
            let Some(&card) = cards.get(&number(row, 7)?) else {
                remarks.add(
                    "an answer's card is not in the package: it was left out",
                    place,
                );
                continue;
            };
            if answer.at_ms <= 0 || answer.at_ms > latest {
                remarks.add(
                    "an answer is dated in the future, or before 1970: it was left out",
                    place,
                );
                continue;
            }
            if let Some(event) = answer.event() {
                self.parcel.reviews.push(PastReview {
                    card,
                    at_ms: answer.at_ms,
                    event,
                    row: Some(answer.kept()),
                });
            } else {
                others.entry(card).or_default().push(answer);
            }
        }
        for (card, rows) in others {
            keep_rows(&mut self.parcel.cards[card as usize], &rows);
        }
        Ok(())
    }

    /// Makes the sides of all cards, on all cores.
    fn draw(&mut self) {
        let Self {
            collection,
            reading,
            parcel,
            contents,
            ..
        } = self;
        let (note_types, tick, contents) = (&collection.note_types, reading.tick, &*contents);
        let decks: Vec<String> = parcel.decks.iter().map(ToString::to_string).collect();
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let part = parcel.cards.len().div_ceil(cores).max(64);
        let draw = |cards: &mut [ParcelCard]| {
            let mut remarks: Vec<(&'static str, usize)> = Vec::new();
            for card in cards {
                let raw = &contents[card.note];
                let mut remark = |what| remarks.push((what, card.note));
                let content = Content::new(
                    &note_types[&raw.note_type],
                    &raw.fields,
                    &raw.tags,
                    &mut remark,
                );
                if let Some(sides) = content.sides(card.ordinal, &decks[card.deck], &mut remark) {
                    (card.ask, card.answer) = (sides.ask, sides.answer);
                }
                tick();
            }
            remarks
        };
        let remarks: Vec<_> = thread::scope(|scope| {
            let draw = &draw;
            let workers: Vec<_> = (parcel.cards.chunks_mut(part))
                .map(|cards| scope.spawn(move || draw(cards)))
                .collect();
            let done = |worker: thread::ScopedJoinHandle<'_, Vec<_>>| {
                worker
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            };
            workers.into_iter().flat_map(done).collect()
        });
        for (what, note) in remarks {
            let key = &parcel.notes[note].key;
            parcel.remarks.add(what, || name_of(key));
        }
    }
}

/// The tags of a note, each once.
fn few_tags(tags: &str, remarks: &mut Remarks) -> Vec<String> {
    let mut few: Vec<String> = Vec::new();
    for tag in tags.split_whitespace().take(MOST_TAGS * 2) {
        let tag: String = clean_word(tag).chars().take(LONGEST_TAG).collect();
        if !tag.is_empty() && few.len() < MOST_TAGS && !few.contains(&tag) {
            few.push(tag);
        }
    }
    if tags.split_whitespace().nth(MOST_TAGS).is_some() {
        remarks.add(
            "a note has more than a hundred tags: the first hundred were taken",
            String::new,
        );
    }
    few
}

/// Puts rows that mean nothing here into the keepsake of their card.
fn keep_rows(card: &mut ParcelCard, rows: &[AnswerRow]) {
    let kept = card
        .keepsake
        .as_deref()
        .and_then(|kept| serde_json::from_str(kept).ok());
    if let Some(Value::Object(mut kept)) = kept {
        let row = |row: &AnswerRow| json!([row.at_ms, row.took_ms, row.kept()]);
        kept.insert("rows".to_owned(), rows.iter().map(row).collect());
        card.keepsake = Some(Value::Object(kept).to_string());
    }
}

fn name_of(key: &str) -> String {
    format!("note {}", key.chars().take(40).collect::<String>())
}
