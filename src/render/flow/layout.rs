//! Gives everything its place: widths of columns and channels, heights of rows and gaps, then the lines.

use crate::domain::catalog::{ChartRow, RiskRow};

use super::graph::Graph;
use super::label::{self, Placed, Wish};
use super::node::{self, Content, Fitted};
use super::place::{self, Grid};
use super::port;
use super::route::{self, Port, Route, Routes, Run};
use super::shape::{Form, Lane, Layout, Node, Note, Rect, Text, Wire};
use super::text;
use super::track;

/// Space around the whole.
const MARGIN: i32 = 12;
/// Narrower than this no chart is, so that title and notes can be read.
const NARROWEST: i32 = 330;
/// Distance of lines in a channel, and in a gap.
const PITCH: i32 = 9;
const RISE: i32 = 8;
/// From a box to the first line in the channel beside it: room for an arrow's head and a bend.
const PAD: i32 = 15;
/// From the edge of the grid to the first line in its outer channel.
const EDGE: i32 = 8;
/// From a box to the first line in the gap below it, and from the last line in a gap to the box below.
const LEAVE: i32 = 11;
const ARROW: i32 = 16;
/// Least height of a gap.
const GAP: i32 = 28;
/// Sizes of letters and distances of lines: title, heads of lanes, notes.
const TITLE: (i32, i32) = (17, 24);
const HEAD: (i32, i32) = (12, 17);
const NOTE: (i32, i32) = (12, 19);

/// The layout of a chart. `risks` are those of all items that use it; `day_unit` is theirs where they have one in common.
pub fn layout(chart: &ChartRow, day_unit: Option<&str>, risks: &[RiskRow]) -> Layout {
    let graph = Graph::new(chart);
    let grid = place::place(&graph);
    let routes = route::route(&graph, &grid);
    let (contents, widths) = node::contents(&graph, &grid, day_unit, risks);
    let mut sheet = Sheet {
        graph: &graph,
        grid: &grid,
        routes: &routes,
        contents,
        widths,
        wider: routes.channel_tracks.iter().map(|t| vec![0; *t]).collect(),
        columns: Vec::new(),
        channels: Vec::new(),
        width: 0,
    };
    let labels = sheet.across();
    sheet.finish(chart, risks, &labels)
}

/// What has its place from left to right.
struct Sheet<'g> {
    graph: &'g Graph<'g>,
    grid: &'g Grid,
    routes: &'g Routes,
    contents: Vec<Content>,
    widths: Vec<i32>,
    /// Room at the right of each track for a label, by channel.
    wider: Vec<Vec<i32>>,
    /// Left edge and width of the boxes of each column.
    columns: Vec<(i32, i32)>,
    channels: Vec<Channel>,
    width: i32,
}

struct Channel {
    left: i32,
    width: i32,
    tracks: Vec<i32>,
}

/// A gap between rows: its upper edge, where its labels begin, its lower edge.
#[derive(Clone, Copy, Default)]
struct Gap {
    top: i32,
    labels: i32,
    bottom: i32,
}

impl Gap {
    fn leave(&self, track: usize) -> i32 {
        self.top + LEAVE + RISE * track as i32
    }

    fn arrive(&self, track: usize) -> i32 {
        self.bottom - ARROW - RISE * track as i32
    }
}

impl Sheet<'_> {
    /// Places everything from left to right, and widens what is too narrow for its label.
    fn across(&mut self) -> Vec<Option<Placed>> {
        const TRIES: usize = 80;
        for last in (0..=TRIES).map(|n| n == TRIES) {
            self.place_columns();
            let wishes = self.wishes();
            let bounds = (MARGIN, self.width - MARGIN);
            match label::place(&wishes, &self.lines(), bounds, last) {
                Ok(placed) => {
                    let mut out = vec![None; self.graph.edges.len()];
                    for (wish, placed) in wishes.iter().zip(placed) {
                        out[wish.edge] = Some(placed);
                    }
                    return out;
                }
                Err((edge, more)) => match self.routes.routes[edge] {
                    Route {
                        run: Run::Channel(channel),
                        track,
                        ..
                    } => self.wider[channel][track] += more,
                    Route {
                        run: Run::Column(column),
                        ..
                    } => self.widths[column] += 2 * more,
                },
            }
        }
        Vec::new()
    }

    fn place_columns(&mut self) {
        let count = self.grid.columns.len();
        let channels: Vec<i32> = (0..=count).map(|k| self.channel_width(k)).collect();
        let natural = self.widths.iter().chain(&channels).sum::<i32>();
        // A narrow chart gets wider boxes first, then room at its sides.
        let lack = (NARROWEST - 2 * MARGIN - natural).max(0);
        let more = (lack / count.max(1) as i32).min(36) / 2 * 2;
        let rest = lack - more * count as i32;
        self.columns.clear();
        self.channels.clear();
        let mut x = MARGIN;
        for (k, own) in channels.into_iter().enumerate() {
            let (before, after) = match k {
                0 => (rest / 2, if count == 0 { rest - rest / 2 } else { 0 }),
                k if k == count => (0, rest - rest / 2),
                _ => (0, 0),
            };
            let mut at = x + before + if k == 0 { EDGE } else { PAD };
            let mut tracks = Vec::with_capacity(self.wider[k].len());
            for wider in &self.wider[k] {
                tracks.push(at);
                at += PITCH + wider;
            }
            let width = before + own + after;
            self.channels.push(Channel {
                left: x,
                width,
                tracks,
            });
            x += width;
            if let Some(width) = self.widths.get(k) {
                self.columns.push((x, width + more));
                x += width + more;
            }
        }
        self.width = x + MARGIN;
    }

    fn channel_width(&self, k: usize) -> i32 {
        let tracks = &self.wider[k];
        let count = self.grid.columns.len();
        let edge = k == 0 || k == count;
        let lane = |c: usize| self.grid.columns.get(c).map(|c| c.lane);
        if tracks.is_empty() {
            return match () {
                () if edge => 10,
                () if lane(k - 1) != lane(k) => 20,
                () => 16,
            };
        }
        let lines = PITCH * (tracks.len() as i32 - 1) + tracks.iter().sum::<i32>();
        PAD + lines + if edge { EDGE } else { PAD }
    }

    fn middle(&self, column: usize) -> i32 {
        let (x, w) = self.columns[column];
        x + w / 2
    }

    /// Where a way runs down or up.
    fn run(&self, route: &Route) -> i32 {
        match route.run {
            Run::Column(column) => self.middle(column) + route.shift,
            Run::Channel(channel) => self.channels[channel].tracks[route.track],
        }
    }

    /// The gap in which a way's condition stands.
    fn label_gap(&self, edge: usize) -> usize {
        let (way, route) = (&self.graph.edges[edge], &self.routes.routes[edge]);
        let (row, to_row) = (self.grid.cell[way.from].1, self.grid.cell[way.to].1);
        match route.run {
            Run::Channel(_) if to_row <= row => row,
            _ => row + 1,
        }
    }

    fn wishes(&self) -> Vec<Wish<'_>> {
        let lines = self.lines();
        let mut wishes = Vec::new();
        for (edge, way) in self.graph.edges.iter().enumerate() {
            let Some(text) = way.label.as_deref() else {
                continue;
            };
            let (route, gap) = (&self.routes.routes[edge], self.label_gap(edge));
            let run = self.run(route);
            let x = match route.run {
                Run::Channel(_) => (run, run),
                Run::Column(column) => {
                    let middle = self.middle(column);
                    let near = |x: &&i32| (**x - middle).abs() <= track::BESIDE;
                    let near = || lines[gap].iter().filter(near).copied();
                    (near().min().unwrap_or(run), near().max().unwrap_or(run))
                }
            };
            wishes.push(Wish {
                edge,
                gap,
                x,
                left: run < self.middle(self.grid.cell[way.from].0),
                text,
            });
        }
        wishes
    }

    /// Lines that cross the labels of each gap.
    fn lines(&self) -> Vec<Vec<i32>> {
        let mut lines = vec![Vec::new(); self.grid.rows + 1];
        for (way, route) in self.graph.edges.iter().zip(&self.routes.routes) {
            let (row, to_row) = (self.grid.cell[way.from].1, self.grid.cell[way.to].1);
            let x = self.run(route);
            let gaps = match (route.run, to_row > row) {
                (Run::Column(_), _) | (_, true) => row + 1..=to_row,
                // A way up; from below its step it leaves in the part of the gap above the labels.
                (Run::Channel(_), false) => to_row..=row,
            };
            for gap in gaps {
                lines[gap].push(x);
            }
            if route.over {
                lines[to_row].push(self.middle(self.grid.cell[way.to].0));
            }
        }
        lines
    }

    /// Heights, and then everything that stands in them.
    fn finish(self, chart: &ChartRow, risks: &[RiskRow], labels: &[Option<Placed>]) -> Layout {
        let inner = self.width - 2 * MARGIN;
        let words = chart.title.as_deref().unwrap_or("");
        let mut title = self.centred(words, TITLE, MARGIN, inner, MARGIN);
        title.area.x = MARGIN + 2;
        let mut y = title.area.bottom() + if title.lines.is_empty() { 0 } else { 10 };
        let lanes_top = y;
        let (mut lanes, head) = self.lanes(y);
        y += head;
        let fitted: Vec<Fitted> = self
            .contents
            .iter()
            .zip(&self.grid.cell)
            .map(|(content, (column, _))| content.fit(self.columns[*column].1))
            .collect();
        let mut gaps: Vec<Gap> = Vec::with_capacity(self.grid.rows + 1);
        let mut rows: Vec<(i32, i32)> = Vec::with_capacity(self.grid.rows);
        let levels = self.levels(labels);
        for (gap, levels) in levels.iter().enumerate() {
            let placed = self.gap(gap, y, levels.iter().sum());
            y = placed.bottom;
            gaps.push(placed);
            if gap < self.grid.rows {
                let here = self.grid.cell.iter().zip(&fitted);
                let here = here.filter(|((_, row), _)| *row == gap);
                let height = here.map(|(_, f)| f.height).max().unwrap_or(0);
                rows.push((y, height));
                y += height;
            }
        }
        for lane in &mut lanes {
            lane.area.h = y - lanes_top;
        }
        let areas: Vec<Rect> = fitted
            .iter()
            .zip(&self.grid.cell)
            .map(|(fitted, (column, row))| {
                let ((x, w), (top, height)) = (self.columns[*column], rows[*row]);
                Rect {
                    x,
                    y: top + (height - fitted.height) / 2,
                    w,
                    h: fitted.height,
                }
            })
            .collect();
        let nodes = self.nodes(&fitted, &areas);
        let wires = self.wires(&areas, &gaps, &levels, labels);
        let mut layout = Layout {
            width: self.width,
            height: y + MARGIN,
            title,
            lanes,
            head,
            nodes,
            wires,
            notes_title: None,
            notes: Vec::new(),
        };
        self.notes(&mut layout, risks);
        layout
    }

    /// Heights of the rows of labels in each gap.
    fn levels(&self, labels: &[Option<Placed>]) -> Vec<Vec<i32>> {
        let mut levels = vec![Vec::new(); self.grid.rows + 1];
        for placed in labels.iter().flatten() {
            let heights: &mut Vec<i32> = &mut levels[placed.gap];
            if heights.len() <= placed.level {
                heights.resize(placed.level + 1, 0);
            }
            let height = placed.lines.len() as i32 * label::LEADING + 2;
            heights[placed.level] = heights[placed.level].max(height);
        }
        levels
    }

    fn gap(&self, gap: usize, top: i32, labels: i32) -> Gap {
        let lines = |count: usize, first: i32| match count {
            0 => 0,
            n => first + RISE * (n as i32 - 1),
        };
        let leave = lines(self.routes.leave_tracks[gap], LEAVE);
        let arrive = lines(self.routes.arrive_tracks[gap], RISE);
        let edge = gap == 0 || gap == self.grid.rows;
        let least = if edge { 14 } else { GAP };
        let space = if labels > 0 { 4 } else { 0 };
        let needs_arrow = gap < self.grid.rows && (leave + arrive + labels > 0);
        let arrow = if needs_arrow { ARROW } else { 0 };
        let height =
            (leave + space + labels + arrive + arrow + if needs_arrow { 0 } else { 8 }).max(least);
        Gap {
            top,
            labels: top + leave + space,
            bottom: top + height,
        }
    }

    fn lanes(&self, y: i32) -> (Vec<Lane>, i32) {
        let count = self.grid.columns.len();
        // Where one actor or none does everything, there is nothing to set apart, but it is still said who.
        if self.graph.lanes.iter().all(Option::is_none) {
            return (Vec::new(), 0);
        }
        let border = |k: usize| {
            let channel = &self.channels[k];
            match k {
                0 => channel.left,
                k if k == count => channel.left + channel.width,
                _ => {
                    let middle = channel.left + channel.width / 2;
                    // Not on a line.
                    let on = channel.tracks.iter().any(|x| (x - middle).abs() < 3);
                    if on { middle + PITCH / 2 } else { middle }
                }
            }
        };
        let mut lanes = Vec::new();
        for (lane, name) in self.graph.lanes.iter().enumerate() {
            let own = |c: &usize| self.grid.columns[*c].lane == lane;
            let mut columns = (0..count).filter(own);
            let Some(first) = columns.next() else {
                continue;
            };
            let last = columns.next_back().unwrap_or(first);
            let (left, right) = (border(first), border(last + 1));
            let name = name.unwrap_or("未写明");
            lanes.push(Lane {
                area: Rect {
                    x: left,
                    y,
                    w: right - left,
                    h: 0,
                },
                name: self.centred(name, HEAD, left + 4, right - left - 8, y),
            });
        }
        let tallest = lanes.iter().map(|l| l.name.area.h).max().unwrap_or(0);
        let head = tallest + 12;
        for lane in &mut lanes {
            lane.name.area.y = y + (head - lane.name.area.h) / 2;
        }
        (lanes, head)
    }

    /// A text in the middle of a strip.
    fn centred(&self, words: &str, (size, leading): (i32, i32), x: i32, room: i32, y: i32) -> Text {
        let lines = text::wrap(words, size, room);
        let w = text::widest(&lines, size);
        Text {
            area: Rect {
                x: x + (room - w) / 2,
                y,
                w,
                h: lines.len() as i32 * leading,
            },
            size,
            leading,
            lines,
        }
    }

    fn nodes(&self, fitted: &[Fitted], areas: &[Rect]) -> Vec<Node> {
        fitted
            .iter()
            .zip(areas)
            .enumerate()
            .map(|(step, (fitted, area))| {
                let (name, badges) = fitted.within(*area);
                Node {
                    step,
                    form: self.contents[step].form,
                    area: *area,
                    name: Text {
                        area: name,
                        size: node::SIZE,
                        leading: node::LEADING,
                        lines: fitted.lines.clone(),
                    },
                    badges,
                }
            })
            .collect()
    }

    fn wires(
        &self,
        areas: &[Rect],
        gaps: &[Gap],
        levels: &[Vec<i32>],
        labels: &[Option<Placed>],
    ) -> Vec<Wire> {
        let shifts = port::shifts(self.graph, self.grid, self.routes);
        let mut wires = Vec::with_capacity(self.graph.edges.len());
        for (i, (edge, route)) in self.graph.edges.iter().zip(&self.routes.routes).enumerate() {
            let (from, to) = (&areas[edge.from], &areas[edge.to]);
            let (row, to_row) = (self.grid.cell[edge.from].1, self.grid.cell[edge.to].1);
            let run = self.run(route);
            let mut points = Vec::new();
            let side = |area: &Rect, step: usize, port: Port, shift: i32| {
                let inset = match self.contents[step].form {
                    Form::Decision => 2 * node::POINT * shift.abs() / area.h,
                    Form::Start | Form::End => port::inset(area, shift),
                    Form::Task => 0,
                };
                let x = if port == Port::Left {
                    area.x + inset
                } else {
                    area.right() - inset
                };
                (x, area.centre() + shift)
            };
            if route.exit == Port::Middle {
                points.push((from.middle(), from.bottom()));
                if let Some(track) = route.leave {
                    let y = gaps[row + 1].leave(track);
                    points.extend([(from.middle(), y), (run, y)]);
                }
            } else {
                let at = side(from, edge.from, route.exit, shifts[i].0);
                points.extend([at, (run, at.1)]);
            }
            if route.entry == Port::Middle {
                if let Some(track) = route.arrive {
                    let y = if route.over {
                        gaps[to_row].leave(track)
                    } else {
                        gaps[to_row].arrive(track)
                    };
                    points.extend([(run, y), (to.middle(), y), (to.middle(), to.y)]);
                } else {
                    points.push((run, to.y));
                }
            } else {
                let at = side(to, edge.to, route.entry, shifts[i].1);
                points.extend([(run, at.1), at]);
            }
            let label = labels.get(i).and_then(Option::as_ref).map(|placed| {
                let above: i32 = levels[placed.gap].iter().take(placed.level).sum();
                Text {
                    area: Rect {
                        x: placed.x,
                        y: gaps[placed.gap].labels + above,
                        w: placed.w,
                        h: placed.lines.len() as i32 * label::LEADING,
                    },
                    size: label::SIZE,
                    leading: label::LEADING,
                    lines: placed.lines.clone(),
                }
            });
            wires.push(Wire {
                from: edge.from,
                to: edge.to,
                points: straight(&points),
                back: edge.back,
                label,
            });
        }
        wires
    }

    /// The 廉政风险点 below the chart.
    fn notes(&self, layout: &mut Layout, risks: &[RiskRow]) {
        if risks.is_empty() {
            return;
        }
        let left = MARGIN + 2;
        let mut y = layout.height + 2;
        let lines = text::wrap("廉政风险点和防控措施", 13, self.width);
        let heading = Text {
            area: Rect {
                x: left,
                y,
                w: text::widest(&lines, 13),
                h: 20,
            },
            size: 13,
            leading: 20,
            lines,
        };
        y = heading.area.bottom() + 6;
        layout.notes_title = Some(heading);
        for (n, risk) in risks.iter().enumerate() {
            let badge = node::note_badge(n + 1, &risk.level, left, y + 2);
            let step = self.graph.steps.iter().find(|s| s.id == risk.step);
            let step = step.map_or("", |s| s.name.trim());
            let said = [
                (!step.is_empty()).then(|| format!("{step}：")),
                Some(risk.risk.trim().trim_end_matches('。').to_owned()),
                (!risk.measure.trim().is_empty())
                    .then(|| format!("。防控：{}", risk.measure.trim())),
            ];
            let said: String = said.into_iter().flatten().collect();
            let x = badge.area.right() + 8;
            let lines = text::fill(&said, NOTE.0, self.width - MARGIN - x);
            let h = lines.len() as i32 * NOTE.1;
            let text = Text {
                area: Rect {
                    x,
                    y,
                    w: text::widest(&lines, NOTE.0),
                    h,
                },
                size: NOTE.0,
                leading: NOTE.1,
                lines,
            };
            y += h.max(badge.area.h + 4) + 4;
            layout.notes.push(Note { badge, text });
        }
        layout.height = y + MARGIN - 4;
    }
}

/// The points without those at which nothing turns.
fn straight(points: &[(i32, i32)]) -> Vec<(i32, i32)> {
    let mut out: Vec<(i32, i32)> = Vec::with_capacity(points.len());
    for &point in points {
        if out.last() == Some(&point) {
            continue;
        }
        if let [.., a, b] = out.as_slice() {
            let flat = a.0 == b.0 && b.0 == point.0 || a.1 == b.1 && b.1 == point.1;
            if flat {
                out.pop();
            }
        }
        out.push(point);
    }
    out
}
