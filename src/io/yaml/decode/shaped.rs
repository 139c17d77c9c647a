//! Reading a mapping by its table of keys.

use super::{Decoder, Fields, Kind, NodeId, shorten};
use crate::domain::place::Span;
use crate::rules::shape as shape_rules;
use crate::schema::{Condition, Shape};

impl<'t> Decoder<'t, '_> {
    /// The keys of a mapping that a table describes; [`Decoder::done`] ends its reading.
    pub fn shaped(&mut self, id: NodeId, shape: &'static Shape) -> Option<Fields<'t>> {
        let mut fields = self.mapping(id, shape.what)?;
        fields.shape = Some(shape);
        Some(fields)
    }

    /// Reports what a mapping lacks by its table, and what nothing has asked for.
    pub fn done(&mut self, mut fields: Fields<'t>) {
        let Some(shape) = fields.shape else {
            return;
        };
        let mut barred: Vec<&str> = Vec::new();
        for key in shape.keys.iter().filter(|k| k.required) {
            if !fields.entries.iter().any(|e| e.key == key.name) {
                self.report_missing(fields.span, shape.what, key.name);
            }
        }
        for condition in shape.conditions {
            let Condition::Where {
                key,
                is,
                wants,
                bars,
            } = condition
            else {
                continue;
            };
            let decides = fields.entries.iter().find(|e| e.key == *key);
            let value = decides.and_then(|e| match self.tree.node(e.value).kind {
                Kind::Scalar { text, .. } => is.iter().find(|word| **word == text),
                _ => None,
            });
            let Some(value) = value else {
                continue;
            };
            for want in *wants {
                if !fields.entries.iter().any(|e| e.key == *want) {
                    self.report_missing(fields.span, value, want);
                }
            }
            barred.extend(*bars);
            for entry in fields.entries.iter_mut().filter(|e| bars.contains(&e.key)) {
                entry.taken = false;
            }
        }
        for entry in fields.entries.iter().filter(|e| !e.taken) {
            let known = shape.keys.iter().map(|k| k.name);
            let known: Vec<&str> = known.filter(|name| !barred.contains(name)).collect();
            let (message, help) = unknown_key(entry.key, shape.what, &known);
            self.report_with_help(
                &shape_rules::unknown_key::RULE,
                entry.key_span,
                message,
                help,
            );
        }
        fields.entries.clear();
        self.spare.push(fields.entries);
    }

    fn report_missing(&mut self, mapping: Span, what: &str, key: &str) {
        // The place is the beginning of the mapping, where the key belongs.
        let span = Span {
            end: mapping.start,
            ..mapping
        };
        let rule = &shape_rules::missing_key::RULE;
        let help = match key {
            "code" => "power-list code assign 可以代为编号，power-list fix 也可以改正",
            _ => rule.remedy,
        };
        self.report_with_help(rule, span, format!("{what}缺少“{key}”"), help);
    }
}

fn unknown_key(key: &str, what: &str, known: &[&'static str]) -> (String, String) {
    let all = format!("{what}可以用的键：{}", known.join("、"));
    if let Some((head, _)) = key.split_once('：') {
        let head = head.trim();
        return (
            format!("“{}”里用了全角冒号，不成其为键", shorten(key)),
            format!("改成半角冒号加空格：“{head}: …”"),
        );
    }
    if key.contains('\u{3000}') {
        return (
            format!("键“{}”里有全角空格", shorten(key)),
            "删去全角空格，缩进和间隔一律用半角空格".to_owned(),
        );
    }
    // What is much longer than any key is none with a slip in it.
    let near = known
        .iter()
        .filter(|k| key.len() <= 2 * k.len())
        .map(|k| (crate::rules::text::distance(key, k), *k))
        .filter(|(d, k)| *d <= 1 + k.len() / 4)
        .min();
    let help = match near {
        Some((_, k)) => format!("是不是想写“{k}”？{all}"),
        None => all,
    };
    (format!("{what}没有“{}”这个键", shorten(key)), help)
}
