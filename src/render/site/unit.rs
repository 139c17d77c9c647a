//! Units: all of them, and each with its items.

use maud::{Markup, html};

use super::frame::{Frame, Part, page as framed};
use super::parts::{Group, groups, long_day, thousands};
use super::{Site, names};

/// All units, by their kind.
pub(super) fn all(site: &Site<'_>) -> String {
    let contents = html! {
        h1 { "按部门查找" }
        p.lead {
            (thousands(site.included())) " 个单位共有 " (thousands(site.facts.briefs.len())) " 项权力。点开单位，看它行使哪些权力。"
        }
        (by_kind(site, "../", 2))
    };
    let about = format!(
        "{}各部门行使的行政权力。",
        site.release.header.jurisdiction_name
    );
    let frame = Frame {
        is_part: true,
        ..Frame::inner(Part::Units, "按部门", &about, &[])
    };
    framed(site, &frame, &contents)
}

/// The units under the names of their kinds.
pub(super) fn by_kind(site: &Site<'_>, root: &str, level: u8) -> Markup {
    let units = &site.release.catalog.departments;
    let mut kinds: Vec<&str> = Vec::new();
    for unit in units {
        if !kinds.contains(&unit.kind.as_str()) {
            kinds.push(&unit.kind);
        }
    }
    html! {
        @for kind in kinds {
            section.kind {
                @if level == 2 { h2 { (kind) } } @else { h3 { (kind) } }
                ul.units {
                    @for (n, unit) in units.iter().enumerate().filter(|(_, u)| u.kind == kind) {
                        li {
                            @if unit.confirmed {
                                a href={ (root) (names::unit(&unit.id)) } {
                                    span { (unit.short_name) } " "
                                    span.count { (thousands(site.facts.by_unit.get(n).map_or(0, Vec::len))) " 项" }
                                }
                            } @else {
                                span.absent { span { (unit.short_name) } " " span.count { "尚未公布" } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// One unit.
pub(super) fn page(site: &Site<'_>, n: usize) -> String {
    let Some(unit) = site.unit(n) else {
        return String::new();
    };
    let items = site.facts.by_unit.get(n).map_or(&[][..], Vec::as_slice);
    let catalog = &site.release.catalog;
    let mut by_category: Vec<Group> = Vec::new();
    for item in items {
        let place = site.facts.category_of.get(*item as usize).copied();
        let Some(category) = site.category(place.unwrap_or(0) as usize) else {
            continue;
        };
        let anchor = format!("c{}", names::safe(&category.code));
        match by_category.last_mut().filter(|g| g.anchor == anchor) {
            Some(group) => group.items.push(*item),
            None => by_category.push(Group {
                anchor,
                name: category.name.clone(),
                path: String::new(),
                items: vec![*item],
            }),
        }
    }
    let parent = unit.parent.as_deref().and_then(|id| catalog.department(id));
    let below: Vec<_> = catalog
        .departments
        .iter()
        .filter(|d| d.parent.as_deref() == Some(&unit.id))
        .collect();
    let office = |item: u32| site.brief(item).and_then(|i| i.office).unwrap_or_default();
    let contents = html! {
        h1 { (unit.name) }
        p.lead {
            @if unit.confirmed {
                (unit.kind) "，行使 " strong { (thousands(items.len())) } " 项权力，"
                (long_day(site.release.header.published_on)) "公布。"
            } @else {
                "这个单位的清单还没有公布，这里没有它的事项。"
            }
        }
        @if let Some(parent) = parent {
            p { "隶属于" a href={ "../" (names::unit(&parent.id)) } { (parent.name) } "。" }
        }
        @if !below.is_empty() {
            p {
                "所属单位："
                @for (i, unit) in below.iter().enumerate() {
                    @if i > 0 { "、" }
                    a href={ "../" (names::unit(&unit.id)) } { (unit.short_name) }
                }
                "。"
            }
        }
        (groups(site, "../", &by_category, office))
    };
    let about = format!("{}行使的 {} 项行政权力。", unit.name, items.len());
    let above = [("units/index.html".to_owned(), "按部门".to_owned())];
    framed(
        site,
        &Frame::inner(Part::Units, &unit.short_name, &about, &above),
        &contents,
    )
}

impl Site<'_> {
    /// How many units are in the release.
    pub(super) fn included(&self) -> usize {
        self.release
            .catalog
            .departments
            .iter()
            .filter(|d| d.confirmed)
            .count()
    }
}
