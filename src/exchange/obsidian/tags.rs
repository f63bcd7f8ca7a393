//! Which deck a card of a note is in, and which tags it has: front matter, lines of tags, and tags
//! before a question.

use super::marks::Marks;

/// What the front matter of a note says.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Front {
    /// Tags without `#`.
    pub(super) tags: Vec<String>,
    /// How many lines it takes.
    pub(super) lines: usize,
}

/// Reads the front matter's tags, in each of the forms that Obsidian takes.
pub(super) fn front(lines: &[&str]) -> Front {
    let is_rule = |line: &&str| line.trim_end() == "---";
    let inside = lines.get(1..).unwrap_or_default();
    let Some(length) = inside.iter().position(is_rule) else {
        return Front::default();
    };
    if !lines.first().is_some_and(is_rule) {
        return Front::default();
    }
    let mut tags = Vec::new();
    let mut in_tags = false;
    for line in inside.iter().take(length) {
        if let Some(item) = line.trim_start().strip_prefix("- ").filter(|_| in_tags) {
            tags.push(word(item));
            continue;
        }
        let (key, value) = line.split_once(':').unwrap_or((line, ""));
        in_tags = matches!(key.trim().to_ascii_lowercase().as_str(), "tags" | "tag");
        if in_tags {
            let list = value.trim().trim_start_matches('[').trim_end_matches(']');
            tags.extend(list.split([',', ' ']).map(word));
        }
    }
    tags.retain(|tag| !tag.is_empty());
    Front {
        tags,
        lines: length + 2,
    }
}

fn word(text: &str) -> String {
    let text = text.trim().trim_matches(['"', '\'']);
    text.trim_start_matches('#').to_owned()
}

/// The tags in a line (without `#`), with where each of them ends.
pub(super) fn tags(line: &str) -> impl Iterator<Item = (&str, usize)> {
    let starts = line.match_indices('#').map(|(at, _)| at).filter(|at| {
        line.get(..*at)
            .is_some_and(|before| before.is_empty() || before.ends_with(char::is_whitespace))
    });
    starts.filter_map(|at| {
        let rest = line.get(at + 1..)?;
        let is_part = |c: char| c.is_alphanumeric() || "_-/".contains(c);
        let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let tag = &rest[..length];
        // A number is no tag.
        let named = tag.contains(|c: char| !c.is_numeric());
        (length > 0 && named).then_some((tag, at + 1 + length))
    })
}

/// A text without the tags that it begins with, and those tags.
pub(super) fn leading(text: &str) -> (Vec<&str>, &str) {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((tag, end)) = tags(rest.trim_start()).next()
        && rest.trim_start().starts_with('#')
    {
        found.push(tag);
        rest = &rest.trim_start()[end..];
    }
    if found.is_empty() {
        (found, text)
    } else {
        (found, rest.trim_start())
    }
}

/// The deck tags of a note by line: those of each line that is part of no card.
pub(super) fn deck_lines<'t>(
    lines: &[&'t str],
    is_card: &dyn Fn(usize) -> bool,
    marks: &Marks,
) -> Vec<(usize, &'t str)> {
    let mut found = Vec::new();
    let mut fence: Option<&str> = None;
    for (number, line) in lines.iter().enumerate() {
        let start = line.trim_start();
        let mark = ["```", "~~~"]
            .into_iter()
            .find(|mark| start.starts_with(mark));
        if mark.is_some() && (fence.is_none() || fence == mark) {
            fence = if fence.is_none() { mark } else { None };
        }
        if fence.is_some() || is_card(number) {
            continue;
        }
        let deck = tags(line)
            .map(|(tag, _)| tag)
            .find(|tag| marks.is_deck(tag));
        found.extend(deck.map(|tag| (number, tag)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_has_tags_in_three_forms() {
        let tags = |text: &str| {
            let front = front(&text.lines().collect::<Vec<_>>());
            format!("{} {}", front.tags.join(","), front.lines)
        };
        assert_eq!(
            tags("---\ntags:\n  - flashcards/go\n  - \"#x\"\ntitle: y\n---\n"),
            "flashcards/go,x 6"
        );
        assert_eq!(tags("---\nTags: [a, 'b']\ntag: c d\n---"), "a,b,c,d 4");
        assert_eq!(tags("---\ntags: a\n"), " 0");
        assert_eq!(tags("text\n---\n"), " 0");
    }

    #[test]
    fn tags_stand_after_spaces() {
        let seen: Vec<&str> = tags("#a/б text#b #12 #c, # d")
            .map(|(tag, _)| tag)
            .collect();
        assert_eq!(seen, ["a/б", "c"]);
        assert_eq!(leading(" #a #b/c Q::A #d"), (vec!["a", "b/c"], "Q::A #d"));
        assert_eq!(leading("  - Q"), (vec![], "  - Q"));
    }
}
