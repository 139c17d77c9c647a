//! Reads the register's text files.

use jiff::civil::Date;

use super::{HEADER, key};
use crate::domain::ids::LawId;
use crate::domain::law::{
    COUNTRY, Enactment, Law, LawLevel, LawVersion, Register, Repeal, Structure,
};

/// Why a register file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "法规库文件 {file} 第 {line} 行：{what}；应为{expected}。可用 power-list law index 重新生成"
)]
pub struct RegisterError {
    /// The file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What was found.
    pub what: String,
    /// What would have been right.
    pub expected: &'static str,
}

/// Reads the files of a register, each given as name and text.
///
/// Structures are only looked at when asked for; [`Structure::is_readable`] tells a broken one.
///
/// # Errors
/// At the first line that does not fit the format.
pub fn read<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<Register, RegisterError> {
    let mut register = Register::default();
    for (file, text) in files {
        Reader {
            file,
            line: 0,
            law: None,
        }
        .read(text, &mut register)?;
    }
    Ok(register)
}

struct Reader<'a> {
    file: &'a str,
    line: usize,
    law: Option<Law>,
}

impl Reader<'_> {
    fn read(mut self, text: &str, register: &mut Register) -> Result<(), RegisterError> {
        for line in text.lines() {
            self.line += 1;
            if self.line == 1 {
                if line != HEADER {
                    return Err(self.fail(line, "“# power-list 法规库 第1版”"));
                }
                continue;
            }
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let cells: Vec<&str> = line.split('\t').collect();
            match *cells.as_slice() {
                [key::LAW, id, full, level] => {
                    register.extend(self.law.take());
                    self.law = Some(self.law_line(id, full, level)?);
                }
                [key::FORMER, name] if !name.is_empty() => {
                    self.current()?.former_names.push(name.into());
                }
                [
                    key::VERSION,
                    published,
                    effective,
                    enactment,
                    source,
                    structure,
                ] => {
                    let version = LawVersion {
                        published: self
                            .day(published)?
                            .ok_or_else(|| self.fail(published, "公布日期，如 2019-04-23"))?,
                        effective: self.day(effective)?,
                        enactment: Enactment::from_chinese(enactment)
                            .ok_or_else(|| self.fail(enactment, "公布、修正、修订或修改"))?,
                        source: if source == key::NONE { "" } else { source }.into(),
                        structure: (structure != key::NONE)
                            .then(|| Structure::from_notation(structure)),
                    };
                    let in_order = {
                        let law = self.current()?;
                        law.versions
                            .last()
                            .is_none_or(|last| last.published < version.published)
                    };
                    if !in_order {
                        return Err(self.fail(published, "晚于上一版本的日期"));
                    }
                    self.current()?.versions.push(version);
                }
                [key::REPEAL, on, by, known_by] => {
                    let repeal = self.repeal(on, by, known_by)?;
                    self.current()?.repeal = Some(repeal);
                }
                [key::REPEALED_NAME, name, on, by, known_by] if !name.is_empty() => {
                    let repeal = self.repeal(on, by, known_by)?;
                    register.add_repealed_name(name, repeal);
                }
                _ => {
                    return Err(
                        self.fail(line, "以制表符分隔的“法规”“曾用名”“版本”“废止”或“已废名”行")
                    );
                }
            }
        }
        register.extend(self.law.take());
        Ok(())
    }

    fn law_line(&self, id: &str, full: &str, level: &str) -> Result<Law, RegisterError> {
        Ok(Law {
            id: self.id(id)?,
            full_name: match full {
                key::NONE => id.into(),
                key::COUNTRY => format!("{COUNTRY}{id}").into(),
                full => full.into(),
            },
            level: LawLevel::from_chinese(level)
                .ok_or_else(|| self.fail(level, "效力位阶，如 行政法规"))?,
            former_names: Vec::new(),
            versions: Vec::new(),
            repeal: None,
        })
    }

    fn repeal(&self, on: &str, by: &str, known_by: &str) -> Result<Repeal, RegisterError> {
        Ok(Repeal {
            on: self.day(on)?,
            known_by: self.day(known_by)?,
            by: match by {
                key::NONE => None,
                by => Some(self.id(by)?),
            },
        })
    }

    fn current(&mut self) -> Result<&mut Law, RegisterError> {
        let (file, line) = (self.file, self.line);
        self.law.as_mut().ok_or_else(|| RegisterError {
            file: file.to_owned(),
            line,
            what: "此行之前没有“法规”行".to_owned(),
            expected: "先写“法规”行",
        })
    }

    fn id(&self, text: &str) -> Result<LawId, RegisterError> {
        text.parse().map_err(|_| self.fail(text, "法规名称"))
    }

    fn day(&self, text: &str) -> Result<Option<Date>, RegisterError> {
        match text {
            key::NONE => Ok(None),
            text => text
                .parse()
                .map(Some)
                .map_err(|_| self.fail(text, "日期，如 2019-04-23，或者 -")),
        }
    }

    fn fail(&self, found: &str, expected: &'static str) -> RegisterError {
        let mut short: String = found.chars().take(40).collect();
        if short.len() < found.len() {
            short.push('…');
        }
        RegisterError {
            file: self.file.to_owned(),
            line: self.line,
            what: format!("“{short}”不符合格式"),
            expected,
        }
    }
}
