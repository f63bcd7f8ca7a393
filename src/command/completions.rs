//! `drill completions` and `drill man`: what packagers install beside the program.

use std::path::PathBuf;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::failure::{Exit, Failure};
use super::{Cli, overview};
use crate::screen::Screen;

#[derive(Args)]
#[command(
    after_long_help = "Examples:\n  drill completions bash > ~/.local/share/bash-completion/completions/drill\n  drill completions fish > ~/.config/fish/completions/drill.fish"
)]
pub(super) struct CompletionsArguments {
    /// Whose completions to print
    shell: Shell,
}

#[derive(Args)]
#[command(after_long_help = "Example:\n  drill man ~/.local/share/man/man1")]
pub(super) struct ManArguments {
    /// Where to write them; made if it is not there
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

pub(super) fn completions(
    arguments: &CompletionsArguments,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "drill", &mut script);
    screen.out_bytes(&script)?;
    Ok(Exit::Fine)
}

pub(super) fn man(arguments: &ManArguments) -> Result<Exit, Failure> {
    let written = std::fs::create_dir_all(&arguments.folder).and_then(|()| {
        clap_mangen::generate_to(overview::dress(Cli::command()), &arguments.folder)
    });
    written.map_err(|error| {
        Failure::machine(format!(
            "the manual cannot be written to `{}`",
            arguments.folder.display()
        ))
        .because(error)
        .help("name a folder that you may write to")
    })?;
    Ok(Exit::Fine)
}
