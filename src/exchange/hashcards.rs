//! Collections of hashcards: its decks compile as they are; its database knows the answers that
//! were given, each by the hash of its card's text. This finds out which is which.
//!
//! The hash is BLAKE3 over `Basic`, the question and the answer, or over `Cloze`, the text without
//! brackets and the places of the first and last hidden byte. Seen in its version 0.5.

use std::collections::HashMap;
use std::path::Path;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Row};

use super::Refusal;
use crate::model::grade::{Grade, Quality};
use crate::model::time::Day;

/// The name of the database in a collection.
pub(crate) const DATABASE: &str = "hashcards.db";

/// A card of a deck file, as hashcards sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct HashCard {
    /// The line that its text begins on, from 1.
    pub(crate) line: u32,
    /// Which card of that text.
    pub(crate) part: usize,
    /// In lower-case hex.
    pub(crate) hash: String,
}

/// An answer that was given in hashcards.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct HashAnswer {
    /// Milliseconds since 1970, as the user's clock showed them: a time without a zone.
    pub(crate) local_ms: i64,
    pub(crate) quality: Quality,
}

/// What a collection's database holds.
#[derive(Default)]
pub(crate) struct HashLog {
    /// By the hash of the card, oldest first.
    pub(crate) answers: HashMap<String, Vec<HashAnswer>>,
    /// Rows that cannot be read.
    pub(crate) broken: usize,
}

/// Reads the database of a collection; it is never written, not even locked.
///
/// # Errors
/// When it is none of hashcards.
pub(crate) fn read_log(database: &Path) -> Result<HashLog, Refusal> {
    const HELP: &str = "put back a copy of the collection, or move the database out of the folder: the decks go in without it";
    let refuse = |error: rusqlite::Error| {
        Refusal::new("it is no database of hashcards", HELP).because(error)
    };
    let name: String = database.to_string_lossy().bytes().map(percent).collect();
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let db = Connection::open_with_flags(format!("file:{name}?immutable=1"), flags);
    let db = db.map_err(refuse)?;
    let sql = "select card_hash, reviewed_at, grade from reviews order by reviewed_at, rowid";
    let mut query = db.prepare(sql).map_err(refuse)?;
    let mut rows = query.query([]).map_err(refuse)?;
    let mut log = HashLog::default();
    while let Some(row) = rows.next().map_err(refuse)? {
        match answer(row) {
            Some((hash, answer)) => log.answers.entry(hash).or_default().push(answer),
            None => log.broken += 1,
        }
    }
    Ok(log)
}

fn answer(row: &Row) -> Option<(String, HashAnswer)> {
    let text = |column: usize| match row.get_ref(column).ok()? {
        ValueRef::Text(bytes) => std::str::from_utf8(bytes).ok(),
        ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Blob(_) => None,
    };
    let grade = match text(2)? {
        "forgot" => Grade::Again,
        "hard" => Grade::Hard,
        "good" => Grade::Good,
        "easy" => Grade::Easy,
        _ => return None,
    };
    let answer = HashAnswer {
        local_ms: local_ms(text(1)?)?,
        quality: grade.quality(),
    };
    Some((text(0)?.to_ascii_lowercase(), answer))
}

/// `2026-10-05T14:30:15.123`, its last part absent in old versions.
fn local_ms(text: &str) -> Option<i64> {
    let (date, time) = text.split_once('T')?;
    let day = Day::parse(date).filter(|day| (1970..=9999).contains(&day.year()))?;
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let parts: Option<Vec<i64>> = time.split(':').map(|part| part.parse().ok()).collect();
    let [hours, minutes, seconds] = parts?[..] else {
        return None;
    };
    let milli: String = fraction.chars().chain("000".chars()).take(3).collect();
    let sane =
        (0..24).contains(&hours) && (0..60).contains(&minutes) && (0..=60).contains(&seconds);
    let in_day = ((hours * 60 + minutes) * 60 + seconds) * 1000 + milli.parse::<i64>().ok()?;
    sane.then(|| day.number() * 86_400_000 + in_day)
}

/// A byte of a path in a `file:` URI.
fn percent(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}

/// Finds the cards of a deck file by the rules of hashcards.
pub(crate) fn cards(text: &str) -> Vec<HashCard> {
    let mut finder = Finder::default();
    for (number, line) in (1..).zip(text.lines()).skip(front_matter(text)) {
        finder.line(number, line);
    }
    finder.end();
    finder.found
}

/// How many `T:` and `D:` pairs a deck has: hashcards makes two cards of each, and our grammar none.
pub(crate) fn pairs(text: &str) -> usize {
    let begins = |mark: &str| text.lines().filter(|line| line.starts_with(mark)).count();
    begins("T:").min(begins("D:"))
}

fn front_matter(text: &str) -> usize {
    let is_rule = |line: &str| line.trim() == "---";
    if !text.lines().next().is_some_and(is_rule) {
        return 0;
    }
    let end = text.lines().skip(1).position(is_rule);
    end.map_or(0, |length| length + 2)
}

#[derive(Default)]
struct Finder {
    found: Vec<HashCard>,
    line: u32,
    /// The sides of the card that is being read.
    sides: Vec<(Side, String)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Question,
    Answer,
    Term,
    Definition,
    Cloze,
}

impl Finder {
    fn line(&mut self, number: u32, line: &str) {
        let side = match line.get(..2) {
            Some("Q:") => Some(Side::Question),
            Some("A:") => Some(Side::Answer),
            Some("T:") => Some(Side::Term),
            Some("D:") => Some(Side::Definition),
            Some("C:") => Some(Side::Cloze),
            _ => None,
        };
        match side {
            Some(side @ (Side::Question | Side::Term | Side::Cloze)) => {
                self.end();
                self.line = number;
                self.sides.push((side, line[2..].trim().to_owned()));
            }
            Some(side @ (Side::Answer | Side::Definition)) => {
                self.sides.push((side, line[2..].trim().to_owned()));
            }
            None if line.trim() == "---" => self.end(),
            None => {
                if let Some((_, text)) = self.sides.last_mut() {
                    text.push('\n');
                    text.push_str(line);
                }
            }
        }
    }

    fn end(&mut self) {
        let sides = std::mem::take(&mut self.sides);
        let hashes = match sides.as_slice() {
            [(Side::Question, ask), (Side::Answer, answer)] => {
                vec![hash(&[
                    b"Basic",
                    ask.trim().as_bytes(),
                    answer.trim().as_bytes(),
                ])]
            }
            [(Side::Term, term), (Side::Definition, meaning)] => {
                let (term, meaning) = (term.trim(), meaning.trim());
                let text = format!("Term: {term}\n\nDefinition: {meaning}");
                let second = 20 + term.len();
                let hidden = [(6, 6 + term.len()), (second, second + meaning.len())];
                hidden
                    .iter()
                    .map(|place| cloze_hash(&text, *place))
                    .collect()
            }
            [(Side::Cloze, text)] => {
                let (text, hidden) = without_brackets(text.trim());
                hidden
                    .iter()
                    .map(|place| cloze_hash(&text, *place))
                    .collect()
            }
            _ => Vec::new(),
        };
        for (part, hash) in hashes.into_iter().enumerate() {
            self.found.push(HashCard {
                line: self.line,
                part,
                hash,
            });
        }
    }
}

/// `place` is half open; what is hashed names the last byte.
fn cloze_hash(text: &str, (start, end): (usize, usize)) -> String {
    let last = end.wrapping_sub(1);
    let places = [start, last].map(|place| (place as u64).to_le_bytes());
    hash(&[b"Cloze", text.as_bytes(), &places[0], &places[1]])
}

fn hash(parts: &[&[u8]]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().to_hex().to_string()
}

/// The text of a cloze without its brackets, and where its hidden parts are in it. The brackets
/// of images, and escaped ones, stay.
fn without_brackets(text: &str) -> (String, Vec<(usize, usize)>) {
    let mut plain = String::with_capacity(text.len());
    let mut hidden = Vec::new();
    let (mut start, mut image, mut escaped) = (None, false, false);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied();
        match c {
            '[' if image || escaped => {
                plain.push(c);
                escaped = false;
            }
            '[' => start = Some(plain.len()),
            ']' if image || escaped => {
                plain.push(c);
                (image, escaped) = (false, escaped && image);
            }
            ']' => hidden.extend(start.take().map(|start| (start, plain.len()))),
            '!' => {
                image |= next == Some('[');
                plain.push(c);
            }
            '\\' if !escaped && matches!(next, Some('[' | ']')) => escaped = true,
            _ => plain.push(c),
        }
    }
    (plain, hidden)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The hashes were worked out by another program.
    #[test]
    fn cards_are_found_by_the_hash_of_hashcards() {
        let text = "---\nname = \"x\"\n---\n\nQ: What is 2+2?\nA: 4\n\n---\nC: Foo [bar] ![](i.jpg) \\[q\\] [é]\n\
            T: a\nD: b c\nQ: open\nQ: shut\nA:\n\n4\n";
        let found = cards(text);
        let seen: Vec<String> = found
            .iter()
            .map(|card| format!("{}.{} {}", card.line, card.part, &card.hash[..12]))
            .collect();
        let expected = [
            "5.0 9dbd4e61da8c",
            "9.0 6d003b06c762",
            "9.1 f4f28bdaf256",
            "10.0 d5f2fd81fb2a",
            "10.1 e80310373a5b",
            "13.0 8dfc450a5860",
        ];
        assert_eq!(seen, expected);
    }

    #[test]
    fn times_are_local_and_have_three_decimals_or_none() {
        assert_eq!(local_ms("1970-01-02T00:00:01.5"), Some(86_401_500));
        assert_eq!(local_ms("1970-01-01T10:00:00"), Some(36_000_000));
        for wrong in [
            "",
            "1970-01-01",
            "1970-01-01T25:00:00",
            "30000-01-01T00:00:00",
            "1970-01-01Ta:b:c",
        ] {
            assert_eq!(local_ms(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn only_its_own_database_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a b?#%.db");
        assert!(read_log(&file).is_err());
        let db = Connection::open(&file).unwrap();
        db.execute_batch("create table t (x)").unwrap();
        assert!(read_log(&file).is_err());
        db.execute_batch(
            "create table reviews (card_hash, reviewed_at, grade);
             insert into reviews values ('AB', '2026-10-05T14:30:15.123', 'forgot'),
               ('ab', '2026-10-06T14:30:15.123', 'easy'), ('ab', 5, 'good'), ('ab', '2026-10-07T14:30:15', 'fine')",
        )
        .unwrap();
        let log = read_log(&file).unwrap();
        let qualities: Vec<u8> = log.answers["ab"]
            .iter()
            .map(|answer| answer.quality.value())
            .collect();
        assert_eq!((qualities, log.broken), (vec![2, 5], 2));
        std::fs::write(&file, "not a database").unwrap();
        assert!(read_log(&file).is_err());
    }
}
