//! Pictures in terminals that can show them: which can, and what makes them do it.
//!
//! The bytes come from a deck's folder and are untrusted: they are decoded within limits and
//! encoded anew, so that nothing of the file reaches the terminal as it stands.

mod sixel;

use std::io::Cursor;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use image::imageops::FilterType;
use image::{DynamicImage, ImageFormat, ImageReader, Limits};

use super::environment::is_dumb;

/// A way to tell a terminal what to draw.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Protocol {
    Kitty,
    Iterm,
    Sixel,
}

/// A picture, ready to be drawn from where the cursor is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Picture {
    /// How many rows it takes.
    pub(super) rows: usize,
    pub(super) drawing: String,
}

/// The room for a picture.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Room {
    pub(super) columns: usize,
    pub(super) rows: usize,
    /// The width and the height of a cell in pixels.
    pub(super) cell: (usize, usize),
}

/// A picture has at most so many pixels in each direction.
const WIDEST: u32 = 10_000;
/// And takes at most so much memory, in bytes, to be decoded.
const LARGEST: u64 = 256 << 20;

/// How the terminal takes pictures. Where that is not known, it is taken not to: what it does not
/// understand would be noise on the page.
pub(super) fn understood(variable: impl Fn(&str) -> Option<String> + Copy) -> Option<Protocol> {
    let (terminal, program) = (
        variable("TERM").unwrap_or_default(),
        variable("TERM_PROGRAM").unwrap_or_default(),
    );
    let inside_another = variable("TMUX").is_some()
        || variable("STY").is_some()
        || terminal.starts_with("tmux")
        || terminal.starts_with("screen");
    if is_dumb(variable) || inside_another {
        return None;
    }
    let known = |names: &[&str]| names.iter().any(|name| terminal.starts_with(name));
    if variable("KITTY_WINDOW_ID").is_some()
        || program == "ghostty"
        || known(&["xterm-kitty", "xterm-ghostty"])
    {
        Some(Protocol::Kitty)
    } else if ["iTerm.app", "WezTerm", "rio"].contains(&program.as_str()) || known(&["wezterm"]) {
        Some(Protocol::Iterm)
    } else if known(&["foot", "mlterm", "contour", "yaft"]) {
        Some(Protocol::Sixel)
    } else {
        None
    }
}

/// Makes a picture of a file; `None` if it is none, or too large.
pub(super) fn prepare(file: &[u8], protocol: Protocol, room: Room) -> Option<Picture> {
    let mut reader = ImageReader::new(Cursor::new(file))
        .with_guessed_format()
        .ok()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(WIDEST);
    limits.max_image_height = Some(WIDEST);
    limits.max_alloc = Some(LARGEST);
    reader.limits(limits);
    let image = fitted(reader.decode().ok()?, room);
    let cells = |pixels: u32, cell: usize| (pixels as usize).div_ceil(cell.max(1)).max(1);
    let (columns, rows) = (
        cells(image.width(), room.cell.0),
        cells(image.height(), room.cell.1),
    );
    let drawing = match protocol {
        Protocol::Kitty => kitty(&png(&image)?, columns, rows),
        Protocol::Iterm => iterm(&png(&image)?, columns, rows),
        Protocol::Sixel => sixel::encode(&image.to_rgba8()),
    };
    Some(Picture { rows, drawing })
}

/// Made smaller, if it has to be; a small picture stays as it is.
fn fitted(image: DynamicImage, room: Room) -> DynamicImage {
    let pixels = |cells: usize, cell: usize| u32::try_from(cells * cell).unwrap_or(u32::MAX);
    let width = pixels(room.columns, room.cell.0).max(1);
    let height = pixels(room.rows, room.cell.1).max(1);
    if image.width() <= width && image.height() <= height {
        return image;
    }
    image.resize(width, height, FilterType::Triangle)
}

fn png(image: &DynamicImage) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut to = Cursor::new(&mut bytes);
    image.write_to(&mut to, ImageFormat::Png).ok()?;
    Some(bytes)
}

/// <https://sw.kovidgoyal.net/kitty/graphics-protocol/>: in pieces, without an answer.
fn kitty(png: &[u8], columns: usize, rows: usize) -> String {
    const PIECE: usize = 4096;
    let encoded = STANDARD.encode(png);
    let mut drawing = String::new();
    let mut rest = encoded.as_str();
    let mut head = format!("a=T,f=100,q=2,C=1,c={columns},r={rows},");
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(PIECE.min(rest.len()));
        let more = u8::from(!after.is_empty());
        drawing += &format!("\x1b_G{head}m={more};{piece}\x1b\\");
        head.clear();
        rest = after;
    }
    drawing
}

/// <https://iterm2.com/documentation-images.html>.
fn iterm(png: &[u8], columns: usize, rows: usize) -> String {
    let size = png.len();
    let encoded = STANDARD.encode(png);
    format!("\x1b]1337;File=inline=1;size={size};width={columns};height={rows}:{encoded}\x07")
}

#[cfg(test)]
mod tests {
    use image::RgbaImage;

    use super::*;

    const ROOM: Room = Room {
        columns: 40,
        rows: 10,
        cell: (10, 20),
    };

    fn file(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let image = RgbaImage::from_fn(width, height, |x, y| {
            image::Rgba([x as u8, y as u8, 7, 255])
        });
        let mut bytes = Vec::new();
        let image = DynamicImage::ImageRgba8(image).to_rgb8();
        image
            .write_to(&mut Cursor::new(&mut bytes), format)
            .unwrap();
        bytes
    }

    #[test]
    fn a_picture_fits_its_room() {
        let rows = |width, height| {
            let file = file(width, height, ImageFormat::Png);
            prepare(&file, Protocol::Kitty, ROOM).unwrap().rows
        };
        assert_eq!((rows(20, 41), rows(900, 90), rows(50, 4000)), (3, 2, 10));
        let jpeg = file(100, 40, ImageFormat::Jpeg);
        let drawing = prepare(&jpeg, Protocol::Iterm, ROOM).unwrap().drawing;
        assert!(drawing.starts_with("\x1b]1337;File=inline=1;size="));
        assert!(drawing.contains(";width=10;height=2:") && drawing.ends_with('\x07'));
    }

    #[test]
    fn kitty_gets_pieces() {
        let noisy = file(200, 200, ImageFormat::Png);
        let drawing = prepare(&noisy, Protocol::Kitty, ROOM).unwrap().drawing;
        let pieces: Vec<&str> = drawing
            .split("\x1b\\")
            .filter(|piece| !piece.is_empty())
            .collect();
        assert!(pieces[0].starts_with("\x1b_Ga=T,f=100,q=2,C=1,c=20,r=10,m="));
        assert!(pieces.iter().all(|piece| piece.len() < 4200));
        assert!(pieces.last().unwrap().contains("m=0;"));
    }

    #[test]
    fn what_is_no_picture_is_none() {
        for bytes in [&b""[..], b"<svg/>", b"\x89PNG\r\n\x1a\n", b"\x1b[2J"] {
            assert_eq!(prepare(bytes, Protocol::Sixel, ROOM), None);
        }
        assert_eq!(
            prepare(&file(10_001, 1, ImageFormat::Png), Protocol::Kitty, ROOM),
            None
        );
    }

    #[test]
    fn only_terminals_that_are_known_get_pictures() {
        let sees = |pairs: &[(&str, &str)]| {
            understood(|name: &str| {
                let found = pairs.iter().find(|(key, _)| *key == name);
                found.map(|(_, value)| (*value).to_owned())
            })
        };
        assert_eq!(sees(&[("TERM", "xterm-256color")]), None);
        assert_eq!(sees(&[("TERM", "xterm-kitty")]), Some(Protocol::Kitty));
        assert_eq!(
            sees(&[("TERM_PROGRAM", "iTerm.app")]),
            Some(Protocol::Iterm)
        );
        assert_eq!(sees(&[("TERM", "foot")]), Some(Protocol::Sixel));
        assert_eq!(
            sees(&[("TERM", "tmux-256color"), ("KITTY_WINDOW_ID", "1")]),
            None
        );
        assert_eq!(sees(&[("TERM", "dumb"), ("KITTY_WINDOW_ID", "1")]), None);
    }
}
