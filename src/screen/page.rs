//! The pages of a sitting: what is asked, what is answered, which keys there are.

use console::Style;

use super::line::{Run, paint, wrap};
use super::picture::Picture;
use super::text::{clean_line, clusters, width};
use super::theme::faint;
use super::view::{Placed, View};
use super::{Theme, difference, prose};
use crate::model::prose::Block;
use crate::study::typed::Comparison;

/// A card on the screen.
#[derive(Default)]
pub(crate) struct Page<'a> {
    /// The deck's title.
    pub(crate) title: &'a str,
    /// What kind of card it is, in a word.
    pub(crate) kind: &'a str,
    /// How far the sitting is, in a few words.
    pub(crate) progress: String,
    pub(crate) ask: &'a [Block],
    /// The pictures of the question, and those of the answer.
    pub(crate) pictures: [&'a [Picture]; 2],
    /// The answer, once it is shown.
    pub(crate) answer: Option<&'a [Block]>,
    /// What was typed, beside the answer.
    pub(crate) typed: Option<&'a Comparison>,
    /// The keys that do something now: the key and what it does.
    pub(crate) keys: Vec<(String, String)>,
    /// Something to say about the last key, in lines.
    pub(crate) note: Option<&'a str>,
    /// What is being typed.
    pub(crate) entry: Option<&'a str>,
}

impl Page<'_> {
    /// The page, no wider than `columns`.
    pub(crate) fn view(&self, columns: usize, theme: Theme) -> View {
        let mut body = prose::draw(self.ask, columns, theme);
        let mut pictures = Vec::new();
        let [of_ask, of_answer] = self.pictures;
        hang_up(of_ask, &mut body, &mut pictures);
        let mut focus = 0;
        if let Some(answer) = self.answer {
            let rule = theme.glyph("─", "-").repeat(columns.min(40));
            body.extend([String::new(), theme.paint(&rule, &faint()), String::new()]);
            focus = body.len();
            if let Some(typed) = self.typed {
                body.extend(difference::draw(typed, columns, theme));
                body.push(String::new());
            }
            body.extend(prose::draw(answer, columns, theme));
            hang_up(of_answer, &mut body, &mut pictures);
        }
        let notes = self.note.iter().flat_map(|note| note.lines());
        let said = Style::new().magenta();
        let note = notes.flat_map(|note| wrapped(note, &said, columns, theme));
        let mut foot = key_lines(&self.keys, columns, theme);
        foot.extend(self.entry.map(|typed| entry_line(typed, columns)));
        View {
            head: self.head(columns, theme),
            body,
            note: note.collect(),
            foot,
            focus,
            pictures,
        }
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

/// Leaves room for pictures below the lines so far.
fn hang_up(pictures: &[Picture], body: &mut Vec<String>, placed: &mut Vec<Placed>) {
    for Picture { rows, drawing } in pictures {
        body.push(String::new());
        placed.push(Placed {
            line: body.len(),
            rows: *rows,
            drawing: drawing.clone(),
        });
        body.extend(std::iter::repeat_n(String::new(), *rows));
    }
}

/// Blocks as a page to look at, and what to say below it.
pub(crate) fn aside(blocks: &[Block], foot: &str, columns: usize, theme: Theme) -> View {
    View {
        body: prose::draw(blocks, columns, theme),
        foot: wrapped(foot, &faint(), columns, theme),
        ..View::default()
    }
}

/// Lines as a page to look at, and what to say below it.
pub(crate) fn list(lines: &[String], foot: &str, columns: usize, theme: Theme) -> View {
    View {
        body: sentences(lines, columns, theme),
        foot: wrapped(foot, &faint(), columns, theme),
        ..View::default()
    }
}

/// Keys and what they do, as a page to look at; see [`key_table`].
pub(crate) fn keys(keys: &[(String, String)], columns: usize, theme: Theme) -> View {
    View {
        body: key_table(keys, columns, theme),
        ..View::default()
    }
}

/// Keys and what they do, a key a line, what they do beside them or (where that is too narrow)
/// below.
fn key_table(keys: &[(String, String)], columns: usize, theme: Theme) -> Vec<String> {
    const NARROWEST: usize = 24;
    let indent = keys.iter().map(|(key, _)| width(key)).max().unwrap_or(0) + 2;
    let beside = columns >= indent + NARROWEST;
    let row = |(key, does): &(String, String)| {
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

/// The end of what is being typed, behind a mark; the cursor will stand after it.
fn entry_line(typed: &str, columns: usize) -> String {
    const MARK: &str = "> ";
    let typed = clean_line(typed);
    // One cell is the cursor's.
    let room = columns.saturating_sub(MARK.len() + 1);
    let mut used = 0;
    let from =
        clusters(&typed)
            .collect::<Vec<_>>()
            .iter()
            .rev()
            .fold(typed.len(), |from, cluster| {
                used += width(cluster);
                if used > room {
                    from
                } else {
                    from - cluster.len()
                }
            });
    format!("{MARK}{}", typed.get(from..).unwrap_or_default())
}

/// The keys in as few lines as they fit in; a key and what it does stay together.
pub(crate) fn key_lines(keys: &[(String, String)], columns: usize, theme: Theme) -> Vec<String> {
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
        links: false,
    };

    #[test]
    fn keys_share_lines_while_they_fit() {
        let keys = [("1", "again, 1 d"), ("2", "hard, 6 d"), ("3", "good, 6 d")]
            .map(|(key, does)| (key.to_owned(), does.to_owned()));
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
