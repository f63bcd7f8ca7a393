//! What is read as a time, and which days that is.

use super::*;
use crate::model::time::Day;

fn seen(text: &str) -> String {
    let start = Day::of(2026, 11, 25).unwrap();
    let anchor = Anchor {
        begun: None,
        free: Some(start),
    };
    let when = Calendar { start }.when(text, anchor);
    let day = |day: Option<Day>| day.map_or_else(|| "-".to_owned(), |day| day.to_string());
    match when.wording {
        Some(wording) => format!("{wording}: {} {}", day(when.first), day(when.last)),
        None => String::new(),
    }
}

#[test]
fn times_are_read_as_written() {
    for (text, expected) in [
        (
            "ЧАСТЬ 1. РАЗГОН (25 ноября --- 7 декабря)",
            "25 ноября --- 7 декабря: 2026-11-25 2026-12-07",
        ),
        (
            "ЧАСТЬ 3 (1 января --- 1 февраля)",
            "1 января --- 1 февраля: 2027-01-01 2027-02-01",
        ),
        (
            "ЧАСТЬ 5. МАРТ --- ПОЛУЧЕНИЕ ОФФЕРА",
            "МАРТ: 2027-03-01 2027-03-31",
        ),
        ("OFFER 500K (до марта)", "до марта: - 2027-02-28"),
        ("до 15 декабря", "до 15 декабря: - 2026-12-15"),
        ("к концу января", "к концу января: - 2027-01-31"),
        ("by March, offer", "by March: - 2027-02-28"),
        (
            "📌 Неделя 3 — Стандартная библиотека",
            "Неделя 3: 2026-12-09 2026-12-15",
        ),
        ("Weeks 1-2: basics", "Weeks 1-2: 2026-11-25 2026-12-08"),
        ("1-я неделя", "1-я неделя: 2026-11-25 2026-12-01"),
        ("Месяц 1 — Go", "Месяц 1: 2026-11-25 2026-12-24"),
        ("Month 3–4", "Month 3–4: 2027-01-25 2027-03-24"),
        ("День №5", "День №5: 2026-11-29 2026-11-29"),
        (
            "Suggested 6–12 Month Roadmap",
            "6–12 Month: 2026-11-25 2027-11-24",
        ),
        ("🚀 3-месячный Roadmap", "3-месячный: 2026-11-25 2027-02-24"),
        ("с 1 по 7 марта", "1 по 7 марта: 2027-03-01 2027-03-07"),
        ("Nov 28–30", "Nov 28–30: 2026-11-28 2026-11-30"),
        ("January – March", "January – March: 2027-01-01 2027-03-31"),
        (
            "Dec 2026 – Feb 2027",
            "Dec 2026 – Feb 2027: 2026-12-01 2027-02-28",
        ),
        (
            "December 20 – January 10, 2028",
            "December 20 – January 10, 2028: 2027-12-20 2028-01-10",
        ),
        (
            "2027-02-01 — 2027-02-14",
            "2027-02-01 — 2027-02-14: 2027-02-01 2027-02-14",
        ),
        ("01.12 – 14.12", "01.12 – 14.12: 2026-12-01 2026-12-14"),
        ("on 05.01.2027", "05.01.2027: 2027-01-05 2027-01-05"),
        (
            "Неделя 1 (25 ноября – 1 декабря)",
            "25 ноября – 1 декабря: 2026-11-25 2026-12-01",
        ),
        ("March 29, 2027", "March 29, 2027: 2027-03-29 2027-03-29"),
        ("29 февраля", "29 февраля: 2027-02-28 2027-02-28"),
    ] {
        assert_eq!(seen(text), expected, "{text}");
    }
}

#[test]
fn other_numbers_and_words_are_no_times() {
    for text in [
        "",
        "3--5 сервисов",
        "slog (stdlib 1.21+)",
        "Go 1.22 and Python 3.10",
        "You may be asked",
        "March on",
        "Проект месяца",
        "OFFER 500K",
        "10 years in the field",
        "99999999999 days",
        "0 недель",
        "HTTP/2 and 443",
    ] {
        assert_eq!(seen(text), "", "{text}");
    }
}

#[test]
fn years_follow_what_stands_before() {
    let start = Day::of(2026, 12, 20).unwrap();
    let begun = |year, month, day| Anchor {
        begun: Day::of(year, month, day),
        free: None,
    };
    let first = |text, anchor| {
        Calendar { start }
            .when(text, anchor)
            .first
            .unwrap()
            .to_string()
    };
    // A plan may be joined late.
    assert_eq!(first("1 – 31 декабря", Anchor::default()), "2026-12-01");
    assert_eq!(first("1 – 15 декабря", Anchor::default()), "2027-12-01");
    assert_eq!(first("1 – 15 декабря", begun(2026, 12, 1)), "2026-12-01");
    assert_eq!(first("ноябрь", begun(2026, 12, 1)), "2027-11-01");
}

#[test]
fn a_column_says_what_its_numbers_count() {
    let column = |head, cell| in_column(head, cell);
    assert_eq!(
        column("Month", "1–2"),
        Some(("1–2".to_owned(), Time::Nth(Unit::Month, 1, 2)))
    );
    assert_eq!(
        column("№ недели", "3"),
        Some(("3".to_owned(), Time::Nth(Unit::Week, 3, 3)))
    );
    assert_eq!(column("Month", "1–2 Go"), None);
    assert_eq!(column("Chapter", "1"), None);
}
