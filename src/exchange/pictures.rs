//! Pictures and sounds that a note shows, on their way to the folder beside the decks.

use std::collections::HashSet;

use super::html;
use super::packer::Packer;
use super::parcel::Medium;

/// The files that notes can show.
pub(crate) trait Attachments {
    /// A file by its path, or by its name alone: what fetches it.
    fn find(&self, file: &str) -> Option<Medium>;
}

/// The pictures of all notes, each once.
#[derive(Default)]
pub(super) struct Gallery {
    media: Vec<Medium>,
    names: HashSet<String>,
}

impl Gallery {
    /// What to write for a file in a note; `None` if there is none of that name, which is said.
    pub(super) fn show(
        &mut self,
        file: &str,
        attachments: &dyn Attachments,
        packing: &mut Packer,
        place: &dyn Fn() -> String,
    ) -> Option<String> {
        let Some(medium) = attachments.find(file) else {
            let what = "picture or sound that is not there";
            packing.remarks().add(what, place);
            return None;
        };
        let name = medium.name.clone();
        if self.names.insert(name.clone()) {
            self.media.push(medium);
        }
        Some(format!("![{name}]({})", html::target(&name)))
    }

    pub(super) fn into_media(self) -> Vec<Medium> {
        self.media
    }
}

/// `![alt](folder/picture.png)`, where it is a file of the vault.
pub(super) fn pictures(text: &str, picture: &mut dyn FnMut(&str) -> Option<String>) -> String {
    let mut rest = text;
    let mut done = String::with_capacity(text.len());
    while let Some((before, image)) = rest.split_once("![") {
        let end = image.find('\n').unwrap_or(image.len());
        let found = image[..end].find("](").and_then(|middle| {
            let target = &image[middle + 2..end];
            Some((middle, target, target.find(')')?))
        });
        done.push_str(before);
        let Some((middle, target, length)) = found else {
            done.push_str("![");
            rest = image;
            continue;
        };
        let file = target[..length].trim().trim_matches(['<', '>']);
        let web = file.contains("://") || file.starts_with("data:");
        let shown = (!web).then(|| picture(&html::unpercent(file))).flatten();
        match shown {
            Some(shown) => done.push_str(&shown),
            None => done.extend(["![", &image[..middle + 2], target[..length].trim(), ")"]),
        }
        rest = &image[middle + 2 + length + 1..];
    }
    done + rest
}
