//! Drawings in SVG: shapes only. What is written stands around them in HTML, so that it keeps its
//! size however wide the page is.
//!
//! A drawing is a plane of 100 by 100 that is stretched to its frame. No attribute styles anything:
//! the policy of the page would forbid it.

use maud::{Markup, Render, html};

/// A picture of numbers.
pub(crate) enum Drawing {
    Calendar(Calendar),
    Bars(Bars),
    Curve(Curve),
    Layers(Layers),
    Lines(Lines),
}

/// A year of days, week by week.
pub(crate) struct Calendar(pub(crate) Vec<Week>);

/// From Monday to Sunday; days outside the year are none.
pub(crate) struct Week {
    /// What begins in it.
    pub(crate) label: Option<String>,
    pub(crate) days: [Option<Level>; 7],
}

/// A day: what it was, and how much, from 0 to 4.
pub(crate) struct Level {
    pub(crate) words: String,
    pub(crate) level: usize,
}

/// A bar for each value.
pub(crate) struct Bars {
    pub(crate) bars: Vec<(String, f64)>,
    /// What stands below, spread over the width.
    pub(crate) axis: Vec<String>,
}

/// Shares with their uncertainty, evenly spaced, each with its name below.
pub(crate) struct Curve(pub(crate) Vec<Point>);

/// The least that a share from 0 to 1 likely is, itself, and the most; or a gap.
pub(crate) struct Point {
    pub(crate) name: String,
    pub(crate) share: Option<[f64; 3]>,
}

/// Numbers on top of one another over time.
pub(crate) struct Layers {
    pub(crate) series: Vec<Series>,
    pub(crate) axis: Vec<String>,
}

/// Numbers over the same time.
pub(crate) struct Lines {
    pub(crate) series: Vec<Series>,
    pub(crate) axis: Vec<String>,
}

/// A row of numbers; where one is missing, the line ends.
pub(crate) struct Series {
    pub(crate) name: String,
    pub(crate) values: Vec<Option<f64>>,
}

impl Drawing {
    /// The drawing; `words` stand for it where it cannot be seen.
    pub(super) fn draw(&self, words: &str) -> Markup {
        match self {
            Self::Calendar(calendar) => calendar.draw(words),
            Self::Bars(bars) => bars.draw(words),
            Self::Curve(curve) => curve.draw(words),
            Self::Layers(layers) => layers.draw(words),
            Self::Lines(lines) => lines.draw(words),
        }
    }
}

impl Calendar {
    /// Not stretched: a day is a day, and what is too wide scrolls.
    fn draw(&self, words: &str) -> Markup {
        const STEP: usize = 19;
        const SIDE: usize = 16;
        const LEFT: usize = 34;
        const TOP: usize = 20;
        let wide = LEFT + self.0.len() * STEP;
        let tall = TOP + 7 * STEP;
        html! {
            div.scroll.late tabindex="0" role="region" aria-label=(words) {
                svg.calendar role="img" aria-label=(words) width=(wide) height=(tall)
                    viewBox={ "0 0 " (wide) " " (tall) } {
                    @for (row, name) in [(0, "Mon"), (2, "Wed"), (4, "Fri"), (6, "Sun")] {
                        text x="0" y=(TOP + row * STEP + 12) { (name) }
                    }
                    @for (at, week) in self.0.iter().enumerate() {
                        @if let Some(label) = &week.label {
                            text x=(LEFT + at * STEP) y="12" { (label) }
                        }
                        @for (row, day) in week.days.iter().enumerate() {
                            @if let Some(Level { words, level }) = day {
                                rect class={ "l" (level) } x=(LEFT + at * STEP) y=(TOP + row * STEP)
                                    width=(SIDE) height=(SIDE) rx="2" { title { (words) } }
                            }
                        }
                    }
                }
            }
            p.legend { "less "
                @for level in 0..5 {
                    svg.key width="11" height="11" aria-hidden="true" {
                        rect class={ "l" (level) } width="11" height="11" rx="2" {}
                    }
                }
                " more"
            }
        }
    }
}

impl Bars {
    fn draw(&self, words: &str) -> Markup {
        let top = ceiling(self.bars.iter().map(|(_, value)| *value));
        let step = 100.0 / self.bars.len().max(1) as f64;
        let shapes = html! {
            @for (at, (name, value)) in self.bars.iter().enumerate() {
                // The whole height answers to a pointer, however small the bar is.
                g {
                    title { (name) }
                    rect.ground x=(Number(at as f64 * step)) y="0" width=(Number(step)) height="100" {}
                    rect.bar x=(Number((at as f64 + 0.12) * step)) y=(Number(100.0 - value / top * 100.0))
                        width=(Number(step * 0.76)) height=(Number(value / top * 100.0)) {}
                }
            }
        };
        frame(words, &scale(top), "ends", &self.axis, &shapes)
    }
}

impl Curve {
    fn draw(&self, words: &str) -> Markup {
        let lows = self.0.iter().filter_map(|point| point.share);
        let low = lows.map(|[low, ..]| low).fold(1.0, f64::min);
        // Whole tenths, and not from nothing: what matters lies near the top.
        let floor = ((low * 10.0).floor() / 10.0).clamp(0.0, 0.9);
        let y = |share: f64| (1.0 - share) / (1.0 - floor) * 100.0;
        let step = 100.0 / self.0.len().max(1) as f64;
        let x = |at: usize| (at as f64 + 0.5) * step;
        let points = self.0.iter().enumerate();
        let points: Vec<_> = points
            .filter_map(|(at, point)| Some((&point.name, x(at), point.share?.map(y))))
            .collect();
        let upper = points.iter().map(|(_, x, [.., high])| (*x, *high));
        let lower = points.iter().rev().map(|(_, x, [low, ..])| (*x, *low));
        let shares = points.iter().map(|(_, x, [_, share, _])| (*x, *share));
        let shapes = html! {
            path.band d={ (path(upper.chain(lower))) "Z" } {}
            path.line d=(path(shares)) {}
            @for (name, x, [low, share, high]) in &points {
                g {
                    title { (name) }
                    path.whisker d={ "M" (Number(*x)) " " (Number(*low)) "V" (Number(*high)) } {}
                    path.dot d={ "M" (Number(*x)) " " (Number(*share)) "h0" } {}
                }
            }
        };
        let percent = |share: f64| format!("{:.0} %", share * 100.0);
        let scale = [percent(1.0), percent((1.0 + floor) / 2.0), percent(floor)];
        let names: Vec<String> = self.0.iter().map(|point| point.name.clone()).collect();
        frame(words, &scale, "bands", &names, &shapes)
    }
}

impl Layers {
    fn draw(&self, words: &str) -> Markup {
        let count = self
            .series
            .iter()
            .map(|series| series.values.len())
            .max()
            .unwrap_or(0);
        let value =
            |series: &Series, at: usize| series.values.get(at).copied().flatten().unwrap_or(0.0);
        // The height of everything up to a layer, that one included.
        let upto = |layer: usize, at: usize| -> f64 {
            self.series
                .iter()
                .take(layer + 1)
                .map(|series| value(series, at))
                .sum()
        };
        let last = self.series.len().saturating_sub(1);
        let top = ceiling((0..count).map(|at| upto(last, at)));
        let x = |at: usize| across(at, count);
        let y = |height: f64| 100.0 - height / top * 100.0;
        let area = |layer: usize| {
            let upper = (0..count).map(|at| (x(at), y(upto(layer, at))));
            let below = |at: usize| layer.checked_sub(1).map_or(0.0, |layer| upto(layer, at));
            let lower = (0..count).rev().map(|at| (x(at), y(below(at))));
            format!("{}Z", path(upper.chain(lower)))
        };
        let shapes = html! {
            @for layer in 0..self.series.len() {
                path class={ "area s" (layer) } d=(area(layer)) { title { (self.series[layer].name) } }
            }
        };
        html! {
            (frame(words, &scale(top), "ends", &self.axis, &shapes))
            (legend(&self.series))
        }
    }
}

impl Lines {
    fn draw(&self, words: &str) -> Markup {
        let count = self
            .series
            .iter()
            .map(|series| series.values.len())
            .max()
            .unwrap_or(0);
        let all = self
            .series
            .iter()
            .flat_map(|series| series.values.iter().flatten());
        let top = ceiling(all.copied());
        let points = |series: &Series| -> Vec<(f64, f64)> {
            let values = series.values.iter().enumerate();
            let point = |(at, value): (usize, &Option<f64>)| {
                value.map(|value| (across(at, count), 100.0 - value / top * 100.0))
            };
            values.filter_map(point).collect()
        };
        let line = |series: &Series| path(points(series).into_iter());
        // Where a line ends before the others, that is now.
        let end = |series: &Series| {
            let last = points(series).pop();
            last.filter(|_| series.values.last().is_some_and(Option::is_none))
        };
        let shapes = html! {
            @for (number, series) in self.series.iter().enumerate() {
                path class={ "line s" (number) } d=(line(series)) { title { (series.name) } }
                @if let Some((x, y)) = end(series) {
                    path.dot d={ "M" (Number(x)) " " (Number(y)) "h0" } {}
                }
            }
        };
        html! {
            (frame(words, &scale(top), "ends", &self.axis, &shapes))
            (legend(&self.series))
        }
    }
}

/// A plane with a scale on its left and names below; `spread` says how these are laid out.
fn frame(
    words: &str,
    scale: &[String; 3],
    spread: &str,
    axis: &[String],
    shapes: &Markup,
) -> Markup {
    html! {
        div.frame {
            div.scale aria-hidden="true" { @for step in scale { span { (step) } } }
            svg.plane role="img" aria-label=(words) viewBox="0 0 100 100" preserveAspectRatio="none" {
                path.grid d="M0 0H100M0 50H100M0 100H100" {}
                (shapes)
            }
            div class={ "axis " (spread) } aria-hidden="true" { @for name in axis { span { (name) } } }
        }
    }
}

fn legend(series: &[Series]) -> Markup {
    html! {
        p.legend {
            @for (number, series) in series.iter().enumerate() {
                span {
                    svg.key width="11" height="11" aria-hidden="true" {
                        rect class={ "area s" (number) } width="11" height="11" rx="2" {}
                    }
                    " " (series.name)
                }
            }
        }
    }
}

/// The least round number that is not below any of the values, and can be halved.
fn ceiling(values: impl Iterator<Item = f64>) -> f64 {
    let most = values.fold(0.0, f64::max);
    let mut unit = 1.0;
    loop {
        for steps in [2.0, 4.0, 6.0, 8.0, 10.0, 14.0] {
            if steps * unit >= most {
                return steps * unit;
            }
        }
        unit *= 10.0;
    }
}

fn scale(top: f64) -> [String; 3] {
    [top.to_string(), (top / 2.0).to_string(), "0".to_owned()]
}

/// Where the point `at` of `count` stands, from edge to edge.
fn across(at: usize, count: usize) -> f64 {
    at as f64 * 100.0 / count.saturating_sub(1).max(1) as f64
}

fn path(points: impl Iterator<Item = (f64, f64)>) -> String {
    let step = |(at, (x, y)): (usize, (f64, f64))| match at {
        // Goes nowhere, so that a point without another shows as one.
        0 => format!("M{x:.2} {y:.2}h0"),
        _ => format!("L{x:.2} {y:.2}"),
    };
    points.enumerate().map(step).collect()
}

/// A coordinate, as exact as an eye.
struct Number(f64);

impl Render for Number {
    fn render_to(&self, buffer: &mut String) {
        buffer.push_str(&format!("{:.2}", self.0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_end_at_round_numbers() {
        let tops = [0.0, 1.0, 3.0, 13.0, 14.5, 99.0, 141.0].map(|most| ceiling([most].into_iter()));
        assert_eq!(
            tops.map(|top| top.to_string()),
            ["2", "2", "4", "14", "20", "100", "200"]
        );
        assert_eq!(scale(14.0), ["14", "7", "0"]);
    }

    #[test]
    fn a_line_ends_where_numbers_end() {
        let lines = Lines {
            series: vec![
                Series {
                    name: "planned".into(),
                    values: [4.0, 2.0, 0.0].map(Some).into(),
                },
                Series {
                    name: "left".into(),
                    values: vec![Some(4.0), None, None],
                },
            ],
            axis: Vec::new(),
        };
        let drawn = lines.draw("").into_string();
        assert!(
            drawn.contains(r#"d="M0.00 0.00h0L50.00 50.00L100.00 100.00""#),
            "{drawn}"
        );
        assert!(drawn.contains(r#"d="M0.00 0.00h0""#), "{drawn}");
    }

    #[test]
    fn layers_stand_on_one_another() {
        let series = |name: &str, values: [f64; 2]| Series {
            name: name.into(),
            values: values.map(Some).into(),
        };
        let layers = Layers {
            series: vec![series("mature", [0.0, 1.0]), series("young", [1.0, 1.0])],
            axis: Vec::new(),
        };
        let drawn = layers.draw("").into_string();
        assert!(
            drawn.contains(r#"d="M0.00 100.00h0L100.00 50.00L100.00 100.00L0.00 100.00Z""#),
            "{drawn}"
        );
        assert!(
            drawn.contains(r#"d="M0.00 50.00h0L100.00 0.00L100.00 50.00L0.00 100.00Z""#),
            "{drawn}"
        );
    }
}
