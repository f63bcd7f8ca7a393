//! A typed answer beside the right one, by words: colored, and with marks that do without color.

use console::Style;

use super::line::{Run, paint, wrap};
use super::text::clean_line;
use super::theme::{Theme, faint};
use crate::study::typed::{Comparison, Part};

/// One paragraph: `typed: the [-larger-] {+smaller+} window`.
pub(super) fn draw(comparison: &Comparison, columns: usize, theme: Theme) -> Vec<String> {
    let mut line = vec![Run::new("typed:", faint())];
    for part in &comparison.parts {
        let (open, text, close, style) = match part {
            Part::Same(text) => ("", text, "", Style::new().green()),
            Part::Missing(text) => ("{+", text, "+}", Style::new().green().bold()),
            Part::Extra(text) => ("[-", text, "-]", Style::new().red()),
        };
        line.push(Run::new(" ", Style::new()));
        line.push(Run::new(
            format!("{open}{}{close}", clean_line(text)),
            style,
        ));
    }
    if comparison
        .parts
        .iter()
        .all(|part| matches!(part, Part::Missing(_)))
    {
        line = vec![Run::new("typed: nothing of it", faint())];
    }
    let lines = wrap(&line, columns);
    lines.into_iter().map(|line| paint(line, theme)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::typed::compare;

    fn drawn(typed: &str, columns: usize, color: bool) -> String {
        let theme = Theme {
            color,
            unicode: true,
            links: false,
        };
        draw(&compare("the smaller window", typed), columns, theme).join("|")
    }

    #[test]
    fn marks_stand_where_color_may_be_missing() {
        assert_eq!(
            drawn("the larger window", 80, false),
            "typed: the [-larger-] {+smaller+} window"
        );
        assert_eq!(
            drawn("the larger window", 20, false),
            "typed: the|[-larger-]|{+smaller+} window"
        );
        assert_eq!(drawn("", 80, false), "typed: nothing of it");
        assert_eq!(
            drawn("larger the smaller window\x1b[2J", 80, true)
                .matches("\x1b[31m")
                .count(),
            2
        );
        assert!(!drawn("\u{9b}2J", 80, false).contains('\u{9b}'));
    }
}
