//! Bad news about the world: what failed, why, and what to do now.

use std::fmt;

use crate::screen::text::{clean, clean_line};
use crate::store::StoreError;

/// Why a command stops. Said on stderr as `error:`, `cause:` and `help:`.
#[derive(Debug)]
pub(crate) struct Failure {
    exit: Exit,
    what: String,
    cause: Option<String>,
    help: Option<String>,
    /// Whether the database itself is lost, so that a copy of it would help.
    lost: bool,
}

/// How the process ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Exit {
    /// All is well.
    Fine = 0,
    /// The decks have errors; the healthy cards went in.
    Decks = 1,
    /// The command line, or the lack of a terminal.
    Usage = 2,
    /// The machine, or the program.
    Machine = 3,
    /// Interrupted with Ctrl-C.
    Interrupted = 130,
}

impl Exit {
    /// The one that a process which did both ends with.
    pub(crate) fn worse(self, other: Self) -> Self {
        if other as u8 > self as u8 {
            other
        } else {
            self
        }
    }
}

impl Failure {
    /// The command line asks for something that makes no sense.
    pub(crate) fn usage(what: impl Into<String>) -> Self {
        Self {
            exit: Exit::Usage,
            what: what.into(),
            cause: None,
            help: None,
            lost: false,
        }
    }

    /// The machine refuses something.
    pub(crate) fn machine(what: impl Into<String>) -> Self {
        Self {
            exit: Exit::Machine,
            ..Self::usage(what)
        }
    }

    /// The user's decks are in the way.
    pub(crate) fn decks(what: impl Into<String>) -> Self {
        Self {
            exit: Exit::Decks,
            ..Self::usage(what)
        }
    }

    /// Whoever reads our output has heard enough (`drill log | head`): nothing to say, no error.
    pub(crate) fn closed_pipe() -> Self {
        Self {
            exit: Exit::Fine,
            ..Self::usage("")
        }
    }

    pub(crate) fn because(self, cause: impl fmt::Display) -> Self {
        Self {
            cause: Some(cause.to_string()),
            ..self
        }
    }

    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        Self {
            help: Some(help.into()),
            ..self
        }
    }

    /// Whether a copy of the database would help.
    pub(crate) const fn is_loss(&self) -> bool {
        self.lost
    }

    pub(crate) const fn exit(&self) -> Exit {
        self.exit
    }
}

impl fmt::Display for Failure {
    /// Names, arguments and settings are quoted in it: a line of theirs must not look like one of
    /// ours. A cause may be a whole report.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", clean_line(&self.what))?;
        self.cause
            .iter()
            .try_for_each(|cause| write!(f, "\ncause: {}", clean(cause)))?;
        self.help
            .iter()
            .try_for_each(|help| write!(f, "\nhelp: {}", clean_line(help)))
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let help = match &error {
            StoreError::Busy => "try again when the other `drill` has finished",
            StoreError::Newer { .. } => {
                "update this `drill`, or use another folder with `--home DIR`"
            }
            StoreError::Unusable(_) => {
                "nothing was changed; `drill restore` lists the automatic copies, or use another folder with `--home DIR`"
            }
            StoreError::Misshapen(_) => {
                "`drill doctor --fix` makes again what can be made again; `drill restore` lists copies"
            }
            StoreError::Vanished => {
                "put it back, or start again; what was acknowledged before is in the file that was there"
            }
            StoreError::Sqlite(_) | StoreError::File(_) => {
                "check the free space and the permissions of the folder, or use another one with `--home DIR`"
            }
        };
        let lost = matches!(error, StoreError::Unusable(_));
        Self {
            lost,
            ..Self::machine("the database cannot be used")
                .because(error)
                .help(help)
        }
    }
}

impl From<std::io::Error> for Failure {
    /// Output that cannot be written.
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            return Self::closed_pipe();
        }
        Self::machine("what there is to say cannot be written")
            .because(error)
            .help("check where the output goes: the terminal, or the free space on the disk")
    }
}
