//! The canonical form read back: an item without its places in files.

use serde::Deserialize;

use crate::domain::adoption::Adoption;
use crate::domain::citation;
use crate::domain::ids::{DepartmentId, ItemCode};
use crate::domain::item::{
    Accountability, Basis, BasisRole, CitedText, DayUnit, Fee, IntegrityRisk, IntermediaryService,
    PowerItem, Prerequisite, Responsibility, RiskLevel, ServiceChoice, SubItem, Supervision,
    TimeLimit,
};
use crate::domain::place::{At, SourceId, Span};

/// Where a value stands that was read from no file.
const NOWHERE: Span = Span::head(SourceId(u32::MAX));

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Item {
    code: Option<ItemCode>,
    department: DepartmentId,
    category: String,
    name: String,
    #[serde(default)]
    sub_items: Vec<Sub>,
    #[serde(default)]
    legal_basis: Vec<Cite>,
    exercised_by: Option<String>,
    office: Option<String>,
    target: Option<String>,
    flowchart: Option<Chart>,
    time_limit: Option<Limit>,
    fee: Option<Charge>,
    #[serde(default)]
    responsibilities: Vec<Duty>,
    #[serde(default)]
    accountability: Vec<Situation>,
    #[serde(default)]
    integrity_risks: Vec<Risk>,
    phone: Option<String>,
    email: Option<String>,
    #[serde(default)]
    prerequisites: Vec<Cited>,
    #[serde(default)]
    intermediary_services: Vec<Service>,
    national_code: Option<String>,
    adopts: Option<Adoption>,
    remarks: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sub {
    code: ItemCode,
    name: String,
    #[serde(default)]
    legal_basis: Vec<Cite>,
    flowchart: Option<String>,
    #[serde(rename = "chart")]
    _chart: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cite {
    cite: String,
    role: String,
    quote: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Chart {
    path: String,
    #[serde(rename = "digest")]
    _digest: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Limit {
    statutory: Option<u32>,
    promised: Option<u32>,
    unit: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Charge {
    charged: bool,
    on_enterprises: Option<bool>,
    #[serde(default)]
    basis: Vec<Cite>,
    standard: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Duty {
    stage: String,
    duty: String,
    basis: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Situation {
    situation: String,
    basis: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Risk {
    step: String,
    risk: String,
    level: String,
    measure: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cited {
    item: String,
    handled_by: Option<String>,
    basis: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Service {
    name: String,
    basis: Option<String>,
    chosen_by: Option<String>,
    paid_by: Option<String>,
}

/// Reads an item. Its chart is known by its path alone.
///
/// # Errors
/// A Chinese sentence when the bytes are no item in canonical form.
pub fn read_item(bytes: &[u8]) -> Result<PowerItem, String> {
    let form: Item =
        serde_json::from_slice(bytes).map_err(|e| format!("快照里的事项读不懂：{e}"))?;
    let supervision = (form.phone.is_some() || form.email.is_some()).then(|| Supervision {
        phone: form.phone.map(at),
        email: form.email.map(at),
    });
    Ok(PowerItem {
        span: NOWHERE,
        department: at(form.department),
        category: at(form.category),
        code: form.code.map(at),
        name: at(form.name),
        sub_items: all(form.sub_items, sub)?,
        legal_basis: all(form.legal_basis, basis)?,
        exercised_by: form.exercised_by.map(at),
        office: form.office.map(at),
        target: form.target.map(at),
        flowchart: form.flowchart.map(|chart| at(chart.path)),
        time_limit: form.time_limit.map(limit).transpose()?,
        fee: form.fee.map(fee).transpose()?,
        responsibilities: form
            .responsibilities
            .into_iter()
            .map(|entry| Responsibility {
                stage: at(entry.stage),
                duty: at(entry.duty),
                basis: entry.basis.map(cited),
            })
            .collect(),
        accountability: form
            .accountability
            .into_iter()
            .map(|entry| Accountability {
                situation: at(entry.situation),
                basis: entry.basis.map(cited),
            })
            .collect(),
        integrity_risks: all(form.integrity_risks, risk)?,
        supervision,
        prerequisites: form
            .prerequisites
            .into_iter()
            .map(|entry| Prerequisite {
                item: at(entry.item),
                handled_by: entry.handled_by.map(at),
                basis: entry.basis.map(cited),
            })
            .collect(),
        intermediary_services: all(form.intermediary_services, service)?,
        national_code: form.national_code.map(at),
        adopts: form.adopts.map(at),
        remarks: form.remarks,
    })
}

fn at<T>(value: T) -> At<T> {
    At::new(value, NOWHERE)
}

fn all<A, B>(list: Vec<A>, each: impl Fn(A) -> Result<B, String>) -> Result<Vec<B>, String> {
    list.into_iter().map(each).collect()
}

fn cited(text: String) -> CitedText {
    CitedText {
        parsed: citation::parse_once(&text),
        verbatim: false,
        text: at(text),
    }
}

fn basis(entry: Cite) -> Result<Basis, String> {
    let role = BasisRole::from_chinese(&entry.role)
        .ok_or_else(|| format!("快照里的依据种类不认识：{}", entry.role))?;
    Ok(Basis {
        cite: cited(entry.cite),
        role,
        quote: entry.quote.map(at),
    })
}

fn sub(sub: Sub) -> Result<SubItem, String> {
    Ok(SubItem {
        code: at(sub.code),
        name: at(sub.name),
        legal_basis: all(sub.legal_basis, basis)?,
        flowchart: sub.flowchart.map(at),
    })
}

fn limit(limit: Limit) -> Result<TimeLimit, String> {
    let unit = DayUnit::WORDS
        .into_iter()
        .find(|(word, _)| *word == limit.unit)
        .map(|(_, unit)| unit)
        .ok_or_else(|| format!("快照里的期限单位不认识：{}", limit.unit))?;
    Ok(TimeLimit {
        statutory: limit.statutory.map(at),
        promised: limit.promised.map(at),
        unit,
        span: NOWHERE,
    })
}

fn fee(charge: Charge) -> Result<Fee, String> {
    Ok(Fee {
        charged: at(charge.charged),
        on_enterprises: charge.on_enterprises,
        basis: all(charge.basis, basis)?,
        standard: charge.standard.map(at),
    })
}

fn risk(entry: Risk) -> Result<IntegrityRisk, String> {
    let level = RiskLevel::ALL
        .into_iter()
        .find(|level| level.chinese() == entry.level)
        .ok_or_else(|| format!("快照里的风险等级不认识：{}", entry.level))?;
    Ok(IntegrityRisk {
        step: at(entry.step),
        risk: entry.risk,
        level,
        measure: entry.measure,
    })
}

fn service(entry: Service) -> Result<IntermediaryService, String> {
    let choice = |word: String| {
        let known = ServiceChoice::from_chinese(&word);
        known.ok_or_else(|| format!("快照里的中介服务选择方“{word}”不认识"))
    };
    Ok(IntermediaryService {
        name: at(entry.name),
        basis: entry.basis.map(cited),
        chosen_by: entry.chosen_by.map(choice).transpose()?.map(at),
        paid_by: entry.paid_by,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::canonical;

    #[test]
    fn what_is_read_back_has_the_same_canonical_form() {
        let text = r#"{"code":"341100-hbj-01-0001","department":"hbj","category":"行政审批","name":"甲","sub_items":[{"code":"341100-hbj-01-0001-01","name":"子","legal_basis":[{"cite":"《甲法》第一条","role":"实施依据","quote":"乙"}],"flowchart":"flowcharts/hbj/a.yaml"}],"legal_basis":[{"cite":"《甲法》第二条","role":"设定依据"}],"exercised_by":"市级","office":"科","target":"人","flowchart":{"path":"flowcharts/hbj/b.yaml"},"time_limit":{"statutory":20,"promised":0,"unit":"日"},"fee":{"charged":true,"on_enterprises":false,"basis":[{"cite":"《甲法》第三条","role":"收费依据"}],"standard":"十元"},"responsibilities":[{"stage":"受理","duty":"丙","basis":"《甲法》第四条"}],"accountability":[{"situation":"丁"}],"integrity_risks":[{"step":"a","risk":"戊","level":"高","measure":"己"}],"phone":"0550-1","email":"a@example.invalid","prerequisites":[{"item":"庚","handled_by":"省厅","basis":"《甲法》第五条"}],"intermediary_services":[{"name":"辛","chosen_by":"申请人","paid_by":"申请人"}],"national_code":"000101001000","adopts":{"item":"340000-hbt-01-0002","as":"承接"},"remarks":"壬\n癸"}"#;
        let item = read_item(text.as_bytes()).unwrap();
        assert_eq!(
            String::from_utf8(canonical::item(&item, |_| None)).unwrap(),
            text
        );
        let least = r#"{"department":"hbj","category":"行政审批","name":"甲"}"#;
        let item = read_item(least.as_bytes()).unwrap();
        assert_eq!(
            String::from_utf8(canonical::item(&item, |_| None)).unwrap(),
            least
        );
    }

    #[test]
    fn what_is_no_item_is_told() {
        for text in [
            "",
            "[]",
            r#"{"department":"hbj","category":"甲","name":"乙","more":1}"#,
        ] {
            assert!(
                read_item(text.as_bytes()).unwrap_err().contains("读不懂"),
                "{text}"
            );
        }
        let role = r#"{"department":"hbj","category":"甲","name":"乙","legal_basis":[{"cite":"丙","role":"丁"}]}"#;
        assert!(read_item(role.as_bytes()).unwrap_err().contains("依据种类"));
    }
}
