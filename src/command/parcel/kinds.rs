//! What a file or a folder is: told with `--as`, or seen by its name and its text. Decks of our own
//! are none of these: they are compiled where they are.

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::command::roadmap;
use crate::compile;
use crate::exchange::Format;
use crate::exchange::anki::Package;
use crate::exchange::obsidian::{self, Marks};
use crate::exchange::{encoding, hashcards};
use crate::model::source::{Origin, Source};
use crate::shelf;

/// What can be imported besides decks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Kind {
    /// A package of Anki: `.apkg`, `.colpkg`
    Anki,
    /// A folder of hashcards, with the answers in its database
    Hashcards,
    /// Notes with `question::answer` on a line, and decks of repeater
    Repeater,
    /// Notes of Obsidian with cards of its spaced-repetition plugin
    Obsidian,
    /// Notes whose headings ask and whose text answers
    Headings,
    /// Mnemosyne's tab-separated text
    Mnemosyne,
    /// A table with tabs (any separator is found): `.tsv`, `.txt`
    Tsv,
    /// A table with commas (any separator is found): `.csv`
    Csv,
    /// Everything of a `drill`, as `drill export all.json` writes it
    Json,
}

impl Kind {
    /// By which what it brought is known again.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Anki => "anki",
            Self::Hashcards => "hashcards",
            Self::Repeater => "repeater",
            Self::Obsidian => "obsidian",
            Self::Headings => "headings",
            Self::Mnemosyne => "mnemosyne",
            // One table may be written with either.
            Self::Tsv | Self::Csv => "table",
            Self::Json => "json",
        }
    }
}

/// The kind of a file or a folder; `None` for decks and for anything unknown.
pub(crate) fn kind_of(path: &Path, told: Option<Kind>) -> Option<Kind> {
    if path.exists() && !path.is_dir() && !path.is_file() {
        // A pipe would be read for ever.
        return None;
    }
    if told.is_some() {
        return told;
    }
    if path.is_dir() {
        return folder(path);
    }
    let extension = path
        .extension()
        .map(|kind| kind.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        Some("md" | "markdown") => note(path),
        Some("tsv" | "tab" | "txt") => Some(Kind::Tsv),
        Some("csv") => Some(Kind::Csv),
        Some("json") => Some(Kind::Json),
        _ => package(path),
    }
}

/// Where the settings of the vault are that a note or a folder is in.
pub(super) fn vault_of(path: &Path) -> Option<PathBuf> {
    let path = path.canonicalize().ok()?;
    let mut folders = path.ancestors();
    folders
        .find(|folder| folder.join(".obsidian").is_dir())
        .map(Path::to_owned)
}

/// The marks that the plugin's settings set in a vault.
pub(super) fn marks_of(vault: Option<&Path>) -> Marks {
    const SETTINGS: &str = ".obsidian/plugins/obsidian-spaced-repetition/data.json";
    let json = vault.and_then(|vault| std::fs::read(vault.join(SETTINGS)).ok());
    json.map_or_else(Marks::default, |json| Marks::of_settings(&json))
}

fn package(path: &Path) -> Option<Kind> {
    let mut head = [0; 512];
    let length = shelf::open(path).ok()?.read(&mut head).ok()?;
    Package
        .recognises(head.get(..length)?, path)
        .then_some(Kind::Anki)
}

fn folder(path: &Path) -> Option<Kind> {
    /// So many notes are looked at; a vault has cards in more than one of them.
    const MOST: usize = 500;
    if path.join(hashcards::DATABASE).is_file() {
        return Some(Kind::Hashcards);
    }
    let mut files = shelf::list(&path.to_string_lossy()).files;
    files.sort_by(|one, other| one.path.cmp(&other.path));
    let marks = marks_of(vault_of(path).as_deref());
    let is_note = |path: &str| {
        let text = shelf::read_all(path.as_ref()).unwrap_or_default();
        obsidian::recognises(&String::from_utf8_lossy(&text), &marks)
    };
    let any = files.iter().take(MOST).any(|file| is_note(&file.path));
    any.then_some(Kind::Obsidian)
}

/// What a Markdown file is that is no deck.
fn note(path: &Path) -> Option<Kind> {
    let text = encoding::read(&shelf::read_all(path).ok()?).text;
    if obsidian::recognises(&text, &marks_of(vault_of(path).as_deref())) {
        return Some(Kind::Obsidian);
    }
    if obsidian::count_lines(&text) == 0
        || roadmap::import::recognise(&path.to_string_lossy()).is_some()
    {
        return None;
    }
    let source = Source {
        origin: Origin::File(String::new()),
        text,
    };
    let is_deck = !compile::compile(&source).cards.is_empty();
    (!is_deck).then_some(Kind::Repeater)
}
