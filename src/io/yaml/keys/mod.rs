//! The keys of the files that people write, said once: the reader knows and demands keys by these tables, `fmt` orders
//! keys by them, and the JSON Schemas are made of them.

pub mod departments;
pub mod flowchart;
pub mod items;
mod schema;

pub use schema::schema;

/// The files whose keys are in tables.
pub static FILES: [&File; 3] = [&departments::FILE, &flowchart::FILE, &items::FILE];

/// A kind of file.
#[derive(Debug)]
pub struct File {
    /// Name of its schema.
    pub name: &'static str,
    /// Identifier of its schema.
    pub urn: &'static str,
    /// What a schema cannot say.
    pub comment: &'static str,
    /// The mapping at its top.
    pub root: &'static Shape,
}

/// A mapping with its keys in the order of the house.
#[derive(Debug)]
pub struct Shape {
    /// Name of its definition in the schema.
    pub id: &'static str,
    /// What it is called in messages.
    pub what: &'static str,
    /// Title and description, where it has some of its own.
    pub about: Option<(&'static str, &'static str)>,
    /// Its keys.
    pub keys: &'static [Key],
}

/// A key.
#[derive(Debug)]
pub struct Key {
    /// As written.
    pub name: &'static str,
    /// In Chinese.
    pub title: &'static str,
    /// What belongs there.
    pub description: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// What its value is.
    pub value: Value,
}

/// What a value is.
#[derive(Debug)]
pub enum Value {
    /// A text with something in it.
    Text,
    /// Id of a unit.
    DepartmentId,
    /// Code of an item or sub-item.
    ItemCode,
    /// A whole number from 0.
    Count,
    /// true or false.
    Flag,
    /// One of these words.
    Words(fn() -> Vec<&'static str>),
    /// A list, which may be left empty.
    List(&'static Value),
    /// A mapping.
    Map(&'static Shape),
    /// A text, or a mapping with more to say.
    TextOr(&'static Shape),
    /// Ids of steps: a list, or labels with ids.
    Ways,
}

impl Shape {
    /// Place of a key among the keys.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.keys.iter().position(|k| k.name == name)
    }
}

impl Value {
    /// The mapping that it is, may be, or is a list of.
    pub fn shape(&self) -> Option<&'static Shape> {
        match self {
            Self::Map(shape) | Self::TextOr(shape) => Some(shape),
            Self::List(each) => each.shape(),
            _ => None,
        }
    }
}
