//! A database of its own for each test, and rows to put into it.

use std::ops::Deref;

use model::{CaseNumber, CategoryCode, DivisionCode, RecusalSource, Role, UnitCode, UnitLevel, catalog::guangzhou, status::SealedBy};
use rand::{Rng, SeedableRng, rngs::StdRng};
use seal::{Holder, Purpose, Slot};
use tempfile::TempDir;

use crate::{
    config::DatabaseConfig,
    store::{Invitation, KeptAway, Member, NEVER, NewCase, NewEntry, Store, Token, Unit, UnitKey, sql},
};

pub(super) const CITY: i64 = 1;
pub(super) const DISTRICT: i64 = 2;
pub(super) const CITY_KEY: i64 = 11;
pub(super) const HOUR: i64 = 3_600_000;
/// A whole hour in November 2026.
pub(super) const NOW: i64 = 494_900 * HOUR;

/// A database that goes away with the test.
pub(super) struct Database {
    pub(super) store: Store,
    pub(super) config: DatabaseConfig,
    _folder: Option<TempDir>,
}

impl Store {
    /// Damages the database.
    pub(crate) async fn lose_table(&self, table: &str) {
        sql::run(self.writer(), &format!("DROP TABLE {table}"), vec![]).await.unwrap();
    }
}

impl Deref for Database {
    type Target = Store;
    fn deref(&self) -> &Store {
        &self.store
    }
}

/// Runs a test on SQLite and on PostgreSQL.
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $name:ident($database:ident) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn test($database: &crate::store::tests::fixture::Database) $body

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                test(&crate::store::tests::fixture::sqlite().await).await;
            }

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                test(&crate::store::tests::fixture::postgres().await).await;
            }
        }
    )+};
}
pub(super) use on_both;

/// A filled SQLite database.
pub(super) async fn sqlite() -> Database {
    let folder = tempfile::tempdir().unwrap();
    let config = DatabaseConfig::sqlite(&folder.path().join("test.db"));
    filled(config, Some(folder)).await
}

/// A filled PostgreSQL database on the server that `scripts/with-postgres` has started.
pub(super) async fn postgres() -> Database {
    filled(empty_postgres().await, None).await
}

/// An empty PostgreSQL database.
pub(super) async fn empty_postgres() -> DatabaseConfig {
    let url = std::env::var("QINGFENG_TEST_POSTGRES_URL").expect("run this test by scripts/with-postgres");
    let name = format!("store_{:016x}", rand::make_rng::<StdRng>().next_u64());
    let server = Store::open(&DatabaseConfig::new(&url)).await.unwrap();
    sql::run(server.writer(), &format!("CREATE DATABASE {name}"), vec![]).await.unwrap();
    let (server, _) = url.rsplit_once('/').unwrap();
    DatabaseConfig::new(format!("{server}/{name}"))
}

async fn filled(config: DatabaseConfig, folder: Option<TempDir>) -> Database {
    let store = Store::open(&config).await.unwrap();
    store.migrate().await.unwrap();
    store.lists().add(guangzhou::categories(), guangzhou::divisions()).await.unwrap();
    store.units().add(vec![unit(CITY, "440100", None), unit(DISTRICT, "440106", Some(CITY))]).await.unwrap();
    store.members().add(member(21, CITY), vec![unit_key(CITY_KEY, CITY)], vec![], None, vec![entry("member.add")]).await.unwrap();
    Database { store, config, _folder: folder }
}

pub(super) fn unit(id: i64, code: &str, parent_id: Option<i64>) -> Unit {
    Unit {
        id,
        code: code.parse::<UnitCode>().unwrap(),
        level: if parent_id.is_none() { UnitLevel::City } else { UnitLevel::District },
        division: code.parse().unwrap(),
        parent_id,
        name_hans: "单位".to_owned(),
        name_hant: "單位".to_owned(),
        name_en: "Unit".to_owned(),
        address: String::new(),
        postcode: String::new(),
        phone: String::new(),
        hours: String::new(),
        active: true,
        created_at: NOW,
    }
}

pub(super) fn unit_key(id: i64, unit_id: i64) -> UnitKey {
    UnitKey { id, unit_id, purpose: Purpose::Report, public_key: vec![7; 1216], signature: vec![7; 64], created_at: NOW, retired_at: None }
}

pub(super) fn member(id: i64, unit_id: i64) -> Member {
    Member {
        id,
        unit_id,
        login: format!("member{id}"),
        display_name: "成员".to_owned(),
        roles: vec![Role::Officer, Role::Lead],
        password_salt: vec![1; 16],
        password_cost: "1".to_owned(),
        password_verifier: vec![2; 32],
        public_key: vec![3; 1216],
        verifying_key: vec![4; 32],
        keys_mark: Vec::new(),
        locked_keys: vec![5; 100],
        recovery_verifier: None,
        recovery_locked_keys: None,
        recovery_made_at: None,
        totp_locked: None,
        totp_step: None,
        failed_count: 0,
        next_try_at: 0,
        created_at: NOW,
        last_sign_in_at: None,
        left_at: None,
    }
}

pub(super) fn invitation(id: i64) -> Invitation {
    Invitation {
        login: String::new(),
        display_name: String::new(),
        id,
        token_hash: [u8::try_from(id).unwrap(); 32],
        unit_id: CITY,
        roles: vec![Role::Officer],
        replaces_member_id: None,
        created_by: Some(21),
        created_at: NOW,
        expires_at: NOW + HOUR,
    }
}

/// A link by which a member is set up anew.
pub(super) fn renewal(id: i64, member: i64) -> Invitation {
    Invitation { replaces_member_id: Some(member), ..invitation(id) }
}

pub(super) fn entry(action: &str) -> NewEntry {
    NewEntry { at: NOW, action: action.to_owned(), member: Some(21), unit: Some(CITY), case: None, object: None }
}

/// A member whom the reporter names.
pub(super) const fn kept_away(member: i64, unit: i64) -> KeptAway {
    KeptAway { member, unit, source: RecusalSource::Reporter, declared_by: None }
}

/// A report as large as a real one: sealed keys of 1.2 KB, a body of some hundred characters.
pub(super) fn report(rng: &mut StdRng) -> NewCase {
    let bytes = |rng: &mut StdRng, length| {
        let mut bytes = vec![0; length];
        rng.fill_bytes(&mut bytes);
        bytes
    };
    NewCase {
        id: i64::try_from(rng.next_u64() >> 1).unwrap(),
        number: CaseNumber::generate(2026, rng),
        lookup: bytes(rng, 32).try_into().unwrap(),
        kind: model::ReportKind::Disclosure,
        category: "land".parse::<CategoryCode>().unwrap(),
        area: "440106".parse::<DivisionCode>().unwrap(),
        unit: CITY,
        named: false,
        filed_at: NOW,
        filing_mark: bytes(rng, 32).try_into().unwrap(),
        due_at: NEVER,
        due_basis: None,
        sealed_by: SealedBy::Server,
        ticket: Token { token_hash: bytes(rng, 32).try_into().unwrap(), expires_at: NOW + HOUR },
        reporter_public_key: bytes(rng, 1216),
        reporter_verifying_key: bytes(rng, 32),
        reporter_keys_mark: Vec::new(),
        keys: vec![(Purpose::Report, Holder::Reporter, bytes(rng, 62)), (Purpose::Report, Holder::Unit(CITY_KEY), bytes(rng, 1170))],
        envelopes: vec![(Slot::Report, bytes(rng, 2_000)), (Slot::Summary, bytes(rng, 260))],
        recused: Vec::new(),
        avoided: Vec::new(),
    }
}

pub(super) fn rng() -> StdRng {
    StdRng::seed_from_u64(20_261_124)
}

/// How many rows a table has.
pub(super) async fn count(store: &Store, table: &str) -> i64 {
    let row = sql::row(store.reader(), &format!("SELECT COUNT(*) FROM {table}"), vec![]).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}
