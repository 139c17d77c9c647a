//! `headers.yaml`.

use crate::domain::category::PowerKind;
use crate::io::sheet::headers::Field;
use crate::schema::{File, Key, Root, Shape, Value};

/// The file.
pub static FILE: File = File {
    name: "headers",
    urn: "urn:power-list:headers:v1",
    table: "src/io/yaml/keys/headers.rs",
    comment: "That a title stands only once only the reader can see.",
    root: Root::One(&ROOT),
};

const TITLES: Value = Value::List(&Value::Text);

/// 列标题表.
pub static ROOT: Shape = Shape {
    id: "headers",
    what: "headers.yaml",
    about: Some((
        "列标题表",
        "导入工作簿时认识的列标题：工程里的 headers.yaml 补充程序自带的表，同一个标题以工程的为准",
    )),
    conditions: &[],
    keys: &[
        Key {
            name: "fields",
            title: "列标题",
            description: "字段 → 这个字段的列标题；比较时去掉空格和换行",
            required: false,
            value: Value::Map(&FIELDS),
        },
        Key {
            name: "spanning",
            title: "跨列的标题",
            description: "一个标题合并了两列或更多时，各列依次是哪个字段；只占一列时用第一个",
            required: false,
            value: Value::Pairs("\\S", &Value::List(&Value::Words(Field::keys))),
        },
        Key {
            name: "category_aliases",
            title: "类别的别名",
            description: "类别列里的写法 → 类别的种类",
            required: false,
            value: Value::Pairs("\\S", &Value::Words(kinds)),
        },
    ],
};

fn kinds() -> Vec<&'static str> {
    PowerKind::ALL.iter().map(|(_, key)| *key).collect()
}

const fn field(field: Field) -> Key {
    let (_, name, title, description) = Field::ALL[field as usize];
    Key {
        name,
        title,
        description,
        required: false,
        value: TITLES,
    }
}

/// 字段.
pub static FIELDS: Shape = Shape {
    id: "fields",
    what: "fields（列标题）",
    about: Some(("字段", "字段 → 它的列标题")),
    conditions: &[],
    keys: &[
        field(Field::Serial),
        field(Field::Code),
        field(Field::NationalCode),
        field(Field::Name),
        field(Field::SubItem),
        field(Field::Category),
        field(Field::LegalBasis),
        field(Field::FeeBasis),
        field(Field::Fee),
        field(Field::Department),
        field(Field::Office),
        field(Field::Level),
        field(Field::Target),
        field(Field::StatutoryDays),
        field(Field::PromisedDays),
        field(Field::Responsibilities),
        field(Field::ResponsibilityBasis),
        field(Field::Accountability),
        field(Field::AccountabilityBasis),
        field(Field::Phone),
        field(Field::Remarks),
        field(Field::Noted),
    ],
};
