//! QR codes as the path of an SVG, drawn alike by the server and by the browser.

use std::fmt::Write;

use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};

/// Light modules around a code that scanners need (ISO/IEC 18004).
const QUIET: i32 = 4;

/// A QR code. The default one is blank.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Square {
    /// Modules on a side, with the quiet ones.
    pub side: i32,
    /// The dark modules as a path.
    pub ink: String,
}

impl Square {
    /// The code of a text; none if it is too long for one.
    pub fn of(text: &str) -> Option<Self> {
        let segments = QrSegment::make_segments(text);
        // Any mask reads as well; to weigh all eight against each other would cost as much as a third of the sealing.
        let mask = Some(Mask::new(0));
        let code = QrCode::encode_segments_advanced(&segments, QrCodeEcc::Medium, Version::MIN, Version::MAX, mask, true).ok()?;
        Some(Self { side: code.size() + 2 * QUIET, ink: dark_runs(&code) })
    }

    /// What the SVG shows.
    pub fn view_box(&self) -> String {
        format!("0 0 {side} {side}", side = self.side)
    }

    /// The light ground as a path.
    pub fn ground(&self) -> String {
        format!("M0 0h{side}v{side}H0z", side = self.side)
    }
}

/// The dark runs of each row, as one path.
fn dark_runs(code: &QrCode) -> String {
    let mut path = String::with_capacity(4096);
    for row in 0..code.size() {
        let mut column = 0;
        while column < code.size() {
            let begin = column;
            // Outside the code nothing is dark.
            while code.get_module(column, row) {
                column += 1;
            }
            if column > begin {
                let (left, top, length) = (begin + QUIET, row + QUIET, column - begin);
                // Writing into a string does not fail.
                let _ = write!(path, "M{left} {top}h{length}v1h-{length}z");
            }
            column += 1;
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use rqrr::{Grid, SimpleGrid};

    use super::*;

    /// The numbers of one run: from the left, from the top, how long.
    fn run(part: &str) -> [usize; 3] {
        let mut numbers = part.split(|letter: char| !letter.is_ascii_digit()).filter_map(|number| number.parse().ok());
        std::array::from_fn(|_| numbers.next().unwrap())
    }

    #[test]
    fn a_scanner_reads_the_square_as_it_is_drawn() {
        let text = "7QK2M-9XW4D-RRRRR-00000-11111";
        let drawn = Square::of(text).unwrap();
        let runs: Vec<_> = drawn.ink.split('z').filter(|part| !part.is_empty()).map(run).collect();
        let quiet = usize::try_from(QUIET).unwrap();
        let is_dark =
            |column, row| runs.iter().any(|[left, top, length]| row + quiet == *top && (*left..left + length).contains(&(column + quiet)));
        let grid = SimpleGrid::from_func(usize::try_from(drawn.side - 2 * QUIET).unwrap(), is_dark);
        assert_eq!(Grid::new(grid).decode().unwrap().1, text);
    }

    #[test]
    fn a_blank_one_has_no_ink() {
        let blank = Square::default();
        assert!(blank.ink.is_empty() && blank.view_box() == "0 0 0 0");
    }
}
