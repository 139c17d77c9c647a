//! What `release list`, `release show` and `release verify` write as JSON: the JSON Schemas of them are made of this.

use crate::domain::edition::EditionPlace;
use crate::schema::{File, Key, Root, Shape, Value, key};

/// Name and version of what `release verify` writes.
pub const VERIFIED: &str = "power-list/release-verified/v1";
/// Name and version of what `release list` writes.
pub const LIST: &str = "power-list/releases/v1";
/// Name and version of what `release show` writes.
pub const RELEASE: &str = "power-list/release/v1";

const DIGEST: Value = Value::Pattern("^[0-9a-f]{64}$");

/// The file of `release verify`.
pub static VERIFIED_FILE: File = File {
    name: "release-verified",
    urn: "urn:power-list:release-verified:v1",
    table: "src/report/keys/release.rs",
    comment: "Each check of a release file by itself: right, wrong, or not checked.",
    root: Root::One(&VERIFIED_ROOT),
};

/// The file of `release list`.
pub static LIST_FILE: File = File {
    name: "releases",
    urn: "urn:power-list:releases:v1",
    table: "src/report/keys/release.rs",
    comment: "By day of publication.",
    root: Root::One(&LIST_ROOT),
};

/// The file of `release show`.
pub static RELEASE_FILE: File = File {
    name: "release",
    urn: "urn:power-list:release:v1",
    table: "src/report/keys/release.rs",
    comment: "The figures of a release, not its items.",
    root: Root::One(&RELEASE_ROOT),
};

const fn optional(
    name: &'static str,
    title: &'static str,
    description: &'static str,
    value: Value,
) -> Key {
    Key {
        name,
        title,
        description,
        required: false,
        value,
    }
}

/// 核验结果.
pub static VERIFIED_ROOT: Shape = Shape {
    id: "release_verified",
    what: "核验结果",
    about: Some((
        "核验结果",
        "power-list release verify --format json 的输出（power-list/release-verified/v1）",
    )),
    conditions: &[],
    keys: &[
        key("schema", "格式", "格式的名称和版本", Value::Const(VERIFIED)),
        key(
            "release",
            "发布编号",
            "哪一次发布；文件读不出来而文件名也看不出时是 null",
            Value::OrNull(&Value::Filled),
        ),
        key("file", "文件", "核验的文件", Value::Filled),
        key("sha256", "SHA-256", "整个文件的 SHA-256", DIGEST),
        key(
            "valid",
            "没有错",
            "没有一项是错的；没有核对的不算错",
            Value::Flag,
        ),
        key(
            "checks",
            "各项核对",
            "按核对的次序",
            Value::Array(&Value::Map(&CHECK)),
        ),
    ],
};

/// 一项核对.
pub static CHECK: Shape = Shape {
    id: "check",
    what: "一项核对",
    about: Some(("一项核对", "核对了什么，结果怎样")),
    conditions: &[],
    keys: &[
        key(
            "check",
            "项目",
            "核对什么：format 文件格式、sha256 旁边的清单、structure 表和索引、content 内容摘要、layout 逐字节重写、previous 与上一次的变化、record 审核记录、confirmed 确认的内容、register 法规库、metadata 说明文件、signature 签名",
            Value::Words(|| {
                vec![
                    "format",
                    "sha256",
                    "structure",
                    "content",
                    "layout",
                    "previous",
                    "record",
                    "confirmed",
                    "register",
                    "metadata",
                    "signature",
                ]
            }),
        ),
        key(
            "result",
            "结果",
            "ok 对、wrong 错、not_checked 没有核对",
            Value::Words(|| vec!["ok", "wrong", "not_checked"]),
        ),
        key(
            "messages",
            "说明",
            "对的写核对了什么，错的写错在哪里，没有核对的写为什么",
            Value::Array(&Value::Filled),
        ),
        key(
            "how",
            "怎样核对",
            "没有核对的，怎样才能核对；其余是 null",
            Value::OrNull(&Value::Filled),
        ),
    ],
};

/// 发布的列表.
pub static LIST_ROOT: Shape = Shape {
    id: "release_list",
    what: "发布的列表",
    about: Some((
        "发布的列表",
        "power-list release list --format json 的输出（power-list/releases/v1）",
    )),
    conditions: &[],
    keys: &[
        key("schema", "格式", "格式的名称和版本", Value::Const(LIST)),
        key(
            "releases",
            "发布",
            "按公布的先后",
            Value::Array(&Value::Map(&LISTED)),
        ),
    ],
};

/// 列出的发布.
pub static LISTED: Shape = Shape {
    id: "listed_release",
    what: "一次发布",
    about: Some(("一次发布", "一个发布文件")),
    conditions: &[],
    keys: &[
        key("id", "发布编号", "区划-公布日", Value::Filled),
        key("edition", "版本", "清单的版本", Value::String),
        key(
            "place",
            "首发还是增补",
            "begins 一个版本的首发，part 首发以前的部分公布，supplement 两个版本之间的增补，returns 结束了的版本又出现",
            Value::Words(|| EditionPlace::ALL.map(|(_, key, _)| key).to_vec()),
        ),
        key("published_on", "公布日", "哪一天公布", Value::Date),
        key("as_of", "基准日", "依据的法律以哪一天为准", Value::Date),
        key("items", "事项数", "有多少个事项", Value::From(0)),
        key(
            "partial",
            "部分公布",
            "是否有单位没有确认，不在其中",
            Value::Flag,
        ),
        key("digest", "内容摘要", "全部内容的 SHA-256", DIGEST),
        key("file", "文件", "发布文件的路径", Value::Filled),
    ],
};

/// 一次发布的概况.
pub static RELEASE_ROOT: Shape = Shape {
    id: "release",
    what: "一次发布的概况",
    about: Some((
        "一次发布的概况",
        "power-list release show --format json 的输出（power-list/release/v1）",
    )),
    conditions: &[],
    keys: &[
        key("schema", "格式", "格式的名称和版本", Value::Const(RELEASE)),
        key("id", "发布编号", "区划-公布日", Value::Filled),
        key("jurisdiction_name", "区划名称", "哪里的清单", Value::String),
        key("edition", "版本", "清单的版本", Value::String),
        key(
            "category_set",
            "类别划分",
            "所用的权力类别划分",
            Value::Filled,
        ),
        key(
            "notice",
            "说明",
            "随清单公布的说明",
            Value::OrNull(&Value::String),
        ),
        key("published_on", "公布日", "哪一天公布", Value::Date),
        key("as_of", "基准日", "依据的法律以哪一天为准", Value::Date),
        key(
            "ledger_head",
            "审核记录",
            "公布时审核记录的链尾摘要",
            DIGEST,
        ),
        optional(
            "register_digest",
            "法规库",
            "所依据的法规库的摘要；第 1 版格式的发布没有",
            DIGEST,
        ),
        key(
            "tool_version",
            "程序版本",
            "写出它的程序版本",
            Value::Filled,
        ),
        key(
            "partial",
            "部分公布",
            "是否有单位没有确认，不在其中",
            Value::Flag,
        ),
        key("digest", "内容摘要", "全部内容的 SHA-256", DIGEST),
        key(
            "previous",
            "上一次",
            "上一次发布的编号；第一次是 null",
            Value::OrNull(&Value::Filled),
        ),
        key("items", "事项数", "有多少个事项", Value::From(0)),
        key(
            "departments",
            "单位数",
            "清单已经确认的单位",
            Value::From(0),
        ),
        key(
            "departments_left_out",
            "不含的单位",
            "没有确认的单位的简称",
            Value::Array(&Value::Filled),
        ),
        key(
            "categories",
            "各类事项",
            "各类的事项数",
            Value::Array(&Value::Map(&COUNT)),
        ),
        key("flowcharts", "流程图数", "有多少张流程图", Value::From(0)),
        key("laws", "法律数", "引用了多少部法律", Value::From(0)),
        key(
            "most_cited",
            "引用最多的条",
            "最多 10 条",
            Value::Array(&Value::Map(&CITED)),
        ),
        key(
            "decisions",
            "退出的事项",
            "审核中退出的事项数",
            Value::From(0),
        ),
        key("changes", "变化", "与上一次不同的事项数", Value::From(0)),
    ],
};

/// 一类的数目.
pub static COUNT: Shape = Shape {
    id: "category_count",
    what: "一类的数目",
    about: Some(("一类的数目", "一个权力类别有多少事项")),
    conditions: &[],
    keys: &[
        key("name", "类别", "权力类别", Value::Filled),
        key("items", "事项数", "有多少个事项", Value::From(0)),
    ],
};

/// 一条的引用.
pub static CITED: Shape = Shape {
    id: "cited_article",
    what: "一条的引用",
    about: Some(("一条的引用", "一部法律的一条被多少事项引用")),
    conditions: &[],
    keys: &[
        key("law", "法律", "简称", Value::Filled),
        key("article", "条", "第几条", Value::From(1)),
        key(
            "article_sub",
            "之",
            "之几；0 表示不是“之几”条",
            Value::From(0),
        ),
        key("items", "事项数", "任何栏目引用了它的事项", Value::From(1)),
    ],
};
