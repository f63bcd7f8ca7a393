//! Rows -> notes: which cell is which side, and how many cards a row makes.

use super::layout::{Column, Layout};
use super::rows::{self, Row};
use crate::exchange::anki::cloze;
use crate::exchange::html;
use crate::exchange::packer::{Found, Packer, Sides, deck_path, key};
use crate::exchange::parcel::Parcel;
use crate::model::card::Kind;

/// How a note type turns a row into cards.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Shape {
    Basic,
    Reversed,
    /// Reversed if a third field says so.
    OptionalReversed,
    Cloze,
}

/// Reads the rows of a text.
pub(super) fn read(text: &str, layout: &Layout, deck: &str, tick: &dyn Fn()) -> Parcel {
    let mut packing = Packer::default();
    let header = &layout.header;
    for line in &header.unknown {
        let place = || format!("line {line}");
        packing
            .remarks()
            .add("header line that says nothing known", place);
    }
    let body = text.get(header.length..).unwrap_or_default();
    let mut remarks = std::mem::take(packing.remarks());
    let mut names = layout.names;
    rows::read(
        body,
        header.lines + 1,
        layout.cut,
        &mut remarks,
        &mut |row| {
            tick();
            if !std::mem::take(&mut names) && row.cells.iter().any(|cell| !cell.trim().is_empty()) {
                take(&row, layout, deck, &mut packing);
            }
            true
        },
    );
    remarks.0.append(&mut packing.remarks().0);
    *packing.remarks() = remarks;
    packing.into_parcel()
}

fn take(row: &Row, layout: &Layout, deck: &str, packing: &mut Packer) {
    let place = || format!("line {}", row.line);
    if row.cells.len() > layout.columns.len() {
        let what = "row of more cells than columns: the rest went to the answer";
        packing.remarks().add(what, place);
    }
    if layout.vocabulary && row.cells.len() > 2 {
        return vocabulary(row, deck, packing);
    }
    let one = |column| {
        let mut cells = cells(row, layout, column);
        cells.next().unwrap_or_default()
    };
    let header = &layout.header;
    let named = [
        one(Column::Deck),
        header.deck.as_deref().unwrap_or_default(),
    ];
    let named = named.into_iter().find(|name| !name.trim().is_empty());
    let deck = deck_path(named.unwrap_or_default(), "::", deck);
    let mut said = Vec::new();
    let front = side(one(Column::Front), layout.html, &mut said);
    let back = side(one(Column::Back), layout.html, &mut said);
    let extra: Vec<String> = cells(row, layout, Column::Extra)
        .map(|cell| side(cell, layout.html, &mut said))
        .filter(|cell| !cell.trim().is_empty())
        .collect();
    for what in said {
        packing.remarks().add(what, place);
    }
    let guid = one(Column::Guid).trim();
    let known = key(&[&deck.to_string(), &front]);
    let tags = cells(row, layout, Column::Tags).flat_map(str::split_whitespace);
    let tags = header.tags.iter().map(String::as_str).chain(tags);
    let notetype = match one(Column::NoteType) {
        "" => header.notetype.as_deref().unwrap_or_default(),
        own => own,
    };
    let cards = cards(shape(notetype, &front), &front, &back, &extra);
    if cards.is_empty() {
        let what = "cloze that hides nothing, and was left out";
        return packing.remarks().add(what, place);
    }
    let found = Found {
        key: if guid.is_empty() {
            known
        } else {
            guid.to_owned()
        },
        deck,
        tags: tags.map(str::to_owned).collect(),
        cards,
    };
    packing.add(found, &place);
}

/// The cards that a row makes.
fn cards(shape: Shape, front: &str, back: &str, extra: &[String]) -> Vec<Sides> {
    match shape {
        Shape::Cloze => clozes(front, &[&[back.to_owned()], extra].concat()),
        Shape::OptionalReversed if extra.is_empty() => vec![basic(front, back, &[])],
        Shape::OptionalReversed | Shape::Reversed if !back.trim().is_empty() => {
            vec![basic(front, back, extra), basic(back, front, extra)]
        }
        Shape::OptionalReversed | Shape::Reversed | Shape::Basic => {
            vec![basic(front, back, extra)]
        }
    }
}

/// Mnemosyne's card of three sides, and notes: a word to its meaning, and back.
fn vocabulary(row: &Row, deck: &str, packing: &mut Packer) {
    let mut said = Vec::new();
    let mut cell = |at: usize| {
        side(
            row.cells.get(at).map_or("", String::as_str),
            true,
            &mut said,
        )
    };
    let [word, spoken, meaning] = [cell(0), cell(1), cell(2)];
    let notes: Vec<String> = (3..row.cells.len()).map(cell).collect();
    for what in said {
        packing.remarks().add(what, || format!("line {}", row.line));
    }
    let join = |parts: &[&str]| {
        let parts: Vec<&str> = parts
            .iter()
            .copied()
            .filter(|part| !part.trim().is_empty())
            .collect();
        parts.join("\n\n")
    };
    let notes = notes.join("\n\n");
    let cards = vec![
        Sides::new(
            Kind::Question,
            word.clone(),
            join(&[&spoken, &meaning, &notes]),
        ),
        Sides::new(Kind::Question, meaning, join(&[&word, &spoken, &notes])),
    ];
    let found = Found {
        key: key(&[deck, &word]),
        deck: deck_path(deck, "\0", ""),
        tags: Vec::new(),
        cards,
    };
    packing.add(found, &|| format!("line {}", row.line));
}

/// The cells of a column; those beyond the last column go with the answer.
fn cells<'r>(row: &'r Row, layout: &'r Layout, column: Column) -> impl Iterator<Item = &'r str> {
    let columns = layout.columns.iter().copied();
    let columns = columns.chain(std::iter::repeat(Column::Extra));
    let cells = row.cells.iter().zip(columns);
    cells.filter_map(move |(cell, of)| (of == column).then_some(cell.as_str()))
}

/// A cell as Markdown; what its HTML loses goes to `said`.
fn side(cell: &str, is_html: bool, said: &mut Vec<&'static str>) -> String {
    if is_html {
        html::markdown(cell, &mut |what| said.push(what))
    } else {
        cell.to_owned()
    }
}

fn basic(ask: &str, answer: &str, extra: &[String]) -> Sides {
    let answer: Vec<&str> = std::iter::once(answer)
        .chain(extra.iter().map(String::as_str))
        .filter(|part| !part.trim().is_empty())
        .collect();
    Sides::new(Kind::Question, ask, answer.join("\n\n"))
}

fn clozes(text: &str, extra: &[String]) -> Vec<Sides> {
    let sides = |number| Sides {
        kind: Kind::Cloze,
        ..basic(
            &cloze::shown(text, number, cloze::Side::Front)
                .replace(html::OPEN, "[")
                .replace(html::CLOSE, "]"),
            cloze::hidden(text, number).trim(),
            extra,
        )
    };
    cloze::numbers(text).into_iter().map(sides).collect()
}

fn shape(notetype: &str, front: &str) -> Shape {
    let name = notetype.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if has(&["cloze", "пропуск"]) {
        Shape::Cloze
    } else if has(&["optional reversed", "необязательн"]) {
        Shape::OptionalReversed
    } else if has(&["reversed", "обратн"]) {
        Shape::Reversed
    } else if name.is_empty() && !cloze::numbers(front).is_empty() {
        Shape::Cloze
    } else {
        Shape::Basic
    }
}
