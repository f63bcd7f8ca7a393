//! What the decks are for: no theory of the roadmap that ships with them, or of the real ones, is
//! without a deck. The real ones lie beside the project; where they do not, the test says so.

use serde_json::Value;

use crate::home::{Home, repository};

#[test]
fn no_theory_of_the_shipped_roadmap_is_without_a_deck() {
    let shown = Home::new().json(&["roadmap", "show", "senior-go", "--json"]);
    assert!(shown["items"].as_array().is_some_and(|all| all.len() > 100));
    assert_eq!(untaught(&shown), [""; 0]);
}

#[test]
fn no_theory_of_the_real_roadmaps_is_without_a_deck() {
    let folder = repository().join("../shared/roadmaps");
    let Ok(files) = std::fs::read_dir(&folder) else {
        println!("skipped: there is no `{}`", folder.display());
        return;
    };
    for file in files {
        let path = file.expect("a file").path();
        let path = path.to_str().expect("UTF-8");
        let home = Home::new();
        let import = ["roadmap", "import", path, "--name", "real"];
        assert_eq!(home.run(&import).code, 0, "{path}");
        let shown = home.json(&["roadmap", "show", "real", "--json"]);
        assert_eq!(untaught(&shown), [""; 0], "{path}");
    }
}

/// The theory that no deck teaches, without what only heads entries of its own.
fn untaught(roadmap: &Value) -> Vec<&str> {
    let items = roadmap["items"].as_array().expect("items");
    let heads = |item: &Value| items.iter().any(|below| below["parent"] == item["id"]);
    items
        .iter()
        .filter(|item| item["kind"] == "theory" && item["decks"] == serde_json::json!([]))
        .filter(|item| !heads(item))
        .filter_map(|item| item["text"].as_str())
        .collect()
}
