//! What a layout promises: nothing lies on anything else, everything is within its place.

use power_list::domain::catalog::ChartRow;
use power_list::render::flow::shape::{Form, Layout, Rect};
use power_list::render::flow::text;

/// Everything that a layout breaks of its promises; empty for a good one.
pub fn faults(chart: &ChartRow, layout: &Layout) -> Vec<String> {
    let mut faults = Vec::new();
    let mut solid: Vec<(String, Rect)> = Vec::new();
    let node = |step: usize| format!("步骤 {}", chart.steps[step].name);
    for n in &layout.nodes {
        solid.push((node(n.step), n.area));
    }
    for wire in &layout.wires {
        if let Some(label) = &wire.label {
            solid.push((format!("条件 {}", label.lines.concat()), label.area));
        }
    }
    solid.push(("标题".to_owned(), layout.title.area));
    for lane in &layout.lanes {
        solid.push((
            format!("泳道名 {}", lane.name.lines.concat()),
            lane.name.area,
        ));
        if !lane.area.holds(&lane.name.area) {
            faults.push(format!("泳道名“{}”出了泳道", lane.name.lines.concat()));
        }
    }
    for note in &layout.notes {
        solid.push((format!("风险 {}", note.badge.text), note.badge.area));
        solid.push((
            format!("风险说明 {}", note.text.lines.concat()),
            note.text.area,
        ));
    }
    let whole = Rect {
        x: 0,
        y: 0,
        w: layout.width,
        h: layout.height,
    };
    for (i, (name, area)) in solid.iter().enumerate() {
        if !whole.holds(area) {
            faults.push(format!("{name} 出了图：{area:?}"));
        }
        for (other, at) in solid.iter().skip(i + 1) {
            if area.meets(at) {
                faults.push(format!("{name} 与 {other} 相叠：{area:?} {at:?}"));
            }
        }
    }
    within(chart, layout, &mut faults);
    lines(chart, layout, &solid, &mut faults);
    faults
}

/// Names and marks within their boxes, texts within what they cover.
fn within(chart: &ChartRow, layout: &Layout, faults: &mut Vec<String>) {
    for node in &layout.nodes {
        let name = &chart.steps[node.step].name;
        let said: String = node.name.lines.concat();
        let bare = |text: &str| {
            text.chars()
                .filter(|c| !c.is_whitespace() && !c.is_control())
                .collect::<String>()
        };
        if bare(&said) != bare(name) {
            faults.push(format!("步骤“{name}”的字不全：{said}"));
        }
        let inner = match node.form {
            Form::Decision => Rect {
                x: node.area.x + 13,
                w: node.area.w - 26,
                ..node.area
            },
            Form::Start | Form::End => Rect {
                x: node.area.x + 8,
                w: node.area.w - 16,
                ..node.area
            },
            Form::Task => node.area,
        };
        if !inner.holds(&node.name.area) {
            faults.push(format!(
                "步骤“{name}”的字出了框：{:?} {inner:?}",
                node.name.area
            ));
        }
        for (i, badge) in node.badges.iter().enumerate() {
            let others = node.badges.iter().skip(i + 1).map(|b| b.area);
            let text = text::width(&badge.text, 11) > badge.area.w - 4;
            if text
                || !inner.holds(&badge.area)
                || badge.area.meets(&node.name.area)
                || others.into_iter().any(|o| o.meets(&badge.area))
            {
                faults.push(format!("步骤“{name}”的标记“{}”不在它的位置", badge.text));
            }
        }
    }
    let texts = layout.nodes.iter().map(|n| &n.name);
    let texts = texts.chain(layout.wires.iter().filter_map(|w| w.label.as_ref()));
    let texts = texts
        .chain(layout.lanes.iter().map(|l| &l.name))
        .chain(layout.notes.iter().map(|n| &n.text));
    for text in texts.chain([&layout.title]) {
        if text::widest(&text.lines, text.size) > text.area.w
            || text.lines.len() as i32 * text.leading > text.area.h
        {
            faults.push(format!("“{}”比它的位置大", text.lines.concat()));
        }
    }
}

/// Whether a piece of a line runs through the inside of an area.
fn through(a: (i32, i32), b: (i32, i32), area: &Rect) -> bool {
    a.0.min(b.0) < area.right()
        && area.x < a.0.max(b.0).max(a.0.min(b.0) + 1)
        && a.1.min(b.1) < area.bottom()
        && area.y < a.1.max(b.1).max(a.1.min(b.1) + 1)
        && (a.0 != b.0 || (area.x < a.0 && a.0 < area.right()))
        && (a.1 != b.1 || (area.y < a.1 && a.1 < area.bottom()))
}

type Piece = ((i32, i32), (i32, i32));

/// Whether two pieces lie on each other for more than a point.
fn together(a: &Piece, b: &Piece) -> bool {
    let flat = |p: &Piece| p.0.1 == p.1.1;
    if flat(a) != flat(b) {
        return false;
    }
    let turn = |p: &Piece| {
        if flat(p) {
            *p
        } else {
            ((p.0.1, p.0.0), (p.1.1, p.1.0))
        }
    };
    let (a, b) = (turn(a), turn(b));
    a.0.1 == b.0.1
        && a.0.0.min(a.1.0).max(b.0.0.min(b.1.0)) < a.0.0.max(a.1.0).min(b.0.0.max(b.1.0))
}

/// Lines clear of boxes and words, and of each other unless they begin or end in the same step.
fn lines(chart: &ChartRow, layout: &Layout, solid: &[(String, Rect)], faults: &mut Vec<String>) {
    let name = |step: usize| chart.steps[step].name.as_str();
    let pieces =
        |points: &[(i32, i32)]| -> Vec<Piece> { points.windows(2).map(|p| (p[0], p[1])).collect() };
    for (i, wire) in layout.wires.iter().enumerate() {
        let called = format!("“{}”到“{}”的线", name(wire.from), name(wire.to));
        for piece in pieces(&wire.points) {
            let (a, b) = piece;
            if a.0 != b.0 && a.1 != b.1 {
                faults.push(format!("{called} 是斜的"));
            }
            for (what, area) in solid {
                // A line ends at the edge of what is round or pointed, within the rectangle around it.
                let own = [wire.from, wire.to].map(|step| layout.nodes[step].area);
                let at_end = [wire.points.first(), wire.points.last()].contains(&Some(&b))
                    || [wire.points.first(), wire.points.last()].contains(&Some(&a));
                let core = Rect {
                    x: area.x + 13,
                    w: area.w - 26,
                    ..*area
                };
                let area = if at_end && own.contains(area) {
                    &core
                } else {
                    area
                };
                if through(a, b, area) {
                    faults.push(format!("{called} 穿过 {what}：{a:?} {b:?} {area:?}"));
                }
            }
            for other in layout.wires.iter().skip(i + 1) {
                let joined = wire.from == other.from || wire.to == other.to;
                if !joined && pieces(&other.points).iter().any(|p| together(&piece, p)) {
                    faults.push(format!(
                        "{called} 与“{}”到“{}”的线相叠",
                        name(other.from),
                        name(other.to)
                    ));
                }
            }
            if a.0.min(b.0) < 0
                || a.1.min(b.1) < 0
                || a.0.max(b.0) > layout.width
                || a.1.max(b.1) > layout.height
            {
                faults.push(format!("{called} 出了图"));
            }
        }
        let ends = (wire.points.first(), wire.points.last());
        let touches = |step: usize, at: Option<&(i32, i32)>| {
            at.is_some_and(|(x, y)| {
                let a = layout.nodes[step].area;
                a.x <= *x && *x <= a.right() && a.y <= *y && *y <= a.bottom()
            })
        };
        if !touches(wire.from, ends.0) || !touches(wire.to, ends.1) {
            faults.push(format!("{called} 没有接上"));
        }
    }
}
