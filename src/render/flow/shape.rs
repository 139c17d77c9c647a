//! What a chart is made of once everything has its place.

/// A rectangle in whole pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rect {
    /// Left edge.
    pub x: i32,
    /// Upper edge.
    pub y: i32,
    /// Width.
    pub w: i32,
    /// Height.
    pub h: i32,
}

impl Rect {
    /// Right edge.
    pub fn right(&self) -> i32 {
        self.x + self.w
    }

    /// Lower edge.
    pub fn bottom(&self) -> i32 {
        self.y + self.h
    }

    /// Middle from left to right.
    pub fn middle(&self) -> i32 {
        self.x + self.w / 2
    }

    /// Middle from top to bottom.
    pub fn centre(&self) -> i32 {
        self.y + self.h / 2
    }

    /// Whether both have a point within in common.
    pub fn meets(&self, other: &Self) -> bool {
        self.x < other.right()
            && other.x < self.right()
            && self.y < other.bottom()
            && other.y < self.bottom()
    }

    /// Whether the other one lies within this one.
    pub fn holds(&self, other: &Self) -> bool {
        self.x <= other.x
            && self.y <= other.y
            && other.right() <= self.right()
            && other.bottom() <= self.bottom()
    }
}

/// How a step is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// Where it begins: round and dark.
    Start,
    /// Work: a box.
    Task,
    /// A choice: pointed at both sides.
    Decision,
    /// Where it ends: round.
    End,
}

/// How grave a 廉政风险点 is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Grade {
    /// 高
    High,
    /// 中
    Middle,
    /// 低, and whatever else is written.
    Low,
}

/// A mark on a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// How long it may take.
    Days,
    /// A 廉政风险点.
    Risk(Grade),
}

/// Some lines of text, each in the middle of its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// What they cover.
    pub area: Rect,
    /// Size of the letters.
    pub size: i32,
    /// Distance of the lines.
    pub leading: i32,
    /// The lines.
    pub lines: Vec<String>,
}

/// A mark with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Badge {
    /// What it covers.
    pub area: Rect,
    /// What it marks.
    pub mark: Mark,
    /// What stands in it.
    pub text: String,
}

/// A step with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Number of the step in the chart.
    pub step: usize,
    /// How it is drawn.
    pub form: Form,
    /// What it covers.
    pub area: Rect,
    /// Its name.
    pub name: Text,
    /// Its marks.
    pub badges: Vec<Badge>,
}

/// A way with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wire {
    /// Number of the step it begins at.
    pub from: usize,
    /// Number of the step it leads to.
    pub to: usize,
    /// Its corners from the beginning to the arrow's point.
    pub points: Vec<(i32, i32)>,
    /// Whether it leads back.
    pub back: bool,
    /// Its condition.
    pub label: Option<Text>,
}

/// The lane of an actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    /// What it covers, with its head.
    pub area: Rect,
    /// Who acts.
    pub name: Text,
}

/// A 廉政风险点 as it is explained below the chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The mark as it stands on the step.
    pub badge: Badge,
    /// What it says.
    pub text: Text,
}

/// A chart in which everything has its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// Width of the whole.
    pub width: i32,
    /// Height of the whole.
    pub height: i32,
    /// Title above it.
    pub title: Text,
    /// Lanes from the left.
    pub lanes: Vec<Lane>,
    /// Height of the lanes' heads.
    pub head: i32,
    /// Steps, by their number.
    pub nodes: Vec<Node>,
    /// Ways.
    pub wires: Vec<Wire>,
    /// Head of the notes, where there are any.
    pub notes_title: Option<Text>,
    /// 廉政风险点 below the chart.
    pub notes: Vec<Note>,
}
