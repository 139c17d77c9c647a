//! The rows of an item of the form into its values and lists.

use super::{FormHeader, FormItem, FormSubItem, Held, Reader, Row};
use crate::domain::citation;
use crate::domain::form::{self, FormColumn as C};
use crate::domain::item::{
    Accountability, Basis, BasisRole, CitedText, DayUnit, Fee, IntegrityRisk, IntermediaryService,
    Prerequisite, Responsibility, RiskLevel, ServiceChoice, Supervision, TimeLimit,
};
use crate::domain::place::At;

fn cited(held: Held<'_>) -> CitedText {
    CitedText {
        parsed: citation::parse_once(held.text),
        text: held.value(),
        // The citation is the text of the cell letter for letter.
        verbatim: true,
    }
}

impl<'s> Reader<'s, '_> {
    pub(super) fn entries(&mut self, header: &FormHeader, rows: &[Row<'s>]) -> FormItem {
        let first = rows.first();
        let value = |column| first.and_then(|row| row.get(&column)).map(|h| h.value());
        let mut item = FormItem {
            columns: header.columns.values().copied().collect(),
            exercised_by: value(C::ExercisedBy),
            office: value(C::Office),
            target: value(C::Target),
            flowchart: value(C::Flowchart),
            national_code: value(C::NationalCode),
            remarks: value(C::Remarks).map(|text| text.value),
            ..FormItem::default()
        };
        let (phone, email) = (value(C::Phone), value(C::Email));
        if phone.is_some() || email.is_some() {
            item.supervision = Some(Supervision { phone, email });
        }
        if let Some(first) = first {
            item.time_limit = self.time_limit(first);
            item.fee = self.fee(first);
        }
        for row in rows {
            self.sub_item(row, &mut item);
        }
        for row in rows {
            self.basis(row, &mut item);
            self.duty(row, &mut item);
            self.risk(row, &mut item);
            self.around(row, &mut item);
        }
        item
    }

    /// A cell of a list's row that another cell of the row needs.
    fn needed(&mut self, row: &Row<'s>, column: C, others: &[C]) -> Option<Held<'s>> {
        let found = row.get(&column).copied();
        if found.is_none()
            && let Some((other, held)) = others.iter().find_map(|c| Some((c, *row.get(c)?)))
        {
            let why = format!(
                "这一行写了{}，没有写{}，没有采用",
                other.title(),
                column.title()
            );
            self.doubtful(held, why);
        }
        found
    }

    fn days(&mut self, row: &Row<'s>, column: C) -> Option<At<u32>> {
        let held = *row.get(&column)?;
        match held.text.trim().parse() {
            Ok(days) => Some(At::new(days, held.span)),
            Err(_) => {
                let why = format!(
                    "{}写的是“{}”，要写天数（只写数字），没有采用",
                    column.title(),
                    held.text.trim()
                );
                self.doubtful(held, why);
                None
            }
        }
    }

    fn time_limit(&mut self, row: &Row<'s>) -> Option<TimeLimit> {
        let statutory = self.days(row, C::StatutoryDays);
        let promised = self.days(row, C::PromisedDays);
        let unit = match row.get(&C::DayUnit).copied() {
            Some(held) => {
                let words = DayUnit::WORDS;
                let find = |text: &str| words.iter().find(|(w, _)| *w == text).map(|(_, u)| *u);
                self.word(held, C::DayUnit, &words.map(|(word, _)| word), find)
            }
            None => None,
        };
        let span = [C::StatutoryDays, C::PromisedDays, C::DayUnit]
            .iter()
            .find_map(|column| Some(row.get(column)?.span))?;
        if unit.is_none() && statutory.is_none() && promised.is_none() {
            return None;
        }
        Some(TimeLimit {
            statutory,
            promised,
            // 行政许可法 art. 82 counts limits in working days.
            unit: unit.unwrap_or(DayUnit::WorkingDays),
            span,
        })
    }

    fn flag(&mut self, row: &Row<'s>, column: C) -> Option<At<bool>> {
        let held = *row.get(&column)?;
        let words = form::YES_NO;
        let find = |text: &str| words.iter().find(|(w, _)| *w == text).map(|(_, b)| *b);
        let found = self.word(held, column, &words.map(|(word, _)| word), find)?;
        Some(At::new(found, held.span))
    }

    fn fee(&mut self, row: &Row<'s>) -> Option<Fee> {
        let charged = self.flag(row, C::FeeCharged);
        let on_enterprises = self.flag(row, C::FeeOnEnterprises);
        let standard = row.get(&C::FeeStandard).copied();
        let charged = match (charged, standard) {
            (Some(charged), _) => charged,
            (None, Some(held)) => self.charged_after_all(held),
            (None, None) => return None,
        };
        Some(Fee {
            charged,
            on_enterprises: on_enterprises.map(|flag| flag.value),
            basis: Vec::new(),
            standard: standard.map(|h| h.value()),
        })
    }

    /// A fee that has a standard or a basis is charged, whatever was forgotten.
    fn charged_after_all(&mut self, held: Held<'s>) -> At<bool> {
        let why = "写了收费的内容，没有写是否收费：按“是”读".to_owned();
        self.doubtful(held, why);
        At::new(true, held.span)
    }

    fn sub_item(&mut self, row: &Row<'s>, item: &mut FormItem) {
        let Some(name) = self.needed(row, C::SubItemName, &[C::SubItemCode, C::SubItemFlowchart])
        else {
            return;
        };
        let code = row.get(&C::SubItemCode).copied();
        item.sub_items.push(FormSubItem {
            code: code.and_then(|held| self.parsed(held)),
            name: name.value(),
            flowchart: row.get(&C::SubItemFlowchart).map(|h| h.value()),
            legal_basis: Vec::new(),
        });
    }

    fn basis(&mut self, row: &Row<'s>, item: &mut FormItem) {
        let others = [C::BasisRole, C::BasisQuote, C::BasisOwner];
        let Some(cite) = self.needed(row, C::BasisCite, &others) else {
            return;
        };
        let role = match row.get(&C::BasisRole).copied() {
            Some(held) => self.word(
                held,
                C::BasisRole,
                &BasisRole::ALL.map(BasisRole::chinese),
                BasisRole::from_chinese,
            ),
            None => None,
        };
        let basis = Basis {
            cite: cited(cite),
            role: role.unwrap_or_default(),
            quote: row.get(&C::BasisQuote).map(|h| h.value()),
        };
        let Some(owner) = row.get(&C::BasisOwner).copied() else {
            item.legal_basis.push(basis);
            return;
        };
        let wanted = owner.text.trim();
        if wanted == form::FEE {
            let fee = match &mut item.fee {
                Some(fee) => fee,
                None => {
                    let charged = self.charged_after_all(owner);
                    item.fee.insert(Fee {
                        charged,
                        on_enterprises: None,
                        basis: Vec::new(),
                        standard: None,
                    })
                }
            };
            fee.basis.push(basis);
            return;
        }
        let same = |sub: &&mut FormSubItem| {
            let code = sub.code.as_ref().map(|code| code.value.as_str());
            code == Some(wanted) || sub.name.value.trim() == wanted
        };
        match item.sub_items.iter_mut().find(same) {
            Some(sub) => sub.legal_basis.push(basis),
            None => {
                let why = format!(
                    "依据属于写的是“{wanted}”，要写“{}”或者这个事项的子项编码、子项名称：按事项的依据读",
                    form::FEE
                );
                self.doubtful(owner, why);
                item.legal_basis.push(basis);
            }
        }
    }

    fn duty(&mut self, row: &Row<'s>, item: &mut FormItem) {
        let basis = |column| row.get(&column).copied().map(cited);
        if let Some(duty) = self.needed(row, C::Duty, &[C::DutyStage, C::DutyBasis])
            && let Some(stage) = self.needed(row, C::DutyStage, &[C::Duty])
        {
            item.responsibilities.push(Responsibility {
                stage: stage.value(),
                duty: duty.value(),
                basis: basis(C::DutyBasis),
            });
        }
        if let Some(situation) = self.needed(row, C::Situation, &[C::SituationBasis]) {
            item.accountability.push(Accountability {
                situation: situation.value(),
                basis: basis(C::SituationBasis),
            });
        }
    }

    fn risk(&mut self, row: &Row<'s>, item: &mut FormItem) {
        let others = [C::RiskStep, C::RiskLevel, C::RiskMeasure];
        let Some(risk) = self.needed(row, C::Risk, &others) else {
            return;
        };
        let Some(step) = self.needed(row, C::RiskStep, &[C::Risk]) else {
            return;
        };
        let Some(level) = self.needed(row, C::RiskLevel, &[C::Risk]) else {
            return;
        };
        let words = RiskLevel::ALL.map(RiskLevel::chinese);
        let find = |text: &str| RiskLevel::ALL.into_iter().find(|l| l.chinese() == text);
        let Some(level) = self.word(level, C::RiskLevel, &words, find) else {
            return;
        };
        item.integrity_risks.push(IntegrityRisk {
            step: step.value(),
            risk: risk.text.to_owned(),
            level,
            measure: row
                .get(&C::RiskMeasure)
                .map(|h| h.text.to_owned())
                .unwrap_or_default(),
        });
    }

    fn around(&mut self, row: &Row<'s>, item: &mut FormItem) {
        let basis = |column| row.get(&column).copied().map(cited);
        let others = [C::PrerequisiteBasis, C::PrerequisiteUnit];
        if let Some(wanted) = self.needed(row, C::Prerequisite, &others) {
            item.prerequisites.push(Prerequisite {
                item: wanted.value(),
                handled_by: row.get(&C::PrerequisiteUnit).map(|h| h.value()),
                basis: basis(C::PrerequisiteBasis),
            });
        }
        let others = [C::ServiceBasis, C::ServiceChosenBy, C::ServicePaidBy];
        if let Some(name) = self.needed(row, C::Service, &others) {
            let chosen_by = row.get(&C::ServiceChosenBy).copied();
            let words = ServiceChoice::ALL.map(ServiceChoice::chinese);
            let choice = |hit: &Held<'s>| {
                let find = ServiceChoice::from_chinese;
                let known = self.word(*hit, C::ServiceChosenBy, &words, find)?;
                Some(At::new(known, hit.span))
            };
            let chosen_by = chosen_by.as_ref().and_then(choice);
            item.intermediary_services.push(IntermediaryService {
                name: name.value(),
                basis: basis(C::ServiceBasis),
                chosen_by,
                paid_by: row.get(&C::ServicePaidBy).map(|h| h.text.to_owned()),
            });
        }
    }
}
