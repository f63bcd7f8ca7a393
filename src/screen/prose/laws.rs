//! What holds for every page.

use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

use super::tests::{ASCII, COLOR, PLAIN};
use super::*;
use crate::compile::tree;

#[test]
fn a_deck_cannot_command_the_terminal() {
    let hostile = "a\x1b[2J `b\x1b]0;c\x07` [d](<e\u{202e}f>)\n\n```\n\u{9b}31m\n```\n";
    let plain = draw(&tree(hostile), 40, PLAIN).join("\n");
    assert_eq!(plain, "a␛[2J `b␛]0;c␇` d (e�f)\n\n    �31m");
    let colored = draw(&tree(hostile), 40, COLOR).concat();
    assert_eq!(without_styles(&colored), "a␛[2J b␛]0;c␇ d (e�f)    �31m");
}

#[test]
fn deep_nesting_stays_on_the_page() {
    for prefix in ["> ", "- ", "1. ", "- [x] ", "> - "] {
        let lines = draw(&tree(&(prefix.repeat(500) + "end")), 20, PLAIN);
        assert!(lines.iter().all(|line| width(line) <= 20), "{prefix}");
        assert!(lines.iter().any(|line| line.ends_with("end")), "{prefix}");
    }
}

/// Without the only sequences that a drawn line may hold.
fn without_styles(line: &str) -> String {
    let mut parts = line.split("\x1b[");
    let mut bare = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (style, text) = part.split_once('m').unwrap();
        assert!(style.chars().all(|c| c.is_ascii_digit()), "{style}");
        bare.push_str(text);
    }
    bare
}

/// Texts in which everything that Markdown knows comes up, whole and in ruins.
fn markdown() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => "[a-z]{1,24}",
        2 => "[a-z漢字、👩👍🏽\u{301}\u{200d}\u{ad}]{1,12}",
        2 => Just("\n".to_owned()),
        2 => Just("\n\n".to_owned()),
        2 => "[-*+>#`~|$!&<:\\[\\]()_ \t\\\\]{1,6}",
        1 => prop::sample::select(vec![
            "\n- ", "\n  1. ", "\n> ", "\n```\n", "\n\n    ", "\n| a | b |\n|---|--:|\n| c | ", " | ",
            "\nterm\n: ", "$$\n", "  \n", "[^1]", "\n[^1]: ", "<!--", "-->", "\n\n---\n\n", "](x)",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn a_line_fits_its_page_and_carries_nothing_but_styles(markdown in markdown(), width in 20_usize..100) {
        for theme in [COLOR, PLAIN, ASCII] {
            for line in draw(&tree(&markdown), width, theme) {
                prop_assert!(theme.color || !line.contains('\x1b'));
                let bare = without_styles(&line);
                prop_assert!(bare.as_str().width() <= width, "{bare}");
                prop_assert!(!bare.chars().any(char::is_control), "{bare}");
                prop_assert!(!bare.ends_with(' '), "{bare}");
            }
        }
    }
}
