//! The place in a text that a search found, with the words that were looked for.

use console::Style;

use super::text::{clean_line, width};
use super::theme::Theme;

/// The part of a text around the first word that was looked for, on one line of at most `room`
/// cells, with all such words marked. `None` if it has none of them. As in the index, the last
/// word may be the beginning of one.
pub(crate) fn excerpt(text: &str, words: &[&str], room: usize, theme: Theme) -> Option<String> {
    let line = clean_line(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    let tokens: Vec<&str> = line.split(' ').collect();
    let wanted: Vec<String> = words.iter().map(|word| fold(word)).collect();
    let first = tokens.iter().position(|token| is_wanted(token, &wanted))?;
    let begin = tokens[..first].len() - lead(&tokens[..first], room / 3);
    let mut used = if begin > 0 { 2 } else { 0 };
    let fits = |token: &&&str| {
        used += width(token) + 1;
        used <= room.saturating_sub(1)
    };
    // However narrow it is, the word itself is shown.
    let shown = tokens[begin..].iter().take_while(fits).count();
    let end = (begin + shown).max(first + 1);
    let marked = Style::new().bold().underlined();
    let painted = tokens[begin..end].iter().map(|token| {
        if is_wanted(token, &wanted) {
            theme.paint(token, &marked)
        } else {
            (*token).to_owned()
        }
    });
    let ellipsis = theme.glyph("…", "...");
    let before = (begin > 0).then(|| ellipsis.to_owned());
    let after = (end < tokens.len()).then(|| ellipsis.to_owned());
    let parts: Vec<String> = before.into_iter().chain(painted).chain(after).collect();
    Some(parts.join(" "))
}

/// How many of the last tokens fit before the word.
fn lead(tokens: &[&str], room: usize) -> usize {
    let mut used = 0;
    let fits = |token: &&&str| {
        used += width(token) + 1;
        used <= room
    };
    tokens.iter().rev().take_while(fits).count()
}

fn is_wanted(token: &str, wanted: &[String]) -> bool {
    let folded = fold(token);
    let mut parts = folded.split(|c: char| !c.is_alphanumeric());
    parts.any(|part| {
        let (last, whole) = match wanted.split_last() {
            Some((last, whole)) => (last.as_str(), whole),
            None => return false,
        };
        !part.is_empty() && (part.starts_with(last) || whole.iter().any(|word| word == part))
    })
}

fn fold(word: &str) -> String {
    word.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Theme = Theme {
        color: false,
        unicode: true,
        links: false,
    };

    #[test]
    fn the_found_word_is_in_sight() {
        let text = "one two three four five six seven\neight nine `Barrier`s, ten eleven twelve";
        let shown = |words: &[&str], room| excerpt(text, words, room, PLAIN);
        assert_eq!(
            shown(&["barr"], 32).unwrap(),
            "… nine `Barrier`s, ten eleven …"
        );
        assert_eq!(shown(&["one"], 200).unwrap(), text.replace('\n', " "));
        assert_eq!(shown(&["barrier"], 3).unwrap(), "… `Barrier`s, …");
        assert_eq!(shown(&["thirteen"], 30), None);
        let bright = Theme {
            color: true,
            ..PLAIN
        };
        let marked = excerpt("a write barrier", &["write", "bar"], 40, bright).unwrap();
        assert_eq!(console::strip_ansi_codes(&marked), "a write barrier");
        assert_eq!(marked.matches("\u{1b}[1m").count(), 2, "{marked:?}");
    }
}
