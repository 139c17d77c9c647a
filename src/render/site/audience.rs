//! What is for one kind of people.

use maud::html;

use super::category::by_unit;
use super::frame::{Frame, Part, page as framed};
use super::parts::{Group, groups, tally, thousands};
use super::{Site, names};
use crate::domain::audience::Audience;

/// Everything for them, or where it is listed.
pub(super) fn page(site: &Site<'_>, audience: Audience) -> String {
    let items = site.facts.for_audience(audience);
    let units = by_unit(site, items);
    let contents = html! {
        h1 { (audience.chinese()) }
        p.lead {
            "按清单写明的行政相对人，" strong { (thousands(items.len())) } " 项权力与" (audience.chinese()) "有关，属于 "
            (units.len()) " 个单位。"
            @if site.facts.for_nobody > 0 {
                "另有 " (thousands(site.facts.for_nobody)) " 项没有写明对象，不在这里。"
            }
        }
        @if site.facts.is_long(items) {
            @let counts: Vec<_> = site.facts.units_of(items).zip(&units).map(|(n, group)| {
                let unit = site.unit(n).map_or("", |u| u.id.as_str());
                (names::audience_of(audience, unit), group.name.clone(), group.items.len())
            }).collect();
            (tally("../", "各单位的事项数", &counts))
        } @else {
            (groups(site, "../", &units, |item| target(site, item)))
        }
    };
    let about = format!(
        "与{}有关的 {} 项行政权力。",
        audience.chinese(),
        items.len()
    );
    framed(
        site,
        &Frame::inner(Part::Units, audience.chinese(), &about, &[]),
        &contents,
    )
}

/// Of it, what one unit has.
pub(super) fn of_unit(site: &Site<'_>, audience: Audience, n: usize) -> String {
    let Some(unit) = site.unit(n) else {
        return String::new();
    };
    let all = site.facts.for_audience(audience);
    let items: Vec<u32> = all
        .iter()
        .copied()
        .filter(|i| {
            site.facts
                .unit_of
                .get(*i as usize)
                .is_some_and(|unit| *unit as usize == n)
        })
        .collect();
    let mut by_category: Vec<Group> = Vec::new();
    for item in &items {
        let name = site.category_name(*item);
        match by_category.last_mut().filter(|g| g.name == name) {
            Some(group) => group.items.push(*item),
            None => by_category.push(Group {
                anchor: format!("c{}", by_category.len() + 1),
                name: name.to_owned(),
                path: String::new(),
                items: vec![*item],
            }),
        }
    }
    let contents = html! {
        h1 { (unit.short_name) "：" (audience.chinese()) }
        p.lead { (thousands(items.len())) " 项权力与" (audience.chinese()) "有关。" }
        (groups(site, "../", &by_category, |item| target(site, item)))
    };
    let about = format!("{}与{}有关的行政权力。", unit.name, audience.chinese());
    let above = [(names::audience(audience), audience.chinese().to_owned())];
    framed(
        site,
        &Frame::inner(Part::Units, &unit.short_name, &about, &above),
        &contents,
    )
}

fn target<'s>(site: &'s Site<'_>, item: u32) -> &'s str {
    site.brief(item).and_then(|i| i.target).unwrap_or_default()
}
