//! Three devices that rarely meet, with wrong clocks, crashes, torn files and old backups: in the end
//! all know the same, nothing is lost, and nothing is there twice.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use chrono::{DateTime, Duration};

use crate::cards::{questions, text};
use crate::fleet::{Device, Dice};

/// Enough for every kind of trouble; `DRILL_SYNC_ROUNDS` asks for more.
const ROUNDS: u64 = 30;

const PLAN: &str = "# Plan\n\n- [ ] deck\n- [ ] Something to do\n- [ ] Another thing to do\n";

fn rounds() -> u64 {
    let told = std::env::var("DRILL_SYNC_ROUNDS").ok();
    told.and_then(|rounds| rounds.parse().ok())
        .unwrap_or(ROUNDS)
}

/// The moment of a round, as a device with a wrong clock sees it.
fn moment(round: u64, wrong_by: i64) -> String {
    let start = DateTime::parse_from_rfc3339("2026-11-20T08:00:00+03:00").expect("a moment");
    let hours = Duration::hours(7 * i64::try_from(round).expect("a small number"));
    (start + hours + Duration::minutes(wrong_by)).to_rfc3339()
}

/// Everything that the log of a device has had in it, by the names of the lines.
fn remember(device: &Device, all: &mut BTreeSet<String>) {
    let db = device.database().expect("a database");
    let mut query = db.prepare("select hex(entry) from log").expect("a query");
    let names = query.query_map([], |row| row.get(0)).expect("rows");
    all.extend(names.map(|name| name.expect("a name")));
}

/// Something that a person does with a card or a plan.
fn act(device: &Device, dice: &mut Dice) {
    let Some(db) = device.database() else {
        return;
    };
    let pick = "select lower(hex(id)) from cards where not retired order by id limit 1 offset ?";
    let card: Result<String, _> = db.query_row(pick, [dice.roll(6) as i64], |row| row.get(0));
    drop(db);
    let Ok(card) = card else {
        return;
    };
    let grade = ["again", "hard", "good", "easy"][dice.roll(4) as usize];
    let item = ["Something to do", "Another thing to do"][dice.roll(2) as usize];
    let arguments: &[&str] = match dice.roll(10) {
        0..=4 => &["answer", &card, grade],
        5 => &["undo"],
        6 => &["suspend", &card],
        7 => &["resume", &card],
        8 => &["roadmap", "done", item],
        _ => &["roadmap", "undone", item],
    };
    // There may be nothing to take back, or no plan yet.
    let outcome = device.home.run(arguments);
    assert!(outcome.code < 3, "{arguments:?}: {}", outcome.stderr);
}

/// Three devices: the first has the deck and the plan, the third has the same deck in its own files.
fn devices() -> Vec<Device> {
    let devices: Vec<Device> = ["anna", "bert", "cleo"].map(Device::new).into();
    devices[0].home.deck("notes/deck.md", &questions(6));
    devices[0].home.run(&["import", "notes"]);
    devices[0].home.deck("plan.md", PLAN);
    devices[0].home.run(&["roadmap", "import", "plan.md"]);
    devices[0].home.run(&["roadmap", "follow", "plan"]);
    devices[2].home.deck("elsewhere/deck.md", &questions(6));
    devices[2].home.run(&["import", "elsewhere"]);
    devices
}

/// The items of the plan, and whether they are ticked.
fn done(device: &Device) -> Vec<(String, bool)> {
    let plan = device.home.json(&["roadmap", "show", "plan", "--json"]);
    let items = plan["items"].as_array().expect("items").iter();
    let item = |item: &serde_json::Value| (text(&item["id"]).to_owned(), item["done"] == true);
    items.map(item).collect()
}

/// All know the same, and all of it.
fn agree(devices: &[Device], all: &BTreeSet<String>) {
    for device in devices {
        device.home.run(&["doctor"]).fine("the database is sound\n");
    }
    let logs: Vec<Vec<String>> = devices.iter().map(Device::log).collect();
    let names: BTreeSet<String> = logs[0]
        .iter()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"))
        .map(|line| line["entry"].as_str().expect("a name").to_uppercase())
        .collect();
    assert_eq!(names.len(), logs[0].len(), "nothing is there twice");
    assert_eq!(&names, all, "nothing is lost");
    for (device, log) in devices.iter().zip(&logs) {
        assert_eq!(log, &logs[0], "{} has the same log", device.name);
        assert_eq!(
            device.standings(),
            devices[0].standings(),
            "{}",
            device.name
        );
        assert_eq!(done(device), done(&devices[0]), "{}", device.name);
    }
    assert_eq!(devices[0].standings().len(), 6);
}

#[test]
fn three_devices_that_rarely_meet_know_the_same_in_the_end() {
    let seed = std::env::var("DRILL_SYNC_SEED").ok();
    let mut dice = Dice(
        seed.and_then(|seed| seed.parse().ok())
            .unwrap_or(20_261_120),
    );
    let mut devices = devices();
    let mut all = BTreeSet::new();
    remember(&devices[0], &mut all);
    let wrong_by = [0, 25, -40];
    for round in 0..rounds() {
        let one = dice.roll(3) as usize;
        let other = (one + 1 + dice.roll(2) as usize) % 3;
        devices[one].home.at(&moment(round, wrong_by[one]));
        for _ in 0..=dice.roll(3) {
            act(&devices[one], &mut dice);
        }
        if devices[one].database().is_some() {
            remember(&devices[one], &mut all);
        }
        match dice.roll(8) {
            // A crash somewhere in the middle.
            0 | 1 => devices[one].sync_and_die(dice.roll(40_000)),
            // The work of days is undone by an old backup; it was in the folder by then.
            2 => {
                let device = &devices[one];
                if device.home.data().join("backups").exists() {
                    device.sync();
                    device.home.run(&["restore", "1", "--yes"]);
                }
            }
            3 => {
                devices[one].home.run(&["backup"]);
            }
            _ => {
                devices[one].sync();
            }
        }
        // The carrier is late, or has brought a part of each file.
        let torn = (dice.roll(4) == 0).then(|| dice.roll(100));
        match dice.roll(3) {
            0 => {}
            1 => devices[other].receive(&devices[one], torn),
            _ => {
                devices[other].receive(&devices[one], torn);
                devices[other].sync();
            }
        }
    }
    meet(&mut devices);
    agree(&devices, &all);
}

/// All are at one place at last, and their clocks are right.
fn meet(devices: &mut [Device]) {
    for device in devices.iter_mut() {
        device.home.at(&moment(rounds() + 1, 0));
    }
    // Whoever restored last says anew what it knows, so twice round.
    for _ in 0..3 {
        for device in &*devices {
            device.sync();
        }
        for (one, other) in [(0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1)] {
            devices[other].receive(&devices[one], None);
        }
    }
    for device in &*devices {
        let (said, news) = device.sync();
        assert_eq!(news, "", "{said}");
    }
}

/// Runs git; without it there is nothing to test.
fn git(arguments: &[&str]) -> bool {
    let ran = Command::new("git").args(arguments).output();
    ran.is_ok_and(|output| {
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        true
    })
}

#[test]
fn three_devices_meet_in_a_git_remote() {
    let remote = tempfile::tempdir().expect("a folder");
    let remote = remote.path().display().to_string();
    if !git(&[
        "init",
        "--quiet",
        "--bare",
        "--initial-branch=main",
        &remote,
    ]) {
        println!("skipped: there is no git");
        return;
    }
    let mut dice = Dice(7);
    let mut devices = devices();
    for device in &mut devices {
        let folder = device.folder().display().to_string();
        git(&["init", "--quiet", "--initial-branch=main", &folder]);
        git(&["-C", &folder, "remote", "add", "origin", &remote]);
        let path = std::env::var("PATH").unwrap_or_default();
        device.home.set("PATH", &path).set("HOME", &folder);
    }
    let mut all = BTreeSet::new();
    remember(&devices[0], &mut all);
    for round in 0..8 {
        let one = dice.roll(3) as usize;
        devices[one].home.at(&moment(round, 0));
        for _ in 0..=dice.roll(3) {
            act(&devices[one], &mut dice);
        }
        if devices[one].database().is_some() {
            remember(&devices[one], &mut all);
        }
        devices[one].sync_with_git();
    }
    for device in devices.iter_mut().chain([]) {
        device.home.at(&moment(9, 0));
    }
    for _ in 0..2 {
        for device in &devices {
            device.sync_with_git();
        }
    }
    agree(&devices, &all);
    let folder = devices[0].folder().display().to_string();
    assert!(git(&["-C", &folder, "diff", "--quiet", "HEAD"]));
    assert!(fs::read_dir(devices[1].folder()).expect("a folder").count() >= 4);
}
