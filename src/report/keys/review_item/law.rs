//! What is said of the item itself: its law, its flowcharts, what was found in it.

use crate::domain::catalog::BasisField;
use crate::domain::flowchart::StepKind;
use crate::domain::item::BasisRole;
use crate::finding::Severity;
use crate::report::review_sheet::Verdict;
use crate::rules::cite::CiteStatus;
use crate::schema::{Key, Shape, Value};

/// 引用.
pub static CITATION: Shape = Shape {
    id: "review_citation",
    what: "引用",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "field",
            title: "所在栏",
            description: "引用写在事项的哪一栏",
            required: true,
            value: Value::Words(|| BasisField::ALL.map(|(_, key)| key).to_vec()),
        },
        Key {
            name: "role",
            title: "依据种类",
            description: "引用来做什么",
            required: true,
            value: Value::Words(|| BasisRole::ALL.map(BasisRole::chinese).to_vec()),
        },
        Key {
            name: "text",
            title: "引用文字",
            description: "照原样",
            required: true,
            value: Value::String,
        },
        Key {
            name: "quote",
            title: "引文",
            description: "部门摘录的条文；没有时是 null",
            required: true,
            value: Value::OrNull(&Value::String),
        },
        Key {
            name: "verdict",
            title: "可靠程度",
            description: "sound 可靠，doubtful 无从核对，unsound 不成立",
            required: true,
            value: Value::Words(Verdict::keys),
        },
        Key {
            name: "laws",
            title: "引用的法",
            description: "一部一个",
            required: true,
            value: Value::Array(&Value::Map(&LAW)),
        },
        Key {
            name: "not_understood",
            title: "没有读懂的",
            description: "没有读懂的文字",
            required: true,
            value: Value::Array(&Value::Map(&GAP)),
        },
    ],
};

/// 没有读懂的文字.
pub static GAP: Shape = Shape {
    id: "review_gap",
    what: "没有读懂的文字",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "text",
            title: "文字",
            description: "照原样",
            required: true,
            value: Value::String,
        },
        Key {
            name: "why",
            title: "原因",
            description: "为什么没有读懂",
            required: true,
            value: Value::Filled,
        },
    ],
};

/// 引用的法.
pub static LAW: Shape = Shape {
    id: "review_law",
    what: "引用的法",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "cited",
            title: "所引",
            description: "规范写法",
            required: true,
            value: Value::String,
        },
        Key {
            name: "full_name",
            title: "全称",
            description: "法规库里没有时是 null",
            required: true,
            value: Value::OrNull(&Value::Filled),
        },
        Key {
            name: "level",
            title: "效力级别",
            description: "法规库里没有时是 null",
            required: true,
            value: Value::OrNull(&Value::Filled),
        },
        Key {
            name: "status",
            title: "状况",
            description: "这部法怎么样",
            required: true,
            value: Value::Words(CiteStatus::keys_of_laws),
        },
        Key {
            name: "says",
            title: "说明",
            description: "一句话",
            required: true,
            value: Value::Filled,
        },
        Key {
            name: "version",
            title: "版本",
            description: "有效的版本和日期；没有时是 null",
            required: true,
            value: Value::OrNull(&Value::Filled),
        },
        Key {
            name: "notes",
            title: "提醒",
            description: "写法上的疑点、将要施行的新版本",
            required: true,
            value: Value::Array(&Value::Filled),
        },
        Key {
            name: "provisions",
            title: "条款",
            description: "引用的条款；整部引用或者法已失效时是空的",
            required: true,
            value: Value::Array(&Value::Map(&PROVISION)),
        },
        Key {
            name: "quotes",
            title: "引文核对",
            description: "有法规文本时，引文与原文对照的结果",
            required: true,
            value: Value::Array(&Value::Map(&QUOTE)),
        },
    ],
};

/// 条款.
pub static PROVISION: Shape = Shape {
    id: "review_provision",
    what: "条款",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "provision",
            title: "条款",
            description: "规范写法",
            required: true,
            value: Value::String,
        },
        Key {
            name: "status",
            title: "状况",
            description: "这一条款怎么样",
            required: true,
            value: Value::Words(CiteStatus::keys),
        },
        Key {
            name: "says",
            title: "说明",
            description: "在不在，所在的条有几款几项",
            required: true,
            value: Value::Filled,
        },
        Key {
            name: "text",
            title: "条文",
            description: "没有法规文本时是空的",
            required: true,
            value: Value::Array(&Value::String),
        },
    ],
};

/// 引文核对.
pub static QUOTE: Shape = Shape {
    id: "review_quote",
    what: "引文核对",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "verdict",
            title: "可靠程度",
            description: "sound 相同，doubtful 有出入，unsound 不是这部法的",
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
        Key {
            name: "differences",
            title: "出入",
            description: "字句不同的地方",
            required: true,
            value: Value::Array(&Value::Map(&DIFFERENCE)),
        },
    ],
};

/// 出入.
pub static DIFFERENCE: Shape = Shape {
    id: "review_difference",
    what: "出入",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "quoted",
            title: "引作",
            description: "引文的写法",
            required: true,
            value: Value::String,
        },
        Key {
            name: "statute",
            title: "原文",
            description: "法规的写法",
            required: true,
            value: Value::String,
        },
    ],
};

/// 前置审批.
pub static PREREQUISITE: Shape = Shape {
    id: "review_prerequisite",
    what: "前置审批",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "prerequisite",
            title: "前置审批",
            description: "编码或者名称，照原样",
            required: true,
            value: Value::String,
        },
        Key {
            name: "cite",
            title: "依据",
            description: "没有时是 null",
            required: true,
            value: Value::OrNull(&Value::String),
        },
    ],
};

/// 流程图.
pub static CHART: Shape = Shape {
    id: "review_chart",
    what: "流程图",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "path",
            title: "路径",
            description: "在工程里的路径",
            required: true,
            value: Value::Filled,
        },
        Key {
            name: "sub_item",
            title: "子项",
            description: "是子项的图时，子项的编码；是事项的图时是 null",
            required: true,
            value: Value::OrNull(&Value::Filled),
        },
        Key {
            name: "title",
            title: "标题",
            description: "没有步骤时是 null",
            required: true,
            value: Value::OrNull(&Value::String),
        },
        Key {
            name: "steps",
            title: "步骤",
            description: "图形文件和读不出的图是 null",
            required: true,
            value: Value::OrNull(&Value::Array(&Value::Map(&STEP))),
        },
    ],
};

/// 步骤.
pub static STEP: Shape = Shape {
    id: "review_step",
    what: "步骤",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "id",
            title: "步骤代号",
            description: "在图里不重复",
            required: true,
            value: Value::Filled,
        },
        Key {
            name: "name",
            title: "名称",
            description: "步骤的名称",
            required: true,
            value: Value::Filled,
        },
        Key {
            name: "kind",
            title: "种类",
            description: "start 开始，task 办理，decision 判断，end 结束",
            required: true,
            value: Value::Words(|| StepKind::ALL.map(|(_, key)| key).to_vec()),
        },
        Key {
            name: "actor",
            title: "办理者",
            description: "没有写时是 null",
            required: true,
            value: Value::OrNull(&Value::String),
        },
        Key {
            name: "days",
            title: "天数",
            description: "没有写时是 null",
            required: true,
            value: Value::OrNull(&Value::From(0)),
        },
        Key {
            name: "next",
            title: "下一步",
            description: "通往哪里",
            required: true,
            value: Value::Array(&Value::Map(&NEXT)),
        },
    ],
};

/// 下一步.
pub static NEXT: Shape = Shape {
    id: "review_next",
    what: "下一步",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "label",
            title: "条件",
            description: "没有条件时是 null",
            required: true,
            value: Value::OrNull(&Value::String),
        },
        Key {
            name: "to",
            title: "步骤代号",
            description: "通往的步骤",
            required: true,
            value: Value::Filled,
        },
    ],
};

/// 校验发现.
pub static FINDING: Shape = Shape {
    id: "review_finding",
    what: "校验发现",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "code",
            title: "规则编号",
            description: "例如 L002",
            required: true,
            value: Value::Filled,
        },
        Key {
            name: "severity",
            title: "程度",
            description: "error 错误，warning 警告，note 提示",
            required: true,
            value: Value::Words(|| Severity::ALL.map(Severity::key).to_vec()),
        },
        Key {
            name: "field",
            title: "所在栏",
            description: "没有时是 null",
            required: true,
            value: Value::OrNull(&Value::Filled),
        },
        Key {
            name: "message",
            title: "问题",
            description: "一句话",
            required: true,
            value: Value::Filled,
        },
        Key {
            name: "help",
            title: "怎么办",
            description: "没有时是 null",
            required: true,
            value: Value::OrNull(&Value::Filled),
        },
    ],
};
