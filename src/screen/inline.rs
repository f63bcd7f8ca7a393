//! The text inside a block, as styled lines that are not wrapped yet.
//!
//! Without color the marks of Markdown stay where the meaning would else be lost: back-quotes
//! round code, tildes round what is struck.

use std::rc::Rc;

use console::Style;

use crate::model::prose::Inline;

use super::line::{Line, Run};
use super::text::clean;
use super::theme::{Theme, faint};
use super::{formula, link};

/// One line, and one more for every break that the author asked for.
pub(super) fn lines(text: &[Inline], style: &Style, theme: Theme) -> Vec<Line> {
    let mut pen = Pen {
        theme,
        lines: vec![Line::new()],
        link: None,
    };
    pen.write_all(text, style);
    pen.lines
}

struct Pen {
    theme: Theme,
    lines: Vec<Line>,
    /// Where the text being written leads.
    link: Option<Rc<str>>,
}

impl Pen {
    fn write_all(&mut self, text: &[Inline], style: &Style) {
        for inline in text {
            self.write(inline, style);
        }
    }

    fn write(&mut self, inline: &Inline, style: &Style) {
        match inline {
            Inline::Text(text) => self.put(&single_spaced(text), style),
            Inline::Code(code) if self.theme.color => self.put(code, &style.clone().cyan()),
            Inline::Code(code) => self.put(&format!("`{code}`"), style),
            Inline::Formula(tex) if self.theme.unicode => {
                self.put(&formula::readable(tex), &style.clone().magenta());
            }
            Inline::Formula(tex) => self.put(tex, &style.clone().magenta()),
            Inline::Emphasis(text) => self.write_all(text, &style.clone().underlined()),
            Inline::Strong(text) => self.write_all(text, &style.clone().bold()),
            Inline::Struck(text) if self.theme.color => {
                self.write_all(text, &style.clone().strikethrough());
            }
            Inline::Struck(text) => {
                self.put("~~", style);
                self.write_all(text, style);
                self.put("~~", style);
            }
            Inline::Link { text, target } => self.link(text, target, style),
            Inline::Image { alt, target } => self.image(alt, target, style),
            Inline::Break => self.lines.push(Line::new()),
        }
    }

    fn link(&mut self, text: &[Inline], target: &str, style: &Style) {
        let says_it_all = matches!(text, [Inline::Text(text)] if text == target);
        // Text that looks like an address must not hide another one.
        let may_hide = matches!(text, [Inline::Text(text)] if !text.contains("://"));
        let followed = link::target(target).filter(|_| self.theme.links);
        let underlined = style.clone().underlined();
        let style = if followed.is_some() {
            &underlined
        } else {
            style
        };
        let hides = followed.is_some() && (says_it_all || may_hide);
        let outer = std::mem::replace(&mut self.link, followed.map(Rc::from));
        self.write_all(text, style);
        self.link = outer;
        if !says_it_all && !hides && !target.is_empty() {
            self.put(&format!(" ({target})"), &faint());
        }
    }

    fn image(&mut self, alt: &str, target: &str, style: &Style) {
        let named = match (alt, target) {
            ("", name) | (name, "") => name.to_owned(),
            (alt, target) => format!("{alt} ({target})"),
        };
        self.put(&format!("[image: {named}]"), style);
    }

    fn put(&mut self, text: &str, style: &Style) {
        let text = clean(text).replace(['\n', '\t'], " ");
        if let Some(line) = self.lines.last_mut() {
            line.push(Run {
                text,
                style: style.clone(),
                link: self.link.clone(),
            });
        }
    }
}

/// Runs of white space (not the non-breaking kind) as one space each.
fn single_spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    for c in text.chars() {
        let space = matches!(c, ' ' | '\n' | '\t');
        if !(space && spaced.ends_with(' ')) {
            spaced.push(if space { ' ' } else { c });
        }
    }
    spaced
}
