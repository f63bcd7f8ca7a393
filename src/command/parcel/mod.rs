//! Files of other programs on their way in: a parcel becomes Markdown decks, lines of the log, and
//! keepsakes for the way back; all of it or nothing, and all of it can be taken back.

mod answers;
mod arrivals;
mod columns;
mod files;
pub(super) mod kinds;
mod lines;
mod media;
mod report;
mod shelves;
mod texts;
pub(super) mod undo;
mod whole;

use std::io::Seek;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use arrivals::Arrivals;
pub(super) use arrivals::digest as written;
use columns::TableWays;
use files::Writing;
use kinds::{Kind, kind_of};
use lines::Scribe;
use report::Report;

use super::desk::Desk;
use super::failure::{Exit, Failure};
use super::intake::Plan;
use crate::exchange::anki::Package;
use crate::exchange::parcel::Parcel;
use crate::exchange::{self, Format, Reading, Refusal};
use crate::screen::Screen;
use crate::screen::progress::Progress;
use crate::screen::text::clean_line;
use crate::shelf;
use crate::store::{Delivery, Occasion, Receipt};

/// How a file of another program is taken in, as far as the command line says.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Files of other programs")]
pub(super) struct Ways {
    /// The folder for their decks and media, instead of one in the folder of the database
    #[arg(long, value_name = "DIR", conflicts_with = "no_files")]
    to: Option<PathBuf>,
    /// Keep their decks in the database instead of files
    #[arg(long)]
    no_files: bool,
    /// When their cards are due: as there, or as the answers say by the rules of here
    #[arg(long, value_name = "HOW", default_value = "kept")]
    schedule: Schedule,
    /// What it is, instead of what it seems to be
    #[arg(long = "as", value_name = "KIND")]
    pub(super) kind: Option<Kind>,
    /// Which level of headings asks (`--as headings`)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=6))]
    level: Option<u8>,
    #[command(flatten)]
    table: TableWays,
    /// The most that a file may unpack to, like `500M` or `8G`
    #[arg(long, value_name = "SIZE", default_value = "2G", value_parser = size)]
    max_size: u64,
}

impl Ways {
    fn is_replay(&self) -> bool {
        self.schedule == Schedule::Replay
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Schedule {
    Kept,
    Replay,
}

/// How a file of another program is taken in.
#[derive(Clone, Debug)]
pub(super) struct Wishes {
    pub(super) ways: Ways,
    pub(super) dry_run: bool,
    pub(super) json: bool,
    pub(super) quiet: bool,
}

/// Whether a file or a folder is to be read as one of another program. The decks of hashcards and
/// of repeater compile where they are.
pub(super) fn is_foreign(path: &Path, ways: &Ways) -> bool {
    kind_of(path, ways.kind).is_some_and(|kind| kind != Kind::Hashcards)
}

pub(super) use answers::take_in as take_in_answers;
pub(super) use texts::hint;

/// Takes a file in.
///
/// # Errors
/// When it cannot be read as a whole, or its decks cannot be stored; then nothing has changed.
pub(super) fn take_in(
    path: &Path,
    wishes: &Wishes,
    desk: &mut Desk,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let Some(kind) = kind_of(path, wishes.ways.kind) else {
        return Err(
            Failure::usage(format!("`{}` is of no known format", path.display()))
                .help("`drill import --help` says what can be imported"),
        );
    };
    let (parcel, digest) = match kind {
        Kind::Anki => read(path, &Package, wishes, desk)?,
        Kind::Json => return whole::take_in(path, wishes, desk, screen),
        Kind::Hashcards
        | Kind::Repeater
        | Kind::Obsidian
        | Kind::Headings
        | Kind::Mnemosyne
        | Kind::Tsv
        | Kind::Csv => texts::read(path, kind, wishes, desk, screen)?,
    };
    let format = kind.name();
    let mut writing = Writing::new(path, format, &parcel, wishes, desk)?;
    let mut report = Report::new(path, format, &parcel, wishes.dry_run);
    let parcel = media::put_away(parcel, &mut writing, &mut report)?;
    let arrivals = Arrivals::sort(desk, &writing, format, parcel, &mut report)?;
    report.answers = arrivals.fresh_answers();
    let mut plan = Plan::of_texts(desk, &|| arrivals.texts(), &[])?;
    if !wishes.dry_run && !arrivals.is_empty(&writing) {
        let receipt = Receipt {
            at_ms: desk.clock.now().unix_ms(),
            format,
            file: path.display().to_string(),
            digest,
            roots: Vec::new(),
        };
        store(desk, &mut plan, &arrivals, writing, receipt)?;
    }
    report.print(&plan, wishes, screen)
}

/// Reads and unpacks a file; also gives its SHA-256.
fn read(
    path: &Path,
    format: &dyn Format,
    wishes: &Wishes,
    desk: &Desk,
) -> Result<(Parcel, [u8; 32]), Failure> {
    let unreadable = |error| {
        Failure::usage(format!("`{}` cannot be read", path.display()))
            .because(error)
            .help("name a file that exists and that you may read")
    };
    let mut file = shelf::open(path).map_err(unreadable)?;
    let digest = exchange::digest_of(&mut file).map_err(unreadable)?;
    file.rewind().map_err(unreadable)?;
    let visible = !wishes.quiet && !wishes.json;
    let bar = Progress::counting("reading cards", visible);
    let now = desk.clock.now();
    let reading = Reading {
        max_size: wishes.ways.max_size,
        now,
        today: desk.today(),
        zone: &|at_ms| {
            desk.clock
                .moment_at(at_ms)
                .map_or(now.offset_s(), |at| at.offset_s())
        },
        tick: &|| bar.step(),
    };
    let parcel = format
        .read(file, &reading)
        .map_err(|refusal| refuse(path, refusal))?;
    Ok((parcel, digest))
}

/// Writes the files, then the database; if that refuses, the files are as they were.
fn store(
    desk: &mut Desk,
    plan: &mut Plan,
    arrivals: &Arrivals,
    mut writing: Writing,
    receipt: Receipt,
) -> Result<(), Failure> {
    let (_, undone) = desk.store.imports()?;
    desk.back_up(Occasion::Import)?;
    writing.write_decks(arrivals)?;
    let stored = deliver(desk, plan, arrivals, &writing, receipt, undone);
    if stored.is_err() {
        writing.put_back();
    }
    stored
}

/// Writes the database, in one transaction.
fn deliver(
    desk: &mut Desk,
    plan: &mut Plan,
    arrivals: &Arrivals,
    writing: &Writing,
    mut receipt: Receipt,
    generation: u32,
) -> Result<(), Failure> {
    let clock = desk.clock.clone();
    let scribe = Scribe::new(&clock, generation, arrivals);
    let unknown = arrivals.unknown_before();
    let decks = arrivals.kept_decks();
    loop {
        plan.remember(desk, &writing.roots())?;
        receipt.roots = plan.new_roots().to_vec();
        let delivery = Delivery {
            receipt: receipt.clone(),
            each_line: &|visit| arrivals.each_line(&scribe, visit),
            lines: arrivals.reviews.len(),
            told: &|id| {
                let card = unknown.get(&id)?;
                Some(arrivals.history(&scribe, *card))
            },
            touched: &arrivals.touched,
            notes: &arrivals.notes,
            cards: &arrivals.cards,
            things: &arrivals.things,
            files: writing.written(),
            decks: &decks,
        };
        if plan.store_with(desk, Some(&delivery), None)? {
            return Ok(());
        }
        *plan = Plan::of_texts(desk, &|| arrivals.texts(), &[])?;
    }
}

/// A number of bytes: `1000`, `500K`, `20M`, `8G`.
fn size(text: &str) -> Result<u64, String> {
    let (digits, unit) = match text.trim().char_indices().next_back() {
        Some((at, 'k' | 'K')) => (&text[..at], 10),
        Some((at, 'm' | 'M')) => (&text[..at], 20),
        Some((at, 'g' | 'G')) => (&text[..at], 30),
        _ => (text, 0),
    };
    let number: Option<u64> = digits.trim().parse().ok();
    let bytes = number.and_then(|number| number.checked_mul(1 << unit));
    bytes.ok_or_else(|| "a size is a number of bytes, like 500M or 8G".into())
}

/// What a format says of a file that it cannot read.
fn refuse(path: &Path, refusal: Refusal) -> Failure {
    let name = clean_line(&path.display().to_string());
    let failure = Failure::usage(format!("`{name}` cannot be imported: {}", refusal.what));
    let failure = match refusal.cause {
        Some(cause) => failure.because(clean_line(&cause)),
        None => failure,
    };
    failure.help(format!("nothing was changed; {}", refusal.help))
}
