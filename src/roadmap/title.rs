//! Which heading is the title of a whole file.

use super::dates;
use super::labels;
use super::outline::{Block, Shape};
use super::wording::lists;

/// The index of the title: the first heading, when no item stands between it and the next one.
/// One that is numbered or dated and has others of its level beside it is a stage like them.
pub(super) fn find(blocks: &[Block]) -> Option<usize> {
    let is_heading = |block: &Block| matches!(block.shape, Shape::Heading { .. });
    let is_item = |block: &Block| matches!(block.shape, Shape::Entry { .. } | Shape::Row { .. });
    let first = blocks.iter().position(is_heading)?;
    let below = &blocks[first + 1..];
    let next = below.iter().position(is_heading).unwrap_or(below.len());
    let Shape::Heading { level, text } = &blocks[first].shape else {
        return None;
    };
    let is_beside = |block: &Block| matches!(&block.shape, Shape::Heading { level: other, .. } if other <= level);
    let is_stage = below.iter().any(is_beside) && is_numbered_or_dated(text);
    let is_label = labels::label(text).is_some_and(|label| label.rest.is_empty());
    let has_items = blocks[..first + 1 + next].iter().any(is_item);
    (!is_stage && !is_label && !has_items).then_some(first)
}

/// `6. Projects`, `Часть 1`, `Week 3`, `1–7 марта`; not `3-месячный план` or `до марта`.
fn is_numbered_or_dated(text: &str) -> bool {
    let start = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let mut words = start.split_whitespace();
    let (first, second) = (words.next(), words.next());
    let is_number = |word: &str| {
        let bare = word.trim_end_matches(['.', ')', ':', ',']);
        !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit())
    };
    let is_ordinal = |word: &str| is_number(word) && word.ends_with(['.', ')', ':']);
    let is_part = |word: &str| lists(PARTS, &word.to_lowercase());
    first.is_some_and(is_ordinal)
        || first.is_some_and(is_part) && second.is_some_and(is_number)
        || dates::find(text).is_some_and(|(_, time)| time.begins())
}

/// Words for parts of a plan, before their numbers.
const PARTS: &str = "chapter level module part phase section sprint stage step блок глава модуль раздел \
    спринт уровень фаза часть шаг этап";
