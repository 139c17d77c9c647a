//! `import`: submissions into the project, the project into the working database.

use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use power_list::domain::gate::Gate;
use power_list::domain::ids::DepartmentId;
use power_list::finding::{Finding, Severity, Sources};
use power_list::io::project::{self, Loaded, ProjectError};
use power_list::io::store::{ImportCounts, Imports as _};
use power_list::ops::import_source::{self, ImportError, Place, Plan, Workbook};
use power_list::ops::imported::Imported;
use serde_json::{Value, json};

use super::error::{Exit, Unreadable, usage};
use super::{Global, context, store, table};

/// 导入填报材料（Excel、WPS、OpenDocument、CSV 表格，YAML 事项文件，或放着它们的文件夹），再把工程装入工作库；不给来源时只装入工作库
#[derive(Debug, Args)]
#[command(after_help = "\
例子：
  power-list import                                   把工程现在的样子装入工作库
  power-list import 报送表.xlsx --department hbj      从工作簿生成事项文件，再装入工作库
  power-list import 报送表.xlsx --dry-run --diff      先看会改什么，什么也不写
  power-list import 报送/ --format json               一次导入一个文件夹，结果给程序读
  cat 报送表.csv | power-list import - --department hbj

已有的事项按编码、或按部门内的名称更新，其他事项不动；再导入一次不会有任何改动。

退出码：0 完成；1 有内容没能导入，或工程里有读不懂的文件；2 用法或来源不对；3 读写失败")]
pub struct Import {
    /// 来源：.xlsx、.xls、.et、.ods、.csv 表格或 .yaml 事项文件，放着它们的文件夹，或 -（标准输入）；看内容，不看后缀
    #[arg(value_name = "来源")]
    sources: Vec<PathBuf>,
    /// 事项归入哪个部门（departments.yaml 里的代号；不给时按“行使主体”列认）
    #[arg(long, value_name = "代号")]
    department: Option<DepartmentId>,
    /// 只看会怎样，不写任何文件
    #[arg(long)]
    dry_run: bool,
    /// 显示事项文件的改动（统一差异格式）
    #[arg(long)]
    diff: bool,
    /// 输出格式
    #[arg(long, value_name = "格式", value_enum, default_value_t = Format::Plain, hide_possible_values = true)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Plain,
    Json,
}

impl Import {
    /// Runs the command.
    pub fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let root = context::project_root(global)?;
        let prefix = context::prefix(&root);
        let mut out = crate::cli::screen::stdout();
        if self.sources.is_empty() {
            let imported = imported(&root, &prefix)?;
            let counts = into_database(&root, &imported, self.dry_run)?;
            self.print_counts(&mut out, counts, imported.without_code, global.quiet)?;
            return Ok(Exit::Clean);
        }
        let loaded = load(&root, &prefix)?;
        let plan = import_source::plan(&root, &loaded, &self.sources, self.department.as_ref())
            .map_err(explain)?;
        if !self.dry_run {
            import_source::apply(&root, &plan)?;
        }
        match self.format {
            Format::Json => self.print_json(&mut out, &plan)?,
            Format::Plain => self.print_plain(&mut out, &plan, global.quiet)?,
        }
        if !self.dry_run {
            // The files have changed; what goes into the database is read anew.
            drop(loaded);
            into_database(&root, &imported(&root, &prefix)?, false)?;
        }
        Ok(if plan.failed > 0 {
            Exit::Findings
        } else {
            Exit::Clean
        })
    }

    fn print_counts(
        &self,
        out: &mut dyn Write,
        counts: ImportCounts,
        without_code: usize,
        quiet: bool,
    ) -> anyhow::Result<()> {
        let ImportCounts {
            created,
            changed,
            unchanged,
            removed,
        } = counts;
        match self.format {
            Format::Json => print_json(
                out,
                &json!({
                    "schema": "power-list/import/v1",
                    "items": created + changed + unchanged,
                    "created": created,
                    "changed": changed,
                    "unchanged": unchanged,
                    "removed": removed,
                    "without_code": without_code,
                    "not_understood": [],
                }),
            ),
            Format::Plain if quiet => Ok(()),
            Format::Plain => {
                let verdict = match (created + changed + removed, self.dry_run) {
                    (0, _) => "，没有改动",
                    (_, true) => "（试运行，没有写入）",
                    (_, false) => "",
                };
                writeln!(
                    out,
                    "工作库：新增 {created} 项，更新 {changed} 项，未变 {unchanged} 项，移出 {removed} 项{verdict}"
                )?;
                if without_code > 0 {
                    writeln!(out, "另有 {without_code} 项没有编码，没有装入")?;
                }
                Ok(())
            }
        }
    }

    fn print_json(&self, out: &mut dyn Write, plan: &Plan) -> anyhow::Result<()> {
        let place = |p: &Place| json!({ "file": p.file, "sheet": p.sheet, "cell": p.cell, "why": p.why, "text": p.text });
        let places = |list: &[Place]| list.iter().map(place).collect::<Vec<Value>>();
        let changes: Vec<Value> = plan
            .changes
            .iter()
            .map(|c| {
                json!({
                    "action": c.action.key(),
                    "department": c.department,
                    "category": c.category,
                    "code": c.code,
                    "name": c.name,
                    "file": c.file,
                })
            })
            .collect();
        let mut value = json!({
            "schema": "power-list/import/v1",
            "items": plan.items,
            "created": plan.created,
            "changed": plan.changed,
            "unchanged": plan.unchanged,
            "failed": plan.failed,
            "dry_run": self.dry_run,
            "changes": changes,
            "files": plan.files.iter().map(|f| f.path.as_str()).collect::<Vec<_>>(),
            "workbooks": plan.workbooks.iter().map(workbook).collect::<Vec<_>>(),
            "not_understood": places(&plan.not_understood),
            "notes": places(&plan.notes),
        });
        if self.diff
            && let Some(map) = value.as_object_mut()
        {
            let diffs: String = plan
                .files
                .iter()
                .map(import_source::PlannedFile::diff)
                .collect();
            map.insert("diff".to_owned(), diffs.into());
        }
        print_json(out, &value)
    }

    fn print_plain(&self, out: &mut dyn Write, plan: &Plan, quiet: bool) -> anyhow::Result<()> {
        // Before anything is written a person wants to see all of it, afterwards only the first lines.
        let most = match self.dry_run || self.diff {
            true => usize::MAX,
            false => MANY,
        };
        for change in plan.changes.iter().take(most) {
            writeln!(
                out,
                "{}  {}  {}（{}）",
                change.action.chinese(),
                change.code,
                change.name,
                change.file
            )?;
        }
        if plan.changes.len() > most {
            let more = plan.changes.len() - most;
            writeln!(out, "…… 还有 {more} 项，用 --format json 看全部")?;
        }
        if self.diff {
            for file in &plan.files {
                write!(out, "{}", file.diff())?;
            }
        }
        if !quiet && !plan.workbooks.is_empty() {
            writeln!(out, "{}", sheets(&plan.workbooks))?;
        }
        section(out, "没有读懂", &plan.not_understood, usize::MAX)?;
        if quiet {
            return Ok(());
        }
        section(out, "说明", &plan.notes, MANY)?;
        let Plan {
            items,
            created,
            changed,
            unchanged,
            failed,
            ..
        } = plan;
        let verdict = match (created + changed, self.dry_run) {
            (0, _) => "，没有改动",
            (_, true) => "（试运行，没有写任何文件）",
            (_, false) => "",
        };
        writeln!(
            out,
            "共 {items} 项：新增 {created}，更新 {changed}，未变 {unchanged}{verdict}"
        )?;
        if *failed > 0 {
            writeln!(out, "另有 {failed} 处没能导入，原因见上面“没有读懂”")?;
        }
        Ok(())
    }
}

/// A workbook's sheets for programs.
fn workbook(book: &Workbook) -> Value {
    let sheets: Vec<Value> = book
        .sheets
        .iter()
        .map(|s| {
            json!({
                "sheet": s.sheet,
                "header_row": s.header_row,
                "rows": s.rows,
                "items": s.items,
                "sub_items": s.sub_items,
                "not_understood": s.not_understood,
            })
        })
        .collect();
    json!({ "file": book.file, "sheets": sheets })
}

/// What came of every sheet.
fn sheets(books: &[Workbook]) -> comfy_table::Table {
    let mut table = table::new([
        "工作簿",
        "工作表",
        "表头行",
        "读到行数",
        "事项",
        "子项",
        "没有读懂",
    ]);
    for book in books {
        let name = Path::new(&book.file).file_name();
        let name = name.map_or(book.file.clone(), |n| n.to_string_lossy().into_owned());
        for sheet in &book.sheets {
            table.add_row([
                name.clone(),
                sheet.sheet.clone(),
                sheet
                    .header_row
                    .map_or("—".to_owned(), |row| row.to_string()),
                sheet.rows.to_string(),
                sheet.items.to_string(),
                sheet.sub_items.to_string(),
                sheet.not_understood.to_string(),
            ]);
        }
    }
    table
}

/// Makes the project's items those of the working database; a dry run only counts.
fn into_database(root: &Path, imported: &Imported, dry_run: bool) -> anyhow::Result<ImportCounts> {
    let place = store::place(root, imported.frame.settings.store.as_ref())?;
    if !dry_run {
        return Ok(place.open_or_create()?.import_items(imported)?);
    }
    match place.open_if_there()? {
        Some(store) => Ok(store.count_import(imported)?),
        None => Ok(ImportCounts {
            created: imported.marks().len(),
            ..ImportCounts::default()
        }),
    }
}

/// Most lines of notes on a terminal; JSON has them all.
const MANY: usize = 20;

/// Every place that was not understood, and as many notes as a person reads.
fn section(out: &mut dyn Write, title: &str, places: &[Place], most: usize) -> std::io::Result<()> {
    if places.is_empty() {
        return Ok(());
    }
    writeln!(out, "{title}（{} 处）：", places.len())?;
    // The same remark on many cells is one line.
    let mut groups: Vec<(&Place, usize)> = Vec::new();
    let mut seen: HashMap<(&str, &str), usize> = HashMap::new();
    for place in places {
        let group = seen
            .entry((&place.file, &place.why))
            .or_insert(groups.len());
        match groups.get_mut(*group) {
            Some((_, count)) => *count += 1,
            None => groups.push((place, 1)),
        }
    }
    for (place, count) in groups.iter().take(most) {
        let more = if *count > 1 {
            format!("（同样的共 {count} 处）")
        } else {
            String::new()
        };
        writeln!(out, "  {}{more}", place.to_string().replace('\n', " "))?;
    }
    if groups.len() > most {
        writeln!(
            out,
            "  …… 还有 {} 条，用 --format json 看全部",
            groups.len() - most
        )?;
    }
    Ok(())
}

fn print_json(out: &mut dyn Write, value: &Value) -> anyhow::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value).map_err(std::io::Error::from)?;
    Ok(writeln!(out)?)
}

/// Loads the project, judged as for publication, so that no fault of a file that may be rewritten is passed over.
fn load(root: &Path, prefix: &str) -> anyhow::Result<Loaded> {
    project::load(root, Some(Gate::Publication), prefix, None).map_err(unusable)
}

/// The project as the working database takes it.
///
/// # Errors
/// When something in it could not be read.
fn imported(root: &Path, prefix: &str) -> anyhow::Result<Imported> {
    let mut imported = Imported::read(root, prefix).map_err(unusable)?;
    if imported.errors > 0 {
        // What is wrong is told with its places. Where nothing is any more, somebody has just mended it.
        whole(&load(root, prefix)?)?;
        imported = Imported::read(root, prefix).map_err(unusable)?;
    }
    match imported.errors {
        0 => Ok(imported),
        errors => Err(unreadable(errors, "再运行一次")),
    }
}

fn unusable(error: ProjectError) -> anyhow::Error {
    match error {
        ProjectError::Settings { findings, sources } => usage(
            "工程设置有误，无法继续",
            faults(&findings, &sources).join("\n"),
        ),
        error => error.into(),
    }
}

/// Findings as lines for a hint.
fn faults(findings: &[Finding], sources: &Sources) -> Vec<String> {
    findings
        .iter()
        .map(|f| {
            let source = sources.get(f.primary.source);
            let at = source.position(f.primary.start);
            format!("{}:{}:{} {}", source.name, at.line, at.column, f.message)
        })
        .collect()
}

/// Refuses a project whose files could not all be read: what is not read would count as removed.
fn whole(loaded: &Loaded) -> anyhow::Result<()> {
    const SHOWN: usize = 10;
    let errors: Vec<Finding> = loaded
        .findings
        .iter()
        .filter(|f| f.severity == Severity::Error)
        .cloned()
        .collect();
    if errors.is_empty() {
        return Ok(());
    }
    let mut lines = faults(&errors, &loaded.sources);
    lines.truncate(SHOWN);
    lines.push("运行 power-list validate 看全部，改好后再导入；工作库没有改动".to_owned());
    Err(unreadable(errors.len(), &lines.join("\n")))
}

fn unreadable(errors: usize, hint: &str) -> anyhow::Error {
    Unreadable {
        message: format!("工程里有 {errors} 处读不懂的地方，没有装入工作库"),
        hint: hint.to_owned(),
    }
    .into()
}

/// Mistakes of the command line and of what was handed in are exit 2, failures of the machine exit 3.
fn explain(error: ImportError) -> anyhow::Error {
    let hint = match &error {
        ImportError::File(_) => return error.into(),
        // What it wraps says by itself what it is.
        ImportError::Source(_) => {
            return match error {
                ImportError::Source(source) => source.into(),
                other => other.into(),
            };
        }
        ImportError::UnknownDepartment { .. } => {
            "先在 departments.yaml 里登记部门，或者改正代号".to_owned()
        }
        ImportError::BrokenHeaders(_) => {
            "先改好 headers.yaml（power-list validate 会列出全部问题），再导入".to_owned()
        }
        ImportError::UnknownUnit { known, .. } => {
            format!("用 --department 指明部门代号（{known}），或者在 departments.yaml 里登记")
        }
        ImportError::NothingToImport { .. } => {
            "来源要有带表头的工作表，或者有 items: 的 YAML 文件".to_owned()
        }
        ImportError::BrokenTarget { file, .. } => {
            format!("先改好“{file}”（power-list validate 会列出全部问题），再导入")
        }
        ImportError::Occupied(_) => "把那个文件移走或改名，再导入".to_owned(),
        ImportError::OutsideProject(_) => "把链接换成真正的文件夹".to_owned(),
        ImportError::CodesExhausted { .. } => "整理这个部门的事项编码".to_owned(),
    };
    usage(error.to_string(), hint)
}
