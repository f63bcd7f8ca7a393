//! Texts that are meant to do harm, or that nobody can read: each is refused with nothing changed,
//! or taken in cleaned, with a word about it. None makes a panic, commands the terminal, or puts a
//! file anywhere but below our own folder.

use std::fs;

use serde_json::Value;

use crate::home::{Home, Outcome};

/// A file, what is said of it on the command line, and what has to come of it.
struct Hostile {
    name: &'static str,
    bytes: Vec<u8>,
    flags: &'static [&'static str],
    end: End,
}

enum End {
    /// Nothing changes, and this is said.
    Refused(&'static str),
    /// So many cards go in, and this is said.
    Cards(u64, &'static str),
}

use End::{Cards, Refused};

fn text(name: &'static str, text: impl Into<Vec<u8>>, end: End) -> Hostile {
    Hostile {
        name,
        bytes: text.into(),
        flags: &[],
        end,
    }
}

fn told(name: &'static str, flags: &'static [&'static str], bytes: &str, end: End) -> Hostile {
    Hostile {
        flags,
        ..text(name, bytes, end)
    }
}

fn tables() -> Vec<Hostile> {
    const LEFT_OUT: &str = "row that is too large, and was left out";
    vec![
        text("empty.tsv", "", Refused("it has no columns")),
        text("mark.csv", "\u{feff}", Refused("it has no columns")),
        text("one-column.csv", "a\nb\nc\n", Refused("it has no columns")),
        text("header-alone.txt", "#separator:tab\n#html:true\n", Refused("it has no rows")),
        text("quotes.csv", "\"".repeat(200_001), Refused("it has no columns")),
        text("open-quote.csv", "a,b\n\"c,d\ne,f\n", Cards(3, "quote that is never closed")),
        text("many-open.csv", format!("a,b\n{}", "\"x,\"y\n".repeat(5_001)), Cards(1, "")),
        text("long-cell.tsv", format!("a\tb\nc\t{}\n", "x".repeat(2 << 20)), Cards(1, LEFT_OUT)),
        text("wide.tsv", format!("a\tb\n{}\n", "x\t".repeat(100_000)), Cards(1, LEFT_OUT)),
        text("nul.tsv", "a\0\tb\nc\td\0\n", Cards(2, "control characters were left out")),
        text("escape.tsv", "a\u{1b}]0;pwned\u{7}\tb\u{1b}[2J\n", Cards(1, "control characters were left out")),
        text("bidi.tsv", "a\u{202e}txt.exe\t\u{2066}b\u{200f}\n", Cards(1, "control characters were left out")),
        text("c1.tsv", "a\u{9b}31m\tb\u{85}\n", Cards(1, "control characters were left out")),
        text("not-utf8.tsv", b"a\xff\xfe\tb\xc3\x28\n".to_vec(), Cards(1, "")),
        text("utf-16.tsv", "\u{feff}a\tb\n".encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>(), Cards(1, "utf-16be")),
        text("half-a-pair.tsv", b"\xff\xfea\0\x00\xd8\t\0b\0\n\0".to_vec(), Cards(1, "utf-16le")),
        text("lying-header.tsv", "#separator:comma\n#guid column:99\n#deck column:0\n#tags column:-1\na,b\n", Cards(1, "header line that says nothing known (line 3, line 4)")),
        text("own-header.tsv", "#separator:\"\n#html:perhaps\na\tb\n", Cards(1, "header line that says nothing known (line 1, line 2)")),
        text("guids.tsv", "#separator:tab\n#guid column:1\ng\ta\tb\ng\tc\td\n", Cards(1, "question that its deck has already")),
        text("note-type.tsv", "#separator:tab\n#notetype column:1\n{{weird}}\ta\tb\nCloze\tno hole\tx\n", Cards(1, "cloze that hides nothing")),
        text("clozes.tsv", format!("{}x{}\tb\n", "{{c1::".repeat(20_000), "}}".repeat(20_000)), Cards(1, "")),
        text("escape-folder.tsv", "#separator:tab\n#deck:../../etc::/passwd::\u{1b}[1m\na\tb\n", Cards(1, "")),
        text("deep-deck.tsv", format!("#separator:tab\n#deck:{}\na\tb\n", "x::".repeat(5_000)), Cards(1, "")),
        text("tags.tsv", format!("#separator:tab\n#tags column:3\na\tb\t{}\n", "t{} ".repeat(20_000)), Cards(1, "")),
        text("html.tsv", format!("#separator:tab\n#html:true\n<script>alert(1)</script>a{}\t<b onclick='x'>c\n", "<div>".repeat(5_000)), Cards(1, "")),
        text("markers.tsv", "Q: a\t\"b\nA: c\n---\nC: [d]\"\n", Cards(1, "")),
        text("carriage.csv", "a,b\rc,d\r", Cards(2, "")),
        told("mnemosyne.txt", &["--as", "mnemosyne"], "&#0;\t&#x1b;[2J\nalone\n", Cards(0, "card without an answer")),
    ]
}

fn notes() -> Vec<Hostile> {
    vec![
        text("year.md", "#flashcards\na::b\n<!--SR:!30000-01-01,3,250-->\n", Cards(1, "schedule that cannot be true")),
        text("ease.md", "#flashcards\na::b\n<!--SR:!2026-12-01,99999999999999999999,9999999-->\n", Cards(1, "schedule that cannot be true")),
        text("comment.md", format!("#flashcards\na::b {}\n", "<!--SR:!".repeat(20_000)), Cards(1, "")),
        text("schedules.md", format!("#flashcards\na::b\n<!--SR:{}-->\n", "!2026-12-01,3,250".repeat(9_000)), Cards(1, "a card that is not there any more")),
        text("fence.md", format!("#flashcards\na::b\n\n```\n{}", "c::d\n".repeat(2_000)), Cards(1, "")),
        text("ticks.md", format!("#flashcards\na::b {}\n", (0..300).map(|n| "`".repeat(n % 50 + 1) + "$x").collect::<String>()), Cards(1, "")),
        text("marks.md", format!("#flashcards\n{}\n", "==".repeat(50_001)), Cards(0, "")),
        text("links.md", format!("#flashcards\na::{}b\n", "[[".repeat(50_000)), Cards(1, "")),
        text("picture.md", "#flashcards\na::![[../../../../etc/passwd.png]] ![](/etc/hostname) b\n", Cards(1, "picture or sound that is not there")),
        text("escape.md", "#flashcards/\u{1b}[2J\na\u{1b}[31m::b\u{202e}\n", Cards(1, "control characters were left out")),
        text("tag.md", "#flashcards/../../etc/passwd\na::b\n", Cards(1, "")),
        told("deep.md", &["--as", "headings"], &format!("{}\n", "###### x\n".repeat(3_000)), Refused("")),
        told("headings.md", &["--as", "headings"], "# \u{1b}]0;x\u{7}\n\n\u{0}an answer of many more words than one\n", Cards(1, "control characters were left out")),
        told("none.md", &["--as", "headings"], "no heading at all\n", Refused("it has no cards of the kind `headings`")),
        told("lines.md", &["--as", "repeater"], &format!("{}\n", "::".repeat(60_000)), Cards(0, "card without a question, which was left out (lines.md:1)")),
    ]
}

fn documents() -> Vec<Hostile> {
    let head = r#"{"format":"drill","version":1"#;
    let entry = |fields: &str| format!("{head},\"log\":[{{{fields}}}]}}");
    const BROKEN: &str = "it is no whole document of drill";
    vec![
        text("cut.json", format!("{head},\"decks\":["), Refused(BROKEN)),
        text("other.json", "[1,2,3]", Refused(BROKEN)),
        text("nobody.json", "{\"a\":1}", Refused("it is JSON, but no document of drill")),
        text("newer.json", "{\"format\":\"drill\",\"version\":4000000000}", Refused("of version 4000000000")),
        text("deep.json", format!("{{\"x\":{}", "[".repeat(200_000)), Refused(BROKEN)),
        text("surrogate.json", format!("{head},\"roots\":[\"\\ud800\"]}}"), Refused(BROKEN)),
        text("bytes.json", b"{\"format\":\"dr\xffill\"}".to_vec(), Refused(BROKEN)),
        text("number.json", format!("{head},\"cards\":[{{\"deck\":1e999}}]}}"), Refused(BROKEN)),
        text("year.json", entry("\"entry\":\"00000000000000000000000000000000\",\"at\":\"+30000-01-01T00:00:00Z\""), Refused(BROKEN)),
        text("nowhere.json", format!("{head},\"cards\":[{{\"id\":\"00000000000000000000000000000000\",\"deck\":7,\"position\":0,\"kind\":\"question\",\"kin\":null,\"pinned\":false,\"ask\":\"a\",\"answer\":\"b\",\"line\":1,\"column\":1,\"retired\":false,\"tags\":[]}}]}}"), Refused("in a deck that is not there")),
        text("settings.json", format!("{head},\"settings\":\"new_per_day = \\u001b\"}}"), Cards(0, "settings cannot be understood")),
        text("roots.json", format!("{head},\"roots\":[\"/nowhere/\\u001b[2J\",\"\"]}}"), Cards(0, "")),
        text("twice.json", entry("\"entry\":\"01\""), Refused(BROKEN)),
    ]
}

#[test]
fn tables_do_no_harm() {
    tables().iter().for_each(hold);
}

#[test]
fn notes_do_no_harm() {
    notes().iter().for_each(hold);
}

#[test]
fn documents_do_no_harm() {
    documents().iter().for_each(hold);
}

fn hold(hostile: &Hostile) {
    let home = Home::new();
    let name = hostile.name;
    fs::write(home.work().join(name), &hostile.bytes).expect("a file");
    let arguments = [&["import", name][..], hostile.flags].concat();
    let outcome = home.run(&arguments);
    harmless(name, &outcome);
    match hostile.end {
        Refused(what) => {
            assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{name}: {outcome:?}");
            assert!(outcome.stderr.contains(what), "{name}: {}", outcome.stderr);
            assert!(outcome.stderr.contains("help: "), "{name}: {}", outcome.stderr);
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
            c.is_control() && c != '\n' || ('\u{202a}'..='\u{202e}').contains(&c) || ('\u{2066}'..='\u{2069}').contains(&c)
        };
        assert!(!said.contains(commands), "{name}: {said:?}");
    }
}
