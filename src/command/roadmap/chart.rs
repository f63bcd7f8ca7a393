//! A roadmap with all that is known of it: as its file was read last, with its decks and ticks.

use crate::command::desk::{self, Desk};
use crate::command::failure::Failure;
use crate::command::intake;
use crate::compile::library::Topic;
use crate::exchange::encoding::{self, Reading};
use crate::model::roadmap::{How, Item, ItemKind, Link, Place, Roadmap, When};
use crate::model::source::{Position, Span};
use crate::roadmap;
use crate::roadmap::decided::Decided;
use crate::roadmap::matching::{Decks, Found, Names};
use crate::store::{KnownDeck, KnownItem, StoredRoadmap};

/// Decks that were chosen by hand are certain.
const CERTAIN: u32 = 1000;

/// Everything that roadmaps are looked up in.
pub(crate) struct Library {
    pub(crate) decks: Vec<KnownDeck>,
    pub(crate) decided: Decided,
    /// The names of the roadmaps that are followed, in order.
    pub(crate) followed: Vec<String>,
    names: Decks,
}

/// See the file's first line.
pub(crate) struct Chart {
    pub(crate) stored: StoredRoadmap,
    pub(crate) reading: Reading,
    pub(crate) roadmap: Roadmap,
    /// What teaches each item.
    pub(crate) found: Vec<Found>,
}

impl Library {
    /// Opens it as it is now.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn open(desk: &Desk) -> Result<Self, Failure> {
        let decided = decided(desk)?;
        Ok(Self {
            followed: followed(desk, &decided)?,
            decided,
            ..Self::of(desk.store.decks()?)
        })
    }

    /// Those decks, before anything was decided.
    pub(super) fn of(decks: Vec<KnownDeck>) -> Self {
        let with_cards = decks.iter().filter(|deck| deck.cards > 0);
        let names = with_cards.map(|deck| Names {
            deck: deck.name.clone(),
            title: deck.title.clone(),
            aliases: deck.aliases.clone(),
        });
        Self {
            names: Decks::of(&names.collect::<Vec<_>>()),
            decks,
            decided: Decided::default(),
            followed: Vec::new(),
        }
    }

    /// The roadmap of that name, or the first that is followed.
    ///
    /// # Errors
    /// When there is none, or the database cannot be read.
    pub(crate) fn chart(&self, desk: &Desk, name: Option<&str>) -> Result<Chart, Failure> {
        let Some(name) = name.or(self.followed.first().map(String::as_str)) else {
            return Err(Failure::usage("no roadmap is followed").help(
                "name one, or follow one: `drill roadmap follow NAME`; `drill roadmap list` lists them",
            ));
        };
        let stored = desk.store.roadmap(name)?.ok_or_else(|| unknown(name))?;
        Ok(self.draw(stored))
    }

    /// Every roadmap, those that are followed first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn charts(&self, desk: &Desk) -> Result<Vec<Chart>, Failure> {
        let names = desk.store.roadmap_names()?;
        let others = names.iter().filter(|name| !self.followed.contains(name));
        let all = self.followed.iter().chain(others);
        all.map(|name| self.chart(desk, Some(name))).collect()
    }

    fn draw(&self, stored: StoredRoadmap) -> Chart {
        let (reading, roadmap) = read(&stored);
        Chart {
            found: self.teach(&roadmap, &self.decided),
            stored,
            reading,
            roadmap,
        }
    }

    /// What teaches each item of a roadmap.
    pub(crate) fn teach(&self, roadmap: &Roadmap, decided: &Decided) -> Vec<Found> {
        let by_hand = |chosen: &Vec<String>| Found {
            links: chosen
                .iter()
                .filter(|deck| self.deck(deck).is_some())
                .map(|deck| Link {
                    deck: deck.clone(),
                    how: How::Linked,
                    score: CERTAIN,
                })
                .collect(),
            candidates: Vec::new(),
        };
        let teach = |item: &Item| {
            let chosen = decided.links.get(&item.id);
            chosen.map_or_else(|| self.names.teach(&item.text), by_hand)
        };
        roadmap.items.iter().map(teach).collect()
    }

    /// The index of the deck of that short name.
    pub(crate) fn deck(&self, name: &str) -> Option<usize> {
        self.decks
            .iter()
            .position(|deck| deck.name == name && deck.cards > 0)
    }

    pub(crate) fn is_done(&self, item: &Item) -> bool {
        self.decided.done.contains(&item.id)
    }

    /// The day by which a roadmap has to be known, if one was set.
    pub(crate) fn deadline(&self, name: &str) -> Option<String> {
        let goal = self.decided.goals.get(name);
        goal.map(|goal| goal.day.to_string())
    }

    /// Which of the roadmaps that are followed it is: 1 is the first.
    pub(crate) fn rank(&self, name: &str) -> Option<usize> {
        let at = self.followed.iter().position(|followed| followed == name);
        at.map(|at| at + 1)
    }
}

impl Chart {
    /// The file as a person would write it.
    pub(crate) fn file(&self) -> String {
        desk::path(&self.stored.origin)
    }

    /// A place in the file as a person would write it.
    pub(crate) fn place(&self, place: &Place) -> String {
        format!("{}:{}", self.file(), place.position)
    }
}

/// Reads a stored roadmap again: the same text gives the same items.
pub(crate) fn read(stored: &StoredRoadmap) -> (Reading, Roadmap) {
    let reading = encoding::read(&stored.bytes);
    let mut now = roadmap::read(&reading.text, &stored.name, stored.start);
    let known = &stored.items;
    let same = |(item, known): (&Item, &KnownItem)| item.text == known.text;
    if now.items.len() == known.len() && now.items.iter().zip(known).all(same) {
        for (item, known) in now.items.iter_mut().zip(known) {
            item.id = known.id;
        }
    } else {
        // An older version of the program read it in another way.
        roadmap::identity::carry(&remembered(stored, &now), &mut now);
    }
    (reading, now)
}

/// The items as they were remembered, without their places.
fn remembered(stored: &StoredRoadmap, like: &Roadmap) -> Roadmap {
    let nowhere = Place {
        span: Span::default(),
        position: Position { line: 1, column: 1 },
    };
    let item = |known: &KnownItem| Item {
        id: known.id,
        stage: None,
        parent: None,
        text: known.text.clone(),
        kind: ItemKind::Other,
        label: None,
        tick_box: None,
        when: When::default(),
        place: nowhere,
    };
    Roadmap {
        items: stored.items.iter().map(item).collect(),
        stages: Vec::new(),
        notes: Vec::new(),
        ..like.clone()
    }
}

/// What was decided until now.
pub(crate) fn decided(desk: &Desk) -> Result<Decided, Failure> {
    let decisions = desk.store.decisions(desk.clock.horizon_ms())?;
    Ok(Decided::fold(decisions))
}

/// Where nobody ever said, the roadmap that ships is followed, if it was taken in.
pub(super) fn followed(desk: &Desk, decided: &Decided) -> Result<Vec<String>, Failure> {
    let Some(said) = &decided.followed else {
        return Ok(desk.store.shipped_roadmap()?.into_iter().collect());
    };
    let there = desk.store.roadmap_names()?;
    let said = said.iter().filter(|name| there.contains(name));
    Ok(said.cloned().collect())
}

/// There is no such roadmap.
pub(super) fn unknown(name: &str) -> Failure {
    Failure::usage(format!("there is no roadmap `{name}`"))
        .help("`drill roadmap list` lists them; `drill roadmap import FILE` brings one in")
}

/// An item that a person means, in the chart with that index.
pub(super) struct Meant {
    pub(super) chart: usize,
    pub(super) item: usize,
}

/// Finds an item by its id, the beginning of one, or its exact text.
///
/// # Errors
/// When there is none, or more than one.
pub(super) fn find(charts: &[Chart], name: &str) -> Result<Meant, Failure> {
    let wanted = name.trim();
    let digits = wanted.to_ascii_lowercase();
    let by_id = digits.len() >= 4 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let is_meant =
        |item: &Item| item.text == wanted || (by_id && item.id.to_string().starts_with(&digits));
    let mut meant = Vec::new();
    for (chart, drawn) in charts.iter().enumerate() {
        let items = drawn.roadmap.items.iter().enumerate();
        meant.extend(
            items
                .filter(|(_, item)| is_meant(item))
                .map(|(item, _)| Meant { chart, item }),
        );
    }
    let help = "an item is named by its id, the first 4 or more hex digits of it, or its exact text; `drill roadmap` shows ids";
    match (meant.pop(), meant.len()) {
        (Some(only), 0) => Ok(only),
        (None, _) => Err(Failure::usage(format!("there is no item `{wanted}`")).help(help)),
        (Some(last), others) => {
            meant.push(last);
            let ids = meant
                .iter()
                .map(|Meant { chart, item }| charts[*chart].roadmap.items[*item].id.to_string());
            Err(
                Failure::usage(format!("`{wanted}` could be {} items", others + 1))
                    .because(ids.collect::<Vec<_>>().join(", "))
                    .help("give the id of the one that you mean"),
            )
        }
    }
}

/// What an intake needs to know of a deck.
pub(super) fn topics(decks: &[KnownDeck]) -> Vec<Topic> {
    decks.iter().map(intake::topic).collect()
}
