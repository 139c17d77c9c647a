//! The list of items.

use power_list::finding::Severity;
use power_list::ops::review::Row;
use power_list::report::styled::{Line, Span, Style};
use power_list::report::text::width;
use power_list::workflow::round::Change;
use power_list::workflow::{Decision, Entry};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text;
use ratatui::widgets::Paragraph;

use super::super::model::{Model, Voice};
use super::super::theme::Theme;
use super::super::update::short;
use super::{fit, pad, safe};

/// Draws the part of the list around the cursor.
pub(super) fn list(frame: &mut Frame<'_>, area: Rect, model: &mut Model, theme: Theme) {
    let height = usize::from(area.height).max(1);
    model.list_height = height;
    // The cursor stays on the screen.
    if model.cursor < model.top {
        model.top = model.cursor;
    } else if model.cursor >= model.top + height {
        model.top = model.cursor + 1 - height;
    }
    model.top = model.top.min(model.listed.len().saturating_sub(height));
    if model.listed.is_empty() {
        frame.render_widget(Paragraph::new("（没有事项；Esc 取消筛选）"), area);
        return;
    }
    for (line, position) in (model.top..model.listed.len()).take(height).enumerate() {
        let Some(row) = model.listed_row(position) else {
            continue;
        };
        let drawn = listed(row, model, area.width);
        let place = Rect {
            y: area.y + u16::try_from(line).unwrap_or(u16::MAX),
            height: 1,
            ..area
        };
        if position == model.cursor {
            let text = pad(&drawn.text(), area.width);
            frame.render_widget(text::Line::styled(text, theme.cursor()), place);
        } else {
            frame.render_widget(theme.line(&drawn), place);
        }
    }
}

/// A row of the list: chosen or not, what is said, whether that is a draft, what there is to look at, code and name.
fn listed(row: &Row, model: &Model, columns: u16) -> Line {
    let span = |style, text: String| Span { text, style };
    let mark = if model.marked.contains(&row.code) {
        "*"
    } else {
        " "
    };
    let draft = model.unit.drafts.entry(&row.code);
    let (said, style) = match (&model.unit.voice, draft) {
        (_, Some(Entry::Withdrawal {})) => ("撤回".to_owned(), Style::Warn),
        (Voice::Reviewer(_), _) => match model.said(row).as_ref().and_then(Entry::decision) {
            None => ("____".to_owned(), Style::Muted),
            Some(decision) => (name(decision), tone(decision)),
        },
        _ => match row.state.outcome() {
            None => ("____".to_owned(), Style::Muted),
            Some(decision) => (name(decision), tone(decision)),
        },
    };
    let kept = match (draft, model.unit.voice.body()) {
        (Some(_), _) => "草",
        (None, Some(body)) if row.state.opinion(body).is_some() => "已",
        (None, None) if row.state.ruling.is_some() => "裁",
        _ => "  ",
    };
    let mut spans = vec![
        span(Style::Strong, mark.to_owned()),
        span(style, said),
        span(Style::Muted, format!("{kept} ")),
    ];
    if row.state.is_disputed() {
        spans.push(span(Style::Bad, "异".to_owned()));
    }
    match row.change {
        Some(Change::Added) => spans.push(span(Style::Added, "新".to_owned())),
        Some(Change::Changed | Change::Removed) => spans.push(span(Style::Warn, "改".to_owned())),
        None => {}
    }
    match row.worst() {
        Some(Severity::Error) => spans.push(span(Style::Bad, "错".to_owned())),
        Some(Severity::Warning) => spans.push(span(Style::Warn, "警".to_owned())),
        Some(Severity::Note) | None => {}
    }
    if spans.len() > 3 {
        spans.push(span(Style::Plain, " ".to_owned()));
    }
    spans.push(span(Style::Muted, format!("{} ", short(&row.code))));
    let used: usize = spans.iter().map(|s| width(&s.text)).sum();
    let room = usize::from(columns).saturating_sub(used);
    let name = fit(&safe(&row.name), u16::try_from(room).unwrap_or(0));
    spans.push(span(Style::Plain, name));
    Line(spans)
}

/// Four columns of a decision.
fn name(decision: &Decision) -> String {
    match decision {
        Decision::Supplement {} => "补充".to_owned(),
        other => other.chinese().to_owned(),
    }
}

const fn tone(decision: &Decision) -> Style {
    match decision {
        Decision::Keep {} => Style::Good,
        Decision::Cancel { .. } => Style::Bad,
        _ => Style::Warn,
    }
}
