//! The lines above a table: `#separator:tab` and its kin, as Anki writes and reads them.

/// What the header lines of a file say.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Header {
    pub(super) separator: Option<u8>,
    pub(super) html: Option<bool>,
    pub(super) notetype: Option<String>,
    pub(super) deck: Option<String>,
    pub(super) tags: Vec<String>,
    /// The names of the columns, as written.
    pub(super) columns: Option<String>,
    /// The numbers of columns, from 1.
    pub(super) guid_column: Option<usize>,
    pub(super) notetype_column: Option<usize>,
    pub(super) deck_column: Option<usize>,
    pub(super) tags_column: Option<usize>,
    /// Lines that say nothing known, by number from 1.
    pub(super) unknown: Vec<u64>,
    /// How many lines there are, and how many bytes they take.
    pub(super) lines: u64,
    pub(super) length: usize,
}

/// The names of the separators, as Anki knows them.
pub(super) const SEPARATORS: [(&str, u8); 6] = [
    ("tab", b'\t'),
    ("comma", b','),
    ("semicolon", b';'),
    ("pipe", b'|'),
    ("colon", b':'),
    ("space", b' '),
];

/// The separator of that name, or that character itself.
pub(crate) fn separator(name: &str) -> Option<u8> {
    let named = |(known, _): &&(&str, u8)| known.eq_ignore_ascii_case(name.trim());
    let found = SEPARATORS.iter().find(named).map(|(_, byte)| *byte);
    let found = found.or_else(|| (name == "\\t").then_some(b'\t'));
    found.or(match name.as_bytes() {
        [byte] if byte.is_ascii_punctuation() && !b"\"'#".contains(byte) => Some(*byte),
        [b'\t'] => Some(b'\t'),
        [b' '] => Some(b' '),
        _ => None,
    })
}

/// Reads the header lines that a text begins with.
pub(super) fn read(text: &str) -> Header {
    let mut header = Header::default();
    for line in text.split_inclusive('\n') {
        let Some(setting) = line.strip_prefix('#') else {
            break;
        };
        let Some((key, value)) = setting.split_once(':') else {
            break;
        };
        let value = value.trim_end_matches(['\r', '\n']);
        header.lines += 1;
        header.length += line.len();
        if !header.set(&key.trim().to_ascii_lowercase(), value) {
            header.unknown.push(header.lines);
        }
    }
    header
}

impl Header {
    /// Returns whether the value means something to us.
    fn set(&mut self, key: &str, value: &str) -> bool {
        let word = value.trim();
        let column = || {
            word.parse()
                .ok()
                .filter(|number| (1..=1000).contains(number))
        };
        match key {
            "separator" => {
                self.separator = separator(value).or_else(|| separator(word));
                self.separator.is_some()
            }
            "html" => {
                self.html = word.to_ascii_lowercase().parse().ok();
                self.html.is_some()
            }
            "notetype" => {
                self.notetype = Some(word.to_owned());
                true
            }
            "deck" => {
                self.deck = Some(word.to_owned());
                true
            }
            "tags" => {
                self.tags = word.split_whitespace().map(str::to_owned).collect();
                true
            }
            "columns" => {
                self.columns = Some(value.to_owned());
                true
            }
            "guid column" => Self::place(&mut self.guid_column, column()),
            "notetype column" => Self::place(&mut self.notetype_column, column()),
            "deck column" => Self::place(&mut self.deck_column, column()),
            "tags column" => Self::place(&mut self.tags_column, column()),
            // They say what Anki does with a note that is there already; here the newer text wins.
            "if matches" | "match scope" => true,
            _ => false,
        }
    }

    fn place(column: &mut Option<usize>, number: Option<usize>) -> bool {
        *column = number;
        number.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_lines_are_read_until_the_first_row() {
        let header = read(
            "#separator:Semicolon\r\n#HTML: true\n#deck:A::B\n#tags: x y\n#columns:Front;Back\n\
             #guid column:2\n#tags column:0\n#if matches:keep current\n#what:ever\nrow;#html:false\n",
        );
        let expected = Header {
            separator: Some(b';'),
            html: Some(true),
            deck: Some("A::B".into()),
            tags: vec!["x".into(), "y".into()],
            columns: Some("Front;Back".into()),
            guid_column: Some(2),
            unknown: vec![7, 9],
            lines: 9,
            length: 142,
            ..Header::default()
        };
        assert_eq!(header, expected);
        assert_eq!(read("# only a comment\na\tb").lines, 0);
    }

    #[test]
    fn separators_have_names() {
        let named = [
            "Tab", "\\t", "\t", ",", "pipe", "space", "comma ", "\"", "#", "ab", "",
        ];
        let named = named.map(|name| separator(name).map(char::from));
        assert_eq!(
            named,
            [
                Some('\t'),
                Some('\t'),
                Some('\t'),
                Some(','),
                Some('|'),
                Some(' '),
                Some(','),
                None,
                None,
                None,
                None
            ]
        );
    }
}
