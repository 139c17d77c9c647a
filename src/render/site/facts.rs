//! What pages ask of a list, counted and sorted once. Nothing of an item is held but what [`Briefs`] keeps.

use std::collections::{BTreeMap, HashMap};

use super::briefs::Briefs;
use super::drawing::{self, Drawn};
use super::edition::{Edition, Event};
use crate::domain::audience::{Audience, audiences};
use crate::domain::catalog::{BasisField, Catalog, ChartRow, ItemRow};
use crate::domain::release::Release;
use crate::domain::special_list::SpecialList;
use crate::domain::svg::SvgFault;

/// Most items that a page lists; of more it says how many there are and where they are listed.
const LONG: usize = 1200;

/// 条 and 之N of a citation; `None` where the law is cited as a whole.
type Article = Option<(u16, u16)>;

/// Who cites an article, or a law as a whole.
#[derive(Debug)]
pub(super) struct CitedArticle {
    /// 条 and 之N; `None` where the law is cited as a whole.
    pub article: Option<(u16, u16)>,
    /// Citing items by their place, each once.
    pub items: Vec<u32>,
    /// Of each the fields in which it cites, by [`Facts::fields`].
    pub fields: Vec<u16>,
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

/// Figures of all items together.
#[derive(Debug, Default)]
pub(super) struct Sums {
    /// Items that charge nothing.
    pub free: usize,
    /// Items that state both time limits.
    pub limited: usize,
    /// Days promised by them.
    pub promised: usize,
    /// Days that the law gives them.
    pub statutory: usize,
    /// Lines of the special lists, as [`SpecialList::ALL`].
    pub special: [usize; SpecialList::ALL.len()],
}

/// An item that somebody asks for by its code: another that names it as prerequisite, or a change.
#[derive(Debug, Default)]
struct Asked {
    /// Which items name it as prerequisite.
    by: Vec<u32>,
    /// Its place, where the list has it or a sub-item of this code.
    item: Option<u32>,
}

/// The facts.
#[derive(Debug)]
pub(super) struct Facts<'a> {
    /// The items.
    pub briefs: Briefs,
    /// Items of each unit.
    pub by_unit: Vec<Vec<u32>>,
    /// Items of each category.
    pub by_category: Vec<Vec<u32>>,
    /// Items of each kind of people, as [`Audience::ALL`].
    by_audience: Vec<Vec<u32>>,
    /// Items for which nobody is named.
    pub for_nobody: usize,
    /// Citations of each law.
    pub laws: Vec<CitedLaw>,
    /// Unit of each item.
    pub unit_of: Vec<u32>,
    /// Category of each item.
    pub category_of: Vec<u32>,
    /// Sums.
    pub sums: Sums,
    fields: Vec<Vec<BasisField>>,
    law_places: HashMap<&'a str, usize>,
    charts: HashMap<&'a str, &'a ChartRow>,
    drawn: HashMap<&'a str, usize>,
    /// Drawings.
    pub drawings: Vec<Drawn<'a>>,
    /// Charts whose drawing does not go with the site, and why.
    pub left_out: HashMap<&'a str, SvgFault>,
    /// What became of an item, oldest first.
    histories: HashMap<&'a str, Vec<(usize, &'a Event)>>,
    /// In which release each item was there first.
    first: Vec<u32>,
    asked: HashMap<String, Asked>,
}

impl<'a> Facts<'a> {
    /// The item that has a code, or one of whose sub-items has it; only of codes that are named as
    /// prerequisites or in changes.
    pub(super) fn item(&self, code: &str) -> Option<usize> {
        let place = self.asked.get(code)?.item?;
        Some(place as usize)
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
    pub(super) fn first(&self, item: usize) -> Option<usize> {
        self.first.get(item).map(|n| *n as usize)
    }

    /// Items that need an item first.
    pub(super) fn needed_by(&self, code: &str) -> &[u32] {
        self.asked
            .get(code)
            .map_or(&[], |asked| asked.by.as_slice())
    }

    /// The fields in which an item cites.
    pub(super) fn fields(&self, list: u16) -> &[BasisField] {
        self.fields
            .get(usize::from(list))
            .map_or(&[], Vec::as_slice)
    }

    /// Items for somebody.
    pub(super) fn for_audience(&self, audience: Audience) -> &[u32] {
        let place = Audience::ALL.iter().position(|a| *a == audience);
        place
            .and_then(|n| self.by_audience.get(n))
            .map_or(&[], Vec::as_slice)
    }

    /// Whether so many items are too many for a page.
    pub(super) fn is_long(&self, items: &[u32]) -> bool {
        items.len() > LONG
    }

    /// The units of some items, in their order.
    pub(super) fn units_of(&self, items: &[u32]) -> impl Iterator<Item = usize> + use<> {
        let mut units: Vec<usize> = items
            .iter()
            .filter_map(|n| self.unit_of.get(*n as usize))
            .map(|unit| *unit as usize)
            .collect();
        units.dedup();
        units.into_iter()
    }
}

/// Facts that are being gathered, item by item in the order of the list.
#[derive(Debug)]
pub struct Gathering<'a> {
    facts: Facts<'a>,
    catalog: &'a Catalog,
    units: HashMap<&'a str, u32>,
    categories: HashMap<&'a str, u32>,
    laws: Vec<BTreeMap<Article, CitedArticle>>,
    /// How many items cite each law, and the last of them.
    citing: Vec<(usize, Option<u32>)>,
    field_lists: HashMap<Vec<BasisField>, u16>,
    /// Items by their code, for those of which earlier releases tell.
    by_code: Vec<u32>,
}

impl<'a> Gathering<'a> {
    /// Begins with a release whose items are not there.
    pub fn new(release: &'a Release) -> Self {
        let catalog = &release.catalog;
        let places =
            |ids: Vec<&'a str>| -> HashMap<&'a str, u32> { ids.into_iter().zip(0..).collect() };
        let mut facts = Facts {
            briefs: Briefs::default(),
            by_unit: vec![Vec::new(); catalog.departments.len()],
            by_category: vec![Vec::new(); catalog.categories.len()],
            by_audience: vec![Vec::new(); Audience::ALL.len()],
            for_nobody: 0,
            laws: Vec::new(),
            unit_of: Vec::new(),
            category_of: Vec::new(),
            sums: Sums::default(),
            fields: Vec::new(),
            law_places: (catalog.laws.iter().map(|l| l.id.as_str()).zip(0..)).collect(),
            charts: catalog.charts.iter().map(|c| (c.id.as_str(), c)).collect(),
            drawn: HashMap::new(),
            drawings: Vec::new(),
            left_out: HashMap::new(),
            histories: HashMap::new(),
            first: Vec::new(),
            asked: HashMap::new(),
        };
        for drawing in &release.drawings {
            if let Some(chart) = facts.charts.get(drawing.chart.as_str()) {
                match drawing::drawn(chart, drawing) {
                    Ok(drawn) => {
                        facts.drawn.insert(&drawing.chart, facts.drawings.len());
                        facts.drawings.push(drawn);
                    }
                    Err(fault) => {
                        facts.left_out.insert(&drawing.chart, fault);
                    }
                }
            }
        }
        let laws = catalog.laws.len();
        Self {
            facts,
            catalog,
            units: places(catalog.departments.iter().map(|d| d.id.as_str()).collect()),
            categories: places(catalog.categories.iter().map(|c| c.code.as_str()).collect()),
            laws: (0..laws).map(|_| BTreeMap::new()).collect(),
            citing: vec![(0, None); laws],
            field_lists: HashMap::new(),
            by_code: Vec::new(),
        }
    }

    /// Takes in the next item; of its citations only their provisions count.
    pub fn take(&mut self, item: &ItemRow) {
        let facts = &mut self.facts;
        let n = u32::try_from(facts.briefs.len()).unwrap_or(u32::MAX);
        facts.briefs.push(item);
        // A release refuses items of units and categories that it does not have.
        let unit = self.units.get(item.department.as_str()).copied();
        let category = self.categories.get(item.category.as_str()).copied();
        let (unit, category) = (unit.unwrap_or(0), category.unwrap_or(0));
        facts.unit_of.push(unit);
        facts.category_of.push(category);
        if let Some(items) = facts.by_unit.get_mut(unit as usize) {
            items.push(n);
        }
        if let Some(items) = facts.by_category.get_mut(category as usize) {
            items.push(n);
        }
        let named = item.target.as_deref().map(audiences).unwrap_or_default();
        facts.for_nobody += usize::from(named.is_empty());
        for (audience, items) in Audience::ALL.iter().zip(&mut facts.by_audience) {
            if named.contains(audience) {
                items.push(n);
            }
        }
        for needed in &item.prerequisites {
            if let Some(code) = &needed.prerequisite_code {
                match facts.asked.get_mut(code) {
                    Some(needed) => needed.by.push(n),
                    None => {
                        let (by, item) = (vec![n], None);
                        facts.asked.insert(code.clone(), Asked { by, item });
                    }
                }
            }
        }
        let sums = &mut facts.sums;
        sums.free += usize::from(item.fee_charged == Some(false));
        if let (Some(promised), Some(statutory)) = (item.promised_days, item.statutory_days) {
            sums.promised += promised as usize;
            sums.statutory += statutory as usize;
            sums.limited += 1;
        }
        for (list, count) in SpecialList::ALL.iter().zip(&mut sums.special) {
            *count += list.count(item, self.catalog);
        }
        self.cite(n, item);
    }

    /// Takes in what an item cites.
    fn cite(&mut self, n: u32, item: &ItemRow) {
        let mut cited: Vec<(usize, Article, Vec<BasisField>)> = Vec::new();
        for row in &item.basis {
            let place = row.law_id.as_deref().and_then(|id| self.facts.law(id));
            let Some(law) = place else {
                continue;
            };
            let article = row.article.map(|a| (a, row.article_sub.unwrap_or(0)));
            match cited
                .iter_mut()
                .find(|(l, a, _)| (*l, *a) == (law, article))
            {
                Some((.., fields)) if fields.contains(&row.field) => {}
                Some((.., fields)) => fields.push(row.field),
                None => cited.push((law, article, vec![row.field])),
            }
        }
        for (law, article, fields) in cited {
            let list = match self.field_lists.get(&fields) {
                Some(list) => *list,
                None => {
                    // There are fewer orders of seven fields than that.
                    let list = u16::try_from(self.facts.fields.len()).unwrap_or(u16::MAX);
                    self.facts.fields.push(fields.clone());
                    self.field_lists.insert(fields, list);
                    list
                }
            };
            if let Some(articles) = self.laws.get_mut(law) {
                let cited = articles.entry(article).or_insert_with(|| CitedArticle {
                    article,
                    items: Vec::new(),
                    fields: Vec::new(),
                });
                cited.items.push(n);
                cited.fields.push(list);
            }
            if let Some((items, last)) = self.citing.get_mut(law)
                && *last != Some(n)
            {
                *items += 1;
                *last = Some(n);
            }
        }
    }

    /// There are no more items; `editions` are all releases, the last of them this one.
    pub fn end(&mut self, editions: &'a [Edition]) {
        let facts = &mut self.facts;
        let laws = std::mem::take(&mut self.laws).into_iter();
        facts.laws = laws
            .zip(&self.citing)
            .map(|(articles, (items, _))| CitedLaw {
                articles: articles.into_values().collect(),
                items: *items,
            })
            .collect();
        for (n, edition) in editions.iter().enumerate() {
            for (code, event) in &edition.events {
                facts.histories.entry(code).or_default().push((n, event));
                facts.asked.entry(code.clone()).or_default();
            }
        }
        if !facts.asked.is_empty() {
            for (n, brief) in (0u32..).zip(facts.briefs.iter()) {
                let codes = brief.sub_items().map(|(code, _)| code);
                for code in std::iter::once(brief.code).chain(codes) {
                    if let Some(asked) = facts.asked.get_mut(code) {
                        asked.item = Some(n);
                    }
                }
            }
        }
        let newest = u32::try_from(editions.len().saturating_sub(1)).unwrap_or(0);
        facts.first = vec![newest; facts.briefs.len()];
        if newest > 0 {
            let code = |n: &u32| facts.briefs.get(*n as usize).map_or("", |b| b.code);
            self.by_code = (0u32..).take(facts.briefs.len()).collect();
            self.by_code.sort_by(|a, b| code(a).cmp(code(b)));
        }
    }

    /// An earlier release has an item of this code; those are told from the newest to the oldest.
    pub fn was_there(&mut self, edition: usize, code: &str) {
        let briefs = &self.facts.briefs;
        let found = self.by_code.binary_search_by(|n| {
            let known = briefs.get(*n as usize).map_or("", |b| b.code);
            known.cmp(code)
        });
        let place = found.ok().and_then(|at| self.by_code.get(at));
        if let Some(first) = place.and_then(|n| self.facts.first.get_mut(*n as usize)) {
            *first = u32::try_from(edition).unwrap_or(*first);
        }
    }

    /// What was gathered.
    pub(super) fn into_facts(self) -> Facts<'a> {
        self.facts
    }
}
