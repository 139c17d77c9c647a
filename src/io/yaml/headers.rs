//! `headers.yaml`: the titles of columns by which workbooks are read.

use std::collections::HashMap;

use super::decode::Decoder;
use super::keys::headers as keys;
use super::syntax::with_document;
use crate::domain::category::PowerKind;
use crate::domain::gate::Gate;
use crate::domain::place::{At, SourceId, Span};
use crate::finding::Finding;
use crate::io::sheet::headers::{Field, HeaderTable};
use crate::io::sheet::text::key;
use crate::rules::shape;

/// Reads a table of titles from its text.
pub fn read_text(text: &str, source: SourceId, gate: Gate) -> (HeaderTable, Vec<Finding>) {
    with_document(text, source, gate, read)
}

fn read(d: &mut Decoder<'_, '_>) -> HeaderTable {
    let mut titles = Titles::default();
    let Some(root) = d.tree.root() else {
        let span = Span::head(d.source);
        d.report(&shape::empty_file::RULE, span, "headers.yaml 是空的");
        return titles.table;
    };
    let Some(mut f) = d.shaped(root, &keys::ROOT) else {
        return titles.table;
    };
    if let Some(mut fields) = f.take("fields").and_then(|n| d.shaped(n, &keys::FIELDS)) {
        for (field, name, ..) in Field::ALL {
            let list = fields.take(name);
            for n in list.map_or_else(Vec::new, |n| d.sequence(n, name)) {
                if let Some(title) = d.text(n, "列标题") {
                    titles.add(d, title, vec![field]);
                }
            }
        }
        d.done(fields);
    }
    if let Some(spanning) = f.take("spanning") {
        for (title, n) in d.pairs(spanning, "spanning（跨列的标题）") {
            let fields: Vec<Field> = d
                .sequence(n, &title.value)
                .into_iter()
                .filter_map(|n| d.choice(n, "字段", Field::from_key, &Field::keys()))
                .map(|field| field.value)
                .collect();
            if fields.is_empty() {
                let message = format!("“{}”没有写各列是哪个字段", title.value);
                d.report(&shape::missing_value::RULE, title.span, message);
            } else {
                titles.add(d, title, fields);
            }
        }
    }
    if let Some(aliases) = f.take("category_aliases") {
        let kinds: Vec<&str> = PowerKind::ALL.iter().map(|(_, key)| *key).collect();
        for (name, n) in d.pairs(aliases, "category_aliases（类别的别名）") {
            if let Some(kind) = d.choice(n, "类别的种类", PowerKind::from_key, &kinds) {
                titles.table.add_alias(&name.value, kind.value);
            }
        }
    }
    d.done(f);
    titles.table
}

#[derive(Default)]
struct Titles {
    table: HeaderTable,
    places: HashMap<String, Span>,
}

impl Titles {
    fn add(&mut self, d: &mut Decoder<'_, '_>, title: At<String>, fields: Vec<Field>) {
        let first = *self.places.entry(key(&title.value)).or_insert(title.span);
        if self.table.add_title(&title.value, fields) {
            return;
        }
        let message = format!("列标题“{}”出现了两次", title.value);
        let help = "一个标题只能是一个字段：删去其中一处";
        let found = d.report_with_help(&shape::invalid_value::RULE, title.span, message, help);
        if let Some(found) = found {
            found.related.push((first, "第一次在这里".to_owned()));
        }
    }
}
