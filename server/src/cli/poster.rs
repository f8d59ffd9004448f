//! `poster`: address and fingerprint of the portal, to be printed and put up.

use std::{fs, path::PathBuf};

use pages::public::{PosterPage, poster_page};

use super::{CliError, Context, init::known_fingerprint, terminal::say};
use crate::config::scheme_and_host;

/// Print a poster: the portal's address and the fingerprint of its key, both with their square codes, in three languages.
///
/// One HTML file without anything from outside: open it in a browser and print it on A4. Whoever has to fear a forged portal, or one that
/// lies to them alone, compares the fingerprint on the paper with the one at /about/protection: so put it up where those who run the
/// server do not. Needs the key file alone: `qingfeng poster --out poster.html`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The address that people type; without it QINGFENG_PUBLIC_ORIGIN.
    #[arg(long, value_name = "ADDRESS")]
    address: Option<String>,
    /// The file to write; without it the poster goes to the standard output. A file that is there is not written over.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(super) async fn run(arguments: Arguments, context: &Context) -> Result<(), CliError> {
    let fingerprint = known_fingerprint(&context.config).await?.to_string();
    let given = arguments.address.as_deref().map(|typed| scheme_and_host(typed).ok_or_else(no_address)).transpose()?;
    let address = given.or_else(|| context.config.web.public_origin.clone()).ok_or_else(no_address)?;
    let poster = poster_page(&PosterPage { address, fingerprint }).into_string();
    let Some(path) = arguments.out else { return say(format_args!("{poster}")) };
    let failed = CliError::making(&path);
    let mut file = fs::File::create_new(&path).map_err(&failed)?;
    std::io::Write::write_all(&mut file, poster.as_bytes()).map_err(failed)
}

fn no_address() -> CliError {
    let problem = "give the address that people type, without a path: `--address https://report.example.cn`, or QINGFENG_PUBLIC_ORIGIN";
    CliError::Usage(problem.to_owned())
}
