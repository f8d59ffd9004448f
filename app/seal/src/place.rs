//! Where something sealed belongs. Its place is authenticated with it, so that it opens nowhere else.
//!
//! Every field has a fixed width and the order never changes: two places are never encoded alike.

/// Declares an enumeration whose members have one number in what is authenticated and one word in the database.
macro_rules! coded {
    ($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $code:literal $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$variant_meta])* $variant,)+ }

        impl $name {
            /// Every value.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The number that is authenticated; never changed, never used again.
            pub const fn code(self) -> u8 {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The word in the database.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = UnknownSlot;
            fn from_str(word: &str) -> Result<Self, UnknownSlot> {
                match word { $($word => Ok(Self::$variant),)+ _ => Err(UnknownSlot) }
            }
        }
    };
}

/// A word that names no slot or purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the word of a slot or purpose")]
pub struct UnknownSlot;

coded! {
    /// What kind of content a ciphertext of a case holds.
    Slot {
        /// The report as filed.
        Report = 1 "report",
        /// What a queue row shows of it.
        Summary = 2 "summary",
        /// Who filed it.
        Identity = 3 "identity",
        /// A message of the conversation, from either side.
        Message = 4 "message",
        /// A note that only the unit reads.
        Note = 5 "note",
        /// Why the identity was handed to other custodians.
        Opening = 6 "opening",
        /// Why the case was declined, transferred, returned or the like.
        Reason = 7 "reason",
        /// The answer that closes the case.
        Answer = 8 "answer",
        /// What the reporter wrote beside the rating.
        Rating = 9 "rating",
        /// What an officer needs the identity for.
        Request = 10 "request",
        /// What a custodian says to a request.
        Decision = 11 "decision",
        /// The fields of the identity that were released.
        Release = 12 "release",
        /// What the reporter objects to a release.
        Objection = 13 "objection",
        /// What the unit above says to an objection.
        Ruling = 14 "ruling",
        /// Why a member must not learn of the case, or may again.
        Recusal = 15 "recusal",
        /// Why the danger for whoever reported is as great as that, and what is done about it.
        Risk = 17 "risk",
        /// Why a case is not to be destroyed.
        Hold = 20 "hold",
        /// A copy of texts with parts blacked out.
        Redacted = 21 "redacted",
        /// What a file is called that was added and not yet sent, under the reporter's own key for that.
        File = 30 "file",
    }
}

impl Slot {
    /// The data key that a ciphertext in this slot is under: the identity, what is said about a request for it, and what was released have
    /// keys of their own.
    pub const fn purpose(self) -> Purpose {
        match self {
            Self::Identity | Self::Opening => Purpose::Identity,
            Self::Request | Self::Decision | Self::Objection | Self::Ruling => Purpose::Custody,
            Self::Release => Purpose::Release,
            Self::Redacted => Purpose::Redaction,
            Self::Report
            | Self::Summary
            | Self::Message
            | Self::Note
            | Self::Reason
            | Self::Answer
            | Self::Rating
            | Self::Recusal
            | Self::Risk
            | Self::Hold
            | Self::File => Purpose::Report,
        }
    }
}

coded! {
    /// What a data key opens.
    Purpose {
        /// The report and all that follows it.
        Report = 1 "report",
        /// The identity of a named report.
        Identity = 2 "identity",
        /// What is said about one request for the identity; its epoch is the request's number.
        Custody = 3 "custody",
        /// What one request released of the identity; its epoch is the request's number.
        Release = 4 "release",
        /// A copy with parts blacked out; its epoch is the copy's number.
        Redaction = 20 "redaction",
    }
}

/// Where a ciphertext stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place {
    /// Case id.
    pub case: i64,
    /// Kind of content.
    pub slot: Slot,
    /// Which one of its kind within the case, from 0.
    pub seq: u32,
    /// Which data key of the case, from 0.
    pub epoch: u32,
}

impl Place {
    /// Length of an encoded place.
    pub(crate) const LEN: usize = 17;

    /// case (8) ‖ slot (1) ‖ seq (4) ‖ epoch (4), big-endian.
    pub(crate) fn encode(&self) -> [u8; Self::LEN] {
        let mut out = [0; Self::LEN];
        out[..8].copy_from_slice(&self.case.to_be_bytes());
        out[8] = self.slot.code();
        out[9..13].copy_from_slice(&self.seq.to_be_bytes());
        out[13..].copy_from_slice(&self.epoch.to_be_bytes());
        out
    }
}

/// For whom a data key is sealed or wrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Holder {
    /// The unit key with this id.
    Unit(i64),
    /// The reporter of the case.
    Reporter,
    /// The member with this id.
    Member(i64),
}

impl Holder {
    fn code_and_id(self) -> (u8, i64) {
        match self {
            Self::Unit(id) => (1, id),
            Self::Reporter => (2, 0),
            Self::Member(id) => (3, id),
        }
    }
}

/// Where a sealed or wrapped data key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyPlace {
    /// Case id.
    pub case: i64,
    /// Which data key of the case, from 0.
    pub epoch: u32,
    /// What it opens.
    pub purpose: Purpose,
    /// For whom.
    pub holder: Holder,
}

impl KeyPlace {
    /// Length of an encoded place.
    pub(crate) const LEN: usize = 22;

    /// case (8) ‖ epoch (4) ‖ purpose (1) ‖ holder (1) ‖ holder's id (8), big-endian.
    pub(crate) fn encode(&self) -> [u8; Self::LEN] {
        let (holder, id) = self.holder.code_and_id();
        let mut out = [0; Self::LEN];
        out[..8].copy_from_slice(&self.case.to_be_bytes());
        out[8..12].copy_from_slice(&self.epoch.to_be_bytes());
        out[12] = self.purpose.code();
        out[13] = holder;
        out[14..].copy_from_slice(&id.to_be_bytes());
        out
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn codes_and_words_name_one_value_each() {
        let codes: HashSet<u8> = Slot::ALL.iter().map(|slot| slot.code()).collect();
        assert_eq!(codes.len(), Slot::ALL.len());
        assert!(Slot::ALL.iter().all(|slot| slot.as_str().parse() == Ok(*slot)));
        assert!(Purpose::ALL.iter().all(|purpose| purpose.as_str().parse() == Ok(*purpose)));
        assert_eq!("reports".parse::<Slot>(), Err(UnknownSlot));
    }

    #[test]
    fn every_field_shows_in_the_encoding() {
        let place = Place { case: -2, slot: Slot::Note, seq: 1, epoch: 0x0203_0405 };
        assert_eq!(place.encode(), [255, 255, 255, 255, 255, 255, 255, 254, 5, 0, 0, 0, 1, 2, 3, 4, 5]);
        let key = KeyPlace { case: 1, epoch: 2, purpose: Purpose::Identity, holder: Holder::Member(3) };
        assert_eq!(key.encode(), [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 2, 3, 0, 0, 0, 0, 0, 0, 0, 3]);
    }
}
