//! What `law diff --format json` writes: the JSON Schema of it is made of this.

use crate::domain::law::{Evidence, Fate};
use crate::report::changed::PIECES;
use crate::schema::{File, Root, Shape, Value, key};

/// The file.
pub static FILE: File = File {
    name: "law-diff",
    urn: "urn:power-list:law-diff:v1",
    table: "src/report/keys/law_diff.rs",
    comment: "没有变的条款不列；跟着所在的条、款走的，也不另列。",
    root: Root::One(&ROOT),
};

/// 两个版本的对照.
pub static ROOT: Shape = Shape {
    id: "law_diff",
    what: "两个版本的对照",
    about: Some((
        "法规两个版本的对照",
        "power-list law diff --format json 的输出（power-list/law-diff/v1）",
    )),
    conditions: &[],
    keys: &[
        key(
            "schema",
            "格式",
            "格式的名称和版本",
            Value::Const("power-list/law-diff/v1"),
        ),
        key("law", "法规", "法规的简称", Value::Filled),
        key(
            "to_law",
            "新法规",
            "后一版本所属的法规：与替代它的法对照的（--successor），是那部法，否则与 law 相同",
            Value::Filled,
        ),
        key("from", "旧版本", "前一版本的公布日期", Value::Date),
        key("to", "新版本", "后一版本的公布日期", Value::Date),
        key(
            "summary",
            "合计",
            "各种变化各有多少条",
            Value::Map(&SUMMARY),
        ),
        key(
            "changes",
            "变化",
            "有变化的条、款、项，按旧版本的次序；新增的在后",
            Value::Array(&Value::Map(&CHANGE)),
        ),
    ],
};

/// 合计.
pub static SUMMARY: Shape = Shape {
    id: "law_diff_summary",
    what: "合计",
    about: None,
    conditions: &[],
    keys: &[
        key("same", "未变", "位置、字句都没有变的条", Value::From(0)),
        key("moved", "移动", "只是条号变了的条", Value::From(0)),
        key("changed", "修改", "位置未变、字句改了的条", Value::From(0)),
        key(
            "moved_and_changed",
            "移动并修改",
            "条号和字句都变了的条",
            Value::From(0),
        ),
        key("gone", "删去", "不再有的条", Value::From(0)),
        key("new", "新增", "原来没有的条", Value::From(0)),
    ],
};

/// 一处变化.
pub static CHANGE: Shape = Shape {
    id: "law_diff_change",
    what: "一处变化",
    about: None,
    conditions: &[],
    keys: &[
        key(
            "from",
            "原条款",
            "在旧版本里的位置；新增的是 null",
            Value::OrNull(&Value::Filled),
        ),
        key(
            "to",
            "现条款",
            "在新版本里的位置：拆开的有几处，删去的没有",
            Value::Array(&Value::Filled),
        ),
        key(
            "fate",
            "变化",
            "未变、移动、修改、移动并修改、删去、新增",
            Value::Words(|| Fate::ALL.map(Fate::key).to_vec()),
        ),
        key("confidence", "可信度", "百分之几，0 到 100", Value::From(0)),
        key(
            "evidence",
            "依据",
            "款项的数目、修改决定等记录、两个版本的文本",
            Value::Words(|| Evidence::ALL.map(Evidence::key).to_vec()),
        ),
        key(
            "words",
            "字句",
            "两个版本的文字逐段对照；没有给文本的，或者由其中的款、项分别列出的，是空的",
            Value::Array(&Value::Map(&PIECE)),
        ),
    ],
};

/// 一段文字.
pub static PIECE: Shape = Shape {
    id: "law_diff_piece",
    what: "一段文字",
    about: None,
    conditions: &[],
    keys: &[
        key(
            "kind",
            "种类",
            "两边都有、旧的有、新的有",
            Value::Words(|| PIECES.map(|(_, word)| word).to_vec()),
        ),
        key("text", "文字", "这一段文字", Value::Filled),
    ],
};
