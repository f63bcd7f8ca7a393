//! `drill config`: every setting, its value and who said so; changes one in the file, whose
//! comments stay.

use std::path::Path;

use clap::{Args, Subcommand};
use serde::Serialize;
use toml_edit::{DocumentMut, Item};

use super::card_json::line;
use super::failure::{Exit, Failure};
use super::settings::{Home, KNOWN, Settings, variable};
use super::{Common, editor};
use crate::screen::Screen;
use crate::screen::text::clean_line;
use crate::shelf;

#[derive(Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_long_help = "Examples:\n  drill config\n  drill config set new_per_day 10\n  drill config set decks '[\"/home/me/notes\"]'\n  drill config unset reviews_per_day"
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Option<Action>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Subcommand)]
enum Action {
    /// Write a setting into the file
    Set {
        /// Which setting
        name: String,
        /// Its value, as in the file; the quotes of a text may be left out
        value: String,
    },
    /// Open the file in the editor
    Edit,
    /// Take a setting out of the file: back to what it is by itself
    Unset {
        /// Which setting
        name: String,
    },
}

#[derive(Serialize)]
struct Json {
    file: String,
    settings: Vec<Told>,
}

/// A setting as it is in force.
#[derive(Serialize)]
struct Told {
    name: &'static str,
    value: String,
    /// `default`, `file`, or the variable that says so.
    from: String,
    #[serde(skip)]
    meaning: &'static str,
}

pub(super) fn run(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let file = Home::locate(common.home.as_deref())?.config;
    match &arguments.action {
        None => {
            // What cannot be understood is complained about before anything is shown.
            Settings::read(&file)?;
            show(&file, arguments.json, screen)?;
        }
        Some(Action::Set { name, value }) => {
            let name = known(name)?;
            change(&file, |settings| {
                settings[name] = item(name, value);
            })?;
        }
        Some(Action::Edit) => {
            let text = Settings::read_text(&file)?;
            if text.is_empty() {
                write(&file, "")?;
            }
            editor::open(&file.display().to_string(), 1, true)?;
            Settings::read(&file)?;
        }
        Some(Action::Unset { name }) => {
            let name = known(name)?;
            change(&file, |settings| {
                settings.remove(name);
            })?;
        }
    }
    Ok(Exit::Fine)
}

fn show(file: &Path, json: bool, screen: &mut Screen) -> Result<(), Failure> {
    let written = document(file)?;
    let settings: Vec<Told> = KNOWN
        .iter()
        .map(|(name, default, meaning)| told(name, default, meaning, &written))
        .collect();
    if json {
        let file = file.display().to_string();
        screen.out(&line(&Json { file, settings }))?;
        return Ok(());
    }
    let mut lines = vec![format!("{:<16} {:<10} {}", "setting", "value", "from")];
    for setting in settings {
        lines.push(format!(
            "{:<16} {:<10} {:<21} {}",
            setting.name,
            clean_line(&setting.value),
            setting.from,
            setting.meaning
        ));
    }
    lines.push(format!("file: {}", clean_line(&file.display().to_string())));
    screen.out(&lines.join("\n"))?;
    Ok(())
}

fn told(name: &'static str, default: &str, meaning: &'static str, written: &DocumentMut) -> Told {
    let named = variable(&name.to_uppercase()).1.filter(|_| name != "decks");
    let (value, from) = match (named, written.get(name)) {
        (Some(value), _) => (value, format!("DRILL_{}", name.to_uppercase())),
        (None, Some(item)) => {
            let text = item.as_str().map(str::to_owned);
            let text = text.unwrap_or_else(|| item.to_string().trim().to_owned());
            (text, "file".to_owned())
        }
        (None, None) => (default.to_owned(), "default".to_owned()),
    };
    Told {
        name,
        value,
        from,
        meaning,
    }
}

fn known(name: &str) -> Result<&'static str, Failure> {
    let names = KNOWN.iter().map(|(name, ..)| *name);
    let found = names.clone().find(|known| *known == name);
    found.ok_or_else(|| {
        let names: Vec<&str> = names.collect();
        Failure::usage(format!("there is no setting `{name}`"))
            .help(format!("the settings are {}", names.join(", ")))
    })
}

/// A value as TOML; what is none is a text, and so is a time of day.
fn item(name: &str, value: &str) -> Item {
    let document: Option<DocumentMut> = format!("{name} = {value}").parse().ok();
    let parsed = document.and_then(|mut document| document.remove(name));
    let parsed = parsed.filter(|item| item.is_str() || name != "day_start");
    parsed.unwrap_or_else(|| toml_edit::value(value))
}

/// Changes the file, unless that would make it nonsense.
fn change(file: &Path, change: impl FnOnce(&mut DocumentMut)) -> Result<(), Failure> {
    let mut settings = document(file)?;
    change(&mut settings);
    let text = settings.to_string();
    Settings::check(&text, file)?;
    write(file, &text)
}

fn write(file: &Path, text: &str) -> Result<(), Failure> {
    let written = file
        .parent()
        .map_or(Ok(()), std::fs::create_dir_all)
        .and_then(|()| shelf::replace(file, text.as_bytes()));
    written.map_err(|error| {
        Failure::machine(format!(
            "the settings in `{}` cannot be written",
            file.display()
        ))
        .because(error)
        .help("check the folder, its permissions and the free space")
    })
}

/// The file as it stands; an empty one where there is none.
fn document(file: &Path) -> Result<DocumentMut, Failure> {
    Settings::read_text(file)?.parse().map_err(|error| {
        Failure::usage(format!(
            "the settings in `{}` cannot be understood",
            file.display()
        ))
        .because(error)
        .help("mend the file, or move it away")
    })
}
