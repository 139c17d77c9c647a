//! As an office hands it round.

use super::{caution, list, marked, sentence, title};
use crate::compare::law_diff::LawDiff;
use crate::report::text::escaped as escape;

/// The comparison as Markdown.
pub fn markdown(diff: &LawDiff<'_>) -> String {
    let mut out = format!("# {}\n\n{}。\n", escape(&title(diff)), sentence(diff));
    if let Some(caution) = caution(diff) {
        out.push_str(&format!("\n{caution}。\n"));
    }
    if diff.is_empty() {
        return out;
    }
    out.push_str(
        "\n| 原条款 | 变化 | 现条款 | 可信度 | 依据 |\n| --- | --- | --- | ---: | --- |\n",
    );
    for row in &diff.rows {
        let from = row.from.map_or_else(String::new, |from| from.to_string());
        let outcome = &row.outcome;
        out.push_str(&format!(
            "| {from} | {} | {} | {} | {} |\n",
            outcome.fate.chinese(),
            list(&outcome.to),
            outcome.confidence,
            outcome.evidence.chinese()
        ));
    }
    let told: Vec<_> = diff
        .rows
        .iter()
        .filter(|row| !row.words.is_empty())
        .collect();
    if !told.is_empty() {
        out.push_str("\n## 字句\n");
    }
    for row in told {
        let from = row
            .from
            .map_or_else(String::new, |from| format!("{from} → "));
        let words = escape(&marked(row)).replace('\n', "\n  ");
        let to = list(&row.outcome.to);
        let to = if to.is_empty() {
            "删去".to_owned()
        } else {
            to
        };
        out.push_str(&format!("\n- **{from}{to}**\n\n  {words}\n"));
    }
    out
}
