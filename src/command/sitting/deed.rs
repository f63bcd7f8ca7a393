//! What is done to a card: graded, suspended, buried, and all that taken back. Each is written
//! first; only then does the sitting move. When the disk refuses, that is said, and nothing moved.

use super::Sitting;
use crate::command::failure::Failure;
use crate::model::log::{Entry, Event, Review};
use crate::model::standing::Standing;
use crate::screen::text::{count, first_words};
use crate::store::{Act, StoredCard};
use crate::study::queue::Ticket;
use crate::study::scale::Key;
use crate::study::session::{Action, Step};

impl Sitting<'_> {
    /// Grades the card on the table; whether that went well.
    pub(super) fn grade(&mut self, key: &Key) -> bool {
        let Some(table) = &self.table else {
            return false;
        };
        let action = Action::Grade {
            review: Review {
                quality: key.quality,
                took_ms: table.watch.and_then(|watch| watch.elapsed_ms()),
                last_look: table.last_look,
            },
            again: if self.session.is_practice() {
                !key.quality.settles()
            } else {
                table.comes_again(self.desk, key)
            },
        };
        let graded = self.carry_out(self.session.step(action));
        self.say_failure(graded)
    }

    pub(super) fn suspend(&mut self) {
        let said = "suspended: out of all sittings until `drill resume`; u takes that back";
        self.do_to_card(Action::Suspend, said);
    }

    pub(super) fn bury(&mut self) {
        let said = "buried: it comes back tomorrow at the earliest; u takes that back";
        self.do_to_card(Action::Bury, said);
    }

    fn do_to_card(&mut self, action: Action, said: &str) {
        if self.session.is_practice() {
            self.note = Some("practice changes nothing: that key works in `drill today`".into());
            return;
        }
        let done = self.carry_out(self.session.step(action));
        if self.say_failure(done) {
            self.note = Some(said.into());
        }
    }

    /// Takes back what was done last, in this sitting or before it.
    pub(super) fn undo(&mut self) {
        if self.session.is_practice() {
            let undone = self.session.marks().is_empty();
            let step = self.session.step(Action::Unpractise);
            let stepped = self.carry_out(step);
            self.say_failure(stepped);
            self.note = undone.then(|| "nothing was answered in this practice".into());
            return;
        }
        let last = self.desk.store.last_acts(1).map_err(Failure::from);
        let undone = last.and_then(|mut acts| match acts.pop() {
            Some(act) => self.take_back(&act),
            None => {
                self.note = Some("there is nothing to take back".into());
                Ok(())
            }
        });
        self.say_failure(undone);
    }

    fn take_back(&mut self, act: &Act) -> Result<(), Failure> {
        if let [entry] = act.as_slice()
            && let Some(card) = self.desk.store.heir(entry.card)?
            && let Some(ticket) = self.asked_again(entry, &card)?
        {
            let answer = matches!(entry.event, Event::Answered(_));
            let step = self.session.step(Action::TakeBack {
                of: entry.stamp.id,
                ticket,
                answer,
            });
            self.desk.take_back(act)?;
            self.adopt_step(step);
            self.note = (!answer).then(|| format!("took back `{}`", entry.event.kind()));
            return Ok(());
        }
        self.desk.take_back(act)?;
        self.leave_card();
        self.note = Some(self.took_back(act)?);
        Ok(())
    }

    /// The ticket of a card that is asked when this is taken back: now it would be due, or new.
    fn asked_again(&self, entry: &Entry, card: &StoredCard) -> Result<Option<Ticket>, Failure> {
        let standing = self.desk.store.standing(card.row)?;
        let today = self.desk.today();
        let waits = |standing: &Standing| standing.due > today && !standing.again(today);
        let (asks, last_look) = match entry.event {
            Event::Answered(review) => (true, review.last_look),
            Event::Suspended | Event::Buried => (!standing.as_ref().is_some_and(waits), false),
            Event::Resumed
            | Event::Placed(_)
            | Event::Continued { .. }
            | Event::Retracted { .. } => (false, false),
        };
        Ok(asks.then_some(Ticket {
            row: card.row,
            deck: 0,
            kin: card.kin,
            due: standing.map(|standing| standing.due),
            last_look,
        }))
    }

    fn took_back(&self, act: &Act) -> Result<String, Failure> {
        let Some(first) = act.first() else {
            return Ok(String::new());
        };
        let about = if act.len() == 1 {
            let card = self.desk.store.card_by_id(first.card)?;
            card.map_or_else(|| first.card.to_string(), |card| first_words(&card.ask))
        } else {
            count(act.len(), "card")
        };
        let (kind, day) = (first.event.kind(), first.stamp.day);
        Ok(format!("took back `{kind}` of {day}: {about}"))
    }

    /// Writes first; only then does the sitting move.
    fn carry_out(&mut self, step: Step) -> Result<(), Failure> {
        if let Some((ticket, event)) = step.write {
            let card = self.desk.store.card(ticket.row)?.ok_or_else(|| {
                Failure::machine("the card has vanished from the database")
                    .help("`drill doctor` looks for damage")
            })?;
            self.desk.record(card.id, event)?;
        }
        self.adopt_step(step);
        Ok(())
    }

    fn adopt_step(&mut self, step: Step) {
        self.session = step.next;
        self.leave_card();
    }

    /// Says on the page what went wrong; whether nothing did.
    pub(super) fn say_failure(&mut self, result: Result<(), Failure>) -> bool {
        let failure = result.err();
        if let Some(failure) = &failure {
            self.note = Some(failure.to_string());
        }
        failure.is_none()
    }
}
