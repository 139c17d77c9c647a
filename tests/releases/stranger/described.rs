//! The metadata that Datasette shows: every column has its meaning, and a real Datasette shows it.

use std::collections::BTreeSet;
use std::fs;

use power_list::io::sqlite::release::{QUESTIONS, described};
use rusqlite::Connection;
use serde_json::Value;

use super::{ID, file, published};

/// Columns by table or view, without what SQLite keeps for itself.
fn columns(db: &Connection) -> Vec<(String, Vec<String>)> {
    let names = |sql: &str| -> Vec<String> {
        let mut statement = db.prepare(sql).unwrap();
        statement
            .query_map([], |r| r.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap()
    };
    names(
        "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')
         AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'item_fts_%'",
    )
    .into_iter()
    .map(|table| {
        let columns = names(&format!("SELECT name FROM pragma_table_info('{table}')"));
        (table, columns)
    })
    .collect()
}

#[test]
fn every_column_has_a_meaning_and_every_meaning_a_column() {
    let town = published();
    let db = Connection::open(file(&town)).unwrap();
    let text =
        fs::read_to_string(town.path().join(format!("releases/{ID}.metadata.json"))).unwrap();
    let metadata: Value = serde_json::from_str(&text).unwrap();
    let tables = metadata["databases"][ID]["tables"].as_object().unwrap();
    let mut there = BTreeSet::new();
    for (table, columns) in columns(&db) {
        let described = &tables
            .get(&table)
            .unwrap_or_else(|| panic!("{table} 没有说明"));
        for key in ["title", "description"] {
            assert!(
                described[key].as_str().is_some_and(|t| !t.is_empty()),
                "{table} {key}"
            );
        }
        let meant = described["columns"].as_object().unwrap();
        let meant: BTreeSet<&str> = meant.keys().map(String::as_str).collect();
        let columns: BTreeSet<&str> = columns.iter().map(String::as_str).collect();
        assert_eq!(meant, columns, "{table}");
        for key in ["label_column", "sort"] {
            if let Some(column) = described[key].as_str() {
                assert!(columns.contains(column), "{table} {key} {column}");
            }
        }
        for facet in described["facets"].as_array().into_iter().flatten() {
            assert!(columns.contains(facet.as_str().unwrap()), "{table} {facet}");
        }
        there.insert(table);
    }
    let known: BTreeSet<String> = described::all().map(|t| t.name.to_owned()).collect();
    assert_eq!(there, known);
}

#[test]
fn the_ready_questions_are_answered_and_words_of_any_length_found() {
    let town = published();
    let db = Connection::open(file(&town)).unwrap();
    let ask = |name: &str, value: &str| -> Vec<String> {
        let question = QUESTIONS.iter().find(|q| q.name == name).unwrap();
        let mut statement = db.prepare(question.sql).unwrap();
        let count = statement.parameter_count();
        let values = vec![value; count];
        statement
            .query_map(rusqlite::params_from_iter(values), |r| {
                r.get::<_, rusqlite::types::Value>(0)
                    .map(|v| format!("{v:?}"))
            })
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap_or_else(|e| panic!("{name} {value}：{e}"))
    };
    for question in &QUESTIONS {
        ask(question.name, "");
    }
    for (words, found) in [
        ("校", 1),
        ("学校", 1),
        ("民办学校设立审批", 1),
        ("民办 审批", 1),
        ("民办　处罚", 0),
        ("水土", 4),
        ("《水土保持法》", 4),
        ("滑雪", 0),
        ("", 0),
        ("\" OR name:*", 0),
        ("NEAR(学校)", 0),
    ] {
        assert_eq!(ask("查事项", words).len(), found, "{words}");
    }
    assert_eq!(ask("单位的责任", "市教育局").len(), 5);
    assert_eq!(ask("单位的责任", "jyj").len(), 5);
    assert_eq!(ask("办理步骤", "341100-hbj-01-0001").len(), 4);
    let mut by_article = db
        .prepare(
            QUESTIONS
                .iter()
                .find(|q| q.name == "依据某条的事项")
                .unwrap()
                .sql,
        )
        .unwrap();
    let found = by_article
        .query_map(["水土保持法", "53"], |r| r.get::<_, String>(0))
        .unwrap()
        .count();
    assert_eq!(found, 2);
}
