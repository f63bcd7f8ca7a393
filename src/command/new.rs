//! `drill new`: a deck to write in, with one example of every form.

use std::path::PathBuf;

use clap::Args;

use super::failure::{Exit, Failure};
use crate::screen::Screen;
use crate::screen::text::clean_line;
use crate::shelf;

#[derive(Args)]
#[command(
    after_long_help = "The file compiles as it is; write over the examples.\n\nExample:\n  drill new 'TCP congestion control' --in notes\n  drill import notes"
)]
pub(super) struct Arguments {
    /// What the deck is about
    topic: String,
    /// The folder to put it in
    #[arg(long = "in", value_name = "DIR", default_value = ".")]
    folder: PathBuf,
}

pub(super) fn run(arguments: &Arguments, screen: &mut Screen) -> Result<Exit, Failure> {
    let topic = arguments.topic.trim();
    let name = slug(topic);
    if name.is_empty() || topic.chars().any(char::is_control) {
        return Err(
            Failure::usage(format!("`{}` names no topic", clean_line(topic)))
                .help("give a title, like `drill new 'TCP congestion control'`"),
        );
    }
    let file = arguments.folder.join(format!("{name}.md"));
    shelf::create(&file, skeleton(topic).as_bytes()).map_err(|error| {
        let what = format!("`{}` cannot be made", file.display());
        if error.kind() == std::io::ErrorKind::AlreadyExists {
            Failure::usage(what)
                .because("there is such a file already")
                .help("choose another title, or another folder with `--in DIR`")
        } else {
            Failure::machine(what)
                .because(error)
                .help("name a folder that exists and that you may write to with `--in DIR`")
        }
    })?;
    screen.out(&clean_line(&file.display().to_string()))?;
    Ok(Exit::Fine)
}

/// A name for the file: letters and digits of the title in lower case, joined by hyphens.
fn slug(title: &str) -> String {
    let lower = title.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("-")
}

fn skeleton(topic: &str) -> String {
    // As JSON a title is a YAML text too, whatever stands in it.
    let quoted = serde_json::Value::from(topic);
    let topic = plain(topic);
    format!(
        r#"---
topic: {quoted}
aliases: []
requires: []
tags: []
---
# {topic}

Two or three sentences: why this matters. What is no card is theory, and is shown on request.

## A question about {topic} that ends in a question mark?
The answer, beginning with the answer itself.

Then, if it helps, a paragraph of why.

Q: A question of several lines, or one that is no good heading?
A: Its answer. Lists, tables and code may stand on both sides.

C: A sentence that hides its [load-bearing word] and one more [term].

A term
: What it means.

```go
fmt.Println(len("héllo"))
```

```output
6
```

The paragraph after the output explains it: `len` counts bytes.

## Steps of doing it {{.steps}}

1. The first step
2. The second step
3. The third step

## Two things compared {{.rows}}

| thing | when to choose it |
| --- | --- |
| one | on this sign |
| the other | on that sign |
"#
    )
}

/// A text in which Markdown finds no marks.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for c in text.chars() {
        plain.extend("\\`*_{}[]<>#$|~&".contains(c).then_some('\\'));
        plain.push(c);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile;
    use crate::model::card::Kind;
    use crate::model::source::Origin;

    #[test]
    fn every_topic_gets_a_deck_that_compiles_and_shows_every_form() {
        for topic in [
            "TCP",
            "Что такое MVCC: \"снимок\"?",
            "C# [generics] {x}",
            "a\\b #1",
        ] {
            let origin = Origin::File("deck.md".into());
            let (source, complaint) = compile::read(origin, skeleton(topic).into_bytes());
            let compiled = compile::compile(&source);
            assert_eq!(
                (complaint, compiled.diagnostics),
                (None, Vec::new()),
                "{topic}"
            );
            assert_eq!(compiled.deck.title, topic);
            for kind in Kind::ALL {
                let has = compiled.cards.iter().any(|card| card.kind == kind);
                assert!(has, "{topic}: {}", kind.name());
            }
        }
    }

    #[test]
    fn a_file_is_named_after_its_title() {
        assert_eq!(slug("TCP: congestion control"), "tcp-congestion-control");
        assert_eq!(slug("Сборщик мусора"), "сборщик-мусора");
        assert_eq!(slug("../..?"), "");
    }
}
