//! What `law calendar --format json` writes: the JSON Schema of it is made of this.

use crate::report::law_calendar::KINDS;
use crate::schema::{File, Root, Shape, Value, key};

/// The file.
pub static FILE: File = File {
    name: "law-calendar",
    urn: "urn:power-list:law-calendar:v1",
    table: "src/report/keys/law_calendar.rs",
    comment: "按日期的次序，同一天的按法规名称。",
    root: Root::One(&ROOT),
};

/// 法律变化的日历.
pub static ROOT: Shape = Shape {
    id: "law_calendar",
    what: "法律变化的日历",
    about: Some((
        "法律变化的日历",
        "power-list law calendar --format json 的输出（power-list/law-calendar/v1）",
    )),
    conditions: &[],
    keys: &[
        key(
            "schema",
            "格式",
            "格式的名称和版本",
            Value::Const("power-list/law-calendar/v1"),
        ),
        key(
            "list",
            "清单",
            "哪份清单：工程现状，或者发布编号；不在工程里的是 null",
            Value::OrNull(&Value::Filled),
        ),
        key("from", "第一天", "从哪一天起", Value::Date),
        key("until", "最后一天", "到哪一天止", Value::Date),
        key(
            "events",
            "日程",
            "每一件：哪部法哪一天施行、修改或者废止",
            Value::Array(&Value::Map(&EVENT)),
        ),
    ],
};

/// 一件日程.
pub static EVENT: Shape = Shape {
    id: "law_calendar_event",
    what: "一件日程",
    about: None,
    conditions: &[],
    keys: &[
        key("date", "日期", "哪一天", Value::Date),
        key(
            "kind",
            "种类",
            "new 新法施行，changed 新的版本施行，ended 废止",
            Value::Words(|| KINDS.to_vec()),
        ),
        key("law", "法规", "法规的简称", Value::Filled),
        key(
            "before",
            "此前的版本",
            "此前有效的版本，以公布日为名；没有的是 null",
            Value::OrNull(&Value::Date),
        ),
        key(
            "version",
            "施行的版本",
            "施行的版本，以公布日为名；废止的是 null",
            Value::OrNull(&Value::Date),
        ),
        key(
            "by",
            "被谁废止",
            "接替它的法或者废止它的决定；没有或不详的是 null",
            Value::OrNull(&Value::Filled),
        ),
        key("title", "标题", "一句短语", Value::Filled),
        key("what", "说明", "发生什么，影响多少", Value::Filled),
        key(
            "departments",
            "单位",
            "受影响的单位的代号",
            Value::Array(&Value::String),
        ),
        key(
            "items",
            "事项",
            "受影响的事项的编码",
            Value::Array(&Value::String),
        ),
        key("places", "处数", "受影响的引用有多少处", Value::From(0)),
        key(
            "only_moved",
            "只是条号变了",
            "其中只是条号变了的事项有多少项",
            Value::From(0),
        ),
        key("to_check", "要人看", "其余要人看的有多少项", Value::From(0)),
    ],
};
