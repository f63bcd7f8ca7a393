//! A generated collection: decks on the disk, and a history in the database.

use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use rusqlite::{Connection, params};
use tempfile::TempDir;

/// The moment at which everything is measured.
pub const NOW: &str = "2026-11-20T08:00:00+00:00";
/// Its study day, in days since 1970-01-01.
const TODAY: i64 = 20_777;
const CARDS_PER_FILE: u32 = 15;
const DAY_MS: i64 = 86_400_000;

/// Removed when dropped.
pub struct Collection {
    folder: TempDir,
    decks: PathBuf,
    home: PathBuf,
}

impl Collection {
    /// Writes decks with that many cards: questions in both forms, and clozes.
    pub fn generate(cards: u32) -> Self {
        let folder = tempfile::tempdir().expect("there is a temporary folder");
        let (decks, home) = (folder.path().join("decks"), folder.path().join("home"));
        for file in 0..cards.div_ceil(CARDS_PER_FILE) {
            let field = decks.join(format!("field-{:02}", file % 40));
            std::fs::create_dir_all(&field).expect("the folder can be made");
            let first = file * CARDS_PER_FILE;
            let text = deck(file, first..cards.min(first + CARDS_PER_FILE));
            std::fs::write(field.join(format!("topic-{file:05}.md")), text)
                .expect("the deck can be written");
        }
        // Files written this very moment would be looked at again by the next import.
        std::thread::sleep(Duration::from_millis(100));
        Self {
            folder,
            decks,
            home,
        }
    }

    pub fn decks(&self) -> &Path {
        &self.decks
    }

    pub fn home(&self) -> &Path {
        &self.home
    }

    /// A new empty folder.
    pub fn scratch(&self) -> PathBuf {
        tempfile::tempdir_in(self.folder.path())
            .expect("there is a temporary folder")
            .keep()
    }

    /// Appends that many answers to the log, as if given day by day over the last months: three
    /// recalled, one forgotten, each on its due day or after; a card in thirteen is due today.
    pub fn answer(&self, count: u32) {
        const GAPS: [(i64, i64); 4] = [(4, 1), (4, 6), (4, 16), (2, 1)];
        let mut db =
            Connection::open(self.home.join("drill.db")).expect("the database can be opened");
        let cards: Vec<Vec<u8>> = {
            let mut query = db
                .prepare("select id from cards order by row")
                .expect("there are cards");
            let ids = query
                .query_map([], |row| row.get(0))
                .expect("there are cards");
            ids.map(|id| id.expect("an id is a blob")).collect()
        };
        let each = i64::from(count) / cards.len() as i64;
        let write = db.transaction().expect("the database can be written");
        let mut insert = write
            .prepare("insert into log (entry, kind, card, quality, took_ms, at, offset_s, day) values (?, 'answered', ?, ?, 9000, ?, 0, ?)")
            .expect("there is a log");
        for (index, card) in cards.iter().enumerate() {
            let index = index as i64;
            // Counted backwards from the last answer, which is a third success in a row.
            let mut day = TODAY - 1 - index % 13;
            for turn in 0..each {
                let (quality, _) = GAPS[((2 - turn).rem_euclid(4)) as usize];
                let at = day * DAY_MS + 8 * 3_600_000 + index;
                let entry = ((index as u128) << 64 | turn as u128).to_be_bytes();
                insert
                    .execute(params![entry, card, quality, at, day])
                    .expect("the log takes entries");
                day -= GAPS[((1 - turn).rem_euclid(4)) as usize].1;
            }
        }
        drop(insert);
        write.commit().expect("the database can be written");
    }

    /// The time from the start of `drill today` to its first card on a terminal.
    pub fn first_card(&self) -> Duration {
        let size = PtySize {
            rows: 24,
            cols: 80,
            pixel_width: 0,
            pixel_height: 0,
        };
        let terminal = native_pty_system()
            .openpty(size)
            .expect("there are terminals");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_drill"));
        command.arg("today");
        command.env("DRILL_HOME", &self.home);
        command.env("DRILL_NOW", NOW);
        let mut output = terminal
            .master
            .try_clone_reader()
            .expect("a terminal can be read");
        let start = Instant::now();
        let mut child = terminal
            .slave
            .spawn_command(command)
            .expect("the command can be started");
        let mut seen = Vec::new();
        let mut block = [0; 4096];
        while !String::from_utf8_lossy(&seen).contains("quit") {
            let read = output.read(&mut block).expect("a terminal can be read");
            assert!(read > 0, "the sitting ended early");
            seen.extend_from_slice(&block[..read]);
        }
        let time = start.elapsed();
        child.kill().expect("the command can be ended");
        child.wait().expect("the command can be waited for");
        time
    }
}

fn deck(file: u32, cards: std::ops::Range<u32>) -> String {
    let mut text = format!(
        "---\ntags: [generated]\n---\n# Topic number {file}\n\nSome theory that explains number {file}.\n\n"
    );
    for card in cards {
        let written = match card % 3 {
            0 => write!(
                text,
                "## What does mechanism {card} of topic {file} guarantee to its callers?\n\nThat value {card} is seen before value {}.\n\nOtherwise readers would observe a state that never existed.\n\n",
                card + 1
            ),
            1 => write!(
                text,
                "Q: Which step does protocol {card} of topic {file} take after a lost reply?\nA: It repeats request {card} with the same key.\n\n"
            ),
            _ => write!(
                text,
                "C: In topic {file}, component {card} is protected by [lock {card}] while others wait.\n\n---\n\n"
            ),
        };
        written.expect("a string takes text");
    }
    text
}
