//! Brings a submission into the project: reads everything, decides everything, and only then writes.

mod error;
mod form;
mod item;
mod list;
mod plan;
pub mod preview;
mod state;
mod unedited;
pub mod units;

use std::path::{Path, PathBuf};

use crate::domain::citation;
use crate::domain::ids::DepartmentId;
use crate::domain::place::SourceId;
use crate::finding::{Severity, SourceText};
use crate::io::files;
use crate::io::project::Loaded;
use crate::io::sheet::draft::{self, Remark};
use crate::io::sheet::workbook::{Book, Note};
use crate::io::submission::{self, Submission, shown};
use crate::io::yaml;

pub use crate::ops::planned::PlannedFile;
pub use error::ImportError;
pub use plan::{Action, Change, Place, Plan};

use state::State;

/// Reads the sources and works out what becomes of the project's item files. Writes nothing.
///
/// Items are matched by code, else by name within their unit and category; fields that a workbook does not give
/// keep what the project has.
///
/// # Errors
/// When a source named on its own cannot be read, a unit cannot be told, a file of the project that would have to
/// change is broken, or nothing in the sources is an item.
pub fn plan(
    root: &Path,
    loaded: &Loaded,
    sources: &[PathBuf],
    department: Option<&DepartmentId>,
) -> Result<Plan, ImportError> {
    if let Some(id) = department
        && loaded.project.department(id).is_none()
    {
        return Err(ImportError::UnknownDepartment {
            id: id.to_string(),
            known: units::known(loaded),
        });
    }
    let mut import = Import {
        loaded,
        department,
        state: State::new(loaded),
        plan: Plan::default(),
    };
    for source in sources {
        let folder = submission::is_folder(source);
        for path in submission::files_of(source)? {
            match submission::open(&path) {
                Ok(Submission::Workbook(workbook)) => import.workbook(&path, workbook.book)?,
                Ok(Submission::Yaml(text)) => import.yaml(&path, &text, folder)?,
                // One bad file in a folder does not keep the others out.
                Err(error) if folder => import.refuse(&path, error.to_string()),
                Err(error) => return Err(error.into()),
            }
        }
    }
    let Import {
        state, mut plan, ..
    } = import;
    if plan.items == 0 && plan.failed == 0 {
        let names: Vec<String> = sources.iter().map(|s| shown(s)).collect();
        return Err(ImportError::NothingToImport {
            sources: names.join("、"),
            reasons: plan.not_understood.iter().map(Place::to_string).collect(),
        });
    }
    plan.files = state.files(root, loaded, &mut plan.notes)?;
    Ok(plan)
}

/// Writes the planned files, each whole or not at all.
///
/// # Errors
/// When a file cannot be written; those before it are.
pub fn apply(root: &Path, plan: &Plan) -> Result<(), ImportError> {
    for file in &plan.files {
        files::write_atomic(&root.join(&file.path), file.after.as_bytes())?;
    }
    Ok(())
}

struct Import<'l> {
    loaded: &'l Loaded,
    department: Option<&'l DepartmentId>,
    state: State<'l>,
    plan: Plan,
}

impl Import<'_> {
    fn refuse(&mut self, path: &Path, why: String) {
        self.plan.failed += 1;
        self.plan.not_understood.push(Place {
            file: shown(path),
            sheet: None,
            cell: String::new(),
            why,
            text: String::new(),
        });
    }

    fn workbook(&mut self, path: &Path, book: Book) -> Result<(), ImportError> {
        let file = shown(path);
        let told = |note: Note| Place {
            file: file.clone(),
            sheet: note.sheet,
            cell: note.cell.map_or_else(String::new, |cell| cell.to_string()),
            why: note.why,
            text: String::new(),
        };
        let unread = book.unread.into_iter().map(told);
        self.plan.not_understood.extend(unread);
        self.plan.notes.extend(book.notes.into_iter().map(told));
        let place = |remark: Remark| Place {
            file: file.clone(),
            sheet: Some(remark.sheet),
            cell: remark.cell.to_string(),
            why: remark.why,
            text: remark.text,
        };
        let set = &self.loaded.project.settings.categories;
        let sets = yaml::categories::all();
        let read = draft::read(&book.sheets, set, &sets, &citation::parse);
        self.plan.failed += read.lost;
        self.plan
            .not_understood
            .extend(read.not_understood.into_iter().map(|t| place(t.remark)));
        self.plan.notes.extend(read.notes.into_iter().map(place));
        self.state.next_source();
        for draft in &read.items {
            let unit = self.unit(&file, draft)?;
            self.plan.items += 1;
            let change = self.state.put_draft(&unit, draft)?;
            if let Some(other) = self
                .state
                .same_name_elsewhere(&unit, &draft.category, &draft.name)
            {
                self.plan.notes.push(Place {
                    file: file.clone(),
                    sheet: Some(draft.sheet.clone()),
                    cell: draft.cell.to_string(),
                    why: format!(
                        "“{}”在本部门的“{other}”里也有，那一项没有改动",
                        draft.name.value
                    ),
                    text: String::new(),
                });
            }
            self.plan.count(change);
        }
        Ok(())
    }

    /// Whose item a draft is.
    fn unit(&mut self, file: &str, draft: &draft::Draft) -> Result<DepartmentId, ImportError> {
        let place = |cell: &dyn std::fmt::Display, why| Place {
            file: file.to_owned(),
            sheet: Some(draft.sheet.clone()),
            cell: cell.to_string(),
            why,
            text: String::new(),
        };
        let written = draft.unit.as_ref().map(|(_, text)| text.as_str());
        let found = written.and_then(|text| units::find(self.loaded, text));
        if let Some(id) = self.department {
            if let Some((cell, text)) = &draft.unit
                && found.as_ref() != Some(id)
            {
                let why = format!("行使主体写的是“{}”，按 --department 归入 {id}", text.value);
                self.plan.notes.push(place(cell, why));
            }
            return Ok(id.clone());
        }
        found.ok_or_else(|| ImportError::UnknownUnit {
            place: match &draft.unit {
                Some((cell, text)) => place(cell, format!("行使主体“{}”", text.value)),
                None => place(&draft.cell, "没有写行使主体".to_owned()),
            },
            known: units::known(self.loaded),
        })
    }

    fn yaml(
        &mut self,
        path: &Path,
        text: &std::sync::Arc<str>,
        folder: bool,
    ) -> Result<(), ImportError> {
        let file = shown(path);
        let has_items = text
            .lines()
            .any(|line| line.trim_end().starts_with("items:"));
        if folder && !has_items {
            self.plan.notes.push(Place {
                file,
                sheet: None,
                cell: String::new(),
                why: "不是事项文件，没有导入（流程图请放进工程的 flowcharts/）".to_owned(),
                text: String::new(),
            });
            return Ok(());
        }
        // Judged as strictly as for publication: what is faulty here would be lost on the way.
        let gate = crate::domain::gate::Gate::Publication;
        let ((header, items), findings) =
            yaml::syntax::with_document(text, SourceId(0), gate, |d| yaml::items::read(d, &file));
        let lines = SourceText::new(file.clone(), text.clone());
        if findings.iter().any(|f| f.severity == Severity::Error) {
            self.plan.failed += items.len().max(1);
            self.plan.not_understood.extend(findings.iter().map(|f| {
                let at = lines.position(f.primary.start);
                Place {
                    file: file.clone(),
                    sheet: None,
                    cell: format!("{}:{}", at.line, at.column),
                    why: format!("{}（整个文件没有导入）", f.message),
                    text: String::new(),
                }
            }));
            return Ok(());
        }
        let (Some(unit), Some(category)) = (header.department, header.category) else {
            self.refuse(path, "没有写 department 或 category".to_owned());
            return Ok(());
        };
        let known = unit
            .value
            .parse()
            .ok()
            .filter(|id| self.loaded.project.department(id).is_some());
        let Some(unit) = known else {
            self.refuse(
                path,
                format!("部门“{}”不在 departments.yaml 里", unit.value),
            );
            return Ok(());
        };
        if let Some(wanted) = self.department.filter(|id| **id != unit) {
            self.refuse(
                path,
                format!("文件写的部门是 {unit}，与 --department {wanted} 不同"),
            );
            return Ok(());
        }
        let set = &self.loaded.project.settings.categories;
        if set.find(&category.value).is_none() {
            self.refuse(
                path,
                format!("类别“{}”不在“{}”里", category.value, set.name),
            );
            return Ok(());
        }
        self.state.next_source();
        for item in &items {
            let change = match self.state.put_item(&unit, &category.value, item)? {
                Ok(change) => change,
                Err(why) => {
                    let at = lines.position(item.span.start);
                    self.plan.failed += 1;
                    self.plan.not_understood.push(Place {
                        file: file.clone(),
                        sheet: None,
                        cell: format!("{}:{}", at.line, at.column),
                        why,
                        text: String::new(),
                    });
                    continue;
                }
            };
            self.plan.items += 1;
            self.plan.count(change);
        }
        Ok(())
    }
}
