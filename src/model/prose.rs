//! Prose: Markdown that a person wrote, and the tree that it is drawn from.
//!
//! The text is kept as written (the database and JSON carry Markdown); `compile` turns it into
//! the tree, and `screen` draws the tree. The text is untrusted: nothing here may be printed as
//! it stands.

use std::fmt;

/// One side of a card, or a stretch of theory, as Markdown.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub(crate) struct Prose(pub(crate) String);

impl Prose {
    /// The Markdown text.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Prose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A block of a Markdown text, ready to be drawn.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Block {
    Heading {
        level: u8,
        text: Vec<Inline>,
    },
    Paragraph(Vec<Inline>),
    /// A fenced or indented code block; `lang` is the first word of its info string.
    Code {
        lang: String,
        text: String,
    },
    /// A bullet list (`start` is `None`) or a numbered one.
    List {
        start: Option<u64>,
        items: Vec<Item>,
    },
    Quote(Vec<Block>),
    Table {
        align: Vec<Align>,
        head: Vec<Vec<Inline>>,
        rows: Vec<Vec<Vec<Inline>>>,
    },
    Definitions(Vec<Definition>),
    /// Display mathematics, as TeX.
    Formula(String),
    Rule,
    /// Raw HTML, which is never interpreted.
    Html(String),
}

/// One item of a list.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Item {
    /// `Some` for a task list item: whether its box is ticked.
    pub(crate) ticked: Option<bool>,
    pub(crate) blocks: Vec<Block>,
}

/// A term of a definition list and what it means.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Definition {
    pub(crate) term: Vec<Inline>,
    pub(crate) meanings: Vec<Vec<Block>>,
}

/// How a column of a table is set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Align {
    Left,
    Center,
    Right,
}

/// A run of text inside a block.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Inline {
    Text(String),
    Code(String),
    /// Inline mathematics, as TeX.
    Formula(String),
    Emphasis(Vec<Inline>),
    Strong(Vec<Inline>),
    Struck(Vec<Inline>),
    Link {
        text: Vec<Inline>,
        target: String,
    },
    Image {
        alt: String,
        target: String,
    },
    /// A line break that the author asked for.
    Break,
}
