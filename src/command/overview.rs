//! The page that `drill --help` shows: every command in its group, on one screen.

use clap::Command;

/// A heading, and its commands with what each does in a few words.
type Group = (&'static str, &'static [(&'static str, &'static str)]);

const GROUPS: [Group; 5] = [
    (
        "Study",
        &[
            ("today", "what is due, then new"),
            ("due", "one line, for prompts"),
            ("undo", "take back the last act"),
            ("stats", "is it working?"),
            ("cram", "practice out of turn"),
            ("catch-up", "spread a backlog"),
        ],
    ),
    (
        "Cards",
        &[
            ("find", "full text"),
            ("read", "a topic's page"),
            ("show", "a card and its history"),
            ("edit", "open a card's file"),
            ("answer", "grade from a script"),
            ("suspend", "take cards out"),
            ("resume", "put them back"),
            ("reset", "start cards over"),
        ],
    ),
    (
        "Decks",
        &[
            ("import", "take decks in"),
            ("export", "to other programs"),
            ("check", "complain, store nothing"),
            ("decks", "every deck, in numbers"),
            ("new", "a skeleton to write in"),
            ("roadmap", "follow a study plan"),
        ],
    ),
    (
        "Trust",
        &[
            ("log", "all that happened"),
            ("doctor", "is the database sound?"),
            ("backup", "copy it"),
            ("restore", "bring a copy back"),
            ("sync", "several devices"),
        ],
    ),
    (
        "Setup",
        &[
            ("config", "every setting"),
            ("completions", "for a shell"),
            ("man", "manual pages"),
        ],
    ),
];

const OPTIONS: &str = "
  --home DIR            one folder for everything, instead of the XDG folders
  --color WHEN          auto, always or never
  -q, -v                say less (results and errors alone); say more
  -h, -V                help, after a command with examples; the version";

/// Two commands stand side by side.
const SIDE_BY_SIDE: usize = 2;

/// Gives the command line its first page.
pub(super) fn dress(command: Command) -> Command {
    command.help_template(format!(
        "Spaced repetition for the terminal: `drill today` is all you need each morning.\n\n\
         {{usage-heading}} {{usage}}\n\n{}{OPTIONS}",
        commands()
    ))
}

fn commands() -> String {
    let mut lines = String::new();
    for (heading, commands) in GROUPS {
        for (row, pair) in commands.chunks(SIDE_BY_SIDE).enumerate() {
            let heading = if row == 0 { heading } else { "" };
            let cell = |(name, does): &(&str, &str)| format!("{name:<12}{does:<24}");
            let cells: String = pair.iter().map(cell).collect();
            lines += format!("  {heading:<7}{cells}").trim_end();
            lines.push('\n');
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::command::Cli;

    #[test]
    fn every_command_stands_in_one_group() {
        let mut told: Vec<&str> = GROUPS
            .iter()
            .flat_map(|(_, commands)| commands.iter().map(|(name, _)| *name))
            .collect();
        let command = Cli::command();
        let mut known: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
        told.sort_unstable();
        known.sort_unstable();
        assert_eq!(told, known);
    }

    #[test]
    fn the_page_fits_a_screen() {
        let page = dress(Cli::command()).render_long_help().to_string();
        assert!(page.lines().count() <= 24, "{page}");
        assert!(page.lines().all(|line| line.len() <= 80), "{page}");
    }
}
