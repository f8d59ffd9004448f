//! The binary: everything is in the library.

use std::process::ExitCode;

/// Memory is wiped when it is freed, so that what people wrote does not linger in a server that is idle.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> = zeroizing_alloc::ZeroAlloc(std::alloc::System);

fn main() -> ExitCode {
    server::cli::main()
}
