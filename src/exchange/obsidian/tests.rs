//! Whole notes against the cards that they are.

use super::super::parcel::{Medium, Parcel};
use super::*;

struct Vault;

impl Attachments for Vault {
    fn find(&self, file: &str) -> Option<Medium> {
        (file == "схема.png").then(|| Medium {
            name: file.to_owned(),
            fetch: Box::new(|| Ok(Vec::new())),
        })
    }
}

/// Every card on a line, then what was said.
pub(crate) fn shown(parcel: &Parcel) -> String {
    let card = |card: &super::super::parcel::ParcelCard| {
        let note = &parcel.notes[card.note];
        let schedule = card.schedule.map_or(String::new(), |there| {
            format!(" @{} {} {}", there.due, there.interval.0, there.ease.0)
        });
        let tags = note.tags.join(" ");
        format!(
            "{}/{} {} {:?} -> {:?}{schedule} {tags}",
            parcel.decks[card.deck],
            card.ordinal,
            card.kind.name(),
            card.ask,
            card.answer,
        )
        .trim_end()
        .to_owned()
    };
    let said = parcel.remarks.0.iter();
    let said = said.map(|said| {
        format!(
            "{} x {} ({})",
            said.count,
            said.what,
            said.places.join(", ")
        )
    });
    parcel
        .cards
        .iter()
        .map(card)
        .chain(said)
        .collect::<Vec<_>>()
        .join("\n")
}

fn seen(text: &str, marks: &Marks, alone: bool) -> String {
    let note = VaultNote {
        path: "a/note.md".into(),
        text: text.into(),
    };
    shown(&read(&[note], marks, &Vault, alone, &|| {}))
}

#[test]
fn every_form_of_the_plugin_is_a_card() {
    let text = "---\ntags:\n  - flashcards/go\n  - x\n---\n\nno card\n\n\
        What is left?::zero and `false`\n<!--SR:!2026-09-01,24,270-->\n\n\
        mutex:::мьютекс ^b1\n<!--SR:!2026-09-02,10,250!2026-09-05,13,270-->\n\n\
        Why\nbad?\n?\nPanics:\n\n`send`\n\nselect\n??\nblocks\n\n\
        It ==blocks==, or ==2;;waits;;hint== ==x==^[y].\n<!--SR:!2026-10-01,3,250!2000-01-01,1,250-->\n\n\
        ```go\nx := a::b\n```\n\n- item::in a list\n\nLink [[A|b]] ![[схема.png]]::to [[c.D]] `x::y`\n";
    assert_eq!(
        seen(text, &Marks::default(), false),
        r#"flashcards::go/0 question "What is left?" -> "zero and `false`" @2026-09-01 24 270 x
flashcards::go/0 question "mutex" -> "мьютекс" @2026-09-02 10 250 x
flashcards::go/1 question "мьютекс" -> "mutex" @2026-09-05 13 270 x
flashcards::go/0 question "Why\nbad?" -> "Panics:" x
flashcards::go/0 question "select" -> "blocks" x
flashcards::go/1 question "blocks" -> "select" x
flashcards::go/0 cloze "It [...], or waits x." -> "blocks" @2026-10-01 3 250 x
flashcards::go/1 cloze "It blocks, or [hint] x." -> "waits" x
flashcards::go/2 cloze "It blocks, or waits [y]." -> "x" x
flashcards::go/0 question "item" -> "in a list" x
flashcards::go/0 question "Link b ![схема.png](media/схема.png)" -> "to c.D `x::y`" x"#
    );
}

#[test]
fn a_deck_is_named_by_the_nearest_tag() {
    let text = "a::b\n\n#flashcards/one #flashcards/two\nc::d\n#flashcards/three #t e::f\n\ng::h\n`#flashcards/no`\n";
    assert_eq!(
        seen(text, &Marks::default(), false),
        "flashcards::one/0 question \"a\" -> \"b\"\n\
         flashcards::one/0 question \"c\" -> \"d\"\n\
         flashcards::three/0 question \"e\" -> \"f\" t\n\
         flashcards::one/0 question \"g\" -> \"h\""
    );
    assert_eq!(
        seen("a::b\n", &Marks::default(), false),
        "1 x note without a tag of a deck (`#flashcards`): the plugin asks nothing of it, nor does this (a/note.md)"
    );
    assert_eq!(
        seen("a::b\n", &Marks::default(), true),
        "note/0 question \"a\" -> \"b\""
    );
}

#[test]
fn settings_of_the_vault_count() {
    let marks = Marks::of_settings(
        br##"{"settings": {"flashcardTags": ["#cards"], "convertFoldersToDecks": true,
          "convertBoldTextToClozes": true, "convertCurlyBracketsToClozes": true, "multilineCardEndMarker": "+++",
          "clozePatterns": ["==[123;;]answer[;;hint]=="], "singleLineCardSeparator": ">>"}}"##,
    );
    let text = "a::b >> c\n\n**d** {{e}} ==f==\n+++\nq\n?\nan\n\nswer\n+++\n";
    assert_eq!(
        seen(text, &marks, false),
        r#"a/0 question "a::b" -> "c"
a/0 cloze "[...] e f" -> "d"
a/1 cloze "d [...] f" -> "e"
a/2 cloze "d e [...]" -> "f"
a/0 question "q" -> "an\n\nswer""#
    );
    assert_eq!(Marks::of_settings(b"\xff{"), Marks::default());
}

#[test]
fn what_makes_no_card_is_said() {
    let text = "#flashcards\n::answer\n\nquestion::\n\na::b\n<!--SR:!30000-01-01,3,250!2026-01-01,3,250-->\n\na::c\n\n<!-- x::y\nz::w -->\n\nl::![[lost.png]]\n";
    assert_eq!(
        seen(text, &Marks::default(), false),
        "flashcards/0 question \"a\" -> \"b\"\n\
         flashcards/0 question \"l\" -> \"lost.png\"\n\
         1 x card without a question, which was left out (a/note.md:2)\n\
         1 x card without an answer, which was left out (a/note.md:4)\n\
         1 x schedule that cannot be true: its card is new (a/note.md:6)\n\
         1 x schedule of a card that is not there any more (a/note.md:6)\n\
         1 x question that its deck has already, and was left out (a/note.md:9)\n\
         1 x picture or sound that is not there (a/note.md:14)"
    );
}
