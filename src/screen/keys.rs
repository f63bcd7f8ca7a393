//! The keyboard of a sitting: one key at a time, without echo, Ctrl-C among them.
//!
//! The screen is left alone (no alternate screen, no hidden cursor), so that even a killed
//! sitting leaves a terminal that a shell can use.

use std::io::{self, BufRead, IsTerminal};

use console::{Key, Term};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::termios::{
    InputModes, LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr,
};

use super::view::Scroll;

/// A key, as far as a sitting cares.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Press {
    /// A printable character; the space bar is one.
    Char(char),
    Enter,
    Escape,
    Backspace,
    CtrlC,
    CtrlD,
    CtrlU,
    CtrlW,
    /// A key that reads on in a long page, besides `j` and `k`.
    Scroll(Scroll),
    /// No key: the window has another size.
    Resized,
    Other,
}

impl Press {
    /// Where the key reads on in a long page.
    pub(crate) const fn scroll(self) -> Option<Scroll> {
        match self {
            Self::Scroll(scroll) => Some(scroll),
            Self::Char('j') => Some(Scroll::Down),
            Self::Char('k') => Some(Scroll::Up),
            Self::Char(_)
            | Self::Enter
            | Self::Escape
            | Self::Backspace
            | Self::CtrlC
            | Self::CtrlD
            | Self::CtrlU
            | Self::CtrlW
            | Self::Resized
            | Self::Other => None,
        }
    }
}

/// The terminal, taken for the time of a sitting; dropping it gives the terminal back as it was.
pub(crate) struct Keys {
    terminal: Term,
    before: Termios,
    during: Termios,
    size: (u16, u16),
}

/// How long a page waits for a key before it looks whether the window has another size.
const GLANCE: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 250_000_000,
};

impl Keys {
    /// Takes the terminal. Keys that were typed ahead are kept.
    ///
    /// # Errors
    /// Standard input or output is not a terminal.
    pub(crate) fn take() -> io::Result<Self> {
        let terminal = Term::stdout();
        if !io::stdin().is_terminal() || !terminal.is_term() {
            return Err(io::Error::new(
                io::ErrorKind::NotFound,
                "there is no terminal",
            ));
        }
        let before = tcgetattr(io::stdin())?;
        // `console` sets a raw mode while it waits for a key and then puts back what it found:
        // this mode, so that what is typed between two keys is neither echoed nor lost, and
        // Ctrl-C, Ctrl-S and Ctrl-V are keys then too.
        let mut during = before.clone();
        during.local_modes -=
            LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG | LocalModes::IEXTEN;
        during.input_modes -= InputModes::IXON;
        during.special_codes[SpecialCodeIndex::VMIN] = 1;
        during.special_codes[SpecialCodeIndex::VTIME] = 0;
        tcsetattr(io::stdin(), OptionalActions::Now, &during)?;
        let size = terminal.size();
        Ok(Self {
            terminal,
            before,
            during,
            size,
        })
    }

    /// Waits for the next key, or for another size of the window.
    ///
    /// # Errors
    /// The terminal is gone.
    pub(crate) fn read(&mut self) -> io::Result<Press> {
        while !self.is_ready()? {
            let size = self.terminal.size();
            if size != self.size {
                self.size = size;
                return Ok(Press::Resized);
            }
        }
        press(|| self.terminal.read_key_raw())
    }

    /// Lends the terminal, as it was, to something that uses it in its own way.
    ///
    /// # Errors
    /// The terminal is gone.
    pub(crate) fn lend<T>(&mut self, to: impl FnOnce() -> T) -> io::Result<T> {
        tcsetattr(io::stdin(), OptionalActions::Now, &self.before)?;
        let result = to();
        tcsetattr(io::stdin(), OptionalActions::Now, &self.during)?;
        Ok(result)
    }

    /// Reads a line that the terminal itself lets a person edit; `None` at the end of the input.
    ///
    /// # Errors
    /// The terminal is gone.
    pub(crate) fn read_line(&mut self) -> io::Result<Option<String>> {
        let mut line = String::new();
        let read = self.lend(|| io::stdin().lock().read_line(&mut line))??;
        Ok((read > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned()))
    }

    /// Whether a key waits, after a glance.
    fn is_ready(&self) -> io::Result<bool> {
        let stdin = io::stdin();
        let mut wait = [PollFd::new(&stdin, PollFlags::IN)];
        match poll(&mut wait, Some(&GLANCE)) {
            Ok(ready) => Ok(ready > 0),
            Err(rustix::io::Errno::INTR) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}

impl Drop for Keys {
    fn drop(&mut self) {
        // If the terminal is gone, there is nothing to give back.
        tcsetattr(io::stdin(), OptionalActions::Now, &self.before).ok();
    }
}

/// The next key of `read`.
fn press(mut read: impl FnMut() -> io::Result<Key>) -> io::Result<Press> {
    let key = read()?;
    if let Key::UnknownEscSeq(start) = &key {
        finish_sequence(start, read)?;
    }
    if let Key::Char(c) = key {
        return Ok(match c {
            '\x04' => Press::CtrlD,
            '\x15' => Press::CtrlU,
            '\x17' => Press::CtrlW,
            c if c.is_control() => Press::Other,
            c => Press::Char(c),
        });
    }
    let named = [
        (Key::Enter, Press::Enter),
        (Key::Escape, Press::Escape),
        (Key::Backspace, Press::Backspace),
        (Key::CtrlC, Press::CtrlC),
        (Key::ArrowUp, Press::Scroll(Scroll::Up)),
        (Key::ArrowDown, Press::Scroll(Scroll::Down)),
        (Key::PageUp, Press::Scroll(Scroll::PageUp)),
        (Key::PageDown, Press::Scroll(Scroll::PageDown)),
        (Key::Home, Press::Scroll(Scroll::Top)),
        (Key::End, Press::Scroll(Scroll::End)),
    ];
    let press = named.into_iter().find(|(name, _)| *name == key);
    Ok(press.map_or(Press::Other, |(_, press)| press))
}

/// `console` stops in the middle of sequences that it does not know, and the rest would be taken
/// for keys: Shift-Right is `ESC [ 1 ; 2 C`, and its `2` a grade. Reads on to the end of it.
fn finish_sequence(start: &[char], mut read: impl FnMut() -> io::Result<Key>) -> io::Result<()> {
    let ends = |c: &char| ('@'..='~').contains(c);
    let open = match start {
        // F1 to F4, and the keypad.
        ['O'] => true,
        // F1 to F5 on the console of Linux.
        ['[', '['] => true,
        ['[', rest @ ..] => !rest.iter().any(ends),
        _ => false,
    };
    if open {
        while let Key::Char(c) = read()? {
            if ends(&c) {
                break;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Presses until the keys run out.
    fn presses(keys: &[Key]) -> Vec<Press> {
        let mut keys = keys.iter().cloned();
        let gone = || io::Error::from(io::ErrorKind::UnexpectedEof);
        std::iter::from_fn(|| press(|| keys.next().ok_or_else(gone)).ok()).collect()
    }

    #[test]
    fn keys_are_told_apart() {
        let typed = [' ', '3', 'ж', '?', '\x04', '\x0c'].map(Key::Char);
        let named = [
            Key::CtrlC,
            Key::Enter,
            Key::Escape,
            Key::ArrowUp,
            Key::Tab,
            Key::Unknown,
        ];
        assert_eq!(
            presses(&[typed, named].concat()),
            [
                Press::Char(' '),
                Press::Char('3'),
                Press::Char('ж'),
                Press::Char('?'),
                Press::CtrlD,
                Press::Other,
                Press::CtrlC,
                Press::Enter,
                Press::Escape,
                Press::Scroll(Scroll::Up),
                Press::Other,
                Press::Other,
            ]
        );
    }

    #[test]
    fn the_rest_of_an_unknown_sequence_is_no_key() {
        let after = |start: &str, rest: &str| {
            let mut keys = vec![Key::UnknownEscSeq(start.chars().collect())];
            keys.extend(rest.chars().map(Key::Char));
            presses(&keys)
        };
        let one_then_two = [Press::Other, Press::Char('2')];
        assert_eq!(after("[1;", "2C2"), one_then_two, "Shift-Right");
        assert_eq!(after("[15", "~2"), one_then_two, "F5");
        assert_eq!(after("O", "P2"), one_then_two, "F1");
        assert_eq!(
            after("[[A", "2"),
            one_then_two,
            "F1 on the console of Linux"
        );
        assert_eq!(after("x", "2"), one_then_two, "Alt-x");
    }
}
