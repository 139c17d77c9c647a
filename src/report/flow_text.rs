//! A structured flowchart drawn in text, from the top down: the way through the procedure in one column, side ways
//! indented beside it, ways back and ways that meet named instead of drawn again. Lines and corners are ASCII: what is
//! made for drawing boxes takes one column here and two there.

use std::collections::VecDeque;

use super::styled::{Line, Run, Span, Style};
use super::text::width;
use crate::domain::flowchart::{Flowchart, StepKind};
use crate::domain::item::IntegrityRisk;

/// What stands before each line of a side way.
const BESIDE: &str = "   |  ";
/// What stands before each line of the last way.
const BELOW: &str = "      ";
/// Narrowest box with its borders; what would be narrower is drawn further down.
const NARROWEST: usize = 20;

/// Widest drawing: side ways beside side ways go no further, and the drawing stays one that can be taken in.
const WIDEST: usize = 120;

/// Draws a chart into lines of at most `columns` columns, or 30 where that is less. `unit` is what its days are counted in.
pub fn draw(chart: &Flowchart, risks: &[IntegrityRisk], unit: &str, columns: usize) -> Vec<Line> {
    let mut drawing = Drawing {
        chart,
        ways: ways(chart),
        risks,
        unit,
        columns: columns.clamp(NARROWEST + 10, WIDEST),
        drawn: vec![false; chart.steps.len()],
        later: VecDeque::new(),
        lines: Vec::new(),
    };
    let starts = chart.steps.iter().enumerate();
    let starts = starts.filter(|(_, s)| s.kind.value == StepKind::Start);
    for (start, _) in starts {
        // A way may lead to the beginning of another one.
        if !drawing.is_drawn(start) {
            drawing.chain(start);
        }
    }
    for rest in 0..chart.steps.len() {
        if !drawing.is_drawn(rest) {
            drawing.say("", &Run::new(Style::Warn, "从开始走不到的步骤："));
            drawing.chain(rest);
        }
    }
    drawing.lines
}

/// A way on: its condition, and the step it leads to, or an id that no step has.
struct Way<'c> {
    label: Option<&'c str>,
    to: Result<usize, &'c str>,
}

/// The ways on from every step.
fn ways(chart: &Flowchart) -> Vec<Vec<Way<'_>>> {
    let by_id = chart.by_id();
    let mut out = Vec::with_capacity(chart.steps.len());
    for step in &chart.steps {
        let ways = step.next.iter().map(|next| {
            let id = next.to.value.as_str();
            Way {
                label: next.label.as_deref(),
                to: by_id.get(id).copied().ok_or(id),
            }
        });
        out.push(ways.collect());
    }
    out
}

struct Drawing<'c> {
    chart: &'c Flowchart,
    ways: Vec<Vec<Way<'c>>>,
    risks: &'c [IntegrityRisk],
    unit: &'c str,
    columns: usize,
    drawn: Vec<bool>,
    /// What found no room beside its way, drawn from the margin.
    later: VecDeque<usize>,
    lines: Vec<Line>,
}

impl Drawing<'_> {
    fn is_drawn(&self, step: usize) -> bool {
        self.drawn.get(step).copied().unwrap_or(true)
    }

    /// A chain from the margin, and after it whatever found no room beside it.
    fn chain(&mut self, start: usize) {
        self.way("", start, &[]);
        while let Some(step) = self.later.pop_front() {
            if !self.is_drawn(step) {
                let said = Run::new(Style::Muted, format!("接上：{}", self.name(step)));
                self.say("", &said);
                self.way("", step, &[]);
            }
        }
    }

    /// Draws from a step on until the way ends, meets what is drawn, or reaches what is `kept` for another way.
    fn way(&mut self, before: &str, start: usize, kept: &[bool]) {
        let mut at = start;
        let mut entered = false;
        loop {
            if let Some(drawn) = self.drawn.get_mut(at) {
                *drawn = true;
            }
            self.step(
                before,
                at,
                entered,
                !self.ways.get(at).is_none_or(Vec::is_empty),
            );
            let Some(trunk) = self.on(before, at, kept) else {
                return;
            };
            (at, entered) = (trunk, true);
        }
    }

    /// Draws the side ways of a step; gives the one that goes on below it.
    fn on(&mut self, before: &str, at: usize, kept: &[bool]) -> Option<usize> {
        let ways = self.ways.get_mut(at).map(std::mem::take)?;
        let free = |drawing: &Self, to: usize| {
            !drawing.is_drawn(to) && !kept.get(to).copied().unwrap_or(false)
        };
        // The longest way on is the trunk; of equals the first.
        let reach: Vec<usize> = ways
            .iter()
            .map(|way| match way.to {
                Ok(to) if free(self, to) => self.reach(to).iter().filter(|r| **r).count(),
                _ => 0,
            })
            .collect();
        let most = reach.iter().copied().max().filter(|most| *most > 0);
        let trunk = most.and_then(|most| reach.iter().position(|r| *r == most));
        let trunk_step = trunk.and_then(|i| ways.get(i)).and_then(|way| way.to.ok());
        let mut reserved = trunk_step.map_or_else(Vec::new, |to| self.reach(to));
        for (to, kept) in reserved.iter_mut().zip(kept) {
            *to |= *kept;
        }
        let beside = if reserved.is_empty() { kept } else { &reserved };
        let side = |i: &usize| Some(*i) != trunk;
        let last = (0..ways.len()).rfind(side).filter(|_| trunk.is_none());
        for (i, way) in ways.iter().enumerate().filter(|(i, _)| side(i)) {
            self.side_way(before, at, way, last == Some(i), beside);
        }
        let label = trunk.and_then(|i| ways.get(i)).and_then(|way| way.label);
        if trunk.is_some() {
            self.down(before, label);
        }
        if let Some(slot) = self.ways.get_mut(at) {
            *slot = ways;
        }
        trunk_step
    }

    fn side_way(&mut self, before: &str, at: usize, way: &Way<'_>, last: bool, kept: &[bool]) {
        let corner = if last { '\'' } else { '+' };
        let label = way
            .label
            .map_or_else(String::new, |label| format!("{label} "));
        let gap = if label.is_empty() { "" } else { " " };
        let lead = format!("{before}   {corner}-{gap}");
        let inner = format!("{before}{}", if last { BELOW } else { BESIDE });
        let plain = Run::new(Style::Strong, &label);
        let to = match way.to {
            Ok(to) => to,
            Err(id) => {
                let said = plain.with(Style::Bad, format!("-> {id}（没有这一步）"));
                return self.say_led(&lead, &inner, &said);
            }
        };
        let fits = width(&inner) + NARROWEST <= self.columns;
        let is_kept = kept.get(to).copied().unwrap_or(false);
        if self.is_drawn(to) || is_kept {
            let word = match self.leads(to, at) && self.is_drawn(to) {
                true => "回到",
                false => "接",
            };
            let said = plain.with(Style::Muted, format!("-> {word} {}", self.name(to)));
            return self.say_led(&lead, &inner, &said);
        }
        if !fits {
            self.later.push_back(to);
            let said = plain.with(Style::Muted, format!("-> 见下 {}", self.name(to)));
            return self.say_led(&lead, &inner, &said);
        }
        self.say_led(&lead, &inner, &plain);
        self.way(&inner, to, kept);
    }

    /// The line from a box to the next one below it.
    fn down(&mut self, before: &str, label: Option<&str>) {
        let lead = format!("{before}   | ");
        self.say_led(&lead, &lead, &Run::new(Style::Strong, label.unwrap_or("")));
    }

    /// The box of a step.
    fn step(&mut self, before: &str, at: usize, entered: bool, goes_on: bool) {
        let Some(step) = self.chart.steps.get(at) else {
            return;
        };
        let room = self
            .columns
            .saturating_sub(width(before) + 4)
            .max(NARROWEST - 4);
        let mut content = Run::new(Style::Strong, self.name(at)).lines(room);
        let mut say = |style, text: &str| content.extend(Run::new(style, text).lines(room));
        let mut notes: Vec<String> = Vec::new();
        notes.extend(match step.kind.value {
            StepKind::Start => Some("开始".to_owned()),
            StepKind::Decision => Some("判断".to_owned()),
            StepKind::End => Some("结束".to_owned()),
            StepKind::Task => None,
        });
        notes.extend(step.actor.clone());
        notes.extend(
            step.days
                .as_ref()
                .map(|d| format!("{} {}", d.value, self.unit)),
        );
        if !notes.is_empty() {
            say(Style::Muted, &notes.join("，"));
        }
        if let Some(basis) = &step.basis {
            say(Style::Muted, &format!("依据：{}", basis.text.value));
        }
        for risk in self.risks.iter().filter(|r| r.step.value == step.id.value) {
            let text = format!("廉政风险（{}）：{}", risk.level.chinese(), risk.risk);
            say(Style::Warn, &text);
        }
        let inner = content.iter().map(Line::width).max().unwrap_or(0).max(6);
        let round = matches!(step.kind.value, StepKind::Start | StepKind::End);
        let corners = if round {
            ['.', '.', '\'', '\'']
        } else {
            ['+', '+', '+', '+']
        };
        let [top_left, top_right, bottom_left, bottom_right] = corners;
        let border = |left: char, right: char, joint: Option<char>| {
            let rule = match joint {
                Some(joint) => format!("--{joint}{}", "-".repeat(inner - 1)),
                None => "-".repeat(inner + 2),
            };
            Line(vec![Span {
                text: format!("{before}{left}{rule}{right}"),
                style: Style::Muted,
            }])
        };
        self.lines
            .push(border(top_left, top_right, entered.then_some('+')));
        for line in content {
            let blanks = " ".repeat(inner.saturating_sub(line.width()));
            let side = |text: String| Span {
                text,
                style: Style::Muted,
            };
            let mut spans = vec![side(format!("{before}| "))];
            spans.extend(line.0);
            spans.push(side(format!("{blanks} |")));
            self.lines.push(Line(spans));
        }
        self.lines
            .push(border(bottom_left, bottom_right, goes_on.then_some('+')));
    }

    /// Number and name of a step.
    fn name(&self, at: usize) -> String {
        let name = self
            .chart
            .steps
            .get(at)
            .map_or("", |s| s.name.value.as_str());
        format!("{} {name}", at + 1)
    }

    fn say(&mut self, before: &str, run: &Run) {
        self.say_led(before, before, run);
    }

    fn say_led(&mut self, lead: &str, further: &str, run: &Run) {
        let room = self
            .columns
            .saturating_sub(width(lead).max(width(further)))
            .max(6);
        for (i, line) in run.lines(room).into_iter().enumerate() {
            let before = if i == 0 { lead } else { further };
            let blank = line.0.is_empty();
            let mut spans = vec![Span {
                text: if blank { before.trim_end() } else { before }.to_owned(),
                style: Style::Muted,
            }];
            spans.extend(line.0);
            self.lines.push(Line(spans));
        }
    }

    /// Steps that can be reached from one without going through what is drawn.
    fn reach(&self, from: usize) -> Vec<bool> {
        self.flood(from, |step| !self.is_drawn(step))
    }

    /// Whether a way leads from one step to another.
    fn leads(&self, from: usize, to: usize) -> bool {
        self.flood(from, |_| true).get(to).copied().unwrap_or(false)
    }

    fn flood(&self, from: usize, through: impl Fn(usize) -> bool) -> Vec<bool> {
        let by_id = self.chart.by_id();
        let mut seen = vec![false; self.chart.steps.len()];
        let mut open = vec![from];
        while let Some(at) = open.pop() {
            let Some(new) = seen.get_mut(at).filter(|seen| !**seen) else {
                continue;
            };
            *new = true;
            let next = self.chart.steps.get(at).map_or(&[][..], |s| &s.next);
            let next = next.iter().filter_map(|n| by_id.get(n.to.value.as_str()));
            open.extend(next.copied().filter(|to| through(*to)));
        }
        seen
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::flowchart::{NextStep, Step};
    use crate::domain::item::RiskLevel;
    use crate::domain::place::{At, SourceId, Span as Place};
    use proptest::prelude::*;

    fn at<T>(value: T) -> At<T> {
        At::new(value, Place::head(SourceId(0)))
    }

    fn step(id: &str, name: &str, kind: StepKind, next: &[(&str, &str)]) -> Step {
        Step {
            id: at(id.to_owned()),
            name: at(name.to_owned()),
            kind: at(kind),
            actor: Some("环评科".to_owned()),
            days: (kind == StepKind::Task).then(|| at(5)),
            basis: None,
            stage: None,
            next: next
                .iter()
                .map(|(label, to)| NextStep {
                    label: (!label.is_empty()).then(|| (*label).to_owned()),
                    to: at((*to).to_owned()),
                })
                .collect(),
            span: Place::head(SourceId(0)),
        }
    }

    fn chart(steps: Vec<Step>) -> Flowchart {
        Flowchart {
            path: "flowcharts/a.yaml".to_owned(),
            span: Place::head(SourceId(0)),
            title: at("审批流程图".to_owned()),
            category: None,
            steps,
        }
    }

    fn permit() -> Flowchart {
        use StepKind::{Decision, End, Start, Task};
        chart(vec![
            step("a", "申请", Start, &[("", "b")]),
            step(
                "b",
                "受理",
                Decision,
                &[("符合条件", "d"), ("材料不齐", "c"), ("不属于本机关", "e")],
            ),
            step("c", "补正", Task, &[("", "b")]),
            step("d", "审查", Task, &[("", "f")]),
            step("e", "不予受理", End, &[]),
            step("f", "送达", End, &[]),
        ])
    }

    #[test]
    fn the_way_goes_down_and_side_ways_beside_it() {
        let risk = IntegrityRisk {
            step: at("d".to_owned()),
            risk: "擅自放宽条件".to_owned(),
            level: RiskLevel::High,
            measure: "集体审议".to_owned(),
        };
        let drawn: Vec<String> = draw(&permit(), &[risk], "工作日", 60)
            .iter()
            .map(Line::text)
            .collect();
        let expected = "\
.--------------.
| 1 申请       |
| 开始，环评科 |
'--+-----------'
   |
+--+-----------+
| 2 受理       |
| 判断，环评科 |
+--+-----------+
   +- 材料不齐
   |  +------------------+
   |  | 3 补正           |
   |  | 环评科，5 工作日 |
   |  +--+---------------+
   |     '--> 回到 2 受理
   +- 不属于本机关
   |  .--------------.
   |  | 5 不予受理   |
   |  | 结束，环评科 |
   |  '--------------'
   | 符合条件
+--+---------------------------+
| 4 审查                       |
| 环评科，5 工作日             |
| 廉政风险（高）：擅自放宽条件 |
+--+---------------------------+
   |
.--+-----------.
| 6 送达       |
| 结束，环评科 |
'--------------'";
        assert_eq!(drawn.join("\n"), expected);
    }

    #[test]
    fn what_leads_nowhere_is_said() {
        use StepKind::{End, Start, Task};
        let chart = chart(vec![
            step("a", "申请", Start, &[("", "x")]),
            step("b", "孤立", Task, &[("", "c")]),
            step("c", "办结", End, &[]),
        ]);
        let drawn: String = draw(&chart, &[], "日", 60)
            .iter()
            .map(|l| l.text() + "\n")
            .collect();
        assert!(drawn.contains("-> x（没有这一步）"), "{drawn}");
        assert!(drawn.contains("从开始走不到的步骤"), "{drawn}");
        assert!(
            drawn.contains("2 孤立") && drawn.contains("3 办结"),
            "{drawn}"
        );
    }

    proptest! {
        #[test]
        fn every_chart_is_drawn_within_its_width(
            steps in proptest::collection::vec((0usize..4, proptest::collection::vec(0usize..14, 0..4)), 1..14),
            columns in 30usize..100,
        ) {
            let ids: Vec<String> = (0..14).map(|i| format!("s{i}")).collect();
            let steps: Vec<Step> = steps.iter().enumerate().map(|(i, (kind, next))| {
                let next: Vec<(&str, &str)> = next.iter().map(|to| ("条件是这样的", ids[*to].as_str())).collect();
                step(&ids[i], "办理这一步的事务", StepKind::ALL[*kind].0, &next)
            }).collect();
            let count = steps.len();
            let lines = draw(&chart(steps), &[], "工作日", columns);
            prop_assert!(lines.iter().all(|l| l.width() <= columns), "{:?}", lines.iter().map(Line::text).collect::<Vec<_>>());
            // Only the upper and lower edges of boxes end with a corner.
            let edges = lines.iter().filter(|l| l.text().ends_with(['+', '.', '\''])).count();
            prop_assert_eq!(edges, 2 * count);
        }
    }
}
