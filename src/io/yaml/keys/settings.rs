//! `power-list.yaml`.

use super::super::categories::built_in_ids;
use crate::domain::people::Body;
use crate::domain::project::Signatures;
use crate::schema::{Condition, File, Key, Root, Shape, Value};
use crate::workflow::Decision;

/// The words for roles.
pub const ROLES: [&str; 5] = ["填报人", "负责人", "审核人", "综合组", "公布人"];

/// The words for how grave a rule is.
pub const SEVERITIES: [&str; 4] = ["error", "warning", "note", "off"];

/// The file.
pub static FILE: File = File {
    name: "power-list",
    urn: "urn:power-list:settings:v1",
    table: "src/io/yaml/keys/settings.rs",
    comment: "That ids are unique, groups are listed and rules exist only the reader can see.",
    root: Root::One(&ROOT),
};

/// power-list.yaml.
pub static ROOT: Shape = Shape {
    id: "power-list",
    what: "power-list.yaml",
    about: Some(("工程设置", "清单工程的设置：power-list.yaml")),
    conditions: &[],
    keys: &[
        Key {
            name: "jurisdiction",
            title: "行政区划",
            description: "哪个市、县的清单",
            required: true,
            value: Value::Map(&JURISDICTION),
        },
        Key {
            name: "edition",
            title: "版本",
            description: "清单的版本名，如 2015年版",
            required: true,
            value: Value::Text,
        },
        Key {
            name: "notice",
            title: "说明",
            description: "随清单一起公布的说明，可以不写",
            required: false,
            value: Value::Text,
        },
        Key {
            name: "categories",
            title: "类别体系",
            description: "anhui-2014：安徽 2014 年的十类；national-2015：国家 2015 年的十类",
            required: true,
            value: Value::Words(built_in_ids),
        },
        Key {
            name: "as_of",
            title: "基准日",
            description: "按哪一天有效的法律校验，写成 2015-03-01 的样子",
            required: true,
            value: Value::Date,
        },
        Key {
            name: "timetable",
            title: "进度安排",
            description: "三上三下各步的期限：截止日，或者工作日数",
            required: false,
            value: Value::Map(&TIMETABLE),
        },
        Key {
            name: "calendar",
            title: "工作日历",
            description: "增加或者代替一年的节假日和调休，如 2027；程序自带 2014 至 2026 年的",
            required: false,
            value: Value::Pairs("^[0-9]{4}$", &Value::Map(&WORK_YEAR)),
        },
        Key {
            name: "adjust",
            title: "动态调整的期限",
            description: "公布以后申请、审核、公布调整各有几个工作日",
            required: false,
            value: Value::Map(&super::adjust::ADJUST),
        },
        Key {
            name: "gate",
            title: "关口",
            description: "按哪一关的要求校验：1 一上（默认），2 二上，3 三上，4 公布",
            required: false,
            value: Value::Gate,
        },
        Key {
            name: "review_groups",
            title: "审核组",
            description: "审核组的名称；部门和审核人的 group 用的就是这些。也可以写成 { name, departments }，在这里分配部门",
            required: false,
            value: Value::List(&Value::TextOr(&REVIEW_GROUP)),
        },
        Key {
            name: "people",
            title: "人员",
            description: "参加三上三下的人或岗位",
            required: false,
            value: Value::List(&Value::Map(&PERSON)),
        },
        Key {
            name: "signatures",
            title: "签名",
            description: "三上三下的每一步要不要用本人的 SSH 钥匙签名：optional 自愿（默认），required 必须；启动时记下，以后不变",
            required: false,
            value: Value::Words(|| Signatures::WORDS.to_vec()),
        },
        Key {
            name: "phrases",
            title: "常用意见",
            description: "审核时常用的话，在审核界面和 review phrases 里按字查找；写成一段文字，或者 { text, decision, body }",
            required: false,
            value: Value::List(&Value::TextOr(&PHRASE)),
        },
        Key {
            name: "rules",
            title: "规则设置",
            description: "改变规则的严重程度，写成“规则代码或名称: 程度”，如 L002: warning；error 错误，warning 警告，note 提示，off 关闭；全部规则见 power-list rules",
            required: false,
            value: Value::Pairs(
                "^([SILFRCXWsilfrcxw][0-9]{3}|[a-z0-9]+(-[a-z0-9]+)*)$",
                &Value::Words(|| SEVERITIES.to_vec()),
            ),
        },
        Key {
            name: "allow",
            title: "允许的问题",
            description: "经过决定可以暂时留着的问题，一条规则、一个事项一条，写明原因和期限",
            required: false,
            value: Value::List(&Value::Map(&ALLOW)),
        },
        Key {
            name: "baseline",
            title: "基线文件",
            description: "旧账记在工程里的哪个文件，默认 power-list.baseline.json",
            required: false,
            value: Value::Text,
        },
        Key {
            name: "law",
            title: "法规",
            description: "法规文本在哪里，法律要变的提前多少天提示",
            required: false,
            value: Value::Map(&LAW),
        },
        Key {
            name: "parent",
            title: "上级清单",
            description: "本级清单承接哪一次上级发布；事项用 adopts 指明承接其中的哪一项",
            required: false,
            value: Value::Map(&PARENT),
        },
        Key {
            name: "store",
            title: "工作数据库",
            description: "工作数据库在哪里，默认工程里的 .power-list/work.db；多个办公地点合用的写 postgres://用户@主机/库名，不写密码（放在环境变量 PGPASSWORD 或者 ~/.pgpass 里）",
            required: false,
            value: Value::Text,
        },
    ],
};

/// parent（上级清单）.
pub static PARENT: Shape = Shape {
    id: "parent",
    what: "parent（上级清单）",
    about: None,
    conditions: &[],
    keys: &[Key {
        name: "release",
        title: "上级的发布文件",
        description: "上级公布的 .db 文件，从工程文件夹算起，如 上级/341100-20150301.db",
        required: true,
        value: Value::Text,
    }],
};

/// jurisdiction（行政区划）.
pub static JURISDICTION: Shape = Shape {
    id: "jurisdiction",
    what: "jurisdiction（行政区划）",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "code",
            title: "行政区划代码",
            description: "GB/T 2260 的 6 位代码，如 341100",
            required: true,
            value: Value::Jurisdiction,
        },
        Key {
            name: "name",
            title: "名称",
            description: "行政区划名称，如 滁州市",
            required: true,
            value: Value::Text,
        },
    ],
};

/// timetable（进度安排）.
pub static TIMETABLE: Shape = Shape {
    id: "timetable",
    what: "timetable（进度安排）",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "start",
            title: "启动日",
            description: "清单编制启动的日子",
            required: false,
            value: Value::Date,
        },
        Key {
            name: "一上",
            title: "一上期限",
            description: "部门第一次上报的最后一天，或者自启动日起的工作日数",
            required: false,
            value: Value::Term,
        },
        Key {
            name: "一下",
            title: "一下期限",
            description: "第一次退回审核意见的最后一天，或者自一上起的工作日数",
            required: false,
            value: Value::Term,
        },
        Key {
            name: "二上",
            title: "二上期限",
            description: "部门第二次上报的最后一天，或者自一下起的工作日数",
            required: false,
            value: Value::Term,
        },
        Key {
            name: "二下",
            title: "二下期限",
            description: "第二次退回审核意见的最后一天，或者自二上起的工作日数",
            required: false,
            value: Value::Term,
        },
        Key {
            name: "三上",
            title: "三上期限",
            description: "部门第三次上报的最后一天，由负责人签字；或者自二下起的工作日数",
            required: false,
            value: Value::Term,
        },
        Key {
            name: "三下",
            title: "三下期限",
            description: "确认下达的最后一天，或者自三上起的工作日数",
            required: false,
            value: Value::Term,
        },
        Key {
            name: "publication",
            title: "公布日",
            description: "清单向社会公布的日子",
            required: false,
            value: Value::Date,
        },
    ],
};

/// One year of calendar（工作日历）.
pub static WORK_YEAR: Shape = Shape {
    id: "work_year",
    what: "工作日历的一年",
    about: Some((
        "一年",
        "这一年和平常不同的日子：周一至周五上班、周末休息的不写",
    )),
    conditions: &[],
    keys: &[
        Key {
            name: "source",
            title: "依据",
            description: "放假通知的名称、文号、日期，一份或者几份",
            required: true,
            value: Value::TextOrTexts,
        },
        Key {
            name: "holidays",
            title: "放假",
            description: "放假的日子：2027-01-01，或者 2027-10-01 至 2027-10-07",
            required: true,
            value: Value::List(&Value::Days),
        },
        Key {
            name: "workdays",
            title: "上班",
            description: "要上班的星期六、星期日",
            required: false,
            value: Value::List(&Value::Date),
        },
    ],
};

/// 审核组.
pub static REVIEW_GROUP: Shape = Shape {
    id: "review_group",
    what: "审核组",
    about: Some(("审核组", "审核组的名称，和由它审核的部门")),
    conditions: &[],
    keys: &[
        Key {
            name: "name",
            title: "名称",
            description: "如 审核一组",
            required: true,
            value: Value::Text,
        },
        Key {
            name: "departments",
            title: "部门",
            description: "由它审核的部门的代号；也可以在 departments.yaml 里写部门的 group，两处都写要一致",
            required: false,
            value: Value::List(&Value::DepartmentId),
        },
    ],
};

/// phrases（常用意见）.
pub static PHRASE: Shape = Shape {
    id: "phrase",
    what: "常用意见",
    about: Some((
        "常用意见",
        "一段常用的审核意见，可以说明配哪种处理意见、哪个审核单位用",
    )),
    conditions: &[],
    keys: &[
        Key {
            name: "text",
            title: "文字",
            description: "意见的文字",
            required: true,
            value: Value::Text,
        },
        Key {
            name: "decision",
            title: "处理意见",
            description: "配哪种处理意见，如 取消；不写，哪种都配",
            required: false,
            value: Value::Words(|| Decision::TERMS.to_vec()),
        },
        Key {
            name: "body",
            title: "审核单位",
            description: "哪个审核单位用；不写，都用",
            required: false,
            value: Value::Words(|| Body::ALL.map(Body::chinese).to_vec()),
        },
    ],
};

/// 人员.
pub static PERSON: Shape = Shape {
    id: "person",
    what: "人员",
    about: Some(("人员", "一个人或一个岗位")),
    conditions: &[
        Condition::Where {
            key: "role",
            is: &["填报人", "负责人"],
            wants: &["department"],
            bars: &["body", "group", "signs"],
        },
        Condition::Where {
            key: "role",
            is: &["审核人"],
            wants: &["body", "group"],
            bars: &["department"],
        },
        Condition::Where {
            key: "role",
            is: &["综合组", "公布人"],
            wants: &[],
            bars: &["department", "body", "group", "signs"],
        },
    ],
    keys: &[
        Key {
            name: "id",
            title: "人员代号",
            description: "1 至 40 个字母、数字、- _ .；命令行 --as 用的就是它",
            required: true,
            value: Value::ActorId,
        },
        Key {
            name: "name",
            title: "姓名或岗位",
            description: "留痕和公文里显示的名称",
            required: true,
            value: Value::Text,
        },
        Key {
            name: "role",
            title: "角色",
            description: "填报人、负责人属于一个部门；审核人属于一个审核单位和审核组；综合组汇总裁定；公布人公布",
            required: true,
            value: Value::Words(|| ROLES.to_vec()),
        },
        Key {
            name: "department",
            title: "部门代号",
            description: "填报人、负责人所在的部门，只有这两种角色写",
            required: false,
            value: Value::DepartmentId,
        },
        Key {
            name: "body",
            title: "审核单位",
            description: "审核人代表哪个单位，只有审核人写",
            required: false,
            value: Value::Words(|| Body::ALL.map(Body::chinese).to_vec()),
        },
        Key {
            name: "group",
            title: "审核组",
            description: "审核人所在的组，应当在 review_groups 里，只有审核人写；在几个组的写成列表",
            required: false,
            value: Value::TextOrTexts,
        },
        Key {
            name: "signs",
            title: "可以签署",
            description: "是否可以代审核单位签署，只有审核人写；不写就是可以，false 是只提意见",
            required: false,
            value: Value::Flag,
        },
        Key {
            name: "keys",
            title: "公钥",
            description: "签名用的 SSH 公钥，.pub 文件里的一行；有期限的写成 { key, first, last }。换了钥匙，旧的写上 last 留着，以前的签名还要靠它核验",
            required: false,
            value: Value::List(&Value::PublicKeyOr(&PUBLIC_KEY)),
        },
    ],
};

/// 公钥.
pub static PUBLIC_KEY: Shape = Shape {
    id: "public_key",
    what: "公钥",
    about: Some(("公钥", "一把 SSH 公钥和它有效的日子")),
    conditions: &[],
    keys: &[
        Key {
            name: "key",
            title: "公钥",
            description: ".pub 文件里的一行，如 ssh-ed25519 AAAA… 备注",
            required: true,
            value: Value::PublicKey,
        },
        Key {
            name: "first",
            title: "第一天",
            description: "从哪一天起有效，写成 2015-03-01 的样子；不写，一直有效",
            required: false,
            value: Value::Date,
        },
        Key {
            name: "last",
            title: "最后一天",
            description: "到哪一天为止有效；不写，一直有效",
            required: false,
            value: Value::Date,
        },
    ],
};

/// allow（允许的问题）.
pub static ALLOW: Shape = Shape {
    id: "allow",
    what: "allow（允许的问题）",
    about: Some(("允许的问题", "一条规则、一个事项或文件、原因、期限")),
    conditions: &[Condition::JustOne(&["item", "file"])],
    keys: &[
        Key {
            name: "rule",
            title: "规则",
            description: "规则的代码或名称，如 L007；全部规则见 power-list rules",
            required: true,
            value: Value::Text,
        },
        Key {
            name: "item",
            title: "事项编码",
            description: "对哪个事项允许；与 file 写一个",
            required: false,
            value: Value::Text,
        },
        Key {
            name: "file",
            title: "文件",
            description: "工程里的路径，如 flowcharts/hbj/approve.yaml；只管这个文件里不属于任何事项的问题",
            required: false,
            value: Value::Text,
        },
        Key {
            name: "reason",
            title: "原因",
            description: "为什么允许，如 市政府第12次常务会议纪要",
            required: true,
            value: Value::Text,
        },
        Key {
            name: "until",
            title: "期限",
            description: "最后有效的一天，写成 2015-06-30 的样子",
            required: true,
            value: Value::Date,
        },
    ],
};

/// law（法规）.
pub static LAW: Shape = Shape {
    id: "law",
    what: "law（法规）",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "text_dir",
            title: "法规文本文件夹",
            description: "存放法规 Markdown 文件的文件夹，从工程文件夹算起的路径；写了就把引文与条文逐字对照",
            required: false,
            value: Value::Text,
        },
        Key {
            name: "register",
            title: "法规库文件夹",
            description: "用这个文件夹里的法规库（power-list law index --out 写出的），不用程序自带的；从工程文件夹算起的路径",
            required: false,
            value: Value::Text,
        },
        Key {
            name: "notice_days",
            title: "提前提示的天数",
            description: "引用的法在基准日以后这么多天之内要修改或者废止的，先作提示；默认 180，0 表示不提示",
            required: false,
            value: Value::Count,
        },
    ],
};
