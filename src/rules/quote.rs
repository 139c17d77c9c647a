//! Quotations of a text with what the statute says, worked out once for all rules that look at them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::domain::citation::{Cited, LawReference};
use crate::domain::flowchart::ChartFile;
use crate::domain::ids::LawId;
use crate::domain::item::{CitedText, PowerItem};
use crate::domain::law::{Law, LawVersion, Register, Standing};
use crate::domain::place::{At, Span};
use crate::domain::project::{Frame, Project};
use crate::domain::quote::{Comparison, Outcome, compare};

use super::context::{ResolvedCite, Resolver, find_law};
use super::legal::version_name;

/// Where a quotation stands.
#[derive(Debug, Clone)]
enum Place<'a> {
    /// These bytes of the citation's own text.
    Inline(&'a CitedText, Range<usize>),
    /// Beside the citation, under `quote:`; with the beginnings of its lines where it is a literal block.
    Beside(&'a At<String>, Option<&'a [u32]>),
}

/// A quotation with the law it is of and what came of comparing them.
#[derive(Debug)]
pub struct JudgedQuote<'a> {
    place: Place<'a>,
    /// What is cited for it.
    pub cited: Vec<Cited>,
    /// The law.
    pub law: &'a Law,
    /// The version in force, which it was compared with.
    pub version: &'a LawVersion,
    /// What came of it.
    pub comparison: Comparison,
}

impl<'a> JudgedQuote<'a> {
    /// The quoted words.
    pub fn text(&self) -> &'a str {
        words(&self.place)
    }

    /// The place of some bytes of the quotation, or of the whole where the source is not written letter for letter.
    pub fn span(&self, bytes: &Range<usize>) -> Span {
        match &self.place {
            Place::Inline(text, quote) => {
                text.span_of(&(quote.start + bytes.start..quote.start + bytes.end))
            }
            Place::Beside(quote, lines) => {
                let (span, value) = (quote.span, &quote.value);
                let whole = span.end.saturating_sub(span.start) as usize;
                let at = |byte: usize| match lines {
                    Some(lines) => in_block(value, lines, byte),
                    None if whole == value.len() => Some(span.start + byte as u32),
                    // The span of a quoted scalar has its quotation marks.
                    None if whole == value.len() + 2 && !value.contains('\n') => {
                        Some(span.start + 1 + byte as u32)
                    }
                    None => None,
                };
                match (at(bytes.start), at(bytes.end)) {
                    (Some(start), Some(end)) => Span { start, end, ..span },
                    _ => span,
                }
            }
        }
    }

    /// The whole quotation's place.
    pub fn whole_span(&self) -> Span {
        self.span(&(0..self.text().len()))
    }

    /// What is cited, as people write it: 第十条、第十一条第一款.
    pub fn provisions(&self) -> String {
        let each: Vec<String> = self
            .cited
            .iter()
            .filter_map(|cited| match cited {
                Cited::Provision(p) => Some(p.to_string()),
                Cited::Range { from, to } => Some(format!("{from}至{to}")),
                Cited::Division(_) | Cited::Part { .. } | Cited::Annex { .. } => None,
            })
            .collect();
        each.join("、")
    }

    /// The law with its version: 《种子法》（2021年12月24日修正）.
    pub fn statute(&self) -> String {
        format!("《{}》（{}）", self.law.id, version_name(self.version))
    }

    /// The older version in which the cited article has the quoted words, as people name it.
    pub fn earlier(&self) -> Option<String> {
        let published = self.comparison.earlier?;
        let known = self.law.versions.iter().find(|v| v.published == published);
        Some(known.map_or_else(|| super::text::date(published), version_name))
    }
}

/// The byte of the source at which a byte of a literal block's text stands.
fn in_block(value: &str, lines: &[u32], byte: usize) -> Option<u32> {
    let before = value.get(..byte)?;
    let line = before.matches('\n').count();
    let column = byte - before.rfind('\n').map_or(0, |at| at + 1);
    Some(lines.get(line)? + column as u32)
}

fn words<'a>(place: &Place<'a>) -> &'a str {
    match place {
        Place::Inline(text, range) => text.text.value.get(range.clone()).unwrap_or(""),
        Place::Beside(quote, _) => &quote.value,
    }
}

/// Compares what is quoted in and beside one text. `cites` are the citations of that text.
pub(super) fn judge<'a>(
    law: &Resolver<'a>,
    cites: &mut [ResolvedCite<'a>],
    beside: Option<&'a At<String>>,
) {
    let texts = law.texts;
    let judged = |cite: &ResolvedCite<'a>, place: Place<'a>, cited: Vec<Cited>| {
        let (Some(law), Some(Standing::InForce(version))) = (cite.law, cite.standing) else {
            return None;
        };
        // What an annex or a part without articles says is not among the articles.
        let annex = |c: &Cited| matches!(c, Cited::Annex { .. } | Cited::Part { .. });
        let text = texts.version(&law.id, version.published)?;
        if cited.iter().any(annex) || is_description(words(&place)) {
            return None;
        }
        Some(JudgedQuote {
            comparison: compare(words(&place), &cited, text, texts.versions(&law.id)),
            place,
            cited,
            law,
            version,
        })
    };
    for cite in cites.iter_mut() {
        let mut shared: BTreeMap<(usize, usize), Vec<Cited>> = BTreeMap::new();
        let provisions = cite.citation.provisions.iter();
        for at in provisions.filter(|at| at.quote.is_some()) {
            let quote = at.quote.clone().unwrap_or_default();
            let cited = shared.entry((quote.start, quote.end)).or_default();
            cited.push(at.cited);
        }
        if let Some(quote) = &cite.citation.quote {
            shared.entry((quote.start, quote.end)).or_default();
        }
        let quotes = shared
            .into_iter()
            .filter_map(|((start, end), cited)| {
                judged(cite, Place::Inline(cite.text, start..end), cited)
            })
            .collect();
        cite.quotes = quotes;
    }
    let Some(beside) = beside else { return };
    let lines = law.quote_lines.and_then(|lines| lines.get(&beside.span));
    let lines = lines.map(Vec::as_slice);
    // One text beside several laws is quoted from one of them.
    let best = cites
        .iter()
        .enumerate()
        .filter_map(|(i, cite)| {
            let cited = cite.citation.provisions.iter().map(|at| at.cited).collect();
            Some((i, judged(cite, Place::Beside(beside, lines), cited)?))
        })
        .min_by_key(|(_, quote)| rank(&quote.comparison.outcome));
    if let Some((i, quote)) = best
        && let Some(cite) = cites.get_mut(i)
    {
        cite.quotes.push(quote);
    }
}

/// Whether a text says what a provision is about instead of quoting it: 关于取水许可的规定.
fn is_description(text: &str) -> bool {
    const LONGEST: usize = 30;
    let text = text.trim().trim_end_matches(['。', '；', ';']);
    text.starts_with("关于") && text.ends_with("规定") && text.chars().count() <= LONGEST
}

/// How far an outcome is from what it should be.
fn rank(outcome: &Outcome) -> u8 {
    match outcome {
        Outcome::Same => 0,
        Outcome::OtherPart { .. } => 1,
        Outcome::TooShort => 2,
        Outcome::Wording { .. } => 3,
        Outcome::Elsewhere { .. } => 4,
        Outcome::NotInLaw { .. } => 5,
    }
}

/// The laws of which a project quotes something: the only ones whose texts are needed.
pub fn quoted_laws(project: &Project, register: &Register) -> BTreeSet<LawId> {
    let mut out = quoted_in_charts(project, register);
    for item in &project.items {
        quoted_in_item(item, register, &mut out);
    }
    out
}

/// The laws of which an item quotes something.
pub fn quoted_in_item(item: &PowerItem, register: &Register, out: &mut BTreeSet<LawId>) {
    for (_, _, text, beside) in item.citations_with_quotes() {
        quoted_in(text, beside.is_some(), register, out);
    }
}

/// The laws of which the charts of a project quote something.
pub fn quoted_in_charts(project: &Frame, register: &Register) -> BTreeSet<LawId> {
    let mut out = BTreeSet::new();
    for chart in project.charts.values() {
        if let ChartFile::Structured(chart) = chart {
            for text in chart.citations() {
                quoted_in(text, false, register, &mut out);
            }
        }
    }
    out
}

fn quoted_in(text: &CitedText, beside: bool, register: &Register, out: &mut BTreeSet<LawId>) {
    let mut name: Option<&str> = None;
    for citation in &text.parsed.citations {
        if let LawReference::Named(named) = &citation.law {
            name = Some(named);
        }
        let quoted = beside
            || citation.quote.is_some()
            || citation.provisions.iter().any(|at| at.quote.is_some());
        if quoted && let Some(law) = name.and_then(|name| find_law(register, name)) {
            out.insert(law.id.clone());
        }
    }
}

/// Quotations of a text by law, wherever they stand, compared or not: how many there are.
pub(super) fn quotes_of(cite: &ResolvedCite<'_>, beside: bool) -> usize {
    let mut ranges: Vec<_> = cite
        .citation
        .provisions
        .iter()
        .filter_map(|at| at.quote.as_ref())
        .chain(&cite.citation.quote)
        .map(|range| (range.start, range.end))
        .collect();
    ranges.dedup();
    ranges.len() + usize::from(beside)
}
