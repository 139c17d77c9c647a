//! `adjust:` of `power-list.yaml`.

use crate::schema::{Key, Shape, Value};

/// adjust（动态调整的期限）.
pub static ADJUST: Shape = Shape {
    id: "adjust",
    what: "adjust（动态调整的期限）",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "apply_days",
            title: "申请期限",
            description: "事由发生以后几个工作日内申请，不写是 10",
            required: false,
            value: Value::Count,
        },
        Key {
            name: "review_days",
            title: "审核期限",
            description: "上报以后几个工作日内答复，不写是 15；紧急公布的，几个工作日内补办意见",
            required: false,
            value: Value::Count,
        },
        Key {
            name: "publish_days",
            title: "公布期限",
            description: "同意以后几个工作日内公布，不写是 20（政府信息公开条例第二十六条）",
            required: false,
            value: Value::Count,
        },
    ],
};
