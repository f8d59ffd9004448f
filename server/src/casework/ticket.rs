//! The sealed ticket that a report form carries. The receipt code follows from it, so that a form sent twice is one report with one code.

use data_encoding::BASE64URL_NOPAD;
use jiff::{SignedDuration, Timestamp};
use model::{CaseNumber, ReceiptCode};
use rand_core::CryptoRng;
use seal::{Locked, SymmetricKey, lock, unlock};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::vault::operator::OperatorKeys;

/// How long a form may stay open.
pub const LIFETIME: SignedDuration = SignedDuration::from_hours(24);

const ENTROPY: usize = 32;
const LEN: usize = ENTROPY + 8 + 1;
const AAD: &[u8] = b"qingfeng/ticket/1";
const PERMIT_AAD: &[u8] = b"qingfeng/permit/1";
const CODE_LABEL: &str = "qingfeng/ticket/receipt/1";
const CODE_ENTROPY: usize = 24;

/// What a form carries of its own. Only the portal can open it; the receipt code cannot be read from the page before the report is filed.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Ticket {
    entropy: [u8; ENTROPY],
    issued_at: i64,
    human: bool,
}

/// What the portal promises to a form whose report is sealed in the browser: where it will stand, and since when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// The case.
    pub case: i64,
    /// Its number.
    pub number: CaseNumber,
    /// The hour in which it is filed, UTC milliseconds.
    pub hour: i64,
}

/// Why a ticket is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TicketError {
    /// None, or not made by this portal.
    #[error("not a ticket of this portal")]
    Invalid,
    /// Too old.
    #[error("an expired ticket")]
    Expired,
}

impl Ticket {
    /// A new ticket for a form shown now.
    pub fn issue(now: Timestamp, rng: &mut impl CryptoRng) -> Self {
        let mut entropy = [0; ENTROPY];
        rng.fill_bytes(&mut entropy);
        Self { entropy, issued_at: now.as_millisecond(), human: false }
    }

    /// The same ticket after its captcha was solved, so that it is asked once.
    #[must_use]
    pub fn solved(mut self) -> Self {
        self.human = true;
        self
    }

    /// Whether a captcha was solved for it.
    pub fn is_human(&self) -> bool {
        self.human
    }

    /// How long ago the form was first shown.
    pub fn age(&self, now: Timestamp) -> SignedDuration {
        SignedDuration::from_millis(now.as_millisecond().saturating_sub(self.issued_at))
    }

    /// The receipt code of the report filed with it.
    pub fn receipt_code(&self) -> ReceiptCode {
        let derived = SymmetricKey::derive(&self.entropy, CODE_LABEL);
        let mut entropy = Zeroizing::new([0; CODE_ENTROPY]);
        entropy.copy_from_slice(&derived.expose()[..CODE_ENTROPY]);
        ReceiptCode::from_entropy(&entropy)
    }

    /// Hash under which the ticket is used up.
    pub fn token(&self, keys: &OperatorKeys) -> [u8; 32] {
        keys.mac("ticket", &self.entropy)
    }

    /// When it would be refused for its age.
    pub fn expires_at(&self) -> i64 {
        self.issued_at.saturating_add(LIFETIME.as_millis().try_into().unwrap_or(i64::MAX))
    }

    /// Proof for whoever holds this ticket that the portal promised this for it: base64url.
    pub fn permit(&self, promise: &Promise, key: &SymmetricKey, rng: &mut impl CryptoRng) -> String {
        let plain = [&promise.case.to_be_bytes(), &promise.hour.to_be_bytes(), promise.number.as_str().as_bytes()].concat();
        BASE64URL_NOPAD.encode(lock(&plain, key, &self.permit_aad(), rng).as_bytes())
    }

    /// What was promised for this ticket; none if that is no proof, or one of another ticket.
    pub fn permitted(&self, permit: &str, key: &SymmetricKey) -> Option<Promise> {
        let locked = Locked::try_from(BASE64URL_NOPAD.decode(permit.as_bytes()).ok()?).ok()?;
        let plain = unlock(&locked, key, &self.permit_aad()).ok()?;
        let (case, rest) = plain.split_first_chunk::<8>()?;
        let (hour, number) = rest.split_first_chunk::<8>()?;
        let number = CaseNumber::parse(std::str::from_utf8(number).ok()?).ok()?;
        Some(Promise { case: i64::from_be_bytes(*case), hour: i64::from_be_bytes(*hour), number })
    }

    fn permit_aad(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new([PERMIT_AAD, &self.entropy].concat())
    }

    /// The text for the form: base64url, the same length for every ticket.
    pub fn seal(&self, key: &SymmetricKey, rng: &mut impl CryptoRng) -> String {
        let mut plain = Zeroizing::new([0; LEN]);
        plain[..ENTROPY].copy_from_slice(&self.entropy);
        plain[ENTROPY..LEN - 1].copy_from_slice(&self.issued_at.to_be_bytes());
        plain[LEN - 1] = u8::from(self.human);
        BASE64URL_NOPAD.encode(lock(plain.as_slice(), key, AAD, rng).as_bytes())
    }

    /// The ticket in what a form sent.
    ///
    /// # Errors
    /// It is none of this portal's, or older than `lifetime`.
    pub fn open(text: &str, key: &SymmetricKey, now: Timestamp, lifetime: SignedDuration) -> Result<Self, TicketError> {
        let ticket = Self::read(text, key).ok_or(TicketError::Invalid)?;
        if ticket.age(now) > lifetime { Err(TicketError::Expired) } else { Ok(ticket) }
    }

    fn read(text: &str, key: &SymmetricKey) -> Option<Self> {
        let locked = Locked::try_from(BASE64URL_NOPAD.decode(text.as_bytes()).ok()?).ok()?;
        let plain = unlock(&locked, key, AAD).ok()?;
        let plain: &[u8; LEN] = plain.as_slice().try_into().ok()?;
        let (entropy, rest) = plain.split_first_chunk::<ENTROPY>()?;
        let (issued_at, human) = rest.split_first_chunk::<8>()?;
        Some(Self { entropy: *entropy, issued_at: i64::from_be_bytes(*issued_at), human: human == [1] })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    fn start() -> Timestamp {
        "2026-11-24T03:00:00Z".parse().unwrap()
    }

    fn keys() -> (SymmetricKey, StdRng) {
        let mut rng = StdRng::seed_from_u64(1);
        (SymmetricKey::generate(&mut rng), rng)
    }

    #[test]
    fn the_same_ticket_gives_the_same_code_however_often_it_is_sealed() {
        let (key, mut rng) = keys();
        let ticket = Ticket::issue(start(), &mut rng);
        let (first, second) = (ticket.seal(&key, &mut rng), ticket.clone().solved().seal(&key, &mut rng));
        assert_ne!(first, second);
        let [first, second] = [first, second].map(|text| Ticket::open(&text, &key, start(), LIFETIME).unwrap());
        assert_eq!(first.receipt_code().as_bytes(), second.receipt_code().as_bytes());
        assert!(!first.is_human() && second.is_human());
        assert_ne!(Ticket::issue(start(), &mut rng).receipt_code().as_bytes(), first.receipt_code().as_bytes());
    }

    #[test]
    fn a_permit_is_good_for_its_ticket_alone() {
        let (key, mut rng) = keys();
        let (ticket, other) = (Ticket::issue(start(), &mut rng), Ticket::issue(start(), &mut rng));
        let promise = Promise { case: -7, number: CaseNumber::generate(2026, &mut rng), hour: 3_600_000 };
        let permit = ticket.permit(&promise, &key, &mut rng);
        assert_eq!(ticket.clone().solved().permitted(&permit, &key), Some(promise));
        assert_eq!(other.permitted(&permit, &key), None);
        assert_eq!(ticket.permitted(&ticket.seal(&key, &mut rng), &key), None, "a ticket is no permit");
        assert_eq!(ticket.permitted("", &key), None);
    }

    #[test]
    fn a_day_later_it_has_expired() {
        let (key, mut rng) = keys();
        let text = Ticket::issue(start(), &mut rng).seal(&key, &mut rng);
        assert!(Ticket::open(&text, &key, start() + LIFETIME, LIFETIME).is_ok());
        let late = start() + LIFETIME + SignedDuration::from_secs(1);
        assert_eq!(Ticket::open(&text, &key, late, LIFETIME).err(), Some(TicketError::Expired));
    }

    #[test]
    fn another_portals_ticket_is_none() {
        let (key, mut rng) = keys();
        let text = Ticket::issue(start(), &mut rng).seal(&SymmetricKey::generate(&mut rng), &mut rng);
        assert_eq!(Ticket::open(&text, &key, start(), LIFETIME).err(), Some(TicketError::Invalid));
    }

    proptest! {
        #[test]
        fn no_text_panics_or_opens(text: String) {
            prop_assert!(Ticket::open(&text, &keys().0, start(), LIFETIME).is_err());
        }

        #[test]
        fn a_changed_character_is_found(place in 0usize..100) {
            let (key, mut rng) = keys();
            let mut text = Ticket::issue(start(), &mut rng).seal(&key, &mut rng).into_bytes();
            text[place] = if text[place] == b'A' { b'B' } else { b'A' };
            let text = String::from_utf8(text).unwrap();
            prop_assert_eq!(Ticket::open(&text, &key, start(), LIFETIME).err(), Some(TicketError::Invalid));
        }
    }
}
