//! A project's own documents, `laws/*.yaml`: local regulations, rules and normative documents.

use std::path::{Path, PathBuf};

use granit_parser::ErrorKind;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, de};

use crate::domain::ids::LawId;
use crate::domain::law::{Enactment, Law, LawLevel, LawVersion, Repeal, Structure};
use crate::io::yaml::tree::Tree;

/// Why a local document cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum LocalError {
    /// The text does not fit.
    #[error("{file}{}：{what}", at(*.line, *.column))]
    Content {
        /// The file.
        file: String,
        /// Line from 1; 0 when unknown.
        line: usize,
        /// Column from 1; 0 when unknown.
        column: usize,
        /// What was found, what was expected, in Chinese.
        what: String,
    },
    /// The system refused.
    #[error("读取 {path} 失败")]
    Io {
        /// What was read.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

fn at(line: usize, column: usize) -> String {
    match (line, column) {
        (0, _) => String::new(),
        (line, 0) => format!(" 第 {line} 行"),
        (line, column) => format!(" 第 {line} 行第 {column} 列"),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    name: LawId,
    full_name: Option<String>,
    #[serde(deserialize_with = "level")]
    level: LawLevel,
    issuer: Option<String>,
    #[serde(default)]
    former_names: Vec<String>,
    versions: Vec<Version>,
    repealed: Option<Repealed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Version {
    #[serde(deserialize_with = "day")]
    published: Date,
    #[serde(default, deserialize_with = "optional_day")]
    effective: Option<Date>,
    number: Option<String>,
    #[serde(default, deserialize_with = "enactment")]
    enactment: Option<Enactment>,
    #[serde(default, deserialize_with = "articles")]
    articles: Option<Structure>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Repealed {
    #[serde(deserialize_with = "day")]
    on: Date,
    by: Option<LawId>,
}

/// Reads a text in the visitor itself: only there does the reader know the place of what it complains about.
struct Text<T>(fn(&str) -> Result<T, String>);

impl<T> de::Visitor<'_> for Text<T> {
    type Value = T;
    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("文字")
    }
    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        (self.0)(text).map_err(E::custom)
    }
}

fn level<'de, D: Deserializer<'de>>(d: D) -> Result<LawLevel, D::Error> {
    d.deserialize_str(Text(|text| {
        LawLevel::from_chinese(text).ok_or_else(|| {
            let all: Vec<_> = LawLevel::ALL.iter().map(|l| l.chinese()).collect();
            format!("“{text}”不是效力位阶，应为：{}", all.join("、"))
        })
    }))
}

fn day<'de, D: Deserializer<'de>>(d: D) -> Result<Date, D::Error> {
    d.deserialize_str(Text(|text| {
        text.parse()
            .map_err(|_| format!("“{text}”不是日期，应写作 2014-07-01"))
    }))
}

fn optional_day<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Date>, D::Error> {
    day(d).map(Some)
}

fn enactment<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Enactment>, D::Error> {
    d.deserialize_str(Text(|text| match Enactment::from_chinese(text) {
        Some(kind) => Ok(Some(kind)),
        None => Err(format!(
            "“{text}”不是制定方式，应为：公布、修正、修订、修改"
        )),
    }))
}

/// A number of articles, or the compact notation.
fn articles<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Structure>, D::Error> {
    struct Visitor;
    impl de::Visitor<'_> for Visitor {
        type Value = Option<Structure>;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("条数，或者“0x4 0.6.0”这样的结构")
        }
        fn visit_u64<E: de::Error>(self, n: u64) -> Result<Self::Value, E> {
            match n {
                1..=9999 => Ok(Some(Structure::from_notation(format!("?x{n}")))),
                _ => Err(E::custom(format!("条数应在 1 至 9999 之间，实为 {n}"))),
            }
        }
        fn visit_i64<E: de::Error>(self, n: i64) -> Result<Self::Value, E> {
            self.visit_u64(u64::try_from(n).unwrap_or(0))
        }
        fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
            let structure = Structure::from_notation(text);
            if structure.is_readable() && !structure.articles().is_empty() {
                Ok(Some(structure))
            } else {
                Err(E::custom(format!(
                    "“{text}”不是条款项结构，应为条数，或者“0x4 0.6.0”这样的结构"
                )))
            }
        }
    }
    d.deserialize_any(Visitor)
}

/// Reads one file: one document, or a list of documents. `file` is only for messages.
///
/// # Errors
/// With file, line and column, at the first thing that does not fit.
pub fn read(file: &str, text: &str) -> Result<Vec<Law>, LocalError> {
    let fail = |e: serde_yaml::Error| {
        let (line, column) = e.location().map_or((0, 0), |l| (l.line(), l.column()));
        LocalError::Content {
            file: file.to_owned(),
            line,
            column,
            what: chinese(&e.to_string()),
        }
    };
    bearable(text).map_err(|(line, column, what)| LocalError::Content {
        file: file.to_owned(),
        line,
        column,
        what,
    })?;
    // Which of the two it is must be known beforehand: trying both would lose the place of an error.
    let outline: serde_yaml::Value = serde_yaml::from_str(text).map_err(fail)?;
    let documents: Vec<Document> = match outline {
        serde_yaml::Value::Null => return Ok(Vec::new()),
        serde_yaml::Value::Sequence(_) => serde_yaml::from_str(text).map_err(fail)?,
        _ => vec![serde_yaml::from_str(text).map_err(fail)?],
    };
    documents
        .into_iter()
        .map(|document| {
            law(document).map_err(|what| LocalError::Content {
                file: file.to_owned(),
                line: 0,
                column: 0,
                what,
            })
        })
        .collect()
}

/// Longest file of documents, in bytes: some thousand times what a document takes.
const LONGEST: usize = 16 << 20;

/// Whether a text can be given to serde, which takes time without end for what lies deep within itself; else where it
/// cannot, and why.
fn bearable(text: &str) -> Result<(), (usize, usize, String)> {
    if text.len() > LONGEST {
        let what = format!(
            "文件有 {} 字节，最多 {LONGEST} 字节；分成几个文件",
            text.len()
        );
        return Err((0, 0, what));
    }
    match Tree::parse(text) {
        Err(error) if matches!(error.kind, ErrorKind::RecursionLimitExceeded) => {
            let before = text.get(..error.offset as usize).unwrap_or(text);
            let line = before.lines().count().max(1);
            let column = before.lines().next_back().map_or(0, |l| l.chars().count()) + 1;
            Err((line, column, "嵌套太深，检查缩进和括号".to_owned()))
        }
        // What else is wrong serde says better: it knows which keys there are.
        _ => Ok(()),
    }
}

/// Reads all `*.yaml` and `*.yml` files of a folder, by name.
///
/// # Errors
/// When the folder or a file cannot be read, or a file's content does not fit.
pub fn read_folder(folder: &Path) -> Result<Vec<Law>, LocalError> {
    let fail = |path: &Path| {
        let path = path.to_owned();
        move |source| LocalError::Io { path, source }
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(fail(folder))? {
        let path = entry.map_err(fail(folder))?.path();
        let yaml = path.extension().is_some_and(|e| e == "yaml" || e == "yml");
        if yaml && path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    let mut laws = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).map_err(fail(&path))?;
        laws.extend(read(&path.display().to_string(), &text)?);
    }
    Ok(laws)
}

fn law(document: Document) -> Result<Law, String> {
    let Document {
        name,
        full_name,
        level,
        issuer,
        former_names,
        mut versions,
        repealed,
    } = document;
    if versions.is_empty() {
        return Err(format!(
            "《{name}》的 versions 是空的，至少要有一个版本的公布日期"
        ));
    }
    versions.sort_by_key(|v| v.published);
    for pair in versions.windows(2) {
        if let [a, b] = pair
            && a.published == b.published
        {
            return Err(format!("《{name}》有两个版本同为 {}", a.published));
        }
    }
    if let Some(early) = versions
        .iter()
        .find(|v| v.effective.is_some_and(|e| e < v.published))
    {
        return Err(format!(
            "《{name}》{} 版本的施行日早于公布日",
            early.published
        ));
    }
    let starts = |v: &Version| v.effective.unwrap_or(v.published);
    for pair in versions.windows(2) {
        if let [a, b] = pair
            && starts(b) <= starts(a)
        {
            return Err(format!(
                "《{name}》的 {} 版本自 {} 起施行，{} 版本自 {} 起施行，两个版本会同时有效；核对 effective",
                a.published,
                starts(a),
                b.published,
                starts(b)
            ));
        }
    }
    let issuer = issuer.unwrap_or_default();
    let versions = versions
        .into_iter()
        .enumerate()
        .map(|(i, v)| {
            let number = v.number.unwrap_or_default();
            let gap = if issuer.is_empty() || number.is_empty() {
                ""
            } else {
                " "
            };
            let default = if i == 0 {
                Enactment::Passed
            } else {
                Enactment::Changed
            };
            LawVersion {
                published: v.published,
                effective: v.effective,
                enactment: v.enactment.unwrap_or(default),
                source: format!("{issuer}{gap}{number}").into(),
                structure: v.articles,
            }
        })
        .collect();
    Ok(Law {
        full_name: full_name.unwrap_or_else(|| name.as_str().to_owned()).into(),
        id: name,
        level,
        former_names: former_names.into_iter().map(Into::into).collect(),
        versions,
        repeal: repealed.map(|r| Repeal {
            on: Some(r.on),
            known_by: None,
            by: r.by,
        }),
    })
}

/// Puts the reader's English sentences into Chinese; what is already Chinese stays.
fn chinese(message: &str) -> String {
    // The place is told separately.
    let message = message
        .rsplit_once(" at line ")
        .map_or(message, |(head, _)| head);
    let quoted = |words: &str| {
        let rest = message.split_once(words)?.1;
        rest.split('`').next().filter(|w| !w.is_empty())
    };
    if let Some(key) = quoted("unknown field `") {
        let known = message
            .split_once("expected")
            .map_or("", |(_, keys)| keys)
            .replace("one of", "")
            .replace('`', "");
        return format!(
            "不认识的键“{key}”，可用的键：{}",
            known.trim().replace(", ", "、")
        );
    }
    if let Some(key) = quoted("missing field `") {
        return format!("缺少键“{key}”");
    }
    if let Some(key) = quoted("duplicate field `") {
        return format!("键“{key}”重复");
    }
    if message.contains("duplicate entry") {
        return format!("键重复（{message}）");
    }
    if message
        .chars()
        .any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
        && !message.contains("invalid type")
    {
        return message.to_owned();
    }
    if message.contains("invalid type") {
        return format!("值的类型不对（{message}）");
    }
    format!("不是有效的 YAML（{message}）")
}

#[cfg(test)]
mod tests;
