//! Diagnostics on their way out: for people, for editors, for programs.

use clap::ValueEnum;
use serde::Serialize;

use super::desk;
use crate::model::diagnostic::Diagnostic;
use crate::model::source::{Lines, Source};
use crate::screen::Theme;
use crate::screen::report::Report;

/// How complaints are shown.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// With the text, a caret and help
    Human,
    /// `file:line:col: error[E04]: message`, for editors
    Short,
    /// For programs
    Json,
}

/// A diagnostic as JSON. The shape is a promise: fields are added, never renamed.
#[derive(Serialize)]
pub(crate) struct DiagnosticJson {
    code: &'static str,
    level: &'static str,
    file: String,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    message: String,
    help: String,
}

impl DiagnosticJson {
    pub(crate) fn new(source: &Source, said: &Diagnostic) -> Self {
        let lines = Lines::of(&source.text);
        let (start, end) = (
            lines.position(said.span.start),
            lines.position(said.span.end),
        );
        Self {
            code: said.code,
            level: said.level.name(),
            file: desk::path(&source.origin),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            message: said.message.clone(),
            help: said.help.clone(),
        }
    }
}

/// Complaints as text: paragraphs for people, lines for editors.
pub(crate) fn text<'a>(
    complaints: impl Iterator<Item = (&'a Source, &'a Diagnostic)>,
    short: bool,
    width: usize,
    theme: Theme,
) -> String {
    let mut shown = Vec::new();
    let mut open: Option<(&Source, Report<'_>)> = None;
    for (source, said) in complaints {
        // Many complaints about one deck share its table of lines.
        let fits = open
            .as_ref()
            .is_some_and(|(before, _)| std::ptr::eq(*before, source));
        if !fits {
            open = Some((
                source,
                Report::on(&source.text, &desk::path(&source.origin)),
            ));
        }
        let Some((_, report)) = &open else { continue };
        shown.push(if short {
            report.short(said)
        } else {
            report.human(said, width, theme) + "\n"
        });
    }
    shown.join("\n")
}
