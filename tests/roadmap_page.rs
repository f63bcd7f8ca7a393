//! The tree of a roadmap, held whole: wide and narrow, with Unicode and without.

use crate::home::Home;

const PLAN: &str = "# A plan\n\n## Week 1: letters\n\n### Theory\n\n- Alpha\n  - [ ] Beta\n- Sigma, which nobody teaches and which has a rather long name that does not fit\n\n### Practice\n\n- [x] Write a letter\n- [ ] Write a word\n\n## Week 2: numbers\n\n### One\n\n- Alpha\n";

fn home() -> Home {
    let mut home = Home::new();
    home.deck(
        "alpha.md",
        "## What is alpha?\nA letter.\n\n## And then?\nBeta.\n",
    );
    home.deck("beta.md", "## What is beta?\nA letter.\n");
    home.deck("plan.md", PLAN);
    home.run(&["import", "-q", "alpha.md", "beta.md"]);
    home.run(&["roadmap", "import", "-q", "plan.md"]);
    home.run(&["roadmap", "follow", "plan"]);
    let cards = home.json(&["today", "--json"])["cards"].clone();
    let id = |at: usize| cards[at]["id"].as_str().expect("an id").to_owned();
    home.json(&["answer", &id(0), "good", "--json"]);
    for day in ["2026-11-20", "2026-11-21", "2026-11-27"] {
        home.at(&format!("{day}T08:00:00+03:00"));
        home.json(&["answer", &id(2), "good", "--json"]);
    }
    home.at("2026-11-28T08:00:00+03:00");
    home
}

#[test]
fn eighty_columns() {
    home().run(&["roadmap"]).fine(WIDE);
}

#[test]
fn forty_columns_of_ascii() {
    let mut home = home();
    home.set("COLUMNS", "40").set("LANG", "C");
    home.run(&["roadmap", "show", "plan", "--stage", "1"])
        .fine(NARROW);
    home.run(&["roadmap", "show", "plan", "--stage", "9"]).ends(
        2,
        "",
        "error: there is no stage 9\nhelp: this roadmap has the stages 1 to 3\n",
    );
}

const WIDE: &str = "\
A plan
2026-11-20 to 2026-12-03, day 9 of 14
3 cards: 1 known or mature; to do: 1 of 2 done
█ mature  ▓ known  ▒ learning  ░ new

1. Week 1: letters                                                   ▓▓▓▒▒▒░░░░
   2026-11-20 to 2026-11-26, over
   to do: 1 of 2 done
      60e6 Alpha                                                     ▒▒▒▒▒░░░░░
    [ ] b2e8 Beta                                                    ▓▓▓▓▓▓▓▓▓▓
      8d0b Sigma, which nobody teaches and which has a rather long…  no deck yet
  [x] f380 Write a letter
  [ ] 908f Write a word

2. Week 2: numbers                                                   ▒▒▒▒▒░░░░░
   2026-11-27 to 2026-12-03, day 2 of 7

  3. One                                                             ▒▒▒▒▒░░░░░
        f3b4 Alpha                                                   ▒▒▒▒▒░░░░░
";
const NARROW: &str = "\
A plan
2026-11-20 to 2026-12-03, day 9 of 14
3 cards: 1 known or mature; to do: 1 of 2 done
# mature  = known  - learning  . new

1. Week 1: letters           ===---....
   2026-11-20 to 2026-11-26, over
   to do: 1 of 2 done
      60e6 Alpha             -----.....
    [ ] b2e8 Beta            ==========
      8d0b Sigma, which nob… no deck yet
  [x] f380 Write a letter
  [ ] 908f Write a word
";
