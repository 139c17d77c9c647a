//! The values of a file that should be others: citations, and characters of the wrong width.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::domain::gate::Gate;
use crate::domain::ids::ItemCode;
use crate::domain::item::CitedText;
use crate::domain::place::{SourceId, Span};
use crate::domain::width;
use crate::finding::Finding;
use crate::io::yaml::edit::NewValue;
use crate::io::yaml::{flowchart, item_file, syntax::with_document};
use crate::rules::item::wrong_width_characters;
use crate::rules::legal::citation_not_canonical;
use crate::rules::shape::{invalid_value, wrong_type};

use super::{Fixed, Kind, Select};
use crate::ops::codes::line_of;

/// A value to be set, and what to say of it.
pub(super) struct Correction {
    pub(super) value: NewValue,
    pub(super) fixed: Vec<Fixed>,
}

/// The values of a text that should be others.
pub(super) fn corrections(text: &str, kind: Kind, select: &Select) -> Vec<Correction> {
    let mut out = Corrections {
        text,
        all: BTreeMap::new(),
    };
    let findings = match kind {
        Kind::Items => {
            let ((_, items), findings) = item_file::read(text, SourceId(0), Gate::Publication, "");
            for item in &items {
                if select.takes(&citation_not_canonical::RULE) {
                    item.citations().for_each(|(_, _, cite)| out.cite(cite));
                }
                if select.takes(&wrong_width_characters::RULE) {
                    for (_, there, new) in wrong_width_characters::corrections(item) {
                        out.width(there.span, &there.value, new);
                    }
                }
            }
            findings
        }
        Kind::Chart => {
            let (chart, findings) = with_document(text, SourceId(0), Gate::Publication, |d| {
                flowchart::read(d, "")
            });
            if select.takes(&citation_not_canonical::RULE) {
                chart
                    .iter()
                    .flat_map(|c| c.citations())
                    .for_each(|cite| out.cite(cite));
            }
            findings
        }
    };
    if select.takes(&wrong_width_characters::RULE) {
        findings.iter().for_each(|f| out.unread(f));
    }
    out.all.into_values().collect()
}

/// Corrections by the place where their scalar begins.
struct Corrections<'t> {
    text: &'t str,
    all: BTreeMap<usize, Correction>,
}

impl Corrections<'_> {
    fn put(&mut self, span: Span, value: String, fixed: Vec<Fixed>) {
        let range = span.start as usize..span.end as usize;
        let value = NewValue {
            number: false,
            range: range.clone(),
            value,
        };
        self.all
            .entry(range.start)
            .or_insert(Correction { value, fixed });
    }

    fn cite(&mut self, cite: &CitedText) {
        let rewrites = citation_not_canonical::rewrites(cite);
        if rewrites.is_empty() {
            return;
        }
        let Some(new) = citation_not_canonical::corrected(cite, &rewrites) else {
            return;
        };
        let fixed = rewrites
            .iter()
            .map(|one| {
                let there = cite.text.value.get(one.range.clone()).unwrap_or_default();
                Fixed {
                    rule: citation_not_canonical::RULE.code.to_string(),
                    line: line_of(self.text, cite.span_of(&one.range).start as usize),
                    what: if one.new.is_empty() {
                        "删去书名号和条款之间的空格".to_owned()
                    } else {
                        format!("“{there}”改为“{}”", one.new)
                    },
                }
            })
            .collect();
        self.put(cite.text.span, new, fixed);
    }

    fn width(&mut self, span: Span, there: &str, new: String) {
        let fixed = vec![Fixed {
            rule: wrong_width_characters::RULE.code.to_string(),
            line: line_of(self.text, span.start as usize),
            what: format!("“{there}”改为“{new}”"),
        }];
        self.put(span, new, fixed);
    }

    /// A code or number that is none only because of its full-width characters.
    fn unread(&mut self, finding: &Finding) {
        if ![invalid_value::RULE.code, wrong_type::RULE.code].contains(&finding.code) {
            return;
        }
        let span = finding.primary;
        let range: Range<usize> = span.start as usize..span.end as usize;
        let Some(there) = self.text.get(range) else {
            return;
        };
        let new = width::half(there);
        let is_number = new.parse::<u32>().is_ok();
        if new != there && (is_number || new.parse::<ItemCode>().is_ok()) {
            self.width(span, there, new);
            if let Some(correction) = self.all.get_mut(&(span.start as usize)) {
                correction.value.number = is_number;
            }
        }
    }
}
