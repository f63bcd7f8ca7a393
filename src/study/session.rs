//! A sitting: a state, and what each action makes of it.
//!
//! [`Session::step`] returns the next session and what must be written; the caller writes first
//! and adopts the next session after. If the disk refuses, the sitting has not moved.

use std::collections::VecDeque;
use std::rc::Rc;

use super::queue::{Queue, Ticket};
use crate::model::grade::Quality;
use crate::model::log::{EntryId, Event, Review};

/// Where a sitting stands.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    /// What the morning brought: reviews, then new cards.
    planned: Rc<[Ticket]>,
    /// How many of `planned` have had their turn.
    passed: usize,
    /// Put back by an undo; the last one is asked first.
    front: Vec<Ticket>,
    /// Graded below `good`: asked again at the end, until recalled.
    again: VecDeque<Ticket>,
    current: Option<Face>,
    marks: Vec<Mark>,
}

/// The card on the screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Face {
    pub(crate) ticket: Ticket,
    /// Whether the answer is shown too.
    pub(crate) revealed: bool,
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
    /// Take back an answer, of this sitting or an earlier one, and ask the card again.
    TakeBack { of: EntryId, ticket: Ticket },
    /// Leave the card out: it is not there any more.
    Skip,
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
        let planned: Vec<Ticket> = queue.reviews.into_iter().chain(queue.fresh).collect();
        let session = Self {
            planned: planned.into(),
            passed: 0,
            front: Vec::new(),
            again: queue.again.into(),
            current: None,
            marks: Vec::new(),
        };
        session.advance()
    }

    /// The card on the screen; `None` when the sitting is over.
    pub(crate) const fn face(&self) -> Option<Face> {
        self.current
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
                }),
            ) => {
                next.marks.push(Mark {
                    ticket,
                    quality: review.quality,
                });
                if again {
                    next.again.push_back(ticket);
                }
                next = next.advance();
                Some((ticket, Event::Answered(review)))
            }
            (Action::TakeBack { of, ticket }, _) => {
                next.put_back(ticket);
                Some((ticket, Event::Retracted { of }))
            }
            (Action::Skip, Some(_)) => {
                next = next.advance();
                None
            }
            (Action::Reveal | Action::Grade { .. } | Action::Skip, _) => None,
        };
        Step { next, write }
    }

    /// Asks that card now; the one on the screen comes right after it.
    fn put_back(&mut self, ticket: Ticket) {
        let same = |other: &Ticket| other.row == ticket.row;
        self.again.retain(|other| !same(other));
        self.front.retain(|other| !same(other));
        let ahead = &self.planned[self.passed..];
        if ahead.iter().any(same) {
            self.planned = ahead.iter().filter(|other| !same(other)).copied().collect();
            self.passed = 0;
        }
        if let Some(last) = self.marks.iter().rposition(|mark| same(&mark.ticket)) {
            self.marks.remove(last);
        }
        let interrupted = self
            .current
            .map(|face| face.ticket)
            .filter(|current| !same(current));
        self.front.extend(interrupted);
        self.current = Some(Face {
            ticket,
            revealed: false,
        });
    }

    fn advance(mut self) -> Self {
        let next = self
            .front
            .pop()
            .or_else(|| self.next_planned())
            .or_else(|| self.again.pop_front());
        self.current = next.map(|ticket| Face {
            ticket,
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
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ticket(row: i64) -> Ticket {
        Ticket {
            row,
            deck: 1,
            kin: None,
            due: None,
            last_look: false,
        }
    }

    fn session(rows: std::ops::Range<i64>) -> Session {
        Session::new(Queue {
            reviews: rows.map(ticket).collect(),
            ..Queue::default()
        })
    }

    fn review(quality: u8) -> Review {
        Review {
            quality: Quality::new(quality).unwrap(),
            took_ms: None,
            last_look: false,
        }
    }

    fn id(number: usize) -> EntryId {
        EntryId((number as u128).to_be_bytes())
    }

    fn answer(session: &Session, quality: u8) -> Session {
        let shown = session.step(Action::Reveal).next;
        shown
            .step(Action::Grade {
                review: review(quality),
                again: quality < 4,
            })
            .next
    }

    fn row(session: &Session) -> Option<i64> {
        session.face().map(|face| face.ticket.row)
    }

    #[test]
    fn what_was_not_recalled_comes_back_at_the_end() {
        let mut session = session(1..3);
        let mut asked = Vec::new();
        for quality in [2, 4, 3, 4] {
            asked.push(row(&session).unwrap());
            session = answer(&session, quality);
        }
        assert_eq!((asked, row(&session)), (vec![1, 2, 1, 1], None));
    }

    #[test]
    fn nothing_is_graded_before_its_answer_was_shown() {
        let step = session(1..3).step(Action::Grade {
            review: review(4),
            again: false,
        });
        assert_eq!(step.write, None);
        assert_eq!(row(&step.next), Some(1));
    }

    #[test]
    fn undo_asks_the_card_again_and_then_goes_on_where_it_was() {
        let start = answer(&answer(&session(1..4), 2), 4);
        let back = start.step(Action::TakeBack {
            of: id(1),
            ticket: ticket(2),
        });
        assert_eq!(
            back.write,
            Some((ticket(2), Event::Retracted { of: id(1) }))
        );
        let further = back
            .next
            .step(Action::TakeBack {
                of: id(0),
                ticket: ticket(1),
            })
            .next;
        let mut asked = Vec::new();
        let mut session = further;
        while let Some(row) = row(&session) {
            asked.push(row);
            session = answer(&session, 4);
        }
        assert_eq!(asked, [1, 2, 3]);
        assert_eq!(session.marks().len(), 3);
    }

    proptest! {
        /// Replaying what was written, in order, gives what the sitting says was answered.
        #[test]
        fn what_was_written_is_what_was_seen(actions in prop::collection::vec((0_u8..4, 0_u8..=5), 0..80)) {
            let mut session = session(1..6);
            let mut written: Vec<(i64, EntryId)> = Vec::new();
            let mut answers: Vec<(i64, EntryId)> = Vec::new();
            for (number, (kind, quality)) in actions.into_iter().enumerate() {
                let action = match (kind, answers.last()) {
                    (0 | 1, _) => Action::Reveal,
                    (2, Some((row, of))) => Action::TakeBack { of: *of, ticket: ticket(*row) },
                    _ => Action::Grade { review: review(quality), again: quality < 4 },
                };
                let seen = session.face();
                let step = session.step(action);
                match step.write {
                    Some((about, Event::Answered(_))) => {
                        prop_assert_eq!(seen, Some(Face { ticket: about, revealed: true }));
                        answers.push((about.row, id(number)));
                        written.push((about.row, id(number)));
                    }
                    Some((_, Event::Retracted { of })) => {
                        answers.retain(|(_, entry)| *entry != of);
                        prop_assert!(written.iter().any(|(_, entry)| *entry == of));
                    }
                    _ => {
                        let lost = matches!(action, Action::TakeBack { .. });
                        prop_assert!(!lost, "an undo writes");
                    }
                }
                session = step.next;
                let marked: Vec<i64> = session.marks().iter().map(|mark| mark.ticket.row).collect();
                let standing: Vec<i64> = answers.iter().map(|(row, _)| *row).collect();
                prop_assert_eq!(marked, standing);
            }
        }

        /// However the grades fall, everybody gets an answer of at least `good` before the end.
        #[test]
        fn a_sitting_ends_when_all_is_recalled(grades in prop::collection::vec(0_u8..4, 0..30)) {
            let mut session = session(1..5);
            for quality in grades.into_iter().chain(std::iter::repeat_n(4, 4)) {
                session = answer(&session, quality);
            }
            while row(&session).is_some() {
                session = answer(&session, 4);
            }
            for row in 1..5 {
                let last = session.marks().iter().rfind(|mark| mark.ticket.row == row).unwrap();
                prop_assert!(last.quality.settles());
            }
        }
    }
}
