//! Item files: `items/<department>/<category>.yaml`, their items handed over one by one.

use crate::domain::gate::Gate;
use crate::domain::ids::DepartmentId;
use crate::domain::item::PowerItem;
use crate::domain::place::{At, SourceId, Span};
use crate::domain::project::ItemFile;
use crate::finding::Finding;
use crate::rules::shape;

use super::decode::Decoder;
use super::items::item;
use super::keys::items as keys;
use super::syntax::with_document;

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
pub fn each(
    text: &str,
    source: SourceId,
    gate: Gate,
    path: &str,
    taker: &mut dyn Taker,
) -> (ItemFile, Vec<Finding>) {
    with_document(text, source, gate, |d| document(d, path, taker))
}

fn document(d: &mut Decoder<'_, '_>, path: &str, taker: &mut dyn Taker) -> ItemFile {
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
    if let Some(id) = fields.take("department") {
        file.department = d.text(id, "department（部门代号）");
    }
    if let Some(id) = fields.take("category") {
        file.category = d.text(id, "category（类别）");
    }
    d.department = file.department.as_ref().map(|x| x.value.clone());
    let department =
        file.department
            .as_ref()
            .and_then(|text| match text.value.parse::<DepartmentId>() {
                Ok(id) => Some(At::new(id, text.span)),
                Err(error) => {
                    d.report(
                        &shape::invalid_value::RULE,
                        text.span,
                        format!("department：{error}"),
                    );
                    None
                }
            });
    if let Some(list) = fields.take("items") {
        let nodes = d.sequence(list, "items（事项列表）");
        let entries = nodes.len();
        for id in nodes {
            if let Some(item) = item(d, id, department.as_ref(), file.category.as_ref()) {
                file.items += 1;
                taker.take(item);
            }
            d.item = None;
        }
        let broken = |f: &Finding| f.code == shape::syntax_error::RULE.code;
        file.whole = file.items == entries && !d.findings.iter().any(broken);
    }
    d.done(fields);
    file
}
