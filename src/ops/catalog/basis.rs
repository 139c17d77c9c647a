//! Citations of an item as rows, one for each provision.

use std::num::NonZeroU16;
use std::ops::Range;

use crate::domain::catalog::{BasisField, BasisRow};
use crate::domain::item::{BasisRole, CitedText, PowerItem};
use crate::domain::provision::Provision;
use crate::rules::context::{ResolvedCite, Shared};

use super::text;

/// Every citation of an item, one row for each provision.
pub(super) fn basis_rows(shared: &Shared<'_>, item: &PowerItem) -> Vec<BasisRow> {
    let mut out = Vec::new();
    for (i, basis) in item.legal_basis.iter().enumerate() {
        let quote = basis.quote.as_ref().map(|q| q.value.as_str());
        cite_rows(
            shared,
            (BasisField::LegalBasis, i),
            basis.role,
            &basis.cite,
            quote,
            &mut out,
        );
    }
    for (i, sub) in item.sub_items.iter().enumerate() {
        for basis in &sub.legal_basis {
            let quote = basis.quote.as_ref().map(|q| q.value.as_str());
            let place = (BasisField::SubItems, i);
            cite_rows(shared, place, basis.role, &basis.cite, quote, &mut out);
        }
    }
    for (i, basis) in item.fee.iter().flat_map(|f| &f.basis).enumerate() {
        let quote = basis.quote.as_ref().map(|q| q.value.as_str());
        let place = (BasisField::Fee, i);
        cite_rows(
            shared,
            place,
            BasisRole::Charges,
            &basis.cite,
            quote,
            &mut out,
        );
    }
    let duties = item.responsibilities.iter().map(|r| r.basis.as_ref());
    let situations = item.accountability.iter().map(|a| a.basis.as_ref());
    let prerequisites = item.prerequisites.iter().map(|p| p.basis.as_ref());
    let services = item.intermediary_services.iter().map(|s| s.basis.as_ref());
    let mut add = |field, role, cites: &mut dyn Iterator<Item = Option<&CitedText>>| {
        for (i, cite) in cites.enumerate() {
            if let Some(cite) = cite {
                cite_rows(shared, (field, i), role, cite, None, &mut out);
            }
        }
    };
    let (implements, answers) = (BasisRole::Implements, BasisRole::HoldsAccountable);
    add(
        BasisField::Responsibilities,
        implements,
        &mut duties.into_iter(),
    );
    add(
        BasisField::Accountability,
        answers,
        &mut situations.into_iter(),
    );
    add(
        BasisField::Prerequisites,
        implements,
        &mut prerequisites.into_iter(),
    );
    add(
        BasisField::IntermediaryServices,
        implements,
        &mut services.into_iter(),
    );
    out
}

fn cite_rows(
    shared: &Shared<'_>,
    (field, entry): (BasisField, usize),
    role: BasisRole,
    cite: &CitedText,
    quote: Option<&str>,
    out: &mut Vec<BasisRow>,
) {
    let whole = &cite.text.value;
    let first = out.len();
    let mut row = |resolved: Option<&ResolvedCite<'_>>,
                   provision: Option<Provision>,
                   quote: Option<&Range<usize>>| {
        let number = |n: Option<NonZeroU16>| n.map(NonZeroU16::get);
        out.push(BasisRow {
            field,
            entry: u32::try_from(entry + 1).unwrap_or(u32::MAX),
            role: text(role.chinese()),
            cite: whole.clone(),
            law_id: resolved.and_then(|r| r.law).map(|l| l.id.to_string()),
            law_name: resolved.and_then(|r| r.name).map(text),
            article: provision.map(|p| p.article.number.get()),
            article_sub: provision.map(|p| p.article.sub),
            paragraph: provision.and_then(|p| number(p.paragraph)),
            subparagraph: provision.and_then(|p| number(p.subparagraph)),
            point: provision.and_then(|p| number(p.point)),
            quote: quote.and_then(|r| whole.get(r.clone())).map(text),
        });
    };
    let mut resolved = Vec::new();
    shared.resolve("", role, cite, &mut resolved);
    for citation in &resolved {
        let provisions = &citation.citation.provisions;
        if provisions.is_empty() {
            row(Some(citation), None, None);
        }
        for at in provisions {
            let quote = at.quote.as_ref();
            match at.cited.provisions() {
                Some(list) => list
                    .into_iter()
                    .for_each(|p| row(Some(citation), Some(p), quote)),
                None => row(Some(citation), None, quote),
            }
        }
    }
    if resolved.is_empty() {
        row(None, None, None);
    }
    if let (Some(quote), Some(row)) = (quote, out.get_mut(first)) {
        row.quote.get_or_insert_with(|| text(quote));
    }
}
