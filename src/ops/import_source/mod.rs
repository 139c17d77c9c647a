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
use crate::io::project::{self, Loaded};
use crate::io::sheet::draft::{self, Draft, Remark};
use crate::io::sheet::workbook::{Book, Note};
use crate::io::submission::{self, Submission, SubmissionError, shown};
use crate::io::yaml;

pub use crate::ops::planned::PlannedFile;
pub use error::ImportError;
pub use plan::{Action, Change, Place, Plan, Workbook};

use state::State;
use units::Owner;

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
    let fault = loaded.findings.iter().find(|f| {
        f.severity == Severity::Error && loaded.path_of(f.primary.source) == project::HEADERS
    });
    if let Some(fault) = fault {
        return Err(ImportError::BrokenHeaders(fault.message.clone()));
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
                Ok(Submission::Workbook(workbook)) => {
                    import.workbook(&path, workbook.book, folder)?;
                }
                Ok(Submission::Yaml(text)) => import.yaml(&path, &text, folder)?,
                Err(error) if folder && is_companion(&path) => import.pass_by(&path, &error),
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

/// Whether a file of a folder was never meant to be a list: a text that comes with it, the lock of a workbook that
/// somebody has open.
fn is_companion(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.to_lowercase();
    name.ends_with(".md") || name.ends_with(".txt") || name.starts_with("~$")
}

impl Import<'_> {
    fn pass_by(&mut self, path: &Path, error: &SubmissionError) {
        self.plan.notes.push(Place {
            file: shown(path),
            sheet: None,
            cell: String::new(),
            why: format!("不是清单，没有导入（{error}）"),
            text: String::new(),
        });
    }

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

    /// A workbook that cannot be given to units is refused as a whole; one of a folder does not keep the others out.
    fn workbook(&mut self, path: &Path, book: Book, folder: bool) -> Result<(), ImportError> {
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
        let sets = yaml::categories::all();
        let words = self.loaded.words(&sets);
        let mut read = draft::read(&book.sheets, words, &citation::parse);
        let owners = units::owners(self.loaded, &read.items, self.department);
        if let Some(error) = self.unknown_unit(&file, &read.items, &owners) {
            if !folder {
                return Err(error);
            }
            self.plan.failed += read.items.len().saturating_sub(1);
            self.refuse(path, format!("{error}，整个工作簿没有导入"));
            return Ok(());
        }
        self.plan.failed += read.lost;
        self.plan
            .not_understood
            .extend(read.not_understood.into_iter().map(|t| place(t.remark)));
        self.plan.notes.extend(read.notes.into_iter().map(place));
        self.plan.workbooks.push(Workbook {
            file: file.clone(),
            sheets: read.sheets,
        });
        self.state.next_source();
        let mut drafts = Vec::with_capacity(read.items.len());
        for (mut draft, owner) in read.items.drain(..).zip(owners.into_iter().flatten()) {
            if let Some(why) = &owner.note {
                let cell = draft.unit.as_ref().map_or(draft.cell, |(cell, _)| *cell);
                self.plan.notes.push(Place {
                    file: file.clone(),
                    sheet: Some(draft.sheet.clone()),
                    cell: cell.to_string(),
                    why: why.clone(),
                    text: String::new(),
                });
            }
            let unit = owner.claim(&mut draft);
            drafts.push((unit, draft));
        }
        self.state.meet(&drafts);
        for (unit, draft) in &drafts {
            self.plan.items += 1;
            let change = self.state.put_draft(unit, draft)?;
            if let Some(other) = self
                .state
                .same_name_elsewhere(unit, &draft.category, &draft.name)
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

    /// The first item whose unit cannot be told.
    fn unknown_unit(
        &self,
        file: &str,
        drafts: &[Draft],
        owners: &[Option<Owner>],
    ) -> Option<ImportError> {
        let mut pairs = drafts.iter().zip(owners);
        let (draft, _) = pairs.find(|(_, owner)| owner.is_none())?;
        let (cell, why) = match &draft.unit {
            Some((cell, text)) => (cell, format!("行使主体“{}”", text.value)),
            None => (&draft.cell, "没有写行使主体".to_owned()),
        };
        Some(ImportError::UnknownUnit {
            place: Box::new(Place {
                file: file.to_owned(),
                sheet: Some(draft.sheet.clone()),
                cell: cell.to_string(),
                why,
                text: String::new(),
            }),
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
        let ((header, items), findings) = yaml::item_file::read(text, SourceId(0), gate, &file);
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
