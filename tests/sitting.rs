//! A person at a real pseudo-terminal: presses keys, reads the screen, pulls the plug.
//!
//! It waits for what must appear and never sleeps. What must *not* appear is judged after
//! something that comes later has been seen.

use std::fs::File;
use std::io::{Read, Write};
use std::num::NonZero;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use portable_pty::{Child, CommandBuilder, MasterPty, PtyPair, PtySize, native_pty_system};
use rustix::termios::{OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr};

use crate::home::{DRILL, Home};

/// How long the program may be silent while something is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// One run of `drill` in a terminal.
pub(crate) struct Sitting {
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    output: Receiver<Vec<u8>>,
    listener: Listener,
    terminal: vt100::Parser,
    raw: Vec<u8>,
}

/// Passes on what the program writes, until the terminal closes or it is told to go away.
struct Listener {
    thread: JoinHandle<()>,
    away: Arc<AtomicBool>,
}

/// Where three rivers end: three cards, asked in this order when they are new.
pub(crate) const RIVERS: &str = "\
# Rivers

## Where does the Nile end?

In the Mediterranean.

## Where does the Danube end?

In the Black Sea.

## Where does the Volga end?

In the Caspian Sea.
";

impl Home {
    /// A machine with one deck, [`RIVERS`], which has been imported.
    pub(crate) fn with_rivers() -> Self {
        let home = Self::new();
        home.deck("rivers.md", RIVERS);
        home.run(&["import", "rivers.md"])
            .fine("1 deck, 3 cards: 3 new\n");
        home
    }

    /// Every answer in the log, oldest first: the question's river and the grade.
    pub(crate) fn answers(&self) -> Vec<String> {
        let queue = |entry: &serde_json::Value| {
            let card = entry["card"].as_str().unwrap_or_default();
            let shown = self.json(&["show", card, "--json"]);
            let ask = shown["ask"].as_str().unwrap_or_default();
            let grade = entry["grade"].as_str().or(entry["kind"].as_str());
            format!(
                "{} {}",
                ask.split(' ').nth(3).unwrap_or(ask),
                grade.unwrap_or_default()
            )
        };
        self.json_lines(&["log", "--json"])
            .iter()
            .map(queue)
            .collect()
    }

    /// Runs `drill` in a terminal of 24 rows and 80 columns.
    pub(crate) fn sit(&self, arguments: &[&str]) -> Sitting {
        self.sit_at(24, 80, arguments)
    }

    /// The same, behind a few words of shell.
    pub(crate) fn sit_behind(&self, before: &str, arguments: &[&str]) -> Sitting {
        let script = format!("{before} \"$0\" \"$@\"");
        let command = [&["-c", &script, DRILL], arguments].concat();
        Self::start(24, 80, self.command("/bin/sh", &command))
    }

    /// Runs `drill` in a terminal of that size.
    pub(crate) fn sit_at(&self, rows: u16, columns: u16, arguments: &[&str]) -> Sitting {
        Self::start(rows, columns, self.command(DRILL, arguments))
    }

    fn start(rows: u16, columns: u16, command: CommandBuilder) -> Sitting {
        let PtyPair { master, slave } = native_pty_system()
            .openpty(size(rows, columns))
            .expect("a pseudo-terminal");
        let child = slave.spawn_command(command).expect("drill runs");
        // The only other end is now the program's, so that its end is the end of the output.
        drop(slave);
        let (listener, output) = Listener::start(master.try_clone_reader().expect("a reader"));
        Sitting {
            keyboard: master.take_writer().expect("a keyboard"),
            master,
            child,
            output,
            listener,
            terminal: vt100::Parser::new(cells(rows), cells(columns), 0),
            raw: Vec::new(),
        }
    }

    fn command(&self, program: &str, arguments: &[&str]) -> CommandBuilder {
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.cwd(self.work());
        command.env_clear();
        // The width is the terminal's own here: `COLUMNS` would hide a resize.
        let variables = self.variables().iter();
        for (name, value) in variables.filter(|(name, _)| name != "COLUMNS") {
            command.env(name, value);
        }
        command
    }
}

impl Sitting {
    /// Presses keys: the bytes that a terminal would send for them.
    pub(crate) fn press(&mut self, keys: &str) -> &mut Self {
        self.keyboard
            .write_all(keys.as_bytes())
            .and_then(|()| self.keyboard.flush())
            .expect("the terminal takes keys");
        self
    }

    /// Turns the card on the screen and grades it with that key.
    #[track_caller]
    pub(crate) fn grade(&mut self, key: &str) -> &mut Self {
        self.press(" ").see("4 easy").press(key)
    }

    /// Waits until the screen shows that text somewhere.
    #[track_caller]
    pub(crate) fn see(&mut self, text: &str) -> &mut Self {
        self.wait(text, |sitting| sitting.screen().contains(text))
    }

    /// Waits until the whole screen shows exactly this.
    #[track_caller]
    pub(crate) fn see_all(&mut self, page: &str) -> &mut Self {
        self.wait(page, |sitting| sitting.screen() == page)
    }

    /// Waits until the program has written that text, on the screen or scrolled off it.
    #[track_caller]
    pub(crate) fn hear(&mut self, text: &str) -> &mut Self {
        self.wait(text, |sitting| sitting.transcript().contains(text))
    }

    /// What the screen shows now, without spaces at the ends of lines and empty lines at its end.
    pub(crate) fn screen(&self) -> String {
        self.terminal.screen().contents()
    }

    /// Every byte so far, as the terminal received it.
    pub(crate) fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// Everything so far as text, with the line ends that the program wrote.
    pub(crate) fn transcript(&self) -> String {
        String::from_utf8_lossy(&self.raw).replace("\r\n", "\n")
    }

    /// The lines so far, of pages and all, that a terminal of that width had to wrap.
    pub(crate) fn too_wide(&self, columns: u16) -> Vec<String> {
        const ROWS: u16 = 2000;
        let mut tall = vt100::Parser::new(cells(ROWS), cells(columns), 0);
        // Cleared pages would be lost: one below the other, they all stay.
        let pages = String::from_utf8_lossy(&self.raw).replace("\x1b[H\x1b[2J", "\r\n");
        tall.process(pages.as_bytes());
        let wrapped = |row: &u16| tall.screen().row_wrapped(*row);
        let line = |row: u16| tall.screen().rows(0, columns).nth(row.into());
        (0..ROWS).filter(wrapped).filter_map(line).collect()
    }

    /// Changes the size of the window.
    pub(crate) fn resize(&mut self, rows: u16, columns: u16) -> &mut Self {
        self.master
            .resize(size(rows, columns))
            .expect("the terminal can be resized");
        self.terminal
            .screen_mut()
            .set_size(cells(rows), cells(columns));
        self
    }

    /// Whether the terminal has the modes (echo, line editing, signals, ...) of a fresh one.
    pub(crate) fn untouched(&self) -> bool {
        let fresh = native_pty_system()
            .openpty(size(24, 80))
            .expect("a pseudo-terminal");
        self.master.get_termios() == fresh.master.get_termios()
    }

    /// Waits for the program's own end and returns its exit code. If a menu comes before it, it is
    /// answered with `q`.
    #[track_caller]
    pub(crate) fn end(&mut self) -> u32 {
        let mut answered = false;
        let why = loop {
            if !answered && self.screen().ends_with("s stats   q quit") {
                answered = true;
                self.press("q");
            }
            match self.output.recv_timeout(PATIENCE) {
                Ok(bytes) => self.take(&bytes),
                Err(why) => break why,
            }
        };
        assert!(
            why == RecvTimeoutError::Disconnected,
            "the program does not end; the screen shows\n{}",
            self.screen()
        );
        let end = self.child.wait().expect("the program has ended");
        end.exit_code()
    }

    /// `kill -9`: no destructor runs, nothing is flushed.
    pub(crate) fn kill(self) {
        let (_, signal) = self.pull_the_plug();
        assert_eq!(signal.as_deref(), Some("Killed"));
    }

    /// The same, of a program that may have ended by itself. Returns everything that it had shown,
    /// and the signal that ended it.
    pub(crate) fn pull_the_plug(mut self) -> (String, Option<String>) {
        let process = self.child.process_id().expect("the program was started");
        let sent = Command::new("kill")
            .args(["-s", "KILL", &process.to_string()])
            .status()
            .expect("`kill` runs");
        assert!(sent.success(), "the signal is sent");
        let end = self.child.wait().expect("the program has ended");
        while let Ok(bytes) = self.output.recv_timeout(PATIENCE) {
            self.take(&bytes);
        }
        (self.transcript(), end.signal().map(str::to_owned))
    }

    /// Closes the window, as a person does who has had enough: the kernel hangs up.
    pub(crate) fn hang_up(self) {
        let name = self.master.tty_name().expect("a terminal has a name");
        let mut tty = File::options()
            .read(true)
            .write(true)
            .open(name)
            .expect("the terminal is still open");
        // Its thread holds one end of the terminal, and sees only with the next output that it
        // has to let go.
        self.listener.away.store(true, Ordering::SeqCst);
        tty.write_all(b" ").expect("a byte of output");
        self.listener.thread.join().expect("the listener is calm");
        // Else `portable_pty` types Enter and Ctrl-D as it lets go of the keyboard.
        let mut modes = tcgetattr(&tty).expect("a terminal has modes");
        modes.special_codes[SpecialCodeIndex::VEOF] = 0;
        tcsetattr(&tty, OptionalActions::Now, &modes).expect("modes can be set");
        drop((self.keyboard, self.master, tty));
        let mut child = self.child;
        let end = child.wait().expect("the program has ended");
        assert_eq!(end.signal(), Some("Hangup"));
    }

    /// Takes in output until it is as wanted. The program must not fall silent or end before.
    #[track_caller]
    fn wait(&mut self, wanted: &str, seen: impl Fn(&Self) -> bool) -> &mut Self {
        while !seen(self) {
            let output = self.output.recv_timeout(PATIENCE);
            assert!(
                output.is_ok(),
                "waited in vain for\n{wanted}\n--- the screen shows\n{}\n---",
                self.screen()
            );
            self.take(&output.unwrap_or_default());
        }
        self
    }

    fn take(&mut self, bytes: &[u8]) {
        self.terminal.process(bytes);
        self.raw.extend_from_slice(bytes);
    }
}

impl Listener {
    fn start(mut reader: Box<dyn Read + Send>) -> (Self, Receiver<Vec<u8>>) {
        let (pass_on, output) = channel();
        let away = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&away);
        let thread = std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                let closing = told.load(Ordering::SeqCst);
                if closing || pass_on.send(bytes[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        (Self { thread, away }, output)
    }
}

const fn size(rows: u16, cols: u16) -> PtySize {
    PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    }
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("a window has rows and columns")
}
