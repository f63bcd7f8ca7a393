//! The Go programs in the decks print what the decks say: each is built and run.
//!
//! Without a `go` on the `PATH` that is new enough there is nothing to run them with, and the test
//! says so.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::home::repository;

/// The version of Go that the decks speak of.
const GO: (u32, u32) = (1, 27);

/// A code fence and the `output` fence that follows it.
struct Snippet {
    /// The deck and the line, as in `go-gc-120`.
    name: String,
    code: String,
    output: String,
}

#[test]
fn programs_in_the_decks_print_what_the_decks_say() {
    let Some((major, minor)) = go_version() else {
        println!("skipped: there is no `go` on the PATH");
        return;
    };
    if (major, minor) < GO {
        println!(
            "skipped: `go` is {major}.{minor}, the decks need {}.{}",
            GO.0, GO.1
        );
        return;
    }
    let mut decks = Vec::new();
    gather(&repository().join("decks"), &mut decks);
    decks.sort();
    let snippets: Vec<Snippet> = decks.iter().flat_map(|deck| snippets(deck)).collect();
    assert!(!snippets.is_empty(), "the decks show Go programs");
    let module = build(&snippets);
    for Snippet { name, output, .. } in &snippets {
        let ran = Command::new(module.path().join("bin").join(name))
            .output()
            .expect("a program");
        let errors = String::from_utf8_lossy(&ran.stderr);
        assert_eq!(
            String::from_utf8_lossy(&ran.stdout),
            output.as_str(),
            "{name}: {errors}"
        );
    }
}

/// As numbers: `go1.27.3` is (1, 27).
fn go_version() -> Option<(u32, u32)> {
    let said = Command::new("go")
        .args(["env", "GOVERSION"])
        .env("GOTOOLCHAIN", "local")
        .output()
        .ok()?;
    let version = String::from_utf8(said.stdout).ok()?;
    let mut numbers = version.trim().strip_prefix("go")?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

fn gather(folder: &Path, decks: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            gather(&path, decks);
        } else if path.extension().is_some_and(|kind| kind == "md") {
            decks.push(path);
        }
    }
}

fn snippets(deck: &Path) -> Vec<Snippet> {
    let text = fs::read_to_string(deck).expect("a deck");
    let stem = deck
        .file_stem()
        .and_then(|stem| stem.to_str())
        .expect("a name");
    let fences = fences(&text);
    let pair = |pair: &[Fence]| {
        let [code, output] = pair else { return None };
        let follows = output.blank_before && output.language == "output";
        (code.language == "go" && follows).then(|| Snippet {
            name: format!("{stem}-{}", code.line),
            code: whole(&code.body),
            output: output.body.clone(),
        })
    };
    fences.windows(2).filter_map(pair).collect()
}

struct Fence {
    language: String,
    line: usize,
    body: String,
    /// Nothing but blank lines stands between the fence before and this one.
    blank_before: bool,
}

fn fences(text: &str) -> Vec<Fence> {
    let mut fences: Vec<Fence> = Vec::new();
    let (mut open, mut blank) = (false, false);
    for (number, line) in (1..).zip(text.lines()) {
        match (open, line.strip_prefix("```")) {
            (false, Some(words)) => {
                let language = words
                    .split_whitespace()
                    .next()
                    .unwrap_or_default()
                    .to_owned();
                fences.push(Fence {
                    language,
                    line: number,
                    body: String::new(),
                    blank_before: blank,
                });
                open = true;
            }
            (true, Some("")) => (open, blank) = (false, true),
            (true, _) => {
                let fence = fences.last_mut().expect("an open fence");
                fence.body += line;
                fence.body.push('\n');
            }
            (false, None) => blank &= line.trim().is_empty(),
        }
    }
    fences
}

/// A whole program: a fragment gets what it lacks.
fn whole(code: &str) -> String {
    if code.starts_with("package ") {
        return code.to_owned();
    }
    let used = [
        "errors", "fmt", "os", "runtime", "sort", "strings", "sync", "time",
    ];
    let used = used
        .iter()
        .filter(|name| code.contains(&format!("{name}.")));
    let imports: String = used.map(|name| format!("import \"{name}\"\n")).collect();
    if code.contains("func main()") {
        format!("package main\n\n{imports}\n{code}")
    } else {
        format!("package main\n\n{imports}\nfunc main() {{\n{code}}}\n")
    }
}

/// Builds them all at once, in a module of their own: each is `bin/<name>`.
fn build(snippets: &[Snippet]) -> TempDir {
    let module = TempDir::new().expect("a temporary folder");
    let write = |path: PathBuf, text: &str| {
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    write(
        module.path().join("go.mod"),
        &format!("module snippets\n\ngo {}.{}\n", GO.0, GO.1),
    );
    for Snippet { name, code, .. } in snippets {
        write(module.path().join(name).join("main.go"), code);
    }
    fs::create_dir(module.path().join("bin")).expect("a folder");
    let built = Command::new("go")
        .args(["build", "-o", "bin/", "./..."])
        .current_dir(module.path())
        .envs([
            ("GOFLAGS", "-mod=mod"),
            ("GOTOOLCHAIN", "local"),
            ("GOPROXY", "off"),
        ])
        .output()
        .expect("go runs");
    assert!(
        built.status.success(),
        "{}",
        String::from_utf8_lossy(&built.stderr)
    );
    module
}
