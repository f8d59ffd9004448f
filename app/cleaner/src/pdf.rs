//! PDF: what the pages lead to stays, without what is said about it; written anew, so that earlier states are gone.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::xref::{XrefRecovery, XrefType};
use lopdf::{DecompressError, Dictionary, Document, LoadOptions, Object, ObjectId, Stream};
use model::Trace;

use crate::bytes::{contains, tag};
use crate::found::Found;
use crate::isobmff::clean_jpeg2000;
use crate::{CleanError, Cleaned, FileKind, icc, jpeg, xmp, zlib};

/// What one stream may unpack to.
const MAX_STREAM: usize = 32 << 20;
/// What all streams together may that are looked into.
const MAX_UNPACKED: usize = 256 << 20;
/// What a file inside takes of that, since it may in turn unpack to as much: there are at most sixteen.
const FILE_COST: usize = 16 << 20;

/// What was found, and how much may still be unpacked.
struct State {
    found: Found,
    budget: usize,
}

impl State {
    fn unpack(&mut self, stream: &Stream) -> Result<Vec<u8>, CleanError> {
        let content = stream.get_plain_content_with_limit(self.budget.min(MAX_STREAM)).map_err(|error| match error {
            lopdf::Error::Decompress(DecompressError::MemoryLimitExceeded { .. }) => CleanError::TooLarge,
            _ => CleanError::Malformed,
        })?;
        self.budget -= content.len();
        Ok(content)
    }
}

pub(crate) fn clean(bytes: &[u8]) -> Result<Cleaned, CleanError> {
    let mut document = load(bytes)?;
    let pages = document.get_pages().len();
    if pages == 0 {
        return Err(CleanError::Malformed);
    }
    let mut state = State { found: note_file(bytes, &document), budget: MAX_UNPACKED };
    clean_trailer(&mut document, &mut state.found)?;
    document.prune_objects();
    inline_scalars(&mut document);
    mark_files_inside(&mut document);
    for object in document.objects.values_mut() {
        clean_object(object, &mut state)?;
    }
    document.prune_objects();
    document.renumber_objects();
    document.reference_table.cross_reference_type = XrefType::CrossReferenceTable;
    document.binary_mark = vec![0xE2, 0xE3, 0xCF, 0xD3];
    if !is_version(&document.version) {
        document.version = "1.7".to_owned();
    }
    let mut out = Vec::new();
    document.save_to(&mut out).map_err(|_| CleanError::Malformed)?;
    if document.get_pages().len() == pages { Ok(Cleaned { bytes: out, found: state.found.list() }) } else { Err(CleanError::Malformed) }
}

/// A file whose table of objects had to be guessed may have lost some: better the original than a part of it.
fn load(bytes: &[u8]) -> Result<Document, CleanError> {
    let refusal = if contains(bytes, b"/Encrypt") { CleanError::Encrypted } else { CleanError::Malformed };
    let options = LoadOptions::with_max_decompressed_size(limit_of_tables(bytes));
    let document = Document::load_mem_with_options(bytes, options).map_err(|_| refusal)?;
    if document.trailer.has(b"Encrypt") || document.was_encrypted() {
        return Err(CleanError::Encrypted);
    }
    if document.xref_recovery == Some(XrefRecovery::Reconstructed) { Err(CleanError::Malformed) } else { Ok(document) }
}

/// What one stream of objects may unpack to while the document is read: the more there are, the less, since each is unpacked.
fn limit_of_tables(bytes: &[u8]) -> usize {
    let count = memchr::memmem::find_iter(bytes, b"/ObjStm").count().max(1);
    (2 * MAX_UNPACKED / count).clamp(64 << 10, MAX_STREAM)
}

fn is_version(version: &str) -> bool {
    matches!(version.as_bytes(), [b'1'..=b'2', b'.', b'0'..=b'9'])
}

/// What the file is besides its document: earlier states, and bytes around.
fn note_file(bytes: &[u8], document: &Document) -> Found {
    const END: &[u8] = b"%%EOF";
    let mut found = Found::default();
    found.add_if(document.revision_count() > 1 || document.trailer.has(b"ID"), Trace::History);
    let end = memchr::memmem::rfind(bytes, END).map_or(bytes.len(), |at| at + END.len());
    let hidden = !bytes.starts_with(b"%PDF-") || bytes[end..].iter().any(|byte| !byte.is_ascii_whitespace() && *byte != 0);
    found.add_if(hidden, Trace::TrailingData);
    found
}

/// Only where the document begins stays.
fn clean_trailer(document: &mut Document, found: &mut Found) -> Result<(), CleanError> {
    let info =
        document.trailer.get(b"Info").ok().and_then(|info| document.dereference(info).ok()).and_then(|(_, info)| info.as_dict().ok());
    for (key, _) in info.iter().flat_map(|info| info.iter()) {
        found.add(meaning(key));
    }
    let opens =
        document.catalog().ok().and_then(|catalog| catalog.get(b"OpenAction").ok()).is_some_and(|action| !is_place(document, action));
    let root = document.trailer.get(b"Root").map_err(|_| CleanError::Malformed)?.clone();
    document.trailer = Dictionary::new();
    document.trailer.set("Root", root);
    let catalog = document.catalog_mut().map_err(|_| CleanError::Malformed)?;
    if opens {
        catalog.remove(b"OpenAction");
        found.add(Trace::Script);
    }
    for (key, trace) in [(&b"Perms"[..], Trace::Author), (b"DSS", Trace::Author), (b"Legal", Trace::Other)] {
        drop_key(catalog, key, trace, found);
    }
    for key in [&b"SpiderInfo"[..], b"Collection", b"Threads"] {
        drop_key(catalog, key, Trace::Other, found);
    }
    Ok(())
}

fn meaning(key: &[u8]) -> Trace {
    match key {
        b"Author" => Trace::Author,
        b"Creator" | b"Producer" => Trace::Software,
        b"CreationDate" | b"ModDate" | b"SourceModified" => Trace::Time,
        b"Title" | b"Subject" | b"Keywords" => Trace::Comment,
        b"Company" => Trace::Organisation,
        _ => Trace::Other,
    }
}

/// Whether it opens the document at a page, and does nothing else.
fn is_place(document: &Document, action: &Object) -> bool {
    match document.dereference(action) {
        Ok((_, Object::Array(_))) => true,
        Ok((_, Object::Dictionary(action))) => is_name(action, b"S", b"GoTo") && !action.has(b"Next"),
        _ => false,
    }
}

/// Names and strings may stand in a place of their own, where nobody would know any more what they are.
fn inline_scalars(document: &mut Document) {
    let is_scalar = |object: &Object| matches!(object, Object::Name(_) | Object::String(..));
    let scalars: BTreeMap<ObjectId, Object> =
        document.objects.iter().filter(|(_, object)| is_scalar(object)).map(|(id, object)| (*id, object.clone())).collect();
    if !scalars.is_empty() {
        document.objects.values_mut().for_each(|object| inline(object, &scalars));
    }
}

fn inline(object: &mut Object, scalars: &BTreeMap<ObjectId, Object>) {
    match object {
        Object::Reference(id) => {
            if let Some(scalar) = scalars.get(id) {
                *object = scalar.clone();
            }
        }
        Object::Array(items) => items.iter_mut().for_each(|item| inline(item, scalars)),
        Object::Dictionary(dictionary) => dictionary.iter_mut().for_each(|(_, value)| inline(value, scalars)),
        Object::Stream(stream) => stream.dict.iter_mut().for_each(|(_, value)| inline(value, scalars)),
        _ => {}
    }
}

/// A file in the file need not call itself one: what leads to it does.
fn mark_files_inside(document: &mut Document) {
    let mut files = BTreeSet::new();
    document.objects.values().for_each(|object| note_files(document, object, &mut files));
    for id in files {
        if let Some(Object::Stream(stream)) = document.objects.get_mut(&id) {
            stream.dict.set("Type", Object::Name(b"EmbeddedFile".to_vec()));
        }
    }
}

fn note_files(document: &Document, object: &Object, files: &mut BTreeSet<ObjectId>) {
    let dictionary = match object {
        Object::Array(items) => return items.iter().for_each(|item| note_files(document, item, files)),
        Object::Dictionary(dictionary) => dictionary,
        Object::Stream(stream) => &stream.dict,
        _ => return,
    };
    let inside =
        dictionary.get(b"EF").ok().and_then(|inside| document.dereference(inside).ok()).and_then(|(_, inside)| inside.as_dict().ok());
    for (_, file) in inside.iter().flat_map(|inside| inside.iter()) {
        files.extend(file.as_reference().ok());
    }
    dictionary.iter().for_each(|(_, value)| note_files(document, value, files));
}

/// The reader lets nothing lie in each other more than a hundred times.
fn clean_object(object: &mut Object, state: &mut State) -> Result<(), CleanError> {
    match object {
        Object::Array(items) => items.iter_mut().try_for_each(|item| clean_object(item, state)),
        Object::Dictionary(dictionary) => clean_dictionary(dictionary, state),
        Object::Stream(stream) => clean_stream(stream, state),
        _ => Ok(()),
    }
}

fn clean_dictionary(dictionary: &mut Dictionary, state: &mut State) -> Result<(), CleanError> {
    // A form of another format, with metadata of its own.
    if dictionary.has(b"XFA") {
        return Err(CleanError::Unsupported);
    }
    if dictionary.has(b"ByteRange") || is_name(dictionary, b"Type", b"Sig") {
        // A signature holds a name and a certificate, and no longer fits what is signed.
        state.found.add(Trace::Author);
        *dictionary = Dictionary::new();
    }
    if leads_to_disk(dictionary) {
        state.found.add(Trace::LocalPath);
        *dictionary = Dictionary::new();
    }
    if acts(dictionary) {
        state.found.add(Trace::Script);
        *dictionary = Dictionary::new();
    }
    for (key, trace) in DROPPED {
        drop_key(dictionary, key, *trace, &mut state.found);
    }
    if dictionary.has(b"Subtype") && dictionary.has(b"Rect") {
        clean_annotation(dictionary, state);
    }
    shorten_paths(dictionary, state);
    if is_name(dictionary, b"Type", b"Page") {
        drop_key(dictionary, b"ID", Trace::Other, &mut state.found);
    }
    dictionary.iter_mut().try_for_each(|(_, value)| clean_object(value, state))
}

/// Keys that say something about what they are in, wherever they stand.
const DROPPED: &[(&[u8], Trace)] = &[
    (b"Metadata", Trace::Other),
    (b"PieceInfo", Trace::Other),
    (b"LastModified", Trace::Time),
    (b"Thumb", Trace::Thumbnail),
    (b"AA", Trace::Script),
    (b"JavaScript", Trace::Script),
    (b"CreatorInfo", Trace::Software),
    (b"OPI", Trace::LocalPath),
    (b"SigFlags", Trace::Other),
    // Of a file inside: its days and checksum.
    (b"Params", Trace::Time),
];

/// Whether it is an action that runs or starts something, or sends or fetches without being asked.
fn acts(dictionary: &Dictionary) -> bool {
    const KINDS: [&[u8]; 7] = [b"JavaScript", b"Launch", b"SubmitForm", b"ImportData", b"GoToE", b"Rendition", b"RichMediaExecute"];
    KINDS.iter().any(|kind| is_name(dictionary, b"S", kind))
}

/// Whether it is a link to a file on a disk, or in a company's network.
fn leads_to_disk(dictionary: &Dictionary) -> bool {
    let Ok(Object::String(address, _)) = dictionary.get(b"URI") else { return false };
    address.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"file:")) || address.starts_with(b"\\\\")
}

/// The name of a field of a form has the key under which a comment has its author.
fn clean_annotation(annotation: &mut Dictionary, state: &mut State) {
    if !is_name(annotation, b"Subtype", b"Widget") {
        drop_key(annotation, b"T", Trace::Author, &mut state.found);
    }
    for (key, trace) in [(&b"M"[..], Trace::Time), (b"CreationDate", Trace::Time), (b"NM", Trace::Other), (b"RC", Trace::Other)] {
        drop_key(annotation, key, trace, &mut state.found);
    }
}

/// Of a file's path its name, whatever leads to the file: strings under these keys are nothing else.
fn shorten_paths(dictionary: &mut Dictionary, state: &mut State) {
    for key in [&b"F"[..], b"UF", b"DOS", b"Mac", b"Unix"] {
        let Ok(Object::String(path, _)) = dictionary.get_mut(key) else { continue };
        // In UTF-16 the low byte of the separator comes second; both bytes are letters of nothing else.
        if let Some(at) = path.iter().rposition(|byte| matches!(byte, b'/' | b'\\' | b':')) {
            let is_wide = path.starts_with(&[0xFE, 0xFF]);
            let name = path.split_off(at + 1);
            *path = if is_wide { [&[0xFE, 0xFF][..], &name].concat() } else { name };
            state.found.add(Trace::LocalPath);
        }
    }
}

fn clean_stream(stream: &mut Stream, state: &mut State) -> Result<(), CleanError> {
    if is_name(&stream.dict, b"Type", b"Metadata") || is_name(&stream.dict, b"Subtype", b"XML") {
        let text = state.unpack(stream)?;
        state.found.add_all(xmp::read(&text));
        // What leads to it may have another name than it should.
        *stream = Stream::new(Dictionary::new(), Vec::new());
        return Ok(());
    }
    clean_dictionary(&mut stream.dict, state)?;
    if is_name(&stream.dict, b"Type", b"EmbeddedFile") {
        return clean_file(stream, state);
    }
    let filters = stream.filters().map(|filters| filters.iter().map(|filter| filter.to_vec()).collect::<Vec<_>>()).unwrap_or_default();
    match filters.iter().map(Vec::as_slice).collect::<Vec<_>>()[..] {
        [b"DCTDecode"] => clean_photo(stream, state),
        [b"FlateDecode", b"DCTDecode"] => {
            let content = zlib::unpacked(&stream.content, state.budget.min(MAX_STREAM)).ok_or(CleanError::Malformed)?;
            state.budget -= content.len();
            stream.dict.remove(b"DecodeParms");
            stream.dict.set("Filter", Object::Name(b"DCTDecode".to_vec()));
            stream.set_content(content);
            clean_photo(stream, state)
        }
        [.., b"DCTDecode"] => Err(CleanError::Unsupported),
        [b"JPXDecode"] => clean_jpeg2000(&mut stream.content, &mut state.found),
        [.., b"JPXDecode"] => Err(CleanError::Unsupported),
        _ if stream.dict.has(b"N") && !stream.dict.has(b"Type") => clean_profile(stream, state),
        _ => Ok(()),
    }
}

fn clean_photo(stream: &mut Stream, state: &mut State) -> Result<(), CleanError> {
    put(stream, jpeg::clean(&stream.content)?, state);
    Ok(())
}

fn put(stream: &mut Stream, cleaned: Cleaned, state: &mut State) {
    for trace in cleaned.found {
        state.found.add(trace);
    }
    stream.set_content(cleaned.bytes);
}

/// A profile that makes no sense becomes an empty one, which viewers pass over.
fn clean_profile(stream: &mut Stream, state: &mut State) -> Result<(), CleanError> {
    let profile = state.unpack(stream)?;
    if tag(&profile, 36) != Some(*b"acsp") {
        return Ok(());
    }
    let rebuilt = icc::rebuilt(&profile);
    state.found.add_all(icc::traces(&profile, rebuilt.as_deref()));
    put_packed(stream, rebuilt.unwrap_or_default())
}

/// A file in the file, as if it had been sent by itself; one in a PDF in a PDF is not looked for.
fn clean_file(stream: &mut Stream, state: &mut State) -> Result<(), CleanError> {
    let content = state.unpack(stream)?;
    let kind = FileKind::of_whole(&content);
    let content = match kind {
        FileKind::Pdf => return Err(CleanError::Unsupported),
        FileKind::Text => content,
        _ => {
            state.budget = state.budget.checked_sub(FILE_COST).ok_or(CleanError::TooLarge)?;
            let cleaned = crate::clean(kind, content)?;
            cleaned.found.iter().for_each(|trace| state.found.add(*trace));
            cleaned.bytes
        }
    };
    put_packed(stream, content)
}

fn put_packed(stream: &mut Stream, content: Vec<u8>) -> Result<(), CleanError> {
    stream.set_plain_content(content);
    stream.compress().map_err(|_| CleanError::Malformed)
}

fn drop_key(dictionary: &mut Dictionary, key: &[u8], trace: Trace, found: &mut Found) {
    found.add_if(dictionary.remove(key).is_some(), trace);
}

fn is_name(dictionary: &Dictionary, key: &[u8], name: &[u8]) -> bool {
    dictionary.get(key).and_then(Object::as_name).is_ok_and(|value| value == name)
}
