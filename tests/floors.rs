//! The house as `DESIGN.md` draws it: which room may name which, and which room alone knows an
//! outside crate. This test reads the sources; everything else here runs the program.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::home::repository;

/// The rooms, from the roof down. A room may name the rooms of the floors below its own.
const FLOORS: [&[&str]; 5] = [
    &["command"],
    &[
        "screen", "paper", "store", "exchange", "shelf", "sync", "clock",
    ],
    &["study"],
    &["compile", "roadmap", "schedule", "stats"],
    &["model"],
];

/// Each outside crate, and the rooms that may name it. (`schedule` reads its test
/// vectors, and `screen` in a test what it has escaped.)
const CRATES: &[(&str, &[&str])] = &[
    ("annotate_snippets", &["screen"]),
    ("base64", &["screen"]),
    ("chrono", &["clock", "model", "schedule"]),
    ("clap", &["command"]),
    ("clap_complete", &["command"]),
    ("clap_mangen", &["command"]),
    ("console", &["screen"]),
    ("dialoguer", &["screen"]),
    ("encoding_rs", &["exchange"]),
    ("etcetera", &["command"]),
    ("getrandom", &["clock"]),
    ("globset", &["command"]),
    ("htmd", &["exchange"]),
    ("image", &["screen"]),
    ("include_dir", &["shelf"]),
    ("indicatif", &["screen"]),
    ("maud", &["paper"]),
    ("open", &["command"]),
    ("pulldown_cmark", &["compile", "roadmap"]),
    ("rusqlite", &["exchange", "store"]),
    ("rustix", &["screen", "sync"]),
    ("saphyr_parser", &["compile"]),
    ("serde", &["command", "sync"]),
    (
        "serde_json",
        &["command", "exchange", "schedule", "screen", "store", "sync"],
    ),
    ("sha1", &["exchange"]),
    ("sha2", &["compile", "exchange", "paper", "roadmap", "sync"]),
    ("shell_words", &["command", "screen"]),
    ("signal_hook", &["command"]),
    ("syntect", &["screen"]),
    ("tempfile", &["exchange", "shelf"]),
    ("toml_edit", &["command"]),
    ("unicode_normalization", &["exchange"]),
    ("unicode_width", &["screen"]),
    ("walkdir", &["shelf"]),
    ("zip", &["exchange"]),
    ("zstd", &["exchange"]),
];

/// A ceiling, not a target.
const LONGEST_FILE: usize = 400;

#[test]
fn rooms_name_only_rooms_below_them() {
    for (room, file, source) in rooms() {
        let below: Vec<&str> = FLOORS[floor(&room) + 1..].concat();
        for named in rooms_named(&file, &source) {
            assert!(
                named == room || below.contains(&named.as_str()),
                "{}: `{room}` names `{named}`, which is not below it",
                file.display()
            );
        }
    }
}

#[test]
fn outside_crates_stay_in_their_rooms() {
    for (room, file, source) in rooms() {
        for path in paths(&source).iter().filter(|path| path.len() > 1) {
            let stranger = CRATES
                .iter()
                .find(|(name, at_home)| *name == path[0] && !at_home.contains(&room.as_str()));
            let stranger = stranger.filter(|(name, _)| !source.contains(&format!("mod {name};")));
            assert_eq!(stranger, None, "{} names it", file.display());
        }
    }
}

#[test]
fn every_dependency_has_its_rooms() {
    let manifest = read(&repository().join("Cargo.toml"));
    let after = manifest
        .split("[dependencies]\n")
        .nth(1)
        .expect("dependencies");
    let dependencies: BTreeSet<String> = after
        .lines()
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split_once(" = "))
        .map(|(name, _)| name.replace('-', "_"))
        .collect();
    let known: BTreeSet<String> = CRATES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(dependencies, known);
}

#[test]
fn the_library_and_the_picture_show_the_same_rooms() {
    let from_the_ground: Vec<&str> = FLOORS
        .iter()
        .rev()
        .copied()
        .map(sorted)
        .collect::<Vec<_>>()
        .concat();
    let library = read(&repository().join("src/lib.rs"));
    let declared: Vec<&str> = library
        .lines()
        .filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'))
        .collect();
    assert_eq!(declared, from_the_ground);
    let design = read(&repository().join("DESIGN.md"));
    let picture = design.split("```").nth(1).expect("a picture of the house");
    let drawn: Vec<Vec<&str>> = picture
        .lines()
        .skip(1)
        .zip(FLOORS)
        .map(|(line, rooms)| line.split_whitespace().skip(1).take(rooms.len()).collect())
        .collect();
    assert_eq!(drawn, FLOORS);
}

#[test]
fn every_file_says_what_it_is_for_and_is_short() {
    let folders = ["src", "tests", "benches"].map(|folder| repository().join(folder));
    for file in folders.iter().flat_map(|folder| sources(folder)) {
        let source = read(&file);
        assert!(
            source.starts_with("//! "),
            "{} says nothing",
            file.display()
        );
        let lines = source.lines().count();
        assert!(
            lines <= LONGEST_FILE,
            "{} has {lines} lines",
            file.display()
        );
    }
}

/// Every source file of every room: the room, the file, its text.
fn rooms() -> Vec<(String, PathBuf, String)> {
    let src = repository().join("src");
    let mut rooms = Vec::new();
    for file in sources(&src) {
        let inside = file
            .strip_prefix(&src)
            .expect("a file of the sources")
            .to_owned();
        let room = inside
            .iter()
            .next()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        let room = room.trim_end_matches(".rs").to_owned();
        if !matches!(room.as_str(), "lib" | "main") {
            rooms.push((room, inside, read(&file)));
        }
    }
    assert!(
        rooms.len() > FLOORS.concat().len(),
        "the sources are somewhere else"
    );
    rooms
}

/// The floor of a room, counted from the roof.
fn floor(room: &str) -> usize {
    let floor = FLOORS.iter().position(|rooms| rooms.contains(&room));
    assert!(floor.is_some(), "`{room}` is on no floor");
    floor.unwrap_or_default()
}

/// The rooms that a file names: after `crate`, or after as many `super` as lead out of its own.
fn rooms_named(file: &Path, source: &str) -> Vec<String> {
    let depth = file
        .with_extension("")
        .iter()
        .filter(|name| *name != "mod")
        .count();
    let all = FLOORS.concat();
    let mut named = Vec::new();
    for path in paths(source) {
        let ups = path.iter().take_while(|part| *part == "super").count();
        let first = path.get(ups).map_or("", String::as_str);
        if first == "crate" && path.len() > 1 {
            // `crate::{..}` gives a room without a name, which is below nobody.
            named.push(path[1].clone());
        } else if ups >= depth && all.contains(&first) {
            named.push(first.to_owned());
        }
    }
    named
}

/// Everything in the code that could be a path, in parts; a name alone is a path of one part.
fn paths(source: &str) -> Vec<Vec<String>> {
    let code = source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| line.split(|c: char| !(c.is_alphanumeric() || "_:".contains(c))))
        .map(|path| {
            path.trim_start_matches("::")
                .split("::")
                .map(str::to_owned)
                .collect()
        })
        .collect()
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("a file of the sources").path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            files.push(path);
        }
    }
    files
}

fn sorted(rooms: &'static [&'static str]) -> Vec<&'static str> {
    let mut rooms = rooms.to_vec();
    rooms.sort_unstable();
    rooms
}

fn read(file: &Path) -> String {
    std::fs::read_to_string(file).expect("a text file")
}

/// What a merge leaves behind is compiled by nobody and looks as if it were.
#[test]
fn every_file_belongs_to_a_module() {
    let source = repository().join("src");
    let mut folders = vec![source.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("a file").path();
            let name = path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if is_rust(&path) && !["lib", "main", "mod"].contains(&name.as_str()) {
                let parents = [
                    folder.join("mod.rs"),
                    folder.join("lib.rs"),
                    folder.with_extension("rs"),
                ];
                let declared = parents.iter().any(|parent| {
                    let text = std::fs::read_to_string(parent).unwrap_or_default();
                    text.lines()
                        .any(|line| line.ends_with(&format!("mod {name};")))
                });
                assert!(declared, "{} is in no module", path.display());
            }
        }
    }
}

fn is_rust(path: &Path) -> bool {
    path.extension().is_some_and(|kind| kind == "rs")
}
