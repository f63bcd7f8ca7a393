//! Where `drill stats --html` and `--open` put the page: whole or not at all, over nothing but a file.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::sync::mpsc::channel;
use std::time::Duration;

use crate::stats_page::{page, read, studied};

#[test]
fn a_page_is_a_file_that_is_replaced_whole() {
    let home = studied();
    let file = page(&home, &[]);
    let first = read(&file);
    assert!(first.starts_with("<!DOCTYPE html>") && first.ends_with("</html>"));
    let link = home.work().join("link.html");
    std::fs::write(&file, "old").expect("a file");
    symlink("stats.html", &link).expect("a link");
    assert_eq!(home.run(&["stats", "--html", "link.html"]).code, 0);
    assert!(link.is_symlink(), "a link stays what it is");
    assert_eq!(read(&file), first);
    home.run(&["stats", "--html", "-"])
        .fine(&format!("{first}\n"));
    let names = std::fs::read_dir(home.work()).expect("a folder");
    let left: Vec<String> = names
        .map(|entry| {
            entry
                .expect("a file")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter(|name| name.starts_with('.'))
        .collect();
    assert_eq!(left, [""; 0], "nothing is left beside it");
}

#[test]
fn a_page_replaces_nothing_but_a_file() {
    let home = studied();
    std::fs::create_dir(home.work().join("folder")).expect("a folder");
    for place in ["folder", "/dev/null"] {
        home.run(&["stats", "--html", place]).ends(
            2,
            "",
            &format!(
                "error: the page cannot be written to `{place}`\n\
                 cause: there is something else of that name, not a file\n\
                 help: name a file, new or old: `drill stats --html stats.html`\n"
            ),
        );
    }
    home.run(&["stats", "--html", "nowhere/stats.html"]).ends(
        3,
        "",
        "error: the page cannot be written to `nowhere/stats.html`\n\
         cause: No such file or directory (os error 2)\n\
         help: check the folder, its permissions and the free space\n",
    );
    home.run(&["stats", "--html", "-", "--open"]).ends(
        2,
        "",
        "error: standard output cannot be shown in a browser\n\
         help: name a file: `drill stats --html stats.html --open`\n",
    );
    assert_eq!(home.run(&["stats", "--html", "x.html", "--json"]).code, 2);
}

#[test]
fn a_page_is_opened_where_there_is_a_browser() {
    let mut home = studied();
    let file = home.data().join("stats.html");
    let place = format!("{}\n", file.display());
    let programs = home.work().join("programs");
    std::fs::create_dir(&programs).expect("a folder");
    home.set("PATH", &programs.display().to_string());
    let help = format!(
        "help: open `{}` yourself, or copy it to a machine that has one\n",
        file.display()
    );
    let far_away =
        format!("warning: no browser could be started: there is no desktop here\n{help}");
    home.run(&["stats", "--open"]).ends(0, &place, &far_away);
    let mode = std::fs::metadata(&file)
        .expect("a page")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600, "nobody else may read it");
    home.set("DISPLAY", ":0");
    let none = home.run(&["stats", "--open"]);
    assert_eq!((none.code, none.stdout.as_str()), (0, place.as_str()));
    assert!(
        none.stderr
            .starts_with("warning: no browser could be started: ")
            && none.stderr.ends_with(&help)
    );

    // It says what it was given to a pipe, which is read until somebody speaks.
    let pipe = home.work().join("pipe");
    let made = std::process::Command::new("mkfifo")
        .arg(&pipe)
        .status()
        .expect("a pipe");
    assert!(made.success());
    let opener = programs.join("xdg-open");
    std::fs::write(
        &opener,
        format!("#!/bin/sh\necho \"$@\" > '{}'\n", pipe.display()),
    )
    .expect("a program");
    std::fs::set_permissions(&opener, PermissionsExt::from_mode(0o755)).expect("a program");
    let (tell, told) = channel();
    std::thread::spawn(move || tell.send(std::fs::read_to_string(pipe)));
    home.run(&["stats", "--open"]).fine(&place);
    let opened = told
        .recv_timeout(Duration::from_secs(30))
        .expect("it is opened");
    assert_eq!(opened.expect("text"), place);
}
