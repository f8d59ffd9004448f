//! Reading the audit log: auditors see what members of their own unit and those under it did, those of the topmost unit everything.

use std::collections::HashMap;

use jiff::Timestamp;
use model::{CaseAction, CaseNumber, Right};

use super::{CaseworkError, Office, rights};
use crate::{
    store::{AuditEntry, NewEntry, StoreError, audit::AuditFilter},
    vault::SignedIn,
};

/// Words of entries that can be asked for; of a case's actions the action's own word.
pub const ACTIONS: &[&str] = &[
    "accept",
    "decline",
    "ask",
    "transfer",
    "return",
    "answer",
    "close",
    "reopen",
    "assign",
    "recategorise",
    "extend",
    "note",
    "recuse",
    "readmit",
    "pass-up",
    "assess",
    "hold",
    "lift-hold",
    "refuse-deletion",
    "redact",
    "case.open",
    "case.redact-read",
    "case.destroy",
    "copy.list",
    "copy.open",
    "file.look",
    "file.download",
    "retention.list",
    "retention.read",
    "retention.rotate",
    "retention.destroy-generation",
    "identity.list",
    "identity.ask",
    "identity.agree",
    "identity.grant",
    "identity.refuse",
    "identity.open",
    "identity.ended",
    "identity.handed-over",
    "leak.confirmed",
    "objection.list",
    "objection.answer",
    "queue.read",
    "queue.search",
    "audit.read",
    "audit.export",
    "member.sign-in",
    "member.sign-in-failed",
    "member.sign-out",
    "member.session-ended",
    "member.confirm",
    "member.second-factor",
    "member.passkey-add",
    "member.passkey-remove",
    "member.passkey-use",
    "member.passkey-refuse",
    "member.recover",
    "member.recovery-code",
    "member.password",
    "member.invite",
    "member.invitation-withdrawn",
    "member.add",
    "member.renew",
    "member.roles",
    "member.move",
    "member.leave",
    "unit-key.make",
    "unit-key.sign",
    "unit-key.grant",
    "unit-key.renew",
    "unit-key.share",
    "unit-key.share-checked",
    "unit-key.recovery-asked",
    "unit-key.recovery-agreed",
    "unit-key.recovered",
    "unit.add",
    "unit.update",
    "category.put",
    "rule.put",
    "rule.remove",
    "config.change",
    "day.close",
];

/// Entries of an export that are read at once.
const PART: u32 = 1_000;

/// The word of an entry as [`ACTIONS`] has it: of a case's action the action's own, which pages show in the reader's language.
pub fn word(action: &str) -> &str {
    action.strip_prefix("case.").filter(|rest| rest.parse::<CaseAction>().is_ok()).unwrap_or(action)
}

/// What an auditor asks for. What is none does not narrow.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// By this member.
    pub member: Option<i64>,
    /// One of [`ACTIONS`].
    pub action: Option<String>,
    /// About this case.
    pub case: Option<CaseNumber>,
    /// At or after this moment, in UTC milliseconds.
    pub from: Option<i64>,
    /// At or before this moment.
    pub to: Option<i64>,
    /// Before the entry with this number.
    pub before: Option<i64>,
}

/// An entry with what its identifiers stand for.
pub struct Line {
    /// The entry.
    pub entry: AuditEntry,
    /// The member's name.
    pub member: Option<String>,
    /// The number of the case, which may have been destroyed.
    pub case: Option<CaseNumber>,
}

impl Line {
    /// To what else it was done. How many rows somebody else saw would tell that there is a case which the auditor is kept away from.
    pub fn object(&self) -> Option<&str> {
        self.entry.object.as_deref().filter(|_| !self.entry.action.starts_with("queue."))
    }
}

/// One page of the log.
pub struct Slice {
    /// Entries, newest first.
    pub lines: Vec<Line>,
    /// Where the next page begins.
    pub next: Option<i64>,
    /// Entries of the whole log.
    pub total: u64,
    /// Display names of the members who may be asked for.
    pub members: HashMap<i64, String>,
}

/// Reads one page. That it was read is an entry itself.
///
/// # Errors
/// [`CaseworkError::Forbidden`].
pub async fn read(office: &Office, who: &SignedIn, asked: &Asked, limit: u32, now: Timestamp) -> Result<Slice, CaseworkError> {
    let sight = Sight::of(office, who).await?;
    let entries = match filter(office, who, asked, sight.units).await? {
        Some(filter) => office.store.audit().filtered(&filter, limit).await?,
        None => Vec::new(),
    };
    let next = entries.last().filter(|_| entries.len() == limit as usize).map(|entry| entry.seq);
    let total = u64::try_from(office.store.audit().entries().await?).unwrap_or(0);
    let lines = lines(office, entries, &sight.members).await?;
    note(office, who, "audit.read", now).await?;
    Ok(Slice { lines, next, total, members: sight.members })
}

/// All that an auditor sees under a filter, in parts, newest first.
pub struct Export {
    /// What comes next; none once there is nothing more.
    filter: Option<AuditFilter>,
    members: HashMap<i64, String>,
}

impl Export {
    /// Begins; that it was begun is an entry itself, and on record before anything is handed out.
    ///
    /// # Errors
    /// [`CaseworkError::Forbidden`].
    pub async fn begin(office: &Office, who: &SignedIn, asked: &Asked, now: Timestamp) -> Result<Self, CaseworkError> {
        let sight = Sight::of(office, who).await?;
        let filter = filter(office, who, asked, sight.units).await?;
        note(office, who, "audit.export", now).await?;
        Ok(Self { filter, members: sight.members })
    }

    /// The next part; empty at the end.
    ///
    /// # Errors
    /// The store is away.
    pub async fn next(&mut self, office: &Office) -> Result<Vec<Line>, CaseworkError> {
        let Some(filter) = &mut self.filter else { return Ok(Vec::new()) };
        let entries = office.store.audit().filtered(filter, PART).await?;
        match entries.last() {
            Some(last) => filter.before = Some(last.seq),
            None => self.filter = None,
        }
        lines(office, entries, &self.members).await
    }
}

/// What an auditor may see.
struct Sight {
    /// The units whose members' entries are seen; none for all.
    units: Option<Vec<i64>>,
    /// Display names of their members.
    members: HashMap<i64, String>,
}

impl Sight {
    async fn of(office: &Office, who: &SignedIn) -> Result<Self, CaseworkError> {
        if !rights::may(&who.roles, Right::ReadAudit) {
            return Err(CaseworkError::Forbidden(Right::ReadAudit));
        }
        let units = units_seen(office, who);
        let seen = |unit: i64| units.as_ref().is_none_or(|units| units.contains(&unit));
        let members = office.store.members().all().await?;
        let members = members.into_iter().filter(|member| seen(member.unit_id)).map(|member| (member.id, member.display_name)).collect();
        Ok(Self { units, members })
    }
}

/// The units whose members' entries are seen; none for all.
fn units_seen(office: &Office, who: &SignedIn) -> Option<Vec<i64>> {
    let directory = &office.directory;
    let is_topmost = directory.unit(who.unit).is_some_and(|unit| unit.parent_id.is_none());
    let within = || directory.units().iter().map(|unit| unit.id).filter(|&unit| directory.is_within(unit, who.unit)).collect();
    (!is_topmost).then(within)
}

/// None if it can leave nothing: no case has that number.
async fn filter(office: &Office, who: &SignedIn, asked: &Asked, units: Option<Vec<i64>>) -> Result<Option<AuditFilter>, CaseworkError> {
    let case = match &asked.case {
        None => None,
        Some(number) => match case_with(office, who, number).await {
            Ok(case) => Some(case),
            Err(StoreError::NotFound) => return Ok(None),
            Err(error) => return Err(error.into()),
        },
    };
    let word = |action: &String| action.parse::<CaseAction>().map_or_else(|_| action.clone(), |action| format!("case.{action}"));
    let action = asked.action.as_ref().map(word);
    Ok(Some(AuditFilter {
        units,
        member: asked.member,
        action,
        case,
        from: asked.from,
        to: asked.to,
        before: asked.before,
        reader: Some(who.member),
    }))
}

/// The case that has this number or had it until it was destroyed, if the auditor may learn of it.
async fn case_with(office: &Office, who: &SignedIn, number: &CaseNumber) -> Result<i64, StoreError> {
    match office.store.cases().with_number(number, who.member).await {
        Err(StoreError::NotFound) => Ok(office.store.cases().destroyed_with_number(number, who.member).await?.id),
        found => Ok(found?.id),
    }
}

async fn lines(office: &Office, entries: Vec<AuditEntry>, members: &HashMap<i64, String>) -> Result<Vec<Line>, CaseworkError> {
    let mut numbers: HashMap<i64, Option<CaseNumber>> = HashMap::new();
    for id in entries.iter().filter_map(|entry| entry.case_id) {
        if let std::collections::hash_map::Entry::Vacant(place) = numbers.entry(id) {
            place.insert(office.store.cases().number_of(id).await?);
        }
    }
    let line = |entry: AuditEntry| Line {
        member: entry.member_id.and_then(|id| members.get(&id).cloned()),
        case: entry.case_id.and_then(|id| numbers.get(&id).cloned().flatten()),
        entry,
    };
    Ok(entries.into_iter().map(line).collect())
}

async fn note(office: &Office, who: &SignedIn, action: &str, now: Timestamp) -> Result<(), CaseworkError> {
    let (member, unit) = (Some(who.member), Some(who.unit));
    let entry = NewEntry { at: now.as_millisecond(), action: action.to_owned(), member, unit, case: None, object: None };
    office.store.audit().append(entry).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, path::Path};

    use model::state::STAFF_ACTIONS;

    use super::*;

    /// Literals that look like words of entries, of all sources but their tests.
    fn words_in(folder: &Path, words: &mut BTreeSet<String>) {
        for file in std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
            if file.is_dir() && !file.ends_with("tests") {
                words_in(&file, words);
            } else if file.extension().is_some_and(|extension| extension == "rs") {
                let source = std::fs::read_to_string(&file).unwrap();
                let written = source.split("#[cfg(test)]").next().unwrap_or_default();
                let is_word = |literal: &&str| literal.bytes().all(|byte| byte.is_ascii_lowercase() || b"-.".contains(&byte));
                words.extend(written.split('"').filter(is_word).filter(|word| word.contains('.')).map(str::to_owned));
            }
        }
    }

    #[test]
    fn every_word_that_is_written_can_be_asked_for() {
        let mut words = BTreeSet::new();
        words_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut words);
        let areas: BTreeSet<&str> = ACTIONS.iter().filter_map(|known| known.split_once('.')).map(|(area, _)| area).collect();
        words.retain(|known| known.split_once('.').is_some_and(|(area, rest)| areas.contains(area) && !["", "toml", "db"].contains(&rest)));
        assert!(words.len() > 50, "{words:?}");
        let missing: Vec<&String> = words.iter().filter(|known| !ACTIONS.contains(&word(known))).collect();
        assert!(missing.is_empty(), "{missing:?}");
        assert!(STAFF_ACTIONS.iter().all(|action| ACTIONS.contains(&action.as_str())));
    }
}
