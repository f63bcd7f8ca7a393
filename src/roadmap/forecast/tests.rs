//! Laws of the days to come, and of the pace and the last looks that they are lived with.

use proptest::prelude::*;

use super::*;
use crate::model::grade::Grade;
use crate::roadmap::burn_down::burn_down;
use crate::roadmap::learner::Tally;
use crate::roadmap::pace::{Instead, Wish, advise, upto};

/// Doubles its interval, for somebody who needs no real scheduler.
fn doubling(history: &History) -> Option<Standing> {
    use crate::model::standing::Ease;
    let first = history.answers().next()?;
    let mut standing = Standing {
        due: first.stamp.day,
        interval: Days(0),
        ease: Ease(250),
        repetition: 0,
        lapses: 0,
        again_on: None,
        introduced: first.stamp.day,
        repeated: first.stamp.day,
    };
    for answer in history.answers() {
        let (day, quality) = (answer.stamp.day, answer.review.quality);
        if day < standing.due {
            continue;
        }
        let passed = quality.passes();
        standing.interval = Days(if passed {
            (standing.interval.0 * 2).max(1)
        } else {
            1
        });
        standing.due = day.plus(standing.interval);
    }
    Some(standing)
}

fn day(number: i64) -> Day {
    Day::from_number(20_000 + number).unwrap()
}

/// Somebody who always gives that grade, if they were given the chance to say so often enough.
fn always(grade: Grade) -> Learner {
    let mut grades = [0; 4];
    grades[grade as usize] = u32::MAX / 2;
    let tally = Tally {
        grades,
        ..Tally::default()
    };
    Learner::new(&[tally; 3])
}

fn course(pupils: usize, texts: usize, learner: Learner, seed: u64) -> Course<'static> {
    let pupil = |number: usize| Pupil {
        key: mix(number as u64),
        kin: (number < texts).then_some((number / 2) as i64),
        history: History::default(),
    };
    Course {
        today: day(0),
        pupils: (0..pupils).map(pupil).collect(),
        learner,
        seed,
        reviews: None,
        introduced: 0,
        schedule: &doubling,
    }
}

fn usual() -> Learner {
    Learner::new(&[Tally::default(); 3])
}

fn wish(deadline: Day, minutes: Option<u32>, items: &[usize]) -> Wish<'_> {
    Wish {
        deadline,
        minutes,
        present: 20,
        items,
    }
}

#[test]
fn somebody_without_fault_needs_what_arithmetic_says() {
    // Intervals 1, 2, 4, 8: a card is known on the seventh day after its first.
    let course = course(30, 0, always(Grade::Good), 1);
    let plan = advise(&course, &wish(day(17), None, &[]));
    assert_eq!(plan.pace, 3, "ten days are left for thirty new cards");
    assert_eq!(plan.ready(), Some(day(16)));
    assert_eq!(plan.instead, None);
    assert_eq!(plan.days.len(), 17);
    assert_eq!(plan.days.iter().map(|day| day.new).sum::<u32>(), 30);
    assert_eq!(plan.days[0].took_ms, 3 * 20_000);
    let known: Vec<u32> = plan.days[6..10].iter().map(|day| day.known).collect();
    assert_eq!(known, [0, 3, 6, 9]);
}

#[test]
fn what_would_work_is_said_where_nothing_does() {
    let course = course(60, 0, always(Grade::Good), 1);
    let items: Vec<usize> = (1..=12).map(|item| item * 5).collect();
    let soon = advise(&course, &wish(day(6), None, &items));
    assert_eq!(soon.pace, 20, "the present one");
    assert_eq!(
        soon.instead,
        Some(Instead {
            deadline: Some(day(10)),
            minutes: None,
            items: None
        })
    );
    let short = advise(&course, &wish(day(12), Some(4), &items));
    let instead = short.instead.unwrap();
    let took_ms: u64 = short.days.iter().map(|day| day.took_ms).sum();
    assert!(took_ms <= 4 * 60_000 * 12);
    assert!(instead.minutes.unwrap() > 4);
    let (later, fewer) = (instead.deadline.unwrap(), instead.items.unwrap());
    let there = advise(&course, &wish(later, Some(4), &items));
    assert_eq!(there.instead, None, "the date that was named works");
    let part = course.first(items[fewer as usize - 1]);
    assert_eq!(advise(&part, &wish(day(12), Some(4), &[])).instead, None);
    let enough = advise(&course, &wish(day(12), instead.minutes, &items));
    assert_eq!(enough.instead, None, "the minutes that were named work");
}

fn ready_at(course: &Course<'_>, pace: u32, deadline: Day) -> Option<Day> {
    upto(course, pace, deadline)
        .iter()
        .find(|day| day.ready)
        .map(|day| day.day)
}

#[test]
fn texts_give_one_card_a_day_and_the_cap_holds() {
    let mut course = course(40, 40, usual(), 7);
    course.reviews = Some(9);
    for day in course.days(5, None).take(60) {
        assert!(day.reviews <= 9 && day.new <= 5);
    }
    let all: u32 = course.days(5, None).take(60).map(|day| day.new).sum();
    assert_eq!(all, 40);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn the_same_seed_gives_the_same_days_and_the_pace_is_the_smallest(
        pupils in 1_usize..80,
        texts in 0_usize..20,
        seed in any::<u64>(),
    ) {
        let course = course(pupils, texts, usual(), seed);
        let deadline = day(60);
        let planned = advise(&course, &wish(deadline, None, &[]));
        prop_assert_eq!(&planned, &advise(&course, &wish(deadline, None, &[])));
        if planned.instead.is_none() {
            prop_assert!(planned.ready().is_some());
            let slower = planned.pace - 1;
            prop_assert_eq!(ready_at(&course, slower, deadline), None);
        }
    }

    #[test]
    fn the_last_looks_reach_every_card_evenly(
        pupils in 30_usize..150,
        texts in 0_usize..30,
        pace in 2_u32..8,
        seed in any::<u64>(),
    ) {
        let course = course(pupils, texts, usual(), seed);
        let deadline = day(90);
        let mut run = Run::begin(&course, pace, Some(deadline));
        let days: Vec<Forecast> = (0..90).map(|number| run.live(day(number))).collect();
        for card in &run.cards {
            prop_assert!(card.asked.is_none_or(|asked| deadline.since(asked) <= 7));
        }
        let loads: Vec<u32> = days[80..].iter().map(Forecast::cards).collect();
        let (least, most) = (loads[3..].iter().min().unwrap(), loads[3..].iter().max().unwrap());
        prop_assert!(*most <= 2 * *least, "{:?}", loads);
        prop_assert!(loads.iter().max().unwrap() * 10 <= 2 * loads.iter().sum::<u32>(), "{:?}", loads);
    }

    #[test]
    fn last_looks_change_nothing_but_the_load(pupils in 1_usize..80, seed in any::<u64>()) {
        let course = course(pupils, 10, usual(), seed);
        let deadline = day(50);
        let days = course.days(4, Some(deadline)).zip(course.days(4, None)).take(70);
        let mut looks = 0;
        for (with, without) in days {
            prop_assert_eq!((with.new, with.known, with.ready), (without.new, without.known, without.ready));
            let more = with.reviews - without.reviews;
            prop_assert!(more == 0 || last_look::is_near(with.day, deadline));
            looks += more;
        }
        prop_assert!(looks > 0);
    }
}

#[test]
fn what_comes_as_foreseen_burns_down_as_planned() {
    let mut course = course(20, 4, usual(), 5);
    let deadline = day(50);
    let mut run = Run::begin(&course, 2, Some(deadline));
    for number in 0..30 {
        run.live(day(number));
    }
    let histories: Vec<History> = run.cards.iter().map(|card| card.history.clone()).collect();
    for (pupil, history) in course.pupils.iter_mut().zip(histories) {
        pupil.history = history;
    }
    course.today = day(29);
    let evenings = burn_down(&course, day(0), deadline, 2);
    assert_eq!(evenings.len(), 50);
    for (number, evening) in evenings.iter().enumerate() {
        assert_eq!(evening.left, (number < 30).then_some(evening.planned));
    }
    assert_eq!(evenings[0].planned, 20);
    assert!(evenings[29].planned < 15);
}
