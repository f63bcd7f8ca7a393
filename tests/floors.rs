//! The house as `DESIGN.md` draws it: which room may name which, and which room alone knows an
//! outside crate. This test reads the sources; everything else here runs the program.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::home::repository;

/// The rooms, from the roof down. A room may name the rooms of the floors below its own.
const FLOORS: [&[&str]; 5] = [
    &["command"],
    &["screen", "store", "shelf", "clock"],
    &["study"],
    &["compile", "schedule", "stats"],
    &["model"],
];

/// Each outside crate, and the rooms that may name it.
const CRATES: &[(&str, &[&str])] = &[
    ("annotate_snippets", &["screen"]),
    ("chrono", &["model", "clock"]),
    ("clap", &["command"]),
    ("console", &["screen"]),
    ("dialoguer", &["screen"]),
    ("etcetera", &["command"]),
    ("getrandom", &["clock"]),
    ("globset", &["command"]),
    ("include_dir", &["shelf"]),
    ("indicatif", &["screen"]),
    ("pulldown_cmark", &["compile"]),
    ("rusqlite", &["store"]),
    ("rustix", &["screen"]),
    ("saphyr", &["compile"]),
    ("serde", &["command", "compile"]),
    ("serde_json", &["command"]),
    ("sha2", &["compile"]),
    ("toml", &["command"]),
    ("unicode_width", &["screen"]),
    ("walkdir", &["shelf"]),
];
