//! Complaints about a deck, as a compiler shows them: code, place, a caret under the text, help.
//!
//! Decides nothing about a diagnostic. (For programs there is JSON, which is made elsewhere.)

use annotate_snippets::{AnnotationKind, Level as Severity, Renderer, Snippet};

use crate::model::diagnostic::{Diagnostic, Level};
use crate::model::source::Lines;

use super::text::{clean, clean_line};
use super::theme::Theme;

/// Shows diagnostics about one text.
pub(crate) struct Report<'text> {
    text: &'text str,
    lines: Lines<'text>,
    path: String,
}

impl<'text> Report<'text> {
    /// `path` is the file as the user would write it.
    pub(crate) fn on(text: &'text str, path: &str) -> Self {
        Self {
            text,
            lines: Lines::of(text),
            path: clean_line(path),
        }
    }

    /// Several lines, for people. Of a span over many lines only the first is shown.
    pub(crate) fn human(&self, diagnostic: &Diagnostic, width: usize, theme: Theme) -> String {
        let [before, marked, after] = self.line_around(diagnostic);
        let caret = before.len()..before.len() + marked.len();
        let label = (!diagnostic.label.is_empty()).then(|| clean_line(&diagnostic.label));
        let snippet = Snippet::source([before, marked, after].concat())
            .line_start(self.lines.position(diagnostic.span.start).line as usize)
            .path(self.path.as_str())
            .annotation(AnnotationKind::Primary.span(caret).label(label));
        let severity = match diagnostic.level {
            Level::Error => Severity::ERROR,
            Level::Warning => Severity::WARNING,
        };
        let title = severity
            .primary_title(clean_line(&diagnostic.message))
            .id(diagnostic.code);
        let help = Severity::HELP.message(clean(&diagnostic.help));
        let renderer = if theme.color {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        renderer
            .term_width(width)
            .render(&[title.element(snippet).element(help)])
    }

    /// One line, for editors: `file:line:col: error[E04]: message`.
    pub(crate) fn short(&self, diagnostic: &Diagnostic) -> String {
        let Diagnostic {
            code,
            level,
            message,
            span,
            ..
        } = diagnostic;
        let (at, level, message) = (
            self.lines.position(span.start),
            level.name(),
            clean_line(message),
        );
        format!("{}:{at}: {level}[{code}]: {message}", self.path)
    }

    /// The line on which the span starts: what is before it, in it and after it. Each is cleaned
    /// by itself, character for character, so that the caret stays where it belongs.
    fn line_around(&self, diagnostic: &Diagnostic) -> [String; 3] {
        let start = self.text.floor_char_boundary(diagnostic.span.start);
        let (above, below) = self.text.split_at(start);
        let before = above.rsplit('\n').next().unwrap_or_default();
        let rest = below.split('\n').next().unwrap_or_default();
        let rest = rest.strip_suffix('\r').unwrap_or(rest);
        let length = diagnostic.span.end.saturating_sub(start);
        let (marked, after) = rest.split_at(rest.floor_char_boundary(length));
        [before, marked, after].map(|part| clean(part).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::source::Span;

    const PLAIN: Theme = Theme {
        color: false,
        unicode: true,
        links: false,
    };
    const COLOR: Theme = Theme {
        color: true,
        unicode: true,
        links: false,
    };

    fn complaint(level: Level, start: usize, end: usize) -> Diagnostic {
        Diagnostic {
            code: "E04",
            level,
            message: "the card `x` has no answer".into(),
            span: Span::new(start, end),
            label: "asked here".into(),
            help: "write the answer below the question".into(),
        }
    }

    #[test]
    fn the_caret_stands_under_the_text_whatever_is_in_it() {
        let text = "# T\r\n\r\na\x1b漢\t字 b\u{202e}?\r\nnext\r\n";
        let start = text.find('字').unwrap();
        let report = Report::on(text, "decks/a\nb.md");
        let error = complaint(Level::Error, start, text.find('?').unwrap());
        assert_eq!(
            report.human(&error, 60, PLAIN),
            "\
error[E04]: the card `x` has no answer
 --> decks/a␊b.md:3:5
  |
3 | a␛漢    字 b�?
  |         ^^^^^ asked here
  |
  = help: write the answer below the question"
        );
        assert_eq!(
            report.short(&error),
            "decks/a␊b.md:3:5: error[E04]: the card `x` has no answer"
        );
    }

    #[test]
    fn only_the_first_line_of_a_span_is_shown() {
        let text = "one\nC: two three\nfour\n";
        let warning = Diagnostic {
            code: "W01",
            label: String::new(),
            ..complaint(Level::Warning, 7, 18)
        };
        let report = Report::on(text, "a.md");
        assert_eq!(
            clean(&report.human(&warning, 80, COLOR)),
            "\
␛[1m␛[33mwarning[W01]␛[0m␛[1m: the card `x` has no answer␛[0m
 ␛[1m␛[94m--> ␛[0ma.md:2:4
  ␛[1m␛[94m|␛[0m
␛[1m␛[94m2␛[0m ␛[1m␛[94m|␛[0m C: two three
  ␛[1m␛[94m|␛[0m    ␛[1m␛[33m^^^^^^^^^␛[0m
  ␛[1m␛[94m|␛[0m
  ␛[1m␛[94m= ␛[0m␛[1mhelp␛[0m: write the answer below the question"
        );
        assert_eq!(
            report.short(&warning),
            "a.md:2:4: warning[W01]: the card `x` has no answer"
        );
    }

    #[test]
    fn a_long_line_is_cut_around_the_caret() {
        let text = format!("{}marked{}", "x".repeat(500), "y ".repeat(3000));
        let error = complaint(Level::Error, 500, 506);
        assert_eq!(
            Report::on(&text, "a.md").human(&error, 40, PLAIN),
            "\
error[E04]: the card `x` has no answer
 --> a.md:1:501
  |
1 | ...xxxxxxmarkedy y y y y y y y y ...
  |          ^^^^^^ asked here
  |
  = help: write the answer below the question"
        );
    }

    proptest! {
        #[test]
        fn any_span_in_any_text_is_shown(text in "(?s).{0,60}", start in 0_usize..90, length in 0_usize..90, width in 20_usize..100) {
            let report = Report::on(&text, "a.md");
            let error = complaint(Level::Error, start, start + length);
            let human = report.human(&error, width, PLAIN);
            prop_assert!(human.contains("^ asked here") && human.contains("a.md:"), "{human}");
            prop_assert!(!human.replace('\n', "").chars().any(char::is_control), "{human}");
            prop_assert_eq!(report.short(&error).lines().count(), 1);
        }
    }
}
