//! The files in which the retention key stands. None is written over if a key would be lost with it.

use std::{collections::BTreeMap, io, path::Path};

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use seal::SymmetricKey;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::{
    operator::{KeyFileError, key_named, push_line},
    private_file,
};

const HEADING: &str = "# The retention key. Without it no report can be read any more by anybody: keep a second copy of this file, apart from\n\
                       # every backup of the database. Replace that copy whenever this file changes, and keep no earlier one: an earlier one\n\
                       # makes readable again what was destroyed.\n";
const TABLE: &str = "generation";
pub(super) const KEY: &str = "key";
/// Room for one generation's lines.
const LINES: usize = 160;

pub(super) type Generations = BTreeMap<i64, Generation>;

#[derive(Clone)]
pub(super) struct Generation {
    pub(super) key: SymmetricKey,
    pub(super) made_at: Timestamp,
}

impl Generation {
    /// Names the key without telling it.
    pub(super) fn mark(&self) -> String {
        HEXLOWER.encode(&Sha256::new().chain_update("qingfeng/retention-mark/1").chain_update(self.key.expose()).finalize())
    }
}

impl PartialEq for Generation {
    fn eq(&self, other: &Self) -> bool {
        self.made_at == other.made_at && self.mark() == other.mark()
    }
}

pub(super) fn read(path: &Path) -> Result<Generations, KeyFileError> {
    let table = private_file::table_in(path)?;
    let held = table.get(TABLE).and_then(toml::Value::as_array).and_then(|listed| listed.iter().map(generation).collect());
    let held: Option<Generations> = held;
    let held = held.filter(|held| !held.is_empty()).ok_or(KeyFileError::Key { path: path.to_owned(), name: KEY })?;
    whole(path, held)
}

fn generation(listed: &toml::Value) -> Option<(i64, Generation)> {
    let table = listed.as_table()?;
    let made_at = table.get("made_at")?.as_str()?.parse().ok()?;
    Some((table.get("number")?.as_integer()?, Generation { key: key_named(table, KEY)?, made_at }))
}

pub(super) fn to_toml(generations: &Generations) -> Zeroizing<String> {
    // Sized beforehand: a buffer that grows would leave copies behind.
    let mut text = Zeroizing::new(String::with_capacity(HEADING.len() + generations.len() * LINES));
    text.push_str(HEADING);
    for (number, Generation { key, made_at }) in generations {
        text.push_str(&format!("\n[[{TABLE}]]\nnumber = {number}\nmade_at = \"{made_at}\"\n"));
        push_line(&mut text, KEY, key.expose());
    }
    text
}

/// Writes a copy that nobody else writes at the moment.
pub(super) fn copy_into(copy: &Path, generations: &Generations) -> Result<(), KeyFileError> {
    // Who waited here, and held the lock of a file that somebody else waits for, could wait for ever.
    let _lock = private_file::try_lock(copy).map_err(failed(copy))?;
    put_into(copy, generations)
}

/// Puts these generations into a file, unless one in it would be lost with that.
pub(super) fn put_into(path: &Path, generations: &Generations) -> Result<(), KeyFileError> {
    if !path.exists() {
        return private_file::write_new(path, &to_toml(generations)).map_err(failed(path));
    }
    let stands = read(path)?;
    guard(path, &stands, generations)?;
    if stands == *generations {
        return Ok(());
    }
    private_file::replace(path, &to_toml(generations)).map_err(failed(path))
}

/// Refuses if a file holds a generation that these do not, but for those that were destroyed: numbers before the first one.
pub(super) fn guard(path: &Path, stands: &Generations, generations: &Generations) -> Result<(), KeyFileError> {
    let first = generations.first_key_value().map_or(0, |(number, _)| *number);
    for (number, standing) in stands.range(first..) {
        match generations.get(number) {
            Some(known) if known.mark() == standing.mark() => {}
            Some(_) => return Err(KeyFileError::OtherGeneration { path: path.to_owned(), number: *number }),
            None => return Err(KeyFileError::Ahead { path: path.to_owned(), number: *number }),
        }
    }
    Ok(())
}

/// Generations follow each other: they are begun one after the other, and destroyed from the first on.
pub(super) fn whole(path: &Path, generations: Generations) -> Result<Generations, KeyFileError> {
    match generations.keys().zip(generations.keys().skip(1)).find(|(one, next)| **one + 1 != **next) {
        Some((one, _)) => Err(KeyFileError::Behind { path: path.to_owned(), number: one + 1 }),
        None => Ok(generations),
    }
}

pub(super) fn failed(path: &Path) -> impl Fn(io::Error) -> KeyFileError {
    move |source| KeyFileError::File { path: path.to_owned(), source }
}
