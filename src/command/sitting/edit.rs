//! The card's file in the editor, and the sitting after it was changed.

use std::path::PathBuf;

use super::{End, Sitting, pictures};
use crate::command::desk;
use crate::command::editor;
use crate::command::failure::{Exit, Failure};
use crate::command::intake::{self, Loss, Plan};
use crate::model::card::CardId;
use crate::model::diagnostic::Level;
use crate::model::source::{Lines, Origin};
use crate::screen::keys::Press;
use crate::screen::page;
use crate::screen::text::{clean_line, count};
use crate::shelf;

impl Sitting<'_> {
    /// Opens the card's file at its line, only to look; or a picture, where there is one to choose.
    pub(super) fn open(&mut self) -> Result<Option<End>, Failure> {
        let pictures = self.pictures();
        let choice = if pictures.is_empty() {
            Opened::File
        } else {
            self.choose_file(&pictures)?
        };
        match choice {
            Opened::File => self.open_file(),
            Opened::Picture(file) => {
                let opened = editor::view(&file);
                self.say_failure(opened);
                Ok(None)
            }
            Opened::Nothing => Ok(None),
            Opened::Leave => Ok(Some(End::Left(Exit::Interrupted))),
        }
    }

    /// Asks what is to be opened: `o` once more for the deck's file, a digit for a picture.
    fn choose_file(&mut self, pictures: &[PathBuf]) -> Result<Opened, Failure> {
        let name = |file: &PathBuf| {
            let name = file.file_name().unwrap_or_default();
            clean_line(&name.to_string_lossy())
        };
        let mut keys = vec![("o".to_owned(), "the deck in your editor".to_owned())];
        keys.extend(
            (1..=9)
                .zip(pictures)
                .map(|(key, file)| (key.to_string(), name(file))),
        );
        let view = page::keys(&keys, self.screen.width(), self.screen.theme());
        self.screen.show(&view, 0)?;
        Ok(match self.keys.read()? {
            Press::CtrlC => Opened::Leave,
            Press::Char('o') | Press::Enter => Opened::File,
            Press::Char(c) => {
                let number = c.to_digit(10).and_then(|digit| digit.checked_sub(1));
                let chosen = number.and_then(|number| pictures.get(number as usize));
                chosen.map_or(Opened::Nothing, |file| Opened::Picture(file.clone()))
            }
            Press::Escape
            | Press::Backspace
            | Press::CtrlD
            | Press::CtrlU
            | Press::CtrlW
            | Press::Scroll(_)
            | Press::Resized
            | Press::Other => Opened::Nothing,
        })
    }

    fn pictures(&self) -> Vec<PathBuf> {
        let Some(table) = &self.table else {
            return Vec::new();
        };
        let both = [&table.ask, &table.answer].into_iter();
        both.flat_map(|blocks| pictures::files(&table.card, blocks))
            .collect()
    }

    fn open_file(&mut self) -> Result<Option<End>, Failure> {
        let Some((path, line)) = self.file() else {
            return Ok(None);
        };
        let opened = self.keys.lend(|| editor::open(&path, line, false))?;
        self.say_failure(opened);
        Ok(None)
    }

    /// Opens the card's file at its line, compiles it anew, and goes on with the card as it is
    /// then.
    ///
    /// # Errors
    /// The terminal is gone. All else is said on the page.
    pub(super) fn edit(&mut self) -> Result<(), Failure> {
        let Some((path, line)) = self.file() else {
            return Ok(());
        };
        if let Some(table) = &mut self.table {
            table.watch = None;
        }
        let edited = self.keys.lend(|| editor::open(&path, line, true))?;
        let recompiled = self.recompile(&path);
        self.note = match (edited, recompiled) {
            (Err(failure), _) | (Ok(()), Err(failure)) => Some(failure.to_string()),
            (Ok(()), Ok(said)) => Some(said),
        };
        Ok(())
    }

    /// The card's file and line; says why not, if it has no file.
    fn file(&mut self) -> Option<(String, u32)> {
        let card = &self.table.as_ref()?.card;
        match &card.origin {
            Origin::File(path) => Some((path.clone(), card.line)),
            Origin::Kept(_) => {
                self.note = Some(format!(
                    "`{}` is kept in the database, so there is no file to edit\n\
                     help: `drill undo --import`, then import the package again without `--no-files`",
                    clean_line(&desk::path(&card.origin))
                ));
                None
            }
            Origin::Shipped(_) => {
                let title = clean_line(&card.title);
                self.note = Some(format!(
                    "`{}` is part of the program, so there is no file to edit\n\
                     help: write a deck with `topic: {title}` of your own and `drill import` it: it takes over these cards and their history",
                    clean_line(&desk::path(&card.origin))
                ));
                None
            }
        }
    }

    /// Takes in one file, and says what became of it.
    fn recompile(&mut self, path: &str) -> Result<String, Failure> {
        let quiet: intake::Begin<'_> = &|_| Box::new(|| {});
        let roots = [path.to_owned()];
        let said = loop {
            let mut plan = Plan::of_paths(self.desk, &roots, &[], quiet)?;
            if let Some(said) = refused(&plan) {
                return Ok(said);
            }
            let news = News::of(&plan);
            if plan.store(self.desk)? {
                break self.adopt(&news)?;
            }
        };
        Ok(said)
    }

    /// Goes on with the cards that those of this sitting have become.
    fn adopt(&mut self, news: &News) -> Result<String, Failure> {
        let mut renamed = Vec::new();
        for (card, from) in &news.continued {
            let store = &self.desk.store;
            if let (Some(before), Some(after)) =
                (store.card_by_id(*from)?, store.card_by_id(*card)?)
            {
                renamed.push((before.row, after.row));
            }
        }
        let own = self.table.as_ref().map(|table| table.card.id);
        self.session = self.session.renamed(&renamed);
        self.table = None;
        self.typed = None;
        let heir = own.map(|own| {
            let became = news.continued.iter().find(|(_, from)| *from == own);
            became.map_or(own, |(card, _)| *card)
        });
        let card = heir
            .map(|heir| self.desk.store.card_by_id(heir))
            .transpose()?;
        let here = card.flatten().is_some_and(|card| !card.retired);
        let fate = match own {
            Some(own) if news.unclear.contains(&own) => {
                "this card may have become several others: they are new, and its history is kept"
            }
            Some(_) if !here => "this card is not in its file any more: it rests with its history",
            _ if !renamed.is_empty() => "reworded, and its history is kept",
            _ => "as the file has it now",
        };
        Ok(match &news.error {
            Some(error) => format!("{fate}\n{error}"),
            None => fate.to_owned(),
        })
    }
}

/// What is to be opened.
enum Opened {
    File,
    Picture(PathBuf),
    Nothing,
    Leave,
}

/// What matters of an import to the sitting.
struct News {
    /// `(card, from)`.
    continued: Vec<(CardId, CardId)>,
    /// Cards whose heir is not clear.
    unclear: Vec<CardId>,
    /// The first error of the file.
    error: Option<String>,
}

impl News {
    fn of(plan: &Plan) -> Self {
        let errors = plan.count(Level::Error);
        let mut all = plan.diagnostics();
        let first = all.find(|(_, said)| said.level == Level::Error);
        Self {
            continued: plan.change.continued().collect(),
            unclear: plan
                .change
                .ambiguous
                .iter()
                .flat_map(|(_, from)| from.iter().copied())
                .collect(),
            error: first.map(|(source, said)| {
                let line = Lines::of(&source.text).position(said.span.start).line;
                format!(
                    "{} in the file, in line {line}: {}\nhelp: {}",
                    count(errors, "error"),
                    said.message,
                    said.help
                )
            }),
        }
    }
}

/// Why a plan is not carried out.
fn refused(plan: &Plan) -> Option<String> {
    if let Some((path, cause)) = plan.unreadable.first() {
        let path = clean_line(&shelf::shorten(path));
        return Some(format!(
            "`{path}` cannot be read and is left as it was: {cause}"
        ));
    }
    let Loss {
        path, lost, before, ..
    } = plan.losses.first()?;
    let path = clean_line(&shelf::shorten(path));
    Some(format!(
        "`{path}` would lose {lost} of its {before} cards and is left as it was\n\
         help: `drill import {path}` shows what changed and asks"
    ))
}
