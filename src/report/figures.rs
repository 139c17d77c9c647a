//! Figures of a list: how many items of each unit and category, and on what law they rest.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU16;

use serde::Serialize;

use crate::domain::catalog::Catalog;
use crate::domain::provision::{Article, Provision};

/// Items by unit and category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    /// Names of the categories in their order.
    pub categories: Vec<String>,
    /// Units in their order, with a count for each category.
    pub rows: Vec<MatrixRow>,
    /// Sum of each category.
    pub totals: Vec<usize>,
    /// Sum of all.
    pub total: usize,
}

/// One unit's items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatrixRow {
    /// Id of the unit.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its short name.
    pub short_name: String,
    /// Items in each category.
    pub counts: Vec<usize>,
    /// Sum.
    pub total: usize,
}

/// How many items there are of each unit and category, by id and code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts(BTreeMap<(String, String), usize>);

impl Counts {
    /// Of a list.
    pub fn of(catalog: &Catalog) -> Self {
        let mut counts = Self::default();
        for item in &catalog.items {
            counts.add(&item.department, &item.category);
        }
        counts
    }

    /// An item more.
    pub fn add(&mut self, unit: &str, category: &str) {
        let key = (unit.to_owned(), category.to_owned());
        *self.0.entry(key).or_default() += 1;
    }

    /// Others more.
    pub fn and(&mut self, others: Self) {
        for (key, count) in others.0 {
            *self.0.entry(key).or_default() += count;
        }
    }
}

/// The items of a list as they were counted. Units and categories that it does not know (in a project in work) come last by
/// their text.
pub fn matrix(catalog: &Catalog, counts: &Counts) -> Matrix {
    let counts: BTreeMap<(&str, &str), usize> = counts
        .0
        .iter()
        .map(|((unit, category), count)| ((unit.as_str(), category.as_str()), *count))
        .collect();
    let mut categories: Vec<(&str, &str)> = catalog
        .categories
        .iter()
        .map(|c| (c.code.as_str(), c.name.as_str()))
        .collect();
    let mut units: Vec<(&str, &str, &str)> = catalog
        .departments
        .iter()
        .map(|d| (d.id.as_str(), d.name.as_str(), d.short_name.as_str()))
        .collect();
    let strange: BTreeSet<&str> = counts.keys().map(|(_, c)| *c).collect();
    for code in strange {
        if catalog.category(code).is_none() {
            categories.push((code, code));
        }
    }
    let strange: BTreeSet<&str> = counts.keys().map(|(d, _)| *d).collect();
    for id in strange {
        if catalog.department(id).is_none() {
            units.push((id, id, id));
        }
    }
    let count = |unit, category| counts.get(&(unit, category)).copied().unwrap_or(0);
    let rows: Vec<MatrixRow> = units
        .iter()
        .map(|(id, name, short_name)| {
            let counts: Vec<usize> = categories
                .iter()
                .map(|(code, _)| count(*id, *code))
                .collect();
            MatrixRow {
                id: (*id).to_owned(),
                name: (*name).to_owned(),
                short_name: (*short_name).to_owned(),
                total: counts.iter().sum(),
                counts,
            }
        })
        .collect();
    Matrix {
        totals: (0..categories.len())
            .map(|i| rows.iter().filter_map(|r| r.counts.get(i)).sum())
            .collect(),
        categories: categories
            .iter()
            .map(|(_, name)| (*name).to_owned())
            .collect(),
        rows,
        total: counts.values().sum(),
    }
}

/// An article and how many items cite it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CitedArticle {
    /// Id of the law.
    pub law: String,
    /// 条.
    pub article: u16,
    /// 之N; 0 for an ordinary article.
    pub article_sub: u16,
    /// Items that cite it in any field.
    pub items: usize,
}

impl CitedArticle {
    /// 《行政许可法》第三十二条.
    pub fn name(&self) -> String {
        let article = NonZeroU16::new(self.article).map(|number| Article {
            number,
            sub: self.article_sub,
        });
        match article {
            Some(article) => format!("《{}》{}", self.law, Provision::article(article)),
            None => format!("《{}》", self.law),
        }
    }
}

/// Articles by the number of items that cite them, most first; equal ones by law and number.
pub fn cited_articles(catalog: &Catalog) -> Vec<CitedArticle> {
    let mut citing: BTreeMap<(&str, u16, u16), BTreeSet<usize>> = BTreeMap::new();
    for (i, item) in catalog.items.iter().enumerate() {
        for row in &item.basis {
            if let (Some(law), Some(article)) = (&row.law_id, row.article) {
                let key = (law.as_str(), article, row.article_sub.unwrap_or(0));
                citing.entry(key).or_default().insert(i);
            }
        }
    }
    let mut out: Vec<CitedArticle> = citing
        .into_iter()
        .map(|((law, article, article_sub), items)| CitedArticle {
            law: law.to_owned(),
            article,
            article_sub,
            items: items.len(),
        })
        .collect();
    out.sort_by_key(|c| std::cmp::Reverse(c.items));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_named_as_statutes_name_them() {
        let cited = |article, article_sub| CitedArticle {
            law: "行政许可法".to_owned(),
            article,
            article_sub,
            items: 1,
        };
        assert_eq!(cited(32, 0).name(), "《行政许可法》第三十二条");
        assert_eq!(cited(20, 1).name(), "《行政许可法》第二十条之一");
    }
}
