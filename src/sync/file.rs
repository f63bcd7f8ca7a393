//! Log files at the edge: read from where the last reading ended, appended to, or replaced whole.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{DirBuilderExt, FileExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::line::{self, CHECK};
use super::{Found, Trouble};
use crate::model::carried::{Carried, Cursor};

/// The first word of every log file, and the version that this program writes.
const FORMAT: &str = "drill-sync 1";

/// No line is longer; what is was not written by us.
const LONGEST: u64 = 1 << 20;

/// Reads the lines of one file that were not read before. What is damaged is stepped over.
pub(crate) struct Reader {
    device: String,
    input: BufReader<File>,
    found: Found,
    cursor: Cursor,
    /// What the cursor becomes if the line that was given last is understood.
    next: Cursor,
    /// Whether everything so far was; the cursor stays before the first line that was not.
    whole: bool,
    line: i64,
    troubles: Vec<Trouble>,
}

impl Reader {
    /// Opens a file and looks at its first line.
    ///
    /// # Errors
    /// What is the trouble with all of the file.
    pub(crate) fn open(dir: &Path, found: &Found, cursor: Cursor) -> Result<Self, Trouble> {
        let unreadable = |error: io::Error| Trouble::Unreadable(error.to_string());
        let file = File::open(dir.join(&found.path)).map_err(unreadable)?;
        let same = goes_on(&file, found, &cursor).map_err(unreadable)?;
        let mut input = BufReader::with_capacity(1 << 16, file);
        let mut first = Vec::new();
        (&mut input)
            .take(LONGEST)
            .read_until(b'\n', &mut first)
            .map_err(unreadable)?;
        let device = device(&first)?;
        let start = Cursor {
            upto: first.len() as i64,
            lines: 1,
            ..Cursor::default()
        };
        let cursor = if same { cursor } else { start };
        input
            .seek(SeekFrom::Start(cursor.upto.unsigned_abs()))
            .map_err(unreadable)?;
        Ok(Self {
            device,
            input,
            found: found.clone(),
            line: cursor.lines,
            next: cursor.clone(),
            cursor,
            whole: true,
            troubles: Vec::new(),
        })
    }

    /// The device that wrote the file, as it says itself.
    pub(crate) fn device(&self) -> &str {
        &self.device
    }

    /// The next healthy line.
    ///
    /// # Errors
    /// When the file cannot be read any further.
    pub(crate) fn next(&mut self) -> io::Result<Option<Carried>> {
        loop {
            self.advance();
            let mut bytes = Vec::new();
            let length = (&mut self.input)
                .take(LONGEST)
                .read_until(b'\n', &mut bytes)?;
            if length == 0 {
                return Ok(None);
            }
            self.line += 1;
            let Some(text) = bytes.strip_suffix(b"\n") else {
                self.whole = false;
                self.troubles.push(Trouble::Torn(self.line));
                // Usually this is the end; a line without end is passed over piece by piece.
                while (&mut self.input)
                    .take(LONGEST)
                    .read_until(b'\n', &mut bytes)?
                    > 0
                    && !bytes.ends_with(b"\n")
                {
                    bytes.clear();
                }
                continue;
            };
            // A carrier may have changed the line ends.
            let text = text.strip_suffix(b"\r").unwrap_or(text);
            let Some(line) = line::read(text) else {
                self.whole = false;
                self.troubles.push(Trouble::Damaged(self.line));
                continue;
            };
            let check = String::from_utf8_lossy(&text[..CHECK]);
            self.next = Cursor {
                upto: self.cursor.upto + length as i64,
                lines: self.line,
                tail: format!("{check} {length}"),
                ..Cursor::default()
            };
            return Ok(Some(line));
        }
    }

    /// The line that was given last is not understood by this version.
    pub(crate) fn is_strange(&mut self) {
        self.whole = false;
        self.troubles.push(Trouble::Strange(self.line));
    }

    /// How far the file was read, and what was the trouble with it.
    pub(crate) fn finish(mut self) -> (Cursor, Vec<Trouble>) {
        self.advance();
        // What had trouble is looked at again.
        let changed = if self.troubles.is_empty() {
            self.found.changed
        } else {
            0
        };
        let cursor = Cursor {
            size: self.found.size,
            changed,
            ..self.cursor
        };
        (cursor, self.troubles)
    }

    fn advance(&mut self) {
        if self.whole {
            self.cursor = self.next.clone();
        }
    }
}

/// The device in the first line of a file.
fn device(first: &[u8]) -> Result<String, Trouble> {
    let text = std::str::from_utf8(first).map_err(|_| Trouble::NoHeader)?;
    let text = text.strip_suffix('\n').ok_or(Trouble::NoHeader)?.trim_end();
    match text.split(' ').collect::<Vec<_>>().as_slice() {
        ["drill-sync", "1", device] if !device.is_empty() => Ok((*device).to_owned()),
        ["drill-sync", version, ..] if version.parse::<u32>().is_ok_and(|version| version > 1) => {
            Err(Trouble::Newer)
        }
        _ => Err(Trouble::NoHeader),
    }
}

/// Whether the file still has, where the cursor stands, what was read there.
fn goes_on(file: &File, found: &Found, cursor: &Cursor) -> io::Result<bool> {
    let Some((check, length)) = cursor.tail.split_once(' ') else {
        return Ok(false);
    };
    let length: i64 = length.parse().unwrap_or(0);
    if cursor.upto > found.size || length <= 0 || length > cursor.upto {
        return Ok(false);
    }
    let mut tail = vec![0; usize::try_from(length).unwrap_or(0)];
    file.read_exact_at(&mut tail, (cursor.upto - length).unsigned_abs())?;
    Ok(tail.starts_with(check.as_bytes()) && tail.ends_with(b"\n"))
}

/// Writes lines to one of the device's own files. Nothing is there for sure before [`Pen::finish`].
pub(crate) struct Pen {
    output: BufWriter<File>,
    path: PathBuf,
    /// What gets the name at the end, where the file is written anew.
    part: Option<PathBuf>,
    cursor: Cursor,
}

impl Pen {
    /// Goes on where a file ends.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub(crate) fn append(path: &Path, cursor: Cursor) -> io::Result<Self> {
        let file = OpenOptions::new().append(true).open(path)?;
        Ok(Self {
            output: BufWriter::new(file),
            path: path.to_owned(),
            part: None,
            cursor,
        })
    }

    /// Writes a whole file, in the place of one that may be there.
    ///
    /// # Errors
    /// When its folder cannot be written.
    pub(crate) fn fresh(path: &Path, device: &str) -> io::Result<Self> {
        let part = part(path)?;
        let mut output = BufWriter::new(create(&part)?);
        let header = format!("{FORMAT} {device}\n");
        output.write_all(header.as_bytes())?;
        Ok(Self {
            output,
            path: path.to_owned(),
            part: Some(part),
            cursor: Cursor {
                upto: header.len() as i64,
                lines: 1,
                ..Cursor::default()
            },
        })
    }

    /// Adds a line.
    ///
    /// # Errors
    /// When the disk refuses.
    pub(crate) fn line(&mut self, line: &Carried) -> io::Result<()> {
        let text = line::write(line);
        self.cursor.upto += text.len() as i64;
        self.cursor.lines += 1;
        self.cursor.tail = format!("{} {}", &text[..CHECK], text.len());
        self.output.write_all(text.as_bytes())
    }

    /// Puts everything on the disk, and says how the file was left.
    ///
    /// # Errors
    /// When the disk refuses; then what is there may be half a line, and is mended the next time.
    pub(crate) fn finish(self) -> io::Result<Cursor> {
        let file = self
            .output
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        if let Some(part) = &self.part {
            settle(part, &self.path)?;
        }
        let facts = fs::metadata(&self.path)?;
        Ok(Cursor {
            size: i64::try_from(facts.len()).unwrap_or(i64::MAX),
            changed: changed(&facts),
            ..self.cursor
        })
    }
}

/// Writes a small file whole, if it does not say that already; only its owner can read it.
///
/// # Errors
/// When the disk refuses; then what was there is there.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if fs::read(path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    let part = part(path)?;
    let mut file = create(&part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    settle(&part, path)
}

/// Nanoseconds since 1970.
pub(super) fn changed(facts: &fs::Metadata) -> i64 {
    facts
        .mtime()
        .saturating_mul(1_000_000_000)
        .saturating_add(facts.mtime_nsec())
}

/// The hidden name under which a file is written; its folder is made.
fn part(path: &Path) -> io::Result<PathBuf> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if let Some(folder) = path.parent() {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)?;
    }
    Ok(path.with_file_name(format!(".{name}{PART}")))
}

/// How the names of unfinished files end.
pub(super) const PART: &str = ".part";

fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    options.open(path)
}

fn settle(part: &Path, path: &Path) -> io::Result<()> {
    fs::rename(part, path)?;
    path.parent()
        .map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}
