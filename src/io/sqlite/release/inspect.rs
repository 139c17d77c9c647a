//! Whether a file is, byte for byte, what the program writes of the values in it; and where it is not.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::io::{BufReader, Read as _};
use std::path::Path;

use rusqlite::{Connection, OptionalExtension as _};

use super::checksum::{Checksums, TABLES};
use super::described::STATISTICS;
use super::read::database;
use super::{ReleaseError, ReleaseFile, explain, schema, views};
use crate::domain::release::Release;
use crate::io::files::{self, FileError};

/// How many places are named; more do not help.
const SHOWN: usize = 8;
/// How often SQLite asks whether to go on, and how often it is told yes, for each megabyte of the file once more: a damaged
/// file shall not keep it for ever. Of a million items
/// (6.7 GB, patience for 10,400) tables, indexes and references take 730.
const STEPS: i32 = 1_000_000;
const PATIENCE: u64 = 4_000;

/// What the comparison with a file made anew came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Layout {
    /// The same to the last byte.
    Same,
    /// Not the same, and where.
    Differs(Vec<String>),
    /// Another version of the program wrote it: its bytes need not be those of this one.
    OtherProgram,
}

/// Looks at every page, and tells of so many faults.
const INTEGRITY: &str = "PRAGMA integrity_check(20)";

impl ReleaseFile {
    /// Opens a file that may be damaged in any way: no question to it takes for ever.
    ///
    /// # Errors
    /// As [`ReleaseFile::open`].
    pub fn open_doubtful(path: &Path) -> Result<Self, ReleaseError> {
        let mut file = Self::open(path)?;
        let length = fs::metadata(path).map_err(|e| FileError::new("读取", path, e))?;
        let mut patience = PATIENCE + (length.len() >> 20);
        file.db
            .progress_handler(
                STEPS,
                Some(move || {
                    patience = patience.saturating_sub(1);
                    patience == 0
                }),
            )
            .and_then(|()| {
                file.db
                    .execute_batch("PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF;")
            })
            .map_err(|e| database(&files::shown(path), &e))?;
        Ok(file)
    }

    /// What is wrong with tables, indexes and references; nothing where they hold.
    pub fn faults(&self) -> Vec<String> {
        let roots = self.roots();
        let mut out = Vec::new();
        let page_of = |line: &str| -> Option<u64> {
            let (_, rest) = line.split_once(" of page ")?;
            rest.split(' ').next()?.parse().ok()
        };
        match self.texts(INTEGRITY) {
            Ok(lines) if lines == ["ok"] => {}
            // Of a page that is not read SQLite says that it is wrong; asked again, it may have been read.
            Ok(_) if self.texts(INTEGRITY).is_ok_and(|lines| lines == ["ok"]) => {
                out.push("查了两次，一次有问题、一次没有：磁盘读不出来，或者读得不对".to_owned());
                return out;
            }
            Ok(lines) => out.extend(
                lines
                    .iter()
                    .flat_map(|text| text.lines())
                    .filter(|line| !line.starts_with("***"))
                    .map(|line| match page_of(line) {
                        Some(page) => self.whose(page, line),
                        None => told(line, &roots),
                    }),
            ),
            Err(error) => out.push(explain(&error)),
        }
        if !out.is_empty() {
            out.extend(self.unreadable());
        }
        out.extend(
            self.redefined()
                .unwrap_or_else(|error| vec![explain(&error)]),
        );
        let orphan = self
            .db
            .query_row("PRAGMA foreign_key_check", [], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, String>(2)?))
            })
            .optional();
        match orphan {
            Ok(None) => {}
            Ok(Some((table, parent))) => {
                out.push(format!("表 {table} 里有一行指向表 {parent} 里没有的内容"))
            }
            Err(error) => out.push(format!("引用关系查不了：{}", explain(&error))),
        }
        out.truncate(SHOWN);
        out
    }

    /// A line of the integrity check that speaks of a page by its number, with the name of what the page belongs to.
    fn whose(&self, page: u64, line: &str) -> String {
        let name = self.db.query_row(
            "SELECT name FROM dbstat WHERE pageno = ?1",
            [i64::try_from(page).unwrap_or(0)],
            |row| row.get::<_, String>(0),
        );
        match name {
            Ok(name) => format!("{}：{line}", kind_of(&name)),
            Err(_) => format!("数据库的页：{line}"),
        }
    }

    /// The tables that cannot be read to their end or do not hold, and those whose indexes do not.
    fn unreadable(&self) -> Vec<String> {
        let read = |table: &str| -> rusqlite::Result<Vec<String>> {
            let mut statement = self.db.prepare(&format!("SELECT * FROM {table}"))?;
            let columns = statement.column_count();
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                // A row may be found whose values cannot be had.
                (0..columns).try_for_each(|at| row.get_ref(at).map(drop))?;
            }
            drop(rows);
            // The whole check stops where a page makes no sense; one of a single table says whose page it is.
            self.texts(&format!("PRAGMA integrity_check({table})"))
        };
        let more = [
            "column_digest",
            "row_digest",
            "item_fts_data",
            "item_fts_idx",
            "item_fts_docsize",
            "item_fts_config",
        ];
        let tables = TABLES.iter().map(|(table, ..)| *table).chain(more);
        tables
            .filter_map(|table| {
                let why = match read(table) {
                    Ok(lines) if lines == ["ok"] => return None,
                    Ok(lines) => lines.into_iter().next().unwrap_or_default(),
                    Err(error) => {
                        return Some(format!("表 {table} 或它的索引读不全：{}", explain(&error)));
                    }
                };
                let line = why.lines().find(|line| !line.starts_with("***"))?;
                Some(format!("表 {table} 或它的索引不对：{line}"))
            })
            .collect()
    }

    /// Where values are not those that were written: tables with their columns and keys. Nothing where all are, and
    /// where the file is too old to tell.
    pub fn altered(&self) -> Vec<String> {
        if self.version() < 2 {
            return Vec::new();
        }
        let both = || Ok((Checksums::stated(&self.db)?, Checksums::of(&self.db)?));
        let (stated, found) = match both() {
            Ok(both) => both,
            Err(error) => {
                let error: rusqlite::Error = error;
                let mut out = self.unreadable();
                if out.is_empty() {
                    out.push(explain(&error));
                }
                return out;
            }
        };
        let (columns, rows) = stated.differences(&found);
        let owner = |table: &str| TABLES.iter().find(|(t, ..)| *t == table).map(|(.., o)| *o);
        let mut out = Vec::new();
        for (table, column) in &columns {
            let whose: Vec<&str> = rows
                .iter()
                .filter(|(o, _)| Some(o.as_str()) == owner(table))
                .map(|(_, key)| key.as_str())
                .collect();
            let mut place = format!("表 {table} 的 {column} 列");
            match whose.split_at_checked(3) {
                _ if whose.is_empty() => {}
                Some((first, rest)) if !rest.is_empty() => {
                    place.push_str(&format!(
                        "，属于 {} 等 {} 个",
                        first.join("、"),
                        whose.len()
                    ));
                }
                _ => place.push_str(&format!("，属于 {}", whose.join("、"))),
            }
            out.push(place);
        }
        if columns.is_empty() {
            out.extend(
                rows.iter()
                    .map(|(table, key)| format!("表 {table} 的 {key}")),
            );
        }
        let total = out.len();
        out.truncate(SHOWN);
        if total > SHOWN {
            out.push(format!("……共 {total} 处"));
        }
        out
    }

    /// Makes the file anew from its values and compares every byte; `bare` has been read from it already.
    ///
    /// # Errors
    /// When it cannot be made, for want of space for instance.
    pub fn layout(&self, bare: &Release) -> Result<Layout, ReleaseError> {
        let by_us = bare.header.tool_version == env!("CARGO_PKG_VERSION");
        if self.version() != schema::VERSION || !by_us {
            return Ok(Layout::OtherProgram);
        }
        let fault = |e| FileError::new("写入", self.path(), e);
        let folder = tempfile::tempdir().map_err(fault)?;
        let staged = match self.stage_again(folder.path(), bare) {
            Ok(staged) => staged,
            Err(ReleaseError::Inconsistent(why)) => return Ok(Layout::Differs(vec![why])),
            Err(error) => return Err(error),
        };
        if files::are_same(self.path(), staged.path())? {
            return Ok(Layout::Same);
        }
        let mut out = self.other_pages(&staged)?;
        out.extend(self.other_objects(&staged).unwrap_or_default());
        Ok(Layout::Differs(out))
    }

    /// Whose bytes are not those of the file that was made, and from where on.
    fn other_pages(&self, staged: &super::Staged) -> Result<Vec<String>, FileError> {
        let open = |path: &Path| {
            let fault = |e| FileError::new("读取", path, e);
            let file = fs::File::open(path).map_err(fault)?;
            let length = file.metadata().map_err(fault)?.len();
            Ok((BufReader::with_capacity(1 << 18, file), length))
        };
        let ((mut there, length), (mut made, right)) = (open(self.path())?, open(staged.path())?);
        let mut out = Vec::new();
        if length != right {
            out.push(format!("长度应为 {right} 字节，实为 {length}"));
        }
        let owners = owners(staged).unwrap_or_default();
        let page_size = usize::try_from(schema::PAGE_SIZE).unwrap_or(4096);
        let page = |file: &mut BufReader<fs::File>, out: &mut Vec<u8>| {
            out.clear();
            file.take(page_size as u64).read_to_end(out)
        };
        let (mut one, mut other) = (Vec::new(), Vec::new());
        let mut seen = BTreeSet::new();
        for number in 1u32.. {
            let read = page(&mut there, &mut one).and_then(|_| page(&mut made, &mut other));
            read.map_err(|e| FileError::new("读取", self.path(), e))?;
            if one.is_empty() || other.is_empty() {
                break;
            }
            let Some(at) = one.iter().zip(&other).position(|(a, b)| a != b) else {
                continue;
            };
            let owner = match owners.get(&number) {
                _ if number == 1 && at < 100 => "文件头".to_owned(),
                Some(name) => kind_of(name),
                None => "空闲页".to_owned(),
            };
            if !seen.insert(owner.clone()) || out.len() >= SHOWN {
                continue;
            }
            let offset = (number as usize - 1) * page_size + at;
            out.push(format!("第 {offset} 字节起（第 {number} 页），属于{owner}"));
        }
        Ok(out)
    }

    /// Tables, indexes and views that are not defined as the program defines them.
    fn other_objects(&self, made: &super::Staged) -> rusqlite::Result<Vec<String>> {
        let read = |db: &Connection| -> rusqlite::Result<BTreeSet<(String, String)>> {
            let mut statement = db.prepare("SELECT name, coalesce(sql, '') FROM sqlite_schema")?;
            statement
                .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?
                .collect()
        };
        let other = Connection::open(made.path())?;
        let (there, made) = (read(&self.db)?, read(&other)?);
        let names: BTreeSet<&String> = there
            .symmetric_difference(&made)
            .map(|(name, _)| name)
            .collect();
        Ok(names
            .into_iter()
            .take(SHOWN)
            .map(|name| format!("{name} 的定义"))
            .collect())
    }

    /// Tables, indexes and views that are defined in another way than this version of the program does.
    fn redefined(&self) -> rusqlite::Result<Vec<String>> {
        let by_us = self.header().tool_version == env!("CARGO_PKG_VERSION");
        if self.version() != schema::VERSION || !by_us {
            return Ok(Vec::new());
        }
        let model = Connection::open_in_memory()?;
        for sql in [
            schema::TABLES,
            schema::INDEXES,
            schema::VIEWS,
            schema::SPECIAL_LISTS,
            views::VIEWS,
        ] {
            model.execute_batch(sql)?;
        }
        let sql =
            "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema WHERE name <> ?1";
        let read = |db: &Connection| -> rusqlite::Result<BTreeSet<[String; 4]>> {
            let mut statement = db.prepare(sql)?;
            statement
                .query_map([STATISTICS], |r| {
                    Ok([r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?])
                })?
                .collect()
        };
        let (there, model) = (read(&self.db)?, read(&model)?);
        let names: BTreeSet<&String> = there
            .symmetric_difference(&model)
            .map(|[_, name, ..]| name)
            .collect();
        let told = names.into_iter().take(SHOWN);
        Ok(told
            .map(|name| format!("库结构（sqlite_schema）里 {name} 的定义与程序写的不同"))
            .collect())
    }

    fn texts(&self, sql: &str) -> rusqlite::Result<Vec<String>> {
        let mut statement = self.db.prepare(sql)?;
        statement.query_map([], |row| row.get(0))?.collect()
    }

    /// Names of tables and indexes by the page at their root.
    fn roots(&self) -> HashMap<u64, String> {
        let read = || -> rusqlite::Result<HashMap<u64, String>> {
            let mut statement = self
                .db
                .prepare("SELECT rootpage, name FROM sqlite_schema WHERE rootpage > 0")?;
            statement
                .query_map([], |r| Ok((r.get::<_, u32>(0)?.into(), r.get(1)?)))?
                .collect()
        };
        let mut roots = read().unwrap_or_default();
        roots.insert(1, "sqlite_schema".to_owned());
        roots
    }
}

/// Whose each page of a good file is.
fn owners(made: &super::Staged) -> rusqlite::Result<HashMap<u32, String>> {
    let db = Connection::open(made.path())?;
    let mut statement = db.prepare("SELECT pageno, name FROM dbstat")?;
    statement
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect()
}

/// What a b-tree is, for people.
fn kind_of(name: &str) -> String {
    if name == "sqlite_schema" {
        "库结构（sqlite_schema）".to_owned()
    } else if name.starts_with("item_fts") {
        format!("全文索引（{name}）")
    } else if name.starts_with("sqlite_autoindex")
        || schema::INDEXES.contains(&format!(" {name} ON "))
    {
        format!("索引 {name}")
    } else {
        format!("表 {name}")
    }
}

/// A line of the integrity check, with the names of what it speaks of by number.
fn told(line: &str, roots: &HashMap<u64, String>) -> String {
    let tree = line
        .strip_prefix("Tree ")
        .and_then(|rest| rest.split(' ').next())
        .and_then(|number| number.parse().ok())
        .and_then(|number: u64| roots.get(&number));
    if let Some(name) = tree {
        return format!("{}：{line}", kind_of(name));
    }
    for (words, said) in [
        (" missing from index ", "缺一项"),
        ("non-unique entry in index ", "有重复的项"),
        ("wrong # of entries in index ", "的项数不对"),
        ("rowid not at end-of-record for ", "有一项不对"),
    ] {
        if let Some((_, name)) = line.split_once(words) {
            return format!("索引 {name} {said}（{line}）");
        }
    }
    match line.split_once(" in ") {
        Some((what, place)) if !place.contains(' ') => match place.split_once('.') {
            Some((table, column)) => format!("表 {table} 的 {column} 列：{what}"),
            None => format!("表 {place}：{what}"),
        },
        _ if line.contains("item_fts") => format!("全文索引：{line}"),
        _ => format!("数据库的页：{line}"),
    }
}
