//! A compiled deck together with its text: for complaints about a card's place, made by whoever
//! did not see it compiled.

use std::cell::OnceCell;

use crate::model::card::Card;
use crate::model::deck::Compiled;
use crate::model::source::{Lines, Origin, Span};

/// The longest piece of a question that a message repeats, in characters.
const EXCERPT: usize = 80;

/// A deck and the text that it was compiled from.
#[derive(Clone, Copy)]
pub(crate) struct Shelved<'a> {
    pub(crate) text: &'a str,
    pub(crate) compiled: &'a Compiled,
    /// Writes its path as the reader would: what that is depends on the working directory.
    pub(crate) path: fn(&Origin) -> String,
}

impl Shelved<'_> {
    /// The first line of a passage of the card, where it stands in the text. A passage that does
    /// not stand there (a question with a hidden part, say) gives the first line of the card.
    pub(super) fn place_of(&self, card: &Card, passage: &str) -> Span {
        let source = self.text.get(card.span.range()).unwrap_or_default();
        let wanted = first_line(passage);
        let found = source.find(wanted).filter(|_| !wanted.is_empty());
        let (at, length) = found.map_or((0, first_line(source).len()), |at| (at, wanted.len()));
        Span::new(card.span.start + at, card.span.start + at + length)
    }
}

/// Says where cards stand: `file:line`.
pub(crate) struct Places<'a> {
    decks: &'a [Shelved<'a>],
    lines: Vec<OnceCell<Lines<'a>>>,
}

impl<'a> Places<'a> {
    pub(crate) fn of(decks: &'a [Shelved<'a>]) -> Self {
        Self {
            decks,
            lines: decks.iter().map(|_| OnceCell::new()).collect(),
        }
    }

    /// The place of a card of the deck with that index.
    pub(crate) fn name(&self, deck: usize, card: &Card) -> String {
        let lines = self.lines[deck].get_or_init(|| Lines::of(self.decks[deck].text));
        let line = lines.position(card.span.start).line;
        let Shelved { compiled, path, .. } = self.decks[deck];
        format!("{}:{line}", path(&compiled.deck.origin))
    }
}

/// Enough of a card's question to recognise it.
pub(super) fn excerpt(card: &Card) -> String {
    let line = first_line(card.ask.as_str());
    match line.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line.to_owned(),
    }
}

fn first_line(text: &str) -> &str {
    text.trim_start()
        .lines()
        .next()
        .unwrap_or_default()
        .trim_end()
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use crate::model::card::Kind;

    #[test]
    fn a_passage_is_found_in_its_card_only() {
        let sample = Sample::new(
            "a",
            &[
                (Kind::Question, "Why?", "One.\nTwo."),
                (Kind::Question, "How?", "One."),
            ],
        );
        let shelved = sample.shelved();
        let place = |card: usize, passage| {
            let span = shelved.place_of(&shelved.compiled.cards[card], passage);
            (span.start, &shelved.text[span.range()])
        };
        assert_eq!(sample.text, "## Why?\nOne.\nTwo.\n\n## How?\nOne.\n\n");
        assert_eq!(place(0, "One.\nTwo."), (8, "One."));
        assert_eq!(place(1, "One."), (27, "One."));
        assert_eq!(place(1, "Two."), (19, "## How?"));
        assert_eq!(place(1, ""), (19, "## How?"));
    }

    #[test]
    fn an_excerpt_is_one_short_line() {
        let sample = Sample::new(
            "a",
            &[
                (Kind::Question, &"щ".repeat(81), ""),
                (Kind::Question, "a\nb", ""),
            ],
        );
        let cards = &sample.compiled.cards;
        assert_eq!(excerpt(&cards[0]), format!("{}…", "щ".repeat(80)));
        assert_eq!(excerpt(&cards[1]), "a");
    }
}
