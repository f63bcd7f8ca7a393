//! Where Markdown's marks mean nothing: code and mathematics.

use std::collections::HashSet;
use std::ops::Range;

/// The stretches of a text that are code (fenced or inline) or mathematics, in order.
pub(super) fn guarded(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    // What a search has not found from somewhere on, none from later on will find.
    let mut absent: HashSet<(u8, usize)> = HashSet::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if let Some(end) = fence(text, at) {
            found.push(at..end);
            at = end;
        } else if byte == b'\\' {
            at += 2;
        } else if byte == b'`' || byte == b'$' {
            let length = run(bytes, at);
            let from = at + length;
            let known = (byte, length);
            let end = (byte == b'`' || length <= 2)
                .then(|| closing(bytes, from, byte, length, &mut absent))
                .flatten();
            match end {
                Some(end) => {
                    found.push(at..end);
                    at = end;
                }
                None => {
                    if byte == b'`' || length == 2 {
                        absent.insert(known);
                    }
                    at = from;
                }
            }
        } else {
            at += 1;
        }
    }
    found
}

/// The first place of a mark that is not guarded.
pub(super) fn find(text: &str, mark: &str, guarded: &[Range<usize>]) -> Option<usize> {
    let mut places = text.match_indices(mark).map(|(at, _)| at);
    places.find(|at| !is_guarded(*at, guarded))
}

/// Whether a place is in one of the stretches.
pub(super) fn is_guarded(at: usize, guarded: &[Range<usize>]) -> bool {
    let next = guarded.partition_point(|range| range.end <= at);
    guarded.get(next).is_some_and(|range| range.start <= at)
}

/// The text with each part that is not guarded converted.
pub(super) fn map_free(text: &str, mut convert: impl FnMut(&str) -> String) -> String {
    let mut done = String::with_capacity(text.len());
    let mut from = 0;
    for range in guarded(text) {
        done.push_str(&convert(text.get(from..range.start).unwrap_or_default()));
        done.push_str(text.get(range.clone()).unwrap_or_default());
        from = range.end;
    }
    done.push_str(&convert(text.get(from..).unwrap_or_default()));
    done
}

/// Where a fence that begins at a line's start ends; the end of the text if it is never closed.
fn fence(text: &str, at: usize) -> Option<usize> {
    let starts = at == 0 || text.as_bytes().get(at - 1) == Some(&b'\n');
    let rest = text.get(at..).filter(|_| starts)?;
    let line = rest.trim_start_matches([' ', '\t', '>']);
    let mark = *line.as_bytes().first()?;
    let length = run(line.as_bytes(), 0);
    if !matches!(mark, b'`' | b'~') || length < 3 {
        return None;
    }
    let mut end = at;
    for (number, line) in rest.split_inclusive('\n').enumerate() {
        end += line.len();
        let plain = line.trim_start_matches([' ', '\t', '>']).trim_end();
        let closes = run(plain.as_bytes(), 0) == plain.len() && plain.len() >= length;
        if number > 0 && closes && plain.as_bytes().first() == Some(&mark) {
            return Some(end);
        }
    }
    Some(text.len())
}

/// How often the byte at a place is repeated.
fn run(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.iter()
        .take_while(|byte| rest.first() == Some(byte))
        .count()
}

/// Where code or mathematics ends.
fn closing(
    bytes: &[u8],
    from: usize,
    mark: u8,
    length: usize,
    absent: &mut HashSet<(u8, usize)>,
) -> Option<usize> {
    let inline = mark == b'$' && length == 1;
    if absent.contains(&(mark, length)) || inline && bytes.get(from)?.is_ascii_whitespace() {
        return None;
    }
    let mut at = from;
    while let Some(&byte) = bytes.get(at) {
        if inline && byte == b'\n' {
            return None;
        }
        if byte != mark {
            at += 1;
            continue;
        }
        let found = run(bytes, at);
        let spaced = inline
            && bytes
                .get(at.wrapping_sub(1))
                .is_some_and(u8::is_ascii_whitespace);
        if found == length && !spaced {
            return Some(at + length);
        }
        at += found;
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn seen(text: &str) -> String {
        let parts = guarded(text).into_iter().map(|range| &text[range]);
        parts.collect::<Vec<_>>().join("|")
    }

    #[test]
    fn code_and_mathematics_are_guarded() {
        assert_eq!(
            seen("a `b` ``c ` d`` \\`e $f$ 5 $ 6$ $$g\nh$$ `i"),
            "`b`|``c ` d``|$f$|$$g\nh$$"
        );
        assert_eq!(
            seen("x\n```go\ny::z\n````\nw `v`\n~~~\nu"),
            "```go\ny::z\n````\n|`v`|~~~\nu"
        );
        assert_eq!(find("`a::b` c::d", "::", &guarded("`a::b` c::d")), Some(8));
    }

    #[test]
    fn bombs_end() {
        let text: String = (0..400)
            .map(|length| "`".repeat(length % 40 + 1) + "x$")
            .collect();
        assert!(guarded(&text.repeat(50)).len() > 1);
    }

    proptest! {
        #[test]
        fn what_is_free_stays_in_its_place(text in r"(`|\$|~~~|\\|[a-zж \n])*") {
            prop_assert_eq!(map_free(&text, str::to_owned), text);
        }
    }
}
