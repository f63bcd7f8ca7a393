//! A picture as sixels, the graphics of the DEC VT340: bands of six rows of pixels, a color at a
//! time, out of a fixed palette.

use image::RgbaImage;

/// Levels of each of red, green and blue.
const LEVELS: usize = 6;
const COLORS: usize = LEVELS * LEVELS * LEVELS;

/// The whole sequence. Pixels that are more see-through than not are left out.
pub(super) fn encode(image: &RgbaImage) -> String {
    let (width, height) = image.dimensions();
    let mut sixels = format!("\x1bP0;1q\"1;1;{width};{height}");
    for color in 0..COLORS {
        let percent = |level: usize| level * 100 / (LEVELS - 1);
        let (red, rest) = (color / (LEVELS * LEVELS), color % (LEVELS * LEVELS));
        let (green, blue) = (percent(rest / LEVELS), percent(rest % LEVELS));
        sixels += &format!("#{color};2;{};{green};{blue}", percent(red));
    }
    for top in (0..height).step_by(6) {
        band(image, top, &mut sixels);
        sixels.push('-');
    }
    sixels += "\x1b\\";
    sixels
}

fn band(image: &RgbaImage, top: u32, sixels: &mut String) {
    let (width, height) = image.dimensions();
    // For each color the six pixels of every column that have it, as bits.
    let mut columns: Vec<Vec<u8>> = vec![Vec::new(); COLORS];
    for x in 0..width {
        for row in 0..6_u32.min(height - top) {
            if let Some(color) = color(image.get_pixel(x, top + row).0) {
                let bits = &mut columns[color];
                bits.resize(width as usize, 0);
                bits[x as usize] |= 1 << row;
            }
        }
    }
    for (color, bits) in columns
        .iter()
        .enumerate()
        .filter(|(_, bits)| !bits.is_empty())
    {
        sixels.push_str(&format!("#{color}"));
        for run in bits.chunk_by(|one, next| one == next) {
            let sixel = char::from(b'?' + run[0]);
            if run.len() > 3 {
                sixels.push_str(&format!("!{}{sixel}", run.len()));
            } else {
                sixels.extend(std::iter::repeat_n(sixel, run.len()));
            }
        }
        sixels.push('$');
    }
}

/// The nearest color of the palette.
fn color([red, green, blue, opacity]: [u8; 4]) -> Option<usize> {
    let level = |value: u8| (usize::from(value) * (LEVELS - 1) + 127) / 255;
    let color = (level(red) * LEVELS + level(green)) * LEVELS + level(blue);
    (opacity >= 128).then_some(color)
}

#[cfg(test)]
mod tests {
    use image::Rgba;

    use super::*;

    #[test]
    fn pixels_become_bits_of_their_color() {
        let mut image = RgbaImage::from_pixel(5, 7, Rgba([255, 0, 0, 255]));
        image.put_pixel(0, 1, Rgba([0, 0, 255, 255]));
        image.put_pixel(4, 6, Rgba([9, 9, 9, 0]));
        let sixels = encode(&image);
        assert!(sixels.starts_with("\x1bP0;1q\"1;1;5;7#0;2;0;0;0"));
        assert!(sixels.contains("#180;2;100;0;0"));
        // Red is color 180, blue 5; `~` is all six pixels, `?` none, `@` the first.
        assert!(
            sixels.ends_with("#5A!4?$#180|!4~$-#180!4@?$-\x1b\\"),
            "{}",
            &sixels[3000..]
        );
    }
}
