//! Anki's templates: what a card shows of the fields of its note. Nothing here recurses, so no
//! template can exhaust the stack, and nothing grows without an end.

use super::cloze::{self, Side};

/// A template, taken apart once for all its cards.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Template {
    tokens: Vec<Token>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Token {
    Text(String),
    /// `{{filter:..:Field}}`, the filters from the outermost.
    Field {
        name: String,
        filters: Vec<String>,
    },
    /// `{{#Field}}`, or `{{^Field}}` where it must be empty.
    Open {
        name: String,
        filled: bool,
    },
    /// `{{/Field}}`
    Close {
        name: String,
    },
}

/// What a template is filled with.
pub(super) struct Filling<'a> {
    /// The value of a field, of the note or of Anki's own (`Tags`, `Deck`).
    pub(super) field: &'a dyn Fn(&str) -> Option<&'a str>,
    /// For a cloze: the number of the card.
    pub(super) cloze: Option<u32>,
    pub(super) side: Side,
}

/// A side as HTML, and what was wrong with its template.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Rendered {
    pub(super) html: String,
    /// What `{{hint:Field}}` keeps behind a click.
    pub(super) hints: Vec<String>,
    pub(super) faults: Vec<&'static str>,
    /// Whether a field that is not empty was shown: without one, Anki calls a front blank.
    pub(super) filled: bool,
}

/// A side of more bytes helps nobody; a template may name a large field many times.
const LARGEST: usize = 1 << 20;

const UNKNOWN_FIELD: &str = "a template names a field that its notes do not have";
const UNBALANCED: &str = "a template does not close its conditions properly";
const TOO_LARGE: &str = "a side of a card is longer than a megabyte and was cut";

impl Template {
    pub(super) fn parse(text: &str) -> Self {
        let mut tokens = Vec::new();
        let (mut open, mut close) = ("{{".to_owned(), "}}".to_owned());
        let mut rest = text;
        if let Some(((new_open, new_close), after)) = delimiters(rest) {
            (open, close, rest) = (new_open, new_close, after);
        }
        while let Some((before, after)) = rest.split_once(open.as_str()) {
            let comment = before.rfind("<!--");
            let comment = comment.filter(|at| !before[*at..].contains("-->"));
            // What stands in a comment is not looked at.
            if let Some((commented, after)) = comment.and(rest.split_once("-->")) {
                push_text(&mut tokens, commented);
                push_text(&mut tokens, "-->");
                rest = after;
                continue;
            }
            push_text(&mut tokens, before);
            let Some((inside, after)) = after.split_once(close.as_str()) else {
                push_text(&mut tokens, open.as_str());
                push_text(&mut tokens, after);
                return Self { tokens };
            };
            tokens.extend(token(inside));
            // Three braces mean what two mean.
            let triple = inside.starts_with('{');
            rest = after.strip_prefix('}').filter(|_| triple).unwrap_or(after);
        }
        push_text(&mut tokens, rest);
        Self { tokens }
    }

    pub(super) fn render(&self, filling: &Filling<'_>) -> Rendered {
        let mut rendered = Rendered::default();
        // The open conditions; what stands in one that does not hold is not shown.
        let mut open: Vec<(&str, bool)> = Vec::new();
        let mut hidden = 0_usize;
        for token in &self.tokens {
            match token {
                Token::Open { name, filled } => {
                    let holds = is_filled(filling, name) == *filled;
                    open.push((name, holds));
                    hidden += usize::from(!holds);
                }
                Token::Close { name } => match open.last() {
                    Some((opened, holds)) if opened == name => {
                        hidden -= usize::from(!holds);
                        open.pop();
                    }
                    _ => rendered.fault(UNBALANCED),
                },
                Token::Text(_) | Token::Field { .. } if hidden > 0 => {}
                Token::Text(text) => rendered.html.push_str(text),
                Token::Field { name, filters } => rendered.field(filling, name, filters),
            }
            if rendered.html.len() > LARGEST {
                let end = rendered.html.floor_char_boundary(LARGEST);
                rendered.html.truncate(end);
                rendered.fault(TOO_LARGE);
                return rendered;
            }
        }
        if !open.is_empty() {
            rendered.fault(UNBALANCED);
        }
        rendered
    }
}

impl Rendered {
    fn field(&mut self, filling: &Filling<'_>, name: &str, filters: &[String]) {
        let Some(value) = (filling.field)(name) else {
            if !name.is_empty() {
                self.fault(UNKNOWN_FIELD);
            }
            return;
        };
        let mut text = value.to_owned();
        let is = |wanted: &str| filters.iter().any(|filter| filter == wanted);
        if is("type") {
            // The box to type in needs no place; the back shows what should have been typed.
            text = match (filling.side, filling.cloze) {
                (Side::Front, _) => String::new(),
                (Side::Back, Some(number)) if is("cloze") => cloze::hidden(value, number),
                (Side::Back, _) => text,
            };
        } else if is("cloze") || is("cloze-only") {
            text = match filling.cloze {
                Some(number) if is("cloze-only") => cloze::hidden(value, number),
                Some(number) => cloze::shown(value, number, filling.side),
                None => String::new(),
            };
        }
        if filters.iter().any(|filter| filter.starts_with("tts")) {
            return;
        }
        self.filled |= !is_blank(&text);
        if is("hint") && filling.side == Side::Front {
            if !is_blank(&text) {
                self.hints.push(text);
            }
        } else {
            self.html.push_str(&text);
        }
    }

    fn fault(&mut self, fault: &'static str) {
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }
}

/// Whether a condition on a field holds. `{{#c1}}` asks for the number of a cloze.
fn is_filled(filling: &Filling<'_>, name: &str) -> bool {
    if let Some(value) = (filling.field)(name) {
        return !is_blank(value);
    }
    let number = name
        .strip_prefix('c')
        .and_then(|digits| digits.parse().ok());
    number.is_some() && number == filling.cloze
}

/// Blank, as Anki sees it: nothing but white space, line breaks and empty blocks.
fn is_blank(html: &str) -> bool {
    let mut rest = html.trim_ascii_start();
    while !rest.is_empty() {
        let tag = rest.strip_prefix('<').and_then(|tag| tag.split_once('>'));
        match tag {
            Some((tag, after)) if matches!(tag.trim_matches(['/', ' ']), "br" | "div") => {
                rest = after.trim_ascii_start();
            }
            _ => return false,
        }
    }
    true
}

/// `{{=<% %>=}}` at the beginning changes the marks.
fn delimiters(text: &str) -> Option<((String, String), &str)> {
    let (marks, after) = text.trim_start().strip_prefix("{{=")?.split_once("=}}")?;
    let (open, close) = marks.trim().split_once(char::is_whitespace)?;
    let marks = (open.trim().to_owned(), close.trim().to_owned());
    (!marks.0.is_empty() && !marks.1.is_empty()).then_some((marks, after))
}

fn push_text(tokens: &mut Vec<Token>, text: &str) {
    if let Some(Token::Text(last)) = tokens.last_mut() {
        last.push_str(text);
    } else if !text.is_empty() {
        tokens.push(Token::Text(text.to_owned()));
    }
}

fn token(inside: &str) -> Option<Token> {
    let inside = inside.trim_start_matches('{').trim();
    let named = |name: &str| name.trim().to_owned();
    Some(match inside.chars().next()? {
        '#' => Token::Open {
            name: named(&inside[1..]),
            filled: true,
        },
        '^' => Token::Open {
            name: named(&inside[1..]),
            filled: false,
        },
        '/' => Token::Close {
            name: named(&inside[1..]),
        },
        '!' => return None,
        _ => {
            let mut parts: Vec<String> = inside.split(':').map(named).collect();
            let name = parts.pop().unwrap_or_default();
            Token::Field {
                name,
                filters: parts,
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn render(template: &str, fields: &[(&str, &str)], cloze: Option<u32>, side: Side) -> Rendered {
        let field = |name: &str| {
            let found = fields.iter().find(|(own, _)| *own == name);
            found.map(|(_, value)| *value)
        };
        Template::parse(template).render(&Filling {
            field: &field,
            cloze,
            side,
        })
    }

    fn html(template: &str, fields: &[(&str, &str)]) -> String {
        render(template, fields, None, Side::Front).html
    }

    #[test]
    fn conditions_hold_for_fields_that_are_filled() {
        let fields = [("a", "A"), ("b", "<br>\n<div></div>"), ("c", "")];
        assert_eq!(
            html(
                "{{#a}}x{{^b}}y{{/b}}{{#c}}no{{/c}}{{/a}}{{^a}}no{{/a}}",
                &fields
            ),
            "xy"
        );
        assert_eq!(html("{{ a }}{{{a}}}{{text:a}}{{!no}}", &fields), "AAA");
        assert_eq!(html("{{=<% %>=}}<%a%>{{a}}", &fields), "A{{a}}");
        assert_eq!(html("<!-- {{a}} -->{{a}}", &fields), "<!-- {{a}} -->A");
    }

    #[test]
    fn what_is_typed_is_shown_on_the_back_and_a_hint_waits() {
        let fields = [("a", "A {{c1::x}}")];
        assert_eq!(html("{{type:a}}", &fields), "");
        assert_eq!(
            render("{{type:a}}", &fields, None, Side::Back).html,
            "A {{c1::x}}"
        );
        assert_eq!(
            render("{{type:cloze:a}}", &fields, Some(1), Side::Back).html,
            "x"
        );
        assert_eq!(
            render("{{cloze:a}}", &fields, Some(1), Side::Front).html,
            "A \u{fdd4}...\u{fdd5}"
        );
        assert_eq!(
            render("q {{hint:a}}", &fields, None, Side::Front)
                .hints
                .len(),
            1
        );
        assert_eq!(
            render(
                "{{#c2}}x{{/c2}}{{#c1}}y{{/c1}}",
                &fields,
                Some(1),
                Side::Front
            )
            .html,
            "y"
        );
    }

    #[test]
    fn faults_are_told_once_and_stop_nothing() {
        let broken = render("{{x}}{{x}}{{/a}}{{#a}}b", &[("a", "A")], None, Side::Front);
        assert_eq!((broken.html.as_str(), broken.faults.len()), ("b", 2));
        let deep = format!("{}x{}", "{{#a}}".repeat(20_000), "{{/a}}".repeat(20_000));
        assert_eq!(html(&deep, &[("a", "A")]), "x");
        let large = "x".repeat(1000);
        let cut = render(&"{{a}}".repeat(2000), &[("a", &large)], None, Side::Front);
        assert_eq!((cut.html.len(), cut.faults.len()), (LARGEST, 1));
    }
}
