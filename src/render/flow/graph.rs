//! The steps as a graph: who does them, which ways lead back, what comes after what.

use std::collections::HashMap;

use crate::domain::catalog::{ChartRow, StepRow};

/// A way from step to step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// Where it begins.
    pub from: usize,
    /// Where it leads.
    pub to: usize,
    /// Under which condition; several ways between the same two steps are one way with all conditions.
    pub label: Option<String>,
    /// Whether it leads back to what was done before.
    pub back: bool,
}

/// A chart's steps, lanes and ways.
#[derive(Debug)]
pub struct Graph<'c> {
    /// Steps in the order of the file.
    pub steps: &'c [StepRow],
    /// Who acts, in the order of their first step; `None` for steps without an actor.
    pub lanes: Vec<Option<&'c str>>,
    /// The lane of each step.
    pub lane_of: Vec<usize>,
    /// All ways, those to unknown steps left out.
    pub edges: Vec<Edge>,
    /// The row of each step: one more than that of the last step before it.
    pub rank: Vec<usize>,
    /// How many steps may follow at most.
    pub depth: Vec<usize>,
}

impl<'c> Graph<'c> {
    /// The graph of a chart.
    pub fn new(chart: &'c ChartRow) -> Self {
        let steps = chart.steps.as_slice();
        let mut lanes: Vec<Option<&str>> = Vec::new();
        let mut lane_of = Vec::with_capacity(steps.len());
        for step in steps {
            let actor = step
                .actor
                .as_deref()
                .map(str::trim)
                .filter(|a| !a.is_empty());
            let known = lanes.iter().position(|lane| *lane == actor);
            lane_of.push(known.unwrap_or(lanes.len()));
            if known.is_none() {
                lanes.push(actor);
            }
        }
        let edges = edges(steps);
        let mut graph = Self {
            steps,
            lanes,
            lane_of,
            edges,
            rank: Vec::new(),
            depth: Vec::new(),
        };
        graph.find_back();
        let order = graph.order();
        graph.rank = graph.longest(&order);
        graph.pull_up_loose();
        graph.depth = graph.depths(&order);
        graph
    }

    /// Ways that do not lead back.
    pub fn forward(&self) -> impl Iterator<Item = &Edge> {
        self.edges.iter().filter(|e| !e.back)
    }

    /// Marks the ways that lead back to a step on the way to where they begin.
    fn find_back(&mut self) {
        const NEW: u8 = 0;
        const OPEN: u8 = 1;
        const DONE: u8 = 2;
        let mut out: Vec<Vec<usize>> = vec![Vec::new(); self.steps.len()];
        for (i, edge) in self.edges.iter().enumerate() {
            if let Some(list) = out.get_mut(edge.from) {
                list.push(i);
            }
        }
        let is_start = |i: &usize| self.steps.get(*i).is_some_and(|s| s.kind == "start");
        let starts = (0..self.steps.len()).filter(is_start);
        let roots: Vec<usize> = starts.chain(0..self.steps.len()).collect();
        let mut state = vec![NEW; self.steps.len()];
        for root in roots {
            if state.get(root) != Some(&NEW) {
                continue;
            }
            let mut stack = vec![(root, 0usize)];
            set(&mut state, root, OPEN);
            while let Some((at, next)) = stack.last_mut() {
                let Some(&i) = out.get(*at).and_then(|list| list.get(*next)) else {
                    set(&mut state, *at, DONE);
                    stack.pop();
                    continue;
                };
                *next += 1;
                let Some(edge) = self.edges.get_mut(i) else {
                    continue;
                };
                match state.get(edge.to) {
                    Some(&OPEN) => edge.back = true,
                    Some(&NEW) => {
                        set(&mut state, edge.to, OPEN);
                        stack.push((edge.to, 0));
                    }
                    _ => {}
                }
            }
        }
    }

    /// The steps in an order in which every way that does not lead back leads on.
    fn order(&self) -> Vec<usize> {
        let mut incoming = vec![0usize; self.steps.len()];
        for edge in self.forward() {
            if let Some(count) = incoming.get_mut(edge.to) {
                *count += 1;
            }
        }
        let free = |i: &usize| incoming.get(*i) == Some(&0);
        let mut order: Vec<usize> = (0..self.steps.len()).filter(free).collect();
        let mut done = 0;
        while let Some(&at) = order.get(done) {
            done += 1;
            for edge in self.forward().filter(|e| e.from == at) {
                if let Some(count) = incoming.get_mut(edge.to) {
                    *count -= 1;
                    if *count == 0 {
                        order.push(edge.to);
                    }
                }
            }
        }
        order
    }

    fn longest(&self, order: &[usize]) -> Vec<usize> {
        let mut rank = vec![0usize; self.steps.len()];
        for &at in order {
            let here = rank.get(at).copied().unwrap_or(0);
            for edge in self.forward().filter(|e| e.from == at) {
                if let Some(slot) = rank.get_mut(edge.to) {
                    *slot = (*slot).max(here + 1);
                }
            }
        }
        rank
    }

    /// A step that nothing leads to stands right above what it leads to, not beside the start.
    fn pull_up_loose(&mut self) {
        let last = self.rank.iter().copied().max().unwrap_or(0);
        for at in 0..self.steps.len() {
            let start = self.steps.get(at).is_some_and(|s| s.kind == "start");
            if start || self.forward().any(|e| e.to == at) {
                continue;
            }
            let next = self.forward().filter(|e| e.from == at);
            let next = next.filter_map(|e| self.rank.get(e.to)).min().copied();
            if let Some(slot) = self.rank.get_mut(at) {
                *slot = next.map_or(last, |next| next.saturating_sub(1));
            }
        }
    }

    fn depths(&self, order: &[usize]) -> Vec<usize> {
        let mut depth = vec![0usize; self.steps.len()];
        for &at in order.iter().rev() {
            let next = self.forward().filter(|e| e.from == at);
            let most = next.filter_map(|e| depth.get(e.to)).max().copied();
            if let (Some(slot), Some(most)) = (depth.get_mut(at), most) {
                *slot = most + 1;
            }
        }
        depth
    }

    /// The main line: from the first start the longest way on, of equals the first.
    pub fn trunk(&self) -> Vec<usize> {
        let start = self.steps.iter().position(|s| s.kind == "start");
        let mut at = start.unwrap_or(0);
        let mut trunk = Vec::new();
        while at < self.steps.len() {
            trunk.push(at);
            match self.main_way(at) {
                Some(edge) => at = edge.to,
                None => break,
            }
        }
        trunk
    }

    /// The way on from a step that goes down: the longest, of equals the first.
    pub fn main_way(&self, at: usize) -> Option<&Edge> {
        let mut main: Option<&Edge> = None;
        for edge in self.forward().filter(|e| e.from == at) {
            let longer = |old: &Edge| self.depth.get(edge.to) > self.depth.get(old.to);
            if main.is_none_or(longer) {
                main = Some(edge);
            }
        }
        main
    }
}

fn set(state: &mut [u8], at: usize, to: u8) {
    if let Some(slot) = state.get_mut(at) {
        *slot = to;
    }
}

fn edges(steps: &[StepRow]) -> Vec<Edge> {
    let mut by_id: HashMap<&str, usize> = HashMap::with_capacity(steps.len());
    for (i, step) in steps.iter().enumerate() {
        by_id.entry(step.id.as_str()).or_insert(i);
    }
    let mut edges: Vec<Edge> = Vec::new();
    for (from, step) in steps.iter().enumerate() {
        for next in &step.next {
            let Some(&to) = by_id.get(next.to.as_str()) else {
                continue;
            };
            let label = next
                .label
                .as_deref()
                .map(str::trim)
                .filter(|l| !l.is_empty());
            match edges.iter_mut().find(|e| e.from == from && e.to == to) {
                Some(edge) => {
                    let known = edge.label.take();
                    let both = known.into_iter().chain(label.map(str::to_owned));
                    let both: Vec<String> = both.collect();
                    edge.label = (!both.is_empty()).then(|| both.join("；"));
                }
                None => edges.push(Edge {
                    from,
                    to,
                    label: label.map(str::to_owned),
                    back: false,
                }),
            }
        }
    }
    edges
}
