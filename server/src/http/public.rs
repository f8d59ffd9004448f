//! Pages for everyone. The same for all who read them in one language, so each is rendered once and kept until its data changes.

use axum::{extract::State, http::HeaderMap, response::Response};
use jiff::civil::Date;
use model::{CaseStatus, CategoryCode, ReportKind, UnitLevel};
use pages::{
    Locale,
    public::{
        ChannelsPage, HomePage, ProtectionPage, StatisticsPage, UnitChannels, channels_page, home_page, protection_page, statistics_page,
    },
};

use super::{names::name_of, page_cache::Slot, refusal::Refusal, visit::Visit};
use crate::{
    app::App,
    casework::{Office, calendar::day_of},
    clock::hour_of,
    store::{Unit, figures::Count},
};

/// `GET /`.
pub async fn home(State(app): State<App>, visit: Visit, asked: HeaderMap) -> Response {
    app.page_cache().answer(Slot::of(&visit.view, "/", app.revision()), &asked, || {
        let office = app.office();
        let channels = open_channels(&office, visit.view.locale);
        let city = office.directory.catalog.divisions().iter().find(|division| division.level == UnitLevel::City);
        let city = city.map(|city| city.name.clone()).unwrap_or_default();
        home_page(&visit.view, &HomePage { city, open: office.directory.is_open(), channels })
    })
}

/// `GET /about/protection`.
pub async fn protection(State(app): State<App>, visit: Visit, asked: HeaderMap) -> Response {
    app.page_cache().answer(Slot::of(&visit.view, "/about/protection", 0), &asked, || {
        protection_page(&visit.view, &ProtectionPage { fingerprint: app.keys().fingerprint().to_string() })
    })
}

/// `GET /channels`.
pub async fn channels(State(app): State<App>, visit: Visit, asked: HeaderMap) -> Response {
    app.page_cache().answer(Slot::of(&visit.view, "/channels", app.revision()), &asked, || {
        let office = app.office();
        let units = office.directory.units().iter().filter(|unit| unit.active);
        let mut units: Vec<&Unit> = units.collect();
        units.sort_by_key(|unit| (unit.level, unit.code.clone()));
        channels_page(&visit.view, &ChannelsPage { units: units.into_iter().map(|unit| channels_of(unit, visit.view.locale)).collect() })
    })
}

/// `GET /statistics`. Counted anew once an hour: figures that follow every report would tell when one came.
pub async fn statistics(State(app): State<App>, visit: Visit, asked: HeaderMap) -> Result<Response, Refusal> {
    let slot = Slot::of(&visit.view, "/statistics", hour_of(app.now()).unsigned_abs());
    if let Some(kept) = app.page_cache().kept(slot) {
        return Ok(kept.answer(&asked));
    }
    let office = app.office();
    let counts = office.store.figures().await?;
    let as_of = day_of(app.now());
    Ok(app.page_cache().answer(slot, &asked, || statistics_page(&visit.view, &figures(&office, &counts, as_of))))
}

fn figures(office: &Office, counts: &[Count], as_of: Date) -> StatisticsPage {
    let sum = |fits: &dyn Fn(&Count) -> bool| -> u64 { counts.iter().filter(|count| fits(count)).map(|count| count.cases).sum() };
    let group_of = |code: &CategoryCode| office.directory.catalog.category(code).map(|category| category.group.as_str());
    let mut groups: Vec<&str> = office.directory.catalog.categories().iter().map(|category| category.group.as_str()).collect();
    groups.dedup();
    StatisticsPage {
        as_of,
        kinds: ReportKind::ALL.iter().map(|&kind| (kind, sum(&|count| count.kind == kind))).collect(),
        groups: groups.into_iter().map(|group| (group.to_owned(), sum(&|count| group_of(&count.category) == Some(group)))).collect(),
        statuses: CaseStatus::ALL.iter().map(|&status| (status, sum(&|count| count.status == status))).collect(),
    }
}

/// How to reach the city's unit, which the home page and the page of a portal that is not open show.
pub fn open_channels(office: &Office, locale: Locale) -> Vec<UnitChannels> {
    let units = office.directory.units().iter().filter(|unit| unit.active && unit.level == UnitLevel::City && unit.parent_id.is_none());
    units.map(|unit| channels_of(unit, locale)).collect()
}

fn channels_of(unit: &Unit, locale: Locale) -> UnitChannels {
    let letter = [unit.address.as_str(), unit.postcode.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    UnitChannels {
        name: name_of(unit, locale),
        address: unit.address.clone(),
        hours: unit.hours.clone(),
        letter,
        phone: unit.phone.clone(),
        website: String::new(),
    }
}
