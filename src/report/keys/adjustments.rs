//! What `adjust list --format json` writes: the JSON Schema of it is made of this.

use crate::schema::{File, Key, Root, Shape, Value};
use crate::workflow::adjust::{Action, Basis, Phase};

/// The file.
pub static FILE: File = File {
    name: "adjustments",
    urn: "urn:power-list:adjustments:v1",
    table: "src/report/keys/adjustments.rs",
    comment: "adjust show 的 adjustment 与这里的一项相同。",
    root: Root::One(&ROOT),
};

/// 调整.
pub static ROOT: Shape = Shape {
    id: "adjustment_list",
    what: "调整",
    about: Some((
        "调整",
        "power-list adjust list --format json 的输出（power-list/adjustments/v1）",
    )),
    conditions: &[],
    keys: &[
        Key {
            name: "schema",
            title: "格式",
            description: "格式的名称和版本",
            required: true,
            value: Value::Const("power-list/adjustments/v1"),
        },
        Key {
            name: "as_of",
            title: "日期",
            description: "以哪一天为今天",
            required: true,
            value: Value::Date,
        },
        Key {
            name: "adjustments",
            title: "调整",
            description: "按编号",
            required: true,
            value: Value::Array(&Value::Map(&ADJUSTMENT)),
        },
    ],
};

/// 一次调整.
pub static ADJUSTMENT: Shape = Shape {
    id: "adjustment",
    what: "一次调整",
    about: Some(("一次调整", "动作、事由、期限和办到哪一步")),
    conditions: &[],
    keys: &[
        Key {
            name: "id",
            title: "编号",
            description: "调整编号，如 2015-001",
            required: true,
            value: Value::String,
        },
        Key {
            name: "department",
            title: "单位",
            description: "申请的单位（代号）",
            required: true,
            value: Value::DepartmentId,
        },
        Key {
            name: "kind",
            title: "动作",
            description: "add 新增、take_over 承接、amend 变更、cancel 取消、move 划转、reorganize 机构改革",
            required: true,
            value: Value::Words(|| Action::KEYS.to_vec()),
        },
        Key {
            name: "items",
            title: "事项",
            description: "涉及的事项编码；划转的连同新编码",
            required: true,
            value: Value::Array(&Value::ItemCode),
        },
        Key {
            name: "moves",
            title: "划转",
            description: "划转的事项，原编码和新编码",
            required: true,
            value: Value::Array(&Value::Map(&MOVED)),
        },
        Key {
            name: "ground",
            title: "事由",
            description: "法律变化、上级决定、机构变化或要素变化",
            required: true,
            value: Value::Words(|| Basis::TERMS.to_vec()),
        },
        Key {
            name: "ground_detail",
            title: "事由的内容",
            description: "法律和版本，或者文号",
            required: true,
            value: Value::String,
        },
        Key {
            name: "happened_on",
            title: "发生日",
            description: "事由发生的日子",
            required: true,
            value: Value::Date,
        },
        Key {
            name: "effective_on",
            title: "施行日",
            description: "自哪一天起施行",
            required: true,
            value: Value::Date,
        },
        Key {
            name: "reason",
            title: "理由",
            description: "为什么要调整",
            required: true,
            value: Value::String,
        },
        Key {
            name: "late",
            title: "逾期的原因",
            description: "过了申请期限的，为什么",
            required: true,
            value: Value::OrNull(&Value::String),
        },
        Key {
            name: "opened_at",
            title: "申请时间",
            description: "北京时间",
            required: true,
            value: Value::String,
        },
        Key {
            name: "phase",
            title: "办到",
            description: "opened 申请、review 审核、correction 补正、agreed 同意、refused 不同意、withdrawn 撤回",
            required: true,
            value: Value::Words(|| Phase::ALL.map(|(_, key, _)| key).to_vec()),
        },
        Key {
            name: "urgent",
            title: "紧急公布",
            description: "是否下令紧急公布",
            required: true,
            value: Value::Flag,
        },
        Key {
            name: "approved_by",
            title: "批准",
            description: "本级政府批准的文号",
            required: true,
            value: Value::OrNull(&Value::String),
        },
        Key {
            name: "opinions",
            title: "意见",
            description: "应当同意的各方",
            required: true,
            value: Value::Array(&Value::Map(&SAID)),
        },
        Key {
            name: "release",
            title: "发布",
            description: "列入哪一次发布",
            required: true,
            value: Value::OrNull(&Value::String),
        },
        Key {
            name: "open",
            title: "没办完",
            description: "是否还有要办的",
            required: true,
            value: Value::Flag,
        },
        Key {
            name: "next",
            title: "下一步",
            description: "下一步是什么",
            required: true,
            value: Value::OrNull(&Value::String),
        },
        Key {
            name: "due",
            title: "到期",
            description: "下一步的最后一天；没有下一步、日历里没有那一年的是 null",
            required: true,
            value: Value::OrNull(&Value::Date),
        },
        Key {
            name: "overdue",
            title: "逾期",
            description: "是否已经过了最后一天",
            required: true,
            value: Value::Flag,
        },
        Key {
            name: "outlived",
            title: "事由变化",
            description: "事由已经不在的，为什么",
            required: true,
            value: Value::OrNull(&Value::String),
        },
        Key {
            name: "commands",
            title: "命令",
            description: "下一步可以运行的命令",
            required: true,
            value: Value::Array(&Value::String),
        },
    ],
};

/// 划转的事项.
pub static MOVED: Shape = Shape {
    id: "moved_item",
    what: "划转的事项",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "from",
            title: "原编码",
            description: "划转以前的编码",
            required: true,
            value: Value::ItemCode,
        },
        Key {
            name: "to",
            title: "新编码",
            description: "划转以后的编码",
            required: true,
            value: Value::ItemCode,
        },
    ],
};

/// 一方的意见.
pub static SAID: Shape = Shape {
    id: "party_opinion",
    what: "一方的意见",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "party",
            title: "哪一方",
            description: "审核单位，或者接收单位的代号",
            required: true,
            value: Value::String,
        },
        Key {
            name: "agrees",
            title: "同意",
            description: "true 同意、false 不同意、null 还没有意见",
            required: true,
            value: Value::OrNull(&Value::Flag),
        },
        Key {
            name: "by",
            title: "谁",
            description: "办理人的代号",
            required: true,
            value: Value::OrNull(&Value::String),
        },
        Key {
            name: "text",
            title: "意见",
            description: "意见的文字",
            required: true,
            value: Value::OrNull(&Value::String),
        },
    ],
};
