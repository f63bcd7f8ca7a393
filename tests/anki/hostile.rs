//! Packages that mean harm, or are broken: a clear error and nothing changed, or a healthy import
//! that says what it did.

use super::odd::taken;
use super::package::{self, Layout, Package};
use super::{LAYOUTS, nothing_is_there, texts};
use crate::home::Home;

/// The import fails with that error, and nothing is there afterwards.
#[track_caller]
fn refused(home: &Home, arguments: &[&str], error: &str) {
    let outcome = home.run(arguments);
    assert_eq!(
        (outcome.code, outcome.stdout.as_str()),
        (2, ""),
        "{}",
        outcome.stderr
    );
    assert!(outcome.stderr.starts_with(error), "{}", outcome.stderr);
    assert!(
        outcome.stderr.contains("\nhelp: nothing was changed; "),
        "{}",
        outcome.stderr
    );
    assert!(!home.data().join("decks").exists());
    nothing_is_there(home);
}

#[test]
fn what_is_no_package_is_refused() {
    let home = Home::new();
    std::fs::write(home.work().join("text.apkg"), "hello").expect("a file");
    std::fs::write(home.work().join("empty.apkg"), "").expect("a file");
    package::zip(
        &home.work().join("zip.apkg"),
        &[("a".to_owned(), b"b".to_vec())],
    );
    refused(
        &home,
        &["import", "text.apkg"],
        "error: `text.apkg` cannot be imported: the zip cannot be read\ncause: ",
    );
    refused(
        &home,
        &["import", "empty.apkg"],
        "error: `empty.apkg` cannot be imported: the zip cannot be read\ncause: ",
    );
    refused(
        &home,
        &["import", "zip.apkg"],
        "error: `zip.apkg` cannot be imported: there is no `collection.anki2` in it: it is no Anki package\n",
    );
}

#[test]
fn what_was_cut_off_is_refused() {
    let home = Home::new();
    for layout in LAYOUTS {
        let whole = super::studied(layout).write(&home.work().join("whole.apkg"));
        let bytes = std::fs::read(whole).expect("a package");
        for part in 1..8 {
            std::fs::write(
                home.work().join("cut.apkg"),
                &bytes[..bytes.len() * part / 8],
            )
            .expect("a file");
            refused(
                &home,
                &["import", "cut.apkg"],
                "error: `cut.apkg` cannot be imported: ",
            );
        }
    }
}

#[test]
fn garbage_in_the_zip_is_refused() {
    let home = Home::new();
    let file = home.work().join("x.apkg");
    let member = |name: &str, bytes: &[u8]| (name.to_owned(), bytes.to_vec());
    package::zip(
        &file,
        &[
            member("meta", &[8, 3]),
            member("collection.anki21b", b"no zstd at all"),
        ],
    );
    refused(
        &home,
        &["import", "x.apkg"],
        "error: `x.apkg` cannot be imported: `collection.anki21b` in it cannot be unpacked\n",
    );
    package::zip(
        &file,
        &[member(
            "collection.anki2",
            b"no database at all, whatever you do with it",
        )],
    );
    refused(
        &home,
        &["import", "x.apkg"],
        "error: `x.apkg` cannot be imported: its collection cannot be read\n",
    );
    package::zip(
        &file,
        &[member("meta", &[8, 9]), member("collection.anki2", b"")],
    );
    refused(
        &home,
        &["import", "x.apkg"],
        "error: `x.apkg` cannot be imported: the package is of version 9, which this drill does not know\n",
    );
    package::zip(
        &file,
        &[member("meta", &[8, 3]), member("collection.anki2", b"")],
    );
    refused(
        &home,
        &["import", "x.apkg"],
        "error: `x.apkg` cannot be imported: there is no `collection.anki21b` in it",
    );
}

#[test]
fn missing_tables_and_views_in_their_place_are_refused() {
    let home = Home::new();
    for (sql, error) in [
        (
            "drop table revlog;",
            "its collection has no table `revlog`\n",
        ),
        (
            "drop table notes; create view notes as with recursive n (i) as (select 1 union all select i + 1 from n) select i as id from n;",
            "its collection has no table `notes`\n",
        ),
        ("delete from col;", "its collection cannot be read\n"),
        (
            "update col set models = 'nonsense';",
            "its note types cannot be read\n",
        ),
        (
            "alter table cards drop column odid;",
            "its collection cannot be read\n",
        ),
    ] {
        let mut package = super::studied(Layout::Second);
        package.sql = sql.to_owned();
        package.write(&home.work().join("x.apkg"));
        refused(
            &home,
            &["import", "x.apkg"],
            &format!("error: `x.apkg` cannot be imported: {error}"),
        );
    }
}

#[test]
fn a_bomb_is_stopped_at_a_limit_that_can_be_raised() {
    let home = Home::new();
    for layout in LAYOUTS {
        let mut package = Package::new(layout);
        package.basic("a", "What is it?", "That");
        package
            .media
            .push(("zeros.bin".to_owned(), vec![0; 3 << 20]));
        package.sql = "create table ballast (x); insert into ballast values (zeroblob(4000000)); drop table ballast;".to_owned();
        package.write(&home.work().join("x.apkg"));
        refused(
            &home,
            &["import", "x.apkg", "--max-size", "1M"],
            "error: `x.apkg` cannot be imported: it unpacks to more than is allowed: it may be a bomb\n",
        );
        let said = home.json(&[
            "import",
            "x.apkg",
            "--max-size",
            "20M",
            "--json",
            "--dry-run",
        ]);
        assert_eq!((&said["new"], &said["media"]), (&1.into(), &1.into()));
    }
}

#[test]
fn names_of_media_never_lead_out_of_the_folder() {
    for layout in LAYOUTS {
        let home = Home::new();
        let mut package = Package::new(layout);
        package.basic("a", "<img src=\"a:b.png\">?", "<img src='ok.png'>");
        for name in [
            "../../up.png",
            "/tmp/abs.png",
            "sub/x.png",
            "..",
            "",
            "a\\b.png",
            "a:b.png",
            "ok.png",
            "\u{1b}[2J.png",
        ] {
            package
                .media
                .push((name.to_owned(), name.as_bytes().to_vec()));
        }
        taken(
            &home,
            &package,
            &[
                "6 x a file's name could leave its folder: the file was left out",
                "2 x a file's name was made safe",
            ],
        );
        let folder = home.data().join("decks/x/media");
        let mut names: Vec<String> = std::fs::read_dir(&folder)
            .expect("the media")
            .map(|entry| {
                entry
                    .expect("a file")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort_unstable();
        assert_eq!(names, ["2J.png", "ab.png", "ok.png"]);
        assert!(texts(&home, "x")[0].1.contains("![](media/ab.png)?"));
        assert!(!home.data().join("up.png").exists() && !home.data().join("decks/up.png").exists());
    }
}

#[test]
fn links_in_our_folder_are_not_followed() {
    let home = Home::new();
    let outside = home.work().join("outside");
    std::fs::create_dir(&outside).expect("a folder");
    std::fs::create_dir_all(home.work().join("to")).expect("a folder");
    std::os::unix::fs::symlink(&outside, home.work().join("to/media")).expect("a link");
    let mut package = Package::new(Layout::Second);
    package.basic("a", "What is it?", "That");
    package.media.push(("x.png".to_owned(), b"x".to_vec()));
    package.write(&home.work().join("x.apkg"));
    let outcome = home.run(&["import", "x.apkg", "--to", "to"]);
    assert_eq!(outcome.code, 3, "{}", outcome.stderr);
    assert!(
        outcome
            .stderr
            .contains("cause: its folder is a link, which is not followed\n")
    );
    assert_eq!(std::fs::read_dir(outside).expect("a folder").count(), 0);
    nothing_is_there(&home);
}

#[test]
fn media_lists_that_lie_cost_their_files_only() {
    let home = Home::new();
    let mut package = Package::new(Layout::Second);
    package.basic("a", "What is it?", "That");
    package.media.push(("x.png".to_owned(), b"x".to_vec()));
    package.media_list = Some(b"[1, 2".to_vec());
    taken(
        &home,
        &package,
        &["1 x the list of its media cannot be read: they stay out"],
    );
    let home = Home::new();
    package.media_list = Some(br#"{"0": "x.png", "7": "gone.png", "y": "odd.png"}"#.to_vec());
    taken(
        &home,
        &package,
        &["1 x a file is listed and not there (gone.png)"],
    );
    let home = Home::new();
    package.layout = Layout::Latest;
    let mut entry = vec![0x0a, 5];
    entry.extend(b"x.png");
    entry.extend([0x1a, 20]);
    entry.extend([7; 20]);
    let mut list = vec![0x0a, entry.len() as u8];
    list.extend(entry);
    package.media_list = Some(list);
    taken(
        &home,
        &package,
        &[
            "1 x a file could not be unpacked: it was left out (x.png: its contents are not what the package says of them)",
        ],
    );
}
