//! Cards -> a table that Anki's own importer reads back with equal fields.

use csv::{QuoteStyle, WriterBuilder};

/// A card as a row.
pub(crate) struct Line {
    /// A name that outlives every edit.
    pub(crate) guid: String,
    /// Levels joined by `::`.
    pub(crate) deck: String,
    pub(crate) ask: String,
    pub(crate) answer: String,
    pub(crate) tags: Vec<String>,
}

/// Writes a table, its decks sorted so that parents come before children.
///
/// The first lines say everything that Anki would have to guess. No note type is named: a row
/// whose note type a collection lacks would be left out.
pub(crate) fn write(mut lines: Vec<Line>, separator: u8) -> Vec<u8> {
    lines.sort_by(|one, other| levels(&one.deck).cmp(levels(&other.deck)));
    let name = super::layout::name_of(separator);
    let header =
        format!("#separator:{name}\n#html:false\n#guid column:1\n#deck column:2\n#tags column:5\n");
    let mut writer = WriterBuilder::new()
        .delimiter(separator)
        .quote_style(QuoteStyle::Necessary)
        .from_writer(header.into_bytes());
    for line in &lines {
        let tags = line.tags.join(" ");
        let cells = [&line.guid, &line.deck, &line.ask, &line.answer, &tags];
        // Nothing refuses bytes in memory.
        writer.write_record(cells).ok();
    }
    writer.into_inner().unwrap_or_default()
}

fn levels(deck: &str) -> impl Iterator<Item = String> + '_ {
    // Anki's names know no case.
    deck.split("::").map(str::to_lowercase)
}
