//! Markdown -> the HTML of a field, for Anki to show.

use std::fmt::Write as _;

use crate::compile;
use crate::exchange::html::MEDIA;
use crate::model::prose::{Align, Block, Definition, Inline};

/// The HTML of a side. Media are named without their folder, as Anki wants it.
pub(super) fn html(markdown: &str) -> String {
    let blocks = compile::tree(markdown);
    let mut page = Page(String::with_capacity(markdown.len() * 2));
    match blocks.as_slice() {
        // What fits on a line needs no paragraph around it.
        [Block::Paragraph(text)] => page.inlines(text),
        blocks => page.blocks(blocks),
    }
    page.0
}

/// A text as HTML.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// The names of media in a field: of images and of sounds.
pub(crate) fn media_names(field: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (open, closes) in [("src=\"", "\""), ("src='", "'"), ("[sound:", "]")] {
        for part in field.split(open).skip(1) {
            if let Some((name, _)) = part.split_once(closes) {
                let name = name
                    .replace("&amp;", "&")
                    .replace("&quot;", "\"")
                    .replace("&#39;", "'");
                names.push(crate::exchange::html::unpercent(&name));
            }
        }
    }
    names
}

/// Writes into a string, which cannot fail: so every `ok()` here drops nothing.
struct Page(String);

impl Page {
    fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, text } => {
                self.around(&format!("h{level}"), |page| page.inlines(text))
            }
            Block::Paragraph(text) => self.around("p", |page| page.inlines(text)),
            Block::Code { lang, text } => {
                let class = match lang.as_str() {
                    "" => String::new(),
                    lang => format!(" class=\"language-{}\"", escape(lang)),
                };
                write!(self.0, "<pre><code{class}>{}</code></pre>", escape(text)).ok();
            }
            Block::List { start, items } => {
                match start {
                    None => self.0.push_str("<ul>"),
                    Some(1) => self.0.push_str("<ol>"),
                    Some(start) => write!(self.0, "<ol start=\"{start}\">").unwrap_or_default(),
                }
                for item in items {
                    self.around("li", |page| {
                        if let Some(ticked) = item.ticked {
                            page.0.push_str(if ticked { "☑ " } else { "☐ " });
                        }
                        match item.blocks.as_slice() {
                            [Block::Paragraph(text), rest @ ..] => {
                                page.inlines(text);
                                page.blocks(rest);
                            }
                            blocks => page.blocks(blocks),
                        }
                    });
                }
                self.0
                    .push_str(if start.is_none() { "</ul>" } else { "</ol>" });
            }
            Block::Quote(blocks) => self.around("blockquote", |page| page.blocks(blocks)),
            Block::Table { align, head, rows } => self.table(align, head, rows),
            Block::Definitions(definitions) => {
                self.around("dl", |page| {
                    definitions.iter().for_each(|one| page.definition(one))
                });
            }
            Block::Formula(tex) => write!(self.0, "\\[{}\\]", escape(tex)).unwrap_or_default(),
            Block::Rule => self.0.push_str("<hr>"),
            Block::Html(html) => self.around("p", |page| page.0.push_str(&escape(html))),
        }
    }

    fn definition(&mut self, definition: &Definition) {
        self.around("dt", |page| page.inlines(&definition.term));
        for meaning in &definition.meanings {
            self.around("dd", |page| page.blocks(meaning));
        }
    }

    fn table(&mut self, align: &[Align], head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) {
        let cells = |page: &mut Self, tag: &str, cells: &[Vec<Inline>]| {
            page.0.push_str("<tr>");
            for (at, cell) in cells.iter().enumerate() {
                let style = match align.get(at) {
                    Some(Align::Center) => " style=\"text-align: center\"",
                    Some(Align::Right) => " style=\"text-align: right\"",
                    Some(Align::Left) | None => "",
                };
                write!(page.0, "<{tag}{style}>").ok();
                page.inlines(cell);
                write!(page.0, "</{tag}>").ok();
            }
            page.0.push_str("</tr>");
        };
        self.0.push_str("<table>");
        cells(self, "th", head);
        rows.iter().for_each(|row| cells(self, "td", row));
        self.0.push_str("</table>");
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        inlines.iter().for_each(|inline| self.inline(inline));
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(text) => self.0.push_str(&escape(text)),
            Inline::Code(code) => self.around("code", |page| page.0.push_str(&escape(code))),
            Inline::Formula(tex) => write!(self.0, "\\({}\\)", escape(tex)).unwrap_or_default(),
            Inline::Emphasis(text) => self.around("i", |page| page.inlines(text)),
            Inline::Strong(text) => self.around("b", |page| page.inlines(text)),
            Inline::Struck(text) => self.around("s", |page| page.inlines(text)),
            Inline::Link { text, target } => match sound(target) {
                Some(name) => write!(self.0, "[sound:{}]", escape(&name)).unwrap_or_default(),
                None => {
                    write!(self.0, "<a href=\"{}\">", escape(target)).ok();
                    self.inlines(text);
                    self.0.push_str("</a>");
                }
            },
            Inline::Image { alt, target } => {
                let (alt, source) = (escape(alt), escape(&name_of(target)));
                write!(self.0, "<img src=\"{source}\" alt=\"{alt}\">").ok();
            }
            Inline::Break => self.0.push_str("<br>"),
        }
    }

    fn around(&mut self, tag: &str, inside: impl FnOnce(&mut Self)) {
        write!(self.0, "<{tag}>").ok();
        inside(self);
        write!(self.0, "</{tag}>").ok();
    }
}

/// The name under which a package holds what a link points to; a page of the web stays.
pub(crate) fn name_of(target: &str) -> String {
    if target.contains("://") {
        return target.to_owned();
    }
    let path = crate::exchange::html::unpercent(target);
    path.rsplit('/').next().unwrap_or_default().to_owned()
}

/// The name of a sound, if a link points to one among the media.
fn sound(target: &str) -> Option<String> {
    const KINDS: [&str; 7] = ["mp3", "ogg", "oga", "opus", "wav", "m4a", "flac"];
    let kind = target.rsplit_once('.')?.1.to_ascii_lowercase();
    let ours = target.starts_with(&format!("{MEDIA}/"));
    (ours && KINDS.contains(&kind.as_str())).then(|| name_of(target))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_block_becomes_html() {
        assert_eq!(html("What is `a < b`?"), "What is <code>a &lt; b</code>?");
        assert_eq!(
            html("**a**\n\n- x\n- [x] y\n\n```go\nf()\n```\n\n| a | b |\n|--:|---|\n| 1 | 2 |"),
            "<p><b>a</b></p><ul><li>x</li><li>☑ y</li></ul><pre><code class=\"language-go\">f()</code></pre>\
             <table><tr><th style=\"text-align: right\">a</th><th>b</th></tr>\
             <tr><td style=\"text-align: right\">1</td><td>2</td></tr></table>"
        );
        assert_eq!(
            html("![x](media/a%20b.png) [♪](media/c.mp3) $y$"),
            "<img src=\"a b.png\" alt=\"x\"> [sound:c.mp3] \\(y\\)"
        );
        assert_eq!(html("$$z$$\n\n<b>"), "\\[z\\]<p>&lt;b&gt;</p>");
    }

    #[test]
    fn fields_name_their_media() {
        assert_eq!(
            media_names("<img src=\"a&amp;b.png\"> [sound:c d.mp3] <img src='%D1%8F.png'>"),
            ["a&b.png", "я.png", "c d.mp3"]
        );
    }
}
