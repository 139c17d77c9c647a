//! Family 流程图 (F).

pub mod branch_count;
pub mod chart_category_mismatch;
pub mod customary_step_missing;
pub mod dangling_step;
pub mod duplicate_step;
pub mod flowchart_not_found;
pub mod flowchart_outside_project;
pub mod flowchart_unusable;
pub mod no_flowchart;
pub mod no_way_to_end;
pub mod orphan_chart;
pub mod path_over_limit;
pub mod start_count;
pub mod statutory_step_missing;
pub mod unknown_risk_step;
pub mod unreachable_step;

use crate::domain::category::StepPattern;
use crate::domain::flowchart::{ChartFault, ChartFile};

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

/// Reports the charts of an item that cannot be used, where `describe` has something to say of the fault.
fn faulty_charts(
    c: &ItemContext<'_>,
    sink: &mut Sink<'_>,
    describe: impl Fn(ChartFault, &str) -> Option<String>,
) {
    let own = c.item.flowchart.iter();
    let subs = c.item.sub_items.iter().filter_map(|s| s.flowchart.as_ref());
    for path in own.chain(subs) {
        let Some(ChartFile::Faulty(fault)) = c.shared.project.charts.get(&path.value) else {
            continue;
        };
        if let Some(message) = describe(*fault, &path.value) {
            sink.field("flowchart", path.span, message);
        }
    }
}
