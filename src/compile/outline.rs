//! The view from one block to those after it: what ends what, and where a stretch of blocks lies.

use super::cut::{slice, trimmed};
use super::page::{Block, Fence, Heading, List, Marker, Row, Shape};
use crate::model::source::Span;

/// The blocks of a page, by their number; a number past the last one is the end of the page.
#[derive(Clone, Copy)]
pub(super) struct Outline<'t> {
    pub(super) text: &'t str,
    pub(super) blocks: &'t [Block],
}

impl<'t> Outline<'t> {
    /// The first block, from one on, at which to stop.
    pub(super) fn until(self, from: usize, stops: impl Fn(usize) -> bool) -> usize {
        let mut blocks = from..self.blocks.len();
        blocks.find(|at| stops(*at)).unwrap_or(self.blocks.len())
    }

    /// Whether no answer goes on there, unless it is below a heading that is above this one.
    pub(super) fn closes(self, at: usize) -> bool {
        matches!(self.shape(at), Some(Shape::Heading(_))) || self.is_end(at)
    }

    /// Whether no answer goes on there: an *end* of the grammar.
    pub(super) fn is_end(self, at: usize) -> bool {
        match self.shape(at) {
            Some(Shape::Rule | Shape::Marked(_) | Shape::Definitions(_)) => true,
            Some(Shape::Fence(_)) => self.output_of(at).is_some(),
            Some(Shape::Heading(_) | Shape::List(_) | Shape::Table(_) | Shape::Text) | None => {
                false
            }
        }
    }

    /// Whether it is a heading that the answer below another one does not include.
    pub(super) fn is_beside(self, at: usize, above: &Heading) -> bool {
        let Some(Shape::Heading(heading)) = self.shape(at) else {
            return false;
        };
        heading.level <= above.level || heading.asks || heading.attributes.class.is_some()
    }

    pub(super) fn is_marked(self, at: usize, marker: Marker) -> bool {
        matches!(self.shape(at), Some(Shape::Marked(found)) if *found == marker)
    }

    pub(super) fn fence(self, at: usize) -> Option<Fence> {
        let Some(Shape::Fence(fence)) = self.shape(at) else {
            return None;
        };
        Some(*fence)
    }

    pub(super) fn is_output(self, at: usize) -> bool {
        let words = self.fence(at).map(|fence| slice(self.text, fence.words));
        words.and_then(|words| words.split_whitespace().next()) == Some("output")
    }

    /// The output fence directly after a code fence.
    pub(super) fn output_of(self, at: usize) -> Option<Fence> {
        let is_code = self.fence(at).is_some() && !self.is_output(at);
        self.fence(at + 1)
            .filter(|_| is_code && self.is_output(at + 1))
    }

    pub(super) fn list(self, at: usize) -> Option<&'t List> {
        let Some(Shape::List(list)) = self.shape(at) else {
            return None;
        };
        Some(list)
    }

    pub(super) fn table(self, at: usize) -> Option<&'t [Row]> {
        let Some(Shape::Table(rows)) = self.shape(at) else {
            return None;
        };
        Some(rows)
    }

    /// From the end of a block to the end of the last one before `end`.
    pub(super) fn after(self, at: usize, end: usize) -> Span {
        self.up_to(self.end_of(at), end)
    }

    /// From after the marker of a block, and the spaces after it, to the end of the last one before
    /// `end`.
    pub(super) fn marked(self, at: usize, end: usize) -> Span {
        let Some(block) = self.blocks.get(at) else {
            return self.up_to(self.text.len(), end);
        };
        let whole = self.up_to(block.span.start + Marker::LEN, end);
        let words = slice(self.text, whole).trim_start_matches([' ', '\t']);
        Span::new(whole.end - words.len(), whole.end)
    }

    /// Where a block ends.
    pub(super) fn end_of(self, at: usize) -> usize {
        self.blocks
            .get(at)
            .map_or(self.text.len(), |block| block.span.end)
    }

    fn up_to(self, start: usize, end: usize) -> Span {
        trimmed(
            self.text,
            Span::new(start, self.end_of(end.saturating_sub(1))),
        )
    }

    fn shape(self, at: usize) -> Option<&'t Shape> {
        self.blocks.get(at).map(|block| &block.shape)
    }
}
