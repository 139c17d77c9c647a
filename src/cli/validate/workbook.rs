//! Workbooks on the command line of `validate`, and the copy that goes back to the unit.

use std::path::{Path, PathBuf};

use power_list::domain::cell::CellRef;
use power_list::finding::source::Spot;
use power_list::io::files::{self, Written};
use power_list::io::sheet::annotate::{self, CellNote};
use power_list::io::submission::{self, Workbook};
use power_list::ops::validate::{Handed, Judged};

use crate::cli::error::usage;

/// A workbook that was named.
pub struct Named {
    path: PathBuf,
    bytes: Vec<u8>,
}

/// Reads the workbooks.
pub fn open(paths: &[PathBuf]) -> anyhow::Result<(Vec<Named>, Vec<Handed>)> {
    let (mut named, mut handed) = (Vec::new(), Vec::new());
    for path in paths {
        let Workbook { book, bytes } = submission::workbook(path)?;
        handed.push(Handed {
            name: files::shown(path),
            book,
        });
        named.push(Named {
            path: path.clone(),
            bytes,
        });
    }
    Ok((named, handed))
}

/// Refuses, before anything is judged, what could not be written afterwards.
pub fn check_feedback(out: &Path, named: &[Named], force: bool) -> anyhow::Result<()> {
    let [only] = named else {
        return Err(usage(
            "--feedback 一次只能用于一个工作簿",
            "写成 power-list validate 报送表.xlsx --feedback 反馈.xlsx",
        ));
    };
    let same = files::real(&only.path).ok() == files::real(out).ok() && out.exists();
    if same {
        return Err(usage(
            "--feedback 不能写回送来的工作簿本身",
            "换一个文件名，如 反馈.xlsx",
        ));
    }
    if out.exists() && !force {
        return Err(usage(
            format!("“{}”已经存在，没有覆盖", files::shown(out)),
            "换一个文件名，或者加 --force 覆盖",
        ));
    }
    let ending = out.extension().map(|e| e.to_ascii_lowercase());
    let kept = only.path.extension().map(|e| e.to_ascii_lowercase());
    // A workbook with macros keeps them, and has to keep its ending.
    if ending.as_ref().is_none_or(|e| e != "xlsx") && (ending.is_none() || ending != kept) {
        return Err(usage(
            format!("“{}”不以 .xlsx 结尾", files::shown(out)),
            "反馈总是 .xlsx 工作簿：换一个文件名，如 反馈.xlsx",
        ));
    }
    Ok(())
}

/// Writes the unit's own workbook with the findings in it, and says so on standard error.
pub fn write_feedback(
    out: &Path,
    named: &Named,
    judged: &Judged,
    force: bool,
) -> anyhow::Result<usize> {
    let notes = notes(judged);
    let bytes = annotate::annotate(&files::shown(&named.path), &named.bytes, &notes)?;
    // Somebody may have put a file there in the meantime.
    if files::write_unless_different(out, &bytes, force)? == Written::Differs {
        return Err(usage(
            format!("“{}”已经存在，没有覆盖", files::shown(out)),
            "换一个文件名，或者加 --force 覆盖",
        ));
    }
    Ok(notes.len())
}

/// What was found in the workbook, cell by cell.
fn notes(judged: &Judged) -> Vec<CellNote> {
    let sources = &judged.loaded.sources;
    let found = judged.report.findings.iter();
    found
        .map(|finding| {
            let source = sources.get(finding.primary.source);
            let spot: Option<(String, CellRef)> = match source.spot(finding.primary.start) {
                Spot::Cell { sheet, cell } => Some((sheet.to_owned(), cell)),
                Spot::Text(_) => None,
            };
            let (sheet, cell) = spot.unzip();
            // What lies in a chart of the project has no cell; the message says where it is.
            let message = match cell {
                Some(_) => finding.message.clone(),
                None => format!(
                    "{}{}：{}",
                    source.name,
                    source.spot(finding.primary.start),
                    finding.message
                ),
            };
            CellNote {
                sheet,
                cell,
                severity: finding.severity,
                code: finding.code.to_string(),
                name: finding.name.to_owned(),
                item: finding.item.clone(),
                message,
                help: finding.help.clone(),
            }
        })
        .collect()
}
