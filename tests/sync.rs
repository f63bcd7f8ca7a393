//! Two devices and the folder that they share.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;

use crate::cards::{asked, id, questions, text};
use crate::fleet::{Device, tree};
use crate::home::Home;
use crate::sitting::RIVERS;

const NILE: &str = "eaa253e5e1e9cb61cca1aee5ae464818";
const DANUBE: &str = "0f4ce33becc080f97becf3a2d01895b0";

/// Two devices; the first has the rivers, and has answered one of them.
fn pair() -> (Device, Device) {
    let (anna, bert) = (Device::new("anna"), Device::new("bert"));
    anna.home.deck("notes/rivers.md", RIVERS);
    anna.home.run(&["import", "notes"]);
    anna.home.json(&["answer", NILE, "good", "--json"]);
    (anna, bert)
}

/// The file in which a device keeps its log of that month, in its own copy of the folder.
fn log_of(device: &Device) -> PathBuf {
    let files = tree(&device.folder());
    let own = files
        .keys()
        .find(|path| path.starts_with(&device.name) && path.ends_with("2026-11.lines"));
    device.folder().join(own.expect("a log"))
}

fn answers(home: &Home) -> usize {
    home.json_lines(&["log", "--json"]).len()
}

#[test]
fn what_one_device_learned_the_other_knows() {
    let (mut anna, mut bert) = pair();
    assert_eq!(
        anna.sync(),
        ("1 device: 1 entry sent, 0 received\n".into(), String::new())
    );
    bert.receive(&anna, None);
    assert_eq!(
        bert.sync().0,
        "2 devices: 0 entries sent, 1 received, 1 deck received\n"
    );
    assert_eq!(
        asked(&bert.home, &[]),
        ["Where does the Danube end?", "Where does the Volga end?"]
    );
    bert.home.at("2026-11-21T08:00:00+03:00");
    bert.home.json(&["answer", NILE, "good", "--json"]);
    bert.home.run(&["suspend", DANUBE]);
    // The folder is remembered, and what would happen can be asked.
    bert.home
        .run(&["sync", "--dry-run"])
        .fine("2 devices: 2 entries sent, 0 received (nothing was changed)\n");
    let said = bert.home.json(&["sync", "--json"]);
    assert_eq!(
        [
            &said["devices"],
            &said["sent"],
            &said["received"],
            &said["decks"],
            &said["skipped"]
        ],
        [&json!(2), &json!(2), &json!(0), &json!(0), &json!([])]
    );
    anna.receive(&bert, None);
    anna.home.at("2026-11-21T09:00:00+03:00");
    anna.home
        .run(&["sync", "--dry-run"])
        .fine("2 devices: 0 entries sent, 2 received (nothing was changed)\n");
    assert_eq!(anna.sync().0, "2 devices: 0 entries sent, 2 received\n");
    assert_eq!(
        text(&anna.home.json(&["show", NILE, "--json"])["due"]),
        "2026-11-27"
    );
    assert_eq!(anna.standings(), bert.standings());
    // What was done last is taken back, wherever it was done.
    anna.home.run(&["undo", "-n", "2"]).fine(
        "took back `suspended` of 2026-11-21: Where does the Danube end?\n\
         took back `good` of 2026-11-21: Where does the Nile end?\n",
    );
    anna.sync();
    bert.receive(&anna, None);
    assert_eq!(bert.sync().0, "2 devices: 0 entries sent, 2 received\n");
    assert_eq!(anna.standings(), bert.standings());
    assert_eq!(bert.sync().0, "2 devices: 0 entries sent, 0 received\n");
    assert_eq!(anna.log(), bert.log());
}

#[test]
fn what_is_in_the_folder_is_for_its_owner_alone() {
    let (anna, _) = pair();
    anna.sync();
    let mut folders = vec![anna.folder()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let mode = fs::metadata(&path).expect("facts").permissions().mode() & 0o777;
            assert_eq!(
                mode,
                if path.is_dir() { 0o700 } else { 0o600 },
                "{}",
                path.display()
            );
            if path.is_dir() {
                folders.push(path);
            }
        }
    }
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let home = Home::with_rivers();
    home.run(&["sync"]).ends(
        2,
        "",
        "error: there is no folder to exchange through yet\n\
         help: name one that your devices share: `drill sync ~/Sync/drill`; it is remembered\n",
    );
    home.run(&["sync", "nowhere"]).ends(
        2,
        "",
        "error: the folder `nowhere` is not there\n\
         cause: No such file or directory (os error 2)\n\
         help: make it first, or have it carried here; nothing was changed\n",
    );
    home.run(&["sync", "rivers.md"]).ends(
        2,
        "",
        "error: `rivers.md` is not a folder\nhelp: name the folder that your devices share\n",
    );
    fs::create_dir(home.work().join("share")).expect("a folder");
    home.run(&["sync", "share", "--name", "Ann's laptop"])
        .fine("1 device: 0 entries sent, 0 received\n");
    assert!(
        tree(&home.work().join("share"))
            .keys()
            .all(|path| path.starts_with("ann-s-laptop-"))
    );
    let outcome = home.run(&["sync", "--name", "other"]);
    assert_eq!(outcome.code, 2);
    assert!(
        outcome
            .stderr
            .starts_with("error: this device is called `ann-s-laptop-"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_deck_is_here_once_and_belongs_to_whoever_has_its_file() {
    let (anna, bert) = pair();
    anna.sync();
    bert.receive(&anna, None);
    bert.sync();
    let decks = |device: &Device| device.home.run(&["decks"]).stdout;
    let list = decks(&bert);
    assert_eq!(list.lines().count(), 2, "{list}");
    // Edited at home, it comes again; the history of a reworded question goes along, said once.
    anna.home.deck(
        "notes/rivers.md",
        &RIVERS.replace("Where does the Nile", "Where does the great Nile"),
    );
    anna.home
        .run(&["import"])
        .fine("1 deck, 3 cards: 1 reworded (history kept), 2 unchanged\n");
    anna.sync();
    bert.receive(&anna, None);
    assert_eq!(
        bert.sync().0,
        "2 devices: 0 entries sent, 1 received, 1 deck received\n"
    );
    assert_eq!(bert.sync().0, "2 devices: 0 entries sent, 0 received\n");
    let card = id(&bert.home, "Where does the great Nile end?");
    assert_eq!(bert.home.json(&["show", &card, "--json"])["repetition"], 1);
    // Edited here, it is left alone.
    let borrowed = bert.home.data().join("decks");
    let name = tree(&borrowed).into_keys().next().expect("a file");
    let file = borrowed.join(&name);
    let mine = fs::read_to_string(&file).expect("a deck") + "\nA note of mine.\n";
    fs::write(&file, &mine).expect("a deck");
    anna.home.deck(
        "notes/rivers.md",
        &RIVERS.replace("Where does the Nile", "Where does the long Nile"),
    );
    anna.home.run(&["import"]);
    anna.sync();
    bert.receive(&anna, None);
    let (said, news) = bert.sync();
    assert_eq!(said, "2 devices: 0 entries sent, 1 received\n");
    assert!(news.contains("was edited here"), "{news}");
    assert_eq!(fs::read_to_string(&file).expect("a deck"), mine);
    // With a file of its own, the device needs no other.
    bert.home.deck(
        "rivers.md",
        &RIVERS.replace("Where does the Nile", "Where does the long Nile"),
    );
    let outcome = bert.home.run(&["import", "rivers.md"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    let (_, news) = bert.sync();
    assert!(
        news.contains("was edited here and is not needed any more"),
        "{news}"
    );
    assert_eq!(
        tree(&borrowed).into_keys().collect::<Vec<_>>(),
        [format!("{name}.edited")]
    );
    assert_eq!(decks(&bert).lines().count(), 2);
    assert_eq!(anna.standings(), bert.standings());
    bert.home.run(&["doctor"]).fine("the database is sound\n");
}

#[test]
fn a_deck_that_is_gone_retires_and_a_list_that_is_late_does_not() {
    let (anna, bert) = pair();
    anna.home.deck("notes/more.md", &questions(4));
    anna.home.run(&["import"]);
    anna.sync();
    bert.receive(&anna, None);
    assert_eq!(
        bert.sync().0,
        "2 devices: 0 entries sent, 1 received, 2 decks received\n"
    );
    assert_eq!(bert.home.json(&["due", "--json"])["new"], 6);
    let list = tree(&bert.folder())
        .into_keys()
        .find(|path| path.ends_with("texts.list"))
        .expect("a list");
    let list = bert.folder().join(list);
    let whole = fs::read(&list).expect("a list");
    for torn in [0, 10, whole.len() - 5] {
        fs::write(&list, &whole[..torn]).expect("a list");
        bert.sync();
        assert_eq!(bert.home.json(&["due", "--json"])["new"], 6);
    }
    fs::remove_file(anna.home.work().join("notes/more.md")).expect("a file");
    anna.home.run(&["import", "--yes"]);
    anna.sync();
    bert.receive(&anna, None);
    bert.sync();
    assert_eq!(bert.home.json(&["due", "--json"])["new"], 2);
    bert.home.run(&["doctor"]).fine("the database is sound\n");
}

#[test]
fn a_machine_that_joins_gets_the_shipped_decks_if_others_have_them() {
    let (anna, bert) = (Device::new("anna"), Device::new("bert"));
    anna.home.run(&["today", "--json"]);
    let card = text(&anna.home.json(&["today", "--json"])["cards"][0]["id"]).to_owned();
    anna.home.json(&["answer", &card, "good", "--json"]);
    anna.sync();
    bert.receive(&anna, None);
    bert.sync();
    assert_eq!(anna.standings(), bert.standings());
    assert_eq!(bert.home.json(&["show", &card, "--json"])["repetition"], 1);
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
        (
            whole.replacen("drill-sync 1", "drill-sync 2", 1),
            "it was written by a newer drill",
        ),
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

#[test]
fn two_exchanges_at_once_wait_for_one_another() {
    let (anna, _) = pair();
    anna.sync();
    anna.home.json(&["answer", DANUBE, "good", "--json"]);
    let start = || {
        Command::new(crate::home::DRILL)
            .arg("sync")
            .env_clear()
            .envs(
                anna.home
                    .variables()
                    .iter()
                    .map(|(name, value)| (name, value)),
            )
            .output()
            .expect("drill runs")
    };
    let sent: usize = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..4).map(|_| scope.spawn(start)).collect();
        let sent = runs.into_iter().map(|run| {
            let output = run.join().expect("an end");
            let said = String::from_utf8(output.stdout).expect("UTF-8");
            assert!(
                output.status.success(),
                "{}",
                String::from_utf8_lossy(&output.stderr)
            );
            usize::from(said.contains("1 entry sent"))
        });
        sent.sum()
    });
    assert_eq!(sent, 1);
    let log = fs::read_to_string(log_of(&anna)).expect("a log");
    assert_eq!(log.lines().count(), 3);
}

#[test]
fn git_is_asked_only_where_it_can_carry() {
    let (mut anna, _) = pair();
    let folder = anna.folder().display().to_string();
    let path = std::env::var("PATH").unwrap_or_default();
    anna.home.set("HOME", &folder).set("PATH", "/nowhere");
    let outcome = anna.home.run(&["sync", &folder, "--git"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (3, ""));
    assert!(
        outcome.stderr.contains("cause: git cannot be started"),
        "{}",
        outcome.stderr
    );
    anna.home.set("PATH", &path);
    if Command::new("git").arg("--version").output().is_err() {
        println!("skipped: there is no git");
        return;
    }
    anna.home.run(&["sync", &folder, "--git"]).ends(
        3,
        "",
        &format!(
            "error: git does not carry `{folder}`\n\
             cause: it is not in a git work tree\n\
             help: make it one with `git -C '{folder}' init`, or leave `--git` out\n"
        ),
    );
    let init = Command::new("git")
        .args(["init", "--quiet", "--initial-branch=main", &folder])
        .status();
    assert!(init.expect("git runs").success());
    anna.home.run(&["sync", "--git"]).ends(
        3,
        "",
        &format!(
            "error: git does not carry `{folder}`\n\
             cause: its repository has no remote\n\
             help: add one: `git -C '{folder}' remote add origin URL`\n"
        ),
    );
}
