//! The public site of a release (公布网站): static pages that need no server, ask nobody for anything and work from a
//! folder. One file for each kind of page; every page is a function of the [`Site`], so they can be made in any order
//! and on any number of threads.
//!
//! All links are relative and all names of files are of letters that every server takes, so that the folder can be put
//! anywhere.

mod audience;
mod basis;
mod briefs;
mod category;
mod changes;
mod charts;
mod download;
mod drawing;
mod edition;
mod facts;
mod feed;
mod frame;
mod home;
mod item;
mod item_flow;
mod law;
mod lists;
mod names;
mod parts;
mod search;
mod unit;

use jiff::civil::Date;

use crate::domain::audience::Audience;
use crate::domain::catalog::{ItemRow, PrerequisiteRow};
use crate::domain::ids::Digest;
use crate::domain::release::Release;
use crate::domain::special_list::{Meant, SpecialList};

pub use self::edition::Edition;
use self::facts::Facts;
pub use self::facts::Gathering;

/// A file that the pages offer for download.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Download {
    /// Path in the site.
    pub path: String,
    /// What it is, in words.
    pub title: String,
    /// What it is good for.
    pub use_for: String,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 of its bytes.
    pub digest: Digest,
    /// The release that it belongs to where it is a release file itself.
    pub release: Option<String>,
}

/// Everything that pages are made of.
#[derive(Debug)]
pub struct Site<'a> {
    /// The release that is shown, without its items.
    release: &'a Release,
    /// Digest of its content.
    digest: Digest,
    /// All releases of the jurisdiction, oldest first; the one that is shown is the last.
    editions: &'a [Edition],
    /// Where the site will be found, without a slash at the end; only the feed says it.
    address: Option<String>,
    facts: Facts<'a>,
}

/// A page or another file of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// The front page.
    Home,
    /// All units.
    Units,
    /// One unit, by its place in the release.
    Unit(usize),
    /// All categories.
    Categories,
    /// One category.
    Category(usize),
    /// What is for one kind of people.
    Audience(Audience),
    /// Of that, what one unit has.
    AudienceOf(Audience, usize),
    /// All laws.
    Laws,
    /// One law.
    Law(usize),
    /// One article of a law that most items rest on, by its place in the law.
    Article(usize, usize),
    /// All special lists.
    Lists,
    /// All releases.
    Changes,
    /// What one release changed.
    Change(usize),
    /// The search.
    Search,
    /// A part of its index: names of items.
    Names(usize),
    /// The drawing of a chart.
    Drawing(usize),
    /// Changes as Atom.
    Feed,
    /// A style sheet, a script, an icon.
    Asset(usize),
}

impl<'a> Site<'a> {
    /// The site of a release, whose items have been gathered; `editions` are all releases of the jurisdiction, oldest
    /// first.
    pub fn new(
        release: &'a Release,
        gathered: Gathering<'a>,
        digest: Digest,
        editions: &'a [Edition],
        address: Option<&str>,
    ) -> Self {
        Self {
            release,
            digest,
            editions,
            address: address.map(|a| a.trim_end_matches('/').to_owned()),
            facts: gathered.into_facts(),
        }
    }

    /// All pages but those of the items, the special lists, the words of the search, and the one for downloads, which
    /// needs to know what there is to be had.
    pub fn pages(&self) -> Vec<Page> {
        let catalog = &self.release.catalog;
        let mut out = vec![
            Page::Home,
            Page::Units,
            Page::Categories,
            Page::Laws,
            Page::Lists,
            Page::Changes,
        ];
        out.extend((0..catalog.departments.len()).map(Page::Unit));
        out.extend((0..catalog.categories.len()).map(Page::Category));
        for audience in Audience::ALL {
            out.push(Page::Audience(audience));
            if self.facts.is_long(self.facts.for_audience(audience)) {
                let units = self.facts.units_of(self.facts.for_audience(audience));
                out.extend(units.map(|unit| Page::AudienceOf(audience, unit)));
            }
        }
        for law in 0..catalog.laws.len() {
            out.push(Page::Law(law));
            if let Some(cited) = self.facts.laws.get(law).filter(|l| l.is_split()) {
                out.extend((0..cited.articles.len()).map(|a| Page::Article(law, a)));
            }
        }
        out.extend((0..self.editions.len()).map(Page::Change));
        out.push(Page::Search);
        out.extend((0..search::name_files(self)).map(Page::Names));
        out.extend((0..self.facts.drawings.len()).map(Page::Drawing));
        out.push(Page::Feed);
        out.extend((0..ASSETS.len()).map(Page::Asset));
        out
    }

    /// Where a page lies in the site.
    pub fn path(&self, page: Page) -> String {
        names::path(self, page)
    }

    /// The bytes of a page.
    pub fn render(&self, page: Page) -> Vec<u8> {
        let text = match page {
            Page::Home => home::page(self),
            Page::Units => unit::all(self),
            Page::Unit(unit) => unit::page(self, unit),
            Page::Categories => category::all(self),
            Page::Category(category) => category::page(self, category),
            Page::Audience(audience) => audience::page(self, audience),
            Page::AudienceOf(audience, unit) => audience::of_unit(self, audience, unit),
            Page::Laws => law::all(self),
            Page::Law(law) => law::page(self, law),
            Page::Article(law, article) => law::article(self, law, article),
            Page::Lists => lists::all(self),
            Page::Changes => changes::all(self),
            Page::Change(edition) => changes::page(self, edition),
            Page::Search => search::page(self),
            Page::Names(shard) => search::names_file(self, shard),
            Page::Feed => feed::write(self),
            Page::Drawing(drawing) => {
                return self
                    .facts
                    .drawings
                    .get(drawing)
                    .map_or_else(Vec::new, |d| d.bytes.to_vec());
            }
            Page::Asset(asset) => {
                return ASSETS
                    .get(asset)
                    .map_or_else(Vec::new, |(_, text)| text.as_bytes().to_vec());
            }
        };
        clean(text)
    }

    /// How many items there are.
    pub fn items(&self) -> usize {
        self.facts.briefs.len()
    }

    /// Path and bytes of the page of an item, which has this place in the list.
    pub fn item(&self, n: usize, item: &ItemRow) -> (String, Vec<u8>) {
        let place = u32::try_from(n).unwrap_or(u32::MAX);
        let page = item::page(self, place, item);
        (names::item(&item.code), clean(page))
    }

    /// The codes of all items.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.facts.briefs.iter().map(|brief| brief.code)
    }

    /// The places of unit and category of an item, each in its list.
    pub fn places(&self, item: usize) -> Option<(usize, usize)> {
        let unit = *self.facts.unit_of.get(item)?;
        Some((unit as usize, *self.facts.category_of.get(item)? as usize))
    }

    /// A name as it may stand in the name of a file.
    pub fn file_stem(name: &str) -> String {
        names::safe(name)
    }

    /// How many groups of files the words of the search come in.
    pub fn word_groups(&self) -> usize {
        search::groups(self)
    }

    /// The files of a group, with their paths.
    pub fn words(&self, group: usize) -> Vec<(String, Vec<u8>)> {
        let files = search::word_files(self, group).into_iter();
        files.map(|(path, text)| (path, clean(text))).collect()
    }

    /// Of each special list the path of its page and what stands there before and behind its lines.
    pub fn lists(&self) -> Vec<(String, [Vec<u8>; 2])> {
        let lists = lists::entries(self).into_iter();
        lists
            .map(|(path, list, count)| {
                let (before, behind) = lists::around(self, list, count);
                (path, [clean(before), clean(behind)])
            })
            .collect()
    }

    /// How many lines the special lists have together.
    pub fn list_lines(&self) -> usize {
        self.facts.sums.special.iter().sum()
    }

    /// A line of a special list on its page.
    pub fn list_line(list: SpecialList, item: &ItemRow, cells: &[String]) -> Vec<u8> {
        clean(lists::line(list, &item.code, cells).into_string())
    }

    /// The item of the list that a prerequisite names.
    pub fn meant(&self, needed: &PrerequisiteRow) -> Option<Meant> {
        let code = needed.prerequisite_code.as_deref()?;
        let place = self.facts.item(code)?;
        let brief = self.facts.briefs.get(place).filter(|b| b.code == code)?;
        let written = needed.prerequisite.as_str();
        let mut subs = brief.sub_items();
        let sub = subs.find(|(code, name)| *code == written || *name == written);
        let unit = self.unit_of(u32::try_from(place).ok()?)?;
        Some(Meant {
            name: sub.map_or(brief.name, |(_, name)| name).to_owned(),
            department: unit.id.clone(),
        })
    }

    /// The page for downloads.
    pub fn downloads(&self, files: &[Download]) -> Vec<u8> {
        clean(download::page(self, files))
    }

    /// Path of the page for downloads.
    pub const DOWNLOADS: &'static str = "download.html";

    /// The day whose law counts.
    fn as_of(&self) -> Date {
        self.release.header.as_of
    }
}

/// Files that are the same for every list.
const ASSETS: [(&str, &str); 3] = [
    ("assets/site.css", include_str!("assets/site.css")),
    ("assets/search.js", include_str!("assets/search.js")),
    ("assets/icon.svg", include_str!("assets/icon.svg")),
];

/// Bytes of a text in which nothing stands that no page may hold.
fn clean(text: String) -> Vec<u8> {
    let mut bytes = text.into_bytes();
    for byte in &mut bytes {
        if *byte < 0x20 && !matches!(*byte, b'\n' | b'\t') || *byte == 0x7f {
            *byte = b' ';
        }
    }
    bytes
}
