//! A file as a download. It is read through before any of it is handed out.

use std::{convert::Infallible, sync::Arc};

use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use model::{Attachment, evidence::ascii_name};
use pages::FileWrong;

use super::places::Place;
use crate::casework::evidence::{FileFault, OpenFile};

/// What is handed to a connection at once: it holds little of a file whose place was given back.
const PIECE: usize = 256 << 10;

/// The file, if all of it is as it was sealed.
pub(super) async fn checked(opened: Result<OpenFile, FileFault>) -> Result<OpenFile, FileFault> {
    let file = opened?;
    file.check().await?;
    Ok(file)
}

/// Never shown by the browser, whatever it is. The place is free again once the last of it is on its way.
pub(super) fn attached(file: OpenFile, place: Option<Place>) -> Response {
    let Attachment { name, size, .. } = &file.attachment;
    let disposition = format!("attachment; filename=\"{}\"; filename*=UTF-8''{}", ascii_name(name), encoded(name));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
        (header::CONTENT_LENGTH, HeaderValue::from(*size)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment"))),
    ];
    let content = Arc::new(file).content().map_err(std::io::Error::other);
    (headers, Body::from_stream(held(content, place))).into_response()
}

/// Bytes that mean nothing to whoever looks at them.
pub(super) fn sealed(bytes: Bytes, place: Place) -> Response {
    let headers = [(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"))];
    let content = stream::iter([Ok::<_, Infallible>(bytes)]);
    (headers, Body::from_stream(held(content, Some(place)))).into_response()
}

/// In pieces, with the place that they take.
fn held<E: Send + 'static>(
    content: impl Stream<Item = Result<Bytes, E>> + Send + 'static,
    place: Option<Place>,
) -> impl Stream<Item = Result<Bytes, E>> + Send + 'static {
    let pieces = content.map_ok(|bytes| stream::iter(pieces(bytes).map(Ok))).try_flatten();
    stream::unfold((Box::pin(pieces), place), async |(mut pieces, place)| Some((pieces.next().await?, (pieces, place))))
}

fn pieces(mut bytes: Bytes) -> impl Iterator<Item = Bytes> {
    std::iter::from_fn(move || (!bytes.is_empty()).then(|| bytes.split_to(bytes.len().min(PIECE))))
}

fn encoded(name: &str) -> String {
    percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC).to_string()
}

impl From<FileFault> for FileWrong {
    fn from(fault: FileFault) -> Self {
        match fault {
            FileFault::Missing => Self::Missing,
            FileFault::Altered(_) => Self::Altered,
            FileFault::Away(error) => {
                tracing::error!(%error, "the files refuse");
                Self::Away
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_small_and_all_of_it() {
        let whole = Bytes::from((0..600_000u32).map(|place| place as u8).collect::<Vec<_>>());
        let cut: Vec<Bytes> = pieces(whole.clone()).collect();
        assert_eq!(cut.iter().map(Bytes::len).collect::<Vec<_>>(), [PIECE, PIECE, 600_000 - 2 * PIECE]);
        assert_eq!(cut.concat(), whole);
        assert_eq!(pieces(Bytes::new()).count(), 0);
    }
}
