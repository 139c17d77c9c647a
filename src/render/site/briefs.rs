//! What pages across the list say of each item, kept small: a list may have a million of them, and an item as a whole is
//! only there while its own page is made.

use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::catalog::ItemRow;

/// Items whose texts lie together, so that no text is moved while the list grows.
const TOGETHER: usize = 1024;

/// An item in brief.
#[derive(Debug, Clone, Copy)]
pub(super) struct Brief<'b> {
    /// 事项编码.
    pub code: &'b str,
    /// 事项名称.
    pub name: &'b str,
    /// 承办机构.
    pub office: Option<&'b str>,
    /// 行政相对人.
    pub target: Option<&'b str>,
    /// 承诺期限.
    pub promised_days: Option<u32>,
    /// 法定期限.
    pub statutory_days: Option<u32>,
    /// 工作日 or 日.
    pub day_unit: Option<&'b str>,
    /// Whether anything is charged.
    pub fee_charged: Option<bool>,
    texts: &'b Texts,
    row: &'b Row,
}

impl<'b> Brief<'b> {
    /// Code and name of each sub-item.
    pub(super) fn sub_items(&self) -> impl Iterator<Item = (&'b str, &'b str)> + use<'b> {
        let (texts, first) = (self.texts, self.row.first as usize + 2);
        (0..self.row.sub_items as usize)
            .map(move |n| (texts.get(first + 2 * n), texts.get(first + 2 * n + 1)))
    }
}

/// Texts one after the other.
#[derive(Debug, Default)]
struct Texts {
    text: String,
    ends: Vec<u32>,
}

impl Texts {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        // A thousand items have nowhere near so much text.
        self.ends
            .push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
    }

    fn get(&self, n: usize) -> &str {
        let end = |n: usize| self.ends.get(n).map_or(0, |end| *end as usize);
        let start = n.checked_sub(1).map_or(0, end);
        self.text.get(start..end(n)).unwrap_or("")
    }
}

/// What of an item is no text of its own.
#[derive(Debug)]
struct Row {
    /// Place of its first text among those that lie together: code, name, code and name of each sub-item.
    first: u32,
    sub_items: u32,
    office: Option<Word>,
    target: Option<Word>,
    day_unit: Option<Word>,
    promised_days: Option<u32>,
    statutory_days: Option<u32>,
    fee_charged: Option<bool>,
}

/// A text that many items have.
type Word = std::num::NonZeroU32;

/// Texts that many items have, each once.
#[derive(Debug, Default)]
struct Words {
    known: HashMap<Arc<str>, Word>,
    words: Vec<Arc<str>>,
}

impl Words {
    fn of(&mut self, text: Option<&str>) -> Option<Word> {
        let text = text?;
        if let Some(word) = self.known.get(text) {
            return Some(*word);
        }
        let shared: Arc<str> = text.into();
        self.words.push(Arc::clone(&shared));
        let word = Word::new(u32::try_from(self.words.len()).ok()?)?;
        self.known.insert(shared, word);
        Some(word)
    }

    fn get(&self, word: Option<Word>) -> Option<&str> {
        let place = word?.get() as usize - 1;
        self.words.get(place).map(|text| &**text)
    }
}

/// All items in brief, in the order of the list.
#[derive(Debug, Default)]
pub(super) struct Briefs {
    texts: Vec<Texts>,
    rows: Vec<Row>,
    words: Words,
}

impl Briefs {
    /// Takes in the next item.
    pub(super) fn push(&mut self, item: &ItemRow) {
        if self.rows.len().is_multiple_of(TOGETHER) {
            if let Some(full) = self.texts.last_mut() {
                full.text.shrink_to_fit();
                full.ends.shrink_to_fit();
            }
            self.texts.push(Texts::default());
        }
        let Some(texts) = self.texts.last_mut() else {
            return;
        };
        let first = u32::try_from(texts.ends.len()).unwrap_or(u32::MAX);
        texts.push(&item.code);
        texts.push(&item.name);
        for sub in &item.sub_items {
            texts.push(&sub.code);
            texts.push(&sub.name);
        }
        self.rows.push(Row {
            first,
            sub_items: u32::try_from(item.sub_items.len()).unwrap_or(u32::MAX),
            office: self.words.of(item.office.as_deref()),
            target: self.words.of(item.target.as_deref()),
            day_unit: self.words.of(item.day_unit.as_deref()),
            promised_days: item.promised_days,
            statutory_days: item.statutory_days,
            fee_charged: item.fee_charged,
        });
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// An item by its place.
    pub(super) fn get(&self, n: usize) -> Option<Brief<'_>> {
        let row = self.rows.get(n)?;
        let texts = self.texts.get(n / TOGETHER)?;
        Some(Brief {
            code: texts.get(row.first as usize),
            name: texts.get(row.first as usize + 1),
            office: self.words.get(row.office),
            target: self.words.get(row.target),
            promised_days: row.promised_days,
            statutory_days: row.statutory_days,
            day_unit: self.words.get(row.day_unit),
            fee_charged: row.fee_charged,
            texts,
            row,
        })
    }

    /// All of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = Brief<'_>> {
        (0..self.len()).filter_map(|n| self.get(n))
    }
}
