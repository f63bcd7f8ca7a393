//! The pictures of a card: files in the folder of its deck, never anything else, and never from a
//! network.

use std::path::PathBuf;

use crate::model::prose::{Block, Inline};
use crate::model::source::Origin;
use crate::screen::Screen;
use crate::screen::picture::Picture;
use crate::shelf;
use crate::store::StoredCard;

/// The pictures in some blocks of a card, ready to be shown.
pub(super) fn ready(card: &StoredCard, blocks: &[Block], screen: &Screen) -> Vec<Picture> {
    let shown = |file: PathBuf| screen.picture(&shelf::read_all(&file).ok()?);
    files(card, blocks).into_iter().filter_map(shown).collect()
}

/// The files of the pictures in some blocks of a card, each once.
pub(super) fn files(card: &StoredCard, blocks: &[Block]) -> Vec<PathBuf> {
    let Origin::File(deck) = &card.origin else {
        return Vec::new();
    };
    let mut targets = Vec::new();
    in_blocks(blocks, &mut targets);
    targets.dedup();
    let file = |target: &str| shelf::beside(deck, target);
    targets.into_iter().filter_map(file).collect()
}

fn in_blocks<'tree>(blocks: &'tree [Block], targets: &mut Vec<&'tree str>) {
    for block in blocks {
        match block {
            Block::Heading { text, .. } | Block::Paragraph(text) => in_text(text, targets),
            Block::List { items, .. } => items
                .iter()
                .for_each(|item| in_blocks(&item.blocks, targets)),
            Block::Quote(blocks) => in_blocks(blocks, targets),
            Block::Table { head, rows, .. } => {
                let cells = head.iter().chain(rows.iter().flatten());
                cells.for_each(|cell| in_text(cell, targets));
            }
            Block::Definitions(definitions) => {
                for definition in definitions {
                    in_text(&definition.term, targets);
                    let meanings = definition.meanings.iter();
                    meanings.for_each(|meaning| in_blocks(meaning, targets));
                }
            }
            Block::Code { .. } | Block::Formula(_) | Block::Rule | Block::Html(_) => {}
        }
    }
}

fn in_text<'tree>(text: &'tree [Inline], targets: &mut Vec<&'tree str>) {
    for inline in text {
        match inline {
            Inline::Image { target, .. } => targets.push(target),
            Inline::Emphasis(text)
            | Inline::Strong(text)
            | Inline::Struck(text)
            | Inline::Link { text, .. } => in_text(text, targets),
            Inline::Text(_) | Inline::Code(_) | Inline::Formula(_) | Inline::Break => {}
        }
    }
}
