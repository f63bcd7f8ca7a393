//! The terminal: what it can show, and the only door through which anything is printed.
//!
//! Decides how things look, never what is shown. Text that people wrote must have been through
//! [`text::clean`] before it comes here; `prose` and `report` see to that themselves.

pub(crate) mod chart;
mod code;
mod difference;
pub(crate) mod entry;
mod environment;
pub(crate) mod excerpt;
mod formula;
mod inline;
pub(crate) mod keys;
mod line;
mod link;
pub(crate) mod page;
mod pager;
pub(crate) mod picture;
pub(crate) mod progress;
pub(crate) mod prose;
pub(crate) mod report;
mod table;
pub(crate) mod text;
mod theme;
pub(crate) mod view;

use std::io::{self, IsTerminal, Write};

use console::Term;
use dialoguer::{Confirm, FuzzySelect};

use environment::{columns, has_color, is_dumb, knows_unicode, variable};
use picture::{Picture, Protocol, Room};
pub(crate) use theme::Theme;
use view::{Scroll, View};

/// Begins a fresh page where the last one stood.
const HOME_AND_CLEAR: &str = "\x1b[H\x1b[2J";

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
    /// How pictures can be shown, if they can.
    pictures: Option<Protocol>,
}

impl Screen {
    /// Looks at the terminal and the environment.
    pub(crate) fn detect(color: ColorChoice) -> Self {
        let unicode = knows_unicode(variable);
        let theme = |terminal| Theme {
            color: has_color(color, terminal, variable),
            unicode,
            links: false,
        };
        Self {
            results: theme(stdout().is_terminal()),
            news: theme(stderr().is_terminal()),
            plain: !stdout().is_terminal() || is_dumb(variable),
            pictures: picture::understood(variable).filter(|_| stdout().is_terminal()),
        }
    }

    /// With `plain`, nothing moves the cursor, whatever the terminal can do.
    pub(crate) fn set_plain(&mut self, plain: bool) {
        self.plain |= plain;
        if self.plain {
            self.results.links = false;
            self.pictures = None;
        }
    }

    /// Makes links of links where the terminal understands them: only on pages that reach it
    /// directly, because a pager between may not.
    pub(crate) fn follow_links(&mut self) {
        self.results.links = !self.plain && link::understood(variable);
    }

    /// Whether a picture can be shown.
    pub(crate) fn has_pictures(&self) -> bool {
        self.pictures.is_some()
    }

    /// Makes a picture of a file, small enough to stand on a page beside its text. `None` if it
    /// is no picture, or cannot be shown.
    pub(crate) fn picture(&self, file: &[u8]) -> Option<Picture> {
        let (rows, _) = self.size();
        let room = Room {
            columns: self.width(),
            rows: (rows / 2).max(1),
            cell: cell(),
        };
        picture::prepare(file, self.pictures?, room)
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

    /// Prints what stands before a line that somebody types.
    ///
    /// # Errors
    /// As [`Screen::out`].
    pub(crate) fn prompt(&mut self, text: &str) -> io::Result<()> {
        write(&mut stdout().lock(), text)
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

    /// Whether nothing may move the cursor.
    pub(crate) fn is_plain(&self) -> bool {
        self.plain
    }

    /// Shows as much of a page as fits, its body from line `from` on; in plain mode all of it.
    /// The cursor stays behind its last character.
    ///
    /// # Errors
    /// The terminal is gone.
    pub(crate) fn show(&mut self, view: &View, from: usize) -> io::Result<()> {
        if self.plain {
            return self.page(&view.whole());
        }
        let (rows, columns) = self.size();
        let lines = view.window(rows, columns, from, self.results);
        let page = format!("{HOME_AND_CLEAR}{}", lines.join("\n"));
        write(&mut stdout().lock(), &page)
    }

    /// Where the body of a page begins at first.
    pub(crate) fn start(&self, view: &View) -> usize {
        if self.plain {
            0
        } else {
            view.start(self.size().0)
        }
    }

    /// Where the body of a page begins after somebody read on from line `from`.
    pub(crate) fn scrolled(&self, view: &View, from: usize, scroll: Scroll) -> usize {
        if self.plain {
            return 0;
        }
        view.scrolled(self.size().0, from, scroll)
    }

    /// Shows a fresh page. What was on the screen goes, what has scrolled off it stays; in plain
    /// mode nothing goes, and a rule sets the page apart.
    ///
    /// # Errors
    /// The terminal is gone.
    pub(crate) fn page(&mut self, lines: &[String]) -> io::Result<()> {
        let lines = lines.join("\n");
        if self.plain {
            let rule = self.results.glyph("─", "-").repeat(self.width());
            self.out(&format!("{rule}\n{lines}"))
        } else {
            self.out(&format!("{HOME_AND_CLEAR}{lines}"))
        }
    }
}

/// The width and height of a cell in pixels, as the terminal says or as is usual.
fn cell() -> (usize, usize) {
    const USUAL: (usize, usize) = (10, 20);
    let Ok(size) = rustix::termios::tcgetwinsize(stdout()) else {
        return USUAL;
    };
    let of = |pixels: u16, cells: u16| usize::from(pixels.checked_div(cells).unwrap_or_default());
    let cell = (
        of(size.ws_xpixel, size.ws_col),
        of(size.ws_ypixel, size.ws_row),
    );
    if cell.0 > 0 && cell.1 > 0 {
        cell
    } else {
        USUAL
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
    write(to, &format!("{text}{end}"))
}

fn write(to: &mut impl Write, text: &str) -> io::Result<()> {
    to.write_all(text.as_bytes())?;
    to.flush()
}
