//! Notes of Obsidian with the cards of its spaced-repetition plugin: `::`, `:::`, `?`, `??`, marked
//! words, decks by tags or folders, and a schedule in a comment. A schedule is where a card stands,
//! not an answer: none is made up.

mod cards;
mod marks;
mod markup;
mod schedule;
mod tags;

use cards::{Form, Written, find_cards};
pub(crate) use marks::Marks;

use super::guard::{find, guarded};
use super::packer::{Found, Packer, Sides, deck_path, key};
use super::parcel::Parcel;
use super::pictures::{Attachments, Gallery};
use crate::model::card::Kind;

/// A note of a vault.
pub(crate) struct VaultNote {
    /// Its path in the vault, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

/// Reads notes. A note without a tag of a deck has no cards for the plugin; if it is `alone`, it
/// was meant all the same, and its deck is called after it.
pub(crate) fn read(
    notes: &[VaultNote],
    marks: &Marks,
    attachments: &dyn Attachments,
    alone: bool,
    tick: &dyn Fn(),
) -> Parcel {
    let mut reader = Reader {
        marks,
        attachments,
        alone,
        packing: Packer::default(),
        gallery: Gallery::default(),
    };
    for note in notes {
        reader.note(note);
        tick();
    }
    let mut parcel = reader.packing.into_parcel();
    parcel.media = reader.gallery.into_media();
    parcel
}

/// Whether a note has cards by the plugin's rules: a tag of a deck, and a card.
pub(crate) fn recognises(text: &str, marks: &Marks) -> bool {
    let lines = lines(text);
    let front = tags::front(&lines);
    let tagged = front.tags.iter().any(|tag| marks.is_deck(tag))
        || !tags::deck_lines(&lines, &|_| false, marks).is_empty();
    tagged && !find_cards(&body(&lines, front.lines), marks).is_empty()
}

/// How many lines of a text are cards with `::`, whatever its tags.
pub(crate) fn count_lines(text: &str) -> usize {
    let lines = lines(text);
    let front = tags::front(&lines).lines;
    let cards = find_cards(&body(&lines, front), &Marks::default());
    let is_line = |card: &&Written| matches!(card.form, Form::Line { .. });
    cards.iter().filter(is_line).count()
}

fn lines(text: &str) -> Vec<&str> {
    text.lines().collect()
}

/// The lines with those of the front matter blanked.
fn body<'t>(lines: &[&'t str], front: usize) -> Vec<&'t str> {
    let mut body = vec![""; front.min(lines.len())];
    body.extend(lines.iter().skip(front));
    body
}

struct Reader<'a> {
    marks: &'a Marks,
    attachments: &'a dyn Attachments,
    alone: bool,
    packing: Packer,
    gallery: Gallery,
}

impl Reader<'_> {
    fn note(&mut self, note: &VaultNote) {
        let lines = lines(&note.text);
        let front = tags::front(&lines);
        let body = body(&lines, front.lines);
        let cards = find_cards(&body, self.marks);
        let is_card = |line: usize| {
            let next = cards.partition_point(|card| card.last < line);
            cards.get(next).is_some_and(|card| card.first <= line)
        };
        let deck_lines = tags::deck_lines(&body, &is_card, self.marks);
        let deck_tag = front.tags.iter().find(|tag| self.marks.is_deck(tag));
        let (folder, name) = note.path.rsplit_once('/').unwrap_or(("", &note.path));
        let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let mut left = 0;
        for card in &cards {
            let (own, text) = tags::leading(&card.text);
            let own_deck = own.iter().copied().find(|tag| self.marks.is_deck(tag));
            let before = deck_lines.partition_point(|(line, _)| *line < card.first);
            let above = before.checked_sub(1).and_then(|at| deck_lines.get(at));
            let tagged = own_deck
                .or(above.map(|(_, tag)| *tag))
                .or(deck_tag.map(String::as_str))
                .or(deck_lines.first().map(|(_, tag)| *tag));
            let deck = match tagged {
                _ if self.marks.folders => deck_path(folder, "/", name),
                Some(tag) => deck_path(tag, "/", name),
                None if self.alone => deck_path(name, "\0", ""),
                None => {
                    left += 1;
                    continue;
                }
            };
            let plain = |tag: &&str| !self.marks.is_deck(tag);
            let tags = front
                .tags
                .iter()
                .map(String::as_str)
                .chain(own)
                .filter(plain);
            let tags = tags.map(str::to_owned).collect();
            let found = (deck, tags);
            self.card(note, card, text, found);
        }
        if left > 0 {
            let what = "note without a tag of a deck (`#flashcards`): the plugin asks nothing of it, nor does this";
            self.packing.remarks().add(what, || note.path.clone());
        }
    }

    fn card(
        &mut self,
        note: &VaultNote,
        card: &Written,
        text: &str,
        (deck, tags): (super::parcel::DeckPath, Vec<String>),
    ) {
        let place = || format!("{}:{}", note.path, card.first + 1);
        let (text, schedules) = schedule::take(text);
        let text = without_block_id(text.trim_end());
        let mut sides = self.sides(card.form, text, &place);
        if schedules.wrong > 0 {
            let what = "schedule that cannot be true: its card is new";
            self.packing.remarks().add(what, place);
        }
        if schedules.placements.len() > sides.len() {
            let what = "schedule of a card that is not there any more";
            self.packing.remarks().add(what, place);
        }
        for (side, placement) in sides.iter_mut().zip(schedules.placements) {
            side.schedule = placement;
        }
        let first = sides.first().map_or("", |side| side.ask.as_str());
        let found = Found {
            key: key(&[&deck.to_string(), first]),
            deck,
            tags,
            cards: sides,
        };
        self.packing.add(found, &place);
    }

    fn sides(&mut self, form: Form, text: &str, place: &dyn Fn() -> String) -> Vec<Sides> {
        let (front, back, both_ways) = match form {
            Form::Cloze => {
                let cards = self.marks.clozes(&unlisted(text)).into_iter();
                let side = |(ask, answer): (String, String)| {
                    let (ask, answer) = (self.plain(&ask, place), self.plain(&answer, place));
                    Sides::new(Kind::Cloze, ask, answer)
                };
                return cards.map(side).collect();
            }
            Form::Line { both_ways } => {
                let mark = if both_ways {
                    &self.marks.line_both
                } else {
                    &self.marks.line
                };
                let at = find(text, mark, &guarded(text)).unwrap_or(text.len());
                let back = text.get(at + mark.len()..).unwrap_or_default();
                (unlisted(&text[..at]), back.trim().to_owned(), both_ways)
            }
            Form::Block { both_ways } => {
                let mark = if both_ways {
                    &self.marks.block_both
                } else {
                    &self.marks.block
                };
                let lines: Vec<&str> = text.lines().collect();
                let at = lines.iter().position(|line| line.trim() == mark);
                let (front, back) = lines.split_at(at.unwrap_or(lines.len()));
                let back = back.get(1..).unwrap_or_default();
                (front.join("\n"), back.join("\n"), both_ways)
            }
        };
        let (front, back) = (self.plain(&front, place), self.plain(&back, place));
        let mut sides = vec![Sides::new(Kind::Question, front.clone(), back.clone())];
        if both_ways {
            sides.push(Sides::new(Kind::Question, back, front));
        }
        sides
    }

    /// Everybody's Markdown; pictures are packed too.
    fn plain(&mut self, text: &str, place: &dyn Fn() -> String) -> String {
        let Self {
            attachments,
            gallery,
            packing,
            ..
        } = self;
        markup::plain(text.trim(), &mut |file| {
            gallery.show(file, *attachments, packing, place)
        })
    }
}

/// A line without the mark of the list, or of the quote, that it stands in.
fn unlisted(text: &str) -> String {
    let text = text.trim_start_matches([' ', '\t', '>']);
    let bullet = ["- [ ] ", "- [x] ", "- ", "* ", "+ "];
    if let Some(rest) = bullet.iter().find_map(|mark| text.strip_prefix(mark)) {
        return rest.trim().to_owned();
    }
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let numbered = text.get(digits..).and_then(|rest| rest.strip_prefix(". "));
    match numbered.filter(|_| (1..=9).contains(&digits)) {
        Some(rest) => rest.trim().to_owned(),
        None => text.trim().to_owned(),
    }
}

/// ` ^d7cee0`, by which other notes link to a paragraph.
fn without_block_id(text: &str) -> &str {
    let name = |(_, id): &(&str, &str)| {
        !id.is_empty()
            && id
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let found = text.rsplit_once(" ^").filter(name);
    found.map_or(text, |(text, _)| text.trim_end())
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) use tests::shown;
