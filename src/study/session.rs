//! A sitting: a state, and what each action makes of it.
//!
//! [`Session::step`] returns the next session and what must be written; the caller writes first
//! and adopts the next session after. If the disk refuses, the sitting has not moved.

use std::collections::VecDeque;
use std::rc::Rc;

use super::queue::{Queue, Ticket};
use crate::model::grade::Quality;
use crate::model::log::{EntryId, Event, Review};
use crate::model::standing::Standing;
use crate::model::time::Day;

/// Where a sitting stands.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    /// What the morning brought: reviews, then new cards.
    planned: Rc<[Ticket]>,
    /// How many of `planned` have had their turn.
    passed: usize,
    /// Put back by an undo, with the reason why each was asked; the last one is asked first.
    front: Vec<(Ticket, Turn)>,
    /// Graded below `good`: asked again at the end, until recalled.
    again: VecDeque<Ticket>,
    current: Option<Face>,
    marks: Vec<Mark>,
    /// Whether nothing of it is written: practice moves no card.
    practice: bool,
}

/// The card on the screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Face {
    pub(crate) ticket: Ticket,
    pub(crate) turn: Turn,
    /// Whether the answer is shown too.
    pub(crate) revealed: bool,
}

/// Why a card has its turn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Turn {
    /// It waits for its first answer of the day.
    First,
    /// It was graded below `good` today, and is asked until it is recalled.
    Repeat,
    /// What was done to it has just been taken back.
    Back,
}

/// An answer of this sitting that stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Mark {
    pub(crate) ticket: Ticket,
    pub(crate) quality: Quality,
}

/// What a person wants.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Action {
    /// Show the answer.
    Reveal,
    /// Grade the card; `again` says whether it must be recalled once more today.
    Grade { review: Review, again: bool },
    /// Take back what was done to a card, in this sitting or an earlier one, and ask it again;
    /// `answer` says whether it was an answer.
    TakeBack {
        of: EntryId,
        ticket: Ticket,
        answer: bool,
    },
    /// Take back the last answer of a practice, which nobody wrote down.
    Unpractise,
    /// Take the card out of all sittings.
    Suspend,
    /// Put the card off until tomorrow.
    Bury,
    /// Leave the card out: it is not there any more, or was answered elsewhere.
    Skip,
    /// Ask the card at the end: it was graded below `good` elsewhere.
    Defer,
}

/// The sitting after an action, and what must be on the disk before it counts.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) next: Session,
    /// About the card of the ticket.
    pub(crate) write: Option<(Ticket, Event)>,
}

/// How far the sitting is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Progress {
    /// Answers given in this sitting.
    pub(crate) answered: usize,
    /// Cards still to come, with the one on the screen: planned ones, and repeats.
    pub(crate) left: usize,
    pub(crate) again: usize,
}

impl Session {
    /// Begins with the first card of the queue.
    pub(crate) fn new(queue: Queue) -> Self {
        Self::begin(queue, false)
    }

    /// As [`Session::new`], but nothing of it is ever written.
    pub(crate) fn practice(queue: Queue) -> Self {
        Self::begin(queue, true)
    }

    fn begin(queue: Queue, practice: bool) -> Self {
        let planned: Vec<Ticket> = queue.reviews.into_iter().chain(queue.fresh).collect();
        let session = Self {
            planned: planned.into(),
            passed: 0,
            front: Vec::new(),
            again: queue.again.into(),
            current: None,
            marks: Vec::new(),
            practice,
        };
        session.advance()
    }

    /// Whether it is practice, of which nothing is written.
    pub(crate) const fn is_practice(&self) -> bool {
        self.practice
    }

    /// The card on the screen; `None` when the sitting is over.
    pub(crate) const fn face(&self) -> Option<Face> {
        self.current
    }

    /// What to do with the card whose turn it is instead of asking it; mostly nothing. Where it
    /// stands now tells whether another sitting has had it since the queue was made; an answer
    /// ahead of the day does not show there, so `answered` says whether it has one of today.
    pub(crate) fn instead(
        &self,
        standing: Option<&Standing>,
        answered: bool,
        today: Day,
    ) -> Option<Action> {
        let Face { ticket, turn, .. } = self.current.filter(|_| !self.practice)?;
        let standing = standing?;
        let ahead = ticket.last_look && !answered;
        match turn {
            Turn::Back => None,
            Turn::First if standing.again(today) => Some(Action::Defer),
            Turn::First => (standing.due > today && !ahead).then_some(Action::Skip),
            Turn::Repeat => {
                (standing.due > today && !standing.again(today)).then_some(Action::Skip)
            }
        }
    }

    /// The answers of this sitting that stand, oldest first.
    pub(crate) fn marks(&self) -> &[Mark] {
        &self.marks
    }

    pub(crate) fn progress(&self) -> Progress {
        let planned = self.planned.len() - self.passed;
        let current = usize::from(self.current.is_some());
        Progress {
            answered: self.marks.len(),
            left: planned + self.front.len() + current,
            again: self.again.len(),
        }
    }

    /// What the action makes of the sitting. An action that makes no sense now changes nothing.
    pub(crate) fn step(&self, action: Action) -> Step {
        let mut next = self.clone();
        let write = match (action, self.current) {
            (Action::Reveal, Some(face)) => {
                next.current = Some(Face {
                    revealed: true,
                    ..face
                });
                None
            }
            (
                Action::Grade { review, again },
                Some(Face {
                    ticket,
                    revealed: true,
                    ..
                }),
            ) => {
                let quality = review.quality;
                next.marks.push(Mark { ticket, quality });
                next.again.extend(again.then_some(ticket));
                next = next.advance();
                (!self.practice).then_some((ticket, Event::Answered(review)))
            }
            (Action::TakeBack { of, ticket, answer }, _) if !self.practice => {
                next.put_back(ticket, answer);
                Some((ticket, Event::Retracted { of }))
            }
            (Action::Unpractise, _) => {
                let last = self.marks.last().filter(|_| self.practice);
                last.into_iter()
                    .for_each(|mark| next.put_back(mark.ticket, true));
                None
            }
            (Action::Suspend, Some(face)) if !self.practice => {
                next = next.advance();
                Some((face.ticket, Event::Suspended))
            }
            (Action::Bury, Some(face)) if !self.practice => {
                next = next.advance();
                Some((face.ticket, Event::Buried))
            }
            (Action::Skip | Action::Defer, Some(face)) => {
                let deferred = (action == Action::Defer).then_some(face.ticket);
                next.again.extend(deferred);
                next = next.advance();
                None
            }
            (
                Action::Reveal
                | Action::Grade { .. }
                | Action::TakeBack { .. }
                | Action::Suspend
                | Action::Bury
                | Action::Skip
                | Action::Defer,
                _,
            ) => None,
        };
        Step { next, write }
    }

    /// The sitting after an import: cards that have become others, `(before, after)`, are asked
    /// as these.
    pub(crate) fn renamed(&self, renamed: &[(i64, i64)]) -> Self {
        let renew = |ticket: &Ticket| {
            let found = renamed.iter().find(|(before, _)| *before == ticket.row);
            let row = found.map_or(ticket.row, |(_, after)| *after);
            Ticket { row, ..*ticket }
        };
        let mark = |mark: &Mark| Mark {
            ticket: renew(&mark.ticket),
            ..*mark
        };
        Self {
            planned: self.planned.iter().map(renew).collect(),
            passed: self.passed,
            front: self
                .front
                .iter()
                .map(|(ticket, turn)| (renew(ticket), *turn))
                .collect(),
            again: self.again.iter().map(renew).collect(),
            current: self.current.map(|face| Face {
                ticket: renew(&face.ticket),
                ..face
            }),
            marks: self.marks.iter().map(mark).collect(),
            practice: self.practice,
        }
    }

    /// Asks that card now; the one on the screen comes right after it. Its last mark goes if it
    /// was an answer that was taken back.
    fn put_back(&mut self, ticket: Ticket, answer: bool) {
        let same = |other: &Ticket| other.row == ticket.row;
        self.again.retain(|other| !same(other));
        self.front.retain(|(other, _)| !same(other));
        let ahead = &self.planned[self.passed..];
        if ahead.iter().any(same) {
            self.planned = ahead.iter().filter(|other| !same(other)).copied().collect();
            self.passed = 0;
        }
        let last = self.marks.iter().rposition(|mark| same(&mark.ticket));
        if let Some(last) = last.filter(|_| answer) {
            self.marks.remove(last);
        }
        let interrupted = self
            .current
            .map(|face| (face.ticket, face.turn))
            .filter(|(current, _)| !same(current));
        self.front.extend(interrupted);
        self.current = Some(Face {
            ticket,
            turn: Turn::Back,
            revealed: false,
        });
    }

    fn advance(mut self) -> Self {
        let next = self
            .front
            .pop()
            .or_else(|| self.next_planned().map(|ticket| (ticket, Turn::First)))
            .or_else(|| self.again.pop_front().map(|ticket| (ticket, Turn::Repeat)));
        self.current = next.map(|(ticket, turn)| Face {
            ticket,
            turn,
            revealed: false,
        });
        self
    }

    fn next_planned(&mut self) -> Option<Ticket> {
        let ticket = self.planned.get(self.passed).copied()?;
        self.passed += 1;
        Some(ticket)
    }
}

#[cfg(test)]
mod tests;
