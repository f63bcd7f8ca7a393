//! The Go programs in the decks print what the decks say: each is built and run.
//!
//! Without a `go` on the `PATH` that is new enough there is nothing to run them with, and the test
//! says so.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

use crate::fences::{Snippet, snippets};

/// The version of Go that the decks speak of.
const GO: (u32, u32) = (1, 27);

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
    let mut snippets = snippets("go");
    assert!(!snippets.is_empty(), "the decks show Go programs");
    for snippet in &mut snippets {
        snippet.code = whole(&snippet.code);
    }
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
