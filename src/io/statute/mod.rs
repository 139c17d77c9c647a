//! Statute text in Markdown, read into facts: names, versions in time, structure, repeals.
//!
//! The shape of a file is that of the public data set LawRefBook/Laws: a title line (`# `), lines of
//! history, `<!-- INFO END -->`, then the articles. What cannot be read becomes a [`Problem`]; nothing
//! is guessed.

mod body;
mod closing;
pub mod folder;
pub mod history;
mod index_csv;
pub mod merge;
mod problem;
mod shape;
mod text;
pub mod texts;
pub mod totals;

use jiff::civil::Date;

use self::body::head;
use self::closing::Closing;
use self::history::{ADOPTION_TO_PUBLICATION, VersionDraft};
use crate::domain::ids::LawId;
use crate::domain::law::{ArticleShape, COUNTRY, Enactment, LawLevel};

pub use self::index_csv::{IndexError, IndexRow};
pub use self::problem::{Problem, ProblemKind};

/// No law of the People's Republic is older.
const FOUNDED: Date = jiff::civil::date(1949, 10, 1);

/// The line between history and articles.
pub const INFO_END: &str = "<!-- INFO END -->";

/// What one file says of its statute.
#[derive(Debug)]
pub struct Statute {
    /// Path relative to the folder, with `/`.
    pub file: String,
    /// Short name.
    pub name: LawId,
    /// Title as printed.
    pub full_name: String,
    /// Level of effect.
    pub level: LawLevel,
    /// The part (编) of a code that the file holds.
    pub part: Option<String>,
    /// Whether the source lists this version as no longer in force.
    pub expired: Option<bool>,
    /// Articles as read; empty for a file that has none.
    pub articles: Vec<ArticleShape>,
    /// What could not be read, or only with doubt, in the order of lines.
    pub problems: Vec<Problem>,
    versions: Vec<VersionDraft>,
    /// Which of the versions the text is.
    own: Option<usize>,
    amended_as: Vec<String>,
    closing: Closing,
}

/// Reads one file. `file` is its path relative to the folder; `row` what `index.csv` says of it;
/// `root_level` the level of files that lie directly in the folder, if its name tells ([`folder_level`]).
///
/// # Errors
/// A Chinese sentence when the file is no statute at all or has no usable name or level.
pub fn read(
    file: &str,
    text: &str,
    row: Option<&IndexRow>,
    root_level: Option<LawLevel>,
) -> Result<Statute, Problem> {
    read_with_texts(file, text, row, root_level).map(|(statute, _)| statute)
}

/// As [`read`], with the words of the articles; none where the structure is not used either.
fn read_with_texts(
    file: &str,
    text: &str,
    row: Option<&IndexRow>,
    root_level: Option<LawLevel>,
) -> Result<(Statute, Vec<body::ArticleText>), Problem> {
    let unread = |what: &str| Problem {
        line: 0,
        kind: ProblemKind::Unread,
        what: what.to_owned(),
    };
    let Some((info, rest)) = text.split_once(INFO_END) else {
        return Err(unread("没有 <!-- INFO END --> 行，不是法规正文文件"));
    };
    let history = history::read(info);
    let Some(full_name) = history.titles.first().cloned() else {
        return Err(unread("没有标题行（# 开头）"));
    };
    // A code is stored in parts: the second title line names the part.
    let part = history.titles.get(1).cloned();
    let from_file = FileName::parse(file);
    if let (None, Some(day)) = (row, from_file.impossible) {
        return Err(unread(&format!(
            "文件名里的“{day}”不是日期，应写作 2019-04-23；改正文件名后再运行"
        )));
    }
    let name = match (&part, row) {
        (Some(_), _) => full_name.strip_prefix(COUNTRY).unwrap_or(&full_name),
        (None, Some(row)) => row.name.as_str(),
        (None, None) => from_file.name,
    };
    let Ok(name) = name.parse::<LawId>() else {
        return Err(unread("没有法规名称"));
    };
    let level = row
        .and_then(|row| row.level)
        .or(from_file.level)
        .or(root_level);
    let Some(level) = level else {
        return Err(unread("文件不在类别文件夹中，index.csv 也没有写效力位阶"));
    };
    let first_line = 1 + count_lines(info);
    // An amendment quotes other statutes' articles and has none of its own; so does a decision that amends an amendment.
    let is_amendment = ["修正案", "关于修改"]
        .iter()
        .any(|word| name.as_str().contains(word));
    let mut body = if is_amendment {
        body::Body::default()
    } else {
        body::read(rest, first_line, part.is_some())
    };
    let closing = closing::read(&body.texts);
    let mut statute = Statute {
        file: file.to_owned(),
        name,
        full_name,
        level,
        part,
        expired: row.and_then(|row| row.expired),
        articles: body.shapes,
        problems: history.problems,
        versions: history.versions,
        own: None,
        amended_as: history.amended_as,
        closing,
    };
    statute.problems.extend(body.problems);
    let cut_off = statute.is_cut_off(rest);
    if cut_off {
        // To say 没有第四条 of a text that breaks off after its third article would be false.
        statute.articles.clear();
        body.texts.clear();
    }
    if statute.articles.is_empty() {
        statute.problems.push(unread(if is_amendment {
            "修正案、修改决定引用的是他法条文，不作为条文读取；要登记修改后的版本，把修改后的全文放进文件夹"
        } else if cut_off {
            "正文停在第一章，也没有施行条款，文本不全，结构不采用"
        } else {
            "没有以“第N条”开头的条文，结构不详"
        }));
    }
    statute.settle_name();
    let published = row.and_then(|row| row.published).or(from_file.published);
    statute.settle_own(published);
    statute.settle_effect(published, row.and_then(|row| row.effective));
    statute.problems.append(&mut statute.closing.problems);
    statute.problems.sort_by_key(|p| p.line);
    Ok((statute, body.texts))
}

fn count_lines(text: &str) -> u32 {
    u32::try_from(text.matches('\n').count()).unwrap_or(u32::MAX)
}

/// The level of the statutes in a folder: the folders of the data set are named after a level, or after a
/// branch of law and then hold laws.
pub fn folder_level(folder: &str) -> Option<LawLevel> {
    match folder {
        "" => None,
        name => Some(LawLevel::from_chinese(name).unwrap_or(LawLevel::Law)),
    }
}

/// What path and file name say: `行政法规/农药管理条例(2022-03-29).md`.
struct FileName<'a> {
    name: &'a str,
    published: Option<Date>,
    /// What stands in the place of the day and looks like one, but is none: 2023-02-30.
    impossible: Option<&'a str>,
    level: Option<LawLevel>,
}

impl<'a> FileName<'a> {
    fn parse(file: &'a str) -> Self {
        let (folder, base) = file.rsplit_once('/').unwrap_or(("", file));
        let stem = base.strip_suffix(".md").unwrap_or(base);
        let bracketed = stem.strip_suffix(')').and_then(|s| s.rsplit_once('('));
        let dated = bracketed.and_then(|(name, date)| Some((name, date.parse::<Date>().ok()?)));
        let looks_dated = |text: &&str| {
            text.matches('-').count() == 2 && text.chars().all(|c| c.is_ascii_digit() || c == '-')
        };
        let impossible = bracketed
            .map(|(_, date)| date)
            .filter(looks_dated)
            .filter(|_| dated.is_none());
        let (name, published) = dated.map_or((stem, None), |(name, date)| (name, Some(date)));
        let level = folder.split('/').next().and_then(folder_level);
        Self {
            name,
            published,
            impossible,
            level,
        }
    }
}

impl Statute {
    fn problem(&mut self, line: u32, kind: ProblemKind, what: String) {
        self.problems.push(Problem { line, kind, what });
    }

    /// Leaves out versions of days that cannot be: before the Republic, or later than the source can know.
    fn forget_impossible(&mut self, snapshot: Date) {
        let mut problems = Vec::new();
        let mut possible = |v: &VersionDraft| {
            let what = if v.published < FOUNDED {
                format!("{} 早于 1949-10-01，这一版本未采用；核对日期", v.published)
            } else if v.published > snapshot {
                format!(
                    "{} 晚于来源截止日期 {snapshot}，这一版本未采用；日期不错的，用 --snapshot 写明来源的截止日期",
                    v.published
                )
            } else {
                return true;
            };
            problems.push(Problem {
                line: v.line,
                kind: ProblemKind::Unread,
                what,
            });
            false
        };
        let own = self.own.and_then(|i| self.versions.get(i)).cloned();
        self.versions.retain(&mut possible);
        self.own = own.and_then(|own| self.versions.iter().position(|v| *v == own));
        self.problems.extend(problems);
    }

    /// The version whose text the file holds.
    pub fn published(&self) -> Option<Date> {
        Some(self.versions.get(self.own?)?.published)
    }

    /// Whether the text breaks off: a statute in chapters that ends in its first and never says from when it has effect.
    fn is_cut_off(&self, body: &str) -> bool {
        let is_chapter = |line: &&str| line.starts_with('#') && line.contains('章');
        let mut chapters = body.lines().filter(is_chapter);
        let first = chapters.next().is_some_and(|line| line.contains("第一章"));
        self.part.is_none() && self.closing.effect.is_none() && first && chapters.next().is_none()
    }

    fn settle_name(&mut self) {
        let bare = |text: &str| closing::register_name(text).replace(COUNTRY, "");
        if self.part.is_none() && bare(&self.full_name) != bare(self.name.as_str()) {
            let what = format!("标题“{}”与名称“{}”不一致", self.full_name, self.name);
            self.problem(1, ProblemKind::Doubtful, what);
        }
    }

    /// Finds the version that the text is: the one published on the day that index or file name give.
    fn settle_own(&mut self, published: Option<Date>) {
        let Some(day) = published else {
            self.own = self.versions.len().checked_sub(1);
            if self.own.is_none() {
                let what = "没有历史行，也没有公布日期，版本不详".to_owned();
                self.problem(0, ProblemKind::Unread, what);
            }
            return;
        };
        let distance = |v: &VersionDraft| (day - v.published).get_days();
        if let Some(i) = self.versions.iter().position(|v| v.published == day) {
            self.own = Some(i);
            return;
        }
        if self.versions.len() == 1 && self.closing.effect == Some(closing::Effect::On(day)) {
            self.own = Some(0);
            let what = format!(
                "公布日期 {day} 是附则写明的施行日，取历史行的 {}",
                self.versions[0].published
            );
            self.problem(0, ProblemKind::Doubtful, what);
            return;
        }
        let Some(last) = self.versions.len().checked_sub(1) else {
            self.versions
                .push(VersionDraft::new(day, Enactment::Passed));
            self.own = Some(0);
            return;
        };
        let latest = &mut self.versions[last];
        // The line of publication is missing, but the day of adoption stands.
        if latest.adopted.is_some()
            && !latest.announced
            && (0..=ADOPTION_TO_PUBLICATION).contains(&distance(latest))
        {
            latest.published = day;
            self.own = Some(last);
            return;
        }
        let near = (0..self.versions.len())
            .filter(|&i| distance(&self.versions[i]).abs() <= 31)
            .min_by_key(|&i| distance(&self.versions[i]).abs());
        let before_all = self.versions.first().is_some_and(|v| day < v.published);
        let (own, kind, what) = if let Some(i) = near.or(before_all.then_some(0)) {
            let own = self.versions[i].published;
            let what = format!("公布日期 {day} 与历史行的 {own} 不符，取历史行");
            (i, ProblemKind::Doubtful, what)
        } else {
            let at = self.versions.partition_point(|v| v.published < day);
            self.versions
                .insert(at, VersionDraft::new(day, Enactment::Changed));
            let what = format!("历史行没有 {day} 这一版本，按公布日期补入，修改方式不详");
            (at, ProblemKind::Note, what)
        };
        self.own = Some(own);
        self.problem(0, kind, what);
    }

    /// The effective day: index, then history, then the closing article, which belongs to the last version made as a whole.
    fn settle_effect(&mut self, published: Option<Date>, from_index: Option<Date>) {
        if let (Some(day), Some(version)) =
            (from_index, self.own.and_then(|i| self.versions.get_mut(i)))
        {
            let own = version.published;
            // The index may have the version's day itself wrong; then 「自公布之日」 goes along.
            if day >= own {
                version.effective = Some(day);
            } else if published == Some(day) {
                version.effective = Some(own);
            } else {
                let what = format!("index.csv 的施行日 {day} 早于公布日 {own}，未采用");
                self.problem(0, ProblemKind::Doubtful, what);
            }
        }
        let line = self.closing_line();
        match self.closing.effect {
            Some(closing::Effect::On(day)) => {
                let at = self.versions.iter().rposition(|v| v.published <= day);
                let Some(at) = at else {
                    let what = format!("施行日 {day} 早于第一个版本的公布日，未采用");
                    self.problem(line, ProblemKind::Note, what);
                    return;
                };
                let version = &mut self.versions[at];
                let own = self.own == Some(at);
                if !version.whole && !own {
                    let what = format!(
                        "附则的施行日 {day} 落在 {} 的局部修改之后，不能确定属于哪一版本，未采用",
                        version.published
                    );
                    self.problem(line, ProblemKind::Doubtful, what);
                } else if let Some(known) = version.effective.filter(|known| *known != day) {
                    let what =
                        format!("附则的施行日 {day} 与历史行或 index.csv 的 {known} 不符，取后者");
                    self.problem(line, ProblemKind::Doubtful, what);
                } else {
                    version.effective = Some(day);
                }
            }
            Some(closing::Effect::AtPublication) => {
                if let Some(at) = self.made_at_once() {
                    let version = &mut self.versions[at];
                    let day = version.published;
                    version.effective.get_or_insert(day);
                }
            }
            None => {}
        }
    }

    /// The only version that was made as a whole; `None` where there are several or none.
    fn made_at_once(&self) -> Option<usize> {
        let mut whole = (0..self.versions.len()).filter(|&i| self.versions[i].whole);
        let only = whole.next()?;
        whole.next().is_none().then_some(only)
    }

    fn closing_line(&self) -> u32 {
        self.closing.repeals.first().map_or(0, |r| r.line)
    }

    /// Day on which the statute's repeals take effect.
    fn repeals_on(&self) -> Option<Date> {
        match self.closing.effect? {
            closing::Effect::On(day) => Some(day),
            closing::Effect::AtPublication => {
                Some(self.versions.get(self.made_at_once()?)?.published)
            }
        }
    }
}

impl VersionDraft {
    fn new(published: Date, enactment: Enactment) -> Self {
        Self {
            published,
            adopted: None,
            effective: None,
            enactment,
            whole: enactment == Enactment::Passed,
            announced: true,
            source: Vec::new(),
            line: 0,
        }
    }
}

/// A short look at a statute for messages: name and day.
impl std::fmt::Display for Statute {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", head(self.name.as_str()))?;
        match self.published() {
            Some(day) => write!(f, "（{day}）"),
            None => Ok(()),
        }
    }
}
