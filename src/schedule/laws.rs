//! What every scheduler must obey, whatever its algorithm. A new one is added to `all`.

use chrono::{FixedOffset, NaiveDate, TimeZone};
use proptest::prelude::*;

use super::{Scheduler, Sm2};
use crate::model::card::CardId;
use crate::model::grade::{Grade, Quality};
use crate::model::log::{Entry, EntryId, Event, History, Placement, Review};
use crate::model::standing::Ease;
use crate::model::time::{Day, DayStart, Days, Moment, Stamp};

fn all() -> Vec<Box<dyn Scheduler>> {
    vec![
        Box::new(Sm2 {
            max_interval: Days(36_500),
        }),
        Box::new(Sm2 {
            max_interval: Days(30),
        }),
    ]
}

fn at(minutes: i64) -> Moment {
    let zone = FixedOffset::east_opt(0).unwrap();
    Moment::new(zone.timestamp_opt(1_767_600_000 + minutes * 60, 0).unwrap())
}

fn entry(number: u32, minutes: i64, quality: u8) -> Entry {
    let mut id = [0; 16];
    id[..4].copy_from_slice(&number.to_be_bytes());
    let stamp = Stamp {
        id: EntryId(id),
        at: at(minutes),
        day: at(minutes).day(DayStart::DEFAULT),
    };
    let review = Review {
        quality: Quality::new(quality).unwrap(),
        took_ms: None,
        last_look: false,
    };
    Entry {
        stamp,
        card: CardId([7; 16]),
        event: Event::Answered(review),
    }
}

/// Up to 40 answers, each up to 60 days (and some minutes) after the one before.
fn entries() -> impl Strategy<Value = Vec<Entry>> {
    prop::collection::vec((0_i64..60, 0_i64..1440, 0_u8..=5), 1..40).prop_map(|steps| {
        let mut minutes = 0;
        steps
            .into_iter()
            .zip(0..)
            .map(|((days, rest, quality), number)| {
                minutes += days * 1440 + rest;
                entry(number, minutes, quality)
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn due_lies_after_the_last_answer_that_counted(entries in entries()) {
        for scheduler in all() {
            let standing = scheduler.standing(&History::fold(entries.clone())).unwrap();
            prop_assert!(standing.due > standing.repeated);
            prop_assert_eq!(standing.due, standing.repeated.plus(standing.interval));
        }
    }

    #[test]
    fn a_better_grade_is_never_due_sooner(entries in entries(), later in 0_i64..400) {
        let last = entries.last().unwrap().stamp.at;
        let asked = (last.unix_ms() / 60_000 - 1_767_600_000 / 60) + later * 1440;
        for scheduler in all() {
            let dues: Vec<Day> = (0..=5)
                .map(|quality| {
                    let mut longer = entries.clone();
                    longer.push(entry(u32::MAX, asked, quality));
                    scheduler.standing(&History::fold(longer)).unwrap().due
                })
                .collect();
            prop_assert!(dues.is_sorted(), "{:?}", dues);
        }
    }

    #[test]
    fn the_order_of_arrival_does_not_matter(entries in entries(), seed in any::<u64>()) {
        let mut distinct = entries;
        distinct.dedup_by_key(|entry| entry.stamp.at.unix_ms());
        let mut merged = distinct.clone();
        merged.sort_by_key(|entry| crate::model::chance::mix(seed ^ u64::from(entry.stamp.id.0[3])));
        for scheduler in all() {
            prop_assert_eq!(
                scheduler.standing(&History::fold(distinct.clone())),
                scheduler.standing(&History::fold(merged.clone()))
            );
        }
    }

    #[test]
    fn an_answer_taken_back_was_never_given(entries in entries(), minutes in 0_i64..200_000, quality in 0_u8..=5) {
        let extra = entry(u32::MAX, minutes, quality);
        let mut id = [9; 16];
        id[0] = 1;
        let undo = Entry {
            stamp: Stamp { id: EntryId(id), ..extra.stamp },
            event: Event::Retracted { of: extra.stamp.id },
            ..extra
        };
        let mut with = entries.clone();
        with.extend([extra, undo]);
        prop_assert_eq!(History::fold(with), History::fold(entries));
    }

    #[test]
    fn what_was_put_somewhere_stands_there(entries in entries(), days in 1_u32..30) {
        let last = entries.last().unwrap().stamp;
        let there = Placement {
            due: last.day.plus(Days(days)),
            interval: Days(days),
            ease: Ease(210),
            repetition: 4,
            lapses: 1,
        };
        let placed = |placement, id| Entry {
            stamp: Stamp { id: EntryId([id; 16]), ..last },
            event: Event::Placed(placement),
            ..entries[0]
        };
        let mut put = entries.clone();
        put.push(placed(Some(there), 7));
        let mut over = put.clone();
        over.push(placed(None, 8));
        for scheduler in all() {
            let before = scheduler.standing(&History::fold(entries.clone())).unwrap();
            let standing = scheduler.standing(&History::fold(put.clone())).unwrap();
            prop_assert_eq!((standing.due, standing.interval, standing.lapses), (there.due, there.interval, 1));
            prop_assert_eq!((standing.introduced, standing.again_on), (before.introduced, None));
            prop_assert_eq!(scheduler.standing(&History::fold(over.clone())), None);
        }
    }

    #[test]
    fn the_standings_on_the_way_are_those_of_every_beginning(entries in entries(), at in any::<prop::sample::Index>()) {
        let mut entries = entries;
        let put = entries[at.index(entries.len())];
        let there = Placement {
            due: put.stamp.day.plus(Days(12)),
            interval: Days(12),
            ease: Ease(190),
            repetition: 3,
            lapses: 2,
        };
        for (id, placement) in [(7, Some(there)), (8, None)] {
            let stamp = Stamp { id: EntryId([id; 16]), ..put.stamp };
            entries.push(Entry { stamp, event: Event::Placed(placement), ..put });
        }
        entries.sort_by_key(|entry| entry.stamp.at.unix_ms());
        let beginnings = || (1..=entries.len()).map(|count| History::fold(entries[..count].to_vec()));
        for scheduler in all() {
            let on_the_way = scheduler.standings(&History::fold(entries.clone()));
            let expected: Vec<_> = beginnings().map(|history| scheduler.standing(&history)).collect();
            prop_assert_eq!(on_the_way, expected);
        }
    }

    #[test]
    fn a_preview_shows_what_the_answer_will_do(entries in entries(), later in 0_i64..100) {
        let minutes = later * 1440 + 7 + entries.last().unwrap().stamp.at.unix_ms() / 60_000 - 1_767_600_000 / 60;
        for grade in Grade::ALL {
            let next = entry(u32::MAX, minutes, grade.quality().value());
            let Event::Answered(review) = next.event else { unreachable!() };
            let answer = crate::model::log::Answer { stamp: next.stamp, review };
            let mut longer = entries.clone();
            longer.push(next);
            prop_assert_eq!(History::fold(entries.clone()).with(answer), History::fold(longer));
        }
    }
}

#[test]
fn nothing_answered_means_no_standing() {
    for scheduler in all() {
        assert_eq!(scheduler.standing(&History::default()), None);
    }
}

#[test]
fn editions_differ_when_results_may() {
    let mut editions: Vec<String> = all().iter().map(|scheduler| scheduler.edition()).collect();
    editions.dedup();
    assert_eq!(editions.len(), all().len());
}

#[test]
fn the_end_of_the_calendar_is_no_cliff() {
    let day = Day(NaiveDate::MAX);
    assert_eq!(day.plus(Days(5)), day);
}
