//! Numbers about a history: pure functions, no query and no picture.

pub(crate) mod forecast;
pub(crate) mod habit;
pub(crate) mod recall;
