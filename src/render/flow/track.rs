//! Tracks: lines that would lie on each other are put beside each other.

use std::collections::BTreeMap;

use super::graph::Graph;
use super::place::Grid;
use super::route::{Port, Routes, Run};

/// A group of lines that may lie on each other, with what it covers.
struct Group {
    routes: Vec<usize>,
    from: usize,
    to: usize,
    /// Whether it belongs to the column at the left.
    left: bool,
}

impl Group {
    fn meets(&self, other: &Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }
}

/// Gives every line in a channel its track. Lines that end in the same step share one.
pub fn channels(routes: &mut Routes, graph: &Graph<'_>, grid: &Grid) {
    for channel in 0..=grid.columns.len() {
        let mut groups: BTreeMap<(usize, bool), Group> = BTreeMap::new();
        for (i, (route, edge)) in routes.routes.iter().zip(&graph.edges).enumerate() {
            if route.run != Run::Channel(channel) {
                continue;
            }
            let ((column, row), (_, to_row)) = (grid.cell[edge.from], grid.cell[edge.to]);
            let begin = 2 * row + if route.exit == Port::Middle { 2 } else { 1 };
            let end = 2 * to_row + usize::from(route.entry != Port::Middle);
            let group = groups.entry((edge.to, begin <= end)).or_insert(Group {
                routes: Vec::new(),
                from: begin.min(end),
                to: begin.max(end),
                left: column < channel,
            });
            group.routes.push(i);
            group.from = group.from.min(begin.min(end));
            group.to = group.to.max(begin.max(end));
        }
        let mut groups: Vec<Group> = groups.into_values().collect();
        groups.sort_by_key(|g| (g.to - g.from, g.from));
        let mut tracks = 1;
        let placed = loop {
            match fit(&groups, tracks) {
                Some(placed) => break placed,
                None => tracks += 1,
            }
        };
        if groups.is_empty() {
            continue;
        }
        routes.channel_tracks[channel] = tracks;
        for (group, track) in groups.iter().zip(placed) {
            for &i in &group.routes {
                routes.routes[i].track = track;
            }
        }
    }
}

/// Puts short lines next to their column, in this many tracks, if they fit.
fn fit(groups: &[Group], tracks: usize) -> Option<Vec<usize>> {
    let mut placed: Vec<usize> = Vec::with_capacity(groups.len());
    for group in groups {
        let free = |track: &usize| {
            let on = groups.iter().zip(&placed).filter(|(_, t)| *t == track);
            !on.into_iter().any(|(other, _)| other.meets(group))
        };
        let track = if group.left {
            (0..tracks).find(free)
        } else {
            (0..tracks).rev().find(free)
        };
        placed.push(track?);
    }
    Some(placed)
}

/// Where something stands along a gap, for comparison.
fn along(run: Run, track: usize) -> usize {
    match run {
        Run::Channel(channel) => channel * 2000 + track,
        Run::Column(column) => column * 2000 + 1000,
    }
}

/// How far beside the middle of a step a line enters that would otherwise lie on another.
pub const BESIDE: i32 = 12;

/// Whose piece along a gap it is: pieces of one step may lie on each other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Owner {
    From(usize),
    To(usize),
}

/// Gives every piece along a gap its track.
pub fn gaps(routes: &mut Routes, graph: &Graph<'_>, grid: &Grid) {
    for gap in 0..=grid.rows {
        let mut upper: BTreeMap<Owner, Group> = BTreeMap::new();
        let mut lower: BTreeMap<Owner, Group> = BTreeMap::new();
        // Which groups have a line down the middle of a column from their piece, and which routes those are.
        let mut drops: Vec<(Owner, usize, usize)> = Vec::new();
        for (i, (route, edge)) in routes.routes.iter().zip(&graph.edges).enumerate() {
            let ((from, row), (to, to_row)) = (grid.cell[edge.from], grid.cell[edge.to]);
            let run = along(route.run, route.track);
            let (own, other) = (along(Run::Column(from), 0), along(Run::Column(to), 0));
            let add = |list: &mut BTreeMap<Owner, Group>, owner, a: usize, b: usize| {
                let group = list.entry(owner).or_insert(Group {
                    routes: Vec::new(),
                    from: a.min(b),
                    to: a.max(b),
                    left: false,
                });
                group.routes.push(i);
                group.from = group.from.min(a.min(b));
                group.to = group.to.max(a.max(b));
            };
            if route.exit == Port::Middle && gap == row + 1 && run != own {
                add(&mut upper, Owner::From(edge.from), own, run);
                if route.run == Run::Column(to) {
                    drops.push((Owner::From(edge.from), to, i));
                }
            }
            if route.entry == Port::Middle && gap == to_row && run != other {
                if route.over {
                    add(&mut upper, Owner::To(edge.to), run, other);
                    drops.push((Owner::To(edge.to), to, i));
                } else {
                    add(&mut lower, Owner::To(edge.to), run, other);
                }
            }
        }
        let order = order(&upper, &drops, grid, routes);
        let upper: Vec<(Owner, Group)> = upper.into_iter().collect();
        let mut placed: Vec<(usize, usize)> = Vec::new();
        for at in order {
            let (owner, group) = &upper[at];
            let above = |other: &Owner| below(&drops, grid, routes, *other, *owner);
            let least = placed.iter().filter(|(o, _)| above(&upper[*o].0));
            let least = least.map(|(_, track)| track + 1).max().unwrap_or(0);
            let free = |track: &usize| {
                let mut on = placed.iter().filter(|(_, t)| t == track);
                !on.any(|(o, _)| upper[*o].1.meets(group))
            };
            let track = (least..).find(free).unwrap_or(least);
            placed.push((at, track));
        }
        for (at, track) in placed {
            routes.leave_tracks[gap] = routes.leave_tracks[gap].max(track + 1);
            for &i in &upper[at].1.routes {
                let route = &mut routes.routes[i];
                match upper[at].0 {
                    Owner::From(_) => route.leave = Some(track),
                    Owner::To(_) => route.arrive = Some(track),
                }
            }
        }
        let lower: Vec<Group> = lower.into_values().collect();
        let mut tracks: Vec<usize> = Vec::new();
        for group in &lower {
            let free = |track: &usize| {
                let mut on = lower.iter().zip(&tracks).filter(|(_, t)| *t == track);
                !on.any(|(other, _)| other.meets(group))
            };
            let track = (0..).find(free).unwrap_or(0);
            tracks.push(track);
            routes.arrive_tracks[gap] = routes.arrive_tracks[gap].max(track + 1);
            for &i in &group.routes {
                routes.routes[i].arrive = Some(track);
            }
        }
    }
}

/// Whether `second` comes down a column whose step above belongs to `first`, so that its piece must lie below.
fn below(
    drops: &[(Owner, usize, usize)],
    grid: &Grid,
    routes: &Routes,
    first: Owner,
    second: Owner,
) -> bool {
    let Owner::From(step) = first else {
        return false;
    };
    let column = grid.cell[step].0;
    drops.iter().any(|(owner, at, i)| {
        *owner == second && first != second && *at == column && routes.routes[*i].shift == 0
    })
}

/// An order from above in which no line comes down on another one. Where there is none, a line enters beside the middle.
fn order(
    groups: &BTreeMap<Owner, Group>,
    drops: &[(Owner, usize, usize)],
    grid: &Grid,
    routes: &mut Routes,
) -> Vec<usize> {
    let owners: Vec<Owner> = groups.keys().copied().collect();
    let lengths: Vec<usize> = groups.values().map(|g| g.to - g.from).collect();
    let mut open: Vec<usize> = (0..owners.len()).collect();
    open.sort_by_key(|&at| (lengths[at], at));
    let mut order = Vec::new();
    while !open.is_empty() {
        let ready = open.iter().position(|&at| {
            !open
                .iter()
                .any(|&other| other != at && below(drops, grid, routes, owners[other], owners[at]))
        });
        let ready = ready.unwrap_or_else(|| {
            let owner = open.first().map(|&at| owners[at]);
            for (of, column, i) in drops {
                let stands =
                    |o: &usize| matches!(owners[*o], Owner::From(s) if grid.cell[s].0 == *column);
                if Some(*of) == owner && open.iter().any(stands) {
                    let right = match *of {
                        Owner::From(s) => grid.cell[s].0 > *column,
                        Owner::To(_) => true,
                    };
                    routes.routes[*i].shift = if right { BESIDE } else { -BESIDE };
                }
            }
            0
        });
        order.push(open.remove(ready));
    }
    order
}
