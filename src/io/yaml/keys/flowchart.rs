//! Flowchart files.

use crate::domain::flowchart::StepKind;
use crate::schema::{File, Key, Root, Shape, Value};

/// The file.
pub static FILE: File = File {
    name: "flowchart",
    urn: "urn:power-list:flowchart:v1",
    table: "src/io/yaml/keys/flowchart.rs",
    comment: "Whether the steps make a sound graph is for the F rules.",
    root: Root::One(&ROOT),
};

/// 流程图.
pub static ROOT: Shape = Shape {
    id: "flowchart",
    what: "流程图",
    about: Some((
        "流程图",
        "权力运行流程图：flowcharts/<部门代号>/<名称>.yaml",
    )),
    conditions: &[],
    keys: &[
        Key {
            name: "title",
            title: "标题",
            description: "画在图上方的标题，如 建设项目环境影响评价文件审批流程图",
            required: true,
            value: Value::Text,
        },
        Key {
            name: "category",
            title: "类别",
            description: "这张图服务于哪一类别的事项，如 行政审批；一图多用时便于核对",
            required: false,
            value: Value::Text,
        },
        Key {
            name: "steps",
            title: "步骤",
            description: "全部步骤：一个 start，至少一个 end",
            required: true,
            value: Value::List(&Value::Map(&STEP)),
        },
    ],
};

/// 步骤.
pub static STEP: Shape = Shape {
    id: "step",
    what: "步骤",
    about: Some(("步骤", "流程的一步")),
    conditions: &[],
    keys: &[
        Key {
            name: "id",
            title: "步骤代号",
            description: "本图之内不重复；next 和廉政风险点的 step 用它指这一步",
            required: true,
            value: Value::Text,
        },
        Key {
            name: "name",
            title: "步骤名称",
            description: "写在图上的名称，如 受理",
            required: true,
            value: Value::Text,
        },
        Key {
            name: "kind",
            title: "步骤种类",
            description: "start 开始，task 办理，decision 判断（next 写成 条件: 步骤），end 结束",
            required: true,
            value: Value::Words(|| StepKind::ALL.map(|(_, key)| key).to_vec()),
        },
        Key {
            name: "actor",
            title: "办理者",
            description: "谁办理：内设机构、申请人等",
            required: false,
            value: Value::Text,
        },
        Key {
            name: "days",
            title: "天数",
            description: "这一步最多几天，非负整数，单位同事项的办理时限",
            required: false,
            value: Value::Count,
        },
        Key {
            name: "basis",
            title: "依据",
            description: "这一步的依据，如 《行政许可法》第三十二条",
            required: false,
            value: Value::Text,
        },
        Key {
            name: "stage",
            title: "环节",
            description: "这一步属于哪个法定环节，步骤名称与环节名称不同时写",
            required: false,
            value: Value::Text,
        },
        Key {
            name: "next",
            title: "后续步骤",
            description: "后续步骤的代号列表；判断步骤写成“条件: 步骤代号”",
            required: false,
            value: Value::Ways,
        },
    ],
};
