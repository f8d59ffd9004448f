//! Files that hold keys: readable by their owner alone, written whole or not at all.

use std::{
    fs::{File, OpenOptions, Permissions},
    io::{self, Read, Seek, Write},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use zeroize::Zeroizing;

use super::operator::KeyFileError;

/// Readable and writable by the owner alone.
const MODE: u32 = 0o600;

/// Writes a new file and returns when it is on the disk.
pub(super) fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let part = write_part(path, text)?;
    // A link fails where a file stands, a rename would replace it: keys that are in use are never overwritten.
    let linked = std::fs::hard_link(&part, path);
    std::fs::remove_file(&part)?;
    linked?;
    sync_folder_of(path)
}

/// Puts another text in the place of a file. What stood there is overwritten, as far as the file system lets it be.
pub(super) fn replace(path: &Path, text: &str) -> io::Result<()> {
    // The file itself, where the path is a link to it.
    let path = path.canonicalize()?;
    let mut before = OpenOptions::new().write(true).open(&path)?;
    let part = write_part(&path, text)?;
    std::fs::rename(&part, &path).inspect_err(|_| drop(std::fs::remove_file(&part)))?;
    // Before the earlier one is overwritten: after a power cut the name leads to one of them, and it has to be whole.
    sync_folder_of(&path)?;
    let length = before.metadata()?.len();
    before.rewind()?;
    io::copy(&mut io::repeat(0).take(length), &mut before)?;
    before.sync_all()
}

/// Waits until nobody else changes a file, or makes it; others wait until what is returned is dropped.
pub(super) fn lock(path: &Path) -> io::Result<File> {
    let lock = lock_of(path)?;
    lock.lock()?;
    Ok(lock)
}

/// The same, if nobody else changes the file now.
pub(super) fn try_lock(path: &Path) -> io::Result<File> {
    let lock = lock_of(path)?;
    lock.try_lock()?;
    Ok(lock)
}

/// A file of its own: the one that is locked must not be replaced meanwhile.
fn lock_of(path: &Path) -> io::Result<File> {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    OpenOptions::new().write(true).create(true).truncate(false).mode(MODE).open(path.with_extension("toml.lock"))
}

fn write_part(path: &Path, text: &str) -> io::Result<PathBuf> {
    let part = path.with_extension("toml.part");
    let written = fill(&part, text).inspect_err(|_| drop(std::fs::remove_file(&part)));
    written.map(|()| part)
}

fn fill(part: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(MODE).open(part)?;
    file.set_permissions(Permissions::from_mode(MODE))?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn sync_folder_of(path: &Path) -> io::Result<()> {
    File::open(path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")))?.sync_all()
}

/// The table in a file that nobody but its owner may read.
pub(super) fn table_in(path: &Path) -> Result<toml::Table, KeyFileError> {
    read(path)?.parse().map_err(|_| KeyFileError::Syntax(path.to_owned()))
}

fn read(path: &Path) -> Result<Zeroizing<String>, KeyFileError> {
    let failed = |source| KeyFileError::File { path: path.to_owned(), source };
    let mut file = File::open(path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    if metadata.permissions().mode() & 0o077 != 0 {
        return Err(KeyFileError::Permissions(path.to_owned()));
    }
    let mut text = Zeroizing::new(String::with_capacity(metadata.len().try_into().unwrap_or(0)));
    file.read_to_string(&mut text).map_err(failed)?;
    Ok(text)
}
