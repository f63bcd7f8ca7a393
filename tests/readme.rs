//! The README as its reader tries it: every example is run, and must print what it says.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use crate::home::{DRILL, Home, repository};

#[test]
fn every_example_prints_what_the_readme_says() {
    let path = repository().join("README.md");
    let written = std::fs::read_to_string(&path).expect("there is a README");
    let mut reader = Reader::new();
    let found = reader.follow(&written);
    if written != found {
        let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join("README.md");
        std::fs::write(&copy, &found).expect("the folder for such files");
        let line = written
            .lines()
            .zip(found.lines())
            .position(|(said, is)| said != is)
            .unwrap_or(0)
            + 1;
        panic!(
            "README.md differs from line {line} on; `{}` is what happens now",
            copy.display()
        );
    }
}

#[test]
fn the_two_commands_are_there() {
    let written =
        std::fs::read_to_string(repository().join("README.md")).expect("there is a README");
    assert!(written.contains("```sh\ncargo run --release -- today\n```"));
    assert!(written.contains("```sh\ncargo test\n```"));
}

/// Somebody who types in what the README shows.
struct Reader {
    home: Home,
    screens: Vec<String>,
}

impl Reader {
    fn new() -> Self {
        Self {
            home: Home::new(),
            screens: morning(),
        }
    }

    /// The README with the outputs of its examples as they are now.
    fn follow(&mut self, written: &str) -> String {
        let mut found = String::new();
        let mut fence: Option<(&str, String)> = None;
        for line in written.split_inclusive('\n') {
            match (&mut fence, line.trim_end()) {
                (None, start) if start.starts_with("```") => {
                    found += line;
                    fence = Some((start.trim_start_matches('`'), String::new()));
                }
                (Some((info, body)), "```") => {
                    let (info, body) = (*info, std::mem::take(body));
                    found += &self.example(info, body);
                    found += line;
                    fence = None;
                }
                (Some((_, body)), _) => body.push_str(line),
                (None, _) => found += line,
            }
        }
        found
    }

    fn example(&mut self, info: &str, body: String) -> String {
        match info.split_once(' ').unwrap_or((info, "")) {
            ("text", screen) => {
                let number: usize = screen
                    .trim_start_matches("screen-")
                    .parse()
                    .expect("screens are numbered");
                self.screens[number - 1].clone() + "\n"
            }
            ("markdown", name) => {
                self.home.deck(name, &body);
                body
            }
            ("toml", "config.toml") => {
                let settings = self.home.data().join("config.toml");
                std::fs::write(&settings, body.replace("/home/me/notes", "notes"))
                    .expect("a settings file");
                assert_eq!(
                    self.home.run(&["due"]).code,
                    0,
                    "the settings are understood"
                );
                body
            }
            ("console", _) => self.type_in(&body),
            _ => body,
        }
    }

    /// Runs the lines that begin with `$ `.
    fn type_in(&self, body: &str) -> String {
        let commands = body.lines().filter_map(|line| line.strip_prefix("$ "));
        commands.fold(String::new(), |mut shown, command| {
            write!(shown, "$ {command}\n{}", self.shell(command)).expect("a string takes text");
            shown
        })
    }

    fn shell(&self, command: &str) -> String {
        let folder = Path::new(DRILL).parent().expect("a program is in a folder");
        let path = format!("{}:/usr/bin:/bin", folder.display());
        let output = Command::new("sh")
            .args(["-c", &format!("{{ {command}; }} 2>&1")])
            .env_clear()
            .envs(
                self.home
                    .variables()
                    .iter()
                    .map(|(name, value)| (name, value)),
            )
            .env("PATH", path)
            .current_dir(self.home.work())
            .output()
            .expect("there is a shell");
        String::from_utf8(output.stdout).expect("drill prints UTF-8")
    }
}

/// The three pictures of a sitting.
fn morning() -> Vec<String> {
    let home = Home::new();
    let mut sitting = home.sit_at(18, 78, &["today", "--deck", "mvcc"]);
    let question = sitting.see("quit").screen();
    let answer = sitting.press(" ").see("easy").screen();
    sitting
        .press("1")
        .see("1 again")
        .press(" ")
        .see("easy")
        .press("3")
        .see("2 done");
    let end = sitting.press("q").see("Next:").screen();
    sitting.end();
    vec![question, answer, end]
}
