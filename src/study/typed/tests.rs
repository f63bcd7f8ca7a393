//! Typed answers in several scripts, and laws of the comparison.

use proptest::prelude::*;

use super::*;

/// `[-extra-] {+missing+} same`, and the grade.
fn seen(expected: &str, typed: &str) -> String {
    let Comparison { parts, suggested } = compare(expected, typed);
    let shown = parts.iter().map(|part| match part {
        Part::Same(text) => text.clone(),
        Part::Missing(text) => format!("{{+{text}+}}"),
        Part::Extra(text) => format!("[-{text}-]"),
    });
    let shown: Vec<String> = shown.collect();
    format!("{}: {}", shown.join(" "), suggested.grade().name())
}

#[test]
fn case_spaces_and_punctuation_do_not_matter() {
    assert_eq!(
        seen("In the Black Sea.", "  in THE black   sea"),
        "In the Black Sea.: good"
    );
    assert_eq!(seen("Нёбо, «ещё»!", "небо еще"), "Нёбо, «ещё»!: good");
    assert_eq!(
        seen("ёлка и йод", "е\u{308}лка и и\u{306}од"),
        "ёлка и йод: good"
    );
    assert_eq!(
        seen("`->>` gives text", "->> gives text"),
        "`->>` gives text: good"
    );
    assert_eq!(seen("ＡＢＣ", "abc"), "ＡＢＣ: good");
}

#[test]
fn words_that_differ_are_shown_beside_each_other() {
    assert_eq!(
        seen("the smaller of both windows", "the larger of both windows"),
        "the [-larger-] {+smaller+} of both windows: hard"
    );
    assert_eq!(
        seen(
            "Старая версия остаётся в таблице",
            "старая версия удаляется"
        ),
        "Старая версия [-удаляется-] {+остаётся в таблице+}: again"
    );
    assert_eq!(seen("one", ""), "{+one+}: again");
    assert_eq!(seen("->", "->>"), "[-->>-] {+->+}: again");
}

#[test]
fn a_slip_of_the_finger_is_hard_and_a_negation_is_no_slip() {
    assert_eq!(
        seen("autovacuum", "autovaccuum"),
        "[-autovaccuum-] {+autovacuum+}: hard"
    );
    assert_eq!(
        seen("it blocks", "it blocks not"),
        "it blocks [-not-]: hard"
    );
    assert_eq!(seen("cat", "car"), "[-car-] {+cat+}: again");
    assert_eq!(
        seen("the lock of the row", "a lock on the row"),
        "[-a-] {+the+} lock [-on-] {+of+} the row: good"
    );
}

#[test]
fn scripts_without_spaces_are_compared_by_characters() {
    assert_eq!(
        seen("間隔反復です。", "間隔反覆です"),
        "間隔反 [-覆-] {+復+} です: hard"
    );
    assert_eq!(seen("用 Rust 写", "用Rust写"), "用 Rust 写: good");
}

#[test]
fn only_short_answers_are_typed() {
    let text = |text: &str| Block::Paragraph(vec![Inline::Text(text.into())]);
    let long = "word ".repeat(31);
    assert_eq!(
        expected(&[text("one two"), text(&long)]).as_deref(),
        Some("one two")
    );
    assert_eq!(expected(&[text(&long)]), None);
    assert_eq!(expected(&[text(" … ")]), None);
    assert_eq!(expected(&[Block::Rule]), None);
    assert_eq!(expected(&[]), None);
    let code = Block::Code {
        lang: "output".into(),
        text: "[1 2]\n".into(),
    };
    assert_eq!(expected(&[code]).as_deref(), Some("[1 2]\n"));
}

proptest! {
    #[test]
    fn the_answer_itself_is_always_good(text in "\\PC{1,60}") {
        let comparison = compare(&text, &text);
        prop_assert!(comparison.parts.iter().all(|part| matches!(part, Part::Same(_))));
        prop_assert_eq!(comparison.suggested, Grade::Good.quality());
    }

    /// Every word of both is shown once.
    #[test]
    fn no_word_is_lost(right in "[a-cж漢 ]{0,30}", own in "[a-cж漢 ]{0,30}") {
        let (mut shown_right, mut shown_own) = (String::new(), String::new());
        for part in compare(&right, &own).parts {
            match part {
                Part::Same(text) => { shown_right += &text; shown_own += &text; }
                Part::Missing(text) => shown_right += &text,
                Part::Extra(text) => shown_own += &text,
            }
        }
        let bare = |text: &str| text.replace(' ', "");
        prop_assert_eq!(bare(&shown_right), bare(&right));
        prop_assert_eq!(bare(&shown_own), bare(&own));
    }
}
