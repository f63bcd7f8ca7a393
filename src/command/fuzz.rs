//! What a fuzzer may throw bytes at: every reader of text that comes from elsewhere. Built only for
//! tests and fuzzers (`fuzz/`); another reader is one more line of [`TARGETS`].
//!
//! A target panics where a promise is broken, by the reader itself or by what is held here.

use std::path::Path;

use crate::command::settings::Settings;
use crate::compile;
use crate::compile::{lint, shelved::Shelved};
use crate::exchange::encoding;
use crate::model::source::Origin;
use crate::model::time::Day;
use crate::roadmap;
use crate::screen::Theme;
use crate::screen::prose;
use crate::screen::report::Report;
use crate::sync;

/// A reader: panics where a promise is broken.
pub type Target = fn(&[u8]);

/// The readers by name; the seeds of each are in `fuzz/corpus/<name>`.
pub const TARGETS: [(&str, Target); 6] = [
    ("deck", deck),
    ("page", page),
    ("plan", plan),
    ("bytes", bytes),
    ("settings", settings),
    ("line", line),
];

/// A deck: compiled, advised on, complained of.
pub fn deck(bytes: &[u8]) {
    let origin = Origin::File("/decks/deck.md".into());
    let (source, unreadable) = compile::read(origin, bytes.to_vec());
    let compiled = compile::compile(&source);
    let mut said: Vec<_> = unreadable.into_iter().collect();
    said.extend(compiled.diagnostics.iter().cloned());
    said.extend(lint::advise(Shelved {
        text: &source.text,
        compiled: &compiled,
        path: |_| "deck.md".into(),
    }));
    for card in &compiled.cards {
        let place = source.text.get(card.span.start..card.span.end);
        assert!(place.is_some(), "a card's place is not in the text");
    }
    let report = Report::on(&source.text, "deck.md");
    for complaint in &said {
        assert!(!complaint.help.is_empty(), "{}", complaint.code);
        harmless(&report.human(complaint, WIDTH, PLAIN));
        harmless(&report.short(complaint));
    }
}

/// A page of theory, or the side of a card: its tree, drawn.
pub fn page(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for line in prose::draw(&compile::tree(&text), WIDTH, PLAIN) {
        harmless(&line);
    }
}

/// A roadmap in any encoding; read twice it is the same, and so is its file without ticks.
pub fn plan(bytes: &[u8]) {
    let text = encoding::read(bytes).text;
    let roadmap = roadmap::read(&text, "plan", Day::default());
    for item in &roadmap.items {
        if let Some(tick_box) = item.tick_box {
            assert!(
                text.is_char_boundary(tick_box.at),
                "a box is inside a character"
            );
        }
    }
    let boxes: Vec<(usize, bool)> = roadmap
        .items
        .iter()
        .filter_map(|item| item.tick_box)
        .map(|tick_box| (tick_box.at, tick_box.ticked))
        .collect();
    if boxes.is_sorted() {
        let same = encoding::with_boxes(bytes, &text, &boxes);
        assert_eq!(same.len(), bytes.len(), "ticks change the length of a file");
    }
    assert_eq!(roadmap::read(&text, "plan", Day::default()), roadmap);
}

/// Text in an unknown code page, perhaps through a wrong one.
pub fn bytes(bytes: &[u8]) {
    let reading = encoding::read(bytes);
    if let Ok(text) = str::from_utf8(bytes)
        && text.is_ascii()
        && !text.contains('\0')
    {
        assert_eq!(reading.text, text, "ASCII is read as it is");
    }
}

/// `config.toml`.
pub fn settings(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Err(failure) = Settings::check(&text, Path::new("config.toml")) {
        harmless(&failure.to_string());
    }
}

/// A line of the log of another device, whose check is right.
pub fn line(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    // What a file has as one line has no end of a line in it.
    let first = text.lines().next().unwrap_or_default();
    if let Some((line, again)) = sync::reread(first) {
        assert_eq!(again, Some(line), "a line changes by being carried on");
    }
}

const WIDTH: usize = 60;

const PLAIN: Theme = Theme {
    color: false,
    unicode: true,
    links: false,
};

fn harmless(text: &str) {
    let commands = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    assert!(!text.contains(commands), "a terminal would obey {text:?}");
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::model::chance::mix;

    /// Seeds as they are, then changed at random but the same each time: `FUZZ_ROUNDS` of them.
    #[test]
    fn no_seed_and_nothing_like_it_breaks_a_promise() {
        let told = std::env::var("FUZZ_ROUNDS").ok();
        let rounds = told.and_then(|told| told.parse().ok()).unwrap_or(200);
        for (name, target) in TARGETS {
            let seeds = seeds(name);
            assert!(!seeds.is_empty(), "there are no seeds for `{name}`");
            seeds.iter().for_each(|seed| target(seed));
            for round in 0..rounds {
                let changed = changed(&seeds, mix(round));
                let broken = std::panic::catch_unwind(|| target(&changed)).is_err();
                assert!(!broken, "`{name}` {}", String::from_utf8_lossy(&changed));
            }
        }
    }

    fn seeds(name: &str) -> Vec<Vec<u8>> {
        let corpus: PathBuf = [env!("CARGO_MANIFEST_DIR"), "fuzz", "corpus", name]
            .iter()
            .collect();
        let entries = std::fs::read_dir(&corpus).unwrap();
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files
            .iter()
            .map(|file| std::fs::read(file).unwrap())
            .collect()
    }

    /// A seed with a few bytes of it, or of another seed, put elsewhere, doubled, lost or flipped.
    fn changed(seeds: &[Vec<u8>], mut chance: u64) -> Vec<u8> {
        let mut below = |limit: usize| {
            chance = mix(chance);
            (chance % (limit as u64 + 1)) as usize
        };
        let mut text = seeds[below(seeds.len() - 1)].clone();
        for _ in 0..=below(7) {
            let at = below(text.len());
            let length = below((text.len() - at).min(40));
            let other = &seeds[below(seeds.len() - 1)];
            let from = below(other.len());
            let piece = other[from..].iter().take(length).copied();
            match below(3) {
                0 => drop(text.splice(at..at + length, [])),
                1 => drop(text.splice(at..at, piece.collect::<Vec<u8>>())),
                2 => drop(text.splice(at..at + length, piece.collect::<Vec<u8>>())),
                _ => text[at..at + length]
                    .iter_mut()
                    .for_each(|byte| *byte ^= 1 << (length % 8)),
            }
        }
        text
    }
}
