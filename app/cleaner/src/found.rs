//! What has been found in a file so far.

use model::Trace;

/// What was found so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Found(u16);

impl Found {
    pub(crate) fn add(&mut self, trace: Trace) {
        self.0 |= 1 << trace as u16;
    }

    pub(crate) fn add_if(&mut self, condition: bool, trace: Trace) {
        if condition {
            self.add(trace);
        }
    }

    pub(crate) fn add_all(&mut self, other: Self) {
        self.0 |= other.0;
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Itself, or "other" where something was there that nobody could name.
    pub(crate) fn or_other(self) -> Self {
        if self.is_empty() { Self(1 << Trace::Other as u16) } else { self }
    }

    /// In order, each once.
    pub(crate) fn list(self) -> Vec<Trace> {
        Trace::ALL.iter().copied().filter(|trace| self.0 & (1 << *trace as u16) != 0).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_in_order_and_once() {
        let mut found = Found::default();
        assert!(found.list().is_empty());
        for trace in [Trace::Other, Trace::Location, Trace::Location] {
            found.add(trace);
        }
        assert_eq!(found.list(), [Trace::Location, Trace::Other]);
    }
}
