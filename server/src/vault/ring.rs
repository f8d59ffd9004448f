//! The retention key: what the data keys of all cases lie under, beside being sealed to those who may read.
//!
//! It stands in a file of its own that no backup of the database holds, and is replaced again and again. A case that was destroyed is not
//! taken along to the next generation; once the last generation that it was under is destroyed as well, every copy of the database that
//! was made while the case was there yields nothing of it. It opens no report by itself.

use std::{
    collections::BTreeMap,
    fmt, io,
    path::{Path, PathBuf},
    str::FromStr,
    sync::{PoisonError, RwLock, RwLockReadGuard},
};

use jiff::{SignedDuration, Timestamp};
use rand_core::CryptoRng;
use seal::{Holder, KeyPlace, Locked, SymmetricKey, lock, unlock};

use super::{
    operator::KeyFileError,
    private_file,
    ring_file::{Generation, Generations, copy_into, failed, guard, put_into, read, to_toml, whole},
};
use crate::store::{Shelter, StoreError};

/// Its name within the data folder.
pub const FILE_NAME: &str = "retention.toml";

/// The generations of the retention key that are held, and the file and copies in which they stand.
///
/// The file is what counts: it is read anew, under a lock, before anything is changed, and no file loses a generation that is not being
/// destroyed. A generation is in use once the portal's nodes have agreed on it, which is after the file and every copy have it.
pub struct Ring {
    path: PathBuf,
    copies: Vec<PathBuf>,
    held: RwLock<Generations>,
    agreed: RwLock<Option<Agreed>>,
}

/// The generation that the portal's nodes have agreed on, as it stands in the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreed {
    /// Its number.
    pub number: i64,
    /// Names its key; none if a version agreed that compared numbers alone.
    mark: Option<String>,
}

impl Agreed {
    fn of(number: i64, generation: &Generation) -> Self {
        Self { number, mark: Some(generation.mark()) }
    }

    /// Whether this is another key of its number.
    fn contradicts(&self, number: i64, generation: &Generation) -> bool {
        self.number == number && self.mark.as_ref().is_some_and(|mark| *mark != generation.mark())
    }
}

impl fmt::Display for Agreed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.number, self.mark.as_deref().unwrap_or_default())
    }
}

impl FromStr for Agreed {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        let (number, mark) = text.split_once(' ').map_or((text, None), |(number, mark)| (number, Some(mark.to_owned())));
        Ok(Self { number: number.parse().map_err(|_| StoreError::Corrupt("agreed generation"))?, mark })
    }
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

    /// Makes the file, with a first generation, and its copies.
    ///
    /// # Errors
    /// It or a copy exists, or cannot be written.
    pub fn make(path: &Path, copies: &[PathBuf], now: Timestamp, rng: &mut impl CryptoRng) -> Result<Self, KeyFileError> {
        let first = BTreeMap::from([(1, Generation { key: SymmetricKey::generate(rng), made_at: now })]);
        if let Some(copy) = copies.iter().find(|copy| copy.exists()) {
            return Err(failed(copy)(io::ErrorKind::AlreadyExists.into()));
        }
        let lock = private_file::lock(path).map_err(failed(path))?;
        private_file::write_new(path, &to_toml(&first)).map_err(failed(path))?;
        drop(lock);
        let ring = Self::of(path, copies, first);
        ring.keep_copies()?;
        Ok(ring)
    }

    fn of(path: &Path, copies: &[PathBuf], held: Generations) -> Self {
        let copies = copies.iter().filter(|copy| !is_same(copy, path)).cloned().collect();
        Self { path: path.to_owned(), copies, held: RwLock::new(held), agreed: RwLock::new(None) }
    }

    /// What the portal's nodes have agreed on: nothing is put under another generation from now on.
    pub fn agree(&self, agreed: Agreed) {
        *self.agreed.write().unwrap_or_else(PoisonError::into_inner) = Some(agreed);
    }

    /// Reads the file again: another process may have changed it. If it was replaced by an earlier one, or is gone, it gets back what is
    /// held here and in use.
    ///
    /// # Errors
    /// As for [`Self::load`]; it holds another key than the one in use. What was held stays.
    pub fn keep_file(&self) -> Result<(), KeyFileError> {
        if let Ok(stands) = read(&self.path) {
            let generations = self.merged(stands.clone())?;
            if generations == stands {
                self.put(generations);
                return Ok(());
            }
        }
        let _lock = private_file::lock(&self.path).map_err(failed(&self.path))?;
        self.refreshed().map(drop)
    }

    /// Puts what the file holds into every copy that lacks it.
    ///
    /// # Errors
    /// The first one that could not be written, or holds what the file lacks; all others were written.
    pub fn keep_copies(&self) -> Result<(), KeyFileError> {
        if self.copies.is_empty() {
            return Ok(());
        }
        let _lock = private_file::lock(&self.path).map_err(failed(&self.path))?;
        let generations = self.refreshed()?;
        self.copy_out(&generations)
    }

    /// The file and every copy, and what is wrong with each.
    pub fn state(&self) -> Vec<(PathBuf, Result<(), KeyFileError>)> {
        let state = |path: &PathBuf| read(path).and_then(|stands| self.is_whole(path, &stands));
        [&self.path].into_iter().chain(&self.copies).map(|path| (path.clone(), state(path))).collect()
    }

    fn is_whole(&self, path: &Path, stands: &Generations) -> Result<(), KeyFileError> {
        let held = self.held();
        guard(path, stands, &held)?;
        let in_use = self.agreed().map(|agreed| agreed.number);
        match held.keys().copied().chain(in_use).find(|number| !stands.contains_key(number)) {
            Some(number) => Err(KeyFileError::Behind { path: path.to_owned(), number }),
            None => Ok(()),
        }
    }

    /// The generation in use, and when it was made; the latest one that is held if this node lacks it.
    pub fn current(&self) -> (i64, Timestamp) {
        let held = self.held();
        let in_use = self.agreed().and_then(|agreed| held.get_key_value(&agreed.number));
        in_use.or_else(|| held.last_key_value()).map_or((0, Timestamp::UNIX_EPOCH), |(number, generation)| (*number, generation.made_at))
    }

    /// The latest generation that is held.
    pub fn newest(&self) -> Option<Agreed> {
        self.held().last_key_value().map(|(number, generation)| Agreed::of(*number, generation))
    }

    /// The number of the generation in use.
    ///
    /// # Errors
    /// [`StoreError::NoGeneration`] if this node lacks it; [`StoreError::OtherGeneration`] if it holds another one of that number.
    pub fn in_use(&self) -> Result<i64, StoreError> {
        self.usable().map(|(number, _)| number)
    }

    /// The latest generation that was replaced so long ago, so that no backup is to be restored that needs it or an earlier one.
    pub fn outlived(&self, backups: SignedDuration, now: Timestamp) -> Option<i64> {
        let current = self.current().0;
        let held = self.held();
        let replaced = held.range(..current).zip(held.range(..=current).skip(1));
        replaced.filter(|(_, (_, next))| now.duration_since(next.made_at) >= backups).map(|((number, _), _)| *number).last()
    }

    /// How many generations are held.
    pub fn count(&self) -> usize {
        self.held().len()
    }

    /// Begins a generation: the file and every copy have it then. It is in use once it is agreed on. One that was begun and not agreed on is
    /// taken up.
    ///
    /// # Errors
    /// This node lacks the generation in use; the file or a copy could not be written. Nothing is in use then that was not before.
    pub fn begin(&self, now: Timestamp, rng: &mut impl CryptoRng) -> Result<Agreed, KeyFileError> {
        let _lock = private_file::lock(&self.path).map_err(failed(&self.path))?;
        let mut generations = self.refreshed()?;
        let number = self.in_use_among(&generations)? + 1;
        // Before there is anything that could be lost.
        self.copy_out(&generations)?;
        let next = generations.entry(number).or_insert_with(|| Generation { key: SymmetricKey::generate(rng), made_at: now });
        let begun = Agreed::of(number, next);
        put_into(&self.path, &generations)?;
        self.copy_out(&generations)?;
        self.put(generations);
        Ok(begun)
    }

    /// Destroys this generation and all before it, in the file and in every copy.
    ///
    /// # Errors
    /// This node lacks the generation in use; one of them could not be written.
    pub fn destroy(&self, generation: i64) -> Result<(), KeyFileError> {
        let _lock = private_file::lock(&self.path).map_err(failed(&self.path))?;
        let mut generations = self.refreshed()?;
        // What is in use stays, whoever asks.
        let left = generations.split_off(&self.in_use_among(&generations)?.min(generation + 1));
        // The file last: as long as it has the generation, this is not done.
        self.copy_out(&left)?;
        put_into(&self.path, &left)?;
        self.put(left);
        Ok(())
    }

    /// The generation in use, among these.
    fn in_use_among(&self, generations: &Generations) -> Result<i64, KeyFileError> {
        let newest = generations.last_key_value().map(|(number, _)| *number);
        let number = self.agreed().map(|agreed| agreed.number).or(newest).unwrap_or_default();
        if generations.contains_key(&number) { Ok(number) } else { Err(KeyFileError::Behind { path: self.path.clone(), number }) }
    }

    /// What the file holds, read under its lock, together with what is held here and in use but is not in it any more.
    fn refreshed(&self) -> Result<Generations, KeyFileError> {
        let stands = match read(&self.path) {
            // Only what is known to be in use is put there anew.
            Err(KeyFileError::File { source, .. }) if source.kind() == io::ErrorKind::NotFound && self.in_use().is_ok() => {
                Generations::new()
            }
            other => other?,
        };
        let generations = self.merged(stands.clone())?;
        if generations != stands {
            put_into(&self.path, &generations)?;
        }
        self.put(generations.clone());
        Ok(generations)
    }

    fn merged(&self, mut stands: Generations) -> Result<Generations, KeyFileError> {
        let agreed = self.agreed();
        let agreed = agreed.as_ref();
        let other = |number| KeyFileError::OtherGeneration { path: self.path.clone(), number };
        let contradicts = |number: i64, generation: &Generation| agreed.is_some_and(|agreed| agreed.contradicts(number, generation));
        if let Some((number, _)) = stands.iter().find(|(number, generation)| contradicts(**number, generation)) {
            return Err(other(*number));
        }
        let newest = stands.last_key_value().map(|(number, _)| *number);
        let in_use = agreed.map_or(0, |agreed| agreed.number);
        for (number, held) in self.held().iter().filter(|(number, held)| **number <= in_use && !contradicts(**number, held)) {
            match stands.get(number) {
                Some(known) if known.mark() != held.mark() => return Err(other(*number)),
                Some(_) => {}
                None if newest.is_none_or(|newest| *number > newest) => drop(stands.insert(*number, held.clone())),
                // Destroyed by another process.
                None => {}
            }
        }
        whole(&self.path, stands)
    }

    fn copy_out(&self, generations: &Generations) -> Result<(), KeyFileError> {
        // Every copy is tried: what one of them lacks, another one should have.
        self.copies.iter().map(|copy| copy_into(copy, generations)).fold(Ok(()), Result::and)
    }

    fn put(&self, generations: Generations) {
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = generations;
    }

    fn held(&self) -> RwLockReadGuard<'_, Generations> {
        self.held.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn agreed(&self) -> Option<Agreed> {
        self.agreed.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The number and key in use.
    fn usable(&self) -> Result<(i64, SymmetricKey), StoreError> {
        let Some(agreed) = self.agreed() else {
            let newest = self.held().last_key_value().map(|(number, generation)| (*number, generation.key.clone()));
            return newest.ok_or(StoreError::NoGeneration(0));
        };
        let generation = self.generation(agreed.number)?;
        if agreed.contradicts(agreed.number, &generation) {
            return Err(StoreError::OtherGeneration(agreed.number));
        }
        Ok((agreed.number, generation.key))
    }

    /// A generation; if it is not known, the file is read once more: another node may have begun it a moment ago.
    fn generation(&self, number: i64) -> Result<Generation, StoreError> {
        let known = || self.held().get(&number).cloned();
        known().or_else(|| self.reread().and_then(|()| known())).ok_or(StoreError::NoGeneration(number))
    }

    /// Whether what was asked for is so early that it was destroyed: this node has what is in use, and what comes before that follows on.
    fn is_destroyed(&self, number: i64) -> bool {
        // What lies bare was under none.
        self.in_use().is_ok_and(|in_use| (1..in_use).contains(&number))
    }

    fn reread(&self) -> Option<()> {
        let generations = self.merged(read(&self.path).ok()?).ok()?;
        self.put(generations);
        Some(())
    }
}

fn is_same(one: &Path, other: &Path) -> bool {
    one == other || one.canonicalize().ok().zip(other.canonicalize().ok()).is_some_and(|(one, other)| one == other)
}

impl Shelter for Ring {
    fn close(&self, place: &KeyPlace, sealed: &[u8]) -> Result<(i64, Vec<u8>), StoreError> {
        let (current, key) = self.usable()?;
        let kept = lock(sealed, &key, aad(place, current).as_bytes(), &mut rand::make_rng::<rand::rngs::StdRng>());
        Ok((current, kept.into_bytes()))
    }

    fn open(&self, place: &KeyPlace, generation: i64, kept: &[u8]) -> Result<Vec<u8>, StoreError> {
        let corrupt = || StoreError::Corrupt("data key");
        let locked = Locked::try_from(kept).map_err(|_| corrupt())?;
        let held = self.generation(generation);
        let held = held.map_err(|error| if self.is_destroyed(generation) { StoreError::KeyDestroyed(generation) } else { error })?;
        let opened = unlock(&locked, &held.key, aad(place, generation).as_bytes()).map_err(|_| corrupt())?;
        Ok(opened.to_vec())
    }

    fn can_close(&self) -> Result<(), StoreError> {
        self.in_use().map(drop)
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

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::StdRng};
    use seal::Purpose;

    use super::{super::ring_file::KEY, *};

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
        let second = ring.begin(start(), &mut files.rng).unwrap().number;
        assert_eq!(ring.close(&place(1), b"sealed").unwrap().0, second);
        assert!(matches!(ring.open(&place(1), second, &kept), Err(StoreError::Corrupt(_))));
        assert_eq!(ring.open(&place(1), first, &kept).unwrap(), b"sealed", "until the earlier one is destroyed");
        ring.destroy(first).unwrap();
        assert!(matches!(ring.open(&place(1), first, &kept), Err(StoreError::KeyDestroyed(1))));
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
        let parts = std::fs::read_dir(files.folder.path()).unwrap().map(|file| file.unwrap());
        let parts = parts.filter(|file| file.metadata().unwrap().len() > 0);
        assert_eq!(parts.count(), 2, "nothing is left beside them but empty locks");
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

    impl Files {
        /// Another node's, with a file of its own as it is now.
        fn other(&self) -> Ring {
            std::fs::copy(self.path(FILE_NAME), self.path("other.toml")).unwrap();
            Ring::load(&self.path("other.toml"), &[]).unwrap()
        }

        fn read(&self, name: &str) -> String {
            std::fs::read_to_string(self.path(name)).unwrap()
        }

        /// Begins one, and agrees on it.
        fn replace(&mut self, ring: &Ring) -> Agreed {
            let begun = ring.begin(start(), &mut self.rng).unwrap();
            ring.agree(begun.clone());
            begun
        }
    }

    #[test]
    fn who_lags_behind_writes_nothing_until_the_file_has_what_is_in_use() {
        let (mut files, ring) = Files::new();
        let other = files.other();
        other.agree(files.replace(&ring));
        assert!(matches!(other.close(&place(1), b"sealed"), Err(StoreError::NoGeneration(2))));
        let kept = ring.close(&place(1), b"sealed").unwrap().1;
        assert!(matches!(other.open(&place(1), 2, &kept), Err(StoreError::NoGeneration(2))), "it was not destroyed");
        let behind = other.begin(start(), &mut files.rng);
        assert!(matches!(behind, Err(KeyFileError::Behind { number: 2, .. })), "it would begin the same number with another key");
        assert!(matches!(other.destroy(1), Err(KeyFileError::Behind { number: 2, .. })));
        assert_eq!(Ring::load(&files.path("other.toml"), &[]).unwrap().count(), 1);
        std::fs::copy(files.path(FILE_NAME), files.path("other.toml")).unwrap();
        assert_eq!(other.close(&place(1), b"sealed").unwrap().0, 2, "without waiting for its next turn");
    }

    #[test]
    fn a_generation_that_another_process_has_begun_is_read_at_once() {
        let (mut files, ring) = Files::new();
        let other = Ring::load(&files.path(FILE_NAME), &[]).unwrap();
        files.replace(&ring);
        let (second, kept) = ring.close(&place(1), b"sealed").unwrap();
        assert_eq!((second, other.open(&place(1), second, &kept).unwrap()), (2, b"sealed".to_vec()));
    }

    #[test]
    fn processes_that_change_one_file_at_once_lose_nothing_of_each_other() {
        let (files, ring) = Files::new();
        let kept = ring.close(&place(1), b"sealed").unwrap().1;
        std::thread::scope(|scope| {
            for seed in 0..8 {
                let files = &files;
                scope.spawn(move || {
                    let ring = Ring::load(&files.path(FILE_NAME), &[]).unwrap();
                    ring.begin(start(), &mut StdRng::seed_from_u64(seed)).unwrap();
                });
            }
        });
        let ring = Ring::load(&files.path(FILE_NAME), &[]).unwrap();
        assert_eq!((ring.count(), ring.open(&place(1), 1, &kept).unwrap()), (9, b"sealed".to_vec()));
    }

    #[test]
    fn who_remembers_less_than_the_file_writes_nothing_over() {
        let (mut files, ring) = Files::new();
        let stale = Ring::load(&files.path(FILE_NAME), &[files.path("copy.toml")]).unwrap();
        let second = files.replace(&ring);
        stale.agree(second);
        let third = files.replace(&stale);
        assert_eq!((third.number, stale.count()), (3, 3));
        ring.agree(third);
        stale.destroy(1).unwrap();
        let fourth = files.replace(&ring);
        assert_eq!((fourth.number, ring.count()), (4, 3), "what another process has destroyed stays destroyed");
        assert_eq!(files.read(FILE_NAME), files.read("copy.toml"));
        ring.destroy(9).unwrap();
        assert_eq!(ring.count(), 1, "what is in use is never destroyed");
    }

    #[test]
    fn another_key_of_the_same_number_is_an_error_with_a_name_and_writes_nothing_over() {
        let (mut files, ring) = Files::new();
        let other = files.other();
        let twice = files.replace(&other);
        let good = files.replace(&ring);
        other.agree(good.clone());
        assert!(twice != good && twice.number == good.number);
        assert!(matches!(other.close(&place(1), b"sealed"), Err(StoreError::OtherGeneration(2))));
        assert!(matches!(other.keep_file(), Err(KeyFileError::OtherGeneration { number: 2, .. })));
        let stranger = Ring::load(&files.path("other.toml"), &[files.path("copy.toml")]).unwrap();
        assert!(matches!(stranger.keep_copies(), Err(KeyFileError::OtherGeneration { number: 2, .. })));
        assert!(stranger.begin(start(), &mut files.rng).is_err());
        assert_eq!(files.read("copy.toml"), files.read(FILE_NAME));
        std::fs::copy(files.path(FILE_NAME), files.path("other.toml")).unwrap();
        other.keep_file().unwrap();
        assert_eq!(other.close(&place(1), b"sealed").unwrap().0, 2);
    }

    #[test]
    fn a_copy_that_is_missing_or_behind_is_written_and_one_that_is_ahead_is_not_touched() {
        let (mut files, ring) = Files::new();
        let earlier = files.read("copy.toml");
        files.replace(&ring);
        let whole = || ring.state().iter().filter(|(_, state)| state.is_ok()).count();
        std::fs::write(files.path("copy.toml"), earlier).unwrap();
        assert_eq!(whole(), 1);
        ring.keep_copies().unwrap();
        assert_eq!((whole(), files.read("copy.toml")), (2, files.read(FILE_NAME)));
        std::fs::remove_file(files.path("copy.toml")).unwrap();
        assert_eq!(whole(), 1);
        ring.keep_copies().unwrap();
        assert_eq!(whole(), 2);

        let behind = files.other();
        files.replace(&ring);
        let behind = Ring { copies: vec![files.path("copy.toml")], ..behind };
        assert!(matches!(behind.keep_copies(), Err(KeyFileError::Ahead { number: 3, .. })));
        assert_eq!(files.read("copy.toml"), files.read(FILE_NAME));
    }

    #[test]
    fn a_copy_that_fails_keeps_no_other_from_being_written() {
        let (files, _) = Files::new();
        let copies = [files.path("gone").join("copy.toml"), files.path("second.toml")];
        let ring = Ring::load(&files.path(FILE_NAME), &copies).unwrap();
        assert!(matches!(ring.keep_copies(), Err(KeyFileError::File { .. })));
        assert_eq!(files.read("second.toml"), files.read(FILE_NAME));
    }

    #[test]
    fn a_file_that_is_gone_or_was_replaced_by_an_earlier_one_gets_back_what_is_in_use() {
        let (mut files, ring) = Files::new();
        let earlier = files.read(FILE_NAME);
        files.replace(&ring);
        let (second, kept) = ring.close(&place(1), b"sealed").unwrap();
        let present = files.read(FILE_NAME);
        std::fs::write(files.path(FILE_NAME), earlier).unwrap();
        ring.keep_file().unwrap();
        assert_eq!(files.read(FILE_NAME), present);
        std::fs::remove_file(files.path(FILE_NAME)).unwrap();
        ring.keep_file().unwrap();
        let again = Ring::load(&files.path(FILE_NAME), &[]).unwrap();
        assert_eq!(again.open(&place(1), second, &kept).unwrap(), b"sealed");
    }

    #[test]
    fn what_was_begun_and_not_agreed_on_is_not_in_use_and_is_taken_up_the_next_time() {
        let (mut files, ring) = Files::new();
        ring.agree(ring.newest().unwrap());
        let begun = ring.begin(start() + DAY, &mut files.rng).unwrap();
        assert_eq!((ring.close(&place(1), b"sealed").unwrap().0, ring.current()), (1, (1, start())));
        assert_eq!(ring.outlived(DAY, start() + DAY * 9), None, "the one in use is not replaced");
        assert_eq!(ring.begin(start() + DAY * 2, &mut files.rng).unwrap(), begun);
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
