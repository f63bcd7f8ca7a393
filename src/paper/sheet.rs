//! The page around the drawings: its head, its parts, its tables.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::policy::policy;
use super::{Fact, Figure, Page, Table};

const STYLE: &str = include_str!("page.css");

/// See the file's first line.
pub(super) fn html(page: &Page) -> String {
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy(STYLE));
                meta name="referrer" content="no-referrer";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (page.title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { (page.title) }
                    p.lead { (page.lead) }
                }
                main {
                    dl.facts { @for fact in &page.facts { (told(fact)) } }
                    div.figures { @for (number, figure) in page.figures.iter().enumerate() { (shown(figure, number)) } }
                }
                footer { p { (page.foot) } }
            }
        }
    };
    markup.into_string()
}

fn told(fact: &Fact) -> Markup {
    html! {
        div {
            dt { (fact.name) }
            dd.value { (fact.value) }
            dd.more { (fact.more) }
        }
    }
}

fn shown(figure: &Figure, number: usize) -> Markup {
    let id = format!("figure-{number}");
    html! {
        section.wide[figure.wide] aria-labelledby=(id) {
            h2 id=(id) { (figure.heading) }
            p { (figure.words) }
            @if let Some(drawing) = &figure.drawing {
                (drawing.draw(&figure.words))
                details {
                    summary { "Numbers" }
                    (drawn(&figure.table))
                }
            } @else if !figure.table.rows.is_empty() {
                (drawn(&figure.table))
            }
        }
    }
}

fn drawn(table: &Table) -> Markup {
    let numbers = |at: usize| {
        let mut cells = table.rows.iter().filter_map(|row| row.get(at));
        cells.all(|cell| is_number(cell))
    };
    html! {
        div.scroll tabindex="0" role="region" aria-label=(table.caption) {
            table {
                caption { (table.caption) }
                thead { tr { @for (at, name) in table.head.iter().enumerate() {
                    th.number[at > 0 && numbers(at)] scope="col" { (name) }
                } } }
                tbody {
                    @for row in &table.rows {
                        tr {
                            @for (at, cell) in row.iter().enumerate() {
                                @if at == 0 { th scope="row" { (cell) } } @else { td.number[is_number(cell)] { (cell) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What is compared more easily when it stands to the right.
fn is_number(cell: &str) -> bool {
    let digits = cell.trim_end_matches(" %");
    digits == "–" || digits.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stays_a_text() {
        let evil = || r#"<script>alert(1)</script>"'&"#.to_owned();
        let page = Page {
            title: evil(),
            lead: evil(),
            facts: vec![Fact {
                name: evil(),
                value: evil(),
                more: evil(),
            }],
            figures: vec![Figure {
                heading: evil(),
                words: evil(),
                drawing: None,
                table: Table {
                    caption: evil(),
                    head: vec![evil()],
                    rows: vec![vec![evil(), evil()]],
                },
                wide: false,
            }],
            foot: evil(),
        };
        let html = html(&page);
        assert!(
            !html.contains("<script")
                && html.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;'&amp;")
        );
    }

    #[test]
    fn nothing_is_styled_beside_the_style() {
        assert!(!STYLE.contains("url(") && !STYLE.contains("@import") && !STYLE.contains("</"));
    }
}
