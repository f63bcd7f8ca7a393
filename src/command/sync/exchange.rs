//! The log: what others wrote comes in, what this device wrote goes out.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::Path;

use super::{DEVICE, Report, SENT, called, device, name_device, refused};
use crate::command::desk::Desk;
use crate::command::failure::Failure;
use crate::model::carried::{Carried, Cursor};
use crate::model::time::Moment;
use crate::store::Look;
use crate::sync::{self, Found, Pen, Reader, log_name};

/// What was found in the files of all devices.
#[derive(Default)]
struct Heard {
    cursors: Vec<(String, Cursor)>,
    /// The files of this device are not as it left them.
    disturbed: bool,
    /// They have lines that the database does not: it is older than they are, or another device
    /// goes by the same name.
    estranged: bool,
}

/// Exchanges the log.
///
/// # Errors
/// When the folder or the database cannot be used; what was exchanged so far is safe.
pub(super) fn run(desk: &mut Desk, folder: &Path, report: &mut Report) -> Result<(), Failure> {
    let own = device(desk)?;
    let before = sent(desk)?;
    sync::sweep(folder, &own);
    let heard = listen(desk, folder, Some(&own), report)?;
    desk.store.end_looking()?;
    let received = desk.receive(&heard.cursors)?;
    report.received = received.lines;
    if received.decisions {
        desk.put_in_order()?;
    }
    if heard.estranged {
        name_device(desk, called(&own))?;
        report.notes.push(format!(
            "note: the files of `{own}` know more than this database did: a copy was restored, or another machine uses one\n\
             help: nothing is lost; from now on this device writes as `{}`",
            device(desk)?
        ));
    }
    let anew = heard.disturbed || heard.estranged;
    report.sent = give(desk, folder, before, anew)?;
    report.devices.insert(device(desk)?);
    Ok(())
}

/// What [`run`] would exchange.
///
/// # Errors
/// When the folder or the database cannot be used.
pub(super) fn preview(desk: &Desk, folder: &Path) -> Result<Report, Failure> {
    let mut report = Report::default();
    let own = desk.store.noted(DEVICE)?;
    listen(desk, folder, own.as_deref(), &mut report)?;
    report.received = desk.store.end_looking()?;
    report.sent = desk.store.own_lines(sent(desk)?)?.1;
    report.devices.extend(own);
    Ok(report)
}

/// Looks at every file that has changed since the last time, and puts new lines aside.
fn listen(
    desk: &Desk,
    folder: &Path,
    own: Option<&str>,
    report: &mut Report,
) -> Result<Heard, Failure> {
    let known: HashMap<String, Cursor> = desk.store.cursors()?.into_iter().collect();
    let mut missing: Vec<&String> = known
        .keys()
        .filter(|path| own.is_some_and(|own| path.starts_with(&format!("{own}/"))))
        .collect();
    let mut heard = Heard::default();
    desk.store.begin_looking()?;
    for device in sync::devices(folder).map_err(|error| refused(folder, error))? {
        let logs = sync::logs(folder, &device).map_err(|error| refused(folder, error))?;
        if !logs.is_empty() || sync::texts::is_listed(folder, &device) {
            report.devices.insert(device.clone());
        }
        for found in logs {
            missing.retain(|path| **path != found.path);
            let cursor = known.get(&found.path).cloned().unwrap_or_default();
            if cursor.changed != 0 && (cursor.size, cursor.changed) == (found.size, found.changed) {
                continue;
            }
            let mine = own.is_some_and(|own| sync::is_written_by(own, &found.path));
            // What somebody changed in our own files may be anywhere in them.
            let from = if mine { Cursor::default() } else { cursor };
            read(desk, folder, &found, from, own, &mut heard, report)?;
            heard.disturbed |= mine;
        }
    }
    heard.disturbed |= !missing.is_empty();
    Ok(heard)
}

fn read(
    desk: &Desk,
    folder: &Path,
    found: &Found,
    from: Cursor,
    own: Option<&str>,
    heard: &mut Heard,
    report: &mut Report,
) -> Result<(), Failure> {
    let mut reader = match Reader::open(folder, found, from) {
        Ok(reader) => reader,
        Err(_) if own.is_some_and(|own| sync::is_written_by(own, &found.path)) => return Ok(()),
        Err(trouble) => {
            report.skipped.push((found.path.clone(), trouble));
            return Ok(());
        }
    };
    let device = reader.device().to_owned();
    while let Some(line) = reader.next().map_err(|error| refused(folder, error))? {
        match desk.store.look_at(&device, &line)? {
            Look::Known => {}
            Look::New => heard.estranged |= own == Some(device.as_str()),
            Look::Strange => reader.is_strange(),
        }
    }
    let (cursor, troubles) = reader.finish();
    heard.cursors.push((found.path.clone(), cursor));
    // The first one says what to do; the others of the file would say the same. Our own files are
    // written again right now.
    let mine = own.is_some_and(|own| sync::is_written_by(own, &found.path));
    let first = troubles.into_iter().next().filter(|_| !mine);
    report
        .skipped
        .extend(first.map(|trouble| (found.path.clone(), trouble)));
    Ok(())
}

/// Writes the lines after `before` to the files of this device; `anew`: everything, whole files.
/// Returns how many lines no file had yet.
fn give(desk: &mut Desk, folder: &Path, before: i64, anew: bool) -> Result<u32, Failure> {
    let device = device(desk)?;
    let count = desk.store.own_lines(before)?.1;
    if count == 0 && !anew {
        return Ok(0);
    }
    let known: HashMap<String, Cursor> = desk.store.cursors()?.into_iter().collect();
    let mut pens: BTreeMap<String, Pen> = BTreeMap::new();
    let mut last = before;
    let pen = |path: &str| -> io::Result<Pen> {
        match known.get(path).filter(|_| !anew) {
            Some(cursor) => Pen::append(&folder.join(path), cursor.clone()),
            None => Pen::fresh(&folder.join(path), &device),
        }
    };
    let write = |line: &Carried| -> io::Result<()> {
        let month = Moment::from_parts(line.at_ms, 0).map_or_else(String::new, Moment::month);
        let path = log_name(&device, &month);
        let pen = match pens.entry(path) {
            Entry::Occupied(there) => there.into_mut(),
            Entry::Vacant(free) => {
                let pen = pen(free.key())?;
                free.insert(pen)
            }
        };
        last = last.max(line.turn);
        pen.line(line)
    };
    let mut write = write;
    desk.store.each_own(if anew { 0 } else { before }, |line| {
        write(line).map_err(|error| refused(folder, error))
    })?;
    let mut cursors = Vec::new();
    for (path, pen) in pens {
        cursors.push((path, pen.finish().map_err(|error| refused(folder, error))?));
    }
    desk.store
        .keep_progress(&cursors, &[(SENT, &last.to_string())])?;
    Ok(count)
}

/// Up to which line this device has given out its log.
fn sent(desk: &Desk) -> Result<i64, Failure> {
    let noted = desk.store.noted(SENT)?;
    Ok(noted.and_then(|sent| sent.parse().ok()).unwrap_or(0))
}
