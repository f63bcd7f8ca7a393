//! A disk that takes no more, a home that may not be written, a folder that vanishes: it is said
//! what failed, why, and what to do; and what was acknowledged is there afterwards.

use std::fs::{OpenOptions, Permissions, set_permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use rusqlite::Connection;

use crate::cards::questions;
use crate::home::{DRILL, Home, Outcome};

const HELP: &str = "help: check the free space and the permissions of the folder, or use another one with `--home DIR`\n";

/// Runs `drill` behind a few words of shell.
fn behind(home: &Home, before: &str, arguments: &[&str]) -> Outcome {
    let output = Command::new("sh")
        .arg("-c")
        .arg(format!("{before} \"$0\" \"$@\""))
        .arg(DRILL)
        .args(arguments)
        .env_clear()
        .envs(home.variables().iter().map(|(name, value)| (name, value)))
        .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
        .current_dir(home.work())
        .stdin(Stdio::null())
        .output()
        .expect("a shell runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Outcome {
        stdout: text(output.stdout),
        stderr: text(output.stderr),
        code: output.status.code().expect("no signal ended drill"),
    }
}

fn is_root() -> bool {
    let who = Command::new("id").arg("-u").output().expect("`id` runs");
    who.stdout == b"0\n"
}

/// No file may grow beyond so many blocks of 512 bytes: whatever the limit, an error, no death.
#[test]
fn a_limit_on_files_is_an_error_and_never_half_of_an_import() {
    let home = Home::new();
    home.deck("deck.md", &questions(400));
    let mut done = false;
    for blocks in [1, 8, 50, 100, 200, 300, 400, 600, 800, 1200, 4000] {
        let limit = format!("ulimit -f {blocks}; exec");
        let outcome = behind(&home, &limit, &["import", "deck.md"]);
        if outcome.code == 3 {
            assert!(!done, "{blocks} blocks: {outcome:?}");
            assert_eq!(outcome.stdout, "");
            assert!(
                outcome
                    .stderr
                    .starts_with("error: the database cannot be used\ncause: ")
                    && outcome.stderr.ends_with(HELP),
                "{outcome:?}"
            );
        } else {
            let said = if done { "400 unchanged" } else { "400 new" };
            outcome.fine(&format!("1 deck, 400 cards: {said}\n"));
            done = true;
        }
        let cards = cards(&home);
        assert!(cards == 0 || cards == 400, "half of an import: {cards}");
        assert_eq!(cards > 0, done);
        home.run(&["doctor"]).fine("the database is sound\n");
    }
    assert!(done, "the last limit leaves room enough");
}

/// The cards in the database, as far as there is one.
fn cards(home: &Home) -> u32 {
    if !home.database().exists() {
        return 0;
    }
    let db = Connection::open(home.database()).expect("a database");
    let count = db.query_row("select count(*) from cards", [], |row| row.get(0));
    count.unwrap_or(0)
}

#[test]
fn a_sitting_whose_disk_is_full_keeps_what_it_has_shown() {
    let home = Home::with_rivers();
    // Room for what every command needs beside the database, and for an answer or two.
    let mut sitting = home.sit_behind("ulimit -f 64; exec", &["today"]);
    sitting.press(" 3 3 3");
    sitting
        .see("error: the database cannot be used\ncause: ")
        .see("help: check the free space and the permissions of the folder")
        .press("q");
    assert_eq!(sitting.end(), 0);
    assert!(sitting.untouched());
    let told = |answers: usize| sitting.transcript().contains(&format!("{answers} done"));
    let shown = (0..3).rev().find(|answers| told(*answers));
    let answers = home.answers();
    assert_eq!(Some(answers.len()), shown);
    assert_eq!(
        answers,
        ["Nile good", "Danube good", "Volga good"][..answers.len()]
    );
    home.run(&["doctor"]).fine("the database is sound\n");
    home.run(&["due"])
        .fine(&format!("0 due, {} new\n", 3 - answers.len()));
}

#[test]
fn a_filesystem_that_fills_up_in_the_middle_of_an_import() {
    let home = Home::new();
    let place = home.data();
    std::fs::create_dir(&place).expect("a folder");
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=600k", "tmpfs"])
        .arg(&place)
        .stderr(Stdio::null())
        .status();
    if !mounted.is_ok_and(|status| status.success()) {
        println!("skipped: a small file system cannot be mounted here");
        return;
    }
    let _disk = Mounted(&place);
    home.deck("deck.md", &questions(20));
    home.run(&["import", "deck.md"])
        .fine("1 deck, 20 cards: 20 new\n");
    let first = home.json(&["today", "--json"])["cards"][0]["id"].clone();
    let first = first.as_str().expect("an id");
    assert_eq!(home.run(&["answer", first, "good"]).code, 0);
    home.deck("large.md", &format!("# Large\n\n{}", questions(4000)));
    home.run(&["import", "large.md"]).ends(
        3,
        "",
        &format!("error: the database cannot be used\ncause: database or disk is full\n{HELP}"),
    );
    home.run(&["doctor"]).fine("the database is sound\n");
    assert_eq!(home.json_lines(&["log", "--json"]).len(), 1);
    home.run(&["due"]).fine("0 due, 19 new\n");
}

/// Unmounted also when a test fails.
struct Mounted<'a>(&'a Path);

impl Drop for Mounted<'_> {
    fn drop(&mut self) {
        let gone = Command::new("umount").arg("--lazy").arg(self.0).status();
        assert!(
            gone.is_ok_and(|status| status.success()),
            "it stays mounted"
        );
    }
}

#[test]
fn results_that_nobody_can_take_are_an_error() {
    let home = Home::with_rivers();
    for arguments in [
        ["due"].as_slice(),
        &["today", "--json"],
        &["decks"],
        &["completions", "fish"],
    ] {
        let outcome = behind(&home, "exec >/dev/full;", arguments);
        outcome.ends(
            3,
            "",
            "error: what there is to say cannot be written\n\
             cause: No space left on device (os error 28)\n\
             help: check where the output goes: the terminal, or the free space on the disk\n",
        );
    }
    let outcome = behind(&home, "exec >/dev/full;", &["--help"]);
    assert_eq!(outcome.code, 3);
    // An answer that is stored stays stored, whoever hears of it.
    let card = home.json(&["today", "--json"])["cards"][0]["id"].clone();
    let card = card.as_str().expect("an id");
    assert_eq!(
        behind(&home, "exec >/dev/full;", &["answer", card, "good"]).code,
        3
    );
    assert_eq!(home.answers(), ["Nile good"]);
}

#[test]
fn a_home_that_may_only_be_read() {
    let home = Home::with_rivers();
    let card = home.json(&["today", "--json"])["cards"][0]["id"].clone();
    let card = card.as_str().expect("an id");
    let set = |mode| {
        for file in [home.database(), home.data()] {
            set_permissions(file, Permissions::from_mode(mode)).expect("permissions");
        }
    };
    let before = if is_root() { AS_NOBODY } else { "exec" };
    set(0o555);
    let outcome = behind(&home, before, &["answer", card, "good"]);
    set(0o755);
    assert_eq!((outcome.code, &*outcome.stdout), (3, ""), "{outcome:?}");
    assert!(
        outcome
            .stderr
            .starts_with("error: the database cannot be used\ncause: ")
    );
    assert!(outcome.stderr.ends_with(HELP), "{outcome:?}");
    assert!(home.answers().is_empty());
    home.run(&["doctor"]).fine("the database is sound\n");
}

/// Root may do everything; somebody who owns nothing may not.
const AS_NOBODY: &str = "exec setpriv --reuid 65534 --regid 65534 --clear-groups";

#[test]
fn a_home_that_is_somebody_elses() {
    let home = Home::with_rivers();
    let before = if is_root() { AS_NOBODY } else { "exec" };
    set_permissions(home.data(), Permissions::from_mode(0o000)).expect("permissions");
    for arguments in [
        ["due"].as_slice(),
        &["import", "rivers.md"],
        &["doctor"],
        &["stats"],
    ] {
        let outcome = behind(&home, before, arguments);
        assert_eq!((outcome.code, &*outcome.stdout), (3, ""), "{outcome:?}");
        assert!(outcome.stderr.contains("\nhelp: "), "{outcome:?}");
    }
    set_permissions(home.data(), Permissions::from_mode(0o755)).expect("permissions");
    home.run(&["due"]).fine("0 due, 3 new\n");
}

#[test]
fn a_folder_that_vanishes_under_a_sitting() {
    let home = Home::with_rivers();
    let mut sitting = home.sit(&["today"]);
    sitting.grade("3").see("1 done").press(" ").see("4 easy");
    std::fs::remove_dir_all(home.data()).expect("a folder less");
    sitting.press("3").see(
        "error: the database cannot be used\n\
         cause: its file was moved, replaced or deleted while it was in use\n\
         help: put it back, or start again; what was acknowledged before is in the file\n\
         that was there\n",
    );
    sitting.press("q");
    assert_eq!(sitting.end(), 0);
    assert!(sitting.untouched());
    home.run(&["import", "rivers.md"])
        .fine("1 deck, 3 cards: 3 new\n");
}

/// The order of new cards is a part of an import: a half of it must not stay behind.
#[test]
fn an_import_whose_end_fails_has_not_happened() {
    let home = Home::with_rivers();
    home.deck("more/a.md", "---\nrequires: [b]\n---\n# A\n\n## A?\n\nA.\n");
    home.deck("more/b.md", "# B\n\n## B?\n\nB.\n");
    let stop = "create trigger stop before update of level on decks begin select raise(abort, 'stop'); end";
    let db = Connection::open(home.database()).expect("the database");
    db.execute_batch(stop).expect("a trigger");
    home.run(&["import", "more"]).ends(
        3,
        "",
        &format!("error: the database cannot be used\ncause: stop\n{HELP}"),
    );
    db.execute_batch("drop trigger stop").expect("no trigger");
    home.run(&["due"]).fine("0 due, 3 new\n");
    home.run(&["import", "more"])
        .fine("2 decks, 2 cards: 2 new\n");
}

/// Not even the file beside it is there to be written.
#[test]
fn a_database_that_is_a_folder() {
    let home = Home::new();
    std::fs::create_dir_all(home.database()).expect("a folder");
    let outcome = home.run(&["due"]);
    assert_eq!((outcome.code, &*outcome.stdout), (3, ""), "{outcome:?}");
    assert!(
        outcome
            .stderr
            .starts_with("error: the database cannot be used\ncause: ")
    );
    OpenOptions::new()
        .read(true)
        .open(home.database())
        .expect("it is still there");
}
