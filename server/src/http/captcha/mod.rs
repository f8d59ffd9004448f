//! A question that a person answers more easily than a robot: six digits, seen or heard. A speed bump, and made to be no more.
//!
//! The answer travels in the form, locked under the operator's key, so that any node can check it and none keeps anything but which
//! questions were used.

mod picture;
mod sound;

use data_encoding::BASE64URL_NOPAD;
use jiff::{SignedDuration, Timestamp};
use model::{FaultKind, check};
use rand::{CryptoRng, RngExt, SeedableRng, rngs::StdRng};
use seal::{Locked, SymmetricKey, lock, unlock};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

pub use picture::picture;
pub use sound::{Voice, sound};

const DIGITS: usize = 6;
const SEED: usize = 32;
const LEN: usize = DIGITS + SEED + 8;
const AAD: &[u8] = b"qingfeng/captcha/2";

/// How long a question may wait for its answer. A long report takes long to write.
pub const LIFETIME: SignedDuration = SignedDuration::from_hours(2);

/// The digits that were asked, and until when an answer counts.
pub struct Question {
    digits: [u8; DIGITS],
    /// From it follows everything that chance decides in the picture and in the sounds. Whoever asks twice gets the same bytes, and so
    /// nothing from which the noise could be averaged away.
    seed: [u8; SEED],
    expires_at: i64,
}

/// What a question is remembered by once it was answered, rightly or wrongly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spent {
    /// A hash of the question as the form carried it.
    pub id: [u8; 32],
    /// When it may be forgotten, in UTC milliseconds.
    pub expires_at: i64,
}

impl Question {
    /// A new question.
    pub fn ask(now: Timestamp, rng: &mut impl CryptoRng) -> Self {
        // The picture's font has no zero, which people take for a letter.
        let digits = std::array::from_fn(|_| rng.random_range(1..10));
        Self { digits, seed: rng.random(), expires_at: now.as_millisecond().saturating_add(millis(LIFETIME)) }
    }

    /// The question as a form and the address of its picture carry it: base64url, different every time.
    pub fn seal(&self, key: &SymmetricKey, rng: &mut impl CryptoRng) -> String {
        let mut plain = Zeroizing::new([0; LEN]);
        plain[..DIGITS].copy_from_slice(&self.digits);
        plain[DIGITS..DIGITS + SEED].copy_from_slice(&self.seed);
        plain[DIGITS + SEED..].copy_from_slice(&self.expires_at.to_be_bytes());
        BASE64URL_NOPAD.encode(lock(plain.as_slice(), key, AAD, rng).as_bytes())
    }

    /// The question in what came back; none if it is not of this portal or too old.
    pub fn open(token: &str, key: &SymmetricKey, now: Timestamp) -> Option<Self> {
        let locked = Locked::try_from(BASE64URL_NOPAD.decode(token.as_bytes()).ok()?).ok()?;
        let plain = unlock(&locked, key, AAD).ok()?;
        let plain: &[u8; LEN] = plain.as_slice().try_into().ok()?;
        let (digits, rest) = plain.split_first_chunk::<DIGITS>()?;
        let (seed, expires_at) = rest.split_first_chunk::<SEED>()?;
        let expires_at = i64::from_be_bytes(*expires_at.first_chunk()?);
        (now.as_millisecond() <= expires_at).then_some(Self { digits: *digits, seed: *seed, expires_at })
    }

    /// Whether `typed` is the answer, in half or full width, with or without spaces.
    ///
    /// # Errors
    /// Nothing was typed, or something else.
    pub fn check(&self, typed: &str) -> Result<(), FaultKind> {
        let typed = check::half_width(typed);
        let mut digits = typed.chars().filter(|c| !c.is_whitespace()).peekable();
        if digits.peek().is_none() {
            return Err(FaultKind::Empty);
        }
        let fits = digits.map(|c| c.to_digit(10)).eq(self.digits.iter().map(|digit| Some(u32::from(*digit))));
        if fits { Ok(()) } else { Err(FaultKind::Wrong) }
    }

    /// The chance for one way of asking: the same each time, another for each way.
    fn chance(&self, way: u8) -> StdRng {
        let mut seed = self.seed;
        seed[0] ^= way;
        StdRng::from_seed(seed)
    }

    /// What to remember it by.
    pub fn spent(&self, token: &str) -> Spent {
        Spent { id: Sha256::digest(token.as_bytes()).into(), expires_at: self.expires_at }
    }
}

fn millis(duration: SignedDuration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-11-24T03:00:00Z".parse().unwrap()
    }

    fn asked() -> (Question, SymmetricKey, StdRng) {
        let mut rng = StdRng::seed_from_u64(3);
        let key = SymmetricKey::generate(&mut rng);
        (Question { digits: [1, 1, 2, 7, 8, 9], ..Question::ask(now(), &mut rng) }, key, rng)
    }

    #[test]
    fn the_answer_is_taken_however_it_is_typed() {
        let (question, ..) = asked();
        for typed in ["112789", " 112 789 ", "１１２７８９"] {
            assert_eq!(question.check(typed), Ok(()));
        }
        assert_eq!(question.check(" "), Err(FaultKind::Empty));
        for typed in ["112788", "11278", "1127899", "l12789"] {
            assert_eq!(question.check(typed), Err(FaultKind::Wrong));
        }
    }

    #[test]
    fn a_question_expires_and_is_of_this_portal_only() {
        let (question, key, mut rng) = asked();
        let token = question.seal(&key, &mut rng);
        assert!(Question::open(&token, &key, now() + LIFETIME).is_some());
        assert!(Question::open(&token, &key, now() + LIFETIME + SignedDuration::from_millis(1)).is_none());
        assert!(Question::open(&token, &SymmetricKey::generate(&mut rng), now()).is_none());
        assert!(Question::open("", &key, now()).is_none());
    }

    #[test]
    fn the_same_question_is_drawn_and_spoken_the_same_however_often_it_is_asked_for() {
        let (question, key, mut rng) = asked();
        let token = question.seal(&key, &mut rng);
        let again = || Question::open(&token, &key, now()).unwrap();
        assert_eq!(picture(&again()), picture(&again()));
        assert_eq!(sound(&again(), Voice::Cantonese), sound(&again(), Voice::Cantonese));
        let other = Question { digits: question.digits, ..Question::ask(now(), &mut rng) };
        assert_ne!(picture(&question), picture(&other), "the same digits in another question");
        assert_ne!(sound(&question, Voice::English), sound(&other, Voice::English));
    }

    #[test]
    fn the_token_does_not_show_the_answer() {
        let (question, key, mut rng) = asked();
        assert_ne!(question.seal(&key, &mut rng), question.seal(&key, &mut rng));
    }
}
