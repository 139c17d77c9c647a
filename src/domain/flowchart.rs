//! Flowcharts (权力运行流程图) as graphs.

use std::collections::HashMap;

use super::ids::Digest;
use super::item::CitedText;
use super::place::{At, Span};

/// What a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StepKind {
    /// Where it begins.
    Start,
    /// Work.
    Task,
    /// A choice with labelled ways on.
    Decision,
    /// Where it ends.
    End,
}

impl StepKind {
    /// All kinds with their keys in flowchart files.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Start, "start"),
        (Self::Task, "task"),
        (Self::Decision, "decision"),
        (Self::End, "end"),
    ];

    /// The key.
    pub fn key(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(kind, _)| *kind == self)
            .map_or("task", |(_, key)| key)
    }
}

/// A way on from a step.
#[derive(Debug, Clone)]
pub struct NextStep {
    /// Under which condition; `None` for a plain way on.
    pub label: Option<String>,
    /// Id of the step it leads to.
    pub to: At<String>,
}

/// One step.
#[derive(Debug, Clone)]
pub struct Step {
    /// Id within the chart.
    pub id: At<String>,
    /// Name on the chart.
    pub name: At<String>,
    /// What it is.
    pub kind: At<StepKind>,
    /// Who does it.
    pub actor: Option<String>,
    /// How long it may take, in the unit of the item's time limit.
    pub days: Option<At<u32>>,
    /// What prescribes it.
    pub basis: Option<CitedText>,
    /// Stage of the procedure it stands for, where the name does not say it.
    pub stage: Option<String>,
    /// Ways on.
    pub next: Vec<NextStep>,
    /// The whole entry.
    pub span: Span,
}

/// A structured flowchart.
#[derive(Debug, Clone)]
pub struct Flowchart {
    /// Path within the project: its id.
    pub path: String,
    /// The whole file.
    pub span: Span,
    /// Title.
    pub title: At<String>,
    /// Category of the items it may serve, where stated.
    pub category: Option<At<String>>,
    /// Steps in the order of the file.
    pub steps: Vec<Step>,
}

/// A drawing made elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DrawingKind {
    /// SVG
    Svg,
    /// PNG
    Png,
    /// PDF
    Pdf,
}

impl DrawingKind {
    /// All kinds with their endings and media types.
    pub const ALL: [(Self, &'static str, &'static str); 3] = [
        (Self::Svg, "svg", "image/svg+xml"),
        (Self::Png, "png", "image/png"),
        (Self::Pdf, "pdf", "application/pdf"),
    ];

    /// The ending of its files.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Svg => Self::ALL[0].1,
            Self::Png => Self::ALL[1].1,
            Self::Pdf => Self::ALL[2].1,
        }
    }

    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Svg => Self::ALL[0].2,
            Self::Png => Self::ALL[1].2,
            Self::Pdf => Self::ALL[2].2,
        }
    }

    /// The kind that a media type names.
    pub fn from_media_type(text: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|(_, _, media_type)| *media_type == text)
            .map(|(kind, ..)| kind)
    }
}

/// Why a flowchart file cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChartFault {
    /// No such file.
    Missing,
    /// The path leads out of the project folder (.., absolute, or through a link).
    OutsideProject,
    /// A folder, or something else that is no file.
    NotAFile,
    /// Nothing in it.
    Empty,
    /// The file is there but could not be read.
    Unreadable,
    /// The content is not what the ending says, or not one of yaml, svg, png, pdf.
    WrongType,
    /// Larger than the limit for drawings.
    TooLarge,
    /// A drawing that is more than a picture; what of it acts, for people.
    Acts(&'static str),
    /// A structured chart whose own findings say what is wrong.
    Broken,
}

/// What stands behind a flowchart path of an item.
#[derive(Debug, Clone)]
pub enum ChartFile {
    /// Steps that can be checked and drawn.
    Structured(Flowchart),
    /// A drawing, accepted as a file.
    Drawing {
        /// What it is.
        kind: DrawingKind,
        /// SHA-256 of its bytes.
        digest: Digest,
    },
    /// Unusable, and why.
    Faulty(ChartFault),
}

impl Flowchart {
    /// Steps by id; of steps with one id the first.
    pub fn by_id(&self) -> HashMap<&str, usize> {
        let mut map = HashMap::with_capacity(self.steps.len());
        for (i, step) in self.steps.iter().enumerate() {
            map.entry(step.id.value.as_str()).or_insert(i);
        }
        map
    }

    /// For every step the steps it leads to, unknown ids left out.
    pub fn edges(&self) -> Vec<Vec<usize>> {
        let by_id = self.by_id();
        self.steps
            .iter()
            .map(|step| {
                step.next
                    .iter()
                    .filter_map(|n| by_id.get(n.to.value.as_str()).copied())
                    .collect()
            })
            .collect()
    }

    /// Which steps can be reached from a start step.
    pub fn reachable(&self) -> Vec<bool> {
        flood(&self.edges(), self.starts())
    }

    /// Which steps have a way to an end step.
    pub fn reaches_end(&self) -> Vec<bool> {
        let mut back = vec![Vec::new(); self.steps.len()];
        for (from, tos) in self.edges().into_iter().enumerate() {
            for to in tos {
                back[to].push(from);
            }
        }
        let ends = self
            .steps
            .iter()
            .enumerate()
            .filter(|(_, s)| s.kind.value == StepKind::End)
            .map(|(i, _)| i)
            .collect();
        flood(&back, ends)
    }

    /// The way through the chart that takes the most days, no step twice: its days and its steps.
    ///
    /// Exact for charts without loops. With loops (supplementing documents and the like) every way is tried up to
    /// a budget, so what is returned is always a way that really exists, never an overestimate.
    pub fn longest_way(&self) -> (u32, Vec<usize>) {
        let edges = self.edges();
        let days: Vec<u32> = self
            .steps
            .iter()
            .map(|s| s.days.as_ref().map_or(0, |d| d.value))
            .collect();
        match topological(&edges) {
            Some(order) => longest_acyclic(&edges, &days, &order),
            None => longest_with_loops(&edges, &days, self.starts()),
        }
    }

    fn starts(&self) -> Vec<usize> {
        (0..self.steps.len())
            .filter(|&i| self.steps[i].kind.value == StepKind::Start)
            .collect()
    }

    /// Whether some step's name or stage contains the word.
    pub fn has_stage(&self, word: &str) -> bool {
        self.steps.iter().any(|s| {
            s.name.value.contains(word) || s.stage.as_ref().is_some_and(|st| st.contains(word))
        })
    }

    /// What the steps cite.
    pub fn citations(&self) -> impl Iterator<Item = &CitedText> {
        self.steps.iter().filter_map(|s| s.basis.as_ref())
    }
}

fn flood(edges: &[Vec<usize>], mut open: Vec<usize>) -> Vec<bool> {
    let mut seen = vec![false; edges.len()];
    for &i in &open {
        seen[i] = true;
    }
    while let Some(i) = open.pop() {
        for &to in &edges[i] {
            if !seen[to] {
                seen[to] = true;
                open.push(to);
            }
        }
    }
    seen
}

/// The steps in an order in which every edge leads forward; `None` when there is a loop.
fn topological(edges: &[Vec<usize>]) -> Option<Vec<usize>> {
    let mut incoming = vec![0usize; edges.len()];
    for &to in edges.iter().flatten() {
        incoming[to] += 1;
    }
    let mut order: Vec<usize> = (0..edges.len()).filter(|&i| incoming[i] == 0).collect();
    let mut done = 0;
    while let Some(&i) = order.get(done) {
        done += 1;
        for &to in &edges[i] {
            incoming[to] -= 1;
            if incoming[to] == 0 {
                order.push(to);
            }
        }
    }
    (done == edges.len()).then_some(order)
}

fn longest_acyclic(edges: &[Vec<usize>], days: &[u32], order: &[usize]) -> (u32, Vec<usize>) {
    let mut best = days.to_vec();
    let mut follow = vec![None; edges.len()];
    for &i in order.iter().rev() {
        for &to in &edges[i] {
            let through = days[i].saturating_add(best[to]);
            if follow[i].is_none() || through > best[i] {
                best[i] = through;
                follow[i] = Some(to);
            }
        }
    }
    let Some(mut at) = (0..edges.len()).max_by_key(|&i| (best[i], std::cmp::Reverse(i))) else {
        return (0, Vec::new());
    };
    let total = best[at];
    let mut way = vec![at];
    while let Some(to) = follow[at] {
        way.push(to);
        at = to;
    }
    (total, way)
}

fn longest_with_loops(edges: &[Vec<usize>], days: &[u32], starts: Vec<usize>) -> (u32, Vec<usize>) {
    let mut budget = 200_000u32;
    let mut best = (0, Vec::new());
    for start in starts {
        let mut on_way = vec![false; edges.len()];
        let mut way = vec![(start, 0usize)];
        let mut total = days[start];
        on_way[start] = true;
        if best.1.is_empty() || total > best.0 {
            best = (total, vec![start]);
        }
        while let Some(&mut (at, ref mut edge)) = way.last_mut() {
            let next = edges[at].get(*edge).copied();
            *edge += 1;
            match next {
                Some(to) if !on_way[to] && budget > 0 => {
                    budget -= 1;
                    on_way[to] = true;
                    total = total.saturating_add(days[to]);
                    way.push((to, 0));
                    if total > best.0 {
                        best = (total, way.iter().map(|(i, _)| *i).collect());
                    }
                }
                Some(_) => {}
                None => {
                    on_way[at] = false;
                    total -= days[at].min(total);
                    way.pop();
                }
            }
        }
    }
    best
}

/// A drawing's kind by its first bytes; `None` when it is none of those accepted.
pub fn drawing_kind(head: &[u8]) -> Option<DrawingKind> {
    if head.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some(DrawingKind::Png);
    }
    if head.starts_with(b"%PDF-") {
        return Some(DrawingKind::Pdf);
    }
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    (text.starts_with("<svg") || (text.starts_with("<?xml") && text.contains("<svg")))
        .then_some(DrawingKind::Svg)
}
