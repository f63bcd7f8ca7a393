//! `drill today`: the morning.

use std::collections::{HashMap, HashSet};

use clap::Args;
use serde::Serialize;

use super::card_json::{CardJson, line};
use super::desk::Desk;
use super::failure::{Exit, Failure};
use super::intake::{self, Plan};
use super::roadmap::last_looks;
use super::roadmap::order::Order;
use super::sitting::{self, Terms};
use super::{Common, Scope};
use crate::model::diagnostic::Level;
use crate::screen::Screen;
use crate::screen::text::{clean_line, count};
use crate::shelf;
use crate::store::Supply;
use crate::study::queue::{Queue, Ticket};

#[derive(Args)]
#[command(
    after_long_help = "Examples:\n  drill today\n  drill today --minutes 15 --deck 'go-*'\n  drill today --json | jq .due"
)]
pub(super) struct Arguments {
    /// Print the queue as JSON and start no sitting
    #[arg(long)]
    json: bool,
    /// Nothing moves the cursor: for screen readers, dumb terminals and logs
    #[arg(long)]
    plain: bool,
    /// New cards today, over all sittings, instead of the setting `new_per_day`
    #[arg(long, value_name = "N")]
    new: Option<u32>,
    /// At most so many cards in this sitting
    #[arg(long, value_name = "N")]
    limit: Option<u32>,
    /// Stop after the card in hand when so many minutes have passed
    #[arg(long, value_name = "N")]
    minutes: Option<u32>,
    #[command(flatten)]
    scope: Scope,
}

#[derive(Serialize)]
struct Json {
    day: String,
    due: usize,
    new: usize,
    cards: Vec<QueuedJson>,
}

/// A card in the queue. A new one says which followed roadmap brought it, and which stage of it.
#[derive(Serialize)]
struct QueuedJson {
    #[serde(flatten)]
    card: CardJson,
    #[serde(flatten)]
    station: Option<StationJson>,
}

#[derive(Serialize)]
struct StationJson {
    roadmap: Option<String>,
    stage: Option<usize>,
}

pub(super) fn run(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    if !arguments.json && !screen.interactive() {
        return Err(Failure::usage("a sitting needs a terminal to ask and answer in")
            .help("`drill today --json` prints the queue; `drill answer CARD GRADE` grades a card from a script"));
    }
    let mut desk = Desk::open_stocked(common, screen)?;
    keep_up(&mut desk, screen)?;
    desk.mind_the_clock(screen)?;
    let mut queue = queue(&desk, &arguments.scope, arguments.new)?;
    queue.truncate(arguments.limit.unwrap_or(u32::MAX));
    if arguments.json {
        screen.out(&line(&json(&desk, &queue)?))?;
        return Ok(Exit::Fine);
    }
    screen.set_plain(arguments.plain);
    let terms = Terms {
        minutes: arguments.minutes,
        practice: false,
        more: &|desk| more(desk, &arguments.scope),
        common,
    };
    sitting::hold(&mut desk, screen, queue, &terms)
}

/// What is left for today, and some new cards over what the day was meant to have.
fn more(desk: &Desk, scope: &Scope) -> Result<Queue, Failure> {
    const SOME: u32 = 10;
    let introduced = desk.store.done(desk.today())?.introduced;
    queue(desk, scope, Some(introduced + SOME))
}

/// What is asked today, in order; `new` is the cap on new cards, if the command line says one.
///
/// # Errors
/// When the scope cannot be understood or the database cannot be read.
pub(super) fn queue(desk: &Desk, scope: &Scope, new: Option<u32>) -> Result<Queue, Failure> {
    let today = desk.today();
    let scope: Option<HashSet<i64>> = scope.choose(&desk.store)?;
    let within = |ticket: &Ticket| {
        scope
            .as_ref()
            .is_none_or(|decks| decks.contains(&ticket.deck))
    };
    let Supply {
        mut again,
        mut due,
        done,
    } = desk.store.supply(today)?;
    again.retain(within);
    due.retain(within);
    let (reviews, mut new) = Queue::arrange(due, &done, desk.caps(new)?, desk.clock.seed_of(today));
    desk.store.each_fresh(today, |ticket| {
        if within(&ticket) {
            new.offer(ticket)
        } else {
            std::ops::ControlFlow::Continue(())
        }
    })?;
    let mut queue = Queue {
        reviews,
        fresh: new.chosen(),
        again,
    };
    last_looks::add(desk, &mut queue, &done)?;
    queue.reviews.retain(within);
    Ok(queue)
}

fn json(desk: &Desk, queue: &Queue) -> Result<Json, Failure> {
    let today = desk.today();
    let order = Order::of(desk)?;
    // Reading every deck is worth it only where there is something to find out.
    let stations = if queue.fresh.is_empty() || order.is_empty() {
        HashMap::new()
    } else {
        order.stations(&desk.store.decks()?)
    };
    let station = |ticket: &Ticket| {
        let station = stations.get(&ticket.deck);
        ticket.due.is_none().then(|| StationJson {
            roadmap: station.map(|station| station.roadmap.clone()),
            stage: station.and_then(|station| station.stage),
        })
    };
    let mut cards = Vec::new();
    for ticket in queue.reviews.iter().chain(&queue.fresh).chain(&queue.again) {
        if let Some(card) = desk.store.card(ticket.row)? {
            let json = CardJson::new(card, desk.store.standing(ticket.row)?, today);
            cards.push(QueuedJson {
                card: json.asked(ticket),
                station: station(ticket),
            });
        }
    }
    Ok(Json {
        day: today.to_string(),
        due: queue.reviews.len(),
        new: queue.fresh.len(),
        cards,
    })
}

/// Takes in what has changed on the disk since the last import, and decks of a new version of the
/// program. What would cost a deck most of its cards is left for `drill import`, which asks.
fn keep_up(desk: &mut Desk, screen: &mut Screen) -> Result<(), Failure> {
    let build = desk.store.noted(intake::SHIPPED_BUILD)?;
    if build.is_some_and(|build| build != shelf::build_mark()) {
        intake::take_in_shipped(desk)?;
    }
    let mut roots = desk.store.roots()?;
    for folder in &desk.settings.decks {
        match shelf::locate(folder) {
            Ok(path) => roots.push(path),
            Err(error) => screen.news(&format!(
                "warning: the folder `{}` of the setting `decks` is left out: {error}",
                clean_line(&folder.to_string_lossy())
            )),
        }
    }
    let quiet: intake::Begin<'_> = &|_| Box::new(|| {});
    let mut plan = Plan::of_paths(desk, &roots, &[], quiet)?;
    if !plan.losses.is_empty() {
        for loss in &plan.losses {
            screen.news(&format!(
                "warning: `{}` would lose {} of its {} cards and is left as it was\n\
                 help: `drill import` the file or its folder to see what changed and to agree",
                clean_line(&loss.path),
                loss.lost,
                loss.before
            ));
        }
        plan = Plan::of_paths(desk, &roots, &plan.losses, quiet)?;
    }
    for (path, cause) in &plan.unreadable {
        screen.news(&format!(
            "warning: `{}` cannot be read and is left as it was: {cause}",
            clean_line(&shelf::shorten(path))
        ));
    }
    let errors = plan.count(Level::Error);
    if errors > 0 {
        let errors = count(errors, "error");
        screen.news(&format!("warning: your decks have {errors}, which keep no other card out\nhelp: `drill check` shows them"));
    }
    if plan.store(desk)? {
        Ok(())
    } else {
        keep_up(desk, screen)
    }
}
