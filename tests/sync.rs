//! Two devices and the folder that they share.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;

use serde_json::json;

use crate::cards::{asked, id, questions, text};
use crate::fleet::{Device, tree};
use crate::home::Home;
use crate::sitting::RIVERS;

pub(crate) const NILE: &str = "eaa253e5e1e9cb61cca1aee5ae464818";
pub(crate) const DANUBE: &str = "0f4ce33becc080f97becf3a2d01895b0";

/// Two devices; the first has the rivers, and has answered one of them.
pub(crate) fn pair() -> (Device, Device) {
    let (anna, bert) = (Device::new("anna"), Device::new("bert"));
    anna.home.deck("notes/rivers.md", RIVERS);
    anna.home.run(&["import", "notes"]);
    anna.home.json(&["answer", NILE, "good", "--json"]);
    (anna, bert)
}

/// The file in which a device keeps its log of that month, in its own copy of the folder.
pub(crate) fn log_of(device: &Device) -> PathBuf {
    let files = tree(&device.folder());
    let own = files
        .keys()
        .find(|path| path.starts_with(&device.name) && path.ends_with("2026-11.lines"));
    device.folder().join(own.expect("a log"))
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
    let borrowed = bert.home.data().join("borrowed");
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
