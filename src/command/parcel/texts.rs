//! Files of text on their way to a parcel: tables, whose layout is shown or asked for, and notes.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::kinds::{Kind, marks_of, vault_of};
use super::{Wishes, columns, refuse};
use crate::command::desk::Desk;
use crate::command::failure::Failure;
use crate::compile;
use crate::exchange;
use crate::exchange::headings::{self, Outline};
use crate::exchange::html::file_name;
use crate::exchange::obsidian::{self, Marks, VaultNote};
use crate::exchange::parcel::{Medium, Parcel};
use crate::exchange::pictures::Attachments;
use crate::exchange::tabular::Table;
use crate::exchange::{Refusal, encoding};
use crate::model::source::{Origin, Source};
use crate::screen::Screen;
use crate::screen::progress::Progress;
use crate::screen::text::clean_line;
use crate::shelf;

/// A text is held in memory several times while it is read: it may have this part of what a
/// package may unpack to.
const PART: u64 = 16;

/// Reads a file or a folder of text; also gives the SHA-256 of all that was read.
///
/// # Errors
/// When it cannot be read as a whole, or the person wants it otherwise.
pub(super) fn read(
    path: &Path,
    kind: Kind,
    wishes: &Wishes,
    desk: &Desk,
    screen: &mut Screen,
) -> Result<(Parcel, [u8; 32]), Failure> {
    let files = files(path)?;
    let mut all = Vec::new();
    for file in &files {
        all.push((file.clone(), bytes_of(file, wishes)?));
    }
    let digests: Vec<u8> = all
        .iter()
        .flat_map(|(_, bytes)| exchange::digest(bytes))
        .collect();
    let digest = exchange::digest(&digests);
    let bar = Progress::counting("reading cards", !wishes.quiet && !wishes.json);
    let tick = || bar.step();
    if let Some(what) = seen_as(kind).filter(|_| wishes.ways.kind.is_none()) {
        let name = clean_line(&path.display().to_string());
        desk.news(
            screen,
            &format!("note: `{name}` is read as {what}; `--as KIND` says it otherwise"),
        );
    }
    let parcel = match kind {
        Kind::Tsv | Kind::Csv | Kind::Mnemosyne => table(&all, kind, wishes, desk, screen, &tick)?,
        Kind::Headings => outlines(path, &all, wishes, desk, screen, &tick)?,
        Kind::Obsidian | Kind::Repeater | Kind::Hashcards | Kind::Anki | Kind::Json => {
            notes(path, &all, kind, &tick)
        }
    };
    if parcel.cards.is_empty() && parcel.remarks.0.is_empty() {
        let refusal = Refusal::new(
            format!("it has no cards of the kind `{}`", kind.name()),
            "`--as KIND` says how to read it; `drill import --help` lists the kinds",
        );
        return Err(refuse(path, refusal));
    }
    Ok((parcel, digest))
}

/// What is said of a kind that was seen and not told, where it could be another one.
const fn seen_as(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Obsidian => Some("notes of Obsidian's spaced-repetition plugin"),
        Kind::Repeater => Some("lines of `question::answer`"),
        Kind::Anki
        | Kind::Hashcards
        | Kind::Headings
        | Kind::Mnemosyne
        | Kind::Tsv
        | Kind::Csv
        | Kind::Json => None,
    }
}

/// What could be read in a Markdown file that is no deck.
pub(in crate::command) fn hint(path: &str) -> Option<String> {
    let text = encoding::read(&shelf::read_all(path.as_ref()).ok()?).text;
    let source = Source {
        origin: Origin::File(path.to_owned()),
        text,
    };
    if !compile::compile(&source).cards.is_empty() {
        return None;
    }
    let outline = Outline::of(&source.text, "");
    let questions = outline.questions(outline.level()?);
    (questions > 1).then(|| {
        format!(
            "help: `{}` has no cards; `--as headings` makes {questions} of its headings",
            clean_line(&shelf::shorten(path))
        )
    })
}

/// The file itself, or the notes below a folder.
fn files(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let root = shelf::locate(path).map_err(|error| unreadable(path, &error))?;
    let mut files: Vec<PathBuf> = shelf::list(&root)
        .files
        .into_iter()
        .map(|file| file.path.into())
        .collect();
    files.sort();
    Ok(files)
}

fn bytes_of(path: &Path, wishes: &Wishes) -> Result<Vec<u8>, Failure> {
    let size = std::fs::metadata(path)
        .map_err(|error| unreadable(path, &error))?
        .len();
    if size > wishes.ways.max_size / PART {
        let refusal = Refusal::new(
            format!("it is a text of {} MB", size >> 20),
            "`--max-size 32G` lets a text have 2 GB: a sixteenth of what a package may unpack to",
        );
        return Err(refuse(path, refusal));
    }
    let mut bytes = Vec::new();
    shelf::open(path)
        .and_then(|mut file| file.read_to_end(&mut bytes))
        .map_err(|error| unreadable(path, &error))?;
    Ok(bytes)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::usage(format!(
        "`{}` cannot be read",
        clean_line(&path.display().to_string())
    ))
    .because(error)
    .help("name a file or a folder that exists and that you may read")
}

fn table(
    all: &[(PathBuf, Vec<u8>)],
    kind: Kind,
    wishes: &Wishes,
    desk: &Desk,
    screen: &mut Screen,
    tick: &dyn Fn(),
) -> Result<Parcel, Failure> {
    let [(path, bytes)] = all else {
        return Err(Failure::usage("a folder is no table").help("name the file itself"));
    };
    let encoding = wishes.ways.table.encoding.as_deref();
    let told = columns::told(&wishes.ways.table)?;
    let opened = if kind == Kind::Mnemosyne {
        Table::open_mnemosyne(bytes, encoding)
    } else {
        Table::open(bytes, encoding, &told)
    };
    let mut table = opened.map_err(|refusal| refuse(path, refusal))?;
    columns::agree(path, &mut table, wishes, desk, screen)?;
    table
        .read(&stem(path), tick)
        .map_err(|refusal| refuse(path, refusal))
}

fn outlines(
    root: &Path,
    all: &[(PathBuf, Vec<u8>)],
    wishes: &Wishes,
    desk: &Desk,
    screen: &mut Screen,
    tick: &dyn Fn(),
) -> Result<Parcel, Failure> {
    let mut whole = Parcel::default();
    for (path, bytes) in all {
        let text = encoding::read(bytes).text;
        let outline = Outline::of(&text, &stem(path));
        let Some(level) = wishes
            .ways
            .level
            .map(usize::from)
            .or_else(|| outline.level())
        else {
            continue;
        };
        let name = clean_line(&path.display().to_string());
        if wishes.ways.level.is_none() {
            desk.news(
                screen,
                &format!(
                    "note: `{name}`: its {} headings of level {level} ask; `--level N` chooses another one",
                    outline.questions(level)
                ),
            );
        }
        let place = path
            .strip_prefix(root)
            .ok()
            .filter(|path| path.file_name().is_some());
        let place = place.unwrap_or(path).to_string_lossy().into_owned();
        let attachments = Beside::new(path.parent().unwrap_or(root), false);
        whole.append(headings::read(&outline, level, &place, &attachments, tick));
    }
    Ok(whole)
}

fn notes(root: &Path, all: &[(PathBuf, Vec<u8>)], kind: Kind, tick: &dyn Fn()) -> Parcel {
    let vault = vault_of(root);
    let marks = if kind == Kind::Obsidian {
        marks_of(vault.as_deref())
    } else {
        Marks::of_lines()
    };
    let base = match (&vault, root.is_dir()) {
        (Some(vault), _) => vault.clone(),
        (None, true) => root.canonicalize().unwrap_or_else(|_| root.to_owned()),
        (None, false) => {
            let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
            root.parent().unwrap_or(&root).to_owned()
        }
    };
    let note = |(path, bytes): &(PathBuf, Vec<u8>)| {
        let absolute = path.canonicalize();
        let path = absolute.as_deref().unwrap_or(path);
        VaultNote {
            path: path
                .strip_prefix(&base)
                .unwrap_or(path)
                .to_string_lossy()
                .replace('\\', "/"),
            text: encoding::read(bytes).text,
        }
    };
    let notes: Vec<VaultNote> = all.iter().map(note).collect();
    let attachments = Beside::new(&base, vault.is_some() || root.is_dir());
    let alone = !root.is_dir() || kind != Kind::Obsidian;
    obsidian::read(&notes, &marks, &attachments, alone, tick)
}

fn stem(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// The files in a folder that notes can show: by their path, and in a vault by their name alone.
struct Beside {
    folder: PathBuf,
    named: OnceCell<HashMap<String, PathBuf>>,
    by_name: bool,
}

impl Beside {
    fn new(folder: &Path, by_name: bool) -> Self {
        Self {
            folder: folder.canonicalize().unwrap_or_else(|_| folder.to_owned()),
            named: OnceCell::new(),
            by_name,
        }
    }

    /// A plain file in the folder, and nowhere else.
    fn by_path(&self, file: &str) -> Option<PathBuf> {
        let path = self.folder.join(file).canonicalize().ok()?;
        (path.starts_with(&self.folder) && path.is_file()).then_some(path)
    }

    fn by_name(&self, file: &str) -> Option<PathBuf> {
        let name = file.rsplit('/').next()?;
        let named = self.named.get_or_init(|| {
            let files = shelf::companions(&self.folder).into_iter();
            let named = files.filter_map(|path| {
                let name = path.file_name()?.to_string_lossy().into_owned();
                Some((name, path))
            });
            named.collect()
        });
        named.get(name).cloned()
    }
}

impl Attachments for Beside {
    fn find(&self, file: &str) -> Option<Medium> {
        let path = self
            .by_path(file)
            .or_else(|| self.by_name.then(|| self.by_name(file))?)?;
        if shelf::is_markdown(path.as_os_str()) {
            return None;
        }
        let name = file_name(&path.file_name()?.to_string_lossy())?;
        Some(Medium {
            name,
            fetch: Box::new(move || std::fs::read(&path)),
        })
    }
}
