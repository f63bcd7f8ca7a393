//! The SQL and the Redis commands in the decks print what the decks say: each is run on an empty
//! database of a real server. Without the servers the test says that it skips.
//!
//! Lines such as `-- session A` in SQL switch between sessions that stay open. Each statement runs
//! until it ends or waits for a lock; then the next one goes on. What a session prints stands
//! behind its name, in the order in which it comes.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{Receiver, channel};

use crate::fences::{Snippet, codes, snippets};
use crate::servers::{DEADLOCK, LOOKS, PAUSE, Postgres, Redis};

#[test]
fn sql_in_the_decks_prints_what_the_decks_say() {
    let Some(server) = Postgres::start() else {
        return;
    };
    let mut watch = Session::open(&server, "postgres", "watch");
    let version = watch.asks("SHOW server_version_num;");
    // Since 18, counts of rows have decimals, and more is counted.
    let new = version.as_str() >= "18";
    let (later, snippets): (Vec<_>, Vec<_>) = snippets("sql")
        .into_iter()
        .partition(|one| new && one.output.contains("(actual rows="));
    for Snippet { name, .. } in later {
        println!("skipped on PostgreSQL 18 and later: {name}");
    }
    assert!(!snippets.is_empty(), "the decks show SQL");
    let mut wrong = String::new();
    watch.asks("CREATE DATABASE deck;");
    for Snippet { name, code, output } in snippets {
        let printed = play(&server, &mut watch, &code);
        if printed != output {
            writeln!(wrong, "{name} prints\n{printed}and not\n{output}").expect("a text");
        }
        while watch.asks("SELECT 1 FROM pg_stat_activity WHERE datname = 'deck' LIMIT 1;") == "1" {
            std::thread::sleep(PAUSE);
        }
        let mut broom = Session::open(&server, "deck", "broom");
        broom.asks("DROP SCHEMA public CASCADE; CREATE SCHEMA public;");
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn redis_in_the_decks_prints_what_the_decks_say() {
    for Snippet { name, code, output } in snippets("redis") {
        let Some(server) = Redis::start() else { return };
        assert_eq!(server.says(&commands(&code)), output, "{name}");
    }
    let Some(server) = Redis::start() else { return };
    for (name, script) in codes("lua") {
        let quoted = script.replace('\\', "\\\\").replace('"', "\\\"");
        let said = server.says(&commands(&format!("SCRIPT LOAD \"{quoted}\"\n")));
        assert_eq!(said.trim().len(), 40, "{name}: {said}");
    }
}

/// A line for each command: a text that is open at the end of a line goes on in the next one.
fn commands(code: &str) -> String {
    let mut commands = String::new();
    let mut open = false;
    for line in code.lines() {
        commands += line;
        open ^= line.replace("\\\"", "").matches('"').count() % 2 == 1;
        commands += if open { "\\n" } else { "\n" };
    }
    commands
}

/// Runs SQL in its sessions, or as a whole in one, and gathers what they print.
fn play(server: &Postgres, watch: &mut Session, code: &str) -> String {
    let steps = steps(code);
    let mut sessions: Vec<Session> = Vec::new();
    let mut printed = String::new();
    for (name, statement) in &steps {
        if !sessions.iter().any(|one| one.name == *name) {
            sessions.push(Session::open(server, "deck", name));
        }
        let own = |one: &Session| one.name == *name;
        // One that waits takes nothing more before it is released.
        settle(&mut sessions, watch, &mut printed, own);
        let session = sessions.iter_mut().find(|one| own(one));
        session.expect("it was opened").send(statement);
        settle(&mut sessions, watch, &mut printed, |_| false);
    }
    settle(&mut sessions, watch, &mut printed, |_| true);
    printed
}

/// The statements with the session of each. What is not for sessions is one step.
fn steps(code: &str) -> Vec<(&str, String)> {
    let mut steps = Vec::new();
    let (mut name, mut statement) = ("", String::new());
    for line in code.lines() {
        if let Some(next) = line.strip_prefix("-- session ") {
            name = next;
            continue;
        }
        statement += line;
        statement.push('\n');
        let quoted = statement.matches("$$").count() % 2 == 1;
        let ends = line.ends_with(';') || line.starts_with('\\') || line.ends_with("\\gset");
        if !name.is_empty() && ends && !quoted {
            steps.push((name, std::mem::take(&mut statement)));
        }
    }
    if !statement.is_empty() {
        steps.push((name, statement));
    }
    steps
}

/// Waits until each session has ended its statement or waits for another; those that `must` end
/// are waited for in any case.
fn settle(
    sessions: &mut [Session],
    watch: &mut Session,
    printed: &mut String,
    must: impl Fn(&Session) -> bool,
) {
    for _ in 0..LOOKS {
        let mut settled = true;
        for session in sessions.iter_mut().filter(|one| one.busy) {
            if session.ended(printed) {
                settled = false;
            } else if !session.waits(watch) || must(session) {
                settled = false;
                std::thread::sleep(PAUSE);
            }
        }
        if settled {
            return;
        }
    }
    panic!("a session hangs after printing {printed}");
}

/// A client that stays.
struct Session {
    name: String,
    client: Child,
    input: ChildStdin,
    lines: Receiver<String>,
    /// It was given a statement and has not ended it.
    busy: bool,
    /// It was found to wait for another since.
    waiting: bool,
}

/// What a session prints when it has ended a statement.
const ENDED: &str = "-- ended --";

impl Session {
    fn open(server: &Postgres, database: &str, name: &str) -> Self {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        let mut client = server
            .psql(database)
            .args(["-v", "VERBOSITY=sqlstate"])
            .env("PGAPPNAME", name)
            .stdin(Stdio::piped())
            .stdout(writer.try_clone().expect("a pipe"))
            .stderr(writer)
            .spawn()
            .expect("psql runs");
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            let mut read = BufReader::new(reader).lines().map_while(Result::ok);
            read.try_for_each(|line| sender.send(line))
        });
        Self {
            name: name.to_owned(),
            input: client.stdin.take().expect("a pipe"),
            client,
            lines,
            busy: false,
            waiting: false,
        }
    }

    fn send(&mut self, statement: &str) {
        (self.busy, self.waiting) = (true, false);
        write!(self.input, "{statement}\n\\echo {ENDED}\n").expect("psql reads");
    }

    /// Takes what was printed since, and tells whether the statement has ended.
    fn ended(&mut self, printed: &mut String) -> bool {
        while let Ok(line) = self.lines.try_recv() {
            if line == ENDED {
                self.busy = false;
                return true;
            }
            if !self.name.is_empty() {
                *printed += &format!("{}: ", self.name);
            }
            *printed += &line;
            printed.push('\n');
        }
        false
    }

    /// Whether it waits for another. It has then also looked for a deadlock: who closes a circle
    /// later finds it.
    fn waits(&mut self, watch: &mut Session) -> bool {
        let name = &self.name;
        let waits = watch.asks(&format!(
            "SELECT count(*) FROM pg_stat_activity
             WHERE application_name = '{name}' AND cardinality(pg_blocking_pids(pid)) > 0;"
        ));
        let waits = waits != "0";
        if waits && !self.waiting {
            self.waiting = true;
            std::thread::sleep(DEADLOCK * 3);
        }
        waits
    }

    /// A statement and what it prints, without the sign of its end.
    fn asks(&mut self, statement: &str) -> String {
        self.send(statement);
        let line = || self.lines.recv().expect("psql answers");
        let lines: Vec<String> = std::iter::repeat_with(line)
            .take_while(|line| line != ENDED)
            .collect();
        self.busy = false;
        lines.join("\n")
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.client.kill().expect("psql is there");
        self.client.wait().expect("psql ends");
    }
}
