//! The zip of a package.

use std::fs::File;
use std::io::{self, Write};

use serde_json::{Map, Value, json};
use sha1::{Digest, Sha1};
use tempfile::NamedTempFile;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::exchange::anki::proto;
use crate::exchange::parcel::Parcel;

/// Puts the collection and the media into a zip.
pub(super) fn pack(
    parcel: &Parcel,
    latest: bool,
    collection: &NamedTempFile,
    to: &mut File,
) -> io::Result<()> {
    let mut zip = ZipWriter::new(to);
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let deflated = stored
        .compression_method(CompressionMethod::Deflated)
        .large_file(true);
    let mut version = Vec::new();
    proto::put_number(&mut version, 1, if latest { 3 } else { 2 });
    zip.start_file("meta", stored)?;
    zip.write_all(&version)?;
    let mut file = File::open(collection.path())?;
    if latest {
        zip.start_file("collection.anki21b", stored.large_file(true))?;
        zstd::stream::copy_encode(&mut file, &mut zip, 0)?;
    } else {
        zip.start_file("collection.anki21", deflated)?;
        io::copy(&mut file, &mut zip)?;
    }
    let mut list = Vec::new();
    let mut map = Map::new();
    for (at, medium) in parcel.media.iter().enumerate() {
        let bytes = (medium.fetch)()?;
        zip.start_file(at.to_string(), stored.large_file(true))?;
        if latest {
            let mut entry = Vec::new();
            proto::put_bytes(&mut entry, 1, medium.name.as_bytes());
            proto::put_number(&mut entry, 2, bytes.len() as u64);
            proto::put_bytes(&mut entry, 3, &Sha1::digest(&bytes));
            proto::put_bytes(&mut list, 1, &entry);
            zstd::stream::copy_encode(bytes.as_slice(), &mut zip, 0)?;
        } else {
            map.insert(at.to_string(), json!(medium.name));
            zip.write_all(&bytes)?;
        }
    }
    zip.start_file("media", stored)?;
    if latest {
        zstd::stream::copy_encode(list.as_slice(), &mut zip, 0)?;
    } else {
        zip.write_all(Value::Object(map).to_string().as_bytes())?;
    }
    zip.finish()?;
    Ok(())
}
