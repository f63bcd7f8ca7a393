//! Styled lines: runs of text, wrapped to a number of cells and painted at the very end.
//!
//! Nothing here knows Markdown, and nothing is ever measured after it was painted.

use std::rc::Rc;

use console::Style;

use super::link;
use super::text::{clusters, width};
use super::theme::Theme;

/// A stretch of clean text in one style, without line breaks and tabs.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) style: Style,
    /// Where it leads, if the terminal can follow it.
    pub(super) link: Option<Rc<str>>,
}

impl Run {
    pub(super) fn new(text: impl Into<String>, style: Style) -> Self {
        Self {
            text: text.into(),
            style,
            link: None,
        }
    }

    pub(super) fn width(&self) -> usize {
        width(&self.text)
    }
}

pub(super) type Line = Vec<Run>;

/// The cells that a line takes.
pub(super) fn measure(line: &[Run]) -> usize {
    line.iter().map(Run::width).sum()
}

/// Breaks a line into lines of at most `room` cells (three at least): at spaces and beside wide
/// characters if it can, else anywhere. There is always at least one.
pub(super) fn wrap(line: &[Run], room: usize) -> Vec<Line> {
    let cells = cells(line);
    let mut rows = Vec::new();
    let (mut start, mut used, mut ink, mut turn) = (0, 0, false, None);
    let mut at = 0;
    while let Some(cell) = cells.get(at) {
        if ink && may_break(&cells[at - 1], cell) {
            turn = Some(at);
        }
        if used + cell.width > room && at > start && !cell.is_space() {
            let end = turn.unwrap_or(at);
            rows.push(row(&cells[start..end]));
            (start, used, ink, turn) = (end, 0, false, None);
            at = end;
            continue;
        }
        used += cell.width;
        ink |= !cell.is_space();
        at += 1;
    }
    rows.push(row(&cells[start..]));
    rows
}

/// The cells of the longest stretch that [`wrap`] would keep on one line.
pub(super) fn longest_word(line: &[Run]) -> usize {
    let cells = cells(line);
    let (mut longest, mut used) = (0, 0);
    for (at, cell) in cells.iter().enumerate() {
        if cell.is_space() || at > 0 && may_break(&cells[at - 1], cell) {
            used = 0;
        }
        if !cell.is_space() {
            used += cell.width;
        }
        longest = longest.max(used);
    }
    longest
}

/// The line as the terminal gets it, without spaces at its end.
pub(super) fn paint(mut line: Line, theme: Theme) -> String {
    while let Some(last) = line.last_mut() {
        last.text.truncate(last.text.trim_end_matches(' ').len());
        if !last.text.is_empty() {
            break;
        }
        line.pop();
    }
    let painted = |run: &Run| {
        let text = theme.paint(&run.text, &run.style);
        match &run.link {
            Some(target) => link::mark(&text, target),
            None => text,
        }
    };
    line.iter().map(painted).collect()
}

/// What a terminal shows as one character.
struct Cell<'line> {
    text: &'line str,
    run: &'line Run,
    width: usize,
}

impl Cell<'_> {
    fn is_space(&self) -> bool {
        self.text == " "
    }
}

fn cells(line: &[Run]) -> Vec<Cell<'_>> {
    let mut cells = Vec::new();
    for run in line {
        cells.extend(clusters(&run.text).map(|text| Cell {
            text,
            run,
            width: width(text),
        }));
    }
    cells
}

/// Whether a line may end before `next`: after a space, or beside a wide character as Chinese and
/// Japanese are set, but never before a combining or a closing one.
fn may_break(last: &Cell<'_>, next: &Cell<'_>) -> bool {
    const CLOSING: &str = ",.!?:;)]}’”、。，．！？：；）」』】》〉";
    if next.is_space() || next.width == 0 {
        return false;
    }
    last.is_space() || ((last.width > 1 || next.width > 1) && !CLOSING.contains(next.text))
}

/// Cells as runs again, without the spaces at their end.
fn row(cells: &[Cell<'_>]) -> Line {
    let end = cells
        .iter()
        .rposition(|cell| !cell.is_space())
        .map_or(0, |last| last + 1);
    let mut line: Line = Vec::new();
    for cell in &cells[..end] {
        match line.last_mut() {
            Some(run) if run.style == cell.run.style && run.link == cell.run.link => {
                run.text.push_str(cell.text);
            }
            _ => line.push(Run {
                text: cell.text.to_owned(),
                ..cell.run.clone()
            }),
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn wrapped(text: &str, room: usize) -> Vec<String> {
        let rows = wrap(&[Run::new(text, Style::new())], room);
        rows.into_iter()
            .map(|row| row.into_iter().map(|run| run.text).collect())
            .collect()
    }

    #[test]
    fn words_stay_whole_where_they_can() {
        assert_eq!(
            wrapped("the quick brown fox", 10),
            ["the quick", "brown fox"]
        );
        assert_eq!(wrapped("the  quick   ", 4), ["the", "quic", "k"]);
        assert_eq!(
            wrapped("a incomprehensible b", 6),
            ["a", "incomp", "rehens", "ible b"]
        );
        assert_eq!(wrapped("    indented", 6), ["    in", "dented"]);
        assert_eq!(wrapped("", 6), [""]);
    }

    #[test]
    fn wide_characters_break_anywhere_but_before_a_closing_mark() {
        assert_eq!(wrapped("間隔反復は、記憶", 9), ["間隔反復", "は、記憶"]);
        assert_eq!(wrapped("間隔反復、記憶", 8), ["間隔反", "復、記憶"]);
        assert_eq!(wrapped("用 Rust 写的程序", 8), ["用 Rust", "写的程序"]);
        assert_eq!(
            wrapped("e\u{301}e\u{301}e\u{301}", 2),
            ["e\u{301}e\u{301}", "e\u{301}"]
        );
    }

    #[test]
    fn a_word_may_change_its_style_without_breaking() {
        let line = [
            Run::new("go ", Style::new()),
            Run::new("in", Style::new().bold()),
            Run::new("side", Style::new()),
        ];
        let painted = wrap(&line, 6).into_iter().map(|row| {
            paint(
                row,
                Theme {
                    color: true,
                    unicode: true,
                    links: false,
                },
            )
        });
        assert_eq!(painted.collect::<Vec<_>>(), ["go", "\x1b[1min\x1b[0mside"]);
        assert_eq!(longest_word(&line), 6);
    }

    proptest! {
        #[test]
        fn rows_fit_and_lose_only_spaces(text in "[a-c 漢e\u{301}👍🏽,]{0,60}", room in 3_usize..20) {
            let rows = wrapped(&text, room);
            prop_assert!(rows.iter().all(|row| width(row) <= room));
            prop_assert_eq!(rows.concat().replace(' ', ""), text.replace(' ', ""));
        }
    }
}
