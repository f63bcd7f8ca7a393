//! HTML, as Anki and others keep it in fields -> Markdown that says the same.
//!
//! A scan takes out what is no text (scripts, styles) and what has a notation of its own
//! (mathematics, sounds), and counts how deep elements nest; `htmd` does the rest. Any text gives
//! an answer in a time that grows with its length.

mod clean;
mod scan;

use std::sync::LazyLock;

use htmd::element_handler::Handlers;
use htmd::options::{BulletListMarker, Options};
use htmd::{Element, HtmlToMarkdown};

pub(crate) use clean::{clean, clean_word};
pub(crate) use scan::{CLOSE, OPEN};
use scan::{Scan, scan};

/// The folder, beside the decks, that media are put in.
pub(crate) const MEDIA: &str = "media";

/// Converts HTML. What is left out is told to `remark`.
pub(crate) fn markdown(html: &str, remark: &mut dyn FnMut(&'static str)) -> String {
    if is_plain(html) {
        return html.trim().to_owned();
    }
    let Scan { html, pieces } = scan(html, remark);
    let converted = CONVERTER.convert(&html).unwrap_or_default();
    tidy(&scan::put_back(&converted, &pieces))
}

/// Whether a text means the same in HTML, in Markdown, and on one line.
fn is_plain(text: &str) -> bool {
    let special = |byte: u8| {
        matches!(
            byte,
            0..=0x1f
                | b'\\'
                | b'*'
                | b'_'
                | b'`'
                | b'['
                | b']'
                | b'<'
                | b'>'
                | b'&'
                | b'$'
                | b'~'
                | b'{'
                | b'}'
                | b'|'
                | b'#'
                | b'='
                | b'+'
                | b'!'
        )
    };
    let starts = text.as_bytes().first().copied();
    let letter = starts.is_none_or(|byte| byte.is_ascii_alphabetic() || byte >= 0x80);
    letter
        && !text.contains([OPEN, CLOSE])
        && !text.bytes().any(special)
        && !text.contains("  ")
        && !matches!(text.as_bytes(), [_, b':', ..])
}

static CONVERTER: LazyLock<HtmlToMarkdown> = LazyLock::new(|| {
    let options = Options {
        bullet_list_marker: BulletListMarker::Dash,
        ul_bullet_spacing: 1,
        ol_number_spacing: 1,
        preformatted_code: true,
        ..Options::default()
    };
    HtmlToMarkdown::builder()
        .options(options)
        .scripting_enabled(false)
        .add_handler(vec!["img"], image)
        // A heading inside a card would end the card.
        .add_handler(vec!["h1", "h2", "h3", "h4", "h5", "h6"], heading)
        .add_handler(vec!["hr"], |_: &dyn Handlers, _: Element<'_>| {
            Some("\n\n———\n\n".into())
        })
        .build()
});

fn heading(
    handlers: &dyn Handlers,
    element: Element<'_>,
) -> Option<htmd::element_handler::HandlerResult> {
    let words = handlers.walk_children(element.node).content;
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let marked = words.contains("**") || words.contains("![");
    Some(match (words.is_empty(), marked) {
        (true, _) => String::new().into(),
        (false, true) => format!("\n\n{words}\n\n").into(),
        (false, false) => format!("\n\n**{words}**\n\n").into(),
    })
}

fn image(_: &dyn Handlers, element: Element<'_>) -> Option<htmd::element_handler::HandlerResult> {
    let attribute = |name: &str| {
        let found = element.attrs.iter().find(|own| &*own.name.local == name);
        found.map(|own| own.value.to_string()).unwrap_or_default()
    };
    let source = attribute("src");
    let alt: String = attribute("alt")
        .chars()
        .filter(|c| !matches!(c, '[' | ']' | '\\' | '`' | '<' | '>' | '\n' | '$'))
        .collect();
    if source.is_empty() || source.starts_with("data:") {
        return Some(alt.into());
    }
    Some(format!("![{}]({})", alt.trim(), target(&source)).into())
}

/// Where a name in a field points to, as the target of a link.
pub(crate) fn target(source: &str) -> String {
    let is_web = ["http://", "https://"]
        .iter()
        .any(|scheme| source.starts_with(scheme));
    let path = if is_web {
        source.to_owned()
    } else {
        let name = file_name(&unpercent(source));
        format!("{MEDIA}/{}", name.unwrap_or_default())
    };
    let mut target = String::with_capacity(path.len());
    for c in path.chars() {
        match c {
            '(' | ')' | '<' | '>' | '[' | ']' | '\\' | '"' | '\'' | '`' | '$' | '*' | '_' | '{'
            | '}' | '|' | '~' | '&' | '#' | '%'
                if !(is_web && matches!(c, '%' | '&' | '#' | '_' | '~')) =>
            {
                target.push_str(&format!("%{:02X}", u32::from(c)));
            }
            c if c.is_whitespace() || c.is_control() => target.push_str("%20"),
            c => target.push(c),
        }
    }
    target
}

/// A name that a file in a folder of ours can have on any system; `None` if it points elsewhere.
/// What Anki takes out of names is taken out.
pub(crate) fn file_name(name: &str) -> Option<String> {
    let name = clean_word(name);
    let elsewhere = name.contains(['/', '\\']) || matches!(name.as_str(), "" | "." | "..");
    if elsewhere {
        return None;
    }
    let allowed: String = name
        .chars()
        .filter(|c| !"[]<>:\"?*^|".contains(*c))
        .collect();
    let allowed = allowed.trim_matches([' ', '.']);
    let (stem, kind) = allowed.rsplit_once('.').unwrap_or((allowed, ""));
    let room = LONGEST_NAME.saturating_sub(kind.len() + 1).max(1);
    let name = match (stem.len() > room, kind) {
        (false, _) => allowed.to_owned(),
        (true, "") => stem[..stem.floor_char_boundary(room)].to_owned(),
        (true, kind) => format!("{}.{kind}", &stem[..stem.floor_char_boundary(room)]),
    };
    (!name.is_empty() && name.len() <= LONGEST_NAME).then_some(name)
}

/// In bytes; as Anki has it.
const LONGEST_NAME: usize = 120;

/// A name as the file is called: `%20` is a space.
pub(crate) fn unpercent(name: &str) -> String {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let code = (after.get(..2))
            .filter(|_| byte == b'%')
            .and_then(|code| std::str::from_utf8(code).ok())
            .and_then(|code| u8::from_str_radix(code, 16).ok());
        bytes.push(code.unwrap_or(byte));
        rest = after.get(code.map_or(0, |_| 2)..).unwrap_or_default();
    }
    String::from_utf8(bytes).unwrap_or_else(|_| name.to_owned())
}

/// No lines of spaces, no more than one blank line, none around.
fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut blank = 0;
    let mut fence: Option<&str> = None;
    for line in text.lines() {
        let start = line.trim_start();
        if let Some(mark) = fence {
            if start.trim_end() == mark {
                fence = None;
            }
        } else if start.starts_with("```") {
            let marks = start.len() - start.trim_start_matches('`').len();
            fence = start.get(..marks);
        } else if line.trim().is_empty() {
            blank += 1;
            continue;
        }
        if !tidy.is_empty() {
            tidy.push_str(if blank > 0 { "\n\n" } else { "\n" });
        }
        blank = 0;
        tidy.push_str(line);
    }
    // A break before a blank line, or at the end, breaks nothing.
    let tidy = tidy.replace("  \n\n", "\n\n");
    tidy.trim_matches(['\n', ' ']).to_owned()
}

#[cfg(test)]
mod tests;
