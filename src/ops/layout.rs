//! Brings item files and flowcharts into the house layout.

use rayon::prelude::*;

use crate::domain::place::SourceId;
use crate::io::project::Loaded;
use crate::io::yaml::layout;

use super::planned::PlannedFile;

/// Something that was left as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// The file within the project.
    pub file: String,
    /// The line, where it is about one.
    pub line: Option<usize>,
    /// Why.
    pub why: String,
    /// Whether the whole file was left.
    pub whole: bool,
}

/// What will be done.
#[derive(Debug, Default)]
pub struct Plan {
    /// Files that change.
    pub files: Vec<PlannedFile>,
    /// What is left as it is.
    pub left: Vec<Left>,
}

/// Works out the layout of some item files and flowcharts of a project. Writes nothing.
pub fn plan(loaded: &Loaded, wanted: &(dyn Fn(SourceId) -> bool + Sync)) -> Plan {
    let project = &loaded.project;
    let items = project.files.iter().map(|f| (f.path.as_str(), f.source));
    let charts = project
        .chart_sources
        .iter()
        .map(|(path, source)| (path.as_str(), *source));
    let files: Vec<(&str, SourceId)> = items
        .chain(charts)
        .filter(|(_, source)| wanted(*source))
        .collect();
    let made: Vec<_> = files
        .par_iter()
        .map(|(path, source)| text(path, &loaded.sources.get(*source).text))
        .collect();
    let mut plan = Plan::default();
    for (file, left) in made {
        plan.files.extend(file);
        plan.left.extend(left);
    }
    plan
}

/// The layout of one text; `None` when it is in house layout already, or cannot be brought into it.
pub fn text(path: &str, before: &str) -> (Option<PlannedFile>, Vec<Left>) {
    match layout::layout(before) {
        Err(error) => {
            let left = Left {
                file: path.to_owned(),
                line: None,
                why: error.to_string(),
                whole: true,
            };
            (None, vec![left])
        }
        Ok(made) => {
            let left = made
                .left
                .iter()
                .map(|(line, why)| Left {
                    file: path.to_owned(),
                    line: Some(*line),
                    why: (*why).to_owned(),
                    whole: false,
                })
                .collect();
            let file = (made.text != before).then(|| PlannedFile {
                path: path.to_owned(),
                before: Some(before.to_owned()),
                after: made.text,
            });
            (file, left)
        }
    }
}
