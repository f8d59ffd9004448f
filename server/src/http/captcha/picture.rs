//! The question as a picture.

use captcha::{Captcha, filters::Wave};
use lodepng::ColorType;
use rand::{Rng, RngExt};

use super::{DIGITS, Question};

const WIDTH: usize = 300;
const HEIGHT: usize = 110;
/// How many pixels are painted over.
const NOISE: f64 = 0.12;
const BLOTS: usize = 6;
/// The chance that belongs to pictures.
const WAY: u8 = 0;

/// A PNG of the digits; none if the picture could not be drawn. Takes some milliseconds of computing: not for an async thread.
///
/// The library's own filters of noise roll dice of their own, so that every drawing would differ: these are drawn here.
pub fn picture(question: &Question) -> Option<Vec<u8>> {
    let mut chance = question.chance(WAY);
    let mut pixels = bent_digits(question, &mut chance)?;
    for pixel in &mut pixels {
        if chance.random_bool(NOISE) {
            *pixel = 0;
        }
    }
    for _ in 0..BLOTS {
        blot(&mut pixels, &mut chance);
    }
    lodepng::encode_memory(&pixels, WIDTH, HEIGHT, ColorType::GREY, 8).ok()
}

/// The digits on waves, as shades of grey.
fn bent_digits(question: &Question, chance: &mut impl Rng) -> Option<Vec<u8>> {
    let mut picture = Captcha::new();
    for digit in question.digits {
        picture.set_chars(&[char::from(b'0' + digit)]).add_char();
    }
    // A character that its font lacks is left out without a word: nobody could solve that.
    if picture.chars().len() != DIGITS {
        return None;
    }
    let mut wave = || Wave::new(chance.random_range(1.5..2.5), chance.random_range(6.0..12.0));
    let png = picture.apply_filter(wave().horizontal()).apply_filter(wave().vertical()).view(WIDTH as u32, HEIGHT as u32).as_png()?;
    Some(lodepng::decode24(png).ok()?.buffer.iter().map(|pixel| pixel.r).collect())
}

/// Paints a small disc somewhere.
fn blot(pixels: &mut [u8], chance: &mut impl Rng) {
    let (x, y, radius) = (chance.random_range(0..WIDTH), chance.random_range(0..HEIGHT), chance.random_range(2..=4_usize));
    for row in y.saturating_sub(radius)..(y + radius).min(HEIGHT) {
        for column in x.saturating_sub(radius)..(x + radius).min(WIDTH) {
            if row.abs_diff(y).pow(2) + column.abs_diff(x).pow(2) <= radius.pow(2) {
                pixels[row * WIDTH + column] = 0;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    #[test]
    fn every_digit_can_be_drawn() {
        for digits in [[1, 2, 3, 4, 5, 6], [4, 5, 6, 7, 8, 9], [8; 6], [1; 6]] {
            let png = picture(&Question { digits, seed: [7; 32], expires_at: 0 }).unwrap();
            assert!(png.starts_with(b"\x89PNG"));
            assert!(png.len() < 40_000, "{} bytes", png.len());
        }
    }

    #[test]
    fn a_question_asks_only_what_can_be_drawn() {
        let mut rng = StdRng::seed_from_u64(1);
        for _ in 0..200 {
            let question = Question::ask(jiff::Timestamp::UNIX_EPOCH, &mut rng);
            assert!(!question.digits.contains(&0));
        }
        assert!(picture(&Question { digits: [0; 6], seed: [7; 32], expires_at: 0 }).is_none());
    }
}
