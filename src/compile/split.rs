//! Marker lines inside a block: Markdown continues a paragraph, a list or a table over them, the
//! grammar of decks does not.

use super::cut::{slice, trimmed};
use super::page::{Block, Definition, Marker, Shape};
use crate::model::source::Span;

/// Cuts a block at the marker lines inside it.
pub(super) fn split(text: &str, block: Block, markers: &[(usize, Marker)]) -> Vec<Block> {
    let underline = underline(text, &block);
    let end = underline.map_or(block.span.end, |rule| rule.start);
    let ends = markers.iter().skip(1).map(|(at, _)| *at).chain([end]);
    let marked = markers.iter().zip(ends).map(|((at, marker), end)| Block {
        span: Span::new(*at, end),
        shape: Shape::Marked(*marker),
    });
    let first = markers.first().map_or(end, |(at, _)| *at);
    let before = (block.span.start < first).then(|| until(block, first));
    let rule = underline.map(|span| Block {
        span,
        shape: Shape::Rule,
    });
    before.into_iter().chain(marked).chain(rule).collect()
}

/// What looked like the underline of a heading until its text turned out to be cards.
fn underline(text: &str, block: &Block) -> Option<Span> {
    let Shape::Heading(_) = block.shape else {
        return None;
    };
    let whole = trimmed(text, block.span);
    let line = slice(text, whole).rsplit(['\n', '\r']).next()?;
    let is_rule = line.len() >= 3 && line.trim_start().bytes().all(|byte| byte == b'-');
    is_rule.then(|| Span::new(whole.end - line.len(), whole.end))
}

/// What is left of a block before the first marker.
fn until(block: Block, end: usize) -> Block {
    let shape = match block.shape {
        Shape::List(mut list) => {
            list.items.retain(|item| item.start < end);
            list.items.iter_mut().for_each(|item| clip(item, end));
            Shape::List(list)
        }
        Shape::Table(mut rows) => {
            rows.retain(|row| row.span.start < end);
            Shape::Table(rows)
        }
        Shape::Definitions(mut list) => {
            list.retain(|definition| definition.term.end <= end);
            list.iter_mut()
                .for_each(|definition| clip_meanings(definition, end));
            if list.is_empty() {
                Shape::Text
            } else {
                Shape::Definitions(list)
            }
        }
        Shape::Heading(_) => Shape::Text,
        whole @ (Shape::Rule | Shape::Fence(_) | Shape::Marked(_) | Shape::Text) => whole,
    };
    Block {
        span: Span::new(block.span.start, end),
        shape,
    }
}

fn clip_meanings(definition: &mut Definition, end: usize) {
    definition.meanings.retain(|meaning| meaning.start < end);
    definition
        .meanings
        .iter_mut()
        .for_each(|meaning| clip(meaning, end));
}

fn clip(span: &mut Span, end: usize) {
    span.end = span.end.min(end);
}
