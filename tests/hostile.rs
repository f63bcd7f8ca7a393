//! Text from strangers: whatever a deck, a roadmap, a file name, a setting or an argument is called,
//! nothing in it commands the terminal, turns text round, or forges a line of the program's own.

use std::collections::BTreeSet;

use crate::home::{Home, Outcome};
use crate::sitting::Sitting;

/// Moves the cursor, names the window, clears the screen in three ways, turns text round.
const TRICKS: &str = "x\x1b[2J\x1b]0;owned\x07\u{9b}31m\u{85}\x7f\u{202e}abc\u{2066}\u{200f}";

/// The same, and a line that looks like one of the program's.
const FORGED: &str = "x\x1b[2J\u{9b}2J\u{202e}\nFORGED: y";

/// In YAML, where escapes are written out.
const YAML: &str = r"x\e[2J\x9b2J\u202e\nFORGED: y";

/// Every command that there is, with those below it: `["roadmap", "list"]`.
fn commands(home: &Home, above: &[String]) -> Vec<Vec<String>> {
    let mut script: Vec<&str> = above.iter().map(String::as_str).collect();
    script.push("--help");
    let help = home.run(&script).stdout;
    let listed: Vec<String> = if above.is_empty() {
        // The first page shows them in groups; the script of a shell has them all.
        verbs(&home.run(&["completions", "fish"]).stdout)
    } else {
        let list = help.split("\nCommands:\n").nth(1).unwrap_or_default();
        let lines = list.lines().take_while(|line| !line.is_empty());
        lines
            .filter_map(|line| line.split_whitespace().next())
            .map(str::to_owned)
            .collect()
    };
    let mut all = Vec::new();
    for name in listed {
        let path: Vec<String> = above.iter().cloned().chain([name]).collect();
        let below = commands(home, &path);
        all.push(path);
        all.extend(below);
    }
    all
}

fn verbs(fish: &str) -> Vec<String> {
    let needs = "__fish_drill_needs_command\" -f -a \"";
    let verbs = fish.lines().filter_map(|line| line.split(needs).nth(1));
    let verbs = verbs.filter_map(|line| line.split('"').next());
    let verbs: BTreeSet<&str> = verbs.collect();
    verbs.into_iter().map(str::to_owned).collect()
}

/// Holds that nothing in there commands a terminal; the program's own colors may.
#[track_caller]
fn harmless(arguments: &[&str], outcome: &Outcome) {
    for text in [&outcome.stdout, &outcome.stderr] {
        let text = without_colors(text);
        let bad = |c: &char| (c.is_control() && !"\n\t".contains(*c)) || turns(*c);
        assert_eq!(
            text.chars().find(bad),
            None,
            "{arguments:?} printed\n{text:?}"
        );
        let forged = text.lines().find(|line| line.starts_with("FORGED"));
        assert_eq!(forged, None, "{arguments:?} printed\n{text}");
    }
}

fn turns(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The text without `ESC [ digits m`, which no trick of ours is.
fn without_colors(text: &str) -> String {
    let mut parts = text.split("\x1b[");
    let mut rest = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let after = part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
        match after.strip_prefix('m') {
            Some(after) => rest += after,
            None => rest = format!("{rest}\x1b[{part}"),
        }
    }
    rest
}

/// A machine full of it.
fn hostile() -> Home {
    let home = Home::new();
    home.deck(&format!("decks/{FORGED}/{FORGED}.md"), &deck());
    home.deck("decks/broken.md", &broken());
    home.deck(&format!("plans/{FORGED}.md"), &plan());
    home.deck(&format!("plans/{TRICKS} two.md"), &plan());
    let config = format!(
        "decks = [\"decks\", \"{}\"]\n",
        r"x\u001b[2J\u009b\u202e\nFORGED: y"
    );
    std::fs::create_dir(home.data()).expect("a folder");
    std::fs::write(home.data().join("config.toml"), config).expect("settings");
    home
}

fn deck() -> String {
    let aliases = format!("aliases: [\"{YAML}\", \"other {YAML}\"]");
    format!(
        "---\ntopic: \"{YAML}\"\n{aliases}\nrequires: [\"none {YAML}\"]\ntags: [\"{YAML}\", good]\nreverse: true\n---\n\
         # A {TRICKS}\n\nTheory {TRICKS} with a [link {TRICKS}](http://x/{TRICKS}).\n\n\
         ## Question {TRICKS}?\n\nAnswer {TRICKS}, `code {TRICKS}`.\n\n\
         ```go {TRICKS}\nprint({TRICKS})\n```\n\n```output\n{TRICKS}\n```\n\n\
         C: It hides [this {TRICKS}], {{{{c1::that {TRICKS}::hint {TRICKS}}}}}.\n\n\
         Term {TRICKS}\n: what it is {TRICKS}\n\n\
         ## Steps of {TRICKS} {{.steps}}\n\n1. one {TRICKS}\n2. two {TRICKS}\n\n\
         ## Rows of {TRICKS} {{.rows}}\n\n| a {TRICKS} | b |\n| --- | --- |\n| c {TRICKS} | d {TRICKS} |\n"
    )
}

/// A deck that has something to complain of wherever a name is quoted.
fn broken() -> String {
    format!(
        "---\ntopic: \"broken {YAML}\"\n\"key{YAML}\": 1\nlang: \"{YAML}\"\ntags: \"{YAML}\"\nreverse: \"{YAML}\"\n\
         requires: [\"nothing {YAML}\"]\n---\n# B\n\n## Nobody answers {TRICKS}?\n\n\
         ## Pinned {TRICKS}? {{#a{TRICKS}}}\n\nOne.\n\n## Pinned {TRICKS} again? {{#a{TRICKS} .class{TRICKS}}}\n\nTwo.\n\n\
         ## Twice {TRICKS}?\n\nOne.\n\n## Twice {TRICKS}?\n\nTwo.\n\nC: nothing hidden {TRICKS}\n\nQ: only {TRICKS}\n"
    )
}

fn plan() -> String {
    format!(
        "# Plan {TRICKS}\n\n## Week 1 {TRICKS}\n\n- [ ] Learn {TRICKS}\n- [x] Did {TRICKS} (https://x/{TRICKS})\n\
         - [ ] A {TRICKS}\n\n## Week 2: 1-2 May {TRICKS}\n\n- [ ] Build {TRICKS}\n"
    )
}

/// Runs it three ways, each of which prints by another path.
fn run(home: &Home, arguments: &[&str]) {
    harmless(arguments, &home.run(arguments));
    for extra in [["--json"].as_slice(), &["--color", "always", "--verbose"]] {
        let all = [arguments, extra].concat();
        harmless(&all, &home.run(&all));
    }
}

fn filled() -> (Home, String, String) {
    let home = hostile();
    let file = format!("plans/{FORGED}.md");
    run(&home, &["check", "decks"]);
    run(&home, &["check", "decks", "--format", "short"]);
    run(&home, &["import", "decks", "--dry-run"]);
    run(&home, &["import", "decks"]);
    run(&home, &["roadmap", "import", &file, "--name", FORGED]);
    run(&home, &["roadmap", "import", &file, "--name", FORGED]);
    run(&home, &["import", &file]);
    let queue = home.run(&["today", "--json"]).stdout;
    let queue: serde_json::Value = serde_json::from_str(&queue).expect("JSON");
    let card = queue["cards"][0]["id"].as_str().expect("a card").to_owned();
    assert!(
        queue["cards"]
            .as_array()
            .is_some_and(|cards| cards.len() > 6)
    );
    let shown = home.run(&["roadmap", "show", FORGED, "--json"]).stdout;
    let shown: serde_json::Value = serde_json::from_str(&shown).expect("JSON");
    let item = shown["items"][0]["id"]
        .as_str()
        .expect("an item")
        .to_owned();
    (home, card, item)
}

#[test]
fn no_command_prints_what_a_stranger_wrote_as_it_is() {
    let (home, card, item) = filled();
    for grade in ["good", "again"] {
        run(&home, &["answer", &card, grade]);
    }
    for arguments in [
        ["today"].as_slice(),
        &["due"],
        &["stats"],
        &["decks"],
        &["log"],
        &["show", &card],
        &["find", "abc"],
        &["find", TRICKS],
        &["undo"],
        &["suspend", &card],
        &["resume", &card],
        &["reset", &card],
        &["catch-up", "--days", "3"],
        &["import"],
        &["check"],
        &["doctor"],
        &["roadmap"],
        &["roadmap", "follow", FORGED],
        &["roadmap"],
        &["roadmap", "list"],
        &["roadmap", "show", FORGED],
        &["roadmap", "done", &item],
        &["roadmap", "undone", &item],
        &["roadmap", "link", &item, FORGED],
        &["roadmap", "deadline", "2027-03-01"],
        &["roadmap", "deadline", "2027-03-01", "--set"],
        &["stats"],
        &["log"],
        &["today", "--deck", FORGED],
        &["today", "--deck", "x*"],
        &["today", "--tag", FORGED],
    ] {
        run(&home, arguments);
    }
    home.deck("decks/broken.md", "# Nothing\n");
    run(&home, &["import"]);
    run(&home, &["import", "decks"]);
}

/// Also those that are not thought of above, and those that come after today.
#[test]
fn no_command_quotes_an_argument_as_it_is() {
    let (home, card, _) = filled();
    let all = commands(&home, &[]);
    assert!(all.len() > 20, "the commands cannot be found: {all:?}");
    // What is exported is the file, and goes where its bytes belong.
    for command in all
        .iter()
        .filter(|command| !command.contains(&"export".to_owned()))
    {
        let command: Vec<&str> = command.iter().map(String::as_str).collect();
        for more in [
            [FORGED].as_slice(),
            &[&card, FORGED],
            &["--deck", FORGED],
            &["--days", FORGED],
            &["--unknown\x1b[2J\u{202e}"],
        ] {
            let arguments = [command.as_slice(), more].concat();
            harmless(&arguments, &home.run(&arguments));
        }
    }
    run(&home, &[FORGED]);
    run(&home, &["decks", "--home", FORGED]);
    run(&home, &["--color", FORGED]);
}

#[test]
fn no_setting_is_quoted_as_it_is() {
    let (mut home, _, _) = filled();
    for name in [
        "NOW",
        "SEED",
        "DAY_START",
        "NEW_PER_DAY",
        "REVIEWS_PER_DAY",
        "MAX_INTERVAL",
    ] {
        let name = format!("DRILL_{name}");
        let before = home
            .variables()
            .iter()
            .find(|(own, _)| *own == name)
            .cloned();
        home.set(&name, FORGED);
        run(&home, &["due"]);
        home.unset(&name);
        if let Some((name, value)) = before {
            home.set(&name, &value);
        }
    }
    let quoted = r"x\u001b[2J\u009b\u202e\nFORGED: y";
    for settings in [
        format!("day_start = \"{quoted}\""),
        format!("new_per_day = \"{quoted}\""),
        format!("\"{quoted}\" = 1"),
        format!("decks = \"{quoted}\""),
        format!("x = {TRICKS}"),
    ] {
        std::fs::write(home.data().join("config.toml"), settings).expect("settings");
        run(&home, &["due"]);
        run(&home, &["today"]);
    }
}

#[test]
fn an_exported_file_is_itself_in_a_pipe_and_harmless_on_a_terminal() {
    let (home, _, _) = filled();
    let export = ["roadmap", "export", FORGED];
    home.run(&export).fine(&plan());
    let mut terminal = home.sit(&export);
    assert_eq!(terminal.end(), 0);
    assert!(terminal.transcript().contains("# Plan x␛[2J"));
    shows_harmless(&export, &terminal);
}

#[test]
fn a_sitting_shows_hostile_cards_as_text() {
    let (home, _, _) = filled();
    for arguments in [["today"].as_slice(), &["today", "--plain"]] {
        let mut sitting = home.sit(arguments);
        for done in 1..=3 {
            sitting.grade("1").see(&format!("{done} done"));
        }
        sitting.press("?").see("any key goes back").press(" q");
        assert_eq!(sitting.end(), 0);
        shows_harmless(arguments, &sitting);
    }
}

/// Everything that was shown, pages and all.
fn shows_harmless(arguments: &[&str], sitting: &Sitting) {
    let outcome = Outcome {
        stdout: sitting.transcript().replace("\x1b[H\x1b[2J", ""),
        stderr: String::new(),
        code: 0,
    };
    harmless(arguments, &outcome);
}
