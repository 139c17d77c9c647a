//! What there is to be had, and how to check it.

use maud::{Markup, html};

use super::frame::{Frame, Part, page as framed};
use super::parts::{long_day, size};
use super::{Download, Site};

/// The page.
pub(super) fn page(site: &Site<'_>, files: &[Download]) -> String {
    let header = &site.release.header;
    let (lists, releases): (Vec<&Download>, Vec<&Download>) =
        files.iter().partition(|f| f.release.is_none());
    let newest = header.id.to_string();
    let contents = html! {
        h1 { "下载" }
        p.lead { "公布的全部内容都能下载，用常见的软件就能打开，可以自由使用。" }
        section.group aria-labelledby="lists" {
            h2 #lists { "清单（" (header.edition) "）" }
            (table(&lists, "清单的文件"))
        }
        section.group aria-labelledby="releases" {
            h2 #releases { "发布数据库" }
            p { "一次公布一个文件，里面有清单的全部内容、全文检索和与上一次的差别；任何能读 SQLite 的程序都能打开，公布以后不再改动。" }
            (table(&releases, "历次公布的数据库"))
        }
        section.group aria-labelledby="verify" {
            h2 #verify { "怎样核验" }
            ol.plain {
                li { "文件是否完整：算出文件的 SHA-256，与上面写的相同，就没有改动过一个字节。" }
                li { "内容是否一致：" code { "power-list release verify " (newest) ".db" } " 逐项重算，改动过的指出在哪一张表、哪一项。" }
                li { "审核记录是否被改：发布文件里写着审核记录的链头；向审核机关要来导出的记录，加上 " code { "--record 审核记录.zip" } " 一并核对。" }
            }
            dl.facts {
                div { dt { "发布编号" } dd.code { (newest) } }
                div { dt { "公布日" } dd { (long_day(header.published_on)) } }
                div { dt { "法律以哪天为准" } dd { (long_day(header.as_of)) } }
                div { dt { "内容摘要" } dd.code.long { (site.digest) } }
                div { dt { "审核记录链头" } dd.code.long { (header.ledger_head) } }
                @if let Some(register) = &header.register_digest {
                    div { dt { "法规库摘要" } dd.code.long { (register) } }
                }
                div { dt { "制作程序" } dd { "power-list " (header.tool_version) } }
            }
        }
    };
    let about = format!("下载{}权力清单的全部数据。", header.jurisdiction_name);
    let frame = Frame {
        is_part: true,
        ..Frame::outer(Part::Download, "下载", &about)
    };
    framed(site, &frame, &contents)
}

fn table(files: &[&Download], label: &str) -> Markup {
    html! {
        ul.files aria-label=(label) {
            @for file in files {
                li {
                    p {
                        a href=(file.path) download { (file.title) }
                        " " span.count { (size(file.size)) }
                    }
                    p.small { (file.use_for) }
                    p.sum { "SHA-256 " span.code.long { (file.digest) } }
                }
            }
        }
    }
}
