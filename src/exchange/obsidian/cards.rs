//! The cards of a note by the plugin's rules: lines with `::` or `:::`, blocks around a line `?` or
//! `??`, and blocks with marked words. It reads lines; what they say is for others.

use super::marks::Marks;
use crate::exchange::guard::{find, guarded};

/// How a card is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Form {
    /// Both sides on a line.
    Line {
        both_ways: bool,
    },
    /// Sides of several lines.
    Block {
        both_ways: bool,
    },
    Cloze,
}

/// A card as it is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Written {
    pub(super) form: Form,
    pub(super) text: String,
    /// Its first and last line, from 0.
    pub(super) first: usize,
    pub(super) last: usize,
}

/// Finds the cards among the lines of a note (front matter blanked).
pub(super) fn find_cards(lines: &[&str], marks: &Marks) -> Vec<Written> {
    let mut finder = Finder {
        lines,
        marks,
        at: 0,
        found: Vec::new(),
        block: Vec::new(),
        first: 0,
        form: None,
    };
    while finder.at < lines.len() {
        finder.line();
    }
    finder.end(lines.len().saturating_sub(1));
    finder.found
}

struct Finder<'t> {
    lines: &'t [&'t str],
    marks: &'t Marks,
    at: usize,
    found: Vec<Written>,
    /// The lines since the last blank one or the last card.
    block: Vec<&'t str>,
    first: usize,
    form: Option<Form>,
}

impl<'t> Finder<'t> {
    fn line(&mut self) {
        let line = self.lines[self.at];
        let trimmed = line.trim();
        if line.starts_with("<!--") && !line.starts_with("<!--SR:") {
            self.comment();
            return;
        }
        let end = &self.marks.end;
        let blank = trimmed.is_empty();
        if (blank && (end.is_empty() || self.form.is_none())) || (!end.is_empty() && trimmed == end)
        {
            self.end(self.at.saturating_sub(1));
            self.at += 1;
            self.first = self.at;
            return;
        }
        self.block.push(line.trim_end());
        let is_front = self.block.len() > 1;
        if let Some(both_ways) = self.inline(line) {
            self.inline_card(line, both_ways);
        } else if is_front && trimmed == self.marks.block {
            self.form = Some(Form::Block { both_ways: false });
        } else if is_front && trimmed == self.marks.block_both {
            self.form = Some(Form::Block { both_ways: true });
        } else if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            self.fence(trimmed);
        } else if self.form.is_none() && self.marks.has_cloze(line) {
            self.form = Some(Form::Cloze);
        }
        self.at += 1;
    }

    /// Passes over a comment that is no schedule.
    fn comment(&mut self) {
        while self.at < self.lines.len() && !self.lines[self.at].contains("-->") {
            self.at += 1;
        }
        self.at += 1;
    }

    /// Takes the lines of a fence as they are.
    fn fence(&mut self, opening: &str) {
        let mark = opening.chars().next().unwrap_or('`');
        let length = opening.chars().take_while(|c| *c == mark).count();
        let closes = |line: &&str| {
            let line = line.trim();
            line.len() >= length && line.chars().all(|c| c == mark)
        };
        let rest = self.lines.get(self.at + 1..).unwrap_or_default();
        let inside = rest.iter().position(closes).map_or(rest.len(), |at| at + 1);
        self.block.extend(rest.iter().take(inside));
        self.at += inside;
    }

    /// Whether a line is a card of its own, and whether both ways.
    fn inline(&self, line: &str) -> Option<bool> {
        let guarded = guarded(line);
        let has = |mark: &str| !mark.is_empty() && find(line, mark, &guarded).is_some();
        if has(&self.marks.line_both) {
            Some(true)
        } else {
            has(&self.marks.line).then_some(false)
        }
    }

    fn inline_card(&mut self, line: &'t str, both_ways: bool) {
        let first = self.at;
        let mut text = line.to_owned();
        let next = self.lines.get(self.at + 1);
        if let Some(schedule) = next.filter(|next| next.trim_start().starts_with("<!--SR:")) {
            text.extend(["\n", schedule]);
            self.at += 1;
        }
        self.found.push(Written {
            form: Form::Line { both_ways },
            text,
            first,
            last: self.at,
        });
        self.block.clear();
        self.form = None;
        self.first = self.at + 1;
    }

    fn end(&mut self, last: usize) {
        let block = std::mem::take(&mut self.block);
        if let Some(form) = self.form.take() {
            self.found.push(Written {
                form,
                text: block.join("\n"),
                first: self.first,
                last,
            });
        }
    }
}
