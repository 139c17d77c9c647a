//! The columns of the form.

/// A column of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    /// 权力类型
    Category,
    /// 事项编码
    Code,
    /// 事项名称
    Name,
    /// 行使主体
    Department,
    /// 行使层级
    Level,
    /// 承办机构
    Office,
    /// 行政相对人
    Target,
    /// 法定期限
    StatutoryDays,
    /// 承诺期限
    PromisedDays,
    /// 期限单位
    DayUnit,
    /// 是否收费
    FeeCharged,
    /// 是否涉企收费
    FeeOnEnterprises,
    /// 收费标准
    FeeStandard,
    /// 流程图
    Flowchart,
    /// 监督电话
    Phone,
    /// 监督邮箱
    Email,
    /// 国家编码
    NationalCode,
    /// 备注
    Remarks,
    /// 子项编码
    SubItemCode,
    /// 子项名称
    SubItemName,
    /// 子项流程图
    SubItemFlowchart,
    /// 依据条款
    BasisCite,
    /// 依据种类
    BasisRole,
    /// 依据引文
    BasisQuote,
    /// 依据属于
    BasisOf,
    /// 责任环节
    DutyStage,
    /// 责任内容
    Duty,
    /// 责任依据
    DutyBasis,
    /// 追责情形
    Situation,
    /// 追责依据
    SituationBasis,
    /// 风险环节
    RiskStep,
    /// 风险点
    Risk,
    /// 风险等级
    RiskLevel,
    /// 防控措施
    RiskMeasure,
    /// 前置审批
    Prerequisite,
    /// 前置审批依据
    PrerequisiteBasis,
    /// 中介服务
    Service,
    /// 中介服务依据
    ServiceBasis,
    /// 中介服务付费方
    ServicePaidBy,
}

/// Title, heading above it, width in Chinese characters, whether it holds running text, and what belongs there.
type Facts = (&'static str, &'static str, u16, bool, &'static str);

impl Column {
    /// All columns in their order.
    pub const ALL: [Self; 39] = [
        Self::Category,
        Self::Code,
        Self::Name,
        Self::Department,
        Self::Level,
        Self::Office,
        Self::Target,
        Self::StatutoryDays,
        Self::PromisedDays,
        Self::DayUnit,
        Self::FeeCharged,
        Self::FeeOnEnterprises,
        Self::FeeStandard,
        Self::Flowchart,
        Self::Phone,
        Self::Email,
        Self::NationalCode,
        Self::Remarks,
        Self::SubItemCode,
        Self::SubItemName,
        Self::SubItemFlowchart,
        Self::BasisCite,
        Self::BasisRole,
        Self::BasisQuote,
        Self::BasisOf,
        Self::DutyStage,
        Self::Duty,
        Self::DutyBasis,
        Self::Situation,
        Self::SituationBasis,
        Self::RiskStep,
        Self::Risk,
        Self::RiskLevel,
        Self::RiskMeasure,
        Self::Prerequisite,
        Self::PrerequisiteBasis,
        Self::Service,
        Self::ServiceBasis,
        Self::ServicePaidBy,
    ];

    const fn facts(self) -> Facts {
        match self {
            Self::Category => ("权力类型", "基本信息", 5, false, "必填。从列表里选。"),
            Self::Code => (
                "事项编码",
                "基本信息",
                10,
                false,
                "形如 341100-hbj-01-0001。已有编码的不要改动；新增事项留空，由编办统一编码。",
            ),
            Self::Name => (
                "事项名称",
                "基本信息",
                14,
                true,
                "必填。这一格有字的行是一个事项的第一行；同一事项的子项、依据、责任等从这一行起往下写，一行一条，下面各行这一格留空。",
            ),
            Self::Department => (
                "行使主体",
                "基本信息",
                9,
                false,
                "行使这项权力的部门全称，从列表里选。",
            ),
            Self::Level => ("行使层级", "基本信息", 5, false, "例如：市级。"),
            Self::Office => (
                "承办机构",
                "基本信息",
                8,
                false,
                "具体承办的内设机构，通常从列表里选。",
            ),
            Self::Target => (
                "行政相对人",
                "基本信息",
                10,
                true,
                "这项权力对谁行使，例如：企业、事业单位。",
            ),
            Self::StatutoryDays => (
                "法定期限",
                "期限",
                4,
                false,
                "法律规定的办理天数，只写数字，例如：20。没有规定的留空。",
            ),
            Self::PromisedDays => (
                "承诺期限",
                "期限",
                4,
                false,
                "本部门承诺的办理天数，只写数字，不能长于法定期限。",
            ),
            Self::DayUnit => (
                "期限单位",
                "期限",
                4,
                false,
                "两个期限的单位：工作日或者日。写了期限的必填。",
            ),
            Self::FeeCharged => (
                "是否收费",
                "收费",
                4,
                false,
                "填是或者否；留空表示没有说明。填是的，把收费依据写在“依据条款”，“依据属于”填“收费”。",
            ),
            Self::FeeOnEnterprises => (
                "是否涉企收费",
                "收费",
                4,
                false,
                "企业是否也要交，填是或者否；留空表示没有说明。",
            ),
            Self::FeeStandard => ("收费标准", "收费", 8, true, "例如：每件 10 元。"),
            Self::Flowchart => (
                "流程图",
                "其他信息",
                10,
                true,
                "流程图文件在工程里的路径，例如 flowcharts/hbj/eia.yaml；没有的留空，另附图。",
            ),
            Self::Phone => (
                "监督电话",
                "其他信息",
                8,
                false,
                "带区号，例如 0550-3020000。",
            ),
            Self::Email => ("监督邮箱", "其他信息", 10, false, "一个电子邮箱地址。"),
            Self::NationalCode => (
                "国家编码",
                "其他信息",
                10,
                false,
                "国家政务服务平台的 12 位基本编码或者 31 位实施编码；没有的留空。",
            ),
            Self::Remarks => ("备注", "其他信息", 10, true, "其他需要说明的。"),
            Self::SubItemCode => (
                "子项编码",
                "子项",
                11,
                false,
                "事项编码后面加两位，例如 341100-hbj-01-0001-01；新增的留空。没有子项的三格都留空。",
            ),
            Self::SubItemName => ("子项名称", "子项", 14, true, "一行一个子项。"),
            Self::SubItemFlowchart => (
                "子项流程图",
                "子项",
                10,
                true,
                "子项有单独流程图的，写文件路径；没有的留空。",
            ),
            Self::BasisCite => (
                "依据条款",
                "依据",
                18,
                true,
                "必填，一行一条，写到条款项，例如：《环境影响评价法》第二十二条第一款。",
            ),
            Self::BasisRole => (
                "依据种类",
                "依据",
                5,
                false,
                "设立这项权力的选设定依据，规定怎样行使的选实施依据，允许收费的选收费依据，规定责任的选追责依据。",
            ),
            Self::BasisQuote => (
                "依据引文",
                "依据",
                20,
                true,
                "法律条文的原文，可以不填；填了的会同法规库对照。",
            ),
            Self::BasisOf => (
                "依据属于",
                "依据",
                8,
                false,
                "事项本身的依据留空；收费的依据填“收费”；某个子项自己的依据填该子项的编码。",
            ),
            Self::DutyStage => (
                "责任环节",
                "责任",
                5,
                false,
                "办理的环节，通常从列表里选，例如：受理。",
            ),
            Self::Duty => ("责任内容", "责任", 20, true, "这一环节的责任，一行一条。"),
            Self::DutyBasis => (
                "责任依据",
                "责任",
                14,
                true,
                "规定这条责任的条款，例如：《行政许可法》第三十二条；没有的留空。",
            ),
            Self::Situation => ("追责情形", "追责", 18, true, "一行一种情形。"),
            Self::SituationBasis => (
                "追责依据",
                "追责",
                14,
                true,
                "规定追究责任的条款；没有的留空。",
            ),
            Self::RiskStep => (
                "风险环节",
                "廉政风险",
                6,
                false,
                "流程图里步骤的代号（id），例如 review。",
            ),
            Self::Risk => ("风险点", "廉政风险", 12, true, "一行一个风险点。"),
            Self::RiskLevel => ("风险等级", "廉政风险", 4, false, "高、中或者低。"),
            Self::RiskMeasure => ("防控措施", "廉政风险", 14, true, "怎样防控这个风险。"),
            Self::Prerequisite => (
                "前置审批",
                "前置与中介",
                10,
                true,
                "办理前须先取得的审批：事项编码或者名称，一行一个；没有的留空。",
            ),
            Self::PrerequisiteBasis => (
                "前置审批依据",
                "前置与中介",
                12,
                true,
                "规定这项前置审批的条款。",
            ),
            Self::Service => (
                "中介服务",
                "前置与中介",
                10,
                true,
                "办理所需的中介服务，一行一个；没有的留空。",
            ),
            Self::ServiceBasis => (
                "中介服务依据",
                "前置与中介",
                12,
                true,
                "规定这项中介服务的条款。",
            ),
            Self::ServicePaidBy => (
                "中介服务付费方",
                "前置与中介",
                7,
                false,
                "谁付费，例如：申请人。",
            ),
        }
    }

    /// Its title.
    pub const fn title(self) -> &'static str {
        self.facts().0
    }

    /// The heading above it.
    pub const fn group(self) -> &'static str {
        self.facts().1
    }

    /// What belongs there, for people who fill it in.
    pub const fn help(self) -> &'static str {
        self.facts().4
    }

    pub(super) const fn width(self) -> u16 {
        self.facts().2
    }

    pub(super) const fn is_running_text(self) -> bool {
        self.facts().3
    }

    /// Its place among the columns.
    pub fn position(self) -> usize {
        self as usize
    }
}
