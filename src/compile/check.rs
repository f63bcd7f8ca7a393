//! The third stage: drafts become cards, or complaints. A card with an error in it never comes
//! out; every other one does.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::cut::{first_line, slice};
use super::fault;
use super::grammar::Draft;
use super::sides::{Setting, Sides, sides};
use crate::model::card::{Card, CardId, Kin, Kind};
use crate::model::diagnostic::{Diagnostic, Level};
use crate::model::source::{Lines, Span};

/// Makes the cards of a deck. `complaints` holds what is known so far, and gets the rest.
pub(super) fn cards(
    setting: &Setting,
    drafts: &[Draft],
    complaints: &mut Vec<Diagnostic>,
) -> Vec<Card> {
    let spoiled = errors(complaints);
    let mut check = Check {
        text: setting.text,
        cards: Vec::with_capacity(drafts.len()),
        asked: HashMap::with_capacity(drafts.len()),
        pins: HashMap::new(),
        kin: HashMap::new(),
        lines: OnceCell::new(),
        complaints,
    };
    for draft in drafts {
        let next = spoiled.partition_point(|at| *at < draft.span.start);
        let is_healthy = spoiled.get(next).is_none_or(|at| *at >= draft.span.end);
        if check.pin_is_new(draft) && is_healthy {
            let sides = sides(setting, draft, check.complaints);
            check.admit(draft, sides);
        }
    }
    check.cards
}

/// Where the errors are, in the order of the text.
fn errors(complaints: &[Diagnostic]) -> Vec<usize> {
    let errors = complaints
        .iter()
        .filter(|complaint| complaint.level == Level::Error);
    let mut places: Vec<usize> = errors.map(|error| error.span.start).collect();
    places.sort_unstable();
    places
}

struct Check<'t> {
    text: &'t str,
    cards: Vec<Card>,
    /// Where each card that came out is asked.
    asked: HashMap<CardId, Span>,
    pins: HashMap<&'t str, Span>,
    /// Where the first card stands whose pin begins so, before a `/`.
    kin: HashMap<&'t str, usize>,
    lines: OnceCell<Lines<'t>>,
    complaints: &'t mut Vec<Diagnostic>,
}

impl Check<'_> {
    fn pin_is_new(&mut self, draft: &Draft) -> bool {
        let Some(pin) = draft.pin else { return true };
        let key = slice(self.text, pin.key);
        let is_new = *self.pins.entry(key).or_insert(pin.whole) == pin.whole;
        if !is_new {
            self.complaints.push(fault::PIN_TWICE.about(key, pin.whole));
        }
        is_new
    }

    /// Lets the cards of one draft out, except those that are damaged or asked before.
    fn admit(&mut self, draft: &Draft, mut sides: Vec<Sides>) {
        sides.retain(|sides| self.is_legible(sides) && self.is_new(sides));
        let kind = draft.form.kind();
        let share_text = matches!(kind, Kind::Cloze | Kind::Term) && sides.len() > 1;
        let kin = share_text.then_some(Kin(self.cards.len() as u32));
        let pinned = draft.pin.is_some();
        let kin = kin.or_else(|| self.kin_of_pin(draft, !sides.is_empty()));
        let tags = self.tags(draft);
        for Sides {
            id,
            ask,
            answer,
            span,
        } in sides
        {
            let card = Card {
                id,
                kind,
                kin,
                pinned,
                tags: tags.clone(),
                ask,
                answer,
                span,
            };
            self.cards.push(card);
        }
    }

    /// Cards whose pins differ only in what follows the last `/` are cut from the same note.
    fn kin_of_pin(&mut self, draft: &Draft, makes_cards: bool) -> Option<Kin> {
        let (note, _) = slice(self.text, draft.pin?.key).rsplit_once('/')?;
        if !makes_cards {
            return None;
        }
        let here = self.cards.len();
        let first = *self.kin.entry(note).or_insert(here);
        if first == here {
            return None;
        }
        let kin = *self
            .cards
            .get_mut(first)?
            .kin
            .get_or_insert(Kin(first as u32));
        Some(kin)
    }

    fn tags(&self, draft: &Draft) -> Vec<String> {
        let tags = draft.pin.map(|pin| slice(self.text, pin.tags));
        let tags = tags.unwrap_or_default().split(',');
        tags.filter(|tag| !tag.is_empty())
            .map(str::to_owned)
            .collect()
    }

    fn is_legible(&mut self, sides: &Sides) -> bool {
        const UNREADABLE: char = char::REPLACEMENT_CHARACTER;
        let is_damaged = [&sides.ask, &sides.answer]
            .iter()
            .any(|side| side.as_str().contains(UNREADABLE));
        if is_damaged {
            let within = slice(self.text, sides.span).find(UNREADABLE);
            let start = within.map(|at| sides.span.start + at);
            // If it is not here, the heading of a list or a table brought it in.
            let place = start.map_or(first_line(self.text, sides.span), |start| {
                Span::new(start, start + UNREADABLE.len_utf8())
            });
            self.complain_once(fault::DAMAGED.at(place));
        }
        !is_damaged
    }

    fn is_new(&mut self, sides: &Sides) -> bool {
        let Some(first) = self.asked.get(&sides.id).copied() else {
            self.asked.insert(sides.id, sides.span);
            return true;
        };
        let lines = self.lines.get_or_init(|| Lines::of(self.text));
        let line = lines.position(first.start).line.to_string();
        let place = first_line(self.text, sides.span);
        self.complain_once(fault::ASKED_BEFORE.about(&line, place));
        false
    }

    /// Siblings share their faults: one complaint is enough.
    fn complain_once(&mut self, complaint: Diagnostic) {
        if self.complaints.last() != Some(&complaint) {
            self.complaints.push(complaint);
        }
    }
}
