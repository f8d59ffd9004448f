//! Copies with parts blacked out: for a unit that works on the same matter, or for publication. A copy is a ciphertext of its own under a
//! data key of its own, which is sealed to the unit that is to read it and to nobody else; what was blacked out is not in it.

use data_encoding::HEXLOWER;
use model::{
    CaseAction, CaseNumber, FaultKind, Field, Right, check, limits,
    redaction::{Redacted, RedactedText, black_out},
    state,
};
use rand_core::CryptoRng;
use seal::{DataKey, Holder, Place, Purpose, Slot, encode, off_the_stack, sign_message};
use sha2::{Digest, Sha256};

use super::{CasePatch, CaseworkError, Desk, Loaded, copy};
use crate::{
    casework::{
        follow::facts,
        reading::{Reading, Signatories, read},
    },
    store::{Author, Case, Change, Envelope, NewEnvelope, NewEvent},
};

/// The word for a copy that is to be published.
const PUBLICATION: &str = "publication";

/// What copies of a case can be made of, and who must not have one.
pub struct Material {
    /// The case.
    pub case: Case,
    /// Its texts.
    pub sources: Vec<Source>,
    /// Units that must not learn of it.
    pub closed: Vec<i64>,
}

/// A text of a case that can be blacked out.
pub struct Source {
    /// Names it for good, whatever is added to the case later: of the report its part, of the conversation slot and number.
    pub key: String,
    /// Where it stands: of the report its part, of the conversation its message.
    pub place: SourcePlace,
    /// What was written.
    pub text: String,
}

/// Which text of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourcePlace {
    /// Whom or what the report is about.
    Subject,
    /// Its title.
    Title,
    /// Its body.
    Body,
    /// What the reporter wrote at this moment, in UTC milliseconds.
    FromReporter(i64),
    /// What the unit wrote at this moment.
    FromUnit(i64),
}

/// What is taken into a copy, and what of it goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cuts {
    /// Which texts are taken, by their [`Source::key`].
    pub taken: Vec<String>,
    /// Which segments of which text go.
    pub black: Vec<(String, usize)>,
    /// Words that go wherever they stand, one a line.
    pub words: String,
    /// What the unit that reads it is told beside it.
    pub note: String,
    /// Names the copy that was seen before it is to be made.
    pub seen: String,
}

/// For whom a copy is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyFor {
    /// Another unit.
    Unit(i64),
    /// The public: the unit itself keeps the text that may be published.
    Publication,
}

/// A copy that was made of a case.
pub struct MadeCopy {
    /// When.
    pub at: i64,
    /// For whom.
    pub to: CopyFor,
}

impl Desk<'_> {
    /// The texts of a case that can be blacked out and that the member can read.
    ///
    /// # Errors
    /// [`CaseworkError::Forbidden`]; [`CaseworkError::NotFound`].
    pub async fn material(&self, number: &CaseNumber) -> Result<Material, CaseworkError> {
        self.demand(Right::HandleCases)?;
        let loaded = self.load(number).await?;
        self.note("case.redact-read", Some(loaded.case.id), None).await?;
        let sources = self.texts_of(&loaded).await?;
        let closed = self.closed(&loaded).await?.units;
        Ok(Material { case: loaded.case, sources, closed })
    }

    async fn texts_of(&self, loaded: &Loaded) -> Result<Vec<Source>, CaseworkError> {
        let cases = self.office.store.cases();
        let envelopes = cases.envelopes(loaded.case.id).await?;
        let mut signatories = self.office.signatories(&envelopes).await?;
        signatories.insert(Author::Reporter, &cases.reporter_keys(loaded.case.id).await?.verifying_key);
        let report = envelopes.iter().find(|envelope| envelope.slot == Slot::Report);
        let report: Option<Reading<model::ReportContent>> = report.map(|envelope| read(envelope, &loaded.keys, &signatories));
        let mut sources = Vec::new();
        if let Some(content) = report.as_ref().and_then(Reading::opened) {
            let parts =
                [(SourcePlace::Subject, &content.subject), (SourcePlace::Title, &content.title), (SourcePlace::Body, &content.body)];
            sources.extend(parts.map(|(place, text)| Source { key: place.word().to_owned(), place, text: text.clone() }));
        }
        sources.extend(messages(&envelopes, loaded, &signatories));
        Ok(sources)
    }

    /// Makes a copy, if its texts are those that were seen, and once nothing in it may give the reporter away or exactly what may
    /// has been confirmed.
    ///
    /// # Errors
    /// As for every action; [`CaseworkError::Unseen`]; [`CaseworkError::Leaks`]; a fault if the unit has no key, is the member's own, or
    /// must not learn of the case.
    pub async fn share<R: CryptoRng + Send>(
        &self,
        number: &CaseNumber,
        version: i64,
        to: CopyFor,
        cuts: &Cuts,
        confirmed: &str,
        rng: &mut R,
    ) -> Result<i64, CaseworkError> {
        self.demand_for(CaseAction::Redact)?;
        let loaded = self.load_at(number, version).await?;
        let copied = cut(&self.texts_of(&loaded).await?, cuts)?;
        if mark_of(&copied) != cuts.seen {
            return Err(CaseworkError::Unseen);
        }
        self.check_copy(&loaded, &copied, confirmed).await?;
        self.write_copy(&loaded, to, &copied, rng).await
    }

    async fn write_copy<R: CryptoRng + Send>(
        &self,
        loaded: &Loaded,
        to: CopyFor,
        copied: &Redacted,
        rng: &mut R,
    ) -> Result<i64, CaseworkError> {
        let case = &loaded.case;
        let reader = self.reader(loaded, to).await?;
        let key = self.office.directory.report_key(reader).ok_or_else(|| CaseworkError::fault(Field::Unit, FaultKind::Unknown))?;
        let transition = state::decide(case.status, CaseAction::Redact, facts(case))?;
        let seq = self.office.store.cases().next_seq(case.id, Slot::Redacted).await?;
        let (own, place) = (DataKey::generate(rng), Place { case: case.id, slot: Slot::Redacted, seq, epoch: seq });
        let ciphertext = sign_message(&own, &place, &self.who.keys().signing_key(), &encode(copied), rng).into_bytes();
        let detail = match to {
            CopyFor::Unit(unit) => unit.to_string(),
            CopyFor::Publication => PUBLICATION.to_owned(),
        };
        let change = Change {
            case: case.id,
            version: case.version,
            transition,
            at: self.now.as_millisecond(),
            patch: CasePatch::default(),
            event: NewEvent {
                actor: Author::Member(self.who.member),
                unit: Some(self.who.unit),
                role: self.role(),
                detail: Some(detail.clone()),
                basis: None,
                due_at: None,
                // Neither the reporter nor the unit has the key to a copy for another one.
                envelope: None,
            },
            envelopes: vec![NewEnvelope { slot: Slot::Redacted, seq, epoch: seq, author: Author::Member(self.who.member), ciphertext }],
            keys: vec![copy(case.id, seq, Purpose::Redaction, Holder::Unit(key.id), &own, &key.key, rng)],
            files: Vec::new(),
            revoked: Vec::new(),
            custody: None,
            recusal: None,
            audit: Some(self.entry("case.redact", Some(case.id), Some(detail))),
        };
        Ok(self.office.store.apply(change).await?)
    }

    /// The unit that is to read a copy.
    async fn reader(&self, loaded: &Loaded, to: CopyFor) -> Result<i64, CaseworkError> {
        let CopyFor::Unit(unit) = to else { return Ok(self.who.unit) };
        if unit == self.who.unit || self.closed(loaded).await?.units.contains(&unit) {
            return Err(CaseworkError::fault(Field::Unit, FaultKind::Unknown));
        }
        Ok(unit)
    }

    /// The copies that were made of a case, the latest first.
    ///
    /// # Errors
    /// The store is away.
    pub async fn copies_of(&self, case: &Case) -> Result<Vec<MadeCopy>, CaseworkError> {
        let events = self.office.store.cases().events(case.id).await?;
        let made = events.iter().rev().filter(|event| event.action == CaseAction::Redact);
        let made = made.map(|event| {
            let unit = event.detail.as_deref().and_then(|detail| detail.parse().ok());
            MadeCopy { at: event.at, to: unit.map_or(CopyFor::Publication, CopyFor::Unit) }
        });
        Ok(made.collect())
    }
}

fn messages<'a>(envelopes: &'a [Envelope], loaded: &'a Loaded, signatories: &'a Signatories) -> impl Iterator<Item = Source> + 'a {
    let spoken = envelopes.iter().filter(|envelope| matches!(envelope.slot, Slot::Message | Slot::Answer));
    spoken.filter_map(|envelope| {
        let message: Reading<model::Message> = read(envelope, &loaded.keys, signatories);
        let place = match envelope.author {
            Author::Reporter => SourcePlace::FromReporter(envelope.created_at),
            Author::Member(_) | Author::System => SourcePlace::FromUnit(envelope.created_at),
        };
        let key = format!("{}-{}", envelope.slot.as_str(), envelope.seq);
        Some(Source { key, place, text: message.opened()?.body.clone() })
    })
}

/// The copy that these cuts leave of texts.
///
/// # Errors
/// Faults if nothing is taken, or in the note.
pub fn cut(sources: &[Source], cuts: &Cuts) -> Result<Redacted, CaseworkError> {
    let words: Vec<&str> = cuts.words.lines().collect();
    let taken = sources.iter().filter(|source| cuts.taken.contains(&source.key));
    let texts = taken.map(|source| {
        let chosen: Vec<usize> = cuts.black.iter().filter(|(text, _)| *text == source.key).map(|(_, segment)| *segment).collect();
        RedactedText { part: source.place.word().to_owned(), text: black_out(&source.text, &chosen, &words) }
    });
    let texts: Vec<RedactedText> = texts.collect();
    if texts.is_empty() {
        return Err(CaseworkError::fault(Field::Scope, FaultKind::Empty));
    }
    let note = match check::paragraphs(&cuts.note, limits::REASON) {
        Err(FaultKind::Empty) => Ok(String::new()),
        other => other.map_err(|kind| CaseworkError::fault(Field::Message, kind)),
    };
    Ok(Redacted { texts, note: note? })
}

/// Names the texts of a copy, so that what is sent can be compared with what was seen.
pub fn mark_of(copy: &Redacted) -> String {
    let fields = copy.texts.iter().flat_map(|part| [&part.part, &part.text]);
    let hash = |hash: Sha256, field: &String| hash.chain_update(field.len().to_be_bytes()).chain_update(field);
    HEXLOWER.encode(&off_the_stack(|| fields.fold(Sha256::new(), hash).finalize()))
}

impl SourcePlace {
    /// Names the part in a copy.
    const fn word(self) -> &'static str {
        match self {
            Self::Subject => "subject",
            Self::Title => "title",
            Self::Body => "body",
            Self::FromReporter(_) => "reporter",
            Self::FromUnit(_) => "unit",
        }
    }
}
