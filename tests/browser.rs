//! A real browser: Debian's Chromium, driven through its WebDriver, if the machine has both.
//!
//! What it asked for and complained about is part of what can be seen. Scripts that a test runs
//! are the driver's own: the policy of a page does not concern them.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

/// As it must be started where there is no desktop and no other user, and with nothing that it
/// would ask of the network by itself.
const FLAGS: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];
const PATIENCE: Duration = Duration::from_secs(60);

/// Closed, with all that it left on the disk, when it is dropped.
pub(crate) struct Browser {
    driver: Child,
    port: u16,
    session: String,
    _profile: TempDir,
}

impl Browser {
    /// Starts one; `None`, and a word about it, where there is none.
    pub(crate) fn start() -> Option<Self> {
        let started = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let Ok(mut driver) = started else {
            println!("skipped: there is no chromedriver (Debian: chromium, chromium-driver)");
            return None;
        };
        let said = BufReader::new(driver.stdout.take().expect("its output is ours"));
        let port = said.lines().find_map(|line| {
            let line = line.expect("it speaks UTF-8");
            let port = line.split("successfully on port ").nth(1)?;
            port.trim_end_matches('.').parse().ok()
        });
        let profile = tempfile::tempdir().expect("a temporary folder");
        let mut browser = Self {
            driver,
            port: port.expect("it says its port"),
            session: String::new(),
            _profile: profile,
        };
        browser.begin();
        Some(browser)
    }

    fn begin(&mut self) {
        let profile = format!("--user-data-dir={}", self._profile.path().display());
        let flags: Vec<&str> = FLAGS.iter().copied().chain([profile.as_str()]).collect();
        let wanted = json!({
            "goog:chromeOptions": {"args": flags},
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
        });
        let wanted = json!({"capabilities": {"alwaysMatch": wanted}});
        let session = self.ask("POST", "/session", &wanted);
        let id = session["sessionId"].as_str().expect("a session has an id");
        self.session = format!("/session/{id}");
    }

    /// Goes to a file.
    pub(crate) fn open(&self, page: &Path) {
        let url = format!("file://{}", page.display());
        self.tell("/url", &json!({"url": url}));
    }

    /// What a script of the driver gives back.
    pub(crate) fn look(&self, script: &str) -> Value {
        self.tell("/execute/sync", &json!({"script": script, "args": []}))
    }

    /// A window of that width, in light or dark, on a screen or on paper.
    pub(crate) fn fit(&self, width: u32, scheme: &str, medium: &str) {
        let size = json!({"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": false});
        self.command("Emulation.setDeviceMetricsOverride", &size);
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        let media = json!({"media": medium, "features": features});
        self.command("Emulation.setEmulatedMedia", &media);
    }

    /// What it complained about since it was asked last.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let log = self.tell("/se/log", &json!({"type": "browser"}));
        let entries = log.as_array().expect("a list").iter();
        entries
            .map(|entry| entry["message"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// The addresses that it asked for since it was asked last.
    pub(crate) fn requests(&self) -> Vec<String> {
        let log = self.tell("/se/log", &json!({"type": "performance"}));
        let entries = log.as_array().expect("a list").iter();
        let address = |entry: &Value| {
            let event: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
            let event = &event["message"];
            (event["method"] == "Network.requestWillBeSent").then(|| {
                event["params"]["request"]["url"]
                    .as_str()
                    .map(str::to_owned)
            })?
        };
        entries.filter_map(address).collect()
    }

    fn command(&self, command: &str, parameters: &Value) {
        let command = json!({"cmd": command, "params": parameters});
        self.tell("/goog/cdp/execute", &command);
    }

    fn tell(&self, what: &str, body: &Value) -> Value {
        self.ask("POST", &format!("{}{what}", self.session), body)
    }

    /// One request in HTTP/1.1, and the `value` of its answer.
    fn ask(&self, method: &str, path: &str, body: &Value) -> Value {
        let mut driver = TcpStream::connect(("127.0.0.1", self.port)).expect("the driver listens");
        driver.set_read_timeout(Some(PATIENCE)).expect("a patience");
        let body = body.to_string();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.port,
            body.len()
        );
        driver
            .write_all(request.as_bytes())
            .expect("the driver listens");
        let mut answer = BufReader::new(driver);
        let mut length = 0;
        loop {
            let mut line = String::new();
            answer.read_line(&mut line).expect("the driver answers");
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().expect("a length is a number");
            }
            if line.trim().is_empty() {
                break;
            }
        }
        let mut text = vec![0; length];
        answer.read_exact(&mut text).expect("the driver answers");
        let answer: Value = serde_json::from_slice(&text).expect("JSON");
        assert!(answer["value"]["error"].is_null(), "{path}: {answer}");
        answer["value"].clone()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver takes its browser along only when its session is ended first.
        if !self.session.is_empty() && !std::thread::panicking() {
            self.ask("DELETE", &self.session, &json!({}));
        }
        self.driver.kill().ok();
        self.driver.wait().ok();
    }
}
