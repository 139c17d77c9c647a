//! Special lists (专项目录清单): the same items, seen for one purpose.

use maud::{Markup, html};

use super::category::by_unit;
use super::frame::{Frame, Part, page as framed};
use super::parts::{Group, days, thousands};
use super::{Site, basis, names};
use crate::domain::catalog::{BasisField, ItemRow};

/// How many lists there are.
pub(super) const COUNT: usize = 4;

/// A list: stem of its page, name, what it is.
const LISTS: [(&str, &str, &str); COUNT] = [
    (
        "approvals",
        "行政审批目录",
        "需要申请、经批准才能做的事项。",
    ),
    (
        "enterprise-fees",
        "涉企收费目录",
        "向企业收费的事项，和收费的依据、标准。",
    ),
    (
        "prerequisites",
        "前置审批目录",
        "办理一个事项以前先要办的审批。",
    ),
    (
        "services",
        "中介服务目录",
        "办理事项要委托的中介服务，和由谁付费。",
    ),
];

/// Path of a list.
pub(super) fn path(n: usize) -> String {
    format!("lists/{}.html", LISTS.get(n).map_or("", |l| l.0))
}

impl Site<'_> {
    /// Whether an item is in a list.
    fn is_in(&self, list: usize, n: usize, item: &ItemRow) -> bool {
        match list {
            0 => {
                let category = self
                    .facts
                    .category_of
                    .get(n)
                    .and_then(|c| self.category(*c));
                category.is_some_and(|c| c.kind == "licensing")
            }
            1 => item.fee_charged == Some(true) && item.fee_on_enterprises == Some(true),
            2 => !item.prerequisites.is_empty(),
            _ => !item.intermediary_services.is_empty(),
        }
    }

    fn listed(&self, list: usize) -> Vec<usize> {
        let items = self.release.catalog.items.iter().enumerate();
        items
            .filter(|(n, item)| self.is_in(list, *n, item))
            .map(|(n, _)| n)
            .collect()
    }
}

/// All lists.
pub(super) fn all(site: &Site<'_>) -> String {
    let contents = html! {
        h1 { "专项目录" }
        p.lead { "同一份清单，为不同的用途抽出来看。" }
        ul.cards {
            @for (n, (_, name, what)) in LISTS.iter().enumerate() {
                li {
                    a href={ "../" (path(n)) } { strong { (name) } " " span.count { (thousands(site.listed(n).len())) " 项" } }
                    p { (what) }
                }
            }
        }
    };
    let about = format!(
        "{}权力清单的专项目录：行政审批、涉企收费、前置审批、中介服务。",
        site.release.header.jurisdiction_name
    );
    let frame = Frame {
        is_part: true,
        ..Frame::inner(Part::Lists, "专项目录", &about, &[])
    };
    framed(site, &frame, &contents)
}

/// One list.
pub(super) fn page(site: &Site<'_>, list: usize) -> String {
    let Some((_, name, what)) = LISTS.get(list) else {
        return String::new();
    };
    let items = site.listed(list);
    let units = by_unit(site, &items);
    let contents = html! {
        h1 { (name) }
        p.lead {
            (what)
            @if items.is_empty() { "公布的清单里没有这样的事项。" } @else {
                "共 " strong { (thousands(items.len())) } " 项，属于 " (units.len()) " 个单位。"
            }
        }
        @if !items.is_empty() {
            div.scroll role="region" aria-label=(name) tabindex="0" {
                table.list {
                    thead { (head(list)) }
                    @for group in &units { (body(site, list, group)) }
                }
            }
        }
    };
    let above = [("lists/index.html".to_owned(), "专项目录".to_owned())];
    framed(
        site,
        &Frame::inner(Part::Lists, name, what, &above),
        &contents,
    )
}

fn head(list: usize) -> Markup {
    let columns: &[&str] = match list {
        0 => &["事项", "依据", "承诺期限", "收费"],
        1 => &["事项", "收费的依据", "标准"],
        2 => &["事项", "先要办的审批", "依据"],
        _ => &["事项", "中介服务", "由谁付费", "依据"],
    };
    html! { tr { @for column in columns { th scope="col" { (column) } } } }
}

fn body(site: &Site<'_>, list: usize, group: &Group) -> Markup {
    html! {
        tbody {
            tr.unit { th scope="rowgroup" colspan="4" { a href={ "../" (group.path) } { (group.name) } " " span.count { (group.items.len()) " 项" } } }
            @for n in &group.items {
                @if let Some(item) = site.item(*n) { (rows(site, list, item)) }
            }
        }
    }
}

fn rows(site: &Site<'_>, list: usize, item: &ItemRow) -> Markup {
    let name = html! { a href={ "../" (names::item(&item.code)) } { (item.name) } };
    let cites = |field: BasisField| {
        let all = basis::citations(item, field, None);
        html! { @for (n, cited) in all.iter().enumerate() { @if n > 0 { br; } (basis::cite(site, cited)) } }
    };
    html! {
        @match list {
            0 => tr {
                th scope="row" { (name) }
                td { (cites(BasisField::LegalBasis)) }
                td { @if let Some(promised) = item.promised_days { (days(promised, item)) } @else { "未写明" } }
                td { @match item.fee_charged { Some(true) => "收费", Some(false) => "不收费", None => "未写明" } }
            },
            1 => tr {
                th scope="row" { (name) }
                td { (cites(BasisField::Fee)) }
                td { (item.fee_standard.as_deref().unwrap_or("未写明")) }
            },
            2 => @for (n, needed) in item.prerequisites.iter().enumerate() {
                tr {
                    th scope="row" { (name) }
                    td {
                        @let other = needed.prerequisite_code.as_deref().and_then(|code| site.facts.item(code)).and_then(|n| site.item(n));
                        @if let Some(other) = other { a href={ "../" (names::item(&other.code)) } { (other.name) } } @else { (needed.prerequisite) }
                    }
                    td { (basis::cites(site, item, BasisField::Prerequisites, n + 1, needed.cite.as_deref())) }
                }
            },
            _ => @for (n, service) in item.intermediary_services.iter().enumerate() {
                tr {
                    th scope="row" { (name) }
                    td { (service.name) }
                    td { (service.paid_by.as_deref().unwrap_or("未写明")) }
                    td { (basis::cites(site, item, BasisField::IntermediaryServices, n + 1, service.cite.as_deref())) }
                }
            },
        }
    }
}

/// The lists with their pages and how many items each has.
pub(super) fn entries(site: &Site<'_>) -> impl Iterator<Item = (String, &'static str, usize)> {
    LISTS
        .iter()
        .enumerate()
        .map(|(n, (_, name, _))| (path(n), *name, site.listed(n).len()))
}
