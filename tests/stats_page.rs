//! The page of `drill stats --html`, as a real browser shows it: nothing in a deck is more than
//! text, every number is that of the JSON, and it can be read everywhere.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::cards::{id, later, morning, text};
use crate::home::Home;
use crate::stats_tables::figures;

const EVIL: &str = "<script>alert(1)</script>";

/// A deck and a roadmap that would like to be more than text, some weeks of answers, a card that
/// is forgotten again and again, and a deadline.
pub(crate) fn studied() -> Home {
    let mut home = Home::new();
    let mut today = NaiveDate::from_ymd_opt(2026, 10, 20).expect("a date");
    home.at(&morning(today));
    let long = "W".repeat(100);
    let mut deck = format!("---\ntopic: '{EVIL} \u{202e}\"&'\n---\n## Hard {EVIL}?\nYes.\n\n");
    for number in 0..30 {
        deck += &format!("## Question {number:02}?\nAnswer.\n\n");
    }
    home.deck("evil.md", &deck);
    home.deck(
        "plan.md",
        &format!("# Plan {EVIL}{long}\n\n## Stage {EVIL}{long}\n\n- Item {EVIL} \u{202e}\"&\n"),
    );
    home.run(&["import", "evil.md"])
        .fine("1 deck, 31 cards: 31 new\n");
    assert_eq!(home.run(&["roadmap", "import", "plan.md"]).code, 0);
    assert_eq!(home.run(&["roadmap", "follow", "plan"]).code, 0);
    let items = home.json(&["roadmap", "show", "--json"]);
    let item = text(&items["items"][0]["id"]).to_owned();
    home.run(&["roadmap", "link", &item, "evil"]);
    let hard = id(&home, &format!("Hard {EVIL}?"));
    for number in 0..28 {
        home.at(&morning(today));
        if number == 10 {
            assert_eq!(
                home.run(&["roadmap", "deadline", "2027-02-01", "--set"])
                    .code,
                0
            );
        }
        home.json(&[
            "answer",
            &hard,
            ["good", "again"][number % 2],
            "--took-ms",
            "61000",
            "--json",
        ]);
        let queue = home.json(&["today", "--json", "--new", "1"]);
        for card in queue["cards"]
            .as_array()
            .expect("cards")
            .iter()
            .filter(|card| card["id"] != hard.as_str())
        {
            home.json(&[
                "answer",
                text(&card["id"]),
                "good",
                "--took-ms",
                "8000",
                "--json",
            ]);
        }
        today = later(today, if number % 7 == 6 { 2 } else { 1 });
    }
    home
}

/// Writes the page and says where it is.
pub(crate) fn page(home: &Home, arguments: &[&str]) -> PathBuf {
    let file = home.work().join("stats.html");
    let outcome = home.run(&[&["stats", "--html", "stats.html"], arguments].concat());
    outcome.fine(&format!("{}\n", file.display()));
    file
}

pub(crate) fn read(file: &Path) -> String {
    std::fs::read_to_string(file).expect("a page")
}

#[test]
fn nothing_in_a_deck_is_more_than_text() {
    let home = studied();
    let html = read(&page(&home, &[]));
    assert!(!html.contains("<script") && !html.contains('\u{202e}'));
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt; \u{fffd}&quot;&amp;"));
    for word in [
        "http://", "https://", "src=", "href=", "style=", "@import", "url(",
    ] {
        assert!(!html.contains(word), "{word}");
    }
}

/// The tables of the page, by their captions: the text of every cell.
fn tables(browser: &Browser) -> BTreeMap<String, Value> {
    let tables = browser.look(
        "return [...document.querySelectorAll('table')].map(table => [table.caption.textContent,
           [...table.tBodies[0].rows].map(row => [...row.cells].map(cell => cell.textContent))])",
    );
    let tables = tables.as_array().expect("tables").iter();
    tables
        .map(|table| (text(&table[0]).to_owned(), table[1].clone()))
        .collect()
}

/// What sticks out of the window, outside of what scrolls; and texts that are hard to read.
const FLAWS: &str = "
    const flaws = [];
    if (document.documentElement.scrollWidth > innerWidth) flaws.push('the page is too wide');
    const light = color => {
      const [r, g, b] = color.match(/[\\d.]+/g).map(n => n / 255)
        .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = node => {
      for (; node; node = node.parentElement) {
        const color = getComputedStyle(node).backgroundColor;
        if (!/, 0\\)$|transparent/.test(color)) return color;
      }
      return 'rgb(255, 255, 255)';
    };
    for (const node of document.body.querySelectorAll('*')) {
      if (!node.closest('.scroll') && node.getBoundingClientRect().right > innerWidth + 0.5)
        flaws.push('too wide: ' + node.outerHTML.slice(0, 80));
      const says = [...node.childNodes].some(child => child.nodeType == 3 && child.data.trim());
      if (!says || node.matches('title, script, style')) continue;
      const style = getComputedStyle(node);
      const ink = light(node instanceof SVGElement ? style.fill : style.color), paper = light(ground(node));
      const contrast = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
      if (contrast < 4.5) flaws.push('contrast ' + contrast.toFixed(2) + ': ' + node.outerHTML.slice(0, 80));
    }
    for (const picture of document.querySelectorAll('svg:not([aria-label], [aria-hidden])'))
      flaws.push('says nothing: ' + picture.outerHTML.slice(0, 80));
    for (const wide of document.querySelectorAll('.scroll:not([tabindex=\"0\"])'))
      flaws.push('no key reaches: ' + wide.outerHTML.slice(0, 80));
    return flaws;";

#[test]
fn a_browser_shows_the_page_as_it_is_meant() {
    let Some(browser) = Browser::start() else {
        return;
    };
    let home = studied();
    let file = page(&home, &[]);
    let stats = home.json(&["stats", "--json"]);
    browser.requests();
    browser.open(&file);
    let found = tables(&browser);
    for (caption, rows) in figures(&stats) {
        assert_eq!(found.get(&caption), Some(&rows), "{caption}");
        assert!(
            rows.as_array().is_some_and(|rows| !rows.is_empty()),
            "{caption}"
        );
    }
    let heading =
        browser.look("return [...document.querySelectorAll('h2')].map(h => h.textContent)");
    assert!(
        heading
            .as_array()
            .is_some_and(|all| all.contains(&json!(format!("Plan {EVIL}{}", "W".repeat(100))))),
        "{heading}"
    );
    assert_eq!(browser.look("return document.scripts.length"), 0);

    browser.look("document.querySelectorAll('details').forEach(part => part.open = true)");
    let ground = "return getComputedStyle(document.documentElement).backgroundColor";
    let mut grounds = Vec::new();
    for scheme in ["light", "dark"] {
        for width in [360, 1440] {
            browser.fit(width, scheme, "");
            assert_eq!(browser.look("return innerWidth"), width);
            assert_eq!(browser.look(FLAWS), json!([]), "{width} {scheme}");
        }
        grounds.push(browser.look(ground));
    }
    assert_ne!(grounds[0], grounds[1], "dark is dark");
    browser.fit(1440, "dark", "print");
    assert_eq!(browser.look(ground), "rgb(255, 255, 255)", "paper is white");

    assert_eq!(browser.complaints(), [""; 0]);
    assert_eq!(browser.requests(), [format!("file://{}", file.display())]);
}

#[test]
fn a_browser_holds_the_page_to_its_policy() {
    let Some(browser) = Browser::start() else {
        return;
    };
    let home = Home::with_rivers();
    let file = page(&home, &[]);
    let added = "<body><script>document.title = 'taken'</script><style>body { display: none }</style>\
                 <img src=\"http://127.0.0.1:9/picture\"><p style=\"display: none\">styled</p>";
    std::fs::write(&file, read(&file).replace("<body>", added)).expect("a page");
    browser.open(&file);
    assert_eq!(browser.look("return document.title"), "What you know");
    assert_ne!(
        browser.look("return getComputedStyle(document.body).display"),
        "none"
    );
    let complaints = browser.complaints();
    for part in ["script", "style", "image"] {
        let refused = |complaint: &String| {
            complaint.contains("Content Security Policy") && complaint.contains(part)
        };
        assert!(complaints.iter().any(refused), "{part}: {complaints:?}");
    }
}
