//! What `history --format json` writes: the JSON Schema of it is made of this.

use super::super::item_history::SCHEMA;
use super::review_item::said::FIELD;
use crate::schema::{File, Key, Root, Shape, Value, key};

/// The file.
pub static FILE: File = File {
    name: "item-history",
    urn: "urn:power-list:item-history:v1",
    table: "src/report/keys/item_history.rs",
    comment: "kind：发布里的 listed、returned、changed、renamed、moved、recoded、merged、absorbed、removed，审核里的同 review log 的种类。",
    root: Root::One(&ROOT),
};

/// 一个事项的沿革.
pub static ROOT: Shape = Shape {
    id: "item-history",
    what: "事项的沿革",
    about: Some((
        "事项的沿革",
        "power-list history --format json 的输出（power-list/item-history/v1）",
    )),
    conditions: &[],
    keys: &[
        Key {
            name: "schema",
            title: "格式",
            description: "格式的名称和版本",
            required: true,
            value: Value::Const(SCHEMA),
        },
        key("code", "事项编码", "问的是哪一个", Value::ItemCode),
        key("name", "事项名称", "现在的，或者最后的名称", Value::String),
        key(
            "codes",
            "用过的编码",
            "划转、换编码、并入以后的也在内",
            Value::Array(&Value::ItemCode),
        ),
        key("releases", "发布数", "看了多少次发布", Value::From(0)),
        key(
            "history",
            "沿革",
            "按先后次序",
            Value::Array(&Value::Map(&ENTRY)),
        ),
    ],
};

/// 一件事.
pub static ENTRY: Shape = Shape {
    id: "item-history_entry",
    what: "一件事",
    about: None,
    conditions: &[],
    keys: &[
        key("date", "日期", "公布日；审核里的按北京时间", Value::Date),
        key("kind", "种类", "英文代号", Value::Filled),
        key("word", "事情", "中文", Value::Filled),
        key("code", "当时的编码", "当时的事项编码", Value::ItemCode),
        maybe("name", "当时的名称", "审核里的事是 null"),
        maybe("department", "当时的单位", "单位简称；审核里的事是 null"),
        maybe("what", "内容", "改了什么、办了什么"),
        maybe("why", "依据、理由", "决定和理由、会议文号、承接的上级事项"),
        maybe("who", "谁", "人员代号和角色"),
        maybe("release", "发布编号", "审核里的事是 null"),
        maybe("edition", "版本", "那次发布的版本"),
        key(
            "event",
            "事件号",
            "审核记录里的第几号；公布的是公布那个事件",
            Value::OrNull(&Value::From(1)),
        ),
        key(
            "fields",
            "改动的栏目",
            "逐条逐词",
            Value::Array(&Value::Map(&FIELD)),
        ),
    ],
};

const fn maybe(name: &'static str, title: &'static str, description: &'static str) -> Key {
    key(name, title, description, Value::OrNull(&Value::Filled))
}
