//! What holds for every text.

use proptest::prelude::*;

use super::*;
use crate::model::roadmap::Place;

/// Texts that are made of what roadmaps are made of.
fn texts() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "# ",
        "## ",
        "### ",
        "- ",
        "* ",
        "1. ",
        "- [ ] ",
        "- [x] ",
        "  ",
        "    ",
        "\n",
        "\n\n",
        "| a | b |\n",
        "|---|---|\n",
        "> ",
        "**Цели:**",
        "Теория",
        "Неделя 3",
        "25 ноября --- 7 декабря",
        "до марта",
        "```\n",
        "`",
        "**",
        "(",
        ")",
        "[",
        "](",
        "\\",
        "слово",
        "word",
        "3–4 ",
        "---\n",
        "<b>",
        "\t",
        "🚀",
        "\r\n",
    ]);
    prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_gives_a_whole_roadmap(text in prop_oneof![texts(), any::<String>()]) {
        let plan = roadmap(&text);
        for (at, stage) in plan.stages.iter().enumerate() {
            prop_assert!(stage.parent.is_none_or(|parent| parent < at));
            let around = stage.parent.map_or(0, |parent| plan.stages[parent].level);
            prop_assert_eq!(stage.level, around + 1);
        }
        for (at, item) in plan.items.iter().enumerate() {
            prop_assert!(!item.text.trim().is_empty() && !item.text.contains('\n'));
            prop_assert!(item.parent.is_none_or(|parent| parent < at));
            prop_assert!(item.stage.is_none_or(|stage| stage < plan.stages.len()));
            if let Some(tick_box) = item.tick_box {
                let inside = &text[tick_box.at - 1..tick_box.at + 2];
                prop_assert_eq!(inside.to_lowercase() == "[x]", tick_box.ticked, "{}", inside);
            }
        }
        let items = plan.items.iter().map(|item| item.place);
        let notes = plan.notes.iter().map(|note| note.place);
        let stages = plan.stages.iter().map(|stage| stage.place);
        for Place { span, .. } in items.chain(notes).chain(stages) {
            prop_assert!(text.get(span.range()).is_some_and(|text| !text.is_empty()), "{:?}", span);
        }
    }

    #[test]
    fn line_ends_do_not_matter(text in texts()) {
        let unix = text.replace("\r\n", "\n");
        let texts = |plan: Roadmap| -> Vec<String> { plan.items.into_iter().map(|item| item.text).collect() };
        prop_assert_eq!(texts(roadmap(&unix)), texts(roadmap(&unix.replace('\n', "\r\n"))));
    }
}

#[test]
fn a_hundred_levels_are_read() {
    let entry = |level: usize| format!("{}- level {level}\n", "  ".repeat(level));
    let text: String = (0..100).map(entry).collect();
    let plan = roadmap(&text);
    assert_eq!(plan.items.len(), 100);
    assert_eq!(plan.items[99].parent, Some(98));
}
