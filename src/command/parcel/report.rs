//! What an import of another program's file did, for people and for programs.

use std::path::Path;

use serde::Serialize;

use super::Wishes;
use crate::command::card_json::line;
use crate::command::complaints;
use crate::command::desk;
use crate::command::failure::{Exit, Failure};
use crate::command::intake::Plan;
use crate::exchange::parcel::{Parcel, Remarks};
use crate::model::diagnostic::Level;
use crate::model::source::Origin;
use crate::screen::Screen;
use crate::screen::text::{clean_line, count};

/// See the file's first line.
pub(super) struct Report {
    file: String,
    format: &'static str,
    notes: usize,
    cards: usize,
    pub(super) new: usize,
    pub(super) updated: usize,
    pub(super) unchanged: usize,
    pub(super) edited: usize,
    pub(super) removed: usize,
    pub(super) answers: usize,
    pub(super) media: usize,
    pub(super) decks: Vec<Origin>,
    pub(super) remarks: Remarks,
    dry_run: bool,
}

#[derive(Serialize)]
struct Json<'a> {
    file: &'a str,
    format: &'a str,
    notes: usize,
    cards: usize,
    new: usize,
    updated: usize,
    unchanged: usize,
    /// With their reasons: `edited` here since, `removed` here.
    skipped: Skipped,
    /// Answers that were added to the log.
    answers: usize,
    media: usize,
    /// The decks that were written.
    decks: Vec<String>,
    remarks: Vec<RemarkJson<'a>>,
    errors: usize,
    dry_run: bool,
}

#[derive(Serialize)]
struct Skipped {
    edited: usize,
    removed: usize,
}

#[derive(Serialize)]
struct RemarkJson<'a> {
    what: &'a str,
    count: usize,
    places: &'a [String],
}

impl Report {
    pub(super) fn new(path: &Path, format: &'static str, parcel: &Parcel, dry_run: bool) -> Self {
        Self {
            file: path.display().to_string(),
            format,
            notes: parcel.notes.len(),
            cards: parcel.cards.len(),
            new: 0,
            updated: 0,
            unchanged: 0,
            edited: 0,
            removed: 0,
            answers: 0,
            media: 0,
            decks: Vec::new(),
            remarks: parcel.remarks.clone(),
            dry_run,
        }
    }

    /// # Errors
    /// When nobody takes the output.
    pub(super) fn print(
        &self,
        plan: &Plan,
        wishes: &Wishes,
        screen: &mut Screen,
    ) -> Result<Exit, Failure> {
        let errors = plan.count(Level::Error);
        if wishes.json {
            screen.out(&line(&self.json(errors)))?;
        } else {
            let complaints = complaints::text(
                plan.diagnostics(),
                false,
                screen.width(),
                screen.news_theme(),
            );
            if !complaints.is_empty() {
                screen.news(&complaints);
            }
            if !wishes.quiet {
                self.tell_remarks(screen);
            }
            screen.out(&self.text())?;
        }
        Ok(if errors > 0 { Exit::Decks } else { Exit::Fine })
    }

    fn tell_remarks(&self, screen: &mut Screen) {
        for remark in &self.remarks.0 {
            let places: Vec<String> = remark
                .places
                .iter()
                .map(|place| clean_line(place))
                .collect();
            let more = if remark.count > places.len() {
                ", ..."
            } else {
                ""
            };
            let places = if places.is_empty() {
                String::new()
            } else {
                format!(" ({}{more})", places.join(", "))
            };
            screen.news(&format!("note: {} x {}{places}", remark.count, remark.what));
        }
    }

    /// `made.apkg: 19 notes, 28 cards: 28 new, 107 answers, 2 media`.
    fn text(&self) -> String {
        let parts = [
            (self.new, "new"),
            (self.updated, "updated"),
            (self.unchanged, "unchanged"),
            (self.edited, "edited here and left as they are"),
            (self.removed, "taken out here and left out"),
        ];
        let parts = parts.iter().filter(|(number, _)| *number > 0);
        let mut parts: Vec<String> = parts
            .map(|(number, what)| format!("{number} {what}"))
            .collect();
        if self.answers > 0 {
            parts.push(count(self.answers, "answer"));
        }
        if self.media > 0 {
            parts.push(count(self.media, "file"));
        }
        if parts.is_empty() {
            parts.push("nothing".to_owned());
        }
        let dry = if self.dry_run {
            " (nothing was changed)"
        } else {
            ""
        };
        let mut text = format!(
            "{}: {}, {}: {}{dry}",
            clean_line(&self.file),
            count(self.notes, "note"),
            count(self.cards, "card"),
            parts.join(", ")
        );
        const SHOWN: usize = 12;
        for origin in self.decks.iter().take(SHOWN) {
            text.push_str(&format!("\n  {}", clean_line(&desk::path(origin))));
        }
        if self.decks.len() > SHOWN {
            text.push_str(&format!("\n  and {} more", self.decks.len() - SHOWN));
        }
        text
    }

    fn json(&self, errors: usize) -> Json<'_> {
        Json {
            file: &self.file,
            format: self.format,
            notes: self.notes,
            cards: self.cards,
            new: self.new,
            updated: self.updated,
            unchanged: self.unchanged,
            skipped: Skipped {
                edited: self.edited,
                removed: self.removed,
            },
            answers: self.answers,
            media: self.media,
            decks: self.decks.iter().map(desk::path).collect(),
            remarks: (self.remarks.0.iter())
                .map(|remark| RemarkJson {
                    what: remark.what,
                    count: remark.count,
                    places: &remark.places,
                })
                .collect(),
            errors,
            dry_run: self.dry_run,
        }
    }
}
