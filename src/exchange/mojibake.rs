//! Undoes a wrong code page: text whose bytes were read with one, and then kept as that.
//!
//! Only what is lossless and clearly more plausible is undone; everything else stays as it is.

use std::borrow::Cow;

use super::pages::{PAGES, Page, is_cyrillic, likeliest, plausibility};

/// How often a text may have been read with a wrong page.
const DEEPEST: usize = 4;
/// How many characters there must be before two-byte ones are believed.
const FEW: usize = 2;
/// How many letters there must be before a page is told by its letters alone.
const FEW_LETTERS: i64 = 12;

/// A text after repair.
pub(super) struct Repair {
    pub(super) text: String,
    /// The names of the wrong pages, in the order of undoing.
    pub(super) undone: Vec<String>,
    /// The numbers (from 1) of the lines that look broken still.
    pub(super) damaged: Vec<u32>,
}

/// Repairs a text as often as something can be repaired.
pub(super) fn repair(text: String) -> Repair {
    let mut undone = Vec::new();
    let mut text = text;
    while undone.len() < DEEPEST
        && let Some((page, repaired)) = undo(&text)
    {
        undone.push(page.name());
        text = repaired;
    }
    let lines = (1..).zip(text.split('\n'));
    let damaged = lines.filter(|(_, line)| looks_broken(line));
    Repair {
        damaged: damaged.map(|(number, _)| number).collect(),
        undone,
        text,
    }
}

/// The page that explains most of what looks broken, and the text without it.
fn undo(text: &str) -> Option<(&'static Page, String)> {
    if text.is_ascii() {
        return None;
    }
    let pages: &'static [Page] = &PAGES;
    let gains = pages.iter().map(|page| (gain(page, text), page));
    let (gain, page) = gains.max_by_key(|(gain, _)| *gain)?;
    if gain >= FEW {
        let lines = text.split_inclusive('\n');
        let repaired =
            lines.map(|line| repaired_line(page, line).map_or(Cow::Borrowed(line), Cow::Owned));
        return Some((page, repaired.collect()));
    }
    undo_two_pages(text)
}

/// How many characters vanish when a page is undone.
fn gain(page: &Page, text: &str) -> usize {
    let repaired = |line: &str| {
        let repaired = repaired_line(page, line)?;
        Some(line.chars().count() - repaired.chars().count())
    };
    text.split('\n').filter_map(repaired).sum()
}

/// A line with the page undone, if every stretch of it that the page could have made is the page's
/// doing. What the page has no character for was never read with it, and stays.
fn repaired_line(page: &Page, line: &str) -> Option<String> {
    let mut repaired = String::new();
    let mut rest = line;
    let mut before = ' ';
    let mut is_changed = false;
    while let Some(start) = rest.find(|c: char| !c.is_ascii()) {
        let (plain, run) = rest.split_at(start);
        let (run, after) = run.split_at(run.find(|c: char| c.is_ascii()).unwrap_or(run.len()));
        before = plain.chars().next_back().unwrap_or(before);
        repaired.push_str(plain);
        if run.chars().all(|c| page.byte(c).is_some()) {
            let undone = undone(page, run)?;
            if !fits(before, &undone, after.chars().next()) {
                return None;
            }
            repaired.push_str(&undone);
            is_changed = true;
        } else {
            repaired.push_str(run);
        }
        rest = after;
    }
    repaired.push_str(rest);
    (is_changed && plausibility(&repaired) > plausibility(line)).then_some(repaired)
}

/// The text whose bytes a page makes the stretch of.
fn undone(page: &Page, run: &str) -> Option<String> {
    let bytes = page.may_have_misread(run).then(|| page.bytes(run))??;
    String::from_utf8(bytes).ok()
}

/// Whether a repaired stretch is made of characters that people write, and mixes no alphabets with
/// what stands around it.
fn fits(before: char, undone: &str, after: Option<char>) -> bool {
    let edge = [undone.chars().next(), undone.chars().next_back()];
    let beside = [Some(before), after];
    let mixes = edge.iter().zip(beside).any(|(edge, beside)| {
        edge.is_some_and(is_cyrillic) && beside.is_some_and(|c| c.is_ascii_alphabetic())
    });
    !mixes && undone.chars().all(is_ordinary)
}

/// Whether a character is of the Latin, Greek or Cyrillic alphabet, of East Asia, or a sign. Old
/// letters, sounds and private characters are not.
const fn is_ordinary(c: char) -> bool {
    matches!(c,
        '\u{A0}'..='\u{17F}' | '\u{2C6}'..='\u{2DD}' | '\u{370}'..='\u{45F}' | '\u{490}'..='\u{491}'
        | '\u{192}' | '\u{1E00}'..='\u{1EFF}' | '\u{2000}'..='\u{2BFF}' | '\u{3000}'..='\u{30FF}'
        | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{F8FF}' | '\u{FB01}'..='\u{FB02}'
        | '\u{FE0E}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{1F000}'..='\u{1FAFF}'
        | '\u{E0020}'..='\u{E007F}')
}

/// A text in one page that was read with another: `Ïðèâåò`. Only where it is plain on the whole.
fn undo_two_pages(text: &str) -> Option<(&'static Page, String)> {
    let before = plausibility(text);
    let strange = text.chars().filter(|c| !c.is_ascii() && c.is_alphabetic());
    let strange = i64::try_from(strange.count()).unwrap_or(i64::MAX / 4);
    if strange < FEW_LETTERS {
        return None;
    }
    let pages: &'static [Page] = &PAGES;
    let mut best = None;
    let mut highest = strange.max(before + strange / 2);
    for wrong in pages {
        let Some(bytes) = wrong.bytes(text) else {
            continue;
        };
        let repaired = likeliest(&bytes).text(&bytes);
        let score = plausibility(&repaired);
        if score > highest {
            highest = score;
            best = Some((wrong, repaired));
        }
    }
    best
}

/// Whether something in a line was lost, or is a wrong page's doing in part.
fn looks_broken(line: &str) -> bool {
    let is_lost = |c: char| matches!(c, '\u{FFFD}' | '\u{80}'..='\u{84}' | '\u{86}'..='\u{9F}');
    line.contains(is_lost)
        || !line.is_ascii() && PAGES.iter().any(|page| is_partly_undone(page, line))
}

/// Whether most of what a page could have made in a line comes out as characters.
fn is_partly_undone(page: &Page, line: &str) -> bool {
    let runs = line
        .split(|c: char| c.is_ascii())
        .filter(|run| !run.is_empty());
    let (mut whole, mut lost) = (0, 0);
    for run in runs {
        let bytes = page.may_have_misread(run).then(|| page.bytes(run));
        let Some(bytes) = bytes.flatten() else {
            lost += usize::from(run.chars().any(|c| page.byte(c).is_some()));
            continue;
        };
        for c in String::from_utf8_lossy(&bytes).chars() {
            if c == '\u{FFFD}' || !is_ordinary(c) {
                lost += 1;
            } else {
                whole += 1;
            }
        }
    }
    whole >= FEW && whole > 2 * lost
}

#[cfg(test)]
mod tests;
