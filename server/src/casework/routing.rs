//! To which unit a report goes: the first rule that fits, else the area's own unit, else the nearest one above that has a key.

use std::collections::{HashMap, HashSet};

use model::{Catalog, CategoryCode, DivisionCode, UnitCode};

/// What routing has to know of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoutedUnit {
    /// Id.
    pub id: i64,
    /// Code; that of the seeded unit of a division is the division's.
    pub code: UnitCode,
    /// The unit above; none at the top.
    pub parent: Option<i64>,
    /// Has a key for reports, so that it takes them.
    pub open: bool,
}

/// A rule of the administrator's; the first that fits decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoutingRule {
    /// Id.
    pub id: i64,
    /// Only reports of this category; none for all.
    pub category: Option<CategoryCode>,
    /// Only reports from this division and those under it; none for all.
    pub area: Option<DivisionCode>,
    /// Where they go.
    pub unit: i64,
}

/// Why a report goes where it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The rule with this id says so.
    Rule(i64),
    /// It is the unit of the area itself.
    OwnUnit,
    /// It is the nearest unit above the area.
    NearestAbove,
    /// The reporter chose the unit above that keeps identities.
    Chosen,
}

/// Where a report goes, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The unit's id.
    pub unit: i64,
    /// Why this one.
    pub why: Why,
    /// Units that come before it but take no reports yet, nearest first.
    pub skipped: Vec<i64>,
}

/// No unit in question takes reports yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no unit takes reports yet")]
pub struct NotOpen;

/// Units and rules, ready to be asked.
#[derive(Debug, Clone, Default)]
pub struct Routing {
    units: HashMap<i64, RoutedUnit>,
    by_code: HashMap<UnitCode, i64>,
    rules: Vec<RoutingRule>,
}

impl Routing {
    /// Routing between these units by these rules, in order.
    pub fn new(units: impl IntoIterator<Item = RoutedUnit>, rules: Vec<RoutingRule>) -> Self {
        let units: HashMap<i64, RoutedUnit> = units.into_iter().map(|unit| (unit.id, unit)).collect();
        let by_code = units.values().map(|unit| (unit.code.clone(), unit.id)).collect();
        Self { units, by_code, rules }
    }

    /// Whether any unit takes reports.
    pub fn is_open(&self) -> bool {
        self.units.values().any(|unit| unit.open)
    }

    /// Where a report of this category from this area goes.
    ///
    /// # Errors
    /// Neither a rule's unit, nor the area's, nor one above it takes reports.
    pub fn route(&self, catalog: &Catalog, category: &CategoryCode, area: &DivisionCode) -> Result<Route, NotOpen> {
        let line: Vec<&DivisionCode> = catalog.line_of(area).into_iter().map(|division| &division.code).collect();
        let fits = |rule: &&RoutingRule| {
            rule.category.as_ref().is_none_or(|wanted| wanted == category) && rule.area.as_ref().is_none_or(|wanted| line.contains(&wanted))
        };
        match self.rules.iter().find(fits) {
            Some(rule) => self.first_open(self.line_above(rule.unit), |_| Why::Rule(rule.id)),
            None => self.first_open(self.units_of(&line), |place| if place == 0 { Why::OwnUnit } else { Why::NearestAbove }),
        }
    }

    /// Where something of this unit goes that the unit itself cannot hold: the unit, or the nearest above it of which `able` holds.
    pub fn nearest(&self, unit: i64, able: impl Fn(i64) -> bool) -> Option<i64> {
        self.line_above(unit).into_iter().find(|&unit| able(unit))
    }

    fn first_open(&self, line: Vec<i64>, why: impl Fn(usize) -> Why) -> Result<Route, NotOpen> {
        let place = line.iter().position(|id| self.units.get(id).is_some_and(|unit| unit.open)).ok_or(NotOpen)?;
        Ok(Route { unit: line[place], why: why(place), skipped: line[..place].to_vec() })
    }

    /// A unit and those above it, nearest first. A circle, which the administrator's pages refuse, ends the line.
    fn line_above(&self, unit: i64) -> Vec<i64> {
        let mut line = Vec::new();
        let mut seen = HashSet::new();
        let mut next = self.units.get(&unit);
        while let Some(unit) = next.filter(|unit| seen.insert(unit.id)) {
            line.push(unit.id);
            next = unit.parent.and_then(|parent| self.units.get(&parent));
        }
        line
    }

    /// The units seeded at these divisions, in the same order; then those above the last of them.
    fn units_of(&self, divisions: &[&DivisionCode]) -> Vec<i64> {
        let own =
            divisions.iter().filter_map(|division| division.as_str().parse().ok()).filter_map(|code: UnitCode| self.by_code.get(&code));
        let mut line: Vec<i64> = own.copied().collect();
        let above = line.last().map(|&last| self.line_above(last)).unwrap_or_default();
        line.extend(above.into_iter().skip(1));
        line
    }
}

#[cfg(test)]
mod tests {
    use model::catalog::guangzhou;

    use super::*;

    const CITY: i64 = 1;
    const TIANHE: i64 = 2;
    const SHAHE: i64 = 3;
    const EFFICIENCY: i64 = 4;

    fn unit(id: i64, code: &str, parent: Option<i64>, open: bool) -> RoutedUnit {
        RoutedUnit { id, code: code.parse().unwrap(), parent, open }
    }

    fn routing(open: &[i64], rules: Vec<RoutingRule>) -> Routing {
        let units = [
            (CITY, "440100", None),
            (TIANHE, "440106", Some(CITY)),
            (SHAHE, "440106004", Some(TIANHE)),
            (EFFICIENCY, "440100-xn", Some(CITY)),
        ];
        Routing::new(units.map(|(id, code, parent)| unit(id, code, parent, open.contains(&id))), rules)
    }

    fn rule(id: i64, category: Option<&str>, area: Option<&str>, unit: i64) -> RoutingRule {
        RoutingRule { id, category: category.map(|c| c.parse().unwrap()), area: area.map(|a| a.parse().unwrap()), unit }
    }

    fn route(routing: &Routing, category: &str, area: &str) -> Result<Route, NotOpen> {
        let catalog = Catalog::new(guangzhou::categories(), guangzhou::divisions());
        routing.route(&catalog, &category.parse().unwrap(), &area.parse().unwrap())
    }

    #[test]
    fn an_area_has_its_own_unit() {
        let routing = routing(&[CITY, TIANHE, SHAHE], vec![]);
        assert_eq!(route(&routing, "land", "440106004"), Ok(Route { unit: SHAHE, why: Why::OwnUnit, skipped: vec![] }));
    }

    #[test]
    fn units_without_a_key_are_skipped_and_named() {
        let routing = routing(&[CITY], vec![]);
        let expected = Route { unit: CITY, why: Why::NearestAbove, skipped: vec![SHAHE, TIANHE] };
        assert_eq!(route(&routing, "land", "440106004"), Ok(expected));
    }

    #[test]
    fn the_first_rule_that_fits_decides() {
        let rules = vec![rule(7, Some("slow-action"), Some("440106"), EFFICIENCY), rule(8, None, None, CITY)];
        let routing = routing(&[CITY, TIANHE, EFFICIENCY], rules);
        assert_eq!(route(&routing, "slow-action", "440106004").unwrap().why, Why::Rule(7), "a rule covers what lies under its area");
        assert_eq!(route(&routing, "slow-action", "440103").unwrap().why, Why::Rule(8));
    }

    #[test]
    fn a_rule_to_a_unit_without_a_key_goes_up_from_there() {
        let routing = routing(&[CITY, TIANHE], vec![rule(7, None, None, EFFICIENCY)]);
        assert_eq!(route(&routing, "land", "440106"), Ok(Route { unit: CITY, why: Why::Rule(7), skipped: vec![EFFICIENCY] }));
    }

    #[test]
    fn without_any_key_the_portal_is_not_open() {
        let routing = routing(&[], vec![]);
        assert!(!routing.is_open());
        assert_eq!(route(&routing, "land", "440106"), Err(NotOpen));
        assert_eq!(route(&Routing::default(), "land", "440106"), Err(NotOpen));
    }

    #[test]
    fn a_circle_of_units_ends() {
        let units = [unit(1, "440106", Some(2), false), unit(2, "440106-b", Some(1), false)];
        assert_eq!(route(&Routing::new(units, vec![]), "land", "440106"), Err(NotOpen));
    }
}
