//! The shape of a Markdown text, as far as advice needs it: its prose, its lists, its tables.
//! Code is not prose, and nothing here is drawn.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// What is known of a Markdown text.
#[derive(Default)]
pub(super) struct Shape<'text> {
    /// All text outside code blocks and tables, one line a block.
    pub(super) prose: String,
    /// The first paragraph that stands in nothing else.
    pub(super) opening: Option<Opening<'text>>,
    /// The lists that stand in nothing else.
    pub(super) lists: Vec<Rows<'text>>,
    /// The tables that stand in nothing else.
    pub(super) tables: Vec<Rows<'text>>,
}

/// A paragraph: its text and the Markdown that it was written in.
pub(super) struct Opening<'text> {
    pub(super) text: String,
    pub(super) source: &'text str,
}

/// A list or a table: how many items or rows it has (heads do not count), and its Markdown.
pub(super) struct Rows<'text> {
    pub(super) count: usize,
    pub(super) source: &'text str,
}

impl<'text> Shape<'text> {
    pub(super) fn of(markdown: &'text str) -> Self {
        let options =
            Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS | Options::ENABLE_STRIKETHROUGH;
        let mut draft = Draft {
            markdown,
            shape: Self::default(),
            depth: 0,
            muted: false,
            opening: false,
        };
        for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
            match event {
                Event::Start(tag) => draft.enter(&tag, range),
                Event::End(tag) => draft.leave(tag),
                Event::Text(text)
                | Event::Code(text)
                | Event::InlineMath(text)
                | Event::DisplayMath(text) => {
                    draft.write(&text);
                }
                Event::SoftBreak | Event::HardBreak => draft.write(" "),
                Event::Html(_)
                | Event::InlineHtml(_)
                | Event::FootnoteReference(_)
                | Event::Rule
                | Event::TaskListMarker(_) => {}
            }
        }
        draft.shape
    }
}

/// A shape in the making.
struct Draft<'text> {
    markdown: &'text str,
    shape: Shape<'text>,
    /// How many elements are open.
    depth: usize,
    /// Inside a code block or a table.
    muted: bool,
    /// Inside the first paragraph.
    opening: bool,
}

impl Draft<'_> {
    fn enter(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        let source = &self.markdown[range];
        let shape = &mut self.shape;
        if self.depth == 0 {
            if matches!(tag, Tag::Paragraph) && shape.opening.is_none() {
                shape.opening = Some(Opening {
                    text: String::new(),
                    source,
                });
                self.opening = true;
            } else if matches!(tag, Tag::List(_)) {
                shape.lists.push(Rows { count: 0, source });
            } else if matches!(tag, Tag::Table(_)) {
                shape.tables.push(Rows { count: 0, source });
            }
        } else if self.depth == 1 {
            // Only a list holds items and only a table holds rows, so it is the latest one.
            let item = shape.lists.last_mut().filter(|_| matches!(tag, Tag::Item));
            let row = shape
                .tables
                .last_mut()
                .filter(|_| matches!(tag, Tag::TableRow));
            item.into_iter().chain(row).for_each(|rows| rows.count += 1);
        }
        if matches!(tag, Tag::Item) {
            self.write("\n");
        }
        self.muted |= matches!(tag, Tag::CodeBlock(_) | Tag::Table(_));
        self.depth += 1;
    }

    fn leave(&mut self, tag: TagEnd) {
        self.depth -= 1;
        self.opening &= self.depth > 0;
        if matches!(tag, TagEnd::CodeBlock | TagEnd::Table) {
            self.muted = false;
        } else if matches!(tag, TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item) {
            self.write("\n");
        }
    }

    fn write(&mut self, text: &str) {
        if self.muted {
            return;
        }
        self.shape.prose.push_str(text);
        if let Some(opening) = self.shape.opening.as_mut().filter(|_| self.opening) {
            opening.text.push_str(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
```go
x ? y : z
```

# Why `x`
*really*

> Quoted.

First **one**,
of two.

- [x] a
  - b
- c

| h |
| - |
| 1 |
| 2 |

Last.
";

    #[test]
    fn code_and_tables_are_not_prose() {
        let shape = Shape::of(TEXT);
        let lines: Vec<&str> = shape
            .prose
            .split('\n')
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect();
        assert_eq!(
            lines,
            [
                "Why x",
                "really",
                "Quoted.",
                "First one, of two.",
                "a",
                "b",
                "c",
                "Last."
            ]
        );
    }

    #[test]
    fn the_shape_counts_what_stands_at_the_top() {
        let shape = Shape::of(TEXT);
        assert_eq!(
            shape.opening.map(|opening| opening.text).as_deref(),
            Some("really")
        );
        assert_eq!(
            shape
                .lists
                .iter()
                .map(|list| list.count)
                .collect::<Vec<_>>(),
            [2]
        );
        assert_eq!(
            shape
                .tables
                .iter()
                .map(|table| table.count)
                .collect::<Vec<_>>(),
            [2]
        );
    }
}
