//! The terminal: what it can show, and the only door through which anything is printed.
//!
//! Decides how things look, never what is shown. Text that people wrote must have been through
//! [`text::clean`] before it comes here; `prose` and `report` see to that themselves.

pub(crate) mod chart;
pub(crate) mod excerpt;
mod inline;
pub(crate) mod keys;
mod line;
pub(crate) mod page;
mod pager;
pub(crate) mod progress;
pub(crate) mod prose;
pub(crate) mod report;
mod table;
pub(crate) mod text;
mod theme;

use std::io::{self, IsTerminal, Write};

use console::Term;
use dialoguer::{Confirm, FuzzySelect};

pub(crate) use theme::Theme;

/// The user's word on color.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ColorChoice {
    /// If it goes to a terminal that has color, and `NO_COLOR` does not forbid it.
    Auto,
    Always,
    Never,
}

/// Standard output for results, standard error for news.
pub(crate) struct Screen {
    results: Theme,
    news: Theme,
    /// Nothing moves the cursor: for screen readers, dumb terminals, files.
    plain: bool,
}

impl Screen {
    /// Looks at the terminal and the environment.
    pub(crate) fn detect(color: ColorChoice) -> Self {
        let unicode = knows_unicode(variable);
        let theme = |terminal| Theme {
            color: has_color(color, terminal, variable),
            unicode,
        };
        Self {
            results: theme(stdout().is_terminal()),
            news: theme(stderr().is_terminal()),
            plain: !stdout().is_terminal() || is_dumb(variable),
        }
    }

    /// With `plain`, nothing moves the cursor, whatever the terminal can do.
    pub(crate) fn set_plain(&mut self, plain: bool) {
        self.plain |= plain;
    }

    /// Asks a yes-or-no question; no is what Enter means.
    ///
    /// # Errors
    /// The terminal is gone.
    pub(crate) fn confirm(&self, question: &str) -> io::Result<bool> {
        let prompt = Confirm::new()
            .with_prompt(text::clean_line(question))
            .default(false);
        prompt
            .interact()
            .map_err(|dialoguer::Error::IO(error)| error)
    }

    /// Lets somebody choose one of these by typing a part of it; `None`: rather none.
    ///
    /// # Errors
    /// The terminal is gone.
    pub(crate) fn choose(&self, question: &str, items: &[String]) -> io::Result<Option<usize>> {
        let items: Vec<String> = items.iter().map(|item| text::clean_line(item)).collect();
        let prompt = FuzzySelect::new()
            .with_prompt(text::clean_line(question))
            .items(&items)
            .default(0)
            .max_length(10);
        prompt
            .interact_opt()
            .map_err(|dialoguer::Error::IO(error)| error)
    }

    /// How to draw what goes to [`Screen::out`] and [`Screen::page`].
    pub(crate) fn theme(&self) -> Theme {
        self.results
    }

    /// How to draw what goes to [`Screen::news`].
    pub(crate) fn news_theme(&self) -> Theme {
        self.news
    }

    /// Whether somebody can read and answer.
    pub(crate) fn interactive(&self) -> bool {
        io::stdin().is_terminal() && stdout().is_terminal()
    }

    /// Rows and columns, asked anew each time: windows are resized.
    pub(crate) fn size(&self) -> (usize, usize) {
        const ROWS: usize = 24;
        let size = Term::stdout().size_checked();
        let rows = size.map_or(ROWS, |(rows, _)| usize::from(rows));
        (rows, columns(size.map(|(_, columns)| columns), variable))
    }

    /// The columns that text is wrapped to: longer lines are tiring to read.
    pub(crate) fn width(&self) -> usize {
        const WIDEST_TEXT: usize = 100;
        self.size().1.min(WIDEST_TEXT)
    }

    /// Prints a result, in one write, and ends its last line.
    ///
    /// # Errors
    /// Nobody takes it; `BrokenPipe` says that the reader had enough.
    pub(crate) fn out(&mut self, result: &str) -> io::Result<()> {
        print(&mut stdout().lock(), result)
    }

    /// Prints a result; one that is longer than the terminal goes through the reader's pager.
    ///
    /// # Errors
    /// As [`Screen::out`].
    pub(crate) fn long(&mut self, lines: &[String]) -> io::Result<()> {
        let text = lines.join("\n") + "\n";
        let fits = lines.len() < self.size().0;
        if !self.interactive() || self.plain || fits {
            return self.out(&text);
        }
        if pager::show(&text, variable("PAGER").as_deref())? {
            Ok(())
        } else {
            self.out(&text)
        }
    }

    /// Prints a file as it is, byte for byte; on a terminal only as it can be shown.
    ///
    /// # Errors
    /// As [`Screen::out`].
    pub(crate) fn out_bytes(&mut self, file: &[u8]) -> io::Result<()> {
        let mut out = stdout().lock();
        if out.is_terminal() {
            return print(&mut out, &text::clean(&String::from_utf8_lossy(file)));
        }
        out.write_all(file)?;
        out.flush()
    }

    /// Prints news, and ends its last line.
    pub(crate) fn news(&mut self, text: &str) {
        // Who closed standard error does not want to know, and there is nowhere left to say it.
        print(&mut stderr().lock(), text).ok();
    }

    /// Shows a fresh page. What was on the screen goes, what has scrolled off it stays; in plain
    /// mode nothing goes, and a rule sets the page apart.
    ///
    /// # Errors
    /// The terminal is gone.
    pub(crate) fn page(&mut self, lines: &[String]) -> io::Result<()> {
        const HOME_AND_CLEAR: &str = "\x1b[H\x1b[2J";
        let lines = lines.join("\n");
        if self.plain {
            let rule = self.results.glyph("─", "-").repeat(self.width());
            self.out(&format!("{rule}\n{lines}"))
        } else {
            self.out(&format!("{HOME_AND_CLEAR}{lines}"))
        }
    }
}

#[allow(
    clippy::disallowed_methods,
    reason = "this room is the one that prints"
)]
fn stdout() -> io::Stdout {
    io::stdout()
}

#[allow(
    clippy::disallowed_methods,
    reason = "this room is the one that prints"
)]
fn stderr() -> io::Stderr {
    io::stderr()
}

fn print(to: &mut impl Write, text: &str) -> io::Result<()> {
    let end = if text.ends_with('\n') { "" } else { "\n" };
    to.write_all(format!("{text}{end}").as_bytes())?;
    to.flush()
}

/// A variable of the environment; an empty one counts as unset.
fn variable(name: &str) -> Option<String> {
    let value = std::env::var_os(name)?.to_string_lossy().into_owned();
    (!value.is_empty()).then_some(value)
}

fn is_dumb(variable: impl Fn(&str) -> Option<String>) -> bool {
    variable("TERM").is_some_and(|terminal| terminal == "dumb")
}

fn has_color(
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
fn knows_unicode(variable: impl Fn(&str) -> Option<String>) -> bool {
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
fn columns(terminal: Option<u16>, variable: impl Fn(&str) -> Option<String>) -> usize {
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
