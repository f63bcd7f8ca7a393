//! From a note and a template to the two sides of a card, as Markdown.

use super::cloze::Side;
use super::collection::NoteType;
use super::template::{Filling, Rendered, Template};
use crate::exchange::html::{clean, markdown};

/// A note as far as its sides need it.
pub(super) struct Content<'a> {
    pub(super) note_type: &'a NoteType,
    /// Clean, in the order of the note type.
    pub(super) fields: Vec<std::borrow::Cow<'a, str>>,
    pub(super) tags: &'a str,
}

/// The two sides of a card; neither is blank.
pub(super) struct Sides {
    pub(super) ask: String,
    pub(super) answer: String,
}

const DIRTY: &str = "control characters and hidden ones were taken out";
const BLANK_FRONT: &str = "the front of a card is blank";
const BLANK_BACK: &str = "the back of a card shows nothing new";

impl<'a> Content<'a> {
    /// Takes the fields of a row apart.
    pub(super) fn new(
        note_type: &'a NoteType,
        fields: &'a str,
        tags: &'a str,
        remark: &mut dyn FnMut(&'static str),
    ) -> Self {
        let mut dirty = false;
        let mut fields: Vec<_> = fields
            .split('\x1f')
            .map(|field| {
                let (field, was_dirty) = clean(field);
                dirty |= was_dirty;
                field
            })
            .collect();
        if dirty {
            remark(DIRTY);
        }
        if fields.len() != note_type.fields.len() {
            remark("a note has more or fewer fields than its note type");
            fields.resize(note_type.fields.len(), "".into());
        }
        Self {
            note_type,
            fields,
            tags,
        }
    }

    /// The sides of the card with that ordinal, in that deck; `None` if no template makes it.
    pub(super) fn sides(
        &self,
        ordinal: u32,
        deck: &str,
        remark: &mut dyn FnMut(&'static str),
    ) -> Option<Sides> {
        let place = if self.note_type.cloze { 0 } else { ordinal };
        let template = self.note_type.templates.get(place as usize)?;
        let render = |template: &Template, side, front: &str| {
            let field = |name: &str| match name {
                "FrontSide" => Some(front),
                _ => self.field(name, deck, &self.note_type.templates[place as usize].name),
            };
            template.render(&Filling {
                field: &field,
                cloze: self.note_type.cloze.then(|| ordinal.saturating_add(1)),
                side,
            })
        };
        let front = render(&template.front, Side::Front, "");
        let back = render(&template.back, Side::Back, "");
        for fault in front.faults.iter().chain(&back.faults) {
            remark(fault);
        }
        let ask = if front.filled {
            markdown(&front.html, remark)
        } else {
            String::new()
        };
        let mut answer = markdown(&after_rule(&back.html, &front.html), remark);
        if answer.is_empty() {
            remark(BLANK_BACK);
            let whole = render(&template.back, Side::Back, &front.html);
            answer = markdown(&without_rule(&whole.html), remark);
        }
        let answer = with_hints(answer, &front, &back, remark);
        if ask.is_empty() {
            remark(BLANK_FRONT);
        }
        Some(Sides {
            ask: filled(ask),
            answer: filled(answer),
        })
    }

    fn field<'s>(&'s self, name: &str, deck: &'s str, card: &'s str) -> Option<&'s str> {
        let own = self.note_type.fields.iter().position(|own| own == name);
        if let Some(at) = own {
            return self.fields.get(at).map(AsRef::as_ref);
        }
        match name {
            "Tags" => Some(self.tags.trim()),
            "Type" => Some(&self.note_type.name),
            "Deck" => Some(deck),
            "Subdeck" => deck.rsplit("::").next(),
            "Card" => Some(card),
            "CardFlag" | "CardID" => Some(""),
            _ => None,
        }
    }
}

/// A back without the rule below its question.
fn without_rule(back: &str) -> String {
    back.replace("<hr id=answer>", "<br>")
        .replace("<hr id=\"answer\">", "<br>")
}

/// The answer: what follows the rule that Anki puts below the question, if that is above it.
fn after_rule<'h>(back: &'h str, front: &str) -> std::borrow::Cow<'h, str> {
    let Some(at) = back
        .find("<hr id=answer")
        .or_else(|| back.find("<hr id=\"answer\""))
    else {
        return back.into();
    };
    let (above, rule) = back.split_at(at);
    let below = rule.split_once('>').map_or("", |(_, below)| below);
    if above.trim().is_empty() || above.trim() == front.trim() {
        below.into()
    } else {
        format!("{above}<br>{below}").into()
    }
}

/// What waits behind a click on the front is shown with the answer.
fn with_hints(
    answer: String,
    front: &Rendered,
    back: &Rendered,
    remark: &mut dyn FnMut(&'static str),
) -> String {
    let mut whole = answer;
    for hint in front.hints.iter().filter(|hint| !back.html.contains(*hint)) {
        let hint = markdown(hint, remark);
        if !hint.is_empty() {
            whole = format!("{whole}\n\n{hint}");
        }
    }
    whole
}

fn filled(side: String) -> String {
    if side.trim().is_empty() {
        "(blank)".to_owned()
    } else {
        side
    }
}
