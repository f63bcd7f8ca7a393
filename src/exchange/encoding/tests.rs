//! Files in many encodings, and ticks in them.

use encoding_rs::{KOI8_R, MACINTOSH, WINDOWS_1251};
use proptest::prelude::*;

use super::*;

const PLAN: &str = "# План — 🚀\r\n- [ ] Изучить каналы\r\n- [x] горутины и всё остальное\r\n";

fn utf_16(text: &str, bytes: impl Fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn files_are_read_in_their_encodings() {
    let plain = PLAN.replace(" — 🚀", "");
    for (bytes, text, name) in [
        (PLAN.as_bytes().to_vec(), PLAN, "utf-8"),
        (format!("\u{FEFF}{PLAN}").into_bytes(), PLAN, "utf-8"),
        (
            utf_16(&format!("\u{FEFF}{PLAN}"), u16::to_le_bytes),
            PLAN,
            "utf-16le",
        ),
        (
            utf_16(&format!("\u{FEFF}{PLAN}"), u16::to_be_bytes),
            PLAN,
            "utf-16be",
        ),
        (utf_16(PLAN, u16::to_le_bytes), PLAN, "utf-16le"),
        (utf_16(PLAN, u16::to_be_bytes), PLAN, "utf-16be"),
        (
            WINDOWS_1251.encode(&plain).0.into_owned(),
            &plain,
            "windows-1251",
        ),
        (KOI8_R.encode(&plain).0.into_owned(), &plain, "koi8-r"),
    ] {
        let reading = read(&bytes);
        assert_eq!(reading.text, text);
        assert_eq!(reading.read_as, name);
        assert_eq!(reading.repaired, Vec::<String>::new());
        assert_eq!(reading.damaged, Vec::<u32>::new());
    }
}

#[test]
fn a_broken_byte_breaks_its_line_only() {
    let reading = read(b"\xD0\x9F\xD0\xBB\xD0\xB0\xD0\xBD\nab\xFFc\n");
    assert_eq!(reading.text, "План\nab\u{FFFD}c\n");
    assert_eq!(
        (reading.read_as.as_str(), reading.damaged),
        ("utf-8", vec![2])
    );
}

/// The boxes of a text: where their characters stand, and whether they are ticked.
fn boxes(text: &str) -> Vec<(usize, bool)> {
    let marks = text.match_indices("- [");
    marks
        .map(|(at, _)| (at + 3, text[at + 3..].starts_with('x')))
        .collect()
}

#[test]
fn ticks_change_nothing_but_the_boxes() {
    let ticked = PLAN.replace("[x]", "[ ]").replacen("[ ]", "[x]", 1);
    let (misread, _, _) = MACINTOSH.decode(PLAN.as_bytes());
    let (misread_ticked, _, _) = MACINTOSH.decode(ticked.as_bytes());
    for (before, after) in [
        (PLAN.as_bytes().to_vec(), ticked.as_bytes().to_vec()),
        (
            misread.as_bytes().to_vec(),
            misread_ticked.as_bytes().to_vec(),
        ),
        (
            utf_16(&format!("\u{FEFF}{PLAN}"), u16::to_le_bytes),
            utf_16(&format!("\u{FEFF}{ticked}"), u16::to_le_bytes),
        ),
        (
            utf_16(PLAN, u16::to_be_bytes),
            utf_16(&ticked, u16::to_be_bytes),
        ),
        (
            [b"\xFF\xD0\x9F\xD0\x9F \n", PLAN.as_bytes()].concat(),
            [b"\xFF\xD0\x9F\xD0\x9F \n", ticked.as_bytes()].concat(),
        ),
    ] {
        let text = read(&before).text;
        assert_eq!(with_boxes(&before, &text, &boxes(&text)), before);
        let other = [true, false];
        let changed: Vec<(usize, bool)> = boxes(&text)
            .into_iter()
            .zip(other)
            .map(|((at, _), ticked)| (at, ticked))
            .collect();
        assert_eq!(changed.len(), 2);
        assert_eq!(with_boxes(&before, &text, &changed), after);
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_and_keep_their_lines(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let text = read(&bytes).text;
        let ascii = text.bytes().filter(u8::is_ascii).count();
        prop_assert_eq!(ascii, ascii_places(&bytes).count());
        prop_assert_eq!(with_boxes(&bytes, &text, &[]), bytes);
    }

    #[test]
    fn words_come_back_as_they_are(
        words in prop::collection::vec("[A-Z]?[a-z]{1,8}|[А-Я]?[а-я]{1,8}|[–—🚀]|«[а-я]{1,5}»|\\[ \\]|\n", 0..40),
    ) {
        let text = words.join(" ");
        prop_assert_eq!(&read(text.as_bytes()).text, &text);
    }

    #[test]
    fn words_come_back_through_a_wrong_page(
        words in prop::collection::vec("[A-Z]?[a-z]{1,8}|[А-Я]?[а-я]{2,8}|[–—🚀]|«[а-я]{1,5}»|\\[ \\]|\n", 0..40),
    ) {
        let text = format!("# План\n{}", words.join(" "));
        let (misread, _, _) = MACINTOSH.decode(text.as_bytes());
        prop_assert_eq!(&read(misread.as_bytes()).text, &text);
    }
}
