//! What `report progress` writes as JSON: the JSON Schema of it is made of this.

use super::overdue::UNIT as LATE;
use crate::schema::{File, Key, Root, Shape, Value};

/// The keys of the legs.
pub(super) const LEG_KEYS: fn() -> Vec<&'static str> = || {
    vec![
        "first_up",
        "first_down",
        "second_up",
        "second_down",
        "third_up",
        "third_down",
    ]
};

/// The file.
pub static FILE: File = File {
    name: "progress",
    urn: "urn:power-list:progress:v1",
    table: "src/report/keys/progress.rs",
    comment: "天数是工作日，自次日起算；事项取各部门最近一次上报的。",
    root: Root::One(&ROOT),
};

/// 进度.
pub static ROOT: Shape = Shape {
    id: "progress",
    what: "进度",
    about: Some((
        "进度",
        "power-list report progress --format json 的输出（power-list/progress/v1）",
    )),
    conditions: &[],
    keys: &[
        Key {
            name: "schema",
            title: "格式",
            description: "格式的名称和版本",
            required: true,
            value: Value::Const("power-list/progress/v1"),
        },
        Key {
            name: "title",
            title: "标题",
            description: "报表的标题",
            required: true,
            value: Value::String,
        },
        Key {
            name: "edition",
            title: "版本",
            description: "清单的版本；没有启动时是 null",
            required: true,
            value: Value::OrNull(&Value::String),
        },
        Key {
            name: "date",
            title: "日期",
            description: "以哪一天为今天",
            required: true,
            value: Value::Date,
        },
        Key {
            name: "publication",
            title: "公布日",
            description: "计划公布的日子；没有时是 null",
            required: true,
            value: Value::OrNull(&Value::Map(&PUBLICATION)),
        },
        Key {
            name: "total",
            title: "合计",
            description: "全部部门的数字",
            required: true,
            value: Value::Map(&FIGURES),
        },
        Key {
            name: "groups",
            title: "审核组",
            description: "各审核组的数字",
            required: true,
            value: Value::Array(&Value::Map(&GROUP)),
        },
        Key {
            name: "legs",
            title: "各步",
            description: "每一步各有多少个部门",
            required: true,
            value: Value::Array(&Value::Map(&LEG_FIGURES)),
        },
        Key {
            name: "course",
            title: "历程",
            description: "完成的步数随日期的变化",
            required: true,
            value: Value::Map(&COURSE),
        },
        Key {
            name: "departments",
            title: "部门",
            description: "各部门，按代号",
            required: true,
            value: Value::Array(&Value::Map(&UNIT)),
        },
        Key {
            name: "overdue",
            title: "逾期",
            description: "逾期的部门，同 power-list/overdue/v1",
            required: true,
            value: Value::Array(&Value::Map(&LATE)),
        },
        Key {
            name: "missing_calendar",
            title: "缺的日历",
            description: "缺哪一年的工作日历，有的期限因此算不出；不缺时是 null",
            required: true,
            value: Value::OrNull(&Value::From(1)),
        },
    ],
};

/// 公布日.
pub static PUBLICATION: Shape = Shape {
    id: "publication",
    what: "公布日",
    about: Some(("公布日", "计划公布的日子")),
    conditions: &[],
    keys: &[
        Key {
            name: "date",
            title: "日期",
            description: "哪一天",
            required: true,
            value: Value::Date,
        },
        Key {
            name: "days_left",
            title: "剩余",
            description: "还有几个工作日，负数是已过；算不出时是 null",
            required: true,
            value: DAYS,
        },
    ],
};

/// 数字.
pub static FIGURES: Shape = Shape {
    id: "figures",
    what: "数字",
    about: Some(("数字", "一个部门、一个审核组或者全部的数字")),
    conditions: &[],
    keys: &[
        Key {
            name: "departments",
            title: "部门",
            description: "几个部门",
            required: true,
            value: Value::From(0),
        },
        Key {
            name: "confirmed",
            title: "已确认",
            description: "其中清单已经确认的",
            required: true,
            value: Value::From(0),
        },
        Key {
            name: "late",
            title: "逾期",
            description: "其中所在的一步逾期的",
            required: true,
            value: Value::From(0),
        },
        Key {
            name: "legs_done",
            title: "完成的步",
            description: "走完的步数",
            required: true,
            value: Value::From(0),
        },
        Key {
            name: "legs",
            title: "步",
            description: "部门数的六倍",
            required: true,
            value: Value::From(0),
        },
        Key {
            name: "items",
            title: "事项",
            description: "最近一次上报的事项",
            required: true,
            value: Value::From(0),
        },
        Key {
            name: "decided",
            title: "已定",
            description: "其中三家意见一致或者已经裁定的",
            required: true,
            value: Value::From(0),
        },
        Key {
            name: "open",
            title: "未定",
            description: "其余的",
            required: true,
            value: Value::From(0),
        },
        Key {
            name: "disputed",
            title: "不一致",
            description: "三家意见不一致、还没有裁定的",
            required: true,
            value: Value::From(0),
        },
        Key {
            name: "unanswered",
            title: "待答复",
            description: "部门还没有答复的意见",
            required: true,
            value: Value::From(0),
        },
        Key {
            name: "decisions",
            title: "处理意见",
            description: "已定的事项按处理意见的数目",
            required: true,
            value: Value::Pairs("^.+$", &Value::From(0)),
        },
    ],
};

/// 审核组.
pub static GROUP: Shape = Shape {
    id: "group",
    what: "审核组",
    about: Some(("审核组", "一个审核组")),
    conditions: &[],
    keys: &[
        Key {
            name: "group",
            title: "审核组",
            description: "名称",
            required: true,
            value: Value::String,
        },
        Key {
            name: "figures",
            title: "数字",
            description: "它负责的部门的数字",
            required: true,
            value: Value::Map(&FIGURES),
        },
    ],
};

/// 一步.
pub static LEG_FIGURES: Shape = Shape {
    id: "leg_figures",
    what: "一步",
    about: Some(("一步", "一步里各有多少个部门")),
    conditions: &[],
    keys: &[
        Key {
            name: "leg",
            title: "步",
            description: "哪一步",
            required: true,
            value: Value::Words(LEG_KEYS),
        },
        Key {
            name: "leg_name",
            title: "名称",
            description: "如 二上",
            required: true,
            value: Value::String,
        },
        Key {
            name: "done",
            title: "完成",
            description: "走完的部门",
            required: true,
            value: Value::From(0),
        },
        Key {
            name: "done_late",
            title: "逾期完成",
            description: "其中过了最后一天才走完的",
            required: true,
            value: Value::From(0),
        },
        Key {
            name: "running",
            title: "办理中",
            description: "在这一步的部门",
            required: true,
            value: Value::From(0),
        },
        Key {
            name: "running_late",
            title: "逾期",
            description: "其中过了最后一天的",
            required: true,
            value: Value::From(0),
        },
        Key {
            name: "ahead",
            title: "未到",
            description: "还没有到这一步的部门",
            required: true,
            value: Value::From(0),
        },
    ],
};

/// 历程.
pub static COURSE: Shape = Shape {
    id: "course",
    what: "历程",
    about: Some(("历程", "到哪一天一共完成多少步")),
    conditions: &[],
    keys: &[
        Key {
            name: "all",
            title: "全部",
            description: "全部部门的步数",
            required: true,
            value: Value::From(0),
        },
        Key {
            name: "real",
            title: "实际",
            description: "有一步走完的每一天",
            required: true,
            value: Value::Array(&Value::Map(&POINT)),
        },
        Key {
            name: "planned",
            title: "计划",
            description: "启动日和各步的最后一天",
            required: true,
            value: Value::Array(&Value::Map(&POINT)),
        },
    ],
};

/// 一天.
pub static POINT: Shape = Shape {
    id: "point",
    what: "一天",
    about: Some(("一天", "到这一天完成多少步")),
    conditions: &[],
    keys: &[
        Key {
            name: "date",
            title: "日期",
            description: "哪一天",
            required: true,
            value: Value::Date,
        },
        Key {
            name: "legs",
            title: "步",
            description: "一共完成的步数",
            required: true,
            value: Value::From(0),
        },
    ],
};

/// 部门.
pub static UNIT: Shape = Shape {
    id: "progress_department",
    what: "部门",
    about: Some(("部门", "一个部门的进度")),
    conditions: &[],
    keys: &[
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
            description: "部门名称",
            required: true,
            value: Value::String,
        },
        Key {
            name: "group",
            title: "审核组",
            description: "由哪个审核组审核",
            required: true,
            value: Value::String,
        },
        Key {
            name: "stage",
            title: "阶段",
            description: "所处的阶段",
            required: true,
            value: Value::Words(STAGES),
        },
        Key {
            name: "leg",
            title: "步",
            description: "所在的一步；确认以后是 null",
            required: true,
            value: Value::OrNull(&Value::Words(LEG_KEYS)),
        },
        Key {
            name: "days_left",
            title: "剩余",
            description: "所在的一步还有几个工作日，负数是逾期；没有期限或者算不出时是 null",
            required: true,
            value: DAYS,
        },
        Key {
            name: "legs",
            title: "各步",
            description: "六步，按次序",
            required: true,
            value: Value::Array(&Value::Map(&LEG)),
        },
        Key {
            name: "figures",
            title: "数字",
            description: "它的数字",
            required: true,
            value: Value::Map(&FIGURES),
        },
    ],
};

/// 部门的一步.
pub static LEG: Shape = Shape {
    id: "leg",
    what: "部门的一步",
    about: Some(("部门的一步", "一个部门的一步")),
    conditions: &[],
    keys: &[
        Key {
            name: "leg",
            title: "步",
            description: "哪一步",
            required: true,
            value: Value::Words(LEG_KEYS),
        },
        Key {
            name: "state",
            title: "情况",
            description: "done 走完，running 办理中，ahead 未到",
            required: true,
            value: Value::Words(|| vec!["done", "running", "ahead"]),
        },
        Key {
            name: "late",
            title: "逾期",
            description: "是不是过了最后一天",
            required: true,
            value: Value::Flag,
        },
        Key {
            name: "ended",
            title: "走完的日子",
            description: "哪一天走完；没有时是 null",
            required: true,
            value: Value::OrNull(&Value::Date),
        },
        Key {
            name: "due",
            title: "最后一天",
            description: "没有期限或者算不出时是 null",
            required: true,
            value: Value::OrNull(&Value::Date),
        },
        Key {
            name: "due_because",
            title: "期限的来历",
            description: "最后一天是怎么算出来的，或者为什么算不出；没有期限时是 null",
            required: true,
            value: Value::OrNull(&Value::String),
        },
    ],
};

/// A number of working days, which may be negative or unknown.
const DAYS: Value = Value::OrNull(&Value::Whole);

const STAGES: fn() -> Vec<&'static str> = || {
    let stages = (0..).map_while(crate::workflow::Stage::after);
    stages.map(crate::workflow::Stage::key).collect()
};
