//! What a sitting does with each action, by example and by law.

use proptest::prelude::*;

use super::*;
use crate::model::standing::Ease;
use crate::model::time::Days;

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
        answer: true,
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
            answer: true,
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

#[test]
fn what_is_suspended_or_buried_comes_back_by_undo_and_keeps_its_answers() {
    let missed = answer(&session(1..3), 2);
    let second = answer(&missed, 4);
    for (action, event) in [
        (Action::Suspend, Event::Suspended),
        (Action::Bury, Event::Buried),
    ] {
        let step = second.step(action);
        assert_eq!(step.write, Some((ticket(1), event)));
        assert_eq!(row(&step.next), None);
        let back = step.next.step(Action::TakeBack {
            of: id(3),
            ticket: ticket(1),
            answer: false,
        });
        assert_eq!((row(&back.next), back.next.marks().len()), (Some(1), 2));
    }
}

#[test]
fn a_renamed_card_is_asked_under_its_new_name_wherever_it_waits() {
    let session = answer(&session(1..4), 2).step(Action::Reveal).next;
    let mut session = session.renamed(&[(1, 11), (2, 12), (3, 13)]);
    assert!(session.face().is_some_and(|face| face.revealed));
    let mut asked = Vec::new();
    while let Some(row) = row(&session) {
        asked.push(row);
        session = answer(&session, 4);
    }
    assert_eq!(asked, [12, 13, 11]);
    assert_eq!(session.marks()[0].ticket.row, 11);
}

#[test]
fn practice_can_be_taken_back_card_by_card() {
    let start = Session::practice(Queue {
        reviews: (1..3).map(ticket).collect(),
        ..Queue::default()
    });
    let end = answer(&answer(&start, 4), 4);
    assert_eq!(row(&end), None);
    let back = end.step(Action::Unpractise).next;
    assert_eq!((row(&back), back.marks().len()), (Some(2), 1));
    let back = back.step(Action::Unpractise).next;
    assert_eq!((row(&back), back.marks().len()), (Some(1), 0));
    let none = back.step(Action::Unpractise).next;
    assert_eq!(row(&none), Some(1));
    let sitting = answer(&session(1..3), 4);
    assert_eq!(sitting.step(Action::Unpractise).next.marks().len(), 1);
}

/// Where a card stands that is due on that day; `again`: and is to be recalled once more today.
fn standing(due: i64, again: bool) -> Standing {
    let today = Day::from_number(100).unwrap();
    Standing {
        due: Day::from_number(due).unwrap(),
        interval: Days(1),
        ease: Ease(250),
        repetition: 1,
        lapses: 0,
        again_on: again.then_some(today),
        introduced: today,
        repeated: today,
    }
}

#[test]
fn what_another_sitting_has_had_is_not_asked_as_due() {
    let today = Day::from_number(100).unwrap();
    let first = session(1..3);
    let instead =
        |session: &Session, standing: Standing| session.instead(Some(&standing), true, today);
    assert_eq!(first.instead(None, false, today), None, "a new card");
    assert_eq!(
        instead(&first, standing(100, false)),
        None,
        "due all the same"
    );
    assert_eq!(instead(&first, standing(101, false)), Some(Action::Skip));
    assert_eq!(instead(&first, standing(101, true)), Some(Action::Defer));

    let deferred = first.step(Action::Defer).next;
    assert_eq!((row(&deferred), deferred.progress().again), (Some(2), 1));
    let repeat = answer(&deferred, 4);
    assert_eq!(row(&repeat), Some(1));
    assert_eq!(
        instead(&repeat, standing(101, true)),
        None,
        "it is asked until it is recalled"
    );
    assert_eq!(instead(&repeat, standing(101, false)), Some(Action::Skip));
    assert_eq!(
        instead(&repeat, standing(100, false)),
        None,
        "the night is over, and it is due"
    );
    assert_eq!(repeat.step(Action::Skip).next.face(), None);
}

#[test]
fn what_was_taken_back_is_asked_wherever_it_stands() {
    let today = Day::from_number(100).unwrap();
    let back = Action::TakeBack {
        of: id(1),
        ticket: ticket(1),
        answer: true,
    };
    let session = answer(&session(1..3), 4).step(back).next;
    assert_eq!(
        session.instead(Some(&standing(106, false)), true, today),
        None
    );
    // The one that it interrupted is still a card that waits for its first answer.
    let next = answer(&session, 4);
    assert_eq!(row(&next), Some(2));
    let met = next.instead(Some(&standing(106, false)), true, today);
    assert_eq!(met, Some(Action::Skip));
}

#[test]
fn a_look_ahead_of_the_day_is_taken_once() {
    let today = Day::from_number(100).unwrap();
    let ahead = Ticket {
        last_look: true,
        ..ticket(1)
    };
    let queue = || Queue {
        reviews: vec![ahead],
        ..Queue::default()
    };
    let session = Session::new(queue());
    let later = standing(120, false);
    assert_eq!(session.instead(Some(&later), false, today), None);
    assert_eq!(
        session.instead(Some(&later), true, today),
        Some(Action::Skip)
    );
    let practice = Session::practice(queue());
    assert_eq!(practice.instead(Some(&later), true, today), None);
}

proptest! {
    /// Whatever is done in a practice, nothing of it is written.
    #[test]
    fn practice_writes_nothing(actions in prop::collection::vec((0_u8..7, 0_u8..=5), 0..60)) {
        let mut session = Session::practice(Queue {
            reviews: (1..6).map(ticket).collect(),
            ..Queue::default()
        });
        for (kind, quality) in actions {
            let action = match kind {
                0 => Action::Reveal,
                1 => Action::Suspend,
                2 => Action::Bury,
                3 => Action::TakeBack { of: id(1), ticket: ticket(1), answer: true },
                4 => Action::Unpractise,
                5 => Action::Skip,
                _ => Action::Grade { review: review(quality), again: quality < 4 },
            };
            let step = session.step(action);
            prop_assert_eq!(step.write, None);
            session = step.next;
        }
    }

    /// Replaying what was written, in order, gives what the sitting says was answered.
    #[test]
    fn what_was_written_is_what_was_seen(actions in prop::collection::vec((0_u8..4, 0_u8..=5), 0..80)) {
        let mut session = session(1..6);
        let mut written: Vec<(i64, EntryId)> = Vec::new();
        let mut answers: Vec<(i64, EntryId)> = Vec::new();
        for (number, (kind, quality)) in actions.into_iter().enumerate() {
            let action = match (kind, answers.last()) {
                (0 | 1, _) => Action::Reveal,
                (2, Some((row, of))) => Action::TakeBack { of: *of, ticket: ticket(*row), answer: true },
                _ => Action::Grade { review: review(quality), again: quality < 4 },
            };
            let seen = session.face();
            let step = session.step(action);
            match step.write {
                Some((about, Event::Answered(_))) => {
                    prop_assert!(seen.is_some_and(|face| face.revealed && face.ticket == about));
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
