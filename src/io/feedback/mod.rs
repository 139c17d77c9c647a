//! Feedback to a unit as a file to answer in, and what comes back of it.

mod sheet;
mod write;

use std::path::Path;

use super::submission::{self, Submission, SubmissionError};
use super::yaml;
use crate::workflow::paper::{Mark, Row};

pub use self::write::yaml;

/// A paper that came back: which feedback it is, and what stands in its rows.
#[derive(Debug)]
pub struct Returned {
    /// Which feedback it is.
    pub mark: Mark,
    /// Its rows from the top.
    pub rows: Vec<Row>,
    /// Places that could not be read, one sentence each.
    pub faults: Vec<String>,
}

/// Why nothing can be taken from a paper.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// It cannot be opened.
    #[error(transparent)]
    Submission(#[from] SubmissionError),
    /// It is no feedback, or what says which it is cannot be read.
    #[error("“{path}”不能用来答复，没有记录任何答复")]
    Unusable {
        /// The file.
        path: String,
        /// Why, one sentence each.
        faults: Vec<String>,
    },
}

/// Reads a paper that came back: YAML or a workbook of any kind, told by content.
///
/// # Errors
/// When it is neither, or it cannot be told which feedback it is.
pub fn open(path: &Path) -> Result<Returned, PaperError> {
    let name = submission::shown(path);
    if !submission::is_folder(path) {
        submission::files_of(path)?;
    }
    let read = match submission::open(path)? {
        Submission::Yaml(text) => yaml::feedback::read_text(&name, text),
        Submission::Workbook(workbook) => sheet::read(&name, &workbook.book),
    };
    read.map_err(|faults| PaperError::Unusable { path: name, faults })
}
