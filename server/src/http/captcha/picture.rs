//! The question as a picture.

use captcha::{
    Captcha,
    filters::{Dots, Noise, Wave},
};
use rand::{CryptoRng, RngExt};

use super::{DIGITS, Question};

const WIDTH: u32 = 300;
const HEIGHT: u32 = 110;

/// A PNG of the digits; none if the picture could not be drawn. Takes some milliseconds of computing: not for an async thread.
pub fn picture(question: &Question, rng: &mut impl CryptoRng) -> Option<Vec<u8>> {
    let mut picture = Captcha::new();
    for digit in question.digits {
        picture.set_chars(&[char::from(b'0' + digit)]).add_char();
    }
    // A character that its font lacks is left out without a word: nobody could solve that.
    if picture.chars().len() != DIGITS {
        return None;
    }
    picture
        .apply_filter(Noise::new(0.15))
        .apply_filter(Wave::new(rng.random_range(1.5..2.5), rng.random_range(6.0..12.0)).horizontal())
        .apply_filter(Wave::new(rng.random_range(1.5..2.5), rng.random_range(6.0..12.0)).vertical())
        .view(WIDTH, HEIGHT)
        .apply_filter(Dots::new(6).max_radius(4).min_radius(2))
        .as_png()
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    #[test]
    fn every_digit_can_be_drawn() {
        let mut rng = StdRng::seed_from_u64(1);
        for digits in [[1, 2, 3, 4, 5, 6], [4, 5, 6, 7, 8, 9], [8; 6], [1; 6]] {
            let png = picture(&Question { digits, expires_at: 0 }, &mut rng).unwrap();
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
        assert!(picture(&Question { digits: [0; 6], expires_at: 0 }, &mut rng).is_none());
    }
}
