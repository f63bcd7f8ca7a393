//! Small pictures of numbers: bars and aligned columns, in Unicode or ASCII.

use super::Theme;
use super::text::width;

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
