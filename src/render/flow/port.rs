//! Where lines touch the sides of boxes: at the middle, or above and below it where several would lie on each other.

use std::collections::BTreeMap;

use super::graph::Graph;
use super::place::Grid;
use super::route::{Port, Routes};
use super::shape::Rect;

/// What touches a channel in a row: the box at its left or right, with lines that enter it or leave it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Touch {
    /// Lines that go up are above.
    down: bool,
    enters: bool,
    step: usize,
    /// Ways that leave are each their own.
    edge: Option<usize>,
}

/// A channel in a row.
type Spot = (usize, usize);

/// How far below the middle each way leaves and enters, by the number of the edge.
pub fn shifts(graph: &Graph<'_>, grid: &Grid, routes: &Routes) -> Vec<(i32, i32)> {
    let mut touches: BTreeMap<Spot, Vec<Touch>> = BTreeMap::new();
    let mut each: Vec<[Option<(Spot, Touch)>; 2]> = Vec::new();
    for (i, (edge, route)) in graph.edges.iter().zip(&routes.routes).enumerate() {
        let mut at = |step: usize, port: Port, enters: bool| {
            let (column, row) = grid.cell[step];
            let channel = match port {
                Port::Middle => return None,
                Port::Left => column,
                Port::Right => column + 1,
            };
            let up = grid.cell[edge.to].1 <= grid.cell[edge.from].1;
            let touch = Touch {
                down: up == enters,
                enters,
                step,
                edge: (!enters).then_some(i),
            };
            let list = touches.entry((row, channel)).or_default();
            if !list.contains(&touch) {
                list.push(touch);
            }
            Some(((row, channel), touch))
        };
        let exit = at(edge.from, route.exit, false);
        let entry = at(edge.to, route.entry, true);
        each.push([exit, entry]);
    }
    for list in touches.values_mut() {
        list.sort_unstable();
    }
    let shift = |place: &Option<(Spot, Touch)>| {
        let (key, touch) = place.as_ref()?;
        let list = touches.get(key)?;
        let at = list.iter().position(|t| t == touch)? as i32;
        let last = list.len() as i32 - 1;
        let step = if last > 2 { 8 } else { 12 };
        Some((2 * at - last) * step / 2)
    };
    each.iter()
        .map(|[exit, entry]| (shift(exit).unwrap_or(0), shift(entry).unwrap_or(0)))
        .collect()
}

/// Radius of the corners of a round box.
pub fn radius(area: &Rect) -> i32 {
    (area.h / 2).min(22)
}

/// How far the side of a round box lies inward at this distance from its middle.
pub fn inset(area: &Rect, shift: i32) -> i32 {
    let radius = radius(area);
    let beyond = (shift.abs() - (area.h / 2 - radius)).max(0);
    let rest = radius * radius - beyond * beyond;
    radius - rest.max(0).isqrt()
}
