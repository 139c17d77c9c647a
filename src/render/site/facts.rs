//! What pages ask of a list, counted and sorted once.

use std::collections::{BTreeMap, HashMap};

use super::drawing::{self, Drawn};
use super::edition::{Edition, Event};
use crate::domain::audience::{Audience, audiences};
use crate::domain::catalog::{BasisField, ChartRow, ItemRow};
use crate::domain::release::Release;

/// Most items that a page lists; of more it says how many there are and where they are listed.
const LONG: usize = 1200;

/// Who cites an article, or a law as a whole.
#[derive(Debug)]
pub(super) struct CitedArticle {
    /// 条 and 之N; `None` where the law is cited as a whole.
    pub article: Option<(u16, u16)>,
    /// Citing items by their place, each once, with the fields in which they cite it.
    pub items: Vec<(usize, Vec<BasisField>)>,
}

/// What of a law is cited.
#[derive(Debug, Default)]
pub(super) struct CitedLaw {
    /// By article.
    pub articles: Vec<CitedArticle>,
    /// How many items cite it.
    pub items: usize,
}

impl CitedLaw {
    /// Whether each article has a page of its own, because one page would be too long.
    pub fn is_split(&self) -> bool {
        let lines: usize = self.articles.iter().map(|a| a.items.len()).sum();
        lines > LONG
    }
}

/// The facts.
#[derive(Debug)]
pub(super) struct Facts<'a> {
    /// Items of each unit.
    pub by_unit: Vec<Vec<usize>>,
    /// Items of each category.
    pub by_category: Vec<Vec<usize>>,
    /// Items of each kind of people, as [`Audience::ALL`].
    by_audience: Vec<Vec<usize>>,
    /// Items for which nobody is named.
    pub for_nobody: usize,
    /// Citations of each law.
    pub laws: Vec<CitedLaw>,
    /// Unit of each item.
    pub unit_of: Vec<usize>,
    /// Category of each item.
    pub category_of: Vec<usize>,
    items: HashMap<&'a str, usize>,
    law_places: HashMap<&'a str, usize>,
    charts: HashMap<&'a str, &'a ChartRow>,
    drawn: HashMap<&'a str, usize>,
    /// Drawings.
    pub drawings: Vec<Drawn<'a>>,
    /// What became of an item, oldest first.
    histories: HashMap<&'a str, Vec<(usize, &'a Event)>>,
    /// In which release an item was there first.
    first: HashMap<&'a str, usize>,
    /// Which items name an item as prerequisite.
    needed_by: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Facts<'a> {
    pub(super) fn new(release: &'a Release, editions: &'a [Edition]) -> Self {
        let catalog = &release.catalog;
        let places = |ids: Vec<&'a str>| -> HashMap<&'a str, usize> {
            ids.into_iter().enumerate().map(|(n, id)| (id, n)).collect()
        };
        let units = places(catalog.departments.iter().map(|d| d.id.as_str()).collect());
        let categories = places(catalog.categories.iter().map(|c| c.code.as_str()).collect());
        let law_places = places(catalog.laws.iter().map(|l| l.id.as_str()).collect());
        let mut facts = Self {
            by_unit: vec![Vec::new(); catalog.departments.len()],
            by_category: vec![Vec::new(); catalog.categories.len()],
            by_audience: vec![Vec::new(); Audience::ALL.len()],
            for_nobody: 0,
            laws: Vec::new(),
            unit_of: Vec::with_capacity(catalog.items.len()),
            category_of: Vec::with_capacity(catalog.items.len()),
            items: HashMap::with_capacity(catalog.items.len()),
            law_places,
            charts: catalog.charts.iter().map(|c| (c.id.as_str(), c)).collect(),
            drawn: HashMap::new(),
            drawings: Vec::new(),
            histories: HashMap::new(),
            first: HashMap::new(),
            needed_by: HashMap::new(),
        };
        for (n, item) in catalog.items.iter().enumerate() {
            // A release refuses items of units and categories that it does not have.
            let unit = units.get(item.department.as_str()).copied().unwrap_or(0);
            let category = categories.get(item.category.as_str()).copied().unwrap_or(0);
            facts.unit_of.push(unit);
            facts.category_of.push(category);
            facts
                .by_unit
                .get_mut(unit)
                .into_iter()
                .for_each(|items| items.push(n));
            facts
                .by_category
                .get_mut(category)
                .into_iter()
                .for_each(|items| items.push(n));
            facts.items.insert(&item.code, n);
            facts
                .items
                .extend(item.sub_items.iter().map(|sub| (sub.code.as_str(), n)));
            let named = item.target.as_deref().map(audiences).unwrap_or_default();
            facts.for_nobody += usize::from(named.is_empty());
            for (audience, items) in Audience::ALL.iter().zip(&mut facts.by_audience) {
                if named.contains(audience) {
                    items.push(n);
                }
            }
            for needed in &item.prerequisites {
                if let Some(code) = &needed.prerequisite_code {
                    facts.needed_by.entry(code).or_default().push(n);
                }
            }
        }
        facts.laws = cited(&catalog.items, &facts.law_places);
        for drawing in &release.drawings {
            if let Some(chart) = facts.charts.get(drawing.chart.as_str()) {
                facts.drawn.insert(&drawing.chart, facts.drawings.len());
                facts.drawings.push(drawing::drawn(chart, drawing));
            }
        }
        facts.remember(editions);
        facts
    }

    /// Takes in what became of the items.
    fn remember(&mut self, editions: &'a [Edition]) {
        for (n, edition) in editions.iter().enumerate() {
            for code in &edition.codes {
                self.first.entry(code).or_insert(n);
            }
            for (code, event) in &edition.events {
                self.histories.entry(code).or_default().push((n, event));
            }
        }
    }

    /// The item that has a code, or one of whose sub-items has it.
    pub(super) fn item(&self, code: &str) -> Option<usize> {
        self.items.get(code).copied()
    }

    /// The place of a law.
    pub(super) fn law(&self, id: &str) -> Option<usize> {
        self.law_places.get(id).copied()
    }

    /// A chart.
    pub(super) fn chart(&self, id: &str) -> Option<&'a ChartRow> {
        self.charts.get(id).copied()
    }

    /// The drawing of a chart.
    pub(super) fn drawing(&self, chart: &str) -> Option<&Drawn<'a>> {
        self.drawn.get(chart).and_then(|n| self.drawings.get(*n))
    }

    /// What became of an item, with the place of the release that says so.
    pub(super) fn history(&self, code: &str) -> &[(usize, &'a Event)] {
        self.histories.get(code).map_or(&[], Vec::as_slice)
    }

    /// The place of the release in which an item was there first.
    pub(super) fn first(&self, code: &str) -> Option<usize> {
        self.first.get(code).copied()
    }

    /// Items that need an item first.
    pub(super) fn needed_by(&self, code: &str) -> &[usize] {
        self.needed_by.get(code).map_or(&[], Vec::as_slice)
    }

    /// Items for somebody.
    pub(super) fn for_audience(&self, audience: Audience) -> &[usize] {
        let place = Audience::ALL.iter().position(|a| *a == audience);
        place
            .and_then(|n| self.by_audience.get(n))
            .map_or(&[], Vec::as_slice)
    }

    /// Whether so many items are too many for a page.
    pub(super) fn is_long(&self, items: &[usize]) -> bool {
        items.len() > LONG
    }

    /// The units of some items, in their order.
    pub(super) fn units_of(&self, items: &[usize]) -> impl Iterator<Item = usize> + use<> {
        let mut units: Vec<usize> = items
            .iter()
            .filter_map(|n| self.unit_of.get(*n).copied())
            .collect();
        units.dedup();
        units.into_iter()
    }
}

/// Who cites what.
fn cited(items: &[ItemRow], places: &HashMap<&str, usize>) -> Vec<CitedLaw> {
    type Article = Option<(u16, u16)>;
    let mut laws: Vec<BTreeMap<Article, BTreeMap<usize, Vec<BasisField>>>> =
        vec![BTreeMap::new(); places.len()];
    for (n, item) in items.iter().enumerate() {
        for row in &item.basis {
            let place = row.law_id.as_deref().and_then(|id| places.get(id));
            let Some(law) = place.and_then(|place| laws.get_mut(*place)) else {
                continue;
            };
            let article = row.article.map(|a| (a, row.article_sub.unwrap_or(0)));
            let fields = law.entry(article).or_default().entry(n).or_default();
            if !fields.contains(&row.field) {
                fields.push(row.field);
            }
        }
    }
    let law = |articles: BTreeMap<Article, BTreeMap<usize, Vec<BasisField>>>| {
        let mut citing: Vec<usize> = articles.values().flat_map(|a| a.keys().copied()).collect();
        citing.sort_unstable();
        citing.dedup();
        CitedLaw {
            items: citing.len(),
            articles: articles
                .into_iter()
                .map(|(article, items)| CitedArticle {
                    article,
                    items: items.into_iter().collect(),
                })
                .collect(),
        }
    };
    laws.into_iter().map(law).collect()
}
