//! The first stage: one pass over the Markdown tree, which leaves what stands in it in order: the
//! headings, entries, rows, paragraphs and the rest.
//!
//! Knows Markdown and where things stand; what they mean is for `parse`.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::model::roadmap::TickBox;
use crate::model::source::Span;

/// A piece of the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Block {
    pub(super) span: Span,
    /// How many entries are around it.
    pub(super) depth: usize,
    pub(super) shape: Shape,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Shape {
    Heading {
        level: u32,
        text: String,
    },
    /// The beginning of an entry of a list, with the lines of its own text, if it has one.
    Entry {
        lines: Vec<Span>,
        tick_box: Option<TickBox>,
    },
    /// The head of a table, cell by cell.
    Head(Vec<String>),
    /// A row of the table whose head came last.
    Row {
        cells: Vec<String>,
        tick_box: Option<TickBox>,
    },
    /// The lines of a paragraph.
    Paragraph(Vec<Span>),
    /// Code, HTML and other text that is kept as it is.
    Verbatim(String),
}

/// Takes a text apart.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let parser = Parser::new_ext(text, options);
    let definitions = parser.reference_definitions().iter();
    let definitions: Vec<Span> = definitions
        .map(|(_, link)| link.span.clone().into())
        .collect();
    let mut reader = Reader::of(text);
    for (event, range) in parser.into_offset_iter() {
        reader.take(&event, range.into());
    }
    // Markdown draws nothing for them, but they stand in the file.
    definitions
        .into_iter()
        .for_each(|span| reader.keep(span, 0));
    reader.blocks.sort_by_key(|block| block.span.start);
    reader.blocks
}

/// The trimmed lines of a stretch of text, joined to one.
pub(super) fn one_line(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" ")
}

/// Lines of a text, joined to one.
pub(super) fn joined(text: &str, lines: &[Span]) -> String {
    let lines = lines.iter().filter_map(|line| text.get(line.range()));
    let lines: Vec<String> = lines
        .map(one_line)
        .filter(|line| !line.is_empty())
        .collect();
    lines.join(" ")
}

/// An entry that is being read.
struct Entry {
    start: usize,
    tick_box: Option<TickBox>,
    /// Whether something of it has been read that is no text of its own.
    begun: bool,
}

struct Reader<'t> {
    text: &'t str,
    blocks: Vec<Block>,
    entries: Vec<Entry>,
    /// The lines of running text.
    lines: Vec<Span>,
    /// Whether the last of them is over.
    broken: bool,
    /// Where the block of code, HTML or the like that is being read began.
    verbatim: Option<Span>,
    cells: Vec<Span>,
}

impl<'t> Reader<'t> {
    fn of(text: &'t str) -> Self {
        Self {
            text,
            blocks: Vec::new(),
            entries: Vec::new(),
            lines: Vec::new(),
            broken: false,
            verbatim: None,
            cells: Vec::new(),
        }
    }

    fn take(&mut self, event: &Event, span: Span) {
        if self.verbatim.is_some() && !matches!(event, Event::End(_)) {
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(*tag, span),
            Event::Text(_)
            | Event::Code(_)
            | Event::InlineHtml(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::Html(_) => self.run(span),
            Event::SoftBreak | Event::HardBreak => self.broken = true,
            Event::TaskListMarker(ticked) => {
                if let Some(entry) = self.entries.last_mut() {
                    let (ticked, at) = (*ticked, span.start + 1);
                    entry.tick_box = Some(TickBox { ticked, at });
                }
            }
            Event::Rule => self.close_text(),
        }
    }

    fn start(&mut self, tag: &Tag, span: Span) {
        match tag {
            Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. } => self.run(Span::new(span.start, span.start)),
            Tag::Item => {
                self.close_text();
                self.begin_empty();
                let start = self.visible(span.start);
                self.entries.push(Entry {
                    start,
                    tick_box: None,
                    begun: false,
                });
            }
            Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_) => {
                self.close_text();
                self.verbatim = Some(span);
            }
            Tag::TableHead | Tag::TableRow => self.cells.clear(),
            Tag::TableCell => self.cells.push(span),
            Tag::Table(_) => {
                self.close_text();
                self.begin_empty();
            }
            Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::BlockQuote(_)
            | Tag::List(_)
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition => self.close_text(),
        }
    }

    fn end(&mut self, tag: TagEnd, span: Span) {
        match tag {
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image => self.run(Span::new(span.end, span.end)),
            TagEnd::Heading(level) => self.heading(level as u32, span),
            TagEnd::Item => {
                self.close_text();
                self.entries.pop();
            }
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => {
                if let Some(span) = self.verbatim.take() {
                    self.keep(span, self.entries.len());
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => self.row(tag == TagEnd::TableHead, span),
            TagEnd::TableCell => self.lines.clear(),
            TagEnd::Paragraph
            | TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Table => self.close_text(),
        }
    }

    /// Adds to the open line.
    fn run(&mut self, span: Span) {
        match self.lines.last_mut() {
            Some(line) if !self.broken => line.end = line.end.max(span.end),
            _ => {
                let start = self.unescaped(span.start);
                self.lines.push(Span::new(start, span.end));
                self.broken = false;
            }
        }
    }

    /// Markdown leaves the backslash before an escaped character out of the text.
    fn unescaped(&self, start: usize) -> usize {
        let before = self.text.get(..start).unwrap_or_default();
        start - usize::from(before.ends_with('\\'))
    }

    fn heading(&mut self, level: u32, span: Span) {
        if self.entries.is_empty() {
            let text = self.words();
            self.lines.clear();
            self.push(span, Shape::Heading { level, text });
        } else {
            self.close_text();
        }
    }

    /// Ends running text: it is the text of the entry around it, if that has none yet, else a
    /// paragraph.
    fn close_text(&mut self) {
        let has_words = !self.words().is_empty();
        let lines = std::mem::take(&mut self.lines);
        let (Some(first), Some(last)) = (lines.first().filter(|_| has_words), lines.last()) else {
            return;
        };
        let span = first.to(*last);
        let own = self.entries.last_mut().filter(|entry| !entry.begun);
        if let Some(entry) = own {
            entry.begun = true;
            let (span, tick_box) = (Span::new(entry.start, span.end), entry.tick_box);
            let depth = self.entries.len() - 1;
            let shape = Shape::Entry { lines, tick_box };
            self.blocks.push(Block { span, depth, shape });
        } else {
            self.push(span, Shape::Paragraph(lines));
        }
    }

    /// Something else than text begins: an entry that has none yet has none at all.
    fn begin_empty(&mut self) {
        let depth = self.entries.len().saturating_sub(1);
        if let Some(entry) = self.entries.last_mut().filter(|entry| !entry.begun) {
            entry.begun = true;
            let span = Span::new(entry.start, entry.start);
            let (lines, tick_box) = (Vec::new(), None);
            let shape = Shape::Entry { lines, tick_box };
            self.blocks.push(Block { span, depth, shape });
        }
    }

    fn row(&mut self, is_head: bool, span: Span) {
        let mut cells: Vec<String> = Vec::with_capacity(self.cells.len());
        let mut tick_box = None;
        for cell in std::mem::take(&mut self.cells) {
            let words = self.slice(cell).trim();
            if let ("[ ]" | "[x]" | "[X]", None) = (words, tick_box) {
                let at = cell.start + self.slice(cell).find('[').unwrap_or_default() + 1;
                let ticked = words != "[ ]";
                tick_box = Some(TickBox { ticked, at });
                cells.push(String::new());
            } else {
                cells.push(one_line(words));
            }
        }
        self.lines.clear();
        if is_head {
            self.push(span, Shape::Head(cells));
        } else if cells.iter().any(|cell| !cell.is_empty()) {
            self.push(span, Shape::Row { cells, tick_box });
        }
    }

    fn keep(&mut self, span: Span, depth: usize) {
        let text = self.slice(span).trim_end();
        self.begin_empty();
        if !text.trim().is_empty() {
            let shape = Shape::Verbatim(text.to_owned());
            self.blocks.push(Block { span, depth, shape });
        }
    }

    fn push(&mut self, span: Span, shape: Shape) {
        let depth = self.entries.len();
        let span = Span::new(self.visible(span.start), span.end);
        self.blocks.push(Block { span, depth, shape });
    }

    /// The running text on one line.
    fn words(&self) -> String {
        joined(self.text, &self.lines)
    }

    /// The first character from there on that is not white space.
    fn visible(&self, start: usize) -> usize {
        let rest = self.text.get(start..).unwrap_or_default();
        start + rest.len() - rest.trim_start().len()
    }

    fn slice(&self, span: Span) -> &'t str {
        self.text.get(span.range()).unwrap_or_default()
    }
}
