//! `drill sync`: several devices, one memory, through any folder that something carries.

mod exchange;
mod show;
mod take;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::Common;
use super::card_json::line;
use super::desk::Desk;
use super::failure::{Exit, Failure};
use crate::screen::Screen;
use crate::screen::text::{clean_line, count};
use crate::shelf;
use crate::sync::git::{Refusal, Tree};
use crate::sync::{self, Trouble};

#[derive(Args)]
#[command(
    after_long_help = "Examples:\n  drill sync ~/Sync/drill\n  drill sync\n  drill sync ~/notes/memory --git\n\nThe folder may be carried by anything: Syncthing, Dropbox, rclone, a network disk, or git (`--git` pulls, commits and pushes). Each device writes only files of its own in it, so there is nothing to resolve."
)]
pub(super) struct Arguments {
    /// The folder that the devices share; without it, that of the last time
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// What to call this device, the first time; else as the machine is called
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// The folder is in a git work tree: pull before, commit and push after
    #[arg(long)]
    git: bool,
    /// Say what would be exchanged, and change nothing
    #[arg(long, conflicts_with = "git")]
    dry_run: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// What was exchanged.
#[derive(Default)]
struct Report {
    devices: BTreeSet<String>,
    sent: u32,
    received: u32,
    decks: u32,
    roadmaps: u32,
    /// Files that could not be read to their end, in order.
    skipped: Vec<(String, Trouble)>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct Json {
    folder: String,
    device: Option<String>,
    devices: usize,
    sent: u32,
    received: u32,
    decks: u32,
    roadmaps: u32,
    skipped: Vec<SkippedJson>,
}

#[derive(Serialize)]
struct SkippedJson {
    file: String,
    message: String,
}

/// The names under which the database remembers the folder, this device, and how many lines of the
/// log it has given out.
const FOLDER: &str = "sync_folder";
const DEVICE: &str = "sync_device";
const SENT: &str = "sync_sent";

pub(super) fn run(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let mut desk = Desk::open(common, screen)?;
    let folder = folder(arguments, &desk)?;
    let lock =
        sync::lock(&desk.home.data.join("sync.lock")).map_err(|error| refused(&folder, error))?;
    if lock.is_none() {
        return Err(
            Failure::machine("another `drill sync` is at work on this database")
                .help("try again when it has finished"),
        );
    }
    let report = if arguments.dry_run {
        exchange::preview(&desk, &folder)?
    } else {
        settle_in(arguments, &mut desk, &folder)?;
        if arguments.git {
            carry(&mut desk, &folder)?
        } else {
            exchange(&mut desk, &folder)?
        }
    };
    tell(&report, arguments, &desk, &folder, screen)?;
    Ok(Exit::Fine)
}

/// Everything once: their lines, then ours, then the texts.
fn exchange(desk: &mut Desk, folder: &Path) -> Result<Report, Failure> {
    let mut report = Report::default();
    exchange::run(desk, folder, &mut report)?;
    take::run(desk, folder, &mut report)?;
    Ok(report)
}

/// With git before and after; again if others have pushed in between.
fn carry(desk: &mut Desk, folder: &Path) -> Result<Report, Failure> {
    const TRIES: u32 = 8;
    let refuse = |refusal| failed(folder, &refusal);
    let mut all = Report::default();
    for _ in 0..TRIES {
        let before = device(desk)?;
        let tree = Tree::open(folder, &before).map_err(refuse)?;
        tree.commit(&before).map_err(refuse)?;
        tree.pull().map_err(refuse)?;
        let report = exchange(desk, folder)?;
        let now = device(desk)?;
        for device in [&before, &now] {
            tree.commit(device).map_err(refuse)?;
        }
        all = Report {
            sent: all.sent + report.sent,
            received: all.received + report.received,
            decks: all.decks + report.decks,
            roadmaps: all.roadmaps + report.roadmaps,
            ..report
        };
        if tree.push().map_err(refuse)? {
            return Ok(all);
        }
    }
    Err(failed(folder, &Refusal::Overtaken))
}

/// The folder that is meant, as an absolute path.
fn folder(arguments: &Arguments, desk: &Desk) -> Result<PathBuf, Failure> {
    let named = match &arguments.folder {
        Some(folder) => folder.clone(),
        None => desk
            .store
            .noted(FOLDER)?
            .map(PathBuf::from)
            .ok_or_else(|| {
                Failure::usage("there is no folder to exchange through yet").help(
                    "name one that your devices share: `drill sync ~/Sync/drill`; it is remembered",
                )
            })?,
    };
    let name = clean_line(&named.to_string_lossy());
    let path = shelf::locate(&named).map_err(|error| {
        Failure::usage(format!("the folder `{name}` is not there"))
            .because(error)
            .help("make it first, or have it carried here; nothing was changed")
    })?;
    let path = PathBuf::from(path);
    if !path.is_dir() {
        return Err(Failure::usage(format!("`{name}` is not a folder"))
            .help("name the folder that your devices share"));
    }
    Ok(path)
}

/// Gives this device a name, the first time, and remembers the folder.
fn settle_in(arguments: &Arguments, desk: &mut Desk, folder: &Path) -> Result<(), Failure> {
    let path = folder.to_string_lossy();
    if desk.store.noted(FOLDER)?.as_deref() != Some(&path) {
        desk.store.forget_cursors()?;
        desk.store
            .keep_progress(&[], &[(FOLDER, &path), (SENT, "0")])?;
    }
    if let Some(device) = desk.store.noted(DEVICE)? {
        return match &arguments.name {
            Some(name) if called(&device) != called(&sync::device_name(name, "")) => Err(
                Failure::usage(format!("this device is called `{device}` already")).help(
                    "leave `--name` out; the name stands in what the other devices have read",
                ),
            ),
            _ => Ok(()),
        };
    }
    let name = arguments.name.clone().unwrap_or_else(sync::host_name);
    name_device(desk, &name)
}

/// A device's name without its number.
fn called(device: &str) -> &str {
    device.rsplit_once('-').map_or(device, |(called, _)| called)
}

/// Makes a new name: what was written under another one stays as it is.
fn name_device(desk: &mut Desk, called: &str) -> Result<(), Failure> {
    let chance = desk.clock.stamp(None).id.to_string();
    let number = &chance[chance.len() - 10..];
    let device = sync::device_name(called, number);
    Ok(desk
        .store
        .keep_progress(&[], &[(DEVICE, &device), (SENT, "0")])?)
}

/// The name of this device, which it has by now.
fn device(desk: &Desk) -> Result<String, Failure> {
    Ok(desk.store.noted(DEVICE)?.unwrap_or_default())
}

fn refused(folder: &Path, error: std::io::Error) -> Failure {
    let name = clean_line(&folder.to_string_lossy());
    Failure::machine(format!("the folder `{name}` cannot be used"))
        .because(error)
        .help("check that it is there and may be written; what was exchanged so far is safe")
}

fn failed(folder: &Path, refusal: &Refusal) -> Failure {
    let name = clean_line(&folder.to_string_lossy());
    let help = match refusal {
        Refusal::NoGit(_) => {
            "install git, or leave `--git` out and have the folder carried by something else"
                .to_owned()
        }
        Refusal::NotATree => {
            format!("make it one with `git -C '{name}' init`, or leave `--git` out")
        }
        Refusal::NoBranch => format!(
            "finish what is going on there (`git -C '{name}' status`), or `git -C '{name}' rebase --abort`"
        ),
        Refusal::NoRemote => format!("add one: `git -C '{name}' remote add origin URL`"),
        Refusal::Overtaken => "try again in a moment; what was exchanged so far is safe".to_owned(),
        Refusal::Said { .. } => format!(
            "see `git -C '{name}' status`; what was exchanged so far is safe, and the next sync goes on from there"
        ),
    };
    Failure::machine(format!("git does not carry `{name}`"))
        .because(clean_line(&refusal.to_string()))
        .help(help)
}

fn tell(
    report: &Report,
    arguments: &Arguments,
    desk: &Desk,
    folder: &Path,
    screen: &mut Screen,
) -> Result<(), Failure> {
    for note in &report.notes {
        desk.news(screen, note);
    }
    for (file, trouble) in &report.skipped {
        let path = folder.join(file);
        screen.news(&format!(
            "warning: `{}`: {trouble}, and was passed over\n{}",
            clean_line(&shelf::shorten(&path.to_string_lossy())),
            remedy(trouble)
        ));
    }
    if arguments.json {
        let skipped = report.skipped.iter().map(|(file, trouble)| SkippedJson {
            file: file.clone(),
            message: trouble.to_string(),
        });
        screen.out(&line(&Json {
            folder: folder.to_string_lossy().into_owned(),
            device: desk.store.noted(DEVICE)?,
            devices: report.devices.len(),
            sent: report.sent,
            received: report.received,
            decks: report.decks,
            roadmaps: report.roadmaps,
            skipped: skipped.collect(),
        }))?;
        return Ok(());
    }
    let more = [(report.decks, "deck"), (report.roadmaps, "roadmap")];
    let more = more.iter().filter(|(number, _)| *number > 0);
    let more: String = more
        .map(|(number, what)| format!(", {} received", count(*number as usize, what)))
        .collect();
    let dry = if arguments.dry_run {
        " (nothing was changed)"
    } else {
        ""
    };
    screen.out(&format!(
        "{}: {} sent, {} received{more}{dry}",
        count(report.devices.len(), "device"),
        entries(report.sent),
        report.received
    ))?;
    Ok(())
}

fn entries(number: u32) -> String {
    if number == 1 {
        "1 entry".to_owned()
    } else {
        format!("{number} entries")
    }
}

const fn remedy(trouble: &Trouble) -> &'static str {
    match trouble {
        Trouble::Newer | Trouble::Strange(_) => {
            "help: update this `drill`; until then the others know more than it does"
        }
        Trouble::NoHeader | Trouble::Damaged(_) | Trouble::Torn(_) => {
            "help: nothing to do: the device that wrote it mends it with its next `drill sync`"
        }
        Trouble::Unreadable(_) => "help: check the permissions of the folder",
    }
}
