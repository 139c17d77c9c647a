//! What `export --format json` and `search --format json` write: the JSON Schema of it is made of this.

pub(super) mod parts;

use crate::schema::{File, Key, Root, Shape, Value};
use parts::{ADOPTS, BASIS, DUTY, PREREQUISITE, RISK, SERVICE, SITUATION, SUB_ITEM};

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
            name: "adopts",
            title: "上级事项",
            description: "承接上级的哪个事项、怎样承接；没有写时是 null",
            required: false,
            value: Value::OrNull(&Value::Map(&ADOPTS)),
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
