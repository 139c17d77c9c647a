//! What `export --format json` and `search --format json` write: the JSON Schema of it is made of this.

use crate::domain::catalog::BasisField;
use crate::domain::item::{BasisRole, RiskLevel};
use crate::schema::{File, Key, Root, Shape, Value};

/// The file.
pub static FILE: File = File {
    name: "list",
    urn: "urn:power-list:list:v1",
    table: "src/report/keys/list.rs",
    comment: "search 只写事项的编码、名称、单位和类别；export 写出全部。",
    root: Root::One(&ROOT),
};

/// 清单.
pub static ROOT: Shape = Shape {
    id: "list",
    what: "清单",
    about: Some((
        "清单",
        "power-list export --format json 和 search --format json 的输出（power-list/items/v1）",
    )),
    conditions: &[],
    keys: &[
        Key {
            name: "schema",
            title: "格式",
            description: "格式的名称和版本",
            required: true,
            value: Value::Const("power-list/items/v1"),
        },
        Key {
            name: "jurisdiction",
            title: "行政区划",
            description: "哪个地方的清单",
            required: false,
            value: Value::String,
        },
        Key {
            name: "edition",
            title: "版本",
            description: "清单的版本，例如 2015年版",
            required: false,
            value: Value::String,
        },
        Key {
            name: "notice",
            title: "声明",
            description: "随清单走的声明；没有时是 null",
            required: false,
            value: Value::OrNull(&Value::String),
        },
        Key {
            name: "as_of",
            title: "法律截止日",
            description: "按哪一天的法律",
            required: false,
            value: Value::Date,
        },
        Key {
            name: "total",
            title: "总数",
            description: "有多少个事项",
            required: true,
            value: Value::From(0),
        },
        Key {
            name: "items",
            title: "事项",
            description: "按部门、类别、编码的次序",
            required: true,
            value: Value::Array(&Value::Map(&ITEM)),
        },
    ],
};

/// 事项.
pub static ITEM: Shape = Shape {
    id: "list_item",
    what: "事项",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "code",
            title: "事项编码",
            description: "没有编码时是空文字",
            required: true,
            value: Value::String,
        },
        Key {
            name: "name",
            title: "事项名称",
            description: "事项的名称",
            required: true,
            value: Value::Filled,
        },
        Key {
            name: "department",
            title: "部门代号",
            description: "departments.yaml 里的 id",
            required: true,
            value: Value::Filled,
        },
        Key {
            name: "department_name",
            title: "部门简称",
            description: "部门的简称",
            required: true,
            value: Value::Filled,
        },
        Key {
            name: "category",
            title: "类别",
            description: "类别的名称",
            required: true,
            value: Value::Filled,
        },
        Key {
            name: "category_code",
            title: "类别代码",
            description: "两位代码；类别不在类别体系里时是 null",
            required: false,
            value: Value::OrNull(&Value::Filled),
        },
        Key {
            name: "sub_items",
            title: "子项",
            description: "事项的子项",
            required: false,
            value: Value::Array(&Value::Map(&SUB_ITEM)),
        },
        Key {
            name: "exercised_by",
            title: "行使层级",
            description: "没有写时是 null",
            required: false,
            value: Value::OrNull(&Value::String),
        },
        Key {
            name: "office",
            title: "承办机构",
            description: "没有写时是 null",
            required: false,
            value: Value::OrNull(&Value::String),
        },
        Key {
            name: "target",
            title: "行政相对人",
            description: "没有写时是 null",
            required: false,
            value: Value::OrNull(&Value::String),
        },
        Key {
            name: "statutory_days",
            title: "法定期限",
            description: "天数，单位见 day_unit",
            required: false,
            value: Value::OrNull(&Value::From(0)),
        },
        Key {
            name: "promised_days",
            title: "承诺期限",
            description: "天数，单位见 day_unit",
            required: false,
            value: Value::OrNull(&Value::From(0)),
        },
        Key {
            name: "day_unit",
            title: "期限单位",
            description: "工作日或者日",
            required: false,
            value: Value::OrNull(&Value::String),
        },
        Key {
            name: "fee_charged",
            title: "是否收费",
            description: "没有写时是 null",
            required: false,
            value: Value::OrNull(&Value::Flag),
        },
        Key {
            name: "fee_on_enterprises",
            title: "是否涉企收费",
            description: "没有写时是 null",
            required: false,
            value: Value::OrNull(&Value::Flag),
        },
        Key {
            name: "fee_standard",
            title: "收费标准",
            description: "没有写时是 null",
            required: false,
            value: Value::OrNull(&Value::String),
        },
        Key {
            name: "basis",
            title: "依据",
            description: "引用的每一条款，各栏都在内",
            required: false,
            value: Value::Array(&Value::Map(&BASIS)),
        },
        Key {
            name: "responsibilities",
            title: "责任事项",
            description: "按次序",
            required: false,
            value: Value::Array(&Value::Map(&DUTY)),
        },
        Key {
            name: "accountability",
            title: "追责情形",
            description: "按次序",
            required: false,
            value: Value::Array(&Value::Map(&SITUATION)),
        },
        Key {
            name: "integrity_risks",
            title: "廉政风险点",
            description: "按次序",
            required: false,
            value: Value::Array(&Value::Map(&RISK)),
        },
        Key {
            name: "prerequisites",
            title: "前置审批",
            description: "按次序",
            required: false,
            value: Value::Array(&Value::Map(&PREREQUISITE)),
        },
        Key {
            name: "intermediary_services",
            title: "中介服务",
            description: "按次序",
            required: false,
            value: Value::Array(&Value::Map(&SERVICE)),
        },
        Key {
            name: "flowchart",
            title: "流程图",
            description: "流程图文件在工程里的路径",
            required: false,
            value: Value::OrNull(&Value::String),
        },
        Key {
            name: "phone",
            title: "监督电话",
            description: "没有写时是 null",
            required: false,
            value: Value::OrNull(&Value::String),
        },
        Key {
            name: "email",
            title: "监督邮箱",
            description: "没有写时是 null",
            required: false,
            value: Value::OrNull(&Value::String),
        },
        Key {
            name: "national_code",
            title: "国家编码",
            description: "基本编码或者实施编码",
            required: false,
            value: Value::OrNull(&Value::String),
        },
        Key {
            name: "remarks",
            title: "备注",
            description: "没有写时是 null",
            required: false,
            value: Value::OrNull(&Value::String),
        },
    ],
};

/// 子项.
pub static SUB_ITEM: Shape = Shape {
    id: "list_sub_item",
    what: "子项",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "code",
            title: "子项编码",
            description: "子项的编码",
            required: true,
            value: Value::String,
        },
        Key {
            name: "name",
            title: "子项名称",
            description: "子项的名称",
            required: true,
            value: Value::Filled,
        },
        Key {
            name: "flowchart",
            title: "子项流程图",
            description: "单独的流程图；没有时是 null",
            required: true,
            value: Value::OrNull(&Value::String),
        },
    ],
};

/// 依据.
pub static BASIS: Shape = Shape {
    id: "list_basis",
    what: "依据",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "field",
            title: "所在栏",
            description: "引用写在事项的哪一栏",
            required: true,
            value: Value::Words(|| BasisField::ALL.map(|(_, key)| key).to_vec()),
        },
        Key {
            name: "entry",
            title: "第几条",
            description: "那一栏的第几条，从 1 数起；子项的依据是第几个子项",
            required: true,
            value: Value::From(1),
        },
        Key {
            name: "role",
            title: "依据种类",
            description: "引用来做什么",
            required: true,
            value: Value::Words(|| BasisRole::ALL.map(BasisRole::chinese).to_vec()),
        },
        Key {
            name: "cite",
            title: "引用",
            description: "照原样的引用文字；引用几条的，每条各有一行",
            required: true,
            value: Value::String,
        },
        Key {
            name: "law_id",
            title: "法规代号",
            description: "法规库里没有时是 null",
            required: true,
            value: Value::OrNull(&Value::Filled),
        },
        Key {
            name: "law_name",
            title: "法规名称",
            description: "照引用的写法；读不懂时是 null",
            required: true,
            value: Value::OrNull(&Value::Filled),
        },
        Key {
            name: "article",
            title: "条",
            description: "没有引到条时是 null",
            required: true,
            value: Value::OrNull(&Value::From(1)),
        },
        Key {
            name: "article_sub",
            title: "之几",
            description: "第几条之几；没有之几的是 0",
            required: true,
            value: Value::OrNull(&Value::From(0)),
        },
        Key {
            name: "paragraph",
            title: "款",
            description: "没有引到款时是 null",
            required: true,
            value: Value::OrNull(&Value::From(1)),
        },
        Key {
            name: "subparagraph",
            title: "项",
            description: "没有引到项时是 null",
            required: true,
            value: Value::OrNull(&Value::From(1)),
        },
        Key {
            name: "point",
            title: "目",
            description: "没有引到目时是 null",
            required: true,
            value: Value::OrNull(&Value::From(1)),
        },
        Key {
            name: "quote",
            title: "引文",
            description: "引用的法律原文；没有时是 null",
            required: true,
            value: Value::OrNull(&Value::String),
        },
    ],
};

/// 责任事项.
pub static DUTY: Shape = Shape {
    id: "list_duty",
    what: "责任事项",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "stage",
            title: "环节",
            description: "办理的环节",
            required: true,
            value: Value::String,
        },
        Key {
            name: "duty",
            title: "责任",
            description: "责任的内容",
            required: true,
            value: Value::String,
        },
        Key {
            name: "cite",
            title: "依据",
            description: "规定它的条款；没有时是 null",
            required: true,
            value: Value::OrNull(&Value::String),
        },
    ],
};

/// 追责情形.
pub static SITUATION: Shape = Shape {
    id: "list_situation",
    what: "追责情形",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "situation",
            title: "情形",
            description: "追责的情形",
            required: true,
            value: Value::String,
        },
        Key {
            name: "cite",
            title: "依据",
            description: "规定它的条款；没有时是 null",
            required: true,
            value: Value::OrNull(&Value::String),
        },
    ],
};

/// 廉政风险点.
pub static RISK: Shape = Shape {
    id: "list_risk",
    what: "廉政风险点",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "step",
            title: "环节",
            description: "流程图里步骤的代号",
            required: true,
            value: Value::String,
        },
        Key {
            name: "risk",
            title: "风险",
            description: "风险点",
            required: true,
            value: Value::String,
        },
        Key {
            name: "level",
            title: "等级",
            description: "风险的等级",
            required: true,
            value: Value::Words(|| RiskLevel::ALL.map(RiskLevel::chinese).to_vec()),
        },
        Key {
            name: "measure",
            title: "措施",
            description: "防控措施",
            required: true,
            value: Value::String,
        },
    ],
};

/// 前置审批.
pub static PREREQUISITE: Shape = Shape {
    id: "list_prerequisite",
    what: "前置审批",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "prerequisite",
            title: "前置审批",
            description: "编码或者名称，照原样",
            required: true,
            value: Value::String,
        },
        Key {
            name: "prerequisite_code",
            title: "事项编码",
            description: "清单里有这个事项时的编码",
            required: true,
            value: Value::OrNull(&Value::String),
        },
        Key {
            name: "cite",
            title: "依据",
            description: "规定它的条款；没有时是 null",
            required: true,
            value: Value::OrNull(&Value::String),
        },
    ],
};

/// 中介服务.
pub static SERVICE: Shape = Shape {
    id: "list_service",
    what: "中介服务",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "name",
            title: "名称",
            description: "中介服务的名称",
            required: true,
            value: Value::String,
        },
        Key {
            name: "cite",
            title: "依据",
            description: "规定它的条款；没有时是 null",
            required: true,
            value: Value::OrNull(&Value::String),
        },
        Key {
            name: "paid_by",
            title: "付费方",
            description: "谁付费；没有写时是 null",
            required: true,
            value: Value::OrNull(&Value::String),
        },
    ],
};
