//! Other programs that a person looks at files with: the editor, at a line, and whatever opens a
//! picture. Never through a shell, so that no file's name is a command.

use std::path::Path;
use std::process::Command;

use super::failure::Failure;
use crate::screen::text::clean_line;

/// Opens a file in `$VISUAL` or `$EDITOR`, at a line, and waits for the editor's end; for that of
/// the file's window if `finish` says that what was changed is needed now.
///
/// # Errors
/// When no editor is set, or it cannot be started, or it fails.
pub(crate) fn open(file: &str, line: u32, finish: bool) -> Result<(), Failure> {
    let (name, value) = ["VISUAL", "EDITOR"]
        .into_iter()
        .find_map(|name| Some((name, variable(name)?)))
        .ok_or_else(|| Failure::usage("no editor is set").help("name one: `export EDITOR=nano`"))?;
    let words = words(&value).ok_or_else(|| {
        Failure::usage(format!(
            "the variable `{name}` is `{value}`, which is no command"
        ))
        .help("write a program and its arguments, like `code --wait`; quotes must be closed")
    })?;
    let (program, own) = words.split_first().ok_or_else(|| {
        Failure::usage(format!("the variable `{name}` names no program"))
            .help("name an editor: `export EDITOR=nano`")
    })?;
    let mut command = Command::new(program);
    command
        .args(own)
        .args(place(program, own, file, line, finish));
    let status = command.status().map_err(|error| {
        Failure::usage(format!("the editor `{program}` cannot be started"))
            .because(error)
            .help(format!("name another one in the variable `{name}`"))
    })?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::usage(format!("the editor `{program}` failed")).because(status))
}

/// Opens a file with whatever the desktop opens such files with, and does not wait for its end.
///
/// # Errors
/// When there is nothing that could.
pub(crate) fn view(file: &Path) -> Result<(), Failure> {
    open::that_detached(file).map_err(|error| {
        let name = clean_line(&file.to_string_lossy());
        Failure::machine(format!("`{name}` cannot be opened"))
            .because(error)
            .help("open the file by hand")
    })
}

fn variable(name: &str) -> Option<String> {
    let value = std::env::var(name).ok()?;
    (!value.trim().is_empty()).then_some(value)
}

/// A program and its arguments; a program whose path has spaces in it may stand without quotes.
fn words(value: &str) -> Option<Vec<String>> {
    if Path::new(value).is_file() {
        return Some(vec![value.to_owned()]);
    }
    shell_words::split(value).ok()
}

/// How that editor is told a file and a line; one that nobody knows is told the file alone.
fn place(program: &str, own: &[String], file: &str, line: u32, finish: bool) -> Vec<String> {
    let name = Path::new(program).file_stem().unwrap_or_default();
    let name = name.to_string_lossy().to_lowercase();
    let mut arguments = match name.as_str() {
        "vi" | "vim" | "nvim" | "view" | "gvim" | "mvim" | "nano" | "pico" | "emacs"
        | "emacsclient" | "micro" | "kak" | "joe" | "jmacs" | "jed" | "ne" | "mg" | "mcedit"
        | "gedit" | "zile" | "tilde" | "e3" | "nvi" | "ex" | "vile" | "elvis" => {
            vec![format!("+{line}"), file.to_owned()]
        }
        "code" | "code-insiders" | "codium" | "vscodium" | "cursor" | "windsurf" => {
            vec!["--goto".to_owned(), format!("{file}:{line}")]
        }
        "hx" | "helix" | "subl" | "sublime_text" | "zed" | "zeditor" | "lite-xl" => {
            vec![format!("{file}:{line}")]
        }
        "idea" | "goland" | "pycharm" | "rustrover" | "clion" | "webstorm" | "kate" => {
            vec!["--line".to_owned(), line.to_string(), file.to_owned()]
        }
        _ => vec![file.to_owned()],
    };
    let returns_at_once = matches!(
        name.as_str(),
        "code"
            | "code-insiders"
            | "codium"
            | "vscodium"
            | "cursor"
            | "windsurf"
            | "subl"
            | "zed"
            | "zeditor"
            | "idea"
            | "goland"
            | "pycharm"
            | "rustrover"
            | "clion"
            | "webstorm"
    );
    let told = own
        .iter()
        .any(|word| matches!(word.as_str(), "--wait" | "-w"));
    if finish && returns_at_once && !told {
        arguments.insert(0, "--wait".to_owned());
    }
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_editors_go_to_the_line() {
        let told = |editor: &str, finish| {
            let words = words(editor).unwrap();
            let (program, own) = words.split_first().unwrap();
            place(program, own, "/d/a b.md", 7, finish).join("|")
        };
        assert_eq!(told("/usr/bin/vim -u NONE", true), "+7|/d/a b.md");
        assert_eq!(told("emacsclient -c -a ''", true), "+7|/d/a b.md");
        assert_eq!(told("code", false), "--goto|/d/a b.md:7");
        assert_eq!(told("code", true), "--wait|--goto|/d/a b.md:7");
        assert_eq!(told("code --wait", true), "--goto|/d/a b.md:7");
        assert_eq!(told("hx", true), "/d/a b.md:7");
        assert_eq!(told("kate", true), "--line|7|/d/a b.md");
        assert_eq!(told("my-own", true), "/d/a b.md");
    }

    #[test]
    fn arguments_are_split_as_a_shell_splits_them_and_never_run_by_one() {
        let split = |value: &str| words(value).map(|words| words.join("|"));
        assert_eq!(
            split("'/opt/my editor/ed' -c \"a b\"").as_deref(),
            Some("/opt/my editor/ed|-c|a b")
        );
        assert_eq!(
            split("vim; rm -rf $HOME").as_deref(),
            Some("vim;|rm|-rf|$HOME")
        );
        assert_eq!(split("vim 'open"), None);
    }
}
