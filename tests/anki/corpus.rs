//! Real packages, where they are beside the repository: what their manifest says Anki's engine
//! holds after importing them is what is here.

use std::path::PathBuf;

use serde_json::Value;

use crate::home::{Home, repository};

/// The folder of the real files, with what is known of them.
pub(super) fn corpus() -> Option<(PathBuf, Value)> {
    let folder = repository().join("../shared/corpus");
    let manifest = std::fs::read_to_string(folder.join("manifest.json"));
    let Ok(manifest) = manifest else {
        println!("skipped: {} is not there", folder.display());
        return None;
    };
    Some((folder, serde_json::from_str(&manifest).expect("a manifest")))
}

#[test]
fn real_packages_hold_what_anki_finds_in_them() {
    let Some((folder, manifest)) = corpus() else {
        return;
    };
    for package in manifest["apkg"].as_array().expect("packages") {
        let truth = &package["truth"]["engine"];
        let name = package["file"].as_str().expect("a name");
        let mut home = Home::new();
        home.at("2026-11-24T12:00:00+00:00");
        let file = folder.join(name).display().to_string();
        let said = home.json(&["import", &file, "--json"]);
        for (ours, theirs) in [
            ("notes", "notes"),
            ("cards", "cards"),
            ("new", "cards"),
            ("answers", "revlog_rows"),
            ("media", "media_files"),
        ] {
            assert_eq!(said[ours], truth[theirs], "{name}: {ours}");
        }
        assert_eq!(said["errors"], 0, "{name}");
        let decks = home.json(&["decks", "--json"]);
        let in_decks: i64 = (decks["decks"].as_array().expect("decks").iter())
            .filter_map(|deck| deck["cards"].as_i64())
            .sum();
        assert_eq!(in_decks, truth["cards"].as_i64().expect("cards"), "{name}");
        let again = home.json(&["import", &file, "--json"]);
        assert_eq!(
            (&again["unchanged"], &again["answers"]),
            (&said["cards"], &0.into()),
            "{name}"
        );
        home.run(&["doctor"]).fine("the database is sound\n");
    }
}
