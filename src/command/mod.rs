//! The command line: one file a verb. Each wires rooms together; none computes.

mod answer;
mod backup;
mod borrowed;
mod card_json;
mod catch_up;
mod check;
mod complaints;
mod completions;
mod config;
mod decks;
mod desk;
mod doctor;
mod due;
mod editor;
mod export;
mod failure;
mod find;
#[cfg(any(test, fuzzing))]
pub mod fuzz;
mod hello;
mod import;
mod intake;
mod log;
mod new;
mod overview;
mod parcel;
mod read;
mod restore;
mod roadmap;
mod scope;
mod settings;
mod show;
mod sitting;
mod stats;
mod suspend;
mod sync;
mod today;
mod undo;

use std::borrow::Cow;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;

use clap::error::ContextValue;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use signal_hook::consts::SIGXFSZ;

use crate::screen::text::{clean, clean_line};
use crate::screen::{ColorChoice, Screen};
use crate::shelf;
use failure::{Exit, Failure};
use scope::Scope;

/// Spaced repetition for the terminal.
///
/// Theory pages in Markdown become question cards; SM-2 chooses what you are about to forget.
/// `drill today` is all you need in the morning.
#[derive(Parser)]
#[command(name = "drill", version, disable_help_subcommand = true)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    verb: Option<Verb>,
}

/// What every command understands.
#[derive(Args, Clone)]
struct Common {
    /// One folder for everything (database, settings, backups) instead of the XDG folders
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "DRILL_HOME",
        hide_env_values = true
    )]
    home: Option<PathBuf>,
    /// When to use color
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: When,
    /// Say nothing but results and errors
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Say more: where things are, what was looked at
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    verbose: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

#[derive(Subcommand)]
enum Verb {
    /// The morning: due cards, then new ones, until all is recalled
    Today(today::Arguments),
    /// Compile Markdown decks into the database; again to update them
    Import(import::Arguments),
    /// A deck to write in, with one example of every form
    New(new::Arguments),
    /// Compile decks and complain; nothing is stored
    Check(check::Arguments),
    /// How it is going: today, streak, retention, forecast, decks
    Stats(stats::Arguments),
    /// One line for prompts and scripts: `12 due, 20 new`
    Due(due::Arguments),
    /// Every deck: cards, due, new, mature, errors
    Decks(decks::Arguments),
    /// Look at cards without reviewing them
    Show(show::Arguments),
    /// Cards and passages that have these words
    Find(find::Arguments),
    /// Read a topic's page
    Read(read::Arguments),
    /// Grade a card without a sitting: for editors and scripts
    Answer(answer::Arguments),
    /// Take back the last answers, also of an earlier sitting
    Undo(undo::Arguments),
    /// Take cards out of all sittings; their history stays
    Suspend(suspend::Arguments),
    /// Spread a backlog over several days
    CatchUp(catch_up::Arguments),
    /// Put suspended cards back
    Resume(suspend::Arguments),
    /// Start cards over, as if they were new
    Reset(suspend::ResetArguments),
    /// Write cards, answers and schedule to a file for another program: Anki
    Export(export::Arguments),
    /// Everything that ever happened, oldest first
    Log(log::Arguments),
    /// Study plans: import one, follow it, see how much of it is known
    Roadmap(roadmap::Arguments),
    /// Look for damage in the database; `--fix` derives again what can be derived
    Doctor(doctor::Arguments),
    /// Copy the database, also while it is in use
    Backup(backup::Arguments),
    /// Bring back a copy; without one, list those that were made automatically
    Restore(restore::Arguments),
    /// Exchange everything with other devices through a shared folder
    Sync(sync::Arguments),
    /// Every setting, its value and where it came from; `set` changes one
    Config(config::Arguments),
    /// Print the completions of a shell
    Completions(completions::CompletionsArguments),
    /// Write the manual pages
    Man(completions::ManArguments),
}

/// Runs a command line and says how the process should end.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    // Where files may not grow (`ulimit -f`), that is the error of a write, and not the end of the
    // process. Without the handler it is as it would be anyway, so a failure is no news.
    signal_hook::flag::register(SIGXFSZ, Arc::default()).ok();
    let parsed = overview::dress(Cli::command())
        .try_get_matches_from(arguments)
        .and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => return refuse(error),
    };
    let color = match cli.common.color {
        When::Auto => ColorChoice::Auto,
        When::Always => ColorChoice::Always,
        When::Never => ColorChoice::Never,
    };
    let mut screen = Screen::detect(color);
    let done = match cli.verb {
        Some(verb) => obey(verb, &cli.common, &mut screen),
        None => hello::run(&cli.common, &mut screen),
    };
    let exit = done.unwrap_or_else(|failure| {
        let failure = restore::advise(failure, &cli.common);
        let text = failure.to_string();
        if failure.exit() != Exit::Fine {
            screen.news(&text);
        }
        failure.exit()
    });
    exit as u8
}

fn obey(verb: Verb, common: &Common, screen: &mut Screen) -> Result<Exit, Failure> {
    match verb {
        Verb::Today(arguments) => today::run(&arguments, common, screen),
        Verb::Import(arguments) => import::run(&arguments, common, screen),
        Verb::New(arguments) => new::run(&arguments, screen),
        Verb::Check(arguments) => check::run(&arguments, common, screen),
        Verb::Stats(arguments) => stats::run(&arguments, common, screen),
        Verb::Due(arguments) => due::run(&arguments, common, screen),
        Verb::Decks(arguments) => decks::run(&arguments, common, screen),
        Verb::Show(arguments) => show::run(&arguments, common, screen),
        Verb::Find(arguments) => find::run(&arguments, common, screen),
        Verb::Read(arguments) => read::run(&arguments, common, screen),
        Verb::Answer(arguments) => answer::run(&arguments, common, screen),
        Verb::Undo(arguments) => undo::run(&arguments, common, screen),
        Verb::Suspend(arguments) => suspend::suspend(&arguments, common, screen),
        Verb::Resume(arguments) => suspend::resume(&arguments, common, screen),
        Verb::Reset(arguments) => suspend::reset(&arguments, common, screen),
        Verb::CatchUp(arguments) => catch_up::run(&arguments, common, screen),
        Verb::Export(arguments) => export::run(&arguments, common, screen),
        Verb::Log(arguments) => log::run(&arguments, common, screen),
        Verb::Roadmap(arguments) => roadmap::run(&arguments, common, screen),
        Verb::Doctor(arguments) => doctor::run(&arguments, common, screen),
        Verb::Backup(arguments) => backup::run(&arguments, common, screen),
        Verb::Restore(arguments) => restore::run(&arguments, common, screen),
        Verb::Sync(arguments) => sync::run(&arguments, common, screen),
        Verb::Config(arguments) => config::run(&arguments, common, screen),
        Verb::Completions(arguments) => completions::completions(&arguments, screen),
        Verb::Man(arguments) => completions::man(&arguments),
    }
}

/// The absolute paths of what a person named.
fn locate(paths: &[PathBuf]) -> Result<Vec<String>, Failure> {
    let locate = |path: &PathBuf| {
        let there = shelf::locate(path).map_err(|error| {
            Failure::usage(format!("`{}` cannot be read", path.display()))
                .because(error)
                .help("name a Markdown file or a folder that exists")
        })?;
        if std::path::Path::new(&there).is_file() && !shelf::is_markdown(there.as_ref()) {
            return Err(
                Failure::usage(format!("`{}` is not a Markdown file", path.display()))
                    .help("a deck's name ends in `.md` or `.markdown`"),
            );
        }
        Ok(there)
    };
    paths.iter().map(locate).collect()
}

/// Help and version are results; anything else that clap says is a complaint about the arguments.
fn refuse(mut error: clap::Error) -> u8 {
    let quoted: Vec<_> = error
        .context()
        .filter_map(|(kind, value)| {
            let ContextValue::String(text) = value else {
                return None;
            };
            Some((kind, ContextValue::String(clean_line(text))))
        })
        .collect();
    for (kind, clean) in quoted {
        error.insert(kind, clean);
    }
    let plain = error.render().to_string();
    let printed = match clean(&plain) {
        Cow::Borrowed(_) => error.print(),
        // A tip quotes arguments too.
        Cow::Owned(clean) => {
            Screen::detect(ColorChoice::Never).news(&clean);
            Ok(())
        }
    };
    let exit = if error.use_stderr() {
        Exit::Usage
    } else {
        Exit::Fine
    };
    if printed.is_err() {
        Exit::Machine as u8
    } else {
        exit as u8
    }
}
