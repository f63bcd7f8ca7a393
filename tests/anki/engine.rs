//! Anki's own engine as the judge: what drill writes it takes without a complaint, and finds in it
//! what it found in what drill had read. Needs Python with the package `anki`: `ANKI_PYTHON` names
//! one, else the `python3` of the path is tried.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::corpus::corpus;
use super::package::Layout;
use super::studied;
use crate::home::{Home, repository};

/// Runs the script; `None`, with a word, where it cannot run.
fn engine(arguments: &[&str]) -> Option<String> {
    let python = std::env::var("ANKI_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let there = Command::new(&python).args(["-c", "import anki"]).output();
    if !there.is_ok_and(|there| there.status.success()) {
        println!("skipped: `{python}` has no package `anki`");
        return None;
    }
    let output = Command::new(&python)
        .arg(repository().join("tests/anki/look.py"))
        .args(arguments)
        .env("TZ", "UTC")
        .output()
        .expect("Python runs");
    let news = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{news}");
    Some(String::from_utf8(output.stdout).expect("UTF-8"))
}

/// What a fresh collection of Anki holds after importing a package.
fn look(package: &Path) -> Option<Value> {
    let seen = engine(&[&package.display().to_string()])?;
    Some(serde_json::from_str(&seen).expect("JSON"))
}

/// In through drill and out again: Anki must not see a difference.
fn comes_back(package: &Path, flags: &[&str]) {
    let Some(before) = look(package) else {
        return;
    };
    let mut home = Home::new();
    home.at("2026-11-24T12:00:00+00:00");
    let said = home.run(&["import", "-q", &package.display().to_string()]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let out = home.work().join("out.apkg");
    let said = home.run(&[&["export", "-q", "out.apkg"], flags].concat());
    assert_eq!(said.code, 0, "{}", said.stderr);
    let after = look(&out).expect("the engine was there a moment ago");
    for part in ["notes", "cards", "answers"] {
        assert_eq!(after[part], before[part], "{}: {part}", package.display());
    }
    assert_eq!(after["sound"], true, "{}", after["report"]);
}

#[test]
fn packages_come_back_to_anki_as_they_were() {
    let home = Home::new();
    for layout in [Layout::First, Layout::Second, Layout::Latest] {
        let package = studied(layout).write(&home.work().join("p.apkg"));
        comes_back(&package, &[]);
        comes_back(&package, &["--latest"]);
    }
    let Some((folder, manifest)) = corpus() else {
        return;
    };
    for package in manifest["apkg"].as_array().expect("packages") {
        let file = folder.join(package["file"].as_str().expect("a name"));
        if file.extension().is_some_and(|kind| kind == "apkg") {
            comes_back(&file, &[]);
        }
    }
}

#[test]
fn what_anki_exports_is_what_drill_reads() {
    for legacy in [&["--legacy"][..], &[]] {
        let mut home = Home::new();
        let file = home.work().join("made.apkg").display().to_string();
        let Some(_) = engine(&[&["--make", &file], legacy].concat()) else {
            return;
        };
        home.unset("DRILL_NOW");
        let said = home.json(&["import", "--json", &file]);
        let counts = (
            &said["notes"],
            &said["cards"],
            &said["new"],
            &said["answers"],
        );
        assert_eq!(counts, (&4.into(), &8.into(), &8.into(), &4.into()));
        home.run(&["doctor"]).fine("the database is sound\n");
    }
}

#[test]
fn own_cards_and_answers_arrive_in_anki() {
    let home = Home::new();
    home.deck(
        "own.md",
        "---\ntopic: Own\ntags: [x]\n---\n## What is `a < b`?\n**Less**:\n\n```go\na < b\n```\n\nC: One [hidden] part.\n",
    );
    home.run(&["import", "own.md"]);
    let first = super::id_of(&home, "What is `a < b`?");
    home.run(&["answer", &first, "good", "--took-ms", "2500"]);
    let other = super::id_of(&home, "One [...] part.");
    home.run(&["suspend", &other]);
    home.run(&["export", "-q", "own.apkg"]);
    let Some(seen) = look(&home.work().join("own.apkg")) else {
        return;
    };
    assert_eq!(seen["sound"], true, "{}", seen["report"]);
    assert_eq!(seen["notes"].as_array().map(Vec::len), Some(2));
    let cards = seen["cards"].as_array().expect("cards");
    let answered = cards
        .iter()
        .find(|card| card["type"] == 2)
        .expect("an answered card");
    let state = (
        &answered["deck"],
        &answered["due"],
        &answered["ivl"],
        &answered["factor"],
        &answered["reps"],
    );
    assert_eq!(
        state,
        (
            &"Own".into(),
            &"2026-11-21".into(),
            &1.into(),
            &2500.into(),
            &1.into()
        )
    );
    assert_eq!(
        cards
            .iter()
            .filter(|card| card["suspended"] == true)
            .count(),
        1
    );
    let moment = 1_795_150_800_000_i64;
    let note = format!("drill-{}", &first[..20]);
    let row = serde_json::json!([moment, note, 0, 3, 1, 0, 2500, 2500, 0]);
    assert_eq!(seen["answers"], serde_json::json!([row]));
    // An edited answer updates the same note.
    home.deck(
        "own.md",
        "---\ntopic: Own\ntags: [x]\n---\n## What is `a < b`?\n**Smaller**\n",
    );
    home.run(&["import", "own.md"]);
    home.run(&["export", "-q", "own.apkg"]);
    let seen = look(&home.work().join("own.apkg")).expect("the engine was there a moment ago");
    assert_eq!(seen["notes"][0]["guid"], note);
    assert_eq!(seen["notes"][0]["fields"]["Back"], "<b>Smaller</b>");
}
