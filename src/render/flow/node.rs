//! What stands in the boxes, and how large they must be.

use crate::domain::catalog::{RiskRow, StepRow};

use super::graph::Graph;
use super::place::Grid;
use super::shape::{Badge, Form, Grade, Mark, Rect};
use super::text;

/// Size of the letters of a name, and distance of its lines.
pub const SIZE: i32 = 13;
pub const LEADING: i32 = 18;
/// How far a decision's points reach out.
pub const POINT: i32 = 13;
/// Marks: their letters, their height, the space between them.
pub const MARK: i32 = 11;
const MARK_HEIGHT: i32 = 16;
const MARK_GAP: i32 = 4;
/// Space above and below the text in a box.
const INSIDE: i32 = 9;
/// Widths that a box may have.
const WIDTHS: std::ops::RangeInclusive<i32> = 92..=150;

/// A step's content.
pub struct Content {
    /// How it is drawn.
    pub form: Form,
    /// Its name as it stands in the file.
    pub name: String,
    /// Its marks and their texts.
    pub marks: Vec<(Mark, String)>,
}

/// A step's content within a box of a certain width.
pub struct Fitted {
    /// The name's lines.
    pub lines: Vec<String>,
    /// Marks by row.
    pub marks: Vec<Vec<(Mark, String)>>,
    /// Height of the box.
    pub height: i32,
}

/// The form of a step.
fn form(step: &StepRow) -> Form {
    match step.kind.as_str() {
        "start" => Form::Start,
        "decision" => Form::Decision,
        "end" => Form::End,
        _ => Form::Task,
    }
}

/// The grade of a 廉政风险点.
pub fn grade(level: &str) -> Grade {
    match level {
        "高" => Grade::High,
        "中" => Grade::Middle,
        _ => Grade::Low,
    }
}

/// How long a step may take, in words: the unit of the item, where it is known.
pub fn days(days: u32, unit: Option<&str>) -> String {
    match unit.map(str::trim).filter(|unit| *unit != "日") {
        Some("工作日") => format!("{days} 个工作日"),
        Some(unit) if !unit.is_empty() => format!("{days} {unit}"),
        _ => format!("{days} 日"),
    }
}

/// What stands in the mark of the risk with this number.
pub fn risk_mark(number: usize, level: &str) -> String {
    format!("险{number} {level}")
}

/// What stands in every step, and the width of each column.
pub fn contents(
    graph: &Graph<'_>,
    grid: &Grid,
    unit: Option<&str>,
    risks: &[RiskRow],
) -> (Vec<Content>, Vec<i32>) {
    let contents: Vec<Content> = graph
        .steps
        .iter()
        .map(|step| {
            let mut marks = Vec::new();
            if let Some(n) = step.days {
                marks.push((Mark::Days, days(n, unit)));
            }
            for (n, risk) in risks.iter().enumerate().filter(|(_, r)| r.step == step.id) {
                marks.push((
                    Mark::Risk(grade(&risk.level)),
                    risk_mark(n + 1, &risk.level),
                ));
            }
            Content {
                form: form(step),
                name: step.name.clone(),
                marks,
            }
        })
        .collect();
    let widths = (0..grid.columns.len())
        .map(|column| {
            let here = || {
                let cells = grid.cell.iter().zip(&contents);
                cells
                    .filter(|((c, _), _)| *c == column)
                    .map(|(_, content)| content)
            };
            let fits = |w: &i32| here().all(|content| content.is_at_ease(*w));
            let width = WIDTHS.step_by(2).find(fits).unwrap_or(*WIDTHS.end());
            let marks = here().map(Content::widest_mark).max().unwrap_or(0);
            width.max(marks) / 2 * 2
        })
        .collect();
    (contents, widths)
}

/// Room for text in a box of this width.
fn room(form: Form, width: i32) -> i32 {
    width
        - match form {
            Form::Decision => 2 * POINT + 4,
            Form::Start | Form::End => 22,
            Form::Task => 14,
        }
}

fn mark_width(text: &str) -> i32 {
    text::width(text, MARK) + 10
}

impl Content {
    /// Whether the name has few lines in a box of this width.
    fn is_at_ease(&self, width: i32) -> bool {
        let room = room(self.form, width);
        let lines = text::wrap(&self.name, SIZE, room);
        lines.len() <= 3 && text::widest(&lines, SIZE) <= room
    }

    /// Width of the box that the widest mark needs, and the widest run that no break divides.
    fn widest_mark(&self) -> i32 {
        let beside = 200 - room(self.form, 200);
        let marks = self.marks.iter().map(|(_, text)| mark_width(text)).max();
        let room = room(self.form, *WIDTHS.end());
        let name = text::widest(&text::wrap(&self.name, SIZE, room), SIZE);
        let name = if name > room { name } else { 0 };
        marks.unwrap_or(0).max(name) + beside + 1
    }

    /// The content in a box of this width.
    pub fn fit(&self, width: i32) -> Fitted {
        let room = room(self.form, width);
        let lines = text::wrap(&self.name, SIZE, room);
        let mut marks: Vec<Vec<(Mark, String)>> = Vec::new();
        let mut used = room + 1;
        for (mark, text) in &self.marks {
            let wide = mark_width(text);
            if used + MARK_GAP + wide > room {
                marks.push(Vec::new());
                used = -MARK_GAP;
            }
            used += MARK_GAP + wide;
            if let Some(row) = marks.last_mut() {
                row.push((*mark, text.clone()));
            }
        }
        let text = lines.len().max(1) as i32 * LEADING;
        let below = marks.len() as i32 * (MARK_HEIGHT + MARK_GAP);
        let height = text + below + 2 * INSIDE;
        Fitted {
            lines,
            marks,
            height: (height + height % 2).max(42),
        }
    }
}

impl Fitted {
    /// The areas of the name and of the marks in a box.
    pub fn within(&self, area: Rect) -> (Rect, Vec<Badge>) {
        let text = self.lines.len() as i32 * LEADING;
        let below = self.marks.len() as i32 * (MARK_HEIGHT + MARK_GAP);
        let top = area.y + (area.h - text - below) / 2;
        let w = text::widest(&self.lines, SIZE);
        let name = Rect {
            x: area.middle() - w / 2,
            y: top,
            w,
            h: text,
        };
        let mut badges = Vec::new();
        let mut y = top + text + MARK_GAP;
        for row in &self.marks {
            let widths: Vec<i32> = row.iter().map(|(_, text)| mark_width(text)).collect();
            let all = widths.iter().sum::<i32>() + MARK_GAP * (row.len() as i32 - 1);
            let mut x = area.middle() - all / 2;
            for ((mark, text), w) in row.iter().zip(widths) {
                badges.push(Badge {
                    area: Rect {
                        x,
                        y,
                        w,
                        h: MARK_HEIGHT,
                    },
                    mark: *mark,
                    text: text.clone(),
                });
                x += w + MARK_GAP;
            }
            y += MARK_HEIGHT + MARK_GAP;
        }
        (name, badges)
    }
}

/// The mark that explains a risk below the chart.
pub fn note_badge(number: usize, level: &str, x: i32, y: i32) -> Badge {
    let text = risk_mark(number, level);
    Badge {
        area: Rect {
            x,
            y,
            w: mark_width(&text),
            h: MARK_HEIGHT,
        },
        mark: Mark::Risk(grade(level)),
        text,
    }
}
