//! To which unit a report goes: the first rule that fits, else the area's own unit, else the nearest one above that has a key.

use std::collections::{HashMap, HashSet};

use model::{Catalog, CategoryCode, DivisionCode, UnitCode};

use crate::store::KeptAway;

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
    /// It is the nearest unit above that is free of those who must not learn of it.
    Around,
    /// It is the level above the unit in whose case somebody asks for protection.
    LevelAbove,
    /// No level above that unit takes reports: it has this one itself.
    NoLevelAbove,
    /// It is either of the two. Which one would tell whoever knows the number of a case more of it than where this goes.
    OfCase,
    /// No unit is free of them: the topmost one has it, and they are kept away by rule.
    Unfree,
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

/// Why a report goes nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unroutable {
    /// Nothing is open.
    #[error(transparent)]
    NotOpen(#[from] NotOpen),
    /// All that are open must not learn of it.
    #[error("every unit in question must not learn of it")]
    NoneLeft,
}

/// Units that must not learn of a report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Avoided {
    /// Those that were named.
    pub units: Vec<i64>,
    /// Members who were named, each with the unit.
    pub members: Vec<(i64, i64)>,
    /// Units that would have nobody left to handle it.
    pub emptied: Vec<i64>,
    /// How those came to be kept away who must not learn of the case that it is about.
    pub of_case: Vec<KeptAway>,
}

impl Avoided {
    /// Whether a unit's key may open it: neither was the unit named, nor anybody in it.
    pub fn is_free(&self, unit: i64) -> bool {
        !self.units.contains(&unit) && self.members.iter().all(|&(_, of)| of != unit)
    }

    /// Whether a unit can have it at all, with those of its members who were named kept away by rule.
    fn can_have(&self, unit: i64) -> bool {
        !self.units.contains(&unit) && !self.emptied.contains(&unit)
    }
}

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

    /// Where a report of this category from this area goes, around those who must not learn of it.
    ///
    /// # Errors
    /// Neither a rule's unit, nor the area's, nor one above it takes reports, or may have this one.
    pub fn route(&self, catalog: &Catalog, category: &CategoryCode, area: &DivisionCode, avoided: &Avoided) -> Result<Route, Unroutable> {
        let line: Vec<&DivisionCode> = catalog.line_of(area).into_iter().map(|division| &division.code).collect();
        let fits = |rule: &&RoutingRule| {
            rule.category.as_ref().is_none_or(|wanted| wanted == category) && rule.area.as_ref().is_none_or(|wanted| line.contains(&wanted))
        };
        match self.rules.iter().find(fits) {
            Some(rule) => self.first_free(&self.line_above(rule.unit), avoided, |_| Why::Rule(rule.id)),
            None => self.first_free(&self.units_of(&line), avoided, |place| if place == 0 { Why::OwnUnit } else { Why::NearestAbove }),
        }
    }

    /// Where it goes that somebody in a case of this unit asks for protection: to the nearest above that is open and free. Where none above is
    /// open, the unit itself has to have it.
    ///
    /// # Errors
    /// Neither is open, or may have it.
    pub fn route_above(&self, unit: i64, avoided: &Avoided) -> Result<Route, Unroutable> {
        let line = self.line_above(unit);
        let above = self.first_free(line.get(1..).unwrap_or_default(), avoided, |_| Why::LevelAbove);
        match above {
            Err(Unroutable::NotOpen(_)) => self.first_free(&line, avoided, |_| Why::NoLevelAbove),
            other => other,
        }
    }

    /// Where something of this unit goes that the unit itself cannot hold: the unit, or the nearest above it of which `able` holds.
    pub fn nearest(&self, unit: i64, able: impl Fn(i64) -> bool) -> Option<i64> {
        self.line_above(unit).into_iter().find(|&unit| able(unit))
    }

    /// The nearest that is open and free; else the topmost that can have it all the same.
    fn first_free(&self, line: &[i64], avoided: &Avoided, why: impl Fn(usize) -> Why) -> Result<Route, Unroutable> {
        let is_open = |id: &i64| self.units.get(id).is_some_and(|unit| unit.open);
        let first = line.iter().position(is_open).ok_or(NotOpen)?;
        let open = || line[first..].iter().copied().filter(is_open);
        let skipped = line[..first].to_vec();
        match open().find(|&unit| avoided.is_free(unit)) {
            Some(unit) if unit == line[first] => Ok(Route { unit, why: why(first), skipped }),
            Some(unit) => Ok(Route { unit, why: Why::Around, skipped }),
            None => {
                let unit = open().rfind(|&unit| avoided.can_have(unit)).ok_or(Unroutable::NoneLeft)?;
                Ok(Route { unit, why: Why::Unfree, skipped })
            }
        }
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

    fn route(routing: &Routing, category: &str, area: &str) -> Result<Route, Unroutable> {
        route_around(routing, category, area, &Avoided::default())
    }

    fn route_around(routing: &Routing, category: &str, area: &str, avoided: &Avoided) -> Result<Route, Unroutable> {
        let catalog = Catalog::new(guangzhou::categories(), guangzhou::divisions());
        routing.route(&catalog, &category.parse().unwrap(), &area.parse().unwrap(), avoided)
    }

    #[test]
    fn who_must_not_learn_of_it_is_gone_around() {
        let routing = routing(&[CITY, TIANHE, SHAHE], vec![rule(7, Some("slow-action"), None, EFFICIENCY)]);
        let around = |avoided: &Avoided| route_around(&routing, "land", "440106004", avoided).map(|route| (route.unit, route.why));
        let named = Avoided { units: vec![SHAHE], ..Avoided::default() };
        assert_eq!(around(&named), Ok((TIANHE, Why::Around)));
        let somebody = Avoided { units: vec![SHAHE], members: vec![(1, TIANHE)], ..Avoided::default() };
        assert_eq!(around(&somebody), Ok((CITY, Why::Around)), "the key of whoever works there would open it");
        let elsewhere = Avoided { units: vec![TIANHE], ..Avoided::default() };
        assert_eq!(around(&elsewhere), Ok((SHAHE, Why::OwnUnit)));
        let by_rule = Avoided { units: vec![EFFICIENCY], ..Avoided::default() };
        assert_eq!(route_around(&routing, "slow-action", "440106", &by_rule).unwrap().unit, CITY);
    }

    #[test]
    fn protection_is_asked_for_a_level_above_and_at_the_top_of_the_top() {
        let routing = routing(&[CITY, TIANHE, SHAHE], vec![]);
        let above = |unit, avoided: &Avoided| routing.route_above(unit, avoided).map(|route| (route.unit, route.why));
        assert_eq!(above(SHAHE, &Avoided::default()), Ok((TIANHE, Why::LevelAbove)));
        assert_eq!(above(SHAHE, &Avoided { members: vec![(1, TIANHE)], ..Avoided::default() }), Ok((CITY, Why::Around)));
        assert_eq!(above(CITY, &Avoided::default()), Ok((CITY, Why::NoLevelAbove)));
        assert_eq!(above(TIANHE, &Avoided { units: vec![CITY], ..Avoided::default() }), Err(Unroutable::NoneLeft));
    }

    #[test]
    fn where_no_unit_is_free_the_topmost_has_it_by_rule_unless_it_was_named_itself_or_has_nobody_else() {
        let routing = routing(&[CITY, TIANHE], vec![]);
        let all = Avoided { members: vec![(1, CITY), (2, TIANHE)], ..Avoided::default() };
        let around = |avoided: &Avoided| route_around(&routing, "land", "440106", avoided).map(|route| (route.unit, route.why));
        assert_eq!(around(&all), Ok((CITY, Why::Unfree)));
        assert_eq!(around(&Avoided { units: vec![CITY], ..all.clone() }), Ok((TIANHE, Why::Unfree)));
        assert_eq!(around(&Avoided { emptied: vec![CITY], ..all.clone() }), Ok((TIANHE, Why::Unfree)));
        assert_eq!(around(&Avoided { units: vec![CITY, TIANHE], ..all }), Err(Unroutable::NoneLeft));
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
        assert_eq!(route(&routing, "land", "440106"), Err(NotOpen.into()));
        assert_eq!(route(&Routing::default(), "land", "440106"), Err(NotOpen.into()));
    }

    #[test]
    fn a_circle_of_units_ends() {
        let units = [unit(1, "440106", Some(2), false), unit(2, "440106-b", Some(1), false)];
        assert_eq!(route(&Routing::new(units, vec![]), "land", "440106"), Err(NotOpen.into()));
    }
}
