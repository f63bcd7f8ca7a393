//! Whole tables against the cards that they are.

use crate::exchange::obsidian::shown;

use super::*;

fn seen(text: &str) -> String {
    told(text, &Told::default())
}

fn told(text: &str, told: &Told) -> String {
    match Table::open(text.as_bytes(), None, told) {
        Ok(table) => {
            let head = format!(
                "{}: {}",
                table.layout.separator(),
                table.layout.names_of_columns()
            );
            let read = table.read("words", &|| {});
            format!(
                "{head}\n{}",
                read.map_or_else(|refusal| refusal.what, |parcel| shown(&parcel))
            )
        }
        Err(refusal) => refusal.what,
    }
}

#[test]
fn separators_and_columns_are_guessed() {
    assert_eq!(
        seen("front,back,tags\n\"What is ACID?\",\"A, C, I, D\",sql db\nCAP,\"a; b; c\",\n"),
        "comma: front, back, tags\n\
         words/0 question \"What is ACID?\" -> \"A, C, I, D\" sql db\n\
         words/0 question \"CAP\" -> \"a; b; c\""
    );
    assert_eq!(
        seen(
            "слово\tперевод\tпример\nto falter\tзапинаться; колебаться\t\"He said \"\"no\"\".\"\n\"a\nb\"\t\"c\nd\"\t\n"
        ),
        "tab: front, back, extra\n\
         words/0 question \"to falter\" -> \"запинаться; колебаться\\n\\nHe said \\\"no\\\".\"\n\
         words/0 question \"a\\nb\" -> \"c\\nd\""
    );
    assert_eq!(
        seen("a;b, c;x y\nd;e;z\n"),
        "semicolon: front, back, tags\n\
         words/0 question \"a\" -> \"b, c\" x y\n\
         words/0 question \"d\" -> \"e\" z"
    );
    assert_eq!(seen("one\ntwo\n"), "it has no columns");
    assert_eq!(seen(""), "it has no columns");
}

#[test]
fn headers_of_anki_are_obeyed() {
    let text = "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:6\n\
        g1\tBasic\tGo::Конкурентность\tx &lt; y<br>z\t<b>w</b>\tgo go::channels\n\
        g2\tBasic (and reversed card)\tWords\ta\tb\t\n\
        g3\tCloze\tGo\tIn {{c1::Go}} {{c2::defer::what?}}\textra\tgo\n\
        g1\tBasic\tWords\tagain\tx\t\n";
    assert_eq!(
        seen(text),
        "tab: guid, notetype, deck, front, back, tags\n\
         Go::Конкурентность/0 question \"x < y  \\nz\" -> \"**w**\" go go::channels\n\
         Words/0 question \"a\" -> \"b\"\n\
         Words/1 question \"b\" -> \"a\"\n\
         Go/0 cloze \"In [...] defer\" -> \"Go\\n\\nextra\" go\n\
         Go/1 cloze \"In Go [what?]\" -> \"defer\\n\\nextra\" go\n\
         1 x question that its deck has already, and was left out (line 10)"
    );
    assert_eq!(
        seen(
            "#separator:Semicolon\n#html:false\n#notetype:Basic\n#deck:Слова::Английские\n#tags:en ru\n#columns:Front;Back\n#odd:1\nto abide;придерживаться\n\"a;b\";<b>\n"
        ),
        "semicolon: front, back\n\
         Слова::Английские/0 question \"to abide\" -> \"придерживаться\" en ru\n\
         Слова::Английские/0 question \"a;b\" -> \"<b>\" en ru\n\
         1 x header line that says nothing known (line 7)"
    );
}

#[test]
fn a_bad_row_costs_itself() {
    assert_eq!(
        seen(
            "a\tb\nno answer\n\tno question\nc\td\textra 1!\textra 2\ne\x1b[2J\tf\n# note\t?\na\tother\n"
        ),
        "tab: front, back\n\
         words/0 question \"a\" -> \"b\"\n\
         words/0 question \"c\" -> \"d\\n\\nextra 1!\\n\\nextra 2\"\n\
         words/0 question \"e[2J\" -> \"f\"\n\
         1 x row that begins with `#`: a comment, as in Anki (line 6)\n\
         1 x card without an answer, which was left out (line 2)\n\
         1 x card without a question, which was left out (line 3)\n\
         1 x row of more cells than columns: the rest went to the answer (line 4)\n\
         1 x card whose control characters were left out (line 5)\n\
         1 x question that its deck has already, and was left out (line 7)"
    );
}

#[test]
fn what_is_told_is_not_guessed() {
    let columns = ["back", "-", "question"].map(Column::named);
    let layout = Told {
        separator: separator("pipe"),
        columns: columns.into_iter().collect(),
        html: Some(true),
    };
    assert_eq!(
        told("front|x|back\nb<br>c|y|a\n", &layout),
        "pipe: back, -, front\n\
         words/0 question \"back\" -> \"front\"\n\
         words/0 question \"a\" -> \"b  \\nc\""
    );
}

#[test]
fn a_guid_or_the_question_names_a_row() {
    let key = |text: &str| {
        let table = Table::open(text.as_bytes(), None, &Told::default()).unwrap();
        table.read("words", &|| {}).unwrap().notes[0].key.clone()
    };
    assert_eq!(key("a b\tc"), key("a  b\tother answer"));
    assert_ne!(key("a\tb"), key("#deck:other\n#separator:tab\na\tb"));
    assert_eq!(key("#separator:tab\n#guid column:3\na\tb\tg"), "g");
}

#[test]
fn mnemosyne_writes_two_and_three_sides() {
    let text = "question\t\"answer<br>x\nword\t[pron]\tmeaning\tnote\nalone\n";
    let table = Table::open_mnemosyne(text.as_bytes(), None).unwrap();
    assert_eq!(
        shown(&table.read("m", &|| {}).unwrap()),
        "m/0 question \"question\" -> \"\\\"answer  \\nx\"\n\
         m/0 question \"word\" -> \"\\\\[pron\\\\]\\n\\nmeaning\\n\\nnote\"\n\
         m/1 question \"meaning\" -> \"word\\n\\n\\\\[pron\\\\]\\n\\nnote\"\n\
         1 x card without an answer, which was left out (line 3)"
    );
}

#[test]
fn any_encoding_is_read() {
    let utf_16: Vec<u8> = "\u{feff}привет\tмир\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let table = Table::open(&utf_16, None, &Told::default()).unwrap();
    assert_eq!(table.read_as.as_deref(), Some("utf-16le"));
    assert_eq!(table.preview(), [["привет", "мир"]]);
    let table = Table::open(
        b"\xef\xf0\xe8\xe2\xe5\xf2\tx\n",
        Some("windows-1251"),
        &Told::default(),
    );
    assert_eq!(table.unwrap().preview(), [["привет", "x"]]);
    assert!(Table::open(b"a\tb", Some("klingon"), &Told::default()).is_err());
}

#[test]
fn what_is_written_is_read_again() {
    let line = |guid: &str, deck: &str, ask: &str, answer: &str| Line {
        guid: guid.into(),
        deck: deck.into(),
        ask: ask.into(),
        answer: answer.into(),
        tags: vec!["x".into(), "y::z".into()],
    };
    let lines = || {
        vec![
            line("1", "Go::Runtime", "a\t\"b\"", "c\nd"),
            line("2", "go", "#e", "f;g"),
        ]
    };
    let tabs = String::from_utf8(write(lines(), b'\t')).unwrap();
    assert_eq!(
        tabs,
        "#separator:tab\n#html:false\n#guid column:1\n#deck column:2\n#tags column:5\n\
         2\tgo\t#e\tf;g\tx y::z\n1\tGo::Runtime\t\"a\t\"\"b\"\"\"\t\"c\nd\"\tx y::z\n"
    );
    for separator in [b'\t', b',', b';'] {
        let bytes = write(lines(), separator);
        let table = Table::open(&bytes, None, &Told::default()).unwrap();
        assert_eq!(
            shown(&table.read("words", &|| {}).unwrap()),
            "go/0 question \"#e\" -> \"f;g\" x y::z\n\
             Go::Runtime/0 question \"a\\t\\\"b\\\"\" -> \"c\\nd\" x y::z"
        );
    }
}
