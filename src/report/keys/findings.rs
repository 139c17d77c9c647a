//! What `validate --format json` writes: the JSON Schema of it is made of this.

use super::super::json::SCHEMA;
use crate::finding::Severity;
use crate::schema::{File, Key, Root, Shape, Value};

/// The file.
pub static FILE: File = File {
    name: "findings",
    urn: "urn:power-list:findings:v1",
    table: "src/report/keys/findings.rs",
    comment: "A schema sees 5.0 as the integer 5; the writer writes none.",
    root: Root::One(&ROOT),
};

/// 校验结果.
pub static ROOT: Shape = Shape {
    id: "findings",
    what: "校验结果",
    about: Some((
        "校验结果",
        "power-list validate --format json 的输出（power-list/findings/v1）",
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
            name: "summary",
            title: "合计",
            description: "读了多少，发现多少",
            required: true,
            value: Value::Map(&SUMMARY),
        },
        Key {
            name: "findings",
            title: "问题",
            description: "发现的问题，按文件和位置排列",
            required: true,
            value: Value::Array(&Value::Map(&FINDING)),
        },
    ],
};

/// 合计.
pub static SUMMARY: Shape = Shape {
    id: "summary",
    what: "合计",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "files",
            title: "文件数",
            description: "读了多少个文件",
            required: true,
            value: Value::From(0),
        },
        Key {
            name: "items",
            title: "事项数",
            description: "校验了多少个事项",
            required: true,
            value: Value::From(0),
        },
        Key {
            name: "errors",
            title: "错误数",
            description: "severity 为 error 的问题有多少",
            required: true,
            value: Value::From(0),
        },
        Key {
            name: "warnings",
            title: "警告数",
            description: "severity 为 warning 的问题有多少",
            required: true,
            value: Value::From(0),
        },
        Key {
            name: "notes",
            title: "提示数",
            description: "severity 为 note 的问题有多少",
            required: true,
            value: Value::From(0),
        },
        Key {
            name: "allowed",
            title: "允许数",
            description: "按 power-list.yaml 的 allow 和文件里的注释允许、没有列出的问题有多少；没有时不出现",
            required: false,
            value: Value::From(0),
        },
        Key {
            name: "baselined",
            title: "旧账数",
            description: "在基线里、没有列出的问题有多少；没有时不出现",
            required: false,
            value: Value::From(0),
        },
    ],
};

/// 问题.
pub static FINDING: Shape = Shape {
    id: "finding",
    what: "问题",
    about: Some(("问题", "一个问题")),
    conditions: &[],
    keys: &[
        Key {
            name: "code",
            title: "规则代码",
            description: "规则族字母加三位数字，如 L002；不会改作他用",
            required: true,
            value: Value::Pattern("^[SILFRCXW][0-9]{3}$"),
        },
        Key {
            name: "name",
            title: "规则名称",
            description: "规则的英文短名，如 article-not-found",
            required: true,
            value: Value::Pattern("^[a-z0-9]+(-[a-z0-9]+)*$"),
        },
        Key {
            name: "severity",
            title: "严重程度",
            description: "error 错误，warning 警告，note 提示",
            required: true,
            value: Value::Words(|| Severity::ALL.map(Severity::key).to_vec()),
        },
        Key {
            name: "message",
            title: "说明",
            description: "什么不对",
            required: true,
            value: Value::Filled,
        },
        Key {
            name: "help",
            title: "建议",
            description: "怎样改，没有建议时不出现",
            required: false,
            value: Value::String,
        },
        Key {
            name: "file",
            title: "文件",
            description: "文件的路径；标准输入是 <stdin>",
            required: true,
            value: Value::Filled,
        },
        Key {
            name: "sheet",
            title: "工作表",
            description: "工作簿里的哪张表，不是工作簿时不出现",
            required: false,
            value: Value::Filled,
        },
        Key {
            name: "cell",
            title: "单元格",
            description: "工作簿里的哪一格，如 F23，不是工作簿时不出现",
            required: false,
            value: Value::Pattern("^[A-Z]{1,3}[1-9][0-9]*$"),
        },
        Key {
            name: "line",
            title: "行",
            description: "开始的行，从 1 数起；工作簿里是单元格的行",
            required: true,
            value: Value::From(1),
        },
        Key {
            name: "column",
            title: "列",
            description: "开始的列，从 1 数起，一个字算一列；工作簿里是单元格的列",
            required: true,
            value: Value::From(1),
        },
        Key {
            name: "end_line",
            title: "结束行",
            description: "结束的行，从 1 数起",
            required: true,
            value: Value::From(1),
        },
        Key {
            name: "end_column",
            title: "结束列",
            description: "结束位置后一列，从 1 数起",
            required: true,
            value: Value::From(1),
        },
        Key {
            name: "department",
            title: "部门代号",
            description: "问题属于哪个部门，不属于部门时不出现",
            required: false,
            value: Value::String,
        },
        Key {
            name: "item",
            title: "事项",
            description: "问题属于哪个事项：编码，没有编码时是名称",
            required: false,
            value: Value::String,
        },
        Key {
            name: "field",
            title: "字段",
            description: "问题在事项的哪个字段，如 legal_basis",
            required: false,
            value: Value::String,
        },
        Key {
            name: "provision",
            title: "条款",
            description: "涉及的法律条款，如 《行政许可法》第三十二条",
            required: false,
            value: Value::String,
        },
    ],
};
