//! TeX as text that can be read aloud: Greek letters, operators, raised and lowered signs,
//! fractions and roots. What is not known stays as it was written.

mod symbols;

use std::iter::Peekable;
use std::str::Chars;

use symbols::{combining, double_struck, lowered, raised, symbol};

/// The formula in Unicode.
pub(super) fn readable(tex: &str) -> String {
    let mut reader = Reader {
        rest: tex.chars().peekable(),
        depth: 0,
    };
    let mut shown = String::new();
    // A brace that closes nothing is a character.
    while reader.rest.peek().is_some() {
        shown += &reader.sequence();
        if reader.rest.next().is_some() {
            shown.push('}');
        }
    }
    shown.trim().to_owned()
}

/// Braces may nest so deep; deeper ones stay braces.
const DEEPEST: usize = 24;

struct Reader<'t> {
    rest: Peekable<Chars<'t>>,
    depth: usize,
}

impl Reader<'_> {
    /// Reads up to the end, or before the brace that closes this group.
    fn sequence(&mut self) -> String {
        let mut shown = String::new();
        while let Some(c) = self.rest.next_if(|c| *c != '}') {
            match c {
                '^' | '_' => {
                    let script = self.script(c);
                    shown += &script;
                }
                '{' => shown += &self.group(),
                '\\' => {
                    let command = self.name();
                    shown += &self.command(&command);
                }
                '\'' => shown.push('′'),
                '~' => shown.push(' '),
                '&' => {}
                '-' => shown.push('−'),
                c if c.is_whitespace() => {
                    if !shown.ends_with([' ', '\n']) {
                        shown.push(' ');
                    }
                }
                c => shown.push(c),
            }
        }
        shown
    }

    /// The rest of a group whose brace was read.
    fn group(&mut self) -> String {
        if self.depth == DEEPEST {
            return "{".into();
        }
        self.depth += 1;
        let inside = self.sequence();
        self.rest.next_if_eq(&'}');
        self.depth -= 1;
        inside.trim().to_owned()
    }

    /// What a command is applied to: a group, a command, or a character.
    fn argument(&mut self) -> String {
        while self.rest.next_if(|c| c.is_whitespace()).is_some() {}
        match self.rest.next_if(|c| *c != '}') {
            Some('{') => self.group(),
            Some('\\') if self.depth < DEEPEST => {
                self.depth += 1;
                let command = self.name();
                let shown = self.command(&command);
                self.depth -= 1;
                shown
            }
            Some('-') => "−".into(),
            Some(c) => c.to_string(),
            None => String::new(),
        }
    }

    /// The text of a group, spaces and all.
    fn verbatim(&mut self) -> String {
        if self.rest.next_if_eq(&'{').is_none() {
            return self.argument();
        }
        let mut text = String::new();
        while let Some(c) = self.rest.next().filter(|c| *c != '}') {
            text.push(c);
        }
        text
    }

    /// The name of a command: letters, or one other character.
    fn name(&mut self) -> String {
        let mut name = String::new();
        while let Some(c) = self.rest.next_if(char::is_ascii_alphabetic) {
            name.push(c);
        }
        if name.is_empty() {
            name.extend(self.rest.next());
        }
        name
    }

    fn command(&mut self, name: &str) -> String {
        match name {
            "frac" | "dfrac" | "tfrac" | "cfrac" => {
                let (above, below) = (self.argument(), self.argument());
                format!("{}/{}", grouped(&above), grouped(&below))
            }
            "binom" => {
                let (above, below) = (self.argument(), self.argument());
                format!("C({above}, {below})")
            }
            "sqrt" => self.root(),
            "text" | "textbf" | "textit" | "textrm" | "texttt" | "mathrm" | "mathit" | "mathbf"
            | "mathsf" | "mathtt" | "mathcal" | "operatorname" | "mbox" => self.verbatim(),
            "mathbb" => self.argument().chars().map(double_struck).collect(),
            "not" => format!("{}\u{338}", self.argument()).replace("=\u{338}", "≠"),
            "left" | "right" => {
                self.rest.next_if_eq(&'.');
                String::new()
            }
            "big" | "Big" | "bigl" | "bigr" | "Bigl" | "Bigr" | "displaystyle" | "limits" | "!" => {
                String::new()
            }
            "begin" | "end" => self.environment(name),
            "\\" => "\n".into(),
            _ => self.sign(name),
        }
    }

    fn root(&mut self) -> String {
        let mut degree = String::new();
        if self.rest.next_if_eq(&'[').is_some() {
            while let Some(c) = self.rest.next().filter(|c| *c != ']') {
                degree.push(c);
            }
        }
        let raised: Option<String> = degree.chars().map(raised).collect();
        let degree = raised.unwrap_or(degree);
        format!("{degree}√{}", grouped(&self.argument()))
    }

    /// Only what sets lines one below the other can be left out.
    fn environment(&mut self, name: &str) -> String {
        let kind = self.verbatim();
        match kind.trim_end_matches('*') {
            "align" | "aligned" | "equation" | "gather" | "gathered" | "split" => String::new(),
            _ => format!("\\{name}{{{kind}}}"),
        }
    }

    /// A command that stands for a sign, puts one over a letter, or is not known.
    fn sign(&mut self, name: &str) -> String {
        if let Some(sign) = symbol(name) {
            return sign.to_owned();
        }
        let Some(mark) = combining(name) else {
            return format!("\\{name}");
        };
        let letters = self.argument();
        if letters.chars().count() == 1 || name == "overline" || name == "underline" {
            return letters.chars().flat_map(|c| [c, mark]).collect();
        }
        format!("{name}({letters})")
    }

    /// What is raised or lowered, in such signs if there are any.
    fn script(&mut self, mark: char) -> String {
        let script = self.argument();
        let shift = if mark == '^' { raised } else { lowered };
        let shifted: Option<String> = script.chars().filter(|c| *c != ' ').map(shift).collect();
        shifted.unwrap_or_else(|| format!("{mark}{}", grouped(&script)))
    }
}

/// In parentheses, if it is more than one thing.
fn grouped(text: &str) -> String {
    let single = text
        .chars()
        .all(|c| c.is_alphanumeric() || c == '.' || c == '′')
        || text.chars().count() == 1;
    if single {
        text.to_owned()
    } else {
        format!("({text})")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_can_be_read() {
        for (tex, shown) in [
            (r"O(n \log n)", "O(n log n)"),
            (r"2^{n+1} - x_i^2", "2ⁿ⁺¹ − xᵢ²"),
            (r"\frac{a+b}{2} \le \sqrt{ab}", "(a+b)/2 ≤ √ab"),
            (r"\sqrt[3]{x+1}", "³√(x+1)"),
            (r"\alpha\beta \in \mathbb{R}", "αβ ∈ ℝ"),
            (
                r"\sum_{i=1}^{n} i = \frac{n(n+1)}{2}",
                "∑ᵢ₌₁ⁿ i = (n(n+1))/2",
            ),
            (r"P(A \mid B) \approx 0.5", "P(A ∣ B) ≈ 0.5"),
            (r"\hat{x} \neq \overline{ab}", "x\u{302} ≠ a\u{305}b\u{305}"),
            (r"x^{\text{max}}", "xᵐᵃˣ"),
            (r"x^{Q!}", "x^(Q!)"),
            (r"\left( a \right.", "( a"),
            (r"50\,\% \{x\}", "50 % {x}"),
            (r"f'(x) \to \infty", "f′(x) → ∞"),
            (
                r"\begin{aligned} a &= b \\ c &= d \end{aligned}",
                "a = b \nc = d",
            ),
        ] {
            assert_eq!(readable(tex), shown, "{tex}");
        }
    }

    #[test]
    fn what_is_not_known_stays_tex() {
        for tex in [
            r"\xyzzy a",
            r"\begin{cases}a\end{cases}",
            "a}b",
            r"a\",
            "x^",
        ] {
            let shown = readable(tex);
            assert!(tex.starts_with(&shown[..1]), "{tex}: {shown}");
        }
        assert_eq!(readable(r"\xyzzy a"), r"\xyzzy a");
        assert_eq!(
            readable(r"\begin{cases}a\end{cases}"),
            r"\begin{cases}a\end{cases}"
        );
        assert_eq!(readable("a}b"), "a}b");
    }

    proptest! {
        #[test]
        fn any_text_is_read_to_its_end(tex in r"[\\{}^_a-c1 &'\[\]]{0,80}|(\\[a-z]{1,5}|[{}^_]){0,60}") {
            prop_assert!(readable(&tex).len() <= tex.len() * 8 + 8);
        }
    }
}
