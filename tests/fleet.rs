//! Several devices of one person, and what carries their shared folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rusqlite::Connection;
use tempfile::TempDir;

use crate::home::{DRILL, Home};

/// A device with its own copy of the shared folder.
pub(crate) struct Device {
    pub(crate) home: Home,
    pub(crate) name: String,
    folder: TempDir,
}

impl Device {
    /// A fresh machine of that name.
    pub(crate) fn new(name: &str) -> Self {
        let memory = Some(Path::new("/dev/shm")).filter(|place| place.is_dir());
        let folder = memory.map_or_else(TempDir::new, TempDir::new_in);
        Self {
            home: Home::new(),
            name: name.to_owned(),
            folder: folder.expect("a temporary folder"),
        }
    }

    /// Its copy of the shared folder.
    pub(crate) fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// The arguments of its `drill sync`.
    fn arguments(&self, more: &[&str]) -> Vec<String> {
        let folder = self.folder().display().to_string();
        let named = self
            .database()
            .is_none_or(|db| noted(&db, "sync_device").is_none());
        let mut arguments = vec!["sync".to_owned(), folder];
        if named {
            arguments.extend(["--name".to_owned(), self.name.clone()]);
        }
        arguments.extend(more.iter().map(|&argument| argument.to_owned()));
        arguments
    }

    /// Exchanges; everything must go well. Returns what it says, and its news.
    #[track_caller]
    pub(crate) fn sync(&self) -> (String, String) {
        let arguments = self.arguments(&[]);
        let outcome = self
            .home
            .run(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(outcome.code, 0, "{}: {}", self.name, outcome.stderr);
        (outcome.stdout, outcome.stderr)
    }

    /// Exchanges with git.
    #[track_caller]
    pub(crate) fn sync_with_git(&self) -> String {
        let arguments = self.arguments(&["--git"]);
        let outcome = self
            .home
            .run(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(
            (outcome.code, outcome.stderr.as_str()),
            (0, ""),
            "{}",
            self.name
        );
        outcome.stdout
    }

    /// Begins to exchange and is killed after that many looks at whether it has ended.
    pub(crate) fn sync_and_die(&self, looks: u64) {
        let mut child = Command::new(DRILL)
            .args(self.arguments(&[]))
            .env_clear()
            .envs(
                self.home
                    .variables()
                    .iter()
                    .map(|(name, value)| (name, value)),
            )
            .current_dir(self.home.work())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("drill runs");
        for _ in 0..looks {
            if child.try_wait().expect("a child").is_some() {
                return;
            }
        }
        // It may have ended a moment ago.
        child.kill().ok();
        child.wait().expect("an end");
    }

    /// Brings what `from` has written so far here. `torn`: of each file that is new, only that
    /// many hundredths arrive.
    pub(crate) fn receive(&self, from: &Self, torn: Option<u64>) {
        for (path, bytes) in tree(&from.folder()) {
            let owner = path.split('-').next().unwrap_or_default();
            let target = self.folder().join(&path);
            if owner != from.name || fs::read(&target).is_ok_and(|there| there == bytes) {
                continue;
            }
            let part = torn.unwrap_or(100) * bytes.len() as u64 / 100;
            let length = usize::try_from(part).expect("a length");
            fs::create_dir_all(target.parent().expect("a folder")).expect("a folder");
            fs::write(&target, &bytes[..length]).expect("a file");
        }
        // What its owner has removed is removed here.
        for (path, _) in tree(&self.folder()) {
            let owner = path.split('-').next().unwrap_or_default();
            if owner == from.name && torn.is_none() && !from.folder().join(&path).exists() {
                fs::remove_file(self.folder().join(&path)).expect("a file");
            }
        }
    }

    pub(crate) fn database(&self) -> Option<Connection> {
        let file = self.home.database();
        file.exists()
            .then(|| Connection::open(file).expect("a database"))
    }

    /// The lines of the log, each once, in no order that means anything.
    pub(crate) fn log(&self) -> Vec<String> {
        let outcome = self.home.run(&["log", "--json"]);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
        let mut lines: Vec<String> = outcome.stdout.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    }

    /// What is derived of every card that is in a deck here.
    pub(crate) fn standings(&self) -> Vec<String> {
        let db = self.database().expect("a database");
        let mut query = db
            .prepare(
                "select hex(id), suspended, fresh, s.due, s.interval, s.ease, s.repetition, s.lapses,
                   s.again_on, s.introduced, s.repeated, s.asleep
                 from cards left join standings as s on s.card = cards.row where not retired order by id",
            )
            .expect("a query");
        let columns = query.column_count();
        let cells = |row: &rusqlite::Row<'_>| {
            let cell = |column| Ok(format!("{:?}", row.get_ref(column)?));
            let cells: rusqlite::Result<Vec<String>> = (0..columns).map(cell).collect();
            Ok(cells?.join(" "))
        };
        let rows = query.query_map([], cells).expect("rows");
        rows.collect::<Result<_, _>>().expect("lines")
    }
}

fn noted(db: &Connection, name: &str) -> Option<String> {
    let value = "select value from meta where name = ?";
    db.query_row(value, [name], |row| row.get(0)).ok()
}

/// Every file below a folder, with what is in it, but for what git keeps.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                if path.file_name().is_none_or(|name| name != ".git") {
                    folders.push(path);
                }
                continue;
            }
            let name = path
                .strip_prefix(folder)
                .expect("below")
                .display()
                .to_string();
            files.insert(name, fs::read(&path).expect("a file"));
        }
    }
    files
}

/// A sequence of numbers that looks random and is always the same for a seed (SplitMix64).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// A number below `sides`.
    pub(crate) fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }
}
