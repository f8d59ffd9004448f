//! Measures the store alone, without sealing or HTTP: durable reports a second, filed by 32 at once, and audit entries verified a second.
//!
//! `cargo run --release -p server --example measure_store [URL [SECONDS]]`; without a URL into a new SQLite file in the working folder.

use std::{
    error::Error,
    io::Write,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use model::{CaseNumber, catalog::guangzhou, status::SealedBy};
use rand::{Rng, rngs::StdRng};
use seal::{Holder, Purpose, Slot};
use server::{
    config::DatabaseConfig,
    store::{NEVER, NewCase, NewEntry, Store, StoreError, Token, Unit},
};

const AT_ONCE: usize = 32;
type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = tempfile::tempdir_in(".")?;
    let config = match arguments.next() {
        Some(url) => DatabaseConfig::new(url),
        None => DatabaseConfig::sqlite(&folder.path().join("measured.db")),
    };
    let seconds = arguments.next().map_or(Ok(10), |seconds| seconds.parse())?;
    let store = Store::open(&config).await?;
    store.migrate().await?;
    store.lists().add(guangzhou::categories(), guangzhou::divisions()).await?;
    store.units().add(vec![unit()?]).await?;

    let filed = Arc::new(AtomicU64::new(0));
    let start = Instant::now();
    let end = start + Duration::from_secs(seconds);
    let mut clients = tokio::task::JoinSet::new();
    for _ in 0..AT_ONCE {
        clients.spawn(client(store.clone(), Arc::clone(&filed), end));
    }
    let mut waits = Vec::new();
    while let Some(client) = clients.join_next().await {
        waits.extend(client??);
    }
    waits.sort_unstable();
    let rate = filed.load(Ordering::Relaxed) as f64 / start.elapsed().as_secs_f64();
    let share = |part: usize| waits.get(waits.len() * part / 100).copied().unwrap_or_default();
    writeln!(std::io::stdout(), "{rate:.0} reports/s, durable; p50 {:?}, p99 {:?}", share(50), share(99))?;
    verify(&store).await
}

/// Appends many entries, as many at once as one commit takes, and verifies the chain.
async fn verify(store: &Store) -> Outcome<()> {
    const ENTRIES: u32 = 200_000;
    let mut appends = tokio::task::JoinSet::new();
    for _ in 0..256 {
        let store = store.clone();
        appends.spawn(async move {
            for _ in 0..ENTRIES / 256 {
                store.audit().append(entry()).await?;
            }
            Ok::<(), StoreError>(())
        });
    }
    let start = Instant::now();
    while let Some(appended) = appends.join_next().await {
        appended??;
    }
    let appended = f64::from(ENTRIES) / start.elapsed().as_secs_f64();
    let start = Instant::now();
    let intact = store.audit().verify(&[]).await??;
    let verified = intact.entries as f64 / start.elapsed().as_secs_f64();
    writeln!(std::io::stdout(), "{appended:.0} audit entries/s appended, durable; {verified:.0}/s verified")?;
    Ok(())
}

fn entry() -> NewEntry {
    NewEntry { at: 1_795_500_000_000, action: "case.open".to_owned(), member: Some(1), unit: Some(1), case: Some(1), object: None }
}

async fn client(store: Store, filed: Arc<AtomicU64>, end: Instant) -> Outcome<Vec<Duration>> {
    let mut rng: StdRng = rand::make_rng();
    let mut waits = Vec::new();
    while Instant::now() < end {
        let new = report(&mut rng)?;
        let start = Instant::now();
        store.cases().file(new).await?;
        waits.push(start.elapsed());
        filed.fetch_add(1, Ordering::Relaxed);
    }
    Ok(waits)
}

fn unit() -> Outcome<Unit> {
    Ok(Unit {
        id: 1,
        code: "440100".parse()?,
        level: "city".parse()?,
        division: "440100".parse()?,
        parent_id: None,
        name_hans: String::new(),
        name_hant: String::new(),
        name_en: String::new(),
        address: String::new(),
        postcode: String::new(),
        phone: String::new(),
        hours: String::new(),
        active: true,
        created_at: 0,
    })
}

/// As large as a sealed report of some hundred characters.
fn report(rng: &mut StdRng) -> Outcome<NewCase> {
    let bytes = |rng: &mut StdRng, length| {
        let mut bytes = vec![0; length];
        rng.fill_bytes(&mut bytes);
        bytes
    };
    let mut lookup = [0; 32];
    rng.fill_bytes(&mut lookup);
    let mut filing_mark = [0; 32];
    rng.fill_bytes(&mut filing_mark);
    Ok(NewCase {
        id: i64::try_from(rng.next_u64() >> 1)?,
        number: CaseNumber::generate(2026, rng),
        lookup,
        kind: "disclosure".parse()?,
        category: "land".parse()?,
        area: "440106".parse()?,
        unit: 1,
        named: false,
        filed_at: 1_795_500_000_000,
        filing_mark,
        due_at: NEVER,
        due_basis: None,
        sealed_by: SealedBy::Server,
        ticket: Token { token_hash: lookup, expires_at: NEVER },
        reporter_public_key: bytes(rng, 1216),
        reporter_verifying_key: bytes(rng, 32),
        reporter_keys_mark: Vec::new(),
        keys: vec![(Purpose::Report, Holder::Reporter, bytes(rng, 62)), (Purpose::Report, Holder::Unit(1), bytes(rng, 1170))],
        envelopes: vec![(Slot::Report, bytes(rng, 2_000)), (Slot::Summary, bytes(rng, 260))],
        recused: Vec::new(),
        avoided: Vec::new(),
    })
}
