//! The media of a parcel: each file put into the folder beside the decks, and no other file ever
//! written over.

use super::files::Writing;
use super::report::Report;
use crate::command::failure::Failure;
use crate::exchange;
use crate::exchange::html::target;
use crate::exchange::parcel::Parcel;

const UNREADABLE: &str = "a file could not be unpacked: it was left out";
const OTHER: &str = "another file of that name was there: the new one got another name";
const WITHOUT_FILES: &str = "media need a folder: with `--no-files` they were left out";

/// Writes the files; where one has to get another name, the cards that show it say so.
///
/// # Errors
/// When a file cannot be written; then none is.
pub(super) fn put_away(
    mut parcel: Parcel,
    writing: &mut Writing,
    report: &mut Report,
) -> Result<Parcel, Failure> {
    let mut renamed: Vec<(String, String)> = Vec::new();
    for medium in std::mem::take(&mut parcel.media) {
        if writing.folder().is_none() {
            report.remarks.add(WITHOUT_FILES, || medium.name);
            continue;
        }
        let bytes = match (medium.fetch)() {
            Ok(bytes) => bytes,
            Err(error) => {
                report
                    .remarks
                    .add(UNREADABLE, || format!("{}: {error}", medium.name));
                continue;
            }
        };
        let name = match name_for(&medium.name, &bytes, writing) {
            Place::Free(name) => {
                if let Err(failure) = writing.write_medium(&name, &bytes) {
                    writing.put_back();
                    return Err(failure);
                }
                name
            }
            Place::Same(name) => name,
        };
        report.media += 1;
        if name != medium.name {
            report.remarks.add(OTHER, || name.clone());
            renamed.push((
                format!("({})", target(&medium.name)),
                format!("({})", target(&name)),
            ));
        }
    }
    for (old, new) in renamed {
        for card in &mut parcel.cards {
            for side in [&mut card.ask, &mut card.answer] {
                if side.contains(&old) {
                    *side = side.replace(&old, &new);
                }
            }
        }
    }
    Ok(parcel)
}

enum Place {
    Free(String),
    /// The same bytes are there already.
    Same(String),
}

/// The name for a file: its own, or one with a digest of its bytes if another file has that.
fn name_for(name: &str, bytes: &[u8], writing: &Writing) -> Place {
    let digest: String = exchange::digest(bytes)[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let (stem, kind) = name.rsplit_once('.').unwrap_or((name, ""));
    let dot = if kind.is_empty() { "" } else { "." };
    let mut number = 0;
    loop {
        let name = match number {
            0 => name.to_owned(),
            1 => format!("{stem}-{digest}{dot}{kind}"),
            number => format!("{stem}-{digest}-{number}{dot}{kind}"),
        };
        if writing.medium(&name).is_some_and(|there| there == bytes) {
            return Place::Same(name);
        }
        if !writing.has_medium(&name) {
            return Place::Free(name);
        }
        number += 1;
    }
}
