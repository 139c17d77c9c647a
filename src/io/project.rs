//! Reads a whole project: settings, units, items, charts. Every fault on the way is a finding.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::domain::adoption::ParentList;
use crate::domain::allow::AllowComment;
use crate::domain::category::CategorySet;
use crate::domain::department::Department;
use crate::domain::gate::Gate;
use crate::domain::item::PowerItem;
use crate::domain::place::{At, SourceId};
use crate::domain::project::{Frame, ItemFile, Project, Settings};
use crate::domain::published::Published;
use crate::finding::{Finding, Sources};
use crate::rules::{Rule, shape};

use super::bounds::Bounds;
use super::files::{self, Encoding, FileError, TextFault};
use super::sheet::draft::Words;
use super::sheet::headers::HeaderTable;
use super::statute::folder::FolderError;
use super::yaml;

mod charts;
pub mod citing;
mod header;
pub mod item_file;
mod laws;
pub mod outline;
mod parent;
mod published;
mod quotes;
mod unit;

use charts::Charts;

pub use charts::drawing;
pub use quotes::{lines as quote_lines, lines_of as quote_lines_of};
pub use unit::{UnitItems, load_unit};

/// Name of the settings file that makes a folder a project.
pub const SETTINGS: &str = "power-list.yaml";
/// File name of the units.
pub const DEPARTMENTS: &str = "departments.yaml";
/// Name of the file with the project's own titles of columns.
pub const HEADERS: &str = "headers.yaml";

/// Drawings larger than this are refused, in bytes.
pub const MAX_DRAWING: u64 = 20 << 20;

/// A project as read, with the texts it was read from and what was wrong with them.
#[derive(Debug)]
pub struct Loaded<P = Project> {
    /// The project, or its frame where the items are not held.
    pub project: P,
    /// The texts.
    pub sources: Sources,
    /// Faults found while reading.
    pub findings: Vec<Finding>,
    /// The item, chart and settings files that were read.
    pub files: Vec<SourceId>,
    /// What stands before the paths of the project in the names of the texts.
    pub prefix: String,
    /// Titles of the columns of workbooks, the project's own among them.
    pub headers: HeaderTable,
}

impl<P> Loaded<P> {
    /// The path of a text in the project.
    pub fn path_of(&self, source: SourceId) -> &str {
        let name = self.sources.get(source).name.as_str();
        name.strip_prefix(self.prefix.as_str()).unwrap_or(name)
    }
}

impl Loaded {
    /// The words by which workbooks are read. `sets` are all known category sets.
    pub fn words<'a>(&'a self, sets: &'a [CategorySet]) -> Words<'a> {
        Words {
            table: &self.headers,
            set: &self.project.settings.categories,
            sets,
        }
    }
}

/// Why there is no project to work on.
#[derive(Debug, thiserror::Error)]
pub enum ProjectError {
    /// No `power-list.yaml` there.
    #[error("“{0}”不是清单工程：没有找到 power-list.yaml")]
    NotAProject(String),
    /// The settings or the units could not be understood; the findings say why.
    #[error("工程设置有误，无法继续")]
    Settings {
        /// What is wrong.
        findings: Vec<Finding>,
        /// The texts it is wrong in.
        sources: Sources,
    },
    /// A folder could not be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The folder of statute texts given for this run cannot be used.
    #[error(transparent)]
    LawTexts(FolderError),
}

/// The project folder at or above `start`.
pub fn find(start: &Path) -> Option<PathBuf> {
    let start = std::fs::canonicalize(start).ok()?;
    start
        .ancestors()
        .find(|dir| dir.join(SETTINGS).is_file())
        .map(Path::to_path_buf)
}

/// Settings and units of a project, without its items.
#[derive(Debug)]
pub struct ProjectHeader {
    /// Settings.
    pub settings: Settings,
    /// Units.
    pub departments: Vec<Department>,
}

/// Reads settings and units of the project in `root`.
///
/// # Errors
/// When the folder is no project, or its settings or units cannot be understood.
pub fn load_header(root: &Path) -> Result<ProjectHeader, ProjectError> {
    let mut reader = Reader::open(root, "")?;
    let (header, _) = reader.header()?;
    Ok(header)
}

/// Reads the project in `root`. `gate` overrides the gate of the settings. Paths in findings are relative to
/// `root`, with `prefix` before them. `stdin` is an item file given on standard input, read in addition.
///
/// # Errors
/// When the folder is no project, or its settings or units cannot be understood.
pub fn load(
    root: &Path,
    gate: Option<Gate>,
    prefix: &str,
    stdin: Option<Vec<u8>>,
) -> Result<Loaded, ProjectError> {
    let mut reader = Reader::open(root, prefix)?;
    let begun = reader.begin(gate)?;
    let (files, items) = reader.items(begun.gate, stdin, |_, _| true)?;
    let lying = reader.lying_charts()?;
    let mut wanted = charts::named(&items);
    wanted.extend(lying.iter().cloned());
    let charts = reader.charts(begun.gate, wanted, &lying);
    let Loaded {
        project: frame,
        sources,
        findings,
        files,
        prefix,
        headers,
    } = reader.end(begun, files, charts);
    let quote_lines = quotes::lines(&items, &sources);
    Ok(Loaded {
        project: Project {
            frame,
            items,
            quote_lines,
        },
        sources,
        findings,
        files,
        prefix,
        headers,
    })
}

/// What everything else of a project is read by.
struct Begun {
    header: ProjectHeader,
    settings_source: SourceId,
    gate: Gate,
    headers: HeaderTable,
    parent: Option<ParentList>,
    published: Published,
    local_laws: Vec<At<String>>,
}

struct Reader<'p> {
    root: &'p Path,
    bounds: Arc<Bounds>,
    prefix: &'p str,
    sources: Sources,
    findings: Vec<Finding>,
    files: Vec<SourceId>,
    comments: Vec<AllowComment>,
}

/// Why a file cannot be used: the rule that says so, what it says, and what to do.
type Fault = (&'static Rule, String, String);

/// A file's text, or why there is none.
type TextOrFault = Result<Arc<str>, Fault>;

impl<'p> Reader<'p> {
    fn open(root: &'p Path, prefix: &'p str) -> Result<Self, ProjectError> {
        if !root.join(SETTINGS).is_file() {
            return Err(ProjectError::NotAProject(files::shown(root)));
        }
        let bounds = Bounds::of(root).map_err(|e| FileError::new("读取文件夹", root, e))?;
        Ok(Self {
            root,
            bounds: Arc::new(bounds),
            prefix,
            sources: Sources::default(),
            findings: Vec::new(),
            files: Vec::new(),
            comments: Vec::new(),
        })
    }

    /// Reads what stands before the items. `gate` overrides that of the settings.
    fn begin(&mut self, gate: Option<Gate>) -> Result<Begun, ProjectError> {
        let begun = self.begin_alone(gate)?;
        Ok(Begun {
            parent: parent::read(self.root, &begun.header.settings),
            published: published::published(self.root),
            ..begun
        })
    }

    /// As [`Reader::begin`], without other lists: that of the level above, those that were published.
    fn begin_alone(&mut self, gate: Option<Gate>) -> Result<Begun, ProjectError> {
        let (header, settings_source) = self.header()?;
        let gate = gate.unwrap_or(header.settings.gate);
        Ok(Begun {
            settings_source,
            gate,
            headers: self.headers(gate),
            parent: None,
            published: Published::default(),
            local_laws: self.local_laws(gate)?,
            header,
        })
    }

    /// Everything but the items, put together.
    fn end(self, begun: Begun, files: Vec<ItemFile>, charts: Charts) -> Loaded<Frame> {
        Loaded {
            project: Frame {
                settings: begun.header.settings,
                settings_source: begun.settings_source,
                departments: begun.header.departments,
                local_laws: begun.local_laws,
                published: begun.published,
                parent: begun.parent,
                files,
                charts: charts.charts,
                chart_sources: charts.sources,
                drawing_sources: charts.drawings,
                comments: self.comments,
            },
            sources: self.sources,
            findings: self.findings,
            files: self.files,
            prefix: self.prefix.to_owned(),
            headers: begun.headers,
        }
    }

    fn name(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
    }

    fn add(&mut self, path: &str, text: TextOrFault, gate: Gate) -> (SourceId, Arc<str>) {
        let name = self.name(path);
        let (text, fault) = match text {
            Ok(text) => (text, None),
            Err(fault) => ("".into(), Some(fault)),
        };
        let id = self.sources.add(name, Arc::clone(&text));
        self.files.push(id);
        if let Some((rule, message, help)) = fault {
            self.fault(rule, id, gate, message, help);
        }
        (id, text)
    }

    fn fault(
        &mut self,
        rule: &'static Rule,
        source: SourceId,
        gate: Gate,
        message: String,
        help: String,
    ) {
        self.findings
            .extend(item_file::fault(rule, source, gate, message, help));
    }

    fn text(&mut self, path: &str, gate: Gate) -> (SourceId, Arc<str>) {
        let text = read(&self.root.join(path), &self.bounds, path);
        self.add(path, text, gate)
    }

    /// Titles of columns: the built-in ones and, where the project has a file of them, its own over them.
    fn headers(&mut self, gate: Gate) -> HeaderTable {
        let built_in = HeaderTable::built_in();
        if !self.root.join(HEADERS).exists() {
            return built_in.clone();
        }
        let before = self.findings.len();
        let (source, text) = self.text(HEADERS, gate);
        // What cannot be read at all has been said.
        if self.findings.len() > before {
            return built_in.clone();
        }
        let (own, findings) = yaml::headers::read_text(&text, source, gate);
        self.findings.extend(findings);
        self.comments(&text, source, gate, None);
        built_in.overruled_by(own)
    }

    /// Reads what the comments of a text allow.
    fn comments(&mut self, text: &str, source: SourceId, gate: Gate, department: Option<&str>) {
        let (comments, findings) = yaml::comments::read(text, source, gate, department);
        self.comments.extend(comments);
        self.findings.extend(findings);
    }

    /// The item files in the order of their paths, each with its path in the project; what else lies there is reported.
    fn item_files(&mut self, gate: Gate) -> Result<Vec<(PathBuf, String)>, FileError> {
        let dir = self.root.join("items");
        let paths = if dir.is_dir() {
            files::walk(&dir)?
        } else {
            Vec::new()
        };
        let mut found = Vec::with_capacity(paths.len());
        for path in paths {
            let name = relative(self.root, &path);
            if is_yaml(&path) {
                found.push((path, name));
                continue;
            }
            let id = self.sources.add(self.name(&name), "".into());
            self.fault(
                &shape::unexpected_file::RULE,
                id,
                gate,
                format!("items/ 里的“{name}”不是事项文件，没有读取"),
                shape::unexpected_file::RULE.remedy.to_owned(),
            );
        }
        Ok(found)
    }

    fn items(
        &mut self,
        gate: Gate,
        stdin: Option<Vec<u8>>,
        wanted: impl Fn(&str, &TextOrFault) -> bool + Sync,
    ) -> Result<(Vec<ItemFile>, Vec<PowerItem>), FileError> {
        let found = self.item_files(gate)?;
        let bounds = &self.bounds;
        let texts: Vec<(String, TextOrFault)> = found
            .into_par_iter()
            .filter_map(|(path, name)| {
                let text = read(&path, bounds, &name);
                wanted(&name, &text).then_some((name, text))
            })
            .collect();
        let mut sources = Vec::with_capacity(texts.len());
        for (name, text) in texts {
            let id = self.sources.next_id();
            self.sources.add(self.name(&name), "".into());
            sources.push((id, name, text));
        }
        if let Some(bytes) = stdin {
            let name = "<stdin>".to_owned();
            let text = files::decode(bytes).map_err(|f| text_fault(&f, &name));
            let id = self.sources.next_id();
            self.sources.add(name.clone(), "".into());
            sources.push((id, name, text));
        }
        let read: Vec<_> = sources
            .par_iter()
            .map(|(id, name, text)| {
                let mut items = Vec::new();
                let read = match text {
                    Ok(text) => item_file::read_text(text, *id, gate, name, &mut items),
                    Err((rule, message, help)) => {
                        let fault =
                            item_file::fault(rule, *id, gate, message.clone(), help.clone());
                        item_file::unread(*id, name, fault)
                    }
                };
                (read, items)
            })
            .collect();
        let (mut headers, mut items) = (Vec::with_capacity(read.len()), Vec::new());
        for ((read, found), (id, _, text)) in read.into_iter().zip(sources) {
            if let Ok(text) = text {
                self.sources.set(id, text);
            }
            self.files.push(id);
            self.findings.extend(read.findings);
            self.comments.extend(read.comments);
            headers.push(read.file);
            items.extend(found);
        }
        Ok((headers, items))
    }
}

fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "yaml" || e == "yml")
}

fn relative(root: &Path, path: &Path) -> String {
    files::shown(path.strip_prefix(root).unwrap_or(path))
}

fn read(path: &Path, bounds: &Bounds, name: &str) -> TextOrFault {
    let bytes = read_raw(path, bounds, name)?;
    files::decode(bytes).map_err(|fault| text_fault(&fault, name))
}

/// The bytes of a file that lies in the project.
fn read_raw(path: &Path, bounds: &Bounds, name: &str) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    read_raw_into(path, bounds, name, &mut bytes)?;
    Ok(bytes)
}

/// As [`read_raw`], in the place of other bytes.
fn read_raw_into(
    path: &Path,
    bounds: &Bounds,
    name: &str,
    bytes: &mut Vec<u8>,
) -> Result<(), Fault> {
    let read = match bounds.hold(path) {
        Ok(true) => files::read_raw_into(path, bytes),
        Ok(false) => {
            return Err((
                &shape::unreadable_file::RULE,
                format!("“{name}”是指向工程之外的链接，没有读取"),
                "把文件本身放进工程文件夹".to_owned(),
            ));
        }
        Err(error) => Err(TextFault::Io(error)),
    };
    read.map_err(|fault| text_fault(&fault, name))
}

fn text_fault(fault: &TextFault, name: &str) -> Fault {
    let unreadable = &shape::unreadable_file::RULE;
    match fault {
        TextFault::NotUtf8 { offset, guess } => {
            let (what, from) = match guess {
                Encoding::Gb18030 => ("，看起来是 GB 18030（GBK）编码", "GB18030"),
                Encoding::Utf16 => ("，看起来是 UTF-16 编码", "UTF-16"),
                Encoding::Unknown => ("，也不像常见的中文编码", "原编码"),
            };
            (
                &shape::not_utf8::RULE,
                format!(
                    "“{name}”不是 UTF-8 编码（从第 {} 个字节起）{what}",
                    offset + 1
                ),
                format!(
                    "转换编码：iconv -f {from} -t UTF-8 '{name}' > 新文件.yaml，核对无误后替换原文件"
                ),
            )
        }
        TextFault::NotAFile => (
            unreadable,
            format!("“{name}”是文件夹，不是文件"),
            "文件夹不要用 .yaml 结尾命名".to_owned(),
        ),
        TextFault::TooLarge(size) => (
            unreadable,
            format!("“{name}”有 {} MB，超过了 1024 MB 的上限", size >> 20),
            "按部门和类别拆成多个文件".to_owned(),
        ),
        TextFault::Io(error) if error.kind() == std::io::ErrorKind::IsADirectory => (
            unreadable,
            format!("“{name}”是文件夹，不是文件"),
            "文件夹不要用 .yaml 结尾命名".to_owned(),
        ),
        TextFault::Io(error) => {
            files::heed(name, error);
            (
                unreadable,
                format!("“{name}”读不了：{}", files::explain(error)),
                unreadable.remedy.to_owned(),
            )
        }
    }
}
