//! Small pictures of numbers: bars and aligned columns, in Unicode or ASCII.

use console::Style;

use super::Theme;
use super::text::width;
use super::theme::faint;

/// A horizontal bar: `value` of `most` in `columns`. Anything above nothing shows.
pub(crate) fn bar(value: u32, most: u32, columns: usize, theme: Theme) -> String {
    let eighths = (u64::from(value) * columns as u64 * 8)
        .checked_div(u64::from(most))
        .unwrap_or(0) as usize;
    let eighths = if value > 0 { eighths.max(1) } else { 0 };
    if !theme.unicode {
        return "#".repeat(eighths.div_ceil(8).min(columns));
    }
    let part = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8];
    format!("{}{part}", "█".repeat(eighths / 8))
}

/// The parts of a [`mastery_bar`]: a glyph, its stand-in, and what it means.
pub(crate) const LEGEND: [(&str, &str, &str); 4] = [
    ("█", "#", "mature"),
    ("▓", "=", "known"),
    ("▒", "-", "learning"),
    ("░", ".", "new"),
];

/// A bar in four parts, the best known first, that fills `columns`; empty if all are nothing. Any
/// part that is something shows.
pub(crate) fn mastery_bar(parts: [u32; 4], columns: usize, theme: Theme) -> String {
    let total: u64 = parts.iter().map(|part| u64::from(*part)).sum();
    let mut cells = parts.map(|part| {
        let cells = (u64::from(part) * columns as u64).checked_div(total);
        usize::try_from(cells.unwrap_or(0))
            .unwrap_or(columns)
            .max(usize::from(part > 0))
    });
    let wanted = if total > 0 { columns } else { 0 };
    // What rounding took or gave, the widest part gives or takes.
    while let Some(widest) = (0..cells.len()).max_by_key(|at| cells[*at]) {
        let sum: usize = cells.iter().sum();
        if sum == wanted {
            break;
        }
        cells[widest] = (cells[widest] + wanted).saturating_sub(sum);
    }
    let glyphs = LEGEND.map(|(fine, ascii, _)| theme.glyph(fine, ascii));
    let parts = glyphs.iter().zip(cells);
    parts.map(|(glyph, cells)| glyph.repeat(cells)).collect()
}

/// A column for each number, `wide` cells wide, one beside the other, in `height` lines. Anything above
/// nothing shows.
pub(crate) fn skyline(values: &[u32], height: usize, wide: usize, theme: Theme) -> Vec<String> {
    let most = values.iter().copied().max().unwrap_or_default();
    let eighths = |value: u32| -> usize {
        let tall = (u64::from(value) * height as u64 * 8)
            .checked_div(u64::from(most))
            .unwrap_or_default();
        usize::try_from(tall)
            .unwrap_or_default()
            .max(usize::from(value > 0))
    };
    let cell = |value: u32, below: usize| {
        let part = eighths(value).saturating_sub(below * 8).min(8);
        let fine = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"][part];
        theme
            .glyph(fine, if part == 0 { " " } else { "#" })
            .repeat(wide)
    };
    let line = |below: usize| {
        values
            .iter()
            .map(|value| cell(*value, below))
            .collect::<String>()
    };
    (0..height)
        .rev()
        .map(|below| line(below).trim_end().to_owned())
        .collect()
}

/// The looks of a day on a [`calendar`], from nothing to much.
const SHADES: [(&str, &str); 5] = [("·", "."), ("░", "-"), ("▒", "+"), ("▓", "*"), ("█", "#")];

/// Weeks side by side, the days of each below one another: what month begins in it, and how much
/// was done on each day (a level of [`SHADES`]; none outside the calendar).
pub(crate) fn calendar(weeks: &[(Option<&str>, [Option<usize>; 7])], theme: Theme) -> Vec<String> {
    const DAYS: [&str; 7] = ["Mon ", "    ", "Wed ", "    ", "Fri ", "    ", "Sun "];
    let mut head = " ".repeat(DAYS[0].len());
    for (at, (month, _)) in weeks.iter().enumerate() {
        let place = DAYS[0].len() + at;
        // A name needs room for itself and a space before the next.
        if let Some(month) = month.filter(|_| width(&head) <= place && at + 3 <= weeks.len()) {
            head.push_str(&" ".repeat(place - width(&head)));
            head.push_str(month);
            head.push(' ');
        }
    }
    let shade = |level: Option<usize>| match level {
        None => " ".to_owned(),
        Some(level) => {
            let (fine, ascii) = SHADES[level.min(SHADES.len() - 1)];
            let glyph = theme.glyph(fine, ascii);
            let color = if level == 0 {
                faint()
            } else {
                Style::new().green()
            };
            theme.paint(glyph, &color)
        }
    };
    let row = |day: usize| {
        let shades: String = weeks.iter().map(|(_, days)| shade(days[day])).collect();
        format!("{}{shades}", DAYS[day])
    };
    std::iter::once(head)
        .chain((0..DAYS.len()).map(row))
        .map(|line| line.trim_end().to_owned())
        .collect()
}

/// Two blocks of lines side by side, or one below the other where that is too wide.
pub(crate) fn beside(left: &[String], right: &[String], columns: usize) -> Vec<String> {
    const GAP: usize = 4;
    let widest = |lines: &[String]| lines.iter().map(|line| width(line)).max().unwrap_or(0);
    let indent = widest(left) + GAP;
    if left.is_empty() || right.is_empty() || indent + widest(right) > columns {
        let gap = if left.is_empty() || right.is_empty() {
            None
        } else {
            Some(String::new())
        };
        return left
            .iter()
            .cloned()
            .chain(gap)
            .chain(right.iter().cloned())
            .collect();
    }
    let line = |at: usize| {
        let (left, right) = (left.get(at), right.get(at));
        let left = left.map_or("", String::as_str);
        let room = " ".repeat(indent - width(left));
        let line = format!("{left}{room}{}", right.map_or("", String::as_str));
        line.trim_end().to_owned()
    };
    (0..left.len().max(right.len())).map(line).collect()
}

/// Rows (the first is the head) with their cells below one another: numbers to the right, all
/// else to the left.
pub(crate) fn columns(rows: &[Vec<String>]) -> Vec<String> {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let cell = |row: &'_ [String], column: usize| row.get(column).cloned().unwrap_or_default();
    let mut lines = vec![String::new(); rows.len()];
    for column in 0..count {
        let cells: Vec<String> = rows.iter().map(|row| cell(row, column)).collect();
        let widest = cells.iter().map(|cell| width(cell)).max().unwrap_or(0);
        let is_number =
            |cell: &String| !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
        let numbers = cells.len() > 1 && cells[1..].iter().all(is_number);
        for (line, cell) in lines.iter_mut().zip(&cells) {
            let gap = if column == 0 { "" } else { "  " };
            let room = " ".repeat(widest - width(cell));
            line.push_str(&if numbers {
                format!("{gap}{room}{cell}")
            } else {
                format!("{gap}{cell}{room}")
            });
        }
    }
    lines
        .iter()
        .map(|line| line.trim_end().to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_to_the_right() {
        let rows = [
            ["deck", "cards", "note"],
            ["go-gc", "7", "x"],
            ["漢", "40", ""],
        ];
        let rows: Vec<Vec<String>> = rows
            .iter()
            .map(|row| row.map(str::to_owned).to_vec())
            .collect();
        assert_eq!(
            columns(&rows),
            ["deck   cards  note", "go-gc      7  x", "漢        40"]
        );
    }

    #[test]
    fn a_bar_is_as_long_as_its_share() {
        let fine = Theme {
            color: false,
            unicode: true,
            links: false,
        };
        let coarse = Theme {
            color: false,
            unicode: false,
            links: false,
        };
        assert_eq!(bar(5, 10, 5, fine), "██▌");
        assert_eq!(bar(1, 1000, 5, fine), "▏");
        assert_eq!(bar(0, 10, 5, fine), "");
        assert_eq!(bar(7, 0, 5, fine), "▏");
        assert_eq!(bar(10, 10, 5, coarse), "#####");
        assert_eq!(bar(1, 1000, 5, coarse), "#");
    }

    #[test]
    fn columns_stand_on_one_ground() {
        let theme = |unicode| Theme {
            color: false,
            unicode,
            links: false,
        };
        let values = [0, 1, 8, 16, 100];
        assert_eq!(skyline(&values, 2, 1, theme(true)), ["    █", " ▁▁▂█"]);
        assert_eq!(
            skyline(&values, 2, 2, theme(false)),
            ["        ##", "  ########"]
        );
        assert_eq!(skyline(&[0, 0], 1, 1, theme(true)), [""]);
    }

    #[test]
    fn a_calendar_names_its_months() {
        let week = |month, level| (month, [Some(level); 7]);
        let mut weeks = vec![week(Some("Jan"), 0), week(None, 1), week(Some("Feb"), 2)];
        weeks.extend([
            week(None, 3),
            week(Some("Mar"), 4),
            week(None, 0),
            week(None, 0),
        ]);
        weeks[6].1[1] = None;
        let coarse = Theme {
            color: false,
            unicode: false,
            links: false,
        };
        let drawn = calendar(&weeks, coarse);
        assert_eq!(drawn[..3], ["    Jan Mar", "Mon .-+*#..", "    .-+*#."]);
        assert_eq!(drawn.len(), 8);
    }

    #[test]
    fn blocks_stand_beside_one_another_where_they_fit() {
        let lines = |lines: &[&str]| {
            lines
                .iter()
                .map(|line| (*line).to_owned())
                .collect::<Vec<_>>()
        };
        let (left, right) = (lines(&["ab", "c"]), lines(&["d", "ef", "g"]));
        assert_eq!(beside(&left, &right, 8), ["ab    d", "c     ef", "      g"]);
        assert_eq!(beside(&left, &right, 7), ["ab", "c", "", "d", "ef", "g"]);
        assert_eq!(beside(&left, &[], 7), ["ab", "c"]);
    }

    #[test]
    fn a_bar_of_parts_is_full_and_shows_each() {
        let coarse = Theme {
            color: false,
            unicode: false,
            links: false,
        };
        let drawn = |parts| mastery_bar(parts, 10, coarse);
        assert_eq!(drawn([0, 0, 0, 0]), "");
        assert_eq!(drawn([0, 0, 0, 7]), "..........");
        assert_eq!(drawn([1, 1, 1, 997]), "#=-.......");
        assert_eq!(drawn([1, 1, 1, 0]), "###===----");
        assert_eq!(drawn([25, 25, 25, 25]), "##==--....");
    }
}
