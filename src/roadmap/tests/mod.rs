//! What is read from whole texts.

mod laws;
mod plans;

use crate::model::roadmap::Roadmap;
use crate::model::time::Day;

use super::read;

fn roadmap(text: &str) -> Roadmap {
    read(text, "plan", Day::of(2026, 11, 25).unwrap())
}
