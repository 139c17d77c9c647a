//! The baseline file. The schema says what is written; what is read may be as loose as YAML.

use super::super::baseline::SCHEMA;
use crate::schema::{File, Key, Root, Shape, Value};

/// The file.
pub static FILE: File = File {
    name: "baseline",
    urn: "urn:power-list:baseline:v1",
    table: "src/io/yaml/keys/baseline.rs",
    comment: "That a key stands only once and messages are at most count only the reader can see.",
    root: Root::One(&ROOT),
};

/// 基线文件.
pub static ROOT: Shape = Shape {
    id: "baseline",
    what: "基线文件",
    about: Some((
        "基线",
        "开始校验时就有的问题：power-list.baseline.json，由 power-list baseline 命令写（power-list/baseline/v1）",
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
        Key {
            name: "entries",
            title: "各条",
            description: "同一文件、规则、事项的问题合为一条，按文件、规则、事项排列",
            required: true,
            value: Value::Array(&Value::Map(&ENTRY)),
        },
    ],
};

/// 基线的一条.
pub static ENTRY: Shape = Shape {
    id: "entry",
    what: "基线的一条",
    about: Some((
        "一条",
        "一个文件里一个事项违反一条规则的旧账；不记行号，上面加行不影响",
    )),
    conditions: &[],
    keys: &[
        Key {
            name: "file",
            title: "文件",
            description: "工程里的路径",
            required: true,
            value: Value::Pattern("\\S"),
        },
        Key {
            name: "rule",
            title: "规则代码",
            description: "规则族字母加三位数字，如 L002",
            required: true,
            value: Value::Pattern("^[SILFRCXW][0-9]{3}$"),
        },
        Key {
            name: "item",
            title: "事项",
            description: "事项编码，没有编码时是名称；不属于事项的问题不写",
            required: false,
            value: Value::Pattern("\\S"),
        },
        Key {
            name: "count",
            title: "个数",
            description: "这样的问题有几个",
            required: true,
            value: Value::From(1),
        },
        Key {
            name: "since",
            title: "首次发现",
            description: "第一个是哪一天发现的",
            required: true,
            value: Value::Date,
        },
        Key {
            name: "messages",
            title: "说明",
            description: "各个问题的说明；个数超出时，说明相同的先算旧账",
            required: true,
            value: Value::Array(&Value::Pattern("\\S")),
        },
    ],
};
