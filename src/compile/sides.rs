//! From drafts to questions and answers: what each card of a draft is called, shows and hides.
//!
//! Looks at one draft at a time. What a draft means beside the others is for `check`.

use super::attributes::Pin;
use super::cloze::Cloze;
use super::cut::{fence, first_line, item, one_line, prose, quote, slice, trimmed};
use super::fault::{self, Fault};
use super::grammar::{Draft, Form, Output, Question};
use super::identity::{self, card_id};
use super::page::{Definition, Row};
use super::wording::Language;
use crate::model::card::{CardId, Kind};
use crate::model::diagnostic::Diagnostic;
use crate::model::prose::Prose;
use crate::model::source::Span;

/// What a deck as a whole says about each of its cards.
pub(super) struct Setting<'t> {
    pub(super) text: &'t str,
    /// The page's plain text.
    pub(super) plain: &'t [Span],
    pub(super) title: &'t str,
    pub(super) language: Language,
    /// Whether terms are asked for by their meanings too.
    pub(super) reverse: bool,
}

/// A card whose place among others is not settled yet.
pub(super) struct Sides {
    pub(super) id: CardId,
    pub(super) ask: Prose,
    pub(super) answer: Prose,
    pub(super) span: Span,
}

impl Sides {
    const fn new(id: CardId, ask: Prose, answer: Prose, span: Span) -> Self {
        Self {
            id,
            ask,
            answer,
            span,
        }
    }
}

/// The cards that a draft makes, without those that have an error in them.
pub(super) fn sides(
    setting: &Setting,
    draft: &Draft,
    complaints: &mut Vec<Diagnostic>,
) -> Vec<Sides> {
    let Draft { span, pin, form } = draft;
    let (text, kind) = (setting.text, form.kind());
    let mut writer = Writer {
        text,
        setting,
        kind,
        span: *span,
        pin: *pin,
        complaints,
    };
    let one = match form {
        Form::Question(question) => writer.question(question),
        Form::Output(output) => Some(writer.output(output)),
        Form::Cloze(text) => return writer.cloze(*text),
        Form::Term(definition) => return writer.term(definition),
        Form::Steps { heading, items } => return writer.steps(*heading, items),
        Form::Rows { heading, rows } => return writer.rows(*heading, rows),
    };
    one.into_iter().collect()
}

/// The most bytes that the cards of one text may repeat: without a limit, a text of a megabyte
/// with a deletion in every line would fill the memory.
const LARGEST: usize = 8 << 20;

struct Writer<'t> {
    text: &'t str,
    setting: &'t Setting<'t>,
    kind: Kind,
    span: Span,
    pin: Option<Pin>,
    complaints: &'t mut Vec<Diagnostic>,
}

impl<'t> Writer<'t> {
    fn question(&mut self, question: &Question) -> Option<Sides> {
        let ask = prose(&self.without_pin(question.ask));
        let answer = prose(self.slice(question.answer));
        self.refuse_empty(&ask, &answer)?;
        let id = self.id(&[ask.as_str()], "");
        Some(Sides::new(id, ask, answer, self.span))
    }

    fn cloze(&mut self, place: Span) -> Vec<Sides> {
        let before = self.complaints.len();
        let cloze = Cloze::read(self.text, place, self.setting.plain, self.complaints);
        if self.complaints.len() > before {
            return Vec::new();
        }
        if cloze.len() == 0 {
            self.complain(&fault::NO_DELETION, self.span);
            return Vec::new();
        }
        if !self.is_small(cloze.len(), self.slice(place).len()) {
            return Vec::new();
        }
        let sides = cloze.groups().into_iter().map(|group| {
            let id = self.id(&[&cloze.ask(&group, false)], &group.name);
            let ask = prose(&cloze.ask(&group, true));
            Sides::new(id, ask, prose(&cloze.answer(&group)), self.span)
        });
        sides.collect()
    }

    fn term(&mut self, definition: &Definition) -> Vec<Sides> {
        let term = prose(self.slice(definition.term));
        let meanings = definition
            .meanings
            .iter()
            .map(|meaning| item(self.text, *meaning));
        let meaning = prose(&meanings.collect::<Vec<_>>().join("\n\n"));
        if self.refuse_empty(&term, &meaning).is_none() {
            return Vec::new();
        }
        let id = self.id(&[term.as_str()], "");
        let forward = Sides::new(id, term.clone(), meaning.clone(), self.span);
        let mut sides = vec![forward];
        if self.setting.reverse {
            let id = self.id(&[meaning.as_str()], "reverse");
            sides.push(Sides::new(id, meaning, term, self.span));
        }
        sides
    }

    fn output(&mut self, output: &Output) -> Sides {
        let Output {
            heading,
            code,
            printed,
            explanation,
        } = output;
        let body = self.slice(code.body);
        let program = fence(self.slice(code.words).trim(), body, code.indent);
        let printed = fence("output", self.slice(printed.body), printed.indent);
        let explanation = prose(self.slice(*explanation));
        let answer = prose(&format!("{printed}\n\n{explanation}"));
        let (question, id) = match heading.map(|heading| self.slice(heading)) {
            Some(heading) => (heading, self.id(&[heading, body], "")),
            None => (self.setting.language.prints(), self.id(&[body], "")),
        };
        let ask = prose(&format!("{question}\n\n{program}"));
        Sides::new(id, ask, answer, self.span)
    }

    fn steps(&mut self, heading: Span, items: &[Span]) -> Vec<Sides> {
        let heading = one_line(self.slice(heading));
        if !self.is_small(items.len(), heading.len()) {
            return Vec::new();
        }
        let steps: Vec<String> = items.iter().map(|place| item(self.text, *place)).collect();
        let before = std::iter::once(None).chain(steps.iter().map(|step| Some(step.as_str())));
        let mut sides = Vec::with_capacity(steps.len());
        for ((step, before), place) in steps.iter().zip(before).zip(items) {
            if step.is_empty() {
                self.complain(&fault::EMPTY_STEP, *place);
            } else if before != Some("") {
                sides.push(self.step(&heading, before, step, *place));
            }
        }
        sides
    }

    fn step(&self, heading: &str, before: Option<&str>, step: &str, place: Span) -> Sides {
        let language = self.setting.language;
        let ask = match before {
            None => language.first_step(heading),
            Some(before) => language.next_step(heading, &quote(before)),
        };
        let before = before.unwrap_or_default();
        let id = self.id(&[heading, before], before);
        Sides::new(id, prose(&ask), prose(step), trimmed(self.text, place))
    }

    fn rows(&mut self, heading: Span, rows: &[Row]) -> Vec<Sides> {
        let Some((head, rows)) = rows.split_first() else {
            return Vec::new();
        };
        let heading = one_line(self.slice(heading));
        let repeated = heading.len() + self.slice(head.span).len();
        if !self.is_small(rows.len(), repeated) {
            return Vec::new();
        }
        let names = self.cells(head);
        rows.iter()
            .filter_map(|row| self.row(&heading, &names, row))
            .collect()
    }

    fn row(&mut self, heading: &str, names: &[String], row: &Row) -> Option<Sides> {
        let cells = self.cells(row);
        let pairs = names
            .iter()
            .map(String::as_str)
            .zip(cells.iter().map(String::as_str));
        let filled: Vec<(&str, &str)> =
            pairs.skip(1).filter(|(_, cell)| !cell.is_empty()).collect();
        let (column, key) = names.first().zip(cells.first())?;
        if key.is_empty() || filled.is_empty() {
            let fault = if key.is_empty() {
                &fault::ROW_WITHOUT_QUESTION
            } else {
                &fault::ROW_WITHOUT_ANSWER
            };
            self.complain(fault, row.span);
            return None;
        }
        let answer = match filled.as_slice() {
            [(_, only)] => (*only).to_owned(),
            _ => filled
                .iter()
                .map(|(name, cell)| format!("- *{name}*: {cell}\n"))
                .collect(),
        };
        let asked: Vec<&str> = filled.iter().map(|(name, _)| *name).collect();
        let ask = self.setting.language.row(heading, column, key, &asked);
        let id = self.id(&[heading, key], key);
        let span = trimmed(self.text, row.span);
        Some(Sides::new(id, prose(&ask), prose(&answer), span))
    }

    /// The name of a card: from its pin and, if several share one, from `part`; else from its text.
    fn id(&self, text: &[&str], part: &str) -> CardId {
        let question = match self.pin {
            Some(pin) => identity::Question::Pin {
                key: self.slice(pin.key),
                part,
            },
            None => identity::Question::Text(text),
        };
        card_id(self.setting.title, self.kind, question)
    }

    /// Whether so many cards may each repeat so many bytes; complains if not.
    fn is_small(&mut self, cards: usize, bytes: usize) -> bool {
        let is_small = cards.saturating_mul(bytes) <= LARGEST;
        if !is_small {
            self.complain(&fault::TOO_LARGE, self.span);
        }
        is_small
    }

    /// Complains and gives nothing if a side is empty.
    fn refuse_empty(&mut self, ask: &Prose, answer: &Prose) -> Option<()> {
        let fault = if ask.as_str().is_empty() {
            &fault::EMPTY_QUESTION
        } else if answer.as_str().is_empty() {
            &fault::NO_ANSWER
        } else {
            return Some(());
        };
        self.complain(fault, self.span);
        None
    }

    fn complain(&mut self, fault: &Fault, place: Span) {
        self.complaints.push(fault.at(first_line(self.text, place)));
    }

    /// Outside of a table the bar needs no escape, and in code it would show.
    fn cells(&self, row: &Row) -> Vec<String> {
        let cell = |place: &Span| one_line(self.slice(*place)).replace("\\|", "|");
        row.cells.iter().map(cell).collect()
    }

    fn without_pin(&self, place: Span) -> String {
        let hole = self.pin.map(|pin| pin.whole);
        let inside = hole.filter(|hole| place.start <= hole.start && hole.end <= place.end);
        let (before, after) = inside.map_or((place, Span::default()), |hole| {
            (
                Span::new(place.start, hole.start),
                Span::new(hole.end, place.end),
            )
        });
        format!("{}{}", self.slice(before).trim_end(), self.slice(after))
    }

    fn slice(&self, place: Span) -> &'t str {
        slice(self.text, place)
    }
}
