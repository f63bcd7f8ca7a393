//! Settings: a file, then the environment, then flags; and what is said when one makes no sense.

use crate::cards::{asked, questions};
use crate::home::Home;

/// A home with the file of settings.
fn home(settings: &str) -> Home {
    let home = Home::new();
    home.deck("deck.md", &questions(9));
    home.run(&["import", "deck.md"]);
    std::fs::write(home.data().join("config.toml"), settings).expect("settings");
    home
}

#[test]
fn the_later_wins() {
    let mut home = home("new_per_day = 5\nday_start = \"09:00\"\n");
    assert_eq!(asked(&home, &[]).len(), 5);
    assert_eq!(
        home.json(&["due", "--json"])["day"],
        "2026-11-19",
        "it is eight o'clock"
    );
    home.set("DRILL_NEW_PER_DAY", "4")
        .set("DRILL_DAY_START", "8");
    assert_eq!(asked(&home, &[]).len(), 4);
    assert_eq!(home.json(&["due", "--json"])["day"], "2026-11-20");
    assert_eq!(asked(&home, &["--new", "3"]).len(), 3);
    home.set("DRILL_NEW_PER_DAY", "");
    assert_eq!(asked(&home, &[]).len(), 5, "an empty variable is none");
}

#[test]
fn a_file_that_makes_no_sense_is_shown_with_its_place() {
    let home = home("new_per_day = 5\ncolour = 1\n");
    let file = home.data().join("config.toml");
    home.run(&["due"]).ends(
        2,
        "",
        &format!(
            "\
error: the settings in `{}` cannot be understood
cause: TOML parse error at line 2, column 1
  |
2 | colour = 1
  | ^^^^^^
unknown field `colour`, expected one of `day_start`, `new_per_day`, `reviews_per_day`, `max_interval`, `grades`, `decks`
help: the settings are day_start, new_per_day, reviews_per_day, max_interval, grades, decks; `drill config` shows them
",
            file.display()
        ),
    );
    for settings in [
        "new_per_day = \n",
        "new_per_day = \"many\"\n",
        "new_per_day = -1\n",
        "decks = 1\n",
        "][",
    ] {
        std::fs::write(&file, settings).expect("settings");
        let outcome = home.run(&["due"]);
        assert_eq!(
            (outcome.code, outcome.stdout.as_str()),
            (2, ""),
            "{settings}"
        );
        assert!(
            outcome
                .stderr
                .contains("cannot be understood\ncause: TOML parse error at line 1"),
            "{}",
            outcome.stderr
        );
    }
}

#[test]
fn a_value_that_makes_no_sense_is_named() {
    let home = home("day_start = \"25:00\"\n");
    let file = home.data().join("config.toml");
    home.run(&["due"]).ends(
        2,
        "",
        &format!(
            "error: `day_start` in `{}` is `25:00`, which is no time of day\n\
             help: write the hour at which a study day begins, like `04:00`\n",
            file.display()
        ),
    );
}

#[test]
fn a_variable_that_makes_no_sense_is_named() {
    let mut home = home("");
    for (variable, value, said) in [
        (
            "DRILL_DAY_START",
            "noon",
            "error: the variable `DRILL_DAY_START` is `noon`, which is no time of day\n\
             help: write the hour at which a study day begins, like `04:00`\n",
        ),
        (
            "DRILL_NEW_PER_DAY",
            "-1",
            "error: the variable `DRILL_NEW_PER_DAY` is `-1`, which is no count\n\
             help: write a whole number, like `20`\n",
        ),
        (
            "DRILL_REVIEWS_PER_DAY",
            "many",
            "error: the variable `DRILL_REVIEWS_PER_DAY` is `many`, which is no count\n\
             help: write a whole number, like `20`\n",
        ),
        (
            "DRILL_MAX_INTERVAL",
            "0",
            "error: the setting `max_interval` is 0\nhelp: write a number of days from 1 to 36500\n",
        ),
        (
            "DRILL_NOW",
            "2026-11-20 08:00",
            "error: the variable `DRILL_NOW` is `2026-11-20 08:00`, which is no moment\n\
             help: write date, time and offset, like `2026-11-20T08:00:00+03:00`\n",
        ),
        (
            "DRILL_SEED",
            "dice",
            "error: the variable `DRILL_SEED` is `dice`, which is no integer\n\
             help: write a whole number, like `42`\n",
        ),
    ] {
        let before = home
            .variables()
            .iter()
            .find(|(name, _)| name == variable)
            .cloned();
        home.set(variable, value).run(&["due"]).ends(2, "", said);
        home.unset(variable);
        if let Some((name, value)) = before {
            home.set(&name, &value);
        }
    }
    home.run(&["due"]).fine("0 due, 9 new\n");
}

#[test]
fn everything_lives_in_one_folder_or_where_xdg_says() {
    let mut home = Home::new();
    let folder = home.work();
    let place = |name: &str| folder.join(name).display().to_string();
    home.unset("DRILL_HOME").set("HOME", &place("me"));
    assert_eq!(home.run(&["due"]).code, 0);
    assert!(folder.join("me/.local/share/drill/drill.db").exists());
    home.set("XDG_DATA_HOME", &place("data"))
        .set("XDG_CONFIG_HOME", &place("config"));
    home.deck("config/drill/config.toml", "new_per_day = 2\n");
    home.run(&["due", "-v"]).ends(
        0,
        "0 due, 2 new\n",
        &format!(
            "database: {}\nsettings: {}\nnow: 2026-11-20T08:00:00.000+03:00, study day 2026-11-20\n",
            place("data/drill/drill.db"),
            place("config/drill/config.toml")
        ),
    );
    assert_eq!(
        home.run(&["due", "--home", &place("one")]).stdout,
        "0 due, 20 new\n"
    );
    assert!(folder.join("one/drill.db").exists());
}

#[test]
fn a_folder_in_the_settings_is_kept_up_with() {
    let home = home("");
    home.deck("more/new.md", "## What is more?\nThis.\n");
    let more = home.work().join("more");
    std::fs::write(
        home.data().join("config.toml"),
        "decks = [\"../work/more\"]\n",
    )
    .expect("settings");
    assert!(asked(&home, &[]).contains(&"What is more?".to_owned()));
    std::fs::remove_dir_all(&more).expect("a folder");
    let outcome = home.run(&["today", "--json"]);
    assert_eq!(
        outcome.stderr,
        format!(
            "warning: the folder `{}/../work/more` of the setting `decks` is left out: No such file or directory (os error 2)\n",
            home.data().display()
        )
    );
    assert_eq!(outcome.code, 0);
}
