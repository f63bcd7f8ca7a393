//! How long the daily commands take on large collections, as ratios against the least that any
//! program would have to do: both measured in this run, on this machine.
//!
//! `cargo bench` generates decks (15 cards a file) and a million answers below a temporary
//! folder, and prints a table. Nothing fails here: timings are for people to judge.
#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::print_stdout,
    clippy::use_debug,
    unreachable_pub,
    reason = "a bench measures time, prints what it found, and stops where it cannot go on"
)]

mod collection;
mod floor;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use collection::Collection;

/// Runs of each command; the median is shown.
const RUNS: usize = 9;
const ANSWERS: u32 = 1_000_000;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    // The bench runs itself as the other process to compare with.
    if let Some(at) = arguments.iter().position(|argument| argument == "--floor") {
        return floor::run(&arguments[at + 1..]);
    }
    println!(
        "{:<34} {:>9} {:>9} {:>7}  allowed",
        "", "drill", "floor", "ratio"
    );
    for cards in [10_000, 100_000] {
        measure(cards);
    }
}

fn measure(cards: u32) {
    let collection = Collection::generate(cards);
    let (decks, home) = (collection.decks(), collection.home());
    println!("\n{cards} cards, {ANSWERS} answers");

    let import = once(&mut drill(home, &["import", "-q", path(decks)]));
    let floor = once(&mut floor_command(&[
        "insert",
        path(decks),
        path(&collection.scratch()),
    ]));
    row("first import", import, floor, 3.0);
    println!(
        "{:<34} {:>6} MB",
        "  its peak memory",
        peak_memory(&collection)
    );

    collection.answer(ANSWERS);
    let derive = once(&mut drill(home, &["doctor", "--fix"]));
    println!(
        "{:<34} {:>9}",
        "doctor --fix (folds everything)",
        show(derive)
    );

    let stat = median(|| floor_command(&["stat", path(decks)]));
    row(
        "import, nothing changed",
        median(|| drill(home, &["import", "-q", path(decks)])),
        stat,
        2.0,
    );

    let database = home.join("drill.db");
    let query = median(|| floor_command(&["query", path(&database)]));
    row("due", median(|| drill(home, &["due"])), query, 2.0);

    let queue = median(|| floor_command(&["query", path(&database), "stat", path(decks)]));
    row(
        "today: the first card (as JSON)",
        median(|| drill(home, &["today", "--json", "--limit", "1"])),
        queue,
        2.0,
    );
    let mut times: Vec<Duration> = (0..RUNS).map(|_| collection.first_card()).collect();
    times.sort_unstable();
    row(
        "today: the first card (terminal)",
        times[RUNS / 2],
        queue,
        2.0,
    );

    for verb in ["stats", "decks"] {
        println!("{verb:<34} {:>9}", show(median(|| drill(home, &[verb]))));
    }
}

fn drill(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_drill"));
    command
        .args(arguments)
        .env("DRILL_HOME", home)
        .env("DRILL_NOW", collection::NOW);
    command
}

fn floor_command(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("a bench has an executable"));
    command.arg("--floor").args(arguments);
    command
}

fn once(command: &mut Command) -> Duration {
    let start = Instant::now();
    let status = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status()
        .expect("the command can be started");
    let time = start.elapsed();
    assert!(status.success(), "{command:?} failed");
    time
}

fn median(command: impl Fn() -> Command) -> Duration {
    once(&mut command());
    let mut times: Vec<Duration> = (0..RUNS).map(|_| once(&mut command())).collect();
    times.sort_unstable();
    times[RUNS / 2]
}

/// The most memory that a first import takes, in megabytes (Linux only; else 0).
fn peak_memory(collection: &Collection) -> u64 {
    let home = collection.scratch();
    let mut child = drill(&home, &["import", "-q", path(collection.decks())])
        .stdout(Stdio::null())
        .spawn()
        .expect("the command can be started");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child
        .try_wait()
        .expect("a child can be waited for")
        .is_none()
    {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        peak = peak.max(kilobytes.unwrap_or(0) / 1000);
        std::thread::sleep(Duration::from_millis(2));
    }
    peak
}

fn row(what: &str, drill: Duration, floor: Duration, allowed: f64) {
    let ratio = drill.as_secs_f64() / floor.as_secs_f64();
    println!(
        "{what:<34} {:>9} {:>9} {ratio:>7.2}  {allowed:.1}",
        show(drill),
        show(floor)
    );
}

fn show(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

fn path(path: &Path) -> &str {
    path.to_str().expect("temporary folders have plain names")
}
