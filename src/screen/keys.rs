//! The keyboard of a sitting: one key at a time, without echo, Ctrl-C among them.
//!
//! The screen is left alone (no alternate screen, no hidden cursor), so that even a killed
//! sitting leaves a terminal that a shell can use.

use std::io::{self, IsTerminal};

use console::{Key, Term};
use rustix::termios::{
    InputModes, LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr,
};

/// A key, as far as a sitting cares.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Press {
    /// A printable character; the space bar is one.
    Char(char),
    Enter,
    Escape,
    CtrlC,
    CtrlD,
    Other,
}

/// The terminal, taken for the time of a sitting; dropping it gives the terminal back as it was.
pub(crate) struct Keys {
    terminal: Term,
    before: Termios,
}

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
        Ok(Self { terminal, before })
    }

    /// Waits for the next key.
    ///
    /// # Errors
    /// The terminal is gone.
    pub(crate) fn read(&mut self) -> io::Result<Press> {
        press(|| self.terminal.read_key_raw())
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
            c if c.is_control() => Press::Other,
            c => Press::Char(c),
        });
    }
    let named = [
        (Key::Enter, Press::Enter),
        (Key::Escape, Press::Escape),
        (Key::CtrlC, Press::CtrlC),
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
                Press::Other,
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
