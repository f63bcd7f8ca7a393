//! One line of a log file, to and from text. Any text gives a line or none.
//!
//! `CHECK TURN ENTRY KIND SUBJECT AT OFFSET DAY QUALITY TOOK LOOK OF BATCH DETAIL`: the fields of
//! [`Carried`] between spaces, `-` for what is not there; the detail is JSON and may hold spaces.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::model::carried::Carried;
use crate::model::grade::Quality;
use crate::model::log::EntryId;

/// What stands for nothing.
const NONE: &str = "-";

/// How many fields a line has after its check.
const FIELDS: usize = 13;

/// The line, with its check and its end.
pub(super) fn write(line: &Carried) -> String {
    let number =
        |number: Option<i64>| number.map_or_else(|| NONE.to_owned(), |number| number.to_string());
    let name = |name: Option<[u8; 16]>| name.map_or_else(|| NONE.to_owned(), hex);
    // JSON has line ends only between its parts, where a space does as well.
    let detail = line
        .detail
        .as_deref()
        .unwrap_or(NONE)
        .replace(['\n', '\r'], " ");
    let body = [
        line.turn.to_string(),
        hex(line.id.0),
        line.kind.clone(),
        hex(line.subject),
        line.at_ms.to_string(),
        line.offset_s.to_string(),
        line.day.to_string(),
        number(line.quality.map(i64::from)),
        number(line.took_ms.map(i64::from)),
        i64::from(line.last_look).to_string(),
        name(line.of),
        name(line.batch.map(|batch| batch.0)),
        detail,
    ]
    .join(" ");
    checked(&body)
}

/// A line as it was written, without its end; `None` if anything about it is wrong.
pub(super) fn read(line: &[u8]) -> Option<Carried> {
    let fields: Vec<&str> = body(line)?.splitn(FIELDS, ' ').collect();
    let &[
        turn,
        id,
        kind,
        subject,
        at,
        offset,
        day,
        quality,
        took,
        look,
        of,
        batch,
        detail,
    ] = fields.as_slice()
    else {
        return None;
    };
    Some(Carried {
        turn: turn.parse().ok().filter(|turn| *turn > 0)?,
        id: EntryId(unhex(id)?),
        kind: kind.to_owned(),
        subject: unhex(subject)?,
        at_ms: at.parse().ok()?,
        offset_s: offset.parse().ok()?,
        day: day.parse().ok()?,
        quality: some(quality, |text| {
            Quality::new(text.parse().ok()?).map(Quality::value)
        })?,
        took_ms: some(took, |text| text.parse().ok())?,
        last_look: match look {
            "0" => false,
            "1" => true,
            _ => return None,
        },
        of: some(of, unhex)?,
        batch: some(batch, unhex)?.map(EntryId),
        detail: some(detail, |text| Some(text.to_owned()))?,
    })
}

/// A text with its check before it and a line end after it.
pub(super) fn checked(body: &str) -> String {
    format!("{} {body}\n", check(body.as_bytes()))
}

/// The text of such a line, if its check fits.
pub(super) fn body(line: &[u8]) -> Option<&str> {
    let (said, body) = line.split_at_checked(CHECK)?;
    let body = body.strip_prefix(b" ")?;
    (said == check(body).as_bytes()).then_some(())?;
    std::str::from_utf8(body).ok()
}

/// How many characters a check has.
pub(super) const CHECK: usize = 8;

/// Tells damage from what was written; it is no protection from malice.
fn check(bytes: &[u8]) -> String {
    Sha256::digest(bytes)[..CHECK / 2]
        .iter()
        .fold(String::new(), in_hex)
}

/// The name of a text by what it says.
pub(crate) fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes)[..16]
        .iter()
        .fold(String::new(), in_hex)
}

fn in_hex(mut text: String, byte: &u8) -> String {
    // A `String` takes everything.
    write!(text, "{byte:02x}").ok();
    text
}

fn hex(bytes: [u8; 16]) -> String {
    format!("{:032x}", u128::from_be_bytes(bytes))
}

fn unhex(text: &str) -> Option<[u8; 16]> {
    let digits = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if text.len() != 32 || !text.bytes().all(digits) {
        return None;
    }
    u128::from_str_radix(text, 16).ok().map(u128::to_be_bytes)
}

/// Nothing, or what `read` makes of the text; `None` if it makes nothing of it.
fn some<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<Option<T>> {
    if text == NONE {
        Some(None)
    } else {
        read(text).map(Some)
    }
}

/// For fuzzers: the line with that body, if it is one, and what it is when it was written again.
#[cfg(any(test, fuzzing))]
pub(crate) fn reread(body: &str) -> Option<(Carried, Option<Carried>)> {
    let read = |line: &str| read(line.trim_end_matches('\n').as_bytes());
    let first = read(&checked(body))?;
    let again = read(&write(&first));
    Some((first, again))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lines() -> impl Strategy<Value = Carried> {
        let names = (
            any::<[u8; 16]>(),
            any::<[u8; 16]>(),
            any::<Option<[u8; 16]>>(),
            any::<Option<[u8; 16]>>(),
        );
        let numbers = (1..i64::MAX, any::<i64>(), any::<i64>(), any::<i64>());
        let rest = (
            "[a-z]{1,12}",
            proptest::option::of(0..=5_u8),
            any::<Option<u32>>(),
            any::<bool>(),
            proptest::option::of("\\{[^\n\r]{0,40}\\}"),
        );
        (names, numbers, rest).prop_map(|(names, numbers, rest)| Carried {
            turn: numbers.0,
            id: EntryId(names.0),
            kind: rest.0,
            subject: names.1,
            at_ms: numbers.1,
            offset_s: numbers.2,
            day: numbers.3,
            quality: rest.1,
            took_ms: rest.2,
            last_look: rest.3,
            of: names.2,
            batch: names.3.map(EntryId),
            detail: rest.4,
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(line in lines()) {
            let text = write(&line);
            prop_assert_eq!(text.matches('\n').count(), 1);
            prop_assert_eq!(read(text.trim_end_matches('\n').as_bytes()), Some(line));
        }

        #[test]
        fn one_wrong_byte_is_noticed(line in lines(), at in any::<prop::sample::Index>(), bit in 0..8_u8) {
            let mut text = write(&line).into_bytes();
            text.pop();
            let at = at.index(text.len());
            text[at] ^= 1_u8 << bit;
            prop_assert_eq!(read(&text), None);
        }

        #[test]
        fn no_text_is_too_strange(text in any::<Vec<u8>>()) {
            prop_assert_eq!(read(&text), None);
        }
    }

    #[test]
    fn the_format_is_frozen() {
        let line = Carried {
            turn: 7,
            id: EntryId([1; 16]),
            kind: "answered".into(),
            subject: [2; 16],
            at_ms: 1_795_150_800_000,
            offset_s: 10_800,
            day: 20_777,
            quality: Some(4),
            took_ms: None,
            last_look: false,
            of: None,
            batch: None,
            detail: None,
        };
        assert_eq!(
            write(&line),
            "c1301811 7 01010101010101010101010101010101 answered 02020202020202020202020202020202 \
             1795150800000 10800 20777 4 - 0 - - -\n"
        );
    }
}
