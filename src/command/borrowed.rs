//! The folder of decks that came from other devices: none of the user's own.

use std::path::{Path, PathBuf};

use super::settings::Home;
use crate::shelf;

/// See the file's first line.
pub(crate) struct Borrowed {
    /// As decks in it are known; `None` if nothing was borrowed yet.
    path: Option<String>,
}

impl Borrowed {
    pub(crate) fn of(home: &Home) -> Self {
        Self {
            path: shelf::locate(&Self::folder(home)).ok(),
        }
    }

    /// Where it is, or would be.
    pub(crate) fn folder(home: &Home) -> PathBuf {
        home.data.join("borrowed")
    }

    /// Its path, if it is there.
    pub(crate) fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    /// Whether that file is one of those decks.
    pub(crate) fn holds(&self, file: &str) -> bool {
        let path = self.path.as_ref();
        path.is_some_and(|folder| Path::new(file).starts_with(folder))
    }
}
