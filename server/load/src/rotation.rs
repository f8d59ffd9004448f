//! Replacing keys under which a hundred thousand reports lie: the unit's, and the retention key.

use std::{path::Path, sync::Arc, time::Instant};

use futures_util::future::join_all;
use model::{CaseNumber, ReportKind, status::SealedBy};
use rand::{Rng, rngs::StdRng};
use seal::{Holder, Purpose, Slot};
use server::{
    config::DatabaseConfig,
    store::{NEVER, NewCase, Store, Token},
    vault::ring::{FILE_NAME, Ring},
};

use crate::{
    journeys::percent,
    portal::{self, hidden},
    staff,
    table::Row,
};

pub const REPORTS: usize = 100_000;
/// Reports that are filed together.
const CHUNK: usize = 1_000;
/// Of data keys there are two for each report: the unit's and the reporter's.
const KEYS: usize = 2;

/// Fills a portal of its own, and replaces first the unit's key, as its members do, then the retention key, as the operator does.
pub async fn measure(binary: &Path, folder: &Path, reports: usize) -> [Row; 2] {
    portal::prepare(binary, folder);
    fill(folder, reports).await;
    let (portal, _) = portal::start(binary, folder).await;
    let mut member = staff::sign_in(&portal).await;
    let form = format!("csrf={}", percent(&hidden(member.get("/admin/keys").await.text(), "csrf")));
    let started = Instant::now();
    let renewed = member.post("/admin/keys/reports/renew", form.as_bytes()).await;
    let taken = started.elapsed();
    assert_eq!(renewed.status, 303, "the unit's key is renewed");
    drop(portal);
    let started = Instant::now();
    portal::rotate(binary, folder);
    let per_second = (reports * KEYS) as f64 / started.elapsed().as_secs_f64();
    [
        Row::new(
            "unit key rotated over 100,000 reports, until the new one is in force",
            "",
            format!("{:.1} ms", taken.as_secs_f64() * 1e3),
        ),
        Row::new("retention key rotated over 100,000 reports, two data keys each", "", format!("{per_second:.0} data keys/s")),
    ]
}

async fn fill(folder: &Path, reports: usize) {
    let store = Store::open(&DatabaseConfig::sqlite(&folder.join("qingfeng.db"))).await.expect("the portal's database");
    store.shelter(Arc::new(Ring::load(&folder.join(FILE_NAME), &[]).expect("the portal's retention key")));
    let unit = store.units().by_code(&"440100".parse().expect("a code")).await.expect("the city's unit").id;
    let key = store.units().key(unit, Purpose::Report).await.expect("a database").expect("the unit's key").id;
    let mut rng: StdRng = rand::make_rng();
    for start in (0..reports).step_by(CHUNK) {
        let new: Vec<NewCase> = (start..reports.min(start + CHUNK)).map(|_| report(unit, key, &mut rng)).collect();
        let cases = store.cases();
        let filed = join_all(new.into_iter().map(|case| cases.file(case))).await;
        assert!(filed.iter().all(Result::is_ok), "every report is taken");
    }
    store.close().await;
}

fn bytes(rng: &mut StdRng, length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    rng.fill_bytes(&mut bytes);
    bytes
}

fn hash(rng: &mut StdRng) -> [u8; 32] {
    let mut hash = [0; 32];
    rng.fill_bytes(&mut hash);
    hash
}

/// As large as a real one; what is sealed in it nobody opens here.
fn report(unit: i64, key: i64, rng: &mut StdRng) -> NewCase {
    NewCase {
        id: i64::try_from(rng.next_u64() >> 1).expect("63 bits"),
        number: CaseNumber::generate(2026, rng),
        lookup: hash(rng),
        kind: ReportKind::Disclosure,
        category: "land".parse().expect("a category"),
        area: "440100".parse().expect("an area"),
        unit,
        named: false,
        recused: Vec::new(),
        avoided: Vec::new(),
        filed_at: 1_764_000_000_000,
        filing_mark: hash(rng),
        due_at: NEVER,
        due_basis: None,
        sealed_by: SealedBy::Server,
        ticket: Token { token_hash: hash(rng), expires_at: i64::MAX },
        reporter_public_key: bytes(rng, 1216),
        reporter_verifying_key: bytes(rng, 32),
        reporter_keys_mark: Vec::new(),
        keys: vec![(Purpose::Report, Holder::Reporter, bytes(rng, 114)), (Purpose::Report, Holder::Unit(key), bytes(rng, 1170))],
        envelopes: vec![(Slot::Report, bytes(rng, 2_000)), (Slot::Summary, bytes(rng, 260))],
    }
}
