//! A file of a case, as its unit sees it.

use leptos::prelude::*;
use model::{Attachment, CaseNumber};

use super::frame::{Desk, desk_page};
use crate::{
    FileWrong, Html, View,
    components::{Tone, attachment::attachment, hidden, notice},
    layout::{Head, Switch},
    locales::evidence,
};

/// What there is to see of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileState {
    /// So many pages were drawn, of a file of this media type.
    Drawn {
        /// Its media type, told by its content.
        kind: &'static str,
        /// How many pages it has.
        pages: u32,
    },
    /// It is of this media type, and not shown.
    NotShown(&'static str),
    /// Nothing of it is shown.
    Wrong(FileWrong),
}

/// `/staff/cases/{number}/files/{file}`; each page is a picture under `/{page}`, and the form posts to `/download`.
#[derive(Debug, Clone)]
pub struct FilePage {
    /// Who is signed in.
    pub desk: Desk,
    /// Case number.
    pub number: CaseNumber,
    /// What is known of the file.
    pub file: Attachment,
    /// What there is to see.
    pub state: FileState,
}

/// Pages that are shown below each other; further ones are in the download, and the page says so.
const MOST_PAGES: u32 = 50;

/// The page.
pub fn file_page(view: &View, page: &FilePage) -> Html {
    let texts = evidence::texts(view.locale);
    let title = (texts.view_title)(page.file.number);
    let head = Head::new(title.clone()).with_switch(Switch::Absent).wide();
    let case_path = format!("/staff/cases/{}", page.number);
    desk_page(view, &page.desk, head, || {
        view! {
            <p class="back"><a href=view.href(&case_path)>{texts.back}</a></p>
            <h1>{title}</h1>
            <p class="file-facts">{attachment(view, &page.file)}</p>
            {content(view, page)}
        }
        .into_any()
    })
}

fn content(view: &View, page: &FilePage) -> AnyView {
    let texts = evidence::texts(view.locale);
    match page.state {
        FileState::Wrong(wrong) => {
            let words = match wrong {
                FileWrong::Missing => texts.is_missing,
                FileWrong::Altered => texts.is_altered,
                FileWrong::Away => texts.is_away,
            };
            notice(Tone::Grave, view! { <p role="alert">{words}</p> })
        }
        FileState::NotShown(kind) => view! {
            <p>{(texts.kind_is)(kind)}</p>
            <p>{texts.not_shown}</p>
            {download(view, page)}
        }
        .into_any(),
        FileState::Drawn { kind, pages } => view! {
            <p>{(texts.kind_is)(kind)}</p>
            <p class="small">{texts.drawn_note}</p>
            {pictures(view, page, pages)}
            {download(view, page)}
        }
        .into_any(),
    }
}

fn pictures(view: &View, page: &FilePage, pages: u32) -> AnyView {
    let texts = evidence::texts(view.locale);
    let picture = |place: u32| {
        let address = view.href(&format!("{}/{place}", address(page)));
        let name = (texts.picture_of)(&page.file.name);
        let caption = (pages > 1).then(|| view! { <figcaption>{(texts.page_of)(place, pages)}</figcaption> });
        view! { <figure class="file-page"><img src=address alt=name loading="lazy" />{caption}</figure> }
    };
    let cut = (pages > MOST_PAGES).then(|| view! { <p id="first-pages">{(texts.first_pages)(MOST_PAGES, pages)}</p> });
    view! { {cut}{(1..=pages.min(MOST_PAGES)).map(picture).collect_view()} }.into_any()
}

fn address(page: &FilePage) -> String {
    format!("/staff/cases/{}/files/{}", page.number, page.file.number)
}

fn download(view: &View, page: &FilePage) -> AnyView {
    let texts = evidence::texts(view.locale);
    view! {
        <form id="download" class="panel" method="post" action=view.href(&format!("{}/download", address(page)))>
            {hidden("csrf", page.desk.csrf.clone())}
            {notice(Tone::Careful, view! { <p>{texts.download_warning}</p> })}
            <div class="actions"><button type="submit" class="button-plain">{texts.download}</button></div>
        </form>
    }
    .into_any()
}
