//! A card: one question with one answer, and the name by which its history is kept.

use std::fmt;

use super::prose::Prose;
use super::source::Span;

/// The permanent name of a card: 16 bytes of SHA-256 over what the card asks.
/// `compile::identity` is the only maker.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) struct CardId(pub(crate) [u8; 16]);

impl fmt::Display for CardId {
    /// 32 lower-case hex digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Which form of the deck grammar a card was written in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) enum Kind {
    /// A question heading, or `Q:` and `A:`.
    Question,
    /// One deletion of a `C:` text.
    Cloze,
    /// A definition list entry, in either direction.
    Term,
    /// "What does this print?"
    Output,
    /// "What comes after ...?"
    Step,
    /// One row of a table.
    Row,
}

impl Kind {
    /// Every kind, in the order of the grammar.
    pub(crate) const ALL: [Self; 6] = [
        Self::Question,
        Self::Cloze,
        Self::Term,
        Self::Output,
        Self::Step,
        Self::Row,
    ];

    /// The stable name used in JSON, in the database and in the identity of cards.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Cloze => "cloze",
            Self::Term => "term",
            Self::Output => "output",
            Self::Step => "step",
            Self::Row => "row",
        }
    }

    /// The kind with that stable name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Cards cut from the same text, which give each other away: the deletions of one cloze, the two
/// directions of one term. The number is the position of the first of them in its deck.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) struct Kin(pub(crate) u32);

/// A card as the compiler makes it from a deck.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Card {
    pub(crate) id: CardId,
    pub(crate) kind: Kind,
    /// Present when the card has siblings; `None` for a card cut from a text of its own.
    pub(crate) kin: Option<Kin>,
    /// Whether its identity comes from a pin (`{#key}`) instead of its question side.
    pub(crate) pinned: bool,
    /// Its own, beside those of its deck.
    pub(crate) tags: Vec<String>,
    /// The question side, as Markdown. A hidden part is `[...]` or `[hint]`.
    pub(crate) ask: Prose,
    /// The answer side, as Markdown.
    pub(crate) answer: Prose,
    /// Where the card begins and ends in its source.
    pub(crate) span: Span,
}
