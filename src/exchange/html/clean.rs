//! Text from outside, without what would command a terminal or hide in the text.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// A text with LF line ends, in NFC, without control characters, invisible ones that reorder it,
/// and those that Unicode keeps for programs. Says whether any were taken out.
pub(crate) fn clean(text: &str) -> (Cow<'_, str>, bool) {
    if text.is_ascii()
        && !text
            .bytes()
            .any(|byte| byte < b' ' && byte != b'\n' && byte != b'\t' || byte == 0x7f)
    {
        return (Cow::Borrowed(text), false);
    }
    let unix = if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    };
    let dirty = unix.chars().any(is_dirt);
    let clean = if dirty {
        Cow::Owned(unix.chars().filter(|c| !is_dirt(*c)).collect())
    } else {
        unix
    };
    if is_nfc(&clean) {
        (clean, dirty)
    } else {
        (Cow::Owned(clean.nfc().collect()), dirty)
    }
}

/// [`clean`], on one line and with single spaces: for names.
pub(crate) fn clean_word(text: &str) -> String {
    let (text, _) = clean(text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_dirt(c: char) -> bool {
    matches!(c,
        '\0'..='\x08' | '\x0b'..='\x1f' | '\x7f'..='\u{9f}'
        | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}'
        | '\u{fdd0}'..='\u{fdef}' | '\u{feff}' | '\u{fffd}' | '\u{fffe}' | '\u{ffff}'
        | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn commands_and_hidden_characters_go() {
        let (text, dirty) = clean("a\x1b[2J\r\nb\u{202e}\u{fffd}\tc\u{9b}");
        assert_eq!((text.as_ref(), dirty), ("a[2J\nb\tc", true));
        assert_eq!(clean("e\u{301}").0, "é");
        assert!(matches!(clean("plain text\n").0, Cow::Borrowed(_)));
        assert_eq!(clean_word(" a\n b\t"), "a b");
    }

    proptest! {
        #[test]
        fn what_is_clean_stays(text in any::<String>()) {
            let once = clean(&text).0.into_owned();
            let (twice, dirty) = clean(&once);
            prop_assert_eq!((twice.as_ref(), dirty), (once.as_str(), false));
        }
    }
}
