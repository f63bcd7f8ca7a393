//! The scan before the conversion: one pass over HTML that knows tags from text.

use std::fmt::Write as _;

use super::target;

/// HTML that can be converted, and what was taken out of it.
pub(super) struct Scan {
    pub(super) html: String,
    /// Markdown, by the number of its mark.
    pub(super) pieces: Vec<String>,
}

/// Characters that no clean text has mark where a piece was, and signs that Markdown would read.
const PIECE: char = '\u{fdd0}';
const PIECE_END: char = '\u{fdd1}';
const DOLLAR: char = '\u{fdd2}';
const TILDE: char = '\u{fdd3}';
/// Brackets that are written as they are: around what a card hides.
pub(crate) const OPEN: char = '\u{fdd4}';
pub(crate) const CLOSE: char = '\u{fdd5}';

/// Elements nested deeper are shown as their text alone.
const DEEPEST: usize = 100;
/// So is what is longer than this.
const LARGEST: usize = 256 * 1024;

const SCRIPTS: &str = "scripts and styles were left out";
const EMBEDDED: &str = "embedded pages and players were left out";
const FLATTENED: &str = "HTML nested too deeply, or too long, was read as plain text";

/// Elements whose content is no text of the card.
const RAW: [(&str, &str); 8] = [
    ("script", SCRIPTS),
    ("style", ""),
    ("title", ""),
    ("iframe", EMBEDDED),
    ("object", EMBEDDED),
    ("noscript", SCRIPTS),
    ("template", SCRIPTS),
    ("svg", EMBEDDED),
];

/// Elements that have no end.
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// Elements that become marks around words.
const STRESS: [&str; 9] = ["b", "strong", "i", "em", "a", "u", "s", "del", "strike"];

const CODE: [&str; 5] = ["pre", "code", "kbd", "samp", "tt"];

pub(super) fn scan(html: &str, remark: &mut dyn FnMut(&'static str)) -> Scan {
    let mut scanner = Scanner {
        html: String::with_capacity(html.len() + 16),
        words: String::new(),
        pieces: Vec::new(),
        depth: 0,
        deepest: 0,
        code: 0,
        patience: PATIENCE,
    };
    scanner.read(html, remark);
    let flat = scanner.deepest > DEEPEST || html.len() > LARGEST;
    if flat {
        remark(FLATTENED);
    }
    Scan {
        html: if flat { scanner.words } else { scanner.html },
        pieces: scanner.pieces,
    }
}

/// The converted text with its pieces where they were.
pub(super) fn put_back(text: &str, pieces: &[String]) -> String {
    if !text.contains([PIECE, DOLLAR, TILDE, OPEN, CLOSE]) {
        return text.to_owned();
    }
    let mut whole = String::with_capacity(text.len() + 64);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(PIECE) {
        whole.push_str(before);
        let (number, after) = after.split_once(PIECE_END).unwrap_or(("", after));
        let piece = number
            .parse()
            .ok()
            .and_then(|number: usize| pieces.get(number));
        whole.push_str(piece.map_or("", String::as_str));
        rest = after;
    }
    whole.push_str(rest);
    let whole = whole.replace(DOLLAR, "\\$").replace(TILDE, "\\~");
    whole.replace(OPEN, "[").replace(CLOSE, "]")
}

struct Scanner {
    html: String,
    /// The same without tags, where line breaks are all that is left of them.
    words: String,
    pieces: Vec<String>,
    depth: usize,
    deepest: usize,
    /// How many elements around hold code.
    code: usize,
    /// How many bytes may still be looked through for the ends of tags that have none.
    patience: usize,
}

/// More is an attack on our time.
const PATIENCE: usize = 1 << 20;

impl Scanner {
    fn read(&mut self, html: &str, remark: &mut dyn FnMut(&'static str)) {
        let mut rest = html;
        while !rest.is_empty() {
            let at = rest.find(['<', '\\', '[', '$', '~']).unwrap_or(rest.len());
            self.say(&rest[..at]);
            rest = &rest[at..];
            if let Some((piece, after)) = self.notation(rest) {
                let number = self.pieces.len();
                self.pieces.push(piece);
                self.say(&format!("{PIECE}{number}{PIECE_END}"));
                rest = after;
            } else if let Some(tag) = self.tag_at(rest) {
                rest = self.tag(&tag, &rest[tag.length..], remark);
            } else if let Some(c) = rest.chars().next() {
                self.sign(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }

    fn tag_at<'h>(&mut self, rest: &'h str) -> Option<Tag<'h>> {
        if self.patience == 0 || !rest.starts_with('<') {
            return None;
        }
        let tag = Tag::read(rest);
        let may_be = rest
            .as_bytes()
            .get(1)
            .is_some_and(|byte| !byte.is_ascii_whitespace());
        if tag.is_none() && may_be {
            self.patience = self.patience.saturating_sub(rest.len());
        }
        tag
    }

    fn say(&mut self, text: &str) {
        self.html.push_str(text);
        self.words.push_str(text);
    }

    fn sign(&mut self, c: char) {
        match c {
            '$' if self.code == 0 => self.say(DOLLAR.encode_utf8(&mut [0; 4])),
            '~' if self.code == 0 => self.say(TILDE.encode_utf8(&mut [0; 4])),
            // A `<` that begins no tag would begin one for a laxer reader.
            '<' => self.say("&lt;"),
            c => self.say(c.encode_utf8(&mut [0; 4])),
        }
    }

    /// Reads what has a notation of its own, at its beginning: a piece and what follows it.
    fn notation<'h>(&self, rest: &'h str) -> Option<(String, &'h str)> {
        if self.code > 0 {
            return None;
        }
        let (open, close, make) = NOTATIONS.iter().find(|(open, ..)| rest.starts_with(open))?;
        let after = &rest[open.len()..];
        let end = after
            .get(..after.floor_char_boundary(LONGEST))?
            .find(close)?;
        let piece = make(&after[..end])?;
        Some((piece, &after[end + close.len()..]))
    }

    /// Passes a tag on, or leaves it out with what it holds; returns where to go on.
    fn tag<'h>(
        &mut self,
        tag: &Tag<'_>,
        after: &'h str,
        remark: &mut dyn FnMut(&'static str),
    ) -> &'h str {
        let name = tag.name.as_str();
        if let Some((_, word)) = RAW.iter().find(|(raw, _)| *raw == name) {
            if !word.is_empty() {
                remark(word);
            }
            return if tag.closes {
                after
            } else {
                after_end(after, name)
            };
        }
        if tag.text.starts_with("<!") || tag.text.starts_with("<?") {
            return after;
        }
        let has_end = !VOID.contains(&name);
        if tag.closes {
            self.depth = self.depth.saturating_sub(1);
            self.code -= usize::from(self.code > 0 && CODE.contains(&name));
        } else if has_end {
            self.depth += 1;
            self.deepest = self.deepest.max(self.depth);
            self.code += usize::from(CODE.contains(&name));
        }
        if matches!(name, "br" | "p" | "div" | "li" | "tr") {
            self.words.push_str("<br>");
        }
        if name == "br" && self.code > 0 {
            self.html.push('\n');
        } else if self.code > 0 && STRESS.contains(&name) {
            // In code a mark of Markdown is a character.
        } else {
            self.html.push_str(tag.text);
        }
        after
    }
}

/// What follows the end of an element whose content is not looked at.
fn after_end<'h>(html: &'h str, name: &str) -> &'h str {
    let mut rest = html;
    while let Some(at) = rest.find("</") {
        let inside = &rest[at + 2..];
        let same = inside
            .get(..name.len())
            .is_some_and(|own| own.eq_ignore_ascii_case(name));
        if same {
            return inside.split_once('>').map_or("", |(_, after)| after);
        }
        rest = inside;
    }
    ""
}

struct Tag<'h> {
    /// In lower case; empty for a comment.
    name: String,
    closes: bool,
    text: &'h str,
    length: usize,
}

impl<'h> Tag<'h> {
    /// The tag or comment that a text begins with.
    fn read(text: &'h str) -> Option<Self> {
        let inside = text.strip_prefix('<')?;
        if inside.starts_with("!--") {
            let length = text.find("-->").map_or(text.len(), |at| at + 3);
            return Some(Self::new("", false, text, length));
        }
        let closes = inside.starts_with('/');
        let name = inside.trim_start_matches('/');
        if !name.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '!' | '?')) {
            return None;
        }
        let end = name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'));
        let name = &name[..end.unwrap_or(name.len())];
        let mut quote = None;
        for (at, byte) in text.bytes().enumerate() {
            match (quote, byte) {
                (None, b'>') => return Some(Self::new(name, closes, text, at + 1)),
                (None, b'"' | b'\'') => quote = Some(byte),
                (Some(open), byte) if open == byte => quote = None,
                _ => {}
            }
        }
        // Never closed: what is left of the text is inside of it.
        None
    }

    fn new(name: &str, closes: bool, text: &'h str, length: usize) -> Self {
        Self {
            name: name.to_ascii_lowercase(),
            closes,
            text: &text[..length],
            length,
        }
    }
}

/// No formula is longer, in bytes.
const LONGEST: usize = 8 * 1024;

type Make = fn(&str) -> Option<String>;

/// What begins with, ends with, and becomes.
const NOTATIONS: [(&str, &str, Make); 7] = [
    ("\\(", "\\)", |tex| Some(formula(tex, "$"))),
    ("\\[", "\\]", |tex| Some(formula(tex, "$$"))),
    ("[$$]", "[/$$]", |tex| Some(formula(tex, "$$"))),
    ("[$]", "[/$]", |tex| Some(formula(tex, "$"))),
    ("[latex]", "[/latex]", |tex| Some(code(&plain(tex)))),
    ("[sound:", "]", |name| Some(sound(&plain(name)))),
    ("[anki:play:", "]", |_| Some(String::new())),
];

fn formula(tex: &str, mark: &str) -> String {
    let tex = plain(tex);
    if tex.is_empty() {
        String::new()
    } else if tex.contains('$') || tex.ends_with('\\') {
        code(&tex)
    } else {
        format!("{mark}{tex}{mark}")
    }
}

fn code(text: &str) -> String {
    let longest = text
        .split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    let mark = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    if text.is_empty() {
        String::new()
    } else {
        format!("{mark}{pad}{text}{pad}{mark}")
    }
}

fn sound(name: &str) -> String {
    let label: String = name
        .chars()
        .filter(|c| {
            !matches!(
                c,
                '[' | ']' | '\\' | '`' | '<' | '>' | '*' | '_' | '$' | '&' | '~' | '|'
            )
        })
        .collect();
    format!("[♪ {label}]({})", target(name))
}

/// The text of a bit of HTML on one line, with the commonest entities.
fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while !rest.is_empty() {
        let at = rest.find(['<', '&']).unwrap_or(rest.len());
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(tag) = Tag::read(rest) {
            if matches!(tag.name.as_str(), "br" | "div" | "p") {
                text.push(' ');
            }
            rest = &rest[tag.length..];
        } else if let Some((entity, c)) =
            ENTITIES.iter().find(|(entity, _)| rest.starts_with(entity))
        {
            text.push(*c);
            rest = &rest[entity.len()..];
        } else if let Some(c) = rest.chars().next() {
            // Writing to a string cannot fail.
            write!(text, "{c}").ok();
            rest = &rest[c.len_utf8()..];
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

const ENTITIES: [(&str, char); 7] = [
    ("&lt;", '<'),
    ("&gt;", '>'),
    ("&amp;", '&'),
    ("&quot;", '"'),
    ("&#39;", '\''),
    ("&#x27;", '\''),
    ("&nbsp;", ' '),
];
