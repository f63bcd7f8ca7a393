//! `drill roadmap deadline`: what it takes to be ready by a date, and whether it can be done.

use clap::Args;
use serde::Serialize;

use super::chart::{Chart, Library, decided};
use super::show::CardsJson;
use super::verdict::{mean_minutes, minutes, told, weeks};
use super::way::Way;
use crate::command::Common;
use crate::command::card_json::line;
use crate::command::desk::Desk;
use crate::command::failure::{Exit, Failure};
use crate::model::log::{Decision, Goal};
use crate::model::time::Day;
use crate::roadmap::forecast::Forecast;
use crate::roadmap::pace::{self, Advice, FURTHEST, Wish};
use crate::screen::Screen;
use crate::screen::page::sentences;
use crate::screen::text::clean_line;
use crate::store::Mastery;

#[derive(Args)]
#[command(
    after_long_help = "Examples:\n  drill roadmap deadline 2027-03-01\n  drill roadmap deadline 2027-03-01 --minutes 20 --set\n  drill roadmap deadline --clear"
)]
pub(crate) struct Arguments {
    /// The day by which everything has to be known; else the one that is set
    #[arg(value_name = "DATE", value_parser = date, conflicts_with = "clear")]
    date: Option<Day>,
    /// A roadmap; else the first that is followed
    #[arg(long)]
    name: Option<String>,
    /// The minutes that a day may take, the mean of all days until then
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    minutes: Option<u32>,
    /// Keep this deadline, and its pace instead of `new_per_day`
    #[arg(long, conflicts_with = "clear")]
    set: bool,
    /// Forget the deadline that is set
    #[arg(long)]
    clear: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Json {
    roadmap: String,
    day: String,
    deadline: String,
    days: i64,
    set: bool,
    cards: CardsJson,
    new_per_day: u32,
    minutes_per_day: f64,
    peak: Option<PeakJson>,
    ready: Option<String>,
    feasible: bool,
    instead: Option<InsteadJson>,
    forecast: Vec<ForecastJson>,
}

#[derive(Serialize)]
struct PeakJson {
    day: String,
    cards: u32,
    minutes: f64,
}

#[derive(Serialize)]
struct InsteadJson {
    deadline: Option<String>,
    minutes: Option<u32>,
    items: Option<u32>,
}

#[derive(Serialize)]
struct ForecastJson {
    day: String,
    new: u32,
    reviews: u32,
    minutes: f64,
    known: u32,
}

#[derive(Serialize)]
struct ClearedJson {
    roadmap: String,
    day: String,
    deadline: Option<String>,
    set: bool,
}

pub(super) fn run(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let mut desk = Desk::open_stocked(common, screen)?;
    let library = Library::open(&desk)?;
    let chart = library.chart(&desk, arguments.name.as_deref())?;
    let kept = library.decided.goals.get(&chart.roadmap.name).copied();
    if arguments.clear {
        return clear(&mut desk, &chart, kept, arguments.json, screen);
    }
    let deadline = ahead(&desk, arguments.date.or(kept.map(|goal| goal.day)), &chart)?;
    let same = kept.filter(|goal| goal.day == deadline);
    let minutes = arguments.minutes.or(same.and_then(|goal| goal.minutes));
    let advice = advise(&desk, &library, &chart, deadline, minutes)?;
    let goal = Goal {
        day: deadline,
        new_per_day: advice.pace,
        minutes,
    };
    if arguments.set && kept != Some(goal) {
        let name = chart.roadmap.name.clone();
        desk.decide(&[Decision::Deadline(name, Some(goal))])?;
    }
    let kept = if arguments.set { Some(goal) } else { same };
    let cards = cards(&desk, &library, &chart)?;
    if arguments.json {
        screen.out(&line(&json(
            &desk,
            &chart,
            &advice,
            deadline,
            kept.is_some(),
            cards,
        )))?;
    } else {
        let told = told(&desk, &chart, &advice, goal, kept, &cards);
        let mut lines = sentences(&told, screen.width(), screen.theme());
        lines.push(String::new());
        lines.extend(weeks(&advice.days));
        screen.out(&lines.join("\n"))?;
    }
    Ok(Exit::Fine)
}

/// New cards a day for all deadlines ahead; `None` if they ask for none.
///
/// # Errors
/// When the database cannot be read.
pub(crate) fn pace(desk: &Desk) -> Result<Option<u32>, Failure> {
    let goals = decided(desk)?.goals;
    let ahead = goals.values().filter(|goal| goal.day > desk.today());
    let pace = ahead.fold(0_u32, |pace, goal| pace.saturating_add(goal.new_per_day));
    Ok((pace > 0).then_some(pace))
}

fn clear(
    desk: &mut Desk,
    chart: &Chart,
    kept: Option<Goal>,
    json: bool,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let roadmap = chart.roadmap.name.clone();
    if kept.is_some() {
        desk.decide(&[Decision::Deadline(roadmap.clone(), None)])?;
    }
    let text = format!("{}: no deadline", clean_line(&roadmap));
    let cleared = ClearedJson {
        roadmap,
        day: desk.today().to_string(),
        deadline: None,
        set: false,
    };
    screen.out(&if json { line(&cleared) } else { text })?;
    Ok(Exit::Fine)
}

/// The deadline, if it can be planned for.
fn ahead(desk: &Desk, deadline: Option<Day>, chart: &Chart) -> Result<Day, Failure> {
    let today = desk.today();
    let Some(deadline) = deadline else {
        let what = format!("`{}` has no deadline", chart.roadmap.name);
        return Err(Failure::usage(what)
            .help("name a date: `drill roadmap deadline 2027-03-01`; `--set` keeps it"));
    };
    if deadline <= today {
        return Err(Failure::usage(format!(
            "the deadline {deadline} is not ahead: today is {today}"
        ))
        .help("name a later date, or forget the one that is set with `--clear`"));
    }
    let furthest = today.plus(FURTHEST);
    if deadline > furthest {
        return Err(
            Failure::usage(format!("the deadline {deadline} is too far away"))
                .help(format!("name a date up to {furthest}")),
        );
    }
    Ok(deadline)
}

fn advise(
    desk: &Desk,
    library: &Library,
    chart: &Chart,
    deadline: Day,
    minutes: Option<u32>,
) -> Result<Advice, Failure> {
    let schedule = desk.schedule();
    let (course, items) = Way::of(library, chart).course(desk, &schedule)?;
    if course.pupils.is_empty() {
        let what = format!("no item of `{}` has a deck yet", chart.roadmap.name);
        return Err(Failure::usage(what).help(
            "import decks for its topics, or choose some by hand: `drill roadmap link ITEM DECK`",
        ));
    }
    let wish = Wish {
        deadline,
        minutes,
        present: desk.caps(None)?.new,
        items: &items,
    };
    Ok(pace::advise(&course, &wish))
}

/// All cards on the way.
fn cards(desk: &Desk, library: &Library, chart: &Chart) -> Result<Mastery, Failure> {
    let mastery = desk.store.mastery()?;
    let mut all = Mastery::default();
    for deck in Way::of(library, chart).decks() {
        let Some(cards) = mastery.get(&deck) else {
            continue;
        };
        all.new += cards.new;
        all.learning += cards.learning;
        all.known += cards.known;
        all.mature += cards.mature;
    }
    Ok(all)
}

fn json(
    desk: &Desk,
    chart: &Chart,
    advice: &Advice,
    deadline: Day,
    set: bool,
    cards: Mastery,
) -> Json {
    Json {
        roadmap: chart.roadmap.name.clone(),
        day: desk.today().to_string(),
        deadline: deadline.to_string(),
        days: deadline.since(desk.today()),
        set,
        cards: cards.into(),
        new_per_day: advice.pace,
        minutes_per_day: mean_minutes(&advice.days),
        peak: advice.peak().map(|peak| PeakJson {
            day: peak.day.to_string(),
            cards: peak.cards(),
            minutes: minutes(peak.took_ms, 1),
        }),
        ready: advice.ready().map(|day| day.to_string()),
        feasible: advice.instead.is_none(),
        instead: advice.instead.map(|instead| InsteadJson {
            deadline: instead.deadline.map(|day| day.to_string()),
            minutes: instead.minutes,
            items: instead.items,
        }),
        forecast: advice.days.iter().map(ForecastJson::from).collect(),
    }
}

impl From<&Forecast> for ForecastJson {
    fn from(day: &Forecast) -> Self {
        Self {
            day: day.day.to_string(),
            new: day.new,
            reviews: day.reviews,
            minutes: minutes(day.took_ms, 1),
            known: day.known,
        }
    }
}

fn date(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| "a date is written like 2027-03-01".into())
}
