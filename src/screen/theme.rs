//! What the terminal can show, and the few looks that everything is drawn in.
//!
//! Only attributes and the colors that are legible on dark and light grounds alike; no black, no
//! white, no ground of its own.

use console::Style;

/// What the terminal can show.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Theme {
    pub(crate) color: bool,
    /// Whether bullets, bars and rules may be more than ASCII.
    pub(crate) unicode: bool,
    /// Whether a link can be one, instead of an address beside its text.
    pub(crate) links: bool,
}

impl Theme {
    /// `fine` where the terminal knows Unicode, else its stand-in.
    pub(crate) const fn glyph(self, fine: &'static str, ascii: &'static str) -> &'static str {
        if self.unicode { fine } else { ascii }
    }

    /// `text` in that style, or as it stands on a terminal without color.
    pub(crate) fn paint(self, text: &str, style: &Style) -> String {
        if self.color {
            // Forced, because `console` would else judge the terminal once more, by itself.
            style.clone().force_styling(true).apply_to(text).to_string()
        } else {
            text.to_owned()
        }
    }
}

/// Bars, rules and marks, which only structure what matters.
pub(super) const fn faint() -> Style {
    Style::new().dim()
}
