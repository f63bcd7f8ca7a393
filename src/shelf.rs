//! Deck files: finding them, reading them, noticing change. It knows nothing of what is in them.

mod beside;

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read, Write};
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use include_dir::{Dir, File as Included, include_dir};
use walkdir::{DirEntry, WalkDir};

pub(crate) use beside::beside;

static SHIPPED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/decks");

/// No deck is larger, in bytes: what is was not written by hand, and would eat the memory.
const LARGEST: u64 = 64 << 20;

/// What is no deck among them.
const ROADMAP: &str = "roadmap.md";

/// A deck file on the disk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Found {
    /// Absolute, with symbolic links followed as far as the folder that was named.
    pub(crate) path: String,
    /// In bytes.
    pub(crate) size: i64,
    /// Time of change, in nanoseconds since 1970.
    pub(crate) changed: i64,
}

/// What a folder holds.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Listing {
    /// Deck files, in no particular order.
    pub(crate) files: Vec<Found>,
    /// What could not be looked at: the path, and why.
    pub(crate) unreadable: Vec<(String, String)>,
    /// What can be no deck, whatever it is called: the path, and why.
    pub(crate) left_out: Vec<(String, String)>,
}

/// The absolute path that a person means.
///
/// # Errors
/// When nothing is there that could be read to its end, or its path is not UTF-8.
pub(crate) fn locate(path: &Path) -> io::Result<String> {
    let not_text = |_| io::Error::new(io::ErrorKind::InvalidData, "the path is not UTF-8");
    let there = std::fs::canonicalize(path)?;
    if !there.is_file() && !there.is_dir() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, SPECIAL));
    }
    there.into_os_string().into_string().map_err(not_text)
}

/// Writes a file that must not be there yet.
///
/// # Errors
/// When it is there, or cannot be written.
pub(crate) fn create(file: &Path, bytes: &[u8]) -> io::Result<()> {
    File::create_new(file)?.write_all(bytes)
}

/// Writes a file, all of it or nothing: what was there stays until the new bytes are on the disk.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn replace(file: &Path, bytes: &[u8]) -> io::Result<()> {
    replace_by(file, |there| there.write_all(bytes))
}

/// [`replace`], for what is written bit by bit.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn replace_by(
    file: &Path,
    write: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<()> {
    let folder = file.parent().unwrap_or_else(|| Path::new(""));
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let draft = folder.join(format!(".{name}.{}", std::process::id()));
    let written = File::create(&draft)
        .and_then(|mut there| write(&mut there).and_then(|()| there.sync_all()))
        .and_then(|()| std::fs::rename(&draft, file));
    if written.is_err() {
        // What is left of the draft is of no use to anybody, and may not even be there.
        std::fs::remove_file(&draft).ok();
    }
    written
}

/// Every Markdown file at or below `root`, recursively. Hidden files and folders are left out
/// (`.git`, `.obsidian`), unless `root` itself is one.
pub(crate) fn list(root: &str) -> Listing {
    let mut listing = Listing::default();
    let seen = |entry: &DirEntry| entry.depth() == 0 || !is_hidden(entry.path());
    let walk = WalkDir::new(root).follow_links(true).into_iter();
    let mut entries = Vec::new();
    for entry in walk.filter_entry(seen) {
        match entry {
            Ok(entry) => entries.push(entry),
            // Emacs marks files that are being edited with hidden links to nowhere.
            Err(error) if error.depth() > 0 && error.path().is_some_and(is_hidden) => {}
            Err(error) => {
                let path = error.path().unwrap_or(root.as_ref());
                let path = path.to_string_lossy().into_owned();
                match error.loop_ancestor() {
                    Some(_) => listing.left_out.push((path, LOOP.into())),
                    None => listing.unreadable.push((path, cause(&error))),
                }
            }
        }
    }
    entries.retain(|entry| !entry.file_type().is_dir() && is_markdown(entry.file_name()));
    let special = entries.extract_if(.., |entry| !entry.file_type().is_file());
    let special = special.map(|entry| entry.path().to_string_lossy().into_owned());
    listing
        .left_out
        .extend(special.map(|path| (path, SPECIAL.into())));
    for (entry, found) in entries.iter().zip(examine_all(&entries)) {
        match found {
            Ok(found) => listing.files.push(found),
            Err(error) => {
                let path = entry.path().to_string_lossy().into_owned();
                listing.unreadable.push((path, error.to_string()));
            }
        }
    }
    listing
}

/// Every other file at or below a folder that is not hidden. Links are not followed.
pub(crate) fn companions(folder: &Path) -> Vec<PathBuf> {
    let seen = |entry: &DirEntry| entry.depth() == 0 || !is_hidden(entry.path());
    let walk = WalkDir::new(folder).sort_by_file_name().into_iter();
    let files = walk.filter_entry(seen).filter_map(Result::ok);
    files
        .filter(|entry| entry.file_type().is_file() && !is_markdown(entry.file_name()))
        .map(DirEntry::into_path)
        .collect()
}

/// Said of a link that leads back to where it came from.
const LOOP: &str = "it is a link to a folder that it lies in";

/// Said of what would be read for ever.
const SPECIAL: &str = "it is a pipe, a socket or a device, and no file";

fn is_hidden(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

/// Why, without the path.
fn cause(error: &walkdir::Error) -> String {
    error
        .io_error()
        .map_or_else(|| error.to_string(), io::Error::to_string)
}

/// Asks for sizes and times on all cores: this is most of the time that a start takes.
fn examine_all(entries: &[DirEntry]) -> Vec<io::Result<Found>> {
    const FEW: usize = 256;
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let part = entries.len().div_ceil(cores).max(FEW);
    thread::scope(|scope| {
        let examine_part = |part: &[DirEntry]| part.iter().map(examine).collect::<Vec<_>>();
        let (here, elsewhere) = entries.split_at(part.min(entries.len()));
        let workers: Vec<_> = elsewhere
            .chunks(part)
            .map(|part| scope.spawn(move || examine_part(part)))
            .collect();
        let mut found = examine_part(here);
        for worker in workers {
            found.extend(worker.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        found
    })
}

fn examine(entry: &DirEntry) -> io::Result<Found> {
    let not_text = || io::Error::new(io::ErrorKind::InvalidData, "a file's name is not UTF-8");
    let path = entry.path().to_str().ok_or_else(not_text)?;
    let facts = entry.metadata()?;
    Ok(Found {
        path: path.to_owned(),
        size: i64::try_from(facts.len()).unwrap_or(i64::MAX),
        changed: nanoseconds(facts.modified()?),
    })
}

/// Whether a file's name, or its path, is that of a Markdown file.
pub(crate) fn is_markdown(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    let ends = |kind: &[u8]| {
        let start = name.len().checked_sub(kind.len());
        start.is_some_and(|start| start > 0 && name[start..].eq_ignore_ascii_case(kind))
    };
    ends(b".md") || ends(b".markdown")
}

/// A file's bytes, and the time of change by which a later change can be told, read at `now`.
///
/// A file that was written a moment ago may be written again without its time of change moving,
/// because file systems keep time in steps; its time is then 0, which no file has (git calls such
/// files racily clean).
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn read(found: &Found, now: SystemTime) -> io::Result<(Vec<u8>, i64)> {
    let bytes = read_all(found.path.as_ref())?;
    let step = if found.changed % 1_000_000_000 == 0 {
        Duration::from_secs(2)
    } else {
        Duration::from_millis(20)
    };
    let settled = nanoseconds(now.checked_sub(step).unwrap_or(UNIX_EPOCH)) > found.changed;
    Ok((bytes, if settled { found.changed } else { 0 }))
}

/// Opens a file for reading, if it is one.
///
/// # Errors
/// When it is none, or cannot be opened.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    // Asked before it is opened: that alone waits, at a pipe, for somebody who writes into it.
    if std::fs::metadata(path)?.is_file() {
        File::open(path)
    } else {
        Err(io::Error::new(io::ErrorKind::InvalidInput, SPECIAL))
    }
}

/// The bytes of a file, if it is one, and not too large to have been written by hand.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn read_all(path: &Path) -> io::Result<Vec<u8>> {
    let too_large = || {
        let limit = format!("it is larger than {} MiB", LARGEST >> 20);
        io::Error::new(io::ErrorKind::FileTooLarge, limit)
    };
    let file = open(path)?;
    if file.metadata()?.len() > LARGEST {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    // What comes out of a file may be nothing like the size that it says it has.
    let beyond = LARGEST + 1;
    file.take(beyond).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == beyond {
        return Err(too_large());
    }
    Ok(bytes)
}

/// The decks inside the program: path below `decks/`, text.
pub(crate) fn shipped() -> Vec<(&'static str, &'static [u8])> {
    fn gather(folder: &'static Dir<'static>, decks: &mut Vec<(&'static str, &'static [u8])>) {
        let text =
            |file: &'static Included<'static>| Some((file.path().to_str()?, file.contents()));
        decks.extend(
            folder
                .files()
                .filter(|file| is_markdown(file.path().as_os_str()))
                .filter(|file| file.path() != Path::new(ROADMAP))
                .filter_map(text),
        );
        folder.dirs().for_each(|folder| gather(folder, decks));
    }
    let mut decks = Vec::new();
    gather(&SHIPPED, &mut decks);
    decks.sort_unstable();
    decks
}

/// The roadmap inside the program: path below `decks/`, text.
pub(crate) fn roadmap() -> (&'static str, &'static [u8]) {
    let text = SHIPPED.get_file(ROADMAP).map(Included::contents);
    (ROADMAP, text.unwrap_or_default())
}

/// Tells this build of the program from others without reading its decks: the executable's size
/// and time of change.
pub(crate) fn build_mark() -> String {
    let facts = std::env::current_exe().and_then(std::fs::metadata);
    let mark = facts.and_then(|facts| {
        Ok(format!(
            "{}/{}",
            facts.len(),
            nanoseconds(facts.modified()?)
        ))
    });
    mark.unwrap_or_else(|_| env!("CARGO_PKG_VERSION").to_owned())
}

/// A path as a person would write it: relative where it lies below the working directory.
pub(crate) fn shorten(path: &str) -> String {
    static HERE: OnceLock<Option<PathBuf>> = OnceLock::new();
    let below = HERE.get_or_init(|| std::env::current_dir().and_then(std::fs::canonicalize).ok());
    let short = below
        .as_deref()
        .and_then(|folder| Path::new(path).strip_prefix(folder).ok());
    short.map_or_else(
        || path.to_owned(),
        |short| PathBuf::from(short).to_string_lossy().into_owned(),
    )
}

fn nanoseconds(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_nanos()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_just_written_is_not_trusted_to_show_its_next_change() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.md"), "text").unwrap();
        std::fs::write(folder.path().join(".hidden.md"), "text").unwrap();
        std::fs::write(folder.path().join("b.txt"), "text").unwrap();
        let files = list(folder.path().to_str().unwrap()).files;
        assert_eq!(files.len(), 1);
        let changed = UNIX_EPOCH + Duration::from_nanos(files[0].changed.unsigned_abs());
        assert_eq!(read(&files[0], changed).unwrap().1, 0);
        assert_eq!(
            read(&files[0], changed + Duration::from_secs(3)).unwrap().1,
            files[0].changed
        );
    }

    #[test]
    fn only_what_lies_in_a_decks_folder_is_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir_all(at("decks/img")).unwrap();
        for name in [
            "decks/a.md",
            "decks/img/a b.png",
            "secret.png",
            "decks/a%41.png",
        ] {
            std::fs::write(at(name), "1234").unwrap();
        }
        std::os::unix::fs::symlink(at("secret.png"), at("decks/link.png")).unwrap();
        let deck = at("decks/a.md");
        let found = |named: &str| beside(deck.to_str().unwrap(), named);
        let picture = found("img/a%20b.png");
        assert_eq!(picture, found("./img/../img/a b.png"));
        assert!(picture.is_some() && found("a%41.png").is_some());
        for not in [
            "../secret.png",
            "link.png",
            "img",
            "",
            "no.png",
            "/etc/passwd",
            "%zz",
            "%",
        ] {
            assert_eq!(found(not), None, "{not}");
        }
    }

    #[test]
    fn decks_ship_inside_the_program() {
        assert!(
            shipped()
                .iter()
                .any(|(path, text)| *path == "go/go-gc.md" && text.starts_with(b"---"))
        );
    }
}
