//! Long texts through the reader's pager, which they can scroll and search.

use std::io::{self, Write};
use std::process::{Command, Stdio};

/// Shows the text in `$PAGER` (`less` without one) and waits until it is closed; `false` if there
/// is no such program.
///
/// # Errors
/// The program was there, but could not be waited for.
pub(super) fn show(text: &str, pager: Option<&str>) -> io::Result<bool> {
    let words = shell_words::split(pager.unwrap_or("less")).unwrap_or_default();
    let Some((program, arguments)) = words.split_first() else {
        return Ok(false);
    };
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped());
    if std::env::var_os("LESS").is_none() {
        // Colors as they are, and no page that would fit on the screen.
        command.env("LESS", "FRX");
    }
    let Ok(mut running) = command.spawn() else {
        return Ok(false);
    };
    if let Some(mut to) = running.stdin.take() {
        // Who closes the pager before the end has read enough.
        to.write_all(text.as_bytes()).ok();
    }
    running.wait()?;
    Ok(true)
}
