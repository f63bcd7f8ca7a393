//! The questions that the compiler itself puts into words. They never enter a card's identity.

/// The language of a deck's generated wording.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Language {
    #[default]
    English,
    Russian,
}

impl Language {
    /// By the deck's `lang`; languages without words of their own get English ones.
    pub(super) fn named(lang: &str) -> Self {
        let primary = lang.split(['-', '_']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("ru") {
            Self::Russian
        } else {
            Self::English
        }
    }

    /// What a program prints.
    pub(super) const fn prints(self) -> &'static str {
        match self {
            Self::English => "What does this print?",
            Self::Russian => "Что выведет эта программа?",
        }
    }

    /// Which step is the first.
    pub(super) fn first_step(self, heading: &str) -> String {
        match self {
            Self::English => format!("**{heading}**: what comes first?"),
            Self::Russian => format!("**{heading}**: что идёт первым?"),
        }
    }

    /// Which step follows the quoted one.
    pub(super) fn next_step(self, heading: &str, quoted: &str) -> String {
        match self {
            Self::English => format!("**{heading}**: what comes after this?\n\n{quoted}"),
            Self::Russian => format!("**{heading}**: что идёт после этого?\n\n{quoted}"),
        }
    }

    /// What stands in the `asked` columns of the row whose `column` holds `cell`.
    pub(super) fn row(self, heading: &str, column: &str, cell: &str, asked: &[&str]) -> String {
        let asked: Vec<String> = asked.iter().map(|name| format!("*{name}*")).collect();
        let names = self.enumerate(&asked);
        let known = if column.is_empty() {
            cell.to_owned()
        } else {
            format!("*{column}* = {cell}")
        };
        match (self, asked.len()) {
            (Self::English, 1) => format!("**{heading}**: for {known}, what is {names}?"),
            (Self::English, _) => format!("**{heading}**: for {known}, what are {names}?"),
            (Self::Russian, 1) => format!("**{heading}**: для {known}, что в столбце {names}?"),
            (Self::Russian, _) => format!("**{heading}**: для {known}, что в столбцах {names}?"),
        }
    }

    /// `a`, `a and b`, `a, b and c`.
    fn enumerate(self, names: &[String]) -> String {
        let and = match self {
            Self::English => " and ",
            Self::Russian => " и ",
        };
        match names.split_last() {
            Some((last, before)) if !before.is_empty() => {
                [before.join(", ").as_str(), last].join(and)
            }
            _ => names.concat(),
        }
    }
}
