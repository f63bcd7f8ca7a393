//! What lies among the decks and is none: pipes, sockets, devices, links that go in circles, a file
//! of ten gigabytes. Each is named and left out; nothing waits for it, and nothing swells.

use std::fs::File;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::process::{Command, Stdio};

use crate::home::{DRILL, Home, Outcome};

const TIDES: &str = "# Tides\n\n## What pulls the sea?\n\nThe moon.\n";

/// More than the program takes, and much less than it would with such a file in its memory.
const MEMORY_KB: u32 = 1_500_000;

/// A folder with one deck and everything that is none.
fn flotsam() -> Home {
    let home = Home::new();
    home.deck("notes/tides.md", TIDES);
    let notes = home.work().join("notes");
    let pipe = Command::new("mkfifo").arg(notes.join("pipe.md")).status();
    assert!(pipe.expect("`mkfifo` runs").success());
    // The socket stays when nobody listens any more.
    UnixListener::bind(notes.join("socket.md")).expect("a socket");
    symlink("/dev/zero", notes.join("zero.md")).expect("a link");
    symlink("nowhere", notes.join("gone.md")).expect("a link");
    symlink(".", notes.join("circle")).expect("a link");
    symlink("self.md", notes.join("self.md")).expect("a link");
    let large = File::create(notes.join("large.md")).expect("a file");
    large.set_len(10 << 30).expect("a sparse file");
    home
}

/// As [`Home::run`], with so much memory that the ten gigabytes do not fit.
fn run(home: &Home, arguments: &[&str]) -> Outcome {
    let output = Command::new("sh")
        .arg("-c")
        .arg(format!("ulimit -v {MEMORY_KB} && exec \"$0\" \"$@\""))
        .arg(DRILL)
        .args(arguments)
        .env_clear()
        .envs(home.variables().iter().map(|(name, value)| (name, value)))
        .current_dir(home.work())
        .stdin(Stdio::null())
        .output()
        .expect("a shell runs");
    let mut stderr: Vec<&str> = std::str::from_utf8(&output.stderr)
        .expect("UTF-8")
        .lines()
        .collect();
    // Files are found in the order in which the file system has them.
    stderr.sort_unstable();
    Outcome {
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: stderr.join("\n"),
        code: output.status.code().expect("no signal ended drill"),
    }
}

fn warnings(left: &str) -> String {
    let why = [
        ("circle", "it is a link to a folder that it lies in"),
        ("gone.md", "No such file or directory (os error 2)"),
        ("large.md", "it is larger than 64 MiB"),
        ("pipe.md", "it is a pipe, a socket or a device, and no file"),
        ("self.md", "Too many levels of symbolic links (os error 40)"),
        (
            "socket.md",
            "it is a pipe, a socket or a device, and no file",
        ),
        ("zero.md", "it is a pipe, a socket or a device, and no file"),
    ];
    let warning = |(name, why)| format!("warning: `notes/{name}` cannot be read{left}: {why}");
    why.map(warning).join("\n")
}

#[test]
fn what_is_no_deck_is_named_and_left_out() {
    let home = flotsam();
    let left = warnings(" and is left as it was");
    run(&home, &["check", "notes"]).ends(0, "", &warnings(""));
    run(&home, &["import", "notes"]).ends(0, "1 deck, 1 card: 1 new\n", &left);
    let queue = run(&home, &["today", "--json"]);
    assert_eq!((queue.code, &queue.stderr), (0, &left));
    assert!(queue.stdout.contains("What pulls the sea?"));
}

/// They do not keep a deck that was deleted from being noticed.
#[test]
fn a_deck_beside_them_can_still_go() {
    let home = Home::new();
    home.deck("notes/tides.md", TIDES);
    home.deck(
        "notes/winds.md",
        "# Winds\n\n## What is a trade wind?\n\nIt blows west.\n",
    );
    let notes = home.work().join("notes");
    symlink(".", notes.join("circle")).expect("a link");
    symlink("/dev/zero", notes.join("zero.md")).expect("a link");
    assert_eq!(
        run(&home, &["import", "notes"]).stdout,
        "2 decks, 2 cards: 2 new\n"
    );
    std::fs::remove_file(notes.join("winds.md")).expect("a file less");
    let gone = run(&home, &["import", "notes", "--yes"]);
    assert_eq!(gone.stdout, "1 deck, 1 card: 1 retired, 1 unchanged\n");
}

#[test]
fn what_is_no_file_cannot_be_named_either() {
    let home = flotsam();
    for (arguments, help) in [
        (
            ["import", "notes/pipe.md"].as_slice(),
            "name a Markdown file or a folder that exists",
        ),
        (
            &["check", "notes/pipe.md"],
            "name a Markdown file or a folder that exists",
        ),
        (
            &["roadmap", "import", "notes/pipe.md"],
            "name a text file that exists",
        ),
    ] {
        let outcome = home.run(arguments);
        let expected = format!(
            "error: `notes/pipe.md` cannot be read\n\
             cause: it is a pipe, a socket or a device, and no file\nhelp: {help}\n"
        );
        outcome.ends(2, "", &expected);
    }
    run(&home, &["roadmap", "import", "notes/large.md"]).ends(
        2,
        "",
        "cause: it is larger than 64 MiB\nerror: `notes/large.md` cannot be read\n\
         help: name a text file that exists",
    );
}

#[test]
fn settings_that_are_a_pipe_are_not_waited_for() {
    let home = Home::new();
    std::fs::create_dir(home.data()).expect("a folder");
    let settings = home.data().join("config.toml");
    let pipe = Command::new("mkfifo").arg(&settings).status();
    assert!(pipe.expect("`mkfifo` runs").success());
    home.run(&["due"]).ends(
        3,
        "",
        &format!(
            "error: the settings in `{}` cannot be read\n\
             cause: it is a pipe, a socket or a device, and no file\n\
             help: make the file readable, or move it away to use the defaults\n",
            settings.display()
        ),
    );
}
