//! What `review verify --format json` writes: the JSON Schema of it is made of this.

use crate::schema::{File, Key, Root, Shape, Value};

/// Name and version of the format.
pub const SCHEMA: &str = "power-list/verified/v1";

/// The file.
pub static FILE: File = File {
    name: "verified",
    urn: "urn:power-list:verified:v1",
    table: "src/report/keys/verified.rs",
    comment: "A history that holds, or the first event of it that is wrong.",
    root: Root::Either {
        title: "核验结果",
        description: "power-list review verify --format json 的输出（power-list/verified/v1）",
        shapes: &[&GOOD, &BAD],
    },
};

/// 完整的记录.
pub static GOOD: Shape = Shape {
    id: "holds",
    what: "完整的记录",
    about: Some(("完整的记录", "链、内容和签名都对")),
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
            name: "file",
            title: "文件",
            description: "核验的是哪个导出的文件；null 是工程的工作数据库",
            required: true,
            value: Value::OrNull(&Value::Filled),
        },
        Key {
            name: "valid",
            title: "完整",
            description: "记录完整时是 true",
            required: true,
            value: Value::Flag,
        },
        Key {
            name: "events",
            title: "事件数",
            description: "一共有多少个事件",
            required: true,
            value: Value::From(0),
        },
        Key {
            name: "head",
            title: "链尾",
            description: "最后一个事件的摘要",
            required: true,
            value: Value::Pattern("^[0-9a-f]{64}$"),
        },
        Key {
            name: "signatures_required",
            title: "必须签名",
            description: "启动时是否规定每一步都要签名",
            required: true,
            value: Value::Flag,
        },
        Key {
            name: "signed",
            title: "签名的人",
            description: "谁用哪把钥匙签了多少个事件，都核对过",
            required: true,
            value: Value::Array(&Value::Map(&SIGNED)),
        },
        Key {
            name: "unsigned",
            title: "没有签名的",
            description: "多少个事件没有签名",
            required: true,
            value: Value::From(0),
        },
        Key {
            name: "forged_checkpoint",
            title: "不符的检查点",
            description: "检查点与事件不符时，是哪一个；null 是没有不符",
            required: true,
            value: Value::OrNull(&Value::Map(&FORGED)),
        },
        Key {
            name: "set_back",
            title: "时间倒退的",
            description: "哪些事件记的时间比前一个早两分钟以上：时钟往回拨过，或者几台机器的时间不一致",
            required: true,
            value: Value::Array(&Value::Map(&SET_BACK)),
        },
    ],
};

/// 不完整的记录.
pub static BAD: Shape = Shape {
    id: "broken",
    what: "不完整的记录",
    about: Some(("不完整的记录", "第一个不对的事件")),
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
            name: "file",
            title: "文件",
            description: "核验的是哪个导出的文件；null 是工程的工作数据库",
            required: true,
            value: Value::OrNull(&Value::Filled),
        },
        Key {
            name: "valid",
            title: "完整",
            description: "记录不完整时是 false",
            required: true,
            value: Value::Flag,
        },
        Key {
            name: "event",
            title: "事件",
            description: "第一个不对的事件的序号",
            required: true,
            value: Value::From(0),
        },
        Key {
            name: "why",
            title: "原因",
            description: "哪里不对",
            required: true,
            value: Value::Filled,
        },
    ],
};

/// 签名的人.
pub static SIGNED: Shape = Shape {
    id: "signed",
    what: "签名的人",
    about: Some(("签名的人", "一个人用一把钥匙签的事件")),
    conditions: &[],
    keys: &[
        Key {
            name: "actor",
            title: "人员代号",
            description: "谁签的",
            required: true,
            value: Value::Filled,
        },
        Key {
            name: "key",
            title: "钥匙",
            description: "钥匙的指纹，与 ssh-keygen -l 显示的相同",
            required: true,
            value: Value::Pattern("^SHA256:[A-Za-z0-9+/]{43}$"),
        },
        Key {
            name: "events",
            title: "事件数",
            description: "签了多少个事件",
            required: true,
            value: Value::From(1),
        },
    ],
};

/// 不符的检查点.
pub static FORGED: Shape = Shape {
    id: "forged_checkpoint",
    what: "不符的检查点",
    about: Some(("不符的检查点", "说的状态与事件累加的不同")),
    conditions: &[],
    keys: &[
        Key {
            name: "event",
            title: "事件",
            description: "到第几号事件为止",
            required: true,
            value: Value::From(1),
        },
        Key {
            name: "replaced",
            title: "已重做",
            description: "是否已按事件重做",
            required: true,
            value: Value::Flag,
        },
    ],
};

/// 时间倒退的事件.
pub static SET_BACK: Shape = Shape {
    id: "set_back",
    what: "时间倒退的事件",
    about: Some(("时间倒退的事件", "次序以序号为准")),
    conditions: &[],
    keys: &[
        Key {
            name: "event",
            title: "事件",
            description: "事件的序号",
            required: true,
            value: Value::From(2),
        },
        Key {
            name: "at",
            title: "时间",
            description: "它记的时间",
            required: true,
            value: Value::Filled,
        },
        Key {
            name: "before",
            title: "前一个的时间",
            description: "前一个事件记的时间",
            required: true,
            value: Value::Filled,
        },
    ],
};
