//! Settings: `config.toml`, then `DRILL_<NAME>`, then flags; the later wins.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use etcetera::{BaseStrategy, choose_base_strategy};
use serde::Deserialize;

use super::failure::Failure;
use crate::clock::{Clock, parse_moment};
use crate::model::time::{DayStart, Days};
use crate::screen::text::clean_line;
use crate::shelf;
use crate::study::queue::Caps;
use crate::study::scale::Scale;

/// Where everything lives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Home {
    /// The database and its backups.
    pub(crate) data: PathBuf,
    /// The file with the settings.
    pub(crate) config: PathBuf,
}

/// Everything that can be set.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Settings {
    pub(crate) day_start: DayStart,
    pub(crate) caps: Caps,
    pub(crate) max_interval: Days,
    /// With how many keys a sitting grades.
    pub(crate) grades: Scale,
    /// Folders to keep up with, besides those that were imported; relative to the file.
    pub(crate) decks: Vec<PathBuf>,
}

/// `config.toml` as it is written.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Written {
    day_start: Option<String>,
    new_per_day: Option<u32>,
    reviews_per_day: Option<u32>,
    max_interval: Option<u32>,
    grades: Option<u32>,
    decks: Option<Vec<PathBuf>>,
}

/// Every setting: its name, what it is without anybody's word, and what it means.
pub(super) const KNOWN: [(&str, &str, &str); 6] = [
    ("day_start", "04:00", "when a study day begins, local time"),
    ("new_per_day", "20", "new cards a day, over all sittings"),
    ("reviews_per_day", "none", "due cards a day"),
    ("max_interval", "36500", "days"),
    ("grades", "4", "keys that grade in a sitting: 2, 4 or 6"),
    ("decks", "none", "folders to keep up with"),
];

/// No interval is longer than a hundred years.
const LONGEST: u32 = 36_500;

impl Home {
    /// One folder for all, if one was named (`--home`, `DRILL_HOME`); else the XDG folders.
    ///
    /// # Errors
    /// When the user has no home.
    pub(crate) fn locate(named: Option<&Path>) -> Result<Self, Failure> {
        if let Some(folder) = named {
            return Ok(Self {
                data: folder.to_owned(),
                config: folder.join("config.toml"),
            });
        }
        let folders = choose_base_strategy().map_err(|error| {
            Failure::machine("there is no home folder to keep the database in")
                .because(error)
                .help("name a folder with `--home DIR` or the variable `DRILL_HOME`")
        })?;
        let config = folders.config_dir().join("drill").join("config.toml");
        Ok(Self {
            data: folders.data_dir().join("drill"),
            config,
        })
    }
}

impl Settings {
    /// Reads the file (if there is one) and the environment.
    ///
    /// # Errors
    /// When either has something that cannot be understood.
    pub(crate) fn read(file: &Path) -> Result<Self, Failure> {
        Self::of(written(file)?, file)
    }

    /// The text of a settings file; empty where there is none.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) fn read_text(file: &Path) -> Result<String, Failure> {
        match shelf::read_all(file).and_then(text) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
            text => text.map_err(|error| {
                Failure::machine(format!(
                    "the settings in `{}` cannot be read",
                    file.display()
                ))
                .because(error)
                .help("make the file readable, or move it away to use the defaults")
            }),
        }
    }

    /// Whether the text of a settings file can be understood, with the environment as it is.
    ///
    /// # Errors
    /// When it cannot.
    pub(super) fn check(text: &str, file: &Path) -> Result<(), Failure> {
        Self::of(parse(text, file)?, file).map(drop)
    }

    fn of(written: Written, file: &Path) -> Result<Self, Failure> {
        // A relative folder is meant from the file that names it, wherever `drill` is called.
        let beside = file.parent().unwrap_or_else(|| Path::new(""));
        let in_file = |name: &str| format!("`{name}` in `{}`", file.display());
        let mut day_start = DayStart::DEFAULT;
        for (place, value) in [
            (in_file("day_start"), written.day_start),
            variable("DAY_START"),
        ] {
            if let Some(value) = value {
                day_start = DayStart::parse(&value).ok_or_else(|| {
                    Failure::usage(format!("{place} is `{value}`, which is no time of day"))
                        .help("write the hour at which a study day begins, like `04:00`")
                })?;
            }
        }
        let new = number("NEW_PER_DAY")?.or(written.new_per_day).unwrap_or(20);
        let reviews = number("REVIEWS_PER_DAY")?.or(written.reviews_per_day);
        let max_interval = number("MAX_INTERVAL")?
            .or(written.max_interval)
            .unwrap_or(LONGEST);
        if !(1..=LONGEST).contains(&max_interval) {
            return Err(
                Failure::usage(format!("the setting `max_interval` is {max_interval}"))
                    .help(format!("write a number of days from 1 to {LONGEST}")),
            );
        }
        let grades = match number("GRADES")?.or(written.grades) {
            None => Scale::default(),
            Some(keys) => Scale::of(keys).ok_or_else(|| {
                Failure::usage(format!("the setting `grades` is {keys}"))
                    .help("write how many keys grade in a sitting: 2, 4 or 6")
            })?,
        };
        Ok(Self {
            day_start,
            caps: Caps { new, reviews },
            max_interval: Days(max_interval),
            grades,
            decks: written
                .decks
                .unwrap_or_default()
                .iter()
                .map(|path| beside.join(path))
                .collect(),
        })
    }

    /// The clock that these settings and the environment ask for.
    ///
    /// # Errors
    /// When `DRILL_NOW` or `DRILL_SEED` cannot be understood.
    pub(crate) fn clock(&self) -> Result<Clock, Failure> {
        let now = variable("NOW").1.map(|text| {
            parse_moment(&text).ok_or_else(|| {
                Failure::usage(format!(
                    "the variable `DRILL_NOW` is `{text}`, which is no moment"
                ))
                .help("write date, time and offset, like `2026-11-20T08:00:00+03:00`")
            })
        });
        let seed = variable("SEED").1.map(|text| {
            let number = text
                .parse::<i64>()
                .map(i64::cast_unsigned)
                .or_else(|_| text.parse::<u64>());
            number.map_err(|_| {
                Failure::usage(format!(
                    "the variable `DRILL_SEED` is `{text}`, which is no integer"
                ))
                .help("write a whole number, like `42`")
            })
        });
        Ok(Clock::new(
            now.transpose()?,
            seed.transpose()?,
            self.day_start,
        ))
    }
}

fn written(file: &Path) -> Result<Written, Failure> {
    parse(&Settings::read_text(file)?, file)
}

/// The settings in the text of a file.
///
/// # Errors
/// When they cannot be understood.
fn parse(text: &str, file: &Path) -> Result<Written, Failure> {
    toml_edit::de::from_str(text).map_err(|error| {
        Failure::usage(format!(
            "the settings in `{}` cannot be understood",
            file.display()
        ))
        .because(report(&error))
        .help(format!(
            "the settings are {}; `drill config` shows them",
            KNOWN.map(|(name, ..)| name).join(", ")
        ))
    })
}

fn text(bytes: Vec<u8>) -> io::Result<String> {
    String::from_utf8(bytes).map_err(|error| io::Error::new(ErrorKind::InvalidData, error))
}

/// The place and what is wrong there; names that it quotes stay on their line.
fn report(error: &toml_edit::de::Error) -> String {
    let message = error.message();
    let report = error.to_string();
    report.trim_end().replace(message, &clean_line(message))
}

/// The variable `DRILL_<name>` with its full name, if it is set to something.
pub(super) fn variable(name: &str) -> (String, Option<String>) {
    let name = format!("DRILL_{name}");
    let value = std::env::var(&name).ok().filter(|value| !value.is_empty());
    (format!("the variable `{name}`"), value)
}

fn number(name: &str) -> Result<Option<u32>, Failure> {
    let (place, value) = variable(name);
    let parse = |text: String| {
        text.parse().map_err(|_| {
            Failure::usage(format!("{place} is `{text}`, which is no count"))
                .help("write a whole number, like `20`")
        })
    };
    value.map(parse).transpose()
}
