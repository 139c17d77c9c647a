//! The feedback to a unit, which comes back with its answers.

use crate::domain::people::Body;
use crate::schema::{File, Key, Root, Shape, Value};
use crate::workflow::event::{Answer, LegalityResult};
use crate::workflow::feedback::Feedback;

/// The file.
pub static FILE: File = File {
    name: "feedback",
    urn: "urn:power-list:feedback:v1",
    table: "src/io/yaml/keys/feedback.rs",
    comment: "Whether the opinions are those that were sent, and whether an answer needs a reason, only the reader can see.",
    root: Root::One(&ROOT),
};

fn bodies() -> Vec<&'static str> {
    Body::ALL.map(Body::chinese).to_vec()
}

fn results() -> Vec<&'static str> {
    LegalityResult::ALL.map(LegalityResult::chinese).to_vec()
}

/// An answer, or nothing yet.
fn answers() -> Vec<&'static str> {
    std::iter::once("").chain(Answer::TERMS).collect()
}

/// 反馈.
pub static ROOT: Shape = Shape {
    id: "feedback",
    what: "反馈文件",
    about: Some((
        "反馈",
        "一下、二下给部门的审核意见（feedback/部门-轮次.yaml），由 power-list review return 写；填好 answer 和 reason 以后用 power-list review answer --from 收回",
    )),
    conditions: &[],
    keys: &[
        Key {
            name: "schema",
            title: "格式",
            description: "格式的名称和版本",
            required: true,
            value: Value::Const(Feedback::SCHEMA),
        },
        Key {
            name: "department",
            title: "部门",
            description: "部门代号",
            required: true,
            value: Value::DepartmentId,
        },
        Key {
            name: "name",
            title: "名称",
            description: "部门的名称",
            required: false,
            value: Value::Text,
        },
        Key {
            name: "edition",
            title: "版本",
            description: "清单的版本",
            required: true,
            value: Value::Text,
        },
        Key {
            name: "leg",
            title: "哪一下",
            description: "一下或者二下",
            required: false,
            value: Value::Text,
        },
        Key {
            name: "round",
            title: "轮次",
            description: "第几轮",
            required: true,
            value: Value::From(1),
        },
        Key {
            name: "group",
            title: "审核组",
            description: "审核这个部门的组",
            required: false,
            value: Value::Text,
        },
        Key {
            name: "legality",
            title: "合法性审查",
            description: "复审时法制办的合法性审查结果",
            required: false,
            value: Value::Map(&LEGALITY),
        },
        Key {
            name: "to_answer",
            title: "要答复的",
            description: "要答复的意见有几条",
            required: false,
            value: Value::Count,
        },
        Key {
            name: "items",
            title: "事项",
            description: "全部事项和对它们的意见，按编码排列",
            required: true,
            value: Value::List(&Value::Map(&ITEM)),
        },
    ],
};

/// 合法性审查.
pub static LEGALITY: Shape = Shape {
    id: "legality",
    what: "legality",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "result",
            title: "结果",
            description: "合法、基本合法或不合法",
            required: true,
            value: Value::Words(results),
        },
        Key {
            name: "text",
            title: "说明",
            description: "依据什么，或者什么不合法",
            required: false,
            value: Value::Text,
        },
    ],
};

/// 反馈里的事项.
pub static ITEM: Shape = Shape {
    id: "item",
    what: "反馈里的事项",
    about: Some(("事项", "一个事项和对它的意见")),
    conditions: &[],
    keys: &[
        Key {
            name: "code",
            title: "编码",
            description: "事项编码",
            required: true,
            value: Value::ItemCode,
        },
        Key {
            name: "category",
            title: "类别",
            description: "类别的名称",
            required: false,
            value: Value::String,
        },
        Key {
            name: "name",
            title: "名称",
            description: "事项的名称",
            required: false,
            value: Value::String,
        },
        Key {
            name: "disputed",
            title: "不一致",
            description: "三家的处理意见是否不一致",
            required: false,
            value: Value::Flag,
        },
        Key {
            name: "ruling",
            title: "裁定",
            description: "综合组的裁定",
            required: false,
            value: Value::Map(&RULING),
        },
        Key {
            name: "last_round",
            title: "上一轮",
            description: "上一轮要答复的意见和部门的答复",
            required: false,
            value: Value::List(&Value::Map(&EARLIER)),
        },
        Key {
            name: "opinions",
            title: "意见",
            description: "各家现在的意见",
            required: false,
            value: Value::List(&Value::Map(&OPINION)),
        },
    ],
};

/// 裁定.
pub static RULING: Shape = Shape {
    id: "ruling",
    what: "裁定",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "decision",
            title: "处理意见",
            description: "裁定怎样处理",
            required: true,
            value: Value::Text,
        },
        Key {
            name: "reason",
            title: "理由",
            description: "裁定的理由",
            required: true,
            value: Value::Text,
        },
    ],
};

/// 上一轮的意见.
pub static EARLIER: Shape = Shape {
    id: "earlier",
    what: "上一轮的意见",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "body",
            title: "审核单位",
            description: "提意见的单位",
            required: true,
            value: Value::Words(bodies),
        },
        Key {
            name: "decision",
            title: "处理意见",
            description: "建议怎样处理",
            required: true,
            value: Value::Text,
        },
        Key {
            name: "text",
            title: "说明",
            description: "意见的说明",
            required: false,
            value: Value::Text,
        },
        Key {
            name: "answer",
            title: "答复",
            description: "部门的答复",
            required: false,
            value: Value::Words(|| Answer::TERMS.to_vec()),
        },
        Key {
            name: "reason",
            title: "理由",
            description: "答复的理由",
            required: false,
            value: Value::Text,
        },
    ],
};

/// 意见.
pub static OPINION: Shape = Shape {
    id: "opinion",
    what: "意见",
    about: Some((
        "意见",
        "一条意见；要答复的有 answer 和 reason 两个键，由部门填写",
    )),
    conditions: &[],
    keys: &[
        Key {
            name: "opinion",
            title: "编号",
            description: "意见的编号，答复时靠它认出是哪一条",
            required: true,
            value: Value::From(1),
        },
        Key {
            name: "body",
            title: "审核单位",
            description: "提意见的单位",
            required: false,
            value: Value::Words(bodies),
        },
        Key {
            name: "decision",
            title: "处理意见",
            description: "建议怎样处理",
            required: false,
            value: Value::Text,
        },
        Key {
            name: "text",
            title: "说明",
            description: "意见的说明",
            required: false,
            value: Value::Text,
        },
        Key {
            name: "answer",
            title: "答复",
            description: "采纳、部分采纳或不采纳；还没有答复时留空",
            required: false,
            value: Value::Words(answers),
        },
        Key {
            name: "reason",
            title: "理由",
            description: "答复的理由；部分采纳和不采纳必须写",
            required: false,
            value: Value::String,
        },
    ],
};
