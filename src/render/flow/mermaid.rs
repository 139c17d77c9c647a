//! A chart as Mermaid text, for documents in Markdown.

use std::fmt::Write as _;

use crate::domain::catalog::ChartRow;

use super::graph::Graph;
use super::node;
use super::{Notes, risks_of};

/// The chart as a Mermaid flowchart with a box for each actor.
pub fn mermaid(chart: &ChartRow, notes: &Notes) -> String {
    let graph = Graph::new(chart);
    let mut out = String::new();
    if let Some(title) = chart.title.as_deref() {
        // The head is YAML, and a JSON string is one of its forms.
        let title = serde_json::Value::from(title);
        let _ = writeln!(out, "---\ntitle: {title}\n---");
    }
    out.push_str("flowchart TD\n");
    for (lane, name) in graph.lanes.iter().enumerate() {
        let _ = match name {
            Some(name) => writeln!(out, "  subgraph lane{}[\"{}\"]", lane + 1, quoted(name)),
            None => Ok(()),
        };
        for (n, step) in graph.steps.iter().enumerate() {
            if graph.lane_of[n] != lane {
                continue;
            }
            let mut words = quoted(&step.name);
            if let Some(days) = step.days {
                let days = node::days(days, notes.day_unit.as_deref());
                let _ = write!(words, "<br/>{}", quoted(&days));
            }
            for (number, risk) in risks_of(notes, step) {
                let mark = node::risk_mark(number, &risk.level);
                let _ = write!(words, "<br/>{}", quoted(&mark));
            }
            let (open, close) = match step.kind.as_str() {
                "start" | "end" => ("([", "])"),
                "decision" => ("{{", "}}"),
                _ => ("[", "]"),
            };
            let _ = writeln!(out, "    s{}{open}\"{words}\"{close}", n + 1);
        }
        if name.is_some() {
            out.push_str("  end\n");
        }
    }
    for edge in &graph.edges {
        let line = if edge.back { "-.->" } else { "-->" };
        let label = match &edge.label {
            Some(label) => format!("|\"{}\"|", quoted(label)),
            None => String::new(),
        };
        let _ = writeln!(out, "  s{} {line}{label} s{}", edge.from + 1, edge.to + 1);
    }
    out
}

/// A text as it may stand between quotation marks.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            '"' => out.push_str("#quot;"),
            '#' => out.push_str("#35;"),
            '<' => out.push_str("#lt;"),
            '>' => out.push_str("#gt;"),
            '&' => out.push_str("#amp;"),
            '`' => out.push_str("#96;"),
            '\\' => out.push_str("#92;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
