//! `departments.yaml`.

use crate::domain::department::DepartmentKind;
use crate::schema::{File, Key, Root, Shape, Value};

/// The file.
pub static FILE: File = File {
    name: "departments",
    urn: "urn:power-list:departments:v1",
    table: "src/io/yaml/keys/departments.rs",
    comment: "That ids are unique and groups exist only the reader can see.",
    root: Root::One(&ROOT),
};

/// 部门名册.
pub static ROOT: Shape = Shape {
    id: "departments",
    what: "departments.yaml",
    about: Some(("部门名册", "清单包括的单位：departments.yaml")),
    conditions: &[],
    keys: &[Key {
        name: "departments",
        title: "部门",
        description: "全部单位，按公布的顺序",
        required: true,
        value: Value::List(&Value::Map(&DEPARTMENT)),
    }],
};

/// 部门.
pub static DEPARTMENT: Shape = Shape {
    id: "department",
    what: "部门",
    about: Some(("部门", "一个单位")),
    conditions: &[],
    keys: &[
        Key {
            name: "id",
            title: "部门代号",
            description: "小写字母开头，2 至 16 个小写字母或数字；写在事项编码和文件夹名里，不再改变",
            required: true,
            value: Value::DepartmentId,
        },
        Key {
            name: "name",
            title: "名称",
            description: "单位全称，如 滁州市环境保护局",
            required: true,
            value: Value::Text,
        },
        Key {
            name: "short_name",
            title: "简称",
            description: "表格里用的简称，如 市环保局；不写就用全称",
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
            name: "credit_code",
            title: "统一社会信用代码或组织机构代码",
            description: "18 位统一社会信用代码（GB 32100）或 9 位组织机构代码（GB 11714），可以不写；以 0 开头的要加引号",
            required: false,
            value: Value::Text,
        },
        Key {
            name: "parent",
            title: "上级部门代号",
            description: "部门管理机构、所属事业单位等归谁管",
            required: false,
            value: Value::DepartmentId,
        },
        Key {
            name: "group",
            title: "审核组",
            description: "审核这个单位的组，应当在 power-list.yaml 的 review_groups 里",
            required: false,
            value: Value::Text,
        },
        Key {
            name: "offices",
            title: "内设机构",
            description: "科室名称；写了就会核对事项的承办机构",
            required: false,
            value: Value::List(&Value::Text),
        },
    ],
};
