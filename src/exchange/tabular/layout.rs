//! What the columns of a table are: told, or named by its header, or guessed from its first rows.

use std::collections::HashMap;

use super::header::{self, Header, SEPARATORS};
use super::rows::{self, Cut, Row};
use crate::exchange::parcel::Remarks;

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Column {
    Front,
    Back,
    /// Goes with the answer.
    Extra,
    Tags,
    Deck,
    Guid,
    NoteType,
    Skip,
}

/// What a person said of a table.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Told {
    pub(crate) separator: Option<u8>,
    pub(crate) columns: Option<Vec<Column>>,
    pub(crate) html: Option<bool>,
}

/// How a table is read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Layout {
    pub(super) cut: Cut,
    pub(crate) columns: Vec<Column>,
    pub(crate) html: bool,
    /// Whether the first row names the columns.
    pub(crate) names: bool,
    /// Whether somebody said how the table is cut, and what its columns are.
    pub(crate) certain: bool,
    pub(super) header: Header,
    /// Mnemosyne's three columns: word, pronunciation, meaning; two cards.
    pub(super) vocabulary: bool,
}

/// So many rows are looked at before anything is guessed.
const SAMPLE: usize = 64;

/// The names that people give to columns.
const NAMES: [(Column, &[&str]); 8] = [
    (
        Column::Front,
        &[
            "front",
            "question",
            "term",
            "word",
            "prompt",
            "text",
            "вопрос",
            "слово",
            "термин",
        ],
    ),
    (
        Column::Back,
        &[
            "back",
            "answer",
            "definition",
            "meaning",
            "translation",
            "ответ",
            "перевод",
            "определение",
            "значение",
        ],
    ),
    (
        Column::Extra,
        &[
            "extra",
            "back extra",
            "example",
            "note",
            "notes",
            "comment",
            "пример",
            "примечание",
            "комментарий",
        ],
    ),
    (Column::Tags, &["tags", "tag", "теги", "тег", "метки"]),
    (Column::Deck, &["deck", "колода"]),
    (Column::Guid, &["guid", "id"]),
    (Column::NoteType, &["notetype", "note type", "тип"]),
    (Column::Skip, &["-", "skip"]),
];

impl Column {
    /// The column of that name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase();
        let knows = |(_, names): &&(Self, &[&str])| names.contains(&name.as_str());
        NAMES.iter().find(knows).map(|(column, _)| *column)
    }

    /// The name that [`Column::named`] knows.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Front => "front",
            Self::Back => "back",
            Self::Extra => "extra",
            Self::Tags => "tags",
            Self::Deck => "deck",
            Self::Guid => "guid",
            Self::NoteType => "notetype",
            Self::Skip => "-",
        }
    }
}

impl Layout {
    /// Works out how a table is read; `None` if its rows have no separator that it could be.
    pub(super) fn of(text: &str, told: &Told) -> Option<Self> {
        let header = header::read(text);
        let body = text.get(header.length..).unwrap_or_default();
        let separator = told.separator.or(header.separator);
        let separator = separator.or_else(|| guess_separator(body))?;
        let cut = Cut {
            separator,
            quotes: true,
            comments: true,
        };
        let sample = sample(body, cut);
        let named = header.columns.as_deref().map(|columns| {
            let columns = sample_line(columns, separator);
            columns.iter().map(|name| Column::named(name)).collect()
        });
        let first = sample.first().map(names).unwrap_or_default();
        let names = told.columns.is_none() && named.is_none() && !first.is_empty();
        let width = mode(&sample).max(first.len());
        let certain = (told.separator.is_some() || header.separator.is_some())
            && (told.columns.is_some() || named.is_some() || header.separator.is_some());
        let columns = match (&told.columns, named) {
            (Some(columns), _) => columns.clone(),
            (None, Some(named)) => fill(named, width, &header, &sample),
            (None, None) if names => first.into_iter().map(|(_, column)| column).collect(),
            (None, None) => fill(Vec::new(), width, &header, &sample),
        };
        let html = told.html.or(header.html);
        let html = html.unwrap_or_else(|| {
            sample
                .iter()
                .any(|row| row.cells.iter().any(|cell| is_html(cell)))
        });
        Some(Self {
            cut,
            columns,
            html,
            names,
            certain,
            header,
            vocabulary: false,
        })
    }

    /// Mnemosyne's text: tabs, no quotes, two columns or its vocabulary of three and four.
    pub(super) fn of_mnemosyne() -> Self {
        Self {
            cut: Cut {
                separator: b'\t',
                quotes: false,
                comments: false,
            },
            columns: vec![Column::Front, Column::Back, Column::Extra, Column::Extra],
            html: true,
            names: false,
            certain: true,
            header: Header::default(),
            vocabulary: true,
        }
    }

    /// The name of what stands between cells.
    pub(crate) fn separator(&self) -> String {
        name_of(self.cut.separator)
    }

    /// `front, back, tags`.
    pub(crate) fn names_of_columns(&self) -> String {
        let names: Vec<&str> = self.columns.iter().map(|column| column.name()).collect();
        names.join(", ")
    }
}

/// The name of a separator, or its sign.
pub(super) fn name_of(separator: u8) -> String {
    let known = SEPARATORS.iter().find(|(_, known)| *known == separator);
    known.map_or_else(
        || char::from(separator).to_string(),
        |(name, _)| (*name).to_owned(),
    )
}

/// The first rows of a table.
pub(super) fn sample(body: &str, cut: Cut) -> Vec<Row> {
    let mut sample = Vec::new();
    rows::read(body, 1, cut, &mut Remarks::default(), &mut |row| {
        sample.push(row);
        sample.len() < SAMPLE
    });
    sample
}

/// What all cells of a row are called, if all of them are names of columns.
fn names(row: &Row) -> Vec<(usize, Column)> {
    let named: Option<Vec<Column>> = row.cells.iter().map(|cell| Column::named(cell)).collect();
    let named = named.unwrap_or_default();
    let sides = [Column::Front, Column::Back];
    if sides.iter().all(|side| named.contains(side)) {
        named.into_iter().enumerate().collect()
    } else {
        Vec::new()
    }
}

fn sample_line(line: &str, separator: u8) -> Vec<String> {
    let cut = Cut {
        separator,
        quotes: true,
        comments: false,
    };
    sample(line, cut)
        .into_iter()
        .next()
        .map_or_else(Vec::new, |row| row.cells)
}

/// The columns that are named, those that the header numbers, and the others in their usual order.
fn fill(named: Vec<Option<Column>>, width: usize, header: &Header, sample: &[Row]) -> Vec<Column> {
    let mut columns = named;
    columns.resize(columns.len().max(width), None);
    for (column, number) in [
        (Column::Guid, header.guid_column),
        (Column::NoteType, header.notetype_column),
        (Column::Deck, header.deck_column),
        (Column::Tags, header.tags_column),
    ] {
        if let Some(place) = number.and_then(|number| columns.get_mut(number - 1)) {
            *place = Some(column);
        }
    }
    let mut sides = [Column::Front, Column::Back]
        .into_iter()
        .filter(|side| !columns.contains(&Some(*side)))
        .collect::<Vec<_>>()
        .into_iter();
    let has_tags = columns.contains(&Some(Column::Tags));
    let last = columns.len() - 1;
    let mut filled = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        let column = column.or_else(|| sides.next());
        let tags = !has_tags && at == last && at > 1 && looks_like_tags(sample, at);
        filled.push(column.unwrap_or(if tags { Column::Tags } else { Column::Extra }));
    }
    filled
}

/// Whether all cells of a column could be tags: words without punctuation, some in each table.
fn looks_like_tags(sample: &[Row], at: usize) -> bool {
    let is_tag = |word: &str| {
        let plain = |c: char| c.is_alphanumeric() || "-_:/.".contains(c);
        word.chars().all(plain) && !word.ends_with(['.', ':']) && word.chars().count() <= 30
    };
    let cells = || sample.iter().filter_map(|row| row.cells.get(at));
    cells().any(|cell| !cell.trim().is_empty())
        && cells().all(|cell| !cell.contains('\n') && cell.split_whitespace().all(is_tag))
}

/// The separator that cuts most rows into equally many cells.
fn guess_separator(body: &str) -> Option<u8> {
    let mut best = (0, None);
    for separator in [b'\t', b',', b';', b'|'] {
        let cut = Cut {
            separator,
            quotes: true,
            comments: true,
        };
        let sample = sample(body, cut);
        let width = mode(&sample);
        let even = sample.iter().filter(|row| row.cells.len() == width);
        let score = even.count() * 1000 / sample.len().max(1);
        if width > 1 && score > best.0 {
            best = (score, Some(separator));
        }
    }
    best.1
}

/// How many cells most rows have, but for those with one alone.
fn mode(sample: &[Row]) -> usize {
    let mut counts: HashMap<usize, usize> = HashMap::new();
    for row in sample {
        *counts.entry(row.cells.len()).or_default() += 1;
    }
    let most = |(cells, rows): &(usize, usize)| (*cells > 1, *rows, *cells);
    counts
        .into_iter()
        .max_by_key(most)
        .map_or(1, |(cells, _)| cells)
}

/// Whether a cell has a tag of HTML that cards are made with.
fn is_html(cell: &str) -> bool {
    const TAGS: [&str; 20] = [
        "br", "div", "b", "i", "u", "p", "span", "img", "ul", "ol", "li", "pre", "code", "sub",
        "sup", "em", "strong", "a", "table", "font",
    ];
    cell.match_indices('<').any(|(at, _)| {
        let rest = cell[at + 1..].trim_start_matches('/');
        let length = rest
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at(length);
        TAGS.contains(&name.to_ascii_lowercase().as_str())
            && after.contains('>')
            && after.starts_with(['>', ' ', '/'])
    })
}
