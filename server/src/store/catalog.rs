//! The lists that a report chooses from, and the rules that say which unit gets it.

use model::{CategoryCode, DivisionCode, UnitLevel, catalog::Catalog, category::Category, division::Division};
use sea_orm::ConnectionTrait;

use super::{
    Store, StoreError,
    record::record,
    sql::{self, values},
};

record! {
    /// A division as stored.
    #[derive(Debug, Clone)]
    DivisionRow in "divisions" {
        /// Code.
        code: DivisionCode,
        /// Level.
        level: UnitLevel,
        /// The division above.
        parent: Option<DivisionCode>,
        /// Name.
        name: String,
        /// Place in the list.
        position: i64,
    }
}

record! {
    /// A category as stored.
    #[derive(Debug, Clone)]
    CategoryRow in "categories" {
        /// Code.
        code: CategoryCode,
        /// The group it is listed under.
        grouping: String,
        /// Name in Simplified Chinese.
        name_hans: String,
        /// Name in Traditional Chinese.
        name_hant: String,
        /// Name in English.
        name_en: String,
        /// Place in the list.
        position: i64,
        /// Whether it can still be chosen.
        active: bool,
    }
}

record! {
    /// Reports of this category in this area go to this unit. The first rule that fits decides.
    #[derive(Debug, Clone, PartialEq, Eq)]
    RoutingRule in "routing_rules" {
        /// Identifier.
        id: i64,
        /// Rules are tried in this order.
        position: i64,
        /// Category; none fits all.
        category: Option<CategoryCode>,
        /// Division with all below it; none fits all.
        area: Option<DivisionCode>,
        /// Where to.
        unit_id: i64,
    }
}

/// Questions and changes about the lists.
pub struct Lists<'a>(&'a Store);

impl Store {
    /// Divisions, categories and routing rules.
    pub fn lists(&self) -> Lists<'_> {
        Lists(self)
    }
}

impl Lists<'_> {
    /// The active categories and all divisions.
    ///
    /// # Errors
    /// The database is away.
    pub async fn catalog(&self) -> Result<Catalog, StoreError> {
        let categories = self.categories().await?.into_iter().filter(|category| category.active).map(Category::from).collect();
        let divisions: Vec<DivisionRow> = sql::all(self.0.reader(), "ORDER BY position, code", vec![]).await?;
        Ok(Catalog::new(categories, divisions.into_iter().map(Division::from).collect()))
    }

    /// Every category, active or not, in order.
    ///
    /// # Errors
    /// The database is away.
    pub async fn categories(&self) -> Result<Vec<CategoryRow>, StoreError> {
        sql::all(self.0.reader(), "ORDER BY position, code", vec![]).await
    }

    /// Adds what is not known yet; the rest stays as it is.
    ///
    /// # Errors
    /// The database is away.
    pub async fn add(&self, categories: Vec<Category>, divisions: Vec<Division>) -> Result<(), StoreError> {
        let transaction = self.0.begin().await?;
        insert(&transaction, categories, divisions).await?;
        Ok(transaction.commit().await?)
    }

    /// Adds a category or changes its names, place and whether it can be chosen.
    ///
    /// # Errors
    /// The database is away.
    pub async fn put_category(&self, category: CategoryRow) -> Result<(), StoreError> {
        let ending = "ON CONFLICT (code) DO UPDATE SET grouping = excluded.grouping, name_hans = excluded.name_hans, \
                      name_hant = excluded.name_hant, name_en = excluded.name_en, position = excluded.position, active = excluded.active";
        sql::insert(self.0.writer(), vec![category], ending).await
    }

    /// The routing rules in the order in which they are tried.
    ///
    /// # Errors
    /// The database is away.
    pub async fn rules(&self) -> Result<Vec<RoutingRule>, StoreError> {
        sql::all(self.0.reader(), "ORDER BY position, id", vec![]).await
    }

    /// Adds a rule or changes it.
    ///
    /// # Errors
    /// The database is away; an unknown category, area or unit.
    pub async fn put_rule(&self, rule: RoutingRule) -> Result<(), StoreError> {
        let ending = "ON CONFLICT (id) DO UPDATE SET position = excluded.position, category = excluded.category, area = excluded.area, \
                      unit_id = excluded.unit_id";
        sql::insert(self.0.writer(), vec![rule], ending).await
    }

    /// Removes a rule.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn remove_rule(&self, id: i64) -> Result<(), StoreError> {
        sql::run_on_one(self.0.writer(), "DELETE FROM routing_rules WHERE id = ?", values![id]).await
    }
}

pub(super) async fn insert(db: &impl ConnectionTrait, categories: Vec<Category>, divisions: Vec<Division>) -> Result<(), StoreError> {
    let known = "ON CONFLICT (code) DO NOTHING";
    sql::insert(db, (0..).zip(categories).map(CategoryRow::from).collect(), known).await?;
    sql::insert(db, (0..).zip(divisions).map(DivisionRow::from).collect(), known).await
}

impl From<CategoryRow> for Category {
    fn from(row: CategoryRow) -> Self {
        let CategoryRow { code, grouping: group, name_hans, name_hant, name_en, .. } = row;
        Self { code, group, name_hans, name_hant, name_en }
    }
}

impl From<(i64, Category)> for CategoryRow {
    fn from((position, category): (i64, Category)) -> Self {
        let Category { code, group: grouping, name_hans, name_hant, name_en } = category;
        Self { code, grouping, name_hans, name_hant, name_en, position, active: true }
    }
}

impl From<DivisionRow> for Division {
    fn from(row: DivisionRow) -> Self {
        let DivisionRow { code, level, parent, name, .. } = row;
        Self { code, level, parent, name }
    }
}

impl From<(i64, Division)> for DivisionRow {
    fn from((position, division): (i64, Division)) -> Self {
        let Division { code, level, parent, name } = division;
        Self { code, level, parent, name, position }
    }
}
