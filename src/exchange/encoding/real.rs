//! Three roadmaps as their owners have them, from bytes to items, by counts that were made by
//! hand. They are no part of the project: where they are missing, the tests judge nothing.

use std::collections::BTreeMap;
use std::path::Path;

use super::*;
use crate::model::roadmap::Roadmap;
use crate::model::time::Day;
use crate::roadmap;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/roadmaps");

/// The roadmap in a file, and what was repaired in it.
#[expect(clippy::print_stdout, reason = "a test says that it skips by printing")]
fn real(file: &str) -> Option<(Roadmap, Vec<String>)> {
    let path = Path::new(FOLDER).join(file);
    let Ok(bytes) = std::fs::read(&path) else {
        println!("skipped: there is no `{}`", path.display());
        return None;
    };
    let reading = read(&bytes);
    assert_eq!(reading.read_as, "utf-8");
    assert_eq!(reading.damaged, Vec::<u32>::new());
    let boxes = |text: &str| text.matches("[ ]").count();
    let plan = roadmap::read(&reading.text, "plan", Day::of(2026, 11, 25)?);
    let with_box = plan.items.iter().filter(|item| item.tick_box.is_some());
    assert_eq!(with_box.count(), boxes(&reading.text));
    let ticks: Vec<(usize, bool)> = plan
        .items
        .iter()
        .filter_map(|item| Some((item.tick_box?.at, true)))
        .collect();
    let ticked = with_boxes(&bytes, &reading.text, &ticks);
    let expected = String::from_utf8(bytes).ok()?.replace("[ ]", "[x]");
    assert_eq!(String::from_utf8(ticked).ok()?, expected);
    Some((plan, reading.repaired))
}

/// How many items of each kind there are.
fn kinds(plan: &Roadmap) -> BTreeMap<&'static str, usize> {
    let mut kinds = BTreeMap::new();
    for item in &plan.items {
        *kinds.entry(item.kind.name()).or_default() += 1;
    }
    kinds
}

/// The title of each stage with the number of items right in it.
fn stages(plan: &Roadmap) -> Vec<(&str, usize)> {
    let stages = plan.stages.iter().enumerate();
    let count = |at: usize| {
        plan.items
            .iter()
            .filter(|item| item.stage == Some(at))
            .count()
    };
    stages
        .map(|(at, stage)| (stage.title.as_str(), count(at)))
        .collect()
}

fn days(plan: &Roadmap, stage: usize) -> String {
    let when = &plan.stages[stage].when;
    let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    format!("{} {}", day(when.first), day(when.last))
}

#[test]
fn the_plan_with_dates() {
    let Some((plan, repaired)) = real("go-backend-offer.ru.md") else {
        return;
    };
    assert_eq!(repaired, Vec::<String>::new());
    let title = "ROADMAP --- GO BACKEND → MIDDLE+/SENIOR-READY → OFFER 500K (до марта)";
    assert_eq!(plan.title, title);
    assert_eq!(
        stages(&plan),
        [
            ("ЧАСТЬ 1. РАЗГОН (25 ноября --- 7 декабря)", 6),
            ("ЧАСТЬ 2. УСКОРЕНИЕ (7 декабря --- 31 декабря)", 7),
            ("ЧАСТЬ 3. МИДЛ-ПРОКАЧКА (1 января --- 1 февраля)", 8),
            ("ЧАСТЬ 4. SENIOR-READY (1 февраля --- 1 марта)", 7),
            ("ЧАСТЬ 5. МАРТ --- ПОЛУЧЕНИЕ ОФФЕРА", 4),
        ]
    );
    let spans: Vec<String> = (0..5).map(|stage| days(&plan, stage)).collect();
    assert_eq!(
        spans,
        [
            "2026-11-25 2026-12-07",
            "2026-12-07 2026-12-31",
            "2027-01-01 2027-02-01",
            "2027-02-01 2027-03-01",
            "2027-03-01 2027-03-31",
        ]
    );
    assert_eq!(
        kinds(&plan),
        BTreeMap::from([("goal", 2), ("practice", 2), ("project", 5), ("theory", 23)])
    );
    assert_eq!(plan.notes.len(), 1);
}

#[test]
fn the_plan_in_weeks_that_is_broken_throughout() {
    let Some((plan, repaired)) = real("senior-golang-3-months.ru.broken-encoding.md") else {
        return;
    };
    assert_eq!(repaired, ["macintosh"]);
    assert_eq!(
        plan.title,
        "🚀 3-месячный Roadmap до уровня Senior Golang Developer"
    );
    // Three months of goals, twelve weeks, and the mini-project inside the fourth.
    let counts: Vec<usize> = stages(&plan).iter().map(|(_, items)| *items).collect();
    assert_eq!(counts, [4, 9, 8, 8, 0, 6, 4, 7, 9, 9, 10, 4, 7, 9, 10, 11]);
    assert_eq!(days(&plan, 3), "2026-12-09 2026-12-15");
    assert_eq!(days(&plan, 6), "2026-12-25 2027-01-24");
    assert_eq!(days(&plan, 15), "2027-02-10 2027-02-16");
    assert_eq!(
        kinds(&plan),
        BTreeMap::from([
            ("goal", 13),
            ("practice", 36),
            ("project", 16),
            ("theory", 50)
        ])
    );
}

#[test]
fn the_plan_in_english_with_broken_signs() {
    let Some((plan, repaired)) = real("senior-go-engineer.en.broken-encoding.md") else {
        return;
    };
    assert_eq!(repaired, ["macintosh"]);
    assert_eq!(
        stages(&plan),
        [
            ("🧭 1. Core Competence (Language Mastery)", 22),
            ("🏗️ 2. Frameworks & Ecosystem (Real-World Engineering)", 0),
            ("🧩 Core Libraries / Frameworks", 9),
            ("🧱 3. System Design & Architecture (Senior Core)", 15),
            ("🧠 Rules of Thumb", 5),
            ("🧰 4. Toolchain, DevOps & CI/CD", 12),
            ("⚙️ Automation", 3),
            ("💬 5. Mentoring & Leadership Skills", 4),
            ("🧩 6. Example Projects (End-to-End)", 5),
            ("🛣️ Suggested 6–12 Month Roadmap", 6),
            ("🏁 Bonus: “Senior Gopher Mindset”", 5),
        ]
    );
    let last = &plan.items[80];
    assert_eq!(last.when.wording.as_deref(), Some("11–12"));
    assert_eq!(last.when.last, Day::of(2027, 11, 24));
    assert_eq!(plan.items[14].text, "**Testing**");
    assert_eq!(plan.items[15].parent, Some(14));
}
