//! Tables that are meant to do harm, or that nobody can read.

use crate::peril::{Cards, Refused, hold, text, told};

#[test]
fn cells_that_cannot_be_cut_do_no_harm() {
    const LEFT_OUT: &str = "row that is too large, and was left out";
    let files = [
        text("empty.tsv", "", Refused("it has no columns")),
        text("mark.csv", "\u{feff}", Refused("it has no columns")),
        text("one-column.csv", "a\nb\nc\n", Refused("it has no columns")),
        text(
            "header-alone.txt",
            "#separator:tab\n#html:true\n",
            Refused("it has no rows"),
        ),
        text(
            "quotes.csv",
            "\"".repeat(200_001),
            Refused("it has no columns"),
        ),
        text(
            "open-quote.csv",
            "a,b\n\"c,d\ne,f\n",
            Cards(3, "quote that is never closed"),
        ),
        text(
            "many-open.csv",
            format!("a,b\n{}", "\"x,\"y\n".repeat(5_001)),
            Cards(1, ""),
        ),
        text(
            "long-cell.tsv",
            format!("a\tb\nc\t{}\n", "x".repeat(2 << 20)),
            Cards(1, LEFT_OUT),
        ),
        text(
            "wide.tsv",
            format!("a\tb\n{}\n", "x\t".repeat(100_000)),
            Cards(1, LEFT_OUT),
        ),
        text("carriage.csv", "a,b\rc,d\r", Cards(2, "")),
    ];
    files.iter().for_each(hold);
}

#[test]
fn characters_that_command_do_no_harm() {
    let files = [
        text(
            "nul.tsv",
            "a\0\tb\nc\td\0\n",
            Cards(2, "control characters were left out"),
        ),
        text(
            "escape.tsv",
            "a\u{1b}]0;pwned\u{7}\tb\u{1b}[2J\n",
            Cards(1, "control characters were left out"),
        ),
        text(
            "bidi.tsv",
            "a\u{202e}txt.exe\t\u{2066}b\u{200f}\n",
            Cards(1, "control characters were left out"),
        ),
        text(
            "c1.tsv",
            "a\u{9b}31m\tb\u{85}\n",
            Cards(1, "control characters were left out"),
        ),
        text(
            "not-utf8.tsv",
            b"a\xff\xfe\tb\xc3\x28\n".to_vec(),
            Cards(1, ""),
        ),
        text(
            "utf-16.tsv",
            "\u{feff}a\tb\n"
                .encode_utf16()
                .flat_map(u16::to_be_bytes)
                .collect::<Vec<_>>(),
            Cards(1, "utf-16be"),
        ),
        text(
            "half-a-pair.tsv",
            b"\xff\xfea\0\x00\xd8\t\0b\0\n\0".to_vec(),
            Cards(1, "utf-16le"),
        ),
        told(
            "mnemosyne.txt",
            &["--as", "mnemosyne"],
            "&#0;\t&#x1b;[2J\nalone\n",
            Cards(0, "card without an answer"),
        ),
    ];
    files.iter().for_each(hold);
}

#[test]
fn headers_that_lie_do_no_harm() {
    let files = [
        text(
            "lying-header.tsv",
            "#separator:comma\n#guid column:99\n#deck column:0\n#tags column:-1\na,b\n",
            Cards(1, "header line that says nothing known (line 3, line 4)"),
        ),
        text(
            "own-header.tsv",
            "#separator:\"\n#html:perhaps\na\tb\n",
            Cards(1, "header line that says nothing known (line 1, line 2)"),
        ),
        text(
            "guids.tsv",
            "#separator:tab\n#guid column:1\ng\ta\tb\ng\tc\td\n",
            Cards(1, "question that its deck has already"),
        ),
        text(
            "note-type.tsv",
            "#separator:tab\n#notetype column:1\n{{weird}}\ta\tb\nCloze\tno hole\tx\n",
            Cards(1, "cloze that hides nothing"),
        ),
        text(
            "escape-folder.tsv",
            "#separator:tab\n#deck:../../etc::/passwd::\u{1b}[1m\na\tb\n",
            Cards(1, ""),
        ),
        text(
            "deep-deck.tsv",
            format!("#separator:tab\n#deck:{}\na\tb\n", "x::".repeat(5_000)),
            Cards(1, ""),
        ),
        text(
            "tags.tsv",
            format!(
                "#separator:tab\n#tags column:3\na\tb\t{}\n",
                "t{} ".repeat(20_000)
            ),
            Cards(1, ""),
        ),
    ];
    files.iter().for_each(hold);
}

#[test]
fn cells_that_are_more_than_text_do_no_harm() {
    let files = [
        text(
            "clozes.tsv",
            format!("{}x{}\tb\n", "{{c1::".repeat(20_000), "}}".repeat(20_000)),
            Cards(1, ""),
        ),
        text(
            "html.tsv",
            format!(
                "#separator:tab\n#html:true\n<script>alert(1)</script>a{}\t<b onclick='x'>c\n",
                "<div>".repeat(5_000)
            ),
            Cards(1, ""),
        ),
        text(
            "markers.tsv",
            "Q: a\t\"b\nA: c\n---\nC: [d]\"\n",
            Cards(1, ""),
        ),
    ];
    files.iter().for_each(hold);
}
