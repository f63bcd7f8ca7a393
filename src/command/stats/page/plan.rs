//! The roadmap on the page: the way to its deadline, and its stages.

use super::{axis, head};
use crate::command::roadmap::burn_down::DeadlineJson;
use crate::command::roadmap::stages::{RoadmapJson, StageJson};
use crate::paper::{Drawing, Figure, Lines, Series, Table};
use crate::screen::text::{clean_line, count};

pub(super) fn burn_down(deadline: &DeadlineJson) -> Figure {
    let evenings = &deadline.burn_down;
    let planned = evenings
        .iter()
        .map(|evening| Some(f64::from(evening.planned)));
    let left = evenings.iter().map(|evening| evening.left.map(f64::from));
    let now = evenings
        .iter()
        .rev()
        .find_map(|evening| Some((evening.left?, evening.planned)));
    let now = now.map_or_else(String::new, |(left, planned)| {
        format!(" {left} are left, {planned} were to be left by now.")
    });
    Figure {
        heading: format!("{} by {}", clean_line(&deadline.roadmap), deadline.deadline),
        words: format!(
            "{} to be known, {} new a day, planned on {}.{now}",
            count(deadline.cards as usize, "card"),
            deadline.new_per_day,
            deadline.set
        ),
        drawing: Some(Drawing::Lines(Lines {
            series: vec![
                Series {
                    name: "left".into(),
                    values: left.collect(),
                },
                Series {
                    name: "planned".into(),
                    values: planned.collect(),
                },
            ],
            axis: axis(evenings.iter().map(|evening| evening.day.as_str())),
        })),
        table: Table {
            caption: "Cards not known yet in the evening".into(),
            head: head(&["Day", "Left", "Planned"]),
            rows: evenings
                .iter()
                .map(|evening| {
                    let left = evening
                        .left
                        .map_or_else(|| "–".to_owned(), |left| left.to_string());
                    vec![evening.day.clone(), left, evening.planned.to_string()]
                })
                .collect(),
        },
        wide: false,
    }
}

pub(super) fn stages(roadmap: &RoadmapJson) -> Figure {
    let row = |stage: &StageJson| {
        let cards = &stage.cards;
        let numbers = [cards.new, cards.learning, cards.known, cards.mature];
        std::iter::once(format!("{}. {}", stage.stage, clean_line(&stage.title)))
            .chain(numbers.map(|number| number.to_string()))
            .collect()
    };
    Figure {
        heading: clean_line(&roadmap.title),
        words: "The stages of the roadmap that is followed: learning is less than a week to the next answer, known less than three.".into(),
        drawing: None,
        table: Table {
            caption: "Cards by stage".into(),
            head: head(&["Stage", "New", "Learning", "Known", "Mature"]),
            rows: roadmap.stages.iter().map(row).collect(),
        },
        wide: true,
    }
}
