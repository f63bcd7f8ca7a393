//! Times in a text, in English or Russian: `Неделя 3`, `25 ноября --- 7 декабря`, `до марта`,
//! `6–12 months`.
//!
//! Reads what is written and guesses nothing; which year and which days are meant is for
//! `calendar`.

mod calendar;
mod tokens;
mod vocabulary;

pub(super) use calendar::{Anchor, Calendar};

use tokens::{Mark, Token, tokens};
use vocabulary::{Unit, is_full_month, month, unit};

/// A time as it was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Time {
    /// From one date to another.
    Span(Date, Date),
    /// Up to a date: before a month, or up to and with a day.
    Until(Date),
    /// Up to the end of a month.
    Through(Date),
    /// The third week of the plan, the first to second month.
    Nth(Unit, u32, u32),
    /// So many weeks.
    Lasting(Unit, u32),
}

impl Time {
    /// Says which of two times in a text is the more exact.
    const fn rank(self) -> u8 {
        match self {
            Self::Span(..) => 0,
            Self::Nth(..) => 1,
            Self::Until(_) | Self::Through(_) => 2,
            Self::Lasting(..) => 3,
        }
    }

    /// Whether it says when something begins.
    pub(super) const fn begins(self) -> bool {
        matches!(self, Self::Span(..) | Self::Nth(..))
    }
}

/// A date that may be a whole month, of a year that may be unknown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Date {
    pub(super) year: Option<i32>,
    pub(super) month: u32,
    pub(super) day: Option<u32>,
}

/// The most exact time in a text, the first of those, with its wording.
pub(super) fn find(text: &str) -> Option<(String, Time)> {
    let reader = Reader {
        text,
        tokens: tokens(text),
    };
    let mut best: Option<(usize, usize, Time)> = None;
    let mut at = 0;
    while at < reader.tokens.len() {
        let Some((time, next)) = reader.time(at) else {
            at += 1;
            continue;
        };
        if best.is_none_or(|(_, _, other)| time.rank() < other.rank()) {
            best = Some((at, next, time));
        }
        at = next;
    }
    best.map(|(at, next, time)| (reader.wording(at, next), time))
}

/// The time that a cell is in a column headed by `Week`, `Месяц` and the like: `1–2`.
pub(super) fn in_column(head: &str, cell: &str) -> Option<(String, Time)> {
    let unit = tokens(head).iter().find_map(|token| unit(token.word()?))?;
    let reader = Reader {
        text: cell,
        tokens: tokens(cell),
    };
    let (first, last, next) = reader.numbers(0)?;
    let time = Time::Nth(unit, first, last);
    (next == reader.tokens.len()).then(|| (reader.wording(0, next), time))
}

/// A reading and the index of the token after it.
type Found<T> = Option<(T, usize)>;

struct Reader<'t> {
    text: &'t str,
    tokens: Vec<Token>,
}

impl Reader<'_> {
    fn time(&self, at: usize) -> Found<Time> {
        self.until(at)
            .or_else(|| self.span(at))
            .or_else(|| self.nth(at))
            .or_else(|| self.lasting(at))
    }

    /// `до марта`, `by March 15`, `до конца апреля`.
    fn until(&self, at: usize) -> Found<Time> {
        let is_before =
            |word: &str| matches!(word, "до" | "к" | "by" | "until" | "till" | "before");
        self.word(at).filter(|word| is_before(word))?;
        let is_end = |at: &usize| {
            let word = self.word(*at);
            word.is_some_and(|word| matches!(word, "конца" | "концу" | "the" | "end" | "of"))
        };
        let begin = (at + 1..).find(|at| !is_end(at))?;
        let (date, next) = self.date(begin, true)?;
        let time = if begin > at + 1 && date.day.is_none() {
            Time::Through(date)
        } else {
            Time::Until(date)
        };
        Some((time, next))
    }

    /// `25 ноября --- 7 декабря`, `1–7 марта`, `Nov 25–30`, `январь 2027`.
    fn span(&self, at: usize) -> Found<Time> {
        if let Some((first, second)) = self.number(at).zip(self.join(at + 1))
            && let Some((last, next)) = self.date(second, true)
            && last.day.is_some()
            && (1..=31).contains(&first)
        {
            let day = Some(first);
            return Some((Time::Span(Date { day, ..last }, last), next));
        }
        if let Some((first, after)) = self.date(at, true)
            && let Some(second) = self.join(after)
        {
            if let Some((last, next)) = self.date(second, true) {
                return Some((Time::Span(first, last), next));
            }
            let day = self.number(second).filter(|day| (1..=31).contains(day));
            if day.is_some() && first.day.is_some() && self.is_last_number(second) {
                return Some((Time::Span(first, Date { day, ..first }), second + 1));
            }
        }
        let (date, next) = self.date(at, false)?;
        Some((Time::Span(date, date), next))
    }

    /// `Неделя 3`, `Months 3–4`, `1-я неделя`, `2nd week`.
    fn nth(&self, at: usize) -> Found<Time> {
        if let Some(unit) = self.word(at).and_then(unit) {
            let numbers = at + 1 + usize::from(self.mark(at + 1) == Some(Mark::Number));
            let (first, last, next) = self.numbers(numbers)?;
            return Some((Time::Nth(unit, first, last), next));
        }
        let number = self.number(at).filter(|number| *number > 0)?;
        let suffix = at + 1 + usize::from(self.is_glued(at + 1, Mark::Dash));
        let is_ordinal =
            |word: &str| matches!(word, "я" | "й" | "ая" | "ый" | "st" | "nd" | "rd" | "th");
        self.word(suffix).filter(|word| is_ordinal(word))?;
        let unit = self.word(suffix + 1).and_then(unit)?;
        Some((Time::Nth(unit, number, number), suffix + 2))
    }

    /// `6–12 months`, `3-месячный`, `2 недели`.
    fn lasting(&self, at: usize) -> Found<Time> {
        let (_, count, after) = self.numbers(at)?;
        let word = after + usize::from(self.is_glued(after, Mark::Dash));
        let unit = self.word(word).and_then(unit)?;
        Some((Time::Lasting(unit, count), word + 1))
    }

    /// `beside`: whether something else says that this is a date, so that short forms are enough.
    fn date(&self, at: usize, beside: bool) -> Found<Date> {
        self.numeric_date(at, beside)
            .or_else(|| self.day_and_month(at))
            .or_else(|| self.month_and_day(at, beside))
    }

    /// `2026-11-25`, `25.11.2026`, `25.11` beside something else.
    fn numeric_date(&self, at: usize, beside: bool) -> Found<Date> {
        let one = self.number(at)?;
        let mark = self.mark(at + 1).filter(|_| !self.tokens[at + 1].spaced)?;
        let two = self.glued_number(at + 2)?;
        let three = self
            .glued_number(at + 4)
            .filter(|_| self.is_glued(at + 3, mark));
        let (year, month, day, next) = match (mark, three) {
            (Mark::Dash, Some(day)) if one > 1900 => (Some(one), two, day, at + 5),
            (Mark::Dot, Some(year)) if year > 1900 => (Some(year), two, one, at + 5),
            (Mark::Dot, None) if beside && self.digits(at) == 2 && self.digits(at + 2) == 2 => {
                (None, two, one, at + 3)
            }
            _ => return None,
        };
        let year = year.and_then(|year| i32::try_from(year).ok());
        let is_date = (1..=12).contains(&month) && (1..=31).contains(&day);
        let day = Some(day);
        is_date.then_some((Date { year, month, day }, next))
    }

    /// `25 ноября 2026 г.`, `25th of November`.
    fn day_and_month(&self, at: usize) -> Found<Date> {
        let day = self.number(at).filter(|day| (1..=31).contains(day))?;
        let mut next = at + 1;
        let is_between = |word: &str| matches!(word, "st" | "nd" | "rd" | "th" | "го" | "of");
        while self.word(next).is_some_and(is_between) {
            next += 1;
        }
        let month = self.word(next).and_then(month)?;
        let (year, next) = self.year(next + 1);
        let day = Some(day);
        Some((Date { year, month, day }, next))
    }

    /// `November 25, 2026`, `март 2027`, `МАРТ`.
    fn month_and_day(&self, at: usize, beside: bool) -> Found<Date> {
        let month = self.word(at).and_then(month)?;
        let day = self.number(at + 1).filter(|day| (1..=31).contains(day));
        let (year, next) = self.year(at + 1 + usize::from(day.is_some()));
        let is_clear = beside || day.is_some() || year.is_some() || self.is_month_alone(at);
        is_clear.then_some((Date { year, month, day }, next))
    }

    /// Whether a word that is also the name of a month is one: `March - offer`, not `may be`.
    fn is_month_alone(&self, at: usize) -> bool {
        let written = self
            .text
            .get(self.tokens[at].span.range())
            .unwrap_or_default();
        let word = self.word(at).unwrap_or_default();
        let is_verb = matches!(word, "may" | "march");
        is_full_month(word) && !(is_verb && (written == word || self.word(at + 1).is_some()))
    }

    fn year(&self, at: usize) -> (Option<i32>, usize) {
        let after = at + usize::from(self.mark(at) == Some(Mark::Comma));
        let year = self.number(after).filter(|_| self.digits(after) == 4);
        match year.and_then(|year| i32::try_from(year).ok()) {
            Some(year) => {
                let is_word = self
                    .word(after + 1)
                    .is_some_and(|word| matches!(word, "г" | "года"));
                (Some(year), after + 1 + usize::from(is_word))
            }
            None => (None, at),
        }
    }

    /// `3`, or `3–4`: both numbers and the index after them. The second is never the smaller one.
    fn numbers(&self, at: usize) -> Option<(u32, u32, usize)> {
        let is_count = |number: &u32| (1..=999).contains(number);
        let first = self.number(at).filter(is_count)?;
        let second = self.join(at + 1).filter(|at| self.is_last_number(*at));
        let last = second.and_then(|at| self.number(at)).filter(is_count);
        match second.zip(last) {
            Some((second, last)) if last >= first => Some((first, last, second + 1)),
            _ => Some((first, first, at + 1)),
        }
    }

    /// The index after what joins two ends: a dash, `по`, `to`.
    fn join(&self, at: usize) -> Option<usize> {
        let is_word = |word: &str| matches!(word, "по" | "to" | "through" | "и" | "and");
        let joins = self.mark(at) == Some(Mark::Dash) || self.word(at).is_some_and(is_word);
        joins.then_some(at + 1)
    }

    /// Whether no other number is written together with this one.
    fn is_last_number(&self, at: usize) -> bool {
        self.number(at).is_some() && !self.is_glued(at + 1, Mark::Dot)
    }

    fn word(&self, at: usize) -> Option<&str> {
        self.tokens.get(at)?.word()
    }

    fn number(&self, at: usize) -> Option<u32> {
        self.tokens.get(at)?.number()
    }

    fn glued_number(&self, at: usize) -> Option<u32> {
        self.tokens.get(at).filter(|token| !token.spaced)?.number()
    }

    fn mark(&self, at: usize) -> Option<Mark> {
        self.tokens.get(at)?.mark()
    }

    fn is_glued(&self, at: usize, mark: Mark) -> bool {
        self.mark(at) == Some(mark) && !self.tokens[at].spaced
    }

    fn digits(&self, at: usize) -> usize {
        let span = self.tokens.get(at).map(|token| token.span);
        span.map_or(0, |span| span.end - span.start)
    }

    fn wording(&self, at: usize, next: usize) -> String {
        let span = self.tokens[at].span.to(self.tokens[next - 1].span);
        self.text.get(span.range()).unwrap_or_default().to_owned()
    }
}

#[cfg(test)]
mod tests;
