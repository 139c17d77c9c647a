//! What Datasette shows beside a release: titles, meanings of the columns, facets, questions that are ready to be asked.

use serde::Serialize;
use serde::ser::{SerializeMap as _, Serializer};

use super::described::{self, Described};
use super::{ReleaseError, ReleaseFile};
use crate::domain::release::Header;

/// A question with its SQL; `:name` in it is what the reader fills in.
pub struct Question {
    /// Its name and title.
    pub name: &'static str,
    /// What it answers.
    pub text: &'static str,
    /// The SQL.
    pub sql: &'static str,
}

/// Words become what is in the index: a longer word the phrase of its pairs of characters, a single character or a word
/// of letters the beginning of a token.
const SEARCH: &str = "\
WITH RECURSIVE
  typed (text) AS (
    SELECT lower(replace(replace(replace(replace(replace(replace(replace(:词, '\"', ' '), '　', ' '), '，', ' '),
      '、', ' '), '。', ' '), '《', ' '), '》', ' '))),
  term (word, rest) AS (
    SELECT '', text || ' ' FROM typed
    UNION ALL
    SELECT substr(rest, 1, instr(rest, ' ') - 1), substr(rest, instr(rest, ' ') + 1) FROM term WHERE rest <> ''),
  spelt (word, at, phrase) AS (
    SELECT word, 2, substr(word, 1, 2) FROM term WHERE word <> ''
    UNION ALL
    SELECT word, at + 1, phrase || ' ' || substr(word, at, 2) FROM spelt WHERE at < length(word)),
  wanted (match) AS (
    SELECT coalesce(group_concat(CASE WHEN word GLOB '[a-z0-9]*' THEN '\"' || word || '\"*'
      WHEN length(word) = 1 THEN '\"' || word || '\"*' ELSE '\"' || phrase || '\"' END, ' AND '), '\"。\"')
    FROM spelt WHERE at >= length(word))
SELECT i.code AS 事项编码, i.name AS 事项名称, d.name AS 单位, c.name AS 类别, i.office AS 承办机构, i.phone AS 监督电话
FROM item_fts JOIN item AS i ON i.position = item_fts.rowid
JOIN department AS d ON d.id = i.department_id JOIN category AS c ON c.code = i.category_code
WHERE item_fts MATCH (SELECT match FROM wanted)
ORDER BY instr(i.name, trim(:词)) = 0, i.position LIMIT 200";

/// The questions.
pub const QUESTIONS: [Question; 7] = [
    Question {
        name: "查事项",
        text: "什么事找哪个单位：在名称、法律、责任、单位里找词，一个字、两个字和更长的都行，几个词用空格隔开",
        sql: SEARCH,
    },
    Question {
        name: "依据某条的事项",
        text: "哪些事项依据某部法律的某一条：法律写简称，如 行政许可法；条写数字，如 32",
        sql: "\
SELECT 事项编码, 事项名称, 单位, 条, 款, 项, 所在栏目, 性质, 原文 FROM 法律依据
WHERE 法律简称 = trim(:法律) AND 条 = CAST(:条 AS INTEGER) ORDER BY 之, 事项编码",
    },
    Question {
        name: "向企业收费的事项",
        text: "向企业收费的事项，标准和依据",
        sql: "\
SELECT p.事项编码, p.事项名称, p.单位, p.收费标准, p.收费依据 FROM item AS i
JOIN 权力清单 AS p ON p.事项编码 = i.code WHERE i.fee_on_enterprises = 1 ORDER BY i.position",
    },
    Question {
        name: "单位的责任",
        text: "一个单位的责任事项和追责情形：写全称、简称或代号",
        sql: "\
WITH own (position, code, name) AS (
  SELECT i.position, i.code, i.name FROM department AS d JOIN item AS i ON i.department_id = d.id
  WHERE trim(:单位) IN (d.id, d.name, d.short_name))
SELECT 事项编码, 事项名称, 种类, 序号, 阶段, 内容, 依据 FROM (
  SELECT own.position, 1 AS part, own.code AS 事项编码, own.name AS 事项名称, '责任事项' AS 种类,
    r.ordinal AS 序号, r.stage AS 阶段, r.duty AS 内容, r.cite AS 依据
  FROM own JOIN responsibility AS r ON r.item_code = own.code
  UNION ALL
  SELECT own.position, 2, own.code, own.name, '追责情形', a.ordinal, NULL, a.situation, a.cite
  FROM own JOIN accountability AS a ON a.item_code = own.code
) ORDER BY position, part, 序号",
    },
    Question {
        name: "办理步骤",
        text: "一个事项怎么一步一步地办：写事项编码",
        sql: "\
SELECT 序号, 步骤, 种类, 办理人, 时限, 下一步, 廉政风险点, 依据 FROM 办理流程
WHERE 事项编码 = trim(:事项编码) ORDER BY 序号",
    },
    Question {
        name: "以它为前置的事项",
        text: "哪些事项要先办某个事项：写前置事项的编码，或名称里的几个字",
        sql: "\
SELECT i.code AS 事项编码, i.name AS 事项名称, d.name AS 单位, p.prerequisite AS 前置审批, p.cite AS 依据
FROM prerequisite AS p JOIN item AS i ON i.code = p.item_code JOIN department AS d ON d.id = i.department_id
LEFT JOIN item AS first ON first.code = p.prerequisite_code
WHERE p.prerequisite_code = trim(:前置事项) OR instr(p.prerequisite, trim(:前置事项)) > 0
  OR instr(first.name, trim(:前置事项)) > 0
ORDER BY i.position",
    },
    Question {
        name: "与上一次的不同",
        text: "与上一次发布相比，新增、变更、取消的事项",
        sql: "SELECT * FROM 变更情况 ORDER BY 变更, 事项编码",
    },
];

#[derive(Serialize)]
struct Document<'a> {
    title: String,
    description: String,
    source: String,
    databases: One<'a, Database<'a>>,
}

/// An object with one member.
struct One<'a, T>(&'a str, T);

impl<T: Serialize> Serialize for One<'_, T> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut map = s.serialize_map(Some(1))?;
        map.serialize_entry(self.0, &self.1)?;
        map.end()
    }
}

#[derive(Serialize)]
struct Database<'a> {
    description: &'a str,
    source: &'a str,
    tables: Tables<'a>,
    queries: Questions,
}

/// Members in the order of the list.
struct Tables<'a>(&'a [(String, &'a str)]);

#[derive(Serialize)]
struct Table<'a> {
    title: &'a str,
    description: &'a str,
    columns: Columns<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    label_column: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    facets: &'a [&'a str],
    #[serde(skip_serializing_if = "Option::is_none")]
    sort: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    hidden: bool,
}

struct Columns<'a>(&'a Described, &'a [(String, &'a str)]);

impl Serialize for Columns<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_map(columns(self.0, self.1))
    }
}

/// The columns of a table or view with their meanings; `categories` are those that 部门统计 has besides.
fn columns<'a>(
    table: &'a Described,
    categories: &'a [(String, &'a str)],
) -> impl Iterator<Item = (&'a str, &'a str)> {
    let counted = if table.name == described::STATISTICS {
        categories
    } else {
        &[]
    };
    let counted = counted.iter().map(|(name, text)| (name.as_str(), *text));
    table.columns.iter().copied().chain(counted)
}

impl Serialize for Tables<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_map(described::all().map(|table| {
            let shown = Table {
                title: table.title,
                description: table.text,
                columns: Columns(table, self.0),
                label_column: table.label,
                facets: table.facets,
                sort: table.sort,
                hidden: table.hidden,
            };
            (table.name, shown)
        }))
    }
}

struct Questions;

#[derive(Serialize)]
struct Asked {
    title: &'static str,
    description: &'static str,
    sql: &'static str,
}

impl Serialize for Questions {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_map(QUESTIONS.iter().map(|question| {
            let asked = Asked {
                title: question.name,
                description: question.text,
                sql: question.sql,
            };
            (question.name, asked)
        }))
    }
}

impl ReleaseFile {
    /// The metadata file that goes with it: the same release gives the same bytes.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn metadata(&self) -> Result<Vec<u8>, ReleaseError> {
        let header = self.header();
        let (departments, categories) = self.units()?;
        let left_out: Vec<&str> = departments
            .iter()
            .filter(|d| !d.confirmed)
            .map(|d| d.short_name.as_str())
            .collect();
        let categories: Vec<(String, &str)> = categories
            .into_iter()
            .map(|category| (category.name, "该类事项数"))
            .collect();
        let id = header.id.to_string();
        let description = about(header, &left_out, self.digest());
        let document = Document {
            title: format!("{}权力清单（{}）", header.jurisdiction_name, header.edition),
            description: description.clone(),
            source: header.jurisdiction_name.clone(),
            databases: One(
                &id,
                Database {
                    description: &description,
                    source: &header.jurisdiction_name,
                    tables: Tables(&categories),
                    queries: Questions,
                },
            ),
        };
        // Texts, lists and objects of them always have a JSON form.
        let mut bytes = serde_json::to_vec_pretty(&document).unwrap_or_default();
        bytes.push(b'\n');
        Ok(bytes)
    }
}

/// What the release says of itself, in one paragraph.
fn about(header: &Header, left_out: &[&str], digest: crate::domain::ids::Digest) -> String {
    let mut text = format!(
        "{} 公布，法律依据的效力以 {} 为准。",
        header.published_on, header.as_of
    );
    if header.id.partial() {
        text.push_str(&format!("这是部分公布，不含：{}。", left_out.join("、")));
    }
    if let Some(notice) = &header.notice {
        text.push_str(notice);
        if !notice.ends_with('。') {
            text.push('。');
        }
    }
    text.push_str(&format!("发布编号 {}，内容摘要 {digest}。", header.id));
    text
}
