//! How the pieces of a text become stages, items, labels and notes.

use super::*;
use crate::model::roadmap::Item;
use crate::roadmap::is_checklist;

/// The stages: numbers of parents, levels, titles.
fn stages(plan: &Roadmap) -> Vec<String> {
    let stage = |stage: &crate::model::roadmap::Stage| {
        let parent = stage
            .parent
            .map_or("-".to_owned(), |parent| parent.to_string());
        format!("{parent} {} {}", stage.level, stage.title)
    };
    plan.stages.iter().map(stage).collect()
}

/// The items: stage, parent, kind, label, box, text.
fn items(plan: &Roadmap) -> Vec<String> {
    let number = |at: Option<usize>| at.map_or("-".to_owned(), |at| at.to_string());
    let item = |item: &Item| {
        let ticked = item
            .tick_box
            .map_or("", |tick_box| if tick_box.ticked { "x" } else { "o" });
        format!(
            "{} {} {} ({}) [{ticked}] {}",
            number(item.stage),
            number(item.parent),
            item.kind.name(),
            item.label.as_deref().unwrap_or_default(),
            item.text
        )
    };
    plan.items.iter().map(item).collect()
}

fn notes(plan: &Roadmap) -> Vec<&str> {
    plan.notes.iter().map(|note| note.text.as_str()).collect()
}

#[test]
fn headings_are_stages_labels_or_the_title() {
    let plan = roadmap(
        "# My plan\n\nwhy\n\n## Week 1: Go\n### Theory\n- a\n### Basics\n- b\n## Goals\n- c\n## Rules of Thumb\n- d\n",
    );
    assert_eq!(plan.title, "My plan");
    assert_eq!(
        stages(&plan),
        ["- 1 Week 1: Go", "0 2 Basics", "- 1 Rules of Thumb"]
    );
    assert_eq!(
        items(&plan),
        [
            "0 - theory (Theory) [] a",
            "1 - theory () [] b",
            "- - goal (Goals) [] c",
            "2 - theory () [] d",
        ]
    );
    assert_eq!(notes(&plan), ["why"]);
}

#[test]
fn the_first_heading_is_a_stage_if_it_is_one_of_several() {
    let plan = roadmap("# Month 1\n## Week 1\n- a\n# Month 2\n## Week 5\n- b\n");
    assert_eq!(plan.title, "plan");
    assert_eq!(
        stages(&plan),
        ["- 1 Month 1", "0 2 Week 1", "- 1 Month 2", "2 2 Week 5"]
    );
    let plan = roadmap("# Go\n- a\n# Rust\n- b\n");
    assert_eq!(stages(&plan), ["- 1 Go", "- 1 Rust"]);
    let plan = roadmap("# Practice\n- a\n");
    assert_eq!(items(&plan), ["- - practice (Practice) [] a"]);
}

#[test]
fn entries_of_every_kind_are_items() {
    let plan = roadmap(
        "- [ ] **a** `b`\n  more of it\n  1. [x] c\n     + d\n\n       further\n\n       ```\n       - code\n       ```\n- ### e #\n> * f\n\n-\n  - g\n- \\# h\n",
    );
    assert_eq!(
        items(&plan),
        [
            "- - theory () [o] **a** `b` more of it",
            "- 0 theory () [x] c",
            "- 1 theory () [] d",
            "- - theory () [] e",
            "- - theory () [] f",
            "- - theory () [] g",
            "- - theory () [] \\# h",
        ]
    );
    assert_eq!(notes(&plan), ["further", "```\n       - code\n       ```"]);
    let at: Vec<String> = plan
        .items
        .iter()
        .map(|item| item.place.position.to_string())
        .collect();
    assert_eq!(at, ["1:1", "3:3", "4:6", "11:1", "12:3", "15:3", "16:1"]);
}

#[test]
fn rows_are_items_with_their_cells() {
    let plan = roadmap(
        "| Project | Done | Week |\n|---|---|---|\n| **Shop** | [x] | 3–4 |\n|  | | |\n| Chat | [ ] | x |\n\n- after\n",
    );
    assert_eq!(
        items(&plan),
        [
            "- - project () [x] **Shop** | 3–4",
            "- - project () [o] Chat | x",
            "- - theory () [] after",
        ]
    );
    assert_eq!(notes(&plan), ["Project | Done | Week"]);
    let when = &plan.items[0].when;
    assert_eq!(when.wording.as_deref(), Some("3–4"));
    assert_eq!(when.first.unwrap().to_string(), "2026-12-09");
    assert_eq!(when.last.unwrap().to_string(), "2026-12-22");
}

#[test]
fn a_label_reaches_to_the_next_of_its_level() {
    let plan = roadmap(
        "# P\n## A\n**Resources:**\n- a\n\n**Practice**\n- b\n  **Tools:**\n\n  - c\n- d\n### B\n- e\n## Exercises\n### C\n- f\n## D\n- **Theory**\n  - g\n- h\n",
    );
    assert_eq!(
        items(&plan),
        [
            "0 - resource (Resources) [] a",
            "0 - practice (Practice) [] b **Tools:**",
            "0 1 practice (Practice) [] c",
            "0 - practice (Practice) [] d",
            "1 - theory () [] e",
            "2 - practice (Exercises) [] f",
            "3 - theory () [] **Theory**",
            "3 6 theory (Theory) [] g",
            "3 - theory () [] h",
        ]
    );
}

#[test]
fn words_after_a_label_are_an_item() {
    let plan = roadmap(
        "# P\n## A\nabout A\n**Goal:** know\nit all\nProject: a shop\nRemember this: nothing\n- a\n### Цель: оффер\ntext\n",
    );
    assert_eq!(
        items(&plan),
        [
            "0 - goal (Goal) [] know it all",
            "0 - project (Project) [] a shop Remember this: nothing",
            "0 - project (Project) [] a",
            "0 - goal (Цель) [] оффер",
        ]
    );
    assert_eq!(notes(&plan), ["about A", "text"]);
}

#[test]
fn a_label_at_the_margin_ends_the_entry_before_it() {
    let plan = roadmap(
        "# P\n## A\nTheory:\n- a\ngoes on\nPractice:\n- b\nGoal: c\n- d\n## Final project\n- e\n",
    );
    assert_eq!(
        items(&plan),
        [
            "0 - theory (Theory) [] a goes on",
            "0 - practice (Practice) [] b",
            "0 - goal (Goal) [] c",
            "0 - theory () [] d",
            "- - project (Final project) [] e",
        ]
    );
}

#[test]
fn nothing_disappears() {
    let plan = roadmap(
        "---\nowner: me\n---\n# P\n\n<b>html</b>\n\n    code\n\n## A\n> quote\n\nsee [it]\n\n[it]: http://a.b 'c'\n\n- a\n",
    );
    assert_eq!(plan.title, "P");
    assert_eq!(
        notes(&plan),
        [
            "---\nowner: me\n---",
            "<b>html</b>",
            "code",
            "quote",
            "see [it]",
            "[it]: http://a.b 'c'",
        ]
    );
}

#[test]
fn stages_follow_each_other() {
    let plan = roadmap(
        "# P\n## A (2 недели)\n- a\n## B (1 week)\n- b\n## C\n### 1–5 марта\n### 6–9 марта\n",
    );
    let days = |stage: usize| {
        let when = &plan.stages[stage].when;
        format!("{} {}", when.first.unwrap(), when.last.unwrap())
    };
    assert_eq!(days(0), "2026-11-25 2026-12-08");
    assert_eq!(days(1), "2026-12-09 2026-12-15");
    assert_eq!(days(2), "2027-03-01 2027-03-09");
    assert_eq!(plan.stages[2].when.wording, None);
    assert_eq!(plan.end().unwrap().to_string(), "2027-03-09");
}

#[test]
fn a_checklist_has_boxes_or_a_calendar() {
    assert!(is_checklist(&roadmap("- [ ] a\n- [x] b\n")));
    assert!(is_checklist(&roadmap(
        "# P\n## Week 1\n- a\n## Week 2\n- b\n"
    )));
    assert!(!is_checklist(&roadmap(
        "# P\n## Install\n- a\n- [ ] b\n## Use\n- c\n"
    )));
    assert!(!is_checklist(&roadmap("")));
}
