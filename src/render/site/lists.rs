//! Special lists (专项目录清单): the same items, seen for one purpose.

use maud::{Markup, html};

use super::frame::{Frame, Part, around as around_lines, page as framed};
use super::parts::thousands;
use super::{Site, names};
use crate::domain::special_list::{Column, SpecialList};

/// Path of a list.
fn path(n: usize) -> String {
    let key = SpecialList::ALL.get(n).map_or("", |list| list.key());
    format!("lists/{}.html", key.replace('_', "-"))
}

/// The lists with their pages and how many lines each has.
pub(super) fn entries(site: &Site<'_>) -> Vec<(String, SpecialList, usize)> {
    let lists = SpecialList::ALL.into_iter().enumerate();
    lists
        .zip(site.facts.sums.special)
        .map(|((n, list), count)| (path(n), list, count))
        .collect()
}

/// All lists.
pub(super) fn all(site: &Site<'_>) -> String {
    let contents = html! {
        h1 { "专项目录" }
        p.lead { "同一份清单，为不同的用途抽出来看。" }
        ul.cards {
            @for (path, list, count) in entries(site) {
                li {
                    a href={ "../" (path) } { strong { (list.title()) } " " span.count { (thousands(count)) " 条" } }
                    p { (list.about()) }
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

/// What stands before and behind the lines of a list on its page.
pub(super) fn around(site: &Site<'_>, list: SpecialList, count: usize) -> (String, String) {
    let above = [("lists/index.html".to_owned(), "专项目录".to_owned())];
    let frame = Frame::inner(Part::Lists, list.title(), list.about(), &above);
    around_lines(site, &frame, |lines| {
        html! {
            h1 { (list.title()) }
            p.lead {
                (list.about())
                @if count == 0 { "公布的清单里没有这样的事项。" } @else { "共 " strong { (thousands(count)) } " 条。" }
            }
            @if count == 0 { (lines) } @else { (table(list, lines)) }
        }
    })
}

/// The lines under the columns of the list.
fn table(list: SpecialList, lines: &Markup) -> Markup {
    html! {
        div.scroll role="region" aria-label=(list.title()) tabindex="0" {
            table.list {
                thead { tr { @for (_, column) in shown(list) { th scope="col" { (column.title) } } } }
                tbody { (lines) }
            }
        }
    }
}

/// A line. The item's name leads to its page, so its code need not be read.
pub(super) fn line(list: SpecialList, code: &str, cells: &[String]) -> Markup {
    html! {
        tr {
            @for (n, column) in shown(list) {
                @let text = cells.get(n).map_or("", String::as_str);
                @if column.key == "name" {
                    th scope="row" { a href={ "../" (names::item(code)) } { (text) } }
                } @else {
                    td { (text) }
                }
            }
        }
    }
}

/// The columns that a page shows.
fn shown(list: SpecialList) -> impl Iterator<Item = (usize, &'static Column)> {
    let columns = list.columns().iter().enumerate();
    columns.filter(|(_, c)| !c.key.ends_with("code"))
}
