//! How finely a person grades: with two keys, with four, or with all six of SM-2's qualities.

use crate::model::grade::Quality;

/// The setting `grades`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Scale {
    /// Recalled or not.
    Two,
    #[default]
    Four,
    /// SM-2's own scale, 0 to 5.
    Six,
}

/// A key that grades.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Key {
    pub(crate) digit: char,
    /// Does the same; not every quality of six has one.
    pub(crate) letter: Option<char>,
    pub(crate) quality: Quality,
    /// In a word.
    pub(crate) name: &'static str,
    /// For the page of keys.
    pub(crate) help: &'static str,
}

impl Scale {
    /// The scale with so many keys.
    pub(crate) const fn of(keys: u32) -> Option<Self> {
        match keys {
            2 => Some(Self::Two),
            4 => Some(Self::Four),
            6 => Some(Self::Six),
            _ => None,
        }
    }

    /// The keys, from the worst grade to the best.
    pub(crate) const fn keys(self) -> &'static [Key] {
        match self {
            Self::Two => &TWO,
            Self::Four => &FOUR,
            Self::Six => &SIX,
        }
    }

    /// The key that a person has pressed.
    pub(crate) fn pressed(self, c: char) -> Option<&'static Key> {
        let mut keys = self.keys().iter();
        keys.find(|key| key.digit == c || key.letter == Some(c))
    }

    /// The key for a quality: its own, else that of the next worse one.
    pub(crate) fn nearest(self, quality: Quality) -> &'static Key {
        let keys = self.keys();
        let own = keys.iter().rev().find(|key| key.quality <= quality);
        own.unwrap_or(&keys[0])
    }
}

const fn key(
    digit: char,
    letter: Option<char>,
    quality: u8,
    name: &'static str,
    help: &'static str,
) -> Key {
    let quality = Quality::new(quality).expect("the tables below hold 0 to 5");
    Key {
        digit,
        letter,
        quality,
        name,
        help,
    }
}

const AGAIN: &str = "again: not recalled; asked once more today, then as shown";
const HARD: &str = "hard: recalled with difficulty; once more today, then as shown";
const GOOD: &str = "good: recalled after some thought";
const EASY: &str = "easy: recalled at once";

static TWO: [Key; 2] = [
    key('1', Some('a'), 2, "again", AGAIN),
    key('2', Some('g'), 4, "good", "good: recalled"),
];

static FOUR: [Key; 4] = [
    key('1', Some('a'), 2, "again", AGAIN),
    key('2', Some('h'), 3, "hard", HARD),
    key('3', Some('g'), 4, "good", GOOD),
    key('4', Some('e'), 5, "easy", EASY),
];

static SIX: [Key; 6] = [
    key(
        '0',
        None,
        0,
        "blank",
        "blank: nothing came to mind; once more today, then as shown",
    ),
    key(
        '1',
        None,
        1,
        "wrong",
        "wrong: the answer looks familiar; once more today, then as shown",
    ),
    key(
        '2',
        Some('a'),
        2,
        "almost",
        "almost: wrong, though it seemed easy; once more today, then as shown",
    ),
    key('3', Some('h'), 3, "hard", HARD),
    key('4', Some('g'), 4, "good", GOOD),
    key('5', Some('e'), 5, "easy", EASY),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scale_grows_and_six_are_the_qualities() {
        for scale in [Scale::Two, Scale::Four, Scale::Six] {
            assert!(scale.keys().is_sorted_by_key(|key| key.quality));
            assert_eq!(Scale::of(scale.keys().len() as u32), Some(scale));
        }
        for (value, key) in SIX.iter().enumerate() {
            assert_eq!(key.digit.to_digit(10), Some(value as u32));
            assert_eq!(usize::from(key.quality.value()), value);
        }
        assert_eq!(Scale::of(3), None);
    }

    #[test]
    fn a_grade_that_has_no_key_falls_to_the_next_worse() {
        let name = |scale: Scale, quality| scale.nearest(Quality::new(quality).unwrap()).name;
        assert_eq!(name(Scale::Two, 3), "again");
        assert_eq!(name(Scale::Two, 5), "good");
        assert_eq!(name(Scale::Four, 0), "again");
        assert_eq!(name(Scale::Six, 0), "blank");
    }

    #[test]
    fn letters_stand_for_words() {
        assert_eq!(Scale::Four.pressed('h').map(|key| key.name), Some("hard"));
        assert_eq!(Scale::Two.pressed('h'), None);
        assert_eq!(Scale::Six.pressed('0').map(|key| key.name), Some("blank"));
    }
}
