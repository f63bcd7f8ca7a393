//! The code in the decks, as a reader of the files finds it: fences, and the `output` fences that
//! say what they print.

use std::fs;
use std::path::{Path, PathBuf};

use crate::home::repository;

/// A code fence and the `output` fence that follows it.
pub(crate) struct Snippet {
    /// The deck and the line, as in `go-gc-120`.
    pub(crate) name: String,
    pub(crate) code: String,
    pub(crate) output: String,
}

/// Every code of this language whose output the decks tell.
pub(crate) fn snippets(language: &str) -> Vec<Snippet> {
    let of_deck = |(stem, fences): (String, Vec<Fence>)| -> Vec<Snippet> {
        let pair = |pair: &[Fence]| {
            let [code, output] = pair else { return None };
            let follows = output.blank_before && output.language == "output";
            (code.language == language && follows).then(|| Snippet {
                name: format!("{stem}-{}", code.line),
                code: code.body.clone(),
                output: output.body.clone(),
            })
        };
        fences.windows(2).filter_map(pair).collect()
    };
    decks().into_iter().flat_map(of_deck).collect()
}

/// Every code of this language, by its name.
pub(crate) fn codes(language: &str) -> Vec<(String, String)> {
    let of_deck = |(stem, fences): (String, Vec<Fence>)| -> Vec<(String, String)> {
        let of_language = fences.into_iter().filter(|one| one.language == language);
        of_language
            .map(|one| (format!("{stem}-{}", one.line), one.body))
            .collect()
    };
    decks().into_iter().flat_map(of_deck).collect()
}

struct Fence {
    language: String,
    line: usize,
    body: String,
    /// Nothing but blank lines stands between the fence before and this one.
    blank_before: bool,
}

/// The fences of every shipped deck, by the file's name.
fn decks() -> Vec<(String, Vec<Fence>)> {
    let mut decks = Vec::new();
    gather(&repository().join("decks"), &mut decks);
    decks.sort();
    let read = |deck: PathBuf| {
        let text = fs::read_to_string(&deck).expect("a deck");
        let stem = deck.file_stem().and_then(|stem| stem.to_str());
        (stem.expect("a name").to_owned(), fences(&text))
    };
    decks.into_iter().map(read).collect()
}

fn gather(folder: &Path, decks: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            gather(&path, decks);
        } else if path.extension().is_some_and(|kind| kind == "md") {
            decks.push(path);
        }
    }
}

fn fences(text: &str) -> Vec<Fence> {
    let mut fences: Vec<Fence> = Vec::new();
    let mut blank = false;
    // How long the marks of the fence are that is open.
    let mut open = None;
    for (number, line) in (1..).zip(text.lines()) {
        let words = line.trim_start_matches('`');
        let marks = line.len() - words.len();
        match open {
            None if marks >= 3 => {
                fences.push(Fence {
                    language: words.split_whitespace().next().unwrap_or("").to_owned(),
                    line: number,
                    body: String::new(),
                    blank_before: blank,
                });
                open = Some(marks);
            }
            None => blank &= line.trim().is_empty(),
            Some(length) if marks >= length && words.is_empty() => (open, blank) = (None, true),
            Some(_) => {
                let fence = fences.last_mut().expect("an open fence");
                fence.body += line;
                fence.body.push('\n');
            }
        }
    }
    fences
}
