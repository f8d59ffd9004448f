//! Has files drawn as pixels, by a process apart.

use std::path::PathBuf;

use super::{
    apart::{self, Apart},
    pixels::Drawn,
};

/// The command by which this program draws.
pub const COMMAND: &str = "draw";
/// The largest file that is drawn, in bytes.
pub const LARGEST: u64 = 100 << 20;
/// The largest picture that comes back.
const MOST: u64 = 64 << 20;

/// Draws files. Cheap to clone.
#[derive(Clone)]
pub struct Drawing(Apart);

impl Drawing {
    /// By this program, which is the portal's own.
    pub fn by(program: PathBuf) -> Self {
        Self(Apart::by(program))
    }

    /// Waits for a place. Whoever reads a file to have it drawn waits first.
    pub async fn place(&self) -> Place {
        Place(self.0.place().await)
    }
}

/// The right to have a page drawn.
pub struct Place(apart::Place);

impl Place {
    /// A page of a file, counted from 0; none if it cannot be drawn.
    ///
    /// # Errors
    /// The process could not be started.
    pub async fn draw(&self, content: &[u8], page: u32) -> std::io::Result<Option<Drawn>> {
        let answer = self.0.run(&[COMMAND, &page.to_string()], content, MOST).await?;
        Ok(answer.and_then(|bytes| read(&bytes)))
    }
}

/// The number of pages (4 bytes, big-endian), and the picture.
fn read(bytes: &[u8]) -> Option<Drawn> {
    let (pages, png) = bytes.split_first_chunk::<4>()?;
    (!png.is_empty()).then(|| Drawn { pages: u32::from_be_bytes(*pages), png: png.to_vec() })
}
