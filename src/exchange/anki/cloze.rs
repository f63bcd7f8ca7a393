//! Clozes as Anki writes them, `{{c1::hidden::hint}}`, nested and of several numbers, shown for one
//! card. It knows nothing of HTML around them.

use std::collections::BTreeSet;

use crate::exchange::html;

/// Which side of a card is being made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::exchange) enum Side {
    Front,
    Back,
}

/// The field as it is shown on a card; empty if the card hides nothing of it, as Anki does.
pub(in crate::exchange) fn shown(field: &str, number: u32, side: Side) -> String {
    let mut text = String::new();
    let mut any = false;
    for node in parse(field) {
        any |= show(&node, number, side, &mut text);
    }
    if any { text } else { String::new() }
}

/// Only what a card hides, for `{{type:cloze:..}}`.
pub(in crate::exchange) fn hidden(field: &str, number: u32) -> String {
    let mut answers = Vec::new();
    let mut waiting: Vec<Node> = parse(field);
    waiting.reverse();
    while let Some(node) = waiting.pop() {
        if let Node::Cloze(cloze) = node {
            if cloze.numbers.contains(&number) {
                let mut text = String::new();
                for node in &cloze.nodes {
                    show(node, 0, Side::Back, &mut text);
                }
                answers.push(text);
            } else {
                waiting.extend(cloze.nodes.into_iter().rev());
            }
        }
    }
    answers.join(", ")
}

/// The numbers of all clozes of a field that hide something.
pub(in crate::exchange) fn numbers(field: &str) -> BTreeSet<u32> {
    let mut numbers = BTreeSet::new();
    let mut waiting: Vec<Node> = parse(field);
    while let Some(node) = waiting.pop() {
        if let Node::Cloze(cloze) = node {
            numbers.extend(&cloze.numbers);
            waiting.extend(cloze.nodes);
        }
    }
    numbers
        .retain(|number| (1..=500).contains(number) && !hidden(field, *number).trim().is_empty());
    numbers
}

enum Node {
    Text(String),
    Cloze(Cloze),
}

struct Cloze {
    numbers: BTreeSet<u32>,
    nodes: Vec<Node>,
    hint: Option<String>,
    /// As it was written, for one that is never closed.
    opening: String,
}

/// Anki reads no deeper; so nothing here can exhaust the stack.
const DEEPEST: usize = 10;

fn parse(field: &str) -> Vec<Node> {
    let mut top: Vec<Node> = Vec::new();
    let mut open: Vec<Cloze> = Vec::new();
    let mut rest = field;
    while !rest.is_empty() {
        let at = rest.find(['{', '}']).unwrap_or(rest.len());
        say(&mut top, &mut open, &rest[..at]);
        rest = &rest[at..];
        if let Some((numbers, length)) = opening(rest).filter(|_| open.len() < DEEPEST) {
            open.push(Cloze {
                numbers,
                nodes: Vec::new(),
                hint: None,
                opening: rest[..length].to_owned(),
            });
            rest = &rest[length..];
        } else if rest.starts_with("}}") && !open.is_empty() {
            rest = &rest[2..];
            if let Some(done) = open.pop() {
                put(&mut top, &mut open, Node::Cloze(done));
            }
        } else if let Some(brace) = rest.chars().next() {
            let (brace, after) = rest.split_at(brace.len_utf8());
            say(&mut top, &mut open, brace);
            rest = after;
        }
    }
    while let Some(unclosed) = open.pop() {
        say(&mut top, &mut open, &unclosed.opening);
        for node in unclosed.nodes {
            put(&mut top, &mut open, node);
        }
    }
    top
}

/// `{{c1::` or `{{c1,2::`: its numbers and its length.
fn opening(text: &str) -> Option<(BTreeSet<u32>, usize)> {
    let after = text.strip_prefix("{{c")?;
    let end = after.find("::").filter(|end| *end <= 40)?;
    let numbers: Option<BTreeSet<u32>> = after[..end]
        .split(',')
        .map(|digits| digits.parse().ok())
        .collect();
    Some((numbers?, 3 + end + 2))
}

fn put(top: &mut Vec<Node>, open: &mut [Cloze], node: Node) {
    match open.last_mut() {
        Some(cloze) => cloze.nodes.push(node),
        None => top.push(node),
    }
}

/// Adds text; what follows `::` in an open cloze is its hint.
fn say(top: &mut Vec<Node>, open: &mut [Cloze], text: &str) {
    if text.is_empty() {
        return;
    }
    let Some(cloze) = open.last_mut() else {
        return add(top, text);
    };
    if let Some(hint) = &mut cloze.hint {
        hint.push_str(text);
    } else if let Some((before, hint)) = text.split_once("::") {
        add(&mut cloze.nodes, before);
        cloze.hint = Some(hint.to_owned());
    } else {
        add(&mut cloze.nodes, text);
    }
}

fn add(nodes: &mut Vec<Node>, text: &str) {
    if let Some(Node::Text(last)) = nodes.last_mut() {
        last.push_str(text);
    } else {
        nodes.push(Node::Text(text.to_owned()));
    }
}

/// Writes a node; says whether it holds something of that number.
fn show(node: &Node, number: u32, side: Side, text: &mut String) -> bool {
    let cloze = match node {
        Node::Text(words) => {
            text.push_str(words);
            return false;
        }
        Node::Cloze(cloze) => cloze,
    };
    let active = cloze.numbers.contains(&number);
    if active && side == Side::Front {
        let hint = cloze.hint.as_deref().map(str::trim);
        let hint = hint.filter(|hint| !hint.is_empty()).unwrap_or("...");
        text.push(html::OPEN);
        text.push_str(hint);
        text.push(html::CLOSE);
        return true;
    }
    if active {
        text.push_str("<b>");
    }
    let mut inside = false;
    for node in &cloze.nodes {
        inside |= show(node, number, side, text);
    }
    if active {
        text.push_str("</b>");
    }
    active || inside
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(field: &str, number: u32, side: Side) -> String {
        super::shown(field, number, side)
            .replace(html::OPEN, "[")
            .replace(html::CLOSE, "]")
    }

    #[test]
    fn a_card_hides_its_number_and_shows_the_others() {
        let field = "{{c1::Go}} has {{c2::channels::pipes}} and {{c1::goroutines}}";
        assert_eq!(shown(field, 1, Side::Front), "[...] has channels and [...]");
        assert_eq!(
            shown(field, 2, Side::Front),
            "Go has [pipes] and goroutines"
        );
        assert_eq!(
            shown(field, 2, Side::Back),
            "Go has <b>channels</b> and goroutines"
        );
        assert_eq!(shown(field, 3, Side::Front), "");
        assert_eq!(hidden(field, 1), "Go, goroutines");
        assert_eq!(numbers(field).into_iter().collect::<Vec<_>>(), [1, 2]);
        assert!(numbers("{{c0::a}} {{c3:: }} {{c4::").is_empty());
    }

    #[test]
    fn clozes_nest_and_share_numbers() {
        let field = "{{c1::a {{c2::b}} c}} {{c1,3::d}}";
        assert_eq!(shown(field, 1, Side::Front), "[...] [...]");
        assert_eq!(shown(field, 2, Side::Front), "a [...] c d");
        assert_eq!(shown(field, 3, Side::Back), "a b c <b>d</b>");
        assert_eq!(hidden(field, 1), "a b c, d");
    }

    #[test]
    fn what_is_no_cloze_stays_text() {
        assert_eq!(shown("{{c1::a", 1, Side::Front), "");
        assert_eq!(
            shown("}} {{cx::y}} {{c1::a}} {{c2::b", 1, Side::Front),
            "}} {{cx::y}} [...] {{c2::b"
        );
        let deep = format!("{}x{}", "{{c1::".repeat(20_000), "}}".repeat(20_000));
        assert!(shown(&deep, 1, Side::Front).starts_with("[...]"));
    }
}
