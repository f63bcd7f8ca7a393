//! Bytes in whatever encoding -> text, and ticks in that text -> the same bytes.
//!
//! The bytes themselves are never mended: what is repaired is what is read.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::mojibake::{Repair, repair};
use super::pages::likeliest;

/// Nobody's notes are longer, and looking for wrong pages takes many passes (bytes).
const LONGEST_REPAIRED: usize = 8 << 20;

/// A file, read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Reading {
    /// Without a byte order mark.
    pub(crate) text: String,
    /// The encoding of the bytes: its WHATWG name, in lower case.
    pub(crate) read_as: String,
    /// The wrong code pages that were undone, in the order of undoing.
    pub(crate) repaired: Vec<String>,
    /// The numbers (from 1) of the lines that look broken and were left as they are.
    pub(crate) damaged: Vec<u32>,
}

/// Reads bytes; every line is there afterwards.
pub(crate) fn read(bytes: &[u8]) -> Reading {
    let (text, read_as) = decode(bytes);
    let text = match text.strip_prefix('\u{FEFF}') {
        Some(text) => text.to_owned(),
        None => text,
    };
    if text.len() > LONGEST_REPAIRED {
        return Reading {
            text,
            read_as,
            repaired: Vec::new(),
            damaged: Vec::new(),
        };
    }
    let Repair {
        text,
        undone,
        damaged,
    } = repair(text);
    // A mark that was read with a wrong page is one still.
    let text = match text.strip_prefix('\u{FEFF}') {
        Some(text) => text.to_owned(),
        None => text,
    };
    Reading {
        text,
        read_as,
        repaired: undone,
        damaged,
    }
}

/// Reads bytes in an encoding that somebody named as the web does; `None` if there is none of that
/// name. Nothing is repaired.
pub(crate) fn read_as(bytes: &[u8], name: &str) -> Option<Reading> {
    let encoding = Encoding::for_label(name.as_bytes())?;
    let (text, encoding, _) = encoding.decode(bytes);
    Some(Reading {
        text: text.into_owned(),
        read_as: encoding.name().to_ascii_lowercase(),
        repaired: Vec::new(),
        damaged: Vec::new(),
    })
}

/// The bytes of a file with other ticks in its boxes: for each offset of a character between
/// brackets in the text that [`read`] gave, in ascending order, whether it is ticked. All other
/// bytes stay, broken ones too.
pub(crate) fn with_boxes(bytes: &[u8], text: &str, boxes: &[(usize, bool)]) -> Vec<u8> {
    let mut written = bytes.to_vec();
    let mut places = ascii_places(bytes);
    let mut texts = text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii());
    for &(offset, ticked) in boxes {
        // Whatever happened to the others, characters of ASCII are the same ones in one order.
        let Some(number) = texts.position(|(at, _)| at == offset) else {
            break;
        };
        let Some(place) = places.nth(number) else {
            break;
        };
        let is_ticked = matches!(written[place], b'x' | b'X');
        if is_ticked != ticked {
            written[place] = if ticked { b'x' } else { b' ' };
        }
    }
    written
}

fn decode(bytes: &[u8]) -> (String, String) {
    let name = |encoding: &'static Encoding| encoding.name().to_ascii_lowercase();
    if let Some(encoding) = utf_16(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        return (text.into_owned(), name(encoding));
    }
    let text = String::from_utf8_lossy(bytes);
    let lost = text.matches('\u{FFFD}').count();
    let kept = text.chars().filter(|c| !c.is_ascii()).count() - lost;
    if lost == 0 || kept >= lost {
        return (text.into_owned(), name(UTF_8));
    }
    let page = likeliest(bytes);
    (page.text(bytes), page.name())
}

/// UTF-16 by its mark, or by the zeros that it alone has in half of the places of a text.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0xFF, 0xFE, ..] => return Some(UTF_16LE),
        [0xFE, 0xFF, ..] => return Some(UTF_16BE),
        _ => {}
    }
    let zeros = |odd: usize| {
        let places = bytes.iter().skip(odd).step_by(2);
        places.filter(|byte| **byte == 0).count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let enough = |count: usize, other: usize| count * 20 > bytes.len() && count > 10 * other;
    if enough(odd, even) {
        Some(UTF_16LE)
    } else if enough(even, odd) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Where in the bytes the characters of ASCII stand.
fn ascii_places(bytes: &[u8]) -> Box<dyn Iterator<Item = usize> + '_> {
    let Some(encoding) = utf_16(bytes) else {
        let places = bytes.iter().enumerate().filter(|(_, byte)| byte.is_ascii());
        return Box::new(places.map(|(at, _)| at));
    };
    let low = usize::from(encoding == UTF_16BE);
    let units = bytes.chunks_exact(2).enumerate();
    let places = units.filter(move |(_, unit)| unit[1 - low] == 0 && unit[low].is_ascii());
    Box::new(places.map(move |(at, _)| 2 * at + low))
}

#[cfg(test)]
mod real;
#[cfg(test)]
mod tests;
