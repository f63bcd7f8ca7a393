//! Code pages of one byte a character, and how plausible a text is that was read with one.

use std::sync::LazyLock;

use encoding_rs::{
    Encoding, IBM866, KOI8_R, MACINTOSH, WINDOWS_1251, WINDOWS_1252, X_MAC_CYRILLIC,
};

/// A code page, ready to be used in both directions. Below 128 all of them are ASCII.
pub(super) struct Page {
    encoding: &'static Encoding,
    /// The characters of the bytes from 128 on.
    chars: Vec<char>,
    /// The byte of every character up to the last of them; 0 if there is none.
    bytes: Vec<u8>,
}

/// The pages that texts are written in or were wrongly read with, the likeliest first.
pub(super) static PAGES: LazyLock<Vec<Page>> = LazyLock::new(|| {
    let all = [
        WINDOWS_1251,
        WINDOWS_1252,
        MACINTOSH,
        KOI8_R,
        IBM866,
        X_MAC_CYRILLIC,
    ];
    all.into_iter().map(Page::of).collect()
});

impl Page {
    fn of(encoding: &'static Encoding) -> Self {
        let high: Vec<u8> = (0x80..=0xFF).collect();
        let (text, _) = encoding.decode_without_bom_handling(&high);
        let chars: Vec<char> = text.chars().collect();
        let last = chars.iter().copied().map(u32::from).max();
        let mut bytes = vec![0; last.map_or(0, |last| last as usize + 1)];
        for (&c, byte) in chars.iter().zip(high) {
            bytes[c as usize] = byte;
        }
        if encoding == WINDOWS_1252 {
            // Who reads Latin 1 without its extension sees controls instead of characters.
            for control in 0x80..=0x9F {
                bytes[usize::from(control)] = control;
            }
        }
        Self {
            encoding,
            chars,
            bytes,
        }
    }

    /// The WHATWG name, in lower case.
    pub(super) fn name(&self) -> String {
        self.encoding.name().to_ascii_lowercase()
    }

    /// The byte that this page writes a character with.
    pub(super) fn byte(&self, c: char) -> Option<u8> {
        if c.is_ascii() {
            return u8::try_from(c).ok();
        }
        self.bytes
            .get(c as usize)
            .copied()
            .filter(|byte| *byte != 0)
    }

    /// The bytes of a text; `None` if it has a character that the page does not know.
    pub(super) fn bytes(&self, text: &str) -> Option<Vec<u8>> {
        text.chars().map(|c| self.byte(c)).collect()
    }

    /// Whether a stretch without ASCII may be UTF-8 that was read with this page, by its
    /// beginning.
    pub(super) fn may_have_misread(&self, run: &str) -> bool {
        let mut chars = run.chars().map(|c| self.byte(c));
        let (lead, next) = (chars.next().flatten(), chars.next().flatten());
        matches!(lead, Some(0xC2..=0xF4)) && matches!(next, Some(0x80..=0xBF))
    }

    pub(super) fn text(&self, bytes: &[u8]) -> String {
        let char = |byte: &u8| {
            let high = byte.checked_sub(0x80).map(usize::from);
            high.and_then(|at| self.chars.get(at).copied())
                .unwrap_or(char::from(*byte))
        };
        bytes.iter().map(char).collect()
    }
}

/// The page that makes the most plausible text of bytes.
pub(super) fn likeliest(bytes: &[u8]) -> &'static Page {
    // Some pages of text tell as much as all of it.
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let pages: &'static [Page] = &PAGES;
    let mut best = &pages[0];
    let mut highest = i64::MIN;
    for page in pages {
        let score = plausibility(&page.text(sample));
        if score > highest {
            (best, highest) = (page, score);
        }
    }
    best
}

/// How many bytes are looked at to tell pages apart.
const SAMPLE: usize = 100_000;

/// How much a text looks like Russian or like a language in Latin letters, above that like one
/// read with a wrong page.
pub(super) fn plausibility(text: &str) -> i64 {
    let mut before = ' ';
    let mut score = 0;
    for c in text.chars() {
        if !c.is_ascii() || !before.is_ascii() {
            score += beside(before, c);
        }
        before = c;
    }
    score
}

/// What a character says after another one, at least one of which is not ASCII.
fn beside(before: char, c: char) -> i64 {
    let mixes = is_cyrillic(before) && c.is_ascii_alphabetic()
        || before.is_ascii_alphabetic() && is_cyrillic(c);
    let rises = before.is_lowercase() && c.is_uppercase();
    let frequent = FREQUENT.contains(c);
    match c {
        _ if mixes || rises => -3,
        '\u{80}'..='\u{9F}' | '\u{FFFD}' => -5,
        _ if c.is_ascii() => 0,
        'а'..='я' | 'ё' => 1 + i64::from(frequent),
        'А'..='Я' | 'Ё' => i64::from(!before.is_alphanumeric() || before.is_uppercase()),
        _ if c.is_alphabetic() => i64::from(before.is_ascii_alphabetic()) * 2 - 1,
        // Punctuation of ordinary texts.
        '«' | '»' | '–' | '—' | '“' | '”' | '’' | '„' | '…' | '№' | '•' | '\u{A0}' => {
            0
        }
        _ => -2,
    }
}

/// The letters that half of every Russian text consists of.
const FREQUENT: &str = "оеаинтсрвлк";

pub(super) const fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{4FF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_read_what_they_write() {
        let high: Vec<u8> = (0..=255).collect();
        for page in PAGES.iter() {
            assert_eq!(
                page.bytes(&page.text(&high)).unwrap(),
                high,
                "{}",
                page.name()
            );
        }
    }

    #[test]
    fn texts_are_known_by_their_letters() {
        for (name, text) in [
            (
                "windows-1251",
                "# Месяц 1 — План\n- [ ] Изучить горутины и каналы, ЁЛКИ",
            ),
            ("koi8-r", "# Месяц 1\n- [ ] Изучить горутины и каналы"),
            ("ibm866", "# Месяц 1\n- [ ] Изучить горутины и каналы"),
            (
                "x-mac-cyrillic",
                "# Месяц 1\n- [ ] Изучить Горутины и Каналы",
            ),
            ("windows-1252", "# Über den naïve résumé — “plan”"),
        ] {
            let page = PAGES.iter().find(|page| page.name() == name).unwrap();
            let bytes = page.bytes(text).unwrap();
            assert_eq!(likeliest(&bytes).name(), name, "{text}");
        }
    }
}
