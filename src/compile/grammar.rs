//! The second stage, and the reference of the deck grammar: which blocks make which cards.
//!
//! A deck is a CommonMark file. Its cards are found on the tree's top-level blocks, and on lines
//! that begin with a marker; whatever stands in a code fence, a quote, a list or HTML is never a
//! card. What belongs to no card is theory. Whether a card is any good is for `check`.
//!
//! | form | written | asks | ends before |
//! | --- | --- | --- | --- |
//! | question heading | a heading whose words end in `?` | the heading | a heading of its level or above, a question or classed heading, or any *end* |
//! | question | `Q:` ... `A:` ... | from `Q:` to `A:` | any heading, or any *end* |
//! | cloze | `C:` text with `[hidden]` or `{{c1::hidden::hint}}` | the text, once for each deletion; one number hides together | any heading, or any *end* |
//! | term | a definition list | each term, and with `reverse: true` each meaning | itself |
//! | output | a code fence directly followed by one marked `output` | what it prints; the explanation after it goes with the answer | any heading, or any *end* |
//! | steps | a heading with `{.steps}`, its first list ordered | for each item what comes after the one before | the list's end |
//! | rows | a heading with `{.rows}`, its first table | for each row what its other cells hold | the table's end |
//!
//! An *end* is a `---` rule, a marker (`Q:`, `A:`, `C:`), a definition list, or a code fence with its
//! output. There are three exceptions: a fence with its output right below a question heading is
//! one card with it; between `Q:` and `A:` such a pair belongs to the question; and the first H1
//! may end in `?` and have no answer, for it is the title.
//!
//! A marker is a line that begins with it: at column 1, or in a paragraph of the top level after
//! up to three spaces. It counts wherever Markdown would see the line as continued text, so that
//! cards may follow one another, a list or a table without blank lines. A heading underlined with
//! `---` whose text holds markers is cards and a rule. Not deletions: links, images, footnotes,
//! task boxes, escaped brackets, and all in code or mathematics.
//!
//! A pin, `{#key}`, names a card through any rewording. It stands at the end of a heading, of the
//! first paragraph after `Q:`, of a cloze text, of a term, or of a code fence's first line.

use super::attributes::{Class, Pin, pin_at_end};
use super::cut::{first_line, slice, trimmed};
use super::fault::{self, Fault};
use super::outline::Outline;
use super::page::{Block, Definition, Fence, Heading, Marker, Page, Row, Shape};
use crate::model::card::Kind;
use crate::model::diagnostic::Diagnostic;
use crate::model::source::Span;

/// A card, or cards cut from one text, as written. Parsed, not yet valid.
pub(super) struct Draft {
    /// From the first character of the question to the last of the answer.
    pub(super) span: Span,
    pub(super) pin: Option<Pin>,
    pub(super) form: Form,
}

/// The parts of a draft, by the form it is written in.
pub(super) enum Form {
    Question(Question),
    Cloze(Span),
    Term(Definition),
    Output(Output),
    Steps { heading: Span, items: Vec<Span> },
    Rows { heading: Span, rows: Vec<Row> },
}

impl Form {
    pub(super) const fn kind(&self) -> Kind {
        match self {
            Self::Question(_) => Kind::Question,
            Self::Cloze(_) => Kind::Cloze,
            Self::Term(_) => Kind::Term,
            Self::Output(_) => Kind::Output,
            Self::Steps { .. } => Kind::Step,
            Self::Rows { .. } => Kind::Row,
        }
    }
}

/// A question heading, or `Q:` and `A:`. A pin may stand inside `ask`.
pub(super) struct Question {
    pub(super) ask: Span,
    pub(super) answer: Span,
}

/// A program and what it prints.
pub(super) struct Output {
    /// The question heading right above it.
    pub(super) heading: Option<Span>,
    pub(super) code: Fence,
    pub(super) printed: Fence,
    pub(super) explanation: Span,
}

/// Finds the drafts on a page, in the order of the text.
pub(super) fn drafts(text: &str, page: &Page, complaints: &mut Vec<Diagnostic>) -> Vec<Draft> {
    let blocks = page.blocks.as_slice();
    let outline = Outline { text, blocks };
    let mut reader = Reader {
        text,
        outline,
        drafts: Vec::new(),
        complaints,
    };
    let mut at = 0;
    while let Some(block) = blocks.get(at) {
        at = reader.form(at, block);
    }
    reader.lone_outputs();
    reader.drafts
}

struct Reader<'t> {
    text: &'t str,
    outline: Outline<'t>,
    drafts: Vec<Draft>,
    complaints: &'t mut Vec<Diagnostic>,
}

impl Reader<'_> {
    /// Reads what begins at a block; returns where to go on. So do the others.
    fn form(&mut self, at: usize, block: &Block) -> usize {
        match &block.shape {
            Shape::Heading(heading) => match heading.attributes.class {
                Some(Class::Steps) => self.steps(at, heading),
                Some(Class::Rows) => self.rows(at, heading),
                None if heading.asks => self.question_heading(at, heading),
                None => self.plain_heading(at, heading),
            },
            Shape::Marked(Marker::Question) => self.question(at),
            Shape::Marked(Marker::Answer) => {
                self.complain(&fault::NO_QUESTION, at);
                at + 1
            }
            Shape::Marked(Marker::Cloze) => self.cloze(at),
            Shape::Definitions(list) => self.terms(at, list),
            Shape::Fence(_) => self.output(at, None),
            Shape::Rule | Shape::List(_) | Shape::Table(_) | Shape::Text => at + 1,
        }
    }

    /// Theory; but who asks in the middle of a heading may have meant a card.
    fn plain_heading(&mut self, at: usize, heading: &Heading) -> usize {
        let words = slice(self.text, heading.text);
        let asks_inside = |(before, _): (&str, &str)| !before.ends_with(' ');
        if words.split_once("? ").is_some_and(asks_inside) {
            self.complain(&fault::HALF_QUESTION, at);
        }
        at + 1
    }

    fn question_heading(&mut self, at: usize, heading: &Heading) -> usize {
        let view = self.outline;
        if view.output_of(at + 1).is_some() {
            return self.output(at + 1, Some((at, heading)));
        }
        let end = view.until(at + 1, |next| {
            view.is_end(next) || view.is_beside(next, heading)
        });
        if end > at + 1 {
            let answer = view.after(at, end);
            let form = Form::Question(Question {
                ask: heading.text,
                answer,
            });
            self.draft(at, answer.end, heading.attributes.pin, form);
        } else if !heading.title && !view.is_marked(end, Marker::Answer) {
            self.complain(&fault::NO_ANSWER, at);
        }
        end
    }

    fn question(&mut self, at: usize) -> usize {
        let view = self.outline;
        let is_pair = |next| view.output_of(next).is_some();
        let middle = view.until(at + 1, |next| view.closes(next) && !is_pair(next));
        if !view.is_marked(middle, Marker::Answer) {
            self.complain(&fault::NO_ANSWER, at);
            return middle;
        }
        let end = view.until(middle + 1, |next| view.closes(next));
        if view.is_marked(end, Marker::Answer) {
            return self.more_answers(end);
        }
        let ask = view.marked(at, middle);
        let answer = view.marked(middle, end);
        let pin = self.pin_of_question(at, middle);
        self.draft(
            at,
            answer.end,
            pin,
            Form::Question(Question { ask, answer }),
        );
        end
    }

    fn more_answers(&mut self, mut at: usize) -> usize {
        let view = self.outline;
        while view.is_marked(at, Marker::Answer) {
            self.complain(&fault::SECOND_ANSWER, at);
            at = view.until(at + 1, |next| view.closes(next));
        }
        at
    }

    /// The pin at the end of the first paragraph of a question.
    fn pin_of_question(&self, at: usize, middle: usize) -> Option<Pin> {
        let first = self.outline.marked(at, at + 1);
        let others = self
            .outline
            .blocks
            .get(at + 1..middle)?
            .iter()
            .map(|block| block.span);
        let mut paragraphs = std::iter::once(first).chain(others);
        let is_blank = |span: Span| slice(self.text, span).trim().is_empty();
        pin_at_end(self.text, paragraphs.find(|span| !is_blank(*span))?)
    }

    fn cloze(&mut self, at: usize) -> usize {
        let view = self.outline;
        let end = view.until(at + 1, |next| view.closes(next));
        let whole = view.marked(at, end);
        let pin = pin_at_end(self.text, whole);
        let text = trimmed(self.text, before(pin, whole));
        self.draft(at, whole.end, pin, Form::Cloze(text));
        end
    }

    fn terms(&mut self, at: usize, list: &[Definition]) -> usize {
        for definition in list {
            let span = Span::new(definition.term.start, definition.end());
            let pin = pin_at_end(self.text, definition.term);
            let term = before(pin, definition.term);
            let meanings = definition.meanings.clone();
            let form = Form::Term(Definition { term, meanings });
            self.drafts.push(Draft {
                span: trimmed(self.text, span),
                pin,
                form,
            });
        }
        at + 1
    }

    /// A code fence with its output, perhaps right below a question heading.
    fn output(&mut self, at: usize, above: Option<(usize, &Heading)>) -> usize {
        let view = self.outline;
        let (Some(code), Some(printed)) = (view.fence(at), view.output_of(at)) else {
            return at + 1;
        };
        let end = view.until(at + 2, |next| view.closes(next));
        let explanation = view.after(at + 1, end);
        let pin = pin_at_end(self.text, code.words);
        let code = Fence {
            words: before(pin, code.words),
            ..code
        };
        let heading = above.map(|(_, heading)| heading.text);
        let form = Form::Output(Output {
            heading,
            code,
            printed,
            explanation,
        });
        let pin = above
            .and_then(|(_, heading)| heading.attributes.pin)
            .or(pin);
        self.draft(
            above.map_or(at, |(above, _)| above),
            explanation.end,
            pin,
            form,
        );
        end
    }

    fn steps(&mut self, at: usize, heading: &Heading) -> usize {
        let view = self.outline;
        let end = view.until(at + 1, |next| {
            view.closes(next) || view.list(next).is_some()
        });
        match view.list(end) {
            Some(list) if list.ordered => {
                let form = Form::Steps {
                    heading: heading.text,
                    items: list.items.clone(),
                };
                self.draft(at, view.end_of(end), heading.attributes.pin, form);
                end + 1
            }
            _ => {
                self.complain(&fault::NO_STEPS, at);
                end
            }
        }
    }

    fn rows(&mut self, at: usize, heading: &Heading) -> usize {
        let view = self.outline;
        let end = view.until(at + 1, |next| {
            view.closes(next) || view.table(next).is_some()
        });
        let Some(rows) = view.table(end) else {
            self.complain(&fault::NO_TABLE, at);
            return end;
        };
        let form = Form::Rows {
            heading: heading.text,
            rows: rows.to_vec(),
        };
        self.draft(at, view.end_of(end), heading.attributes.pin, form);
        end + 1
    }

    fn lone_outputs(&mut self) {
        for at in 0..self.outline.blocks.len() {
            let has_code = at > 0 && self.outline.output_of(at - 1).is_some();
            if self.outline.is_output(at) && !has_code {
                self.complain(&fault::OUTPUT_WITHOUT_CODE, at);
            }
        }
    }

    /// A draft that begins at a block and ends at a byte.
    fn draft(&mut self, at: usize, end: usize, pin: Option<Pin>, form: Form) {
        let start = self
            .outline
            .blocks
            .get(at)
            .map_or(end, |block| block.span.start);
        let span = trimmed(self.text, Span::new(start, end));
        self.drafts.push(Draft { span, pin, form });
    }

    /// Complains at the first line of a block.
    fn complain(&mut self, fault: &Fault, at: usize) {
        if let Some(block) = self.outline.blocks.get(at) {
            let place = first_line(self.text, block.span);
            self.complaints.push(fault.at(place));
        }
    }
}

/// What stands before a pin at the end of a place.
fn before(pin: Option<Pin>, place: Span) -> Span {
    pin.map_or(place, |pin| Span::new(place.start, pin.whole.start))
}
