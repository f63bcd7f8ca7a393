//! A PostgreSQL and a Redis of one's own, in a temporary folder, reachable through a socket in it
//! and stopped when dropped. A machine without the programs has none, and it is said which.
//!
//! PostgreSQL's programs are looked for on the `PATH` and where Debian keeps them. They refuse to
//! run as root; root runs them as `postgres`, whom Debian's package makes.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use tempfile::TempDir;

/// How often a server that starts, or a statement that runs, is looked at before the test gives up.
pub(crate) const LOOKS: u32 = 10_000;

/// How long nobody looks then.
pub(crate) const PAUSE: Duration = Duration::from_millis(5);

/// How long a waiting transaction of this PostgreSQL waits before it looks for a deadlock.
pub(crate) const DEADLOCK: Duration = Duration::from_millis(100);

pub(crate) struct Postgres {
    programs: PathBuf,
    client: PathBuf,
    folder: TempDir,
}

impl Postgres {
    /// None where a program is missing.
    pub(crate) fn start() -> Option<Self> {
        let Some(programs) = folders().find(|one| has(one, "postgres") && has(one, "initdb"))
        else {
            println!("skipped: there is no `postgres` here, or no `initdb`");
            return None;
        };
        let Some(client) = folders().find(|one| has(one, "psql")) else {
            println!("skipped: there is no `psql` here");
            return None;
        };
        let folder = TempDir::new().expect("a temporary folder");
        let everyone = fs::Permissions::from_mode(0o755);
        fs::set_permissions(folder.path(), everyone).expect("an own folder");
        let server = Self {
            programs,
            client: client.join("psql"),
            folder,
        };
        fs::create_dir(server.data()).expect("a folder");
        if root() {
            let given = run(Command::new("chown").arg("postgres").arg(server.data()));
            if given.is_none_or(|given| !given.status.success()) {
                println!("skipped: root cannot run `postgres`, and there is no user `postgres`");
                return None;
            }
        }
        let choices = ["--auth=trust", "--username=postgres", "--no-sync"];
        let places = ["--encoding=UTF8", "--locale=C", "-D"];
        server.does("initdb", &[&choices[..], &places[..]].concat());
        let settings = format!(
            "-c listen_addresses= -c unix_socket_directories={} -c fsync=off -c autovacuum=off \
             -c deadlock_timeout={}",
            server.data().display(),
            DEADLOCK.as_millis()
        );
        let log = server.data().join("log").display().to_string();
        let start = ["start", "-w", "-o", settings.as_str(), "-l", &log, "-D"];
        server.does("pg_ctl", &start);
        Some(server)
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Runs a program of the server on its data, as a user who may.
    fn does(&self, program: &str, arguments: &[&str]) {
        let program = self.programs.join(program);
        let mut command = if root() {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]);
            command.arg(program);
            command
        } else {
            Command::new(program)
        };
        let ran = command
            .args(arguments)
            .arg(self.data())
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(fs::File::create(self.folder.path().join("errors")).expect("a file"))
            .status();
        let log = |file: PathBuf| fs::read_to_string(file).unwrap_or_default();
        assert!(
            ran.is_ok_and(|status| status.success()),
            "{arguments:?}: {}{}",
            log(self.folder.path().join("errors")),
            log(self.data().join("log"))
        );
    }

    /// A client of a database, which reads no settings and prints no more than rows.
    pub(crate) fn psql(&self, database: &str) -> Command {
        let mut command = Command::new(&self.client);
        command
            .args(["-qAtX", "-U", "postgres", "-d", database, "-h"])
            .arg(self.data());
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if self.data().join("postmaster.pid").exists() {
            self.does("pg_ctl", &["stop", "-w", "-m", "immediate", "-D"]);
        }
    }
}

pub(crate) struct Redis {
    server: Child,
    folder: TempDir,
}

impl Redis {
    /// None where a program is missing.
    pub(crate) fn start() -> Option<Self> {
        for program in ["redis-server", "redis-cli"] {
            if !folders().any(|folder| has(&folder, program)) {
                println!("skipped: there is no `{program}` on the PATH");
                return None;
            }
        }
        let folder = TempDir::new().expect("a temporary folder");
        let server = Command::new("redis-server")
            .args(["--port", "0", "--save", "", "--unixsocket", "socket"])
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .expect("redis-server runs");
        let redis = Self { server, folder };
        for _ in 0..LOOKS {
            if redis.says("PING\n") == "PONG\n" {
                return Some(redis);
            }
            std::thread::sleep(PAUSE);
        }
        panic!("redis-server does not start");
    }

    /// What a client prints that is given these commands.
    pub(crate) fn says(&self, commands: &str) -> String {
        let mut client = Command::new("redis-cli")
            .args(["-s", "socket"])
            .current_dir(self.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("redis-cli runs");
        let mut input = client.stdin.take().expect("a pipe");
        // A client that finds no server ends without reading.
        input.write_all(commands.as_bytes()).unwrap_or_default();
        drop(input);
        let output = client.wait_with_output().expect("redis-cli ends");
        String::from_utf8(output.stdout).expect("UTF-8")
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.server.kill().expect("redis-server is there");
        self.server.wait().expect("redis-server ends");
    }
}

/// Where programs may be: the `PATH`, then PostgreSQL's own folders, the newest first.
fn folders() -> impl Iterator<Item = PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let mut versions: Vec<PathBuf> = versions.flatten().map(|entry| entry.path()).collect();
    versions.sort();
    let versions = versions.into_iter().rev().map(|one| one.join("bin"));
    path.into_iter().chain(versions)
}

fn has(folder: &Path, program: &str) -> bool {
    folder.join(program).is_file()
}

fn root() -> bool {
    run(Command::new("id").arg("-u")).is_some_and(|id| id.stdout == b"0\n")
}

fn run(command: &mut Command) -> Option<Output> {
    command.stdin(Stdio::null()).output().ok()
}
