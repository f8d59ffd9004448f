//! Files as programs and phones write them, with a canary in every place.

pub mod boxes;
pub mod office;
pub mod pdf;
pub mod pictures;
