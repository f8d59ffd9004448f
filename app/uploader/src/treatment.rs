//! What is done about the traces in a file, before it is sealed.

use cleaner::{FileKind, MAX_WHOLE, VideoPlan, VideoScan, clean};
use model::{Handling, Trace, Uncleaned, Wish};
use wasm_bindgen::prelude::wasm_bindgen;

/// Finds out what is in a file, and takes it out. The script supplies the parts of the file that it asks for.
#[wasm_bindgen]
pub struct Treatment {
    wish: Wish,
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

/// What came out of looking into the file.
struct Outcome {
    found: Result<Vec<Trace>, Uncleaned>,
    /// Another content than the file's.
    content: Option<Vec<u8>>,
    /// What becomes of its bytes as they are read again.
    plan: Option<VideoPlan>,
}

impl Outcome {
    fn untouched(why: Uncleaned) -> Self {
        Self { found: Err(why), content: None, plan: None }
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
        Self { wish: keep.map_or(Wish::Clean, Wish::Keep), state }
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

    /// Leaves it as it is: it takes more time or memory than there is, which counts as too large.
    pub fn give_up(&mut self) {
        self.state = State::Done(Outcome::untouched(Uncleaned::Size));
    }

    /// The cleaned file; none if the file's own bytes are to be read.
    pub fn content(&mut self) -> Option<Vec<u8>> {
        match &mut self.state {
            State::Done(outcome) if self.wish == Wish::Clean => outcome.content.take(),
            _ => None,
        }
    }
}

impl Treatment {
    /// What is said of it, and what becomes of its bytes.
    pub(crate) fn end(self) -> (Handling, Option<VideoPlan>) {
        let outcome = match self.state {
            State::Done(outcome) => outcome,
            State::Whole(_) | State::Film(_) => Outcome::untouched(Uncleaned::Damaged),
        };
        let plan = outcome.plan.filter(|_| self.wish == Wish::Clean);
        (self.wish.handling(outcome.found), plan)
    }
}

fn whole(bytes: Vec<u8>) -> Outcome {
    match clean(FileKind::of_whole(&bytes), bytes) {
        Ok(cleaned) => Outcome { found: Ok(cleaned.found), content: Some(cleaned.bytes), plan: None },
        Err(error) => Outcome::untouched(error.into()),
    }
}

fn film(mut scan: VideoScan, bytes: &[u8]) -> State {
    if let Err(error) = scan.supply(bytes) {
        return State::Done(Outcome::untouched(error.into()));
    }
    if scan.wants().is_some() {
        return State::Film(scan);
    }
    State::Done(match scan.finish() {
        Ok(plan) => Outcome { found: Ok(plan.found().to_vec()), content: None, plan: Some(plan) },
        Err(error) => Outcome::untouched(error.into()),
    })
}
