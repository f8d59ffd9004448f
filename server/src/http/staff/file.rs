//! A file of a case: looked at as pixels that the server draws, or downloaded after a warning. It is read through before any of it is shown.

use axum::{
    extract::Path,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use cleaner::FileKind;
use model::{Attachment, Right};
use pages::staff::{FilePage, FileState, file_page};
use zeroize::Zeroizing;

use super::{
    case::number_in,
    seat::{Posted, Seat},
};
use crate::{
    casework::{
        desk::FileUse,
        evidence::{FileFault, OpenFile},
    },
    files::drawing::{LARGEST, Place},
    http::{answer::page, download, incident::Incident, refusal::Refusal},
};

/// A file in the answer to a member, or what is wrong with it.
type Opened = (Attachment, Result<OpenFile, FileFault>);

async fn opened(seat: &Seat, number: &str, file: &str, purpose: FileUse) -> Result<Opened, Refusal> {
    seat.demand(Right::SeeCases)?;
    let file = file.parse().map_err(|_| Refusal::NotFound)?;
    Ok(seat.desk().file(&number_in(number)?, file, purpose).await?)
}

/// `GET /staff/cases/{number}/files/{file}`: the page around it.
pub async fn show(seat: Seat, Path((number, file)): Path<(String, String)>) -> Result<Response, Refusal> {
    let (attachment, opened) = opened(&seat, &number, &file, FileUse::Look).await?;
    let state = match looked_at(&seat, opened).await {
        Ok(Look { kind, to_draw }) => state(kind, to_draw.as_ref()).await?,
        Err(fault) => FileState::Wrong(fault.into()),
    };
    answer(&seat, &number, attachment, state)
}

fn answer(seat: &Seat, number: &str, attachment: Attachment, state: FileState) -> Result<Response, Refusal> {
    let status = if matches!(state, FileState::Wrong(_)) { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let shown = FilePage { desk: seat.frame(), number: number_in(number)?, file: attachment, state };
    Ok(page(status, file_page(&seat.view, &shown)))
}

/// What a file is by its content, and if it is of a kind and size that is drawn, the content with the right to have it drawn.
struct Look {
    kind: FileKind,
    to_draw: Option<(Place, Zeroizing<Vec<u8>>)>,
}

async fn looked_at(seat: &Seat, opened: Result<OpenFile, FileFault>) -> Result<Look, FileFault> {
    let file = opened?;
    let kind = FileKind::of(&file.head().await?);
    // Nothing else of it is shown; a download reads it through.
    if file.attachment.size > LARGEST {
        return Ok(Look { kind, to_draw: None });
    }
    if !is_drawn(kind) && kind != FileKind::Zip {
        file.check().await?;
        return Ok(Look { kind, to_draw: None });
    }
    // Files stand in memory while they are drawn or looked into, so no more of them than places.
    let place = seat.app.drawing().place().await;
    let content = file.whole().await?;
    let kind = FileKind::of_whole(&content);
    Ok(Look { kind, to_draw: is_drawn(kind).then_some((place, content)) })
}

const fn is_drawn(kind: FileKind) -> bool {
    matches!(kind, FileKind::Jpeg | FileKind::Png | FileKind::Webp | FileKind::Gif | FileKind::Bmp | FileKind::Pdf)
}

async fn state(kind: FileKind, to_draw: Option<&(Place, Zeroizing<Vec<u8>>)>) -> Result<FileState, Refusal> {
    let Some((place, content)) = to_draw else { return Ok(FileState::NotShown(kind.media_type())) };
    let drawn = place.draw(content, 0).await.map_err(|error| Refusal::Unforeseen(Incident::report(&error)))?;
    Ok(drawn.map_or(FileState::NotShown(kind.media_type()), |drawn| FileState::Drawn { kind: kind.media_type(), pages: drawn.pages }))
}

/// `GET /staff/cases/{number}/files/{file}/{page}`: a page of it as pixels, counted from 1.
pub async fn picture(seat: Seat, Path((number, file, page)): Path<(String, String, u32)>) -> Result<Response, Refusal> {
    let (_, opened) = opened(&seat, &number, &file, FileUse::Look).await?;
    let look = looked_at(&seat, opened).await.map_err(|_| Refusal::NotFound)?;
    let ((place, content), page) = look.to_draw.zip(page.checked_sub(1)).ok_or(Refusal::NotFound)?;
    let drawn = place.draw(&content, page).await.map_err(|error| Refusal::Unforeseen(Incident::report(&error)))?;
    let drawn = drawn.ok_or(Refusal::NotFound)?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("image/png"))], drawn.png).into_response())
}

/// `POST /staff/cases/{number}/files/{file}/download`: the file as it is.
pub async fn download(Path((number, file)): Path<(String, String)>, Posted { seat, .. }: Posted) -> Result<Response, Refusal> {
    let (attachment, opened) = opened(&seat, &number, &file, FileUse::Download).await?;
    match download::checked(opened).await {
        Ok(file) => Ok(download::attached(file, None)),
        Err(fault) => answer(&seat, &number, attachment, FileState::Wrong(fault.into())),
    }
}
