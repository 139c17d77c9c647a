//! A layout as shapes, in the order in which they are painted; every format paints the same shapes.

use crate::domain::catalog::ChartRow;

use super::port;
use super::shape::{Badge, Form, Grade, Layout, Mark, Node, Rect, Text, Wire};

/// How a shape looks; the colours are in [`super::colour`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Look {
    /// The ground.
    Paper,
    /// Every other lane.
    Lane,
    /// The head of a lane.
    Head,
    /// Lines between lanes.
    Rule,
    /// A way.
    Wire,
    /// A way back.
    Back,
    /// The head of an arrow.
    Arrow,
    /// A box by its form.
    Start,
    /// Work.
    Task,
    /// A choice.
    Decision,
    /// An end.
    End,
    /// A day limit.
    Days,
    /// A risk by its grade.
    High,
    /// Middle.
    Middle,
    /// Low.
    Low,
    /// Text.
    Ink,
    /// Less important text.
    Soft,
    /// Text on a start.
    OnStart,
    /// Text in a day limit.
    OnDays,
    /// Text on a high risk.
    OnHigh,
    /// Text on other risks.
    OnRisk,
}

/// Something to paint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// A rectangle with round corners.
    Box(Rect, i32, Look),
    /// A closed shape with corners.
    Polygon(Vec<(i32, i32)>, Look),
    /// A line with round bends.
    Line(Vec<(i32, i32)>, Look),
    /// A line of text: the middle or the beginning of its baseline.
    Words {
        /// Where.
        at: (i32, i32),
        /// Whether `at` is its middle.
        middle: bool,
        /// Size of the letters.
        size: i32,
        /// Whether it is bold.
        bold: bool,
        /// Its look.
        look: Look,
        /// What it says.
        text: String,
    },
}

/// Shapes that belong together, with what is said of them on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Shown when the pointer rests on it.
    pub title: Option<String>,
    /// Its shapes.
    pub shapes: Vec<Shape>,
}

/// Radius of a line's bends.
pub const BEND: i32 = 6;

/// Everything to paint.
pub fn scene(layout: &Layout, chart: &ChartRow) -> Vec<Part> {
    let mut parts = vec![plain(ground(layout))];
    let mut lines: Vec<Shape> = Vec::new();
    for wire in &layout.wires {
        lines.extend(line(wire));
    }
    for wire in &layout.wires {
        lines.extend(arrow(wire));
    }
    for label in layout.wires.iter().filter_map(|w| w.label.as_ref()) {
        words(&mut lines, label, false, false, Look::Ink);
    }
    parts.push(plain(lines));
    for node in &layout.nodes {
        let mut shapes = vec![body(node)];
        let (bold, look) = match node.form {
            Form::Start => (true, Look::OnStart),
            Form::End => (true, Look::Ink),
            Form::Task | Form::Decision => (false, Look::Ink),
        };
        words(&mut shapes, &node.name, true, bold, look);
        for badge in &node.badges {
            mark(&mut shapes, badge);
        }
        parts.push(Part {
            title: said(chart, node),
            shapes,
        });
    }
    let mut notes = Vec::new();
    if let Some(heading) = &layout.notes_title {
        words(&mut notes, heading, false, true, Look::Ink);
    }
    for note in &layout.notes {
        mark(&mut notes, &note.badge);
        words(&mut notes, &note.text, false, false, Look::Ink);
    }
    parts.push(plain(notes));
    parts
}

fn plain(shapes: Vec<Shape>) -> Part {
    Part {
        title: None,
        shapes,
    }
}

fn ground(layout: &Layout) -> Vec<Shape> {
    let whole = Rect {
        x: 0,
        y: 0,
        w: layout.width,
        h: layout.height,
    };
    let mut shapes = vec![Shape::Box(whole, 0, Look::Paper)];
    words(&mut shapes, &layout.title, false, true, Look::Ink);
    for lane in layout.lanes.iter().step_by(2) {
        shapes.push(Shape::Box(lane.area, 0, Look::Lane));
    }
    for lane in &layout.lanes {
        let head = Rect {
            h: layout.head,
            ..lane.area
        };
        shapes.push(Shape::Box(head, 0, Look::Head));
    }
    for lane in &layout.lanes {
        let (x, y, bottom) = (lane.area.x, lane.area.y, lane.area.bottom());
        shapes.push(Shape::Line(vec![(x, y), (x, bottom)], Look::Rule));
        words(&mut shapes, &lane.name, true, true, Look::Soft);
    }
    if let (Some(first), Some(last)) = (layout.lanes.first(), layout.lanes.last()) {
        let (left, right) = (first.area.x, last.area.right());
        let (top, bottom) = (first.area.y, first.area.bottom());
        let under = top + layout.head;
        for y in [top, under, bottom] {
            shapes.push(Shape::Line(vec![(left, y), (right, y)], Look::Rule));
        }
        shapes.push(Shape::Line(vec![(right, top), (right, bottom)], Look::Rule));
    }
    shapes
}

fn words(out: &mut Vec<Shape>, text: &Text, middle: bool, bold: bool, look: Look) {
    for (n, line) in text.lines.iter().enumerate() {
        let top = text.area.y + n as i32 * text.leading;
        let base = top + (text.leading + text.size * 72 / 100) / 2;
        let x = if middle {
            text.area.middle()
        } else {
            text.area.x
        };
        out.push(Shape::Words {
            at: (x, base),
            middle,
            size: text.size,
            bold,
            look,
            text: line.clone(),
        });
    }
}

fn mark(out: &mut Vec<Shape>, badge: &Badge) {
    let (ground, ink) = match badge.mark {
        Mark::Days => (Look::Days, Look::OnDays),
        Mark::Risk(Grade::High) => (Look::High, Look::OnHigh),
        Mark::Risk(Grade::Middle) => (Look::Middle, Look::OnRisk),
        Mark::Risk(Grade::Low) => (Look::Low, Look::OnRisk),
    };
    // A limit is round, a risk has corners: not told apart by colour alone.
    let radius = match badge.mark {
        Mark::Days => badge.area.h / 2,
        Mark::Risk(_) => 2,
    };
    out.push(Shape::Box(badge.area, radius, ground));
    out.push(Shape::Words {
        at: (badge.area.middle(), badge.area.y + badge.area.h - 4),
        middle: true,
        size: super::node::MARK,
        bold: false,
        look: ink,
        text: badge.text.clone(),
    });
}

fn body(node: &Node) -> Shape {
    let area = node.area;
    match node.form {
        Form::Start => Shape::Box(area, port::radius(&area), Look::Start),
        Form::End => Shape::Box(area, port::radius(&area), Look::End),
        Form::Task => Shape::Box(area, 3, Look::Task),
        Form::Decision => {
            let (left, right) = (
                area.x + super::node::POINT,
                area.right() - super::node::POINT,
            );
            let corners = vec![
                (area.x, area.centre()),
                (left, area.y),
                (right, area.y),
                (area.right(), area.centre()),
                (right, area.bottom()),
                (left, area.bottom()),
            ];
            Shape::Polygon(corners, Look::Decision)
        }
    }
}

/// Length of an arrow's head, half its width, and where the line ends within it.
const HEAD: i32 = 8;
const HALF: i32 = 4;
const WITHIN: i32 = 5;

/// Which way the last piece of a line runs.
fn heading(wire: &Wire) -> Option<((i32, i32), (i32, i32))> {
    let [.., before, tip] = wire.points.as_slice() else {
        return None;
    };
    let step = ((tip.0 - before.0).signum(), (tip.1 - before.1).signum());
    Some((*tip, step))
}

fn line(wire: &Wire) -> Option<Shape> {
    let (tip, step) = heading(wire)?;
    let mut points = wire.points.clone();
    if let Some(last) = points.last_mut() {
        *last = (tip.0 - step.0 * WITHIN, tip.1 - step.1 * WITHIN);
    }
    let look = if wire.back { Look::Back } else { Look::Wire };
    Some(Shape::Line(points, look))
}

fn arrow(wire: &Wire) -> Option<Shape> {
    let (tip, step) = heading(wire)?;
    let base = (tip.0 - step.0 * HEAD, tip.1 - step.1 * HEAD);
    let across = (step.1 * HALF, step.0 * HALF);
    let corners = vec![
        tip,
        (base.0 + across.0, base.1 + across.1),
        (base.0 - across.0, base.1 - across.1),
    ];
    Some(Shape::Polygon(corners, Look::Arrow))
}

/// What is said of a step: who, how long, on what ground, which risks.
fn said(chart: &ChartRow, node: &Node) -> Option<String> {
    let step = chart.steps.get(node.step)?;
    let limits = node.badges.iter().filter(|b| b.mark == Mark::Days);
    let lines = [
        Some(step.name.clone()),
        step.actor.as_ref().map(|actor| format!("办理：{actor}")),
        limits.map(|b| format!("期限：{}", b.text)).next(),
        step.cite.as_ref().map(|cite| format!("依据：{cite}")),
    ];
    let lines: Vec<String> = lines.into_iter().flatten().collect();
    Some(lines.join("\n"))
}
