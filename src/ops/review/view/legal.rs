//! What an item and what is said to it cite, and how that stands in law.

use super::super::cited::{CitedStanding, cited};
use super::Library;
use crate::domain::item::{BasisRole, CitedText, PowerItem};
use crate::domain::place::At;
use crate::domain::provision::Provision;
use crate::domain::quote::{Difference, LawTexts, Outcome, TextLine};
use crate::report::cite::plain;
use crate::report::review_sheet::{
    CitationView, CitedView, LawView, ProvisionView, QuoteView, Verdict,
};
use crate::rules::cite::{CiteStatus, ExplainedCitation, ExplainedProvision, explain};
use crate::rules::cite_problems::{doubts, gap_words, missing, of_law};
use crate::rules::context::Resolver;
use crate::rules::quote::JudgedQuote;
use crate::rules::text::date;

/// Most provisions of one citation whose texts are shown.
const MOST_TEXTS: usize = 6;

/// What a free text cites.
pub(super) fn cited_in(text: &str, library: Library<'_>) -> Vec<CitedView> {
    let view = |c: CitedStanding| CitedView {
        verdict: Verdict::of(c.status),
        says: c.says,
    };
    let all = cited(text, library.register, library.as_of).into_iter();
    all.map(view).collect()
}

/// What an item cites, field by field.
pub(super) fn citations(item: &PowerItem, library: Library<'_>) -> Vec<CitationView> {
    item.citations_with_quotes()
        .map(|(field, role, text, quote)| citation((field, role), text, quote, library))
        .collect()
}

fn citation(
    (field, role): (&'static str, BasisRole),
    text: &CitedText,
    quote: Option<&At<String>>,
    library: Library<'_>,
) -> CitationView {
    let words = &text.text.value;
    let explained = explain(words, &text.parsed, library.register, library.as_of);
    let resolver = Resolver {
        register: library.register,
        as_of: library.as_of,
        texts: library.texts,
        quote_lines: None,
    };
    let mut resolved = Vec::new();
    resolver.resolve((field, role), text, quote, &mut resolved);
    let laws = explained.citations.iter().zip(&resolved);
    let gap = |gap: &crate::domain::citation::Gap| {
        let text = words.get(gap.span.clone()).unwrap_or_default();
        (text.to_owned(), gap_words(gap.why).0.to_owned())
    };
    CitationView {
        field,
        role,
        text: words.clone(),
        quote: quote.map(|q| q.value.clone()),
        laws: laws
            .map(|(cite, resolved)| law(cite, &resolved.quotes, library))
            .collect(),
        gaps: explained.gaps.iter().map(gap).collect(),
    }
}

fn law(cite: &ExplainedCitation<'_>, quotes: &[JudgedQuote<'_>], library: Library<'_>) -> LawView {
    let fault = of_law(cite, library.as_of);
    let mut notes: Vec<String> = doubts(cite).into_iter().map(|p| p.message).collect();
    // A new version that is passed and will come into effect.
    let coming = cite.law.zip(cite.version()).and_then(|(law, version)| {
        let later = law
            .versions
            .iter()
            .find(|v| v.published > version.published)?;
        let passed = later.published <= library.as_of && later.starts() > library.as_of;
        passed.then(|| later.starts())
    });
    notes.extend(coming.map(|day| format!("已经修改，新的版本{}起施行", date(day))));
    let mut with_text = 0;
    let provisions = cite.provisions.iter().map(|provision| {
        with_text += 1;
        let text = match with_text <= MOST_TEXTS {
            true => statute_text(cite, provision, library.texts),
            false => Vec::new(),
        };
        ProvisionView {
            mark: plain::mark(cite, provision),
            status: provision.status,
            says: plain::judgement(cite, provision),
            text,
        }
    });
    // Of a law that does not hold, what is cited is not asked about.
    let provisions = match fault {
        None => provisions.collect(),
        Some(_) => Vec::new(),
    };
    LawView {
        cited: plain::canonical(cite),
        full_name: cite.law.map(|law| law.full_name.to_string()),
        level: cite.law.map(|law| law.level.chinese()),
        status: cite.status,
        says: fault.unwrap_or_else(|| match cite.status {
            CiteStatus::InForce => "现行有效".to_owned(),
            _ => "现行有效，条文无从核对".to_owned(),
        }),
        version: cite.version().map(plain::version_line),
        notes,
        provisions,
        quotes: quotes.iter().map(quoted).collect(),
    }
}

/// The words of a provision: its own paragraph or item, with the words that lead to the item.
fn statute_text(
    cite: &ExplainedCitation<'_>,
    provision: &ExplainedProvision,
    texts: &LawTexts,
) -> Vec<String> {
    let there = |cited: &Provision| missing(cited, provision.status).is_none();
    let (Some(law), Some(version), Some(cited)) =
        (cite.law, cite.version(), provision.provision.filter(there))
    else {
        return Vec::new();
    };
    let article = texts
        .version(&law.id, version.published)
        .and_then(|text| text.article(cited.article));
    let Some(article) = article else {
        return Vec::new();
    };
    let part = article.numbered.then_some(cited);
    let wanted = |line: &&TextLine| {
        let Some(part) = part else { return true };
        let paragraph = part.paragraph.is_none_or(|n| n.get() == line.paragraph);
        let item = part
            .subparagraph
            .is_none_or(|n| n.get() == line.item || line.item == 0);
        paragraph && item
    };
    let lines = article.lines.iter().filter(wanted);
    lines.map(|line| line.text.to_string()).collect()
}

fn quoted(quote: &JudgedQuote<'_>) -> QuoteView {
    let differences = |all: &[Difference]| {
        let shown = all.iter().filter(|d| !d.punctuation);
        shown
            .map(|d| (d.quoted.clone(), d.statute.clone()))
            .collect()
    };
    let (verdict, says, differences) = match &quote.comparison.outcome {
        Outcome::Same => (Verdict::Sound, "与原文相同".to_owned(), Vec::new()),
        Outcome::TooShort => (Verdict::Doubtful, "太短，没有核对".to_owned(), Vec::new()),
        Outcome::OtherPart { paragraph, item } => {
            let item = item.map_or_else(String::new, |n| format!("第（{n}）项"));
            let says = format!("同一条里在第 {paragraph} 款{item}");
            (Verdict::Doubtful, says, Vec::new())
        }
        Outcome::Wording {
            differences: all, ..
        } => {
            let words = all.iter().any(|d| !d.punctuation);
            let says = if words {
                "字句与原文不同"
            } else {
                "只有标点与原文不同"
            };
            (Verdict::Doubtful, says.to_owned(), differences(all))
        }
        Outcome::Elsewhere {
            articles,
            differences: all,
        } => {
            let articles: Vec<String> = articles.iter().map(ToString::to_string).collect();
            let says = format!("这段文字在{}", articles.join("、"));
            (Verdict::Unsound, says, differences(all))
        }
        Outcome::NotInLaw { nearest } => {
            let near =
                nearest.map_or_else(String::new, |(article, _)| format!("，最接近的是{article}"));
            (
                Verdict::Unsound,
                format!("这部法里没有这段文字{near}"),
                Vec::new(),
            )
        }
    };
    let earlier = quote.earlier();
    let earlier = earlier.map_or_else(String::new, |v| format!("；是{v}的文字"));
    QuoteView {
        verdict,
        says: format!("{says}{earlier}"),
        differences,
    }
}
