//! A deck as a page: its tree for reading, and the prose between its cards for searching.

use super::cut::{one_line, slice};
use super::page::Shape;
use super::{blocks, front, tree};
use crate::model::card::Card;
use crate::model::prose::Block;
use crate::model::source::{Source, Span};

/// A stretch of theory under one heading.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Section {
    /// Empty before the first heading.
    pub(crate) heading: String,
    /// As Markdown, without the cards in it.
    pub(crate) text: String,
    /// The byte at which it begins.
    pub(crate) at: usize,
}

/// The whole page without its front matter, ready to be drawn.
pub(crate) fn page(source: &Source) -> Vec<Block> {
    let (_, body) = front::read(&source.text, &mut Vec::new());
    tree(source.text.get(body..).unwrap_or_default())
}

/// The sections of the page that hold any prose of their own; `cards` are its cards.
pub(crate) fn theory(source: &Source, cards: &[Card]) -> Vec<Section> {
    let text = source.text.as_str();
    let (_, body) = front::read(text, &mut Vec::new());
    let page = blocks::read(text, body, &mut Vec::new());
    let mut taken: Vec<Span> = cards.iter().map(|card| card.span).collect();
    taken.sort_unstable_by_key(|span| (span.start, span.end));
    let mut sections: Vec<Section> = Vec::new();
    for block in &page.blocks {
        // The last card that begins at or before the block.
        let before = taken.partition_point(|span| span.start <= block.span.start);
        let card = before.checked_sub(1).and_then(|last| taken.get(last));
        if card.is_some_and(|span| block.span.start < span.end) {
            continue;
        }
        let heading = match &block.shape {
            Shape::Heading(heading) => Some(one_line(slice(text, heading.text))),
            Shape::Rule
            | Shape::Fence(_)
            | Shape::List(_)
            | Shape::Table(_)
            | Shape::Definitions(_)
            | Shape::Marked(_)
            | Shape::Text => None,
        };
        if heading.is_some() || sections.is_empty() {
            sections.push(Section {
                heading: heading.clone().unwrap_or_default(),
                text: String::new(),
                at: block.span.start,
            });
        }
        if let (None, Some(section)) = (heading, sections.last_mut()) {
            section.text += slice(text, block.span).trim_end();
            section.text += "\n\n";
        }
    }
    sections.retain(|section| !section.text.is_empty());
    sections
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::compile;
    use crate::model::source::Origin;

    #[test]
    fn theory_is_what_no_card_takes() {
        let text = "---\ntopic: X\n---\n# X\n\nWhy it matters.\n\n## Parts\n\nTheory.\n\n- list\n\n### What?\nAnswer.\n\nMore.\n\n\
                    ## End\n\nC: a [b] c.\n\n## Sources\n\nA book.\n";
        let source = Source {
            origin: Origin::File("x.md".into()),
            text: text.into(),
        };
        let found: Vec<(String, String)> = theory(&source, &compile(&source).cards)
            .into_iter()
            .inspect(|section| assert!(text[section.at..].starts_with('#')))
            .map(|section| (section.heading, section.text))
            .collect();
        let told = [
            ("X", "Why it matters.\n\n"),
            ("Parts", "Theory.\n\n- list\n\n"),
            ("Sources", "A book.\n\n"),
        ];
        assert_eq!(
            found,
            told.map(|(heading, text)| (heading.into(), text.into()))
        );
    }
}
