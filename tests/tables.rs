//! Tables in and out: anybody's TSV and CSV, and Anki's with its header lines.

use std::fs;

use crate::home::{Home, repository};

const WORDS: &str = "front,back,tags\n\"What is ACID?\",\"A, C, I\",sql db\nCAP,\"c; a; p\",\n";

/// Question, answer and tags of every card.
fn cards(home: &Home) -> String {
    let cards = home.json(&["today", "--json", "--new", "500"])["cards"].clone();
    let cards = cards.as_array().expect("cards");
    let card = |card: &serde_json::Value| {
        format!("{} | {} | {}", card["ask"], card["answer"], card["tags"])
    };
    cards.iter().map(card).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_guess_is_shown_before_it_is_used() {
    let home = Home::new();
    home.deck("words.csv", WORDS);
    let news = "note: `words.csv` is read with comma between columns: front, back, tags, named by its first row\n  \
        What is ACID? | A, C, I | sql db\n  CAP | c; a; p | \n\
        help: `--separator NAME` and `--columns front,back,tags` say it otherwise\n";
    let dry = home.run(&["import", "--dry-run", "words.csv"]);
    assert_eq!(
        (home.placed(&dry.stdout).as_str(), dry.stderr.as_str()),
        (
            "words.csv: 2 notes, 2 cards: 2 new (nothing was changed)\n  HOME/decks/words/words.md\n",
            news
        )
    );
    let first = home.run(&["import", "words.csv"]);
    assert_eq!((first.code, first.stderr.as_str()), (0, news));
    assert_eq!(
        cards(&home),
        "\"What is ACID?\" | \"A, C, I\" | [\"sql\",\"db\"]\n\"CAP\" | \"c; a; p\" | []"
    );
    // Again adds nothing; an edited answer is the same card.
    home.run(&["-q", "import", "words.csv"])
        .fine("words.csv: 2 notes, 2 cards: 2 unchanged\n");
    home.deck("words.csv", &WORDS.replace("c; a; p", "choose two"));
    let again = home.run(&["-q", "import", "words.csv"]);
    assert!(
        again
            .stdout
            .starts_with("words.csv: 2 notes, 2 cards: 1 updated, 1 unchanged\n")
    );
    assert!(cards(&home).contains("\"CAP\" | \"choose two\""));
    home.run(&["undo", "--import"]);
    assert!(cards(&home).contains("\"CAP\" | \"c; a; p\""));
    home.run(&["undo", "--import"]);
    assert!(!home.data().join("decks/words").exists());
}

#[test]
fn what_is_told_is_not_guessed() {
    let home = Home::new();
    fs::write(
        home.work().join("w.txt"),
        b"\xee\xf2\xe2\xe5\xf2|\xe2\xee\xef\xf0\xee\xf1|x\n",
    )
    .expect("a table");
    let outcome = home.run(&[
        "import",
        "w.txt",
        "--separator",
        "pipe",
        "--columns",
        "back,front,-",
        "--encoding",
        "windows-1251",
    ]);
    assert_eq!(
        outcome.stderr,
        "note: `w.txt` is read as windows-1251; `--encoding NAME` says it otherwise\n"
    );
    assert_eq!(cards(&home), "\"вопрос\" | \"ответ\" | []");
    for (arguments, what) in [
        (
            ["--separator", "aa"],
            "error: `aa` cannot separate columns\n",
        ),
        (["--columns", "front,what"], "error: `what` is no column\n"),
        (["--columns", "back"], "error: no column is the question\n"),
        (
            ["--encoding", "klingon"],
            "error: `w.txt` cannot be imported: `klingon` is no encoding\n",
        ),
    ] {
        let outcome = home.run(&["import", "w.txt", arguments[0], arguments[1]]);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""));
        assert!(outcome.stderr.starts_with(what), "{}", outcome.stderr);
    }
}

#[test]
fn a_person_at_a_terminal_says_what_columns_are() {
    let home = Home::new();
    home.deck("words.txt", "to go\tидти\n");
    let mut sitting = home.sit(&["import", "words.txt"]);
    sitting.see("read it so");
    // The second answer: say it column by column; the first one is the answer, the second the question.
    sitting.press("\x1b[B");
    sitting.press("\r");
    sitting.see("Column 1");
    sitting.press("\x1b[B");
    sitting.press("\r");
    sitting.see("Column 2");
    sitting.press("\r");
    sitting.see("1 card: 1 new");
    assert_eq!(sitting.end(), 0);
    assert_eq!(cards(&home), "\"идти\" | \"to go\" | []");
    home.deck("other.txt", "a\tb\n");
    let mut sitting = home.sit(&["import", "other.txt"]);
    sitting.see("read it so");
    sitting.press("\x1b");
    sitting.see("was left out");
    assert_eq!(sitting.end(), 2);
}

#[test]
fn what_is_exported_comes_back_the_same() {
    let home = Home::new();
    home.deck(
        "go.md",
        "---\ntopic: Go::Runtime\ntags: [\"a b\"]\n---\n\n## Why \"tabs\"?\n\nOne\tline.\n\n```go\nx, y\n```\n\nC: A [map] is not [safe].\n",
    );
    home.run(&["import", "go.md"]);
    home.run(&["export", "go.tsv"])
        .fine("go.tsv: 1 deck, 3 cards\n");
    home.run(&["export", "go.csv"])
        .fine("go.csv: 1 deck, 3 cards\n");
    let text = fs::read_to_string(home.work().join("go.tsv")).expect("a table");
    assert!(text.starts_with(
        "#separator:tab\n#html:false\n#guid column:1\n#deck column:2\n#tags column:5\n"
    ));
    assert!(text.contains(
        "\tGo::Runtime\t\"Why \"\"tabs\"\"?\"\t\"One\tline.\n\n```go\nx, y\n```\"\ta-b\n"
    ));
    for file in ["go.tsv", "go.csv"] {
        let other = Home::new();
        fs::copy(home.work().join(file), other.work().join(file)).expect("a copy");
        let outcome = other.run(&["import", file]);
        assert_eq!(
            (
                other.placed(&outcome.stdout).as_str(),
                outcome.stderr.as_str()
            ),
            (
                format!("{file}: 3 notes, 3 cards: 3 new\n  HOME/decks/go/Go--Runtime.md\n")
                    .as_str(),
                ""
            )
        );
        assert_eq!(
            cards(&other),
            "\"Why \\\"tabs\\\"?\" | \"One\\tline.\\n\\n```go\\nx, y\\n```\" | [\"a-b\"]\n\
             \"A [...] is not safe.\" | \"map\" | [\"a-b\"]\n\
             \"A map is not [...].\" | \"safe\" | [\"a-b\"]",
            "{file}"
        );
    }
}

/// The tables of the corpus against what was counted in them.
#[test]
fn tables_of_the_corpus_are_read_whole() {
    let folder = repository().join("../shared/corpus/text/tabular");
    if !folder.is_dir() {
        println!("the corpus is not here");
        return;
    }
    // Rows, less header rows and rows without an answer; and the cards that they make.
    for (file, notes, made) in [
        ("own_words.tsv", 3, 3),
        ("own_words.csv", 3, 3),
        ("own_semicolon_headers.txt", 2, 2),
        ("made-notes-all-columns.txt", 19, 28),
        ("made-notes-plain.txt", 17, 23),
        ("made-cards.txt", 27, 27),
    ] {
        let home = Home::new();
        let path = folder.join(file);
        let report = home.json(&["import", "--json", &path.to_string_lossy()]);
        assert_eq!(
            (report["notes"].as_u64(), report["new"].as_u64()),
            (Some(notes), Some(made)),
            "{file}"
        );
    }
}
