//! What an item's own words say about its kind, where no label does.
//!
//! Only first words and a few telling ones are known; what says nothing is theory.

use crate::model::roadmap::ItemKind;

use super::labels;
use super::wording::lists;

/// The kind that the words of an item speak of.
pub(super) fn by_words(text: &str) -> Option<ItemKind> {
    let prefix = labels::label(text).filter(|label| !label.rest.is_empty());
    if let Some(label) = prefix {
        return Some(label.kind);
    }
    let words = Words::of(text);
    if words.is_project() {
        Some(ItemKind::Project)
    } else if words.is_read() {
        Some(ItemKind::Resource)
    } else if words.is_done() {
        Some(ItemKind::Practice)
    } else if words.is_reached() {
        Some(ItemKind::Goal)
    } else {
        None
    }
}

/// A word in lower case, and whether the next one follows after nothing but spaces.
struct Word {
    word: String,
    goes_on: bool,
}

struct Words(Vec<Word>);

impl Words {
    fn of(text: &str) -> Self {
        let is_part = |c: char| c.is_alphanumeric() || c == '-';
        let mut words = Vec::new();
        let mut rest = text;
        while let Some(start) = rest.find(is_part) {
            let (word, after) = rest[start..].split_at(
                rest[start..]
                    .find(|c: char| !is_part(c))
                    .unwrap_or(rest.len() - start),
            );
            let next = after.trim_start().chars().next();
            words.push(Word {
                word: word.to_lowercase().replace('ё', "е"),
                goes_on: next.is_some_and(char::is_alphabetic),
            });
            rest = after;
        }
        Self(words)
    }

    /// `Большой проект №1`, `3 мини-проекта`, `Final project: X`; not `Структура проекта` or
    /// `Project layout`.
    fn is_project(&self) -> bool {
        let mut head = self.0.iter().take(3).enumerate();
        head.any(|(at, word)| match last_part(&word.word) {
            "проект" | "проекты" => true,
            "проекта" | "проектов" => self.0[..at]
                .iter()
                .any(|before| before.word.parse::<u32>().is_ok()),
            "project" | "projects" => !word.goes_on || self.follows(at, AFTER_PROJECT),
            _ => false,
        })
    }

    fn is_read(&self) -> bool {
        let first = self.0.first().map_or("", |word| &word.word);
        lists(READ, first) || matches!(first, "read" | "watch") && self.follows(0, THE)
    }

    fn is_done(&self) -> bool {
        let Some(first) = self.0.first() else {
            return false;
        };
        let word = first.word.as_str();
        lists(DONE, word) || lists(MAYBE_DONE, word) && self.follows(0, THE)
    }

    fn is_reached(&self) -> bool {
        let telling = |word: &Word| REACHED.split(' ').any(|stem| word.word.starts_with(stem));
        let last = self.0.last().map_or("", |word| &word.word);
        self.0.iter().any(telling) || matches!(last, "resume" | "cv")
    }

    fn follows(&self, at: usize, words: &str) -> bool {
        self.0
            .get(at + 1)
            .is_some_and(|next| lists(words, &next.word))
    }
}

/// `проект` of `мини-проект`.
fn last_part(word: &str) -> &str {
    word.rsplit('-').next().unwrap_or(word)
}

const AFTER_PROJECT: &str = "for in on using with";

const READ: &str = "прочитать почитать читать посмотреть пересмотреть";

/// Words that begin something to be done.
const DONE: &str = "add configure contribute create deploy develop implement install integrate publish \
    refactor rewrite solve submit включить внедрить добавить задеплоить запустить исправить \
    найти написать оптимизировать организовать опубликовать переписать подготовить \
    подключить построить провести разделить развернуть разработать реализовать решить снять \
    собрать создать уменьшить улучшить установить";

/// Words that begin something to be done, or the name of a topic (`Write barriers`).
const MAYBE_DONE: &str = "build code design make practice ship write";

/// Words that make a name of a thing out of what follows them.
const THE: &str = "a an at custom first my one own simple small some the two three your";

/// Beginnings of words about what no deck can teach.
const REACHED: &str = "linkedin interview offer ваканси зарплат интервью оффер резюме собес";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_words_tell_what_is_no_theory() {
        for (text, kind) in [
            ("Большой проект №1: ORDER SERVICE", ItemKind::Project),
            ("Написать 3 мини-проекта (Notes API)", ItemKind::Project),
            ("3 больших проекта в портфолио", ItemKind::Project),
            (
                "Mentor project / open source contribution",
                ItemKind::Project,
            ),
            ("**Project:** an URL shortener", ItemKind::Project),
            (
                "Собрать docker-compose из 3--5 сервисов",
                ItemKind::Practice,
            ),
            ("Write custom worker pool", ItemKind::Practice),
            ("Refactor API into modules", ItemKind::Practice),
            ("Выбрать оффер 500k+", ItemKind::Goal),
            ("Пройти собесы mid+/senior-lite", ItemKind::Goal),
            ("Update your resume", ItemKind::Goal),
            ("Прочитать *DDIA*", ItemKind::Resource),
            (
                "**Book:** “The Go Programming Language”",
                ItemKind::Resource,
            ),
        ] {
            assert_eq!(by_words(text), Some(kind), "{text}");
        }
        for text in [
            "",
            "Освоить SOLID в стиле Go",
            "Code generation with `go generate`",
            "Write barriers",
            "Read committed",
            "Structure of a project layout",
            "Project layout",
            "Структура проекта",
            "Rate limiting на Redis",
        ] {
            assert_eq!(by_words(text), None, "{text}");
        }
    }
}
