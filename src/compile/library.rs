//! Decks beside each other: what they require, and what they must not both ask.
//!
//! Only names and ids are compared here; `duplicates` compares texts.

use std::collections::{HashMap, HashSet};

use crate::model::card::{Card, CardId};
use crate::model::deck::{Deck, Named};
use crate::model::diagnostic::{Diagnostic, Level};
use crate::model::source::Span;

use super::shelved::{Places, Shelved, excerpt};
use super::words::{distance, name_key};

/// The names by which decks can require a topic, and what it requires itself.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Topic {
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) aliases: Vec<String>,
    pub(crate) requires: Vec<String>,
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

/// For each topic, what its requirements name: an index, or nothing known.
type Links = Vec<Vec<Option<usize>>>;

/// A deck's name wins over a title, a title over an alias, and the earlier topic over the later.
fn links(topics: &[Topic]) -> Links {
    let mut names: HashMap<String, usize> = HashMap::new();
    let mut claim = |name: &str, topic: usize| {
        names.entry(name_key(name)).or_insert(topic);
    };
    topics
        .iter()
        .enumerate()
        .for_each(|(at, topic)| claim(&topic.name, at));
    topics
        .iter()
        .enumerate()
        .for_each(|(at, topic)| claim(&topic.title, at));
    topics
        .iter()
        .enumerate()
        .for_each(|(at, topic)| topic.aliases.iter().for_each(|alias| claim(alias, at)));
    let link = |required: &String| names.get(&name_key(required)).copied();
    topics
        .iter()
        .map(|topic| topic.requires.iter().map(link).collect())
        .collect()
}

/// A step of a walk: the topic, and which of its requirements the walk follows.
#[derive(Clone, Copy)]
struct Step {
    topic: usize,
    item: usize,
}

/// Visits every topic after all that it requires, and gives that order. Each requirement that
/// leads back to a topic on the way there closes a circle, which `circle` is told.
fn walk(links: &Links, mut circle: impl FnMut(&[Step])) -> Vec<usize> {
    let mut order = Vec::with_capacity(links.len());
    let mut met = vec![false; links.len()];
    let mut open = vec![false; links.len()];
    for root in 0..links.len() {
        let mut path: Vec<Step> = Vec::new();
        let mut next = (!met[root]).then_some(root);
        loop {
            if let Some(topic) = next.take() {
                (met[topic], open[topic]) = (true, true);
                path.push(Step { topic, item: 0 });
            }
            let Some(&Step { topic, item }) = path.last() else {
                break;
            };
            next = match links[topic].get(item) {
                Some(&Some(required)) if !met[required] => Some(required),
                Some(&required) => {
                    if let Some(required) = required.filter(|required| open[*required]) {
                        let start = path.iter().position(|step| step.topic == required);
                        circle(&path[start.unwrap_or_default()..]);
                    }
                    None
                }
                None => {
                    open[topic] = false;
                    order.push(topic);
                    path.pop();
                    None
                }
            };
            if let Some(step) = path.last_mut().filter(|_| next.is_none()) {
                step.item += 1;
            }
        }
    }
    order
}

fn unknown(decks: &[Shelved<'_>], topics: &[Topic], links: &Links) -> Vec<(usize, Diagnostic)> {
    let mut helps: HashMap<String, String> = HashMap::new();
    let mut complaints = Vec::new();
    for (at, deck) in decks.iter().enumerate() {
        for (required, link) in deck.compiled.deck.requires.iter().zip(&links[at]) {
            if link.is_none() {
                let help = helps
                    .entry(name_key(&required.name))
                    .or_insert_with_key(|key| suggestion(key, topics));
                let message = format!("no deck is called `{}`", required.name);
                complaints.push((
                    at,
                    error("E30", message, required.span, "unknown topic", help.clone()),
                ));
            }
        }
    }
    complaints
}

fn suggestion(key: &str, topics: &[Topic]) -> String {
    let limit = (key.chars().count() / 3).clamp(1, 3);
    let names = topics.iter().flat_map(|topic| {
        [&topic.name, &topic.title]
            .into_iter()
            .chain(&topic.aliases)
    });
    let near = names.filter_map(|name| Some((distance(key, &name_key(name), limit)?, name)));
    match near.min_by_key(|(distance, _)| *distance) {
        Some((_, name)) => format!("did you mean `{name}`?"),
        None => "name a deck by its file, its topic or one of its aliases".to_owned(),
    }
}

fn circles(decks: &[Shelved<'_>], topics: &[Topic], links: &Links) -> Vec<(usize, Diagnostic)> {
    let mut complaints = Vec::new();
    let mut told: HashSet<(usize, usize)> = HashSet::new();
    walk(links, |circle| {
        let first = (0..circle.len())
            .min_by_key(|&at| circle[at].topic)
            .unwrap_or_default();
        let (before, from) = circle.split_at(first);
        let way: Vec<Step> = from
            .iter()
            .chain(before)
            .chain(from.first())
            .copied()
            .collect();
        let Some(&Step { topic, item }) = way.first() else {
            return;
        };
        // A circle among known topics only is not in these texts.
        let Some(deck) = decks.get(topic) else { return };
        if told.insert((topic, item)) {
            let names: Vec<&str> = way
                .iter()
                .map(|step| topics[step.topic].name.as_str())
                .collect();
            let span = deck
                .compiled
                .deck
                .requires
                .get(item)
                .map_or_else(Span::default, |Named { span, .. }| *span);
            let message = format!("these decks require each other: `{}`", names.join(" -> "));
            let help =
                "decide which of them comes first, and remove the requirement that contradicts it";
            complaints.push((
                topic,
                error("E31", message, span, "begins a circle", help.to_owned()),
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
