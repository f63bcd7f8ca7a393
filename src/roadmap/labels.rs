//! Labels: headings and lines that only say which kind of items follows, in English or Russian.
//!
//! Knows words for kinds and what may stand beside them; where a label ends is for `parse`.

use crate::model::roadmap::ItemKind;

use super::wording::lists;

/// A label, and what its line says beyond it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Label {
    pub(super) kind: ItemKind,
    /// Its words, without marks and colon.
    pub(super) words: String,
    /// The words after its colon; may be empty.
    pub(super) rest: String,
}

/// The label that a heading is, or begins with.
pub(super) fn label(text: &str) -> Option<Label> {
    let (before, rest) = text.split_once([':', '：']).unwrap_or((text, ""));
    let words = trimmed(before);
    let kind = only_kind(&without_parentheses(words))?;
    Some(Label {
        kind,
        words: words.to_owned(),
        rest: unmarked(rest),
    })
}

/// The label that a line of a paragraph is, or begins with: bold words, or words before a colon.
pub(super) fn line_label(line: &str) -> Option<Label> {
    let is_bold = ["**", "__"]
        .iter()
        .any(|mark| line.len() > 4 && line.starts_with(mark) && line.ends_with(mark));
    let found = label(line)?;
    (is_bold || line.contains([':', '：'])).then_some(found)
}

/// The kind that the title of a stage gives to what has no label: one of its parts only says a
/// kind (`Week 4 - Project of the month`, `6. Example Projects (all)`), or ends in one.
pub(super) fn title_kind(title: &str) -> Option<ItemKind> {
    let plain = without_parentheses(title);
    let parts = || {
        plain
            .split([':', '—', '–', '|'])
            .flat_map(|part| part.split(" - "))
    };
    let says_only = parts().find_map(|part| only_kind(&without_numbers(part)));
    says_only.or_else(|| parts().find_map(head_kind))
}

/// The kind whose word is at the head of a phrase.
fn head_kind(part: &str) -> Option<ItemKind> {
    if part.contains([',', ';', '+', '&', '/']) {
        return None;
    }
    let words: Vec<String> = words(part).collect();
    let strong = |word: &String| lists(STRONG, word).then(|| kind_of(word)).flatten();
    let first = words.first().filter(|word| !word.is_ascii());
    words.last().and_then(strong).or(first.and_then(strong))
}

/// The kind that a phrase says, if that is all it says.
fn only_kind(phrase: &str) -> Option<ItemKind> {
    let mut kind = None;
    for word in words(phrase) {
        match kind_of(&word) {
            Some(found) => kind = kind.or(Some(found)),
            None if lists(BESIDE, &word) => {}
            None => return None,
        }
    }
    kind
}

fn kind_of(word: &str) -> Option<ItemKind> {
    let (kind, _) = KINDS.iter().find(|(_, words)| lists(words, word))?;
    Some(*kind)
}

/// Words in lower case; a hyphen joins them.
fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '-'))
        .map(|word| word.trim_matches('-'))
        .filter(|word| !word.is_empty())
        .map(|word| word.to_lowercase().replace('ё', "е"))
}

fn without_numbers(text: &str) -> String {
    text.chars().filter(|c| !c.is_numeric()).collect()
}

/// The text outside parentheses.
pub(super) fn without_parentheses(text: &str) -> String {
    let mut depth = 0_usize;
    let outside = text.chars().filter(|c| {
        match c {
            '(' => depth += 1,
            ')' if depth > 0 => {
                depth -= 1;
                return false;
            }
            _ => {}
        }
        depth == 0
    });
    outside.collect()
}

/// Without pictures, marks and punctuation at both ends.
fn trimmed(text: &str) -> &str {
    let start = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    start.trim_end_matches(|c: char| !(c.is_alphanumeric() || c == ')'))
}

/// What stands after the colon, without the marks that were opened before it.
fn unmarked(rest: &str) -> String {
    let mut rest = rest.trim();
    for mark in ["**", "__", "*", "_"] {
        if rest.matches(mark).count() % 2 == 1 {
            let bare = rest.strip_prefix(mark).or_else(|| rest.strip_suffix(mark));
            rest = bare.unwrap_or(rest).trim();
        }
    }
    rest.to_owned()
}

/// Words that say a kind.
const KINDS: [(ItemKind, &str); 7] = [
    (
        ItemKind::Theory,
        "theory topic topics subtopics concept concepts knowledge skills subjects теория \
         темы подтемы концепции понятия знания навыки изучить изучаем учить учим вопросы",
    ),
    (
        ItemKind::Practice,
        "practice exercise exercises task tasks hands-on lab labs assignment assignments \
         homework deliverable deliverables drills katas challenges практика практикум \
         задание задания задача задачи упражнение упражнения домашка дз",
    ),
    (
        ItemKind::Project,
        "project projects mini-project mini-projects pet-project pet-projects capstone \
         features functionality проект проекты мини-проект мини-проекты пет-проект \
         пет-проекты pet-проект pet-проекты функционал функциональность функции фичи",
    ),
    (
        ItemKind::Goal,
        "goal goals objective objectives outcome outcomes milestone milestones target \
         targets aim aims цель цели результат результаты итог итоги чекпоинт чекпоинты",
    ),
    (
        ItemKind::Tool,
        "tool tools tooling software stack technologies инструмент инструменты \
         инструментарий стек технологии",
    ),
    (
        ItemKind::Resource,
        "resource resources material materials book books link links course courses video \
         videos article articles reading references documentation docs blogs podcasts \
         tutorials sources ресурс ресурсы материалы литература книга книги ссылка ссылки \
         курс курсы видео статья статьи почитать посмотреть документация источники",
    ),
    (
        ItemKind::Other,
        "note notes tip tips заметки примечания примечание совет советы",
    ),
];

/// Words of kinds that are at the head of a phrase whatever the phrase is about.
const STRONG: &str = "project projects exercises resources tools books goals проект проекты упражнения \
    практика ресурсы инструменты книги цели";

/// Words that may stand beside a word for a kind without saying more.
const BESIDE: &str = "a additional and best big core daily day example examples extra final for further ideas \
    key learn learning list main master mini month monthly must my of optional or pet \
    practical recommended required sample section small study suggested tech the this to top \
    useful week weekly what you your блока в главные для дня домашнее домашние \
    дополнительные и идеи или итоговые итоговый ключевые месяц месяца мои на неделе недели \
    неделю обучения обязательные основные по полезные практическая практические пример \
    примеры рекомендуемые список теоретическая учебные финальные финальный часть что этапа";

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Option<(ItemKind, String, String)> {
        label(text).map(|label| (label.kind, label.words, label.rest))
    }

    #[test]
    fn a_label_only_says_a_kind() {
        for (text, kind, words) in [
            ("Теория", ItemKind::Theory, "Теория"),
            ("🎯 Цели", ItemKind::Goal, "Цели"),
            ("⚙️ Tools", ItemKind::Tool, "Tools"),
            ("**Resources:**", ItemKind::Resource, "Resources"),
            ("📘 Master Topics", ItemKind::Theory, "Master Topics"),
            (
                "🧭 Concepts to Master",
                ItemKind::Theory,
                "Concepts to Master",
            ),
            (
                "Практика (вечером)",
                ItemKind::Practice,
                "Практика (вечером)",
            ),
            ("Функционал:", ItemKind::Project, "Функционал"),
        ] {
            assert_eq!(
                seen(text),
                Some((kind, words.into(), String::new())),
                "{text}"
            );
        }
        for text in [
            "",
            "Rules of Thumb",
            "Go tools",
            "6. Example Projects",
            "Automation",
            "What to",
            "12",
        ] {
            assert_eq!(seen(text), None, "{text}");
        }
    }

    #[test]
    fn a_label_may_go_on_after_its_colon() {
        let goal = (
            ItemKind::Goal,
            "Цель".to_owned(),
            "выйти на **оффер**".to_owned(),
        );
        assert_eq!(seen("**Цель:** выйти на **оффер**"), Some(goal.clone()));
        assert_eq!(
            seen("**Цель: выйти на оффер**").unwrap().2,
            "выйти на оффер"
        );
        assert_eq!(seen("Цель: выйти на **оффер**"), Some(goal));
    }

    #[test]
    fn a_line_is_bold_or_has_a_colon() {
        assert!(line_label("**Практика**").is_some());
        assert!(line_label("Практика:").is_some());
        assert_eq!(line_label("Практика"), None);
        assert_eq!(line_label("**High-throughput service**"), None);
    }

    #[test]
    fn titles_give_a_kind_by_what_they_are_about() {
        for title in [
            "🧩 6. Example Projects (End-to-End)",
            "📌 Неделя 4 — Проект месяца",
            "📌 Неделя 12 — Финальный Senior-level проект",
            "Мини-проект: Concurrent Task Processor",
            "Проект 2: лента",
        ] {
            assert_eq!(title_kind(title), Some(ItemKind::Project), "{title}");
        }
        for title in [
            "Месяц 3 — DevOps, K8s, финальный проект",
            "Project structure",
            "🧰 4. Toolchain, DevOps & CI/CD",
            "Background tasks",
        ] {
            assert_eq!(title_kind(title), None, "{title}");
        }
    }
}
