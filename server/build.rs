//! Bundles what browsers load, names each file after its content, packs it, and leaves it where it is embedded from.
//!
//! The interactive parts come from `scripts/build-assets`, which compiles them to WebAssembly. A release build refuses to go on without
//! them; a debug build says so and serves pages that work without scripts.
#![allow(clippy::print_stdout, reason = "cargo listens to a build script's output")]

use std::{
    collections::BTreeMap,
    env,
    error::Error,
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use flate2::{Compression, write::GzEncoder};
use lightningcss::{
    bundler::{Bundler, FileProvider},
    stylesheet::{MinifyOptions, ParserOptions, PrinterOptions},
    targets::{Browsers, Targets},
};
use serde::Serialize;
use sha2::{Digest, Sha256, Sha384};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// The oldest browsers that still get the intended look: phones of 2020, and the long-term Firefox under Tor Browser.
const BROWSERS: Browsers = Browsers {
    android: Some(80 << 16),
    chrome: Some(80 << 16),
    edge: Some(80 << 16),
    firefox: Some(78 << 16),
    ie: None,
    ios_saf: Some(13 << 16),
    opera: None,
    safari: Some(13 << 16),
    samsung: Some(12 << 16),
};

fn main() -> Outcome<()> {
    link_small()?;
    let root = fs::canonicalize(Path::new(&env::var("CARGO_MANIFEST_DIR")?).join(".."))?;
    let mut site = Site::empty(PathBuf::from(env::var("OUT_DIR")?))?;
    watch(&root.join("style"));
    site.add("app.css", &style_sheet(&root.join("style/app.css"))?)?;
    for script in ["quick-exit.js", "passkey.js", "unsent.js"] {
        site.add(script, &read(&root.join("app/pages/scripts").join(script))?)?;
    }
    for module in MODULES {
        module_of(&root, module, &mut site)?;
    }
    site.write_manifest()
}

/// Where pointers have to be set at the start is written down in a few KiB instead of two MiB, which the program would read at each start
/// and keep (DT_RELR; glibc 2.36).
fn link_small() -> Outcome<()> {
    if env::var("CARGO_CFG_TARGET_OS")? == "linux" && env::var("CARGO_CFG_TARGET_ENV")? == "gnu" {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
    Ok(())
}

/// What became WebAssembly. A module whose loader names another comes after it.
const MODULES: [&str; 4] = ["islands", "uploader", "follower", "sealer"];

/// A module: its glue, or the worker that it runs in, itself, and the script that loads it if it has one of its own. Names and hashes go into
/// that script.
fn module_of(root: &Path, module: &str, site: &mut Site) -> Outcome<()> {
    let built = root.join("target/site");
    let [script, wasm] = [format!("{module}.js"), format!("{module}_bg.wasm")].map(|name| built.join(name));
    watch(&script);
    watch(&wasm);
    if !script.exists() || !wasm.exists() {
        return without_modules();
    }
    let upper = module.to_uppercase();
    let scripts = root.join(format!("app/{module}/scripts"));
    let worker = scripts.join("worker.js");
    if worker.exists() {
        // One file, because what a worker loads carries no hash.
        let worker = site.add(&format!("{module}-worker.js"), &[read(&script)?, read(&worker)?].concat())?;
        site.name(&upper, "WORKER", &worker);
    } else {
        let glue = site.add(&format!("{module}-glue.js"), &read(&script)?)?;
        site.name(&upper, "GLUE", &glue);
    }
    let wasm = site.add(&format!("{module}.wasm"), &read(&wasm)?)?;
    site.name(&upper, "WASM", &wasm);
    let loader = scripts.join("loader.js");
    if loader.exists() {
        let filled = site.fill_in(String::from_utf8(read(&loader)?)?);
        let loader = site.add(&format!("{module}.js"), filled.as_bytes())?;
        site.name(&upper, "LOADER", &loader);
    }
    Ok(())
}

fn without_modules() -> Outcome<()> {
    let message = "the interactive parts are not built: run scripts/build-assets (or make) first";
    if env::var("PROFILE")? == "release" {
        return Err(message.into());
    }
    println!("cargo::warning={message}; this debug build serves pages without scripts");
    Ok(())
}

fn style_sheet(entry: &Path) -> Outcome<Vec<u8>> {
    let files = FileProvider::new();
    let mut bundler = Bundler::new(&files, None, ParserOptions::default());
    let mut sheet = bundler.bundle(entry).map_err(|error| format!("{}: {error}", entry.display()))?;
    let targets = Targets::from(BROWSERS);
    sheet.minify(MinifyOptions { targets, ..MinifyOptions::default() }).map_err(|error| error.to_string())?;
    let printed = sheet.to_css(PrinterOptions { minify: true, targets, ..PrinterOptions::default() }).map_err(|error| error.to_string())?;
    Ok(printed.code.into_bytes())
}

fn read(path: &Path) -> Outcome<Vec<u8>> {
    watch(path);
    fs::read(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

fn watch(path: &Path) {
    println!("cargo::rerun-if-changed={}", path.display());
}

/// A file as pages name it.
#[derive(Clone, Serialize)]
struct Asset {
    file: String,
    integrity: String,
}

/// The files to embed, and by which name a page asks for them.
struct Site {
    out: PathBuf,
    assets: BTreeMap<String, Asset>,
    /// What stands for a name or a hash in scripts, and what goes there.
    blanks: Vec<(String, String)>,
}

impl Site {
    fn empty(out: PathBuf) -> Outcome<Self> {
        let folder = out.join("site");
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        Ok(Self { out, assets: BTreeMap::new(), blanks: Vec::new() })
    }

    /// Writes a file and its packed siblings under a name with its hash.
    fn add(&mut self, name: &str, content: &[u8]) -> Outcome<Asset> {
        let hash = data_encoding::HEXLOWER.encode(&Sha256::digest(content)[..8]);
        let (stem, ending) = name.rsplit_once('.').ok_or("an asset without an ending")?;
        let hashed = format!("{stem}.{hash}.{ending}");
        let path = self.out.join("site").join(&hashed);
        fs::write(&path, content)?;
        for (ending, packed) in [("br", brotli_of(content)?), ("gz", gzip_of(content)?)] {
            if packed.len() < content.len() {
                fs::write(self.out.join("site").join(format!("{hashed}.{ending}")), packed)?;
            }
        }
        let integrity = format!("sha384-{}", data_encoding::BASE64.encode(&Sha384::digest(content)));
        let asset = Asset { file: hashed, integrity };
        self.assets.insert(name.to_owned(), asset.clone());
        Ok(asset)
    }

    /// `{SEALER_WASM}` and `{SEALER_WASM_HASH}` and their like, for the scripts that come next.
    fn name(&mut self, module: &str, part: &str, asset: &Asset) {
        self.blanks.push((format!("{{{module}_{part}}}"), format!("./{}", asset.file)));
        self.blanks.push((format!("{{{module}_{part}_HASH}}"), asset.integrity.clone()));
    }

    fn fill_in(&self, script: String) -> String {
        self.blanks.iter().fold(script, |script, (blank, filled)| script.replace(blank, filled))
    }

    fn write_manifest(&self) -> Outcome<()> {
        Ok(fs::write(self.out.join("assets.json"), serde_json::to_vec(&self.assets)?)?)
    }
}

fn brotli_of(content: &[u8]) -> Outcome<Vec<u8>> {
    let quality = if env::var("PROFILE")? == "release" { 11 } else { 4 };
    let parameters = brotli::enc::BrotliEncoderParams { quality, ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut packed, &parameters)?;
    Ok(packed)
}

fn gzip_of(content: &[u8]) -> Outcome<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}
