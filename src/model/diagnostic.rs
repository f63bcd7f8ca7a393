//! Bad news about the user's text. (Bad news about the world is a `command::failure::Failure`.)

use super::source::Span;

/// How much a diagnostic matters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) enum Level {
    /// The card, or the setting, does not work; the rest of the deck does.
    Error,
    /// Everything works; the card could be better.
    Warning,
}

impl Level {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One complaint or piece of advice, with its place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Diagnostic {
    /// Stable: `E..` for errors, `W..` for warnings. `compile::fault` has the list.
    pub(crate) code: &'static str,
    pub(crate) level: Level,
    /// What is wrong: lower case, back-quotes round the user's words, no full stop.
    pub(crate) message: String,
    pub(crate) span: Span,
    /// A word or two beside the caret; may be empty.
    pub(crate) label: String,
    /// What to do now.
    pub(crate) help: String,
}
