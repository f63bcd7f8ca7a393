//! What is repaired, and what is left alone.

use super::*;

/// The text as someone sees it who reads its bytes with a wrong page.
fn misread(page: &str, text: &str) -> String {
    let page = PAGES.iter().find(|known| known.name() == page).unwrap();
    page.text(text.as_bytes())
}

const PLAN: &str =
    "# 🚀 Месяц 1 — «План»\n\n- [ ] Изучить горутины\n- [x] Read “Go” – it’s naïve…\n";

#[test]
fn every_wrong_page_is_undone() {
    for page in PAGES.iter() {
        let Repair {
            text,
            undone,
            damaged,
        } = repair(misread(&page.name(), PLAN));
        assert_eq!(text, PLAN, "{}", page.name());
        assert_eq!(undone, [page.name()]);
        assert!(damaged.is_empty());
    }
}

#[test]
fn plain_latin_1_is_undone() {
    let misread: String = PLAN.bytes().map(char::from).collect();
    let repaired = repair(misread);
    assert_eq!(repaired.text, PLAN);
    assert_eq!(repaired.undone, ["windows-1252"]);
}

#[test]
fn pages_are_undone_in_turn() {
    let twice = misread("macintosh", &misread("macintosh", PLAN));
    let Repair { text, undone, .. } = repair(twice);
    assert_eq!(text, PLAN);
    assert_eq!(undone, ["macintosh", "macintosh"]);
}

#[test]
fn only_the_broken_part_is_repaired() {
    let part = format!(
        "- Каналы — это просто\n- {}\n- Привет {} мир\n",
        misread("macintosh", "Привет"),
        misread("macintosh", "—")
    );
    let repaired = repair(part);
    assert_eq!(
        repaired.text,
        "- Каналы — это просто\n- Привет\n- Привет — мир\n"
    );
    assert_eq!(repaired.undone, ["macintosh"]);
}

#[test]
fn healthy_texts_are_left_alone() {
    for text in [
        PLAN,
        "«École» — l’été à Ürgüp: “Äpfel” und „Öl“",
        "NAÇÕES, São Paulo, coração, déjà-vu, Å, Ø, ß",
        "Язык С… и РЖ» №1, СССР — Р‑функции; ёлки",
        "ИЗУЧИТЬ ГОРУТИНЫ И КАНАЛЫ, СОБРАТЬ ПРОЕКТ, ПРОЙТИ СОБЕСЕДОВАНИЕ",
        "хАА, иЮЮ",
        "日本語のロードマップ — 한국어",
        "∂x/∂t ≈ √2 · π ≤ ∞ ©®™",
        "Ελληνικά και עברית",
        "",
        "é",
    ] {
        let repaired = repair(text.to_owned());
        assert_eq!(repaired.text, text);
        assert!(repaired.undone.is_empty(), "{text}");
        assert!(repaired.damaged.is_empty(), "{text}");
    }
}

#[test]
fn one_page_read_as_another_is_undone() {
    let page = |name: &str| PAGES.iter().find(|page| page.name() == name).unwrap();
    let text = "# План на месяц\n- [ ] Изучить горутины и каналы\n";
    let bytes = page("windows-1251").bytes(text).unwrap();
    for wrong in ["windows-1252", "koi8-r"] {
        let repaired = repair(page(wrong).text(&bytes));
        assert_eq!(repaired.text, text, "{wrong}");
        assert_eq!(repaired.undone, [wrong]);
    }
}

#[test]
fn what_lost_something_is_named_and_kept() {
    let broken = misread("macintosh", "Изучить горутины").replacen('–', "?", 1);
    let text = format!("fine\n{broken}\nlost \u{FFFD}\n");
    let repaired = repair(text.clone());
    assert_eq!(repaired.text, text);
    assert!(repaired.undone.is_empty());
    assert_eq!(repaired.damaged, [2, 3]);
}
