//! What a backup is: a folder with files and a list of them with their hashes.

use std::{
    fs::{self, DirBuilder, File},
    io::{self, Read},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The copy of the database.
pub(super) const DATABASE: &str = "qingfeng.db";
/// The copy of the folder of files.
pub(super) const FILES: &str = "files";
const LIST: &str = "backup.json";
/// The layout described here.
const FORMAT: u32 = 1;

/// The list of what a backup holds.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Listing {
    format: u32,
    /// Version of the program that made it.
    version: String,
    /// Made at.
    pub(super) made_at: String,
    /// Whether the key file is among the files.
    pub(super) with_keys: bool,
    files: Vec<Item>,
}

#[derive(Debug, Serialize, Deserialize, PartialEq, Eq)]
struct Item {
    path: String,
    bytes: u64,
    sha256: String,
}

/// Why a folder is no good backup.
#[derive(Debug, thiserror::Error)]
pub(super) enum Flaw {
    /// It cannot be read or written.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// It has no list, or none that is understood.
    #[error("it has no valid {LIST}: it is no backup, or was not finished")]
    NoListing,
    /// Another version's layout.
    #[error("it was made by a newer version of qingfeng")]
    Newer,
    /// A file is missing, was added or differs.
    #[error("{0} is missing or was changed since")]
    Changed(String),
}

/// Lists and hashes everything in a folder, writes the list there, and waits until it is on the disk.
pub(super) fn seal(folder: &Path, made_at: String, with_keys: bool) -> Result<(), Flaw> {
    let files = items(folder)?;
    let listing = Listing { format: FORMAT, version: env!("CARGO_PKG_VERSION").to_owned(), made_at, with_keys, files };
    let path = folder.join(LIST);
    serde_json::to_writer_pretty(private(&path)?, &listing).map_err(io::Error::from)?;
    for path in walk(folder)? {
        File::open(path)?.sync_all()?;
    }
    sync_folders(folder)?;
    Ok(())
}

/// Compares a backup with its list.
pub(super) fn check(folder: &Path) -> Result<Listing, Flaw> {
    let text = fs::read(folder.join(LIST)).map_err(|_| Flaw::NoListing)?;
    let listing: Listing = serde_json::from_slice(&text).map_err(|_| Flaw::NoListing)?;
    if listing.format > FORMAT {
        return Err(Flaw::Newer);
    }
    let found = items(folder)?;
    let differs = |item: &&Item| !found.contains(item);
    let added = |item: &&Item| !listing.files.contains(item);
    match listing.files.iter().find(differs).or_else(|| found.iter().find(added)) {
        Some(item) => Err(Flaw::Changed(item.path.clone())),
        None => Ok(listing),
    }
}

/// Makes a folder that only its owner may enter.
pub(super) fn make_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Copies a file so that only its owner may read it, and waits until it is on the disk.
pub(super) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let mut target = private(to)?;
    io::copy(&mut File::open(from)?, &mut target)?;
    target.sync_all()
}

/// Copies a folder with all below it; one that is not there is empty.
pub(super) fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    if !from.is_dir() {
        return Ok(());
    }
    for path in walk(from)? {
        let target = to.join(path.strip_prefix(from).map_err(io::Error::other)?);
        if let Some(folder) = target.parent() {
            make_folder(folder)?;
        }
        match copy(&path, &target) {
            // It was swept, or its case destroyed, while this ran: the database that was copied before may still know it.
            Err(error) if error.kind() == io::ErrorKind::NotFound => fs::remove_file(&target)?,
            other => other?,
        }
    }
    Ok(())
}

/// Waits until the names in a folder, and the folder's own, are on the disk.
pub(super) fn sync_folders(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()?;
    let above = folder.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(above)?.sync_all()
}

/// A new file that only its owner may read.
pub(super) fn private(path: &Path) -> io::Result<File> {
    fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

fn items(folder: &Path) -> Result<Vec<Item>, Flaw> {
    let mut items = Vec::new();
    for path in walk(folder)?.into_iter().filter(|path| path.file_name().is_none_or(|name| name != LIST)) {
        let (bytes, sha256) = digest(&path)?;
        let path = path.strip_prefix(folder).map_err(io::Error::other)?.display().to_string();
        items.push(Item { path, bytes, sha256 });
    }
    Ok(items)
}

fn digest(path: &Path) -> io::Result<(u64, String)> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut bytes = 0;
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok((bytes, HEXLOWER.encode(&hash.finalize()))),
            count => {
                hash.update(&buffer[..count]);
                bytes += count as u64;
            }
        }
    }
}

/// Every file below a folder, in order.
fn walk(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() { folders.push(entry.path()) } else { files.push(entry.path()) }
        }
    }
    files.sort_unstable();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn backup() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(DATABASE), b"rows").unwrap();
        fs::create_dir(folder.path().join(FILES)).unwrap();
        fs::write(folder.path().join(FILES).join("a"), b"content").unwrap();
        seal(folder.path(), "2026-01-01T00:00:00Z".to_owned(), false).unwrap();
        folder
    }

    #[test]
    fn an_untouched_backup_is_good() {
        assert!(!check(backup().path()).unwrap().with_keys);
    }

    #[test]
    fn what_was_changed_removed_or_added_is_named() {
        let folder = backup();
        fs::write(folder.path().join(FILES).join("a"), b"Content").unwrap();
        assert!(matches!(check(folder.path()), Err(Flaw::Changed(path)) if path == "files/a"));
        let folder = backup();
        fs::remove_file(folder.path().join(DATABASE)).unwrap();
        assert!(matches!(check(folder.path()), Err(Flaw::Changed(path)) if path == DATABASE));
        let folder = backup();
        fs::write(folder.path().join("b"), b"").unwrap();
        assert!(matches!(check(folder.path()), Err(Flaw::Changed(path)) if path == "b"));
    }

    #[test]
    fn an_unfinished_one_is_none() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(check(folder.path()), Err(Flaw::NoListing)));
    }
}
