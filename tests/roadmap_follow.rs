//! A plan is followed: new cards come in its order, and never before what they require.

use serde_json::{Value, json};

use crate::home::Home;

const PLAN: &str = "# Plan\n\n## Late things\n\n- Delta\n\n## Early things\n\n- Beta\n- Write a Beta of your own\n";

/// Five decks of two cards; `delta` requires `gamma`, which requires `alpha`.
fn home() -> Home {
    let home = Home::new();
    for (name, requires) in [
        ("alpha", ""),
        ("beta", ""),
        ("gamma", "[alpha]"),
        ("delta", "[gamma]"),
        ("omega", ""),
    ] {
        let text = format!(
            "---\nrequires: {requires}\n---\n\n## What is first in {name}?\nOne.\n\n## And then, in {name}?\nTwo.\n"
        );
        home.deck(&format!("notes/{name}.md"), &text);
    }
    home.deck("plan.md", PLAN);
    home.deck("other.md", "- Omega\n- Learn Beta\n");
    assert_eq!(home.run(&["import", "-q", "notes"]).code, 0);
    for plan in ["plan.md", "other.md"] {
        assert_eq!(home.run(&["roadmap", "import", "-q", plan]).code, 0);
    }
    home
}

/// The decks of today's new cards in their order, each with its roadmap and stage.
fn today(home: &Home) -> Vec<Value> {
    let queue = home.json(&["today", "--json"]);
    let cards = queue["cards"].as_array().expect("cards");
    let mut decks: Vec<Value> = cards
        .iter()
        .map(|card| json!([card["deck"], card["roadmap"], card["stage"]]))
        .collect();
    decks.dedup();
    decks
}

#[test]
fn new_cards_come_item_by_item_after_what_they_require() {
    let home = home();
    let nobody = |deck: &str| json!([deck, null, null]);
    let unfollowed = ["alpha", "beta", "omega", "gamma", "delta"].map(nobody);
    assert_eq!(today(&home), unfollowed);
    let list = home.json(&["roadmap", "follow", "plan", "--json"]);
    assert_eq!(list["roadmaps"][0]["followed"], 1);
    let expected = [
        json!(["alpha", "plan", 1]),
        json!(["gamma", "plan", 1]),
        json!(["delta", "plan", 1]),
        json!(["beta", "plan", 2]),
        nobody("omega"),
    ];
    assert_eq!(today(&home), expected);
    home.run(&["roadmap", "follow", "other", "plan"]);
    let expected = [
        json!(["omega", "other", null]),
        json!(["beta", "other", null]),
        json!(["alpha", "plan", 1]),
        json!(["gamma", "plan", 1]),
        json!(["delta", "plan", 1]),
    ];
    assert_eq!(today(&home), expected);
    home.run(&["roadmap", "follow", "--none"]);
    assert_eq!(today(&home), unfollowed);
}

#[test]
fn the_day_counts_what_it_asks() {
    let mut home = home();
    home.set("DRILL_NEW_PER_DAY", "3");
    home.run(&["roadmap", "follow", "plan"]);
    home.run(&["due"]).fine("0 due, 3 new\n");
    let queue = home.json(&["today", "--json"]);
    assert_eq!(queue["new"], 3);
    let first = queue["cards"][0]["id"].as_str().expect("an id").to_owned();
    home.json(&["answer", &first, "good", "--json"]);
    home.run(&["due"]).fine("0 due, 2 new\n");
    let next = home.json(&["today", "--json"]);
    assert_eq!(next["cards"][0]["id"], queue["cards"][1]["id"]);
}

#[test]
fn an_item_may_be_linked_by_hand_and_back() {
    let home = home();
    home.run(&["roadmap", "follow", "plan"]);
    home.run(&["roadmap", "link", "Beta", "omega", "beta", "omega"])
        .fine("Beta: omega, beta\n");
    let decks: Vec<Value> = today(&home);
    assert_eq!(
        decks[3..],
        [json!(["omega", "plan", 2]), json!(["beta", "plan", 2])]
    );
    // A second link takes the place of the first.
    let linked = home.json(&["roadmap", "link", "Beta", "omega", "--json"]);
    let omega = json!([{"deck": "omega", "how": "linked", "score": 1.0}]);
    assert_eq!(linked["decks"], omega);
    // A deck that disappears leaves its item without one, until it is back.
    let deck = home.work().join("notes/omega.md");
    let text = std::fs::read_to_string(&deck).expect("a deck");
    std::fs::remove_file(&deck).expect("a deck");
    home.run(&["import", "-y"]);
    let item = |home: &Home| home.json(&["roadmap", "show", "plan", "--json"])["items"][1].clone();
    assert_eq!(item(&home)["decks"], json!([]));
    home.deck("notes/omega.md", &text);
    home.run(&["import"]);
    assert_eq!(item(&home)["decks"], omega);
    home.run(&["roadmap", "link", "Beta", "--auto"])
        .fine("Beta: beta\n");
    home.run(&["roadmap", "link", "Beta", "sigma"]).ends(
        2,
        "",
        "error: no deck is called `sigma`\nhelp: `drill decks` lists the decks\n",
    );
    let kinds: Vec<Value> = home
        .json_lines(&["log", "--json"])
        .into_iter()
        .map(|entry| entry["kind"].clone())
        .collect();
    assert_eq!(kinds, ["follow", "link", "link", "link"]);
}

#[test]
fn what_is_not_there_cannot_be_followed() {
    let home = home();
    home.run(&["roadmap"]).ends(
        2,
        "",
        "error: no roadmap is followed\n\
         help: name one, or follow one: `drill roadmap follow NAME`; `drill roadmap list` lists them\n",
    );
    home.run(&["roadmap", "follow", "plan", "nowhere"]).ends(
        2,
        "",
        "error: there is no roadmap `nowhere`\n\
         help: `drill roadmap list` lists them; `drill roadmap import FILE` brings one in\n",
    );
    home.run(&["roadmap", "list"]).fine(
        "followed  roadmap  items  done  deadline  title\n\
         -         other        2     0  -         other\n\
         -         plan         3     0  -         Plan\n",
    );
}

#[test]
fn a_fresh_machine_follows_the_roadmap_of_the_program() {
    let home = Home::new();
    let queue = home.json(&["today", "--json"]);
    let list = home.json(&["roadmap", "list", "--json"]);
    assert_eq!(list["roadmaps"][0]["followed"], 1);
    assert_eq!(list["roadmaps"][0]["file"], "decks/roadmap.md");
    let name = &list["roadmaps"][0]["roadmap"];
    let cards = queue["cards"].as_array().expect("cards");
    assert!(cards.iter().all(|card| card["roadmap"] == *name));
    let shown = home.json(&["roadmap", "--json"]);
    let items = shown["items"].as_array().expect("items");
    let theory = || items.iter().filter(|item| item["kind"] == "theory");
    let decks: std::collections::BTreeSet<&str> = theory()
        .flat_map(|item| item["decks"].as_array().expect("decks"))
        .filter(|link| link["how"] == "exact")
        .filter_map(|link| link["deck"].as_str())
        .collect();
    let all = home.json(&["decks", "--json"]);
    let all = all["decks"].as_array().expect("decks").iter();
    for deck in all.filter_map(|deck| deck["deck"].as_str()) {
        assert!(
            decks.contains(deck),
            "no item of the roadmap is about `{deck}`"
        );
    }
    assert!(home.json_lines(&["log", "--json"]).is_empty());
}
