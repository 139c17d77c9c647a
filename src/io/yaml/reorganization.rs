//! A plan of a reorganisation (机构改革方案), as somebody writes it for `adjust reorganize`.

use jiff::civil::Date;

use super::decode::Decoder;
use super::keys::reorganization as keys;
use super::settings::date;
use super::syntax::with_document;
use super::tree::NodeId;
use crate::domain::department::DepartmentKind;
use crate::domain::gate::Gate;
use crate::domain::ids::{DepartmentId, ItemCode};
use crate::domain::place::SourceId;
use crate::finding::Finding;
use crate::finding::source::SourceText;
use crate::rules::shape;
use crate::workflow::Words;
use crate::workflow::adjust::{NewUnit, Renamed, UnitChange};

/// Items that go from one unit to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedItems {
    /// From which unit.
    pub from: DepartmentId,
    /// To which unit.
    pub to: DepartmentId,
    /// Which items; all of the unit's where none is named.
    pub items: Option<Vec<ItemCode>>,
}

/// The plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reorganization {
    /// Number of the document.
    pub document: Words,
    /// The day of the document.
    pub happened: Date,
    /// From which day it has effect, where that is another.
    pub effective: Option<Date>,
    /// What it is about.
    pub reason: Words,
    /// What becomes of the units.
    pub units: UnitChange,
    /// What becomes of items.
    pub moves: Vec<MovedItems>,
}

/// Reads the text of a file of this name.
///
/// # Errors
/// What is wrong, one sentence each, with line and column.
pub fn read_text(name: &str, text: &str) -> Result<Reorganization, Vec<String>> {
    let source = SourceText::new(name.to_owned(), text.into());
    let (plan, findings) = with_document(text, SourceId(0), Gate::Publication, read);
    let sentence = |f: &Finding| {
        let help = f.help.as_deref();
        let help = help.map_or(String::new(), |help| format!("：{help}"));
        let place = source.spot(f.primary.start);
        format!("{name}{place}：{}{help}", f.message)
    };
    match plan {
        Some(plan) if findings.is_empty() => Ok(plan),
        _ => Err(findings.iter().map(sentence).collect()),
    }
}

/// Reads it; `None` where something indispensable is missing or wrong, which the findings say.
fn read(d: &mut Decoder<'_, '_>) -> Option<Reorganization> {
    let Some(root) = d.tree.root() else {
        let span = crate::domain::place::Span::head(d.source);
        d.report(&shape::empty_file::RULE, span, "机构改革方案是空的");
        return None;
    };
    let mut f = d.shaped(root, &keys::ROOT)?;
    let document = f
        .take("document")
        .and_then(|n| words(d, n, "document（文号）"));
    let happened = f
        .take("happened")
        .and_then(|n| date(d, n, "happened（印发日）"));
    let effective = f
        .take("effective")
        .and_then(|n| date(d, n, "effective（施行日）"));
    let reason = f.take("reason").and_then(|n| words(d, n, "reason（理由）"));
    let closed = f.take("close").map_or_else(Vec::new, |n| {
        let nodes = d.sequence(n, "close（撤销的单位）");
        nodes.into_iter().filter_map(|n| unit_id(d, n)).collect()
    });
    let opened = f.take("open").map_or_else(Vec::new, |n| {
        let nodes = d.sequence(n, "open（新设的单位）");
        nodes.into_iter().filter_map(|n| new_unit(d, n)).collect()
    });
    let renamed = f.take("rename").map_or_else(Vec::new, |n| {
        let nodes = d.sequence(n, "rename（更名的单位）");
        nodes.into_iter().filter_map(|n| new_name(d, n)).collect()
    });
    let moves = f.take("move").map_or_else(Vec::new, |n| {
        let nodes = d.sequence(n, "move（划转的事项）");
        nodes.into_iter().filter_map(|n| moved(d, n)).collect()
    });
    d.done(f);
    Some(Reorganization {
        document: document?,
        happened: happened?,
        effective,
        reason: reason?,
        units: UnitChange {
            closed,
            opened,
            renamed,
        },
        moves,
    })
}

fn words(d: &mut Decoder<'_, '_>, id: NodeId, what: &str) -> Option<Words> {
    d.parsed(id, what).map(|at| at.value)
}

fn unit_id(d: &mut Decoder<'_, '_>, id: NodeId) -> Option<DepartmentId> {
    d.parsed(id, "部门代号").map(|at| at.value)
}

fn new_unit(d: &mut Decoder<'_, '_>, id: NodeId) -> Option<NewUnit> {
    let mut f = d.shaped(id, &keys::UNIT)?;
    let department = f.take("id").and_then(|n| unit_id(d, n));
    let name = f.take("name").and_then(|n| words(d, n, "name（名称）"));
    let short_name = f
        .take("short_name")
        .and_then(|n| words(d, n, "short_name（简称）"));
    let kind = f.take("kind").and_then(|n| {
        let names = DepartmentKind::ALL.map(DepartmentKind::chinese);
        d.choice(n, "kind（单位性质）", DepartmentKind::from_chinese, &names)
    });
    let group = f.take("group").and_then(|n| words(d, n, "group（审核组）"));
    d.done(f);
    Some(NewUnit {
        department: department?,
        group: group?,
        name: name?,
        short_name,
        kind: kind?.value.chinese().parse().ok()?,
    })
}

fn new_name(d: &mut Decoder<'_, '_>, id: NodeId) -> Option<Renamed> {
    let mut f = d.shaped(id, &keys::NAME)?;
    let department = f.take("id").and_then(|n| unit_id(d, n));
    let name = f.take("name").and_then(|n| words(d, n, "name（名称）"));
    let short_name = f
        .take("short_name")
        .and_then(|n| words(d, n, "short_name（简称）"));
    d.done(f);
    Some(Renamed {
        department: department?,
        name: name?,
        short_name,
    })
}

fn moved(d: &mut Decoder<'_, '_>, id: NodeId) -> Option<MovedItems> {
    let mut f = d.shaped(id, &keys::MOVE)?;
    let from = f.take("from").and_then(|n| unit_id(d, n));
    let to = f.take("to").and_then(|n| unit_id(d, n));
    let items = f.take("items").map(|n| {
        let nodes = d.sequence(n, "items（事项）");
        let code = |n| d.parsed(n, "事项编码").map(|at| at.value);
        nodes.into_iter().filter_map(code).collect()
    });
    d.done(f);
    Some(MovedItems {
        from: from?,
        to: to?,
        items,
    })
}
