//! x
use crate::home::Home;
const DECK: &str = "# Rivers\n\n## Where does the Nile end?\n\nIn the Mediterranean.\n\n## Where does the Danube end?\n\nIn the Black Sea.\n";
#[test]
fn probe() {
    let home = Home::new();
    let file = home.deck("rivers.md", DECK);
    eprintln!("{}", home.run(&["import", "rivers.md"]).stderr);
    let _ = file;
    let mut s = home.sit(&["today"]);
    s.see("space answer");
    eprintln!("{}\n=====", s.screen());
    let before = s.modes();
    s.press(" ").see("4 easy");
    eprintln!("{}\n=====", s.screen());
    s.press("q");
    eprintln!("{}\n=====", s.end());
    eprintln!("{}\n===== {:?} {:?}", s.transcript(), before, s.modes());
}
