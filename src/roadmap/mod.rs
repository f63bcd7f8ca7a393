//! Checklists -> plan.
pub(crate) mod forecast;
pub(crate) mod last_look;
pub(crate) mod learner;
pub(crate) mod pace;
