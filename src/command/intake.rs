//! Taking decks in: what `import` does when asked, and `today` by itself.
//!
//! List the files, compile those that changed, compare with what the database has, and store the
//! difference: all of it or nothing. Complaints never keep healthy cards out.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;
use std::sync::Mutex;

use super::desk::{self, Desk};
use super::failure::Failure;
use crate::clock::Clock;
use crate::compile;
use crate::compile::change::Change;
use crate::compile::library::{self, Topic};
use crate::compile::pairing::Trace;
use crate::compile::shelved::Shelved;
use crate::model::card::CardId;
use crate::model::deck::Compiled;
use crate::model::diagnostic::{Diagnostic, Level};
use crate::model::source::{Lines, Origin, Source};
use crate::shelf::{self, Found};
use crate::store::{Arrival, Intake, KnownCard, KnownDeck, Remembered};

/// A compiled deck with all that is needed to store it and to complain about it.
pub(crate) struct Fresh {
    pub(crate) source: Source,
    pub(crate) compiled: Compiled,
    size: i64,
    changed: i64,
}

impl Fresh {
    pub(crate) fn shelved(&self) -> Shelved<'_> {
        Shelved {
            text: &self.source.text,
            compiled: &self.compiled,
        }
    }
}

/// What an import found, before anything is stored.
pub(crate) struct Plan {
    pub(crate) fresh: Vec<Fresh>,
    pub(crate) change: Change,
    /// Decks that stay as they are: how many, and how many cards they have.
    untouched: (usize, usize),
    /// What could not be read: path and cause.
    pub(crate) unreadable: Vec<(String, String)>,
    /// Decks that would lose most of their cards.
    pub(crate) losses: Vec<Loss>,
    gone: Vec<i64>,
    roots: Vec<String>,
    notes: Vec<(&'static str, String)>,
}

/// A deck that would lose most of its cards.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Loss {
    pub(crate) path: String,
    /// Its row in the database.
    pub(crate) deck: i64,
    pub(crate) lost: usize,
    pub(crate) before: usize,
}

/// Is told a number of files, and gives what is called after each of them.
pub(crate) type Begin<'a> = &'a dyn Fn(usize) -> Box<dyn Fn() + Sync>;

/// What is to be looked at.
struct Task {
    changed: Vec<Found>,
    gone: Vec<i64>,
    untouched: (usize, usize),
    unreadable: Vec<(String, String)>,
}

/// A deck that loses more than this many cards, and more than half of them, is worth a question.
const FEW: usize = 3;

impl Plan {
    /// Looks at files and folders (absolute paths) and works out what an import would change.
    /// The decks `but` stay as they are. `begin` is told how many files there are to compile and
    /// gives what is called after each.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn of_paths(
        desk: &Desk,
        roots: &[String],
        but: &[Loss],
        begin: Begin<'_>,
    ) -> Result<Self, Failure> {
        let known = desk.store.remembered(false)?;
        let task = survey(roots, &known, but);
        let (fresh, unreadable) = compile_files(&task.changed, &*begin(task.changed.len()));
        let rows: Vec<i64> = fresh
            .iter()
            .filter_map(|deck| known.get(deck.compiled.deck.origin.path()))
            .map(|deck| deck.row)
            .collect();
        let mut gone = task.gone;
        let shipped = superseded(desk, &fresh)?;
        gone.extend(&shipped);
        let mut plan = Self::compare(desk, fresh, gone, rows)?;
        plan.untouched = task.untouched;
        plan.unreadable = task.unreadable;
        plan.unreadable.extend(unreadable);
        plan.roots = roots.to_vec();
        Ok(plan)
    }

    /// Looks at the decks inside the program, except those that a file of the user's replaces.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn of_shipped(desk: &Desk) -> Result<Self, Failure> {
        let known = desk.store.remembered(true)?;
        let own: HashSet<String> = titles(&desk.store.decks()?, false).into_keys().collect();
        let fresh: Vec<Fresh> = shelf::shipped()
            .into_iter()
            .map(|(path, bytes)| compile_one(Origin::Shipped(path.to_owned()), bytes.to_vec(), 1))
            .filter(|deck| !own.contains(&deck.compiled.deck.title))
            .collect();
        let here: HashSet<&str> = fresh.iter().map(|deck| deck.source.origin.path()).collect();
        let gone = known
            .iter()
            .filter(|(path, _)| !here.contains(path.as_str()))
            .map(|(_, deck)| deck.row)
            .collect();
        let rows = known
            .iter()
            .filter(|(path, _)| here.contains(path.as_str()))
            .map(|(_, deck)| deck.row)
            .collect();
        let mut plan = Self::compare(desk, fresh, gone, rows)?;
        plan.notes.push((SHIPPED_BUILD, shelf::build_mark()));
        Ok(plan)
    }

    /// `rows` are the decks in the database that `fresh` replaces.
    fn compare(
        desk: &Desk,
        mut fresh: Vec<Fresh>,
        gone: Vec<i64>,
        rows: Vec<i64>,
    ) -> Result<Self, Failure> {
        let affected: Vec<i64> = rows.into_iter().chain(gone.iter().copied()).collect();
        let decks = desk.store.decks()?;
        let retired = drop_twins(desk, &mut fresh, &affected)?;
        contradictions(&mut fresh, &decks, &affected);
        let known = desk.store.active_cards(&affected)?;
        let names: HashMap<i64, &KnownDeck> = decks.iter().map(|deck| (deck.row, deck)).collect();
        let before: Vec<Trace> = known
            .iter()
            .filter_map(|card| Some(trace(card, names.get(&card.deck)?)))
            .collect();
        let after: Vec<Trace> = fresh
            .iter()
            .flat_map(|deck| traces(&deck.compiled))
            .collect();
        let change = Change::between(&before, &after, &retired);
        let losses = losses(&change, &known, &names);
        Ok(Self {
            fresh,
            change,
            untouched: (0, 0),
            unreadable: Vec::new(),
            losses,
            gone,
            roots: Vec::new(),
            notes: Vec::new(),
        })
    }

    /// Every complaint, with the text that it is about.
    pub(crate) fn diagnostics(&self) -> impl Iterator<Item = (&Source, &Diagnostic)> {
        self.fresh.iter().flat_map(|deck| {
            deck.compiled
                .diagnostics
                .iter()
                .map(|said| (&deck.source, said))
        })
    }

    /// How many complaints are of that level.
    pub(crate) fn count(&self, level: Level) -> usize {
        self.diagnostics()
            .filter(|(_, said)| said.level == level)
            .count()
    }

    /// Whether no deck has changed.
    pub(crate) fn is_empty(&self) -> bool {
        self.fresh.is_empty() && self.gone.is_empty()
    }

    /// All decks: those that stay as they are, and those that are new or changed, if they have cards.
    pub(crate) fn decks(&self) -> usize {
        let with_cards = |deck: &&Fresh| !deck.compiled.cards.is_empty();
        self.untouched.0 + self.fresh.iter().filter(with_cards).count()
    }

    /// All cards of those decks.
    pub(crate) fn cards(&self) -> usize {
        self.untouched.1
            + self
                .fresh
                .iter()
                .map(|deck| deck.compiled.cards.len())
                .sum::<usize>()
    }

    /// Cards that are as they were.
    pub(crate) fn unchanged(&self) -> usize {
        self.untouched.1 + self.change.unchanged
    }

    /// Stores it.
    ///
    /// # Errors
    /// When the database cannot be written; then nothing has happened.
    pub(crate) fn store(&mut self, desk: &mut Desk) -> Result<(), Failure> {
        let intake = Intake {
            arrivals: self.fresh.iter_mut().map(arrival).collect(),
            gone: std::mem::take(&mut self.gone),
            continued: self.change.continued().collect(),
            roots: std::mem::take(&mut self.roots),
            notes: std::mem::take(&mut self.notes),
        };
        desk.take_in(&intake)
    }
}

/// Remembers for which build of the program the shipped decks were taken in.
pub(crate) const SHIPPED_BUILD: &str = "shipped_build";

/// Takes in the decks that ship inside the program.
///
/// # Errors
/// When the database cannot be used.
pub(crate) fn take_in_shipped(desk: &mut Desk) -> Result<(), Failure> {
    Plan::of_shipped(desk)?.store(desk)
}

/// Every deck's place in the order of study.
pub(crate) fn levels(decks: &[KnownDeck]) -> Vec<u32> {
    library::levels(&decks.iter().map(known).collect::<Vec<_>>())
}

/// What others need to know of a deck to refer to it.
pub(crate) fn known(deck: &KnownDeck) -> Topic {
    Topic {
        name: deck.name.clone(),
        title: deck.title.clone(),
        aliases: deck.aliases.clone(),
        requires: deck.requires.clone(),
    }
}

/// The names of the decks that ship with the program.
pub(crate) fn shipped_names() -> Vec<Topic> {
    let name = |(path, bytes): (&str, &[u8])| {
        let deck = compile_one(Origin::Shipped(path.to_owned()), bytes.to_vec(), 0)
            .compiled
            .deck;
        let requires = deck.requires.into_iter().map(|topic| topic.name).collect();
        Topic {
            name: deck.name,
            title: deck.title,
            aliases: deck.aliases,
            requires,
        }
    };
    shelf::shipped().into_iter().map(name).collect()
}

/// Reads and compiles files, on all cores; `tick` is called after each.
pub(crate) fn compile_files(
    files: &[Found],
    tick: &(dyn Fn() + Sync),
) -> (Vec<Fresh>, Vec<(String, String)>) {
    let unreadable = Mutex::new(Vec::new());
    let compile = |found: &Found| {
        tick();
        match shelf::read(found, Clock::disk_time()) {
            Ok((bytes, changed)) => Some(compile_one(
                Origin::File(found.path.clone()),
                bytes,
                changed,
            )),
            Err(error) => {
                let mut unreadable = unreadable
                    .lock()
                    .unwrap_or_else(std::sync::PoisonError::into_inner);
                unreadable.push((found.path.clone(), error.to_string()));
                None
            }
        }
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let part = files.len().div_ceil(cores).max(16);
    let fresh = std::thread::scope(|scope| {
        let compile = &compile;
        let workers: Vec<_> = files
            .chunks(part)
            .map(|files| scope.spawn(move || files.iter().filter_map(compile).collect::<Vec<_>>()))
            .collect();
        let done = |worker: std::thread::ScopedJoinHandle<'_, Vec<Fresh>>| {
            worker
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        workers.into_iter().flat_map(done).collect()
    });
    (
        fresh,
        unreadable
            .into_inner()
            .unwrap_or_else(std::sync::PoisonError::into_inner),
    )
}

fn compile_one(origin: Origin, bytes: Vec<u8>, changed: i64) -> Fresh {
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let (source, unreadable) = compile::read(origin, bytes);
    let mut compiled = compile::compile(&source);
    compiled.diagnostics.splice(0..0, unreadable);
    Fresh {
        source,
        compiled,
        size,
        changed,
    }
}

/// Compares what is on the disk with what is known of it.
fn survey(roots: &[String], known: &HashMap<String, Remembered>, but: &[Loss]) -> Task {
    let mut task = Task {
        changed: Vec::new(),
        gone: Vec::new(),
        untouched: (0, 0),
        unreadable: Vec::new(),
    };
    let mut seen: HashSet<String> = HashSet::new();
    let left = |row: i64| but.iter().any(|loss| loss.deck == row);
    for root in roots {
        let listing = shelf::list(root);
        for found in listing.files {
            if !seen.insert(found.path.clone()) {
                continue;
            }
            match known.get(&found.path) {
                Some(deck)
                    if (deck.size, deck.changed) == (found.size, found.changed)
                        || left(deck.row) =>
                {
                    task.untouched.0 += usize::from(deck.cards > 0);
                    task.untouched.1 += deck.cards as usize;
                }
                _ => task.changed.push(found),
            }
        }
        // What could not be listed is not gone.
        if listing.unreadable.is_empty() {
            let below = |path: &str| Path::new(path).starts_with(root);
            let missing = known
                .iter()
                .filter(|(path, _)| below(path) && !seen.contains(*path));
            task.gone
                .extend(missing.map(|(_, deck)| deck.row).filter(|row| !left(*row)));
        }
        task.unreadable.extend(listing.unreadable);
    }
    task.gone.sort_unstable();
    task.gone.dedup();
    task
}

/// The shipped decks in the database whose topic a file takes over.
fn superseded(desk: &Desk, fresh: &[Fresh]) -> Result<Vec<i64>, Failure> {
    let shipped = titles(&desk.store.decks()?, true);
    Ok(fresh
        .iter()
        .filter_map(|deck| shipped.get(&deck.compiled.deck.title))
        .copied()
        .collect())
}

fn titles(decks: &[KnownDeck], shipped: bool) -> HashMap<String, i64> {
    let of_kind = decks
        .iter()
        .filter(|deck| matches!(deck.origin, Origin::Shipped(_)) == shipped);
    of_kind.map(|deck| (deck.title.clone(), deck.row)).collect()
}

/// Drops cards that another deck has already (the first stays healthy); returns those that are in
/// the database as retired.
fn drop_twins(
    desk: &Desk,
    fresh: &mut [Fresh],
    affected: &[i64],
) -> Result<HashSet<CardId>, Failure> {
    let ids = fresh
        .iter()
        .flat_map(|deck| &deck.compiled.cards)
        .map(|card| &card.id);
    let there = desk.store.whereabouts(ids)?;
    let affected: HashSet<i64> = affected.iter().copied().collect();
    let stays = |id: &CardId| {
        there
            .get(id)
            .is_some_and(|(deck, retired)| !retired && !affected.contains(deck))
    };
    let mut first: HashMap<CardId, (Origin, usize)> = HashMap::new();
    for deck in fresh {
        let mut complaints = Vec::new();
        let mut twins = HashSet::new();
        for (index, card) in deck.compiled.cards.iter().enumerate() {
            let place = if stays(&card.id) {
                desk.store
                    .card_by_id(card.id)?
                    .map(|twin| desk::place(&twin.origin, twin.line, twin.column))
            } else {
                first
                    .get(&card.id)
                    .map(|(origin, number)| format!("{} (card {number})", desk::path(origin)))
            };
            if let Some(place) = place {
                complaints.push(library::same_question(deck.shelved(), card, &place));
                twins.insert(index);
            } else {
                first.insert(card.id, (deck.source.origin.clone(), index + 1));
            }
        }
        let mut index = 0..;
        deck.compiled
            .cards
            .retain(|_| index.next().is_none_or(|index| !twins.contains(&index)));
        deck.compiled.diagnostics.extend(complaints);
    }
    Ok(there
        .into_iter()
        .filter(|(_, (_, retired))| *retired)
        .map(|(id, _)| id)
        .collect())
}

/// Adds complaints about decks that contradict one another.
fn contradictions(fresh: &mut [Fresh], decks: &[KnownDeck], affected: &[i64]) {
    let others: Vec<Topic> = decks
        .iter()
        .filter(|deck| !affected.contains(&deck.row))
        .map(known)
        .collect();
    let decks: Vec<Shelved<'_>> = fresh.iter().map(Fresh::shelved).collect();
    for (index, said) in library::examine(&decks, &others) {
        fresh[index].compiled.diagnostics.push(said);
    }
    for deck in fresh {
        deck.compiled
            .diagnostics
            .sort_by_key(|said| said.span.start);
    }
}

fn losses(change: &Change, known: &[KnownCard], decks: &HashMap<i64, &KnownDeck>) -> Vec<Loss> {
    let retired: HashSet<&CardId> = change.retired.iter().collect();
    let mut losses: BTreeMap<i64, Loss> = BTreeMap::new();
    for card in known {
        let loss = losses.entry(card.deck).or_insert_with(|| {
            let path = decks
                .get(&card.deck)
                .map_or_else(String::new, |deck| desk::path(&deck.origin));
            Loss {
                path,
                deck: card.deck,
                lost: 0,
                before: 0,
            }
        });
        loss.before += 1;
        loss.lost += usize::from(retired.contains(&card.id));
    }
    losses
        .into_values()
        .filter(|loss| loss.lost > FEW && loss.lost * 2 > loss.before)
        .collect()
}

fn trace(card: &KnownCard, deck: &KnownDeck) -> Trace {
    Trace {
        id: card.id,
        kind: card.kind,
        deck: deck.title.clone(),
        file: deck.origin.path().to_owned(),
        position: card.position,
        ask: card.ask.clone(),
        answer: card.answer.clone(),
        pinned: card.pinned,
    }
}

fn traces(compiled: &Compiled) -> impl Iterator<Item = Trace> {
    compiled
        .cards
        .iter()
        .zip(0..)
        .map(|(card, position)| Trace {
            id: card.id,
            kind: card.kind,
            deck: compiled.deck.title.clone(),
            file: compiled.deck.origin.path().to_owned(),
            position,
            ask: card.ask.0.clone(),
            answer: card.answer.0.clone(),
            pinned: card.pinned,
        })
}

/// What the store needs of a deck. A deck with errors is looked at again each time, so that it
/// complains until it is mended.
fn arrival(fresh: &mut Fresh) -> Arrival {
    let Compiled {
        deck,
        cards,
        diagnostics,
    } = &mut fresh.compiled;
    let errors = diagnostics
        .iter()
        .filter(|said| said.level == Level::Error)
        .count();
    let lines = Lines::of(&fresh.source.text);
    let cards = std::mem::take(cards);
    Arrival {
        places: cards
            .iter()
            .map(|card| lines.position(card.span.start))
            .collect(),
        deck: deck.clone(),
        cards,
        errors: u32::try_from(errors).unwrap_or(u32::MAX),
        size: fresh.size,
        changed: if errors == 0 { fresh.changed } else { 0 },
    }
}
