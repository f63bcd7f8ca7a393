//! The second stage: what the pieces of a text mean. Headings become stages, entries and rows
//! items, labels give items their kinds, and everything else is a note.
//!
//! Nothing disappears: every piece ends up in the roadmap, once.

use std::collections::HashMap;

use crate::model::roadmap::{Item, ItemId, ItemKind, Note, Place, Roadmap, Stage, TickBox, When};
use crate::model::source::{Lines, Span};
use crate::model::time::{Day, Days};

use super::dates::{self, Anchor, Calendar};
use super::labels::{self, Label};
use super::outline::{self, Block, Shape, joined, one_line};
use super::{identity, kinds, title};

/// The level of a label that is a line of text: below all headings.
const LINE_LEVEL: usize = 7;
/// How many boxes, or how many dates, make a text without cards a checklist.
const FEW: usize = 2;

/// Reads a roadmap. `start` is the first day of the plan.
pub(crate) fn read(text: &str, name: &str, start: Day) -> Roadmap {
    let blocks = outline::blocks(text);
    let title = title::find(&blocks);
    let mut reader = Reader::of(text, name, start);
    for (at, block) in blocks.iter().enumerate() {
        match &block.shape {
            Shape::Heading { text, .. } if title == Some(at) => reader.title(text),
            Shape::Heading { level, text } => reader.heading(block, *level as usize, text),
            Shape::Entry { lines, tick_box } => reader.entry(block, lines, *tick_box),
            Shape::Head(cells) => reader.head(block, cells),
            Shape::Row { cells, tick_box } => reader.row(block, cells, *tick_box),
            Shape::Paragraph(lines) => reader.paragraph(block.depth, lines),
            Shape::Verbatim(text) => reader.note(text.clone(), block.span),
        }
    }
    let mut roadmap = reader.roadmap;
    span_stages(&mut roadmap.stages);
    identity::name(&mut roadmap);
    roadmap
}

/// Whether a text without cards is a plan to be followed: it has boxes to tick, or a calendar.
pub(crate) fn is_checklist(roadmap: &Roadmap) -> bool {
    let boxes = roadmap.items.iter().filter(|item| item.tick_box.is_some());
    let stages = roadmap.stages.iter().map(|stage| &stage.when);
    let times = stages.chain(roadmap.items.iter().map(|item| &item.when));
    let times = times.filter(|when| when.wording.is_some());
    boxes.count() >= FEW || (times.count() >= FEW && !roadmap.items.is_empty())
}

/// A label and how far it reaches.
struct Reach {
    level: usize,
    kind: ItemKind,
    words: String,
}

/// What is known of an item before it has a place.
struct Draft<'a> {
    text: String,
    /// The texts that may tell its kind and time: all of it, or cell by cell.
    parts: &'a [&'a str],
    /// The head of its first column, if it is a row.
    column: &'a str,
    tick_box: Option<TickBox>,
}

struct Reader<'t> {
    text: &'t str,
    lines: Lines<'t>,
    calendar: Calendar,
    roadmap: Roadmap,
    /// The stages around the present place, with the levels of their headings.
    stages: Vec<(usize, usize)>,
    /// The kinds that the titles of all stages give, their own or from around them.
    title_kinds: Vec<Option<ItemKind>>,
    labels: Vec<Reach>,
    /// The items around the present place, with the number of entries around each.
    items: Vec<(usize, usize)>,
    /// The head of the present table.
    columns: Vec<String>,
    /// The first day of the latest stage that has one.
    stage_begun: Option<Day>,
    /// The same of the items of the present stage.
    item_begun: Option<Day>,
    /// The latest day inside each stage: where the next stage without dates begins.
    ends: HashMap<Option<usize>, Day>,
}

impl<'t> Reader<'t> {
    fn of(text: &'t str, name: &str, start: Day) -> Self {
        let roadmap = Roadmap {
            name: name.to_owned(),
            title: name.to_owned(),
            when: When::default(),
            start,
            stages: Vec::new(),
            items: Vec::new(),
            notes: Vec::new(),
        };
        Self {
            text,
            lines: Lines::of(text),
            calendar: Calendar { start },
            roadmap,
            stages: Vec::new(),
            title_kinds: Vec::new(),
            labels: Vec::new(),
            items: Vec::new(),
            columns: Vec::new(),
            stage_begun: None,
            item_begun: None,
            ends: HashMap::new(),
        }
    }

    fn title(&mut self, text: &str) {
        let free = Some(self.calendar.start);
        let anchor = Anchor { begun: None, free };
        self.roadmap.when = self.calendar.when(text, anchor);
        if !text.is_empty() {
            text.clone_into(&mut self.roadmap.title);
        }
    }

    fn heading(&mut self, block: &Block, level: usize, text: &str) {
        self.items.clear();
        self.close_labels(level);
        self.stages.retain(|(around, _)| *around < level);
        let is_goal = |label: &Label| label.kind == ItemKind::Goal;
        match labels::label(text) {
            Some(label) if label.rest.is_empty() || is_goal(&label) => {
                self.label(level, &label);
                self.label_item(&label, block.span);
            }
            _ => self.stage(block, level, text),
        }
    }

    fn stage(&mut self, block: &Block, level: usize, text: &str) {
        let parent = self.stages.last().map(|(_, stage)| *stage);
        let around = parent.map(|parent| &self.roadmap.stages[parent]);
        let free = self.ends.get(&parent).map(|end| end.plus(Days(1)));
        let anchor = Anchor {
            begun: self.stage_begun,
            free: free
                .or(around.and_then(|stage| stage.when.first))
                .or(Some(self.calendar.start)),
        };
        let when = self.calendar.when(text, anchor);
        let level_of_stage = around.map_or(1, |stage| stage.level + 1);
        self.stage_begun = when.first.or(self.stage_begun);
        self.item_begun = self.stage_begun;
        if let Some(last) = when.last {
            self.ends.insert(parent, last);
        }
        let around_kind = parent.and_then(|parent| self.title_kinds[parent]);
        self.title_kinds
            .push(labels::title_kind(text).or(around_kind));
        self.stages.push((level, self.roadmap.stages.len()));
        let place = self.place(block.span);
        self.roadmap.stages.push(Stage {
            parent,
            level: level_of_stage,
            title: text.to_owned(),
            when,
            place,
        });
    }

    fn entry(&mut self, block: &Block, lines: &[Span], tick_box: Option<TickBox>) {
        self.enter(block.depth);
        // Markdown takes a line at the margin for more of the entry, but a label is a label.
        let is_label = |line: &Span| {
            let before = self.text.get(..line.start).unwrap_or_default();
            before.ends_with('\n') && labels::line_label(self.slice(*line).trim()).is_some()
        };
        let own = lines.iter().skip(1).position(is_label);
        let (lines, below) = lines.split_at(own.map_or(lines.len(), |own| own + 1));
        let Some(last) = lines.last() else {
            return;
        };
        let text = &joined(self.text, lines);
        let draft = Draft {
            text: text.clone(),
            parts: &[text],
            column: "",
            tick_box,
        };
        let when = self.calendar.when(text, self.item_anchor());
        let item = self.item(draft, when, Span::new(block.span.start, last.end));
        self.items.push((block.depth, item));
        if let Some(label) = labels::label(text).filter(|label| label.rest.is_empty()) {
            self.label(LINE_LEVEL + block.depth + 1, &label);
        }
        if !below.is_empty() {
            self.paragraph(0, below);
        }
    }

    fn head(&mut self, block: &Block, cells: &[String]) {
        self.enter(block.depth);
        self.columns = cells.to_vec();
        self.note(join_cells(cells), block.span);
    }

    fn row(&mut self, block: &Block, cells: &[String], tick_box: Option<TickBox>) {
        self.enter(block.depth);
        let columns = std::mem::take(&mut self.columns);
        let counted = |(head, cell): (&String, &String)| dates::in_column(head, cell);
        let time = columns.iter().zip(cells).find_map(counted);
        let time = time.or_else(|| cells.iter().find_map(|cell| dates::find(cell)));
        let anchor = self.item_anchor();
        let when = time.map_or_else(When::default, |time| self.calendar.settle(time, anchor));
        let parts: Vec<&str> = cells.iter().map(String::as_str).collect();
        let draft = Draft {
            text: join_cells(cells),
            parts: &parts,
            column: columns.first().map_or("", String::as_str),
            tick_box,
        };
        self.item(draft, when, block.span);
        self.columns = columns;
    }

    /// A paragraph may hold labels, with or without words after them; the rest of it is a note.
    fn paragraph(&mut self, depth: usize, lines: &[Span]) {
        self.enter(depth);
        let mut rest = lines;
        while let Some(first) = rest.first() {
            let is_label = |line: &Span| labels::line_label(self.slice(*line).trim()).is_some();
            let more = rest
                .iter()
                .skip(1)
                .take_while(|line| !is_label(line))
                .count();
            let (piece, after) = rest.split_at(more + 1);
            let span = first.to(piece[more]);
            match labels::line_label(self.slice(*first).trim()) {
                Some(label) => {
                    let below = joined(self.text, &piece[1..]);
                    let rest = one_line(&format!("{}\n{below}", label.rest));
                    self.line_label(depth, &Label { rest, ..label }, span);
                }
                None => self.note(joined(self.text, piece), span),
            }
            rest = after;
        }
    }

    /// A line that says what it labels is done with that, unless it is a project, whose parts
    /// may follow.
    fn line_label(&mut self, depth: usize, label: &Label, span: Span) {
        let level = LINE_LEVEL + depth;
        self.label(level, label);
        self.label_item(label, span);
        if !label.rest.is_empty() && label.kind != ItemKind::Project {
            self.close_labels(level);
        }
    }

    /// The words after a label's colon are an item of its kind.
    fn label_item(&mut self, label: &Label, span: Span) {
        if label.rest.is_empty() {
            return;
        }
        let draft = Draft {
            text: label.rest.clone(),
            parts: &[],
            column: "",
            tick_box: None,
        };
        let when = self.calendar.when(&label.rest, self.item_anchor());
        self.item(draft, when, span);
    }

    fn item(&mut self, draft: Draft, when: When, span: Span) -> usize {
        let stage = self.stages.last().map(|(_, stage)| *stage);
        let reach = self.labels.last();
        let kind = reach
            .map(|label| label.kind)
            .or_else(|| self.title_kinds[stage?])
            .or_else(|| labels::label(draft.column).map(|label| label.kind))
            .or_else(|| draft.parts.iter().find_map(|part| kinds::by_words(part)));
        self.item_begun = when.first.or(self.item_begun);
        let item = Item {
            id: ItemId::default(),
            stage,
            parent: self.items.last().map(|(_, item)| *item),
            text: draft.text,
            kind: kind.unwrap_or(ItemKind::Theory),
            label: reach.map(|label| label.words.clone()),
            tick_box: draft.tick_box,
            when,
            place: self.place(span),
        };
        self.roadmap.items.push(item);
        self.roadmap.items.len() - 1
    }

    fn note(&mut self, text: String, span: Span) {
        let stage = self.stages.last().map(|(_, stage)| *stage);
        let place = self.place(span);
        self.roadmap.notes.push(Note { stage, text, place });
    }

    /// Leaves the entries that a piece with so many entries around it does not stand in.
    fn enter(&mut self, depth: usize) {
        self.items.retain(|(around, _)| *around < depth);
        self.close_labels(LINE_LEVEL + depth + 1);
    }

    fn label(&mut self, level: usize, label: &Label) {
        self.close_labels(level);
        self.labels.push(Reach {
            level,
            kind: label.kind,
            words: label.words.clone(),
        });
    }

    fn close_labels(&mut self, level: usize) {
        self.labels.retain(|label| label.level < level);
    }

    fn item_anchor(&self) -> Anchor {
        Anchor {
            begun: self.item_begun,
            free: None,
        }
    }

    fn place(&self, span: Span) -> Place {
        let position = self.lines.position(span.start);
        Place { span, position }
    }

    fn slice(&self, span: Span) -> &'t str {
        self.text.get(span.range()).unwrap_or_default()
    }
}

fn join_cells(cells: &[String]) -> String {
    let filled = cells.iter().filter(|cell| !cell.is_empty());
    filled.cloned().collect::<Vec<_>>().join(" | ")
}

/// A stage without dates lasts as long as the stages inside it.
fn span_stages(stages: &mut [Stage]) {
    for at in (0..stages.len()).rev() {
        let Some(parent) = stages[at].parent else {
            continue;
        };
        let (before, inside) = stages.split_at_mut(at);
        let (inside, around) = (&inside[0].when, &mut before[parent].when);
        if around.wording.is_none() {
            around.first = [around.first, inside.first].into_iter().flatten().min();
            around.last = around.last.max(inside.last);
        }
    }
}
