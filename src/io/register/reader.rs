//! Reads the register's text files.

use jiff::civil::Date;

use super::{HEADER, key};
use crate::domain::ids::LawId;
use crate::domain::law::{
    COUNTRY, Enactment, Evidence, Law, LawLevel, LawVersion, Register, Repeal, Structure,
    Transition, VersionId,
};

/// No law of the People's Republic is older.
const FOUNDED: Date = jiff::civil::date(1949, 10, 1);
/// Longest time in days from publication to effect; the Basic Law of Hong Kong had seven years.
const LONGEST_WAIT: i32 = 20 * 366;

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
/// Structures and mappings are only looked at when asked for ([`Structure::is_readable`] tells a broken one).
///
/// # Errors
/// At the first line that does not fit the format.
pub fn read<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<Register, RegisterError> {
    read_files(files, false)
}

/// As [`read`], but looks at every structure and mapping too: for files that have not been tested with the program.
///
/// # Errors
/// As [`read`].
pub fn read_all<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<Register, RegisterError> {
    read_files(files, true)
}

fn read_files<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
    deep: bool,
) -> Result<Register, RegisterError> {
    let mut register = Register::default();
    let mut lengths: Vec<(&str, usize)> = Vec::new();
    for (file, text) in files {
        let reader = Reader {
            file,
            line: 0,
            law: None,
            deep,
            lengths: &lengths,
        };
        lengths.push((file, reader.read(text, &mut register)?));
    }
    Ok(register)
}

struct Reader<'a> {
    file: &'a str,
    line: usize,
    law: Option<Law>,
    deep: bool,
    /// The lines of the files before.
    lengths: &'a [(&'a str, usize)],
}

impl Reader<'_> {
    /// Reads a file; how many lines it has.
    fn read(mut self, text: &str, register: &mut Register) -> Result<usize, RegisterError> {
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
            self.entry(line, register)?;
        }
        if self.line == 0 {
            return Err(self.cut_short("文件是空的".to_owned()));
        }
        if !text.ends_with('\n') {
            return Err(self.cut_short("最后一行没有写完".to_owned()));
        }
        register.extend(self.law.take());
        Ok(self.line)
    }

    fn entry(&mut self, line: &str, register: &mut Register) -> Result<(), RegisterError> {
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
                    structure: match structure {
                        key::NONE => None,
                        notation => Some(self.structure(notation)?),
                    },
                };
                self.possible(&version)?;
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
            [key::MOVES, law, from, to_law, to, evidence, notation] => {
                register.extend(self.law.take());
                let to_law = if to_law == key::NONE { law } else { to_law };
                let transition = Transition::from_notation(
                    self.version(law, from, register)?,
                    self.version(to_law, to, register)?,
                    Evidence::from_chinese(evidence)
                        .ok_or_else(|| self.fail(evidence, "文本、记录或结构"))?,
                    notation,
                );
                if self.deep && !transition.is_readable() {
                    return Err(self.fail(notation, "条款的去向，如 72..75>71 12.1* 30>"));
                }
                register.add_transition(transition);
            }
            [key::STRUCTURE, law, published, notation] => {
                register.extend(self.law.take());
                let structure = self.structure(notation)?;
                self.fill_in(law, published, structure, register)?;
            }
            [key::SNAPSHOT, day] => {
                let day = self
                    .day(day)?
                    .ok_or_else(|| self.fail(day, "日期，如 2025-04-19"))?;
                self.nothing_later(day, register)?;
                register.set_snapshot(Some(day));
            }
            [key::LINES, file, lines] => self.complete(file, lines)?,
            _ => {
                return Err(self.fail(
                    line,
                    "以制表符分隔的“法规”“曾用名”“版本”“废止”“已废名”“变动”“结构”“来源截止日期”或“行数”行",
                ));
            }
        }
        Ok(())
    }

    fn structure(&self, notation: &str) -> Result<Structure, RegisterError> {
        let structure = Structure::from_notation(notation);
        if self.deep && !structure.is_readable() {
            return Err(self.fail(notation, "条款项的数目，如 0x4 0.6.0"));
        }
        Ok(structure)
    }

    /// Whether a version can be: in the order of days, no other one in force with it.
    fn possible(&mut self, version: &LawVersion) -> Result<(), RegisterError> {
        let published = version.published;
        if published < FOUNDED {
            return Err(self.fail(&published.to_string(), "1949-10-01 以后的日期"));
        }
        if let Some(effective) = version.effective {
            if effective < published {
                return Err(self.fail(&effective.to_string(), "不早于公布日的施行日"));
            }
            if (effective - published).get_days() > LONGEST_WAIT {
                return Err(self.fail(&effective.to_string(), "公布后二十年以内的施行日"));
            }
        }
        let last = self.current()?.versions.last();
        let last = last.map(|last| (last.published, last.starts()));
        let Some((last, started)) = last else {
            return Ok(());
        };
        if published <= last {
            return Err(self.fail(&published.to_string(), "晚于上一版本的公布日期"));
        }
        if version.starts() <= started {
            return Err(self.fail(
                &version.starts().to_string(),
                "晚于上一版本的施行日，否则两个版本同时有效",
            ));
        }
        Ok(())
    }

    /// A version that the register knows.
    fn version(
        &self,
        law: &str,
        published: &str,
        register: &Register,
    ) -> Result<VersionId, RegisterError> {
        let known = register
            .get(&self.id(law)?)
            .ok_or_else(|| self.fail(law, "法规库中有的法规"))?;
        let day = self.day(published)?;
        let version = known.versions.iter().find(|v| Some(v.published) == day);
        let version = version.ok_or_else(|| self.fail(published, "这部法规已有版本的公布日期"))?;
        Ok(VersionId {
            law: known.id.clone(),
            published: version.published,
        })
    }

    /// Gives a structure to a version of which none is known.
    fn fill_in(
        &self,
        law: &str,
        published: &str,
        structure: Structure,
        register: &mut Register,
    ) -> Result<(), RegisterError> {
        let id = self.version(law, published, register)?;
        let Some(mut law) = register.get(&id.law).cloned() else {
            return Ok(());
        };
        for version in &mut law.versions {
            if version.published == id.published {
                match &version.structure {
                    Some(known) if *known != structure => {
                        return Err(self.fail(structure.notation(), "与已有的结构相同"));
                    }
                    _ => version.structure = Some(structure.clone()),
                }
            }
        }
        register.add(law);
        Ok(())
    }

    /// A source cannot know what was published after its day.
    fn nothing_later(&self, day: Date, register: &Register) -> Result<(), RegisterError> {
        let versions = register
            .laws()
            .iter()
            .flat_map(|law| law.versions.iter().map(move |v| (law, v.published)));
        match versions
            .filter(|(_, published)| *published > day)
            .max_by_key(|(_, p)| *p)
        {
            None => Ok(()),
            Some((law, published)) => Err(self.error(
                format!(
                    "来源截止日期是 {day}，《{}》却有 {published} 公布的版本",
                    law.id
                ),
                "不早于各版本的公布日期",
            )),
        }
    }

    fn complete(&self, file: &str, lines: &str) -> Result<(), RegisterError> {
        let Ok(expected) = lines.parse::<usize>() else {
            return Err(self.fail(lines, "行数"));
        };
        let named = |name: &str| name.rsplit(['/', '\\']).next() == Some(file);
        match self.lengths.iter().find(|(name, _)| named(name)) {
            Some((_, found)) if *found == expected => Ok(()),
            Some((name, found)) => Err(RegisterError {
                file: (*name).to_owned(),
                line: *found,
                what: format!(
                    "文件到此为止，共 {found} 行，{} 写明 {expected} 行",
                    self.file
                ),
                expected: "完整的文件",
            }),
            None => Err(self.error(format!("没有 {file}"), "完整的法规库")),
        }
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

    fn cut_short(&self, what: String) -> RegisterError {
        self.error(what, "完整的文件，可能在复制或下载时中断")
    }

    fn error(&self, what: String, expected: &'static str) -> RegisterError {
        RegisterError {
            file: self.file.to_owned(),
            line: self.line,
            what,
            expected,
        }
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
        self.error(format!("“{short}”不符合格式"), expected)
    }
}
