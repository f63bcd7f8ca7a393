//! `drill find`: cards and passages of pages that have these words.

use clap::Args;
use serde::Serialize;

use super::Common;
use super::card_json::{CardJson, line};
use super::desk::{self, Desk};
use super::failure::{Exit, Failure};
use super::read;
use crate::compile::{self, Section};
use crate::model::source::Lines;
use crate::screen::Screen;
use crate::screen::excerpt::excerpt;
use crate::screen::text::{clean_line, first_words};
use crate::shelf;
use crate::store::{FoundPassage, Passage};

#[derive(Args)]
#[command(
    after_long_help = "Examples:\n  drill find write barrier\n  drill find --cards --json 'slow start'"
)]
pub(super) struct Arguments {
    /// All of them must occur; the last may be the beginning of a word
    #[arg(required = true)]
    words: Vec<String>,
    /// Only cards, no pages
    #[arg(long)]
    cards: bool,
    /// At most so many cards, and so many passages
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: u32,
    /// Print one JSON object a line
    #[arg(long)]
    json: bool,
}

/// A passage of a page, told apart from cards by its `kind`.
#[derive(Serialize)]
struct PassageJson<'a> {
    kind: &'static str,
    deck: &'a str,
    title: &'a str,
    heading: &'a str,
    text: &'a str,
    place: &'a str,
}

pub(super) fn run(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let mut desk = Desk::open_stocked(common, screen)?;
    let words: Vec<&str> = arguments
        .words
        .iter()
        .flat_map(|words| words.split_whitespace())
        .collect();
    if words.is_empty() {
        return Err(
            Failure::usage("there is no word to look for").help("`drill find write barrier`")
        );
    }
    let search = Search {
        words: &words,
        arguments,
    };
    read_pages(&mut desk)?;
    let cards = search.cards(&mut desk, screen)?;
    let passages = if arguments.cards {
        0
    } else {
        search.pages(&desk, screen)?
    };
    if cards + passages == 0 {
        desk.news(screen, "nothing has all of these words");
    }
    Ok(Exit::Fine)
}

struct Search<'a> {
    words: &'a [&'a str],
    arguments: &'a Arguments,
}

impl Search<'_> {
    /// Shows the cards that have the words, best first; returns how many.
    fn cards(&self, desk: &mut Desk, screen: &mut Screen) -> Result<usize, Failure> {
        let rows = desk.store.find(self.words, self.arguments.limit)?;
        for row in &rows {
            let Some(card) = desk.store.card(*row)? else {
                continue;
            };
            if self.arguments.json {
                let standing = desk.store.standing(*row)?;
                screen.out(&line(&CardJson::new(card, standing, desk.today())))?;
                continue;
            }
            let ask = first_words(&card.ask);
            let marked = excerpt(&ask, self.words, usize::MAX, screen.theme());
            let id = card.id.to_string();
            let place = desk::place(&card.origin, card.line, card.column);
            let asked = marked.as_deref().unwrap_or(&ask);
            screen.out(&format!("{}  {asked}  ({})", &id[..8], clean_line(&place)))?;
            if marked.is_none() {
                self.show_excerpt(&card.answer, screen)?;
            }
        }
        Ok(rows.len())
    }

    /// Shows the passages of pages that have the words, best first; returns how many.
    fn pages(&self, desk: &Desk, screen: &mut Screen) -> Result<usize, Failure> {
        let found = desk.store.find_theory(self.words, self.arguments.limit)?;
        for FoundPassage {
            deck,
            title,
            origin,
            passage,
        } in &found
        {
            let place = desk::place(origin, passage.line, 1);
            if self.arguments.json {
                screen.out(&line(&PassageJson {
                    kind: "theory",
                    deck,
                    title,
                    heading: &passage.heading,
                    text: &passage.text,
                    place: &place,
                }))?;
                continue;
            }
            let place = clean_line(&place);
            let heading = match passage.heading.as_str() {
                "" => clean_line(title),
                heading if heading == title => clean_line(title),
                heading => clean_line(&format!("{title}: {heading}")),
            };
            screen.out(&format!("page      {heading}  ({place})"))?;
            self.show_excerpt(&passage.text, screen)?;
        }
        Ok(found.len())
    }

    fn show_excerpt(&self, text: &str, screen: &mut Screen) -> Result<(), Failure> {
        const INDENT: &str = "          ";
        let room = screen.width().saturating_sub(INDENT.len());
        if let Some(found) = excerpt(text, self.words, room, screen.theme()) {
            screen.out(&format!("{INDENT}{found}"))?;
        }
        Ok(())
    }
}

/// Reads the pages that have changed since the last search; one that cannot be read is searched
/// as it was.
fn read_pages(desk: &mut Desk) -> Result<(), Failure> {
    let mut read = Vec::new();
    for unread in desk.store.unread(&shelf::build_mark())? {
        let Ok(bytes) = read::source(desk, &unread.origin) else {
            continue;
        };
        let (source, _) = compile::read(unread.origin.clone(), bytes);
        let sections = compile::theory(&source, &compile::compile(&source).cards);
        let lines = Lines::of(&source.text);
        let passage = |section: Section| Passage {
            line: lines.position(section.at).line,
            heading: section.heading,
            text: section.text,
        };
        let passages = sections.into_iter().map(passage).collect();
        read.push((unread, passages));
    }
    if !read.is_empty() {
        desk.store.keep_theory(&read)?;
    }
    Ok(())
}
