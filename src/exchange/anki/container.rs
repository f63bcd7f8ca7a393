//! The zip around a package: which of the three kinds it is, its collection, its media. What it
//! unpacks to is counted, whatever it declares, and never goes into a file with a name of its own.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{self, Read, Write};
use std::rc::Rc;

use sha1::{Digest, Sha1};
use tempfile::NamedTempFile;
use zip::ZipArchive;
use zip::result::ZipError;

use super::proto::{self, Value};
use crate::exchange::Refusal;

/// How a package is laid out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Layout {
    /// `collection.anki2`, as old versions and other programs write it.
    First,
    /// `collection.anki21`.
    Second,
    /// `collection.anki21b`, everything compressed once more.
    Latest,
}

/// A file that notes may name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Listed {
    pub(super) name: String,
    /// The name of its member in the zip.
    member: String,
    /// SHA-1 of the unpacked file, where the package says it.
    sha1: Option<Vec<u8>>,
}

/// An open package.
pub(super) struct Container {
    zip: Rc<RefCell<ZipArchive<File>>>,
    pub(super) layout: Layout,
    /// How many more bytes may be unpacked.
    left: Rc<RefCell<u64>>,
}

const NO_PACKAGE: &str = "export it again from Anki: File, Export, `Anki Deck Package`";
const TOO_LARGE: &str = "if you trust the file, allow more with `--max-size`, like `--max-size 8G`";

impl Container {
    /// # Errors
    /// When the file is no package, or one from the future.
    pub(super) fn open(file: File, max_size: u64) -> Result<Self, Refusal> {
        let zip =
            ZipArchive::new(file).map_err(|error| damaged("the zip cannot be read", &error))?;
        let mut container = Self {
            zip: Rc::new(RefCell::new(zip)),
            layout: Layout::First,
            left: Rc::new(RefCell::new(max_size)),
        };
        container.layout = container.look()?;
        Ok(container)
    }

    fn look(&self) -> Result<Layout, Refusal> {
        let there = |name: &str| self.zip.borrow().index_for_name(name).is_some();
        let version = if there("meta") {
            let meta = self.unpack("meta", false)?;
            proto::field(&meta, 1).and_then(Value::number)
        } else {
            None
        };
        let (layout, member) = match version {
            Some(3) => (Layout::Latest, "collection.anki21b"),
            Some(newer) if newer > 3 => {
                return Err(Refusal::new(
                    format!("the package is of version {newer}, which this drill does not know"),
                    "export it with `Support older Anki versions`, or update drill",
                ));
            }
            _ if there("collection.anki21") => (Layout::Second, "collection.anki21"),
            _ => (Layout::First, "collection.anki2"),
        };
        if there(member) {
            Ok(layout)
        } else {
            Err(Refusal::new(
                format!("there is no `{member}` in it: it is no Anki package"),
                NO_PACKAGE,
            ))
        }
    }

    /// The collection, as a file that only its owner can read and that vanishes by itself.
    ///
    /// # Errors
    /// When it cannot be unpacked.
    pub(super) fn collection(&self) -> Result<NamedTempFile, Refusal> {
        let member = match self.layout {
            Layout::First => "collection.anki2",
            Layout::Second => "collection.anki21",
            Layout::Latest => "collection.anki21b",
        };
        let mut file = NamedTempFile::new().map_err(|error| no_room(&error))?;
        self.unpack_into(member, self.layout == Layout::Latest, file.as_file_mut())?;
        Ok(file)
    }

    /// The files that notes may name. An entry that cannot be understood is left out and said to
    /// `complain`.
    ///
    /// # Errors
    /// When the list cannot be unpacked.
    pub(super) fn media(
        &self,
        complain: &mut dyn FnMut(&'static str, String),
    ) -> Result<Vec<Listed>, Refusal> {
        if self.zip.borrow().index_for_name("media").is_none() {
            return Ok(Vec::new());
        }
        let latest = self.layout == Layout::Latest;
        let list = self.unpack("media", latest)?;
        let listed = if latest {
            read_list(&list)
        } else {
            read_map(&list)
        };
        let Some(listed) = listed else {
            complain(
                "the list of its media cannot be read: they stay out",
                String::new(),
            );
            return Ok(Vec::new());
        };
        let zip = self.zip.borrow();
        let (there, missing): (Vec<Listed>, Vec<Listed>) = listed
            .into_iter()
            .partition(|entry| zip.index_for_name(&entry.member).is_some());
        for entry in missing {
            complain("a file is listed and not there", entry.name);
        }
        Ok(there)
    }

    /// What fetches a file when it is wanted.
    pub(super) fn fetcher(&self, listed: Listed) -> Box<dyn Fn() -> io::Result<Vec<u8>>> {
        let container = Self {
            zip: Rc::clone(&self.zip),
            layout: self.layout,
            left: Rc::clone(&self.left),
        };
        Box::new(move || {
            let latest = container.layout == Layout::Latest;
            let unpacked = container.unpack(&listed.member, latest);
            let bytes = unpacked.map_err(|refusal| io::Error::other(refusal.what))?;
            let sound = listed
                .sha1
                .as_ref()
                .is_none_or(|sum| Sha1::digest(&bytes).as_slice() == sum);
            if sound {
                Ok(bytes)
            } else {
                Err(io::Error::other(
                    "its contents are not what the package says of them",
                ))
            }
        })
    }

    fn unpack(&self, member: &str, compressed: bool) -> Result<Vec<u8>, Refusal> {
        let mut bytes = Vec::new();
        self.unpack_into(member, compressed, &mut bytes)?;
        Ok(bytes)
    }

    /// Counts what comes out, so that a member that lies about its size is found out.
    fn unpack_into(
        &self,
        member: &str,
        compressed: bool,
        to: &mut dyn Write,
    ) -> Result<(), Refusal> {
        let mut zip = self.zip.borrow_mut();
        let broken = |error: &dyn std::fmt::Display| {
            damaged(&format!("`{member}` in it cannot be unpacked"), error)
        };
        let packed = zip.by_name(member).map_err(|error| broken(&error))?;
        let left = *self.left.borrow();
        let mut count = Counted { to, left };
        let unpacked = if compressed {
            let mut unzstd = zstd::Decoder::new(packed).map_err(|error| broken(&error))?;
            // Anki's own window is a few megabytes; one of gigabytes is an attack.
            unzstd.window_log_max(27).map_err(|error| broken(&error))?;
            io::copy(&mut unzstd, &mut count)
        } else {
            io::copy(&mut { packed }.by_ref(), &mut count)
        };
        match unpacked {
            Ok(_) => {
                *self.left.borrow_mut() = count.left;
                Ok(())
            }
            Err(error) if error.kind() == io::ErrorKind::FileTooLarge => Err(Refusal::new(
                "it unpacks to more than is allowed: it may be a bomb",
                TOO_LARGE,
            )),
            Err(error) if error.kind() == io::ErrorKind::StorageFull => Err(no_room(&error)),
            Err(error) => Err(broken(&error)),
        }
    }
}

/// Passes on so many bytes and no more.
struct Counted<'w> {
    to: &'w mut dyn Write,
    left: u64,
}

impl Write for Counted<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.left = (self.left)
            .checked_sub(bytes.len() as u64)
            .ok_or(io::ErrorKind::FileTooLarge)?;
        self.to.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// The list of the latest layout: a message with one entry a file.
fn read_list(bytes: &[u8]) -> Option<Vec<Listed>> {
    let mut listed = Vec::new();
    for (position, (_, entry)) in proto::fields(bytes)?
        .into_iter()
        .filter(|(number, _)| *number == 1)
        .enumerate()
    {
        let entry = entry.bytes()?;
        listed.push(Listed {
            name: proto::field(entry, 1)?.text()?.to_owned(),
            member: position.to_string(),
            sha1: proto::field(entry, 3)
                .and_then(Value::bytes)
                .map(<[u8]>::to_vec),
        });
    }
    Some(listed)
}

/// The map of the older layouts: `{"0": "name.png"}`.
fn read_map(bytes: &[u8]) -> Option<Vec<Listed>> {
    let map: HashMap<String, String> = serde_json::from_slice(bytes).ok()?;
    let in_order: BTreeMap<u64, String> = map
        .into_iter()
        .filter_map(|(member, name)| Some((member.parse().ok()?, name)))
        .collect();
    let listed = in_order.into_iter().map(|(member, name)| Listed {
        name,
        member: member.to_string(),
        sha1: None,
    });
    Some(listed.collect())
}

fn damaged(what: &str, cause: &dyn std::fmt::Display) -> Refusal {
    Refusal::new(what, NO_PACKAGE).because(cause)
}

fn no_room(error: &io::Error) -> Refusal {
    Refusal::new(
        "there is no place to unpack it",
        "make room in the folder for temporary files, or name another one with `TMPDIR`",
    )
    .because(error)
}

impl From<ZipError> for Refusal {
    fn from(error: ZipError) -> Self {
        damaged("the zip cannot be read", &error)
    }
}
