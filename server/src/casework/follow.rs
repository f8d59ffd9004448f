//! What a reporter does with a receipt code: read, answer, withdraw, rate.

pub mod file;
pub mod sealed;

use jiff::Timestamp;
use model::{
    Article, Attachment, CaseAction, CaseStatus, FaultKind, Field, FileState, Identity, Message, ReceiptCode, ReportContent, ReportKind,
    check, limits,
    state::{self, Facts, REPORTER_ACTIONS, Refused, Transition},
    status::Rating,
};
use rand_core::CryptoRng;
use seal::{
    Ciphertext, FilePlace, Holder, KeyPlace, LookupId, OpenError, Place, Purpose, ReporterSecret, Slot, encode, open_message, sign_message,
    staged,
};
use zeroize::Zeroizing;

use super::{
    CaseworkError,
    calendar::{day_of, day_of_ms},
    custody::{Granted, IdentityUse},
    evidence,
    office::{NextDate, Office, mode_of, patch_of},
    reading::{KeyRing, Reader, Reading},
    renewal,
    timeline::{self, Entry, Party},
};
use crate::{
    clock::hour_of,
    store::{Author, Case, CaseKey, CasePatch, Change, FollowedCase, NewEnvelope, NewEvent, NewKey, StoreError, StoredFile},
};

/// A case as its reporter sees it.
pub struct Followed {
    /// The case.
    pub case: Case,
    /// What was filed.
    pub report: Reading<ReportContent>,
    /// Under which name; none if anonymous.
    pub identity: Option<Reading<Identity>>,
    /// The unit whose custodians keep the identity; none if anonymous, or if only the reporter can read it.
    pub identity_kept_by: Option<i64>,
    /// What was released of the identity, in the order in which it was asked for.
    pub uses: Vec<IdentityUse>,
    /// What happened, oldest first: only what the reporter is told.
    pub entries: Vec<Entry>,
    /// The next date that the law sets.
    pub next: Option<NextDate>,
    /// Until when a review may be asked for; answered requests only.
    pub review_until: Option<jiff::civil::Date>,
    /// Files that were added and not yet sent, each by its number.
    pub added: Vec<(u32, Reading<Attachment>)>,
    /// What the reporter may do now, and why not the rest.
    pub possible: Vec<(CaseAction, Result<Transition, Refused>)>,
}

impl Followed {
    /// Whether the reporter may do this now.
    pub fn may(&self, action: CaseAction) -> bool {
        self.possible.iter().any(|(possible, decided)| *possible == action && decided.is_ok())
    }

    /// Whether this is the last message on record, and the reporter's own.
    pub fn ends_with(&self, typed: &str) -> bool {
        let last = self.entries.iter().rev().find(|entry| entry.text.is_some() && !entry.action.is_custody());
        let own = last.filter(|entry| entry.by == Party::Reporter).and_then(|entry| entry.text.as_ref());
        own.is_some_and(|text| says(text, typed, limits::MESSAGE))
    }

    /// Whether this was objected to this request.
    pub fn has_objection(&self, request: u32, typed: &str) -> bool {
        let made = self.uses.iter().find(|given| given.request.seq == request).and_then(|given| given.objection.as_ref());
        made.is_some_and(|text| says(text, typed, limits::REASON))
    }
}

/// Whether a text is what was typed, as it was taken.
fn says(text: &Reading<Message>, typed: &str, max: usize) -> bool {
    let typed = match check::paragraphs(typed, max) {
        // Files need no words.
        Err(FaultKind::Empty) => String::new(),
        Ok(typed) => typed,
        Err(_) => return false,
    };
    text.opened().is_some_and(|message| message.body == typed)
}

/// Whether a case stands as it does once its reporter has done this. Of what is written its own words tell.
pub fn is_done(case: &Case, action: CaseAction, rating: Option<Rating>) -> bool {
    match action {
        CaseAction::Rate => rating.is_some() && case.rating == rating,
        CaseAction::Withdraw => case.status == CaseStatus::Withdrawn,
        CaseAction::AskDeletion => case.deletion_asked_at.is_some(),
        _ => false,
    }
}

/// The case of this code. Unknown and deleted are the same.
pub(super) async fn find(office: &Office, secret: &ReporterSecret) -> Result<Case, CaseworkError> {
    let lookup = office.keys.receipt_lookup(&secret.lookup_id());
    Ok(office.store.cases().by_lookup(&lookup).await?)
}

/// The same, if it stands as the reporter saw it. What is written to it is written to this version: of two that come at once one is late.
pub(super) async fn find_seen(office: &Office, secret: &ReporterSecret, seen: Option<i64>) -> Result<Case, CaseworkError> {
    let case = find(office, secret).await?;
    match seen {
        Some(version) if version != case.version => Err(CaseworkError::Conflict { by: None, version: case.version }),
        _ => Ok(case),
    }
}

/// The report's exact bytes, for its proof.
pub(super) async fn filed(office: &Office, case: &Case, secret: &ReporterSecret) -> Result<Zeroizing<Vec<u8>>, CaseworkError> {
    let keys = office.store.cases().keys(case.id).await?;
    let ring = key_ring(&keys, secret)?;
    let envelope = office.store.cases().envelope(case.id, Slot::Report, 0).await?;
    let key = ring.get(Purpose::Report, 0).ok_or(OpenError::WrongKey)?;
    let sealed = Ciphertext::try_from(envelope.ciphertext)?;
    let place = Place { case: case.id, slot: Slot::Report, seq: 0, epoch: 0 };
    Ok(open_message(key, &place, &sealed, &secret.signing_key().verifying_key())?)
}

/// Opens the case of a code.
///
/// # Errors
/// [`CaseworkError::NotFound`] if no case is known under it, or none any more.
pub async fn open(office: &Office, code: &ReceiptCode, now: Timestamp) -> Result<Followed, CaseworkError> {
    let secret = ReporterSecret::from_code(code);
    let (found, granted) = on_record(office, &secret.lookup_id()).await?;
    let keys = key_ring(&found.keys, &secret)?;
    let added = found.files.iter().map(|file| (file.number, known(&secret, &keys, file).into())).collect();
    let mut signatories = office.signatories(&found.envelopes).await?;
    // Derived from the code, not read from the database: nobody else can have put it there.
    signatories.insert(Author::Reporter, secret.signing_key().verifying_key().as_bytes());
    let shown = followed(office, found, granted, &Reader::Here(&keys, &signatories), now);
    Ok(Followed { added, ..shown })
}

/// What is on record of the case that this id names, the identity with it and what was said about that.
async fn on_record(office: &Office, lookup: &LookupId) -> Result<(FollowedCase, Granted), CaseworkError> {
    let cases = office.store.cases();
    let mut found = cases.followed(office.keys.receipt_lookup(lookup)).await?;
    if found.case.named {
        match cases.envelope(found.case.id, Slot::Identity, 0).await {
            Ok(identity) => found.envelopes.push(identity),
            // Somebody took it away: shown as forged, and no reason to know nothing of the case.
            Err(StoreError::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
        let granted = Granted::of(office, &mut found).await?;
        return Ok((found, granted));
    }
    Ok((found, Granted::default()))
}

fn followed(office: &Office, found: FollowedCase, granted: Granted, reader: &Reader<'_>, now: Timestamp) -> Followed {
    let FollowedCase { case, keys: copies, events, envelopes, files } = found;
    let first = |slot| envelopes.iter().find(|envelope| envelope.slot == slot && envelope.seq == 0);
    let report = first(Slot::Report).map_or(Reading::Forged, |envelope| reader.read(envelope));
    let identity = case.named.then(|| first(Slot::Identity).map_or(Reading::Forged, |envelope| reader.read(envelope)));
    let answered = events.iter().rev().find(|event| event.action == CaseAction::Answer).map(|event| day_of_ms(event.at));
    Followed {
        report,
        identity_kept_by: identity_key(&copies).and_then(|key| office.directory.unit_of_key(key)),
        identity,
        uses: granted.uses(office, &events, &envelopes, reader, now),
        review_until: answered.and_then(|day| office.deadlines.review_until(case.kind, day)),
        entries: timeline::entries(events, &envelopes, reader),
        next: office.next_date(&case, now),
        added: files.iter().map(|file| (file.number, Reading::Sealed)).collect(),
        possible: state::possible(case.status, REPORTER_ACTIONS, facts(&case)),
        case,
    }
}

/// The unit key to which the identity is sealed.
pub(super) fn identity_key(keys: &[CaseKey]) -> Option<i64> {
    keys.iter().find_map(|key| match (key.purpose, key.holder) {
        (Purpose::Identity, Holder::Unit(id)) => Some(id),
        _ => None,
    })
}

/// What a reporter's code opens of a file that was added.
fn known(secret: &ReporterSecret, keys: &KeyRing, file: &StoredFile) -> Result<Attachment, OpenError> {
    let sealed = Ciphertext::try_from(file.known.as_deref().unwrap_or_default())?;
    let first = keys.get(Purpose::Report, 0).ok_or(OpenError::WrongKey)?;
    staged(&secret.staging_key(first), FilePlace { case: file.case_id, number: file.number }, &sealed)
}

/// Takes away a file that was not sent.
///
/// # Errors
/// [`CaseworkError::NotFound`] if no case is known under this id, it has no such file, or that was sent.
pub async fn take_back(office: &Office, lookup: &LookupId, number: u32) -> Result<(), CaseworkError> {
    let case = office.store.cases().by_lookup(&office.keys.receipt_lookup(lookup)).await?;
    let file = office.store.files().one(case.id, number).await?;
    evidence::discard(&office.store, &office.files, &file).await
}

/// Sends a message to the unit, what it asked for or more, with the files that were added. With files it needs no words.
///
/// # Errors
/// [`CaseworkError::NotFound`]; a fault in the text; [`CaseworkError::Refused`] once the case is settled; [`CaseworkError::Conflict`] if it has
/// changed since this version of it was seen, as for all that a reporter does.
pub async fn supply<R: CryptoRng + Send>(
    office: &Office,
    code: &ReceiptCode,
    seen: Option<i64>,
    body: &str,
    now: Timestamp,
    rng: &mut R,
) -> Result<(), CaseworkError> {
    let secret = ReporterSecret::from_code(code);
    let case = find_seen(office, &secret, seen).await?;
    let waiting = office.store.files().of(case.id).await?;
    let keys = key_ring(&office.store.cases().reporters_data_keys(case.id).await?, &secret)?;
    let added = waiting.iter().filter(|file| file.state == FileState::Added).map(|file| known(&secret, &keys, file));
    let files: Vec<Attachment> = added.collect::<Result<_, _>>()?;
    let body = match check::paragraphs(body, limits::MESSAGE) {
        Err(FaultKind::Empty) if !files.is_empty() => String::new(),
        checked => checked.map_err(|kind| CaseworkError::fault(Field::Message, kind))?,
    };
    let written = Some((Slot::Message, Message { body, files }));
    let wanted = Wanted { written, ..Wanted::of(CaseAction::Supply) };
    change(office, &secret, &case, wanted, now, rng).await
}

/// Withdraws the case.
///
/// # Errors
/// [`CaseworkError::NotFound`]; [`CaseworkError::Refused`] once it is answered or settled.
pub async fn withdraw<R: CryptoRng + Send>(
    office: &Office,
    code: &ReceiptCode,
    seen: Option<i64>,
    now: Timestamp,
    rng: &mut R,
) -> Result<(), CaseworkError> {
    change_seen(office, code, seen, Wanted::of(CaseAction::Withdraw), now, rng).await
}

/// Asks for the case to be destroyed before its time. The unit decides.
///
/// # Errors
/// [`CaseworkError::NotFound`]; [`CaseworkError::Refused`] if it was asked for already.
pub async fn ask_deletion<R: CryptoRng + Send>(
    office: &Office,
    code: &ReceiptCode,
    seen: Option<i64>,
    now: Timestamp,
    rng: &mut R,
) -> Result<(), CaseworkError> {
    let wanted = Wanted { patch: deletion_asked(now), ..Wanted::of(CaseAction::AskDeletion) };
    change_seen(office, code, seen, wanted, now, rng).await
}

/// To the hour, as everything that a reporter does.
pub(super) fn deletion_asked(now: Timestamp) -> CasePatch {
    CasePatch { deletion_asked: Some(Some(hour_of(now))), ..CasePatch::default() }
}

/// Rates the outcome of a closed case, with or without a few words.
///
/// # Errors
/// [`CaseworkError::NotFound`]; a fault in the words; [`CaseworkError::Refused`] if it is not closed or was rated.
pub async fn rate<R: CryptoRng + Send>(
    office: &Office,
    code: &ReceiptCode,
    seen: Option<i64>,
    rating: Rating,
    comment: &str,
    now: Timestamp,
    rng: &mut R,
) -> Result<(), CaseworkError> {
    let written = match check::paragraphs(comment, limits::MESSAGE) {
        Ok(body) => Some((Slot::Rating, Message::of(body))),
        Err(FaultKind::Empty) => None,
        Err(kind) => return Err(CaseworkError::fault(Field::Message, kind)),
    };
    let patch = CasePatch { rating: Some(Some(rating)), ..CasePatch::default() };
    let wanted = Wanted { written, patch, detail: Some(rating.as_str()), ..Wanted::of(CaseAction::Rate) };
    change_seen(office, code, seen, wanted, now, rng).await
}

/// What a reporter wants done.
struct Wanted {
    action: CaseAction,
    written: Option<(Slot, Message)>,
    patch: CasePatch,
    detail: Option<&'static str>,
}

impl Wanted {
    fn of(action: CaseAction) -> Self {
        Self { action, written: None, patch: CasePatch::default(), detail: None }
    }
}

/// Does what needs to know nothing of the case but that it stands as it was seen.
async fn change_seen<R: CryptoRng + Send>(
    office: &Office,
    code: &ReceiptCode,
    seen: Option<i64>,
    wanted: Wanted,
    now: Timestamp,
    rng: &mut R,
) -> Result<(), CaseworkError> {
    let secret = ReporterSecret::from_code(code);
    let case = find_seen(office, &secret, seen).await?;
    change(office, &secret, &case, wanted, now, rng).await
}

async fn change<R: CryptoRng + Send>(
    office: &Office,
    secret: &ReporterSecret,
    case: &Case,
    wanted: Wanted,
    now: Timestamp,
    rng: &mut R,
) -> Result<(), CaseworkError> {
    let Wanted { action, written, patch, detail } = wanted;
    let transition = state::decide(case.status, action, facts(case))?;
    let written = match written {
        Some((slot, message)) => Some(seal_message(office, case, secret, slot, &message, rng).await?),
        None => None,
    };
    step(office, case, transition, written, patch, detail, now).await
}

/// What a reporter wrote, sealed.
struct Written {
    envelope: NewEnvelope,
    /// The copies of its data key, if that is a new one.
    keys: Vec<NewKey>,
    /// The files that it carries.
    files: Vec<u32>,
}

/// Writes what the reporter did.
async fn step(
    office: &Office,
    case: &Case,
    transition: Transition,
    written: Option<Written>,
    mut patch: CasePatch,
    detail: Option<&str>,
    now: Timestamp,
) -> Result<(), CaseworkError> {
    let clock = office.deadlines.after(&transition, case.kind, mode_of(case), day_of(now), day_of_ms(case.due_at));
    patch.due = patch_of(clock);
    let (envelope, keys, files) = match written {
        Some(Written { envelope, keys, files }) => (Some(envelope), keys, files),
        None => Default::default(),
    };
    if !keys.is_empty() {
        patch.epoch = envelope.as_ref().map(|envelope| envelope.epoch);
    }
    let event = NewEvent {
        actor: Author::Reporter,
        unit: None,
        role: None,
        detail: detail.map(str::to_owned),
        basis: None,
        due_at: None,
        envelope: envelope.as_ref().map(|envelope| (envelope.slot, envelope.seq)),
    };
    let change = Change {
        case: case.id,
        version: case.version,
        transition,
        at: hour_of(now),
        patch,
        event,
        envelopes: envelope.into_iter().collect(),
        keys,
        files,
        revoked: Vec::new(),
        custody: None,
        recusal: None,
        audit: None,
    };
    office.store.apply(change).await?;
    Ok(())
}

async fn seal_message<R: CryptoRng + Send>(
    office: &Office,
    case: &Case,
    secret: &ReporterSecret,
    slot: Slot,
    message: &Message,
    rng: &mut R,
) -> Result<Written, CaseworkError> {
    let copies = office.store.cases().keys(case.id).await?;
    let fresh = renewal::due(&office.directory, case, &copies).map(|unit| renewal::fresh(case, &secret.seal_key().public(), unit, rng));
    let keys = key_ring(&copies, secret)?;
    let (epoch, key) = match &fresh {
        Some(fresh) => (fresh.epoch, &fresh.key),
        None => (case.epoch, keys.get(Purpose::Report, case.epoch).ok_or(OpenError::WrongKey)?),
    };
    let seq = office.store.cases().next_seq(case.id, slot).await?;
    let place = Place { case: case.id, slot, seq, epoch };
    let ciphertext = sign_message(key, &place, &secret.signing_key(), &encode(message), rng).into_bytes();
    let envelope = NewEnvelope { slot, seq, epoch, author: Author::Reporter, ciphertext };
    let files = message.files.iter().map(|file| file.number).collect();
    Ok(Written { envelope, keys: fresh.map(|fresh| fresh.copies).unwrap_or_default(), files })
}

/// The reporter's data keys.
pub(super) fn key_ring(copies: &[CaseKey], secret: &ReporterSecret) -> Result<KeyRing, CaseworkError> {
    let mut ring = KeyRing::default();
    for copy in copies.iter().filter(|copy| copy.holder == Holder::Reporter) {
        let place = KeyPlace { case: copy.case, epoch: copy.epoch, purpose: copy.purpose, holder: Holder::Reporter };
        ring.take(copy.purpose, copy.epoch, secret.open_copy(&copy.sealed, &place).map(Some).map_err(CaseworkError::from))?;
    }
    Ok(ring)
}

pub(super) fn facts(case: &Case) -> Facts {
    Facts {
        accepted: case.accepted_at.is_some(),
        named: case.named,
        rated: case.rating.is_some(),
        extendable: case.kind == ReportKind::Request,
        extended: case.due_basis.as_deref() == Some(Article::Petitions34Extended.as_str()),
        deletion_asked: case.deletion_asked_at.is_some(),
    }
}
