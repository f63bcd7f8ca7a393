//! What the environment says of the terminal: its color, its characters, its width.

use super::ColorChoice;

/// A variable of the environment; an empty one counts as unset.
pub(super) fn variable(name: &str) -> Option<String> {
    let value = std::env::var_os(name)?.to_string_lossy().into_owned();
    (!value.is_empty()).then_some(value)
}

pub(super) fn is_dumb(variable: impl Fn(&str) -> Option<String>) -> bool {
    variable("TERM").is_some_and(|terminal| terminal == "dumb")
}

pub(super) fn has_color(
    choice: ColorChoice,
    terminal: bool,
    variable: impl Fn(&str) -> Option<String>,
) -> bool {
    match choice {
        ColorChoice::Auto => terminal && variable("NO_COLOR").is_none() && !is_dumb(variable),
        ColorChoice::Always => true,
        ColorChoice::Never => false,
    }
}

/// Unless the locale names another character set: many a container sets none at all.
pub(super) fn knows_unicode(variable: impl Fn(&str) -> Option<String>) -> bool {
    let Some(locale) = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(variable)
    else {
        return true;
    };
    match locale.split_once('.') {
        Some((_, charset)) => {
            let charset = charset.to_lowercase();
            charset.starts_with("utf-8") || charset.starts_with("utf8")
        }
        None => locale != "C" && locale != "POSIX",
    }
}

/// The columns that `COLUMNS` or else the terminal gives, within reason.
pub(super) fn columns(terminal: Option<u16>, variable: impl Fn(&str) -> Option<String>) -> usize {
    const USUAL: usize = 80;
    let told = variable("COLUMNS")
        .and_then(|columns| columns.parse().ok())
        .filter(|told| *told > 0);
    told.or(terminal.map(usize::from))
        .unwrap_or(USUAL)
        .clamp(20, 400)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set<'env>(pairs: &'env [(&str, &str)]) -> impl Fn(&str) -> Option<String> + Copy + 'env {
        |name| {
            pairs
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        }
    }

    #[test]
    fn color_needs_a_terminal_that_may_have_it() {
        let auto =
            |terminal, pairs: &[(&str, &str)]| has_color(ColorChoice::Auto, terminal, set(pairs));
        assert!(auto(true, &[("TERM", "linux")]));
        assert!(!auto(false, &[]));
        assert!(!auto(true, &[("NO_COLOR", "1")]));
        assert!(!auto(true, &[("TERM", "dumb")]));
        assert!(has_color(
            ColorChoice::Always,
            false,
            set(&[("NO_COLOR", "1")])
        ));
        assert!(!has_color(ColorChoice::Never, true, set(&[])));
    }

    #[test]
    fn a_locale_without_utf_8_gets_ascii() {
        for (locale, expected) in [
            ("en_US.UTF-8", true),
            ("ru_RU.utf8", true),
            ("C.UTF-8", true),
            ("en_US", true),
            ("C", false),
            ("POSIX", false),
            ("de_DE.ISO-8859-1", false),
        ] {
            assert_eq!(
                knows_unicode(set(&[("LANG", locale)])),
                expected,
                "{locale}"
            );
        }
        assert!(knows_unicode(set(&[])));
        assert!(!knows_unicode(set(&[
            ("LC_ALL", "C"),
            ("LANG", "en_US.UTF-8")
        ])));
        assert!(knows_unicode(set(&[
            ("LC_CTYPE", "C.UTF-8"),
            ("LANG", "C")
        ])));
    }

    #[test]
    fn the_width_is_told_or_asked_or_usual() {
        assert_eq!(columns(Some(120), set(&[("COLUMNS", "60")])), 60);
        for nonsense in ["0", "-3", "wide", "6 0"] {
            assert_eq!(
                columns(Some(120), set(&[("COLUMNS", nonsense)])),
                120,
                "{nonsense}"
            );
        }
        assert_eq!(columns(None, set(&[])), 80);
        assert_eq!(columns(Some(3), set(&[])), 20);
        assert_eq!(columns(None, set(&[("COLUMNS", "99999")])), 400);
    }
}
