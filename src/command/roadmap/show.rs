//! `drill roadmap show`: stages and items, what teaches them, and how well that is known.

use std::collections::HashMap;

use clap::Args;
use serde::Serialize;

use super::chart::{Chart, Library};
use super::tree;
use crate::command::Common;
use crate::command::card_json::line;
use crate::command::desk::Desk;
use crate::command::failure::{Exit, Failure};
use crate::exchange::encoding::Reading;
use crate::model::roadmap::{Item, Link, Note, Stage};
use crate::model::time::Day;
use crate::screen::Screen;
use crate::store::Mastery;

#[derive(Args)]
#[command(
    after_long_help = "Examples:\n  drill roadmap show plan --stage 3\n  drill roadmap show --json | jq '.items[] | select(.decks == [])'"
)]
pub(crate) struct Arguments {
    /// A roadmap; else the first that is followed
    name: Option<String>,
    #[command(flatten)]
    view: View,
}

/// What is shown of a roadmap.
#[derive(Args)]
pub(crate) struct View {
    /// Only this stage and those inside it, by its number in the file's order
    #[arg(long, value_name = "N")]
    stage: Option<usize>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Arguments {
    pub(super) fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    pub(super) const fn view(&self) -> &View {
        &self.view
    }
}

#[derive(Serialize)]
struct Json {
    roadmap: String,
    title: String,
    file: String,
    followed: Option<usize>,
    day: String,
    start: String,
    end: Option<String>,
    deadline: Option<String>,
    encoding: EncodingJson,
    stages: Vec<StageJson>,
    items: Vec<ItemJson>,
    notes: Vec<NoteJson>,
}

/// How the bytes of a file became text.
#[derive(Serialize)]
pub(super) struct EncodingJson {
    read_as: String,
    repaired: Vec<String>,
    damaged: usize,
}

#[derive(Serialize)]
struct StageJson {
    stage: usize,
    parent: Option<usize>,
    level: u32,
    title: String,
    when: Option<String>,
    start: Option<String>,
    end: Option<String>,
    place: String,
}

#[derive(Serialize)]
struct ItemJson {
    id: String,
    stage: Option<usize>,
    parent: Option<String>,
    text: String,
    kind: &'static str,
    label: Option<String>,
    #[serde(rename = "box")]
    tick_box: Option<bool>,
    done: bool,
    when: Option<String>,
    start: Option<String>,
    end: Option<String>,
    place: String,
    decks: Vec<LinkJson>,
    candidates: Vec<String>,
    cards: CardsJson,
}

/// A deck of an item.
#[derive(Serialize)]
pub(super) struct LinkJson {
    deck: String,
    how: &'static str,
    score: f64,
}

/// Cards by how well they are known.
#[derive(Serialize)]
pub(crate) struct CardsJson {
    pub(crate) new: u32,
    pub(crate) learning: u32,
    pub(crate) known: u32,
    pub(crate) mature: u32,
}

#[derive(Serialize)]
struct NoteJson {
    stage: Option<usize>,
    place: String,
    text: String,
}

impl From<&Link> for LinkJson {
    fn from(link: &Link) -> Self {
        Self {
            deck: link.deck.clone(),
            how: link.how.name(),
            score: f64::from(link.score) / 1000.0,
        }
    }
}

impl From<Mastery> for CardsJson {
    fn from(cards: Mastery) -> Self {
        Self {
            new: cards.new,
            learning: cards.learning,
            known: cards.known,
            mature: cards.mature,
        }
    }
}

impl From<&Reading> for EncodingJson {
    fn from(reading: &Reading) -> Self {
        Self {
            read_as: reading.read_as.clone(),
            repaired: reading.repaired.clone(),
            damaged: reading.damaged.len(),
        }
    }
}

pub(super) fn run(
    name: Option<&str>,
    view: &View,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let desk = Desk::open_stocked(common, screen)?;
    let library = Library::open(&desk)?;
    let chart = library.chart(&desk, name)?;
    let shown = shown(&chart, view.stage)?;
    let cards = cards(&desk, &library, &chart)?;
    if view.json {
        screen.out(&line(&json(&desk, &library, &chart, &shown, &cards)))?;
    } else {
        let page = tree::Page {
            chart: &chart,
            library: &library,
            shown: &shown,
            cards: &cards,
            today: desk.today(),
            width: screen.size().1,
            theme: screen.theme(),
        };
        screen.out(&page.lines().join("\n"))?;
    }
    Ok(Exit::Fine)
}

/// Which stages are shown: all, or one with those inside it.
fn shown(chart: &Chart, only: Option<usize>) -> Result<Vec<bool>, Failure> {
    let stages = &chart.roadmap.stages;
    let Some(number) = only else {
        return Ok(vec![true; stages.len()]);
    };
    if number == 0 || number > stages.len() {
        return Err(Failure::usage(format!("there is no stage {number}"))
            .help(format!("this roadmap has the stages 1 to {}", stages.len())));
    }
    let mut shown = vec![false; stages.len()];
    shown[number - 1] = true;
    for at in number..stages.len() {
        shown[at] = stages[at].parent.is_some_and(|parent| shown[parent]);
    }
    Ok(shown)
}

/// How well the decks of the roadmap are known, by their names.
pub(super) fn cards(
    desk: &Desk,
    library: &Library,
    chart: &Chart,
) -> Result<HashMap<String, Mastery>, Failure> {
    let mastery = desk.store.mastery()?;
    let links = chart.found.iter().flat_map(|found| &found.links);
    let known = links.filter_map(|link| {
        let deck = &library.decks[library.deck(&link.deck)?];
        let cards = mastery.get(&deck.row).copied().unwrap_or_default();
        Some((link.deck.clone(), cards))
    });
    Ok(known.collect())
}

fn json(
    desk: &Desk,
    library: &Library,
    chart: &Chart,
    shown: &[bool],
    cards: &HashMap<String, Mastery>,
) -> Json {
    let roadmap = &chart.roadmap;
    // What stands before the first stage belongs to the whole.
    let whole = shown.iter().all(|shown| *shown);
    let within = |stage: Option<usize>| stage.map_or(whole, |stage| shown[stage]);
    let stages = roadmap.stages.iter().enumerate();
    let items = roadmap.items.iter().enumerate();
    let notes = roadmap.notes.iter().filter(|note| within(note.stage));
    Json {
        roadmap: roadmap.name.clone(),
        title: roadmap.title.clone(),
        file: chart.file(),
        followed: library.rank(&roadmap.name),
        day: desk.today().to_string(),
        start: roadmap.start.to_string(),
        end: written(roadmap.end()),
        deadline: library.deadline(&roadmap.name),
        encoding: EncodingJson::from(&chart.reading),
        stages: stages
            .filter(|(at, _)| shown[*at])
            .map(|(at, stage)| stage_json(chart, at, stage))
            .collect(),
        items: items
            .filter(|(_, item)| within(item.stage))
            .map(|(at, item)| item_json(library, chart, cards, at, item))
            .collect(),
        notes: notes.map(|note| note_json(chart, note)).collect(),
    }
}

fn stage_json(chart: &Chart, at: usize, stage: &Stage) -> StageJson {
    StageJson {
        stage: at + 1,
        parent: stage.parent.map(|parent| parent + 1),
        level: stage.level,
        title: stage.title.clone(),
        when: stage.when.wording.clone(),
        start: written(stage.when.first),
        end: written(stage.when.last),
        place: chart.place(&stage.place),
    }
}

fn item_json(
    library: &Library,
    chart: &Chart,
    cards: &HashMap<String, Mastery>,
    at: usize,
    item: &Item,
) -> ItemJson {
    let found = &chart.found[at];
    ItemJson {
        id: item.id.to_string(),
        stage: item.stage.map(|stage| stage + 1),
        parent: item
            .parent
            .map(|parent| chart.roadmap.items[parent].id.to_string()),
        text: item.text.clone(),
        kind: item.kind.name(),
        label: item.label.clone(),
        tick_box: item.tick_box.map(|tick_box| tick_box.ticked),
        done: library.is_done(item),
        when: item.when.wording.clone(),
        start: written(item.when.first),
        end: written(item.when.last),
        place: chart.place(&item.place),
        decks: found.links.iter().map(LinkJson::from).collect(),
        candidates: found.candidates.clone(),
        cards: CardsJson::from(sum(
            found.links.iter().map(|link| link.deck.as_str()),
            cards,
        )),
    }
}

fn note_json(chart: &Chart, note: &Note) -> NoteJson {
    NoteJson {
        stage: note.stage.map(|stage| stage + 1),
        place: chart.place(&note.place),
        text: note.text.clone(),
    }
}

/// How well some decks are known together.
pub(super) fn sum<'d>(
    decks: impl Iterator<Item = &'d str>,
    cards: &HashMap<String, Mastery>,
) -> Mastery {
    let all = decks.filter_map(|deck| cards.get(deck));
    all.fold(Mastery::default(), |sum, deck| Mastery {
        new: sum.new + deck.new,
        learning: sum.learning + deck.learning,
        known: sum.known + deck.known,
        mature: sum.mature + deck.mature,
    })
}

fn written(day: Option<Day>) -> Option<String> {
    day.map(|day| day.to_string())
}
