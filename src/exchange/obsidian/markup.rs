//! Obsidian's own Markdown -> everybody's: links and embeds in double brackets, callouts, hidden
//! comments. Code and mathematics stay as they are.

use crate::exchange::guard::map_free;
use crate::exchange::pictures::pictures;

/// A text as everybody's Markdown. `picture` is told the name of each file that the text shows, and
/// says what to write for it.
pub(super) fn plain(text: &str, picture: &mut dyn FnMut(&str) -> Option<String>) -> String {
    let text = callouts(text);
    map_free(&text, |part| links(&without_comments(part), picture))
}

/// `%%never shown%%`.
fn without_comments(text: &str) -> String {
    let mut rest = text;
    let mut done = String::with_capacity(text.len());
    while let Some((before, comment)) = rest.split_once("%%")
        && let Some((_, after)) = comment.split_once("%%")
    {
        done.push_str(before);
        rest = after;
    }
    done + rest
}

fn links(text: &str, picture: &mut dyn FnMut(&str) -> Option<String>) -> String {
    let mut rest = text;
    let mut done = String::with_capacity(text.len());
    while let Some((before, link)) = rest.split_once("[[")
        && let Some((inside, after)) = link.split_once("]]")
    {
        if inside.contains(['\n', '[']) || inside.trim().is_empty() {
            // Not a link: go on behind its brackets.
            done.push_str(&pictures(before, picture));
            done.push_str("[[");
            rest = link;
            continue;
        }
        let embed = before.strip_suffix('!');
        done.push_str(&pictures(embed.unwrap_or(before), picture));
        let file = inside.split(['|', '#']).next().unwrap_or_default().trim();
        let shown = embed.filter(|_| is_media(file)).and_then(|_| picture(file));
        done.push_str(&shown.unwrap_or_else(|| words(inside)));
        rest = after;
    }
    done + &pictures(rest, picture)
}

/// What a link says: its alias, or the note and the heading in it.
fn words(link: &str) -> String {
    let link = link.replace("\\|", "|");
    match link.split_once('|') {
        Some((_, alias)) if !alias.trim().is_empty() => alias.trim().to_owned(),
        _ => {
            let target = link.split('|').next().unwrap_or_default();
            let parts = target.split(['#', '^']).map(str::trim);
            let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
            parts.join(" > ")
        }
    }
}

fn is_media(file: &str) -> bool {
    const KINDS: [&str; 18] = [
        "png", "jpg", "jpeg", "gif", "bmp", "svg", "webp", "avif", "mp3", "wav", "m4a", "ogg",
        "3gp", "flac", "mp4", "webm", "ogv", "pdf",
    ];
    let kind = file
        .rsplit_once('.')
        .map(|(_, kind)| kind.to_ascii_lowercase());
    kind.is_some_and(|kind| KINDS.contains(&kind.as_str()))
}

/// `> [!note] Title` -> `> **Title**`.
fn callouts(text: &str) -> String {
    let mut lines = Vec::new();
    for line in text.split('\n') {
        let quoted = line.trim_start_matches(['>', ' ']);
        let callout = quoted
            .strip_prefix("[!")
            .filter(|_| line.trim_start().starts_with('>'));
        let Some((kind, title)) = callout.and_then(|callout| callout.split_once(']')) else {
            lines.push(line.to_owned());
            continue;
        };
        let quotes = &line[..line.len() - quoted.len()];
        let title = title.trim_start_matches(['+', '-']).trim();
        let kind = kind.split('|').next().unwrap_or_default();
        let mut letters = kind.chars();
        let named: String = letters
            .next()
            .into_iter()
            .flat_map(char::to_uppercase)
            .collect();
        let named = named + letters.as_str();
        lines.push(format!(
            "{quotes}**{}**",
            if title.is_empty() { &named } else { title }
        ));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> String {
        plain(text, &mut |file| {
            let name = file.rsplit('/').next()?;
            (name != "lost.png").then(|| format!("![{name}](media/{name})"))
        })
    }

    #[test]
    fn links_say_their_words() {
        assert_eq!(
            seen(
                "[[Goroutines|another]] [[sync.Mutex]] [[A#B^c]] `[[code]]` [[ ]] [[a\n]] $[[m]]$"
            ),
            "another sync.Mutex A > B > c `[[code]]` [[ ]] [[a\n]] $[[m]]$"
        );
        assert_eq!(seen("![[Other note]] a!"), "Other note a!");
    }

    #[test]
    fn pictures_move_to_one_folder() {
        assert_eq!(
            seen("![[x/a.png|100]] ![alt](b%20c.jpg) ![](https://x/y.png) ![[lost.png]] ![open"),
            "![a.png](media/a.png) ![b c.jpg](media/b c.jpg) ![](https://x/y.png) lost.png ![open"
        );
    }

    #[test]
    fn callouts_are_quotes_and_comments_are_hidden() {
        assert_eq!(
            seen("> [!note]- Mind this\n> text\n>> [!TIP]\n[!note] no\na %%hidden%% b"),
            "> **Mind this**\n> text\n>> **TIP**\n[!note] no\na  b"
        );
    }
}
