//! Secrets in every form in which they may have been left behind.

use std::collections::HashMap;

use data_encoding::BASE64;

/// Bytes shown around what was found, to tell whose they are.
const AROUND: usize = 48;
/// Memory is mostly zeros: parts of this length that hold nothing else are passed over at once.
const PART: usize = 4096;

/// What is looked for.
pub struct Needles {
    by_start: HashMap<[u8; 2], Vec<Needle>>,
}

struct Needle {
    name: String,
    bytes: Vec<u8>,
}

impl Needles {
    /// These named secrets.
    pub fn of(secrets: &[(String, String)]) -> Self {
        let mut by_start: HashMap<[u8; 2], Vec<Needle>> = HashMap::new();
        for (name, text) in secrets {
            for (form, bytes) in forms(text) {
                assert!(bytes.len() >= 6, "{name} is so short that it may be there by chance");
                by_start.entry([bytes[0], bytes[1]]).or_default().push(Needle { name: format!("{name}, {form}"), bytes });
            }
        }
        Self { by_start }
    }

    /// Where in these bytes they are, with what stands around each.
    pub fn find(&self, place: &str, bytes: &[u8]) -> Vec<String> {
        let mut starts = [false; 1 << 16];
        for start in self.by_start.keys() {
            starts[usize::from(u16::from_be_bytes(*start))] = true;
        }
        let mut found = Vec::new();
        for from in (0..bytes.len()).step_by(PART) {
            let part = &bytes[from..bytes.len().min(from + PART + 1)];
            if part == &[0; PART + 1][..part.len()] {
                continue;
            }
            for (at, pair) in part.windows(2).enumerate() {
                if starts[usize::from(pair[0]) << 8 | usize::from(pair[1])] {
                    found.extend(self.at(bytes, from + at).map(|needle| shown(place, bytes, from + at, needle)));
                }
            }
        }
        found
    }

    fn at<'a>(&'a self, bytes: &'a [u8], at: usize) -> impl Iterator<Item = &'a Needle> {
        self.by_start[&bytes[at..at + 2]].iter().filter(move |needle| bytes[at..].starts_with(&needle.bytes))
    }
}

fn shown(place: &str, bytes: &[u8], at: usize, needle: &Needle) -> String {
    let around = &bytes[at.saturating_sub(AROUND)..bytes.len().min(at + needle.bytes.len() + AROUND)];
    let text = String::from_utf8_lossy(around).replace(|c: char| c.is_control() || c == '\u{FFFD}', ".");
    format!("{place} at {at:#x}: {}: {text}", needle.name)
}

/// As it is, for another kind of string, and as it stands in addresses, forms and encoded bytes.
fn forms(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let mut forms = vec![("as it is", text.as_bytes().to_vec()), ("UTF-16", text.encode_utf16().flat_map(u16::to_le_bytes).collect())];
    let encoded: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
    if encoded != text {
        forms.push(("percent-encoded", encoded.into_bytes()));
    }
    // It may begin at any of three places within a group of four characters; those at the ends depend on its neighbours.
    for skipped in 0..3 {
        let bytes = &text.as_bytes()[skipped..];
        forms.push(("base64", BASE64.encode(&bytes[..bytes.len() / 3 * 3]).into_bytes()));
    }
    forms
}
