//! What the papers of an office have in common on the command line: format, place, who sends them.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use power_list::domain::ids::DepartmentId;
use power_list::ops::papers::Names;
use power_list::render::paper::{Head, Paper, book, markdown};
use power_list::render::{docx, xlsx};

use crate::cli::Global;
use crate::cli::output::{Target, by_ending};
use crate::cli::review::context::ProjectContext;

/// A format; one writer in `render` for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For Word.
    Docx,
    /// A workbook.
    Xlsx,
    /// Text.
    #[value(alias = "md")]
    Markdown,
}

impl Format {
    /// All formats with the endings of their files.
    const ENDINGS: [(Self, &'static str); 3] = [
        (Self::Docx, "docx"),
        (Self::Xlsx, "xlsx"),
        (Self::Markdown, "md"),
    ];

    /// Ending of a file in this format.
    pub fn ending(self) -> &'static str {
        Self::ENDINGS
            .iter()
            .find(|(format, _)| *format == self)
            .map_or("", |(_, ending)| ending)
    }

    /// The paper in this format.
    ///
    /// # Errors
    /// When it is more than such a file can hold.
    pub fn write(self, paper: &Paper) -> anyhow::Result<Vec<u8>> {
        Ok(match self {
            Self::Docx => docx::paper(paper)?,
            Self::Xlsx => xlsx::write(&book(paper))?,
            Self::Markdown => markdown(paper),
        })
    }
}

/// Options of every paper.
#[derive(Debug, Args)]
pub struct PaperArgs {
    /// 格式：docx（默认）、xlsx 或 markdown；写了 -o 时按文件名结尾
    #[arg(long, value_name = "格式", value_enum, hide_possible_values = true)]
    format: Option<Format>,
    /// 写到哪个文件；- 是标准输出（默认：当前目录，以文件的标题为文件名）
    #[arg(long, short, value_name = "文件")]
    pub output: Option<PathBuf>,
    /// 覆盖已经存在的文件
    #[arg(long)]
    pub force: bool,
    /// 发文机关
    #[arg(long, value_name = "机关", help_heading = "落款")]
    sender: Option<String>,
    /// 发文字号或者期号，例如 滁编办函〔2014〕12号、第3期
    #[arg(long, value_name = "文号", help_heading = "落款")]
    number: Option<String>,
    /// 联系人和电话
    #[arg(long, value_name = "联系人", help_heading = "落款")]
    contact: Option<String>,
}

impl PaperArgs {
    /// The format that is meant.
    ///
    /// # Errors
    /// When the name of the file does not tell.
    pub fn format(&self) -> anyhow::Result<Format> {
        match (self.format, &self.output) {
            (Some(format), _) => Ok(format),
            (None, Some(path)) if path.as_os_str() != "-" => by_ending(path, &Format::ENDINGS),
            (None, _) => Ok(Format::Docx),
        }
    }

    /// The format for files that have no name of their own on the command line.
    pub fn format_in_folder(&self) -> Format {
        self.format.unwrap_or(Format::Docx)
    }

    /// What is said at the head and the foot.
    pub fn head(&self, date: Date) -> Head {
        let given = |text: &Option<String>| {
            let text = text.as_deref().map(str::trim);
            text.filter(|t| !t.is_empty()).map(str::to_owned)
        };
        Head {
            sender: given(&self.sender),
            number: given(&self.number),
            date,
            contact: given(&self.contact),
        }
    }

    /// What of a letter has to be filled in by hand, as a line to say; empty where nothing has, or where the format marks no
    /// blanks.
    pub fn blanks(&self, format: Format) -> String {
        let blanks: Vec<&str> = [
            ("发文机关（--sender）", self.sender.is_none()),
            ("发文字号（--number）", self.number.is_none()),
            ("联系人（--contact）", self.contact.is_none()),
        ]
        .into_iter()
        .filter_map(|(what, blank)| blank.then_some(what))
        .collect();
        if blanks.is_empty() || format != Format::Docx {
            return String::new();
        }
        format!("\n  标黄的空白要填写：{}", blanks.join("、"))
    }

    /// Where the paper goes, and in which format; refused before any work is done where it cannot go there.
    ///
    /// # Errors
    /// When it cannot.
    pub fn target(&self, usual: &str) -> anyhow::Result<(Target, Format)> {
        let format = self.format()?;
        let usual = format!("{usual}.{}", format.ending());
        let target = Target::new(self.output.as_deref(), &usual);
        target.check(format != Format::Markdown)?;
        Ok((target, format))
    }

    /// Writes the paper.
    ///
    /// # Errors
    /// When it cannot be made or written.
    pub fn put(
        &self,
        (target, format): (Target, Format),
        paper: &Paper,
        done: &str,
        global: &Global,
    ) -> anyhow::Result<()> {
        let bytes = format.write(paper)?;
        target.put(&bytes, self.force, (!global.quiet).then_some(done))
    }
}

/// How the project calls its units and people.
pub struct Called {
    units: Vec<(DepartmentId, String)>,
    categories: Vec<(String, String)>,
}

impl Called {
    /// Names out of a project.
    pub fn of(context: &ProjectContext) -> Self {
        let units = context.departments.iter();
        let categories = context.categories.categories.iter();
        Self {
            units: units.map(|d| (d.id.clone(), d.name.clone())).collect(),
            categories: categories
                .map(|c| (c.code.to_string(), c.name.to_string()))
                .collect(),
        }
    }

    /// The names.
    pub fn names<'a>(&'a self, context: &'a ProjectContext) -> Names<'a> {
        Names {
            jurisdiction: &context.jurisdiction,
            units: &self.units,
            people: &context.people,
            categories: &self.categories,
        }
    }
}
