//! Which cell of the grid each step stands in: rows from above, columns within the lanes.

use super::graph::Graph;

/// A column of the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// The lane it belongs to.
    pub lane: usize,
}

/// The grid.
#[derive(Debug)]
pub struct Grid {
    /// Columns from the left; those of a lane stand together.
    pub columns: Vec<Column>,
    /// How many rows.
    pub rows: usize,
    /// Column and row of each step.
    pub cell: Vec<(usize, usize)>,
    taken: Vec<Option<usize>>,
}

impl Grid {
    /// The step in a cell.
    pub fn at(&self, column: usize, row: usize) -> Option<usize> {
        if column >= self.columns.len() {
            return None;
        }
        let cell = self.taken.get(row * self.columns.len() + column);
        cell.copied().flatten()
    }
}

/// A step's place within its lane: 0 is the lane's main column.
#[derive(Clone, Copy)]
struct Spot {
    lane: usize,
    offset: i32,
    row: usize,
}

/// Puts every step into a cell of its own.
pub fn place(graph: &Graph<'_>) -> Grid {
    let count = graph.steps.len();
    let trunk = graph.trunk();
    let mut spots: Vec<Option<Spot>> = vec![None; count];
    for &at in &trunk {
        spots[at] = Some(Spot {
            lane: graph.lane_of[at],
            offset: 0,
            row: graph.rank[at],
        });
    }
    let mut rest: Vec<usize> = (0..count).filter(|&at| spots[at].is_none()).collect();
    rest.sort_by_key(|&at| (graph.rank[at], at));
    for at in rest {
        spots[at] = Some(best_spot(graph, &spots, at));
    }
    let spots: Vec<Spot> = spots.into_iter().flatten().collect();
    number(graph.lanes.len(), &spots)
}

fn best_spot(graph: &Graph<'_>, spots: &[Option<Spot>], at: usize) -> Spot {
    let (lane, row) = (graph.lane_of[at], graph.rank[at]);
    let here = || spots.iter().flatten().filter(|s| s.lane == lane);
    let (low, high) = here().fold((0, 0), |(low, high), s| {
        (low.min(s.offset), high.max(s.offset))
    });
    let free = |offset: i32| !here().any(|s| s.offset == offset && s.row == row);
    let new = |offset: i32| !here().any(|s| s.offset == offset);
    let cost = |offset: i32| {
        let mut cost = if offset != 0 && new(offset) { 12 } else { 0 };
        cost += offset.abs() * 2 + i32::from(offset < 0);
        for edge in &graph.edges {
            let other = match (edge.from == at, edge.to == at) {
                (true, false) => edge.to,
                (false, true) => edge.from,
                _ => continue,
            };
            let Some(other) = spots.get(other).copied().flatten() else {
                continue;
            };
            cost += match other.lane.cmp(&lane) {
                std::cmp::Ordering::Less => 3 * (offset - low + 1),
                std::cmp::Ordering::Greater => 3 * (high - offset + 1),
                std::cmp::Ordering::Equal => 2 * (offset - other.offset).abs(),
            };
        }
        cost
    };
    let offsets = (low - 1..=high + 1).filter(|&offset| free(offset));
    let offset = offsets.min_by_key(|&offset| (cost(offset), -offset));
    Spot {
        lane,
        offset: offset.unwrap_or(high + 1),
        row,
    }
}

/// Numbers the columns from the left and the rows that are in use from above.
fn number(lanes: usize, spots: &[Spot]) -> Grid {
    let mut columns: Vec<(usize, i32)> = spots.iter().map(|s| (s.lane, s.offset)).collect();
    columns.sort_unstable();
    columns.dedup();
    debug_assert!(columns.iter().all(|(lane, _)| *lane < lanes));
    let mut rows: Vec<usize> = spots.iter().map(|s| s.row).collect();
    rows.sort_unstable();
    rows.dedup();
    let mut taken = vec![None; columns.len() * rows.len()];
    let mut cell = Vec::with_capacity(spots.len());
    for (at, spot) in spots.iter().enumerate() {
        let column = columns.partition_point(|c| *c < (spot.lane, spot.offset));
        let row = rows.partition_point(|r| *r < spot.row);
        cell.push((column, row));
        taken[row * columns.len() + column] = Some(at);
    }
    Grid {
        columns: columns
            .iter()
            .map(|(lane, _)| Column { lane: *lane })
            .collect(),
        rows: rows.len(),
        cell,
        taken,
    }
}
