//! Texts that are meant to do harm, or that nobody can read: each is refused with nothing changed,
//! or taken in cleaned, with a word about it. None makes a panic, commands the terminal, or puts a
//! file anywhere but below our own folder.

use std::fs;

use serde_json::Value;

use crate::home::{Home, Outcome};

/// A file, what is said of it on the command line, and what has to come of it.
pub(crate) struct Hostile {
    pub(crate) name: &'static str,
    pub(crate) bytes: Vec<u8>,
    pub(crate) flags: &'static [&'static str],
    pub(crate) end: End,
}

pub(crate) enum End {
    /// Nothing changes, and this is said.
    Refused(&'static str),
    /// So many cards go in, and this is said.
    Cards(u64, &'static str),
}

pub(crate) use End::{Cards, Refused};

pub(crate) fn text(name: &'static str, text: impl Into<Vec<u8>>, end: End) -> Hostile {
    Hostile {
        name,
        bytes: text.into(),
        flags: &[],
        end,
    }
}

pub(crate) fn told(
    name: &'static str,
    flags: &'static [&'static str],
    bytes: &str,
    end: End,
) -> Hostile {
    Hostile {
        flags,
        ..text(name, bytes, end)
    }
}

/// Takes the file in, and holds what has to come of it.
pub(crate) fn hold(hostile: &Hostile) {
    let home = Home::new();
    let name = hostile.name;
    fs::write(home.work().join(name), &hostile.bytes).expect("a file");
    let arguments = [&["import", name][..], hostile.flags].concat();
    let outcome = home.run(&arguments);
    harmless(name, &outcome);
    match hostile.end {
        Refused(what) => {
            assert_eq!(
                (outcome.code, outcome.stdout.as_str()),
                (2, ""),
                "{name}: {outcome:?}"
            );
            assert!(outcome.stderr.contains(what), "{name}: {}", outcome.stderr);
            assert!(
                outcome.stderr.contains("help: "),
                "{name}: {}",
                outcome.stderr
            );
            assert!(!home.data().join("decks").exists(), "{name} left files");
            assert_eq!(home.run(&["log", "--json"]).stdout, "", "{name}");
        }
        Cards(cards, said) => {
            assert_eq!(outcome.code, 0, "{name}: {outcome:?}");
            assert!(outcome.stderr.contains(said), "{name}: {}", outcome.stderr);
            if cards == 0 {
                assert!(!home.data().join("decks").exists(), "{name} left files");
            } else {
                let listed = home.run(&["decks", "--json"]);
                harmless(name, &listed);
                let decks: Value = serde_json::from_str(&listed.stdout).expect("JSON");
                let decks = decks["decks"].as_array().expect("decks").iter();
                let count: u64 = decks.filter_map(|deck| deck["cards"].as_u64()).sum();
                assert_eq!(count, cards, "{name}: {}", outcome.stdout);
                harmless(name, &home.run(&["find", "a"]));
            }
        }
    }
    // Nothing beside our folder but the file itself.
    let beside = fs::read_dir(home.work()).expect("a folder");
    assert_eq!(beside.count(), 1, "{name} left something beside it");
    assert_eq!(home.run(&["doctor"]).code, 0, "{name}");
}

/// No panic, and nothing that a terminal obeys.
fn harmless(name: &str, outcome: &Outcome) {
    assert!([0, 1, 2].contains(&outcome.code), "{name}: {outcome:?}");
    for said in [&outcome.stdout, &outcome.stderr] {
        assert!(!said.contains("panicked"), "{name}: {said}");
        let commands = |c: char| {
            c.is_control() && c != '\n'
                || ('\u{202a}'..='\u{202e}').contains(&c)
                || ('\u{2066}'..='\u{2069}').contains(&c)
        };
        assert!(!said.contains(commands), "{name}: {said:?}");
    }
}
