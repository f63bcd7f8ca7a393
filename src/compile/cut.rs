//! Markdown cut out of a deck and put together again as the sides of a card.
//!
//! Works on text alone: nothing here knows a block or a form.

use crate::model::prose::Prose;
use crate::model::source::Span;

/// The text at a place.
pub(super) fn slice(text: &str, span: Span) -> &str {
    text.get(span.range()).unwrap_or_default()
}

/// A slice of a deck as the side of a card: LF line ends, no blank lines around it.
pub(super) fn prose(slice: &str) -> Prose {
    Prose(unix(without_blank_edges(slice)))
}

/// A place without the white space at its end.
pub(super) fn trimmed(text: &str, span: Span) -> Span {
    Span::new(span.start, span.start + slice(text, span).trim_end().len())
}

/// The first line of a place: enough for a caret.
pub(super) fn first_line(text: &str, span: Span) -> Span {
    let line = slice(text, span).lines().next().unwrap_or_default();
    trimmed(text, Span::new(span.start, span.start + line.len()))
}

/// White space as an identity or a line sees it: each run one space, none around.
pub(super) fn one_line(slice: &str) -> String {
    let mut line = String::with_capacity(slice.len());
    for word in slice.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// The text of a list item or of a definition: without its marker, the other lines shifted left
/// as far as the marker had shifted them right.
pub(super) fn item(text: &str, span: Span) -> String {
    let slice = slice(text, span);
    let number = slice.bytes().take_while(u8::is_ascii_digit).count();
    let content = slice
        .get(number + 1..)
        .unwrap_or_default()
        .trim_start_matches([' ', '\t']);
    let marker = slice.len() - content.len();
    // A marker alone on its line shifts by its own width and one space.
    let shift = if content.starts_with(['\r', '\n']) {
        number + 2
    } else {
        marker
    };
    unix(without_blank_edges(&shift_left(
        content,
        indent(text, span.start) + shift,
    )))
}

/// The columns of white space between the line's start and `at`.
pub(super) fn indent(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    before.len() - before.trim_end_matches([' ', '\t']).len()
}

/// A code fence that its content cannot close. The body's first line is cut out without its
/// indent, the others with it.
pub(super) fn fence(words: &str, body: &str, indent: usize) -> String {
    let mark = if words.contains('`') { '~' } else { '`' };
    let body = unix(&shift_left(body, indent));
    let longest = body
        .split(|c| c != mark)
        .map(str::len)
        .max()
        .unwrap_or_default();
    let fence = String::from(mark).repeat(3.max(longest + 1));
    let end = if body.is_empty() || body.ends_with('\n') {
        ""
    } else {
        "\n"
    };
    format!("{fence}{words}\n{body}{end}{fence}")
}

/// The text as a block quote.
pub(super) fn quote(text: &str) -> String {
    let quoted: Vec<String> = text
        .lines()
        .map(|line| format!("> {line}").trim_end().to_owned())
        .collect();
    quoted.join("\n")
}

fn without_blank_edges(slice: &str) -> &str {
    let blank = slice.len() - slice.trim_start().len();
    let start = slice
        .get(..blank)
        .and_then(|edge| edge.rfind('\n'))
        .map_or(0, |at| at + 1);
    slice.get(start..).unwrap_or_default().trim_end()
}

fn unix(text: &str) -> String {
    if text.contains('\r') {
        text.replace("\r\n", "\n")
    } else {
        text.to_owned()
    }
}

/// All lines but the first, with up to so many columns of leading white space taken away.
fn shift_left(text: &str, columns: usize) -> String {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().unwrap_or_default().to_owned();
    lines.fold(first, |done, line| done + without_indent(line, columns))
}

fn without_indent(line: &str, columns: usize) -> &str {
    let mut column = 0;
    for (at, byte) in line.bytes().enumerate() {
        match byte {
            b' ' if column < columns => column += 1,
            b'\t' if column < columns => column = (column / 4 + 1) * 4,
            _ => return line.get(at..).unwrap_or_default(),
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_indent_is_taken_away_as_far_as_it_goes() {
        assert_eq!(without_indent("    code", 2), "  code");
        assert_eq!(without_indent(" code", 4), "code");
        assert_eq!(without_indent("code", 0), "code");
        assert_eq!(
            without_indent(" \tcode", 2),
            "code",
            "a tab ends at a multiple of four"
        );
        assert_eq!(without_indent("\t\t code", 4), "\t code");
        assert_eq!(without_indent("\t\t code", 8), " code");
        assert_eq!(without_indent("   \t  code", 5), " code");
        assert_eq!(without_indent("  ", 4), "");
    }

    #[test]
    fn a_side_keeps_its_indent_and_loses_blank_lines() {
        assert_eq!(
            prose("\r\n  \r\n    code\r\n    more  \r\n\r\n").as_str(),
            "    code\n    more"
        );
        assert_eq!(prose(" \n\t\n").as_str(), "");
    }

    #[test]
    fn an_item_loses_its_marker_and_shift() {
        let of = |text: &str| {
            item(
                text,
                Span::new(text.find(|c| c != ' ').unwrap(), text.len()),
            )
        };
        assert_eq!(
            of("10. one\n    two\n\n      three\nlazy\n"),
            "one\ntwo\n\n  three\nlazy"
        );
        assert_eq!(of("  1.\n     one\n     two\n"), "one\ntwo");
        assert_eq!(of(": meaning\n  more\n"), "meaning\nmore");
        assert_eq!(of("1."), "");
        assert_eq!(of("1.\tone\n\ttwo"), "one\ntwo");
    }

    #[test]
    fn a_fence_is_longer_than_its_content() {
        assert_eq!(fence("go", "x\ny\n", 0), "```go\nx\ny\n```");
        assert_eq!(fence("", "a\n````\n", 0), "`````\na\n````\n`````");
        assert_eq!(fence("a`b", "~~~\n", 0), "~~~~a`b\n~~~\n~~~~");
        assert_eq!(fence("", "", 0), "```\n```");
        assert_eq!(
            fence("go", "a\r\n   b\r\n     c", 3),
            "```go\na\nb\n  c\n```"
        );
    }
}
