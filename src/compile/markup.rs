//! From Markdown to the tree that `screen` draws. Any text gives a tree.
//!
//! HTML is never interpreted: it stays text, and only its comments vanish. Where elements nest
//! deeper than anybody writes by hand, only their words are kept, so that no text can exhaust the
//! stack of those who walk the tree.

use std::iter::Peekable;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Options, Parser, Tag};

use crate::model::prose::{Align, Block, Definition, Inline, Item};

/// Parses `markdown` into blocks. The definitions of footnotes come last, as `[label] text`.
pub(crate) fn tree(markdown: &str) -> Vec<Block> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_MATH
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut builder = Builder {
        events: Parser::new_ext(markdown, options).peekable(),
        depth: 0,
        ticked: None,
        footnotes: Vec::new(),
    };
    let mut blocks = builder.content().into_blocks();
    blocks.append(&mut builder.footnotes);
    blocks
}

/// How many elements may be open at once.
const DEEPEST: usize = 40;

struct Builder<'md> {
    events: Peekable<Parser<'md>>,
    depth: usize,
    /// The box of the list item that is being read, once it was seen.
    ticked: Option<bool>,
    footnotes: Vec<Block>,
}

/// What an element holds: blocks, then text that stands in none of them (yet).
#[derive(Default)]
struct Content {
    blocks: Vec<Block>,
    text: Vec<Inline>,
}

impl Content {
    /// Adds a block; the loose text before it (of a tight list item) becomes a paragraph.
    fn push(&mut self, block: Block) {
        self.close_paragraph();
        self.blocks.push(block);
    }

    /// Adds plain text to the text before it.
    fn say(&mut self, words: &str) {
        if let Some(Inline::Text(text)) = self.text.last_mut() {
            text.push_str(words);
        } else if !words.is_empty() {
            self.text.push(Inline::Text(words.to_owned()));
        }
    }

    fn into_blocks(mut self) -> Vec<Block> {
        self.close_paragraph();
        self.blocks
    }

    fn close_paragraph(&mut self) {
        if !self.text.is_empty() {
            let text = std::mem::take(&mut self.text);
            self.blocks.push(Block::Paragraph(text));
        }
    }
}

impl<'md> Builder<'md> {
    /// Reads up to the end of the open element.
    fn content(&mut self) -> Content {
        let mut content = Content::default();
        while let Some(event) = self.events.next() {
            match event {
                Event::Start(_) if self.depth == DEEPEST => content.say(&self.words()),
                Event::Start(tag) => {
                    self.depth += 1;
                    self.element(tag, &mut content);
                    self.depth -= 1;
                }
                Event::End(_) => break,
                Event::Text(words) | Event::Html(words) => content.say(&words),
                Event::InlineHtml(html) if html.starts_with("<!--") => {}
                Event::InlineHtml(html) => content.say(&html),
                Event::Code(code) => content.text.push(Inline::Code(code.into_string())),
                Event::InlineMath(tex) | Event::DisplayMath(tex) => {
                    content.text.push(Inline::Formula(tex.into_string()));
                }
                Event::FootnoteReference(label) => content.say(&format!("[{label}]")),
                Event::SoftBreak => content.say(" "),
                Event::HardBreak => content.text.push(Inline::Break),
                Event::Rule => content.push(Block::Rule),
                Event::TaskListMarker(ticked) => self.ticked = Some(ticked),
            }
        }
        content
    }

    /// Reads the element that `tag` has opened, to its end, into the content around it.
    fn element(&mut self, tag: Tag<'md>, around: &mut Content) {
        match tag {
            Tag::Paragraph => around.push(self.paragraph()),
            Tag::Heading { level, .. } => {
                let text = self.content().text;
                around.push(Block::Heading {
                    level: level as u8,
                    text,
                });
            }
            Tag::BlockQuote(_) => around.push(Block::Quote(self.content().into_blocks())),
            Tag::CodeBlock(kind) => around.push(self.code(&kind)),
            Tag::HtmlBlock => self.html().into_iter().for_each(|block| around.push(block)),
            Tag::List(start) => around.push(Block::List {
                start,
                items: self.items(),
            }),
            Tag::FootnoteDefinition(label) => self.footnote(&label),
            Tag::DefinitionList => around.push(Block::Definitions(self.definitions())),
            Tag::Table(columns) => around.push(self.table(&columns)),
            Tag::Emphasis => around.text.push(Inline::Emphasis(self.content().text)),
            Tag::Strong => around.text.push(Inline::Strong(self.content().text)),
            Tag::Strikethrough => around.text.push(Inline::Struck(self.content().text)),
            Tag::Link { dest_url, .. } => {
                let text = self.content().text;
                around.text.push(Inline::Link {
                    text,
                    target: dest_url.into_string(),
                });
            }
            Tag::Image { dest_url, .. } => {
                let alt = self.words();
                around.text.push(Inline::Image {
                    alt,
                    target: dest_url.into_string(),
                });
            }
            // Those below are read by the elements that hold them, or are switched off.
            Tag::Item
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => around.say(&self.words()),
        }
    }

    /// A paragraph that is nothing but display mathematics is a formula.
    fn paragraph(&mut self) -> Block {
        let displayed = matches!(self.events.peek(), Some(Event::DisplayMath(_)));
        let text = self.content().text;
        match text.as_slice() {
            [Inline::Formula(tex)] if displayed => Block::Formula(tex.trim().to_owned()),
            _ => Block::Paragraph(text),
        }
    }

    fn code(&mut self, kind: &CodeBlockKind<'_>) -> Block {
        let lang = match kind {
            CodeBlockKind::Fenced(about) => about.split_whitespace().next().unwrap_or_default(),
            CodeBlockKind::Indented => "",
        };
        let mut text = self.words();
        if text.ends_with('\n') {
            text.pop();
        }
        Block::Code {
            lang: lang.to_owned(),
            text,
        }
    }

    /// `None` if there is nothing but comments.
    fn html(&mut self) -> Option<Block> {
        let html = self.words();
        let mut shown = String::new();
        let mut rest = html.as_str();
        while let Some((before, comment)) = rest.split_once("<!--") {
            shown.push_str(before);
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
        }
        shown.push_str(rest);
        let shown = shown.trim();
        (!shown.is_empty()).then(|| Block::Html(shown.to_owned()))
    }

    fn items(&mut self) -> Vec<Item> {
        let mut items = Vec::new();
        while self.child().is_some() {
            // The box of the item around this one must outlive it.
            let outer = self.ticked.take();
            let blocks = self.content().into_blocks();
            let ticked = std::mem::replace(&mut self.ticked, outer);
            items.push(Item { ticked, blocks });
        }
        items
    }

    fn footnote(&mut self, label: &str) {
        let mark = format!("[{label}] ");
        let mut blocks = self.content().into_blocks();
        if let Some(Block::Paragraph(text)) = blocks.first_mut() {
            text.insert(0, Inline::Text(mark));
        } else {
            blocks.insert(0, Block::Paragraph(vec![Inline::Text(mark)]));
        }
        self.footnotes.append(&mut blocks);
    }

    fn definitions(&mut self) -> Vec<Definition> {
        let mut definitions: Vec<Definition> = Vec::new();
        while let Some(tag) = self.child() {
            match definitions.last_mut() {
                Some(last) if matches!(tag, Tag::DefinitionListDefinition) => {
                    last.meanings.push(self.content().into_blocks());
                }
                _ => definitions.push(Definition {
                    term: self.content().text,
                    meanings: Vec::new(),
                }),
            }
        }
        definitions
    }

    fn table(&mut self, columns: &[Alignment]) -> Block {
        let align = columns.iter().map(|column| match column {
            Alignment::None | Alignment::Left => Align::Left,
            Alignment::Center => Align::Center,
            Alignment::Right => Align::Right,
        });
        let (mut head, mut rows) = (Vec::new(), Vec::new());
        while let Some(tag) = self.child() {
            let mut cells = Vec::new();
            while self.child().is_some() {
                cells.push(self.content().text);
            }
            if matches!(tag, Tag::TableHead) {
                head = cells;
            } else {
                rows.push(cells);
            }
        }
        Block::Table {
            align: align.collect(),
            head,
            rows,
        }
    }

    /// Opens the next element inside the open one; `None`, after closing that, if there is none.
    fn child(&mut self) -> Option<Tag<'md>> {
        for event in self.events.by_ref() {
            if let Event::Start(tag) = event {
                return Some(tag);
            }
            if matches!(event, Event::End(_)) {
                return None;
            }
        }
        None
    }

    /// Reads up to the end of the open element, however deep it is, and keeps only the words.
    fn words(&mut self) -> String {
        let mut words = String::new();
        let mut open = 1_usize;
        for event in self.events.by_ref() {
            match event {
                Event::Start(_) => open += 1,
                Event::End(_) if open == 1 => break,
                Event::End(_) => open -= 1,
                Event::Text(text)
                | Event::Code(text)
                | Event::InlineMath(text)
                | Event::DisplayMath(text)
                | Event::Html(text)
                | Event::InlineHtml(text) => words.push_str(&text),
                Event::SoftBreak | Event::HardBreak => words.push(' '),
                Event::FootnoteReference(_) | Event::Rule | Event::TaskListMarker(_) => {}
            }
        }
        words
    }
}

#[cfg(test)]
mod tests;
