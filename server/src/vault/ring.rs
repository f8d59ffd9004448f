//! The retention key: what the data keys of all cases lie under, beside being sealed to those who may read.
//!
//! It stands in a file of its own that no backup of the database holds, and is replaced again and again. A case that was destroyed is not
//! taken along to the next generation; once the last generation that it was under is destroyed as well, every copy of the database that
//! was made while the case was there yields nothing of it. It opens no report by itself.

use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
    sync::{
        PoisonError, RwLock,
        atomic::{AtomicI64, Ordering},
    },
};

use jiff::{SignedDuration, Timestamp};
use rand_core::CryptoRng;
use seal::{Holder, KeyPlace, Locked, SymmetricKey, lock, unlock};
use zeroize::Zeroizing;

use super::{
    operator::{KeyFileError, key_named, push_line},
    private_file,
};
use crate::store::{Shelter, StoreError};

/// Its name within the data folder.
pub const FILE_NAME: &str = "retention.toml";

const HEADING: &str = "# The retention key. Without it no report can be read any more by anybody: keep a second copy of this file, apart from\n\
                       # every backup of the database. Replace that copy whenever this file changes, and keep no earlier one: an earlier one\n\
                       # makes readable again what was destroyed.\n";
const TABLE: &str = "generation";
const KEY: &str = "key";
/// Room for one generation's lines.
const LINES: usize = 160;

/// The generations of the retention key that are held, and the file and copies in which they stand.
pub struct Ring {
    path: PathBuf,
    copies: Vec<PathBuf>,
    held: RwLock<BTreeMap<i64, Generation>>,
    /// The generation that the portal's nodes have agreed on.
    wanted: AtomicI64,
}

#[derive(Clone)]
struct Generation {
    key: SymmetricKey,
    made_at: Timestamp,
}

impl fmt::Debug for Ring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ring").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Ring {
    /// Reads the file. `copies` are rewritten whenever it changes.
    ///
    /// # Errors
    /// It cannot be read, others may read it, or it holds no key.
    pub fn load(path: &Path, copies: &[PathBuf]) -> Result<Self, KeyFileError> {
        Ok(Self::of(path, copies, read(path)?))
    }

    /// Makes the file, with a first generation.
    ///
    /// # Errors
    /// It or a copy exists, or cannot be written.
    pub fn make(path: &Path, copies: &[PathBuf], now: Timestamp, rng: &mut impl CryptoRng) -> Result<Self, KeyFileError> {
        let first = BTreeMap::from([(1, Generation { key: SymmetricKey::generate(rng), made_at: now })]);
        let text = to_toml(&first);
        for path in copies.iter().map(PathBuf::as_path).chain([path]) {
            private_file::write_new(path, &text).map_err(|source| KeyFileError::File { path: path.to_owned(), source })?;
        }
        Ok(Self::of(path, copies, first))
    }

    fn of(path: &Path, copies: &[PathBuf], held: BTreeMap<i64, Generation>) -> Self {
        Self { path: path.to_owned(), copies: copies.to_vec(), held: RwLock::new(held), wanted: AtomicI64::new(0) }
    }

    /// Reads the file again: another process may have changed it.
    ///
    /// # Errors
    /// As for [`Self::load`]; what was held stays.
    pub fn reload(&self) -> Result<(), KeyFileError> {
        self.put(read(&self.path)?);
        Ok(())
    }

    /// The generation in use, and when it was made.
    pub fn current(&self) -> (i64, Timestamp) {
        self.held().last_key_value().map_or((0, Timestamp::UNIX_EPOCH), |(number, generation)| (*number, generation.made_at))
    }

    /// The latest generation that was replaced so long ago, so that no backup is to be restored that needs it or an earlier one.
    pub fn outlived(&self, backups: SignedDuration, now: Timestamp) -> Option<i64> {
        let held = self.held();
        let replaced = held.iter().zip(held.iter().skip(1));
        replaced.filter(|(_, (_, next))| now.duration_since(next.made_at) >= backups).map(|((number, _), _)| *number).next_back()
    }

    /// How many generations are held.
    pub fn count(&self) -> usize {
        self.held().len()
    }

    /// Begins a generation. Nothing is put under it before the file and every copy have it.
    ///
    /// # Errors
    /// One of them could not be written; the generation is not in use then.
    pub fn begin(&self, now: Timestamp, rng: &mut impl CryptoRng) -> Result<i64, KeyFileError> {
        let mut next = self.held().clone();
        let number = self.current().0 + 1;
        next.insert(number, Generation { key: SymmetricKey::generate(rng), made_at: now });
        self.write(next)?;
        Ok(number)
    }

    /// Destroys this generation and all before it, in the file and in every copy.
    ///
    /// # Errors
    /// One of them could not be written.
    pub fn destroy(&self, generation: i64) -> Result<(), KeyFileError> {
        let left = self.held().clone().split_off(&(generation + 1));
        self.write(left)
    }

    /// Refuses to put anything under a generation before this one: the portal's nodes have agreed on it.
    pub fn expect(&self, generation: i64) {
        self.wanted.store(generation, Ordering::Relaxed);
    }

    fn write(&self, generations: BTreeMap<i64, Generation>) -> Result<(), KeyFileError> {
        let text = to_toml(&generations);
        // The copies first: a generation that only the file had would be lost with it.
        for path in self.copies.iter().chain([&self.path]) {
            let written = if path.exists() { private_file::replace(path, &text) } else { private_file::write_new(path, &text) };
            written.map_err(|source| KeyFileError::File { path: path.clone(), source })?;
        }
        self.put(generations);
        Ok(())
    }

    fn put(&self, generations: BTreeMap<i64, Generation>) {
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = generations;
    }

    fn held(&self) -> std::sync::RwLockReadGuard<'_, BTreeMap<i64, Generation>> {
        self.held.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn key(&self, generation: i64) -> Result<SymmetricKey, StoreError> {
        self.held().get(&generation).map(|held| held.key.clone()).ok_or(StoreError::NoGeneration(generation))
    }
}

impl Shelter for Ring {
    fn close(&self, place: &KeyPlace, sealed: &[u8]) -> Result<(i64, Vec<u8>), StoreError> {
        let (current, wanted) = (self.current().0, self.wanted.load(Ordering::Relaxed));
        if current < wanted {
            return Err(StoreError::NoGeneration(wanted));
        }
        let kept = lock(sealed, &self.key(current)?, aad(place, current).as_bytes(), &mut rand::make_rng::<rand::rngs::StdRng>());
        Ok((current, kept.into_bytes()))
    }

    fn open(&self, place: &KeyPlace, generation: i64, kept: &[u8]) -> Result<Vec<u8>, StoreError> {
        let corrupt = || StoreError::Corrupt("data key");
        let locked = Locked::try_from(kept).map_err(|_| corrupt())?;
        let opened = unlock(&locked, &self.key(generation)?, aad(place, generation).as_bytes()).map_err(|_| corrupt())?;
        Ok(opened.to_vec())
    }
}

/// Binds a data key to its row and to its generation.
fn aad(place: &KeyPlace, generation: i64) -> String {
    let (holder, id) = match place.holder {
        Holder::Unit(id) => ("unit", id),
        Holder::Reporter => ("reporter", 0),
        Holder::Member(id) => ("member", id),
    };
    let KeyPlace { case, epoch, purpose, .. } = place;
    format!("qingfeng/retention/1/{generation}/{case}/{epoch}/{}/{holder}/{id}", purpose.as_str())
}

fn read(path: &Path) -> Result<BTreeMap<i64, Generation>, KeyFileError> {
    let table = private_file::table_in(path)?;
    let held = table.get(TABLE).and_then(toml::Value::as_array).and_then(|listed| listed.iter().map(generation).collect());
    let held: Option<BTreeMap<i64, Generation>> = held;
    held.filter(|held| !held.is_empty()).ok_or(KeyFileError::Key { path: path.to_owned(), name: KEY })
}

fn generation(listed: &toml::Value) -> Option<(i64, Generation)> {
    let table = listed.as_table()?;
    let made_at = table.get("made_at")?.as_str()?.parse().ok()?;
    Some((table.get("number")?.as_integer()?, Generation { key: key_named(table, KEY)?, made_at }))
}

fn to_toml(generations: &BTreeMap<i64, Generation>) -> Zeroizing<String> {
    // Sized beforehand: a buffer that grows would leave copies behind.
    let mut text = Zeroizing::new(String::with_capacity(HEADING.len() + generations.len() * LINES));
    text.push_str(HEADING);
    for (number, Generation { key, made_at }) in generations {
        text.push_str(&format!("\n[[{TABLE}]]\nnumber = {number}\nmade_at = \"{made_at}\"\n"));
        push_line(&mut text, KEY, key.expose());
    }
    text
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::StdRng};
    use seal::Purpose;

    use super::*;

    const DAY: SignedDuration = SignedDuration::from_hours(24);

    fn place(case: i64) -> KeyPlace {
        KeyPlace { case, epoch: 0, purpose: Purpose::Report, holder: Holder::Unit(7) }
    }

    fn start() -> Timestamp {
        "2026-11-25T00:00:00Z".parse().unwrap()
    }

    struct Files {
        folder: tempfile::TempDir,
        rng: StdRng,
    }

    impl Files {
        fn new() -> (Self, Ring) {
            let mut files = Self { folder: tempfile::tempdir().unwrap(), rng: StdRng::seed_from_u64(1) };
            let ring = Ring::make(&files.path(FILE_NAME), &[files.path("copy.toml")], start(), &mut files.rng).unwrap();
            (files, ring)
        }

        fn path(&self, name: &str) -> PathBuf {
            self.folder.path().join(name)
        }
    }

    #[test]
    fn a_data_key_opens_at_its_place_under_its_generation_alone() {
        let (mut files, ring) = Files::new();
        let (first, kept) = ring.close(&place(1), b"sealed").unwrap();
        assert_eq!((first, ring.open(&place(1), first, &kept).unwrap().as_slice()), (1, b"sealed".as_slice()));
        assert!(matches!(ring.open(&place(2), first, &kept), Err(StoreError::Corrupt(_))));
        let second = ring.begin(start(), &mut files.rng).unwrap();
        assert_eq!(ring.close(&place(1), b"sealed").unwrap().0, second);
        assert!(matches!(ring.open(&place(1), second, &kept), Err(StoreError::Corrupt(_))));
        assert_eq!(ring.open(&place(1), first, &kept).unwrap(), b"sealed", "until the earlier one is destroyed");
        ring.destroy(first).unwrap();
        assert!(matches!(ring.open(&place(1), first, &kept), Err(StoreError::NoGeneration(1))));
    }

    #[test]
    fn the_file_and_every_copy_hold_the_same_and_nothing_that_was_destroyed() {
        let (mut files, ring) = Files::new();
        let before = std::fs::read_to_string(files.path(FILE_NAME)).unwrap();
        let key = before.lines().find(|line| line.starts_with(KEY)).unwrap();
        ring.begin(start() + DAY, &mut files.rng).unwrap();
        ring.destroy(1).unwrap();
        for name in [FILE_NAME, "copy.toml"] {
            let text = std::fs::read_to_string(files.path(name)).unwrap();
            assert!(text.contains("number = 2") && !text.contains(key), "{name}");
            assert_eq!(Ring::load(&files.path(name), &[]).unwrap().current(), (2, start() + DAY));
        }
        assert_eq!(std::fs::read_dir(files.folder.path()).unwrap().count(), 2, "nothing is left beside them");
    }

    #[test]
    fn a_generation_that_a_copy_does_not_have_is_not_begun() {
        let (mut files, _) = Files::new();
        let gone = files.path("gone").join("copy.toml");
        let ring = Ring::load(&files.path(FILE_NAME), &[gone]).unwrap();
        assert!(ring.begin(start(), &mut files.rng).is_err());
        assert_eq!(ring.current().0, 1);
        assert_eq!(Ring::load(&files.path(FILE_NAME), &[]).unwrap().count(), 1);
    }

    #[test]
    fn who_lags_behind_writes_nothing_and_reads_the_file_again() {
        let (mut files, ring) = Files::new();
        let other = Ring::load(&files.path(FILE_NAME), &[]).unwrap();
        other.expect(ring.begin(start(), &mut files.rng).unwrap());
        assert!(matches!(other.close(&place(1), b"sealed"), Err(StoreError::NoGeneration(2))));
        other.reload().unwrap();
        assert_eq!(other.close(&place(1), b"sealed").unwrap().0, 2);
    }

    #[test]
    fn a_generation_is_outlived_once_the_last_backup_under_it_is() {
        let (mut files, ring) = Files::new();
        assert_eq!(ring.outlived(DAY, start() + DAY * 9), None, "the one in use never is");
        ring.begin(start() + DAY * 2, &mut files.rng).unwrap();
        ring.begin(start() + DAY * 4, &mut files.rng).unwrap();
        assert_eq!(ring.outlived(DAY * 3, start() + DAY * 4), None);
        assert_eq!(ring.outlived(DAY * 3, start() + DAY * 5), Some(1));
        assert_eq!(ring.outlived(DAY * 3, start() + DAY * 7), Some(2));
    }

    #[test]
    fn a_file_without_a_key_is_refused() {
        let (files, _) = Files::new();
        std::fs::write(files.path(FILE_NAME), "[[generation]]\nnumber = 1\nmade_at = \"2026-11-25T00:00:00Z\"\n").unwrap();
        assert!(matches!(Ring::load(&files.path(FILE_NAME), &[]), Err(KeyFileError::Key { name: KEY, .. })));
    }
}
