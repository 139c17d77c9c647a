//! Why an import did not take place.

use crate::io::files::FileError;
use crate::io::submission::SubmissionError;

use super::plan::Place;

/// Why nothing was imported; the project is as it was.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A source cannot be read.
    #[error(transparent)]
    Source(#[from] SubmissionError),
    /// `--department` names no unit.
    #[error("没有“{id}”这个部门；departments.yaml 里有：{known}")]
    UnknownDepartment {
        /// What was given.
        id: String,
        /// Ids that there are.
        known: String,
    },
    /// The project's table of titles has faults.
    #[error("工程里的 headers.yaml（列标题表）有错误，不能照它读表：{0}")]
    BrokenHeaders(String),
    /// The unit of an item cannot be told.
    #[error("认不出事项属于哪个部门：{place}，departments.yaml 里没有唯一对应的部门")]
    UnknownUnit {
        /// Where.
        place: Box<Place>,
        /// Ids that there are.
        known: String,
    },
    /// Nothing in the sources is an item.
    #[error("“{sources}”里没有可以导入的事项{}", list(reasons))]
    NothingToImport {
        /// What was looked at.
        sources: String,
        /// What was found instead.
        reasons: Vec<String>,
    },
    /// A file of the project that would have to change has faults of its own.
    #[error("工程里的“{file}”有错误，改写会丢失其中的内容：{why}")]
    BrokenTarget {
        /// The file.
        file: String,
        /// Its first fault.
        why: String,
    },
    /// The place of a new file is taken by something else.
    #[error("要新建的“{0}”已经存在，但不是这个部门、这个类别的事项文件")]
    Occupied(String),
    /// The place of a new file leads out of the project.
    #[error("“{0}”是指向工程之外的链接，不往那里写")]
    OutsideProject(String),
    /// More items than codes.
    #[error("部门 {department} 的“{category}”已经用完流水号（最大 9999；子项最大 99）")]
    CodesExhausted {
        /// The unit.
        department: String,
        /// The category.
        category: String,
    },
    /// The system said no.
    #[error(transparent)]
    File(#[from] FileError),
}

fn list(reasons: &[String]) -> String {
    reasons.iter().map(|r| format!("\n  {r}")).collect()
}
