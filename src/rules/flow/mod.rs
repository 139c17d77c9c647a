//! Family 流程图 (F).

pub mod acceptance_over_five_days;
pub mod branch_count;
pub mod chart_category_mismatch;
pub mod customary_step_missing;
pub mod dangling_step;
pub mod delivery_over_limit;
pub mod demand_notice_missing;
pub mod duplicate_step;
pub mod flowchart_not_found;
pub mod flowchart_outside_project;
pub mod flowchart_unusable;
pub mod hearing_branch_missing;
pub mod hearing_not_shown;
pub mod no_flowchart;
pub mod no_way_for_incomplete_papers;
pub mod no_way_to_end;
pub mod orphan_chart;
pub mod path_over_limit;
pub mod start_count;
pub mod statutory_step_missing;
pub mod step_without_actor;
pub mod unknown_risk_step;
pub mod unreachable_step;

use std::collections::HashSet;

use crate::domain::category::{PowerKind, StepPattern};
use crate::domain::flowchart::{ChartFault, ChartFile, Flowchart};
use crate::domain::place::At;

use super::context::{ChartContext, ItemContext};
use super::rule::Sink;

/// Reports the steps that a chart lacks for each category it serves: those that a statute fixes, or those of practice.
fn missing_steps(c: &ChartContext<'_>, sink: &mut Sink<'_>, statutory: bool) {
    for category in c.categories() {
        let patterns: Vec<_> = category
            .steps
            .iter()
            .filter(|p| p.basis.is_some() == statutory)
            .collect();
        let missing = |p: &StepPattern| -> Vec<Box<str>> {
            p.steps
                .iter()
                .filter(|w| !c.chart.has_stage(w))
                .cloned()
                .collect()
        };
        // The alternative that comes nearest is the one to name.
        let Some((lacking, pattern)) = patterns
            .iter()
            .map(|p| (missing(p), *p))
            .min_by_key(|(lacking, _)| lacking.len())
        else {
            continue;
        };
        if lacking.is_empty() {
            continue;
        }
        let message = format!("{}流程图缺少“{}”环节", category.name, lacking.join("”、“"));
        let all = pattern.steps.join("、");
        let basis = pattern.basis.clone();
        let finding = sink.report(c.chart.title.span, message);
        finding.help = Some(match basis {
            Some(basis) => format!("{}的环节：{all}（{basis}）", category.name),
            None => format!("{}通常的环节：{all}", category.name),
        });
    }
}

/// The charts with steps that an item and its sub-items name, each once, with the first place that names it.
fn charts_of<'a>(
    c: &ItemContext<'a>,
) -> impl Iterator<Item = (&'a At<String>, &'a Flowchart)> + use<'a> {
    let (item, files) = (c.item, c.chart_files());
    let mut seen = HashSet::new();
    item.charts()
        .filter(move |path| item.sub_items.is_empty() || seen.insert(path.value.as_str()))
        .filter_map(move |path| match files.get(path) {
            Some(ChartFile::Structured(chart)) => Some((path, chart)),
            _ => None,
        })
}

/// Reports the charts of an item that cannot be used, where `describe` has something to say of the fault.
fn faulty_charts(
    c: &ItemContext<'_>,
    sink: &mut Sink<'_>,
    describe: impl Fn(ChartFault, &str) -> Option<String>,
) {
    for path in c.item.charts() {
        let Some(ChartFile::Faulty(fault)) = c.chart_files().get(path) else {
            continue;
        };
        if let Some(message) = describe(*fault, &path.value) {
            sink.field("flowchart", path.span, message);
        }
    }
}

/// Whether a chart's steps, their stages or the labels on their ways speak of something.
fn mentions(chart: &Flowchart, word: &str) -> bool {
    let labelled = |label: &Option<String>| label.as_ref().is_some_and(|l| l.contains(word));
    chart.has_stage(word)
        || chart
            .steps
            .iter()
            .flat_map(|s| &s.next)
            .any(|next| labelled(&next.label))
}

/// Reports the steps of a kind's charts, known by words in their names, that take longer than a statute allows.
fn overlong_steps(
    c: &ChartContext<'_>,
    sink: &mut Sink<'_>,
    kind: PowerKind,
    words: &[&str],
    limit: u32,
) {
    if !c.categories().iter().any(|k| k.kind == kind) {
        return;
    }
    for step in &c.chart.steps {
        let name = step.name.value.as_str();
        let meant = words.iter().any(|w| {
            name.contains(w) || step.stage.as_ref().is_some_and(|stage| stage.contains(w))
        });
        if let Some(days) = step.days.as_ref().filter(|d| meant && d.value > limit) {
            let message = format!("“{name}”要 {} 日，法定不超过 {limit} 日", days.value);
            sink.report(days.span, message);
        }
    }
}
