//! A chart as BPMN 2.0, with the places of its shapes, for modelling tools.

use std::fmt::Write as _;

use crate::domain::catalog::{ChartRow, StepRow};

use super::graph::Graph;
use super::node;
use super::shape::{Layout, Rect};
use super::svg::escape;
use super::{Notes, risks_of};

/// Height of the pool's head above the lanes.
const POOL: i32 = 30;
/// Half the size of an event and of a gateway.
const EVENT: i32 = 18;
const GATEWAY: i32 = 25;

/// What a step becomes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Start,
    Task,
    Gateway,
    End,
}

impl Kind {
    /// An event at which something else begins or ends as well is no event of BPMN but a task.
    fn of(graph: &Graph<'_>, step: usize) -> Self {
        let enters = graph.edges.iter().any(|e| e.to == step);
        let leaves = graph.edges.iter().any(|e| e.from == step);
        match graph.steps[step].kind.as_str() {
            "start" if !enters => Self::Start,
            "end" if !leaves => Self::End,
            "decision" => Self::Gateway,
            _ => Self::Task,
        }
    }

    fn element(self) -> &'static str {
        match self {
            Self::Start => "startEvent",
            Self::Task => "userTask",
            Self::Gateway => "exclusiveGateway",
            Self::End => "endEvent",
        }
    }

    /// The shape's place around the middle of its step's box.
    fn area(self, area: &Rect) -> Rect {
        let half = match self {
            Self::Task => return *area,
            Self::Gateway => GATEWAY,
            Self::Start | Self::End => EVENT,
        };
        Rect {
            x: area.middle() - half,
            y: area.centre() - half,
            w: 2 * half,
            h: 2 * half,
        }
    }

    /// How far the edge lies from the middle, where a line touches it this far beside the middle.
    fn reach(self, beside: i32) -> i32 {
        match self {
            Self::Task => 0,
            Self::Gateway => GATEWAY - beside.abs().min(GATEWAY),
            Self::Start | Self::End => (EVENT * EVENT - beside * beside).max(0).isqrt(),
        }
    }

    /// Where a line ends that ends at the edge of the step's box.
    fn end(self, area: &Rect, at: (i32, i32), sideways: bool) -> (i32, i32) {
        if self == Self::Task {
            return at;
        }
        let (cx, cy) = (area.middle(), area.centre());
        if sideways {
            (cx + (at.0 - cx).signum() * self.reach(at.1 - cy), at.1)
        } else {
            (at.0, cy + (at.1 - cy).signum() * self.reach(at.0 - cx))
        }
    }
}

/// The document.
pub fn bpmn(chart: &ChartRow, notes: &Notes, layout: &Layout) -> String {
    let graph = Graph::new(chart);
    let title = escape(chart.title.as_deref().unwrap_or("权力运行流程图"));
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <bpmn:definitions xmlns:bpmn=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" \
         xmlns:bpmndi=\"http://www.omg.org/spec/BPMN/20100524/DI\" \
         xmlns:dc=\"http://www.omg.org/spec/DD/20100524/DC\" \
         xmlns:di=\"http://www.omg.org/spec/DD/20100524/DI\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         id=\"definitions\" targetNamespace=\"urn:power-list:flowchart\" exporter=\"power-list\">\n",
    );
    let _ = writeln!(
        out,
        "  <bpmn:collaboration id=\"collaboration\">\n    \
         <bpmn:participant id=\"pool\" name=\"{title}\" processRef=\"process\" />\n  \
         </bpmn:collaboration>\n  <bpmn:process id=\"process\" name=\"{title}\" isExecutable=\"false\">"
    );
    lanes(&mut out, &graph);
    for step in 0..graph.steps.len() {
        element(&mut out, &graph, step, notes);
    }
    for (n, edge) in graph.edges.iter().enumerate() {
        let name = edge
            .label
            .as_ref()
            .map(|l| format!(" name=\"{}\"", escape(l)));
        let _ = writeln!(
            out,
            "    <bpmn:sequenceFlow id=\"way{}\"{} sourceRef=\"step{}\" targetRef=\"step{}\" />",
            n + 1,
            name.unwrap_or_default(),
            edge.from + 1,
            edge.to + 1
        );
    }
    out.push_str("  </bpmn:process>\n");
    diagram(&mut out, &graph, layout);
    out.push_str("</bpmn:definitions>\n");
    out
}

fn lanes(out: &mut String, graph: &Graph<'_>) {
    if graph.lanes.iter().all(Option::is_none) {
        return;
    }
    out.push_str("    <bpmn:laneSet id=\"lanes\">\n");
    for (lane, name) in graph.lanes.iter().enumerate() {
        let name = escape(name.unwrap_or("未写明"));
        let _ = writeln!(
            out,
            "      <bpmn:lane id=\"lane{}\" name=\"{name}\">",
            lane + 1
        );
        for step in (0..graph.steps.len()).filter(|step| graph.lane_of[*step] == lane) {
            let _ = writeln!(
                out,
                "        <bpmn:flowNodeRef>step{}</bpmn:flowNodeRef>",
                step + 1
            );
        }
        out.push_str("      </bpmn:lane>\n");
    }
    out.push_str("    </bpmn:laneSet>\n");
}

fn element(out: &mut String, graph: &Graph<'_>, at: usize, notes: &Notes) {
    let step = &graph.steps[at];
    let element = Kind::of(graph, at).element();
    let _ = writeln!(
        out,
        "    <bpmn:{element} id=\"step{}\" name=\"{}\">",
        at + 1,
        escape(step.name.trim())
    );
    let said = said(step, notes);
    if !said.is_empty() {
        let _ = writeln!(
            out,
            "      <bpmn:documentation>{}</bpmn:documentation>",
            escape(&said)
        );
    }
    for (word, end) in [("incoming", false), ("outgoing", true)] {
        for (n, edge) in graph.edges.iter().enumerate() {
            if at == if end { edge.from } else { edge.to } {
                let _ = writeln!(out, "      <bpmn:{word}>way{}</bpmn:{word}>", n + 1);
            }
        }
    }
    let _ = writeln!(out, "    </bpmn:{element}>");
}

/// What BPMN has no place for: day limit, ground, risks.
fn said(step: &StepRow, notes: &Notes) -> String {
    let mut lines = Vec::new();
    if let Some(days) = step.days {
        lines.push(format!(
            "期限：{}",
            node::days(days, notes.day_unit.as_deref())
        ));
    }
    if let Some(cite) = &step.cite {
        lines.push(format!("依据：{cite}"));
    }
    for (_, risk) in risks_of(notes, step) {
        lines.push(format!(
            "廉政风险（{}）：{}；防控：{}",
            risk.level, risk.risk, risk.measure
        ));
    }
    lines.join("\n")
}

fn diagram(out: &mut String, graph: &Graph<'_>, layout: &Layout) {
    out.push_str(
        "  <bpmndi:BPMNDiagram id=\"diagram\">\n    <bpmndi:BPMNPlane id=\"plane\" bpmnElement=\"collaboration\">\n",
    );
    let lanes: Vec<Rect> = layout.lanes.iter().map(|lane| lane.area).collect();
    let whole = match (lanes.first(), lanes.last()) {
        (Some(first), Some(last)) => Rect {
            x: first.x,
            y: first.y - POOL,
            w: last.right() - first.x,
            h: first.h + POOL,
        },
        _ => Rect {
            x: 0,
            y: 0,
            w: layout.width,
            h: layout.height,
        },
    };
    let upright = " isHorizontal=\"false\"";
    shape(out, "pool", upright, &whole, None);
    for (n, area) in lanes.iter().enumerate() {
        shape(out, &format!("lane{}", n + 1), upright, area, None);
    }
    for node in &layout.nodes {
        let kind = Kind::of(graph, node.step);
        let area = kind.area(&node.area);
        let name = (kind != Kind::Task && !node.name.lines.is_empty()).then(|| {
            // Beside the lower right of what has no room for its name.
            let text = &node.name;
            Rect {
                x: area.middle() + 14,
                y: area.bottom() - 8,
                w: text.area.w,
                h: text.area.h,
            }
        });
        let more = if kind == Kind::Gateway {
            " isMarkerVisible=\"true\""
        } else {
            ""
        };
        shape(out, &format!("step{}", node.step + 1), more, &area, name);
    }
    for (n, wire) in layout.wires.iter().enumerate() {
        let _ = writeln!(
            out,
            "      <bpmndi:BPMNEdge id=\"way{0}_di\" bpmnElement=\"way{0}\">",
            n + 1
        );
        let mut points = wire.points.clone();
        let last = points.len().saturating_sub(1);
        if last > 0 {
            let first_flat = points[0].1 == points[1].1;
            let last_flat = points[last].1 == points[last - 1].1;
            let (from, to) = (&layout.nodes[wire.from].area, &layout.nodes[wire.to].area);
            points[0] = Kind::of(graph, wire.from).end(from, points[0], first_flat);
            points[last] = Kind::of(graph, wire.to).end(to, points[last], last_flat);
        }
        for (x, y) in points {
            let _ = writeln!(out, "        <di:waypoint x=\"{x}\" y=\"{y}\" />");
        }
        if let Some(label) = &wire.label {
            bounds_of_label(out, &label.area);
        }
        out.push_str("      </bpmndi:BPMNEdge>\n");
    }
    out.push_str("    </bpmndi:BPMNPlane>\n  </bpmndi:BPMNDiagram>\n");
}

fn shape(out: &mut String, of: &str, more: &str, area: &Rect, name: Option<Rect>) {
    let _ = writeln!(
        out,
        "      <bpmndi:BPMNShape id=\"{of}_di\" bpmnElement=\"{of}\"{more}>\n        \
         <dc:Bounds x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" />",
        area.x, area.y, area.w, area.h
    );
    if let Some(name) = name {
        bounds_of_label(out, &name);
    }
    out.push_str("      </bpmndi:BPMNShape>\n");
}

fn bounds_of_label(out: &mut String, area: &Rect) {
    let _ = writeln!(
        out,
        "        <bpmndi:BPMNLabel>\n          <dc:Bounds x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" />\n        \
         </bpmndi:BPMNLabel>",
        area.x, area.y, area.w, area.h
    );
}
