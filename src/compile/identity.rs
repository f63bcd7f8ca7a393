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
