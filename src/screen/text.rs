//! Text as a terminal shows it: cleaned, measured in cells, cut where it may be cut.
//!
//! The text of decks is untrusted. Whatever reaches the terminal has been through [`clean`].

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Makes visible what would command the terminal or hide in the text: control characters, and the
/// invisible ones that reorder it. Line ends and tabs stay.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().any(|c| stand_in(c).is_some()) {
        Cow::Owned(text.chars().map(|c| stand_in(c).unwrap_or(c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// [`clean`] for a name that must stay on its line: here line ends and tabs are visible too.
/// Character for character, so that columns stay what they are.
pub(crate) fn clean_line(text: &str) -> String {
    let visible = |c| match c {
        '\n' => '␊',
        '\t' => '␉',
        _ => stand_in(c).unwrap_or(c),
    };
    text.chars().map(visible).collect()
}

/// A JSON document with the characters escaped that [`clean`] would replace: the same document.
/// (JSON itself demands it only of some, and all of them stand in strings.)
pub(crate) fn escape(json: String) -> String {
    if json.chars().all(|c| stand_in(c).is_none()) {
        return json;
    }
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        if stand_in(c).is_some() {
            let units = c.encode_utf16(&mut [0; 2]).to_vec();
            escaped.extend(units.iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            escaped.push(c);
        }
    }
    escaped
}

/// How many cells clean text without line breaks takes at most. (A terminal may join characters
/// of scripts that ligate, and then takes fewer.)
pub(crate) fn width(text: &str) -> usize {
    clusters(text).map(UnicodeWidthStr::width).sum()
}

/// Cuts text into what a terminal shows as one character each: a base with all that combines
/// with it. None is wider than three cells, as the widest character of all.
pub(super) fn clusters(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (cluster, tail) = rest.split_at(first_cluster(rest));
        rest = tail;
        (!cluster.is_empty()).then_some(cluster)
    })
}

/// The length in bytes of the first cluster.
fn first_cluster(text: &str) -> usize {
    let mut before = None;
    for (at, c) in text.char_indices() {
        if before.is_some_and(|before| !joins(&text[..at + c.len_utf8()], before, c)) {
            return at;
        }
        before = Some(c);
    }
    text.len()
}

/// Whether `c`, the last character of `with`, combines with the one before it.
fn joins(with: &str, before: char, c: char) -> bool {
    const ZERO_WIDTH_JOINER: char = '\u{200d}';
    let skin_tone = ('\u{1f3fb}'..='\u{1f3ff}').contains(&c);
    c.width() == Some(0) || ((before == ZERO_WIDTH_JOINER || skin_tone) && with.width() <= 2)
}

fn stand_in(c: char) -> Option<char> {
    match c {
        '\n' | '\t' => None,
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(c)),
        '\x7f' => Some('␡'),
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200e}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{206f}'
        | '\u{feff}'
        | '\u{e0000}'..='\u{e007f}' => Some(char::REPLACEMENT_CHARACTER),
        _ => None,
    }
}

/// The beginning of a text that fits into `room` cells; what was cut off leaves a mark.
pub(crate) fn clip(text: &str, room: usize) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let mut used = 0;
    let fits = |part: &&str| {
        used += width(part);
        used < room
    };
    let beginning: String = clusters(text).take_while(fits).collect();
    format!("{}…", beginning.trim_end())
}

/// The first paragraph of a text on one line, cleaned: enough to recognise a question.
pub(crate) fn first_words(text: &str) -> String {
    let lines = text
        .lines()
        .map(str::trim)
        .skip_while(|line| line.is_empty());
    let paragraph: Vec<&str> = lines.take_while(|line| !line.is_empty()).collect();
    clean_line(&paragraph.join(" "))
}

/// `1 card`, `2 cards`.
pub(crate) fn count(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_commands_the_terminal_becomes_visible() {
        assert_eq!(clean("a\x1b[2Jb\r\n\tc\x07\x7f"), "a␛[2Jb␍\n\tc␇␡");
        assert_eq!(
            clean("\u{9b}31m \u{202e}abc\u{2069} \u{e0041}"),
            "�31m �abc� �"
        );
        assert_eq!(clean_line("a\nb\tc\x1b"), "a␊b␉c␛");
        assert!(matches!(clean("naïve 漢字 👩‍🔬\n"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_document_is_escaped_where_it_would_command() {
        let text = "a\x1b\u{9b}2J\u{202e}b\u{7f}\u{e0041}漢 \u{feff}";
        assert_eq!(
            escape(format!("{{\"text\":\"{text}\"}}")),
            r#"{"text":"a\u001b\u009b2J\u202eb\u007f\udb40\udc41漢 \ufeff"}"#
        );
        assert_eq!(escape("{\"a\":1}\n".into()), "{\"a\":1}\n");
    }

    #[test]
    fn a_cluster_is_a_base_with_all_that_combines() {
        let cut = |text| clusters(text).collect::<Vec<_>>().join("|");
        assert_eq!(
            cut("e\u{301}a\u{308}\u{323}b"),
            "e\u{301}|a\u{308}\u{323}|b"
        );
        assert_eq!(cut("👩‍🔬👍🏽漢x"), "👩‍🔬|👍🏽|漢|x");
        assert_eq!(cut("漢\u{200d}字"), "漢\u{200d}|字");
        assert_eq!(width("e\u{301}👩‍🔬漢x"), 6);
    }

    proptest! {
        #[test]
        fn no_control_character_survives(text in any::<String>()) {
            let hidden = |c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c);
            prop_assert!(!clean_line(&text).chars().any(hidden));
            prop_assert!(!clean(&text).replace(['\n', '\t'], "").chars().any(hidden));
            prop_assert_eq!(clean(&text).chars().count(), text.chars().count());
        }

        #[test]
        fn clusters_are_the_text_and_narrow(text in any::<String>()) {
            let text = clean_line(&text);
            prop_assert_eq!(clusters(&text).collect::<String>(), text.as_str());
            prop_assert!(clusters(&text).all(|cluster| cluster.width() <= 3));
            prop_assert!(text.as_str().width() <= width(&text));
        }
    }
}
