//! Tables: columns as wide as their text where the page allows, else narrower with the text
//! wrapped; and where not even words would fit, a list of `header: cell`.

use console::Style;

use crate::model::prose::{Align, Inline};

use super::inline;
use super::line::{Line, Run, longest_word, measure, wrap};
use super::theme::{Theme, faint};

/// A table as it was written; rows may be of unequal length.
pub(super) struct Table<'tree> {
    pub(super) align: &'tree [Align],
    pub(super) head: &'tree [Vec<Inline>],
    pub(super) rows: &'tree [Vec<Vec<Inline>>],
}

/// Draws a table in `width` cells.
pub(super) fn draw(table: &Table<'_>, width: usize, theme: Theme) -> Vec<Line> {
    let bold = Style::new().bold();
    let head: Row = table
        .head
        .iter()
        .map(|cell| inline::lines(cell, &bold, theme))
        .collect();
    let plain = |cell: &Vec<Inline>| inline::lines(cell, &Style::new(), theme);
    let rows: Vec<Row> = table
        .rows
        .iter()
        .map(|row| row.iter().map(plain).collect())
        .collect();
    match fit(&head, &rows, width) {
        Some(columns) => Grid {
            columns,
            align: table.align,
            theme,
        }
        .draw(&head, &rows),
        None => list(&head, &rows, width),
    }
}

/// The lines of one cell, not wrapped yet.
type Cell = Vec<Line>;
type Row = Vec<Cell>;

/// Between two columns: ` │ `.
const GAP: usize = 3;
/// A longer word does not keep its column from becoming narrower than the word.
const LONG_WORD: usize = 16;

/// The widths of the columns, so that a row takes at most `width` cells; `None` if there is no
/// room for whole words.
fn fit(head: &Row, rows: &[Row], width: usize) -> Option<Vec<usize>> {
    let all = || std::iter::once(head).chain(rows);
    let count = all().map(Vec::len).max().unwrap_or_default();
    let widest = |column: usize, of: fn(&[Run]) -> usize| {
        let lines = all().filter_map(|row| row.get(column)).flatten();
        lines.map(|line| of(line)).max().unwrap_or_default()
    };
    let wanted: Vec<usize> = (0..count).map(|column| widest(column, measure)).collect();
    let words = (0..count).map(|column| widest(column, longest_word).min(LONG_WORD));
    let mut columns: Vec<usize> = words.collect();
    let gaps = GAP * count.saturating_sub(1);
    let spare = width.checked_sub(gaps + columns.iter().sum::<usize>())?;
    for _ in 0..spare {
        let hungry = columns
            .iter_mut()
            .zip(&wanted)
            .filter(|(has, wants)| **has < **wants);
        match hungry.map(|(has, _)| has).min() {
            Some(narrowest) => *narrowest += 1,
            None => break,
        }
    }
    Some(columns)
}

struct Grid<'tree> {
    columns: Vec<usize>,
    align: &'tree [Align],
    theme: Theme,
}

impl Grid<'_> {
    fn draw(&self, head: &Row, rows: &[Row]) -> Vec<Line> {
        let body: Vec<Vec<Line>> = rows.iter().map(|row| self.row(row)).collect();
        // Where rows take several lines, only rules show which belong together.
        let ruled = body.iter().any(|row| row.len() > 1);
        let headed = head.iter().flatten().any(|line| measure(line) > 0);
        let mut lines = if headed { self.row(head) } else { Vec::new() };
        for (index, mut row) in body.into_iter().enumerate() {
            if ruled && index > 0 || headed && index == 0 {
                lines.push(self.rule());
            }
            lines.append(&mut row);
        }
        lines
    }

    fn row(&self, row: &Row) -> Vec<Line> {
        let wrapped = |(column, room): (usize, &usize)| {
            let cell = row.get(column).map_or(&[][..], Vec::as_slice);
            cell.iter().flat_map(|line| wrap(line, *room)).collect()
        };
        let cells: Vec<Cell> = self.columns.iter().enumerate().map(wrapped).collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or_default();
        (0..height).map(|index| self.line(&cells, index)).collect()
    }

    /// The line `index` of every cell, side by side.
    fn line(&self, cells: &[Cell], index: usize) -> Line {
        let bar = Run::new(self.theme.glyph(" │ ", " | "), faint());
        let mut line = Line::new();
        for (column, (cell, room)) in cells.iter().zip(&self.columns).enumerate() {
            let text = cell.get(index).cloned().unwrap_or_default();
            let free = room.saturating_sub(measure(&text));
            let before = match self.align.get(column) {
                Some(Align::Left) | None => 0,
                Some(Align::Center) => free / 2,
                Some(Align::Right) => free,
            };
            let space = |width| Run::new(" ".repeat(width), Style::new());
            line.extend((column > 0).then(|| bar.clone()));
            line.push(space(before));
            line.extend(text);
            line.push(space(free - before));
        }
        line
    }

    fn rule(&self) -> Line {
        let (dash, cross) = (self.theme.glyph("─", "-"), self.theme.glyph("─┼─", "-+-"));
        let dashes: Vec<String> = self
            .columns
            .iter()
            .map(|width| dash.repeat(*width))
            .collect();
        vec![Run::new(dashes.join(cross), faint())]
    }
}

/// Every row as a group of `header: cell` lines.
fn list(head: &Row, rows: &[Row], width: usize) -> Vec<Line> {
    if rows.is_empty() {
        return head
            .iter()
            .flatten()
            .flat_map(|line| wrap(line, width))
            .collect();
    }
    let indent = Run::new("  ", Style::new());
    let mut lines = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        if index > 0 {
            lines.push(Line::new());
        }
        for (column, cell) in row.iter().enumerate() {
            let title = head.get(column).map(Vec::as_slice).unwrap_or_default();
            let mut entry = wrap(&titled(title, cell), width - indent.width());
            entry
                .iter_mut()
                .skip(1)
                .for_each(|line| line.insert(0, indent.clone()));
            lines.append(&mut entry);
        }
    }
    lines
}

fn titled(title: &[Line], cell: &[Line]) -> Line {
    let mut line = title.concat();
    if !line.is_empty() {
        line.push(Run::new(": ", Style::new().bold()));
    }
    line.extend(cell.concat());
    line
}
