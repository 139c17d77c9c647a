//! The baseline file. It is JSON, which is YAML: read like the rest, its entries keep their places.

use std::collections::BTreeMap;

use crate::domain::place::{At, Span};
use crate::finding::RuleCode;
use crate::rules::baseline::{Baseline, Entry, Key};
use crate::rules::shape;

use super::decode::Decoder;
use super::keys::baseline as keys;
use super::settings::date;
use super::tree::NodeId;

/// The schema that a baseline names.
pub const SCHEMA: &str = "power-list/baseline/v1";

/// Reads a baseline's document: what it holds, and where each entry stands.
pub fn read(d: &mut Decoder<'_, '_>) -> (Baseline, BTreeMap<Key, Span>) {
    let (mut baseline, mut places) = (Baseline::default(), BTreeMap::new());
    let Some(root) = d.tree.root() else {
        let span = Span::head(d.source);
        d.report(&shape::empty_file::RULE, span, "基线文件是空的");
        return (baseline, places);
    };
    let Some(mut f) = d.shaped(root, &keys::ROOT) else {
        return (baseline, places);
    };
    if let Some(n) = f.take("schema") {
        let parse = |text: &str| (text == SCHEMA).then_some(());
        d.choice(n, "schema（格式）", parse, &[SCHEMA]);
    }
    if let Some(n) = f.take("entries") {
        for id in d.sequence(n, "entries（各条）") {
            let Some((key, entry)) = entry(d, id) else {
                continue;
            };
            let span = d.span(id);
            if let Some(first) = places.get(&key) {
                let message = "同一文件、规则、事项在基线里有两条";
                let help =
                    "合并成一条，count 相加；或者重新运行 power-list baseline create --force";
                let found = d.report_with_help(&shape::invalid_value::RULE, span, message, help);
                if let Some(found) = found {
                    found.related.push((*first, "第一条在这里".to_owned()));
                }
                continue;
            }
            places.insert(key.clone(), span);
            baseline.entries.insert(key, entry);
        }
    }
    d.done(f);
    (baseline, places)
}

fn entry(d: &mut Decoder<'_, '_>, id: NodeId) -> Option<(Key, Entry)> {
    let mut f = d.shaped(id, &keys::ENTRY)?;
    let file = f.take("file").and_then(|n| d.text(n, "file（文件）"));
    let rule = f
        .take("rule")
        .and_then(|n| d.text(n, "rule（规则）"))
        .and_then(|text| rule(d, &text));
    let item = f.take("item").map(|n| d.text(n, "item（事项）"));
    let count = f
        .take("count")
        .and_then(|n| d.number(n, "count（个数）"))
        .filter(|count| {
            if count.value == 0 {
                let message = "count（个数）至少是 1";
                d.report(&shape::invalid_value::RULE, count.span, message);
            }
            count.value > 0
        });
    let since = f
        .take("since")
        .and_then(|n| date(d, n, "since（首次发现）"));
    let list = f.take("messages");
    let mut messages = Vec::new();
    for n in list.map_or_else(Vec::new, |n| d.sequence(n, "messages（说明）")) {
        messages.extend(d.text(n, "说明").map(|t| t.value));
    }
    d.done(f);
    let count = count?;
    if messages.len() > count.value as usize {
        let message = format!("count 是 {}，说明却有 {} 条", count.value, messages.len());
        d.report(&shape::invalid_value::RULE, count.span, message);
        return None;
    }
    messages.sort_unstable();
    let key = Key {
        file: file?.value,
        rule: rule?,
        item: match item {
            Some(text) => Some(text?.value),
            None => None,
        },
    };
    let entry = Entry {
        count: count.value as usize,
        since: since?,
        messages,
    };
    Some((key, entry))
}

fn rule(d: &mut Decoder<'_, '_>, text: &At<String>) -> Option<RuleCode> {
    let code = text.value.parse().ok();
    if code.is_none() {
        let message = format!(
            "rule（规则）要写代码，如 L002，这里是“{}”",
            super::decode::shorten(&text.value)
        );
        d.report(&shape::invalid_value::RULE, text.span, message);
    }
    code
}
