//! Item files: `items/<department>/<category>.yaml`, their items handed over one by one.

use crate::domain::gate::Gate;
use crate::domain::ids::DepartmentId;
use crate::domain::item::PowerItem;
use crate::domain::place::{At, SourceId, Span};
use crate::domain::project::ItemFile;
use crate::finding::Finding;
use crate::rules::shape;

use super::canonical::outline::Outline;
use super::decode::{Decoder, Fields};
use super::items::item;
use super::keys::items as keys;
use super::syntax::with_document;
use super::tree::NodeId;

/// Who takes the items of a file as they are read.
pub trait Taker {
    /// The next item, in the order of the file.
    fn take(&mut self, item: PowerItem);

    /// The file has turned out to be broken further on and is read anew: what was taken does not count.
    fn start_over(&mut self);
}

impl Taker for Vec<PowerItem> {
    fn take(&mut self, item: PowerItem) {
        self.push(item);
    }

    fn start_over(&mut self) {
        self.clear();
    }
}

/// Reads an item file, and what is wrong with it. The header says whose items they are; without it they belong nowhere.
pub fn read(
    text: &str,
    source: SourceId,
    gate: Gate,
    path: &str,
) -> ((ItemFile, Vec<PowerItem>), Vec<Finding>) {
    let mut items = Vec::new();
    let (file, findings) = each(text, source, gate, path, &mut items);
    ((file, items), findings)
}

/// As [`read`], handing over each item as soon as it is read.
///
/// Of a file whose header stands before its items no more than one entry is held; any other is read as a whole.
pub fn each(
    text: &str,
    source: SourceId,
    gate: Gate,
    path: &str,
    taker: &mut dyn Taker,
) -> (ItemFile, Vec<Finding>) {
    if let Some(read) = entry_by_entry(text, source, gate, path, taker) {
        return read;
    }
    taker.start_over();
    with_document(text, source, gate, |d| {
        document(d, path, |d, list, header| {
            let nodes = d.sequence(list, LIST);
            let entries = nodes.len();
            let mut items = 0;
            for id in nodes {
                if let Some(item) = header.item(d, id) {
                    items += 1;
                    taker.take(item);
                }
                d.item = None;
            }
            (items, entries)
        })
    })
}

const LIST: &str = "items（事项列表）";

/// Reads a file without holding its list. `None` where that cannot be.
fn entry_by_entry(
    text: &str,
    source: SourceId,
    gate: Gate,
    path: &str,
    taker: &mut dyn Taker,
) -> Option<(ItemFile, Vec<Finding>)> {
    let mut outline = Outline::open(text, "items", false)?;
    // What is wrong with the header is reported in its turn, once the rest of the document has been seen.
    let mut d = Decoder::new(outline.head(), source, gate);
    let mut fields = d.shaped(d.tree.root()?, &keys::ROOT)?;
    let header = Header::read(&mut d, &mut fields);
    if header.department.is_none() || header.category.is_none() {
        return None;
    }
    let department = d.department.take();
    let (mut items, mut entries) = (0, 0);
    let mut findings = Vec::new();
    while let Some((tree, entry)) = outline.next().ok()? {
        let mut d = Decoder::new(tree, source, gate);
        d.department.clone_from(&department);
        entries += 1;
        if let Some(item) = header.item(&mut d, entry) {
            items += 1;
            taker.take(item);
        }
        findings.append(&mut d.findings);
    }
    let tree = outline.close()?;
    let mut d = Decoder::new(&tree, source, gate);
    let file = document(&mut d, path, |d, _, _| {
        d.findings.append(&mut findings);
        (items, entries)
    });
    Some((file, d.findings))
}

/// What an item file says of all its items.
struct Header {
    department: Option<At<String>>,
    category: Option<At<String>>,
    /// The department as an id.
    unit: Option<At<DepartmentId>>,
}

impl Header {
    fn read(d: &mut Decoder<'_, '_>, fields: &mut Fields<'_>) -> Self {
        let mut word = |key, what| fields.take(key).and_then(|id| d.text(id, what));
        let department = word("department", "department（部门代号）");
        let category = word("category", "category（类别）");
        d.department = department.as_ref().map(|x| x.value.clone());
        let unit = department
            .as_ref()
            .and_then(|text| match text.value.parse::<DepartmentId>() {
                Ok(id) => Some(At::new(id, text.span)),
                Err(error) => {
                    let message = format!("department：{error}");
                    d.report(&shape::invalid_value::RULE, text.span, message);
                    None
                }
            });
        Self {
            department,
            category,
            unit,
        }
    }

    fn item(&self, d: &mut Decoder<'_, '_>, entry: NodeId) -> Option<PowerItem> {
        item(d, entry, self.unit.as_ref(), self.category.as_ref())
    }
}

/// Reads a document; `list` reads its entries, and says how many of them are items and how many there are.
fn document(
    d: &mut Decoder<'_, '_>,
    path: &str,
    list: impl FnOnce(&mut Decoder<'_, '_>, NodeId, &Header) -> (usize, usize),
) -> ItemFile {
    let mut file = ItemFile {
        source: d.source,
        path: path.to_owned(),
        department: None,
        category: None,
        items: 0,
        whole: false,
        span: Span::head(d.source),
    };
    let Some(root) = d.tree.root() else {
        return file;
    };
    let Some(mut fields) = d.shaped(root, &keys::ROOT) else {
        return file;
    };
    let header = Header::read(d, &mut fields);
    if let Some(node) = fields.take("items") {
        let (items, entries) = list(d, node, &header);
        let broken = |f: &Finding| f.code == shape::syntax_error::RULE.code;
        file.items = items;
        file.whole = items == entries && !d.findings.iter().any(broken);
    }
    d.done(fields);
    file.department = header.department;
    file.category = header.category;
    file
}
