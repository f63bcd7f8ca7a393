//! A bar for what takes long, on standard error, only where somebody can see it.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar over `total` steps. It shows itself only after a while, so that quick work stays quiet.
#[derive(Clone)]
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// `visible` is false where news is not wanted.
    pub(crate) fn over(total: usize, what: &'static str, visible: bool) -> Self {
        let target = if visible { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(total as u64), target).with_message(what);
        let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}");
        Self(bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar())))
    }

    /// One step further.
    pub(crate) fn step(&self) {
        const QUIET: Duration = Duration::from_millis(400);
        // Steps are cheaper than drawing, and short work should not flicker.
        if self.0.elapsed() > QUIET {
            self.0.inc(1);
        } else {
            self.0.set_position(self.0.position());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
