//! The least that any program would have to do: started as a process of its own, to compare with.

use std::path::Path;

use pulldown_cmark::{Options, Parser};
use rusqlite::Connection;
use walkdir::WalkDir;

/// Runs one or more of `query DATABASE`, `stat FOLDER` and `insert FOLDER SCRATCH`.
pub fn run(arguments: &[String]) {
    let mut arguments = arguments.iter().map(String::as_str);
    while let Some(what) = arguments.next() {
        let mut path = || Path::new(arguments.next().expect("the bench names a path"));
        match what {
            "query" => query(path()),
            "stat" => stat(path()),
            "insert" => insert(path(), path()),
            _ => panic!("the bench names a floor"),
        }
    }
}

/// Opens the database and runs one indexed query.
fn query(database: &Path) {
    let db = Connection::open(database).expect("the database can be opened");
    let due: i64 = db
        .query_row(
            "select count(*) from standings where due <= 20777 and not asleep",
            [],
            |row| row.get(0),
        )
        .expect("there are standings");
    println!("{due}");
}

/// Looks at the size and time of every deck file.
fn stat(folder: &Path) {
    let files = WalkDir::new(folder)
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_type().is_file());
    let bytes: u64 = files
        .filter_map(|file| file.metadata().ok())
        .map(|facts| facts.len())
        .sum();
    println!("{bytes}");
}

/// Reads every deck, parses its Markdown, and inserts its blocks as rows.
fn insert(folder: &Path, scratch: &Path) {
    let mut db = Connection::open(scratch.join("floor.db")).expect("the database can be made");
    db.execute_batch(
        "pragma journal_mode = wal; create table rows (ask text, answer text) strict;",
    )
    .expect("the table can be made");
    let write = db.transaction().expect("the database can be written");
    let mut insert = write
        .prepare("insert into rows values (?, ?)")
        .expect("there is a table");
    for entry in WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_type().is_file())
    {
        let text = std::fs::read_to_string(entry.path()).expect("a deck can be read");
        let events = Parser::new_ext(&text, Options::all())
            .into_offset_iter()
            .count();
        let paragraphs: Vec<&str> = text.split("\n\n").collect();
        // About as many rows as there are cards, with all of the text.
        for pair in paragraphs.chunks(2) {
            insert
                .execute([pair[0], pair.get(1).copied().unwrap_or_default()])
                .expect("the table takes rows");
        }
        assert!(events > 0);
    }
    drop(insert);
    write.commit().expect("the database can be written");
}
