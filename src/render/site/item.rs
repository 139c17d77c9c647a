//! An item as somebody reads it who has to do with it: what it is, where to go, on what ground, how long, what it costs,
//! how it goes, what the office owes, what becomes of those who do not keep to it.

use maud::{Markup, html};

use super::frame::{Frame, Part, page as framed};
use super::parts::{days, long_day, thousands};
use super::{Site, basis, item_flow, names};
use crate::domain::audience::audiences;
use crate::domain::catalog::{BasisField, ItemRow};
use crate::domain::release::ChangeKind;

/// A part of the page: anchor, heading, contents.
type Section = (&'static str, &'static str, Markup);

/// The page.
pub(super) fn page(site: &Site<'_>, n: u32, item: &ItemRow) -> String {
    let Some(unit) = site.unit_of(n) else {
        return String::new();
    };
    let category = site.category_name(n);
    let sections: Vec<Section> = [
        ("basis", "依据", law(site, item)),
        ("flow", "怎么办", item_flow::section(site, item)),
        ("before", "先要办的和要找的服务", before(site, item)),
        ("duties", "部门的责任", duties(site, item)),
        ("accountability", "追责情形", accountability(site, item)),
        ("risks", "廉政风险点", risks(site, item)),
        ("supervision", "监督方式", supervision(item)),
        ("history", "历次公布", history(site, item, n)),
    ]
    .into_iter()
    .filter(|(_, _, contents)| !contents.0.is_empty())
    .collect();
    let contents = html! {
        header.head {
            p.over {
                a.tag href={ "../" (names::category(&item.category)) } { (category) }
                span.code { (item.code) }
            }
            h1 { (item.name) }
        }
        (at_a_glance(site, item, n))
        nav.jump aria-label="本页内容" {
            ul {
                @for (anchor, name, _) in &sections {
                    li { a href={ "#" (anchor) } { (name) } }
                }
            }
        }
        @for (anchor, name, contents) in &sections {
            section.part aria-labelledby=(anchor) {
                h2 #(anchor) { (name) }
                (contents)
            }
        }
        @if let Some(address) = &site.address {
            p.printed { (address) "/" (names::item(&item.code)) }
        }
    };
    let about = format!(
        "{}（{category}）：由{}行使。依据、办理流程、时限、收费、责任和监督方式。",
        item.name, unit.name
    );
    let above = [
        ("units/index.html".to_owned(), "按部门".to_owned()),
        (names::unit(&unit.id), unit.short_name.clone()),
    ];
    let frame = Frame {
        class: "item",
        ..Frame::inner(Part::Units, &item.name, &about, &above)
    };
    framed(site, &frame, &contents)
}

/// What most readers came for.
fn at_a_glance(site: &Site<'_>, item: &ItemRow, n: u32) -> Markup {
    let Some(unit) = site.unit_of(n) else {
        return html! {};
    };
    let for_whom = item.target.as_deref().map(audiences).unwrap_or_default();
    html! {
        dl.glance {
            div.wide {
                dt { "找谁" }
                dd {
                    a href={ "../" (names::unit(&unit.id)) } { (unit.name) }
                    @if let Some(office) = &item.office { " · " (office) }
                    @if let Some(level) = &item.exercised_by { " " span.soft { "（" (level) "）" } }
                }
            }
            @if let Some(target) = &item.target {
                div.wide {
                    dt { "与谁有关" }
                    dd {
                        (target)
                        @if !for_whom.is_empty() {
                            " "
                            span.soft {
                                "（"
                                @for (i, audience) in for_whom.iter().enumerate() {
                                    @if i > 0 { "、" }
                                    a href={ "../" (names::audience(*audience)) } { (audience.chinese()) }
                                }
                                "）"
                            }
                        }
                    }
                }
            }
            @if item.promised_days.is_some() || item.statutory_days.is_some() {
                div { dt { "多久" } dd { (limit(item)) } }
            }
            @if let Some(charged) = item.fee_charged {
                div {
                    dt { "收不收费" }
                    dd {
                        @if charged { strong { "收费" } } @else { "不收费" }
                        @if charged && item.fee_on_enterprises == Some(true) { "（涉企收费）" }
                        @if let Some(standard) = &item.fee_standard { p.small { (standard) } }
                    }
                }
            }
            @if let Some(phone) = &item.phone {
                div { dt { "监督电话" } dd { (telephone(phone)) } }
            }
            @if !item.sub_items.is_empty() {
                div.wide {
                    dt { "子项" }
                    dd {
                        ol.subs {
                            @for sub in &item.sub_items {
                                li id=(names::safe(&sub.code)) { (sub.name) " " span.code { (sub.code) } }
                            }
                        }
                    }
                }
            }
            @if let Some(adopted) = &item.adopts {
                div.wide { dt { "上级事项" } dd { (adopted.kind.chinese()) " " span.code { (adopted.item) } } }
            }
            @if let Some(remarks) = &item.remarks {
                div.wide { dt { "备注" } dd { (remarks) } }
            }
            @if let Some(code) = &item.national_code {
                div.wide { dt { "国家编码" } dd.code { (code) } }
            }
        }
    }
}

fn limit(item: &ItemRow) -> Markup {
    let said = |n: u32| match n {
        0 => "当场办结".to_owned(),
        n => days(n, item.day_unit.as_deref()),
    };
    html! {
        @match (item.promised_days, item.statutory_days) {
            (Some(promised), Some(statutory)) => {
                strong { (said(promised)) } " " span.soft { "承诺" }
                p.small {
                    "法定 " (said(statutory))
                    @if promised < statutory { "，少 " (days(statutory - promised, item.day_unit.as_deref())) }
                }
            },
            (Some(promised), None) => { strong { (said(promised)) } " " span.soft { "承诺" } },
            (None, Some(statutory)) => { strong { (said(statutory)) } " " span.soft { "法定" } },
            (None, None) => {},
        }
    }
}

fn telephone(phone: &str) -> Markup {
    let dialled: String = phone
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '+')
        .collect();
    let plain = phone
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '-' | '+' | ' ' | '(' | ')'));
    html! {
        @if plain && dialled.len() >= 5 { a href={ "tel:" (dialled) } { (phone) } } @else { (phone) }
    }
}

fn law(site: &Site<'_>, item: &ItemRow) -> Markup {
    let own = basis::list(site, item, BasisField::LegalBasis, None);
    let fee = basis::list(site, item, BasisField::Fee, None);
    let subs: Vec<_> = (1u32..)
        .zip(&item.sub_items)
        .map(|(n, sub)| (sub, basis::list(site, item, BasisField::SubItems, Some(n))))
        .filter(|(_, list)| !list.0.is_empty())
        .collect();
    html! {
        (own)
        @for (sub, list) in &subs {
            h3 { "子项：" (sub.name) }
            (list)
        }
        @if !fee.0.is_empty() {
            h3 { "收费的依据" }
            (fee)
        }
        @if !own.0.is_empty() || !fee.0.is_empty() || !subs.is_empty() {
            p.note { "法律的效力以" (long_day(site.as_of())) "为准。" }
        }
    }
}

fn before(site: &Site<'_>, item: &ItemRow) -> Markup {
    let needed_by = site.facts.needed_by(&item.code);
    html! {
        @if !item.prerequisites.is_empty() {
            h3 { "前置审批" }
            ul.plain {
                @for (n, needed) in item.prerequisites.iter().enumerate() {
                    li {
                        @let place = needed.prerequisite_code.as_deref().and_then(|code| site.facts.item(code)).and_then(|n| site.facts.briefs.get(n));
                        @if let Some(other) = place {
                            a href={ "../" (names::item(other.code)) } { (other.name) } " " span.code { (other.code) }
                        } @else { (needed.prerequisite) }
                        @if needed.cite.is_some() {
                            p.small { "依据：" (basis::cites(site, item, BasisField::Prerequisites, n + 1, needed.cite.as_deref())) }
                        }
                    }
                }
            }
        }
        @if !item.intermediary_services.is_empty() {
            h3 { "中介服务" }
            ul.plain {
                @for (n, service) in item.intermediary_services.iter().enumerate() {
                    li {
                        (service.name)
                        @if let Some(payer) = &service.paid_by { "，费用由" (payer) "承担" }
                        @if service.cite.is_some() {
                            p.small { "依据：" (basis::cites(site, item, BasisField::IntermediaryServices, n + 1, service.cite.as_deref())) }
                        }
                    }
                }
            }
        }
        @if !needed_by.is_empty() {
            h3 { "以本项为前置审批的事项" }
            ul.plain {
                @for other in needed_by.iter().filter_map(|n| site.brief(*n)) {
                    li { a href={ "../" (names::item(other.code)) } { (other.name) } }
                }
            }
        }
    }
}

fn duties(site: &Site<'_>, item: &ItemRow) -> Markup {
    html! {
        @if !item.responsibilities.is_empty() {
            ol.duties {
                @for (n, duty) in item.responsibilities.iter().enumerate() {
                    li {
                        h3 { (duty.stage) }
                        p { (duty.duty) }
                        @if duty.cite.is_some() {
                            p.small { "依据：" (basis::cites(site, item, BasisField::Responsibilities, n + 1, duty.cite.as_deref())) }
                        }
                    }
                }
            }
        }
    }
}

fn accountability(site: &Site<'_>, item: &ItemRow) -> Markup {
    html! {
        @if !item.accountability.is_empty() {
            p.note { "办理这项权力的单位和人员有下列情形的，要追究责任：" }
            ol.plain {
                @for (n, fault) in item.accountability.iter().enumerate() {
                    li {
                        (fault.situation)
                        @if fault.cite.is_some() {
                            p.small { "依据：" (basis::cites(site, item, BasisField::Accountability, n + 1, fault.cite.as_deref())) }
                        }
                    }
                }
            }
        }
    }
}

fn risks(site: &Site<'_>, item: &ItemRow) -> Markup {
    let chart = item
        .flowchart
        .as_deref()
        .and_then(|id| site.facts.chart(id));
    let step = |id: &str| {
        let step = chart.and_then(|c| c.steps.iter().find(|s| s.id == id));
        step.map_or_else(|| id.to_owned(), |s| s.name.clone())
    };
    html! {
        @if !item.integrity_risks.is_empty() {
            div.scroll role="region" aria-label="廉政风险点的表" tabindex="0" {
                table {
                    thead { tr { th scope="col" { "环节" } th scope="col" { "风险" } th scope="col" { "等级" } th scope="col" { "防控措施" } } }
                    tbody {
                        @for risk in &item.integrity_risks {
                            tr {
                                th scope="row" { (step(&risk.step)) }
                                td { (risk.risk) }
                                td { (risk.level) }
                                td { (risk.measure) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn supervision(item: &ItemRow) -> Markup {
    html! {
        @if item.phone.is_some() || item.email.is_some() {
            p { "认为办理中有违法、推诿、乱收费的，可以反映：" }
            ul.plain {
                @if let Some(phone) = &item.phone { li { "电话 " (telephone(phone)) } }
                @if let Some(email) = &item.email {
                    li {
                        "邮箱 "
                        @if email.bytes().all(|b| b.is_ascii_graphic() && !b"<>\"'&?%".contains(&b)) {
                            a href={ "mailto:" (email) } { (email) }
                        } @else { (email) }
                    }
                }
            }
        }
    }
}

/// What became of the item, newest first.
fn history(site: &Site<'_>, item: &ItemRow, n: u32) -> Markup {
    let events = site.facts.history(&item.code);
    let first = site
        .facts
        .first(n as usize)
        .and_then(|n| site.editions.get(n).map(|e| (n, e)));
    let came = |n: usize| {
        events
            .iter()
            .any(|(at, e)| *at == n && e.kind == ChangeKind::Created)
    };
    let total = site.editions.len();
    html! {
        ol.history {
            @for (n, event) in events.iter().rev() {
                @if let Some(edition) = site.editions.get(*n) {
                    li {
                        time datetime=(edition.published_on) { (long_day(edition.published_on)) }
                        div {
                            @match event.kind {
                                ChangeKind::Created => { "列入清单" },
                                ChangeKind::Changed => { "变更：" (event.what) },
                                ChangeKind::Removed => { "移出清单" },
                            }
                            "，见" a href={ "../" (names::change(&edition.id)) "#" (names::safe(&item.code)) } { (edition.edition) "的变更" }
                        }
                    }
                }
            }
            @if let Some((n, edition)) = first {
                @if !came(n) {
                    li {
                        time datetime=(edition.published_on) { (long_day(edition.published_on)) }
                        div { "首次公布，" a href={ "../" (names::change(&edition.id)) } { (edition.edition) } }
                    }
                }
            }
        }
        @if events.is_empty() && total > 1 { p.note { "此后 " (thousands(total - 1)) " 次公布都没有改动。" } }
    }
}
