//! Films, which may be long. One that came in clear is sealed and stored as it comes, and read again from there, since it may tell only at
//! its end what has to be taken out at its beginning; what is taken out of it makes a second file, and the first one goes.

use cleaner::{CleanError, VideoPlan, VideoScan};
use jiff::Timestamp;
use model::{Handling, Wish};
use rand_core::CryptoRng;
use seal::{FileKey, SEGMENT};

use super::{
    deposit::Deposit,
    discard,
    open::{FileFault, Stored},
    receive::Kept,
    upload::begin_row,
};
use crate::casework::{CaseworkError, Office};

/// Cleans a film that is stored, or says what is in it if that is the wish.
pub(super) async fn handle<R: CryptoRng + Send>(
    office: &Office,
    arrived: Kept,
    wish: &Wish,
    now: Timestamp,
    rng: &mut R,
) -> Result<Kept, CaseworkError> {
    let outcome = match Stored::open(&office.files, &arrived.row, &arrived.key, arrived.size).await {
        Ok(stored) => cleaned(office, &stored, &arrived, wish, now, rng).await,
        Err(fault) => Err(fault.into()),
    };
    match outcome {
        // It stays as it is, with this said of it.
        Ok(Outcome::Same(handling)) => Ok(Kept { handling, ..arrived }),
        Ok(Outcome::Another(kept)) => {
            discard(&office.store, &office.files, &arrived.row).await?;
            Ok(kept)
        }
        Err(error) => {
            discard(&office.store, &office.files, &arrived.row).await?;
            Err(error)
        }
    }
}

enum Outcome {
    Same(Handling),
    Another(Kept),
}

async fn cleaned<R: CryptoRng + Send>(
    office: &Office,
    stored: &Stored,
    arrived: &Kept,
    wish: &Wish,
    now: Timestamp,
    rng: &mut R,
) -> Result<Outcome, CaseworkError> {
    let plan = match scan(stored, arrived.size).await? {
        Ok(plan) => plan,
        Err(error) => return Ok(Outcome::Same(wish.handling(Err(error.into())))),
    };
    let handling = wish.handling(Ok(plan.found().to_vec()));
    if plan.found().is_empty() || *wish != Wish::Clean {
        return Ok(Outcome::Same(handling));
    }
    let row = begin_row(office, arrived.row.case_id, now, rng).await?;
    let key = FileKey::generate(rng);
    let deposit = Deposit::begin(&office.files, &row, &key, rng);
    match copy(stored, &plan, deposit).await {
        Ok(size) => Ok(Outcome::Another(Kept { row, key, size, handling })),
        Err(error) => {
            discard(&office.store, &office.files, &row).await?;
            Err(error)
        }
    }
}

/// What is to be taken out.
async fn scan(stored: &Stored, size: u64) -> Result<Result<VideoPlan, CleanError>, FileFault> {
    let mut scan = VideoScan::new(size);
    while let Some(range) = scan.wants() {
        let bytes = stored.range(range).await?;
        if let Err(error) = scan.supply(&bytes) {
            return Ok(Err(error));
        }
    }
    Ok(scan.finish())
}

async fn copy(stored: &Stored, plan: &VideoPlan, mut deposit: Deposit) -> Result<u64, CaseworkError> {
    for segment in 0..stored.segments() {
        let mut content = stored.segment(segment).await?;
        plan.apply(u64::from(segment) * SEGMENT as u64, &mut content);
        deposit.write(&content).await?;
    }
    deposit.finish().await
}
