//! Units, their public keys, lists and routing, read once and kept until something of them changes.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use model::{
    Avoid, Catalog, CategoryCode, DivisionCode, NameMark, Right, UnitCode,
    api::{Base64, SignedUnitKey},
    text::UnknownWord,
};
use seal::{Purpose, Recipient, SealPublicKey, StatementSignature, UnitKeyStatement, VerifyingKey, name_mark};

use super::{
    CaseworkError, rights,
    routing::{Avoided, NotOpen, Route, RoutedUnit, Routing, RoutingRule, Unroutable},
};
use crate::store::{Store, Unit, UnitKey};

/// A unit's key for one purpose, parsed once: parsing expands it.
#[derive(Clone)]
pub struct PublicUnitKey {
    /// The key's id.
    pub id: i64,
    /// The unit's id.
    pub unit: i64,
    /// The key.
    pub key: SealPublicKey,
    /// The installation's signature under it.
    pub signature: StatementSignature,
}

/// What rarely changes, as of one moment.
#[derive(Clone, Default)]
pub struct Directory {
    /// Categories and divisions.
    pub catalog: Arc<Catalog>,
    units: Vec<Unit>,
    places: HashMap<i64, usize>,
    /// In force.
    keys: HashMap<(i64, Purpose), PublicUnitKey>,
    /// Which unit each key is of, those that were replaced among them.
    units_of_keys: HashMap<i64, i64>,
    /// Keys that this installation has not signed.
    unsigned: BTreeSet<i64>,
    /// Members whose keys are not as the portal wrote them.
    keyless: BTreeSet<i64>,
    routing: Routing,
    /// Members who may turn out to be named: by the marks of their names.
    named: HashMap<NameMark, Vec<(i64, i64)>>,
    /// Members who can open and handle cases, by unit.
    handlers: HashMap<i64, Vec<i64>>,
}

impl PublicUnitKey {
    /// The key as something is sealed to it.
    pub fn recipient(&self) -> Recipient<'_> {
        Recipient { key: self.id, public: &self.key }
    }

    /// The key as a browser gets it, which seals to nothing that the installation has not signed.
    pub fn to_signed(&self) -> SignedUnitKey {
        let (public, signature) = (Base64(self.key.to_bytes()), Base64(self.signature.as_bytes().to_vec()));
        SignedUnitKey { unit: self.unit, key: self.id, public, signature }
    }
}

impl Directory {
    /// Reads it from the store. A unit's key that this installation has not signed counts as none: nothing is sealed to it.
    ///
    /// # Errors
    /// The store is away, or a stored key is none.
    pub async fn load(store: &Store, installation: &VerifyingKey) -> Result<Self, CaseworkError> {
        let (mut keys, mut unsigned) = (HashMap::new(), BTreeSet::new());
        let rows = store.units().keys().await?;
        for row in rows.iter().filter(|row| row.retired_at.is_none()) {
            match signed(row, installation) {
                Some(signature) => {
                    let key = SealPublicKey::try_from(row.public_key.as_slice())?;
                    keys.insert((row.unit_id, row.purpose), PublicUnitKey { id: row.id, unit: row.unit_id, key, signature });
                }
                None => {
                    unsigned.insert(row.id);
                }
            }
        }
        let units_of_keys = rows.iter().map(|row| (row.id, row.unit_id)).collect();
        let units = store.units().all().await?;
        let places = units.iter().enumerate().map(|(place, unit)| (unit.id, place)).collect();
        let routed = units.iter().map(|unit| RoutedUnit {
            id: unit.id,
            code: unit.code.clone(),
            parent: unit.parent_id,
            open: unit.active && keys.contains_key(&(unit.id, Purpose::Report)),
        });
        let rules = store.lists().rules().await?.into_iter().map(|rule| RoutingRule {
            id: rule.id,
            category: rule.category,
            area: rule.area,
            unit: rule.unit_id,
        });
        let routing = Routing::new(routed, rules.collect());
        let catalog = Arc::new(store.lists().catalog().await?);
        let held: HashSet<(i64, i64)> =
            store.members().key_holders().await?.into_iter().map(|held| (held.unit_key_id, held.member_id)).collect();
        let (mut named, mut handlers) = (HashMap::<_, Vec<_>>::new(), HashMap::<_, Vec<_>>::new());
        let mut keyless = BTreeSet::new();
        for member in store.members().all().await?.into_iter().filter(|member| member.left_at.is_none()) {
            if !member.has_keys() {
                keyless.insert(member.id);
            }
            if !member.display_name.trim().is_empty() {
                named.entry(name_mark(installation, &member.display_name)).or_default().push((member.id, member.unit_id));
            }
            let key = keys.get(&(member.unit_id, Purpose::Report)).map(|key: &PublicUnitKey| key.id);
            if rights::may(&member.roles, Right::HandleCases) && key.is_some_and(|key| held.contains(&(key, member.id))) {
                handlers.entry(member.unit_id).or_default().push(member.id);
            }
        }
        Ok(Self { catalog, units, places, keys, units_of_keys, unsigned, keyless, routing, named, handlers })
    }

    /// Keys of units that this installation has not signed, and that are therefore not used.
    pub fn unsigned_keys(&self) -> &BTreeSet<i64> {
        &self.unsigned
    }

    /// Members whose keys are not as the portal wrote them: nothing is sealed to them, and what they sign counts as forged.
    pub fn keyless_members(&self) -> &BTreeSet<i64> {
        &self.keyless
    }

    /// Whether any unit takes reports.
    pub fn is_open(&self) -> bool {
        self.routing.is_open()
    }

    /// Every unit, by code.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// The unit with this id.
    pub fn unit(&self, id: i64) -> Option<&Unit> {
        self.places.get(&id).map(|&place| &self.units[place])
    }

    /// Units that take reports, by code.
    pub fn open_units(&self) -> impl Iterator<Item = &Unit> {
        self.units.iter().filter(|unit| unit.active && self.keys.contains_key(&(unit.id, Purpose::Report)))
    }

    /// Whether `unit` is `above`, or lies under it.
    pub fn is_within(&self, unit: i64, above: i64) -> bool {
        self.routing.nearest(unit, |unit| unit == above).is_some()
    }

    /// Where a report goes, and why.
    ///
    /// # Errors
    /// No unit in question takes reports.
    pub fn route(&self, category: &CategoryCode, area: &DivisionCode) -> Result<Route, NotOpen> {
        self.route_around(category, area, &Avoided::default()).map_err(|_| NotOpen)
    }

    /// Where a report goes around those who must not learn of it, and why.
    ///
    /// # Errors
    /// No unit in question takes reports, or may have this one.
    pub fn route_around(&self, category: &CategoryCode, area: &DivisionCode, avoided: &Avoided) -> Result<Route, Unroutable> {
        self.routing.route(&self.catalog, category, area, avoided)
    }

    /// Where it goes that somebody in a case of this unit asks for protection.
    ///
    /// # Errors
    /// No unit in question takes reports, or may have this one.
    pub fn route_above(&self, unit: i64, avoided: &Avoided) -> Result<Route, Unroutable> {
        self.routing.route_above(unit, avoided)
    }

    /// Which units and members those are whom a reporter named.
    ///
    /// # Errors
    /// A code that no unit has.
    pub fn avoided(&self, avoid: &Avoid) -> Result<Avoided, UnknownWord> {
        let id = |code: &UnitCode| self.units.iter().find(|unit| unit.code == *code).map(|unit| unit.id).ok_or(UnknownWord("unit"));
        let units = avoid.units.iter().map(id).collect::<Result<Vec<_>, _>>()?;
        let mut members: Vec<(i64, i64)> = avoid.names.iter().filter_map(|mark| self.named.get(mark)).flatten().copied().collect();
        members.sort_unstable();
        members.dedup();
        Ok(Avoided { units, emptied: self.emptied(&members), members, of_case: Vec::new() })
    }

    /// Whether anybody works in a unit who can open and handle its cases, but for those who are away.
    pub fn has_handler(&self, unit: i64, away: &[i64]) -> bool {
        self.handlers.get(&unit).is_some_and(|members| members.iter().any(|member| !away.contains(member)))
    }

    /// Units with a key in which nobody is left to handle a case when these, each with the unit, are away.
    pub fn emptied(&self, away: &[(i64, i64)]) -> Vec<i64> {
        let away: Vec<i64> = away.iter().map(|&(member, _)| member).collect();
        self.open_units().map(|unit| unit.id).filter(|&unit| !self.has_handler(unit, &away)).collect()
    }

    /// The unit's key in force for reports.
    pub fn report_key(&self, unit: i64) -> Option<&PublicUnitKey> {
        self.keys.get(&(unit, Purpose::Report))
    }

    /// The report key of the unit whose leads answer an objection to what custodians of this one did: the nearest above that takes reports.
    /// Where there is none above, the unit's own leads answer, and those who were involved do not. Never one that must not learn of the case.
    pub fn judge_over(&self, keeper: i64, barred: &[i64]) -> Option<&PublicUnitKey> {
        let has_leads = |unit: i64| self.report_key(unit).is_some() && !barred.contains(&unit);
        let above = self.unit(keeper)?.parent_id.and_then(|above| self.routing.nearest(above, has_leads));
        self.report_key(above.unwrap_or(keeper)).filter(|key| !barred.contains(&key.unit))
    }

    /// The nearest unit above this one that takes reports and of which `able` holds.
    pub fn above(&self, unit: i64, able: impl Fn(i64) -> bool) -> Option<i64> {
        let parent = self.unit(unit)?.parent_id?;
        self.routing.nearest(parent, |unit| self.report_key(unit).is_some() && able(unit))
    }

    /// Where a named reporter can have the report sent instead of to a unit that has no custodians: the nearest unit above that takes reports
    /// and keeps identities itself, and is free of those who must not learn of it.
    pub fn custodial_unit(&self, unit: i64, avoided: &Avoided) -> Option<i64> {
        let keeps = |unit: i64| self.keys.contains_key(&(unit, Purpose::Identity));
        let nearest = self.routing.nearest(unit, |unit| keeps(unit) && self.report_key(unit).is_some() && avoided.is_free(unit));
        nearest.filter(|_| !keeps(unit))
    }

    /// The unit whose key this is or was.
    pub fn unit_of_key(&self, key: i64) -> Option<i64> {
        self.units_of_keys.get(&key).copied()
    }

    /// The key to which the identity of a report to this unit is sealed: its own, or that of the nearest unit above with custodians.
    pub fn identity_key(&self, unit: i64) -> Option<&PublicUnitKey> {
        self.identity_key_around(unit, &Avoided::default())
    }

    /// The same, of a unit that is free of those who must not learn of it.
    pub fn identity_key_around(&self, unit: i64, avoided: &Avoided) -> Option<&PublicUnitKey> {
        let keeps = |unit: i64| self.keys.contains_key(&(unit, Purpose::Identity));
        let keeper = self.routing.nearest(unit, |unit| keeps(unit) && avoided.is_free(unit))?;
        self.keys.get(&(keeper, Purpose::Identity))
    }
}

/// The installation's signature under a key, if it is one.
fn signed(row: &UnitKey, installation: &VerifyingKey) -> Option<StatementSignature> {
    let signature = StatementSignature::try_from(row.signature.as_slice()).ok()?;
    let stated = UnitKeyStatement { unit: row.unit_id, key: row.id, purpose: row.purpose, public: &row.public_key };
    stated.is_signed(installation, &signature).then_some(signature)
}
