//! The installed git as a carrier: no shell, no prompts, and nothing of the user's is touched but
//! the folder of this device.

use std::fmt;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;

/// Why git did not do it.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// It is not installed, or cannot be started.
    NoGit(io::Error),
    NotATree,
    NoBranch,
    NoRemote,
    /// Somebody else was quicker, again and again.
    Overtaken,
    /// What it said.
    Said {
        command: &'static str,
        words: String,
    },
}

/// A work tree with a branch and a remote.
pub(crate) struct Tree<'dir> {
    dir: &'dir Path,
    branch: String,
    remote: String,
    /// Who commits, if the user has not told git.
    identity: Vec<String>,
}

impl<'dir> Tree<'dir> {
    /// Looks at the folder, and changes nothing.
    ///
    /// # Errors
    /// When there is nothing to carry it with.
    pub(crate) fn open(dir: &'dir Path, device: &str) -> Result<Self, Refusal> {
        let inside = run(dir, &["rev-parse", "--is-inside-work-tree"])?;
        if answer(&inside) != "true" {
            return Err(Refusal::NotATree);
        }
        let branch = answer(&run(dir, &["symbolic-ref", "--quiet", "--short", "HEAD"])?);
        if branch.is_empty() {
            return Err(Refusal::NoBranch);
        }
        let own = answer(&run(dir, &["config", &format!("branch.{branch}.remote")])?);
        let remotes = answer(&run(dir, &["remote"])?);
        let first = remotes
            .lines()
            .find(|remote| *remote == "origin")
            .or(remotes.lines().next());
        let remote = Some(own.as_str()).filter(|own| !own.is_empty()).or(first);
        let remote = remote.ok_or(Refusal::NoRemote)?.to_owned();
        let known = answer(&run(dir, &["config", "user.email"])?);
        let identity = if known.is_empty() {
            let [name, mail] = [
                format!("user.name={device}"),
                format!("user.email={device}@localhost"),
            ];
            vec!["-c".into(), name, "-c".into(), mail]
        } else {
            Vec::new()
        };
        Ok(Self {
            dir,
            branch,
            remote,
            identity,
        })
    }

    /// Commits what this device has written, if anything.
    ///
    /// # Errors
    /// What git says.
    pub(crate) fn commit(&self, device: &str) -> Result<(), Refusal> {
        if !self.dir.join(device).is_dir() {
            return Ok(());
        }
        // By force: the log must travel whatever is usually ignored.
        self.must("add", &["add", "--force", "--all", "--", device])?;
        let same = self.git(&["diff", "--cached", "--quiet", "--", device])?;
        if same.status.success() {
            return Ok(());
        }
        let message = format!("drill sync: {device}");
        self.must(
            "commit",
            &[
                "commit",
                "--quiet",
                "--no-gpg-sign",
                "--message",
                &message,
                "--",
                device,
            ],
        )
    }

    /// Brings in what others have pushed. Nobody writes in the folder of somebody else, so there
    /// is nothing to resolve.
    ///
    /// # Errors
    /// What git says.
    pub(crate) fn pull(&self) -> Result<(), Refusal> {
        self.must("fetch", &["fetch", "--quiet", &self.remote])?;
        let theirs = format!("refs/remotes/{}/{}", self.remote, self.branch);
        let there = self.git(&["rev-parse", "--verify", "--quiet", &theirs])?;
        if !there.status.success() {
            return Ok(());
        }
        let born = self.git(&["rev-parse", "--verify", "--quiet", "HEAD"])?;
        if born.status.success() {
            let rebased = self.must("rebase", &["rebase", "--quiet", "--autostash", &theirs]);
            if rebased.is_err() {
                // Something of the user's own: it is left as it was before.
                self.git(&["rebase", "--abort"])?;
            }
            rebased
        } else {
            self.must("merge", &["merge", "--quiet", "--ff-only", &theirs])
        }
    }

    /// Pushes; `false` if others have pushed in the meantime.
    ///
    /// # Errors
    /// What git says.
    pub(crate) fn push(&self) -> Result<bool, Refusal> {
        let born = self.git(&["rev-parse", "--verify", "--quiet", "HEAD"])?;
        if !born.status.success() {
            return Ok(true);
        }
        let target = format!("HEAD:refs/heads/{}", self.branch);
        let pushed = self.git(&["push", "--quiet", &self.remote, &target])?;
        if pushed.status.success() {
            return Ok(true);
        }
        let words = words(&pushed);
        let overtaken = [
            "fetch first",
            "non-fast-forward",
            "cannot lock ref",
            "failed to update ref",
        ];
        if overtaken.iter().any(|sign| words.contains(sign)) {
            return Ok(false);
        }
        Err(Refusal::Said {
            command: "push",
            words,
        })
    }

    fn must(&self, command: &'static str, arguments: &[&str]) -> Result<(), Refusal> {
        let done = self.git(arguments)?;
        if done.status.success() {
            return Ok(());
        }
        Err(Refusal::Said {
            command,
            words: words(&done),
        })
    }

    /// Runs git, again where another git is at work in the folder at this moment: perhaps one that
    /// a killed `drill` had started.
    fn git(&self, arguments: &[&str]) -> Result<Output, Refusal> {
        const TRIES: u32 = 50;
        const PAUSE: Duration = Duration::from_millis(100);
        let identity = self.identity.iter().map(String::as_str);
        let arguments: Vec<&str> = identity.chain(arguments.iter().copied()).collect();
        let mut output = run(self.dir, &arguments)?;
        for _ in 0..TRIES {
            if output.status.success() || !words(&output).contains(".lock': File exists") {
                break;
            }
            thread::sleep(PAUSE);
            output = run(self.dir, &arguments)?;
        }
        Ok(output)
    }
}

fn run(dir: &Path, arguments: &[&str]) -> Result<Output, Refusal> {
    let mut git = Command::new("git");
    git.arg("-C")
        .arg(dir)
        .args(["-c", "core.autocrlf=false"])
        .args(arguments);
    // From inside a hook these would name another repository.
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        git.env_remove(variable);
    }
    git.env("LC_ALL", "C")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_EDITOR", "true");
    git.stdin(Stdio::null());
    // What kills this program at its terminal lets git finish its work.
    git.process_group(0);
    git.output().map_err(Refusal::NoGit)
}

fn answer(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn words(output: &Output) -> String {
    let (said, also) = (
        String::from_utf8_lossy(&output.stderr),
        String::from_utf8_lossy(&output.stdout),
    );
    let all = format!("{said}{also}");
    all.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoGit(error) => write!(f, "git cannot be started: {error}"),
            Self::NotATree => f.write_str("it is not in a git work tree"),
            Self::NoBranch => f.write_str("git is on no branch there"),
            Self::NoRemote => f.write_str("its repository has no remote"),
            Self::Overtaken => f.write_str("others pushed at the same time, again and again"),
            Self::Said { command, words } => write!(f, "`git {command}` says: {words}"),
        }
    }
}
