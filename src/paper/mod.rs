//! Numbers as one self-contained HTML page: headline figures, drawings and the tables they are
//! drawn from.
//!
//! A page asks for nothing: no script, no font, no image, and its own policy forbids all of them.
//! It is told what to show and computes nothing. Markup in texts is escaped here; hidden
//! characters must be gone before they come here.

mod drawing;
mod file;
mod policy;
mod sheet;

pub(crate) use drawing::{
    Bars, Calendar, Curve, Drawing, Layers, Level, Lines, Point, Series, Week,
};
pub(crate) use file::{Unwritten, write};

/// See the file's first line.
pub(crate) struct Page {
    pub(crate) title: String,
    /// What the page is about, in a sentence.
    pub(crate) lead: String,
    pub(crate) facts: Vec<Fact>,
    pub(crate) figures: Vec<Figure>,
    /// Who made it, and when.
    pub(crate) foot: String,
}

/// A number that stands for itself.
pub(crate) struct Fact {
    pub(crate) name: String,
    pub(crate) value: String,
    /// What else there is to say.
    pub(crate) more: String,
}

/// A drawing with the table that it was made from, or a table alone.
pub(crate) struct Figure {
    pub(crate) heading: String,
    /// What there is to see, in words: all that somebody gets who cannot see it.
    pub(crate) words: String,
    pub(crate) drawing: Option<Drawing>,
    pub(crate) table: Table,
    /// Whether it takes the whole width.
    pub(crate) wide: bool,
}

/// Rows below a head; the first cell of a row says what the row is about.
pub(crate) struct Table {
    pub(crate) caption: String,
    pub(crate) head: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Page {
    /// The page as HTML.
    pub(crate) fn html(&self) -> String {
        sheet::html(self)
    }
}
