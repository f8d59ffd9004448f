//! The lists that a report chooses from.

use std::collections::HashMap;

use crate::{
    category::{Category, CategoryCode},
    division::{Division, DivisionCode},
    unit::UnitLevel,
};

/// Categories and divisions in the order in which they are shown.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    categories: Vec<Category>,
    divisions: Vec<Division>,
    division_places: HashMap<DivisionCode, usize>,
}

impl Catalog {
    /// A catalog of these lists.
    pub fn new(categories: Vec<Category>, divisions: Vec<Division>) -> Self {
        let division_places = divisions.iter().enumerate().map(|(place, division)| (division.code.clone(), place)).collect();
        Self { categories, divisions, division_places }
    }

    /// All categories.
    pub fn categories(&self) -> &[Category] {
        &self.categories
    }

    /// All divisions.
    pub fn divisions(&self) -> &[Division] {
        &self.divisions
    }

    /// The category with this code.
    pub fn category(&self, code: &CategoryCode) -> Option<&Category> {
        self.categories.iter().find(|category| category.code == *code)
    }

    /// The division with this code.
    pub fn division(&self, code: &DivisionCode) -> Option<&Division> {
        self.division_places.get(code).map(|&place| &self.divisions[place])
    }

    /// The districts, in order.
    pub fn districts(&self) -> impl Iterator<Item = &Division> {
        self.divisions.iter().filter(|division| division.level == UnitLevel::District)
    }

    /// The divisions directly under `parent`, in order.
    pub fn children<'a>(&'a self, parent: &'a DivisionCode) -> impl Iterator<Item = &'a Division> {
        self.divisions.iter().filter(move |division| division.parent.as_ref() == Some(parent))
    }

    /// A division and those above it, nearest first.
    pub fn line_of(&self, code: &DivisionCode) -> Vec<&Division> {
        let mut line = Vec::new();
        let mut next = self.division(code);
        while let Some(division) = next {
            line.push(division);
            next = division.parent.as_ref().and_then(|parent| self.division(parent));
        }
        line
    }

    /// Names from the city down, joined, as an address would say it.
    pub fn full_name(&self, code: &DivisionCode) -> String {
        self.line_of(code).iter().rev().map(|division| division.name.as_str()).collect()
    }
}

/// The lists that Guangzhou starts with, from the data files of this crate.
pub mod guangzhou {
    use super::{Category, Division};

    const CATEGORIES: &str = include_str!("../data/categories.csv");
    const DIVISIONS: &str = include_str!("../data/guangzhou-divisions.csv");

    /// The plan's list of categories. A malformed line is left out; a test counts them.
    pub fn categories() -> Vec<Category> {
        rows(CATEGORIES)
            .filter_map(|[code, group, name_hans, name_hant, name_en]| {
                Some(Category {
                    code: code.parse().ok()?,
                    group: group.to_owned(),
                    name_hans: name_hans.to_owned(),
                    name_hant: name_hant.to_owned(),
                    name_en: name_en.to_owned(),
                })
            })
            .collect()
    }

    /// City, districts, streets and towns. A malformed line is left out; a test counts them.
    pub fn divisions() -> Vec<Division> {
        rows(DIVISIONS)
            .filter_map(|[code, level, parent, name]| {
                Some(Division { code: code.parse().ok()?, level: level.parse().ok()?, parent: parent.parse().ok(), name: name.to_owned() })
            })
            .collect()
    }

    fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
        table.lines().skip(1).filter_map(|line| line.split(',').collect::<Vec<_>>().try_into().ok())
    }

    #[cfg(test)]
    mod tests {
        use super::{super::Catalog, *};

        #[test]
        fn holds_every_line_of_its_files() {
            let catalog = Catalog::new(categories(), divisions());
            assert_eq!(catalog.categories().len(), 19);
            assert_eq!(catalog.divisions().len(), 190);
            assert_eq!(catalog.districts().count(), 11);
        }

        #[test]
        fn names_a_street_from_the_city_down() {
            let catalog = Catalog::new(categories(), divisions());
            let code = "440103001".parse().unwrap();
            assert_eq!(catalog.full_name(&code), "广州市荔湾区沙面街道");
        }
    }
}
