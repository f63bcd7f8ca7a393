//! The pages of a sitting: what is asked, what is answered, which keys there are.

use console::Style;

use super::line::{Run, paint, wrap};
use super::text::{clean_line, width};
use super::theme::faint;
use super::{Theme, prose};
use crate::model::prose::Block;

/// A card on the screen.
pub(crate) struct Page<'a> {
    /// The deck's title.
    pub(crate) title: &'a str,
    /// What kind of card it is, in a word.
    pub(crate) kind: &'a str,
    /// How far the sitting is, in a few words.
    pub(crate) progress: String,
    pub(crate) ask: &'a [Block],
    /// The answer, once it is shown.
    pub(crate) answer: Option<&'a [Block]>,
    /// The keys that do something now: the key and what it does.
    pub(crate) keys: Vec<(&'static str, String)>,
    /// Something to say about the last key.
    pub(crate) note: Option<&'a str>,
}

impl Page<'_> {
    /// The page's lines, no wider than `columns`.
    pub(crate) fn draw(&self, columns: usize, theme: Theme) -> Vec<String> {
        let mut lines = self.head(columns, theme);
        lines.push(String::new());
        lines.extend(prose::draw(self.ask, columns, theme));
        lines.push(String::new());
        if let Some(answer) = self.answer {
            let rule = theme.glyph("─", "-").repeat(columns.min(40));
            lines.extend([theme.paint(&rule, &faint()), String::new()]);
            lines.extend(prose::draw(answer, columns, theme));
            lines.push(String::new());
        }
        let note = self.note.unwrap_or_default();
        if !note.is_empty() {
            lines.extend(wrapped(note, &Style::new().yellow(), columns, theme));
        }
        lines.extend(key_lines(&self.keys, columns, theme));
        lines
    }

    /// Title and kind on the left, progress on the right, or below where there is no room.
    fn head(&self, columns: usize, theme: Theme) -> Vec<String> {
        let left = format!(
            "{} {} {}",
            clean_line(self.title),
            theme.glyph("·", "-"),
            self.kind
        );
        let right = &self.progress;
        let room = columns
            .checked_sub(width(&left) + width(right))
            .filter(|room| *room > 1);
        match room {
            Some(room) => {
                vec![theme.paint(&format!("{left}{}{right}", " ".repeat(room)), &faint())]
            }
            None => [&left, right]
                .iter()
                .flat_map(|part| wrapped(part, &faint(), columns, theme))
                .collect(),
        }
    }
}

/// Keys and what they do, a key a line, what they do beside them or (where that is too narrow)
/// below.
pub(crate) fn key_table(keys: &[(&str, &str)], columns: usize, theme: Theme) -> Vec<String> {
    const NARROWEST: usize = 24;
    let indent = keys.iter().map(|(key, _)| width(key)).max().unwrap_or(0) + 2;
    let beside = columns >= indent + NARROWEST;
    let row = |(key, does): &(&str, &str)| {
        let name = theme.paint(key, &Style::new().bold());
        if !beside {
            return std::iter::once(name)
                .chain(wrapped(does, &Style::new(), columns, theme))
                .collect();
        }
        let mut lines = wrapped(does, &Style::new(), columns - indent, theme);
        for (number, line) in lines.iter_mut().enumerate() {
            let margin = if number == 0 {
                " ".repeat(indent - width(key))
            } else {
                " ".repeat(indent)
            };
            *line = if number == 0 {
                format!("{name}{margin}{line}")
            } else {
                format!("{margin}{line}")
            };
        }
        lines
    };
    keys.iter().flat_map(row).collect()
}

/// Sentences, each from the start of a line on.
pub(crate) fn sentences(sentences: &[String], columns: usize, theme: Theme) -> Vec<String> {
    let wrapped = |text: &String| wrapped(text, &Style::new(), columns, theme);
    sentences.iter().flat_map(wrapped).collect()
}

fn wrapped(text: &str, style: &Style, columns: usize, theme: Theme) -> Vec<String> {
    let lines = wrap(&[Run::new(clean_line(text), style.clone())], columns);
    lines.into_iter().map(|line| paint(line, theme)).collect()
}

/// The keys in as few lines as they fit in; a key and what it does stay together.
fn key_lines(keys: &[(&'static str, String)], columns: usize, theme: Theme) -> Vec<String> {
    const GAP: &str = "   ";
    let mut lines: Vec<(usize, String)> = Vec::new();
    for (key, does) in keys {
        let length = width(key) + 1 + width(does);
        let shown = format!("{} {does}", theme.paint(key, &Style::new().bold()));
        match lines.last_mut() {
            Some((used, line)) if *used + GAP.len() + length <= columns => {
                *used += GAP.len() + length;
                line.push_str(GAP);
                line.push_str(&shown);
            }
            _ => lines.push((length, shown)),
        }
    }
    lines.into_iter().map(|(_, line)| line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Theme = Theme {
        color: false,
        unicode: true,
    };

    #[test]
    fn keys_share_lines_while_they_fit() {
        let keys = [("1", "again, 1 d"), ("2", "hard, 6 d"), ("3", "good, 6 d")]
            .map(|(key, does)| (key, does.to_owned()));
        assert_eq!(
            key_lines(&keys, 80, PLAIN),
            ["1 again, 1 d   2 hard, 6 d   3 good, 6 d"]
        );
        assert_eq!(
            key_lines(&keys, 30, PLAIN),
            ["1 again, 1 d   2 hard, 6 d", "3 good, 6 d"]
        );
        assert_eq!(key_lines(&keys, 5, PLAIN).len(), 3);
    }
}
