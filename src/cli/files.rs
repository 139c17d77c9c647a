//! Which files of which project a command is to work on: what `fix` and `fmt` have in common.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use power_list::domain::gate::Gate;
use power_list::domain::place::SourceId;
use power_list::io::files::{self, TextFault};
use power_list::io::project::{self, Loaded, ProjectError};
use power_list::ops::fix::Kind;

use super::error::usage;
use super::{Global, context};

/// The files that are meant.
pub enum Files {
    /// One text on standard input.
    Stdin,
    /// Files of a project.
    Project {
        /// Its folder.
        root: PathBuf,
        /// What to put before project paths for people.
        prefix: String,
        /// Files and folders, links resolved; empty: the whole project.
        selected: Vec<PathBuf>,
    },
}

impl Files {
    /// Makes sense of the paths on the command line.
    pub fn resolve(paths: &[PathBuf], global: &Global) -> anyhow::Result<Self> {
        let stdin = paths.iter().any(|p| p.as_os_str() == "-");
        if stdin && paths.len() > 1 {
            return Err(usage("标准输入（-）不能和别的路径一起写", "分两次运行"));
        }
        if stdin {
            return Ok(Self::Stdin);
        }
        let mut root: Option<PathBuf> = global.project.clone();
        let mut selected = Vec::new();
        for path in paths {
            let shown = files::shown(path);
            if !path.exists() {
                return Err(usage(
                    format!("没有“{shown}”这个文件或文件夹"),
                    "检查路径；不给路径时处理整个工程",
                ));
            }
            let real = files::real(path)?;
            let found = project::find(&real).ok_or_else(|| {
                usage(
                    format!("“{shown}”不在任何清单工程里：它和它的上级目录都没有 power-list.yaml"),
                    "用 --project 指明工程；单个文件也可以从标准输入给（-）",
                )
            })?;
            match &root {
                Some(known) if files::real(known)? != files::real(&found)? => {
                    return Err(usage(
                        format!("“{shown}”不在“{}”这个工程里", files::shown(known)),
                        "一次只能处理一个工程，分两次运行",
                    ));
                }
                Some(_) => {}
                // The path as it was typed is shorter than the one with all links resolved.
                None if path.join(project::SETTINGS).is_file() => root = Some(path.clone()),
                None => root = Some(found),
            }
            selected.push(real);
        }
        let root = match root {
            Some(root) => root,
            None => context::project_root(global)?,
        };
        Ok(Self::Project {
            prefix: context::prefix(&root),
            root,
            selected,
        })
    }
}

/// Whether a file of a project was meant. Where nothing of the project was, that is a mistake.
pub fn wanted(
    root: &Path,
    selected: &[PathBuf],
    loaded: &Loaded,
) -> anyhow::Result<impl Fn(SourceId) -> bool + use<>> {
    let canonical = files::real(root)?;
    let project = &loaded.project;
    let all: Vec<(PathBuf, SourceId)> = project
        .files
        .iter()
        .map(|f| (canonical.join(&f.path), f.source))
        .chain(
            project
                .chart_sources
                .iter()
                .map(|(path, id)| (canonical.join(path), *id)),
        )
        .collect();
    for path in selected {
        if !all.iter().any(|(file, _)| file.starts_with(path)) {
            return Err(usage(
                format!("“{}”里没有事项文件，也没有流程图文件", files::shown(path)),
                "事项文件在 items/<部门>/<类别>.yaml，流程图在 flowcharts/<部门>/",
            ));
        }
    }
    let ids: Vec<SourceId> = all
        .into_iter()
        .filter(|(file, _)| selected.is_empty() || selected.iter().any(|s| file.starts_with(s)))
        .map(|(_, id)| id)
        .collect();
    Ok(move |id| ids.contains(&id))
}

/// Loads a project, judged as for publication, so that no fault of a file that may be rewritten is passed over.
pub fn load(root: &Path) -> anyhow::Result<Loaded> {
    match project::load(root, Some(Gate::Publication), "", None) {
        Ok(loaded) => Ok(loaded),
        Err(ProjectError::Settings { findings, .. }) => Err(usage(
            format!("工程设置有误，无法继续：{} 处", findings.len()),
            "运行 power-list validate 看哪里不对",
        )),
        Err(error) => Err(error.into()),
    }
}

/// Standard input as a text, and what kind of file it is.
pub fn stdin() -> anyhow::Result<(String, Kind)> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes)?;
    let text = files::decode(bytes).map_err(|fault| {
        let why = match fault {
            TextFault::NotUtf8 { offset, .. } => {
                format!("标准输入不是 UTF-8 文本（第 {} 个字节起）", offset + 1)
            }
            _ => "标准输入读不成文本".to_owned(),
        };
        usage(why, "先转成 UTF-8，例如 iconv -f gb18030 -t utf-8")
    })?;
    let chart = text.lines().any(|l| l.starts_with("steps:"));
    let kind = if chart { Kind::Chart } else { Kind::Items };
    Ok((text.to_string(), kind))
}
