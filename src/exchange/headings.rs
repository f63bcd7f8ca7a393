//! Notes whose headings are the questions, as many lists of interview questions are written: one
//! level asks, and what stands below answers, with the headings in it.

use std::collections::HashMap;

use super::guard::{guarded, is_guarded, map_free};
use super::packer::{Found, Packer, Sides, deck_path, key};
use super::parcel::Parcel;
use super::pictures::{Attachments, Gallery, pictures};
use crate::model::card::Kind;

/// A file of notes, taken apart.
pub(crate) struct Outline<'t> {
    /// The first heading of level 1; else the file's name.
    title: String,
    headings: Vec<Heading<'t>>,
}

struct Heading<'t> {
    level: usize,
    words: &'t str,
    /// The line that it stands on, from 1.
    line: usize,
    /// What stands between it and the next one.
    text: &'t str,
}

impl<'t> Outline<'t> {
    /// Takes a text apart; `name` is that of its file.
    pub(crate) fn of(text: &'t str, name: &str) -> Self {
        let guarded = guarded(text);
        let mut headings: Vec<Heading> = Vec::new();
        let (mut at, mut from) = (0, 0);
        for (number, line) in text.split_inclusive('\n').enumerate() {
            let found = heading(line).filter(|_| !is_guarded(at, &guarded));
            if let Some((level, words)) = found {
                if let Some(before) = headings.last_mut() {
                    before.text = &text[from..at];
                }
                headings.push(Heading {
                    level,
                    words,
                    line: number + 1,
                    text: "",
                });
                from = at + line.len();
            }
            at += line.len();
        }
        if let Some(last) = headings.last_mut() {
            last.text = &text[from..];
        }
        let title = headings.iter().find(|heading| heading.level == 1);
        let title = title.map_or(name, |heading| heading.words).to_owned();
        Self { title, headings }
    }

    /// The level that asks: that of most headings with a question mark, else that of most headings
    /// with an answer. `None` without headings.
    pub(crate) fn level(&self) -> Option<usize> {
        let count = |level: usize, asks: bool| {
            let of_level = self.headings.iter().enumerate();
            let of_level = of_level.filter(|(_, heading)| heading.level == level);
            let wanted = of_level.filter(|(at, heading)| {
                !self.answer(*at).trim().is_empty() && (!asks || heading.words.ends_with('?'))
            });
            wanted.count()
        };
        let most = |asks: bool| {
            let levels = (1..=6).rev().map(|level| (count(level, asks), level));
            levels.max().filter(|(count, _)| *count > usize::from(asks))
        };
        // Of two levels with as many, the deeper one is the last: its sections are above it.
        most(true).or_else(|| most(false)).map(|(_, level)| level)
    }

    /// How many questions a level asks.
    pub(crate) fn questions(&self, level: usize) -> usize {
        let asks = |heading: &&Heading| heading.level == level;
        self.headings.iter().filter(asks).count()
    }

    /// The answer to a heading, with the headings in it as strong lines.
    fn answer(&self, at: usize) -> String {
        let own = &self.headings[at];
        let inside = self.headings[at + 1..].iter();
        let inside = inside.take_while(|heading| heading.level > own.level);
        let part =
            |heading: &Heading| format!("\n\n**{}**\n\n{}", heading.words, heading.text.trim());
        let parts: String = inside.map(part).collect();
        (own.text.trim_matches(['\n', '\r']).trim_end().to_owned() + &parts)
            .trim_start_matches('\n')
            .to_owned()
    }
}

/// Reads the questions of a level. `place` is what lines are counted in.
pub(crate) fn read(
    outline: &Outline,
    level: usize,
    path: &str,
    attachments: &dyn Attachments,
    tick: &dyn Fn(),
) -> Parcel {
    let mut packing = Packer::default();
    let mut gallery = Gallery::default();
    let mut times: HashMap<&str, usize> = HashMap::new();
    for heading in outline
        .headings
        .iter()
        .filter(|heading| heading.level == level)
    {
        *times.entry(heading.words).or_default() += 1;
    }
    // The latest heading of each level.
    let mut above: [Option<(usize, &str)>; 7] = [None; 7];
    for (at, heading) in outline.headings.iter().enumerate() {
        let section = above.iter().take(heading.level).flatten().max();
        let section = section.map(|(_, words)| *words);
        above[heading.level] = Some((at, heading.words));
        let place = || format!("{path}:{}", heading.line);
        if heading.level < level && heading.level > 1 && !heading.text.trim().is_empty() {
            let what = "text above the questions of its section, which answers none";
            packing.remarks().add(what, place);
        }
        if heading.level != level {
            continue;
        }
        tick();
        let repeated = times.get(heading.words).is_some_and(|times| *times > 1);
        let ask = section.filter(|_| repeated).map_or_else(
            || heading.words.to_owned(),
            |section| format!("{section}: {}", heading.words),
        );
        let answer = map_free(&outline.answer(at), |part| {
            pictures(part, &mut |file| {
                gallery.show(file, attachments, &mut packing, &place)
            })
        });
        let deck = deck_path(&outline.title, "\0", "");
        let found = Found {
            key: key(&[&outline.title, &ask]),
            deck,
            tags: Vec::new(),
            cards: vec![Sides::new(Kind::Question, ask, answer)],
        };
        packing.add(found, &place);
    }
    let mut parcel = packing.into_parcel();
    parcel.media = gallery.into_media();
    parcel
}

/// The level and the words of a heading.
fn heading(line: &str) -> Option<(usize, &str)> {
    let line = line.trim_end();
    let indent = line.len() - line.trim_start_matches(' ').len();
    let marks = line.get(indent..).filter(|_| indent < 4)?;
    let words = marks.trim_start_matches('#');
    let level = marks.len() - words.len();
    let words = words.strip_prefix([' ', '\t'])?.trim();
    let closing = words.trim_end_matches('#');
    let words = if closing.ends_with(' ') || closing.is_empty() {
        closing.trim_end()
    } else {
        words
    };
    ((1..=6).contains(&level) && !words.is_empty()).then_some((level, words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::obsidian::shown;
    use crate::exchange::parcel::Medium;

    struct Nothing;

    impl Attachments for Nothing {
        fn find(&self, _: &str) -> Option<Medium> {
            None
        }
    }

    fn seen(text: &str, level: Option<usize>) -> String {
        let outline = Outline::of(text, "file");
        let level = level.or(outline.level()).unwrap();
        let parcel = read(&outline, level, "q.md", &Nothing, &|| {});
        format!(
            "{level} of {}\n{}",
            outline.questions(level),
            shown(&parcel)
        )
    }

    const NOTES: &str = "# Go\n\nintro\n\n## Channels\n\nabout\n\n### What is nil?\n\nblocks\n\n```go\n# no\n```\n\n#### Why?\n\nso\n\n\
        ### Empty\n\n### Source ###\n\na\n\n## Memory\n\n### Source\n\nb ![](x.png)\n\n### What is new?\nc";

    #[test]
    fn one_level_asks_and_what_is_below_answers() {
        assert_eq!(
            seen(NOTES, None),
            "3 of 5\n\
             Go/0 question \"What is nil?\" -> \"blocks\\n\\n```go\\n# no\\n```\\n\\n**Why?**\\n\\nso\"\n\
             Go/0 question \"Channels: Source\" -> \"a\"\n\
             Go/0 question \"Memory: Source\" -> \"b ![](x.png)\"\n\
             Go/0 question \"What is new?\" -> \"c\"\n\
             1 x text above the questions of its section, which answers none (q.md:5)\n\
             1 x card without an answer, which was left out (q.md:21)\n\
             1 x picture or sound that is not there (q.md:29)"
        );
        assert!(
            seen(NOTES, Some(2))
                .starts_with("2 of 2\nGo/0 question \"Channels\" -> \"about\\n\\n**What is nil?**")
        );
    }

    #[test]
    fn the_level_of_most_answers_asks() {
        assert_eq!(
            Outline::of("## a\nx\n### b\ny\n### c\nz\n", "f").level(),
            Some(3)
        );
        assert_eq!(Outline::of("# a\nx\n", "f").level(), Some(1));
        assert_eq!(Outline::of("text", "f").level(), None);
        assert_eq!(
            Outline::of("#no\n#######  no\n    # code\n", "f").level(),
            None
        );
    }
}
