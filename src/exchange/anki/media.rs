//! The media of a package, under names that are safe.

use std::collections::HashSet;

use super::container::Container;
use crate::exchange::Refusal;
use crate::exchange::html::file_name;
use crate::exchange::parcel::{Medium, Parcel};

/// # Errors
/// When the list of media cannot be unpacked.
pub(super) fn read(container: &Container, parcel: &mut Parcel) -> Result<(), Refusal> {
    let remarks = &mut parcel.remarks;
    let listed = container.media(&mut |what, place| remarks.add(what, || place))?;
    let mut taken = HashSet::new();
    for file in listed {
        let Some(name) = file_name(&file.name) else {
            remarks.add(
                "a file's name could leave its folder: the file was left out",
                || file.name.chars().take(80).collect(),
            );
            continue;
        };
        if !taken.insert(name.to_lowercase()) {
            remarks.add("a file's name comes twice: the first was taken", || name);
            continue;
        }
        if name != file.name {
            remarks.add("a file's name was made safe", || name.clone());
        }
        let fetch = container.fetcher(file);
        parcel.media.push(Medium { name, fetch });
    }
    Ok(())
}
