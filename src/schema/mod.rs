//! The keys of a file, said once in a table: what people write is read by it, and the JSON Schemas of what is read and
//! of what is written are made of it. The tables stand beside their readers and writers.

mod json;
mod scalar;

pub use json::schema;

/// A kind of file.
#[derive(Debug)]
pub struct File {
    /// Name of its schema.
    pub name: &'static str,
    /// Identifier of its schema.
    pub urn: &'static str,
    /// The source file that its table stands in.
    pub table: &'static str,
    /// What a schema cannot say.
    pub comment: &'static str,
    /// What stands at its top.
    pub root: Root,
}

/// What stands at the top of a file.
#[derive(Debug)]
pub enum Root {
    /// A mapping.
    One(&'static Shape),
    /// One of several mappings.
    Either {
        /// Title of the whole.
        title: &'static str,
        /// What it is.
        description: &'static str,
        /// The mappings.
        shapes: &'static [&'static Shape],
    },
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
    /// What its keys ask of each other.
    pub conditions: &'static [Condition],
    /// Its keys.
    pub keys: &'static [Key],
}

/// What keys of a mapping ask of each other.
#[derive(Debug)]
pub enum Condition {
    /// Where a key has one of these values, other keys must be there and others must not.
    Where {
        /// The key that decides.
        key: &'static str,
        /// Its values.
        is: &'static [&'static str],
        /// Keys that must be there.
        wants: &'static [&'static str],
        /// Keys that must not.
        bars: &'static [&'static str],
    },
    /// Just one of these keys must be there. Readers find their own words for it.
    JustOne(&'static [&'static str]),
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

/// A key that is always there: every key of what the program writes.
pub const fn key(
    name: &'static str,
    title: &'static str,
    description: &'static str,
    value: Value,
) -> Key {
    Key {
        name,
        title,
        description,
        required: true,
        value,
    }
}

/// What a value is. Where people write, numbers and truth values count as the text they are written as.
#[derive(Debug)]
pub enum Value {
    /// A text with something in it, as people write it.
    Text,
    /// Id of a unit, as people write it.
    DepartmentId,
    /// Code of an item or sub-item.
    ItemCode,
    /// Code of a jurisdiction, as people write it.
    Jurisdiction,
    /// Id of a person, as people write it.
    ActorId,
    /// Number of a gate, as people write it.
    Gate,
    /// A whole number from 0, as people write it.
    Count,
    /// true or false, as people write it.
    Flag,
    /// A day.
    Date,
    /// A line of an SSH public key.
    PublicKey,
    /// A day, or the first and the last of several.
    Days,
    /// A day, or a number of working days.
    Term,
    /// A string, which may be empty.
    String,
    /// A string with a character in it.
    Filled,
    /// A string that fits a pattern.
    Pattern(&'static str),
    /// A whole number from this one.
    From(u32),
    /// A whole number, also below nought.
    Whole,
    /// This string.
    Const(&'static str),
    /// One of these words.
    Words(fn() -> Vec<&'static str>),
    /// A list, which may be left empty.
    List(&'static Value),
    /// A list that is always there.
    Array(&'static Value),
    /// A value or null.
    OrNull(&'static Value),
    /// A mapping with keys of this pattern to values.
    Pairs(&'static str, &'static Value),
    /// A mapping.
    Map(&'static Shape),
    /// A text, or a list of texts.
    TextOrTexts,
    /// A text, or a mapping with more to say.
    TextOr(&'static Shape),
    /// A line of an SSH public key, or a mapping with more to say.
    PublicKeyOr(&'static Shape),
    /// Code of an item or sub-item, or a mapping with more to say.
    ItemCodeOr(&'static Shape),
    /// Ids of steps: a list, or labels with ids.
    Ways,
}

impl Root {
    /// The mappings that may stand there.
    pub fn shapes(&self) -> &[&'static Shape] {
        match self {
            Self::One(shape) => std::slice::from_ref(shape),
            Self::Either { shapes, .. } => shapes,
        }
    }
}

impl Shape {
    /// Place of a key among the keys.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.keys.iter().position(|k| k.name == name)
    }
}

impl Value {
    /// What it is a list of, or what it is where it is not null.
    pub fn innermost(&self) -> &Self {
        match self {
            Self::List(each) | Self::Array(each) | Self::OrNull(each) | Self::Pairs(_, each) => {
                each.innermost()
            }
            _ => self,
        }
    }

    /// The mapping that it is, may be, or is a list of.
    pub fn shape(&self) -> Option<&'static Shape> {
        match self.innermost() {
            Self::Map(shape)
            | Self::TextOr(shape)
            | Self::PublicKeyOr(shape)
            | Self::ItemCodeOr(shape) => Some(shape),
            _ => None,
        }
    }
}
