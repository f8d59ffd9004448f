//! What computing leaves behind on the stack.

use zeroize::Zeroize;

/// Words of 8 bytes: more than hashing takes, and signing, which hashes.
const DEPTH: usize = 1024;

/// Does what hashes something secret, and then wipes the part of the stack that it has used. A hash keeps the end of what it has read in a
/// buffer and wipes that at last, but not the places that it was moved from meanwhile.
pub fn off_the_stack<T>(work: impl FnOnce() -> T) -> T {
    let done = below(work);
    wipe();
    done
}

#[inline(never)]
fn below<T>(work: impl FnOnce() -> T) -> T {
    work()
}

#[inline(never)]
fn wipe() {
    [1_u64; DEPTH].zeroize();
}
