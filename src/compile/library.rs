//! Decks beside each other: what they require, and what they must not both ask.
//!
//! Only names and ids are compared here; `duplicates` compares texts.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use crate::model::card::{Card, CardId};
use crate::model::deck::{Deck, Named};
use crate::model::diagnostic::{Diagnostic, Level};
use crate::model::source::Span;

use super::shelved::{Places, Shelved, excerpt};
use crate::model::words::{distance, name_key};

/// How many different unknown names are taken for misspellings.
const MOST_MISSPELLED: usize = 100;

/// The names by which decks can require a topic, and what it requires itself.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Topic {
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) aliases: Vec<String>,
    pub(crate) requires: Vec<String>,
}

impl Topic {
    fn names(&self) -> impl Iterator<Item = &str> {
        [&self.name, &self.title]
            .into_iter()
            .chain(&self.aliases)
            .map(String::as_str)
    }
}

impl From<&Deck> for Topic {
    fn from(deck: &Deck) -> Self {
        Self {
            name: deck.name.clone(),
            title: deck.title.clone(),
            aliases: deck.aliases.clone(),
            requires: deck
                .requires
                .iter()
                .map(|required| required.name.clone())
                .collect(),
        }
    }
}

/// Complaints about decks that do not fit together, each with the index of its deck, in the order
/// of the texts. `known` are topics that exist elsewhere, other than those of `decks`: they give
/// names to require and are not complained about.
pub(crate) fn examine(decks: &[Shelved<'_>], known: &[Topic]) -> Vec<(usize, Diagnostic)> {
    let own = decks.iter().map(|deck| Topic::from(&deck.compiled.deck));
    let topics: Vec<Topic> = own.chain(known.iter().cloned()).collect();
    let links = links(&topics);
    let mut complaints = unknown(decks, &topics, &links);
    complaints.extend(circles(decks, &topics, &links));
    complaints.extend(twins(decks));
    complaints.sort_by_key(|(deck, complaint)| (*deck, complaint.span.start));
    complaints
}

/// The complaint about a card of `deck` that another file has already, at `place`.
pub(crate) fn same_question(deck: Shelved<'_>, card: &Card, place: &str) -> Diagnostic {
    let message = format!("`{}` is already asked in `{place}`", excerpt(card));
    let span = deck.place_of(card, card.ask.as_str());
    let title = &deck.compiled.deck.title;
    let help = format!(
        "both files are about `{title}`: remove one of the cards, or name one topic differently"
    );
    error("E32", message, span, "same topic, same question", help)
}

/// How high each topic stands: the length of the longest chain of requirements below it, 0 for a
/// topic that requires nothing known. A circle is cut where a walk in the given order closes it.
pub(crate) fn levels(topics: &[Topic]) -> Vec<u32> {
    let links = links(topics);
    let mut levels: Vec<Option<u32>> = vec![None; topics.len()];
    for topic in walk(&links, |_| ()) {
        // What has no level yet is required in a circle.
        let below = links[topic]
            .iter()
            .flatten()
            .filter_map(|&required| levels[required]);
        levels[topic] = Some(below.max().map_or(0, |highest| highest + 1));
    }
    levels.into_iter().flatten().collect()
}

/// What each topic requires of the others, by index.
pub(crate) fn requirements(topics: &[Topic]) -> Vec<Vec<usize>> {
    let known = |named: Vec<Option<usize>>| named.into_iter().flatten().collect();
    links(topics).into_iter().map(known).collect()
}

/// For each topic, what its requirements name: an index, or nothing known.
type Links = Vec<Vec<Option<usize>>>;

/// A deck's name wins over a title, a title over an alias, and the earlier topic over the later.
fn links(topics: &[Topic]) -> Links {
    let numbered = || topics.iter().enumerate();
    let names = numbered().map(|(at, topic)| (&topic.name, at));
    let titles = numbered().map(|(at, topic)| (&topic.title, at));
    let aliases =
        numbered().flat_map(|(at, topic)| topic.aliases.iter().map(move |alias| (alias, at)));
    let mut called: HashMap<String, usize> = HashMap::new();
    for (name, topic) in names.chain(titles).chain(aliases) {
        called.entry(name_key(name)).or_insert(topic);
    }
    let link = |required: &String| called.get(&name_key(required)).copied();
    topics
        .iter()
        .map(|topic| topic.requires.iter().map(link).collect())
        .collect()
}

/// A step of a walk: a topic, and how many of its requirements the walk has followed. The last of
/// them leads to the next step.
#[derive(Clone, Copy)]
struct Step {
    topic: usize,
    followed: usize,
}

/// Visits every topic after all that it requires, and gives that order. A requirement that leads
/// back to a topic on the way to it closes a circle, which `circle` is told.
fn walk(links: &Links, mut circle: impl FnMut(&[Step])) -> Vec<usize> {
    let mut order = Vec::with_capacity(links.len());
    let mut met = vec![false; links.len()];
    let mut on_path: Vec<Option<usize>> = vec![None; links.len()];
    for root in 0..links.len() {
        let mut path: Vec<Step> = Vec::new();
        path.extend((!met[root]).then_some(Step {
            topic: root,
            followed: 0,
        }));
        while let Some((step, before)) = path.split_last_mut() {
            let topic = step.topic;
            (met[topic], on_path[topic]) = (true, Some(before.len()));
            let Some(&required) = links[topic].get(step.followed) else {
                on_path[topic] = None;
                order.push(topic);
                path.pop();
                continue;
            };
            step.followed += 1;
            let Some(required) = required else { continue };
            if let Some(start) = on_path[required] {
                circle(&path[start..]);
            } else if !met[required] {
                path.push(Step {
                    topic: required,
                    followed: 0,
                });
            }
        }
    }
    order
}

fn unknown(decks: &[Shelved<'_>], topics: &[Topic], links: &Links) -> Vec<(usize, Diagnostic)> {
    let mut spellings = Spellings::default();
    let mut complaints = Vec::new();
    for (at, deck) in decks.iter().enumerate() {
        for (required, link) in deck.compiled.deck.requires.iter().zip(&links[at]) {
            if link.is_none() {
                let message = format!("no deck is called `{}`", required.name);
                let help = match spellings.nearest(&required.name, topics) {
                    Some(name) => format!("did you mean `{name}`?"),
                    None => "name a deck by its file, its topic or one of its aliases".to_owned(),
                };
                let complaint = error("E30", message, required.span, "unknown topic", help);
                complaints.push((at, complaint));
            }
        }
    }
    complaints
}

/// Finds the names that unknown ones may be misspellings of.
#[derive(Default)]
struct Spellings<'a> {
    /// Every name with its key.
    names: OnceCell<Vec<(String, &'a str)>>,
    /// What was found for a key.
    found: HashMap<String, Option<&'a str>>,
}

impl<'a> Spellings<'a> {
    fn nearest(&mut self, unknown: &str, topics: &'a [Topic]) -> Option<&'a str> {
        let key = name_key(unknown);
        // With more of them, a whole folder is missing, and nothing is misspelled.
        if self.found.len() >= MOST_MISSPELLED && !self.found.contains_key(&key) {
            return None;
        }
        let names = self.names.get_or_init(|| {
            let names = topics.iter().flat_map(Topic::names);
            names.map(|name| (name_key(name), name)).collect()
        });
        let nearest = |key: &String| {
            let limit = (key.chars().count() / 3).min(3);
            let near =
                |(other, name): &(String, &'a str)| Some((distance(key, other, limit)?, *name));
            names
                .iter()
                .filter_map(near)
                .min_by_key(|(distance, _)| *distance)
                .map(|(_, name)| name)
        };
        *self.found.entry(key).or_insert_with_key(nearest)
    }
}

fn circles(decks: &[Shelved<'_>], topics: &[Topic], links: &Links) -> Vec<(usize, Diagnostic)> {
    let mut complaints = Vec::new();
    let mut told: HashSet<(usize, Span)> = HashSet::new();
    walk(links, |circle| {
        let earliest = (0..circle.len())
            .min_by_key(|&at| circle[at].topic)
            .unwrap_or_default();
        let (end, start) = circle.split_at(earliest);
        let Some(&Step { topic, followed }) = start.first() else {
            return;
        };
        // A circle among known topics only is not in these texts.
        let Some(deck) = decks.get(topic).map(|deck| &deck.compiled.deck) else {
            return;
        };
        let Some(Named { span, .. }) = deck.requires[..followed].last() else {
            return;
        };
        if told.insert((topic, *span)) {
            let round = start.iter().chain(end).chain(start.first());
            let names: Vec<&str> = round.map(|step| topics[step.topic].name.as_str()).collect();
            let message = format!("the requirements go in a circle: `{}`", names.join(" -> "));
            let help = "decide which of these decks comes first, and remove what it requires of the others";
            complaints.push((
                topic,
                error("E31", message, *span, "begins the circle", help.to_owned()),
            ));
        }
    });
    complaints
}

fn twins(decks: &[Shelved<'_>]) -> Vec<(usize, Diagnostic)> {
    let places = Places::of(decks);
    let mut first: HashMap<CardId, (usize, usize)> = HashMap::new();
    let mut complaints = Vec::new();
    for (at, deck) in decks.iter().enumerate() {
        for (number, card) in deck.compiled.cards.iter().enumerate() {
            let (earlier, twin) = *first.entry(card.id).or_insert((at, number));
            if earlier != at {
                let place = places.name(earlier, &decks[earlier].compiled.cards[twin]);
                complaints.push((at, same_question(*deck, card, &place)));
            }
        }
    }
    complaints
}

fn error(code: &'static str, message: String, span: Span, label: &str, help: String) -> Diagnostic {
    Diagnostic {
        code,
        level: Level::Error,
        message,
        span,
        label: label.to_owned(),
        help,
    }
}

#[cfg(test)]
mod tests;
