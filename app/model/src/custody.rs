//! The custody of identities: what is asked for, who decides, how long what was released stays open, and what the reporter can object to.
//!
//! The rules are functions over what stands on record, without keys or a database; [`Outcome`] is made by [`decide`] alone.

use std::{fmt, str::FromStr};

use crate::text::{UnknownWord, words};

words! {
    /// A field of an identity.
    IdentityPart("part of an identity") {
        /// Name of a person or an organisation.
        Name = "name",
        /// Identity number.
        IdNumber = "id_number",
        /// Telephone.
        Phone = "phone",
        /// Postal address.
        Address = "address",
    }
}

words! {
    /// What an identity is needed for.
    AccessPurpose("purpose") {
        /// To make sure that the report is from whom it says.
        Verify = "verify",
        /// To ask the reporter something that cannot be asked through the portal.
        Contact = "contact",
        /// To hear the reporter in person.
        Interview = "interview",
        /// To serve a written notice or reply.
        Serve = "serve",
        /// To protect the reporter.
        Protect = "protect",
        /// Something else, said in the words that go with it.
        Other = "other",
    }
}

words! {
    /// Where a request for an identity stands.
    RequestStatus("status of a request") {
        /// Custodians have not decided.
        Waiting = "waiting",
        /// What was asked for is released until a set moment.
        Granted = "granted",
        /// A custodian refused it.
        Refused = "refused",
        /// The case or the identity went elsewhere before anyone decided.
        Lapsed = "lapsed",
        /// The release is over and its key is destroyed.
        Ended = "ended",
    }
}

words! {
    /// What a custodian decides.
    Decision("decision") {
        /// Release what is asked for.
        Grant = "grant",
        /// Release nothing.
        Refuse = "refuse",
    }
}

words! {
    /// Why something is not done with an identity now.
    CustodyRefused("refusal of custody") {
        /// Whoever asks does not decide.
        OwnRequest = "own-request",
        /// This custodian has decided already; another one has to.
        DecidedAlready = "decided-already",
        /// The request has been decided, or has lapsed.
        NotWaiting = "not-waiting",
        /// The member's last request has not been decided yet, or what it released is still open.
        AskedAlready = "asked-already",
        /// The identity is sealed to the reporter alone: there is nobody to ask.
        NoCustodian = "no-custodian",
        /// Nothing is released to this member, or no more.
        NotReleased = "not-released",
        /// Only what was granted can be objected to, and once.
        NotObjectable = "not-objectable",
        /// There is no objection that waits for an answer.
        NoObjection = "no-objection",
        /// Whoever asked or decided does not answer an objection to it.
        Involved = "involved",
        /// Whoever asked does not handle the case any more.
        AskerGone = "asker-gone",
        /// What is stored does not fit its seal: nothing of it can be released.
        Broken = "broken",
    }
}

words! {
    /// What in a text may give a reporter away.
    LeakKind("kind of leak") {
        /// The name that was released to the writer.
        Name = "name",
        /// The identity number that was released.
        IdNumber = "id_number",
        /// The telephone number that was released.
        Phone = "phone",
        /// The address that was released.
        Address = "address",
        /// Some identity number.
        AnIdNumber = "an-id-number",
        /// Some mobile number.
        AMobile = "a-mobile",
        /// A long number that the reporter wrote as well.
        Number = "number",
        /// A passage of what the reporter wrote.
        Passage = "passage",
    }
}

/// Which fields of an identity: one at least, none twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope(Vec<IdentityPart>);

impl Scope {
    /// These fields; none if there are none.
    pub fn of(parts: impl IntoIterator<Item = IdentityPart>) -> Option<Self> {
        let mut parts: Vec<IdentityPart> = parts.into_iter().collect();
        parts.sort_unstable();
        parts.dedup();
        (!parts.is_empty()).then_some(Self(parts))
    }

    /// The fields in the order of the form.
    pub fn parts(&self) -> &[IdentityPart] {
        &self.0
    }

    /// Whether this field is one of them.
    pub fn contains(&self, part: IdentityPart) -> bool {
        self.0.contains(&part)
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = self.0.iter().map(|part| part.as_str()).collect();
        f.write_str(&words.join(" "))
    }
}

impl FromStr for Scope {
    type Err = UnknownWord;
    fn from_str(words: &str) -> Result<Self, UnknownWord> {
        let parts: Vec<IdentityPart> = words.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
        Self::of(parts).ok_or(UnknownWord("scope"))
    }
}

/// How a request stands before somebody decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Its status.
    pub status: RequestStatus,
    /// How many custodians have to grant it.
    pub needed: u32,
    /// How many have.
    pub granted: u32,
}

/// Who is about to decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decider {
    /// The member asked for it.
    pub asked: bool,
    /// The member has decided on it before.
    pub decided: bool,
}

/// What a decision leads to. Made by [`decide`] alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome(Step);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Agreed,
    Granted,
    Refused,
}

impl Outcome {
    /// Where the request stands then.
    pub const fn status(self) -> RequestStatus {
        match self.0 {
            Step::Agreed => RequestStatus::Waiting,
            Step::Granted => RequestStatus::Granted,
            Step::Refused => RequestStatus::Refused,
        }
    }

    /// Whether what was asked for is released now.
    pub const fn releases(self) -> bool {
        matches!(self.0, Step::Granted)
    }

    /// Whether another custodian has to decide as well.
    pub const fn waits(self) -> bool {
        matches!(self.0, Step::Agreed)
    }
}

/// What follows from a custodian's decision. One refusal is enough; a grant counts once a custodian, and never on one's own request.
///
/// # Errors
/// Why this member does not decide on it now.
pub fn decide(standing: Standing, by: Decider, decision: Decision) -> Result<Outcome, CustodyRefused> {
    let step = match (standing.status, by) {
        (_, Decider { asked: true, .. }) => return Err(CustodyRefused::OwnRequest),
        (RequestStatus::Waiting, Decider { decided: true, .. }) => return Err(CustodyRefused::DecidedAlready),
        (RequestStatus::Waiting, _) if decision == Decision::Refuse => Step::Refused,
        (RequestStatus::Waiting, _) if standing.granted + 1 < standing.needed => Step::Agreed,
        (RequestStatus::Waiting, _) => Step::Granted,
        _ => return Err(CustodyRefused::NotWaiting),
    };
    Ok(Outcome(step))
}

/// Whether what was released is open at this moment, both in UTC milliseconds.
pub fn is_open(status: RequestStatus, ends_at: Option<i64>, now: i64) -> bool {
    status == RequestStatus::Granted && ends_at.is_some_and(|end| now < end)
}

/// Whether a request can be objected to: what was released once, also after it ended, and once.
///
/// # Errors
/// [`CustodyRefused::NotObjectable`].
pub const fn objectable(status: RequestStatus, objected: bool) -> Result<(), CustodyRefused> {
    match (status, objected) {
        (RequestStatus::Granted | RequestStatus::Ended, false) => Ok(()),
        _ => Err(CustodyRefused::NotObjectable),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WAITING: Standing = Standing { status: RequestStatus::Waiting, needed: 1, granted: 0 };
    const OTHER: Decider = Decider { asked: false, decided: false };

    fn grant(standing: Standing, by: Decider) -> Result<RequestStatus, CustodyRefused> {
        decide(standing, by, Decision::Grant).map(Outcome::status)
    }

    #[test]
    fn one_custodian_decides_and_of_two_both_have_to_grant() {
        assert_eq!(grant(WAITING, OTHER), Ok(RequestStatus::Granted));
        let high = Standing { needed: 2, ..WAITING };
        let first = decide(high, OTHER, Decision::Grant).unwrap();
        assert!(first.waits() && !first.releases());
        assert!(decide(Standing { granted: 1, ..high }, OTHER, Decision::Grant).unwrap().releases());
        assert_eq!(decide(Standing { granted: 1, ..high }, OTHER, Decision::Refuse).map(Outcome::status), Ok(RequestStatus::Refused));
    }

    #[test]
    fn nobody_decides_on_an_own_request_or_twice_or_on_what_was_decided() {
        for decision in Decision::ALL {
            let own = Decider { asked: true, ..OTHER };
            assert_eq!(decide(WAITING, own, *decision), Err(CustodyRefused::OwnRequest));
            let again = Decider { decided: true, ..OTHER };
            assert_eq!(decide(Standing { needed: 2, granted: 1, ..WAITING }, again, *decision), Err(CustodyRefused::DecidedAlready));
            for &status in RequestStatus::ALL.iter().filter(|&&status| status != RequestStatus::Waiting) {
                assert_eq!(decide(Standing { status, ..WAITING }, OTHER, *decision), Err(CustodyRefused::NotWaiting));
            }
        }
    }

    #[test]
    fn a_release_ends_by_itself() {
        assert!(is_open(RequestStatus::Granted, Some(10), 9));
        assert!(!is_open(RequestStatus::Granted, Some(10), 10));
        assert!(!is_open(RequestStatus::Ended, Some(10), 9));
        assert!(!is_open(RequestStatus::Granted, None, 9));
    }

    #[test]
    fn what_was_released_can_be_objected_to_once() {
        assert_eq!(objectable(RequestStatus::Granted, false), Ok(()));
        assert_eq!(objectable(RequestStatus::Ended, false), Ok(()));
        assert_eq!(objectable(RequestStatus::Granted, true), Err(CustodyRefused::NotObjectable));
        assert_eq!(objectable(RequestStatus::Refused, false), Err(CustodyRefused::NotObjectable));
    }

    #[test]
    fn a_scope_has_a_field_at_least_and_none_twice() {
        let scope: Scope = "phone name phone".parse().unwrap();
        assert_eq!(scope.to_string(), "name phone");
        assert!(scope.contains(IdentityPart::Phone) && !scope.contains(IdentityPart::Address));
        assert!("".parse::<Scope>().is_err() && "name shoe".parse::<Scope>().is_err());
        assert_eq!(Scope::of([]), None);
    }
}
