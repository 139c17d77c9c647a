//! Structured flowcharts: `flowcharts/<department>/<name>.yaml`.

use crate::domain::flowchart::{Flowchart, NextStep, Step, StepKind};
use crate::domain::place::Span;

use super::decode::Decoder;
use super::items::cited;
use super::keys::flowchart as keys;
use super::tree::{Kind, NodeId};

/// Reads a flowchart's document; `None` when it has no title or no steps to speak of.
pub fn read(d: &mut Decoder<'_, '_>, path: &str) -> Option<Flowchart> {
    let root = d.tree.root()?;
    let mut f = d.shaped(root, &keys::ROOT)?;
    let title = f.take("title").and_then(|n| d.text(n, "title（标题）"));
    let category = f
        .take("category")
        .and_then(|n| d.text(n, "category（类别）"));
    let mut steps = Vec::new();
    if let Some(list) = f.take("steps") {
        for id in d.sequence(list, "steps（步骤）") {
            steps.extend(step(d, id));
        }
    }
    d.done(f);
    Some(Flowchart {
        path: path.to_owned(),
        span: Span::head(d.source),
        title: title?,
        category,
        steps,
    })
}

fn step(d: &mut Decoder<'_, '_>, id: NodeId) -> Option<Step> {
    let mut f = d.shaped(id, &keys::STEP)?;
    let step_id = f.take("id").and_then(|n| d.text(n, "id（步骤代号）"));
    let name = f.take("name").and_then(|n| d.text(n, "name（步骤名称）"));
    let kind = f.take("kind").and_then(|n| {
        let parse = |text: &str| {
            StepKind::ALL
                .into_iter()
                .find(|(_, key)| *key == text)
                .map(|(kind, _)| kind)
        };
        d.choice(
            n,
            "kind（步骤种类）",
            parse,
            &StepKind::ALL.map(|(_, key)| key),
        )
    });
    let actor = f.take("actor").and_then(|n| d.text(n, "actor（办理者）"));
    let days = f.take("days").and_then(|n| d.number(n, "days（天数）"));
    let basis = f.take("basis").and_then(|n| cited(d, n, "basis（依据）"));
    let stage = f.take("stage").and_then(|n| d.text(n, "stage（环节）"));
    let next = f.take("next").map_or_else(Vec::new, |n| next(d, n));
    let span = d.span(id);
    d.done(f);
    Some(Step {
        id: step_id?,
        name: name?,
        kind: kind?,
        actor: actor.map(|a| a.value),
        days,
        basis,
        stage: stage.map(|s| s.value),
        next,
        span,
    })
}

/// `next` is a list of step ids, or for a decision a mapping from label to step id.
fn next(d: &mut Decoder<'_, '_>, id: NodeId) -> Vec<NextStep> {
    if !matches!(d.tree.node(id).kind, Kind::Mapping) {
        let nodes = d.sequence(id, "next（后续步骤）");
        return nodes
            .into_iter()
            .filter_map(|n| {
                Some(NextStep {
                    label: None,
                    to: d.text(n, "后续步骤")?,
                })
            })
            .collect();
    }
    d.pairs(id, "next（后续步骤）")
        .into_iter()
        .filter_map(|(label, node)| {
            Some(NextStep {
                label: Some(label.value),
                to: d.text(node, "后续步骤")?,
            })
        })
        .collect()
}
