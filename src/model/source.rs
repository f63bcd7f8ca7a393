//! A deck's text, and places in it.
//!
//! A [`Span`] (byte offsets) travels with every piece of text; lines and columns are worked out
//! only when a person or a program asks for them.

use std::fmt;
use std::ops::Range;

/// A half-open range of byte offsets into a [`Source`], on character boundaries.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Span {
    pub(crate) const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The smallest span that holds both.
    pub(crate) fn to(self, other: Self) -> Self {
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    pub(crate) const fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self {
            start: range.start,
            end: range.end,
        }
    }
}

/// Where a deck comes from.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) enum Origin {
    /// Inside the program; the path is relative to the shipped `decks/`, with `/`.
    Shipped(String),
    /// A file: its absolute path.
    File(String),
    /// The database itself, which keeps its Markdown under this name.
    Kept(String),
}

impl Origin {
    /// The path, as it is stored: absolute, or relative to the shipped decks.
    pub(crate) fn path(&self) -> &str {
        match self {
            Self::Shipped(path) | Self::File(path) | Self::Kept(path) => path,
        }
    }

    /// The file's name without folder and extension: the short name of its deck.
    pub(crate) fn stem(&self) -> &str {
        let name = self
            .path()
            .rsplit(['/', std::path::MAIN_SEPARATOR])
            .next()
            .unwrap_or_default();
        name.rsplit_once('.')
            .map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
    }
}

impl fmt::Display for Origin {
    /// The path as a person would write it: shipped decks below `decks/`, kept ones in `database:`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shipped(path) => write!(f, "decks/{path}"),
            Self::File(path) => f.write_str(path),
            Self::Kept(path) => write!(f, "database:{path}"),
        }
    }
}

/// The text of one deck and where it was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Source {
    pub(crate) origin: Origin,
    /// The text as read, with its line ends; a byte order mark is already cut off.
    pub(crate) text: String,
}

/// A place for people: 1-based line, 1-based column counted in characters (a tab and a wide
/// character count one, as in rustc's messages).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) struct Position {
    pub(crate) line: u32,
    pub(crate) column: u32,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// Finds lines and columns in one text: built once, asked many times.
pub(crate) struct Lines<'text> {
    text: &'text str,
    /// The offset at which each line starts. Lines end in LF; CRLF counts as one end.
    starts: Vec<usize>,
}

impl<'text> Lines<'text> {
    pub(crate) fn of(text: &'text str) -> Self {
        let after_breaks = text
            .bytes()
            .enumerate()
            .filter(|(_, b)| *b == b'\n')
            .map(|(at, _)| at + 1);
        Self {
            text,
            starts: std::iter::once(0).chain(after_breaks).collect(),
        }
    }

    /// The place of a byte offset; one past the end is the end.
    pub(crate) fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        let line = self.starts.partition_point(|start| *start <= offset) - 1;
        let before = self.text.get(self.starts[line]..offset).unwrap_or_default();
        Position {
            line: line as u32 + 1,
            column: before.chars().count() as u32 + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_end_in_lf() {
        let lines = Lines::of("ab\r\n\tж漢x\n");
        let at = |offset| lines.position(offset).to_string();
        assert_eq!(
            [at(0), at(1), at(4), at(5), at(7), at(10), at(12)].join(" "),
            "1:1 1:2 2:1 2:2 2:3 2:4 3:1"
        );
        assert_eq!(at(99), "3:1");
    }

    #[test]
    fn a_deck_is_called_after_its_file() {
        let stem = |path: &str| Origin::File(path.into()).stem().to_owned();
        assert_eq!(stem("/decks/go/go-gc.md"), "go-gc");
        assert_eq!(stem("/decks/v1.2.md"), "v1.2");
        assert_eq!(stem("/decks/.md"), ".md");
        assert_eq!(
            Origin::Shipped("go/go-gc.md".into()).to_string(),
            "decks/go/go-gc.md"
        );
    }
}
