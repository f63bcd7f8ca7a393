//! `drill read`: a topic's page, as theory is meant to be read.

use clap::Args;

use super::Common;
use super::desk::Desk;
use super::failure::{Exit, Failure};
use crate::compile;
use crate::model::source::Origin;
use crate::model::words::name_key;
use crate::screen::Screen;
use crate::screen::prose;
use crate::screen::text::clean_line;
use crate::shelf;
use crate::store::KnownDeck;

#[derive(Args)]
#[command(
    after_long_help = "Opens in `$PAGER` where the page is longer than the terminal.\n\nExamples:\n  drill read mvcc\n  drill read 'сборщик мусора'"
)]
pub(super) struct Arguments {
    /// A deck's name, its title or an alias; a part will do where it is clear; none: choose from a list
    #[arg(value_name = "TOPIC")]
    topic: Vec<String>,
    /// Print the Markdown as it is
    #[arg(long)]
    raw: bool,
}

pub(super) fn run(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let desk = Desk::open_stocked(common, screen)?;
    let decks = desk.store.decks()?;
    let deck = if arguments.topic.is_empty() && screen.interactive() {
        pick(&decks, screen)?
    } else {
        Some(find(&decks, &arguments.topic.join(" "))?)
    };
    let Some(deck) = deck else {
        return Ok(Exit::Fine);
    };
    let bytes = source(&desk, &deck.origin)?;
    if arguments.raw {
        screen.out_bytes(&bytes)?;
        return Ok(Exit::Fine);
    }
    let (source, _) = compile::read(deck.origin, bytes);
    let blocks = compile::page(&source);
    let lines = prose::draw(&blocks, screen.width(), screen.theme());
    screen.long(&lines)?;
    Ok(Exit::Fine)
}

/// Lets somebody choose a deck by a part of its title.
fn pick(decks: &[KnownDeck], screen: &Screen) -> Result<Option<KnownDeck>, Failure> {
    let titles: Vec<String> = decks.iter().map(|deck| deck.title.clone()).collect();
    let chosen = screen.choose("Which topic?", &titles)?;
    Ok(chosen.and_then(|chosen| decks.get(chosen).cloned()))
}

/// The bytes of a deck.
///
/// # Errors
/// When it is not there any more.
pub(super) fn source(desk: &Desk, origin: &Origin) -> Result<Vec<u8>, Failure> {
    let gone = || Failure::machine(format!("`{}` is gone", clean_line(&origin.to_string())));
    match origin {
        Origin::Shipped(name) => {
            let decks = shelf::shipped();
            let found = decks.iter().find(|(path, _)| path == name);
            found.map(|(_, bytes)| bytes.to_vec()).ok_or_else(gone)
        }
        Origin::File(path) => shelf::read_all(path.as_ref()).map_err(|error| {
            Failure::machine(format!("`{}` cannot be read", clean_line(path)))
                .because(error)
                .help("`drill import` the folder in which it is now")
        }),
        Origin::Kept(path) => {
            let text = desk.store.kept_deck(path)?;
            text.map(String::into_bytes).ok_or_else(gone)
        }
    }
}

/// The deck that is meant: by a whole name, else by a part that fits only one.
fn find(decks: &[KnownDeck], topic: &str) -> Result<KnownDeck, Failure> {
    let wanted = name_key(topic);
    if wanted.is_empty() {
        return Err(Failure::usage("no topic was named")
            .help("`drill decks` lists them; `drill find WORDS` searches their pages"));
    }
    let named = |fits: &dyn Fn(&str) -> bool| -> Vec<&KnownDeck> {
        let names = |deck: &KnownDeck| {
            let mut names = vec![name_key(&deck.name), name_key(&deck.title)];
            names.extend(deck.aliases.iter().map(|alias| name_key(alias)));
            names
        };
        let fits = |deck: &&KnownDeck| names(deck).iter().any(|name| fits(name));
        decks.iter().filter(fits).collect()
    };
    let mut found = named(&|name| name == wanted);
    if found.is_empty() {
        found = named(&|name| name.contains(&wanted));
    }
    let shown = clean_line(topic);
    match found.as_slice() {
        [deck] => Ok((*deck).clone()),
        [] => Err(Failure::usage(format!("there is no topic `{shown}`"))
            .help("`drill decks` lists them; `drill find WORDS` searches their pages")),
        several => {
            const SHOWN: usize = 8;
            let names = several.iter().take(SHOWN);
            let names: Vec<String> = names.map(|deck| clean_line(&deck.name)).collect();
            let more = if several.len() > SHOWN { ", ..." } else { "" };
            Err(
                Failure::usage(format!("`{shown}` could be {} topics", several.len()))
                    .help(format!("say which: {}{more}", names.join(", "))),
            )
        }
    }
}
