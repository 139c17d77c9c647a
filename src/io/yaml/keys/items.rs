//! Item files.

use crate::domain::adoption::AdoptionKind;
use crate::domain::item::{BasisRole, DayUnit, RiskLevel, ServiceChoice};
use crate::schema::{File, Key, Root, Shape, Value};

/// The file.
pub static FILE: File = File {
    name: "items",
    urn: "urn:power-list:items:v1",
    table: "src/io/yaml/keys/items.rs",
    comment: "A schema sees 5.0 as the integer 5, the reader refuses it.",
    root: Root::One(&ROOT),
};

/// 事项文件.
pub static ROOT: Shape = Shape {
    id: "items",
    what: "事项文件",
    about: Some((
        "事项文件",
        "一个部门一个类别的权力事项：items/<部门代号>/<类别>.yaml",
    )),
    conditions: &[],
    keys: &[
        Key {
            name: "department",
            title: "部门代号",
            description: "departments.yaml 里的 id，与文件所在文件夹同名",
            required: true,
            value: Value::DepartmentId,
        },
        Key {
            name: "category",
            title: "类别",
            description: "类别体系里的类别名称，与文件名相同，如 行政审批、行政处罚",
            required: true,
            value: Value::Text,
        },
        Key {
            name: "items",
            title: "事项列表",
            description: "这个部门这一类别的全部事项，每项以“- ”开头",
            required: true,
            value: Value::List(&Value::Map(&ITEM)),
        },
    ],
};

/// 事项.
pub static ITEM: Shape = Shape {
    id: "item",
    what: "事项",
    about: Some(("事项", "一项权力")),
    conditions: &[],
    keys: &[
        Key {
            name: "code",
            title: "事项编码",
            description: "区划 6 位-部门代号-类别 2 位-流水号 4 位，如 341100-hbj-01-0003。终身不变，用 power-list code assign 赋码，还没有编码时不写",
            required: false,
            value: Value::ItemCode,
        },
        Key {
            name: "name",
            title: "事项名称",
            description: "权力的规范名称，如 建设项目环境影响评价文件审批",
            required: true,
            value: Value::Text,
        },
        Key {
            name: "sub_items",
            title: "子项",
            description: "事项下分的子项，可以各有自己的依据和流程图",
            required: false,
            value: Value::List(&Value::Map(&SUB_ITEM)),
        },
        Key {
            name: "legal_basis",
            title: "法律依据",
            description: "权力的依据，逐条写到条、款、项，如 《环境影响评价法》第二十二条第一款",
            required: false,
            value: Value::List(&Value::TextOr(&BASIS)),
        },
        Key {
            name: "exercised_by",
            title: "行使层级",
            description: "由哪一级行使，如 市级",
            required: false,
            value: Value::Text,
        },
        Key {
            name: "office",
            title: "承办机构",
            description: "具体承办的内设机构，应当在 departments.yaml 的 offices 里",
            required: false,
            value: Value::Text,
        },
        Key {
            name: "target",
            title: "行政相对人",
            description: "权力针对谁，如 企业、事业单位、社会组织",
            required: false,
            value: Value::Text,
        },
        Key {
            name: "flowchart",
            title: "流程图",
            description: "流程图文件的路径，从工程文件夹算起：.yaml、.svg、.png 或 .pdf",
            required: false,
            value: Value::Text,
        },
        Key {
            name: "time_limit",
            title: "办理时限",
            description: "法定期限和承诺期限，承诺期限不得超过法定期限",
            required: false,
            value: Value::Map(&TIME_LIMIT),
        },
        Key {
            name: "fee",
            title: "收费",
            description: "是否收费；收费的要有收费依据和标准",
            required: false,
            value: Value::Map(&FEE),
        },
        Key {
            name: "responsibilities",
            title: "责任事项",
            description: "各阶段的责任，与权力一一对应",
            required: false,
            value: Value::List(&Value::Map(&RESPONSIBILITY)),
        },
        Key {
            name: "accountability",
            title: "追责情形",
            description: "不履行或者不正确履行职责时追究责任的情形",
            required: false,
            value: Value::List(&Value::Map(&ACCOUNTABILITY)),
        },
        Key {
            name: "integrity_risks",
            title: "廉政风险点",
            description: "流程各步骤上的廉政风险和防控措施",
            required: false,
            value: Value::List(&Value::Map(&INTEGRITY_RISK)),
        },
        Key {
            name: "supervision",
            title: "监督方式",
            description: "群众投诉举报的电话、邮箱",
            required: false,
            value: Value::Map(&SUPERVISION),
        },
        Key {
            name: "prerequisites",
            title: "前置审批",
            description: "办理本事项以前必须先取得的审批",
            required: false,
            value: Value::List(&Value::TextOr(&PREREQUISITE)),
        },
        Key {
            name: "intermediary_services",
            title: "中介服务",
            description: "办理过程中要由中介机构提供的服务",
            required: false,
            value: Value::List(&Value::Map(&INTERMEDIARY_SERVICE)),
        },
        Key {
            name: "national_code",
            title: "国家编码",
            description: "12 位基本编码或 31 位实施编码，可以不写；以 0 开头的要加引号",
            required: false,
            value: Value::Text,
        },
        Key {
            name: "adopts",
            title: "上级事项",
            description: "承接上级清单（power-list.yaml 的 parent）的哪个事项：写它的编码，就是承接下放；也可以写成 { item, as }",
            required: false,
            value: Value::ItemCodeOr(&ADOPTS),
        },
        Key {
            name: "remarks",
            title: "备注",
            description: "其他需要说明的",
            required: false,
            value: Value::Text,
        },
    ],
};

/// adopts（上级事项）.
pub static ADOPTS: Shape = Shape {
    id: "adopts",
    what: "adopts（上级事项）",
    about: Some(("上级事项", "上级清单里的哪个事项，本级怎样承接")),
    conditions: &[],
    keys: &[
        Key {
            name: "item",
            title: "上级事项编码",
            description: "上级清单里的事项编码或者子项编码，如 341100-hbj-01-0003",
            required: true,
            value: Value::ItemCode,
        },
        Key {
            name: "as",
            title: "承接方式",
            description: "承接：上级下放给本级，上级不再行使（不写就是它）；指导目录：按上级的指导目录设立，上下级各自行使；委托：权力仍在上级，委托本级办理",
            required: false,
            value: Value::Words(|| AdoptionKind::ALL.map(AdoptionKind::chinese).to_vec()),
        },
    ],
};

/// 子项.
pub static SUB_ITEM: Shape = Shape {
    id: "sub_item",
    what: "子项",
    about: Some(("子项", "事项下的一个子项")),
    conditions: &[],
    keys: &[
        Key {
            name: "code",
            title: "子项编码",
            description: "事项编码加两位子项号，如 341100-hbj-01-0003-02",
            required: true,
            value: Value::ItemCode,
        },
        Key {
            name: "name",
            title: "子项名称",
            description: "子项的规范名称",
            required: true,
            value: Value::Text,
        },
        Key {
            name: "legal_basis",
            title: "法律依据",
            description: "子项自己的依据；没有就用事项的",
            required: false,
            value: Value::List(&Value::TextOr(&BASIS)),
        },
        Key {
            name: "flowchart",
            title: "流程图",
            description: "子项自己的流程图；没有就用事项的",
            required: false,
            value: Value::Text,
        },
    ],
};

/// 法律依据.
pub static BASIS: Shape = Shape {
    id: "basis",
    what: "法律依据",
    about: Some((
        "法律依据",
        "一条依据：直接写引用，或者写成 cite、role、quote",
    )),
    conditions: &[],
    keys: &[
        Key {
            name: "cite",
            title: "引用",
            description: "《法律名称》第几条第几款第几项",
            required: true,
            value: Value::Text,
        },
        Key {
            name: "role",
            title: "依据种类",
            description: "不写就是设定依据",
            required: false,
            value: Value::Words(|| BasisRole::ALL.map(BasisRole::chinese).to_vec()),
        },
        Key {
            name: "quote",
            title: "条文",
            description: "条文原文，可以不写；手边有法律全文时会核对",
            required: false,
            value: Value::Text,
        },
    ],
};

/// time_limit（办理时限）.
pub static TIME_LIMIT: Shape = Shape {
    id: "time_limit",
    what: "time_limit（办理时限）",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "statutory",
            title: "法定期限",
            description: "法律规定的天数，非负整数",
            required: false,
            value: Value::Count,
        },
        Key {
            name: "promised",
            title: "承诺期限",
            description: "向社会承诺的天数，非负整数，不超过法定期限",
            required: false,
            value: Value::Count,
        },
        Key {
            name: "unit",
            title: "单位",
            description: "工作日，或者日（自然日）",
            required: true,
            value: Value::Words(|| DayUnit::WORDS.map(|(word, _)| word).to_vec()),
        },
    ],
};

/// fee（收费）.
pub static FEE: Shape = Shape {
    id: "fee",
    what: "fee（收费）",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "charged",
            title: "是否收费",
            description: "true 收费，false 不收费",
            required: true,
            value: Value::Flag,
        },
        Key {
            name: "on_enterprises",
            title: "是否涉企",
            description: "收费对象是不是企业：true 或 false",
            required: false,
            value: Value::Flag,
        },
        Key {
            name: "basis",
            title: "收费依据",
            description: "准许收费的依据，写法与法律依据相同",
            required: false,
            value: Value::List(&Value::TextOr(&BASIS)),
        },
        Key {
            name: "standard",
            title: "收费标准",
            description: "收多少，按什么标准收",
            required: false,
            value: Value::Text,
        },
    ],
};

/// 责任事项.
pub static RESPONSIBILITY: Shape = Shape {
    id: "responsibility",
    what: "责任事项",
    about: Some(("责任事项", "一个阶段的责任")),
    conditions: &[],
    keys: &[
        Key {
            name: "stage",
            title: "阶段",
            description: "受理、审查、决定、送达、事后监管等",
            required: true,
            value: Value::Text,
        },
        Key {
            name: "duty",
            title: "责任",
            description: "在这一阶段应当做什么",
            required: true,
            value: Value::Text,
        },
        Key {
            name: "basis",
            title: "依据",
            description: "责任的依据，如 《行政许可法》第三十二条",
            required: false,
            value: Value::Text,
        },
    ],
};

/// 追责情形.
pub static ACCOUNTABILITY: Shape = Shape {
    id: "accountability",
    what: "追责情形",
    about: Some(("追责情形", "一种应当追责的情形")),
    conditions: &[],
    keys: &[
        Key {
            name: "situation",
            title: "情形",
            description: "有什么行为的，应当追究责任",
            required: true,
            value: Value::Text,
        },
        Key {
            name: "basis",
            title: "依据",
            description: "追责的依据，如 《行政许可法》第七十二条",
            required: false,
            value: Value::Text,
        },
    ],
};

/// 廉政风险点.
pub static INTEGRITY_RISK: Shape = Shape {
    id: "integrity_risk",
    what: "廉政风险点",
    about: Some(("廉政风险点", "一个风险点")),
    conditions: &[],
    keys: &[
        Key {
            name: "step",
            title: "流程步骤",
            description: "风险所在的步骤：流程图里的步骤代号 id",
            required: true,
            value: Value::Text,
        },
        Key {
            name: "risk",
            title: "风险",
            description: "可能发生什么问题",
            required: true,
            value: Value::Text,
        },
        Key {
            name: "level",
            title: "等级",
            description: "风险等级：高、中、低",
            required: true,
            value: Value::Words(|| RiskLevel::ALL.map(RiskLevel::chinese).to_vec()),
        },
        Key {
            name: "measure",
            title: "防控措施",
            description: "怎样防止",
            required: false,
            value: Value::Text,
        },
    ],
};

/// supervision（监督方式）.
pub static SUPERVISION: Shape = Shape {
    id: "supervision",
    what: "supervision（监督方式）",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "phone",
            title: "电话",
            description: "监督电话，如 0550-0000000",
            required: false,
            value: Value::Text,
        },
        Key {
            name: "email",
            title: "邮箱",
            description: "监督邮箱",
            required: false,
            value: Value::Text,
        },
    ],
};

/// 前置审批.
pub static PREREQUISITE: Shape = Shape {
    id: "prerequisite",
    what: "前置审批",
    about: Some((
        "前置审批",
        "一项前置审批：直接写事项编码或名称，或者写成 item、handled_by、basis",
    )),
    conditions: &[],
    keys: &[
        Key {
            name: "item",
            title: "事项编码或名称",
            description: "清单里的事项写编码，外单位的写名称",
            required: true,
            value: Value::Text,
        },
        Key {
            name: "handled_by",
            title: "办理单位",
            description: "由谁审批：清单里没有的前置审批才写，如 省林业厅",
            required: false,
            value: Value::Text,
        },
        Key {
            name: "basis",
            title: "依据",
            description: "规定这项前置审批的依据",
            required: false,
            value: Value::Text,
        },
    ],
};

/// 中介服务.
pub static INTERMEDIARY_SERVICE: Shape = Shape {
    id: "intermediary_service",
    what: "中介服务",
    about: Some(("中介服务", "一项中介服务")),
    conditions: &[],
    keys: &[
        Key {
            name: "name",
            title: "名称",
            description: "中介服务的名称，如 环境影响评价文件编制",
            required: true,
            value: Value::Text,
        },
        Key {
            name: "basis",
            title: "依据",
            description: "要求这项中介服务的依据",
            required: false,
            value: Value::Text,
        },
        Key {
            name: "chosen_by",
            title: "选择方",
            description: "由谁选择服务机构：申请人、行政机关、法定机构",
            required: false,
            value: Value::Words(|| ServiceChoice::ALL.map(ServiceChoice::chinese).to_vec()),
        },
        Key {
            name: "paid_by",
            title: "付费方",
            description: "费用由谁出，如 申请人、财政",
            required: false,
            value: Value::Text,
        },
    ],
};
