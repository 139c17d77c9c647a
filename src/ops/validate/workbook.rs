//! Workbooks that are judged with a project as if they had been imported into it.

use crate::domain::citation;
use crate::domain::gate::Gate;
use crate::domain::ids::DepartmentId;
use crate::domain::item::PowerItem;
use crate::domain::place::{SourceId, Span};
use crate::finding::{Finding, Sources};
use crate::io::project::{self, Loaded};
use crate::io::sheet::draft::{self, Draft, Trouble, WorkbookDraft};
use crate::io::sheet::grid;
use crate::io::sheet::rows::Doubt;
use crate::io::sheet::workbook::Book;
use crate::io::yaml;
use crate::ops::import_source::{preview, units};
use crate::rules::{Rule, item, shape};

/// A workbook that was handed in.
#[derive(Debug)]
pub struct Handed {
    /// Its name as shown to people.
    pub name: String,
    /// What is in it.
    pub book: Book,
}

/// Puts the items of a workbook into the place of those of the project that they mean, beside the others where they
/// mean none. What cannot be read becomes a finding at its cell. Gives the text that the workbook became.
pub(super) fn hand_in(
    loaded: &mut Loaded,
    gate: Gate,
    mut handed: Handed,
    unit: Option<&DepartmentId>,
) -> SourceId {
    let source = loaded.sources.next_id();
    let (text, cells) = grid::lay_out(&mut handed.book.sheets, source);
    loaded.sources.add_workbook(handed.name, text, cells);
    loaded.files.push(source);
    let sets = yaml::categories::all();
    let read = draft::read(&handed.book.sheets, loaded.words(&sets), &citation::parse);
    let mut reader = Reader {
        loaded,
        gate,
        source,
        findings: Vec::new(),
    };
    for unread in &handed.book.unread {
        let sheet = unread.sheet.as_deref().unwrap_or_default();
        let message = format!("“{sheet}”：{}", unread.why);
        reader.report(&shape::no_table_header::RULE, Span::head(source), message);
    }
    reader.troubles(&read);
    let owned = reader.owned(read.items, unit);
    let findings = std::mem::take(&mut reader.findings);
    let items = preview::items(loaded, &owned);
    replace(
        &mut loaded.project.items,
        items,
        &loaded.sources,
        &mut loaded.project.quote_lines,
    );
    loaded.findings.extend(findings);
    source
}

struct Reader<'l> {
    loaded: &'l Loaded,
    gate: Gate,
    source: SourceId,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn report(&mut self, rule: &'static Rule, span: Span, message: String) -> Option<&mut Finding> {
        let severity = rule.severities.at(self.gate)?;
        let finding =
            Finding::new(rule.code, rule.name, severity, span, message).with_help(rule.remedy);
        self.findings.push(finding);
        self.findings.last_mut()
    }

    fn troubles(&mut self, read: &WorkbookDraft) {
        for Trouble { doubt, remark } in &read.not_understood {
            let rule = match doubt {
                Doubt::NoHeader => &shape::no_table_header::RULE,
                Doubt::UnreadableCell => &shape::unreadable_cell::RULE,
                Doubt::UnknownColumn => &shape::unknown_column::RULE,
                Doubt::StrayCell => &shape::stray_cell::RULE,
                Doubt::Category => &item::unknown_category::RULE,
                Doubt::Value => &shape::invalid_value::RULE,
                // The item keeps the text, and the rules on citations object to it.
                Doubt::Citation => continue,
            };
            self.report(rule, remark.span, remark.why.clone());
        }
        if read.items.is_empty() && self.findings.is_empty() {
            let message = "工作簿里没有事项".to_owned();
            self.report(&shape::empty_file::RULE, Span::head(self.source), message);
        }
    }

    /// The drafts whose unit is known, with it.
    fn owned(
        &mut self,
        drafts: Vec<Draft>,
        unit: Option<&DepartmentId>,
    ) -> Vec<(DepartmentId, Draft)> {
        let owners = units::owners(self.loaded, &drafts, unit);
        let mut out = Vec::with_capacity(drafts.len());
        for (mut draft, owner) in drafts.into_iter().zip(owners) {
            // An import may go by the other items; a check says what is wrong with this one.
            if let Some(owner) = owner.filter(|owner| !owner.inferred) {
                let unit = owner.claim(&mut draft);
                out.push((unit, draft));
                continue;
            }
            let written = draft.unit.as_ref().map(|(_, text)| text);
            let (span, message) = match written {
                Some(text) => (
                    text.span,
                    format!(
                        "行使主体“{}”不是 departments.yaml 里唯一的一个部门，事项没有检查",
                        text.value
                    ),
                ),
                None => (
                    draft.name.span,
                    format!("事项“{}”没有写行使主体，没有检查", draft.name.value),
                ),
            };
            if let Some(finding) = self.report(&item::unknown_department::RULE, span, message) {
                finding.item = Some(draft.name.value.clone());
                finding.help = Some(
                    "按 departments.yaml 里的名称写行使主体，或者用 --department 指明部门"
                        .to_owned(),
                );
            }
        }
        out
    }
}

/// Puts the items into the project's list.
fn replace(
    items: &mut Vec<PowerItem>,
    new: Vec<preview::Previewed>,
    sources: &Sources,
    quote_lines: &mut std::collections::BTreeMap<Span, Vec<u32>>,
) {
    let places: std::collections::HashMap<Span, usize> = items
        .iter()
        .enumerate()
        .map(|(i, item)| (item.span, i))
        .collect();
    for preview::Previewed { item, replaces } in new {
        quote_lines.extend(project::quote_lines(std::slice::from_ref(&item), sources));
        let place = replaces.and_then(|span| places.get(&span));
        match place.and_then(|&i| items.get_mut(i)) {
            Some(old) => *old = item,
            None => items.push(item),
        }
    }
}
