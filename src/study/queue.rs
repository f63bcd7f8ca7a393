//! Which cards are asked today, and in which order.
//!
//! What is due comes first, the oldest due day first, equal days shuffled by the day's seed; then
//! new cards in the order of study; last what was graded below `good` earlier today. Of cards cut
//! from one text only one is asked a day. When a cap leaves due cards over, no new ones come.

use std::collections::HashSet;
use std::ops::ControlFlow;

use crate::model::chance::mix;
use crate::model::time::Day;

/// A card in the queue, without its text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Ticket {
    /// The card's row in the database.
    pub(crate) row: i64,
    /// The row of its deck.
    pub(crate) deck: i64,
    /// The same for all cards cut from one text; `None` without siblings.
    pub(crate) kin: Option<i64>,
    /// `None` for a new card.
    pub(crate) due: Option<Day>,
    /// Whether it is taken ahead of its day, because a deadline is near.
    pub(crate) last_look: bool,
}

/// How far today has come, over all its sittings.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Done {
    /// Cards answered today.
    pub(crate) answered: u32,
    /// Those of them that were new.
    pub(crate) introduced: u32,
    /// Texts of which a card was answered today.
    pub(crate) kin: HashSet<i64>,
}

/// Caps on one study day; `None` is no cap.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Caps {
    pub(crate) new: u32,
    pub(crate) reviews: Option<u32>,
}

impl Caps {
    /// How many of `due` cards may still be reviewed today.
    pub(crate) fn reviews_left(&self, done: &Done, due: u32) -> u32 {
        let reviewed = done.answered - done.introduced.min(done.answered);
        self.reviews
            .map_or(due, |cap| cap.saturating_sub(reviewed).min(due))
    }
}

/// What is asked today, in order: reviews, then new cards, then what must be recalled once more.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Queue {
    pub(crate) reviews: Vec<Ticket>,
    pub(crate) fresh: Vec<Ticket>,
    pub(crate) again: Vec<Ticket>,
}

impl Queue {
    /// Puts the due cards in order, hides siblings and keeps to the cap. Returns the reviews and
    /// what that leaves for new cards.
    pub(crate) fn arrange(
        mut due: Vec<Ticket>,
        done: &Done,
        caps: Caps,
        seed: u64,
    ) -> (Vec<Ticket>, Introductions) {
        due.sort_unstable_by_key(|ticket| (ticket.due, mix(seed ^ ticket.row.unsigned_abs())));
        let mut hidden = done.kin.clone();
        due.retain(|ticket| ticket.kin.is_none_or(|kin| hidden.insert(kin)));
        let waiting = u32::try_from(due.len()).unwrap_or(u32::MAX);
        let left = caps.reviews_left(done, waiting);
        due.truncate(left as usize);
        (due, Introductions::new(hidden, done, caps, left < waiting))
    }

    /// Keeps the first `limit` cards.
    pub(crate) fn truncate(&mut self, limit: u32) {
        let mut left = limit as usize;
        for part in [&mut self.reviews, &mut self.fresh, &mut self.again] {
            part.truncate(left);
            left -= part.len();
        }
    }
}

/// Chooses today's new cards from those that are offered in the order of study.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Introductions {
    hidden: HashSet<i64>,
    room: usize,
    chosen: Vec<Ticket>,
}

impl Introductions {
    /// `hidden` are the texts whose cards must wait; `backlog` says that due cards were left over.
    pub(crate) fn new(hidden: HashSet<i64>, done: &Done, caps: Caps, backlog: bool) -> Self {
        let room = if backlog {
            0
        } else {
            caps.new.saturating_sub(done.introduced)
        };
        Self {
            hidden,
            room: room as usize,
            chosen: Vec::new(),
        }
    }

    /// Takes the card or leaves it; breaks when no more are wanted.
    pub(crate) fn offer(&mut self, ticket: Ticket) -> ControlFlow<()> {
        if self.chosen.len() >= self.room {
            return ControlFlow::Break(());
        }
        if ticket.kin.is_none_or(|kin| self.hidden.insert(kin)) {
            self.chosen.push(ticket);
        }
        ControlFlow::Continue(())
    }

    /// The chosen cards, in order.
    pub(crate) fn chosen(self) -> Vec<Ticket> {
        self.chosen
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ticket(row: i64, due: Option<i64>, kin: Option<i64>) -> Ticket {
        Ticket {
            row,
            deck: 1,
            kin,
            due: due.and_then(Day::from_number),
            last_look: false,
        }
    }

    const FREE: Caps = Caps {
        new: 20,
        reviews: None,
    };

    #[test]
    fn siblings_wait_and_the_oldest_goes_first() {
        let due = vec![
            ticket(1, Some(9), Some(5)),
            ticket(2, Some(3), Some(5)),
            ticket(3, Some(5), None),
        ];
        let (reviews, mut new) = Queue::arrange(due, &Done::default(), FREE, 1);
        assert_eq!(
            reviews.iter().map(|ticket| ticket.row).collect::<Vec<_>>(),
            [2, 3]
        );
        for offered in [
            ticket(4, None, Some(5)),
            ticket(5, None, Some(6)),
            ticket(6, None, Some(6)),
        ] {
            assert!(new.offer(offered).is_continue());
        }
        assert_eq!(new.chosen(), [ticket(5, None, Some(6))]);
    }

    #[test]
    fn a_backlog_leaves_no_room_for_new_cards() {
        let due = || vec![ticket(1, Some(1), None), ticket(2, Some(2), None)];
        let caps = Caps {
            new: 20,
            reviews: Some(1),
        };
        let (reviews, mut new) = Queue::arrange(due(), &Done::default(), caps, 1);
        assert_eq!(reviews.len(), 1);
        assert!(new.offer(ticket(3, None, None)).is_break());
        let done = Done {
            answered: 21,
            introduced: 20,
            ..Done::default()
        };
        let (reviews, mut new) = Queue::arrange(
            due(),
            &done,
            Caps {
                reviews: Some(3),
                ..caps
            },
            1,
        );
        assert_eq!(reviews.len(), 2);
        assert!(
            new.offer(ticket(3, None, None)).is_break(),
            "twenty new cards were the cap"
        );
    }

    #[test]
    fn a_limit_keeps_the_first_of_all_three_parts() {
        let queue = |parts: [&[i64]; 3]| {
            let [reviews, fresh, again] =
                parts.map(|rows| rows.iter().map(|row| ticket(*row, None, None)).collect());
            Queue {
                reviews,
                fresh,
                again,
            }
        };
        let limited = |limit| {
            let mut all = queue([&[1, 2], &[3, 4], &[5, 6]]);
            all.truncate(limit);
            all
        };
        assert_eq!(limited(0), queue([&[], &[], &[]]));
        assert_eq!(limited(3), queue([&[1, 2], &[3], &[]]));
        assert_eq!(limited(5), queue([&[1, 2], &[3, 4], &[5]]));
        assert_eq!(limited(9), queue([&[1, 2], &[3, 4], &[5, 6]]));
    }

    proptest! {
        #[test]
        fn a_day_has_one_order(rows in prop::collection::btree_set(1_i64..1000, 0..50), seed in any::<u64>()) {
            let due: Vec<Ticket> = rows.iter().map(|row| ticket(*row, Some(row % 5), None)).collect();
            let mut turned = due.clone();
            turned.reverse();
            let (first, _) = Queue::arrange(due, &Done::default(), FREE, seed);
            let (second, _) = Queue::arrange(turned, &Done::default(), FREE, seed);
            prop_assert_eq!(&first, &second);
            prop_assert!(first.is_sorted_by_key(|ticket| ticket.due));
            prop_assert_eq!(first.len(), rows.len());
        }
    }
}
