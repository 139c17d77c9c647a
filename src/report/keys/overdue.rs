//! What `review overdue --format json` writes: the JSON Schema of it is made of this.

use super::progress::LEG_KEYS;
use crate::schema::{File, Key, Root, Shape, Value};

/// The file.
pub static FILE: File = File {
    name: "overdue",
    urn: "urn:power-list:overdue:v1",
    table: "src/report/keys/overdue.rs",
    comment: "天数是工作日。",
    root: Root::One(&ROOT),
};

/// 逾期.
pub static ROOT: Shape = Shape {
    id: "overdue_list",
    what: "逾期",
    about: Some((
        "逾期",
        "power-list review overdue --format json 的输出（power-list/overdue/v1）",
    )),
    conditions: &[],
    keys: &[
        Key {
            name: "schema",
            title: "格式",
            description: "格式的名称和版本",
            required: true,
            value: Value::Const("power-list/overdue/v1"),
        },
        Key {
            name: "edition",
            title: "版本",
            description: "清单的版本；没有启动时是 null",
            required: true,
            value: Value::OrNull(&Value::String),
        },
        Key {
            name: "date",
            title: "日期",
            description: "以哪一天为今天",
            required: true,
            value: Value::Date,
        },
        Key {
            name: "total",
            title: "总数",
            description: "有多少个部门逾期",
            required: true,
            value: Value::From(0),
        },
        Key {
            name: "overdue",
            title: "逾期的部门",
            description: "最后一天早的在前",
            required: true,
            value: Value::Array(&Value::Map(&UNIT)),
        },
    ],
};

/// 逾期的部门.
pub static UNIT: Shape = Shape {
    id: "late_department",
    what: "逾期的部门",
    about: Some(("逾期的部门", "一个部门，它所在的一步过了最后一天")),
    conditions: &[],
    keys: &[
        Key {
            name: "department",
            title: "部门",
            description: "部门代号",
            required: true,
            value: Value::DepartmentId,
        },
        Key {
            name: "name",
            title: "名称",
            description: "部门名称",
            required: true,
            value: Value::String,
        },
        Key {
            name: "group",
            title: "审核组",
            description: "由哪个审核组审核",
            required: true,
            value: Value::String,
        },
        Key {
            name: "leg",
            title: "步",
            description: "所在的一步",
            required: true,
            value: Value::Words(LEG_KEYS),
        },
        Key {
            name: "leg_name",
            title: "步的名称",
            description: "如 二上",
            required: true,
            value: Value::String,
        },
        Key {
            name: "due",
            title: "最后一天",
            description: "这一步的最后一天",
            required: true,
            value: Value::Date,
        },
        Key {
            name: "due_because",
            title: "期限的来历",
            description: "最后一天是怎么算出来的",
            required: true,
            value: Value::String,
        },
        Key {
            name: "days_late",
            title: "逾期",
            description: "逾期几个工作日；一个也没有过时是 0，算不出时是 null",
            required: true,
            value: Value::OrNull(&Value::From(0)),
        },
        Key {
            name: "waits_for",
            title: "在等谁",
            description: "谁还没有办完",
            required: true,
            value: Value::Array(&Value::Map(&OWED)),
        },
        Key {
            name: "next",
            title: "下一步",
            description: "办完这一步要运行的命令",
            required: true,
            value: Value::Array(&Value::String),
        },
    ],
};

/// 没有办完的.
pub static OWED: Shape = Shape {
    id: "owed",
    what: "没有办完的",
    about: Some(("没有办完的", "一家单位还没有办的事")),
    conditions: &[],
    keys: &[
        Key {
            name: "who",
            title: "谁",
            description: "部门、编办、法制办、政务服务中心、综合组",
            required: true,
            value: Value::Words(|| {
                vec![
                    "unit",
                    "organization_office",
                    "legal_office",
                    "service_center",
                    "coordinator",
                ]
            }),
        },
        Key {
            name: "name",
            title: "名称",
            description: "中文的称呼",
            required: true,
            value: Value::String,
        },
        Key {
            name: "what",
            title: "什么",
            description: "还没有办的事",
            required: true,
            value: Value::String,
        },
        Key {
            name: "left",
            title: "剩下",
            description: "还有几项或者几条；只是一个动作时是 0",
            required: true,
            value: Value::From(0),
        },
    ],
};
