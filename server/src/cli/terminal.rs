//! Speaking to the person at the terminal.

use std::{
    fmt,
    io::{self, BufRead, Write},
};

use secrecy::SecretString;
use zeroize::Zeroizing;

use super::CliError;

/// Prints to the standard output, line end included.
///
/// # Errors
/// Nobody reads it any more.
pub(super) fn say(text: fmt::Arguments<'_>) -> Result<(), CliError> {
    let mut out = io::stdout().lock();
    out.write_fmt(text).and_then(|()| out.write_all(b"\n")).and_then(|()| out.flush()).map_err(CliError::io("writing the answer"))
}

/// Prints an error and what lies behind it to the standard error.
pub(super) fn complain(error: &CliError) {
    // If even this cannot be written there is nobody to tell.
    let _ = writeln!(io::stderr().lock(), "qingfeng: {error}");
}

/// The first line of the standard input, as a password.
///
/// # Errors
/// It is empty or cannot be read.
pub(super) fn password_from_stdin() -> Result<SecretString, CliError> {
    // Room enough for every password: a buffer that grows would leave copies behind.
    let mut line = Zeroizing::new(String::with_capacity(4096));
    io::stdin().lock().read_line(&mut line).map_err(CliError::io("reading the password"))?;
    match line.trim_end_matches(['\r', '\n']) {
        "" => {
            Err(CliError::Usage("no password came in by the standard input: printf '%s' \"$PASSWORD\" | qingfeng staff add …".to_owned()))
        }
        password => Ok(SecretString::from(password)),
    }
}
