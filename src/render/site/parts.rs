//! Pieces that several pages are made of.

use jiff::civil::Date;
use maud::{Markup, html};

use super::briefs::Brief;
use super::{Site, names};
use crate::domain::catalog::{CategoryRow, DepartmentRow};

/// A day as it is said: 2015年3月1日.
pub(super) fn long_day(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// A number with its thousands apart.
pub(super) fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A size as people read it.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} 字节"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => {
            let tenths = bytes.div_ceil(100_000);
            format!("{}.{} MB", tenths / 10, tenths % 10)
        }
    }
}

impl<'a> Site<'a> {
    /// An item by its place.
    pub(super) fn brief(&self, n: u32) -> Option<Brief<'_>> {
        self.facts.briefs.get(n as usize)
    }

    /// A unit by its place.
    pub(super) fn unit(&self, n: usize) -> Option<&'a DepartmentRow> {
        self.release.catalog.departments.get(n)
    }

    /// A category by its place.
    pub(super) fn category(&self, n: usize) -> Option<&'a CategoryRow> {
        self.release.catalog.categories.get(n)
    }

    /// The unit of an item.
    pub(super) fn unit_of(&self, item: u32) -> Option<&'a DepartmentRow> {
        let unit = self.facts.unit_of.get(item as usize)?;
        self.unit(*unit as usize)
    }

    /// Name of the category of an item.
    pub(super) fn category_name(&self, item: u32) -> &'a str {
        let place = self.facts.category_of.get(item as usize);
        let category = place.and_then(|n| self.category(*n as usize));
        category.map_or("", |c| &c.name)
    }
}

/// 15 个工作日, 30 日.
pub(super) fn days(n: u32, day_unit: Option<&str>) -> String {
    match day_unit {
        None | Some("工作日") => format!("{n} 个工作日"),
        Some(unit) => format!("{n} {unit}"),
    }
}

/// 承诺 15 个工作日, or what of it is said.
pub(super) fn limit_in_short(item: &Brief<'_>) -> Option<String> {
    match (item.promised_days, item.statutory_days) {
        (Some(0), _) => Some("当场办结".to_owned()),
        (Some(promised), _) => Some(format!("承诺 {}", days(promised, item.day_unit))),
        (None, Some(statutory)) => Some(format!("法定 {}", days(statutory, item.day_unit))),
        (None, None) => None,
    }
}

/// An item as a line of a list: its name, and in short what decides whether one reads on. `what` is said first.
pub(super) fn line(site: &Site<'_>, root: &str, n: u32, what: &str) -> Markup {
    let Some(item) = site.brief(n) else {
        return html! {};
    };
    let limit = limit_in_short(&item);
    let fee = item
        .fee_charged
        .map(|charged| if charged { "收费" } else { "不收费" });
    html! {
        li {
            a href={ (root) (names::item(item.code)) } { (item.name) }
            span.meta {
                @if !what.is_empty() { span { (what) } }
                @if let Some(limit) = limit { span { (limit) } }
                @if let Some(fee) = fee { span { (fee) } }
            }
        }
    }
}

/// Items grouped by something, each group under its own heading.
pub(super) struct Group {
    /// Anchor of its heading.
    pub anchor: String,
    /// Its name.
    pub name: String,
    /// Page that the name leads to; empty for none.
    pub path: String,
    /// Items by their place.
    pub items: Vec<u32>,
}

/// Groups of items, with links to the groups above them where there are several.
pub(super) fn groups<'w>(
    site: &Site<'_>,
    root: &str,
    groups: &[Group],
    what: impl Fn(u32) -> &'w str,
) -> Markup {
    html! {
        @if groups.len() > 1 {
            nav.jump aria-label="本页内容" {
                ul {
                    @for group in groups {
                        li { a href={ "#" (group.anchor) } { (group.name) " " span.count { (thousands(group.items.len())) } } }
                    }
                }
            }
        }
        @for group in groups {
            section.group aria-labelledby=(group.anchor) {
                h2 #(group.anchor) {
                    @if group.path.is_empty() { (group.name) } @else { a href={ (root) (group.path) } { (group.name) } }
                    " " span.count { (thousands(group.items.len())) " 项" }
                }
                ul.items {
                    @for n in &group.items {
                        (line(site, root, *n, what(*n)))
                    }
                }
            }
        }
    }
}

/// Groups that are listed elsewhere: their names and how many items each has.
pub(super) fn tally(root: &str, caption: &str, groups: &[(String, String, usize)]) -> Markup {
    html! {
        ul.tally aria-label=(caption) {
            @for (path, name, count) in groups {
                li { a href={ (root) (path) } { span { (name) } " " span.count { (thousands(*count)) " 项" } } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_numbers_are_read_at_a_glance() {
        assert_eq!(size(12), "12 字节");
        assert_eq!(size(1_001), "2 KB");
        assert_eq!(size(38_240_000), "38.3 MB");
        assert_eq!(thousands(13_778), "13,778");
        assert_eq!(thousands(778), "778");
    }
}
