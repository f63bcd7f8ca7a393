//! Puts the page where somebody can look at it.

use std::path::{Path, PathBuf};

use crate::command::desk::Desk;
use crate::command::failure::Failure;
use crate::paper::{self, Page, Unwritten};
use crate::screen::Screen;
use crate::shelf;

/// The name of the page that is only opened, beside the database.
const FILE: &str = "stats.html";

/// Writes the page to `file`, or else beside the database, where only its owner may read it. Says
/// where, and shows it in a browser if that is wished.
///
/// # Errors
/// When it cannot be written. A browser that is missing is no error: somebody may be far away.
pub(super) fn publish(
    page: &Page,
    file: Option<&Path>,
    open: bool,
    desk: &Desk,
    screen: &mut Screen,
) -> Result<(), Failure> {
    let html = page.html();
    if file == Some(Path::new("-")) {
        if open {
            return Err(
                Failure::usage("standard output cannot be shown in a browser")
                    .help("name a file: `drill stats --html stats.html --open`"),
            );
        }
        screen.out(&html)?;
        return Ok(());
    }
    let place = file.map_or_else(|| desk.home.data.join(FILE), Path::to_owned);
    paper::write(&place, &html, file.is_none()).map_err(|error| refused(&place, &error))?;
    let there = shelf::locate(&place).map_or_else(|_| place.clone(), PathBuf::from);
    screen.out(&there.display().to_string())?;
    if open && let Err(cause) = show(&there) {
        screen.news(&format!(
            "warning: no browser could be started: {cause}\nhelp: open `{}` yourself, or copy it to a machine that has one",
            there.display()
        ));
    }
    Ok(())
}

/// Starts a browser and does not wait for it.
fn show(page: &Path) -> Result<(), String> {
    // What opens files under Linux fails unheard where there is no desktop, as over ssh.
    let desktops = ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME", "BROWSER"];
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if cfg!(target_os = "linux") && !desktops.into_iter().any(is_set) {
        return Err("there is no desktop here".into());
    }
    open::that_detached(page).map_err(|error| error.to_string())
}

fn refused(place: &Path, error: &Unwritten) -> Failure {
    let what = format!("the page cannot be written to `{}`", place.display());
    match error {
        Unwritten::NoFile => Failure::usage(what)
            .because(error)
            .help("name a file, new or old: `drill stats --html stats.html`"),
        Unwritten::Refused(_) => Failure::machine(what)
            .because(error)
            .help("check the folder, its permissions and the free space"),
    }
}
