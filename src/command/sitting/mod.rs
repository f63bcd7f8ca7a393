//! The sitting: asks, waits for a key, writes, asks on. Only this loop touches the world; what a
//! key means is decided in `study::session`.

use super::desk::{self, Desk};
use super::failure::{Exit, Failure};
use crate::clock::Stopwatch;
use crate::compile;
use crate::model::card::Kind;
use crate::model::grade::Grade;
use crate::model::log::{Event, Review};
use crate::model::standing::Standing;
use crate::model::time::Day;
use crate::screen::Screen;
use crate::screen::keys::{Keys, Press};
use crate::screen::page::{self, Page};
use crate::screen::text::{clean_line, clip, count, first_words};
use crate::store::StoredCard;
use crate::study::queue::{Queue, Ticket};
use crate::study::session::{Action, Session, Step};

/// What the screen shows besides the session.
struct Table {
    card: StoredCard,
    /// Where each grade would lead, in the order of the keys.
    previews: [Option<Standing>; 4],
    watch: Stopwatch,
    today: Day,
    /// Whether the card is taken ahead of its day, because a deadline is near.
    last_look: bool,
    note: Option<&'static str>,
}

/// Said under a card that is taken ahead of its day.
const LAST_LOOK: &str =
    "a last look before the deadline: it comes back on its own day all the same";

/// What a key asks for.
enum Wish {
    Reveal,
    Grade(Action),
    Undo,
    Help,
    Leave(Exit),
}

/// Holds a sitting over that queue until it is done, left, or `minutes` have passed.
///
/// # Errors
/// When the terminal or the database fails. Every answer given so far is stored.
pub(super) fn hold(
    desk: &mut Desk,
    screen: &mut Screen,
    queue: Queue,
    minutes: Option<u32>,
) -> Result<Exit, Failure> {
    let mut session = Session::new(queue);
    if session.face().is_none() {
        let nothing = ["Nothing to study now.".to_owned(), outlook(desk)?];
        let lines = page::sentences(&nothing, screen.width(), screen.theme());
        screen.out(&lines.join("\n"))?;
        return Ok(Exit::Fine);
    }
    let watch = desk.clock.stopwatch();
    let mut keys = Keys::take()?;
    let mut table: Option<Table> = None;
    let mut exit = Exit::Fine;
    while let Some(face) = session.face() {
        let Some(shown) = table
            .take()
            .map_or_else(|| set(desk, face.ticket), |table| Ok(Some(table)))?
        else {
            session = session.step(Action::Skip).next;
            continue;
        };
        show(screen, &session, &shown, face.revealed)?;
        match listen(&mut keys, &shown, face.revealed)? {
            Wish::Reveal => {
                session = session.step(Action::Reveal).next;
                table = Some(shown);
            }
            Wish::Grade(action) => {
                session = carry_out(desk, session.step(action))?;
                if minutes
                    .zip(watch.elapsed_ms())
                    .is_some_and(|(minutes, ms)| ms / 60_000 >= minutes)
                {
                    break;
                }
            }
            Wish::Undo => match undo(desk, &session)? {
                Some(before) => session = before,
                None => {
                    table = Some(Table {
                        note: Some("there is no answer to take back"),
                        ..shown
                    })
                }
            },
            Wish::Help => {
                help(screen)?;
                if keys.read()? == Press::CtrlC {
                    exit = Exit::Interrupted;
                    break;
                }
                table = Some(shown);
            }
            Wish::Leave(how) => {
                exit = how;
                break;
            }
        }
    }
    let summary = summary(desk, &session, &watch, screen.width())?;
    screen.page(&page::sentences(&summary, screen.width(), screen.theme()))?;
    Ok(exit)
}

/// Writes first; only then does the sitting move.
fn carry_out(desk: &mut Desk, step: Step) -> Result<Session, Failure> {
    if let Some((ticket, event)) = step.write {
        let card = desk.store.card(ticket.row)?;
        let card =
            card.ok_or_else(|| Failure::machine("the card has vanished from the database"))?;
        desk.record(card.id, event)?;
    }
    Ok(step.next)
}

/// Brings the card of the ticket to the table. `None`: it is gone.
fn set(desk: &Desk, ticket: Ticket) -> Result<Option<Table>, Failure> {
    let Some(card) = desk
        .store
        .card(ticket.row)?
        .filter(|card| !card.retired && !card.suspended)
    else {
        return Ok(None);
    };
    let history = desk.history(card.id)?;
    let previews = Grade::ALL.map(|grade| desk.preview(&history, grade.quality()));
    let today = desk.today();
    Ok(Some(Table {
        card,
        previews,
        watch: desk.clock.stopwatch(),
        today,
        last_look: ticket.last_look,
        note: ticket.last_look.then_some(LAST_LOOK),
    }))
}

/// Waits for a key that means something now.
fn listen(keys: &mut Keys, table: &Table, revealed: bool) -> Result<Wish, Failure> {
    let grade = |grade: Grade| {
        let again =
            table.previews[grade as usize].is_some_and(|standing| standing.again(table.today));
        let review = Review {
            quality: grade.quality(),
            took_ms: table.watch.elapsed_ms(),
            last_look: table.last_look,
        };
        Ok(Wish::Grade(Action::Grade { review, again }))
    };
    loop {
        return match keys.read()? {
            Press::CtrlC => Ok(Wish::Leave(Exit::Interrupted)),
            Press::CtrlD | Press::Char('q') => Ok(Wish::Leave(Exit::Fine)),
            Press::Char('?') => Ok(Wish::Help),
            Press::Char('u') => Ok(Wish::Undo),
            Press::Char(' ') | Press::Enter if !revealed => Ok(Wish::Reveal),
            Press::Char('1' | 'a') if revealed => grade(Grade::Again),
            Press::Char('2' | 'h') if revealed => grade(Grade::Hard),
            Press::Char('3' | 'g') if revealed => grade(Grade::Good),
            Press::Char('4' | 'e') if revealed => grade(Grade::Easy),
            Press::Char(_) | Press::Enter | Press::Escape | Press::Other => continue,
        };
    }
}

/// Takes back the last answer that stands, of this sitting or an earlier one.
fn undo(desk: &mut Desk, session: &Session) -> Result<Option<Session>, Failure> {
    let Some(last) = desk.store.last_answers(1)?.first().copied() else {
        return Ok(None);
    };
    let Some(card) = desk.store.card_by_id(last.card)? else {
        return Ok(None);
    };
    let due = desk.store.standing(card.row)?.map(|standing| standing.due);
    let ticket = Ticket {
        row: card.row,
        deck: 0,
        kin: card.kin,
        due,
        last_look: matches!(last.event, Event::Answered(review) if review.last_look),
    };
    let step = session.step(Action::TakeBack {
        of: last.stamp.id,
        ticket,
    });
    carry_out(desk, step).map(Some)
}

fn show(
    screen: &mut Screen,
    session: &Session,
    table: &Table,
    revealed: bool,
) -> Result<(), Failure> {
    let progress = session.progress();
    let again = if progress.again > 0 {
        format!(", {} again", progress.again)
    } else {
        String::new()
    };
    let ask = compile::tree(&table.card.ask);
    let answer = revealed.then(|| compile::tree(&table.card.answer));
    let page = Page {
        title: &table.card.title,
        kind: label(table.card.kind),
        progress: format!("{} done, {} left{again}", progress.answered, progress.left),
        ask: &ask,
        answer: answer.as_deref(),
        keys: if revealed {
            grade_keys(&table.previews, table.today)
        } else {
            front_keys()
        },
        note: table.note,
    };
    let lines = page.draw(screen.width(), screen.theme());
    Ok(screen.page(&lines)?)
}

const fn label(kind: Kind) -> &'static str {
    match kind {
        Kind::Question => "question",
        Kind::Cloze => "fill in the gap",
        Kind::Term => "what is it?",
        Kind::Output => "read the code",
        Kind::Step => "step by step",
        Kind::Row => "from a table",
    }
}

fn front_keys() -> Vec<(&'static str, String)> {
    [
        ("space", "answer"),
        ("u", "undo"),
        ("?", "keys"),
        ("q", "quit"),
    ]
    .map(|(key, does)| (key, does.to_owned()))
    .into()
}

fn grade_keys(previews: &[Option<Standing>; 4], today: Day) -> Vec<(&'static str, String)> {
    let keys = ["1", "2", "3", "4"]
        .into_iter()
        .zip(Grade::ALL)
        .zip(previews);
    keys.map(|((key, grade), standing)| {
        (
            key,
            format!("{} {}", grade.name(), lead(standing.as_ref(), today)),
        )
    })
    .collect()
}

/// Where a grade leads: `6 d`, or `today + 1 d` when the card must be recalled once more today.
fn lead(standing: Option<&Standing>, today: Day) -> String {
    let Some(standing) = standing else {
        return String::new();
    };
    let days = standing.due.since(standing.repeated);
    let again = if standing.again(today) {
        "today + "
    } else {
        ""
    };
    format!("{again}{days} d")
}

fn help(screen: &mut Screen) -> Result<(), Failure> {
    const KEYS: [(&str, &str); 8] = [
        ("space, enter", "show the answer"),
        (
            "1, a",
            "again: not recalled; asked once more today, then as shown",
        ),
        (
            "2, h",
            "hard: recalled with difficulty; once more today, then as shown",
        ),
        ("3, g", "good: recalled after some thought"),
        ("4, e", "easy: recalled at once"),
        (
            "u",
            "undo the last answer, as often as you like, also of earlier sittings",
        ),
        ("?", "this page; any key goes back to the card"),
        ("q, Ctrl-C", "leave: everything answered is already saved"),
    ];
    let lines = page::key_table(&KEYS, screen.width(), screen.theme());
    Ok(screen.page(&lines)?)
}

/// What was done, what was missed and where it stands, and when to come back.
fn summary(
    desk: &Desk,
    session: &Session,
    watch: &Stopwatch,
    columns: usize,
) -> Result<Vec<String>, Failure> {
    let marks = session.marks();
    let mut cards: Vec<i64> = marks.iter().map(|mark| mark.ticket.row).collect();
    cards.sort_unstable();
    cards.dedup();
    let time = watch
        .elapsed_ms()
        .map_or_else(String::new, |ms| format!(" in {} min", ms.div_ceil(60_000)));
    let mut lines = vec![match (marks.len(), cards.len()) {
        (0, _) => "Nothing answered.".into(),
        (answers, cards) => format!(
            "{} on {}{time}.",
            count(answers, "answer"),
            count(cards, "card")
        ),
    }];
    let missed = |row: &i64| {
        marks
            .iter()
            .any(|mark| mark.ticket.row == *row && !mark.quality.passes())
    };
    let mut missed: Vec<i64> = cards.iter().copied().filter(missed).collect();
    missed.sort_by_key(|row| marks.iter().position(|mark| mark.ticket.row == *row));
    if !missed.is_empty() {
        lines.push("Missed:".into());
    }
    for row in missed {
        let Some(card) = desk.store.card(row)? else {
            continue;
        };
        let place = desk::place(&card.origin, card.line, card.column);
        let line = format!("  {}  {}", clean_line(&place), first_words(&card.ask));
        lines.push(clip(&line, columns));
    }
    let left = session.progress();
    if session.face().is_some() {
        lines.push(format!(
            "{} left for today: `drill today` goes on where you stopped.",
            count(left.left + left.again, "card")
        ));
    }
    lines.push(outlook(desk)?);
    Ok(lines)
}

/// When to come back.
fn outlook(desk: &Desk) -> Result<String, Failure> {
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
