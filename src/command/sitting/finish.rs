//! The end of a sitting: what was done, what was missed and where it stands, which cards resist,
//! and when to come back.

use super::Sitting;
use crate::command::desk::{self, Desk};
use crate::command::failure::Failure;
use crate::model::standing::Ease;
use crate::screen::text::{clean_line, clip, count, first_words};
use crate::store::StoredCard;
use crate::study::queue::Ticket;
use crate::study::session::{Mark, Progress};

/// A card that was forgotten so often, or whose ease is at the bottom, resists.
const LEECH_LAPSES: u32 = 8;
const LEECH_EASE: Ease = Ease(130);

/// An answer that takes longer was interrupted, and counts for this much.
const LONGEST_MS: u32 = 120_000;

impl Sitting<'_> {
    /// The summary, in sentences; what names a card fits one line.
    pub(super) fn summary(&self) -> Result<Vec<String>, Failure> {
        let marks = self.session.marks();
        let mut cards: Vec<i64> = marks.iter().map(|mark| mark.ticket.row).collect();
        cards.sort_unstable();
        cards.dedup();
        let mut lines = vec![self.done(marks.len(), cards.len())];
        let missed = self.missed();
        if !missed.is_empty() {
            lines.push("Missed:".into());
        }
        for ticket in missed {
            let card = self.desk.store.card(ticket.row)?;
            lines.extend(card.map(|card| self.named(&card)));
        }
        lines.extend(self.leeches(&cards)?);
        if self.session.is_practice() {
            return Ok(lines);
        }
        let left = self.session.progress();
        if self.session.face().is_some() {
            lines.push(format!(
                "{} left for today: `drill today` goes on where you stopped.",
                count(left.left + left.again, "card")
            ));
        }
        lines.push(outlook(self.desk)?);
        Ok(lines)
    }

    /// The cards that were not recalled, in the order in which they were asked first.
    pub(super) fn missed(&self) -> Vec<Ticket> {
        let mut missed: Vec<Ticket> = Vec::new();
        let marks = self.session.marks();
        for Mark { ticket, .. } in marks {
            let same = |mark: &&Mark| mark.ticket.row == ticket.row;
            let listed = missed.iter().any(|listed| listed.row == ticket.row);
            if !listed && marks.iter().filter(same).any(|mark| !mark.quality.passes()) {
                missed.push(*ticket);
            }
        }
        missed
    }

    fn done(&self, answers: usize, cards: usize) -> String {
        if answers == 0 {
            return "Nothing answered.".into();
        }
        let time = self.watch.elapsed_ms();
        let time = time.map_or_else(String::new, |ms| format!(" in {} min", ms.div_ceil(60_000)));
        let what = format!(
            "{} on {}{time}.",
            count(answers, "answer"),
            count(cards, "card")
        );
        if self.session.is_practice() {
            format!("{what} It was practice: no card has moved.")
        } else {
            what
        }
    }

    /// Those of the cards that resist, with advice.
    fn leeches(&self, cards: &[i64]) -> Result<Vec<String>, Failure> {
        let mut lines = Vec::new();
        for row in cards {
            let standing = self.desk.store.standing(*row)?;
            let resists = standing.is_some_and(|standing| {
                standing.lapses >= LEECH_LAPSES || standing.ease <= LEECH_EASE
            });
            let card = self.desk.store.card(*row)?.filter(|_| resists);
            lines.extend(card.map(|card| self.named(&card)));
        }
        if !lines.is_empty() {
            let advice = "These keep being forgotten; reword or split them (E on the card), or suspend them (s):";
            lines.insert(0, advice.into());
        }
        Ok(lines)
    }

    fn named(&self, card: &StoredCard) -> String {
        let place = desk::place(&card.origin, card.line, card.column);
        let line = format!("  {}  {}", clean_line(&place), first_words(&card.ask));
        clip(&line, self.screen.width())
    }
}

/// How long this person takes for an answer, in milliseconds: the median of the latest ones.
/// `None` without any that was timed.
pub(super) fn pace(desk: &Desk) -> Result<Option<u32>, Failure> {
    let mut times = desk.store.latest_times()?;
    times.sort_unstable();
    let median = times.get(times.len() / 2).copied();
    Ok(median.map(|ms| ms.min(LONGEST_MS)))
}

/// How many minutes the rest of the sitting will take at that pace.
pub(super) fn minutes_left(pace_ms: Option<u32>, progress: Progress) -> Option<u64> {
    let answers = (progress.left + progress.again) as u64;
    pace_ms.map(|ms| (u64::from(ms) * answers).div_ceil(60_000))
}

/// When to come back.
pub(super) fn outlook(desk: &Desk) -> Result<String, Failure> {
    let today = desk.today();
    Ok(match desk.store.next_due(today)? {
        None => "`drill import PATH` brings in more decks.".into(),
        Some((day, due)) => {
            let when = match day.since(today) {
                1 => "tomorrow".to_owned(),
                days => format!("in {days} days"),
            };
            format!("Next: {when} ({day}), {} due.", count(due as usize, "card"))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_takes_as_long_as_answers_took() {
        let progress = |left, again| Progress {
            answered: 9,
            left,
            again,
        };
        assert_eq!(minutes_left(Some(20_000), progress(5, 1)), Some(2));
        assert_eq!(minutes_left(Some(20_000), progress(6, 1)), Some(3));
        assert_eq!(minutes_left(None, progress(6, 1)), None);
    }
}
