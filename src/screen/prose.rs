//! Markdown drawn for the terminal: from the tree to styled lines no wider than the page.
//!
//! One blank line between blocks; a list is set tight unless one of its items holds more than a
//! paragraph and lists. Where nesting would leave too little room, it is no longer indented.

use std::iter;

use console::Style;

use crate::model::prose::{Block, Definition, Inline, Item};

use super::code;
use super::formula;
use super::inline;
use super::line::{Line, Run, measure, paint, wrap};
use super::table;
use super::text::{clean, width};
use super::theme::{Theme, faint};

/// Draws blocks in `width` cells; a page is 20 cells wide at least.
pub(crate) fn draw(blocks: &[Block], width: usize, theme: Theme) -> Vec<String> {
    let lines = Page { theme }.blocks(blocks, width.max(NARROWEST_PAGE), true);
    lines.into_iter().map(|line| paint(line, theme)).collect()
}

const NARROWEST_PAGE: usize = 20;
/// What indentation must leave for the text.
const NARROWEST_COLUMN: usize = 10;
/// Code, formulas and meanings stand this far from the margin.
const INDENT: &str = "    ";

struct Page {
    theme: Theme,
}

impl Page {
    fn blocks(&self, blocks: &[Block], width: usize, spaced: bool) -> Vec<Line> {
        stack(blocks.iter().map(|block| self.block(block, width)), spaced)
    }

    fn block(&self, block: &Block, width: usize) -> Vec<Line> {
        match block {
            Block::Heading { level, text } => self.heading(*level, text, width),
            Block::Paragraph(text) => self.paragraph(text, &Style::new(), width),
            Block::Code { lang, text } => self.code(lang, text, width),
            Block::Formula(tex) => {
                let shown = if self.theme.unicode {
                    &formula::readable(tex)
                } else {
                    tex
                };
                self.verbatim(shown, &Style::new().magenta(), width)
            }
            Block::Html(html) => self.verbatim(html, &faint(), width),
            Block::List { start, items } => self.list(*start, items, width),
            Block::Quote(blocks) => {
                let bar = Run::new(self.theme.glyph("│ ", "> "), faint());
                hang(&bar, &bar, width, |width| self.blocks(blocks, width, true))
            }
            Block::Table { align, head, rows } => {
                table::draw(&table::Table { align, head, rows }, width, self.theme)
            }
            Block::Definitions(definitions) => self.definitions(definitions, width),
            Block::Rule => vec![vec![Run::new(
                self.theme.glyph("─", "-").repeat(width),
                faint(),
            )]],
        }
    }

    fn heading(&self, level: u8, text: &[Inline], width: usize) -> Vec<Line> {
        let bold = Style::new().bold();
        if self.theme.color {
            let style = if level == 1 { bold.underlined() } else { bold };
            return self.paragraph(text, &style, width);
        }
        let mut lines = inline::lines(text, &bold, self.theme);
        if let Some(first) = lines.first_mut() {
            let mark = format!("{} ", "#".repeat(usize::from(level)));
            first.insert(0, Run::new(mark, Style::new()));
        }
        lines.iter().flat_map(|line| wrap(line, width)).collect()
    }

    fn paragraph(&self, text: &[Inline], style: &Style, width: usize) -> Vec<Line> {
        inline::lines(text, style, self.theme)
            .iter()
            .flat_map(|line| wrap(line, width))
            .collect()
    }

    /// Code, in color where its language is known.
    fn code(&self, language: &str, code: &str, width: usize) -> Vec<Line> {
        let lines: Vec<String> = unwrapped(code).collect();
        let color = self.theme.color;
        match color.then(|| code::colored(language, &lines)).flatten() {
            Some(lines) => self.indented(lines, width),
            None => self.verbatim(code, &Style::new(), width),
        }
    }

    /// Text whose lines and spaces matter.
    fn verbatim(&self, text: &str, style: &Style, width: usize) -> Vec<Line> {
        let line = |line| vec![Run::new(line, style.clone())];
        self.indented(unwrapped(text).map(line).collect(), width)
    }

    /// A line that does not fit ends in a mark and goes on.
    fn indented(&self, lines: Vec<Line>, width: usize) -> Vec<Line> {
        let mark = Run::new(self.theme.glyph(" ↵", " \\"), faint());
        let indent = Run::new(INDENT, Style::new());
        let broken = |line: &Line, width: usize| {
            if measure(line) <= width {
                return vec![line.clone()];
            }
            let mut rows = wrap(line, width - mark.width());
            let last = rows.len() - 1;
            rows.iter_mut()
                .take(last)
                .for_each(|row| row.push(mark.clone()));
            rows
        };
        hang(&indent, &indent, width, |width| {
            lines.iter().flat_map(|line| broken(line, width)).collect()
        })
    }

    fn list(&self, start: Option<u64>, items: &[Item], width: usize) -> Vec<Line> {
        let loose = items
            .iter()
            .any(|item| holds_more_than_a_paragraph(&item.blocks));
        let last = items.len().saturating_sub(1) as u64;
        let digits = start.map_or(0, |start| start.saturating_add(last).to_string().len());
        let item = |(index, item): (usize, &Item)| {
            let tick = item
                .ticked
                .map(|ticked| if ticked { "[x] " } else { "[ ] " });
            let marker = match start {
                Some(start) => {
                    let number = start.saturating_add(index as u64);
                    format!("{number:>digits$}. {}", tick.unwrap_or_default())
                }
                None => tick.unwrap_or(self.theme.glyph("• ", "- ")).to_owned(),
            };
            let rest = Run::new(" ".repeat(marker.chars().count()), Style::new());
            let marker = Run::new(marker, Style::new());
            hang(&marker, &rest, width, |width| {
                self.blocks(&item.blocks, width, loose)
            })
        };
        stack(items.iter().enumerate().map(item), loose)
    }

    fn definitions(&self, definitions: &[Definition], width: usize) -> Vec<Line> {
        let loose = |meaning: &Vec<Block>| holds_more_than_a_paragraph(meaning);
        let loose = definitions
            .iter()
            .flat_map(|definition| &definition.meanings)
            .any(loose);
        let indent = Run::new(INDENT, Style::new());
        let definition = |Definition { term, meanings }: &Definition| {
            let term = self.paragraph(term, &Style::new().bold(), width);
            let meanings = meanings.iter().map(|meaning| {
                hang(&indent, &indent, width, |width| {
                    self.blocks(meaning, width, loose)
                })
            });
            stack(iter::once(term).chain(meanings), false)
        };
        stack(definitions.iter().map(definition), loose)
    }
}

/// Whether blocks need a blank line between them: anything but a paragraph with lists below it.
fn holds_more_than_a_paragraph(blocks: &[Block]) -> bool {
    blocks
        .iter()
        .skip(1)
        .any(|block| !matches!(block, Block::List { .. }))
}

/// One below the other, with a blank line between any two if `spaced`. What draws nothing takes
/// no room.
fn stack(parts: impl Iterator<Item = Vec<Line>>, spaced: bool) -> Vec<Line> {
    let mut lines = Vec::new();
    for mut part in parts.filter(|part| !part.is_empty()) {
        if spaced && !lines.is_empty() {
            lines.push(Line::new());
        }
        lines.append(&mut part);
    }
    lines
}

/// Draws beside a margin: `first` before the first line, `rest` before the others. If that left
/// too little room, `first` stands above instead, and there is no margin.
fn hang(first: &Run, rest: &Run, width: usize, draw: impl FnOnce(usize) -> Vec<Line>) -> Vec<Line> {
    let indent = first.width();
    let marked = !first.text.trim().is_empty();
    if indent + NARROWEST_COLUMN > width {
        let above = if marked {
            wrap(std::slice::from_ref(first), width)
        } else {
            Vec::new()
        };
        return above.into_iter().chain(draw(width)).collect();
    }
    let mut lines = draw(width - indent);
    if lines.is_empty() && marked {
        lines.push(Line::new());
    }
    let margin = iter::once(first).chain(iter::repeat(rest));
    for (line, margin) in lines.iter_mut().zip(margin) {
        line.insert(0, margin.clone());
    }
    lines
}

/// The lines of a text whose spaces matter, clean.
fn unwrapped(text: &str) -> impl Iterator<Item = String> {
    text.lines().map(|line| tabs_expanded(&clean(line)))
}

/// Tabs reach to the next multiple of four.
fn tabs_expanded(line: &str) -> String {
    const STOP: usize = 4;
    let mut expanded = String::with_capacity(line.len());
    for (index, part) in line.split('\t').enumerate() {
        if index > 0 {
            let filled = width(&expanded) % STOP;
            expanded.push_str(&" ".repeat(STOP - filled));
        }
        expanded.push_str(part);
    }
    expanded
}

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;
