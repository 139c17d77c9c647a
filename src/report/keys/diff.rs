//! What `diff --format json` writes: the JSON Schema of it is made of this.

use super::review_item::said::FIELD;
use crate::compare::lists::Kind;
use crate::schema::{File, Key, Root, Shape, Value};

/// The file.
pub static FILE: File = File {
    name: "diff",
    urn: "urn:power-list:diff:v1",
    table: "src/report/keys/diff.rs",
    comment: "pieces 里 same 和 gone 连起来是原来的文字，same 和 new 连起来是现在的文字。",
    root: Root::One(&ROOT),
};

/// 两份清单的不同.
pub static ROOT: Shape = Shape {
    id: "diff",
    what: "两份清单的不同",
    about: Some((
        "两份清单的不同",
        "power-list diff --format json 的输出（power-list/diff/v1）",
    )),
    conditions: &[],
    keys: &[
        Key {
            name: "schema",
            title: "格式",
            description: "格式的名称和版本",
            required: true,
            value: Value::Const("power-list/diff/v1"),
        },
        text("old", "旧的一边", "发布编号，或者怎样称呼它"),
        text("new", "新的一边", "发布编号，或者怎样称呼它"),
        Key {
            name: "summary",
            title: "合计",
            description: "每一种有多少项",
            required: true,
            value: Value::Map(&SUMMARY),
        },
        Key {
            name: "changes",
            title: "变动",
            description: "按单位、编码的次序，一个事项一个",
            required: true,
            value: Value::Array(&Value::Map(&CHANGE)),
        },
    ],
};

const fn text(name: &'static str, title: &'static str, description: &'static str) -> Key {
    Key {
        name,
        title,
        description,
        required: true,
        value: Value::Filled,
    }
}

const fn or_null(key: Key) -> Key {
    Key {
        value: Value::OrNull(&Value::Filled),
        ..key
    }
}

const fn number(name: &'static str, title: &'static str) -> Key {
    Key {
        name,
        title,
        description: "多少项",
        required: true,
        value: Value::From(0),
    }
}

/// 合计.
pub static SUMMARY: Shape = Shape {
    id: "diff_summary",
    what: "合计",
    about: None,
    conditions: &[],
    keys: &[
        number("added", "新增"),
        number("removed", "退出"),
        number("merged", "并入"),
        number("moved", "划转"),
        number("renamed", "更名"),
        number("changed", "变更"),
    ],
};

/// 一个事项的变动.
pub static CHANGE: Shape = Shape {
    id: "diff_change",
    what: "一个事项的变动",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "kind",
            title: "种类",
            description: "added 新增，removed 退出，merged 并入别的事项，moved 划转，renamed 更名，changed 变更",
            required: true,
            value: Value::Words(|| Kind::ALL.map(|(_, key, _)| key).to_vec()),
        },
        text("code", "事项编码", "现在的编码；退出的是原来的"),
        text("name", "事项名称", "现在的名称；退出的是原来的"),
        text("department", "单位", "单位的代号"),
        text("category", "类别", "类别的名称"),
        Key {
            name: "old",
            title: "原来",
            description: "在旧的一边是什么；新增的是 null",
            required: true,
            value: Value::OrNull(&Value::Map(&STOOD)),
        },
        Key {
            name: "merged_from",
            title: "并入的事项",
            description: "并入这一项的事项编码",
            required: true,
            value: Value::Array(&Value::Filled),
        },
        or_null(text("merged_into", "并入", "并入哪个事项；没有时是 null")),
        or_null(text(
            "decision",
            "决定",
            "退出的事项：审核的决定；没有时是 null",
        )),
        or_null(text("reason", "理由", "决定的理由；没有时是 null")),
        Key {
            name: "fields",
            title: "变更的栏",
            description: "变更在哪几栏，逐条逐词",
            required: true,
            value: Value::Array(&Value::Map(&FIELD)),
        },
    ],
};

/// 原来的位置.
pub static STOOD: Shape = Shape {
    id: "diff_stood",
    what: "原来的位置",
    about: None,
    conditions: &[],
    keys: &[
        text("code", "事项编码", "原来的编码"),
        text("name", "事项名称", "原来的名称"),
        text("department", "单位", "原来单位的代号"),
        text("category", "类别", "原来类别的名称"),
    ],
};
