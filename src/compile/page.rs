//! A deck's body, taken apart: its top-level blocks, with the place of everything in them that a
//! card can be made of. Holds no text of its own.

use super::attributes::Attributes;
use crate::model::source::Span;

/// A deck's body, taken apart.
#[derive(Default)]
pub(super) struct Page {
    /// In the order of the text; they do not overlap.
    pub(super) blocks: Vec<Block>,
    /// The stretches of plain text, in order: no code, mathematics, links, images, HTML or escaped
    /// characters. Only here can a bracket be a deletion.
    pub(super) plain: Vec<Span>,
    /// The words of the first H1; empty without one.
    pub(super) title: String,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Block {
    pub(super) span: Span,
    pub(super) shape: Shape,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Shape {
    Heading(Heading),
    Rule,
    Fence(Fence),
    List(List),
    /// The rows of a table, its head first.
    Table(Vec<Row>),
    /// A definition list.
    Definitions(Vec<Definition>),
    /// From a line that begins with a marker to the next one, or to the end of the block that
    /// Markdown sees around it.
    Marked(Marker),
    /// Anything else: paragraphs, quotes, indented code, HTML, footnotes.
    Text,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Heading {
    pub(super) level: u8,
    /// Without `#`, underline and attributes; empty if there is none.
    pub(super) text: Span,
    /// Whether its words end in a question mark.
    pub(super) asks: bool,
    /// Whether it is the file's first H1.
    pub(super) title: bool,
    pub(super) attributes: Attributes,
}

/// A fenced code block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Fence {
    /// The words after the opening fence.
    pub(super) words: Span,
    /// The code, from its first line's first character.
    pub(super) body: Span,
    /// The columns that the fence, and with it each line, is moved to the right.
    pub(super) indent: usize,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct List {
    pub(super) ordered: bool,
    /// With their markers.
    pub(super) items: Vec<Span>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Row {
    pub(super) span: Span,
    pub(super) cells: Vec<Span>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Definition {
    pub(super) term: Span,
    /// With their colons.
    pub(super) meanings: Vec<Span>,
}

/// How a line may begin.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Marker {
    /// `Q:`
    Question,
    /// `A:`
    Answer,
    /// `C:`
    Cloze,
}

impl Marker {
    /// Bytes that each of them takes.
    pub(super) const LEN: usize = 2;

    /// The marker that a line begins with.
    pub(super) fn leading(line: &str) -> Option<Self> {
        match line.as_bytes() {
            [b'Q', b':', ..] => Some(Self::Question),
            [b'A', b':', ..] => Some(Self::Answer),
            [b'C', b':', ..] => Some(Self::Cloze),
            _ => None,
        }
    }
}

impl Definition {
    /// Where its last part ends.
    pub(super) fn end(&self) -> usize {
        self.meanings
            .last()
            .map_or(self.term.end, |meaning| meaning.end)
    }
}
