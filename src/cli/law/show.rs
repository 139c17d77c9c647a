//! `power-list law show`: one law with its versions.

use std::io::Write;

use clap::Args;
use jiff::civil::Date;
use power_list::domain::law::{Law, Register, Standing};
use serde_json::json;

use super::super::context;
use super::super::table;
use super::view::{self, LawView, RepealView};
use super::{PageFormat, register_of};
use crate::cli::Global;
use crate::cli::error::{Exit, usage};

/// 查看一部法规：历次版本、施行与废止日期、结构
///
/// 名称可用全称、简称或者曾用名，带不带书名号都可以。效力按今天判断，用 --as-of 换一天。
#[derive(Debug, Args)]
#[command(
    next_help_heading = "选项",
    after_help = "\
示例：
  power-list law show 行政许可法
  power-list law show 《中华人民共和国环境保护法》 --as-of 2015-03-01
  power-list law show 农药管理条例 --format json"
)]
pub struct ShowArgs {
    /// 法规名称
    #[arg(value_name = "名称", help_heading = "参数")]
    name: String,
    /// 输出格式：table（表格，默认）、json
    #[arg(
        long,
        value_name = "格式",
        value_enum,
        default_value = "table",
        hide_possible_values = true,
        hide_default_value = true
    )]
    format: PageFormat,
}

/// Runs the command.
pub fn run(args: &ShowArgs, global: &Global) -> anyhow::Result<Exit> {
    let register = register_of(global)?;
    let as_of = global.as_of.unwrap_or_else(context::today);
    let name = bare(&args.name);
    if name.is_empty() {
        return Err(usage(
            "法规名称是空的",
            "如：power-list law show 行政许可法",
        ));
    }
    let mut out = crate::cli::screen::stdout();
    let law = register.find(name);
    let earlier = register.repealed_name(name);
    if law.is_none() && earlier.is_none() {
        return Err(unknown(&register, name));
    }
    match args.format {
        PageFormat::Json => {
            let page = json!({
                "schema": "power-list/law/v1",
                "law": law.map(|law| LawView::of(law, as_of)),
                "repealed_name": earlier.map(|repeal| json!({ "name": name, "repeal": RepealView::of(repeal) })),
            });
            serde_json::to_writer_pretty(&mut out, &page)?;
            writeln!(out)?;
        }
        PageFormat::Table => {
            if let Some(law) = law {
                print(&mut out, law, as_of)?;
            }
            if let Some(repeal) = earlier {
                let which = if law.is_some() { "同名旧法：" } else { "" };
                writeln!(
                    out,
                    "{which}《{name}》{}；法规库中没有它的版本和结构",
                    view::ended(repeal)
                )?;
            }
        }
    }
    out.flush()?;
    Ok(Exit::Clean)
}

/// The name without spaces around it and title marks.
pub fn bare(name: &str) -> &str {
    let name = name.trim();
    name.strip_prefix('《')
        .and_then(|inner| inner.strip_suffix('》'))
        .unwrap_or(name)
}

fn print(out: &mut impl Write, law: &Law, as_of: Date) -> std::io::Result<()> {
    writeln!(out, "{}", law.full_name)?;
    if law.id.as_str() != &*law.full_name {
        writeln!(out, "简称：{}", law.id)?;
    }
    if !law.former_names.is_empty() {
        let names: Vec<_> = law.former_names.iter().map(AsRef::as_ref).collect();
        writeln!(out, "曾用名：{}", names.join("、"))?;
    }
    writeln!(out, "位阶：{}", law.level.chinese())?;
    writeln!(out, "{as_of}：{}", view::standing(law, as_of))?;
    if let Some(repeal) = &law.repeal
        && !matches!(law.standing(as_of), Standing::Repealed(_))
    {
        writeln!(out, "废止：{}", view::ended(repeal))?;
    }
    let mut table = table::new(["", "公布", "施行", "方式", "结构", "依据"]);
    let current = match law.standing(as_of) {
        Standing::InForce(version) => Some(version.published),
        _ => None,
    };
    for version in &law.versions {
        table.add_row([
            if current == Some(version.published) {
                "→"
            } else {
                ""
            },
            &version.published.to_string(),
            &version
                .effective
                .map_or("未知".to_owned(), |d| d.to_string()),
            version.enactment.chinese(),
            &view::counts(version.structure.as_ref()),
            &version.source,
        ]);
    }
    writeln!(out, "{table}")
}

/// That the register has no law of a name, with those that come near.
pub fn unknown(register: &Register, name: &str) -> anyhow::Error {
    let near = near_names(register, name);
    let hint = if near.is_empty() {
        "power-list law list 文字，可按名称中的文字查找".to_owned()
    } else {
        format!("是不是：{}", near.join("、"))
    };
    usage(format!("法规库中没有《{name}》"), hint)
}

/// Up to five names that contain the text, are contained in it, or differ in few characters.
fn near_names(register: &Register, name: &str) -> Vec<String> {
    let wanted: Vec<char> = name.chars().collect();
    let limit = (wanted.len() / 3).max(1);
    let mut near: Vec<(usize, &str)> = register
        .laws()
        .iter()
        .map(|law| law.id.as_str())
        .chain(register.repealed_names().map(|(name, _)| name))
        .filter_map(|id| {
            let letters: Vec<char> = id.chars().collect();
            let distance = distance(&wanted, &letters);
            let contains = wanted.len() > 1 && (id.contains(name) || name.contains(id));
            (contains || distance <= limit).then_some((distance, id))
        })
        .collect();
    near.sort_unstable();
    near.dedup();
    near.into_iter()
        .take(5)
        .map(|(_, id)| id.to_owned())
        .collect()
}

/// Edit distance (Levenshtein) in characters.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut before = i;
        let mut left = i + 1;
        for (cell, y) in row.iter_mut().skip(1).zip(b) {
            let up = *cell;
            let here = (before + usize::from(x != y)).min(up + 1).min(left + 1);
            before = up;
            left = here;
            *cell = here;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        let d = |a: &str, b: &str| {
            distance(
                &a.chars().collect::<Vec<_>>(),
                &b.chars().collect::<Vec<_>>(),
            )
        };
        assert_eq!(d("", "甲乙"), 2);
        assert_eq!(d("环境保护法", "环境保护法"), 0);
        assert_eq!(d("环境保户法", "环境保护法"), 1);
        assert_eq!(d("甲乙丙", "乙丙丁"), 2);
    }
}
