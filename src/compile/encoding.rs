//! Bytes -> text. Decodes UTF-8 and nothing else; what is something else becomes U+FFFD, so that
//! the rest of the deck can still be compiled.

use super::fault;
use crate::model::diagnostic::Diagnostic;
use crate::model::source::{Origin, Source, Span};

/// The text of a deck, without a byte order mark, and a complaint at the first bytes that are not
/// UTF-8.
pub(crate) fn read(origin: Origin, mut bytes: Vec<u8>) -> (Source, Option<Diagnostic>) {
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        bytes.drain(..3);
    }
    let is_utf16 = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    match String::from_utf8(bytes) {
        Ok(text) => (Source { origin, text }, None),
        Err(error) => {
            let start = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let fault = if is_utf16 {
                &fault::UTF16
            } else {
                &fault::NOT_UTF8
            };
            let place = Span::new(start, start + char::REPLACEMENT_CHARACTER.len_utf8());
            (Source { origin, text }, Some(fault.at(place)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_bytes(bytes: &[u8]) -> (String, Option<(&'static str, Span)>) {
        let (source, complaint) = read(Origin::Shipped("a.md".into()), bytes.to_vec());
        (
            source.text,
            complaint.map(|complaint| (complaint.code, complaint.span)),
        )
    }

    #[test]
    fn utf_8_comes_through_without_its_mark() {
        assert_eq!(
            read_bytes("\u{FEFF}ж\r\n".as_bytes()),
            ("ж\r\n".into(), None)
        );
    }

    #[test]
    fn what_is_not_utf_8_is_replaced_and_named() {
        let expected = (
            "\u{FFFD}ab \u{FFFD}\u{FFFD}c".to_owned(),
            Some(("E01", Span::new(0, 3))),
        );
        assert_eq!(read_bytes(b"\xC6ab \xFF\xFFc"), expected);
        let expected = ("ok \u{FFFD}".to_owned(), Some(("E01", Span::new(3, 6))));
        assert_eq!(read_bytes(b"\xEF\xBB\xBFok \xE2\x82"), expected);
        assert_eq!(
            read_bytes(b"\xFF\xFEQ\0:\0").1,
            Some(("E02", Span::new(0, 3)))
        );
    }
}
