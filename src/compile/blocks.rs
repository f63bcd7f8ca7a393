//! The first stage: one pass over the Markdown tree, which leaves the top-level blocks with their
//! spans, the lines that begin with a marker, and the text that is neither code nor link.
//!
//! Knows Markdown and where things stand; what they mean is for `grammar`.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::attributes::{self, Attributes};
use super::cut;
use super::page::{Block, Definition, Fence, Heading, List, Marker, Page, Row, Shape};
use super::split::split;
use crate::model::diagnostic::Diagnostic;
use crate::model::source::Span;

/// Takes the body, which begins at byte `body` of the text, apart.
pub(super) fn read(text: &str, body: usize, complaints: &mut Vec<Diagnostic>) -> Page {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_MATH
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST;
    let markdown = text.get(body..).unwrap_or_default();
    let mut reader = Reader::new(text, complaints);
    for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
        reader.take(&event, Span::new(body + range.start, body + range.end));
    }
    reader.page
}

struct Reader<'t> {
    text: &'t str,
    page: Page,
    complaints: &'t mut Vec<Diagnostic>,
    /// The top-level block that is being read.
    open: Option<Block>,
    /// The marker lines inside it.
    markers: Vec<(usize, Marker)>,
    /// Elements around the present event; 1 right inside a top-level block.
    depth: usize,
    /// How many of them hold no plain text.
    opaque: usize,
    /// Where the latest text ended.
    text_end: usize,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, complaints: &'t mut Vec<Diagnostic>) -> Self {
        let page = Page::default();
        Self {
            text,
            page,
            complaints,
            open: None,
            markers: Vec::new(),
            depth: 0,
            opaque: 0,
            text_end: 0,
        }
    }

    fn take(&mut self, event: &Event, span: Span) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(*tag),
            Event::Text(words) => {
                self.heading_words(words, span);
                self.plain_text(span);
            }
            Event::Code(words) | Event::InlineMath(words) => {
                self.heading_words(words, span);
                self.crossing_lines(span);
            }
            Event::InlineHtml(_) => {
                self.heading_words("", span);
                self.crossing_lines(span);
            }
            Event::DisplayMath(words) => self.heading_words(words, span),
            Event::FootnoteReference(_) => self.heading_words("", span),
            Event::SoftBreak | Event::HardBreak => self.heading_words(" ", span),
            Event::Rule if self.depth == 0 => {
                self.page.blocks.push(Block {
                    span,
                    shape: Shape::Rule,
                });
            }
            Event::Rule | Event::Html(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag, span: Span) {
        if self.depth == 0 {
            let shape = self.shape(tag, span);
            self.open = Some(Block { span, shape });
        } else {
            self.part(matches!(tag, Tag::DefinitionListTitle), span);
        }
        self.opaque += usize::from(is_opaque(tag.to_end()));
        self.depth += 1;
    }

    fn end(&mut self, tag: TagEnd) {
        self.opaque -= usize::from(is_opaque(tag));
        self.depth -= 1;
        if self.depth == 0
            && let Some(block) = self.open.take()
        {
            self.close(block);
        }
    }

    fn shape(&self, tag: &Tag, span: Span) -> Shape {
        if let Tag::Heading { level, .. } = tag {
            let level = *level as u8;
            let title = level == 1 && self.page.title.is_empty();
            Shape::Heading(Heading {
                level,
                title,
                ..Heading::default()
            })
        } else if let Tag::CodeBlock(CodeBlockKind::Fenced(_)) = tag {
            Shape::Fence(self.fence(span))
        } else if let Tag::List(first) = tag {
            Shape::List(List {
                ordered: first.is_some(),
                items: Vec::new(),
            })
        } else if matches!(tag, Tag::Table(_)) {
            Shape::Table(Vec::new())
        } else if matches!(tag, Tag::DefinitionList) {
            Shape::Definitions(Vec::new())
        } else {
            Shape::Text
        }
    }

    /// A fence still without its body.
    fn fence(&self, span: Span) -> Fence {
        let opening = cut::slice(self.text, span)
            .lines()
            .next()
            .unwrap_or_default();
        let words = opening.trim_start_matches(['`', '~']).trim_start();
        let start = span.start + opening.len() - words.len();
        let words = Span::new(start, start + words.trim_end().len());
        Fence {
            words,
            body: Span::default(),
            indent: cut::indent(self.text, span.start),
        }
    }

    /// Something that begins inside the open block. Markdown's tree says what it can be: the
    /// children of a list are its items, those of a table its rows, and so on.
    fn part(&mut self, is_term: bool, span: Span) {
        let Some(block) = &mut self.open else { return };
        match &mut block.shape {
            Shape::Heading(heading) => widen(&mut heading.text, span),
            Shape::List(list) if self.depth == 1 => list.items.push(span),
            Shape::Table(rows) if self.depth == 1 => rows.push(Row {
                span,
                cells: Vec::new(),
            }),
            Shape::Table(rows) if self.depth == 2 => {
                if let Some(row) = rows.last_mut() {
                    row.cells.push(span);
                }
            }
            Shape::Definitions(list) if self.depth == 1 && is_term => {
                list.push(Definition {
                    term: span,
                    meanings: Vec::new(),
                });
            }
            Shape::Definitions(list) if self.depth == 1 => {
                if let Some(definition) = list.last_mut() {
                    definition.meanings.push(span);
                }
            }
            Shape::List(_)
            | Shape::Table(_)
            | Shape::Definitions(_)
            | Shape::Rule
            | Shape::Fence(_)
            | Shape::Marked(_)
            | Shape::Text => {}
        }
    }

    fn heading_words(&mut self, words: &str, span: Span) {
        let Some(Block {
            shape: Shape::Heading(heading),
            ..
        }) = &mut self.open
        else {
            return;
        };
        widen(&mut heading.text, span);
        if !words.trim().is_empty() {
            heading.asks = words.trim_end().ends_with(['?', '？', '؟']);
        }
        if heading.title {
            self.page.title.push_str(words);
        }
    }

    fn plain_text(&mut self, span: Span) {
        if let Some(Block {
            shape: Shape::Fence(fence),
            ..
        }) = &mut self.open
        {
            widen(&mut fence.body, span);
        }
        if self.opaque > 0 {
            return;
        }
        self.note_marker(span.start);
        // Markdown leaves the backslash of an escaped character out of every text.
        let before = self.text.get(..span.start).unwrap_or_default();
        let escaped = self.text_end < span.start && before.ends_with('\\');
        self.text_end = span.end;
        self.push_plain(Span::new(span.start + usize::from(escaped), span.end));
    }

    /// Code or mathematics that runs over a marker line was never meant: an unpaired `$` or
    /// back-quote in one card found another one in the next. The marker wins.
    fn crossing_lines(&mut self, span: Span) {
        let known = self.markers.len();
        let slice = cut::slice(self.text, span);
        for (end, _) in slice.match_indices('\n') {
            let line = slice.get(end + 1..).unwrap_or_default();
            self.note_marker(span.end - line.trim_start_matches(' ').len());
        }
        if self.markers.len() > known {
            self.push_plain(span);
        }
    }

    fn note_marker(&mut self, at: usize) {
        let Some(marker) = self.text.get(at..).and_then(Marker::leading) else {
            return;
        };
        let before = self.text.get(..at).unwrap_or_default();
        let margin = before.trim_end_matches(' ');
        let allowed = if self.depth == 1 { 3 } else { 0 };
        let starts_line = margin.is_empty() || margin.ends_with(['\n', '\r']);
        if starts_line && before.len() - margin.len() <= allowed {
            self.markers.push((at, marker));
        }
    }

    fn push_plain(&mut self, span: Span) {
        match self.page.plain.last_mut() {
            Some(last) if last.end == span.start => last.end = span.end,
            _ if span.start < span.end => self.page.plain.push(span),
            _ => {}
        }
    }

    fn close(&mut self, mut block: Block) {
        match &mut block.shape {
            Shape::Heading(heading) => {
                heading.text = cut::trimmed(self.text, heading.text);
                if self.markers.is_empty() {
                    heading.attributes = self.attributes(block.span, heading.text);
                }
            }
            // Markdown's own span runs on into the paragraph that follows.
            Shape::Definitions(list) => {
                block.span.end = list.last().map_or(block.span.end, Definition::end);
            }
            Shape::Rule
            | Shape::Fence(_)
            | Shape::List(_)
            | Shape::Table(_)
            | Shape::Marked(_)
            | Shape::Text => {}
        }
        if self.markers.is_empty() {
            self.page.blocks.push(block);
        } else {
            let markers = std::mem::take(&mut self.markers);
            if matches!(block.shape, Shape::Heading(Heading { title: true, .. })) {
                self.page.title.clear();
            }
            self.page.blocks.extend(split(self.text, block, &markers));
        }
    }

    /// Reads what Markdown left between a heading's words and its end.
    fn attributes(&mut self, heading: Span, text: Span) -> Attributes {
        let from = text.end.max(heading.start);
        let rest = cut::slice(self.text, Span::new(from, heading.end));
        match (rest.find('{'), rest.rfind('}')) {
            (Some(open), Some(close)) if open < close => {
                let braces = Span::new(from + open, from + close + 1);
                attributes::read(self.text, braces, self.complaints)
            }
            _ => Attributes::default(),
        }
    }
}

/// Makes an empty span the other one, any other the smallest that holds both.
fn widen(span: &mut Span, by: Span) {
    *span = if span.start == span.end {
        by
    } else {
        span.to(by)
    };
}

/// Whether text inside is no plain text.
fn is_opaque(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::Link | TagEnd::Image
    )
}
