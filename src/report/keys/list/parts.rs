//! What the lists of an item are made of.

use crate::domain::adoption::AdoptionKind;
use crate::domain::catalog::BasisField;
use crate::domain::item::{BasisRole, RiskLevel, ServiceChoice};
use crate::schema::{Key, Shape, Value};

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

/// 上级事项.
pub static ADOPTS: Shape = Shape {
    id: "list_adopts",
    what: "上级事项",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "item",
            title: "上级事项编码",
            description: "上级清单里的编码",
            required: true,
            value: Value::ItemCode,
        },
        Key {
            name: "as",
            title: "承接方式",
            description: "怎样承接",
            required: true,
            value: Value::Words(|| AdoptionKind::ALL.map(AdoptionKind::chinese).to_vec()),
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
            name: "handled_by",
            title: "办理单位",
            description: "由谁审批；没有写时没有这个键",
            required: false,
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
            name: "chosen_by",
            title: "选择方",
            description: "由谁选择服务机构；没有写时没有这个键",
            required: false,
            value: Value::Words(|| ServiceChoice::ALL.map(ServiceChoice::chinese).to_vec()),
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
