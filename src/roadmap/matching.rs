//! Which decks teach an item: by their names first, then by names that are nearly the same.
//!
//! Nothing is guessed: where several decks are about equally near, none is taken.

use std::collections::HashMap;

use crate::model::roadmap::{How, Link};

use super::labels::without_parentheses;
use super::likeness::Likeness;
use super::wording::{bare_key, key, subject};

/// How near (in thousandths) the words of an item must be to a name of a deck ...
pub(super) const THRESHOLD: u32 = 800;
/// ... and how much nearer than to any other deck's.
const MARGIN: u32 = 100;
/// An exact match.
pub(super) const CERTAIN: u32 = 1000;

/// What a deck is called.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Names {
    /// Its short name.
    pub(crate) deck: String,
    pub(crate) title: String,
    pub(crate) aliases: Vec<String>,
}

/// What was found for an item.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Found {
    /// Every deck that is needed, once.
    pub(crate) links: Vec<Link>,
    /// Decks that are about equally near and so count for nothing.
    pub(crate) candidates: Vec<String>,
}

/// The decks that there are, ready to be searched.
pub(crate) struct Decks {
    decks: Vec<String>,
    /// Who has a name, by its key.
    called: HashMap<String, Vec<usize>>,
    /// The same, by the key without detail in parentheses.
    called_in_short: HashMap<String, Vec<usize>>,
    likeness: Likeness,
}

impl Decks {
    pub(crate) fn of(all: &[Names]) -> Self {
        let (mut called, mut called_in_short) = (HashMap::new(), HashMap::new());
        let mut likeness = Likeness::default();
        for (deck, names) in all.iter().enumerate() {
            let names = [&names.title, &names.deck]
                .into_iter()
                .chain(&names.aliases);
            for name in names {
                call(&mut called, key(name), deck);
                call(&mut called_in_short, bare_key(name), deck);
                likeness.add(deck, name);
            }
        }
        likeness.weigh(all.len());
        Self {
            decks: all.iter().map(|names| names.deck.clone()).collect(),
            called,
            called_in_short,
            likeness,
        }
    }

    /// Finds the decks for an item. A row is about the first of its cells that finds any.
    pub(crate) fn teach(&self, text: &str) -> Found {
        if let Some(found) = self.exact(text) {
            return found;
        }
        let mut unclear = Vec::new();
        for cell in text.split(" | ") {
            let found = self.in_parts(cell);
            if !found.links.is_empty() {
                return found;
            }
            unclear.push(found);
        }
        let first = unclear
            .into_iter()
            .find(|found| !found.candidates.is_empty());
        first.unwrap_or_default()
    }

    /// All decks of one name: as written, else without detail, else without the verb before it.
    fn exact(&self, text: &str) -> Option<Found> {
        let bare = bare_key(text);
        let decks = self.called.get(&key(text));
        let decks = decks
            .or_else(|| self.called_in_short.get(&bare))
            .or_else(|| self.called_in_short.get(subject(&bare)))?;
        let link = |deck: &usize| self.link(*deck, How::Exact, CERTAIN);
        Some(Found {
            links: decks.iter().map(link).collect(),
            candidates: Vec::new(),
        })
    }

    /// Looks the parts up one by one; if they find nothing, those of the detail in parentheses,
    /// and at last everything together by likeness.
    fn in_parts(&self, text: &str) -> Found {
        let mut found = Found::default();
        for part in parts(&without_parentheses(text)) {
            found.add(self.part(part));
        }
        if found.links.is_empty() {
            for part in parts(text).into_iter().flat_map(|part| part.split('/')) {
                found.add(self.exact(part).unwrap_or_default());
            }
        }
        if found.links.is_empty() {
            found.add(self.similar(text));
        }
        let taken: Vec<&String> = found.links.iter().map(|link| &link.deck).collect();
        found.candidates.retain(|deck| !taken.contains(&deck));
        found
    }

    fn part(&self, part: &str) -> Found {
        if let Some(found) = self.exact(part) {
            return found;
        }
        let mut found = Found::default();
        for piece in part.split('/') {
            found.add(self.exact(piece).unwrap_or_default());
        }
        if found.links.is_empty() {
            found = self.similar(part);
        }
        found
    }

    /// The one deck that has a name like this text; several that are about equally near are only
    /// candidates.
    fn similar(&self, text: &str) -> Found {
        let nearest = self.likeness.nearest(text);
        let best = nearest.values().copied().max().unwrap_or_default();
        if best < THRESHOLD {
            return Found::default();
        }
        let near = nearest.iter().filter(|(_, score)| **score + MARGIN > best);
        let near: Vec<usize> = near.map(|(deck, _)| *deck).collect();
        let mut found = Found::default();
        if let [deck] = near.as_slice() {
            found.links.push(self.link(*deck, How::Similar, best));
        } else {
            let decks = near.into_iter().map(|deck| self.decks[deck].clone());
            found.candidates.extend(decks);
        }
        found
    }

    fn link(&self, deck: usize, how: How, score: u32) -> Link {
        let deck = self.decks[deck].clone();
        Link { deck, how, score }
    }
}

impl Found {
    fn add(&mut self, other: Self) {
        for link in other.links {
            if self.links.iter().all(|known| known.deck != link.deck) {
                self.links.push(link);
            }
        }
        for deck in other.candidates {
            if !self.candidates.contains(&deck) {
                self.candidates.push(deck);
            }
        }
    }
}

fn call(called: &mut HashMap<String, Vec<usize>>, name: String, deck: usize) {
    if name.is_empty() {
        return;
    }
    let decks = called.entry(name).or_default();
    if !decks.contains(&deck) {
        decks.push(deck);
    }
}

/// The parts of an item: what stands between commas, signs and conjunctions.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let after = text.get(at + c.len_utf8()..).unwrap_or_default();
        let is_plus = c == '+' && before != '+' && !after.starts_with('+');
        if is_plus || matches!(c, ',' | ';' | '&' | ':' | '(' | ')') {
            parts.push(&text[start..at]);
            start = at + c.len_utf8();
        }
        before = c;
    }
    parts.push(&text[start..]);
    let words = parts.into_iter().flat_map(|part| at_conjunctions(part));
    words
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect()
}

fn at_conjunctions(part: &str) -> Vec<&str> {
    let mut pieces = vec![part];
    for word in [" и ", " and ", " или ", " or "] {
        pieces = pieces
            .into_iter()
            .flat_map(|piece| piece.split(word))
            .collect();
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decks() -> Decks {
        let names = |deck: &str, title: &str, aliases: &[&str]| Names {
            deck: deck.to_owned(),
            title: title.to_owned(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        };
        Decks::of(&[
            names(
                "go-gc",
                "The garbage collector",
                &["Memory model, garbage collector"],
            ),
            names(
                "go-memory-model",
                "Go memory model",
                &["Memory model, garbage collector"],
            ),
            names("mutex", "Mutexes and RWMutex", &["Mutex", "RWMutex"]),
            names("atomic", "Atomics", &["Atomic"]),
            names("docker", "Docker images", &["Docker", "Multi-stage builds"]),
            names("compose", "Docker Compose", &["docker-compose"]),
            names("jwt", "JWT (JSON Web Tokens)", &[]),
            names("db-indexes", "Индексы и их виды", &[]),
            names("cache-one", "Cache eviction rules", &[]),
            names("cache-two", "Cache eviction order", &[]),
        ])
    }

    fn seen(text: &str) -> String {
        let found = decks().teach(text);
        let links = found.links.iter();
        let links: Vec<String> = links
            .map(|link| format!("{} {} {}", link.deck, link.how.name(), link.score))
            .collect();
        format!("{} | {}", links.join(", "), found.candidates.join(", "))
    }

    #[test]
    fn a_name_counts_for_every_deck_that_has_it() {
        let both = "go-gc exact 1000, go-memory-model exact 1000 | ";
        assert_eq!(seen("**Memory model**, garbage collector"), both);
        assert_eq!(seen("Go Memory Model"), "go-memory-model exact 1000 | ");
        assert_eq!(seen("`db-indexes`"), "db-indexes exact 1000 | ");
        assert_eq!(seen("JWT"), "jwt exact 1000 | ");
        assert_eq!(seen("JWT (подпись)"), "jwt exact 1000 | ");
        assert_eq!(seen("Разобраться с JWT"), "jwt exact 1000 | ");
    }

    #[test]
    fn parts_are_looked_up_one_by_one() {
        let both = "mutex exact 1000, atomic exact 1000 | ";
        assert_eq!(seen("Mutex/RWMutex/Atomic"), both);
        assert_eq!(seen("RWMutex и Atomic"), both);
        let both = "docker exact 1000, compose exact 1000 | ";
        assert_eq!(seen("Освоить Docker + docker-compose"), both);
        assert_eq!(seen("Контейнеры (Docker)"), "docker exact 1000 | ");
        assert_eq!(seen("1–2 | Docker | learn JWT"), "docker exact 1000 | ");
    }

    #[test]
    fn what_is_nearly_a_name_is_similar_and_what_is_near_several_is_unclear() {
        assert_eq!(seen("Индекс и его виды"), "db-indexes similar 1000 | ");
        assert_eq!(seen("Cache eviction rule order"), " | cache-one, cache-two");
        assert_eq!(seen("Kubernetes"), " | ");
        assert_eq!(seen(""), " | ");
        assert_eq!(seen("Docker Swarm secrets"), " | ");
    }

    #[test]
    fn without_decks_nothing_is_found() {
        assert_eq!(Decks::of(&[]).teach("Docker, JWT"), Found::default());
    }
}
