//! The permanent names of cards. The rule is frozen: a test holds known ids, and changing one
//! would cut every history in the world from its card.

use sha2::{Digest, Sha256};

use super::cut::one_line;
use crate::model::card::{CardId, Kind};

/// What a card asks, as far as its name is concerned. Answers, generated wording and hints never
/// enter it.
#[derive(Clone, Copy)]
pub(crate) enum Question<'a> {
    /// The words of its author: the question, or what the question is made from.
    Text(&'a [&'a str]),
    /// A pin in their place, and which of the cards under that pin (empty if there is only one).
    Pin { key: &'a str, part: &'a str },
}

/// The name of a card: SHA-256, cut to 16 bytes, over the deck's title, the kind, how the question
/// is named, and the question. Each part goes with its length before it, and white space counts as one
/// space, so that wrapping and line ends never matter.
pub(crate) fn card_id(title: &str, kind: Kind, question: Question) -> CardId {
    let mut hash = Sha256::new();
    let mut add = |part: &str| {
        let part = one_line(part);
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    };
    add(title);
    add(kind.name());
    match question {
        Question::Text(parts) => {
            add("text");
            parts.iter().copied().for_each(&mut add);
        }
        Question::Pin { key, part } => {
            add("pin");
            add(key);
            add(part);
        }
    }
    let mut id = [0; 16];
    id.copy_from_slice(&hash.finalize()[..16]);
    CardId(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Worked out by another program. They may never change.
    #[test]
    fn known_ids_stay() {
        let id = |title: &str, kind, question| card_id(title, kind, question).to_string();
        let asked = Question::Text(&["What is  a\r\n channel?\n"]);
        assert_eq!(
            id(" Go\tchannels", Kind::Question, asked),
            "18d9be887b5bf6ffc997ee66ac8eef6f"
        );
        let pinned = Question::Pin {
            key: "chan",
            part: "",
        };
        assert_eq!(
            id("Go channels", Kind::Question, pinned),
            "dcc03dcd6b7972856e0ca06ca0969473"
        );
        assert_eq!(
            id("Каналы", Kind::Cloze, Question::Text(&["a [...] b"])),
            "fd71bfea7de91f131a1bd8283eef75e4"
        );
        let pinned = Question::Pin {
            key: "k",
            part: "c1",
        };
        assert_eq!(
            id("Каналы", Kind::Cloze, pinned),
            "a983e527018eabdd384492ca272878da"
        );
        assert_eq!(
            id("Go", Kind::Row, Question::Text(&["Ports", "http"])),
            "6e9d9ea7c2b57fa9aec59341382191aa"
        );
        assert_eq!(
            id("", Kind::Step, Question::Text(&["", ""])),
            "67a4c95ab7f6dd8831e4cf8d8d6cebe6"
        );
    }
}
