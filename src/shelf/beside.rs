//! What a deck names beside itself: pictures in its folder, and nothing else on the disk.

use std::path::{Path, PathBuf};

/// The file that a deck names relative to itself, if it is one in the deck's folder or below:
/// a deck from elsewhere must not show what else there is on the disk.
pub(crate) fn beside(deck: &str, named: &str) -> Option<PathBuf> {
    let folder = std::fs::canonicalize(Path::new(deck).parent()?).ok()?;
    let plain = folder.join(named);
    let unescaped = || folder.join(unescape(named));
    let file = std::fs::canonicalize(plain)
        .or_else(|_| std::fs::canonicalize(unescaped()))
        .ok()?;
    (file.starts_with(&folder) && file.is_file()).then_some(file)
}

/// `%20` is a space in what Markdown links to.
fn unescape(named: &str) -> String {
    let mut bytes = Vec::with_capacity(named.len());
    let mut rest = named.as_bytes();
    while let [first, after @ ..] = rest {
        let digits = after
            .get(..2)
            .and_then(|digits| str::from_utf8(digits).ok());
        let coded = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        let (byte, length) = match coded.filter(|_| *first == b'%') {
            Some(byte) => (byte, 3),
            None => (*first, 1),
        };
        bytes.push(byte);
        rest = &rest[length..];
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
