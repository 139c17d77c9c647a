//! What an item rests on, as its page says it: the citation, the law's standing on the day, the words quoted.

use maud::{Markup, html};

use super::parts::long_day;
use super::{Site, names};
use crate::domain::catalog::{BasisField, BasisRow, ItemRow, LawRow};
use crate::domain::item::BasisRole;
use crate::domain::provision::{Article, Provision};
use std::num::NonZeroU16;

/// One citation with the provisions it names.
pub(super) struct Cited<'a> {
    rows: Vec<&'a BasisRow>,
}

/// The citations of a field, or of one entry of it; the rows of one citation are put together.
pub(super) fn citations(item: &ItemRow, field: BasisField, entry: Option<u32>) -> Vec<Cited<'_>> {
    let mut out: Vec<Cited<'_>> = Vec::new();
    let rows = item
        .basis
        .iter()
        .filter(|row| row.field == field && entry.is_none_or(|e| row.entry == e));
    for row in rows {
        let same = |cited: &Cited<'_>| {
            let first = cited.rows.first();
            first.is_some_and(|f| f.entry == row.entry && f.cite == row.cite && f.role == row.role)
        };
        match out.last_mut().filter(|cited| same(cited)) {
            Some(cited) => cited.rows.push(row),
            None => out.push(Cited { rows: vec![row] }),
        }
    }
    out
}

/// Path of the place in the site where a provision of a law is told of.
fn place(site: &Site<'_>, row: &BasisRow) -> Option<String> {
    let id = row.law_id.as_deref()?;
    let law = site.facts.law(id)?;
    let article = row.article.map(|a| (a, row.article_sub.unwrap_or(0)));
    let split = site.facts.laws.get(law).is_some_and(|l| l.is_split());
    Some(match split {
        true => names::article(id, article),
        false => format!("{}#{}", names::law(id), names::anchor(article)),
    })
}

/// 第二十二条第一款 of a row; `None` for a law as a whole.
fn provision(row: &BasisRow) -> Option<String> {
    let provision = Provision {
        article: Article {
            number: NonZeroU16::new(row.article?)?,
            sub: row.article_sub.unwrap_or(0),
        },
        paragraph: row.paragraph.and_then(NonZeroU16::new),
        subparagraph: row.subparagraph.and_then(NonZeroU16::new),
        point: row.point.and_then(NonZeroU16::new),
    };
    Some(provision.to_string())
}

/// The citation as written; it leads to the law where it names a single place.
pub(super) fn cite(site: &Site<'_>, cited: &Cited<'_>) -> Markup {
    let Some(first) = cited.rows.first() else {
        return html! {};
    };
    match place(site, first) {
        Some(path) => html! { a href={ "../" (path) } { (first.cite) } },
        None => html! { (first.cite) },
    }
}

/// All citations of an entry on a line.
pub(super) fn cites(
    site: &Site<'_>,
    item: &ItemRow,
    field: BasisField,
    entry: usize,
    written: Option<&str>,
) -> Markup {
    let all = citations(item, field, u32::try_from(entry).ok());
    let matching: Vec<&Cited<'_>> = all
        .iter()
        .filter(|c| {
            c.rows
                .first()
                .is_some_and(|r| Some(r.cite.as_str()) == written)
        })
        .collect();
    html! {
        @if matching.is_empty() {
            @if let Some(written) = written { (written) }
        } @else {
            @for (n, cited) in matching.iter().enumerate() {
                @if n > 0 { "、" }
                (cite(site, cited))
            }
        }
    }
}

/// The citations of a field, each with what there is to say of it.
pub(super) fn list(
    site: &Site<'_>,
    item: &ItemRow,
    field: BasisField,
    entry: Option<u32>,
) -> Markup {
    let all = citations(item, field, entry);
    html! {
        @if !all.is_empty() {
            ol.basis {
                @for cited in &all {
                    (one(site, cited))
                }
            }
        }
    }
}

fn one(site: &Site<'_>, cited: &Cited<'_>) -> Markup {
    let Some(first) = cited.rows.first() else {
        return html! {};
    };
    // What the citation quotes itself is in its own text already.
    let quote = cited
        .rows
        .iter()
        .find_map(|r| r.quote.as_deref())
        .filter(|q| !first.cite.contains(q));
    let others: Vec<_> = cited
        .rows
        .iter()
        .skip(1)
        .filter_map(|r| Some((place(site, r)?, r.law_name.as_deref()?, provision(r)?)))
        .collect();
    html! {
        li {
            p.cite {
                (cite(site, cited))
                @if first.role != BasisRole::Creates.chinese() { " " span.tag { (first.role) } }
            }
            @if !others.is_empty() {
                p.others {
                    "还引用："
                    @for (n, (path, law, provision)) in others.iter().enumerate() {
                        @if n > 0 { "、" }
                        a href={ "../" (path) } { "《" (law) "》" (provision) }
                    }
                }
            }
            (standing(site, first))
            @if let Some(quote) = quote { blockquote { p { (quote) } } }
        }
    }
}

/// How the law stood on the day whose law counts.
fn standing(site: &Site<'_>, row: &BasisRow) -> Markup {
    let law = row
        .law_id
        .as_deref()
        .and_then(|id| site.release.catalog.law(id));
    html! {
        p.standing {
            @match (&row.law_name, law) {
                (None, _) => span.doubt { "没有识别出法名和条款" },
                (Some(_), None) => span.doubt { "法规库中没有这部法，效力不明" },
                (Some(_), Some(law)) => {
                    span.level { (law.level) }
                    span { (law.full_name) }
                    (state(law))
                },
            }
        }
    }
}

/// The standing of a law in words, with the day since when.
pub(super) fn state(law: &LawRow) -> Markup {
    let [in_force, _, _, repealed] = LawRow::STANDINGS;
    let version = law.versions.iter().find(|v| v.in_force);
    html! {
        @if law.standing == in_force {
            span.sound {
                (law.standing)
                @if let Some(version) = version {
                    "：" (long_day(version.published)) (version.enactment)
                    @if let Some(day) = version.effective { "，" (long_day(day)) "起施行" }
                }
            }
        } @else {
            span.doubt {
                (law.standing)
                @if law.standing == repealed { @if let Some(day) = law.repealed_on { "：" (long_day(day)) "起" } }
            }
        }
    }
}
