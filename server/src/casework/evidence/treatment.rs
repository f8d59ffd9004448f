//! Takes out of a file what tells about its maker. It is stored already, sealed: what is taken out of it makes a second file, and the first
//! one goes. Films, which may be long, are cleaned a segment at a time; anything else as a whole, by a process apart.

use cleaner::{CleanError, FileKind, VideoPlan, VideoScan};
use jiff::Timestamp;
use model::{Handling, Trace, Uncleaned, Wish, limits};
use rand_core::CryptoRng;
use seal::SEGMENT;
use zeroize::Zeroizing;

use super::{
    deposit::{Deposit, Sealed},
    open::{FileFault, Stored},
    sweep::undo,
};
use crate::{
    casework::{CaseworkError, Office},
    files::cleaning::{LARGEST, Place},
};

/// While a file is cleaned there are two of it.
const MOST: usize = 2 * limits::FILES_AT_ONCE;

/// A file, and what was done about the traces in it.
pub(super) struct Treated {
    pub(super) file: Sealed,
    pub(super) handling: Handling,
}

/// Cleans a file, or says what is in it if that is the wish.
pub(super) async fn treat<R: CryptoRng + Send>(
    office: &Office,
    arrived: Sealed,
    kind: FileKind,
    wish: &Wish,
    now: Timestamp,
    rng: &mut R,
) -> Result<Treated, CaseworkError> {
    match treated(office, &arrived, kind, wish, now, rng).await {
        Ok((handling, None)) => Ok(Treated { file: arrived, handling }),
        Ok((handling, Some(file))) => {
            undo(&office.store, &office.files, &arrived.row).await?;
            Ok(Treated { file, handling })
        }
        Err(error) => {
            undo(&office.store, &office.files, &arrived.row).await?;
            Err(error)
        }
    }
}

/// What is said of it, and the file that takes its place.
async fn treated<R: CryptoRng + Send>(
    office: &Office,
    arrived: &Sealed,
    kind: FileKind,
    wish: &Wish,
    now: Timestamp,
    rng: &mut R,
) -> Result<(Handling, Option<Sealed>), CaseworkError> {
    if !kind.cleanable() {
        return Ok((wish.handling(Err(Uncleaned::Kind)), None));
    }
    if !kind.streams() && arrived.size > LARGEST {
        return Ok((wish.handling(Err(Uncleaned::Size)), None));
    }
    // Held until all is done: so much is read, computed and written at once, and no more.
    let place = office.cleaning.place().await;
    let stored = Stored::open(&office.files, &arrived.row, &arrived.key, arrived.size).await?;
    let outcome = if kind.streams() { of_film(stored, arrived.size).await? } else { of_whole(&stored, &place).await? };
    let (found, change) = outcome.map_or_else(|why| (Err(why), None), |(found, change)| (Ok(found), change));
    let handling = wish.handling(found);
    let Some(change) = change.filter(|_| *wish == Wish::Clean) else { return Ok((handling, None)) };
    let mut deposit = Deposit::begin(office, arrived.row.case_id, MOST, now, rng).await?;
    let written = change.write(&mut deposit).await;
    Ok((handling, Some(deposit.end(written).await?)))
}

/// Another content.
enum Change {
    /// These bytes.
    Bytes(Zeroizing<Vec<u8>>),
    /// This film, with so much taken out.
    Film(Box<Stored>, VideoPlan),
}

impl Change {
    async fn write(self, deposit: &mut Deposit) -> Result<(), CaseworkError> {
        match self {
            Self::Bytes(bytes) => deposit.write(&bytes).await,
            Self::Film(stored, plan) => copy(&stored, &plan, deposit).await,
        }
    }
}

/// What was found, and another content if something has to go; or why nobody can say.
type Outcome = Result<(Vec<Trace>, Option<Change>), Uncleaned>;

async fn of_whole(stored: &Stored, place: &Place) -> Result<Outcome, CaseworkError> {
    let content = stored.whole().await?;
    let outcome = place.clean(&content).await?;
    Ok(outcome.map(|(found, cleaned)| (found, (cleaned != content).then_some(Change::Bytes(cleaned)))))
}

async fn of_film(mut stored: Stored, size: u64) -> Result<Outcome, CaseworkError> {
    let outcome = scan(&mut stored, size).await?;
    Ok(outcome.map_err(Uncleaned::from).map(|plan| {
        let found = plan.found().to_vec();
        (found, plan.changes().then(|| Change::Film(Box::new(stored), plan)))
    }))
}

/// What is to be taken out.
async fn scan(stored: &mut Stored, size: u64) -> Result<Result<VideoPlan, CleanError>, FileFault> {
    let mut scan = VideoScan::new(size);
    while let Some(range) = scan.wants() {
        let bytes = stored.range(range).await?;
        if let Err(error) = scan.supply(&bytes) {
            return Ok(Err(error));
        }
    }
    Ok(scan.finish())
}

async fn copy(stored: &Stored, plan: &VideoPlan, deposit: &mut Deposit) -> Result<(), CaseworkError> {
    for segment in 0..stored.segments() {
        let mut content = stored.segment(segment).await?;
        plan.apply(u64::from(segment) * SEGMENT as u64, &mut content);
        deposit.write(&content).await?;
    }
    Ok(())
}
