//! What is left of an item once it has been judged: what the rules that look across the list have to know of it.
//!
//! A list may have a million items, and nothing else of them is held: the words of a file's items stand in one text,
//! and an item is a row of numbers that point into it.

use std::collections::BTreeSet;
use std::hash::BuildHasher as _;

use foldhash::fast::FixedState;
use serde::{Deserialize, Serialize};

use super::context::{Shared, find_law};
use super::known::KnownTexts;
use super::legal::statute_text_missing::without_text;
use super::text::spelled;
use crate::domain::citation::{LawReference, ParsedCitations};
use crate::domain::ids::LawId;
use crate::domain::item::{BasisRole, CitedText, PowerItem};
use crate::domain::law::{Law, Register};
use crate::domain::place::{At, SourceId, Span};

/// Part of the words of a file: where it begins, and its length.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Words(u32, u32);

/// A place in the file.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Place(u32, u32);

/// Words with the place where they are written.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Written(Words, Place);

/// What all provisions that create an item come to, in whatever order and spelling they are cited. Two items with other
/// provisions do not have the same one, as far as 64 bits can tell.
pub type BasisPrint = u64;

/// A number that may be missing; half as large as an `Option` of one.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Maybe(u32);

impl Maybe {
    const NONE: Self = Self(u32::MAX);

    fn of(number: Option<u32>) -> Self {
        number.map_or(Self::NONE, Self)
    }

    fn get(self) -> Option<u32> {
        (self.0 != Self::NONE.0).then_some(self.0)
    }
}

/// There is one for each item, and there may be a million.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Row {
    span: Place,
    name: Written,
    /// Empty where it has none.
    code: Written,
    /// Part of the hash of the name as [`spelled`] has it.
    spelling: u32,
    /// Of the words that many items share.
    department: u32,
    category: u32,
    level: Maybe,
    chart: Maybe,
    /// Which of the rare things of the file is this item's.
    rare: Maybe,
    /// The place is empty where no provision creates it.
    basis: (Place, BasisPrint),
}

/// What most items do not have.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Rare {
    sub_items: Vec<(Written, Words)>,
    /// Charts of sub-items.
    charts: Vec<u32>,
    /// With whether it says who handles it.
    prerequisites: Vec<(Written, bool)>,
    national_code: Option<Written>,
    adopts: Option<Written>,
}

impl Rare {
    fn is_empty(&self) -> bool {
        self.sub_items.is_empty()
            && self.charts.is_empty()
            && self.prerequisites.is_empty()
            && self.national_code.is_none()
            && self.adopts.is_none()
    }
}

/// How far back words are looked for that were shared before: a file in which each item has a chart of its own has as
/// many words as items.
const RECENT: usize = 16;

/// The keys of the items of one file, in its order.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FileKeys {
    /// The file.
    #[serde(skip, default = "nowhere")]
    source: SourceId,
    words: String,
    /// Units, categories, levels and charts: words that many items share.
    shared: Vec<Words>,
    rows: Vec<Row>,
    rare: Vec<Rare>,
    /// Laws that items of the file cite, where the project brings laws along.
    pub local_laws: BTreeSet<String>,
    /// What is quoted of laws whose text is not at hand.
    #[serde(skip)]
    pub without_text: Vec<WithoutText>,
}

/// What an item quotes of a law in force whose text is not at hand.
#[derive(Debug, Clone)]
pub struct WithoutText {
    /// The law.
    pub law: LawId,
    /// Where the law is named.
    pub span: Span,
    /// How many quotations.
    pub quotes: usize,
}

/// The file of keys that were read from elsewhere is said by whoever reads them.
const fn nowhere() -> SourceId {
    SourceId(u32::MAX)
}

impl FileKeys {
    /// No item yet.
    pub const fn of_file(source: SourceId) -> Self {
        Self {
            source,
            words: String::new(),
            shared: Vec::new(),
            rows: Vec::new(),
            rare: Vec::new(),
            local_laws: BTreeSet::new(),
            without_text: Vec::new(),
        }
    }

    /// The file.
    pub fn source(&self) -> SourceId {
        self.source
    }

    /// The same items in a file of another number.
    pub fn moved_to(&mut self, source: SourceId) {
        self.source = source;
    }

    /// Gives back what was taken in advance.
    pub fn shrink(&mut self) {
        self.words.shrink_to_fit();
        self.rows.shrink_to_fit();
    }

    /// Adds an item of the file.
    pub(super) fn push(&mut self, item: &PowerItem, shared: &Shared<'_>, texts: &KnownTexts<'_>) {
        self.laws(item, shared);
        self.without_text.extend(without_text(item, shared));
        let code = match &item.code {
            Some(code) => self.written(code.value.as_str(), code.span),
            None => Written(Words(0, 0), Place(0, 0)),
        };
        let name = self.written(&item.name.value, item.name.span);
        let department = self.share(item.department.value.as_str());
        let category = self.share(&item.category.value);
        let level = item.exercised_by.as_ref().map(|l| self.share(&l.value));
        let chart = item.flowchart.as_ref().map(|path| self.share(&path.value));
        let basis = item.legal_basis.first().and_then(|first| {
            let print = basis_print(item, texts)?;
            Some((place(first.cite.text.span), print))
        });
        let rare = self.rare(item);
        let rare = (!rare.is_empty()).then(|| {
            self.rare.push(rare);
            self.rare.len() as u32 - 1
        });
        self.rows.push(Row {
            span: place(item.span),
            code,
            name,
            spelling: FixedState::with_seed(0).hash_one(spelled(&item.name.value)) as u32,
            department,
            category,
            level: Maybe::of(level),
            chart: Maybe::of(chart),
            rare: Maybe::of(rare),
            basis: basis.unwrap_or((Place(0, 0), 0)),
        });
    }

    fn laws(&mut self, item: &PowerItem, shared: &Shared<'_>) {
        // What is local is asked only where there is something local: nearly no project brings laws along.
        if shared.project.local_laws.is_empty() {
            return;
        }
        for (_, _, text) in item.citations() {
            for law in laws_of(text, shared.register) {
                let id = law.id.as_str();
                if !self.local_laws.contains(id) {
                    self.local_laws.insert(id.to_owned());
                }
            }
        }
    }

    fn rare(&mut self, item: &PowerItem) -> Rare {
        Rare {
            sub_items: item
                .sub_items
                .iter()
                .map(|sub| {
                    let code = self.written(sub.code.value.as_str(), sub.code.span);
                    (code, self.words(&sub.name.value))
                })
                .collect(),
            charts: item
                .sub_items
                .iter()
                .filter_map(|sub| Some(self.share(&sub.flowchart.as_ref()?.value)))
                .collect(),
            prerequisites: item
                .prerequisites
                .iter()
                .map(|p| {
                    let text = self.written(&p.item.value, p.item.span);
                    (text, p.handled_by.is_some())
                })
                .collect(),
            national_code: item
                .national_code
                .as_ref()
                .map(|code| self.written(&code.value, code.span)),
            adopts: item
                .adopts
                .as_ref()
                .map(|adopts| self.written(adopts.value.item.as_str(), adopts.span)),
        }
    }

    fn words(&mut self, text: &str) -> Words {
        let at = self.words.len() as u32;
        self.words.push_str(text);
        Words(at, text.len() as u32)
    }

    fn written(&mut self, text: &str, span: Span) -> Written {
        Written(self.words(text), place(span))
    }

    /// The number of words that many items have: nearly always those of the item before.
    fn share(&mut self, text: &str) -> u32 {
        let last = self.shared.len().saturating_sub(RECENT);
        let recent = self.shared.get(last..).unwrap_or_default();
        let known = recent.iter().rposition(|&words| self.text(words) == text);
        known.map_or_else(
            || {
                let words = self.words(text);
                self.shared.push(words);
                self.shared.len() - 1
            },
            |at| last + at,
        ) as u32
    }

    fn text(&self, Words(at, length): Words) -> &str {
        // Keys that were read from elsewhere may say anything.
        self.words
            .get(at as usize..at as usize + length as usize)
            .unwrap_or_default()
    }

    fn shared(&self, number: u32) -> &str {
        let words = self.shared.get(number as usize);
        words.map_or("", |&words| self.text(words))
    }

    fn at(&self, Place(start, end): Place) -> Span {
        Span {
            source: self.source,
            start,
            end,
        }
    }

    /// The items.
    pub fn items(&self) -> impl ExactSizeIterator<Item = ItemKey<'_>> {
        self.rows.iter().map(|row| ItemKey { file: self, row })
    }

    /// The item of this number.
    pub fn item(&self, number: u32) -> Option<ItemKey<'_>> {
        let row = self.rows.get(number as usize)?;
        Some(ItemKey { file: self, row })
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Each chart that items of the file name, with the category of an item that names it; hardly ever twice.
    pub fn uses(&self) -> impl Iterator<Item = (&str, &str)> {
        let numbers: BTreeSet<(u32, u32)> = self
            .rows
            .iter()
            .flat_map(|row| {
                let rare = row.rare.get().and_then(|at| self.rare.get(at as usize));
                let subs = rare.map_or(&[][..], |rare| &rare.charts);
                let charts = row.chart.get().into_iter().chain(subs.iter().copied());
                charts.map(|chart| (chart, row.category))
            })
            .collect();
        numbers
            .into_iter()
            .map(|(chart, category)| (self.shared(chart), self.shared(category)))
    }
}

fn place(span: Span) -> Place {
    Place(span.start, span.end)
}

/// The laws that a text names.
pub fn laws_of<'r>(text: &CitedText, register: &'r Register) -> impl Iterator<Item = &'r Law> {
    text.parsed
        .citations
        .iter()
        .filter_map(|citation| match &citation.law {
            LawReference::Named(name) => find_law(register, name),
            LawReference::This | LawReference::Same => None,
        })
}

/// The keys of items, file by file, in their order.
pub(super) fn keys_of(
    items: &[PowerItem],
    shared: &Shared<'_>,
    texts: &KnownTexts<'_>,
) -> Vec<FileKeys> {
    let mut files: Vec<FileKeys> = Vec::new();
    for item in items {
        let source = item.span.source;
        let goes_on = files.last().is_some_and(|file| file.source == source);
        if !goes_on {
            files.push(FileKeys::of_file(source));
        }
        if let Some(file) = files.last_mut() {
            file.push(item, shared, texts);
        }
    }
    files
}

/// `None` where the item cites no provision that creates it, or refers to laws without naming them.
fn basis_print(item: &PowerItem, texts: &KnownTexts<'_>) -> Option<BasisPrint> {
    let mut all: Vec<u64> = Vec::with_capacity(item.legal_basis.len());
    let creating = item
        .legal_basis
        .iter()
        .filter(|b| b.role == BasisRole::Creates);
    for basis in creating {
        match texts.of(&basis.cite) {
            Some(known) => all.extend(known.prints()?),
            None => all.extend(prints(&basis.cite.parsed, texts.register)?),
        }
    }
    all.sort_unstable();
    all.dedup();
    (!all.is_empty()).then(|| FixedState::with_seed(1).hash_one(all))
}

/// A number for each provision that a text cites; `None` where it refers to a law without naming it.
pub(super) fn prints(parsed: &ParsedCitations, register: &Register) -> Option<Box<[u64]>> {
    let hash = FixedState::with_seed(1);
    let mut all = Vec::new();
    for citation in &parsed.citations {
        let LawReference::Named(name) = &citation.law else {
            return None;
        };
        let law = find_law(register, name).map_or(name.as_str(), |law| law.id.as_str());
        let provisions = citation.provisions.iter();
        all.extend(provisions.map(|at| hash.hash_one((law, &at.cited))));
    }
    Some(all.into())
}

/// An item, as far as the rules across the list know it.
#[derive(Debug, Clone, Copy)]
pub struct ItemKey<'a> {
    file: &'a FileKeys,
    row: &'a Row,
}

impl<'a> ItemKey<'a> {
    fn read(self, Written(words, place): Written) -> At<&'a str> {
        At::new(self.file.text(words), self.file.at(place))
    }

    fn rare(self) -> Option<&'a Rare> {
        self.file.rare.get(self.row.rare.get()? as usize)
    }

    /// The file it stands in.
    pub fn source(self) -> SourceId {
        self.file.source
    }

    /// The whole item.
    pub fn span(self) -> Span {
        self.file.at(self.row.span)
    }

    /// Code, where it has one.
    pub fn code(self) -> Option<At<&'a str>> {
        let code = self.read(self.row.code);
        (!code.value.is_empty()).then_some(code)
    }

    /// Name.
    pub fn name(self) -> At<&'a str> {
        self.read(self.row.name)
    }

    /// Whether two names that differ only in spelling may be these: where the numbers differ, they are not.
    pub fn spelling(self) -> u32 {
        self.row.spelling
    }

    /// What findings call it: its code, or else its name.
    pub fn label(self) -> &'a str {
        self.code().unwrap_or(self.name()).value
    }

    /// Unit.
    pub fn department(self) -> &'a str {
        self.file.shared(self.row.department)
    }

    /// Category.
    pub fn category(self) -> &'a str {
        self.file.shared(self.row.category)
    }

    /// 行使层级; empty where it says none.
    pub fn level(self) -> &'a str {
        self.row
            .level
            .get()
            .map_or("", |level| self.file.shared(level))
    }

    /// What the provisions that create it come to, with the place of the first basis.
    pub fn basis(self) -> Option<(BasisPrint, Span)> {
        let (place, print) = self.row.basis;
        (place.1 > 0).then(|| (print, self.file.at(place)))
    }

    /// Code and name of each sub-item.
    pub fn sub_items(self) -> impl Iterator<Item = (At<&'a str>, &'a str)> {
        let subs = self.rare().map_or(&[][..], |rare| &rare.sub_items);
        subs.iter()
            .map(move |&(code, name)| (self.read(code), self.file.text(name)))
    }

    /// Each prerequisite, with whether it says who handles it.
    pub fn prerequisites(self) -> impl Iterator<Item = (At<&'a str>, bool)> {
        let all = self.rare().map_or(&[][..], |rare| &rare.prerequisites);
        all.iter()
            .map(move |&(text, handled)| (self.read(text), handled))
    }

    /// National code, as written.
    pub fn national_code(self) -> Option<At<&'a str>> {
        Some(self.read(self.rare()?.national_code?))
    }

    /// Code of the item of the level above that it adopts.
    pub fn adopts(self) -> Option<At<&'a str>> {
        Some(self.read(self.rare()?.adopts?))
    }

    /// The charts that it and its sub-items name.
    pub fn charts(self) -> impl Iterator<Item = &'a str> {
        let subs = self.rare().map_or(&[][..], |rare| &rare.charts);
        self.row
            .chart
            .get()
            .into_iter()
            .chain(subs.iter().copied())
            .map(move |number| self.file.shared(number))
    }
}
