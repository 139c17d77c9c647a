//! Names of files: letters, digits and a few marks, so that every server and every file system takes them.

use super::{ASSETS, Page, Site};
use crate::domain::audience::Audience;
use crate::domain::catalog::ChartRow;
use crate::domain::ids::Digest;

/// A name as it may stand in a path: itself where it is harmless, else what its digest begins with.
pub(super) fn safe(name: &str) -> String {
    let harmless = !name.is_empty()
        && !name.starts_with('.')
        && name.len() <= 80
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    if harmless {
        name.to_owned()
    } else {
        digest(name)
    }
}

fn digest(name: &str) -> String {
    let mut digest = Digest::of(name.as_bytes()).to_string();
    digest.truncate(12);
    digest
}

/// Path of an item's page.
pub(super) fn item(code: &str) -> String {
    format!("items/{}.html", safe(code))
}

/// Path of a unit's page.
pub(super) fn unit(id: &str) -> String {
    format!("units/{}.html", safe(id))
}

/// Path of a category's page.
pub(super) fn category(code: &str) -> String {
    format!("categories/{}.html", safe(code))
}

/// Path of a page of what is for somebody.
pub(super) fn audience(audience: Audience) -> String {
    format!("for/{}.html", audience.key())
}

/// Path of the part of it that a unit has.
pub(super) fn audience_of(audience: Audience, unit: &str) -> String {
    format!("for/{}-{}.html", audience.key(), safe(unit))
}

/// Name of a law without folder and ending: names of laws are Chinese.
pub(super) fn law_stem(id: &str) -> String {
    digest(id)
}

/// Path of a law's page.
pub(super) fn law(id: &str) -> String {
    format!("laws/{}.html", law_stem(id))
}

/// Where an article stands in its law's page.
pub(super) fn anchor(article: Option<(u16, u16)>) -> String {
    match article {
        None => "whole".to_owned(),
        Some((number, 0)) => format!("a{number}"),
        Some((number, sub)) => format!("a{number}-{sub}"),
    }
}

/// Path of an article's own page.
pub(super) fn article(law: &str, article: Option<(u16, u16)>) -> String {
    format!("laws/{}-{}.html", law_stem(law), anchor(article))
}

/// Path of a release's page of changes.
pub(super) fn change(release: &str) -> String {
    format!("changes/{}.html", safe(release))
}

/// Path of a chart's drawing.
pub(super) fn drawing(chart: &ChartRow, ending: &str) -> String {
    let stem = chart.id.strip_prefix("flowcharts/").unwrap_or(&chart.id);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let parts: Vec<&str> = stem.split('/').collect();
    if parts.iter().all(|part| safe(part) == **part) {
        format!("flowcharts/{}.{ending}", parts.join("-"))
    } else {
        format!("flowcharts/{}.{ending}", digest(&chart.id))
    }
}

/// Path of a page.
pub(super) fn path(site: &Site<'_>, page: Page) -> String {
    let catalog = &site.release.catalog;
    let unit_id = |n: usize| catalog.departments.get(n).map_or("", |d| d.id.as_str());
    let law_id = |n: usize| catalog.laws.get(n).map_or("", |l| l.id.as_str());
    match page {
        Page::Home => "index.html".to_owned(),
        Page::Units => "units/index.html".to_owned(),
        Page::Unit(n) => unit(unit_id(n)),
        Page::Categories => "categories/index.html".to_owned(),
        Page::Category(n) => category(catalog.categories.get(n).map_or("", |c| &c.code)),
        Page::Audience(a) => audience(a),
        Page::AudienceOf(a, n) => audience_of(a, unit_id(n)),
        Page::Laws => "laws/index.html".to_owned(),
        Page::Law(n) => law(law_id(n)),
        Page::Article(n, a) => {
            let cited = site.facts.laws.get(n).and_then(|l| l.articles.get(a));
            article(law_id(n), cited.and_then(|c| c.article))
        }
        Page::Lists => "lists/index.html".to_owned(),
        Page::Changes => "changes/index.html".to_owned(),
        Page::Change(n) => change(site.editions.get(n).map_or("", |e| e.id.as_str())),
        Page::Search => "search.html".to_owned(),
        Page::Names(n) => format!("search/n{n:04}.js"),
        Page::Drawing(n) => site
            .facts
            .drawings
            .get(n)
            .map_or_else(String::new, |d| d.path.clone()),
        Page::Feed => "feed.xml".to_owned(),
        Page::Asset(n) => ASSETS.get(n).map_or("", |(path, _)| path).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leads_out_of_the_folder() {
        for name in [
            "",
            "../x",
            "a/b",
            ".hidden",
            "单位",
            "a b",
            "x\u{0}",
            &"a".repeat(99),
        ] {
            let made = safe(name);
            assert_eq!(made.len(), 12, "{name}");
            assert!(made.bytes().all(|b| b.is_ascii_hexdigit()), "{name}");
        }
        assert_eq!(item("341100-hbj-01-0001"), "items/341100-hbj-01-0001.html");
        assert_eq!(anchor(Some((25, 1))), "a25-1");
    }

    #[test]
    fn drawings_are_called_as_their_charts() {
        let chart = |id: &str| ChartRow {
            id: id.to_owned(),
            kind: "structured".to_owned(),
            title: None,
            category: None,
            steps: Vec::new(),
        };
        let name = |id: &str| drawing(&chart(id), "svg");
        assert_eq!(name("flowcharts/hbj/eia.yaml"), "flowcharts/hbj-eia.svg");
        assert_eq!(
            name("flowcharts/hbj/旧图.yaml").len(),
            "flowcharts/.svg".len() + 12
        );
        assert_eq!(
            name("flowcharts/../../x.yaml").len(),
            "flowcharts/.svg".len() + 12
        );
    }
}
