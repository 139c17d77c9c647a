//! Loading the checked project into the working database on the server.

use std::collections::{BTreeSet, HashMap};

use postgres::fallible_iterator::FallibleIterator as _;
use postgres::types::Type;
use postgres::{Client, Error};

use super::store::{Parameter, PostgresStore, keep};
use crate::domain::ids::{Digest, ItemCode};
use crate::io::store::import::{Plan, codes_in};
use crate::io::store::{Holdings, ImportCounts, ImportedItem, StoreError};

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

    fn import_items(&mut self, items: &[ImportedItem]) -> Result<ImportCounts, StoreError> {
        // A second time it changes nothing.
        self.ask(|client| {
            client.batch_execute("BEGIN; SELECT hold()")?;
            let done = import(client, items);
            client.batch_execute(if done.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
            done
        })
    }

    fn count_import(&self, items: &[ImportedItem]) -> Result<ImportCounts, StoreError> {
        self.ask(|client| Ok(Plan::of(there(client)?, items).counts))
    }
}

fn import(client: &mut Client, items: &[ImportedItem]) -> Result<ImportCounts, Error> {
    let plan = Plan::of(there(client)?, items);
    let digests: Vec<Digest> = plan.write.iter().map(|(_, digest)| *digest).collect();
    let content: Vec<&[u8]> = plan.write.iter().map(|(i, _)| i.bytes.as_slice()).collect();
    keep(client, &digests, &content)?;
    let of = |field: fn(&ImportedItem) -> &str| {
        let fields = plan.write.iter().map(|(item, _)| field(item));
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
    client.query_typed(
        "DELETE FROM item WHERE code = ANY ($1)",
        &[(&plan.remove, Type::TEXT_ARRAY)],
    )?;
    Ok(plan.counts)
}

/// The items as last imported: unit, category, name and digest by code.
fn there(client: &mut Client) -> Result<HashMap<String, [String; 4]>, Error> {
    let sql = "SELECT code, department, category, name, digest FROM item";
    let rows = client.query_typed(sql, &[])?;
    let item = |row: &postgres::Row| {
        let rest = [
            row.try_get(1)?,
            row.try_get(2)?,
            row.try_get(3)?,
            row.try_get(4)?,
        ];
        Ok((row.try_get(0)?, rest))
    };
    rows.iter().map(item).collect()
}
