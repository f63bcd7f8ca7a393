//! The theory around a card: the section of its page that the card stands in.

use super::blocks;
use super::front;
use super::page::{Block, Heading, Shape};

/// The section around a line of a deck (the first is 1): from the heading above it that asks
/// nothing, to the next one of its level or a higher one. Without such a heading it begins with
/// the page.
pub(crate) fn around(text: &str, line: u32) -> &str {
    let mut complaints = Vec::new();
    let (_, body) = front::read(text, &mut complaints);
    let page = blocks::read(text, body, &mut complaints);
    let at = text
        .match_indices('\n')
        .nth((line as usize).wrapping_sub(2))
        .map_or(0, |(end, _)| end + 1)
        .max(body);
    let headings: Vec<(usize, &Heading)> = page.blocks.iter().filter_map(heading).collect();
    let (above, below) = headings.split_at(headings.partition_point(|(start, _)| *start < at));
    let own = below.first().filter(|(start, _)| *start == at);
    // The headings that the line stands under, each of a lower level than the one before.
    let mut open: Vec<(usize, &Heading)> = Vec::new();
    for (start, heading) in above.iter().chain(own) {
        open.retain(|(_, over)| over.level < heading.level);
        open.push((*start, heading));
    }
    let holds_theory = |heading: &Heading| !heading.asks && heading.attributes.class.is_none();
    let around = open.iter().rfind(|(_, heading)| holds_theory(heading));
    let (start, level) = around.map_or((body, 0), |(start, heading)| (*start, heading.level));
    let next = below
        .iter()
        .find(|(next, heading)| *next > start && heading.level <= level);
    let end = next.map_or(text.len(), |(next, _)| *next);
    text.get(start..end).unwrap_or_default()
}

fn heading(block: &Block) -> Option<(usize, &Heading)> {
    let Shape::Heading(heading) = &block.shape else {
        return None;
    };
    Some((block.span.start, heading))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "---\ntopic: T\n---\n# T\n\nAll.\n\n## One\n\nTheory.\n\n### What is it?\n\nIt.\n\n\
                        Term\n: meaning\n\n### Aside\n\nMore.\n\n### Why?\n\nSo.\n\n## Two\n\n## Steps {.steps}\n\n1. a\n2. b\n";

    #[test]
    fn a_section_holds_the_theory_and_the_cards_around() {
        let one = "## One\n\nTheory.\n\n### What is it?\n\nIt.\n\nTerm\n: meaning\n\n\
                   ### Aside\n\nMore.\n\n### Why?\n\nSo.\n\n";
        for line in [8, 10, 12, 14, 16, 23, 25] {
            assert_eq!(around(PAGE, line), one, "{line}");
        }
        assert_eq!(around(PAGE, 21), "### Aside\n\nMore.\n\n");
        assert_eq!(around(PAGE, 27), "## Two\n\n");
    }

    #[test]
    fn a_card_beside_the_sections_belongs_to_the_page() {
        let page = PAGE.split_once("---\n# T").unwrap().1;
        for line in [0, 1, 2, 4, 6, 29, 32] {
            assert_eq!(around(PAGE, line), format!("# T{page}"), "{line}");
        }
        assert_eq!(around("## Q?\n\na", 1), "## Q?\n\na");
        assert_eq!(around("", 7), "");
    }
}
