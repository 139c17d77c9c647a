//! Flowchart files.

use std::borrow::Cow;

use crate::domain::flowchart::{Flowchart, Step};

use super::emit::{self, Keys, Value};
use super::item::cited;

const SCHEMA: &str = "# yaml-language-server: $schema=../../schemas/flowchart.schema.json\n";

/// A whole flowchart file.
pub fn flowchart(chart: &Flowchart) -> String {
    let mut k = Keys::default();
    k.put("title", Value::Text(chart.title.value.clone()));
    k.maybe(
        "category",
        chart
            .category
            .as_ref()
            .map(|c| Value::Line(c.value.clone())),
    );
    k.put("steps", Value::List(chart.steps.iter().map(step).collect()));
    let mut out = SCHEMA.to_owned();
    if let Value::Map(entries) = k.done() {
        emit::map(&mut out, &entries, 0);
    }
    out
}

fn step(step: &Step) -> Value {
    let mut k = Keys::default();
    k.put("id", Value::Line(step.id.value.clone()));
    k.put("name", Value::Text(step.name.value.clone()));
    k.put("kind", Value::Line(step.kind.value.key().to_owned()));
    k.maybe("actor", step.actor.clone().map(Value::Text));
    k.maybe(
        "days",
        step.days.as_ref().map(|d| Value::Word(d.value.to_string())),
    );
    k.maybe("basis", step.basis.as_ref().map(cited));
    k.maybe("stage", step.stage.clone().map(Value::Text));
    let labelled = step.next.iter().any(|n| n.label.is_some());
    if labelled {
        let ways = step
            .next
            .iter()
            .map(|n| {
                let label = Cow::Owned(n.label.clone().unwrap_or_default());
                (label, Value::Line(n.to.value.clone()))
            })
            .collect();
        k.put("next", Value::Map(ways));
    } else {
        k.list(
            "next",
            step.next
                .iter()
                .map(|n| Value::Line(n.to.value.clone()))
                .collect(),
        );
    }
    k.done()
}
