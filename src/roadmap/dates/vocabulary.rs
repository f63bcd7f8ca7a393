//! Names of months and of units of time.

/// A unit that plans are counted in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Unit {
    Day,
    Week,
    Month,
}

/// The unit that a word names, in any form.
pub(super) fn unit(word: &str) -> Option<Unit> {
    let begins = |stems: &[&str]| stems.iter().any(|stem| word.starts_with(stem));
    match word {
        "day" | "days" | "день" | "дня" | "дни" | "дней" | "дню" => {
            Some(Unit::Day)
        }
        "week" | "weeks" | "нед" => Some(Unit::Week),
        "month" | "months" | "мес" => Some(Unit::Month),
        _ if begins(&["недел"]) => Some(Unit::Week),
        _ if begins(&["месяц", "месяч"]) => Some(Unit::Month),
        _ if begins(&["дневн"]) => Some(Unit::Day),
        _ => None,
    }
}

/// The number of the month that a word names: in full in any case, or cut short.
pub(super) fn month(word: &str) -> Option<u32> {
    let is_named = |(english, stem): &(&str, &str)| {
        let is_english = word == *english
            || word == &english[..3]
            || (word == "sept" && *english == "september");
        let ending = word.strip_prefix(stem);
        is_english || ending.is_some_and(|ending| ENDINGS.contains(&ending))
    };
    let found = MONTHS.iter().position(is_named)?;
    u32::try_from(found + 1).ok()
}

/// Whether a word that names a month is not cut short.
pub(super) fn is_full_month(word: &str) -> bool {
    !word.is_ascii() || MONTHS.iter().any(|(english, _)| word == *english)
}

const MONTHS: [(&str, &str); 12] = [
    ("january", "январ"),
    ("february", "феврал"),
    ("march", "март"),
    ("april", "апрел"),
    ("may", "ма"),
    ("june", "июн"),
    ("july", "июл"),
    ("august", "август"),
    ("september", "сентябр"),
    ("october", "октябр"),
    ("november", "ноябр"),
    ("december", "декабр"),
];

/// What follows the stem of a Russian month. `ма` is no word, and `маю`, `мая` are May.
const ENDINGS: &[&str] = &["", "ь", "я", "е", "ю", "й", "а", "у", "ем", "ом"];
