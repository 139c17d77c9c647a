//! The invented item on the sheet 填写示例: every column is filled in once.

use crate::domain::form::FormColumn as C;
use crate::render::table::Block;

/// The rows, by column.
const ROWS: &[&[(C, &str)]] = &[
    &[
        (C::Name, "某某设施建设方案审批（虚构）"),
        (C::Code, "341100-mmj-01-0001"),
        (C::Department, "某某市某某局"),
        (C::ExercisedBy, "市级"),
        (C::Office, "行政审批科"),
        (C::Target, "企业、事业单位、社会组织"),
        (C::StatutoryDays, "20"),
        (C::PromisedDays, "12"),
        (C::DayUnit, "工作日"),
        (C::FeeCharged, "是"),
        (C::FeeOnEnterprises, "是"),
        (C::FeeStandard, "每件 10 元"),
        (C::Flowchart, "flowcharts/mmj/approve.yaml"),
        (C::Phone, "0550-0000000"),
        (C::Email, "jd@example.invalid"),
        (C::NationalCode, "000101001000"),
        (C::Remarks, "本页是虚构的示例，导入时略过。"),
        (C::SubItemCode, "341100-mmj-01-0001-01"),
        (C::SubItemName, "某某设施新建方案审批"),
        (C::BasisCite, "《某某法》第二十条第一款"),
        (C::BasisRole, "设定依据"),
        (
            C::BasisQuote,
            "建设某某设施的，应当报市人民政府某某主管部门审批。",
        ),
        (C::DutyStage, "受理"),
        (C::Duty, "公示应当提交的材料，一次性告知补正内容。"),
        (C::DutyBasis, "《行政许可法》第三十二条"),
        (C::Situation, "对符合条件的申请不予受理的"),
        (C::SituationBasis, "《行政许可法》第七十二条"),
        (C::RiskStep, "review"),
        (C::Risk, "降低审查标准"),
        (C::RiskLevel, "高"),
        (C::RiskMeasure, "两人以上审查，结果公开"),
        (C::Prerequisite, "某某用地预审（虚构）"),
        (C::PrerequisiteUnit, "省某某厅"),
        (C::PrerequisiteBasis, "《某某法》第十八条"),
        (C::Service, "某某设施安全评估"),
        (C::ServiceBasis, "《某某条例》第九条"),
        (C::ServiceChosenBy, "申请人"),
        (C::ServicePaidBy, "申请人"),
    ],
    &[
        (C::SubItemCode, "341100-mmj-01-0001-02"),
        (C::SubItemName, "某某设施改建方案审批"),
        (C::SubItemFlowchart, "flowcharts/mmj/rebuild.yaml"),
        (C::BasisCite, "《某某条例》第六条"),
        (C::BasisRole, "实施依据"),
        (C::DutyStage, "审查"),
        (C::Duty, "对方案进行技术审查，必要时组织专家论证。"),
        (C::DutyBasis, "《行政许可法》第三十四条"),
        (C::Situation, "超过法定期限不作出决定的"),
        (C::SituationBasis, "《行政许可法》第七十四条第（二）项"),
        (C::RiskStep, "decide"),
        (C::Risk, "拖延决定"),
        (C::RiskLevel, "中"),
        (C::RiskMeasure, "临近期限自动提醒"),
    ],
    &[
        (C::BasisCite, "《某某收费管理办法》第三条"),
        (C::BasisRole, "收费依据"),
        (C::BasisOwner, "收费"),
        (C::DutyStage, "决定"),
        (
            C::Duty,
            "作出批准或者不予批准的书面决定，不予批准的说明理由。",
        ),
    ],
    &[
        (C::BasisCite, "《某某条例》第七条第二款"),
        (C::BasisRole, "设定依据"),
        (C::BasisOwner, "341100-mmj-01-0001-02"),
        (C::DutyStage, "送达"),
        (C::Duty, "在十日内送达决定，并在网站公开。"),
    ],
];

/// The item, in a category of the project.
pub(super) fn block(category: &str) -> Block {
    let mut rows: Vec<Vec<String>> = ROWS
        .iter()
        .map(|filled| {
            let mut row = vec![String::new(); C::ALL.len()];
            for (column, text) in *filled {
                if let Some(cell) = row.get_mut(column.index()) {
                    (*text).clone_into(cell);
                }
            }
            row
        })
        .collect();
    if let Some(cell) = rows
        .first_mut()
        .and_then(|row| row.get_mut(C::Category.index()))
    {
        category.clone_into(cell);
    }
    Block {
        whole: vec![None; C::ALL.len()],
        rows,
    }
}
