//! Which way each edge takes between the boxes. Lines run in the channels between columns, in the gaps between rows, and
//! through empty cells; none runs through a box, and two lie on each other only where they join or fork.

use super::graph::{Edge, Graph};
use super::place::Grid;

/// Where an edge leaves its step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Port {
    /// Below, or above where it enters.
    Middle,
    /// At the left.
    Left,
    /// At the right.
    Right,
}

/// Where an edge runs down or up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run {
    /// In the middle of a column.
    Column(usize),
    /// In the channel at the left of the column of this number.
    Channel(usize),
}

/// The way of an edge.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// Where it leaves.
    pub exit: Port,
    /// Where it runs.
    pub run: Run,
    /// Where it enters.
    pub entry: Port,
    /// Its track, where it runs in a channel.
    pub track: usize,
    /// The track of its piece along the gap below its step.
    pub leave: Option<usize>,
    /// The track of its piece along the gap above the step it enters.
    pub arrive: Option<usize>,
    /// Whether that piece lies above the labels, as for a way from a row to itself.
    pub over: bool,
    /// How far beside the middle it enters.
    pub shift: i32,
}

/// All ways with their tracks.
#[derive(Debug)]
pub struct Routes {
    /// By the number of the edge.
    pub routes: Vec<Route>,
    /// Tracks in each channel.
    pub channel_tracks: Vec<usize>,
    /// Tracks in the upper part of each gap.
    pub leave_tracks: Vec<usize>,
    /// Tracks in the lower part of each gap.
    pub arrive_tracks: Vec<usize>,
}

/// What is taken while ways are chosen.
struct Plan<'g> {
    graph: &'g Graph<'g>,
    grid: &'g Grid,
    /// The step that the line in the middle of a column leads to, by gap and column.
    gaps: Vec<Option<usize>>,
    /// The same for cells.
    cells: Vec<Option<usize>>,
    /// How many ways leave at a step's left and right, and enter there.
    sides: Vec<[[usize; 2]; 2]>,
    routes: Vec<Option<Route>>,
}

/// Chooses the ways and their tracks.
pub fn route(graph: &Graph<'_>, grid: &Grid) -> Routes {
    let columns = grid.columns.len();
    let mut plan = Plan {
        graph,
        grid,
        gaps: vec![None; columns * (grid.rows + 1)],
        cells: vec![None; columns * grid.rows],
        sides: vec![[[0; 2]; 2]; graph.steps.len()],
        routes: vec![None; graph.edges.len()],
    };
    let mut order: Vec<usize> = (0..graph.edges.len()).collect();
    order.sort_by_key(|&i| {
        let edge = &graph.edges[i];
        let (from, to) = (grid.cell[edge.from], grid.cell[edge.to]);
        let rank = match () {
            () if plan.is_main(edge) && from.0 == to.0 => 0,
            () if plan.is_main(edge) => 1,
            () if !plan.is_back(edge) => 2,
            () => 3,
        };
        (rank, from.1.abs_diff(to.1), from.0.abs_diff(to.0), i)
    });
    for i in order {
        let route = plan.choose(&graph.edges[i]);
        plan.take(&graph.edges[i], &route);
        plan.routes[i] = Some(route);
    }
    let routes = plan.routes.into_iter().flatten().collect();
    let mut routes = Routes {
        routes,
        channel_tracks: vec![0; columns + 1],
        leave_tracks: vec![0; grid.rows + 1],
        arrive_tracks: vec![0; grid.rows + 1],
    };
    super::track::channels(&mut routes, graph, grid);
    super::track::gaps(&mut routes, graph, grid);
    routes
}

impl Plan<'_> {
    fn is_main(&self, edge: &Edge) -> bool {
        self.graph
            .main_way(edge.from)
            .is_some_and(|main| main.to == edge.to)
    }

    fn is_back(&self, edge: &Edge) -> bool {
        self.grid.cell[edge.to].1 <= self.grid.cell[edge.from].1
    }

    fn gap(&self, row: usize, column: usize) -> usize {
        row * self.grid.columns.len() + column
    }

    /// Whether the middle of a column is free between two rows for a line to this step.
    fn is_free(&self, column: usize, from_row: usize, to_row: usize, to: usize) -> bool {
        let own = |held: Option<usize>| held.is_none_or(|step| step == to);
        (from_row + 1..=to_row).all(|row| own(self.gaps[self.gap(row, column)]))
            && (from_row + 1..to_row).all(|row| self.is_empty(column, row, to))
    }

    fn is_empty(&self, column: usize, row: usize, to: usize) -> bool {
        let held = self.cells[self.gap(row, column)];
        self.grid.at(column, row).is_none() && held.is_none_or(|step| step == to)
    }

    fn choose(&self, edge: &Edge) -> Route {
        let mut best: Option<(i32, Route)> = None;
        let mut offer = |cost: i32, exit: Port, run: Run, entry: Port| {
            if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                let route = Route {
                    exit,
                    run,
                    entry,
                    track: 0,
                    leave: None,
                    arrive: None,
                    over: false,
                    shift: 0,
                };
                best = Some((cost, route));
            }
        };
        let ((from, row), (to, to_row)) = (self.grid.cell[edge.from], self.grid.cell[edge.to]);
        let down = to_row > row;
        let main = self.is_main(edge);
        let across = 4 * from.abs_diff(to) as i32;
        if down {
            if self.is_free(to, row, to_row, edge.to) {
                if from == to {
                    offer(0, Port::Middle, Run::Column(to), Port::Middle);
                } else if self.is_empty(to, row, edge.to) || to_row == row + 1 {
                    offer(20 + across, Port::Middle, Run::Column(to), Port::Middle);
                }
                let side = if to > from { Port::Right } else { Port::Left };
                let between = from.min(to) + 1..from.max(to);
                let clear = |c: usize| self.is_empty(c, row, usize::MAX);
                if from != to
                    && self.exits(edge.from, side) == 0
                    && between.clone().all(clear)
                    && self.is_empty(to, row, edge.to)
                {
                    let unusual = if main { 14 } else { 0 } + 6 * self.entries(edge.from, side);
                    offer(10 + across + unusual, side, Run::Column(to), Port::Middle);
                }
            }
            if from != to
                && to_row > row + 1
                && self.is_free(from, row, to_row, edge.to)
                && self.grid.at(from, to_row).is_none()
            {
                offer(22 + across, Port::Middle, Run::Column(from), Port::Middle);
            }
        }
        for channel in 0..=self.grid.columns.len() {
            let crowd = 5 * self.crowd(channel, row, to_row, edge.to);
            let reach = |column: usize| {
                let after = channel.saturating_sub(column + 1);
                4 * (after + column.saturating_sub(channel)) as i32
            };
            let outer = if channel == 0 { 3 } else { 0 };
            let base = crowd + reach(from) + reach(to) + outer + 6;
            for exit in [Port::Left, Port::Right, Port::Middle] {
                let leave = match exit {
                    Port::Middle if down => 20,
                    Port::Middle => 60,
                    _ if !beside(from, channel, exit) || self.exits(edge.from, exit) > 0 => {
                        continue;
                    }
                    _ => 10 + 6 * self.entries(edge.from, exit),
                };
                for entry in [Port::Left, Port::Right, Port::Middle] {
                    let arrive = match entry {
                        Port::Middle if down => 18,
                        Port::Middle => 22,
                        _ if !beside(to, channel, entry) || row == to_row => continue,
                        _ => 10 + 6 * self.exits(edge.to, entry),
                    };
                    offer(base + leave + arrive, exit, Run::Channel(channel), entry);
                }
            }
        }
        // The channel beside the step is always on offer.
        let mut route = best.map_or(
            Route {
                exit: Port::Middle,
                run: Run::Channel(from + 1),
                entry: Port::Middle,
                track: 0,
                leave: None,
                arrive: None,
                over: false,
                shift: 0,
            },
            |(_, route)| route,
        );
        route.over = row == to_row && route.entry == Port::Middle;
        route
    }

    /// How many lines to other steps run in a channel between two rows.
    fn crowd(&self, channel: usize, row: usize, to_row: usize, to: usize) -> i32 {
        let (low, high) = (row.min(to_row), row.max(to_row));
        let meets = |(edge, route): (&Edge, &Option<Route>)| {
            let (a, b) = (self.grid.cell[edge.from].1, self.grid.cell[edge.to].1);
            route
                .as_ref()
                .is_some_and(|r| r.run == Run::Channel(channel))
                && edge.to != to
                && a.min(b) <= high
                && low <= a.max(b)
        };
        let both = self.graph.edges.iter().zip(&self.routes);
        both.filter(|both| meets(*both)).count() as i32
    }

    fn exits(&self, step: usize, side: Port) -> i32 {
        self.sides[step][0][usize::from(side == Port::Right)] as i32
    }

    fn entries(&self, step: usize, side: Port) -> i32 {
        self.sides[step][1][usize::from(side == Port::Right)] as i32
    }

    fn take(&mut self, edge: &Edge, route: &Route) {
        for (step, port, what) in [(edge.from, route.exit, 0), (edge.to, route.entry, 1)] {
            if port != Port::Middle {
                self.sides[step][what][usize::from(port == Port::Right)] += 1;
            }
        }
        let ((from, row), (to, to_row)) = (self.grid.cell[edge.from], self.grid.cell[edge.to]);
        if let Run::Column(column) = route.run {
            for gap in row + 1..=to_row {
                let at = self.gap(gap, column);
                self.gaps[at] = Some(edge.to);
            }
            for between in row + 1..to_row {
                let at = self.gap(between, column);
                self.cells[at] = Some(edge.to);
            }
            if route.exit != Port::Middle {
                let at = self.gap(row, to);
                self.cells[at] = Some(edge.to);
                for column in from.min(to) + 1..from.max(to) {
                    let at = self.gap(row, column);
                    self.cells[at] = Some(edge.to);
                }
            }
        }
        if route.entry == Port::Middle {
            let at = self.gap(to_row, to);
            self.gaps[at] = Some(edge.to);
        }
    }
}

/// Whether a channel lies at this side of a column.
fn beside(column: usize, channel: usize, side: Port) -> bool {
    match side {
        Port::Left => channel == column,
        Port::Right => channel == column + 1,
        Port::Middle => false,
    }
}
