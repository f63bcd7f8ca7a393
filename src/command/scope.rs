//! Which decks a command is about: `--deck` and `--tag`.

use std::collections::HashSet;

use clap::Args;
use globset::GlobBuilder;

use super::failure::Failure;
use crate::store::{KnownDeck, Store};

/// Which decks.
#[derive(Args, Clone, Default)]
pub(crate) struct Scope {
    /// Only decks with this name; `*` and `?` work; may be repeated
    #[arg(long = "deck", value_name = "DECK")]
    decks: Vec<String>,
    /// Only decks with this tag; `!TAG` without it; several must all hold
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
}

impl Scope {
    /// The rows of the decks in question; `None` is all of them.
    ///
    /// # Errors
    /// When a name or a tag is that of no deck.
    pub(crate) fn choose(&self, store: &Store) -> Result<Option<HashSet<i64>>, Failure> {
        if self.decks.is_empty() && self.tags.is_empty() {
            return Ok(None);
        }
        let decks = store.decks()?;
        let mut named = HashSet::new();
        for pattern in &self.decks {
            named.extend(called(pattern, &decks)?);
        }
        for tag in &self.tags {
            let name = tag.strip_prefix('!').unwrap_or(tag);
            if !decks.iter().any(|deck| has_tag(deck, name)) {
                return Err(Failure::usage(format!("no deck has the tag `{name}`"))
                    .help("tags stand in the front matter of a deck: `tags: [go, runtime]`"));
            }
        }
        let tagged = |deck: &&KnownDeck| {
            self.tags.iter().all(|tag| match tag.strip_prefix('!') {
                Some(tag) => !has_tag(deck, tag),
                None => has_tag(deck, tag),
            })
        };
        let chosen = decks.iter().filter(tagged).map(|deck| deck.row);
        let chosen = chosen.filter(|row| self.decks.is_empty() || named.contains(row));
        Ok(Some(chosen.collect()))
    }
}

/// The rows of the decks whose name or title the pattern fits.
fn called(pattern: &str, decks: &[KnownDeck]) -> Result<Vec<i64>, Failure> {
    let glob = GlobBuilder::new(pattern).case_insensitive(true).build();
    let glob = glob.map_err(|error| {
        Failure::usage(format!("`--deck {pattern}` cannot be understood")).because(error.kind())
    })?;
    let glob = glob.compile_matcher();
    let fits = |deck: &&KnownDeck| glob.is_match(&deck.name) || glob.is_match(&deck.title);
    let rows: Vec<i64> = decks.iter().filter(fits).map(|deck| deck.row).collect();
    if rows.is_empty() {
        return Err(Failure::usage(format!("no deck is called `{pattern}`"))
            .help("`drill decks` lists the decks"));
    }
    Ok(rows)
}

fn has_tag(deck: &KnownDeck, tag: &str) -> bool {
    deck.tags.iter().any(|own| own == tag)
}
