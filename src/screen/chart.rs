//! Small pictures of numbers, in Unicode or ASCII.

use super::Theme;

/// A horizontal bar: `value` of `most` in `columns`. Anything above nothing shows.
pub(crate) fn bar(value: u32, most: u32, columns: usize, theme: Theme) -> String {
    let eighths = (u64::from(value) * columns as u64 * 8).checked_div(u64::from(most)).unwrap_or(0) as usize;
    let eighths = if value > 0 { eighths.max(1) } else { 0 };
    if !theme.unicode {
        return "#".repeat(eighths.div_ceil(8).min(columns));
    }
    let part = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8];
    format!("{}{part}", "█".repeat(eighths / 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_share() {
        let fine = Theme { color: false, unicode: true };
        let coarse = Theme { color: false, unicode: false };
        assert_eq!(bar(5, 10, 5, fine), "██▌");
        assert_eq!(bar(1, 1000, 5, fine), "▏");
        assert_eq!(bar(0, 10, 5, fine), "");
        assert_eq!(bar(7, 0, 5, fine), "▏");
        assert_eq!(bar(10, 10, 5, coarse), "#####");
        assert_eq!(bar(1, 1000, 5, coarse), "#");
    }
}
