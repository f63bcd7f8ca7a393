//! Items keep their names through edits of their file.

use proptest::prelude::*;

use super::*;
use crate::model::time::Day;
use crate::roadmap::read;

fn roadmap(text: &str) -> Roadmap {
    read(text, "plan", Day::of(2026, 11, 25).unwrap())
}

/// The texts behind the ids of the changes: added, removed, moved, reworded.
fn changed(before: &str, now: &str) -> [Vec<String>; 4] {
    let (old, mut new) = (roadmap(before), roadmap(now));
    let changes = carry(&old, &mut new);
    let ids: HashSet<ItemId> = new.items.iter().map(|item| item.id).collect();
    assert_eq!(ids.len(), new.items.len(), "every item has its own name");
    let texts = |ids: Vec<ItemId>, of: &Roadmap| {
        let text = |id: ItemId| {
            of.items
                .iter()
                .find(|item| item.id == id)
                .unwrap()
                .text
                .clone()
        };
        ids.into_iter().map(text).collect()
    };
    [
        texts(changes.added, &new),
        texts(changes.removed, &old),
        texts(changes.moved, &new),
        texts(changes.reworded, &new),
    ]
}

fn lists(texts: [&[&str]; 4]) -> [Vec<String>; 4] {
    texts.map(|texts| texts.iter().map(|text| (*text).to_owned()).collect())
}

const PLAN: &str = "# Plan\n## One\n- [ ] channels and select\n- [ ] mutexes\n- [ ] read the tests\n## Two\n- [ ] docker\n- [ ] read the tests\n";

/// Worked out by another program. They may never change.
#[test]
fn known_ids_stay() {
    assert_eq!(item_id("plan", "channels", 0).to_string(), KNOWN[0]);
    assert_eq!(item_id("plan", "channels", 1).to_string(), KNOWN[1]);
    assert_eq!(item_id("план", "каналы", 0).to_string(), KNOWN[2]);
}

#[test]
fn two_items_of_one_text_have_two_names() {
    let items = roadmap(PLAN).items;
    assert_eq!(items[2].text, items[4].text);
    assert_ne!(items[2].id, items[4].id);
    assert_eq!(items[2].id, item_id("plan", "read the tests", 0));
}

#[test]
fn nothing_changes_with_markers_ticks_and_new_items() {
    let ticked = PLAN.replace("- [ ]", "* [x]");
    assert_eq!(changed(PLAN, &ticked), lists([&[], &[], &[], &[]]));
    let more = PLAN.replace("- [ ] mutexes", "- [ ] mutexes\n- [ ] atomics");
    assert_eq!(changed(PLAN, &more), lists([&["atomics"], &[], &[], &[]]));
    let retitled = PLAN.replace("## One", "## First of all");
    assert_eq!(changed(PLAN, &retitled), lists([&[], &[], &[], &[]]));
}

#[test]
fn moving_and_rewording_keep_the_name() {
    let moved = "# Plan\n## One\n- channels and select\n- read the tests\n## Two\n- docker\n- mutexes\n- read the tests\n";
    assert_eq!(changed(PLAN, moved), lists([&[], &[], &["mutexes"], &[]]));
    let reworded = PLAN.replace("channels and select", "learn channels, select");
    let expected = lists([&[], &[], &[], &["learn channels, select"]]);
    assert_eq!(changed(PLAN, &reworded), expected);
}

#[test]
fn another_item_in_its_place_is_another_item() {
    let other = PLAN.replace("docker", "kubernetes");
    assert_eq!(
        changed(PLAN, &other),
        lists([&["kubernetes"], &["docker"], &[], &[]])
    );
    let unclear = "- index of rows one\n- index of rows two\n";
    let expected = lists([
        &["index of rows"],
        &["index of rows one", "index of rows two"],
        &[],
        &[],
    ]);
    assert_eq!(changed(unclear, "- index of rows\n"), expected);
}

#[test]
fn what_comes_back_has_its_old_name() {
    let whole = roadmap(PLAN);
    let mut without = roadmap(&PLAN.replace("- [ ] docker\n", ""));
    carry(&whole, &mut without);
    let mut again = roadmap(PLAN);
    carry(&without, &mut again);
    assert_eq!(again, whole);
}

proptest! {
    #[test]
    fn any_edit_gives_every_item_one_name(
        old in prop::collection::vec(0_u8..6, 0..12),
        new in prop::collection::vec(0_u8..6, 0..12),
    ) {
        let text = |items: &[u8]| items.iter().map(|item| match item {
            0 => "## Stage\n".to_owned(),
            item => format!("- item number {item} of the list\n"),
        }).collect::<String>();
        let (old, mut now) = (roadmap(&text(&old)), roadmap(&text(&new)));
        let changes = carry(&old, &mut now);
        let ids: HashSet<ItemId> = now.items.iter().map(|item| item.id).collect();
        prop_assert_eq!(ids.len(), now.items.len());
        prop_assert_eq!(
            now.items.len() - changes.added.len(),
            old.items.len() - changes.removed.len()
        );
        let same = now.clone();
        prop_assert_eq!(carry(&same, &mut now), Changes::default());
        prop_assert_eq!(same, now);
    }
}

const KNOWN: [&str; 3] = [
    "1049e2bff7918fa54d480cf230124cf0",
    "762ee0aae155c3339e49596f44c01aa1",
    "79caabfa9f5e8d54aa1af5b993ce3fe2",
];
