//! `drill roadmap list`: every roadmap, those that are followed first.

use clap::Args;
use serde::Serialize;

use super::chart::{Chart, Library};
use crate::command::Common;
use crate::command::card_json::line;
use crate::command::desk::Desk;
use crate::command::failure::{Exit, Failure};
use crate::screen::Screen;
use crate::screen::chart::columns;
use crate::screen::text::clean_line;

#[derive(Args)]
#[command(after_long_help = "Example:\n  drill roadmap list")]
pub(crate) struct Arguments {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Json {
    roadmaps: Vec<RoadmapJson>,
}

#[derive(Serialize)]
struct RoadmapJson {
    roadmap: String,
    title: String,
    file: String,
    followed: Option<usize>,
    items: usize,
    done: usize,
    deadline: Option<String>,
}

pub(super) fn run(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let desk = Desk::open_stocked(common, screen)?;
    print(&desk, arguments.json, screen)?;
    Ok(Exit::Fine)
}

/// Prints the list.
///
/// # Errors
/// When the database cannot be read, or nobody takes the result.
pub(super) fn print(desk: &Desk, json: bool, screen: &mut Screen) -> Result<(), Failure> {
    let library = Library::open(desk)?;
    let charts = library.charts(desk)?;
    let roadmaps: Vec<RoadmapJson> = charts.iter().map(|chart| entry(chart, &library)).collect();
    if json {
        screen.out(&line(&Json { roadmaps }))?;
    } else if roadmaps.is_empty() {
        screen.out("no roadmaps yet: `drill roadmap import FILE` brings one in")?;
    } else {
        let head = ["followed", "roadmap", "items", "done", "deadline", "title"];
        let head = head.map(str::to_owned).to_vec();
        let rows: Vec<Vec<String>> = std::iter::once(head)
            .chain(roadmaps.into_iter().map(row))
            .collect();
        screen.out(&columns(&rows).join("\n"))?;
    }
    Ok(())
}

fn entry(chart: &Chart, library: &Library) -> RoadmapJson {
    let roadmap = &chart.roadmap;
    let done = |item: &&_| library.is_done(item);
    RoadmapJson {
        roadmap: roadmap.name.clone(),
        title: roadmap.title.clone(),
        file: chart.file(),
        followed: library.rank(&roadmap.name),
        items: roadmap.items.len(),
        done: roadmap.items.iter().filter(done).count(),
        deadline: library.deadline(&roadmap.name),
    }
}

fn row(roadmap: RoadmapJson) -> Vec<String> {
    vec![
        roadmap
            .followed
            .map_or_else(|| "-".to_owned(), |rank| rank.to_string()),
        clean_line(&roadmap.roadmap),
        roadmap.items.to_string(),
        roadmap.done.to_string(),
        roadmap.deadline.unwrap_or_else(|| "-".to_owned()),
        clean_line(&roadmap.title),
    ]
}
