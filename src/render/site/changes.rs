//! What each release changed.

use maud::{Markup, html};

use super::edition::{Edition, Event};
use super::frame::{Frame, Part, page as framed};
use super::parts::{long_day, thousands};
use super::{Site, names};
use crate::compare::words::PieceKind;
use crate::domain::edition::{self, EditionPlace};
use crate::domain::release::ChangeKind;

/// All releases, newest first.
pub(super) fn all(site: &Site<'_>) -> String {
    let ids = site.editions.iter();
    let ids = ids.filter_map(|e| Some((e.id.parse().ok()?, e.edition.clone())));
    let placed = edition::editions(ids.collect());
    let place = |id: &str| {
        let found = placed.iter().find(|(known, ..)| known.to_string() == id);
        found.map(|(.., place)| *place)
    };
    let contents = html! {
        h1 { "历次公布" }
        p.lead { "清单公布过 " (site.editions.len()) " 次。每一次改了什么，都能查到；公布过的文件不会再改。" }
        ol.history {
            @for edition in site.editions.iter().rev() {
                li {
                    time datetime=(edition.published_on) { (long_day(edition.published_on)) }
                    div {
                        a href={ "../" (names::change(&edition.id)) } { (edition.edition) }
                        " " span.code { (edition.id) }
                        @match place(&edition.id) {
                            Some(EditionPlace::Begins) => { " " span.tag { "首发" } }
                            Some(EditionPlace::Supplement) => { " " span.tag { "增补" } }
                            _ => {}
                        }
                        @if edition.partial { " " span.tag { "部分公布" } }
                        p.small { (thousands(edition.items)) " 项；" (summary(edition)) }
                    }
                }
            }
        }
    };
    let about = format!(
        "{}权力清单的历次公布和变更。",
        site.release.header.jurisdiction_name
    );
    let frame = Frame {
        is_part: true,
        ..Frame::inner(Part::Changes, "历次公布", &about, &[])
    };
    framed(site, &frame, &contents)
}

/// What a release changed, in a few words.
pub(super) fn summary(edition: &Edition) -> String {
    if edition.previous.is_none() {
        return "首次公布".to_owned();
    }
    let [created, changed, removed] = edition.counts();
    if created + changed + removed == 0 {
        return "与上一次相比没有变化".to_owned();
    }
    let said = [("新增", created), ("变更", changed), ("取消", removed)];
    let said = said.into_iter().filter(|(_, n)| *n > 0);
    let said: Vec<String> = said.map(|(word, n)| format!("{word} {n} 项")).collect();
    format!("与上一次相比{}", said.join("，"))
}

/// One release.
pub(super) fn page(site: &Site<'_>, n: usize) -> String {
    let Some(edition) = site.editions.get(n) else {
        return String::new();
    };
    let title = format!("{}（{}）", edition.edition, long_day(edition.published_on));
    let of = |kind: ChangeKind| -> Vec<&(String, Event)> {
        edition
            .events
            .iter()
            .filter(|(_, e)| e.kind == kind)
            .collect()
    };
    let contents = html! {
        h1 { (title) "的变更" }
        p.lead {
            "这一次公布 " strong { (thousands(edition.items)) } " 项，依据的法律以" (long_day(edition.as_of)) "为准。"
            (summary(edition))
            @if let Some(previous) = &edition.previous {
                "（" a href={ "../" (names::change(previous)) } { (previous) } "）"
            }
            "。"
            @if edition.partial { "这是部分公布，还有单位的清单没有公布。" }
        }
        (kind(site, "created", "新增", &of(ChangeKind::Created)))
        (kind(site, "changed", "变更", &of(ChangeKind::Changed)))
        (kind(site, "removed", "取消", &of(ChangeKind::Removed)))
        @if !edition.decisions.is_empty() {
            section.group aria-labelledby="decisions" {
                h2 #decisions { "审核中退出清单的 " span.count { (edition.decisions.len()) " 项" } }
                div.scroll role="region" aria-label="退出清单的事项" tabindex="0" {
                    table {
                        thead { tr { th scope="col" { "事项" } th scope="col" { "决定" } th scope="col" { "理由或者去向" } } }
                        tbody {
                            @for row in &edition.decisions {
                                tr {
                                    th scope="row" { (row.name.as_deref().unwrap_or("")) " " span.code { (row.item_code) } }
                                    td { (row.decision) }
                                    td { (row.reason) }
                                }
                            }
                        }
                    }
                }
            }
        }
        p.note { "发布编号 " span.code { (edition.id) } "，内容摘要 " span.code.long { (edition.digest) } "。" }
    };
    let above = [("changes/index.html".to_owned(), "历次公布".to_owned())];
    let about = format!("{title}：{}。", summary(edition));
    framed(
        site,
        &Frame::inner(Part::Changes, &title, &about, &above),
        &contents,
    )
}

fn kind(site: &Site<'_>, anchor: &str, word: &str, events: &[&(String, Event)]) -> Markup {
    html! {
        @if !events.is_empty() {
            section.group aria-labelledby=(anchor) {
                h2 #(anchor) { (word) " " span.count { (thousands(events.len())) " 项" } }
                ul.items.changes {
                    @for (code, event) in events {
                        li id=(names::safe(code)) {
                            // What has gone since has no page any more.
                            @if site.facts.item(code).is_some() {
                                a href={ "../" (names::item(code)) } { (event.name) }
                            } @else { span.absent { (event.name) } }
                            span.meta {
                                span { (event.unit) }
                                span.code { (code) }
                            }
                            @if !event.what.is_empty() { p.what { "改了：" (event.what) } }
                            (fields(event))
                        }
                    }
                }
            }
        }
    }
}

/// Words that stay the same on each side of a change; more of them says nothing.
const AROUND: usize = 24;

/// What changed, word by word.
pub(super) fn fields(event: &Event) -> Markup {
    html! {
        @if !event.fields.is_empty() {
            dl.fields {
                @for (label, pieces) in &event.fields {
                    div {
                        dt { (label) }
                        dd {
                            @for (n, piece) in pieces.iter().enumerate() {
                                @match piece.kind {
                                    PieceKind::Same => (shortened(&piece.text, n == 0, n + 1 == pieces.len())),
                                    PieceKind::Gone => del { (piece.text) },
                                    PieceKind::New => ins { (piece.text) },
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What is the same, without its middle where it is long; of the first and the last piece only the end that is near.
fn shortened(text: &str, first: bool, last: bool) -> String {
    let chars: Vec<char> = text.chars().collect();
    let keep = |from: usize, to: usize| {
        chars
            .get(from..to)
            .unwrap_or_default()
            .iter()
            .collect::<String>()
    };
    let all = chars.len();
    match (first, last) {
        (true, _) if all > AROUND => format!("……{}", keep(all - AROUND, all)),
        (_, true) if all > AROUND => format!("{}……", keep(0, AROUND)),
        _ if all > 2 * AROUND => format!("{}……{}", keep(0, AROUND), keep(all - AROUND, all)),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_long_texts_what_is_near_the_change_is_shown() {
        let long = "甲".repeat(60);
        let near = "甲".repeat(24);
        assert_eq!(shortened(&long, true, false), format!("……{near}"));
        assert_eq!(shortened(&long, false, true), format!("{near}……"));
        assert_eq!(shortened(&long, false, false), format!("{near}……{near}"));
        assert_eq!(shortened("短", true, false), "短");
    }
}
