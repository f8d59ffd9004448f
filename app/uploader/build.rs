//! How much memory the module may take in a browser: as on the server, cleaning a file takes a small multiple of its size.

/// Bytes, whole pages of 64 KiB.
const MEMORY: u64 = 1 << 30;

#[allow(clippy::print_stdout, reason = "cargo listens to a build script's output")]
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") {
        println!("cargo::rustc-link-arg-cdylib=--max-memory={MEMORY}");
    }
}
