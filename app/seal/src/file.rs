//! Files: AES-256-GCM in segments, each bound to its place in the order and the last one to the end (STREAM, "Online Authenticated-
//! Encryption and its Nonce-Reuse Misuse-Resistance", CRYPTO 2015), so that a file of any length is sealed and opened in constant memory,
//! from any segment on, and nothing can be cut, moved or exchanged unseen.
//!
//! header ‖ segment 0 ‖ segment 1 ‖ …, where header = suite (1) ‖ version (1) ‖ salt (32) ‖ commitment (32) and
//! `commitment ‖ key ‖ nonce = HKDF-SHA256(salt, file key, info = suite ‖ version ‖ label)`. Every segment but the last holds
//! [`SEGMENT`] bytes. The content is padded with zeros to [`crate::padded_len`]; its length stands beside the key, sealed.

use aead_stream::{NewStream, StreamBE32, StreamPrimitive};
use aes_gcm::{Aes256Gcm, KeyInit};
use rand_core::CryptoRng;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{
    committed::TAG,
    error::{InvalidKey, OpenError, within_limits},
    kdf::Prk,
    keys::{KEY, unprintable},
    padding::padded_len,
    sealed_bytes::{self, HEADER, SUITE_FILE, VERSION},
};

/// Content in one segment, in bytes.
pub const SEGMENT: usize = 1024 * 1024;

const LABEL: &[u8] = b"qingfeng/file";
const SALT: usize = 32;
const COMMITMENT: usize = 32;
/// What STREAM leaves of a nonce of AES-GCM: four bytes count segments, one marks the last.
const NONCE: usize = 7;
const COUNTED: u64 = SEGMENT as u64;

/// The random key of one file.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct FileKey([u8; KEY]);

unprintable!(FileKey);

impl FileKey {
    /// A new key.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut key = Self([0; KEY]);
        rng.fill_bytes(&mut key.0);
        key
    }

    /// The bytes, to be sealed with the file's name.
    pub fn expose(&self) -> &[u8; KEY] {
        &self.0
    }
}

impl TryFrom<&[u8]> for FileKey {
    type Error = InvalidKey;
    fn try_from(bytes: &[u8]) -> Result<Self, InvalidKey> {
        bytes.try_into().map(Self).map_err(|_| InvalidKey::Length(bytes.len()))
    }
}

/// Which file of which case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FilePlace {
    /// Case id.
    pub case: i64,
    /// Which one of its files, from 0.
    pub number: u32,
}

impl FilePlace {
    /// case (8) ‖ number (4), big-endian.
    fn encode(self) -> [u8; 12] {
        let mut out = [0; 12];
        out[..8].copy_from_slice(&self.case.to_be_bytes());
        out[8..].copy_from_slice(&self.number.to_be_bytes());
        out
    }
}

/// How a file of some length lies in segments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileLayout {
    size: u64,
    padded: u64,
}

impl FileLayout {
    /// The layout of `size` bytes of content.
    pub fn of(size: u64) -> Self {
        let padded = usize::try_from(size).map_or(u64::MAX, |size| padded_len(size) as u64);
        Self { size, padded }
    }

    /// How many segments there are; at least one.
    pub fn segments(self) -> u32 {
        u32::try_from(self.padded.div_ceil(COUNTED)).unwrap_or(u32::MAX)
    }

    /// How long a sealed segment is, the header before the first one included.
    pub fn sealed_len(self, segment: u32) -> usize {
        let header = if segment == 0 { FileHeader::LEN } else { 0 };
        header + self.in_segment(self.padded, segment) + TAG
    }

    /// How much of the content a segment holds.
    pub fn content_len(self, segment: u32) -> usize {
        self.in_segment(self.size, segment)
    }

    fn in_segment(self, len: u64, segment: u32) -> usize {
        let before = u64::from(segment) * COUNTED;
        usize::try_from(len.saturating_sub(before).min(COUNTED)).unwrap_or(SEGMENT)
    }
}

/// What stands before the first segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileHeader([u8; Self::LEN]);

impl FileHeader {
    /// Length in bytes.
    pub const LEN: usize = HEADER + SALT + COMMITMENT;

    /// The bytes to store.
    pub fn as_bytes(&self) -> &[u8; Self::LEN] {
        &self.0
    }
}

impl TryFrom<&[u8]> for FileHeader {
    type Error = OpenError;
    fn try_from(bytes: &[u8]) -> Result<Self, OpenError> {
        sealed_bytes::check(bytes, SUITE_FILE, Self::LEN, Self::LEN)?;
        bytes.try_into().map(Self).map_err(|_| OpenError::Truncated(bytes.len()))
    }
}

/// One sealed segment.
#[derive(Clone, PartialEq, Eq)]
pub struct FileSegment(Vec<u8>);

impl FileSegment {
    /// The shortest one.
    pub const MIN_LEN: usize = TAG;
    /// The longest one.
    pub const MAX_LEN: usize = SEGMENT + TAG;

    /// The bytes to store or send.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

impl TryFrom<Vec<u8>> for FileSegment {
    type Error = OpenError;
    fn try_from(bytes: Vec<u8>) -> Result<Self, OpenError> {
        match bytes.len() {
            short if short < TAG => Err(OpenError::Truncated(short)),
            long if long > Self::MAX_LEN => Err(OpenError::Overlong(long)),
            _ => Ok(Self(bytes)),
        }
    }
}

/// The cipher of one file.
struct FileCipher {
    commitment: [u8; COMMITMENT],
    stream: StreamBE32<Aes256Gcm>,
    place: [u8; 12],
}

impl FileCipher {
    fn derive(key: &FileKey, place: FilePlace, salt: &[u8]) -> Self {
        let mut derived = Zeroizing::new([0; COMMITMENT + KEY + NONCE]);
        Prk::extract(salt, &key.0).expand(&[&[SUITE_FILE, VERSION], LABEL], derived.as_mut_slice());
        let (commitment, rest) = derived.split_at(COMMITMENT);
        let (key, prefix) = rest.split_at(KEY);
        let mut nonce = [0; NONCE];
        nonce.copy_from_slice(prefix);
        let cipher = within_limits(Aes256Gcm::new_from_slice(key));
        let mut committed = [0; COMMITMENT];
        committed.copy_from_slice(commitment);
        Self { commitment: committed, stream: StreamBE32::from_aead(cipher, &nonce.into()), place: place.encode() }
    }
}

/// Seals a file as it comes, one segment at a time.
pub struct FileSealer {
    cipher: FileCipher,
    header: FileHeader,
    filling: Zeroizing<Vec<u8>>,
    next: u32,
    size: u64,
}

unprintable!(FileSealer, FileOpener);

impl FileSealer {
    /// Begins a file. A file that is begun again gets another salt, and so another key and nonce.
    pub fn begin(key: &FileKey, place: FilePlace, rng: &mut impl CryptoRng) -> Self {
        let mut header = [0; FileHeader::LEN];
        header[..HEADER].copy_from_slice(&[SUITE_FILE, VERSION]);
        rng.fill_bytes(&mut header[HEADER..HEADER + SALT]);
        let cipher = FileCipher::derive(key, place, &header[HEADER..HEADER + SALT]);
        header[HEADER + SALT..].copy_from_slice(&cipher.commitment);
        Self { cipher, header: FileHeader(header), filling: empty_segment(), next: 0, size: 0 }
    }

    /// What stands before the first segment.
    pub fn header(&self) -> FileHeader {
        self.header
    }

    /// How much was pushed, in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Takes more of the content, and hands out each segment that is full once it is sure that it is not the last.
    pub fn push(&mut self, mut bytes: &[u8]) -> Vec<FileSegment> {
        let mut sealed = Vec::new();
        while !bytes.is_empty() {
            if self.filling.len() == SEGMENT {
                sealed.push(self.seal(false));
            }
            let (taken, rest) = bytes.split_at(bytes.len().min(SEGMENT - self.filling.len()));
            self.filling.extend_from_slice(taken);
            self.size += taken.len() as u64;
            bytes = rest;
        }
        sealed
    }

    /// Ends the file: hands out what is left and the padding, segment after segment.
    pub fn finish(self) -> impl Iterator<Item = FileSegment> {
        let last = FileLayout::of(self.size).segments() - 1;
        let padded = FileLayout::of(self.size).padded;
        let mut ending = Some(self);
        std::iter::from_fn(move || {
            let sealer = ending.as_mut()?;
            let (position, is_last) = (sealer.next, sealer.next == last);
            let begins = u64::from(position) * COUNTED;
            let len = usize::try_from(padded.saturating_sub(begins).min(COUNTED)).unwrap_or(SEGMENT);
            sealer.filling.resize(len, 0);
            let segment = sealer.seal(is_last);
            if is_last {
                ending = None;
            }
            Some(segment)
        })
    }

    fn seal(&mut self, is_last: bool) -> FileSegment {
        let mut filled = std::mem::replace(&mut self.filling, empty_segment());
        let mut bytes = std::mem::take(&mut *filled);
        let FileCipher { stream, place, .. } = &self.cipher;
        within_limits(stream.encrypt_in_place(self.next, is_last, place, &mut bytes));
        self.next += 1;
        FileSegment(bytes)
    }
}

/// With its full room at once: a buffer that grows would leave copies of the content behind.
fn empty_segment() -> Zeroizing<Vec<u8>> {
    Zeroizing::new(Vec::with_capacity(FileSegment::MAX_LEN))
}

/// Opens segments of a file, in any order.
pub struct FileOpener {
    cipher: FileCipher,
    layout: FileLayout,
}

impl FileOpener {
    /// Opens a file of which the header and the length of the content are known.
    ///
    /// # Errors
    /// [`OpenError::WrongKey`] if the key is not the file's.
    pub fn new(key: &FileKey, place: FilePlace, header: &FileHeader, size: u64) -> Result<Self, OpenError> {
        let (salt, commitment) = header.0[HEADER..].split_at(SALT);
        let cipher = FileCipher::derive(key, place, salt);
        if !bool::from(cipher.commitment.ct_eq(commitment)) {
            return Err(OpenError::WrongKey);
        }
        Ok(Self { cipher, layout: FileLayout::of(size) })
    }

    /// The content of one segment.
    ///
    /// # Errors
    /// [`OpenError::Altered`] if it was changed, is another segment or that of another file, or if the file is longer or shorter than it was.
    pub fn open(&self, position: u32, segment: FileSegment) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let is_last = position.checked_add(1) == Some(self.layout.segments());
        let mut content = Zeroizing::new(segment.0);
        let FileCipher { stream, place, .. } = &self.cipher;
        stream.decrypt_in_place(position, is_last, place, &mut *content).map_err(|_| OpenError::Altered)?;
        content.truncate(self.layout.content_len(position));
        Ok(content)
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    const PLACE: FilePlace = FilePlace { case: 7, number: 1 };

    fn key() -> FileKey {
        FileKey([5; KEY])
    }

    fn sealed(content: &[u8]) -> (FileHeader, Vec<FileSegment>) {
        let mut sealer = FileSealer::begin(&key(), PLACE, &mut StdRng::seed_from_u64(1));
        let header = sealer.header();
        let mut segments = Vec::new();
        for piece in content.chunks(300_001) {
            segments.extend(sealer.push(piece));
        }
        assert_eq!(sealer.size(), content.len() as u64);
        segments.extend(sealer.finish());
        (header, segments)
    }

    fn opened(header: &FileHeader, size: u64, segments: &[FileSegment]) -> Result<Vec<u8>, OpenError> {
        let opener = FileOpener::new(&key(), PLACE, header, size)?;
        let mut content = Vec::new();
        for (position, segment) in segments.iter().enumerate() {
            content.extend_from_slice(&opener.open(position as u32, segment.clone())?);
        }
        Ok(content)
    }

    fn content(len: usize) -> Vec<u8> {
        (0..len).map(|place| (place % 251) as u8).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn comes_back_whatever_its_length(len in 0..3 * SEGMENT + 2) {
            let content = content(len);
            let (header, segments) = sealed(&content);
            let layout = FileLayout::of(len as u64);
            prop_assert_eq!(segments.len(), layout.segments() as usize);
            for (position, segment) in segments.iter().enumerate() {
                let header = if position == 0 { FileHeader::LEN } else { 0 };
                prop_assert_eq!(header + segment.0.len(), layout.sealed_len(position as u32));
            }
            prop_assert!(opened(&header, len as u64, &segments).unwrap() == content);
        }
    }

    #[test]
    fn a_length_at_the_border_of_a_segment_is_no_exception() {
        for len in [0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 2 * SEGMENT] {
            let content = content(len);
            let (header, segments) = sealed(&content);
            assert!(opened(&header, len as u64, &segments).unwrap() == content, "{len}");
        }
    }

    #[test]
    fn what_is_cut_moved_exchanged_or_changed_does_not_open() {
        let content = content(2 * SEGMENT + 5);
        let (header, segments) = sealed(&content);
        let size = content.len() as u64;
        let refused = |segments: &[FileSegment], size| opened(&header, size, segments).unwrap_err();
        let mut moved = segments.clone();
        moved.swap(0, 1);
        assert_eq!(refused(&moved, size), OpenError::Altered);
        // The end is authenticated: neither a shorter nor a longer file opens as a whole.
        assert_eq!(refused(&segments[..2], SEGMENT as u64), OpenError::Altered);
        assert_eq!(refused(&segments, 4 * SEGMENT as u64), OpenError::Altered);
        let mut changed = segments.clone();
        changed[1].0[9] ^= 1;
        assert_eq!(refused(&changed, size), OpenError::Altered);
        let elsewhere = FileOpener::new(&key(), FilePlace { number: 2, ..PLACE }, &header, size).unwrap();
        assert_eq!(elsewhere.open(0, segments[0].clone()).unwrap_err(), OpenError::Altered);
        let other = FileKey([6; KEY]);
        assert_eq!(FileOpener::new(&other, PLACE, &header, size).err(), Some(OpenError::WrongKey));
    }

    #[test]
    fn lengths_are_hidden_up_to_their_padding() {
        assert_eq!(FileLayout::of(1), FileLayout { size: 1, padded: 256 });
        assert_eq!(FileLayout::of(1000).sealed_len(0), FileLayout::of(1001).sealed_len(0));
        assert_eq!(FileLayout::of(u64::from(u32::MAX)).content_len(0), SEGMENT);
    }

    #[test]
    fn a_header_is_checked_before_it_is_used() {
        let (header, _) = sealed(b"x");
        assert_eq!(FileHeader::try_from(header.as_bytes().as_slice()), Ok(header));
        let mut other = *header.as_bytes();
        other[0] = 1;
        assert_eq!(FileHeader::try_from(other.as_slice()), Err(OpenError::UnknownSuite(1)));
        assert_eq!(FileHeader::try_from(&other[..9]).unwrap_err(), OpenError::UnknownSuite(1));
        assert_eq!(FileSegment::try_from(vec![0; 3]).err(), Some(OpenError::Truncated(3)));
    }
}
