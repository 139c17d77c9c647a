//! One item as a sheet for a terminal.

use std::fmt::Write as _;

use crate::domain::catalog::{
    BasisField, BasisRow, Catalog, ChartRow, DepartmentRow, ItemRow, LawRow,
};

use crate::domain::item::service_terms;

use super::text::{padded, width, wrap};

/// Columns of the sheet.
pub const COLUMNS: usize = 80;
const LABEL: usize = 12;

/// The sheet, 80 columns wide, ending with a line break.
pub fn render(catalog: &Catalog, item: &ItemRow) -> String {
    let mut sheet = Sheet::default();
    sheet.head(catalog, item);
    sheet.field("承办机构", item.office.as_deref());
    sheet.field("行使层级", item.exercised_by.as_deref());
    sheet.field("行政相对人", item.target.as_deref());
    sheet.field("办理时限", time_limit(item).as_deref());
    sheet.field("收费", fee(item).as_deref());
    sheet.field("监督电话", item.phone.as_deref());
    sheet.field("监督邮箱", item.email.as_deref());
    sheet.field("国家编码", item.national_code.as_deref());
    let adopts = item.adopts.as_ref().map(ToString::to_string);
    sheet.field("上级事项", adopts.as_deref());
    sheet.field("备注", item.remarks.as_deref());
    sheet.sub_items(item);
    sheet.cites(catalog, item, BasisField::LegalBasis, "法律依据");
    sheet.cites(catalog, item, BasisField::SubItems, "子项依据");
    sheet.cites(catalog, item, BasisField::Fee, "收费依据");
    sheet.duties(item);
    sheet.accountability(item);
    sheet.risks(catalog, item);
    sheet.around(item);
    let mut shown: Vec<&String> = Vec::new();
    for id in item.charts() {
        if !shown.contains(&id) {
            shown.push(id);
            sheet.chart(
                id,
                catalog.chart(id),
                item.day_unit.as_deref().unwrap_or("日"),
            );
        }
    }
    sheet.out
}

fn time_limit(item: &ItemRow) -> Option<String> {
    let unit = item.day_unit.as_deref().unwrap_or("日");
    let part = |name: &str, days: Option<u32>| days.map(|d| format!("{name} {d} {unit}"));
    let parts: Vec<String> = [
        part("法定", item.statutory_days),
        part("承诺", item.promised_days),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!parts.is_empty()).then(|| parts.join("，"))
}

fn fee(item: &ItemRow) -> Option<String> {
    if !item.fee_charged? {
        return Some("不收费".to_owned());
    }
    let mut out = "收费".to_owned();
    if item.fee_on_enterprises == Some(true) {
        out.push_str("（涉企）");
    }
    if let Some(standard) = &item.fee_standard {
        let _ = write!(out, "：{standard}");
    }
    Some(out)
}

/// Level and standing of the law of a citation, in a few words.
fn standing(catalog: &Catalog, row: &BasisRow) -> String {
    let Some(name) = &row.law_name else {
        return "没有识别出法名和条款".to_owned();
    };
    let Some(law) = row.law_id.as_deref().and_then(|id| catalog.law(id)) else {
        return format!("《{name}》不在法规库中，效力不明");
    };
    let [in_force, _, _, repealed] = LawRow::STANDINGS;
    let version = law.versions.iter().find(|v| v.in_force);
    let detail = if law.standing == in_force {
        version.map(|v| match v.effective {
            Some(day) => format!("（{} {}，{day} 起施行）", v.published, v.enactment),
            None => format!("（{} {}）", v.published, v.enactment),
        })
    } else if law.standing == repealed {
        law.repealed_on.map(|day| format!("（{day} 起）"))
    } else {
        None
    };
    format!(
        "{}，{}{}",
        law.level,
        law.standing,
        detail.unwrap_or_default()
    )
}

#[derive(Default)]
struct Sheet {
    out: String,
}

impl Sheet {
    fn line(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    /// Text behind a lead on the first line, further lines under the text.
    fn hanging(&mut self, lead: &str, text: &str) {
        let indent = width(lead);
        for (i, line) in wrap(text, COLUMNS - indent).iter().enumerate() {
            let before = if i == 0 {
                lead.to_owned()
            } else {
                " ".repeat(indent)
            };
            self.line(&format!("{before}{line}"));
        }
    }

    fn field(&mut self, label: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.hanging(&padded(label, LABEL), value);
        }
    }

    fn section(&mut self, title: &str) {
        self.line("");
        self.line(title);
    }

    fn head(&mut self, catalog: &Catalog, item: &ItemRow) {
        let code = if item.code.is_empty() {
            "（未编码）"
        } else {
            &item.code
        };
        self.line(code);
        self.hanging("", &item.name);
        self.line(&"=".repeat(COLUMNS));
        let unit = catalog.department(&item.department);
        let unit = unit.map_or(item.department.as_str(), |d: &DepartmentRow| &d.name);
        self.field("单位", Some(unit));
        self.field("类别", Some(catalog.category_label(&item.category)));
    }

    fn sub_items(&mut self, item: &ItemRow) {
        if item.sub_items.is_empty() {
            return;
        }
        self.section("子项");
        for sub in &item.sub_items {
            self.hanging(&format!("  {}  ", sub.code), &sub.name);
        }
    }

    fn cites(&mut self, catalog: &Catalog, item: &ItemRow, field: BasisField, title: &str) {
        let rows: Vec<&BasisRow> = item.basis.iter().filter(|r| r.field == field).collect();
        if rows.is_empty() {
            return;
        }
        self.section(&format!("{title}（{} 的效力）", catalog.as_of));
        let mut last: Option<(u32, &str)> = None;
        let mut said: Vec<String> = Vec::new();
        for row in rows {
            if last != Some((row.entry, &row.cite)) {
                last = Some((row.entry, &row.cite));
                said.clear();
                self.hanging("  ", &row.cite);
            }
            // Several provisions of one law are said once.
            let remark = format!("{}，{}", row.role, standing(catalog, row));
            if !said.contains(&remark) {
                self.hanging("    ", &remark);
                said.push(remark);
            }
            if let Some(quote) = &row.quote
                && !row.cite.contains(quote.as_str())
            {
                self.hanging("    ", &format!("“{quote}”"));
            }
        }
    }

    fn duties(&mut self, item: &ItemRow) {
        if item.responsibilities.is_empty() {
            return;
        }
        self.section("责任事项");
        let stages = item.responsibilities.iter().map(|r| width(&r.stage)).max();
        let column = stages.unwrap_or(0).min(16) + 2;
        let mut last = None;
        for duty in &item.responsibilities {
            let stage = if last == Some(&duty.stage) {
                ""
            } else {
                &duty.stage
            };
            last = Some(&duty.stage);
            self.hanging(&format!("  {}", padded(stage, column)), &duty.duty);
            if let Some(cite) = &duty.cite {
                self.hanging(&" ".repeat(column + 2), cite);
            }
        }
    }

    fn accountability(&mut self, item: &ItemRow) {
        if item.accountability.is_empty() {
            return;
        }
        self.section("追责情形");
        for (n, a) in (1..).zip(&item.accountability) {
            let lead = format!("  {}", padded(&format!("{n}."), 4));
            self.hanging(&lead, &a.situation);
            if let Some(cite) = &a.cite {
                self.hanging(&" ".repeat(width(&lead)), cite);
            }
        }
    }

    fn risks(&mut self, catalog: &Catalog, item: &ItemRow) {
        if item.integrity_risks.is_empty() {
            return;
        }
        let chart = item.flowchart.as_deref().and_then(|id| catalog.chart(id));
        self.section("廉政风险点");
        for risk in &item.integrity_risks {
            let step = chart.and_then(|c| c.steps.iter().find(|s| s.id == risk.step));
            let step = step.map_or(risk.step.as_str(), |s| &s.name);
            self.hanging("  ", &format!("［{}］{step}：{}", risk.level, risk.risk));
            self.hanging("    ", &format!("防控：{}", risk.measure));
        }
    }

    /// 前置审批 and 中介服务.
    fn around(&mut self, item: &ItemRow) {
        if !item.prerequisites.is_empty() {
            self.section("前置审批");
        }
        for p in &item.prerequisites {
            let code = p
                .prerequisite_code
                .as_deref()
                .filter(|code| *code != p.prerequisite);
            let code = code.map_or_else(String::new, |code| format!("（{code}）"));
            let unit = p.handled_by.as_ref();
            let unit = unit.map_or_else(String::new, |unit| format!("（{unit}）"));
            self.hanging("  ", &format!("{}{code}{unit}", p.prerequisite));
            if let Some(cite) = &p.cite {
                self.hanging("    ", cite);
            }
        }
        if !item.intermediary_services.is_empty() {
            self.section("中介服务");
        }
        for s in &item.intermediary_services {
            let terms = service_terms(s.chosen_by, s.paid_by.as_deref());
            self.hanging("  ", &format!("{}{terms}", s.name));
            if let Some(cite) = &s.cite {
                self.hanging("    ", cite);
            }
        }
    }

    fn chart(&mut self, id: &str, chart: Option<&ChartRow>, unit: &str) {
        let Some(chart) = chart else {
            self.section("流程图");
            self.hanging("  ", &format!("{id}（没有可用的流程图）"));
            return;
        };
        let title = chart.title.as_deref().unwrap_or("流程图");
        self.section(&format!("流程图：{title}"));
        if chart.steps.is_empty() {
            self.hanging("  ", &format!("{id}（图形文件）"));
            return;
        }
        let number = |step: &str| chart.steps.iter().position(|s| s.id == step).map(|i| i + 1);
        for (n, step) in (1..).zip(&chart.steps) {
            let mut text = step.name.clone();
            let mut notes: Vec<String> = step.actor.iter().cloned().collect();
            notes.extend(step.days.map(|d| format!("{d} {unit}")));
            if !notes.is_empty() {
                let _ = write!(text, "（{}）", notes.join("，"));
            }
            if step.kind == "end" {
                text.push_str("  [结束]");
            }
            self.hanging(&format!("  {n:>2}. "), &text);
            for edge in &step.next {
                let label = edge
                    .label
                    .as_ref()
                    .map_or_else(String::new, |l| format!("{l} "));
                let to = match number(&edge.to) {
                    Some(to) => {
                        let name = chart.steps.get(to - 1).map_or("", |s| &s.name);
                        format!("{to}. {name}")
                    }
                    None => format!("{}（没有这一步）", edge.to),
                };
                self.hanging("      ", &format!("{label}-> {to}"));
            }
        }
    }
}
