//! The front page: every way in, and the city's figures.

use maud::{Markup, html};

use super::changes::summary;
use super::charts::{Bar, bars};
use super::facts::Sums;
use super::frame::{Frame, Part, page as framed};
use super::parts::{long_day, thousands};
use super::unit::by_kind;
use super::{Site, lists, names};
use crate::domain::audience::Audience;
use crate::domain::release::ReleaseId;

/// Units in the chart of those with most items.
const MOST: usize = 10;

/// The page.
pub(super) fn page(site: &Site<'_>) -> String {
    let header = &site.release.header;
    let total = site.facts.briefs.len();
    let contents = html! {
        section.hero aria-labelledby="title" {
            h1 #title { (header.jurisdiction_name) "权力清单" }
            p.lead {
                "什么事情该找哪个部门、依据什么、多久办完、收不收费、出了问题找谁。"
                (thousands(site.included())) " 个单位，" (thousands(total)) " 项权力，一项一页。"
            }
            form.search role="search" action="search.html" {
                div.field {
                    label for="q" { "搜索事项、部门、类别、法律" }
                    input #q type="search" name="q" autocomplete="off" placeholder="例如：许可证";
                    button type="submit" { "搜索" }
                }
            }
        }
        section aria-labelledby="who" {
            h2 #who { "我是谁" }
            ul.cards.who {
                @for audience in Audience::ALL {
                    li {
                        a href=(names::audience(audience)) {
                            strong { (audience.chinese()) } " "
                            span.count { (thousands(site.facts.for_audience(audience).len())) " 项" }
                        }
                    }
                }
            }
        }
        section aria-labelledby="categories" {
            h2 #categories { "按类别查找" }
            (bars("", "各类权力的事项数", ["类别", "事项"], &by_category(site)))
        }
        section aria-labelledby="units" {
            h2 #units { "按部门查找" }
            (by_kind(site, "", 3))
        }
        section aria-labelledby="figures" {
            h2 #figures { "一览" }
            (figures(site))
            @if site.included() > MOST {
                (bars("", &format!("事项最多的 {MOST} 个单位"), ["单位", "事项"], &most(site)))
            }
        }
        div.pair {
            section aria-labelledby="lists" {
                h2 #lists { "专项目录" }
                ul.plain {
                    @for (path, list, count) in lists::entries(site) {
                        li { a href=(path) { (list.title()) } " " span.count { (thousands(count)) " 条" } }
                    }
                }
            }
            section aria-labelledby="changes" {
                h2 #changes { "历次公布" }
                ol.history {
                    @for edition in site.editions.iter().rev().take(3) {
                        li {
                            time datetime=(edition.published_on) { (long_day(edition.published_on)) }
                            div { a href=(names::change(&edition.id)) { (edition.edition) } p.small { (summary(edition)) } }
                        }
                    }
                }
            }
        }
        (imprint(site))
    };
    let about = format!(
        "{}各部门行使的全部行政权力：依据、流程、时限、收费、责任和监督方式。",
        header.jurisdiction_name
    );
    let frame = Frame {
        class: "home",
        ..Frame::outer(Part::Home, "首页", &about)
    };
    framed(site, &frame, &contents)
}

fn by_category(site: &Site<'_>) -> Vec<Bar> {
    let categories = site
        .release
        .catalog
        .categories
        .iter()
        .zip(&site.facts.by_category);
    let bar = |(category, items): (&crate::domain::catalog::CategoryRow, &Vec<u32>)| Bar {
        label: category.name.clone(),
        path: names::category(&category.code),
        count: items.len(),
    };
    categories.map(bar).collect()
}

fn most(site: &Site<'_>) -> Vec<Bar> {
    let units = site
        .release
        .catalog
        .departments
        .iter()
        .zip(&site.facts.by_unit);
    let mut out: Vec<Bar> = units
        .map(|(unit, items)| Bar {
            label: unit.short_name.clone(),
            path: names::unit(&unit.id),
            count: items.len(),
        })
        .collect();
    out.sort_by_key(|bar| std::cmp::Reverse(bar.count));
    out.truncate(MOST);
    out
}

fn figures(site: &Site<'_>) -> Markup {
    let catalog = &site.release.catalog;
    let articles: usize = site
        .facts
        .laws
        .iter()
        .map(|l| l.articles.iter().filter(|a| a.article.is_some()).count())
        .sum();
    let Sums {
        free,
        limited,
        promised,
        statutory,
        ..
    } = site.facts.sums;
    html! {
        dl.figures {
            div { dt { "事项" } dd { b { (thousands(site.facts.briefs.len())) } small { (site.included()) " 个单位" } } }
            div { dt { "依据的法律" } dd { b { (thousands(catalog.laws.len())) } small { "部，引用 " (thousands(articles)) " 条" } } }
            @if let Some(saved) = statutory.checked_sub(promised).filter(|_| statutory > 0) {
                div {
                    dt { "承诺比法定时限少" }
                    dd { b { (saved * 100 / statutory) "%" } small { "写明两种时限的 " (thousands(limited)) " 项" } }
                }
            }
            @if free > 0 {
                div { dt { "不收费" } dd { b { (thousands(free)) } small { "项" } } }
            }
            @if !catalog.charts.is_empty() {
                div { dt { "流程图" } dd { b { (thousands(catalog.charts.len())) } small { "张" } } }
            }
        }
    }
}

fn imprint(site: &Site<'_>) -> Markup {
    let header = &site.release.header;
    let id: &ReleaseId = &header.id;
    html! {
        section.imprint aria-labelledby="imprint" {
            h2 #imprint { "公布信息" }
            dl.facts {
                div { dt { "版本" } dd { (header.edition) } }
                div { dt { "公布日" } dd { (long_day(header.published_on)) } }
                div { dt { "法律以哪天为准" } dd { (long_day(header.as_of)) } }
                div { dt { "发布编号" } dd.code { (id) } }
                div { dt { "内容摘要" } dd.code.long { (site.digest) } }
                div { dt { "全部数据" } dd { a href=(Site::DOWNLOADS) { "下载和核验" } } }
            }
        }
    }
}
