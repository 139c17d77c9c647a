//! How an item goes: the drawing of its chart, and the same steps as a table.

use maud::{Markup, html};

use super::Site;
use super::parts::days;
use crate::domain::catalog::{ChartRow, ItemRow, StepRow};
use crate::domain::svg::SvgFault;

/// The charts of an item and of its sub-items.
pub(super) fn section(site: &Site<'_>, item: &ItemRow) -> Markup {
    let mut shown: Vec<(&str, Option<&str>)> = Vec::new();
    let own = item.flowchart.as_deref().map(|id| (id, None));
    let subs = item
        .sub_items
        .iter()
        .filter_map(|s| Some((s.flowchart.as_deref()?, Some(s.name.as_str()))));
    for (id, whose) in own.into_iter().chain(subs) {
        if !shown.iter().any(|(known, _)| *known == id) {
            shown.push((id, whose));
        }
    }
    html! {
        @for (n, (id, whose)) in shown.iter().enumerate() {
            @if let Some(chart) = site.facts.chart(id) {
                @if let Some(whose) = whose { h3 { "子项：" (whose) } }
                (one(site, chart, item, n))
            }
        }
    }
}

fn why_left_out(fault: SvgFault) -> String {
    match fault {
        SvgFault::Malformed => "不是完好的 SVG".to_owned(),
        SvgFault::Acts(what) => format!("图里有{what}"),
    }
}

fn one(site: &Site<'_>, chart: &ChartRow, item: &ItemRow, n: usize) -> Markup {
    let title = chart.title.as_deref().unwrap_or("权力运行流程图");
    let drawing = site.facts.drawing(&chart.id);
    html! {
        @if let Some(drawing) = drawing {
            @if drawing.shown {
                figure.chart {
                    div.scroll role="region" aria-label={ (title) "，可以滚动" } tabindex="0" {
                        img src={ "../" (drawing.path) } alt={ (title) @if !chart.steps.is_empty() { "：各步骤见下表" } } decoding="async" width=[drawing.width] height=[drawing.height];
                    }
                    figcaption {
                        (title)
                        " " a href={ "../" (drawing.path) } { "单独打开" }
                    }
                }
            } @else {
                p { a href={ "../" (drawing.path) } { (title) "（PDF）" } }
            }
        }
        @if let Some(fault) = site.facts.left_out.get(chart.id.as_str()) {
            p { (title) "没有放在这里：" (why_left_out(*fault)) }
        }
        @if !chart.steps.is_empty() {
            @if drawing.is_some_and(|d| d.shown) {
                details.steps {
                    summary { "逐步看：" (title) }
                    (steps(chart, item, n))
                }
            } @else {
                (steps(chart, item, n))
            }
        }
    }
}

fn steps(chart: &ChartRow, item: &ItemRow, n: usize) -> Markup {
    let title = chart.title.as_deref().unwrap_or("权力运行流程图");
    let number = |id: &str| chart.steps.iter().position(|s| s.id == id).map(|n| n + 1);
    let has_days = chart.steps.iter().any(|s| s.days.is_some());
    let caption = format!("steps-{n}");
    html! {
        div.scroll role="region" aria-labelledby=(caption) tabindex="0" {
            table.steps {
                caption id=(caption) { (title) "的步骤" }
                thead {
                    tr {
                        th.n scope="col" { "步" }
                        th scope="col" { "做什么" }
                        th scope="col" { "谁来做" }
                        @if has_days { th.n scope="col" { "时限" } }
                        th scope="col" { "下一步" }
                    }
                }
                tbody {
                    @for (n, step) in chart.steps.iter().enumerate() {
                        tr {
                            td.n { (n + 1) }
                            th scope="row" {
                                (step.name)
                                @if let Some(cite) = &step.cite { p.small { (cite) } }
                            }
                            td { (step.actor.as_deref().unwrap_or("")) }
                            @if has_days {
                                td.n { @if let Some(limit) = step.days { (days(limit, item.day_unit.as_deref())) } }
                            }
                            td { (next(chart, step, &number)) }
                        }
                    }
                }
            }
        }
    }
}

fn next(chart: &ChartRow, step: &StepRow, number: &impl Fn(&str) -> Option<usize>) -> Markup {
    let name = |id: &str| {
        chart
            .steps
            .iter()
            .find(|s| s.id == id)
            .map_or_else(String::new, |s| s.name.clone())
    };
    html! {
        @if step.next.is_empty() { "结束" }
        @for (n, way) in step.next.iter().enumerate() {
            @if n > 0 { br; }
            @if let Some(label) = &way.label { (label) "：" }
            @if let Some(number) = number(&way.to) { "第 " (number) " 步 " }
            (name(&way.to))
        }
    }
}
