//! An item as rows of the form.

use crate::domain::form::{FEE, FormColumn as Column, YES_NO};
use crate::domain::item::{Basis, CitedText, PowerItem};
use crate::domain::place::At;

/// Most UTF-16 units that a cell holds.
const LONGEST: usize = 32_767;

/// A value that cannot stand in a cell as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("事项“{item}”的“{}”不能写进单元格：{why}", column.title())]
pub struct FormFault {
    /// Code of the item, or its name.
    pub item: String,
    /// The column.
    pub column: Column,
    /// Why not.
    pub why: String,
}

/// The rows of an item; at least one. `unit` is the name of the unit that exercises it.
///
/// # Errors
/// When a value cannot stand in a cell as it is.
pub fn rows(item: &PowerItem, unit: &str) -> Result<Vec<Vec<String>>, FormFault> {
    let mut form = Form {
        item,
        rows: vec![empty()],
    };
    form.scalars(unit)?;
    form.sub_items()?;
    form.bases()?;
    form.duties()?;
    form.risks()?;
    form.others()?;
    Ok(form.rows)
}

fn empty() -> Vec<String> {
    vec![String::new(); Column::ALL.len()]
}

struct Form<'i> {
    item: &'i PowerItem,
    rows: Vec<Vec<String>>,
}

fn text(value: Option<&At<String>>) -> &str {
    value.map_or("", |at| at.value.as_str())
}

fn cited(value: Option<&CitedText>) -> &str {
    value.map_or("", |cite| cite.text.value.as_str())
}

fn yes_or_no(value: Option<bool>) -> &'static str {
    let word = YES_NO
        .into_iter()
        .find(|(_, meaning)| Some(*meaning) == value);
    word.map_or("", |(word, _)| word)
}

impl Form<'_> {
    fn put(&mut self, row: usize, column: Column, value: &str) -> Result<(), FormFault> {
        if value.is_empty() {
            return Ok(());
        }
        if let Some(why) = unfit(value) {
            return Err(FormFault {
                item: self.item.label().to_owned(),
                column,
                why,
            });
        }
        if self.rows.len() <= row {
            self.rows.resize_with(row + 1, empty);
        }
        if let Some(cell) = self
            .rows
            .get_mut(row)
            .and_then(|cells| cells.get_mut(column.index()))
        {
            value.clone_into(cell);
        }
        Ok(())
    }

    fn scalars(&mut self, unit: &str) -> Result<(), FormFault> {
        let item = self.item;
        let limit = item.time_limit.as_ref();
        let fee = item.fee.as_ref();
        let supervision = item.supervision.as_ref();
        let days = |days: Option<&At<u32>>| days.map_or_else(String::new, |d| d.value.to_string());
        let code = item.code.as_ref().map_or("", |code| code.value.as_str());
        let statutory = days(limit.and_then(|l| l.statutory.as_ref()));
        let promised = days(limit.and_then(|l| l.promised.as_ref()));
        for (column, value) in [
            (Column::Category, item.category.value.as_str()),
            (Column::Code, code),
            (Column::Name, &item.name.value),
            (Column::Department, unit),
            (Column::ExercisedBy, text(item.exercised_by.as_ref())),
            (Column::Office, text(item.office.as_ref())),
            (Column::Target, text(item.target.as_ref())),
            (Column::StatutoryDays, &statutory),
            (Column::PromisedDays, &promised),
            (Column::DayUnit, limit.map_or("", |l| l.unit.chinese())),
            (Column::FeeCharged, yes_or_no(fee.map(|f| f.charged.value))),
            (
                Column::FeeOnEnterprises,
                yes_or_no(fee.and_then(|f| f.on_enterprises)),
            ),
            (
                Column::FeeStandard,
                text(fee.and_then(|f| f.standard.as_ref())),
            ),
            (Column::Flowchart, text(item.flowchart.as_ref())),
            (
                Column::Phone,
                text(supervision.and_then(|s| s.phone.as_ref())),
            ),
            (
                Column::Email,
                text(supervision.and_then(|s| s.email.as_ref())),
            ),
            (Column::NationalCode, text(item.national_code.as_ref())),
            (Column::Remarks, item.remarks.as_deref().unwrap_or("")),
        ] {
            self.put(0, column, value)?;
        }
        Ok(())
    }

    fn sub_items(&mut self) -> Result<(), FormFault> {
        for (row, sub) in self.item.sub_items.iter().enumerate() {
            self.put(row, Column::SubItemCode, sub.code.value.as_str())?;
            self.put(row, Column::SubItemName, &sub.name.value)?;
            self.put(row, Column::SubItemFlowchart, text(sub.flowchart.as_ref()))?;
        }
        Ok(())
    }

    /// The grounds of the item, of its fee and of its sub-items, one below the other.
    fn bases(&mut self) -> Result<(), FormFault> {
        let item = self.item;
        let own = item.legal_basis.iter().map(|basis| ("", basis));
        let fee = item.fee.iter().flat_map(|fee| &fee.basis);
        let fee = fee.map(|basis| (FEE, basis));
        let subs = item.sub_items.iter().flat_map(|sub| {
            let code = sub.code.value.as_str();
            sub.legal_basis.iter().map(move |basis| (code, basis))
        });
        let all: Vec<(&str, &Basis)> = own.chain(fee).chain(subs).collect();
        for (row, (of, basis)) in all.into_iter().enumerate() {
            self.put(row, Column::BasisCite, &basis.cite.text.value)?;
            self.put(row, Column::BasisRole, basis.role.chinese())?;
            self.put(row, Column::BasisQuote, text(basis.quote.as_ref()))?;
            self.put(row, Column::BasisOwner, of)?;
        }
        Ok(())
    }

    fn duties(&mut self) -> Result<(), FormFault> {
        for (row, duty) in self.item.responsibilities.iter().enumerate() {
            self.put(row, Column::DutyStage, &duty.stage.value)?;
            self.put(row, Column::Duty, &duty.duty.value)?;
            self.put(row, Column::DutyBasis, cited(duty.basis.as_ref()))?;
        }
        for (row, entry) in self.item.accountability.iter().enumerate() {
            self.put(row, Column::Situation, &entry.situation.value)?;
            self.put(row, Column::SituationBasis, cited(entry.basis.as_ref()))?;
        }
        Ok(())
    }

    fn risks(&mut self) -> Result<(), FormFault> {
        for (row, risk) in self.item.integrity_risks.iter().enumerate() {
            self.put(row, Column::RiskStep, &risk.step.value)?;
            self.put(row, Column::Risk, &risk.risk)?;
            self.put(row, Column::RiskLevel, risk.level.chinese())?;
            self.put(row, Column::RiskMeasure, &risk.measure)?;
        }
        Ok(())
    }

    fn others(&mut self) -> Result<(), FormFault> {
        for (row, entry) in self.item.prerequisites.iter().enumerate() {
            self.put(row, Column::Prerequisite, &entry.item.value)?;
            let unit = entry.handled_by.as_ref().map_or("", |h| &h.value);
            self.put(row, Column::PrerequisiteUnit, unit)?;
            self.put(row, Column::PrerequisiteBasis, cited(entry.basis.as_ref()))?;
        }
        for (row, service) in self.item.intermediary_services.iter().enumerate() {
            self.put(row, Column::Service, &service.name.value)?;
            self.put(row, Column::ServiceBasis, cited(service.basis.as_ref()))?;
            let chosen_by = service.chosen_by.as_ref().map_or("", |c| c.value.chinese());
            self.put(row, Column::ServiceChosenBy, chosen_by)?;
            let paid_by = service.paid_by.as_deref().unwrap_or("");
            self.put(row, Column::ServicePaidBy, paid_by)?;
        }
        Ok(())
    }
}

/// Why a text cannot stand in a cell letter for letter.
fn unfit(value: &str) -> Option<String> {
    let length = value.encode_utf16().count();
    if length > LONGEST {
        return Some(format!(
            "有 {length} 个字，一个单元格最多 {LONGEST} 个；分成几条，或者移到别的文件"
        ));
    }
    if value.trim().is_empty() {
        return Some("只有空格，写进单元格就等于没有；在事项文件里把它删去".to_owned());
    }
    // A carriage return would come back as a line break, the others not at all: the reader takes them out, because
    // spreadsheets and web pages leave them behind where nobody sees them.
    let odd = value.chars().enumerate().find(|&(_, c)| {
        c.is_ascii_control() && c != '\n' && c != '\t'
            || matches!(
                c,
                '\u{fffe}' | '\u{ffff}' | '\u{200b}' | '\u{feff}' | '\u{2028}'
            )
    });
    odd.map(|(i, c)| {
        format!(
            "第 {} 个字是看不见的字符 U+{:04X}，从工作簿收不回来；在事项文件里把它删去",
            i + 1,
            u32::from(c)
        )
    })
}
