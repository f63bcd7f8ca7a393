//! Code in color, by what its words are. The tables of languages are unpacked when the first code
//! in one of them is drawn, and not before; what has no language, or one that nobody knows, costs
//! nothing.

use std::sync::OnceLock;

use console::Style;
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxSet};

use super::line::{Line, Run};

/// Longer code, or a longer line, is drawn without color: nobody waits for a card.
const LONGEST: usize = 10_000;
const LONGEST_LINE: usize = 500;

/// The lines of clean code, in color; `None` if the language is not known.
pub(super) fn colored(language: &str, lines: &[String]) -> Option<Vec<Line>> {
    let token = token(language)?;
    let length: usize = lines.iter().map(String::len).sum();
    if length > LONGEST || lines.iter().any(|line| line.len() > LONGEST_LINE) {
        return None;
    }
    let set = syntaxes();
    let mut state = ParseState::new(set.find_syntax_by_token(token)?);
    let mut scopes = ScopeStack::new();
    let line = |line: &String| {
        let ended = format!("{line}\n");
        let turns = state.parse_line(&ended, set).ok()?;
        let mut runs = Line::new();
        let mut from = 0;
        for (at, turn) in turns {
            push(&mut runs, line.get(from..at.min(line.len())), &scopes);
            from = at.min(line.len());
            scopes.apply(&turn).ok()?;
        }
        push(&mut runs, line.get(from..), &scopes);
        Some(runs)
    };
    lines.iter().map(line).collect()
}

fn push(runs: &mut Line, text: Option<&str>, scopes: &ScopeStack) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        runs.push(Run::new(text, style(scopes)));
    }
}

/// The name by which the tables know a language.
fn token(language: &str) -> Option<&'static str> {
    let language = language
        .trim_start_matches(['{', '.'])
        .split(['{', ',', ':', '}'])
        .next()
        .unwrap_or_default();
    Some(match language.to_ascii_lowercase().as_str() {
        "go" | "golang" => "go",
        "rust" | "rs" => "rs",
        "sql" | "postgresql" | "postgres" | "psql" | "mysql" | "sqlite" => "sql",
        "sh" | "bash" | "shell" | "zsh" => "sh",
        "yaml" | "yml" => "yaml",
        "json" | "jsonc" => "json",
        "python" | "py" | "python3" => "py",
        "javascript" | "js" | "jsx" | "mjs" | "typescript" | "ts" | "tsx" => "js",
        "c" | "h" => "c",
        "cpp" | "c++" | "cc" | "cxx" | "hpp" => "cpp",
        "csharp" | "cs" | "c#" => "cs",
        "java" => "java",
        "scala" => "scala",
        "ruby" | "rb" => "rb",
        "php" => "php",
        "perl" | "pl" => "pl",
        "lua" => "lua",
        "haskell" | "hs" => "hs",
        "ocaml" | "ml" => "ml",
        "erlang" | "erl" => "erl",
        "clojure" | "clj" => "clj",
        "lisp" | "scheme" | "elisp" => "lisp",
        "html" => "html",
        "css" => "css",
        "xml" | "svg" => "xml",
        "diff" | "patch" => "diff",
        "make" | "makefile" => "make",
        "latex" | "tex" => "tex",
        "r" => "r",
        "groovy" | "gradle" => "groovy",
        _ => return None,
    })
}

fn syntaxes() -> &'static SyntaxSet {
    static SYNTAXES: OnceLock<SyntaxSet> = OnceLock::new();
    SYNTAXES.get_or_init(SyntaxSet::load_defaults_newlines)
}

/// The look of the innermost scope that has one. Only colors that are legible on dark and light
/// grounds, and attributes.
fn style(scopes: &ScopeStack) -> Style {
    static LOOKS: OnceLock<Vec<(Scope, Style)>> = OnceLock::new();
    let looks = LOOKS.get_or_init(|| {
        let looks = [
            ("comment", Style::new().dim()),
            ("string", Style::new().green()),
            ("constant.character", Style::new().green()),
            ("constant", Style::new().cyan()),
            ("keyword.operator", Style::new()),
            ("keyword", Style::new().magenta()),
            ("storage", Style::new().magenta()),
            ("entity.name.function", Style::new().bold()),
            ("entity.name.type", Style::new().bold()),
            ("entity.name.tag", Style::new().magenta()),
            ("support.type", Style::new().cyan()),
            ("markup.inserted", Style::new().green()),
            ("markup.deleted", Style::new().red()),
        ];
        let look = |(name, style)| Some((Scope::new(name).ok()?, style));
        looks.into_iter().filter_map(look).collect()
    });
    let innermost = scopes.as_slice().iter().rev();
    let mut found = innermost.filter_map(|scope| {
        let look = looks.iter().find(|(name, _)| name.is_prefix_of(*scope));
        look.map(|(_, style)| style.clone())
    });
    found.next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::line::paint;
    use super::*;
    use crate::screen::Theme;

    const COLOR: Theme = Theme {
        color: true,
        unicode: true,
        links: false,
    };

    fn painted(language: &str, code: &str) -> Option<String> {
        let lines: Vec<String> = code.lines().map(str::to_owned).collect();
        let colored = colored(language, &lines)?;
        let lines: Vec<String> = colored.into_iter().map(|line| paint(line, COLOR)).collect();
        Some(lines.join("\n"))
    }

    #[test]
    fn words_are_colored_by_what_they_are() {
        assert_eq!(
            painted("go", "// a note\nreturn \"x\", 1").as_deref(),
            Some(
                "\x1b[2m//\x1b[0m\x1b[2m a note\x1b[0m\n\x1b[35mreturn\x1b[0m \x1b[32m\"\x1b[0m\x1b[32mx\x1b[0m\x1b[32m\"\x1b[0m, \x1b[36m1\x1b[0m"
            )
        );
        let sql = painted("SQL", "select 1").unwrap_or_default();
        assert!(sql.contains("\x1b[35mselect\x1b[0m"), "{sql:?}");
    }

    #[test]
    fn nothing_of_the_code_is_lost() {
        for (language, code) in [
            ("go", "func main() {\n    fmt.Println(`a\nb`) // ж\n}"),
            ("yaml", "a: [1, 2]\nb:\n  - c: \"d\""),
            ("sh", "echo \"$HOME\" | wc -l # x"),
            ("js", "const a = /x/g"),
        ] {
            let shown = painted(language, code).expect("a known language");
            assert_eq!(console::strip_ansi_codes(&shown), code, "{language}");
        }
    }

    #[test]
    fn what_nobody_knows_stays_plain() {
        for language in ["", "output", "text", "klingon", "{.go-like}"] {
            assert_eq!(painted(language, "return 1"), None, "{language}");
        }
        assert_eq!(painted("go", &"x".repeat(501)), None);
        assert!(painted("go", &"x\n".repeat(10_001)).is_none());
    }
}
