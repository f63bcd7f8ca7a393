//! The tree of a roadmap for people: a bar for what is known, boxes for what is done, and where
//! the calendar stands.

use std::collections::{BTreeSet, HashMap};

use super::chart::{Chart, Library};
use super::show::sum;
use crate::model::roadmap::{Item, ItemKind, Roadmap, Stage, When};
use crate::model::time::Day;
use crate::screen::Theme;
use crate::screen::chart::{LEGEND, mastery_bar};
use crate::screen::text::{clean_line, clip, count, width};
use crate::store::Mastery;

/// How many cells a bar takes.
const BAR: usize = 10;
/// A wider line is hard to follow to its bar.
const WIDEST: usize = 100;

/// See the file's first line.
pub(super) struct Page<'a> {
    pub(super) chart: &'a Chart,
    pub(super) library: &'a Library,
    /// Which stages are shown.
    pub(super) shown: &'a [bool],
    /// How well each deck is known.
    pub(super) cards: &'a HashMap<String, Mastery>,
    pub(super) today: Day,
    pub(super) width: usize,
    pub(super) theme: Theme,
}

/// Which items belong where, worked out once: a file may have very many.
struct Shape {
    /// The items before the first stage.
    before: Vec<usize>,
    /// The items that stand directly in each stage.
    own: Vec<Vec<usize>>,
    /// Those, and the items of the stages inside it.
    within: Vec<Vec<usize>>,
    /// How many items stand around each item.
    depth: Vec<usize>,
    /// Whether an item has entries of its own.
    has_entries: Vec<bool>,
    /// How many digits tell the ids apart, at least four.
    digits: usize,
}

impl Shape {
    fn of(roadmap: &Roadmap) -> Self {
        let (stages, items) = (&roadmap.stages, &roadmap.items);
        let mut shape = Self {
            before: Vec::new(),
            own: vec![Vec::new(); stages.len()],
            within: vec![Vec::new(); stages.len()],
            depth: Vec::with_capacity(items.len()),
            has_entries: vec![false; items.len()],
            digits: digits(items),
        };
        for (at, item) in items.iter().enumerate() {
            // A parent stands before its entries.
            shape
                .depth
                .push(item.parent.map_or(0, |parent| shape.depth[parent] + 1));
            item.parent
                .into_iter()
                .for_each(|parent| shape.has_entries[parent] = true);
            let own = item
                .stage
                .map_or(&mut shape.before, |stage| &mut shape.own[stage]);
            own.push(at);
            for stage in std::iter::successors(item.stage, |stage| stages[*stage].parent) {
                shape.within[stage].push(at);
            }
        }
        shape
    }
}

impl Page<'_> {
    pub(super) fn lines(&self) -> Vec<String> {
        let roadmap = &self.chart.roadmap;
        let shape = Shape::of(roadmap);
        let mut lines = self.head();
        if self.shown.iter().all(|shown| *shown) {
            lines.extend(self.items(&shape, &shape.before, 0));
        }
        for (at, stage) in roadmap.stages.iter().enumerate() {
            if self.shown[at] {
                lines.push(String::new());
                lines.extend(self.stage(&shape, at, stage));
            }
        }
        lines
    }

    fn head(&self) -> Vec<String> {
        let roadmap = &self.chart.roadmap;
        let room = self.width.min(WIDEST);
        let mut lines = vec![clip(&clean_line(&roadmap.title), room)];
        let end = roadmap.end();
        let span = When {
            wording: None,
            first: Some(roadmap.start),
            last: end,
        };
        lines.extend(self.calendar(&span, false));
        if let Some(deadline) = self.library.deadline(&roadmap.name) {
            lines.push(format!("to be known by {deadline}"));
        }
        let all: Vec<usize> = (0..roadmap.items.len()).collect();
        let cards = self.known(&all);
        let total = cards.new + cards.learning + cards.known + cards.mature;
        lines.push(format!(
            "{}: {} known or mature; {}",
            count(total as usize, "card"),
            cards.known + cards.mature,
            self.deeds(&all)
        ));
        let legend =
            LEGEND.map(|(fine, ascii, what)| format!("{} {what}", self.theme.glyph(fine, ascii)));
        lines.push(legend.join("  "));
        lines
    }

    fn stage(&self, shape: &Shape, at: usize, stage: &Stage) -> Vec<String> {
        let depth = stage.level.saturating_sub(1) as usize;
        let within = &shape.within[at];
        let cards = self.known(within);
        let title = format!("{}. {}", at + 1, clean_line(&stage.title));
        let mut lines = vec![self.line(depth, &title, &self.bar(cards))];
        let indent = "  ".repeat(depth.min(self.width / 8));
        if let Some(calendar) = self.calendar(&stage.when, true) {
            lines.push(clip(&format!("{indent}   {calendar}"), self.width));
        }
        let deeds = within
            .iter()
            .any(|item| self.is_deed(&self.chart.roadmap.items[*item]));
        if deeds {
            let deeds = self.deeds(within);
            lines.push(clip(&format!("{indent}   {deeds}"), self.width));
        }
        lines.extend(self.items(shape, &shape.own[at], depth + 1));
        lines
    }

    fn items(&self, shape: &Shape, items: &[usize], depth: usize) -> Vec<String> {
        let line = |at: &usize| self.item(shape, *at, depth);
        items.iter().map(line).collect()
    }

    fn item(&self, shape: &Shape, at: usize, depth: usize) -> String {
        let item = &self.chart.roadmap.items[at];
        let is_done = self.library.is_done(item);
        let tick = match (is_done, self.is_deed(item) || item.tick_box.is_some()) {
            (true, _) => "[x]",
            (false, true) => "[ ]",
            (false, false) => "   ",
        };
        let id = item.id.to_string();
        let text = format!("{tick} {} {}", &id[..shape.digits], clean_line(&item.text));
        let found = &self.chart.found[at];
        let right = if !found.links.is_empty() {
            self.bar(self.known(&[at]))
        } else if !found.candidates.is_empty() {
            "which deck?".to_owned()
        } else if item.kind == ItemKind::Theory && !shape.has_entries[at] {
            "no deck yet".to_owned()
        } else {
            String::new()
        };
        self.line(depth + shape.depth[at], &text, &right)
    }

    /// A line with something at its right edge; what does not fit is cut from the left part.
    fn line(&self, depth: usize, left: &str, right: &str) -> String {
        let room = self.width.min(WIDEST);
        // Deep stages must not push their text off the page.
        let indent = "  ".repeat(depth.min(room / 8));
        if right.is_empty() {
            return clip(&format!("{indent}{left}"), room);
        }
        let left_room = room.saturating_sub(BAR + 2).max(1);
        let left = clip(&format!("{indent}{left}"), left_room);
        let gap = " ".repeat((left_room + 1).saturating_sub(width(&left)));
        format!("{left}{gap}{right}").trim_end().to_owned()
    }

    fn bar(&self, cards: Mastery) -> String {
        let parts = [cards.mature, cards.known, cards.learning, cards.new];
        mastery_bar(parts, BAR, self.theme)
    }

    /// How well the decks of some items are known; a deck of several counts once.
    fn known(&self, items: &[usize]) -> Mastery {
        let links = items.iter().flat_map(|at| &self.chart.found[*at].links);
        let decks: BTreeSet<&str> = links.map(|link| link.deck.as_str()).collect();
        sum(decks.into_iter(), self.cards)
    }

    fn deeds(&self, items: &[usize]) -> String {
        let items = items.iter().map(|at| &self.chart.roadmap.items[*at]);
        let deeds: Vec<&Item> = items.filter(|item| self.is_deed(item)).collect();
        let done = deeds.iter().filter(|item| self.library.is_done(item));
        format!("to do: {} of {} done", done.count(), deeds.len())
    }

    /// Something to be done, not known.
    fn is_deed(&self, item: &Item) -> bool {
        matches!(item.kind, ItemKind::Practice | ItemKind::Project)
    }

    /// Where today stands between two days: `2026-11-25 to 2026-12-07, day 3 of 13`.
    fn calendar(&self, when: &When, name_past: bool) -> Option<String> {
        let (first, last) = (when.first?, when.last?);
        let span = format!("{first} to {last}");
        let all = last.since(first) + 1;
        Some(if self.today < first {
            format!("{span}, begins in {}", days(first.since(self.today)))
        } else if self.today <= last {
            format!("{span}, day {} of {all}", self.today.since(first) + 1)
        } else if name_past {
            format!("{span}, over")
        } else {
            format!("{span}, over since {}", days(self.today.since(last)))
        })
    }
}

/// How many digits tell the ids of items apart, at least four.
fn digits(items: &[Item]) -> usize {
    let mut ids: Vec<String> = items.iter().map(|item| item.id.to_string()).collect();
    ids.sort_unstable();
    let needed = ids.windows(2).map(|pair| {
        let letters = pair[0].bytes().zip(pair[1].bytes());
        letters.take_while(|(one, other)| one == other).count() + 1
    });
    needed.max().unwrap_or(0).clamp(4, 32)
}

fn days(number: i64) -> String {
    count(usize::try_from(number).unwrap_or_default(), "day")
}
