//! Draws a picture or a page of a document as pixels. Runs in a process of its own: what it reads may have been made to harm.

use std::io::Cursor;

use hayro::{
    PixmapSettings, RenderCache, RenderSettings, hayro_interpret::InterpreterSettings, hayro_syntax::Pdf, render,
    vello_cpu::color::palette::css::WHITE,
};
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbaImage};

/// Pixels of the longer side of what is drawn: enough to read a page of small print.
const LONGER_SIDE: u32 = 1800;
/// Most pixels of a side of a picture that is read.
const WIDEST: u32 = 20_000;
/// Most bytes that a picture takes while it is read.
const MOST_MEMORY: u64 = 512 << 20;

/// Why nothing was drawn.
#[derive(Debug, thiserror::Error)]
pub enum NotDrawn {
    /// Neither a picture nor a document that is known here.
    #[error("nothing that can be drawn")]
    Unknown,
    /// It has no such page.
    #[error("no such page")]
    NoPage,
    /// It does not follow the rules of its kind, or is larger than any screen.
    #[error("cannot be drawn: {0}")]
    Broken(String),
}

impl From<image::ImageError> for NotDrawn {
    fn from(error: image::ImageError) -> Self {
        Self::Broken(error.to_string())
    }
}

/// A picture in PNG.
pub struct Drawn {
    /// How many pages the file has.
    pub pages: u32,
    /// The picture.
    pub png: Vec<u8>,
}

/// Draws one page, counted from 0. A picture has one: of several in one file, the first.
///
/// # Errors
/// Why not.
pub fn draw(content: Vec<u8>, page: u32) -> Result<Drawn, NotDrawn> {
    let is_document = content.windows(5).take(1024).any(|bytes| bytes == b"%PDF-");
    let (pages, picture) = if is_document { document(content, page)? } else { (1, picture(&content, page)?) };
    let mut png = Cursor::new(Vec::new());
    picture.write_to(&mut png, ImageFormat::Png)?;
    Ok(Drawn { pages, png: png.into_inner() })
}

fn picture(content: &[u8], page: u32) -> Result<DynamicImage, NotDrawn> {
    if page != 0 {
        return Err(NotDrawn::NoPage);
    }
    let mut reader = ImageReader::new(Cursor::new(content)).with_guessed_format().map_err(|error| NotDrawn::Broken(error.to_string()))?;
    reader.format().ok_or(NotDrawn::Unknown)?;
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height, limits.max_alloc) = (Some(WIDEST), Some(WIDEST), Some(MOST_MEMORY));
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    let is_larger = picture.width().max(picture.height()) > LONGER_SIDE;
    Ok(if is_larger { picture.thumbnail(LONGER_SIDE, LONGER_SIDE) } else { picture })
}

fn document(content: Vec<u8>, page: u32) -> Result<(u32, DynamicImage), NotDrawn> {
    let pdf = Pdf::new(content).map_err(|error| NotDrawn::Broken(format!("{error:?}")))?;
    let pages = pdf.pages();
    let count = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    let page = pages.get(page as usize).ok_or(NotDrawn::NoPage)?;
    let (width, height) = page.render_dimensions();
    let longer = width.max(height);
    if !(longer.is_finite() && longer >= 1.0) {
        return Err(NotDrawn::Broken("a page without a size".to_owned()));
    }
    let scale = LONGER_SIDE as f32 / longer;
    let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let pixels = render(page, &RenderCache::new(), &InterpreterSettings::default(), &RenderSettings::default(), &settings);
    let (width, height) = (u32::from(pixels.width()), u32::from(pixels.height()));
    // On white, so every pixel is opaque: what is multiplied by its opacity is what it was.
    let drawn = RgbaImage::from_raw(width, height, pixels.data_as_u8_slice().to_vec())
        .ok_or(NotDrawn::Broken("a page without pixels".to_owned()))?;
    Ok((count, DynamicImage::ImageRgba8(drawn).into_rgb8().into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: [ImageFormat; 5] = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif, ImageFormat::Bmp];

    fn picture_in(format: ImageFormat, width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(width, height).write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    /// One empty page in the size of A4.
    const DOCUMENT: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
        3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF";

    #[test]
    fn a_picture_is_drawn_no_larger_than_a_screen_shows() {
        for format in KINDS {
            let drawn = draw(picture_in(format, 3600, 1800), 0).unwrap();
            let picture = image::load_from_memory_with_format(&drawn.png, ImageFormat::Png).unwrap();
            assert_eq!((picture.width(), picture.height(), drawn.pages), (LONGER_SIDE, LONGER_SIDE / 2, 1), "{format:?}");
        }
    }

    /// One that says it has 60,000 pixels a side, and ends there.
    fn huge(format: ImageFormat) -> Vec<u8> {
        let size = 60_000u32.to_le_bytes();
        let side = &size[..2];
        match format {
            ImageFormat::Gif => [b"GIF89a", side, side, &[0, 0, 0, b',', 0, 0, 0, 0], side, side, &[0, 2]].concat(),
            _ => [b"BM", &[0; 8][..], &[54, 0, 0, 0, 40, 0, 0, 0], &size, &size, &[1, 0, 24, 0], &[0; 24]].concat(),
        }
    }

    #[test]
    fn one_that_is_larger_than_any_screen_is_not_read() {
        for format in [ImageFormat::Gif, ImageFormat::Bmp] {
            let refused = draw(huge(format), 0).err().unwrap().to_string();
            assert!(refused.to_lowercase().contains("limit"), "{format:?}: {refused}");
        }
    }

    #[test]
    fn a_page_of_a_document_is_drawn_on_white() {
        let drawn = draw(DOCUMENT.to_vec(), 0).unwrap();
        let picture = image::load_from_memory(&drawn.png).unwrap().into_rgb8();
        assert_eq!((picture.height(), picture.get_pixel(5, 5).0, drawn.pages), (LONGER_SIDE, [255; 3], 1));
        assert!(matches!(draw(DOCUMENT.to_vec(), 1), Err(NotDrawn::NoPage)));
    }

    #[test]
    fn what_is_none_is_not_drawn() {
        assert!(matches!(draw(b"just words".to_vec(), 0), Err(NotDrawn::Unknown)));
        assert!(matches!(draw(b"\x89PNG\r\n\x1a\nbroken".to_vec(), 0), Err(NotDrawn::Broken(_))));
        assert!(matches!(draw(b"%PDF-1.4 broken".to_vec(), 0), Err(NotDrawn::Broken(_) | NotDrawn::NoPage)));
    }
}
