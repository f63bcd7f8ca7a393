//! Numbers about a history: pure functions, no query and no picture.

pub(crate) mod chronicle;
pub(crate) mod forecast;
pub(crate) mod habit;
pub(crate) mod maturity;
pub(crate) mod recall;
