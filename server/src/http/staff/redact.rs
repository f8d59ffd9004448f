//! Blacking out parts of a case, and the copies that the unit was given.

use axum::{
    extract::{OriginalUri, Path},
    http::StatusCode,
    response::Response,
};
use model::{
    CaseNumber, Fault, FaultKind, Field, Right, UnitCode,
    redaction::{Redacted, segments, stands_in},
};
use pages::staff::{
    Choice, CopyText, CutText, LeakWarning, MadeRow, RedactPage, SharedCopyPage, SharedPage, SharedRow, TextPart, redact_page,
    shared_copy_page, shared_page,
};

use super::{
    act,
    case::number_in,
    seat::{Posted, Seat},
    time::local,
};
use crate::{
    casework::{
        CaseworkError,
        desk::{CopyFor, Cuts, Material, Source, SourcePlace, cut, mark_of},
        reading::Reading,
        shared::{A_PAGE, SharedCopies, SharedCopy},
    },
    http::{
        answer::page,
        form::Form,
        names::{name_of, unit_name},
        refusal::Refusal,
    },
};

/// What the list of units holds for the public.
const PUBLICATION: &str = "publication";
/// The parts of a report, which are taken unless somebody chooses otherwise.
const REPORT: [&str; 3] = ["subject", "title", "body"];

/// `GET /staff/cases/{number}/redact`.
pub async fn show(seat: Seat, Path(number): Path<String>, OriginalUri(address): OriginalUri) -> Result<Response, Refusal> {
    seat.demand(Right::HandleCases)?;
    let asked = Asked { cuts: Cuts { taken: REPORT.map(str::to_owned).to_vec(), ..Cuts::default() }, ..Asked::default() };
    let (shown, _) = draw(&seat, &number_in(&number)?, &asked).await?;
    let done = address.query() == Some("done");
    Ok(page(StatusCode::OK, redact_page(&seat.view, &RedactPage { done, ..shown })))
}

/// `POST /staff/cases/{number}/redact`: shows the copy as it would be, or makes it.
pub async fn post(Path(number): Path<String>, Posted { seat, form }: Posted) -> Result<Response, Refusal> {
    seat.demand(Right::HandleCases)?;
    let number = number_in(&number)?;
    let asked = Asked::read(&form);
    let outcome = if form.get("step") == "send" { send(&seat, &number, &asked, &form).await } else { Ok(()) };
    let (status, refused) = match outcome {
        Ok(()) if form.get("step") == "send" => return Ok(seat.lead_to(&format!("/staff/cases/{number}/redact?done"))),
        Ok(()) => (StatusCode::OK, Refused::default()),
        Err(CaseworkError::Faults(faults)) => (StatusCode::UNPROCESSABLE_ENTITY, Refused { faults, ..Refused::default() }),
        Err(CaseworkError::Leaks(leaks)) => {
            let refused = Refused { leaks: act::warning(&leaks), faults: vec![act::unconfirmed()], ..Refused::default() };
            (StatusCode::UNPROCESSABLE_ENTITY, refused)
        }
        Err(CaseworkError::Conflict { .. } | CaseworkError::Refused(_)) => {
            (StatusCode::CONFLICT, Refused { overtaken: true, ..Refused::default() })
        }
        Err(CaseworkError::Unseen) => (StatusCode::CONFLICT, Refused { unseen: true, ..Refused::default() }),
        Err(error) => return Err(error.into()),
    };
    let (status, shown) = preview(&seat, &number, &asked, status, refused).await?;
    Ok(page(status, redact_page(&seat.view, &shown)))
}

/// Why nothing was sent.
#[derive(Default)]
struct Refused {
    faults: Vec<Fault>,
    leaks: LeakWarning,
    overtaken: bool,
    unseen: bool,
}

/// The page with the copy as it would be, as far as there is one.
async fn preview(
    seat: &Seat,
    number: &CaseNumber,
    asked: &Asked,
    status: StatusCode,
    refused: Refused,
) -> Result<(StatusCode, RedactPage), CaseworkError> {
    let (shown, sources) = draw(seat, number, asked).await?;
    let Refused { mut faults, leaks, overtaken, unseen } = refused;
    let (status, copy) = match cut(&sources, &asked.cuts) {
        Ok(copy) => (status, Some((copied(&copy), mark_of(&copy)))),
        Err(CaseworkError::Faults(found)) => {
            faults.extend(found.into_iter().filter(|fault| !faults.contains(fault)).collect::<Vec<_>>());
            (StatusCode::UNPROCESSABLE_ENTITY, None)
        }
        Err(error) => return Err(error),
    };
    let (preview, seen) = copy.unzip();
    Ok((status, RedactPage { preview, seen: seen.unwrap_or_default(), faults, leaks, overtaken, unseen, ..shown }))
}

async fn send(seat: &Seat, number: &CaseNumber, asked: &Asked, form: &Form) -> Result<(), CaseworkError> {
    let version = form.get("version").parse().unwrap_or(-1);
    let to = reader(seat, &asked.unit)?;
    seat.desk().share(number, version, to, &asked.cuts, form.get("confirmed"), &mut seat.rng()).await.map(drop)
}

fn reader(seat: &Seat, typed: &str) -> Result<CopyFor, CaseworkError> {
    let fault = |kind| CaseworkError::Faults(vec![Fault::new(Field::Unit, kind)]);
    match typed {
        "" => Err(fault(FaultKind::Empty)),
        PUBLICATION => Ok(CopyFor::Publication),
        other => {
            let code: UnitCode = other.parse().map_err(|_| fault(FaultKind::Unknown))?;
            let unit = seat.office.directory.units().iter().find(|unit| unit.code == code).ok_or_else(|| fault(FaultKind::Unknown))?;
            Ok(CopyFor::Unit(unit.id))
        }
    }
}

/// What was typed and ticked.
#[derive(Default)]
struct Asked {
    cuts: Cuts,
    unit: String,
}

impl Asked {
    fn read(form: &Form) -> Self {
        let black = form.all("black").filter_map(|value| {
            let (text, segment) = value.rsplit_once('-')?;
            Some((text.to_owned(), segment.parse().ok()?))
        });
        let cuts = Cuts {
            taken: form.all("take").map(str::to_owned).collect(),
            black: black.collect(),
            words: form.get("words").to_owned(),
            note: form.get("note").to_owned(),
            seen: form.get("seen").to_owned(),
        };
        Self { cuts, unit: form.get("unit").to_owned() }
    }
}

async fn draw(seat: &Seat, number: &CaseNumber, asked: &Asked) -> Result<(RedactPage, Vec<Source>), CaseworkError> {
    let desk = seat.desk();
    let Material { case, sources, closed } = desk.material(number).await?;
    let made = desk.copies_of(&case).await?;
    let made = made.into_iter().map(|copy| MadeRow {
        at: local(copy.at),
        to: match copy.to {
            CopyFor::Unit(unit) => Some(unit_name(&seat.office, unit, seat.view.locale)),
            CopyFor::Publication => None,
        },
    });
    let is_taken = |source: &&Source| asked.cuts.taken.contains(&source.key);
    let is_missing = |word: &&str| !word.is_empty() && !sources.iter().filter(is_taken).any(|source| stands_in(&source.text, word));
    let page = RedactPage {
        desk: seat.frame(),
        missing: asked.cuts.words.lines().map(str::trim).filter(is_missing).map(str::to_owned).collect(),
        version: case.version,
        texts: sources.iter().map(|source| cut_text(source, &asked.cuts)).collect(),
        words: asked.cuts.words.clone(),
        note: asked.cuts.note.clone(),
        unit: asked.unit.clone(),
        units: units(seat, &closed),
        made: made.collect(),
        preview: None,
        seen: String::new(),
        leaks: LeakWarning::none(),
        faults: Vec::new(),
        done: false,
        overtaken: false,
        unseen: false,
        number: case.number,
    };
    Ok((page, sources))
}

fn cut_text(source: &Source, cuts: &Cuts) -> CutText {
    let (part, at) = match source.place {
        SourcePlace::Subject => (TextPart::Subject, None),
        SourcePlace::Title => (TextPart::Title, None),
        SourcePlace::Body => (TextPart::Body, None),
        SourcePlace::FromReporter(at) => (TextPart::Reporter, Some(local(at))),
        SourcePlace::FromUnit(at) => (TextPart::Unit, Some(local(at))),
    };
    let segments = segments(&source.text).into_iter().enumerate();
    let is_black = |number| cuts.black.iter().any(|(key, segment)| *key == source.key && *segment == number);
    let segments = segments.map(|(number, words)| (words.to_owned(), is_black(number))).collect();
    CutText { key: source.key.clone(), part, at, taken: cuts.taken.contains(&source.key), segments }
}

/// Units with a key that may learn of the case, and the public.
fn units(seat: &Seat, closed: &[i64]) -> Vec<Choice> {
    let directory = &seat.office.directory;
    let may_have_it = |unit: i64| unit != seat.who.unit && !closed.contains(&unit) && directory.report_key(unit).is_some();
    let others = directory.units().iter().filter(|unit| may_have_it(unit.id));
    let publication = Choice::new(PUBLICATION, pages::staff::publication(seat.view.locale));
    std::iter::once(publication).chain(others.map(|unit| Choice::new(unit.code.to_string(), name_of(unit, seat.view.locale)))).collect()
}

fn copied(copy: &Redacted) -> Vec<CopyText> {
    let part = |word: &str| match word {
        "subject" => TextPart::Subject,
        "title" => TextPart::Title,
        "body" => TextPart::Body,
        "reporter" => TextPart::Reporter,
        _ => TextPart::Unit,
    };
    copy.texts.iter().map(|text| CopyText { part: part(&text.part), text: text.text.clone() }).collect()
}

/// `GET /staff/shared`.
pub async fn list(seat: Seat, OriginalUri(address): OriginalUri) -> Result<Response, Refusal> {
    seat.demand(Right::HandleCases)?;
    let skipped = Form::parse(address.query().unwrap_or_default().as_bytes()).get("after").parse().unwrap_or(0);
    let (copies, is_more) = SharedCopies::new(&seat.office, &seat.who, seat.now).list(skipped).await?;
    let older = is_more.then(|| skipped.saturating_add(A_PAGE));
    let copies = copies.into_iter().map(|copy| row(&seat, copy)).collect();
    Ok(page(StatusCode::OK, shared_page(&seat.view, &SharedPage { desk: seat.frame(), copies, older })))
}

/// `GET /staff/shared/{number}/{seq}`.
pub async fn open(seat: Seat, Path((number, seq)): Path<(String, u32)>) -> Result<Response, Refusal> {
    seat.demand(Right::HandleCases)?;
    let (copy, reading) = SharedCopies::new(&seat.office, &seat.who, seat.now).open(&number_in(&number)?, seq).await?;
    let content = match &reading {
        Reading::Opened(content) => Some((copied(content), content.note.clone())),
        Reading::Forged | Reading::NoKey | Reading::Unreadable | Reading::Sealed => None,
    };
    let shown = SharedCopyPage { desk: seat.frame(), copy: row(&seat, copy), content };
    Ok(page(StatusCode::OK, shared_copy_page(&seat.view, &shown)))
}

fn row(seat: &Seat, copy: SharedCopy) -> SharedRow {
    SharedRow { number: copy.number, seq: copy.seq, at: local(copy.at), from: unit_name(&seat.office, copy.from, seat.view.locale) }
}
