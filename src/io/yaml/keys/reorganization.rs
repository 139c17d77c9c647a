//! A plan of a reorganisation (机构改革方案).

use crate::domain::department::DepartmentKind;
use crate::schema::{File, Key, Root, Shape, Value};

/// The file.
pub static FILE: File = File {
    name: "reorganization",
    urn: "urn:power-list:reorganization:v1",
    table: "src/io/yaml/keys/reorganization.rs",
    comment: "That units and items exist and none is named twice only the program can see.",
    root: Root::One(&ROOT),
};

/// 机构改革方案.
pub static ROOT: Shape = Shape {
    id: "reorganization",
    what: "机构改革方案",
    about: Some((
        "机构改革方案",
        "单位撤销、新设、更名和职能划转，用于 power-list adjust reorganize",
    )),
    conditions: &[],
    keys: &[
        Key {
            name: "document",
            title: "文号",
            description: "改革方案的文号",
            required: true,
            value: Value::Text,
        },
        Key {
            name: "happened",
            title: "印发日",
            description: "方案印发的日子，申请期限从这一天算起",
            required: true,
            value: Value::Date,
        },
        Key {
            name: "effective",
            title: "施行日",
            description: "自哪一天起按新的单位行使，不写就是印发日",
            required: false,
            value: Value::Date,
        },
        Key {
            name: "reason",
            title: "理由",
            description: "一句话说明改革的内容",
            required: true,
            value: Value::Text,
        },
        Key {
            name: "close",
            title: "撤销的单位",
            description: "撤销单位的代号；它的事项都要有去处",
            required: false,
            value: Value::List(&Value::DepartmentId),
        },
        Key {
            name: "open",
            title: "新设的单位",
            description: "新设单位的代号、名称、性质和审核组",
            required: false,
            value: Value::List(&Value::Map(&UNIT)),
        },
        Key {
            name: "rename",
            title: "更名的单位",
            description: "只改名称的单位，代号和事项编码不变",
            required: false,
            value: Value::List(&Value::Map(&NAME)),
        },
        Key {
            name: "move",
            title: "划转的事项",
            description: "哪个单位的哪些事项划给哪个单位",
            required: false,
            value: Value::List(&Value::Map(&MOVE)),
        },
    ],
};

/// 新设的单位.
pub static UNIT: Shape = Shape {
    id: "new_unit",
    what: "新设的单位",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "id",
            title: "部门代号",
            description: "没有用过的代号",
            required: true,
            value: Value::DepartmentId,
        },
        Key {
            name: "name",
            title: "名称",
            description: "单位全称",
            required: true,
            value: Value::Text,
        },
        Key {
            name: "short_name",
            title: "简称",
            description: "表格里用的简称",
            required: false,
            value: Value::Text,
        },
        Key {
            name: "kind",
            title: "单位性质",
            description: "部署文件里的单位种类",
            required: true,
            value: Value::Words(|| DepartmentKind::ALL.map(DepartmentKind::chinese).to_vec()),
        },
        Key {
            name: "group",
            title: "审核组",
            description: "审核它的组",
            required: true,
            value: Value::Text,
        },
    ],
};

/// 更名的单位.
pub static NAME: Shape = Shape {
    id: "renamed_unit",
    what: "更名的单位",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "id",
            title: "部门代号",
            description: "单位的代号，不变",
            required: true,
            value: Value::DepartmentId,
        },
        Key {
            name: "name",
            title: "名称",
            description: "新的全称",
            required: true,
            value: Value::Text,
        },
        Key {
            name: "short_name",
            title: "简称",
            description: "新的简称",
            required: false,
            value: Value::Text,
        },
    ],
};

/// 划转的事项.
pub static MOVE: Shape = Shape {
    id: "moved_items",
    what: "划转的事项",
    about: None,
    conditions: &[],
    keys: &[
        Key {
            name: "from",
            title: "原单位",
            description: "划出的单位",
            required: true,
            value: Value::DepartmentId,
        },
        Key {
            name: "to",
            title: "接收单位",
            description: "接收的单位，也可以是新设的",
            required: true,
            value: Value::DepartmentId,
        },
        Key {
            name: "items",
            title: "事项",
            description: "事项编码；不写就是这个单位的全部事项",
            required: false,
            value: Value::List(&Value::ItemCode),
        },
    ],
};
