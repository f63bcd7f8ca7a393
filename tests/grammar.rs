//! The grammar of decks as its page tells it: every example compiles to what stands below it, and
//! every complaint is listed.

use crate::home::{Home, repository};

/// The examples of the page, each with the line below it (`2 cards`), if that is a count.
fn examples(page: &str) -> Vec<(String, Option<u64>)> {
    let mut examples = Vec::new();
    let mut rest = page;
    while let Some((_, after)) = rest.split_once("````markdown\n") {
        let (example, after) = after.split_once("````\n").expect("a fence is closed");
        let below = after.trim_start().lines().next().unwrap_or_default();
        let count = below.strip_suffix(" cards").or(below.strip_suffix(" card"));
        examples.push((
            example.to_owned(),
            count.and_then(|count| count.parse().ok()),
        ));
        rest = after;
    }
    examples
}

fn page() -> String {
    std::fs::read_to_string(repository().join("decks/README.md")).expect("the page is there")
}

#[test]
fn every_example_compiles_to_what_stands_below_it() {
    let examples = examples(&page());
    assert_eq!(examples.len(), 11);
    for (example, count) in examples {
        let home = Home::new();
        home.deck("goroutines.md", "# Goroutines\n");
        home.deck("example.md", &example);
        let checked = home.json(&["check", "--json", "."]);
        assert_eq!(
            checked["cards"].as_u64(),
            Some(count.unwrap_or(0)),
            "{example}"
        );
        assert_eq!(checked["diagnostics"].to_string(), "[]", "{example}");
    }
}

#[test]
fn every_complaint_is_listed() {
    let page = page();
    let folder = repository().join("src/compile");
    for entry in std::fs::read_dir(folder).expect("the room is there") {
        let path = entry.expect("a file").path();
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        for code in text
            .split("code: \"")
            .skip(1)
            .filter_map(|rest| rest.get(..3))
        {
            assert!(
                page.contains(code),
                "{code} of {} is not on the page",
                path.display()
            );
        }
    }
    for code in ["E30", "E31", "E32"] {
        assert!(page.contains(code));
    }
}

#[test]
fn the_page_itself_asks_nothing() {
    let page = repository().join("decks/README.md");
    let checked = Home::new().json(&["check", "--json", page.to_str().expect("a plain path")]);
    assert_eq!(checked["cards"], 0);
}

#[test]
fn the_shipped_decks_are_beyond_reproach() {
    let home = Home::new();
    let decks = repository().join("decks");
    home.run(&["check", decks.to_str().expect("a plain path")])
        .fine("");
}
