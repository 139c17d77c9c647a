//! The form that units fill in (填报表): its columns. Every value of an item has a cell of its own, so that nothing has
//! to be guessed when the form comes back.

/// What a column belongs to. Columns of one list stand side by side; each row of an item may hold one entry of each list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FormGroup {
    /// Values of the item itself, in its first row.
    Item,
    /// 子项.
    SubItems,
    /// 法律依据, of the item, of its fee or of a sub-item.
    Basis,
    /// 责任事项.
    Responsibilities,
    /// 追责情形.
    Accountability,
    /// 廉政风险点.
    IntegrityRisks,
    /// 前置审批.
    Prerequisites,
    /// 中介服务.
    Services,
}

impl FormGroup {
    /// What it is called.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Item => "事项",
            Self::SubItems => "子项",
            Self::Basis => "法律依据",
            Self::Responsibilities => "责任事项",
            Self::Accountability => "追责情形",
            Self::IntegrityRisks => "廉政风险点",
            Self::Prerequisites => "前置审批",
            Self::Services => "中介服务",
        }
    }
}

/// A column of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FormColumn {
    /// 权力类型
    Category,
    /// 事项编码
    Code,
    /// 事项名称: an item begins in the row that has one.
    Name,
    /// 行使主体
    Department,
    /// 行使层级
    ExercisedBy,
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
    /// 依据属于: blank for the item, [`FEE`] for its fee, else the code or the name of a sub-item.
    BasisOwner,
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
    /// 前置审批办理单位
    PrerequisiteUnit,
    /// 前置审批依据
    PrerequisiteBasis,
    /// 中介服务
    Service,
    /// 中介服务依据
    ServiceBasis,
    /// 中介服务选择方
    ServiceChosenBy,
    /// 中介服务付费方
    ServicePaidBy,
}

/// What 依据属于 says of a basis of the fee.
pub const FEE: &str = "收费";

/// How 是否收费 and 是否涉企收费 are answered.
pub const YES_NO: [(&str, bool); 2] = [("是", true), ("否", false)];

/// Names of the sheets of a template that hold no items: how to fill it in, an example, the words of its drop-downs.
pub const AUXILIARY_SHEETS: [&str; 3] = ["填写说明", "填写示例", "选项"];

impl FormColumn {
    /// All columns in the order of the form, with their groups and titles. The titles are a contract: forms that are
    /// in the offices carry them.
    pub const ALL: [(Self, FormGroup, &'static str); 41] = [
        (Self::Category, FormGroup::Item, "权力类型"),
        (Self::Code, FormGroup::Item, "事项编码"),
        (Self::Name, FormGroup::Item, "事项名称"),
        (Self::Department, FormGroup::Item, "行使主体"),
        (Self::ExercisedBy, FormGroup::Item, "行使层级"),
        (Self::Office, FormGroup::Item, "承办机构"),
        (Self::Target, FormGroup::Item, "行政相对人"),
        (Self::StatutoryDays, FormGroup::Item, "法定期限"),
        (Self::PromisedDays, FormGroup::Item, "承诺期限"),
        (Self::DayUnit, FormGroup::Item, "期限单位"),
        (Self::FeeCharged, FormGroup::Item, "是否收费"),
        (Self::FeeOnEnterprises, FormGroup::Item, "是否涉企收费"),
        (Self::FeeStandard, FormGroup::Item, "收费标准"),
        (Self::Flowchart, FormGroup::Item, "流程图"),
        (Self::Phone, FormGroup::Item, "监督电话"),
        (Self::Email, FormGroup::Item, "监督邮箱"),
        (Self::NationalCode, FormGroup::Item, "国家编码"),
        (Self::Remarks, FormGroup::Item, "备注"),
        (Self::SubItemCode, FormGroup::SubItems, "子项编码"),
        (Self::SubItemName, FormGroup::SubItems, "子项名称"),
        (Self::SubItemFlowchart, FormGroup::SubItems, "子项流程图"),
        (Self::BasisCite, FormGroup::Basis, "依据条款"),
        (Self::BasisRole, FormGroup::Basis, "依据种类"),
        (Self::BasisQuote, FormGroup::Basis, "依据引文"),
        (Self::BasisOwner, FormGroup::Basis, "依据属于"),
        (Self::DutyStage, FormGroup::Responsibilities, "责任环节"),
        (Self::Duty, FormGroup::Responsibilities, "责任内容"),
        (Self::DutyBasis, FormGroup::Responsibilities, "责任依据"),
        (Self::Situation, FormGroup::Accountability, "追责情形"),
        (Self::SituationBasis, FormGroup::Accountability, "追责依据"),
        (Self::RiskStep, FormGroup::IntegrityRisks, "风险环节"),
        (Self::Risk, FormGroup::IntegrityRisks, "风险点"),
        (Self::RiskLevel, FormGroup::IntegrityRisks, "风险等级"),
        (Self::RiskMeasure, FormGroup::IntegrityRisks, "防控措施"),
        (Self::Prerequisite, FormGroup::Prerequisites, "前置审批"),
        (
            Self::PrerequisiteUnit,
            FormGroup::Prerequisites,
            "前置审批办理单位",
        ),
        (
            Self::PrerequisiteBasis,
            FormGroup::Prerequisites,
            "前置审批依据",
        ),
        (Self::Service, FormGroup::Services, "中介服务"),
        (Self::ServiceBasis, FormGroup::Services, "中介服务依据"),
        (Self::ServiceChosenBy, FormGroup::Services, "中介服务选择方"),
        (Self::ServicePaidBy, FormGroup::Services, "中介服务付费方"),
    ];

    /// The column of a title.
    pub fn of_title(title: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, _, known)| *known == title)
            .map(|(column, ..)| *column)
    }

    /// Its title.
    pub fn title(self) -> &'static str {
        Self::ALL[self.index()].2
    }

    /// What it belongs to.
    pub fn group(self) -> FormGroup {
        Self::ALL[self.index()].1
    }

    /// Its place in the form, from 0.
    pub const fn index(self) -> usize {
        self as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_columns() {
        for (i, (column, group, title)) in FormColumn::ALL.into_iter().enumerate() {
            assert_eq!(column.index(), i);
            assert_eq!(FormColumn::of_title(title), Some(column));
            assert_eq!((column.title(), column.group()), (title, group));
        }
    }
}
