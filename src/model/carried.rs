//! A line of the log on its way from one device to another: flat, and not yet believed.

use super::log::EntryId;

/// One line, with everything that the log keeps of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Carried {
    /// Greater than that of every line that its device knew when it wrote this one.
    pub(crate) turn: i64,
    pub(crate) id: EntryId,
    /// What happened; a newer version may know more kinds.
    pub(crate) kind: String,
    /// The card, or the item of a roadmap.
    pub(crate) subject: [u8; 16],
    /// Milliseconds since 1970-01-01 UTC.
    pub(crate) at_ms: i64,
    /// Seconds east of UTC.
    pub(crate) offset_s: i64,
    /// The study day: days since 1970-01-01.
    pub(crate) day: i64,
    pub(crate) quality: Option<u8>,
    pub(crate) took_ms: Option<u32>,
    pub(crate) last_look: bool,
    /// The entry taken back, or the card that was continued.
    pub(crate) of: Option<[u8; 16]>,
    /// The first line of the act that it belongs to.
    pub(crate) batch: Option<EntryId>,
    /// What a placement or a decision says besides, as JSON.
    pub(crate) detail: Option<String>,
}

/// How far a file of another device was read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Cursor {
    /// In bytes: everything before is known.
    pub(crate) upto: i64,
    /// How many lines that is.
    pub(crate) lines: i64,
    /// The check of the last of them, and its length: whether the file still begins as it did.
    pub(crate) tail: String,
    /// The size and the time of change when it was looked at; 0: look again.
    pub(crate) size: i64,
    pub(crate) changed: i64,
}
