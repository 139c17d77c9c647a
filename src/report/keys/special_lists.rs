//! What `export --special --format json` writes: the JSON Schema of it is made of this.

use crate::domain::special_list::SpecialList;
use crate::schema::{File, Key, Root, Shape, Value};

/// The file.
pub static FILE: File = File {
    name: "special-lists",
    urn: "urn:power-list:special-lists:v1",
    table: "src/report/keys/special_lists.rs",
    comment: "每份清单有哪几栏，见 entry；没有写明的是 null。",
    root: Root::One(&ROOT),
};

/// 专项目录清单.
pub static ROOT: Shape = Shape {
    id: "special_lists",
    what: "专项目录清单",
    about: Some((
        "专项目录清单",
        "power-list export --special 的 JSON（power-list/special-lists/v1）",
    )),
    conditions: &[],
    keys: &[
        Key {
            name: "schema",
            title: "格式",
            description: "格式的名称和版本",
            required: true,
            value: Value::Const("power-list/special-lists/v1"),
        },
        Key {
            name: "jurisdiction",
            title: "行政区划",
            description: "哪个地方的清单",
            required: true,
            value: Value::Filled,
        },
        Key {
            name: "edition",
            title: "版本",
            description: "清单的版本，例如 2015年版",
            required: true,
            value: Value::String,
        },
        Key {
            name: "notice",
            title: "声明",
            description: "随清单走的声明；没有时是 null",
            required: true,
            value: Value::OrNull(&Value::String),
        },
        Key {
            name: "as_of",
            title: "法律截止日",
            description: "按哪一天的法律",
            required: true,
            value: Value::Date,
        },
        Key {
            name: "lists",
            title: "清单",
            description: "一份一个",
            required: true,
            value: Value::Array(&Value::Map(&LIST)),
        },
    ],
};

/// 一份清单.
pub static LIST: Shape = Shape {
    id: "special_list",
    what: "一份清单",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "key",
            title: "代号",
            description: "approvals 行政审批，enterprise_fees 涉企收费，prerequisites 前置审批，intermediary_services 中介服务",
            required: true,
            value: Value::Words(|| SpecialList::ALL.map(SpecialList::key).to_vec()),
        },
        Key {
            name: "title",
            title: "名称",
            description: "清单的名称",
            required: true,
            value: Value::Words(|| SpecialList::ALL.map(SpecialList::title).to_vec()),
        },
        Key {
            name: "total",
            title: "总数",
            description: "有多少条",
            required: true,
            value: Value::From(0),
        },
        Key {
            name: "entries",
            title: "条目",
            description: "按清单的次序",
            required: true,
            value: Value::Array(&Value::Map(&ENTRY)),
        },
    ],
};

const fn text(name: &'static str, title: &'static str, description: &'static str) -> Key {
    Key {
        name,
        title,
        description,
        required: false,
        value: Value::OrNull(&Value::Filled),
    }
}

/// 一条.
pub static ENTRY: Shape = Shape {
    id: "special_entry",
    what: "一条",
    about: None,
    conditions: &[],
    keys: &[
        text("code", "事项编码", "事项的编码"),
        text("name", "事项名称", "事项的名称"),
        text("sub_items", "子项", "各子项的名称，用；隔开"),
        text("department", "实施单位", "单位的全称"),
        text("basis", "依据", "所引条款，用；隔开"),
        text("target", "对象", "审批或者缴费的对象"),
        text("statutory_limit", "法定期限", "例如 20个工作日"),
        text("promised_limit", "承诺期限", "例如 10个工作日"),
        text("fee", "收费", "不收费，或者收费和标准"),
        text("standard", "收费标准", "收费的标准"),
        text("prerequisite", "前置审批", "前置审批的名称"),
        text("prerequisite_code", "前置审批编码", "在本清单里的编码"),
        text("handled_by", "办理单位", "由谁办理这项前置审批"),
        text("service", "中介服务", "中介服务的名称"),
        text("chosen_by", "选择方", "由谁选择服务机构"),
        text("paid_by", "付费方", "由谁付费"),
    ],
};
