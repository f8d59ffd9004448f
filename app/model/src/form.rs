//! The report form: what was typed, and what it becomes when nothing is wrong.

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{
    avoid::{self, Avoid},
    case_number::CaseNumber,
    catalog::Catalog,
    category::CategoryCode,
    check,
    content::{Identity, ReportContent},
    division::DivisionCode,
    fault::{Fault, FaultKind, Field},
    identity::{IdentityMode, is_identity_number},
    kind::ReportKind,
    limits,
    text::words,
    unit::UnitCode,
};

/// What a person typed, as it came; shown again whole when something is wrong. Wiped when dropped.
#[derive(Clone, Default, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct ReportForm {
    /// `disclosure`, `request` or `suggestion`.
    #[serde(default)]
    pub kind: String,
    /// A category's code.
    #[serde(default)]
    pub category: String,
    /// A division's code.
    #[serde(default)]
    pub area: String,
    /// Who or what it is about.
    #[serde(default)]
    pub subject: String,
    /// Title.
    #[serde(default)]
    pub title: String,
    /// Body.
    #[serde(default)]
    pub body: String,
    /// `anonymous` or `named`.
    #[serde(default)]
    pub identity: String,
    /// Name; named only.
    #[serde(default)]
    pub name: String,
    /// Identity number; named only.
    #[serde(default)]
    pub id_number: String,
    /// Telephone; named only.
    #[serde(default)]
    pub phone: String,
    /// Postal address; named only.
    #[serde(default)]
    pub address: String,
    /// `custodian`, if it is to go to the unit above that keeps identities; named only.
    #[serde(default)]
    pub to: String,
    /// People who must not learn of it, one a line or with commas between.
    #[serde(default)]
    pub avoid_names: String,
    /// Codes of units that must not learn of it, with spaces between.
    #[serde(default)]
    pub avoid_units: String,
    /// Number of the case that it is about; protection only.
    #[serde(default)]
    pub number: String,
}

words! {
    /// Where a named report goes if the unit in question has no custodians.
    Destination("destination") {
        /// To that unit.
        Usual = "usual",
        /// To the nearest unit above that keeps identities itself.
        Custodian = "custodian",
    }
}

/// A report with nothing wrong.
pub struct Report {
    /// Kind.
    pub kind: ReportKind,
    /// Category.
    pub category: CategoryCode,
    /// Where it happened.
    pub area: DivisionCode,
    /// What is sealed for the unit.
    pub content: ReportContent,
    /// Who files it; none when anonymous. Sealed for the custodians.
    pub identity: Option<Identity>,
    /// Where it goes if there are no custodians.
    pub to: Destination,
    /// Units that must not learn of it.
    pub avoid_units: Vec<UnitCode>,
}

impl Report {
    /// Named or anonymous.
    pub fn identity_mode(&self) -> IdentityMode {
        if self.identity.is_some() { IdentityMode::Named } else { IdentityMode::Anonymous }
    }
}

/// What the portal has to know of a report: it decides where the report goes and by when it is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// Kind.
    pub kind: ReportKind,
    /// Category.
    pub category: CategoryCode,
    /// Where it happened.
    pub area: DivisionCode,
    /// Named or anonymous.
    pub mode: IdentityMode,
    /// Where it goes if there are no custodians.
    pub to: Destination,
    /// Who must not learn of it. What was typed has yet to be made into marks.
    pub avoid: Avoid,
    /// The case that it is about, to whose unit it does not go; protection only.
    pub about: Option<CaseNumber>,
}

/// What is sealed of a report.
pub struct Written {
    /// For the unit.
    pub content: ReportContent,
    /// For the custodians; none when anonymous.
    pub identity: Option<Identity>,
}

/// All faults in the order of the form, which is that of [`Field`].
pub fn in_order(some: Option<Vec<Fault>>, others: Option<Vec<Fault>>) -> Vec<Fault> {
    let mut faults: Vec<Fault> = some.into_iter().chain(others).flatten().collect();
    faults.sort_by_key(|fault| fault.field);
    faults
}

/// Collects faults while fields are read.
struct Reader {
    faults: Vec<Fault>,
}

impl Reader {
    fn read<T>(&mut self, field: Field, read: Result<T, FaultKind>) -> Option<T> {
        read.map_err(|kind| self.faults.push(Fault::new(field, kind))).ok()
    }
}

fn choice<T: std::str::FromStr>(typed: &str) -> Result<T, FaultKind> {
    match typed {
        "" => Err(FaultKind::Empty),
        other => other.parse().map_err(|_| FaultKind::Unknown),
    }
}

fn identity_number(typed: &str) -> Result<String, FaultKind> {
    let number: String = check::half_width(typed).chars().filter(|letter| !letter.is_whitespace() && !is_dash(*letter)).collect();
    let number = number.to_ascii_uppercase();
    match number.as_str() {
        "" => Err(FaultKind::Empty),
        valid if is_identity_number(valid) => Ok(number),
        _ => Err(FaultKind::IdNumber),
    }
}

/// A hyphen, or what a phone's keyboard or a text program makes of one.
fn is_dash(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn telephone(typed: &str) -> Result<String, FaultKind> {
    let number = check::line(&check::half_width(typed), limits::PHONE)?;
    let is_long_enough = number.chars().filter(char::is_ascii_digit).count() >= limits::PHONE_DIGITS;
    if is_long_enough { Ok(number) } else { Err(FaultKind::TooFewDigits { min: limits::PHONE_DIGITS }) }
}

impl ReportForm {
    /// Checks every field and returns the report, or every fault in the order of the form.
    ///
    /// What an anonymous reporter typed into the fields of a named report is not even read.
    ///
    /// # Errors
    /// All faults.
    pub fn check(&self, catalog: &Catalog) -> Result<Report, Vec<Fault>> {
        let (chosen, written) = (self.check_chosen(catalog), self.check_written());
        match (chosen, written) {
            (Ok(Chosen { kind, category, area, to, avoid, .. }), Ok(Written { content, identity })) => {
                Ok(Report { kind, category, area, content, identity, to, avoid_units: avoid.units })
            }
            (chosen, written) => Err(in_order(chosen.err(), written.err())),
        }
    }

    /// Checks what the portal has to know of a report: all that is chosen from a list.
    ///
    /// # Errors
    /// All faults in these fields.
    pub fn check_chosen(&self, catalog: &Catalog) -> Result<Chosen, Vec<Fault>> {
        let mut reader = Reader { faults: Vec::new() };
        let kind = reader.read(Field::Kind, choice::<ReportKind>(&self.kind));
        let category = reader.read(
            Field::Category,
            choice::<CategoryCode>(&self.category).and_then(|code| catalog.category(&code).map(|_| code).ok_or(FaultKind::Unknown)),
        );
        let area = reader.read(
            Field::Area,
            choice::<DivisionCode>(&self.area).and_then(|code| catalog.division(&code).map(|_| code).ok_or(FaultKind::Unknown)),
        );
        let mode = reader.read(Field::Identity, choice::<IdentityMode>(&self.identity));
        let units = avoid::codes(&self.avoid_units).into_iter().map(|code| code.parse().map_err(|_| FaultKind::Unknown)).collect();
        let units: Option<Vec<UnitCode>> = reader.read(Field::AvoidUnit, units);
        let about = reader.read(Field::Number, self.about());
        match (kind, category, area, mode, units, about) {
            (Some(kind), Some(category), Some(area), Some(mode), Some(units), Some(about)) => {
                Ok(Chosen { kind, category, area, mode, to: self.destination(), avoid: Avoid { units, names: Vec::new() }, about })
            }
            _ => Err(reader.faults),
        }
    }

    /// Checks what is sealed: all that is typed. Who has not chosen to be named is taken as anonymous.
    ///
    /// # Errors
    /// All faults in these fields.
    pub fn check_written(&self) -> Result<Written, Vec<Fault>> {
        let mut reader = Reader { faults: Vec::new() };
        let subject = reader.read(Field::Subject, check::line(&self.subject, limits::SUBJECT));
        let title = reader.read(Field::Title, check::line(&self.title, limits::TITLE));
        let body = reader.read(Field::Body, check::paragraphs(&self.body, limits::BODY));
        let avoid = reader.read(Field::AvoidNames, check::names(&self.avoid_names, limits::AVOIDED, limits::NAME));
        let is_named = self.identity.parse() == Ok(IdentityMode::Named);
        let identity = if is_named { self.read_identity(&mut reader).map(Some) } else { Some(None) };
        match (subject, title, body, identity, avoid) {
            (Some(subject), Some(title), Some(body), Some(identity), Some(avoid)) => {
                let about = self.about().ok().flatten().map(String::from);
                Ok(Written { content: ReportContent { subject, title, body, avoid, about }, identity })
            }
            _ => Err(in_order(Some(reader.faults), None)),
        }
    }

    /// The case that it is about. Only who asks for protection is asked, and may leave it out.
    fn about(&self) -> Result<Option<CaseNumber>, FaultKind> {
        if self.kind.parse() != Ok(ReportKind::Protection) || self.number.trim().is_empty() {
            return Ok(None);
        }
        CaseNumber::parse(&self.number).map(Some).map_err(|_| FaultKind::NotFound)
    }

    /// Where it goes if there are no custodians: what no button of the form says counts as not chosen.
    pub fn destination(&self) -> Destination {
        self.to.parse().unwrap_or(Destination::Usual)
    }

    fn read_identity(&self, reader: &mut Reader) -> Option<Identity> {
        let name = reader.read(Field::Name, check::line(&self.name, limits::NAME));
        let id_number = reader.read(Field::IdNumber, identity_number(&self.id_number));
        let phone = reader.read(Field::Phone, telephone(&self.phone));
        let address = reader.read(Field::Address, check::line(&self.address, limits::ADDRESS));
        Some(Identity { name: name?, id_number: id_number?, phone: phone?, address: address? })
    }
}

#[cfg(test)]
#[allow(clippy::field_reassign_with_default, reason = "a type that wipes itself has no update syntax")]
mod tests {
    use super::*;
    use crate::catalog::guangzhou;

    fn catalog() -> Catalog {
        Catalog::new(guangzhou::categories(), guangzhou::divisions())
    }

    fn filled() -> ReportForm {
        let mut form = ReportForm::default();
        form.kind = "disclosure".into();
        form.category = "medicine".into();
        form.area = "440106".into();
        form.subject = "某医院".into();
        form.title = "招标".into();
        form.body = "经过".into();
        form.identity = "anonymous".into();
        form
    }

    fn named() -> ReportForm {
        let mut form = filled();
        form.identity = "named".into();
        form.name = "张三".into();
        form.id_number = "11010519491231002X".into();
        form.phone = "020 8888".into();
        form.address = "广州".into();
        form
    }

    #[test]
    fn an_anonymous_report_keeps_no_identity_even_if_one_was_typed() {
        let mut form = filled();
        form.name = "张三".into();
        assert!(form.check(&catalog()).unwrap().identity.is_none());
    }

    #[test]
    fn a_named_report_needs_name_number_phone_and_address() {
        let mut form = filled();
        form.identity = "named".into();
        let fields: Vec<_> = form.check(&catalog()).err().unwrap().iter().map(|fault| fault.field).collect();
        assert_eq!(fields, [Field::Name, Field::IdNumber, Field::Phone, Field::Address]);
    }

    #[test]
    fn an_identity_number_is_understood_however_it_is_typed() {
        for typed in ["１１０１０５１９４９１２３１００２ｘ", "110105 19491231 002x", " 110105-19491231–002X"] {
            let mut form = named();
            form.id_number = typed.into();
            assert_eq!(form.check(&catalog()).unwrap().identity.unwrap().id_number, "11010519491231002X", "{typed}");
        }
    }

    #[test]
    fn a_telephone_number_has_enough_digits_to_be_one() {
        for (typed, is_one) in
            [("12", false), ("没有", false), ("分机 123", false), ("８８８８ ８８８", true), ("+86 (20) 8888-8888 转 3", true)]
        {
            let mut form = named();
            form.phone = typed.into();
            let fault = form.check(&catalog()).err().map(|faults| faults[0].clone());
            let expected = (!is_one).then(|| Fault::new(Field::Phone, FaultKind::TooFewDigits { min: limits::PHONE_DIGITS }));
            assert_eq!(fault, expected, "{typed}");
        }
    }

    #[test]
    fn what_is_chosen_and_what_is_written_are_checked_apart() {
        let mut form = filled();
        form.title = String::new();
        assert_eq!(form.check_chosen(&catalog()).unwrap().mode, IdentityMode::Anonymous);
        assert_eq!(form.check_written().err().unwrap(), [Fault::new(Field::Title, FaultKind::Empty)]);
        let mut form = filled();
        form.area = String::new();
        assert!(form.check_written().is_ok());
        assert_eq!(form.check_chosen(&catalog()).err().unwrap(), [Fault::new(Field::Area, FaultKind::Empty)]);
    }

    #[test]
    fn every_fault_is_reported_at_once_and_in_order() {
        let mut form = ReportForm::default();
        form.kind = "none".into();
        form.category = "gold".into();
        form.area = "990000".into();
        let faults = form.check(&catalog()).err().unwrap();
        let expected = [Field::Kind, Field::Category, Field::Area, Field::Subject, Field::Title, Field::Body, Field::Identity];
        assert_eq!(faults.iter().map(|fault| fault.field).collect::<Vec<_>>(), expected);
        assert_eq!(faults[0].kind, FaultKind::Unknown);
    }
}
