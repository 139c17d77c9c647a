//! Feedback to a unit as Markdown, to read and to print.

use std::io::{self, Write};

use crate::workflow::feedback::{EarlierOpinion, Feedback, FeedbackItem, FeedbackOpinion};
use crate::workflow::paper::ruling;

/// A text inside a table cell.
fn cell(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('|', "\\|")
        .replace('<', "&lt;")
        .replace('\n', "<br>")
}

/// Writes the feedback as Markdown: what has to be answered first, then all items.
///
/// # Errors
/// When `out` cannot be written.
pub fn markdown(feedback: &Feedback, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "# {}（{}）{}反馈意见\n",
        feedback.name,
        feedback.department,
        feedback.leg()
    )?;
    writeln!(
        out,
        "{}，{}，{}。共 {} 项，{} 条意见要答复。\n",
        feedback.edition,
        feedback.group,
        feedback.round.review(),
        feedback.items.len(),
        feedback.to_answer()
    )?;
    if let Some(legality) = &feedback.legality {
        write!(out, "合法性审查：{}", legality.result.chinese())?;
        if let Some(text) = &legality.text {
            write!(out, "（{text}）")?;
        }
        writeln!(out, "。\n")?;
    }
    let asks = |item: &&FeedbackItem| item.opinions.iter().any(|o| o.asks);
    if feedback.items.iter().any(|i| asks(&i)) {
        writeln!(
            out,
            "## 要答复的意见\n\n| 号 | 事项 | 单位 | 处理意见 | 说明 | 综合组裁定 |\n| ---: | --- | --- | --- | --- | --- |"
        )?;
        for item in feedback.items.iter().filter(asks) {
            for opinion in item.opinions.iter().filter(|o| o.asks) {
                writeln!(
                    out,
                    "| {} | {} {} | {} | {} | {} | {} |",
                    opinion.seq,
                    item.code,
                    cell(&item.name),
                    opinion.body.chinese(),
                    cell(&opinion.decision.to_string()),
                    cell(&said(opinion)),
                    cell(&ruling(item))
                )?;
            }
        }
        writeln!(out)?;
    }
    writeln!(
        out,
        "## 全部事项\n\n| 编码 | 类别 | 名称 | 意见 | 裁定 |\n| --- | --- | --- | --- | --- |"
    )?;
    for item in &feedback.items {
        let mut opinions: Vec<String> = item
            .opinions
            .iter()
            .map(|o| format!("{}：{}", o.body.chinese(), o.decision.chinese()))
            .collect();
        if item.disputed {
            opinions.push("（不一致）".to_owned());
        }
        writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            item.code,
            cell(&item.category),
            cell(&item.name),
            cell(&opinions.join("\n")),
            cell(&ruling(item))
        )?;
    }
    earlier(feedback, out)
}

/// What an opinion says, with what the register says of what it cites.
fn said(opinion: &FeedbackOpinion) -> String {
    let mut lines: Vec<String> = opinion.text.iter().cloned().collect();
    lines.extend(
        opinion
            .cited
            .iter()
            .map(|says| format!("（引用核对）{says}")),
    );
    lines.join("\n")
}

/// Writes what was asked in the round before, and answered.
fn earlier(feedback: &Feedback, out: &mut dyn Write) -> io::Result<()> {
    let mut items = feedback.items.iter().filter(|i| !i.earlier.is_empty());
    let Some(first) = items.next() else {
        return Ok(());
    };
    writeln!(
        out,
        "\n## 上一轮的意见和答复\n\n| 编码 | 名称 | 意见——答复 |\n| --- | --- | --- |"
    )?;
    for item in std::iter::once(first).chain(items) {
        let told: Vec<String> = item.earlier.iter().map(EarlierOpinion::sentence).collect();
        writeln!(
            out,
            "| {} | {} | {} |",
            item.code,
            cell(&item.name),
            cell(&told.join("\n"))
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn a_cell_stays_one_cell() {
        assert_eq!(cell("a|b\n<c>"), "a\\|b<br>&lt;c>");
    }
}
