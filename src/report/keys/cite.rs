//! What `cite` writes: the JSON Schema of it is made of this.

use super::super::cite::json::SCHEMA;
use crate::domain::item::BasisRole;
use crate::domain::law::Enactment;
use crate::rules::cite::CiteStatus;
use crate::schema::{File, Key, Root, Shape, Value};

/// Both outputs.
pub static FILE: File = File {
    name: "cite",
    urn: "urn:power-list:cite:v1",
    table: "src/report/keys/cite.rs",
    comment: "That offsets lie within the text only the writer can say.",
    root: Root::Either {
        title: "引用的讲解（cite）",
        description: "power-list cite --jsonl 的每一行，或者 power-list cite --format json 的全文。位置按这一格的字符数，从 0 起。",
        shapes: &[&CELL, &DOCUMENT],
    },
};

/// 一格.
pub static CELL: Shape = Shape {
    id: "cell",
    what: "一格",
    about: Some(("一格", "--jsonl 的一行")),
    conditions: &[],
    keys: &[
        Key {
            name: "citations",
            title: "引用",
            description: "每个条款一个，按原文的顺序；整部法引用的也是一个",
            required: true,
            value: Value::Array(&Value::Map(&CITATION)),
        },
        Key {
            name: "not_understood",
            title: "没有读懂的",
            description: "按原文的顺序",
            required: true,
            value: Value::Array(&Value::Map(&NOT_UNDERSTOOD)),
        },
    ],
};

/// 一段文字.
pub static DOCUMENT: Shape = Shape {
    id: "document",
    what: "一段文字",
    about: Some(("一段文字", "--format json 的全文")),
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
            name: "as_of",
            title: "基准日",
            description: "按哪一天有效的法律判断",
            required: true,
            value: Value::Date,
        },
        Key {
            name: "laws",
            title: "引用的法",
            description: "每次写出法名一个，按原文的顺序",
            required: true,
            value: Value::Array(&Value::Map(&LAW)),
        },
        Key {
            name: "citations",
            title: "引用",
            description: "每个条款一个，按原文的顺序；整部法引用的也是一个",
            required: true,
            value: Value::Array(&Value::Map(&CITATION)),
        },
        Key {
            name: "not_understood",
            title: "没有读懂的",
            description: "按原文的顺序",
            required: true,
            value: Value::Array(&Value::Map(&NOT_UNDERSTOOD)),
        },
    ],
};

/// 一处引用.
pub static CITATION: Shape = Shape {
    id: "citation",
    what: "一处引用",
    about: Some(("一处引用", "一个条款，或者整部法")),
    conditions: &[],
    keys: &[
        Key {
            name: "law",
            title: "法名",
            description: "法规库里有的写全称，没有的照引用里写的；“本法”“同法”写它指的法",
            required: true,
            value: Value::Filled,
        },
        Key {
            name: "law_id",
            title: "法规编号",
            description: "法规库里的简称，如“水法”；法规库里没有的是 null",
            required: true,
            value: Value::OrNull(&Value::String),
        },
        Key {
            name: "article",
            title: "条",
            description: "第几条；引的是整部法、章节、部分或者附件时是 null",
            required: true,
            value: Value::OrNull(&Value::From(1)),
        },
        Key {
            name: "article_sub",
            title: "之几",
            description: "第几条之几的“之几”；没有的是 null",
            required: true,
            value: Value::OrNull(&Value::From(1)),
        },
        Key {
            name: "paragraph",
            title: "款",
            description: "第几款；没有写的是 null",
            required: true,
            value: Value::OrNull(&Value::From(1)),
        },
        Key {
            name: "subparagraph",
            title: "项",
            description: "第几项；没有写的是 null",
            required: true,
            value: Value::OrNull(&Value::From(1)),
        },
        Key {
            name: "point",
            title: "目",
            description: "第几目；没有写的是 null",
            required: true,
            value: Value::OrNull(&Value::From(1)),
        },
        Key {
            name: "role",
            title: "用途",
            description: "引用前面写明的用途（如“设定依据：”），管到下一个用途为止；没有写明的是 null",
            required: true,
            value: Value::OrNull(&Value::Words(|| {
                BasisRole::ALL.map(BasisRole::chinese).to_vec()
            })),
        },
        Key {
            name: "quote",
            title: "引文",
            description: "写在条款后面的法条原文，照原样；没有的是 null",
            required: true,
            value: Value::OrNull(&Value::String),
        },
        Key {
            name: "start",
            title: "起",
            description: "这一处从第几个字符起（从 0 数）；起止款项的每一条都是整个起止的位置",
            required: true,
            value: Value::From(0),
        },
        Key {
            name: "end",
            title: "止",
            description: "到第几个字符前为止",
            required: true,
            value: Value::From(0),
        },
        Key {
            name: "status",
            title: "核对结果",
            description: "in_force 有效且存在；structure_unknown 有效，条文结构不详，没有核对到这一处；repealed 已废止；not_yet_in_force 还没有施行；unknown_law 法规库里没有；article_not_found、paragraph_not_found、subparagraph_not_found 没有这一条、款、项",
            required: true,
            value: Value::Words(CiteStatus::keys),
        },
    ],
};

/// 没有读懂的一段.
pub static NOT_UNDERSTOOD: Shape = Shape {
    id: "not_understood",
    what: "没有读懂的一段",
    about: Some(("没有读懂的一段", "在哪里，为什么")),
    conditions: &[],
    keys: &[
        Key {
            name: "start",
            title: "起",
            description: "从第几个字符起（从 0 数）",
            required: true,
            value: Value::From(0),
        },
        Key {
            name: "end",
            title: "止",
            description: "到第几个字符前为止",
            required: true,
            value: Value::From(0),
        },
        Key {
            name: "text",
            title: "原文",
            description: "没有读懂的那一段",
            required: true,
            value: Value::Filled,
        },
        Key {
            name: "why",
            title: "原因",
            description: "为什么读不懂，怎么改",
            required: true,
            value: Value::Filled,
        },
    ],
};

/// 一部法.
pub static LAW: Shape = Shape {
    id: "law",
    what: "一部法",
    about: Some(("一部法", "一次写出的法和它的版本")),
    conditions: &[],
    keys: &[
        Key {
            name: "canonical",
            title: "规范写法",
            description: "这一处引用的规范写法",
            required: true,
            value: Value::Filled,
        },
        Key {
            name: "law",
            title: "法名",
            description: "同 citations 的 law",
            required: true,
            value: Value::Filled,
        },
        Key {
            name: "law_id",
            title: "法规编号",
            description: "同 citations 的 law_id",
            required: true,
            value: Value::OrNull(&Value::String),
        },
        Key {
            name: "level",
            title: "效力位阶",
            description: "法律、行政法规……；法规库里没有的是 null",
            required: true,
            value: Value::OrNull(&Value::String),
        },
        Key {
            name: "tag",
            title: "标签",
            description: "法名前【】里的字，照原样；没有的是 null",
            required: true,
            value: Value::OrNull(&Value::String),
        },
        Key {
            name: "status",
            title: "效力",
            description: "整部法的核对结果",
            required: true,
            value: Value::Words(CiteStatus::keys_of_laws),
        },
        Key {
            name: "version",
            title: "版本",
            description: "as_of 那一天有效的版本；没有的是 null",
            required: true,
            value: Value::OrNull(&Value::Map(&VERSION)),
        },
        Key {
            name: "repealed_on",
            title: "废止日期",
            description: "从哪一天起失效；没有或者不详的是 null",
            required: true,
            value: Value::OrNull(&Value::Date),
        },
        Key {
            name: "repealed_by",
            title: "接替的法",
            description: "被哪一部法废止；没有或者不详的是 null",
            required: true,
            value: Value::OrNull(&Value::String),
        },
        Key {
            name: "start",
            title: "起",
            description: "这一处引用从第几个字符起（从 0 数）",
            required: true,
            value: Value::From(0),
        },
        Key {
            name: "end",
            title: "止",
            description: "到第几个字符前为止",
            required: true,
            value: Value::From(0),
        },
    ],
};

/// 版本.
pub static VERSION: Shape = Shape {
    id: "version",
    what: "版本",
    about: Some(("版本", "法的一个版本")),
    conditions: &[],
    keys: &[
        Key {
            name: "published",
            title: "公布日期",
            description: "这一版公布（通过）的日期",
            required: true,
            value: Value::Date,
        },
        Key {
            name: "effective",
            title: "施行日期",
            description: "从哪一天起施行；不详的是 null",
            required: true,
            value: Value::OrNull(&Value::Date),
        },
        Key {
            name: "enactment",
            title: "方式",
            description: "公布、修正、修订或者修改",
            required: true,
            value: Value::Words(|| Enactment::ALL.map(Enactment::chinese).to_vec()),
        },
        Key {
            name: "source",
            title: "来历",
            description: "谁在哪次会议通过、第几号令公布；不详的是空的",
            required: true,
            value: Value::String,
        },
    ],
};
