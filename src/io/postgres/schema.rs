//! The namespace of a store in its database: recognised, made, brought up to this version.

use postgres::error::SqlState;
use postgres::{Client, Error};

use super::explain::{explain, place};
use crate::io::store::{ServerUrl, StoreError};

/// What each version adds to the one before.
const STEPS: [&str; 1] = [include_str!("work.sql")];

/// The version that this program writes.
pub(super) const VERSION: i32 = STEPS.len() as i32;

/// The oldest server that has what `work.sql` needs.
const OLDEST: i32 = 13;

/// The version of the store that is there; `None` where there is none.
pub(super) fn version(client: &mut Client, url: &ServerUrl) -> Result<Option<i32>, StoreError> {
    if let Some(found) = marked(client, url)? {
        return Ok(Some(found));
    }
    let objects = objects(client, url).map_err(|e| explain(url, &e))?;
    if objects == 0 {
        return Ok(None);
    }
    // Somebody else may have made the store between the two looks; all its tables come at once.
    match marked(client, url)? {
        Some(found) => Ok(Some(found)),
        None => Err(foreign(url, objects)),
    }
}

fn foreign(url: &ServerUrl, objects: i64) -> StoreError {
    StoreError::Foreign {
        place: place(url),
        found: format!("命名空间 {} 里是别的程序的 {objects} 张表", url.schema),
    }
}

/// The version that the table `store` tells; `None` where there is no such table.
fn marked(client: &mut Client, url: &ServerUrl) -> Result<Option<i32>, StoreError> {
    match client.query_typed("SELECT version FROM store WHERE id = 1", &[]) {
        Ok(rows) => match rows.first().map(|row| row.try_get(0)) {
            Some(Ok(found)) if found > VERSION => Err(StoreError::Newer {
                place: place(url),
                found: i64::from(found),
                known: i64::from(VERSION),
            }),
            Some(Ok(found)) => Ok(Some(found)),
            _ => Err(StoreError::Foreign {
                place: place(url),
                found: format!("命名空间 {} 里的表 store 不是它的", url.schema),
            }),
        },
        Err(error) if error.code() == Some(&SqlState::UNDEFINED_TABLE) => Ok(None),
        Err(error) if error.code() == Some(&SqlState::UNDEFINED_COLUMN) => {
            Err(StoreError::Foreign {
                place: place(url),
                found: format!("命名空间 {} 里的表 store 不是它的", url.schema),
            })
        }
        Err(error) => Err(explain(url, &error)),
    }
}

/// How many tables and views the namespace has.
fn objects(client: &mut Client, url: &ServerUrl) -> Result<i64, Error> {
    let row = client.query_one(
        "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1",
        &[&url.schema],
    )?;
    row.try_get(0)
}

/// Makes the store, or brings one that is there up to this version; whoever comes second finds it done.
pub(super) fn bring_up(client: &mut Client, url: &ServerUrl) -> Result<(), StoreError> {
    let fail = |e: &Error| explain(url, e);
    suits(client, url)?;
    let schema = &url.schema;
    client
        .batch_execute(&format!(
            "BEGIN; SELECT pg_advisory_xact_lock(1347191658, hashtext('{schema}'));"
        ))
        .map_err(|e| fail(&e))?;
    let made = bring_up_alone(client, url);
    let end = if made.is_ok() { "COMMIT" } else { "ROLLBACK" };
    let ended = client.batch_execute(end).map_err(|e| fail(&e));
    made.and(ended)
}

fn bring_up_alone(client: &mut Client, url: &ServerUrl) -> Result<(), StoreError> {
    // An error would end the transaction: where no table is, nothing is asked of it.
    let row = client
        .query_one(
            "SELECT to_regnamespace($1::text) IS NULL, to_regclass($1::text || '.store') IS NULL",
            &[&url.schema],
        )
        .map_err(|e| explain(url, &e))?;
    let (no_schema, no_store): (bool, bool) = (row.get(0), row.get(1));
    let found = if no_store {
        match objects(client, url).map_err(|e| explain(url, &e))? {
            0 => 0,
            others => return Err(foreign(url, others)),
        }
    } else {
        version(client, url)?.unwrap_or(0)
    };
    let mut statements = String::new();
    if no_schema {
        statements.push_str(&format!(
            "CREATE SCHEMA {0}; COMMENT ON SCHEMA {0} IS 'power-list 的工作数据库';\n",
            url.schema
        ));
    }
    let done = usize::try_from(found).unwrap_or(0);
    if done >= STEPS.len() {
        return Ok(());
    }
    for step in STEPS.iter().skip(done) {
        statements.push_str(step);
    }
    statements.push_str(&format!(
        "INSERT INTO store VALUES (1, {VERSION}) ON CONFLICT (id) DO UPDATE SET version = {VERSION};"
    ));
    client
        .batch_execute(&statements)
        .map_err(|e| explain(url, &e))
}

/// Whether the server is new enough and keeps every character.
fn suits(client: &mut Client, url: &ServerUrl) -> Result<(), StoreError> {
    let row = client
        .query_one(
            "SELECT current_setting('server_version_num')::int / 10000, current_setting('server_encoding')",
            &[],
        )
        .map_err(|e| explain(url, &e))?;
    let (release, encoding): (i32, String) = (row.get(0), row.get(1));
    let why = if release < OLDEST {
        format!("服务器是 PostgreSQL {release}，要 {OLDEST} 或者更新的")
    } else if encoding != "UTF8" {
        format!(
            "这个库的编码是 {encoding}，要 UTF8（CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0）"
        )
    } else {
        return Ok(());
    };
    Err(StoreError::Other {
        place: place(url),
        why,
    })
}
