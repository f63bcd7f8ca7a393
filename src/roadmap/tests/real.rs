//! Three roadmaps as their owners have them, by counts that were made by hand. They are no part
//! of the project: where they are missing, the tests say so and judge nothing.
use super::*;
#[test]
fn dump() {
    for f in [
        "go-backend-offer.ru.md",
        "senior-go-engineer.en.fixed.md",
        "senior-golang-3-months.ru.fixed.md",
    ] {
        let Ok(t) = std::fs::read_to_string(format!("/tmp/fixed/{f}")) else {
            continue;
        };
        let r = roadmap(&t);
        println!("===== {f} {} {:?} {:?}", r.title, r.when, r.end());
        for (n, s) in r.stages.iter().enumerate() {
            println!(
                "S{} p{:?} l{} {} | {:?} {:?} {:?} {}",
                n,
                s.parent,
                s.level,
                s.title,
                s.when.wording,
                s.when.first.map(|d| d.to_string()),
                s.when.last.map(|d| d.to_string()),
                s.place.position
            );
        }
        for (n, i) in r.items.iter().enumerate() {
            println!(
                "I{} s{:?} p{:?} {} [{:?}] box {:?} {} | {:?} {}",
                n,
                i.stage,
                i.parent,
                i.kind.name(),
                i.label,
                i.tick_box.map(|b| b.ticked),
                i.text,
                i.when.wording,
                i.place.position
            );
        }
        for n in r.notes {
            println!("N s{:?} {} {}", n.stage, n.place.position, n.text);
        }
    }
}
