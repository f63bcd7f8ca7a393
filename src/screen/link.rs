//! Links that a terminal can follow: which targets may be one, and which terminals are known to
//! understand them (OSC 8).

use super::environment::is_dumb;

/// The target as a terminal may have it; `None` if it is not one that a person would follow from
/// a card. Whatever could end the sequence, or hide in it, is encoded.
pub(super) fn target(written: &str) -> Option<String> {
    let known = ["https://", "http://", "mailto:"];
    let lower = written.to_ascii_lowercase();
    let name = known.into_iter().find(|name| lower.starts_with(name))?;
    let encode = |byte: u8| match byte {
        b'!'..=b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    const LONGEST: usize = 2000;
    let encoded: String = written.bytes().map(encode).collect();
    (encoded.len() > name.len() && encoded.len() <= LONGEST).then_some(encoded)
}

/// Marks text as a link for the terminal.
pub(super) fn mark(text: &str, target: &str) -> String {
    format!("\x1b]8;;{target}\x1b\\{text}\x1b]8;;\x1b\\")
}

/// Whether the terminal is known to understand links. Where that is not known, it is taken not to.
pub(super) fn understood(variable: impl Fn(&str) -> Option<String> + Copy) -> bool {
    let (terminal, program) = (
        variable("TERM").unwrap_or_default(),
        variable("TERM_PROGRAM").unwrap_or_default(),
    );
    if is_dumb(variable) || variable("STY").is_some() {
        return false;
    }
    let number = |name| variable(name).and_then(|value| value.parse::<u32>().ok());
    if variable("TMUX").is_some() || terminal.starts_with("tmux") || terminal.starts_with("screen")
    {
        // What is around tmux may be anything; from 3.4 on it asks that itself.
        let version = variable("TERM_PROGRAM_VERSION").unwrap_or_default();
        let version: f32 = version
            .trim_end_matches(|c: char| !c.is_ascii_digit())
            .parse()
            .unwrap_or_default();
        return program == "tmux" && version >= 3.4;
    }
    ["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio"].contains(&program.as_str())
        || [
            "foot",
            "alacritty",
            "xterm-kitty",
            "xterm-ghostty",
            "wezterm",
            "contour",
        ]
        .iter()
        .any(|name| terminal.starts_with(name))
        || number("VTE_VERSION").is_some_and(|version| version >= 5000)
        || number("KONSOLE_VERSION").is_some_and(|version| version >= 200_400)
        || variable("KITTY_WINDOW_ID").is_some()
        || variable("WT_SESSION").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_are_followed_and_none_can_end_the_sequence() {
        assert_eq!(
            target("https://go.dev/x?a=1"),
            Some("https://go.dev/x?a=1".into())
        );
        assert_eq!(
            target("HTTP://x/ы \x1b\\\x07"),
            Some("HTTP://x/%D1%8B%20%1B\\%07".into())
        );
        assert_eq!(target("mailto:a@b.c"), Some("mailto:a@b.c".into()));
        for no in [
            "",
            "https://",
            "file:///etc/passwd",
            "javascript:x",
            "other.md",
            "ssh://x",
        ] {
            assert_eq!(target(no), None, "{no}");
        }
        assert_eq!(target(&format!("https://{}", "x".repeat(3000))), None);
    }

    #[test]
    fn only_terminals_that_are_known_get_links() {
        let sees = |pairs: &[(&str, &str)]| {
            understood(|name: &str| {
                let found = pairs.iter().find(|(key, _)| *key == name);
                found.map(|(_, value)| (*value).to_owned())
            })
        };
        assert!(!sees(&[("TERM", "xterm-256color")]));
        assert!(!sees(&[]));
        assert!(sees(&[("TERM", "xterm-256color"), ("VTE_VERSION", "7600")]));
        assert!(!sees(&[
            ("TERM", "xterm-256color"),
            ("VTE_VERSION", "4200")
        ]));
        assert!(sees(&[("TERM", "xterm-kitty")]));
        assert!(sees(&[("TERM_PROGRAM", "WezTerm")]));
        assert!(!sees(&[("TERM", "dumb"), ("TERM_PROGRAM", "vscode")]));
        assert!(!sees(&[
            ("TERM", "screen-256color"),
            ("VTE_VERSION", "7600")
        ]));
        let tmux = |version| {
            [
                ("TMUX", "/tmp/x"),
                ("TERM_PROGRAM", "tmux"),
                ("TERM_PROGRAM_VERSION", version),
            ]
        };
        assert!(sees(&tmux("3.4")) && sees(&tmux("3.5a")) && !sees(&tmux("3.3a")));
    }
}
