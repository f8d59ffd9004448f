//! What is destroyed, and what a copy that was made before yields.

use std::collections::BTreeMap;

use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use jiff::{SignedDuration, civil::date};
use model::{CaseAction, Decision, DeletionRefusal, Report, Role, Wish, state::Refused, status::Finding};
use rand::{SeedableRng as _, rngs::StdRng};
use seal::{ReporterSecret, SEGMENT};
use server::{
    casework::{
        CaseworkError,
        custody::{self, Custody},
        evidence::{BrokenOff, receive, sweep},
        filing_proof, follow,
        intake::Receipt,
        retention::{
            DestructionCertificate, Disposed, NotDestroyed, Retention, RetentionRules, Rule, certificate_for, dispose, overdue, verify_all,
        },
    },
    config::DatabaseConfig,
    store::{LeftBehind, Store, StoreError, columns},
    vault::{
        SignedIn,
        operator::KeyFileError,
        ring::Ring,
        rotation::{Rotation, RotationError},
    },
};

use super::fixture::{HAIZHU, Portal, TIANHE, anonymous, desk, named};
use crate::at_desk;

/// Of what is sealed so many bytes are looked for at once.
const PART: usize = 32;
const DAYS: SignedDuration = SignedDuration::from_hours(24);

impl Portal {
    fn rotation(&self) -> (Store, std::sync::Arc<server::vault::ring::Ring>) {
        (self.store.clone(), self.ring.clone())
    }

    /// A file that waits to be sent.
    async fn add_file(&mut self, to: &Receipt) {
        let (office, secret) = (self.office().await, ReporterSecret::from_code(&to.code));
        let content = stream::iter([Ok(Bytes::from_static(b"a list of payments"))]);
        receive(&office, &secret, "payments.txt", &Wish::Clean, content, self.now, &mut self.rng).await.unwrap();
    }

    /// Replaces the retention key, and destroys the earlier ones whose backups have had their time.
    async fn rotate(&mut self) -> Option<i64> {
        let (store, ring) = self.rotation();
        let rotation = Rotation { store: &store, ring: &ring };
        rotation.begin(None, self.now, &mut self.rng).await.unwrap();
        rotation.move_some(0, u64::MAX).await.unwrap();
        rotation.destroy_outlived(DAYS * 30, self.now).await.unwrap()
    }
}

#[tokio::test]
async fn a_report_is_read_under_every_generation_and_a_backup_for_as_long_as_it_is_good() {
    let mut portal = Portal::new().await;
    let lead = portal.member(TIANHE, "lead", &[Role::Officer, Role::Lead]).await;
    let receipt = portal.file(&anonymous()).await;
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.db");
    portal.store.copy_into(&copy).await.unwrap();
    let copy = Store::open(&DatabaseConfig::sqlite(&copy)).await.unwrap();
    copy.shelter(portal.ring.clone());

    assert_eq!(portal.rotate().await, None);
    let office = portal.office().await;
    assert!(follow::open(&office, &receipt.code, portal.now).await.unwrap().report.opened().is_some());
    assert!(desk(&office, &lead, &portal).open(&receipt.filing.number).await.unwrap().report.opened().is_some());
    let case = copy.cases().by_number(&receipt.filing.number, TIANHE, lead.member).await.unwrap().id;
    assert!(copy.cases().keys(case).await.is_ok(), "the backup is still good");

    portal.later(DAYS * 31);
    assert_eq!(portal.rotate().await, Some(1));
    assert!(matches!(copy.cases().keys(case).await, Err(StoreError::KeyDestroyed(1))));
    assert!(follow::open(&office, &receipt.code, portal.now).await.unwrap().report.opened().is_some());
}

#[tokio::test]
async fn who_has_the_database_without_the_retention_key_has_no_data_key_at_all() {
    let mut portal = Portal::new().await;
    portal.member(TIANHE, "lead", &[Role::Officer, Role::Lead]).await;
    let receipt = portal.file(&anonymous()).await;
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.db");
    portal.store.copy_into(&copy).await.unwrap();
    let copy = Store::open(&DatabaseConfig::sqlite(&copy)).await.unwrap();
    let mut office = portal.office().await;
    office.store = copy;
    let opened = follow::open(&office, &receipt.code, portal.now).await;
    assert!(matches!(opened, Err(CaseworkError::Store(StoreError::NoGeneration(1)))), "not even with the receipt code");
}

const YEARS: SignedDuration = SignedDuration::from_hours(24 * 366);

impl Portal {
    async fn turn(&self) -> Disposed {
        dispose(&self.store, &self.keys, &RetentionRules::default(), self.now).await.unwrap()
    }

    /// A case that is accepted, answered and closed.
    async fn settle(&mut self, who: &SignedIn, receipt: &Receipt) {
        at_desk!(self, who, accept, receipt).unwrap();
        at_desk!(self, who, answer, receipt, "已经办理").unwrap();
        at_desk!(self, who, close, receipt, Finding::Explained, "").unwrap();
    }

    async fn certificate(&self, receipt: &Receipt) -> Result<DestructionCertificate, CaseworkError> {
        certificate_for(&self.office().await, &receipt.code).await
    }
}

#[tokio::test]
async fn a_settled_case_is_announced_a_month_before_and_destroyed_when_its_term_is_over() {
    let mut portal = Portal::new().await;
    let lead = portal.member(TIANHE, "lead", &[Role::Officer, Role::Lead]).await;
    let (old, open) = (portal.file(&anonymous()).await, portal.file(&anonymous()).await);
    portal.settle(&lead, &old).await;
    let case = portal.store.cases().with_number(&old.filing.number, lead.member).await.unwrap().id;
    // As the file holds them: what the store hands out was opened with the retention key. A long one lies on several of its pages.
    let parts = |sealed: &[u8]| sealed.chunks_exact(PART).map(<[u8]>::to_vec).collect::<Vec<_>>();
    let keys = portal.bytes(&format!("SELECT sealed FROM case_keys WHERE case_id = {case}")).await;
    let texts = portal.bytes(&format!("SELECT ciphertext FROM envelopes WHERE case_id = {case}")).await;
    let sealed: Vec<_> = keys.iter().chain(&texts).map(|sealed| parts(sealed)).collect();
    assert!(keys.len() > 1 && texts.len() > 1 && sealed.iter().all(|parts| parts.iter().any(|part| portal.holds(part))));

    portal.later(YEARS * 9);
    assert_eq!(portal.turn().await, Disposed::default());
    portal.later(YEARS - DAYS * 20);
    assert_eq!(portal.turn().await, Disposed { announced: 1, destroyed: 0 });
    let office = portal.office().await;
    let overview = Retention::new(&office, &lead, portal.now).overview().await.unwrap();
    assert_eq!((overview.due.len(), overview.due_count), (1, 1));
    assert!(overview.due[0].due_at.unwrap() > portal.now.as_millisecond());
    assert!(portal.certificate(&old).await.is_err(), "it is there still");

    portal.later(DAYS * 31);
    assert_eq!(portal.turn().await, Disposed { announced: 0, destroyed: 1 });
    let stated = portal.certificate(&old).await.unwrap();
    assert_eq!((stated.rule, stated.finding, stated.texts), (Rule::Term(120), Some(Finding::Explained), 3));
    assert!(matches!(follow::open(&office, &old.code, portal.now).await, Err(CaseworkError::NotFound)));
    assert!(matches!(desk(&office, &lead, &portal).open(&old.filing.number).await, Err(CaseworkError::NotFound)));
    assert!(follow::open(&office, &open.code, portal.now).await.is_ok(), "what is open is never due");
    assert_eq!(portal.number("PRAGMA wal_checkpoint(TRUNCATE)").await, 0, "what the journal held goes when it is written back");
    assert!(sealed.iter().flatten().all(|part| !portal.holds(part)));
    assert_eq!(portal.store.figures().await.unwrap().iter().map(|count| count.cases).sum::<u64>(), 2, "figures still count it");
    assert_eq!(Retention::new(&office, &lead, portal.now).overview().await.unwrap().destroyed.len(), 1);
}

#[tokio::test]
async fn a_backup_yields_nothing_of_a_destroyed_case_once_the_key_it_needs_is_gone_and_everything_else_until_then() {
    let mut portal = Portal::new().await;
    let lead = portal.member(TIANHE, "lead", &[Role::Officer, Role::Lead]).await;
    let (gone, kept) = (portal.file(&named()).await, portal.file(&anonymous()).await);
    portal.add_file(&gone).await;
    let folder = tempfile::tempdir().unwrap();
    portal.store.copy_into(&folder.path().join("copy.db")).await.unwrap();
    let backup = Store::open(&DatabaseConfig::sqlite(&folder.path().join("copy.db"))).await.unwrap();
    backup.shelter(portal.ring.clone());

    let office = portal.office().await;
    follow::ask_deletion(&office, &gone.code, None, portal.now, &mut portal.rng).await.unwrap();
    let version = portal.version(&gone.code).await;
    Retention::new(&office, &lead, portal.now).destroy(&gone.filing.number, version).await.unwrap();
    let mut restored = portal.office().await;
    restored.store = backup;
    let opened = follow::open(&restored, &gone.code, portal.now).await.unwrap();
    assert!(opened.added[0].1.opened().is_some(), "the key that the backup needs is there still");

    portal.rotate().await;
    portal.later(DAYS * 30);
    assert_eq!(portal.rotate().await, Some(1));
    for receipt in [&gone, &kept] {
        let opened = follow::open(&restored, &receipt.code, portal.now).await;
        assert!(matches!(opened, Err(CaseworkError::Store(StoreError::KeyDestroyed(1)))));
    }
    assert!(follow::open(&office, &kept.code, portal.now).await.is_ok(), "what lives was taken along");
}

#[tokio::test]
async fn a_held_case_outlives_its_term_until_the_hold_is_over_or_lifted() {
    let mut portal = Portal::new().await;
    let lead = portal.member(TIANHE, "lead", &[Role::Officer, Role::Lead]).await;
    let receipt = portal.file(&anonymous()).await;
    portal.settle(&lead, &receipt).await;
    let past = at_desk!(portal, lead, hold, receipt, date(2026, 11, 1), "诉讼中");
    assert!(matches!(past, Err(CaseworkError::Faults(_))));
    at_desk!(portal, lead, hold, receipt, date(2040, 1, 1), "诉讼中").unwrap();
    at_desk!(portal, lead, hold, receipt, date(2045, 1, 1), "二审").unwrap();
    portal.later(YEARS * 11);
    portal.turn().await;
    portal.later(DAYS * 40);
    assert_eq!(portal.turn().await.destroyed, 0);
    let office = portal.office().await;
    let keeping = Retention::new(&office, &lead, portal.now).of_case(&receipt.filing.number).await.unwrap();
    assert_eq!(keeping.in_force(portal.now).count(), 2);
    at_desk!(portal, lead, lift_hold, receipt, 1).unwrap();
    assert_eq!(portal.turn().await.destroyed, 0, "the other one still holds");
    assert!(matches!(at_desk!(portal, lead, lift_hold, receipt, 1), Err(CaseworkError::NotFound)));
    portal.later(YEARS * 3);
    assert_eq!(portal.turn().await.destroyed, 1);
}

#[tokio::test]
async fn what_was_held_beyond_its_term_is_shown_for_a_month_before_it_goes() {
    let mut portal = Portal::new().await;
    let lead = portal.member(TIANHE, "lead", &[Role::Officer, Role::Lead]).await;
    let (lifted, over) = (portal.file(&anonymous()).await, portal.file(&anonymous()).await);
    for receipt in [&lifted, &over] {
        portal.settle(&lead, receipt).await;
    }
    at_desk!(portal, lead, hold, lifted, date(2050, 1, 1), "诉讼中").unwrap();
    at_desk!(portal, lead, hold, over, date(2038, 1, 1), "诉讼中").unwrap();
    // To some days before the second hold is over, when the terms have long ended.
    portal.later("2037-12-30T03:20:00Z".parse::<jiff::Timestamp>().unwrap().duration_since(portal.now));
    assert_eq!(portal.turn().await, Disposed { announced: 2, destroyed: 0 });
    portal.later(DAYS * 5);
    at_desk!(portal, lead, lift_hold, lifted, 0).unwrap();
    assert_eq!(portal.turn().await.destroyed, 0, "neither at once");
    let office = portal.office().await;
    let overview = Retention::new(&office, &lead, portal.now).overview().await.unwrap();
    let month = portal.now + DAYS * 30;
    assert!(overview.due.iter().any(|due| due.case.number == lifted.filing.number && due.due_at == Some(month.as_millisecond())));
    let keeping = Retention::new(&office, &lead, portal.now).of_case(&lifted.filing.number).await.unwrap();
    assert_eq!(keeping.due_at, Some(month.as_millisecond()));
    portal.later(DAYS * 26);
    assert_eq!(portal.turn().await.destroyed, 0);
    portal.later(DAYS * 2);
    assert_eq!(portal.turn().await.destroyed, 1, "the hold that was over first");
    assert_eq!(overdue(&portal.store, &RetentionRules::default(), portal.now + DAYS).await.unwrap(), 0);
    portal.later(DAYS * 2);
    assert_eq!(portal.turn().await.destroyed, 1);
}

#[tokio::test]
async fn what_is_taken_up_again_is_not_due() {
    let mut portal = Portal::new().await;
    let lead = portal.member(TIANHE, "lead", &[Role::Officer, Role::Lead]).await;
    let receipt = portal.file(&anonymous()).await;
    portal.settle(&lead, &receipt).await;
    portal.later(YEARS * 10);
    assert_eq!(portal.turn().await.announced, 1);
    at_desk!(portal, lead, reopen, receipt, "发现新证据").unwrap();
    portal.later(YEARS * 10);
    assert_eq!(portal.turn().await, Disposed::default());
}

#[tokio::test]
async fn a_reporter_asks_once_is_refused_for_a_named_reason_and_may_ask_again() {
    let mut portal = Portal::new().await;
    let lead = portal.member(TIANHE, "lead", &[Role::Officer, Role::Lead]).await;
    let officer = portal.member(TIANHE, "officer", &[Role::Officer]).await;
    let receipt = portal.file(&anonymous()).await;
    let office = portal.office().await;
    let unasked = at_desk!(portal, lead, refuse_deletion, receipt, DeletionRefusal::Evidence);
    assert!(matches!(unasked, Err(CaseworkError::Refused(Refused::NoDeletionAsked))));
    follow::ask_deletion(&office, &receipt.code, None, portal.now, &mut portal.rng).await.unwrap();
    let again = follow::ask_deletion(&office, &receipt.code, None, portal.now, &mut portal.rng).await;
    assert!(matches!(again, Err(CaseworkError::Refused(Refused::DeletionAsked))));
    assert!(matches!(at_desk!(portal, officer, refuse_deletion, receipt, DeletionRefusal::Evidence), Err(CaseworkError::Forbidden(_))));
    at_desk!(portal, lead, refuse_deletion, receipt, DeletionRefusal::Evidence).unwrap();
    let told = follow::open(&office, &receipt.code, portal.now).await.unwrap();
    let last = told.entries.last().unwrap();
    assert_eq!((last.action, last.detail.as_deref()), (CaseAction::RefuseDeletion, Some("evidence")));
    follow::ask_deletion(&office, &receipt.code, None, portal.now, &mut portal.rng).await.unwrap();

    at_desk!(portal, lead, hold, receipt, date(2027, 1, 1), "诉讼中").unwrap();
    let version = portal.version(&receipt.code).await;
    let held = Retention::new(&office, &lead, portal.now).destroy(&receipt.filing.number, version).await;
    assert!(matches!(held, Err(CaseworkError::Refused(Refused::Held))));
    at_desk!(portal, lead, lift_hold, receipt, 0).unwrap();
    let late = Retention::new(&office, &lead, portal.now).destroy(&receipt.filing.number, version).await;
    assert!(matches!(late, Err(CaseworkError::Conflict { .. })));
    Retention::new(&office, &lead, portal.now).destroy(&receipt.filing.number, version + 1).await.unwrap();
    assert_eq!(portal.certificate(&receipt).await.unwrap().rule, Rule::Asked);
}

#[tokio::test]
async fn a_certificate_is_checked_with_a_fingerprint_alone_and_against_the_log() {
    let mut portal = Portal::new().await;
    let lead = portal.member(TIANHE, "lead", &[Role::Officer, Role::Lead]).await;
    let receipt = portal.file(&anonymous()).await;
    let proof = filing_proof::parse_proof(&receipt.proof.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect::<String>()).unwrap();
    let office = portal.office().await;
    follow::ask_deletion(&office, &receipt.code, None, portal.now, &mut portal.rng).await.unwrap();
    let version = portal.version(&receipt.code).await;
    Retention::new(&office, &lead, portal.now).destroy(&receipt.filing.number, version).await.unwrap();
    let stated = portal.certificate(&receipt).await.unwrap();
    let fingerprint = portal.keys.fingerprint().to_string();
    assert_eq!(stated.check(&fingerprint), Ok(()));
    assert_eq!(stated.check("0000"), Err(NotDestroyed::OtherKey));
    let altered = DestructionCertificate { texts: stated.texts + 1, ..stated.clone() };
    assert_eq!(altered.check(&fingerprint), Err(NotDestroyed::Unsigned));
    let read: DestructionCertificate = serde_json::from_str(&serde_json::to_string(&stated).unwrap()).unwrap();
    assert_eq!((read.check(&fingerprint), &read), (Ok(()), &stated));
    let entry = portal.store.audit().entry(stated.entry).await.unwrap().unwrap();
    assert_eq!((entry.action.as_str(), entry.object), ("case.destroy", Some(stated.digest())));
    assert_eq!(verify_all(&portal.store, &portal.keys).await.unwrap(), Ok(1));
    let filed = filing_proof::verify(&portal.store, &portal.keys, &receipt.filing.number, &proof).await.unwrap();
    assert!(filed.is_some(), "that it was filed stays provable");
    portal.alter("UPDATE destroyed_cases SET destroyed_at = destroyed_at - 1").await;
    assert_eq!(verify_all(&portal.store, &portal.keys).await.unwrap(), Err(stated.number));
}

#[tokio::test]
async fn a_case_that_was_settled_without_a_moment_has_a_term_all_the_same() {
    let mut portal = Portal::new().await;
    let lead = portal.member(TIANHE, "lead", &[Role::Officer, Role::Lead]).await;
    let receipt = portal.file(&anonymous()).await;
    portal.settle(&lead, &receipt).await;
    portal.alter("UPDATE cases SET settled_at = NULL").await;
    portal.later(YEARS * 10);
    assert_eq!(portal.turn().await, Disposed { announced: 1, destroyed: 0 });
    portal.later(DAYS * 31);
    assert_eq!(portal.turn().await.destroyed, 1);
}

#[tokio::test]
async fn a_case_that_cannot_be_destroyed_keeps_no_other_from_it() {
    let mut portal = Portal::new().await;
    let lead = portal.member(TIANHE, "lead", &[Role::Officer, Role::Lead]).await;
    let cases = [portal.file(&anonymous()).await, portal.file(&anonymous()).await, portal.file(&anonymous()).await];
    for receipt in &cases {
        portal.settle(&lead, receipt).await;
    }
    portal.later(YEARS * 10);
    assert_eq!(portal.turn().await.announced, 3);
    portal.alter("UPDATE cases SET rating = 'nonsense' WHERE id = (SELECT MIN(id) FROM cases)").await;
    portal.later(DAYS * 31);
    assert_eq!(portal.turn().await.destroyed, 2);
    assert_eq!(portal.turn().await.destroyed, 0);
    portal.later(DAYS);
    assert_eq!(overdue(&portal.store, &RetentionRules::default(), portal.now).await.unwrap(), 1);
    portal.alter("UPDATE cases SET rating = NULL").await;
    assert_eq!(portal.turn().await.destroyed, 1);
}

#[tokio::test]
async fn a_data_key_that_nobody_can_open_does_not_keep_the_retention_key_alive() {
    let mut portal = Portal::new().await;
    let lead = portal.member(TIANHE, "lead", &[Role::Officer, Role::Lead]).await;
    let (good, bad) = (portal.file(&anonymous()).await, portal.file(&anonymous()).await);
    let damaged = portal.store.cases().with_number(&bad.filing.number, lead.member).await.unwrap().id;
    portal.alter(&format!("UPDATE case_keys SET sealed = x'00' WHERE holder = 'reporter' AND case_id = {damaged}")).await;
    assert_eq!(portal.rotate().await, None);
    let left = Rotation { store: &portal.store, ring: &portal.ring }.left_behind().await.unwrap();
    assert_eq!(left, LeftBehind { readable: 0, unreadable: 1 });
    portal.later(DAYS * 31);
    assert_eq!(portal.rotate().await, Some(1));
    assert!(follow::open(&portal.office().await, &good.code, portal.now).await.is_ok());
}

#[tokio::test]
async fn nodes_agree_on_the_number_and_on_the_key() {
    let mut portal = Portal::new().await;
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let (store, ring) = portal.rotation();
    let first = Rotation { store: &store, ring: &ring };
    // As a version left it that compared numbers alone.
    store.put_setting("retention-generation", "1").await.unwrap();
    first.keep_up().await.unwrap();
    let agreed = store.setting("retention-generation").await.unwrap().unwrap();
    assert!(agreed.starts_with("1 ") && agreed.len() == 2 + 64, "{agreed}");

    let stranger = Ring::make(&path("stranger.toml"), &[], portal.now, &mut portal.rng).unwrap();
    let refused = Rotation { store: &store, ring: &stranger }.keep_up().await;
    assert!(matches!(refused, Err(RotationError::File(KeyFileError::OtherGeneration { number: 1, .. }))));

    std::fs::copy(portal.retention_file(), path("late.toml")).unwrap();
    let late = Ring::load(&path("late.toml"), &[]).unwrap();
    let second = Rotation { store: &store, ring: &late };
    second.keep_up().await.unwrap();
    assert_eq!(first.begin(None, portal.now, &mut portal.rng).await.unwrap(), 2);
    let behind = second.begin(None, portal.now, &mut portal.rng).await;
    assert!(matches!(behind, Err(RotationError::File(KeyFileError::Behind { number: 2, .. }))));
    assert!(matches!(second.move_some(0, 1).await, Err(StoreError::NoGeneration(2))));
    let stands = store.exchange_setting("retention-generation", Some(&agreed), "2 another").await.unwrap();
    assert!(stands.starts_with("2 ") && stands != "2 another", "whoever is late changes nothing");
}

#[tokio::test]
async fn what_was_begun_is_agreed_on_at_the_next_turn_if_its_node_stopped_in_between() {
    let mut portal = Portal::new().await;
    let (store, ring) = portal.rotation();
    let rotation = Rotation { store: &store, ring: &ring };
    rotation.keep_up().await.unwrap();
    ring.begin(portal.now, &mut portal.rng).unwrap();
    assert_eq!(ring.in_use().unwrap(), 1);
    rotation.keep_up().await.unwrap();
    assert_eq!(ring.in_use().unwrap(), 2);
    assert_eq!(rotation.begin(None, portal.now, &mut portal.rng).await.unwrap(), 3);
}

impl Portal {
    /// Destroys a case at its reporter's request.
    async fn destroy(&mut self, lead: &SignedIn, receipt: &Receipt) {
        let office = self.office().await;
        follow::ask_deletion(&office, &receipt.code, None, self.now, &mut self.rng).await.unwrap();
        let version = self.version(&receipt.code).await;
        Retention::new(&office, lead, self.now).destroy(&receipt.filing.number, version).await.unwrap();
    }
}

/// The tables whose rows are kept as long as their case, with the column that names it.
fn tables_of_cases() -> BTreeMap<&'static str, &'static str> {
    let of_cases = columns::all().filter(|column| column.retention == columns::Retention::Case);
    let mut tables = BTreeMap::new();
    for column in of_cases {
        let name = tables.entry(column.table).or_insert("id");
        if column.name == "case_id" {
            *name = "case_id";
        }
    }
    tables
}

#[tokio::test]
async fn every_table_of_a_case_is_empty_of_it_once_it_is_destroyed() {
    let mut portal = Portal::new().await;
    let lead = portal.member(TIANHE, "lead", &[Role::Officer, Role::Lead]).await;
    let keeper = portal.member(TIANHE, "keeper", &[Role::Custodian]).await;
    portal.member(HAIZHU, "elsewhere", &[Role::Officer]).await;
    let avoiding = Report { avoid_units: vec!["440105".parse().unwrap()], ..named() };
    let receipt = portal.file(&avoiding).await;
    let (office, number) = (portal.office().await, &receipt.filing.number);
    let wish = custody::Wish::check("verify", ["name"], "电话核实").unwrap();
    Custody::new(&office, &lead, portal.now).ask(number, &wish, &mut portal.rng).await.unwrap();
    Custody::new(&office, &keeper, portal.now).decide(number, 0, Decision::Grant, ("", ""), &mut portal.rng).await.unwrap();
    at_desk!(portal, lead, recuse, receipt, keeper.member, "亲属").unwrap();
    at_desk!(portal, lead, hold, receipt, date(2026, 12, 1), "诉讼中").unwrap();
    at_desk!(portal, lead, lift_hold, receipt, 0).unwrap();
    portal.add_file(&receipt).await;

    let case = portal.store.cases().by_number(number, TIANHE, lead.member).await.unwrap().id;
    for (table, column) in tables_of_cases() {
        let rows = portal.number(&format!("SELECT COUNT(*) FROM {table} WHERE {column} = {case}")).await;
        assert!(rows > 0, "{table} has nothing of the case: that nothing of it stays there would prove nothing");
    }
    portal.destroy(&lead, &receipt).await;
    for (table, column) in tables_of_cases() {
        assert_eq!(portal.number(&format!("SELECT COUNT(*) FROM {table} WHERE {column} = {case}")).await, 0, "{table}");
    }
}

#[tokio::test]
async fn the_files_of_a_destroyed_case_leave_the_store() {
    let mut portal = Portal::new().await;
    let lead = portal.member(TIANHE, "lead", &[Role::Officer, Role::Lead]).await;
    let (gone, kept) = (portal.file(&anonymous()).await, portal.file(&anonymous()).await);
    portal.add_file(&gone).await;
    let office = portal.office().await;
    follow::supply(&office, &gone.code, None, "见附件", portal.now, &mut portal.rng).await.unwrap();
    portal.add_file(&gone).await;
    portal.add_file(&kept).await;
    assert_eq!(portal.segments(), 3, "one was sent, one waits, one is of another case");
    portal.destroy(&lead, &gone).await;
    sweep(&office.store, &office.files, &office.evidence, portal.now).await.unwrap();
    assert_eq!(portal.segments(), 1);
    assert_eq!(portal.number("SELECT COUNT(*) FROM abandoned_objects").await, 0);
}

#[tokio::test]
async fn a_file_on_its_way_when_its_case_is_destroyed_leaves_nothing() {
    let mut portal = Portal::new().await;
    let lead = portal.member(TIANHE, "lead", &[Role::Officer, Role::Lead]).await;
    let office = portal.office().await;
    for breaks_off in [false, true] {
        let receipt = portal.file(&anonymous()).await;
        let (secret, now, mut rng) = (ReporterSecret::from_code(&receipt.code), portal.now, StdRng::seed_from_u64(5));
        follow::ask_deletion(&office, &receipt.code, None, now, &mut portal.rng).await.unwrap();
        let version = portal.version(&receipt.code).await;
        let more = || stream::iter((0..3).map(|_| Ok(Bytes::from(vec![7; SEGMENT]))));
        let destroyed = stream::once(async {
            Retention::new(&office, &lead, now).destroy(&receipt.filing.number, version).await.unwrap();
            sweep(&office.store, &office.files, &office.evidence, now).await.unwrap();
            if breaks_off { Err(BrokenOff) } else { Ok(Bytes::from(vec![7; SEGMENT])) }
        });
        let content = more().chain(destroyed).chain(more()).boxed();
        let received = receive(&office, &secret, "long.bin", &Wish::Clean, content, now, &mut rng).await;
        assert!(received.is_err());
        assert_eq!(portal.segments(), 0, "{breaks_off}");
    }
}
