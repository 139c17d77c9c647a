//! What `stats` over several lists writes as JSON: the JSON Schema of it is made of this.

use crate::schema::{File, Key, Root, Shape, Value, key};

/// Name and version of the format.
pub const SCHEMA: &str = "power-list/level-stats/v1";

/// The file.
pub static FILE: File = File {
    name: "level-stats",
    urn: "urn:power-list:level-stats:v1",
    table: "src/report/keys/level_stats.rs",
    comment: "上级的清单不在所统计的清单里的，differences 是 null。",
    root: Root::One(&ROOT),
};

/// 几份清单的统计.
pub static ROOT: Shape = Shape {
    id: "level-stats",
    what: "几份清单的统计",
    about: Some((
        "几份清单的统计",
        "power-list stats A.db B.db --format json 的输出（power-list/level-stats/v1）",
    )),
    conditions: &[],
    keys: &[
        key("schema", "格式", "格式的名称和版本", Value::Const(SCHEMA)),
        count("units", "单位", "各份清单的单位合计"),
        count("items", "事项", "各份清单的事项合计"),
        key(
            "lists",
            "清单",
            "上级在前",
            Value::Array(&Value::Map(&LIST)),
        ),
    ],
};

/// 一份清单.
pub static LIST: Shape = Shape {
    id: "level-stats_list",
    what: "一份清单",
    about: None,
    conditions: &[],
    keys: &[
        key("release", "发布编号", "哪一次发布", Value::Filled),
        key("jurisdiction", "区划代码", "6 位", Value::Filled),
        key("name", "名称", "哪个地方", Value::Filled),
        key("edition", "版本", "清单的版本", Value::String),
        count("units", "单位", "有多少个单位"),
        count("items", "事项", "有多少个事项"),
        key(
            "categories",
            "类别",
            "各类别的事项数，没有的类别不写",
            Value::Pairs("", &Value::From(1)),
        ),
        key(
            "adopted",
            "承接上级的",
            "怎样承接的各有多少",
            Value::Map(&ADOPTED),
        ),
        count("own", "自有的", "不承接上级的事项"),
        key(
            "differences",
            "与上级的不同",
            "与上级的清单对照",
            Value::OrNull(&Value::Map(&DIFFERENCES)),
        ),
    ],
};

/// 怎样承接.
pub static ADOPTED: Shape = Shape {
    id: "level-stats_adopted",
    what: "怎样承接",
    about: None,
    conditions: &[],
    keys: &[
        count("delegated", "承接", "上级下放的"),
        count("guided", "指导目录", "按上级的指导目录设立的"),
        count("entrusted", "委托", "受上级委托的"),
    ],
};

/// 与上级的不同.
pub static DIFFERENCES: Shape = Shape {
    id: "level-stats_differences",
    what: "与上级的不同",
    about: None,
    conditions: &[],
    keys: &[
        count("items", "不同的事项", "有一处以上不同"),
        count("name", "名称不同", "与上级的名称不同"),
        count("category", "类别不同", "与上级的类别不同"),
        count("basis", "依据不同", "引用的条款不同"),
        count(
            "gone",
            "上级没有的",
            "上级没有、已经取消，或者下放了却没有写承接",
        ),
        count("not_adopted", "没有承接的", "上级下放了、本级没有事项承接"),
    ],
};

const fn count(name: &'static str, title: &'static str, description: &'static str) -> Key {
    key(name, title, description, Value::From(0))
}
