//! Draws every page of staff and administrators with invented data: empty, full and in error.
//!
//! `cargo run -p pages --example staff -- FOLDER` writes one file a page. Serve the folder with the style sheet at `assets/app.css` to look
//! at them.

mod admin;
mod cases;
mod entry;
mod queue;
mod recovery;
mod redaction;
mod retention;

use std::{error::Error, fs, path::Path, sync::Arc};

use ::pages::{
    Asset, Assets, Html, Locale, Module, View,
    staff::{Choice, Desk, Section},
};
use model::CaseNumber;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("say which folder to write to")?;
    fs::create_dir_all(&folder)?;
    for (name, html) in pages() {
        fs::write(Path::new(&folder).join(format!("{name}.html")), html.into_string())?;
    }
    Ok(())
}

/// A page of the gallery: its name and the document.
pub type Drawn = (&'static str, Html);

/// Every page.
pub fn pages() -> Vec<Drawn> {
    entry::pages()
        .into_iter()
        .chain(queue::pages())
        .chain(cases::pages())
        .chain(retention::pages())
        .chain(redaction::pages())
        .chain(recovery::pages())
        .chain(admin::pages())
        .collect()
}

fn view(path: &str, locale: Locale) -> View {
    let asset = |file: &str| Asset { file: file.into(), ..Asset::default() };
    let islands = Module { loader: asset("islands.js"), glue: asset("islands-glue.js") };
    let assets = Assets {
        css: asset("app.css"),
        quick_exit: asset("quick-exit.js"),
        passkey: asset("passkey.js"),
        unsent: asset("unsent.js"),
        islands,
        ..Assets::default()
    };
    View { locale, elder: false, path: path.to_owned(), assets: Arc::new(assets) }
}

fn hans(path: &str) -> View {
    view(path, Locale::ZhHans)
}

fn desk(sections: &[Section]) -> Desk {
    Desk { member: "陈思远".into(), unit: "天河区信访局".into(), sections: sections.to_vec(), csrf: "token".into(), done: None }
}

fn officer() -> Desk {
    desk(&[Section::Queue])
}

fn administrator() -> Desk {
    desk(&[Section::Queue, Section::Members, Section::Units, Section::Categories, Section::Routing, Section::Audit])
}

fn members() -> Vec<Choice> {
    [("1", "陈思远"), ("2", "黄嘉仪"), ("3", "李文斌")].map(|(id, name)| Choice::new(id, name)).to_vec()
}

fn categories() -> Vec<Choice> {
    [("land", "土地"), ("expropriation", "征地拆迁"), ("medicine", "医药购销"), ("environment", "生态环境"), ("housing", "住房")]
        .map(|(code, name)| Choice::new(code, name))
        .to_vec()
}

fn areas() -> Vec<Choice> {
    [("440106", "天河区"), ("440106001", "天河区五山街道"), ("440106017", "天河区珠吉街道"), ("440106020", "天河区前进街道")]
        .map(|(code, name)| Choice::new(code, name))
        .to_vec()
}

fn units() -> Vec<Choice> {
    [("440100", "广州市信访局"), ("440106", "天河区信访局"), ("440106-urban", "天河区城市更新局")]
        .map(|(code, name)| Choice::new(code, name))
        .to_vec()
}

/// A case number for place `place` of a list; always the same.
fn number(place: u64) -> CaseNumber {
    use rand::{SeedableRng, rngs::StdRng};
    CaseNumber::generate(2026, &mut StdRng::seed_from_u64(place))
}
