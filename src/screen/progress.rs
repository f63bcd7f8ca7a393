//! A bar for what takes long, on standard error, only where somebody can see it.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar over `total` steps; few steps are not worth one.
#[derive(Clone)]
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// `visible` is false where news is not wanted.
    pub(crate) fn over(total: usize, what: &'static str, visible: bool) -> Self {
        const FEW: usize = 500;
        let target = if visible && total > FEW {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(total as u64), target).with_message(what);
        let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}");
        Self(bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar())))
    }

    /// A count of steps whose end nobody knows.
    pub(crate) fn counting(what: &'static str, visible: bool) -> Self {
        let target = if visible {
            ProgressDrawTarget::stderr_with_hz(10)
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(None, target).with_message(what);
        let style = ProgressStyle::with_template("{msg} {human_pos}");
        Self(bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner())))
    }

    /// One step further.
    pub(crate) fn step(&self) {
        self.0.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
