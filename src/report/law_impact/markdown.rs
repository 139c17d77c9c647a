//! As an office hands it round: one heading for each unit, one entry for each item.

use super::{ImpactReport, of_unit, sentence};
use crate::compare::impact::{Impact, what_to_do, words};
use crate::report::text::escaped as escape;

/// The impacts as Markdown.
pub fn markdown(report: &ImpactReport<'_>) -> String {
    let mut out = format!(
        "# 法律变化影响的事项\n\n清单：{}。期间：{}。{}。\n",
        escape(report.list),
        report.period(),
        sentence(&report.summary)
    );
    for (id, impacts) in report.by_unit() {
        out.push_str(&format!(
            "\n## {}\n\n{}。\n\n",
            escape(report.name_of(id)),
            of_unit(&impacts)
        ));
        let mut item: Option<(&[String], &str)> = None;
        for impact in impacts {
            let own = (impact.place.items.as_slice(), impact.place.name.as_str());
            if item != Some(own) {
                item = Some(own);
                let codes = impact.place.items.join("、");
                out.push_str(&format!("- **{}**　{}\n", escape(own.1), escape(&codes)));
            }
            entry(impact, &mut out);
        }
    }
    out
}

fn entry(impact: &Impact<'_>, out: &mut String) {
    let place = &impact.place;
    let label = match place.label.as_str() {
        "" => String::new(),
        label => format!("（{label}）"),
    };
    let provision = place.provision.map_or_else(String::new, |p| p.to_string());
    out.push_str(&format!(
        "  - {}{}：《{}》{provision}\n    - {}\n    - {}\n",
        place.field.chinese(),
        escape(&label),
        escape(&place.law),
        escape(&words(impact)),
        escape(&what_to_do(impact)),
    ));
    if let Some(proposed) = &impact.proposed {
        out.push_str(&format!("    - 建议引用：{}\n", escape(proposed)));
    }
}
