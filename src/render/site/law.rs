//! Laws: all that the list rests on, and of each which items rest on which of its provisions.

use std::num::NonZeroU16;

use maud::{Markup, html};

use super::basis::state;
use super::facts::CitedArticle;
use super::frame::{Frame, Part, page as framed};
use super::parts::{long_day, tally, thousands};
use super::{Site, names};
use crate::domain::catalog::{BasisField, LawRow};
use crate::domain::provision::Article;

/// All laws, by their level.
pub(super) fn all(site: &Site<'_>) -> String {
    let laws = &site.release.catalog.laws;
    let mut levels: Vec<(&str, Vec<usize>)> =
        LEVELS.iter().map(|level| (*level, Vec::new())).collect();
    for (n, law) in laws.iter().enumerate() {
        match levels.iter_mut().find(|(level, _)| *level == law.level) {
            Some((_, of_level)) => of_level.push(n),
            None => levels.push((&law.level, vec![n])),
        }
    }
    levels.retain(|(_, laws)| !laws.is_empty());
    let count = |n: usize| site.facts.laws.get(n).map_or(0, |l| l.items);
    for (_, laws) in &mut levels {
        laws.sort_by_key(|n| std::cmp::Reverse(count(*n)));
    }
    let contents = html! {
        h1 { "依据的法律" }
        p.lead {
            "清单引用了 " (thousands(laws.len())) " 部法律、法规、规章和文件。点开一部，看哪些权力依据它的哪一条。效力以"
            (long_day(site.as_of())) "为准。"
        }
        nav.jump aria-label="本页内容" {
            ul {
                @for (n, (level, laws)) in levels.iter().enumerate() {
                    li { a href={ "#l" (n + 1) } { (level) " " span.count { (laws.len()) } } }
                }
            }
        }
        @for (n, (level, of_level)) in levels.iter().enumerate() {
            @let anchor = format!("l{}", n + 1);
            section.group aria-labelledby=(anchor) {
                h2 #(anchor) { (level) " " span.count { (of_level.len()) " 部" } }
                ul.items {
                    @for (place, law) in of_level.iter().filter_map(|n| Some((*n, laws.get(*n)?))) {
                        li {
                            a href={ "../" (names::law(&law.id)) } { (law.full_name) }
                            span.meta {
                                span { (thousands(count(place))) " 项" }
                                @if law.standing != LawRow::STANDINGS[0] { span.doubt { (law.standing) } }
                            }
                        }
                    }
                }
            }
        }
    };
    let about = format!(
        "{}权力清单依据的法律、法规和规章。",
        site.release.header.jurisdiction_name
    );
    let frame = Frame {
        is_part: true,
        ..Frame::inner(Part::Laws, "依据的法律", &about, &[])
    };
    framed(site, &frame, &contents)
}

/// Levels in their order.
const LEVELS: [&str; 7] = [
    "宪法",
    "法律",
    "行政法规",
    "地方性法规",
    "部门规章",
    "地方政府规章",
    "规范性文件",
];

/// 第二十二条, or that the law as a whole is cited.
fn heading(article: Option<(u16, u16)>) -> String {
    let article = article.and_then(|(number, sub)| {
        Some(Article {
            number: NonZeroU16::new(number)?,
            sub,
        })
    });
    article.map_or_else(|| "整部引用".to_owned(), |a| a.to_string())
}

/// One law.
pub(super) fn page(site: &Site<'_>, n: usize) -> String {
    let (Some(law), Some(cited)) = (site.release.catalog.laws.get(n), site.facts.laws.get(n))
    else {
        return String::new();
    };
    let contents = html! {
        h1 { (law.full_name) }
        p.lead {
            (law.level) "，" (state(law)) "（以" (long_day(site.as_of())) "为准）。"
            @if cited.items > 0 {
                "清单里有 " strong { (thousands(cited.items)) } " 项权力引用它的 " (cited.articles.iter().filter(|a| a.article.is_some()).count()) " 条。"
            } @else {
                "只有流程图的步骤引用它。"
            }
        }
        @if law.versions.len() > 1 { (versions(law)) }
        @if cited.is_split() {
            h2 { "各条引用的事项数" }
            @let counts: Vec<_> = cited.articles.iter().map(|a| (names::article(&law.id, a.article), heading(a.article), a.items.len())).collect();
            (tally("../", "各条引用的事项数", &counts))
        } @else {
            @if cited.articles.len() > 3 {
                nav.jump aria-label="本页内容" {
                    ul {
                        @for article in &cited.articles {
                            li { a href={ "#" (names::anchor(article.article)) } { (heading(article.article)) } }
                        }
                    }
                }
            }
            @for article in &cited.articles {
                @let anchor = names::anchor(article.article);
                section.group aria-labelledby=(anchor) {
                    h2 #(anchor) { (heading(article.article)) " " span.count { (thousands(article.items.len())) " 项" } }
                    (citing(site, article))
                }
            }
        }
    };
    let about = format!("{}：{} 项行政权力依据它。", law.full_name, cited.items);
    let above = [("laws/index.html".to_owned(), "依据的法律".to_owned())];
    framed(
        site,
        &Frame::inner(Part::Laws, &law.id, &about, &above),
        &contents,
    )
}

/// One article.
pub(super) fn article(site: &Site<'_>, n: usize, place: usize) -> String {
    let law = site.release.catalog.laws.get(n);
    let cited = site.facts.laws.get(n).and_then(|l| l.articles.get(place));
    let (Some(law), Some(cited)) = (law, cited) else {
        return String::new();
    };
    let name = heading(cited.article);
    let title = format!("《{}》{name}", law.id);
    let contents = html! {
        h1 { (title) }
        p.lead { (thousands(cited.items.len())) " 项权力引用它。" }
        (citing(site, cited))
    };
    let above = [
        ("laws/index.html".to_owned(), "依据的法律".to_owned()),
        (names::law(&law.id), law.id.clone()),
    ];
    let about = format!("引用{title}的行政权力。");
    framed(
        site,
        &Frame::inner(Part::Laws, &name, &about, &above),
        &contents,
    )
}

/// The items that cite an article, and as what.
fn citing(site: &Site<'_>, article: &CitedArticle) -> Markup {
    html! {
        ul.items {
            @for (n, fields) in article.items.iter().zip(&article.fields) {
                @if let Some(item) = site.brief(*n) {
                    li {
                        a href={ "../" (names::item(item.code)) } { (item.name) }
                        span.meta {
                            span { (site.unit_of(*n).map_or("", |u| u.short_name.as_str())) }
                            @for field in site.facts.fields(*fields) { span { (as_what(*field)) } }
                        }
                    }
                }
            }
        }
    }
}

/// What a citation in a field is the ground of.
fn as_what(field: BasisField) -> &'static str {
    match field {
        BasisField::LegalBasis => "权力的依据",
        BasisField::SubItems => "子项的依据",
        BasisField::Fee => "收费的依据",
        BasisField::Responsibilities => "责任的依据",
        BasisField::Accountability => "追责的依据",
        BasisField::Prerequisites => "前置审批的依据",
        BasisField::IntermediaryServices => "中介服务的依据",
    }
}

fn versions(law: &LawRow) -> Markup {
    html! {
        details {
            summary { "历次公布和修改" }
            div.scroll role="region" aria-label="历次公布和修改" tabindex="0" {
                table {
                    thead { tr { th scope="col" { "公布" } th scope="col" { "施行" } th scope="col" { "方式" } th scope="col" { "说明" } } }
                    tbody {
                        @for version in law.versions.iter().rev() {
                            tr {
                                th scope="row" { (version.published) }
                                td { @if let Some(day) = version.effective { (day) } @else { "不详" } }
                                td { (version.enactment) }
                                td { @if version.in_force { "清单所据的版本" } }
                            }
                        }
                    }
                }
            }
        }
    }
}
