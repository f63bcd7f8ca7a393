//! What goes wrong with a folder that devices share, and how it comes right again.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use crate::cards::text;
use crate::fleet::{Device, tree};
use crate::home::Home;
use crate::sync::{DANUBE, NILE, log_of, pair};

fn answers(home: &Home) -> usize {
    home.json_lines(&["log", "--json"]).len()
}

#[test]
fn damaged_lines_are_passed_over_and_healed() {
    let (anna, bert) = pair();
    for card in [DANUBE, NILE, DANUBE] {
        anna.home.json(&["answer", card, "again", "--json"]);
    }
    anna.sync();
    bert.receive(&anna, None);
    let theirs = bert
        .folder()
        .join(log_of(&anna).strip_prefix(anna.folder()).expect("below"));
    let whole = fs::read_to_string(&theirs).expect("a log");
    let name = theirs
        .strip_prefix(bert.folder())
        .expect("below")
        .display()
        .to_string();
    // One byte is wrong in the third line.
    fs::write(&theirs, whole.replacen(" 2 - 0 ", " 3 - 0 ", 1)).expect("a log");
    let (said, news) = bert.sync();
    assert_eq!(
        said,
        "2 devices: 0 entries sent, 3 received, 1 deck received\n"
    );
    let path = theirs.display();
    let warning = |trouble: &str| {
        format!(
            "warning: `{path}`: {trouble}, and was passed over\n\
             help: nothing to do: the device that wrote it mends it with its next `drill sync`\n"
        )
    };
    assert_eq!(news, warning("line 3 is damaged"));
    let said = bert.home.run(&["sync", "--json"]).stdout;
    let skipped = format!(r#""skipped":[{{"file":"{name}","message":"line 3 is damaged"}}]"#);
    assert!(said.contains(&skipped), "{said}");
    // The folder that all share is as damaged: whoever wrote the line mends it.
    fs::copy(&theirs, log_of(&anna)).expect("a log");
    assert_eq!(
        anna.sync(),
        (
            "1 device: 0 entries sent, 0 received\n".into(),
            String::new()
        )
    );
    assert_eq!(fs::read_to_string(log_of(&anna)).expect("a log"), whole);
    bert.receive(&anna, None);
    assert_eq!(
        bert.sync(),
        (
            "2 devices: 0 entries sent, 1 received\n".into(),
            String::new()
        )
    );
    heal(&anna, &bert, &theirs, &whole);
}

/// A log that is cut in the middle of a line, without its first line, of a newer program, or gone, is
/// named where it is read, and mended where it was written.
fn heal(anna: &Device, bert: &Device, theirs: &Path, whole: &str) {
    for (damaged, trouble) in [
        (
            whole[..whole.len() - 9].to_owned(),
            "line 5 is not complete",
        ),
        (
            whole.replacen("drill-sync", "drill-sink", 1),
            "it does not begin as a log does",
        ),
        (String::new(), "it does not begin as a log does"),
    ] {
        fs::write(theirs, &damaged).expect("a log");
        let (said, news) = bert.sync();
        assert_eq!(said, "2 devices: 0 entries sent, 0 received\n");
        assert!(news.contains(trouble), "{trouble}: {news}");
        fs::write(log_of(anna), &damaged).expect("a log");
        anna.sync();
        assert_eq!(fs::read_to_string(log_of(anna)).expect("a log"), whole);
    }
    fs::remove_file(log_of(anna)).expect("a log");
    anna.sync();
    assert_eq!(fs::read_to_string(log_of(anna)).expect("a log"), whole);
    // A fresh device reads all of it.
    let cleo = Device::new("cleo");
    cleo.receive(anna, None);
    cleo.sync();
    assert_eq!(cleo.log(), anna.log());
    // What a newer program wrote is not written again by an older one: it goes on beside it.
    let newer = whole.replacen("drill-sync 1", "drill-sync 2", 1);
    let first = log_of(anna);
    fs::write(&first, &newer).expect("a log");
    let (said, news) = anna.sync();
    assert_eq!(said, "2 devices: 0 entries sent, 0 received\n");
    assert!(news.contains("it was written by a newer drill"), "{news}");
    assert_eq!(fs::read_to_string(&first).expect("a log"), newer);
    assert_eq!(
        tree(&anna.folder())
            .keys()
            .filter(|path| path.ends_with(".lines"))
            .count(),
        2
    );
}

#[test]
fn what_a_carrier_keeps_besides_is_read_too() {
    let (anna, bert) = pair();
    anna.sync();
    anna.home.json(&["answer", DANUBE, "good", "--json"]);
    let before = fs::read(log_of(&anna)).expect("a log");
    anna.sync();
    let log = log_of(&anna);
    fs::copy(
        &log,
        log.with_file_name("2026-11.sync-conflict-20261120-080000-ABCDEFG.lines"),
    )
    .expect("a copy");
    fs::copy(
        &log,
        log.with_file_name("2026-11 (conflicted copy 2026-11-20).lines"),
    )
    .expect("a copy");
    fs::write(&log, before).expect("a log");
    bert.receive(&anna, None);
    assert_eq!(
        bert.sync().0,
        "2 devices: 0 entries sent, 2 received, 1 deck received\n"
    );
    assert_eq!(anna.sync().0, "1 device: 0 entries sent, 0 received\n");
    assert_eq!(anna.log(), bert.log());
}

#[test]
fn what_a_newer_program_says_waits_for_a_newer_program() {
    let (anna, bert) = pair();
    let db = anna.database().expect("a database");
    let line = "insert into log (entry, kind, card, at, offset_s, day)
        select x'0102030405060708090a0b0c0d0e0f10', 'danced', card, at + 1000, offset_s, day from log";
    db.execute(line, []).expect("a line");
    drop(db);
    anna.sync();
    bert.receive(&anna, None);
    let (said, news) = bert.sync();
    assert_eq!(
        said,
        "2 devices: 0 entries sent, 1 received, 1 deck received\n"
    );
    assert!(
        news.contains("line 3 says something that this drill does not know"),
        "{news}"
    );
    bert.home.run(&["doctor"]).fine("the database is sound\n");
}

#[test]
fn a_device_that_forgot_goes_on_under_a_new_name() {
    let (anna, bert) = pair();
    anna.home.run(&["backup"]);
    anna.sync();
    anna.home.json(&["answer", DANUBE, "good", "--json"]);
    anna.sync();
    anna.home.run(&["restore", "1", "--yes"]);
    assert_eq!(answers(&anna.home), 1);
    anna.home.json(&["answer", DANUBE, "hard", "--json"]);
    let folder = anna.folder().display().to_string();
    // The backup is from before the first exchange: it knows of no folder, and gets a name.
    anna.home
        .run(&["sync", &folder, "--name", "anna"])
        .fine("2 devices: 2 entries sent, 1 received\n");
    assert_eq!(answers(&anna.home), 3);
    anna.home.run(&["backup"]);
    anna.home.json(&["answer", DANUBE, "easy", "--json"]);
    anna.sync();
    anna.home.run(&["restore", "3", "--yes"]);
    let (said, news) = anna.sync();
    assert_eq!(said, "3 devices: 0 entries sent, 1 received\n");
    assert!(
        news.contains("know more than this database did: a copy was restored"),
        "{news}"
    );
    assert_eq!(
        anna.sync(),
        (
            "3 devices: 0 entries sent, 0 received\n".into(),
            String::new()
        )
    );
    bert.receive(&anna, None);
    bert.sync();
    assert_eq!(anna.log(), bert.log());
    assert_eq!(answers(&bert.home), 4);
}

#[test]
fn the_future_of_another_device_is_held_back() {
    let (mut anna, mut bert) = pair();
    anna.home.at("2026-11-20T20:00:00+03:00");
    anna.home.json(&["answer", NILE, "again", "--json"]);
    anna.sync();
    bert.receive(&anna, None);
    bert.sync();
    let due =
        |device: &Device| text(&device.home.json(&["show", NILE, "--json"])["due"]).to_owned();
    assert_eq!(
        bert.home.json(&["show", NILE, "--json"])["history"]
            .as_array()
            .map(Vec::len),
        Some(1)
    );
    let outcome = bert.home.run(&["doctor"]);
    assert!(
        outcome
            .stdout
            .starts_with("note: an entry is dated 2026-11-20T20:00:00.000+03:00, in the future")
    );
    bert.home.at("2026-11-21T08:00:00+03:00");
    assert_eq!(due(&anna), due(&bert));
    assert_eq!(anna.standings(), bert.standings());
}

#[test]
fn what_is_hostile_in_the_folder_does_no_harm() {
    let (anna, bert) = pair();
    anna.sync();
    let folder = anna.folder();
    let evil = folder.join("evil-0000000000");
    fs::create_dir_all(evil.join("texts")).expect("a folder");
    fs::create_dir(folder.join("empty")).expect("a folder");
    symlink("/", folder.join("root")).expect("a link");
    symlink("/dev/zero", evil.join("2026-10.lines")).expect("a link");
    let pipe = evil.join("2026-09.lines").display().to_string();
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .expect("mkfifo runs")
            .success()
    );
    fs::write(
        evil.join("2026-11.lines"),
        "drill-sync 1 evil\u{1b}[31m\n".to_owned() + &"x".repeat(3 << 20) + "\ny\n",
    )
    .expect("a file");
    fs::write(evil.join("2026-12.lines"), b"\xff\xfe\0\0").expect("a file");
    fs::write(evil.join("texts.list"), "drill-texts 1 evil\n00000000 {\"kind\":\"deck\",\"title\":\"x\",\"path\":\"../../../x.md\"}\n").expect("a file");
    let outcome = anna.home.run(&["sync"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert!(!outcome.stderr.contains('\u{1b}'));
    assert!(
        outcome.stderr.contains("2026-11.lines`: line 2 is"),
        "{}",
        outcome.stderr
    );
    assert!(
        outcome
            .stderr
            .contains("2026-12.lines`: it does not begin as a log does")
    );
    assert_eq!(
        tree(&anna.home.data())
            .keys()
            .filter(|path| path.ends_with(".md"))
            .count(),
        0
    );
    anna.home.run(&["doctor"]).fine("the database is sound\n");
    drop(bert);
}
