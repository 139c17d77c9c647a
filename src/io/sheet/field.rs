//! What the columns of a list hold.

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// 序号
    Serial,
    /// 事项编码
    Code,
    /// 基本编码, 实施编码
    NationalCode,
    /// 事项名称
    Name,
    /// 子项名称
    SubItem,
    /// 权力类型
    Category,
    /// 设定依据
    LegalBasis,
    /// 收费依据
    FeeBasis,
    /// 收费依据和标准 in one
    Fee,
    /// 行使主体
    Department,
    /// 承办机构
    Office,
    /// 行使层级
    Level,
    /// 行政相对人
    Target,
    /// 法定期限
    StatutoryDays,
    /// 承诺期限
    PromisedDays,
    /// 责任事项
    Responsibilities,
    /// 责任事项依据
    ResponsibilityBasis,
    /// 追责情形
    Accountability,
    /// 追责依据
    AccountabilityBasis,
    /// 监督电话
    Phone,
    /// 备注
    Remarks,
    /// A column without a field of its own: kept in the remarks under its title.
    Noted,
}

impl Field {
    /// All fields with their keys, their titles and what they are for.
    pub const ALL: [(Self, &'static str, &'static str, &'static str); 22] = [
        (Self::Serial, "serial", "序号", "只用来分行，不写入事项"),
        (
            Self::Code,
            "code",
            "事项编码",
            "本工程的事项编码；别处的编码记入备注",
        ),
        (
            Self::NationalCode,
            "national_code",
            "国家编码",
            "12 位基本编码或 31 位实施编码",
        ),
        (Self::Name, "name", "事项名称", "每张表都要有的一列"),
        (Self::SubItem, "sub_item", "子项名称", "事项的子项"),
        (Self::Category, "category", "权力类型", "事项的类别"),
        (Self::LegalBasis, "legal_basis", "设定依据", "法律依据"),
        (Self::FeeBasis, "fee_basis", "收费依据", "作收费依据导入"),
        (
            Self::Fee,
            "fee",
            "收费依据和标准",
            "按公布清单的写法写的读成收费，别的写法记入备注",
        ),
        (
            Self::Department,
            "department",
            "行使主体",
            "事项归入哪个部门",
        ),
        (Self::Office, "office", "承办机构", "承办的科室"),
        (Self::Level, "level", "行使层级", "如 市级"),
        (Self::Target, "target", "行政相对人", "办理对象"),
        (Self::StatutoryDays, "statutory_days", "法定期限", "天数"),
        (Self::PromisedDays, "promised_days", "承诺期限", "天数"),
        (
            Self::Responsibilities,
            "responsibilities",
            "责任事项",
            "拆成各个环节的责任",
        ),
        (
            Self::ResponsibilityBasis,
            "responsibility_basis",
            "责任事项依据",
            "作实施依据导入",
        ),
        (
            Self::Accountability,
            "accountability",
            "追责情形",
            "拆成各条",
        ),
        (
            Self::AccountabilityBasis,
            "accountability_basis",
            "追责依据",
            "作追责依据导入",
        ),
        (Self::Phone, "phone", "监督电话", "监督方式"),
        (Self::Remarks, "remarks", "备注", "原文记入备注"),
        (
            Self::Noted,
            "noted",
            "其他的列",
            "事项文件没有对应字段：文字记入备注，前面写明列标题",
        ),
    ];

    /// The field that a key names.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, known, ..)| *known == key)
            .map(|(field, ..)| *field)
    }

    /// All keys.
    pub fn keys() -> Vec<&'static str> {
        Self::ALL.iter().map(|(_, key, ..)| *key).collect()
    }
}
