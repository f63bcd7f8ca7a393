//! A card as JSON. The shape is a promise: fields are added, never renamed.

use serde::Serialize;

use super::desk;
use crate::model::standing::Standing;
use crate::model::time::Day;
use crate::screen::text::escape;
use crate::store::StoredCard;
use crate::study::queue::Ticket;

/// See the README for what the fields mean.
#[derive(Serialize)]
pub(crate) struct CardJson {
    id: String,
    deck: String,
    kind: &'static str,
    ask: String,
    answer: String,
    place: String,
    state: &'static str,
    due: Option<String>,
    interval: Option<u32>,
    ease: Option<f64>,
    repetition: u32,
    lapses: u32,
    tags: Vec<String>,
    /// Only where it is so.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    last_look: bool,
}

impl CardJson {
    pub(crate) fn new(card: StoredCard, standing: Option<Standing>, today: Day) -> Self {
        Self {
            id: card.id.to_string(),
            place: desk::place(&card.origin, card.line, card.column),
            deck: card.deck,
            kind: card.kind.name(),
            ask: card.ask,
            answer: card.answer,
            state: state(standing.as_ref(), today),
            due: standing.map(|standing| standing.due.to_string()),
            interval: standing.map(|standing| standing.interval.0),
            ease: standing.map(|standing| standing.ease.as_f64()),
            repetition: standing.map_or(0, |standing| standing.repetition),
            lapses: standing.map_or(0, |standing| standing.lapses),
            tags: card.tags,
            last_look: false,
        }
    }

    /// The same card, because today's queue has that ticket for it: what is taken ahead of its day
    /// is due all the same.
    pub(crate) fn asked(mut self, ticket: &Ticket) -> Self {
        if ticket.last_look {
            self.state = "due";
            self.last_look = true;
        }
        self
    }
}

/// `new`, `again` (to be recalled once more today), `due`, or `waiting` for its day.
pub(crate) fn state(standing: Option<&Standing>, today: Day) -> &'static str {
    match standing {
        None => "new",
        Some(standing) if standing.again(today) => "again",
        Some(standing) if standing.due <= today => "due",
        Some(_) => "waiting",
    }
}

/// Any result as one line of JSON, which a terminal can show as it is.
pub(crate) fn line(result: &impl Serialize) -> String {
    // Our own types: string keys and finite numbers only, which cannot fail.
    escape(serde_json::to_string(result).expect("results are plain structures"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escaped_document_says_the_same() {
        let text = "a\x1b\u{9b}2J\u{202e}b\u{7f}\u{e0041}漢 \u{feff}\\u202e";
        let line = line(&[text]);
        assert!(!line.contains(|c: char| c.is_control() || c == '\u{202e}'));
        let read: Vec<String> = serde_json::from_str(&line).unwrap();
        assert_eq!(read, [text]);
    }
}
