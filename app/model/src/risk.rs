//! How great the danger is for whoever reported.

use crate::text::words;

words! {
    /// What an assessment of the danger for reporter and witnesses found.
    RiskLevel("risk level") {
        /// Nothing points to it.
        Low = "low",
        /// It can be foreseen.
        Medium = "medium",
        /// It is to be expected.
        High = "high",
        /// It has begun.
        Acute = "acute",
    }
}
