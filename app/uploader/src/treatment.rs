//! What is done about the traces in a file, before it is sealed.

use cleaner::{CleanError, FileKind, Finding, MAX_WHOLE, VideoPlan, VideoScan, clean};
use model::{Handling, Trace, Uncleaned};
use wasm_bindgen::prelude::wasm_bindgen;

/// Finds out what is in a file, and takes it out. The script supplies the parts of the file that it asks for.
#[wasm_bindgen]
pub struct Treatment {
    /// Why the file has to stay as it is; none if it is to be cleaned.
    keep: Option<String>,
    state: State,
}

enum State {
    /// All of it is wanted at once.
    Whole(u64),
    /// A film, of which the tables are wanted.
    Film(VideoScan),
    /// Done, with what came out of it.
    Done(Outcome),
}

/// What comes out of cleaning.
pub(crate) struct Outcome {
    pub(crate) handling: Handling,
    /// Another content than the file's.
    content: Option<Vec<u8>>,
    /// What becomes of its bytes as they are read again.
    pub(crate) plan: Option<VideoPlan>,
}

impl Outcome {
    fn untouched(why: Uncleaned) -> Self {
        Self { handling: Handling::Not(why), content: None, plan: None }
    }
}

#[wasm_bindgen]
impl Treatment {
    /// Begins with a file of `size` bytes that starts with `head`. `keep` is why it has to stay as it is.
    #[wasm_bindgen(constructor)]
    pub fn new(head: &[u8], size: f64, keep: Option<String>) -> Self {
        let (kind, size) = (FileKind::of(head), size as u64);
        let state = match kind {
            kind if kind.streams() => State::Film(VideoScan::new(size)),
            kind if !kind.cleanable() => State::Done(Outcome::untouched(Uncleaned::Kind)),
            _ if size > MAX_WHOLE as u64 => State::Done(Outcome::untouched(Uncleaned::Size)),
            _ => State::Whole(size),
        };
        Self { keep, state }
    }

    /// How much of a file's beginning it looks at.
    pub fn head() -> usize {
        FileKind::HEAD
    }

    /// Which bytes of the file it wants next, from and up to; none once it is done.
    pub fn wants(&self) -> Option<Vec<f64>> {
        let range = match &self.state {
            State::Whole(size) => Some(0..*size),
            State::Film(scan) => scan.wants(),
            State::Done(_) => None,
        };
        range.map(|range| vec![range.start as f64, range.end as f64])
    }

    /// Takes the bytes that it wanted.
    pub fn supply(&mut self, bytes: Vec<u8>) {
        let state = std::mem::replace(&mut self.state, State::Done(Outcome::untouched(Uncleaned::Damaged)));
        self.state = match state {
            State::Whole(_) => State::Done(whole(bytes)),
            State::Film(scan) => film(scan, &bytes),
            done @ State::Done(_) => done,
        };
    }

    /// The cleaned file; none if the file's own bytes are to be read.
    pub fn content(&mut self) -> Option<Vec<u8>> {
        match &mut self.state {
            State::Done(outcome) if self.keep.is_none() => outcome.content.take(),
            _ => None,
        }
    }
}

impl Treatment {
    /// What is said of it, and what becomes of its bytes.
    pub(crate) fn outcome(self) -> Outcome {
        let outcome = match self.state {
            State::Done(outcome) => outcome,
            State::Whole(_) | State::Film(_) => Outcome::untouched(Uncleaned::Damaged),
        };
        match (self.keep, outcome.handling) {
            (Some(reason), Handling::Cleaned(found)) => Outcome { handling: Handling::Kept { found, reason }, content: None, plan: None },
            (Some(reason), Handling::Not(_)) => {
                Outcome { handling: Handling::Kept { found: Vec::new(), reason }, content: None, plan: None }
            }
            (_, handling) => Outcome { handling, ..outcome },
        }
    }
}

fn whole(bytes: Vec<u8>) -> Outcome {
    match clean(FileKind::of_whole(&bytes), bytes) {
        Ok(cleaned) => Outcome { handling: Handling::Cleaned(traces(&cleaned.found)), content: Some(cleaned.bytes), plan: None },
        Err(error) => Outcome::untouched(why(error)),
    }
}

fn film(mut scan: VideoScan, bytes: &[u8]) -> State {
    if let Err(error) = scan.supply(bytes) {
        return State::Done(Outcome::untouched(why(error)));
    }
    if scan.wants().is_some() {
        return State::Film(scan);
    }
    State::Done(match scan.finish() {
        Ok(plan) => Outcome { handling: Handling::Cleaned(traces(plan.found())), content: None, plan: Some(plan) },
        Err(error) => Outcome::untouched(why(error)),
    })
}

/// In the words of the vocabulary; that it has one for each is tested where the server does the same.
fn traces(found: &[Finding]) -> Vec<Trace> {
    found.iter().filter_map(|finding| finding.code().parse().ok()).collect()
}

const fn why(error: CleanError) -> Uncleaned {
    match error {
        CleanError::Unsupported => Uncleaned::Kind,
        CleanError::TooLarge => Uncleaned::Size,
        CleanError::Malformed => Uncleaned::Damaged,
        CleanError::Encrypted => Uncleaned::Locked,
        CleanError::SamplesPassed => Uncleaned::Partly,
    }
}
