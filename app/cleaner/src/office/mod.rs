//! Word, Excel and PowerPoint: a ZIP file of parts. What a document is shown from stays, without the names of its authors; pictures in
//! it are cleaned like others.

use std::collections::BTreeSet;

use model::Trace;

use crate::found::Found;
use crate::{CleanError, Cleaned, FileKind};

mod archive;
mod names;
mod properties;
mod xml;

use archive::{Archive, Writer};
use names::Role;

/// How deep documents may lie in each other: a table in a report, and one more.
const MAX_DEPTH: u8 = 2;

/// What all parts may unpack to, with those of documents inside.
const MAX_UNPACKED: usize = 256 << 20;

pub(crate) fn clean(bytes: &[u8]) -> Result<Cleaned, CleanError> {
    let mut budget = MAX_UNPACKED;
    clean_within(bytes, MAX_DEPTH, &mut budget)
}

fn clean_within(bytes: &[u8], depth: u8, budget: &mut usize) -> Result<Cleaned, CleanError> {
    let archive = Archive::read(bytes)?;
    let mut found = archive.found;
    let mut writer = Writer::default();
    let mut seen = BTreeSet::new();
    for entry in archive.entries.iter().filter(|entry| !entry.name.ends_with('/')) {
        if !seen.insert(entry.name.to_ascii_lowercase()) {
            return Err(CleanError::Malformed);
        }
        let content = archive.unpack(entry, *budget)?;
        *budget -= content.len();
        let cleaned = clean_part(&entry.name, content, depth, budget, &mut found)?;
        if let Some(content) = cleaned {
            writer.put(&entry.name, &content)?;
        }
    }
    if !seen.contains("[content_types].xml") {
        return Err(CleanError::Malformed);
    }
    Ok(Cleaned { bytes: writer.finish()?, found: found.list() })
}

/// What becomes of a part; nothing, if it goes.
fn clean_part(name: &str, content: Vec<u8>, depth: u8, budget: &mut usize, found: &mut Found) -> Result<Option<Vec<u8>>, CleanError> {
    match names::role(name) {
        Role::Dropped(trace) => {
            found.add(trace);
            Ok(None)
        }
        Role::Core => properties::replace(&content, properties::CORE, found).map(Some),
        Role::Application => properties::replace(&content, properties::APPLICATION, found).map(Some),
        Role::Xml => xml::rewrite(name, &content, found).map(Some),
        Role::Font => Ok(Some(content)),
        Role::Content => clean_content(content, depth, budget, found).map(Some),
    }
}

/// A picture, a video, or a document in the document.
fn clean_content(content: Vec<u8>, depth: u8, budget: &mut usize, found: &mut Found) -> Result<Vec<u8>, CleanError> {
    let kind = FileKind::of_whole(&content);
    let cleaned = match kind {
        FileKind::Docx | FileKind::Xlsx | FileKind::Pptx if depth > 0 => clean_within(&content, depth - 1, budget)?,
        // A PDF may in turn hold a document, and so on.
        FileKind::Docx | FileKind::Xlsx | FileKind::Pptx | FileKind::Pdf => return Err(CleanError::Unsupported),
        FileKind::Bmp => return Ok(content),
        FileKind::Other => return clean_drawing(content, found),
        _ => crate::clean(kind, content)?,
    };
    for trace in cleaned.found {
        found.add(trace);
    }
    Ok(cleaned.bytes)
}

/// Windows' drawings: the newer kind starts with a record that names the program; the older kind names nothing.
fn clean_drawing(mut content: Vec<u8>, found: &mut Found) -> Result<Vec<u8>, CleanError> {
    use crate::bytes::{index, le32, tag};
    if tag(&content, 40) == Some(*b" EMF") {
        let (len, start) = (le32(&content, 60).map_or(0, index), le32(&content, 64).map_or(0, index));
        let end = len.checked_mul(2).and_then(|len| start.checked_add(len)).ok_or(CleanError::Malformed)?;
        let name = content.get_mut(start..end).ok_or(CleanError::Malformed)?;
        if len > 0 && start < 88 {
            return Err(CleanError::Malformed);
        }
        found.add_if(name.iter().any(|byte| *byte != 0), Trace::Software);
        name.fill(0);
        return Ok(content);
    }
    let is_older = content.starts_with(&[0xD7, 0xCD, 0xC6, 0x9A]) || content.starts_with(&[1, 0, 9, 0]);
    if is_older { Ok(content) } else { Err(CleanError::Unsupported) }
}

/// Old Office files cannot be cleaned. One of today under a password looks like one.
pub(crate) fn refuse_compound(bytes: &[u8]) -> CleanError {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if crate::bytes::contains(bytes, &name) { CleanError::Encrypted } else { CleanError::Unsupported }
}
