//! A roadmap: a study plan as its author wrote it, in stages and items.
//!
//! Nothing here says what is known or done: that follows from the log.

use std::fmt;

use super::log::Matter;
use super::source::{Position, Span};
use super::time::Day;

/// The permanent name of an item. `roadmap::identity` is the only maker.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub(crate) struct ItemId(pub(crate) [u8; 16]);

impl fmt::Display for ItemId {
    /// 32 lower-case hex digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// One file, read. Everything stands in the order of the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Roadmap {
    /// What commands call it.
    pub(crate) name: String,
    /// Its first heading, if that is about the whole file, else the name.
    pub(crate) title: String,
    /// The time that the title speaks of.
    pub(crate) when: When,
    /// The first day of the plan.
    pub(crate) start: Day,
    pub(crate) stages: Vec<Stage>,
    pub(crate) items: Vec<Item>,
    /// Everything in the file that is neither a stage nor an item.
    pub(crate) notes: Vec<Note>,
}

impl Roadmap {
    /// The last day of the plan: that of its latest stage or item, else the title's.
    pub(crate) fn end(&self) -> Option<Day> {
        let stages = self.stages.iter().map(|stage| &stage.when);
        let items = self.items.iter().map(|item| &item.when);
        stages
            .chain(items)
            .filter_map(|when| when.last)
            .max()
            .or(self.when.last)
    }

    /// One of its items, as the log speaks of it.
    pub(crate) fn matter(&self, item: &Item) -> Matter {
        Matter {
            roadmap: self.name.clone(),
            item: item.id,
            text: item.text.clone(),
        }
    }
}

/// A heading with what stands below it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Stage {
    /// The index of the stage around it.
    pub(crate) parent: Option<usize>,
    /// 1 is the outermost.
    pub(crate) level: u32,
    /// Markdown on one line.
    pub(crate) title: String,
    pub(crate) when: When,
    pub(crate) place: Place,
}

/// An entry of a list, or a row of a table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Item {
    pub(crate) id: ItemId,
    /// The index of its stage; none before the first.
    pub(crate) stage: Option<usize>,
    /// The index of the item around it.
    pub(crate) parent: Option<usize>,
    /// Markdown on one line, without marker and box.
    pub(crate) text: String,
    pub(crate) kind: ItemKind,
    /// The words of the label above it.
    pub(crate) label: Option<String>,
    pub(crate) tick_box: Option<TickBox>,
    pub(crate) when: When,
    pub(crate) place: Place,
}

/// A box in the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct TickBox {
    pub(crate) ticked: bool,
    /// The byte offset of the character between the brackets.
    pub(crate) at: usize,
}

/// Text that is neither a stage nor an item.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Note {
    /// The index of its stage; none before the first.
    pub(crate) stage: Option<usize>,
    /// Markdown; on one line, unless lines matter in it.
    pub(crate) text: String,
    pub(crate) place: Place,
}

/// Where something stands in the (repaired) text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Place {
    pub(crate) span: Span,
    pub(crate) position: Position,
}

/// A time that the author wrote down. A stage may have days without a wording: those of the
/// stages inside it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct When {
    /// The words that were read as a time, as written.
    pub(crate) wording: Option<String>,
    pub(crate) first: Option<Day>,
    pub(crate) last: Option<Day>,
}

/// What an item asks for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) enum ItemKind {
    /// To be known: decks teach it.
    Theory,
    /// To be done.
    Practice,
    /// To be built.
    Project,
    /// To be reached.
    Goal,
    /// To be used.
    Tool,
    /// To be read or watched.
    Resource,
    /// Nothing that a deck could teach.
    Other,
}

impl ItemKind {
    pub(crate) const ALL: [Self; 7] = [
        Self::Theory,
        Self::Practice,
        Self::Project,
        Self::Goal,
        Self::Tool,
        Self::Resource,
        Self::Other,
    ];

    /// The stable name used in JSON.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Theory => "theory",
            Self::Practice => "practice",
            Self::Project => "project",
            Self::Goal => "goal",
            Self::Tool => "tool",
            Self::Resource => "resource",
            Self::Other => "other",
        }
    }
}

/// How an item came to a deck.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) enum How {
    /// By a name of the deck.
    Exact,
    /// By words that are nearly a name of the deck.
    Similar,
    /// By hand.
    Linked,
}

impl How {
    /// The stable name used in JSON.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Similar => "similar",
            Self::Linked => "linked",
        }
    }
}

/// A deck that teaches an item.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Link {
    /// The deck's short name.
    pub(crate) deck: String,
    pub(crate) how: How,
    /// In thousandths; 1000 is certain.
    pub(crate) score: u32,
}
