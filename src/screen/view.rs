//! A page that may be longer than the terminal: its foot (the keys) always stays in sight, its
//! head as long as there is room, and a mark says how much of its body is out of sight.

use super::Theme;
use super::text::clip;
use super::theme::faint;

/// A page before it is known how many rows there are.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct View {
    pub(super) head: Vec<String>,
    pub(super) body: Vec<String>,
    /// Something to say above the foot.
    pub(super) note: Vec<String>,
    pub(super) foot: Vec<String>,
    /// The line of the body that has to be in sight at first.
    pub(super) focus: usize,
    pub(super) pictures: Vec<Placed>,
}

/// A picture, and the lines of the body that are left empty for it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Placed {
    pub(super) line: usize,
    pub(super) rows: usize,
    /// What makes the terminal draw it, from where the cursor is.
    pub(super) drawing: String,
}

/// Where somebody wants to read on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Scroll {
    Up,
    Down,
    PageUp,
    PageDown,
    Top,
    End,
}

/// What fits a terminal of so many rows.
#[derive(Clone, Copy)]
struct Fit {
    head: usize,
    body: usize,
    note: usize,
    foot: usize,
    /// Whether everything is in sight, with empty lines between the parts.
    whole: bool,
}

impl View {
    /// All of it, one below the other.
    pub(super) fn whole(&self) -> Vec<String> {
        let space = |part: &[String]| (!part.is_empty()).then(String::new);
        let mut lines = self.head.clone();
        lines.extend(space(&self.head));
        lines.extend(self.body.iter().cloned());
        lines.extend(space(&self.foot).or_else(|| space(&self.note)));
        lines.extend(self.note.iter().chain(&self.foot).cloned());
        lines
    }

    /// What a terminal of `rows` rows shows when the body begins with line `from`.
    pub(super) fn window(
        &self,
        rows: usize,
        columns: usize,
        from: usize,
        theme: Theme,
    ) -> Vec<String> {
        let fit = self.fit(rows);
        if fit.whole {
            let above = self.head.len() + usize::from(!self.head.is_empty());
            let mut lines = self.whole();
            self.draw_pictures(&mut lines, above, 0, self.body.len());
            return lines;
        }
        let from = from.min(self.body.len() - fit.body);
        let to = from + fit.body;
        let mut lines = self.head[..fit.head].to_vec();
        lines.extend_from_slice(&self.body[from..to]);
        self.draw_pictures(&mut lines, fit.head, from, to);
        if fit.body < self.body.len() {
            let mark = mark(from, self.body.len() - to, theme);
            lines.push(theme.paint(&clip(&mark, columns), &faint()));
        }
        lines.extend_from_slice(&self.note[..fit.note]);
        lines.extend_from_slice(&self.foot[..fit.foot]);
        lines
    }

    /// Where the body begins at first: at its start if what matters is in sight then.
    pub(crate) fn start(&self, rows: usize) -> usize {
        let Fit { body, whole, .. } = self.fit(rows);
        if whole || self.focus < body / 2 {
            return 0;
        }
        (self.focus - body / 4).min(self.body.len() - body)
    }

    /// Where the body begins after somebody read on from `from`.
    pub(crate) fn scrolled(&self, rows: usize, from: usize, scroll: Scroll) -> usize {
        let Fit { body, whole, .. } = self.fit(rows);
        if whole {
            return 0;
        }
        let last = self.body.len() - body;
        let page = body.saturating_sub(1).max(1);
        match scroll {
            Scroll::Up => from.saturating_sub(1),
            Scroll::Down => from + 1,
            Scroll::PageUp => from.saturating_sub(page),
            Scroll::PageDown => from + page,
            Scroll::Top => 0,
            Scroll::End => last,
        }
        .min(last)
    }

    /// Two rows of the body and the mark come first, then a line of the note and the foot, then
    /// the rest of the note. The head goes when the body would have less than half of the rows.
    fn fit(&self, rows: usize) -> Fit {
        let rows = rows.max(3);
        let whole = self.whole().len() <= rows;
        let below = rows.saturating_sub(3).max(1);
        let first = self.note.len().min(1).min(below - 1);
        let foot = self.foot.len().min(below - first);
        let note = self.note.len().min(below - foot);
        let room = rows - foot - note;
        let space = |mark: usize| {
            let head = self.head.len();
            let stays = head > 0 && room.saturating_sub(head + mark) * 2 >= rows;
            let head = if stays { head } else { 0 };
            (head, room - head - mark)
        };
        let (head, body) = match space(0) {
            (head, body) if body >= self.body.len() => (head, self.body.len()),
            _ => space(1),
        };
        Fit {
            head,
            // Without the head there may be more room than body.
            body: body.min(self.body.len()),
            note,
            foot,
            whole,
        }
    }

    /// Puts those pictures in that are in sight from top to bottom; `above` lines come before the
    /// body's line `from`.
    fn draw_pictures(&self, lines: &mut [String], above: usize, from: usize, to: usize) {
        for Placed {
            line,
            rows,
            drawing,
        } in &self.pictures
        {
            if *line >= from
                && line + rows <= to
                && let Some(place) = lines.get_mut(above + line - from)
            {
                // The cursor goes back, because terminals disagree about where a picture leaves it.
                *place = format!("\x1b7{drawing}\x1b8");
            }
        }
    }
}

fn mark(above: usize, below: usize, theme: Theme) -> String {
    let (up, down) = (theme.glyph("↑", "^"), theme.glyph("↓", "v"));
    let count = match (above, below) {
        (0, below) => format!("{down} {below}"),
        (above, 0) => format!("{up} {above}"),
        (above, below) => format!("{up} {above} {down} {below}"),
    };
    format!("{count} more lines: j, k or arrows")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PLAIN: Theme = Theme {
        color: false,
        unicode: true,
        links: false,
    };

    fn view(head: usize, body: usize, foot: usize) -> View {
        let lines = |name: &str, count| (0..count).map(|line| format!("{name}{line}")).collect();
        View {
            head: lines("h", head),
            body: lines("b", body),
            foot: lines("f", foot),
            ..View::default()
        }
    }

    fn seen(view: &View, rows: usize, from: usize) -> String {
        view.window(rows, 80, from, PLAIN).join("|")
    }

    #[test]
    fn what_fits_is_shown_whole() {
        assert_eq!(seen(&view(1, 2, 1), 6, 0), "h0||b0|b1||f0");
        assert_eq!(seen(&view(0, 1, 1), 3, 9), "b0||f0");
        assert_eq!(view(1, 2, 1).scrolled(6, 0, Scroll::End), 0);
    }

    #[test]
    fn the_foot_stays_in_sight_and_a_mark_says_what_does_not() {
        let keys = "more lines: j, k or arrows";
        let view = view(2, 9, 1);
        assert_eq!(
            seen(&view, 8, 0),
            format!("h0|h1|b0|b1|b2|b3|↓ 5 {keys}|f0")
        );
        assert_eq!(seen(&view, 5, 3), format!("b3|b4|b5|↑ 3 ↓ 3 {keys}|f0"));
        assert_eq!(seen(&view, 5, 99), format!("b6|b7|b8|↑ 6 {keys}|f0"));
    }

    #[test]
    fn a_high_foot_leaves_room_for_the_body() {
        let keys = "more lines: j, k or arrows";
        assert_eq!(seen(&view(1, 3, 9), 5, 0), "b0|b1|b2|f0|f1");
        assert_eq!(seen(&view(0, 4, 0), 1, 0), format!("b0|b1|↓ 2 {keys}"));
    }

    #[test]
    fn a_head_that_goes_may_leave_more_room_than_body() {
        assert_eq!(seen(&view(3, 5, 1), 8, 0), "b0|b1|b2|b3|b4|f0");
        assert_eq!(view(3, 5, 1).scrolled(8, 0, Scroll::End), 0);
    }

    #[test]
    fn a_note_takes_a_line_of_the_foot_if_it_must() {
        let mut view = view(1, 3, 2);
        view.note = vec!["n0".into(), "n1".into()];
        assert_eq!(seen(&view, 10, 0), "h0||b0|b1|b2||n0|n1|f0|f1");
        assert_eq!(seen(&view, 5, 0), "b0|b1|b2|n0|f0");
        assert_eq!(seen(&view, 7, 0), "b0|b1|b2|n0|n1|f0|f1");
    }

    #[test]
    fn a_picture_is_drawn_when_all_of_it_is_in_sight() {
        let mut view = view(1, 8, 1);
        view.body[2..4].fill(String::new());
        view.pictures.push(Placed {
            line: 2,
            rows: 2,
            drawing: "*".into(),
        });
        assert!(seen(&view, 20, 0).starts_with("h0||b0|b1|\x1b7*\x1b8||b4"));
        assert!(seen(&view, 6, 1).starts_with("h0|b1|\x1b7*\x1b8||"));
        assert!(seen(&view, 6, 3).starts_with("h0||b4|b5|"));
    }

    proptest! {
        #[test]
        fn no_row_is_exceeded_and_every_line_can_be_reached(
            head in 0_usize..4, body in 0_usize..40, note in 0_usize..4, foot in 0_usize..6, rows in 3_usize..30, focus in 0_usize..40,
        ) {
            let mut view = view(head, body, foot);
            view.note = vec!["n".into(); note];
            view.focus = focus.min(body.saturating_sub(1));
            let mut from = view.start(rows);
            let focused = view.window(rows, 80, from, PLAIN);
            let line = format!("b{}", view.focus);
            prop_assert!(body == 0 || focused.contains(&line));
            from = view.scrolled(rows, from, Scroll::Top);
            let mut seen = Vec::new();
            loop {
                let lines = view.window(rows, 80, from, PLAIN);
                prop_assert!(lines.len() <= rows);
                seen.extend(lines);
                let next = view.scrolled(rows, from, Scroll::PageDown);
                if next == from { break; }
                from = next;
            }
            for line in view.body {
                prop_assert!(seen.contains(&line), "{} is never seen", line);
            }
        }
    }
}
