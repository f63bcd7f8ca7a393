//! The layout of a table, as a person says it: with flags, or asked at a terminal where it was
//! guessed. Elsewhere the guess is shown before it is used.

use std::path::Path;

use clap::Args;

use super::Wishes;
use crate::command::desk::Desk;
use crate::command::failure::Failure;
use crate::exchange::tabular::{Column, Table, Told, separator};
use crate::screen::Screen;
use crate::screen::text::{clean_line, clip};

/// What the command line says of a table.
#[derive(Args, Clone, Debug)]
pub(super) struct TableWays {
    /// What stands between the columns of a table: tab, comma, semicolon, pipe, colon, space or a sign
    #[arg(long, value_name = "NAME")]
    separator: Option<String>,
    /// What they hold: front, back, extra, tags, deck, guid, notetype or `-`
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    columns: Option<Vec<String>>,
    /// The encoding of a table, instead of the one that it seems to have: `windows-1251`, `utf-16le`, ...
    #[arg(long, value_name = "NAME")]
    pub(super) encoding: Option<String>,
    /// Whether its cells are HTML, instead of as it seems
    #[arg(long, value_name = "BOOL")]
    html: Option<bool>,
}

/// # Errors
/// When a name means nothing.
pub(super) fn told(ways: &TableWays) -> Result<Told, Failure> {
    let separator = ways.separator.as_deref().map(|name| {
        separator(name).ok_or_else(|| {
            Failure::usage(format!("`{name}` cannot separate columns"))
                .help("say tab, comma, semicolon, pipe, colon, space, or one sign of ASCII")
        })
    });
    let columns = ways.columns.as_ref().map(|names| {
        let column = |name: &String| {
            Column::named(name).ok_or_else(|| {
                Failure::usage(format!("`{name}` is no column")).help(
                    "say front, back, extra, tags, deck, guid, notetype, or `-` for one to skip",
                )
            })
        };
        names.iter().map(column).collect::<Result<Vec<_>, _>>()
    });
    let columns = columns.transpose()?;
    if columns
        .as_ref()
        .is_some_and(|columns| !columns.contains(&Column::Front))
    {
        return Err(Failure::usage("no column is the question")
            .help("one of `--columns` has to be `front`: `--columns front,back,tags`"));
    }
    Ok(Told {
        separator: separator.transpose()?,
        columns,
        html: ways.html,
    })
}

/// Shows how a table is going to be read where that was guessed, and lets a person at a terminal
/// say it otherwise.
///
/// # Errors
/// When the person does not want it.
pub(super) fn agree(
    path: &Path,
    table: &mut Table,
    wishes: &Wishes,
    desk: &Desk,
    screen: &mut Screen,
) -> Result<(), Failure> {
    let name = clean_line(&path.display().to_string());
    if let Some(encoding) = &table.read_as {
        desk.news(
            screen,
            &format!("note: `{name}` is read as {encoding}; `--encoding NAME` says it otherwise"),
        );
    }
    if table.layout.certain || wishes.json {
        return Ok(());
    }
    desk.news(screen, &preview(&name, table));
    if !screen.interactive() || wishes.dry_run {
        return Ok(());
    }
    let answers = ["read it so", "say what each column is", "leave it out"].map(str::to_owned);
    match screen.choose("This was guessed.", &answers)? {
        Some(0) => Ok(()),
        Some(1) => ask(table, screen),
        _ => Err(Failure::usage(format!("`{name}` was left out"))
            .help("nothing was changed; `--separator` and `--columns` say how to read it")),
    }
}

/// How a table is read, with its first rows.
fn preview(name: &str, table: &Table) -> String {
    const WIDEST: usize = 30;
    let layout = &table.layout;
    let names = if layout.names {
        ", named by its first row"
    } else {
        ""
    };
    let html = if layout.html {
        "; its cells are HTML"
    } else {
        ""
    };
    let mut text = format!(
        "note: `{name}` is read with {} between columns: {}{names}{html}",
        layout.separator(),
        layout.names_of_columns()
    );
    for row in table.preview() {
        let cells: Vec<String> = row
            .iter()
            .map(|cell| clip(&clean_line(cell), WIDEST))
            .collect();
        text.push_str(&format!("\n  {}", cells.join(" | ")));
    }
    text + "\nhelp: `--separator NAME` and `--columns front,back,tags` say it otherwise"
}

/// Asks what each column is.
fn ask(table: &mut Table, screen: &Screen) -> Result<(), Failure> {
    const CHOICES: [(Column, &str); 8] = [
        (Column::Front, "the question"),
        (Column::Back, "the answer"),
        (Column::Extra, "goes with the answer"),
        (Column::Tags, "tags"),
        (Column::Deck, "the deck"),
        (Column::Guid, "a name that never changes"),
        (Column::NoteType, "Anki's note type"),
        (Column::Skip, "nothing: skip it"),
    ];
    let rows = table.preview();
    let choices = CHOICES.map(|(_, words)| words.to_owned());
    loop {
        let mut columns = Vec::new();
        for at in 0..table.layout.columns.len() {
            let cells = rows.iter().filter_map(|row| row.get(at));
            let cells: Vec<String> = cells.map(|cell| clip(&clean_line(cell), 20)).collect();
            let question = format!("Column {} ({})", at + 1, cells.join(", "));
            let Some(chosen) = screen.choose(&question, &choices)? else {
                return Err(Failure::usage("the table was left out").help("nothing was changed"));
            };
            columns.push(CHOICES[chosen].0);
        }
        if columns.contains(&Column::Front) {
            table.layout.columns = columns;
            return Ok(());
        }
    }
}
