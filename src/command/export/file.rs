//! A file that is written as a whole or not at all, and not over another one without a word.

use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use crate::command::failure::Failure;
use crate::screen::text::clean_line;

/// Writes a file. One that is there already is left alone if it is the same, and replaced only with
/// `force`.
///
/// # Errors
/// When another file is in the way, or it cannot be written; then nothing has changed.
pub(super) fn write(
    path: &Path,
    force: bool,
    fill: &mut dyn FnMut(&mut dyn Write) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let there = path.symlink_metadata();
    if there.as_ref().is_ok_and(fs::Metadata::is_dir) {
        return Err(Failure::usage(format!("`{}` is a folder", shown(path)))
            .help("name a file; decks as Markdown go into a folder: `--as md`"));
    }
    let draft = draft(path);
    let written = (|| {
        let file = File::create_new(&draft).map_err(|error| cannot_write(path, &error))?;
        let mut out = BufWriter::with_capacity(1 << 16, file);
        fill(&mut out)?;
        let file = out
            .into_inner()
            .map_err(|error| cannot_write(path, error.error()))?;
        file.sync_all()
            .map_err(|error| cannot_write(path, &error))?;
        if there.is_ok() && !force && !is_same(&draft, path) {
            return Err(
                Failure::usage(format!("`{}` is there already", shown(path))).help(
                    "nothing was changed; name another file, or write over it with `--force`",
                ),
            );
        }
        fs::rename(&draft, path).map_err(|error| cannot_write(path, &error))
    })();
    if written.is_err() {
        fs::remove_file(&draft).ok();
    }
    written
}

/// Bad news about a file that cannot be written.
pub(super) fn cannot_write(path: &Path, error: &std::io::Error) -> Failure {
    Failure::machine(format!("`{}` cannot be written", shown(path)))
        .because(error)
        .help("check that its folder exists, its permissions and the free space")
}

pub(super) fn shown(path: &Path) -> String {
    clean_line(&path.display().to_string())
}

/// A name beside it that nobody else has.
fn draft(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.part", std::process::id()));
    path.with_file_name(name)
}

fn is_same(one: &Path, other: &Path) -> bool {
    let open = |path| File::open(path).map(BufReader::new);
    let (Ok(one), Ok(other)) = (open(one), open(other)) else {
        return false;
    };
    let mut others = other.bytes();
    let mut same = true;
    for byte in one.bytes() {
        let other = others.next();
        same &= matches!((byte, other), (Ok(byte), Some(Ok(other))) if byte == other);
        if !same {
            return false;
        }
    }
    others.next().is_none()
}
