//! How long each operation takes on this machine: `cargo run --release -p seal --example speed`.

use std::{
    hint::black_box,
    io::Write,
    time::{Duration, Instant},
};

use model::ReceiptCode;
use rand::{SeedableRng, rngs::StdRng};
use seal::*;

const PLACE: Place = Place { case: 1, slot: Slot::Report, seq: 0, epoch: 0 };
const KEY_PLACE: KeyPlace = KeyPlace { case: 1, epoch: 0, purpose: Purpose::Report, holder: Holder::Unit(2) };

/// Runs for at least this long.
const SPAN: Duration = Duration::from_millis(300);

fn time<T>(what: &str, mut operation: impl FnMut() -> T) -> std::io::Result<()> {
    let start = Instant::now();
    let mut runs = 0u32;
    while start.elapsed() < SPAN {
        for _ in 0..16 {
            black_box(operation());
        }
        runs += 16;
    }
    let each = start.elapsed().as_secs_f64() * 1e6 / f64::from(runs);
    writeln!(std::io::stdout(), "{what:<52} {each:>10.2} µs")
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rng = &mut StdRng::seed_from_u64(1);
    let unit = SealPrivateKey::generate(rng);
    let public = unit.public();
    let public_bytes = public.to_bytes();
    let key = DataKey::generate(rng);
    let code = ReceiptCode::generate(rng);
    let reporter = ReporterSecret::from_code(&code);
    let (wrapping, author) = (reporter.wrapping_key(), reporter.signing_key());
    let verifying = author.verifying_key();
    let text = vec![b'x'; 2_000];

    time("receipt code → lookup id", || ReporterSecret::from_code(&code).lookup_id())?;
    time("receipt code → lookup id and wrapping key", || {
        let secret = ReporterSecret::from_code(&code);
        (secret.lookup_id(), secret.wrapping_key())
    })?;
    time("reporter's signing key", || reporter.signing_key())?;
    time("reporter's X-Wing key pair", || reporter.seal_key())?;
    time("parse an X-Wing public key", || SealPublicKey::try_from(public_bytes.as_slice()))?;
    time("seal a data key (HPKE)", || seal_key(&key, &public, &KEY_PLACE, rng))?;
    let sealed = seal_key(&key, &public, &KEY_PLACE, rng);
    time("open a data key (HPKE)", || open_key(&sealed, &unit, &KEY_PLACE))?;
    let wrapped = wrap_key(&key, &wrapping, &KEY_PLACE, rng);
    time("unwrap a data key", || unwrap_key(&wrapped, &wrapping, &KEY_PLACE))?;
    time("encrypt 2,000 bytes", || encrypt(&key, &PLACE, &text, rng))?;
    let ciphertext = encrypt(&key, &PLACE, &text, rng);
    time("decrypt 2,000 bytes", || decrypt(&key, &PLACE, &ciphertext))?;
    time("sign and encrypt 2,000 bytes", || sign_message(&key, &PLACE, &author, &text, rng))?;
    let signed = sign_message(&key, &PLACE, &author, &text, rng);
    time("decrypt and verify 2,000 bytes", || open_message(&key, &PLACE, &signed, &verifying))?;
    time("all of one anonymous filing", || file(&public, rng))?;

    let large = vec![0; 16 << 20];
    let start = Instant::now();
    black_box(encrypt(&key, &PLACE, &large, rng));
    let rate = large.len() as f64 / start.elapsed().as_secs_f64() / 1e6;
    writeln!(std::io::stdout(), "{:<52} {rate:>10.0} MB/s", "encrypt 16 MiB")?;
    Ok(())
}

/// What the server does to file one report of 2,000 bytes.
fn file(unit: &SealPublicKey, rng: &mut StdRng) -> impl Sized + use<> {
    let reporter = ReporterSecret::from_code(&ReceiptCode::generate(rng));
    let key = DataKey::generate(rng);
    let author = reporter.signing_key();
    (
        reporter.lookup_id(),
        reporter.seal_key().public().to_bytes(),
        author.verifying_key(),
        sign_message(&key, &PLACE, &author, &[b'x'; 2_000], rng),
        encrypt(&key, &Place { slot: Slot::Summary, ..PLACE }, &[b'x'; 100], rng),
        seal_key(&key, unit, &KEY_PLACE, rng),
        wrap_key(&key, &reporter.wrapping_key(), &KeyPlace { holder: Holder::Reporter, ..KEY_PLACE }, rng),
    )
}
