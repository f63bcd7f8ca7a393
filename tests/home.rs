//! A person's machine in a temporary folder: the date, the seed and the width are fixed, and the
//! environment holds nothing else.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// The program under test.
pub(crate) const DRILL: &str = env!("CARGO_BIN_EXE_drill");

/// Removed with everything in it when it is dropped.
pub(crate) struct Home {
    folder: TempDir,
    variables: Vec<(String, String)>,
}

/// What a command left behind.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Outcome {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: i32,
}

impl Home {
    /// A fresh machine: the program has never run, and the working directory is empty.
    pub(crate) fn new() -> Self {
        // In memory where that can be: the program waits for the disk after each answer, and
        // journeys give thousands.
        let memory = Some(Path::new("/dev/shm")).filter(|place| place.is_dir());
        let folder = memory.map_or_else(TempDir::new, TempDir::new_in);
        let folder = folder.expect("a temporary folder");
        std::fs::create_dir(folder.path().join("work")).expect("a working directory");
        let mut home = Self {
            folder,
            variables: Vec::new(),
        };
        let data = home.data().display().to_string();
        for (name, value) in [
            ("DRILL_HOME", data.as_str()),
            ("DRILL_NOW", "2026-11-20T08:00:00+03:00"),
            ("DRILL_SEED", "1"),
            ("COLUMNS", "80"),
            ("TERM", "xterm-256color"),
            ("LANG", "C.UTF-8"),
        ] {
            home.set(name, value);
        }
        home
    }

    /// The same machine at another moment: RFC 3339 with an offset.
    pub(crate) fn at(&mut self, now: &str) -> &mut Self {
        self.set("DRILL_NOW", now)
    }

    /// Sets a variable of the environment.
    pub(crate) fn set(&mut self, name: &str, value: &str) -> &mut Self {
        self.unset(name);
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Takes a variable out of the environment.
    pub(crate) fn unset(&mut self, name: &str) -> &mut Self {
        self.variables.retain(|(own, _)| own != name);
        self
    }

    /// Writes a deck below the working directory.
    pub(crate) fn deck(&self, path: &str, text: &str) -> PathBuf {
        let file = self.work().join(path);
        std::fs::create_dir_all(file.parent().expect("a file is in a folder")).expect("a folder");
        std::fs::write(&file, text).expect("a deck");
        file
    }

    /// The working directory.
    pub(crate) fn work(&self) -> PathBuf {
        self.folder.path().join("work")
    }

    /// A text with the place of that folder called `HOME`.
    pub(crate) fn placed(&self, text: &str) -> String {
        text.replace(&self.data().display().to_string(), "HOME")
    }

    /// The folder that `DRILL_HOME` names.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// The database, once there is one.
    pub(crate) fn database(&self) -> PathBuf {
        self.data().join("drill.db")
    }

    /// The whole environment.
    pub(crate) fn variables(&self) -> &[(String, String)] {
        &self.variables
    }

    /// Runs `drill` without a terminal and waits for its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Outcome {
        let output = Command::new(DRILL)
            .args(arguments)
            .env_clear()
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .current_dir(self.work())
            .stdin(Stdio::null())
            .output()
            .expect("drill runs");
        let text = |bytes| String::from_utf8(bytes).expect("drill prints UTF-8");
        Outcome {
            stdout: text(output.stdout),
            stderr: text(output.stderr),
            code: output.status.code().expect("no signal ended drill"),
        }
    }

    /// What a command prints, which must be one JSON document, without any news.
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        let mut lines = self.json_lines(arguments);
        assert_eq!(lines.len(), 1, "{arguments:?} prints one line of JSON");
        lines.remove(0)
    }

    /// What a command prints, which must be one JSON document a line, without any news.
    pub(crate) fn json_lines(&self, arguments: &[&str]) -> Vec<Value> {
        let outcome = self.run(arguments);
        let news = (outcome.code, outcome.stderr.as_str());
        assert_eq!(news, (0, ""), "{arguments:?}");
        let parse = |line| serde_json::from_str(line).expect("JSON");
        outcome.stdout.lines().map(parse).collect()
    }
}

impl Outcome {
    /// Nothing went wrong and there was no news; `stdout` is the whole result.
    #[track_caller]
    pub(crate) fn fine(&self, stdout: &str) {
        self.ends(0, stdout, "");
    }

    /// Holds everything at once: how it ended, and what was said to whom.
    #[track_caller]
    pub(crate) fn ends(&self, code: i32, stdout: &str, stderr: &str) {
        // Printed as text first: a long page as an escaped string is hard to read.
        assert!(
            self.stdout == stdout && self.stderr == stderr && self.code == code,
            "expected {code}\n--- stdout\n{stdout}--- stderr\n{stderr}\n\
             found {}\n--- stdout\n{}--- stderr\n{}",
            self.code,
            self.stdout,
            self.stderr
        );
    }
}

/// The folder of this repository.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
