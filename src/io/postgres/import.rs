//! Loading the checked project into the working database on the server.

use std::collections::BTreeSet;

use postgres::fallible_iterator::FallibleIterator as _;
use postgres::types::Type;
use postgres::{Client, Error};

use super::store::{Parameter, PostgresStore, keep};
use crate::domain::ids::{Digest, ItemCode};
use crate::io::project::outline::Changed;
use crate::io::store::import::{Plan, Writing, codes_in};
use crate::io::store::{Holdings, ImportCounts, ImportedItem, Imports, Mark, StoreError};

impl Holdings for PostgresStore {
    fn codes(&self) -> Result<BTreeSet<ItemCode>, StoreError> {
        self.ask(|client| {
            let mut codes = BTreeSet::new();
            for sql in [
                "SELECT convert_to(code, 'UTF8') FROM item",
                "SELECT convert_to(payload, 'UTF8') FROM event",
                "SELECT bytes FROM blob",
            ] {
                let mut rows = client.query_typed_raw(sql, std::iter::empty::<(&str, Type)>())?;
                while let Some(row) = rows.next()? {
                    codes_in(row.try_get(0)?, &mut codes);
                }
            }
            Ok(codes)
        })
    }

    fn import_items(&mut self, items: &dyn Imports) -> Result<ImportCounts, StoreError> {
        // A second time it changes nothing.
        let done = self.ask(|client| {
            client.batch_execute("BEGIN; SELECT hold()")?;
            let done = import(client, items);
            let end = match done {
                Ok(Ok(_)) => "COMMIT",
                _ => "ROLLBACK",
            };
            client.batch_execute(end)?;
            done
        })?;
        Ok(done?)
    }

    fn count_import(&self, items: &dyn Imports) -> Result<ImportCounts, StoreError> {
        let marks = items.marks();
        self.ask(|client| Ok(plan(client, &marks)?.counts))
    }
}

fn import(
    client: &mut Client,
    items: &dyn Imports,
) -> Result<Result<ImportCounts, Changed>, Error> {
    let writing = plan(client, &items.marks())?;
    let mut done = Ok(());
    let all = items.each(&writing.write, &mut |some| {
        done = write(client, some);
        done.is_ok()
    });
    done?;
    if let Err(changed) = all {
        return Ok(Err(changed));
    }
    client.query_typed(
        "DELETE FROM item WHERE code = ANY ($1)",
        &[(&writing.remove, Type::TEXT_ARRAY)],
    )?;
    Ok(Ok(writing.counts))
}

fn write(client: &mut Client, some: &[(&ImportedItem, Digest)]) -> Result<(), Error> {
    let digests: Vec<Digest> = some.iter().map(|(_, digest)| *digest).collect();
    let content: Vec<&[u8]> = some.iter().map(|(i, _)| i.bytes.as_slice()).collect();
    keep(client, &digests, &content)?;
    let of = |field: fn(&ImportedItem) -> &str| {
        let fields = some.iter().map(|(item, _)| field(item));
        fields.collect::<Vec<&str>>()
    };
    let digests: Vec<String> = digests.iter().map(Digest::to_string).collect();
    let parameters: [Parameter<'_>; 5] = [
        (&of(|i| i.code.as_str()), Type::TEXT_ARRAY),
        (&of(|i| i.department.as_str()), Type::TEXT_ARRAY),
        (&of(|i| &i.category), Type::TEXT_ARRAY),
        (&of(|i| &i.name), Type::TEXT_ARRAY),
        (&digests, Type::TEXT_ARRAY),
    ];
    client.query_typed(
        "INSERT INTO item (code, department, category, name, digest) SELECT * FROM unnest($1, $2, $3, $4, $5)
         ON CONFLICT (code) DO UPDATE SET department = excluded.department,
           category = excluded.category, name = excluded.name, digest = excluded.digest",
        &parameters,
    )?;
    Ok(())
}

/// What has to be written beside the items as last imported.
fn plan(client: &mut Client, marks: &[Mark]) -> Result<Writing, Error> {
    let mut plan = Plan::of(marks);
    let sql = "SELECT code, department, category, name, digest FROM item";
    let mut rows = client.query_typed_raw(sql, std::iter::empty::<(&str, Type)>())?;
    while let Some(row) = rows.next()? {
        let rest = [
            row.try_get(1)?,
            row.try_get(2)?,
            row.try_get(3)?,
            row.try_get(4)?,
        ];
        plan.see(row.try_get(0)?, rest);
    }
    Ok(plan.done())
}
