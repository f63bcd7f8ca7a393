//! A line that a person types: what each key does to it.

use super::keys::Press;
use super::text::clusters;

/// What has been typed so far.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Entry(String);

/// No answer is longer; a book that was pasted stops here.
const LONGEST: usize = 1000;

impl Entry {
    pub(crate) fn text(&self) -> &str {
        &self.0
    }

    /// Takes a key; those that edit nothing leave it as it was.
    pub(crate) fn take(&mut self, press: Press) {
        match press {
            Press::Char(c) if self.0.len() + c.len_utf8() <= LONGEST => self.0.push(c),
            Press::Backspace => {
                let last = clusters(&self.0).last().map_or(0, str::len);
                self.0.truncate(self.0.len() - last);
            }
            Press::CtrlU => self.0.clear(),
            Press::CtrlW => {
                let rest = self.0.trim_end();
                let word = rest.rfind(char::is_whitespace).map_or(0, |space| {
                    space + rest[space..].chars().next().map_or(0, char::len_utf8)
                });
                self.0.truncate(word);
            }
            Press::Char(_)
            | Press::Enter
            | Press::Escape
            | Press::CtrlC
            | Press::CtrlD
            | Press::Scroll(_)
            | Press::Resized
            | Press::Other => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_edit_the_end_of_the_line() {
        let mut entry = Entry::default();
        let mut seen = Vec::new();
        let typed = "две  вe\u{301}рсии".chars().map(Press::Char);
        let keys = [
            Press::CtrlW,
            Press::CtrlW,
            Press::CtrlW,
            Press::Char('漢'),
            Press::Char('e'),
            Press::Char('\u{301}'),
            Press::Backspace,
            Press::Backspace,
            Press::Backspace,
            Press::Char('x'),
            Press::CtrlU,
        ];
        for key in typed.chain(keys) {
            entry.take(key);
            seen.push(entry.text().to_owned());
        }
        assert_eq!(
            seen[10..],
            [
                "две  вe\u{301}рси",
                "две  вe\u{301}рсии",
                "две  ",
                "",
                "",
                "漢",
                "漢e",
                "漢e\u{301}",
                "漢",
                "",
                "",
                "x",
                ""
            ]
        );
    }

    #[test]
    fn a_line_has_an_end() {
        let mut entry = Entry::default();
        (0..2000).for_each(|_| entry.take(Press::Char('ж')));
        assert_eq!(entry.text().len(), LONGEST);
    }
}
