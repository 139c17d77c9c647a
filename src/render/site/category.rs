//! Categories: all of them, and each with its items.

use maud::html;

use super::charts::{Bar, bars};
use super::frame::{Frame, Part, page as framed};
use super::parts::{Group, groups, tally, thousands};
use super::{Site, names};

/// What the ten and the other ten categories are, for people who do not know the words; by the stable key of the kind.
fn meaning(kind: &str) -> &'static str {
    match kind {
        "licensing" => "经申请，准许从事某种活动：许可、批准、核准、登记。",
        "penalty" => "对违法的行为罚款、没收、责令停产、吊销证照等。",
        "levy" => "依法收取税、费。",
        "payment" => "发给抚恤金、救济、补助、待遇等。",
        "reward" => "对有贡献的单位和个人给予奖励。",
        "coercion" => "查封、扣押、冻结，以及代履行、加处罚款等。",
        "confirmation" => "对身份、资格、事实、权属作出认定。",
        "adjudication" => "对与管理有关的民事纠纷作出裁决。",
        "planning" => "编制、批准规划。",
        "inspection" => "检查遵守法律的情况。",
        "other" => "不属于以上各类的权力。",
        _ => "",
    }
}

/// All categories.
pub(super) fn all(site: &Site<'_>) -> String {
    let categories = site.release.catalog.categories.iter().enumerate();
    let rows: Vec<Bar> = categories
        .clone()
        .map(|(n, category)| Bar {
            label: category.name.clone(),
            path: names::category(&category.code),
            count: site.facts.by_category.get(n).map_or(0, Vec::len),
        })
        .collect();
    let contents = html! {
        h1 { "按类别查找" }
        p.lead { "权力按性质分为 " (rows.len()) " 类。" }
        (bars("../", "各类权力的事项数", ["类别", "事项"], &rows))
        @if categories.clone().any(|(_, c)| !meaning(&c.kind).is_empty()) {
            h2 { "各类是什么" }
            dl.terms {
                @for (_, category) in categories.filter(|(_, c)| !meaning(&c.kind).is_empty()) {
                    div {
                        dt { (category.name) }
                        dd { (meaning(&category.kind)) }
                    }
                }
            }
        }
    };
    let about = format!(
        "{}的行政权力，按类别排列。",
        site.release.header.jurisdiction_name
    );
    let frame = Frame {
        is_part: true,
        ..Frame::inner(Part::Categories, "按类别", &about, &[])
    };
    framed(site, &frame, &contents)
}

/// One category.
pub(super) fn page(site: &Site<'_>, n: usize) -> String {
    let Some(category) = site.category(n) else {
        return String::new();
    };
    let items = site.facts.by_category.get(n).map_or(&[][..], Vec::as_slice);
    let units = by_unit(site, items);
    let anchor = format!("c{}", names::safe(&category.code));
    let contents = html! {
        h1 { (category.name) }
        p.lead {
            (meaning(&category.kind))
            @if items.is_empty() { "公布的清单里没有这一类的事项。" } @else {
                "共 " strong { (thousands(items.len())) } " 项，属于 " (units.len()) " 个单位。"
            }
        }
        @if site.facts.is_long(items) {
            @let counts: Vec<_> = units.iter().map(|g| (format!("{}#{anchor}", g.path), g.name.clone(), g.items.len())).collect();
            (tally("../", "各单位的事项数", &counts))
        } @else {
            (groups(site, "../", &units, |_| ""))
        }
    };
    let about = format!(
        "{}：{} 项。{}",
        category.name,
        items.len(),
        meaning(&category.kind)
    );
    let above = [("categories/index.html".to_owned(), "按类别".to_owned())];
    framed(
        site,
        &Frame::inner(Part::Categories, &category.name, &about, &above),
        &contents,
    )
}

/// Items under their units.
pub(super) fn by_unit(site: &Site<'_>, items: &[u32]) -> Vec<Group> {
    let mut out: Vec<Group> = Vec::new();
    let mut last = None;
    for item in items {
        let place = site.facts.unit_of.get(*item as usize).copied();
        if place != last || out.is_empty() {
            last = place;
            if let Some(unit) = site.unit_of(*item) {
                out.push(Group {
                    anchor: format!("u-{}", names::safe(&unit.id)),
                    name: unit.short_name.clone(),
                    path: names::unit(&unit.id),
                    items: Vec::new(),
                });
            }
        }
        if let Some(group) = out.last_mut() {
            group.items.push(*item);
        }
    }
    out
}
