//! Special lists (专项目录清单): the same items, seen for one purpose.

use maud::{Markup, html};

use super::frame::{Frame, Part, page as framed};
use super::parts::thousands;
use super::{Site, names};
use crate::domain::special_list::{Entry, SpecialList};

/// How many lists there are.
pub(super) const COUNT: usize = SpecialList::ALL.len();

/// Path of a list.
pub(super) fn path(n: usize) -> String {
    let key = SpecialList::ALL.get(n).map_or("", |list| list.key());
    format!("lists/{}.html", key.replace('_', "-"))
}

/// The lists with their pages and how many lines each has.
pub(super) fn entries(site: &Site<'_>) -> Vec<(String, SpecialList, usize)> {
    let lists = SpecialList::ALL.into_iter().enumerate();
    let count = |list: SpecialList| list.entries(&site.release.catalog).len();
    lists
        .map(|(n, list)| (path(n), list, count(list)))
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

/// One list.
pub(super) fn page(site: &Site<'_>, n: usize) -> String {
    let Some(list) = SpecialList::ALL.get(n).copied() else {
        return String::new();
    };
    let lines = list.entries(&site.release.catalog);
    let contents = html! {
        h1 { (list.title()) }
        p.lead {
            (list.about())
            @if lines.is_empty() { "公布的清单里没有这样的事项。" } @else { "共 " strong { (thousands(lines.len())) } " 条。" }
        }
        @if !lines.is_empty() { (table(list, &lines)) }
    };
    let above = [("lists/index.html".to_owned(), "专项目录".to_owned())];
    let frame = Frame::inner(Part::Lists, list.title(), list.about(), &above);
    framed(site, &frame, &contents)
}

/// The lines under the columns of the list. The item's name leads to its page, so its code need not be read.
fn table(list: SpecialList, lines: &[Entry<'_>]) -> Markup {
    let columns: Vec<_> = list.columns().iter().enumerate().collect();
    let shown = || columns.iter().filter(|(_, c)| !c.key.ends_with("code"));
    html! {
        div.scroll role="region" aria-label=(list.title()) tabindex="0" {
            table.list {
                thead { tr { @for (_, column) in shown() { th scope="col" { (column.title) } } } }
                tbody {
                    @for line in lines {
                        tr {
                            @for (n, column) in shown() {
                                @let text = line.cells.get(*n).map_or("", String::as_str);
                                @if column.key == "name" {
                                    th scope="row" { a href={ "../" (names::item(&line.item.code)) } { (text) } }
                                } @else {
                                    td { (text) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
