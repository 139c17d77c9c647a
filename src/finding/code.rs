//! Rule codes: family letter and three digits, never reused.

use std::fmt;

/// A family of rules (DESIGN §4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Shape of the files.
    Shape,
    /// The item itself.
    Item,
    /// Legal basis.
    Legal,
    /// Flowchart.
    Flow,
    /// Responsibilities and accountability.
    Duty,
    /// What the statute of the category says.
    Category,
    /// Across the list.
    List,
    /// Workflow.
    Workflow,
}

impl Family {
    /// All families in the order of the manual.
    pub const ALL: [Self; 8] = [
        Self::Shape,
        Self::Item,
        Self::Legal,
        Self::Flow,
        Self::Duty,
        Self::Category,
        Self::List,
        Self::Workflow,
    ];

    /// The letter of the codes.
    pub const fn letter(self) -> char {
        match self {
            Self::Shape => 'S',
            Self::Item => 'I',
            Self::Legal => 'L',
            Self::Flow => 'F',
            Self::Duty => 'R',
            Self::Category => 'C',
            Self::List => 'X',
            Self::Workflow => 'W',
        }
    }

    /// Name for people.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Shape => "文件格式",
            Self::Item => "事项要素",
            Self::Legal => "法律依据",
            Self::Flow => "流程图",
            Self::Duty => "责任与追责",
            Self::Category => "类别法",
            Self::List => "清单整体",
            Self::Workflow => "审核流程",
        }
    }
}

/// Code of a rule, e.g. `L002`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleCode {
    /// Family.
    pub family: Family,
    /// Number within the family, 1 to 999.
    pub number: u16,
}

impl RuleCode {
    /// A code.
    pub const fn new(family: Family, number: u16) -> Self {
        Self { family, number }
    }
}

impl fmt::Display for RuleCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{:03}", self.family.letter(), self.number)
    }
}

impl std::str::FromStr for RuleCode {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let mut chars = text.chars();
        let letter = chars.next().ok_or(())?.to_ascii_uppercase();
        let family = Family::ALL
            .into_iter()
            .find(|f| f.letter() == letter)
            .ok_or(())?;
        let digits = chars.as_str();
        if digits.len() != 3 {
            return Err(());
        }
        let number = digits.parse().map_err(|_| ())?;
        Ok(Self { family, number })
    }
}
