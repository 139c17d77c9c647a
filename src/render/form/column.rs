//! How the columns of the form look, and what is said of them to people who fill them in.

use crate::domain::form::FormColumn as C;

/// How a column looks.
pub(super) struct Look {
    /// Heading above it.
    pub heading: &'static str,
    /// Its width in Chinese characters.
    pub width: u16,
    /// Whether it holds running text.
    pub running_text: bool,
    /// What belongs there.
    pub help: &'static str,
}

/// How a column looks.
pub(super) const fn look(column: C) -> Look {
    let (heading, width, running_text, help) = match column {
        C::Category => ("基本信息", 5, false, "必填。从列表里选。"),
        C::Code => (
            "基本信息",
            10,
            false,
            "形如 341100-hbj-01-0001。已有编码的不要改动；新增事项留空，由编办统一编码。",
        ),
        C::Name => (
            "基本信息",
            14,
            true,
            "必填。这一格有字的行是一个事项的第一行；同一事项的子项、依据、责任等从这一行起往下写，一行一条，下面各行这一格留空。",
        ),
        C::Department => ("基本信息", 9, false, "行使这项权力的部门全称，从列表里选。"),
        C::ExercisedBy => ("基本信息", 5, false, "例如：市级。"),
        C::Office => ("基本信息", 8, false, "具体承办的内设机构，通常从列表里选。"),
        C::Target => (
            "基本信息",
            10,
            true,
            "这项权力对谁行使，例如：企业、事业单位。",
        ),
        C::StatutoryDays => (
            "期限",
            4,
            false,
            "法律规定的办理天数，只写数字，例如：20。没有规定的留空。",
        ),
        C::PromisedDays => (
            "期限",
            4,
            false,
            "本部门承诺的办理天数，只写数字，不能长于法定期限。",
        ),
        C::DayUnit => (
            "期限",
            4,
            false,
            "两个期限的单位：工作日或者日。写了期限的必填。",
        ),
        C::FeeCharged => (
            "收费",
            4,
            false,
            "填是或者否；留空表示没有说明。填是的，把收费依据写在“依据条款”，“依据属于”填“收费”。",
        ),
        C::FeeOnEnterprises => (
            "收费",
            4,
            false,
            "企业是否也要交，填是或者否；留空表示没有说明。",
        ),
        C::FeeStandard => ("收费", 8, true, "例如：每件 10 元。"),
        C::Flowchart => (
            "其他信息",
            10,
            true,
            "流程图文件在工程里的路径，例如 flowcharts/hbj/eia.yaml；没有的留空，另附图。",
        ),
        C::Phone => ("其他信息", 8, false, "带区号，例如 0550-3020000。"),
        C::Email => ("其他信息", 10, false, "一个电子邮箱地址。"),
        C::NationalCode => (
            "其他信息",
            10,
            false,
            "国家政务服务平台的 12 位基本编码或者 31 位实施编码；没有的留空。",
        ),
        C::Remarks => ("其他信息", 10, true, "其他需要说明的。"),
        C::SubItemCode => (
            "子项",
            11,
            false,
            "事项编码后面加两位，例如 341100-hbj-01-0001-01；新增的留空。没有子项的三格都留空。",
        ),
        C::SubItemName => ("子项", 14, true, "一行一个子项。"),
        C::SubItemFlowchart => (
            "子项",
            10,
            true,
            "子项有单独流程图的，写文件路径；没有的留空。",
        ),
        C::BasisCite => (
            "依据",
            18,
            true,
            "必填，一行一条，写到条款项，例如：《环境影响评价法》第二十二条第一款。",
        ),
        C::BasisRole => (
            "依据",
            5,
            false,
            "设立这项权力的选设定依据，规定怎样行使的选实施依据，允许收费的选收费依据，规定责任的选追责依据。",
        ),
        C::BasisQuote => (
            "依据",
            20,
            true,
            "法律条文的原文，可以不填；填了的会同法规库对照。",
        ),
        C::BasisOwner => (
            "依据",
            8,
            false,
            "事项本身的依据留空；收费的依据填“收费”；某个子项自己的依据填该子项的编码。",
        ),
        C::DutyStage => ("责任", 5, false, "办理的环节，通常从列表里选，例如：受理。"),
        C::Duty => ("责任", 20, true, "这一环节的责任，一行一条。"),
        C::DutyBasis => (
            "责任",
            14,
            true,
            "规定这条责任的条款，例如：《行政许可法》第三十二条；没有的留空。",
        ),
        C::Situation => ("追责", 18, true, "一行一种情形。"),
        C::SituationBasis => ("追责", 14, true, "规定追究责任的条款；没有的留空。"),
        C::RiskStep => (
            "廉政风险",
            6,
            false,
            "流程图里步骤的代号（id），例如 review。",
        ),
        C::Risk => ("廉政风险", 12, true, "一行一个风险点。"),
        C::RiskLevel => ("廉政风险", 4, false, "高、中或者低。"),
        C::RiskMeasure => ("廉政风险", 14, true, "怎样防控这个风险。"),
        C::Prerequisite => (
            "前置与中介",
            10,
            true,
            "办理前须先取得的审批：事项编码或者名称，一行一个；没有的留空。",
        ),
        C::PrerequisiteUnit => (
            "前置与中介",
            8,
            false,
            "由谁审批；清单里有的事项留空，例如：省林业厅。",
        ),
        C::PrerequisiteBasis => ("前置与中介", 12, true, "规定这项前置审批的条款。"),
        C::Service => (
            "前置与中介",
            10,
            true,
            "办理所需的中介服务，一行一个；没有的留空。",
        ),
        C::ServiceBasis => ("前置与中介", 12, true, "规定这项中介服务的条款。"),
        C::ServiceChosenBy => (
            "前置与中介",
            6,
            false,
            "由谁选择服务机构，从列表里选；通常是申请人。",
        ),
        C::ServicePaidBy => ("前置与中介", 7, false, "谁付费，例如：申请人。"),
    };
    Look {
        heading,
        width,
        running_text,
        help,
    }
}
