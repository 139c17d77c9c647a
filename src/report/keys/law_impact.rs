//! What `law impact --format json` writes: the JSON Schema of it is made of this.

use crate::compare::impact::{Field, What};
use crate::domain::law::Evidence;
use crate::report::law_impact::ACTIONS;
use crate::schema::{File, Root, Shape, Value, key};

/// The file.
pub static FILE: File = File {
    name: "impact",
    urn: "urn:power-list:impact:v1",
    table: "src/report/keys/law_impact.rs",
    comment: "一处引用了几条的，每一条是一行。",
    root: Root::One(&ROOT),
};

/// 法律变化的影响.
pub static ROOT: Shape = Shape {
    id: "impact",
    what: "法律变化的影响",
    about: Some((
        "法律变化的影响",
        "power-list law impact --format json 的输出（power-list/impact/v1）",
    )),
    conditions: &[],
    keys: &[
        key(
            "schema",
            "格式",
            "格式的名称和版本",
            Value::Const("power-list/impact/v1"),
        ),
        key(
            "list",
            "清单",
            "哪份清单：工程现状，或者发布编号",
            Value::Filled,
        ),
        key(
            "from",
            "从哪天起",
            "引用是按这一天有效的法律写的",
            Value::Date,
        ),
        key(
            "to",
            "到哪天止",
            "与这一天有效的法律对照；null 是已知的最新版本",
            Value::OrNull(&Value::Date),
        ),
        key("summary", "合计", "有多少要改", Value::Map(&SUMMARY)),
        key(
            "impacts",
            "影响",
            "受影响的每一处，按清单的次序",
            Value::Array(&Value::Map(&IMPACT)),
        ),
    ],
};

/// 合计.
pub static SUMMARY: Shape = Shape {
    id: "impact_summary",
    what: "合计",
    about: None,
    conditions: &[],
    keys: &[
        key("places", "处数", "受影响的引用有多少处", Value::From(0)),
        key("items", "事项", "受影响的事项有多少项", Value::From(0)),
        key("departments", "单位", "涉及多少个单位", Value::From(0)),
        key(
            "only_moved",
            "只是条号变了",
            "其中只是条号变了、可以自动改的有多少项",
            Value::From(0),
        ),
        key("to_check", "要人看", "其余要人看的有多少项", Value::From(0)),
        key(
            "unseen",
            "看不出的",
            "没有看到变化、文字改没改说不准的有多少处，不算在上面",
            Value::From(0),
        ),
    ],
};

/// 一处影响.
pub static IMPACT: Shape = Shape {
    id: "impact_place",
    what: "一处影响",
    about: None,
    conditions: &[],
    keys: &[
        key("department", "单位", "单位的代号", Value::String),
        key("department_name", "单位名称", "单位的全称", Value::String),
        key(
            "items",
            "事项编码",
            "哪些事项：流程图的步骤是用这张图的全部事项，其余只有一项；没有编码的是空字符串",
            Value::Array(&Value::String),
        ),
        key(
            "name",
            "名称",
            "事项名称；流程图的步骤是图的标题",
            Value::String,
        ),
        key("field", "栏目", "引用写在哪一栏", Value::Words(Field::keys)),
        key(
            "entry",
            "第几条",
            "这一栏的第几条；审核意见是它的事件号",
            Value::From(1),
        ),
        key(
            "label",
            "条目",
            "这一条是什么：子项、阶段、步骤的名称等",
            Value::String,
        ),
        key(
            "role",
            "用途",
            "设定依据、实施依据、收费依据或追责依据；审核意见是 null",
            Value::OrNull(&Value::Filled),
        ),
        key("cite", "引用", "引用的原文", Value::Filled),
        key("law", "法规", "法规的简称", Value::Filled),
        key(
            "provision",
            "条款",
            "引用的条款；引整部法、章、附件的是 null",
            Value::OrNull(&Value::Filled),
        ),
        key(
            "from",
            "原来的版本",
            "引用所按的版本，以公布日为名；只知道名称的法是 null",
            Value::OrNull(&Value::Date),
        ),
        key(
            "to",
            "后来的版本",
            "对照的版本，以公布日为名；废止了的是 null",
            Value::OrNull(&Value::Date),
        ),
        key(
            "effective",
            "施行日",
            "后来的版本从哪天起施行；废止了的是 null",
            Value::OrNull(&Value::Date),
        ),
        key(
            "repealed",
            "废止",
            "这部法的废止；没有废止的是 null",
            Value::OrNull(&Value::Map(&REPEALED)),
        ),
        key(
            "fate",
            "变化",
            "same 没有看到变化而文字说不准，moved 只是条号变了，changed 文字改了，moved_and_changed 条号和文字都变了，gone 删去了，repealed 法已废止，unknown 去向不明，not_there 原来的版本里就没有",
            Value::Words(|| What::KEYS.to_vec()),
        ),
        key(
            "confidence",
            "把握",
            "对应关系有多大把握，百分数；没有对应关系的是 null",
            Value::OrNull(&Value::From(0)),
        ),
        key(
            "evidence",
            "根据",
            "text 文本对照，structure 只按款项数目；没有对应关系的是 null",
            Value::OrNull(&Value::Words(|| Evidence::ALL.map(Evidence::key).to_vec())),
        ),
        key(
            "proposed",
            "建议引用",
            "规范写法；没有可建议的是 null",
            Value::OrNull(&Value::Filled),
        ),
        key(
            "action",
            "怎么办",
            "renumber 可以用 fix --law-moves 改条号，check 要人看",
            Value::Words(|| ACTIONS.to_vec()),
        ),
        key("what", "说明", "发生了什么，一句话", Value::Filled),
        key("todo", "要做的事", "要做什么，一句话", Value::Filled),
    ],
};

/// 废止.
pub static REPEALED: Shape = Shape {
    id: "impact_repealed",
    what: "废止",
    about: None,
    conditions: &[],
    keys: &[
        key(
            "on",
            "废止日",
            "从哪天起不再有效；不详时是 null",
            Value::OrNull(&Value::Date),
        ),
        key(
            "known_by",
            "至迟",
            "至迟到哪天已经废止；知道废止日的是 null",
            Value::OrNull(&Value::Date),
        ),
        key(
            "by",
            "被谁废止",
            "接替它的法或者废止它的决定；不详时是 null",
            Value::OrNull(&Value::Filled),
        ),
    ],
};
