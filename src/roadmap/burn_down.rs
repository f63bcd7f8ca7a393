//! What is left to be known, evening by evening: as it was foreseen when the deadline was set, and
//! as it came.

use super::forecast::{Course, KNOWN, Pupil};
use super::pace::upto;
use crate::model::log::History;
use crate::model::time::Day;

/// An evening.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Left {
    pub(crate) day: Day,
    /// Cards that were expected not to stand at [`KNOWN`].
    pub(crate) planned: u32,
    /// Cards that do not; `None` for evenings to come.
    pub(crate) left: Option<u32>,
}

/// The evenings from `set` to the one before `deadline`; the course is as it is today, and the
/// seed that of the day on which the deadline was set.
pub(crate) fn burn_down(course: &Course<'_>, set: Day, deadline: Day, pace: u32) -> Vec<Left> {
    let before = |pupil: &Pupil| Pupil {
        history: upto_evening(&pupil.history, |day| day < set),
        ..*pupil
    };
    let then = Course {
        today: set,
        pupils: course.pupils.iter().map(before).collect(),
        learner: course.learner.clone(),
        introduced: 0,
        ..*course
    };
    let all = u32::try_from(course.pupils.len()).unwrap_or(u32::MAX);
    let evenings = upto(&then, pace, deadline).into_iter();
    let evenings = evenings.map(|evening| (evening.day, all - evening.known));
    evenings
        .map(|(day, planned)| Left {
            day,
            planned,
            left: (day <= course.today).then(|| all - known(course, day)),
        })
        .collect()
}

/// How many cards stood at [`KNOWN`] on that evening.
fn known(course: &Course<'_>, evening: Day) -> u32 {
    let stood = |pupil: &&Pupil| {
        let standing = (course.schedule)(&upto_evening(&pupil.history, |day| day <= evening));
        standing.is_some_and(|standing| standing.interval >= KNOWN)
    };
    u32::try_from(course.pupils.iter().filter(stood).count()).unwrap_or(u32::MAX)
}

/// The history as it was when only the answers of such days had been given.
fn upto_evening(history: &History, given: impl Fn(Day) -> bool) -> History {
    history.in_days(given)
}
