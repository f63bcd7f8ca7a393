//! Lines of text -> rows of cells, each with its line. A row that cannot be read is a remark.

use csv::{ReaderBuilder, StringRecord};

use crate::exchange::parcel::Remarks;

/// No cell that a person wrote is longer (bytes).
const LONGEST_CELL: usize = 1 << 20;
/// Nor does a row have more.
const MOST_CELLS: usize = 1000;

/// A row of a table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Row {
    /// Where it begins, from 1.
    pub(super) line: u64,
    pub(super) cells: Vec<String>,
}

/// How cells are told apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Cut {
    pub(super) separator: u8,
    /// Whether cells may be in quotes.
    pub(super) quotes: bool,
    /// Whether a row that begins with `#` is a comment.
    pub(super) comments: bool,
}

/// Reads rows until `take` has had enough. `first` is the line that the text begins on.
pub(super) fn read(
    text: &str,
    first: u64,
    cut: Cut,
    remarks: &mut Remarks,
    take: &mut dyn FnMut(Row) -> bool,
) {
    let Some((start, line)) = read_part(text, first, cut, remarks, take) else {
        return;
    };
    remarks.add(
        "quote that is never closed: it and all after it are taken as they stand",
        || format!("line {line}"),
    );
    let rest = text.get(start..).unwrap_or_default();
    let plain = Cut {
        quotes: false,
        ..cut
    };
    read_part(rest, line, plain, remarks, take);
}

/// Reads rows up to one with a quote that is never closed: returns its place and line.
fn read_part(
    text: &str,
    first: u64,
    cut: Cut,
    remarks: &mut Remarks,
    take: &mut dyn FnMut(Row) -> bool,
) -> Option<(usize, u64)> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(cut.separator)
        .quoting(cut.quotes)
        .from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let (mut from, mut line) = (0, first);
    loop {
        // The text is UTF-8 and its rows may be of any length, so nothing can go wrong.
        if !reader.read_record(&mut record).unwrap_or(false) {
            return None;
        }
        let end = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        let raw = text.get(from..end).unwrap_or_default();
        let start = from + raw.len() - raw.trim_start_matches(['\n', '\r']).len();
        line += line_ends(text, from, start);
        let raw = text.get(start..end).unwrap_or_default();
        let begins = line;
        line += line_ends(text, start, end);
        from = end;
        if cut.quotes && end >= text.len() && is_open(raw, cut.separator) {
            return Some((start, begins));
        }
        if cut.comments && raw.starts_with('#') {
            remarks.add("row that begins with `#`: a comment, as in Anki", || {
                format!("line {begins}")
            });
            continue;
        }
        if record.len() > MOST_CELLS || record.iter().any(|cell| cell.len() > LONGEST_CELL) {
            remarks.add("row that is too large, and was left out", || {
                format!("line {begins}")
            });
            continue;
        }
        let cells = record.iter().map(str::to_owned).collect();
        if !take(Row {
            line: begins,
            cells,
        }) {
            return None;
        }
    }
}

/// How many lines end in a part of a text; CRLF is one end, counted where its LF stands.
fn line_ends(text: &str, from: usize, to: usize) -> u64 {
    let bytes = text.as_bytes();
    let part = bytes.get(from..to.min(bytes.len())).unwrap_or_default();
    let ends = part.iter().enumerate().filter(|(at, byte)| {
        **byte == b'\n' || **byte == b'\r' && bytes.get(from + at + 1) != Some(&b'\n')
    });
    ends.count() as u64
}

/// Whether the text of a row ends inside a quoted cell.
fn is_open(raw: &str, separator: u8) -> bool {
    let (mut inside, mut at_start) = (false, true);
    for byte in raw.bytes() {
        if byte == b'"' && (inside || at_start) {
            // A doubled quote closes and opens again.
            inside = !inside;
            at_start = !inside;
        } else {
            at_start = !inside && (byte == separator || byte == b'\n' || byte == b'\r');
        }
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str, separator: u8) -> String {
        let cut = Cut {
            separator,
            quotes: true,
            comments: true,
        };
        let mut remarks = Remarks::default();
        let mut rows = Vec::new();
        read(text, 1, cut, &mut remarks, &mut |row| {
            rows.push(format!("{}:{}", row.line, row.cells.join("|")));
            true
        });
        let said = remarks.0.iter();
        let said = said.map(|said| format!("{} ({})", said.what, said.places.join(", ")));
        rows.into_iter().chain(said).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn quotes_hold_separators_line_ends_and_quotes() {
        assert_eq!(
            seen("a,\"b,\nc\",\"\"\"d\"\"\"\r\n\r\n\"e\",f\rg,h\n", b','),
            "1:a|b,\nc|\"d\"\n4:e|f\n5:g|h"
        );
    }

    #[test]
    fn an_open_quote_costs_no_more_than_its_row() {
        assert_eq!(
            seen("a\tb\nc\t\"d\ne\tf\"g\n\"h\ti\n", b'\t'),
            "1:a|b\n2:c|d\ne\tfg\n4:\"h|i\n\
             quote that is never closed: it and all after it are taken as they stand (line 4)"
        );
        assert_eq!(seen("5\" disk,x\n\"a\"b,c\n", b','), "1:5\" disk|x\n2:ab|c");
    }

    #[test]
    fn comments_and_bombs_are_left_out() {
        let long = "x".repeat(LONGEST_CELL + 1);
        let wide = ",".repeat(MOST_CELLS);
        assert_eq!(
            seen(&format!("#note\na,{long}\n{wide}\nb,c"), b','),
            "4:b|c\nrow that begins with `#`: a comment, as in Anki (line 1)\n\
             row that is too large, and was left out (line 2, line 3)"
        );
    }
}
