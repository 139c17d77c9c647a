//! What people said of the item, and what came of it.

use crate::domain::people::Body;
use crate::report::changed::PIECES;
use crate::report::review_sheet::{ItemChange, Verdict};
use crate::schema::{Key, Shape, Value};
use crate::workflow::{Answer, Decision};

/// 意见.
pub static OPINION: Shape = Shape {
    id: "review_opinion",
    what: "意见",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "body",
            title: "审核单位",
            description: "编办、法制办、政务服务中心",
            required: true,
            value: Value::Words(|| Body::ALL.map(Body::chinese).to_vec()),
        },
        Key {
            name: "by",
            title: "由谁",
            description: "谁在什么时候提的",
            required: true,
            value: Value::Map(&SIGNED),
        },
        Key {
            name: "decision",
            title: "处理意见",
            description: "建议怎么处理",
            required: true,
            value: Value::Map(&PROPOSAL),
        },
        Key {
            name: "text",
            title: "意见",
            description: "写的文字；没有写时是 null",
            required: true,
            value: Value::OrNull(&Value::String),
        },
        Key {
            name: "cited",
            title: "所引条款",
            description: "意见里引用的法怎么样",
            required: true,
            value: Value::Array(&Value::Map(&CITED)),
        },
        Key {
            name: "asks",
            title: "要答复",
            description: "部门是否要答复",
            required: true,
            value: Value::Flag,
        },
        Key {
            name: "answer",
            title: "答复",
            description: "部门的答复；没有时是 null",
            required: true,
            value: Value::OrNull(&Value::Map(&ANSWER)),
        },
    ],
};

/// 答复.
pub static ANSWER: Shape = Shape {
    id: "review_answer",
    what: "答复",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "answer",
            title: "答复",
            description: "采纳、部分采纳、不采纳",
            required: true,
            value: Value::Words(|| Answer::TERMS.to_vec()),
        },
        Key {
            name: "reason",
            title: "理由",
            description: "没有写时是 null",
            required: true,
            value: Value::OrNull(&Value::String),
        },
    ],
};

/// 裁定.
pub static RULING: Shape = Shape {
    id: "review_ruling",
    what: "裁定",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "by",
            title: "由谁",
            description: "谁在什么时候裁定的",
            required: true,
            value: Value::Map(&SIGNED),
        },
        Key {
            name: "decision",
            title: "裁定",
            description: "怎么处理",
            required: true,
            value: Value::Map(&PROPOSAL),
        },
        Key {
            name: "reason",
            title: "理由",
            description: "裁定的理由",
            required: true,
            value: Value::Filled,
        },
        Key {
            name: "cited",
            title: "所引条款",
            description: "理由里引用的法怎么样",
            required: true,
            value: Value::Array(&Value::Map(&CITED)),
        },
    ],
};

/// 上一轮.
pub static LAST: Shape = Shape {
    id: "review_last",
    what: "上一轮",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "round",
            title: "轮次",
            description: "第几轮",
            required: true,
            value: Value::From(1),
        },
        Key {
            name: "opinions",
            title: "意见",
            description: "上一轮的意见，连同答复",
            required: true,
            value: Value::Array(&Value::Map(&OPINION)),
        },
        Key {
            name: "ruling",
            title: "裁定",
            description: "上一轮的裁定；没有时是 null",
            required: true,
            value: Value::OrNull(&Value::Map(&RULING)),
        },
    ],
};

/// 经办.
pub static SIGNED: Shape = Shape {
    id: "review_signed",
    what: "经办",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "seq",
            title: "事件号",
            description: "事件记录里的号",
            required: true,
            value: Value::From(1),
        },
        Key {
            name: "actor",
            title: "人员代号",
            description: "不知道时是 null",
            required: true,
            value: Value::OrNull(&Value::Filled),
        },
        Key {
            name: "name",
            title: "姓名",
            description: "工程里没有这个人时是 null",
            required: true,
            value: Value::OrNull(&Value::String),
        },
        Key {
            name: "at",
            title: "时间",
            description: "RFC 3339，世界时；还没有写入时是 null",
            required: true,
            value: Value::OrNull(&Value::Filled),
        },
    ],
};

/// 处理意见.
pub static PROPOSAL: Shape = Shape {
    id: "review_proposal",
    what: "处理意见",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "kind",
            title: "种类",
            description: "保留、取消、下放等",
            required: true,
            value: Value::Words(|| Decision::TERMS.to_vec()),
        },
        Key {
            name: "says",
            title: "全文",
            description: "连同取消的理由、下放的层级等",
            required: true,
            value: Value::Filled,
        },
    ],
};

/// 所引条款.
pub static CITED: Shape = Shape {
    id: "review_cited",
    what: "所引条款",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "verdict",
            title: "可靠程度",
            description: "sound 可靠，doubtful 无从核对，unsound 不成立",
            required: true,
            value: Value::Words(Verdict::keys),
        },
        Key {
            name: "says",
            title: "说明",
            description: "一句话",
            required: true,
            value: Value::Filled,
        },
    ],
};

/// 改动.
pub static CHANGE: Shape = Shape {
    id: "review_change",
    what: "改动",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "kind",
            title: "种类",
            description: "first 没有上一次上报，same 没有改动，added 新增，removed 删去，changed 改动",
            required: true,
            value: Value::Words(|| ItemChange::KEYS.to_vec()),
        },
        Key {
            name: "unprompted",
            title: "没有意见要求",
            description: "是否没有意见要求这样改",
            required: true,
            value: Value::Flag,
        },
        Key {
            name: "fields",
            title: "改动的栏",
            description: "改动在哪几栏",
            required: true,
            value: Value::Array(&Value::Map(&FIELD)),
        },
        Key {
            name: "files",
            title: "换过的流程图",
            description: "步骤没有不同、文件换过的流程图",
            required: true,
            value: Value::Array(&Value::Filled),
        },
    ],
};

/// 改动的栏.
pub static FIELD: Shape = Shape {
    id: "review_field",
    what: "改动的栏",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "label",
            title: "栏目",
            description: "填报表里的名称",
            required: true,
            value: Value::Filled,
        },
        Key {
            name: "entries",
            title: "改动",
            description: "一处一个",
            required: true,
            value: Value::Array(&Value::Map(&ENTRY)),
        },
    ],
};

/// 一处改动.
pub static ENTRY: Shape = Shape {
    id: "review_entry",
    what: "一处改动",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "number",
            title: "第几条",
            description: "列表里的第几条，从 1 数起；不是列表时是 null",
            required: true,
            value: Value::OrNull(&Value::From(1)),
        },
        Key {
            name: "pieces",
            title: "文字",
            description: "逐词对照",
            required: true,
            value: Value::Array(&Value::Map(&PIECE)),
        },
    ],
};

/// 一段文字.
pub static PIECE: Shape = Shape {
    id: "review_piece",
    what: "一段文字",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "kind",
            title: "种类",
            description: "same 未动，gone 删去，new 新写",
            required: true,
            value: Value::Words(|| PIECES.map(|(_, key)| key).to_vec()),
        },
        Key {
            name: "text",
            title: "文字",
            description: "原样",
            required: true,
            value: Value::Filled,
        },
    ],
};
