//! Events, content and checkpoints on the server.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use postgres::fallible_iterator::FallibleIterator as _;
use postgres::types::{ToSql, Type};
use postgres::{Client, Error, Row};

use super::connect::connect;
use super::explain::{explain, is_lost, place};
use super::schema;
use crate::domain::ids::Digest;
use crate::io::store::{BYTES_AT_ONCE, ServerUrl, Store, StoreError};
use crate::workflow::chain::{Head, Record};
use crate::workflow::packed::Checkpoint;
use crate::workflow::{NotebookKey, Step};

/// Bytes of content that go along in one message; what is more goes before, in the same transaction.
const MESSAGE: usize = 8 << 20;

/// A parameter with its type, so that the server need not be asked for it first.
pub(super) type Parameter<'a> = (&'a (dyn ToSql + Sync), Type);

const SELECT: &str = "SELECT seq, at, actor, role, payload, previous, digest, sshsig FROM event LEFT JOIN signature USING (seq)";

/// A working database on a server.
pub struct PostgresStore {
    pub(super) url: ServerUrl,
    client: RefCell<Client>,
    /// Whether a transaction is open that nobody else appends beside.
    held: bool,
}

impl fmt::Debug for PostgresStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PostgresStore").field(&self.url).finish()
    }
}

impl PostgresStore {
    /// Opens a store that is there.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when it is not; else when the server does not let in or it is something else.
    pub fn open(url: &ServerUrl) -> Result<Self, StoreError> {
        let mut client = connect(url)?;
        match schema::version(&mut client, url)? {
            None => Err(StoreError::Missing { place: place(url) }),
            Some(found) => {
                // One that may not be changed is read as it is.
                if found < schema::VERSION {
                    match schema::bring_up(&mut client, url) {
                        Ok(()) | Err(StoreError::ReadOnly { .. } | StoreError::NoRights { .. }) => {
                        }
                        Err(error) => return Err(error),
                    }
                }
                Ok(Self::new(url, client))
            }
        }
    }

    /// Opens the store, making it where it is not there.
    ///
    /// # Errors
    /// When the server does not let in, something else is in its place, or it may not be made.
    pub fn open_or_create(url: &ServerUrl) -> Result<Self, StoreError> {
        let mut client = connect(url)?;
        if schema::version(&mut client, url)?.is_none_or(|found| found < schema::VERSION) {
            schema::bring_up(&mut client, url)?;
        }
        Ok(Self::new(url, client))
    }

    fn new(url: &ServerUrl, client: Client) -> Self {
        Self {
            url: url.clone(),
            client: RefCell::new(client),
            held: false,
        }
    }

    pub(super) fn explain(&self, error: &Error) -> StoreError {
        explain(&self.url, error)
    }

    pub(super) fn damaged(&self, why: String) -> StoreError {
        StoreError::Damaged {
            place: place(&self.url),
            why,
        }
    }

    /// Does what may be done twice without harm: once more on a new connection where the old one is gone.
    pub(super) fn ask<T>(
        &self,
        work: impl Fn(&mut Client) -> Result<T, Error>,
    ) -> Result<T, StoreError> {
        let first = work(&mut self.client.borrow_mut());
        match first {
            Err(error) if is_lost(&error) && !self.held => {
                self.reconnect()?;
                work(&mut self.client.borrow_mut()).map_err(|e| self.explain(&e))
            }
            done => done.map_err(|e| self.explain(&e)),
        }
    }

    fn reconnect(&self) -> Result<(), StoreError> {
        *self.client.borrow_mut() = connect(&self.url)?;
        Ok(())
    }

    /// Does what must not be done twice. Where the connection goes away meanwhile, `done` tells on a new one whether it was
    /// done; what was not is done once more.
    pub(super) fn once(
        &mut self,
        work: impl Fn(&mut Client) -> Result<Option<StoreError>, Error>,
        done: impl Fn(&Self) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError> {
        let was_held = std::mem::take(&mut self.held);
        let first = work(&mut self.client.borrow_mut());
        let lost = match first {
            Ok(None) => return Ok(()),
            Ok(Some(conflict)) => return Err(conflict),
            Err(error) if is_lost(&error) => self.explain(&error),
            Err(error) => return Err(self.explain(&error)),
        };
        let uncertain = |_| StoreError::Uncertain {
            place: place(&self.url),
        };
        self.reconnect().map_err(uncertain)?;
        if done(self).map_err(uncertain)? {
            return Ok(());
        }
        // What was decided on was held: on a new connection it is not.
        if was_held {
            return Err(lost);
        }
        let second = work(&mut self.client.borrow_mut());
        match second {
            Ok(None) => Ok(()),
            // The first may have come through after it was asked about.
            Ok(Some(_)) | Err(_) if done(self).map_err(uncertain)? => Ok(()),
            Ok(Some(conflict)) => Err(conflict),
            Err(error) if is_lost(&error) => Err(uncertain(lost)),
            Err(error) => Err(self.explain(&error)),
        }
    }
}

/// The one value of a function that gives what was expected and found where somebody was first.
pub(super) fn conflict(row: &Row) -> Result<Option<StoreError>, Error> {
    let pair: Option<Vec<i64>> = row.try_get(0)?;
    Ok(pair.map(|pair| {
        let number = |i: usize| pair.get(i).copied().unwrap_or_default().unsigned_abs();
        StoreError::Conflict {
            expected: number(0),
            found: number(1),
        }
    }))
}

/// A sequence number as the database has it.
pub(super) fn big(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

impl Store for PostgresStore {
    fn head(&self) -> Result<Head, StoreError> {
        let sql = "SELECT seq, digest FROM event ORDER BY seq DESC LIMIT 1";
        let rows = self.ask(|client| client.query_typed(sql, &[]))?;
        match rows.first() {
            None => Ok(Head::EMPTY),
            Some(row) => Ok(Head {
                seq: row.get::<_, i64>(0).unsigned_abs(),
                digest: self.digest(row.get(1))?,
            }),
        }
    }

    fn read(&self, after: u64) -> Result<Vec<Record>, StoreError> {
        self.records(&format!("{SELECT} WHERE seq > $1 ORDER BY seq"), after)
    }

    fn read_some(&self, after: u64, limit: usize) -> Result<Vec<Record>, StoreError> {
        let limit = big(limit as u64);
        let sql = format!(
            "WITH piece AS (SELECT seq, sum(octet_length(payload)) OVER (ORDER BY seq) - octet_length(payload) AS so_far \
             FROM event WHERE seq > $1 ORDER BY seq LIMIT {limit}) \
             {SELECT} JOIN piece USING (seq) WHERE so_far < {BYTES_AT_ONCE} ORDER BY seq"
        );
        self.records(&sql, after)
    }

    fn event(&self, seq: u64) -> Result<Option<Record>, StoreError> {
        let sql = format!("{SELECT} WHERE seq = $1");
        Ok(self.records(&sql, seq)?.pop())
    }

    fn append(
        &mut self,
        expected: Head,
        records: &[Record],
        content: &[Vec<u8>],
        settled: &[(NotebookKey, u64)],
    ) -> Result<(), StoreError> {
        let digests: Vec<Digest> = content.iter().map(|bytes| Digest::of(bytes)).collect();
        let last = records.last().map(|r| (r.seq, r.digest));
        let held = self.held;
        self.once(
            |client| {
                let (before, along) = content.split_at(early(content));
                let (digests_before, digests_along) = digests.split_at(before.len());
                let alone = !held && !before.is_empty();
                if alone {
                    client.batch_execute("BEGIN; SELECT hold()")?;
                }
                let done = keep(client, digests_before, before).and_then(|()| {
                    call_append(client, expected, records, digests_along, along, settled)
                });
                if held || alone {
                    let end = match &done {
                        Ok(None) => "COMMIT",
                        _ => "ROLLBACK",
                    };
                    client.batch_execute(end)?;
                }
                done
            },
            |store| match last {
                None => Ok(false),
                Some((seq, digest)) => Ok(store.event(seq)?.is_some_and(|r| r.digest == digest)),
            },
        )
    }

    fn hold(&mut self) -> Result<(), StoreError> {
        if !self.held {
            self.ask(|client| client.batch_execute("BEGIN; SELECT hold()"))
                .inspect_err(|_| self.roll_back())?;
            self.held = true;
        }
        Ok(())
    }

    fn release(&mut self) {
        if std::mem::take(&mut self.held) {
            self.roll_back();
        }
    }

    fn notebook(&self, key: &NotebookKey) -> Result<Vec<Step>, StoreError> {
        self.steps(key)
    }

    fn notebooks(&self) -> Result<Vec<NotebookKey>, StoreError> {
        self.all_notebooks()
    }

    fn note(
        &mut self,
        key: &NotebookKey,
        expected: u64,
        at: Timestamp,
        step: &Step,
    ) -> Result<(), StoreError> {
        self.add_step(key, expected, at, step)
    }

    fn discard(&mut self, key: &NotebookKey, expected: u64) -> Result<(), StoreError> {
        self.remove_notebook(key, expected)
    }

    fn put(&mut self, bytes: &[u8]) -> Result<Digest, StoreError> {
        let digest = Digest::of(bytes);
        self.ask(|client| keep(client, &[digest], &[bytes]))?;
        Ok(digest)
    }

    fn get(&self, digest: Digest) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = "SELECT bytes FROM blob WHERE digest = $1";
        let text = digest.to_string();
        let rows = self.ask(|client| client.query_typed(sql, &[(&text, Type::TEXT)]))?;
        let bytes: Option<Vec<u8>> = rows.first().map(|row| row.get(0));
        match bytes {
            Some(bytes) if Digest::of(&bytes) != digest => {
                Err(self.damaged(format!("摘要 {} 下的内容被改动过", digest.short())))
            }
            bytes => Ok(bytes),
        }
    }

    fn remember(&mut self, since: Option<Head>, checkpoint: &Checkpoint) -> Result<(), StoreError> {
        let sql = "SELECT remember($1, $2, $3, $4, $5, $6)";
        let (since_seq, since_digest) = (
            since.map(|head| big(head.seq)),
            since.map(|head| head.digest.to_string()),
        );
        let names: Vec<&str> = checkpoint.parts.keys().map(String::as_str).collect();
        let parts: Vec<&[u8]> = checkpoint.parts.values().map(AsRef::as_ref).collect();
        let parameters: [Parameter<'_>; 6] = [
            (&since_seq, Type::INT8),
            (&since_digest, Type::TEXT),
            (&big(checkpoint.head.seq), Type::INT8),
            (&checkpoint.head.digest.to_string(), Type::TEXT),
            (&names, Type::TEXT_ARRAY),
            (&parts, Type::BYTEA_ARRAY),
        ];
        let refused = self.ask(|client| conflict(&client.query_typed_one(sql, &parameters)?))?;
        refused.map_or(Ok(()), Err)
    }

    fn recall(&self) -> Option<Checkpoint> {
        let sql = "SELECT seq, digest, name, bytes FROM checkpoint CROSS JOIN checkpoint_part";
        let rows = self.ask(|client| client.query_typed(sql, &[])).ok()?;
        let first = rows.first()?;
        let head = Head {
            seq: first.try_get::<_, i64>(0).ok()?.unsigned_abs(),
            digest: first.try_get::<_, &str>(1).ok()?.parse().ok()?,
        };
        let part = |row: &Row| Ok((row.try_get(2)?, row.try_get::<_, &[u8]>(3)?.into()));
        let parts = rows
            .iter()
            .map(part)
            .collect::<Result<BTreeMap<String, Arc<[u8]>>, Error>>();
        let parts = parts.ok()?;
        Some(Checkpoint { head, parts })
    }
}

impl PostgresStore {
    fn records(&self, sql: &str, number: u64) -> Result<Vec<Record>, StoreError> {
        let rows = self.ask(|client| {
            let rows = client.query_typed_raw(sql, [(big(number), Type::INT8)])?;
            // As they come: there may be hundreds of thousands.
            rows.map(|row| self.record(&row).map_or_else(|e| Ok(Err(e)), |r| Ok(Ok(r))))
                .collect::<Vec<Result<Record, StoreError>>>()
        })?;
        rows.into_iter().collect()
    }

    fn record(&self, row: &Row) -> Result<Record, StoreError> {
        let text = |column: usize| row.try_get(column).map_err(|e| self.damaged(e.to_string()));
        let seq: i64 = row.try_get(0).map_err(|e| self.damaged(e.to_string()))?;
        Ok(Record {
            seq: seq.unsigned_abs(),
            at: text(1)?,
            actor: text(2)?,
            role: text(3)?,
            payload: text(4)?,
            previous: self.digest(row.get(5))?,
            digest: self.digest(row.get(6))?,
            signature: row.try_get(7).map_err(|e| self.damaged(e.to_string()))?,
        })
    }

    fn digest(&self, text: &str) -> Result<Digest, StoreError> {
        text.parse()
            .map_err(|e| self.damaged(format!("“{text}”不是摘要：{e}")))
    }

    fn roll_back(&self) {
        // On a connection that is gone there is nothing to roll back.
        drop(self.client.borrow_mut().batch_execute("ROLLBACK"));
    }
}

/// How many pieces of content go before the message that appends.
fn early(content: &[Vec<u8>]) -> usize {
    let mut bytes = 0;
    let along = content.iter().rev().take_while(|piece| {
        bytes += piece.len();
        bytes <= MESSAGE
    });
    content.len() - along.count()
}

/// Keeps content, in messages of a bearable size.
pub(super) fn keep<B: AsRef<[u8]>>(
    client: &mut Client,
    digests: &[Digest],
    content: &[B],
) -> Result<(), Error> {
    let mut rest: Vec<(String, &[u8])> = digests
        .iter()
        .zip(content)
        .map(|(digest, bytes)| (digest.to_string(), bytes.as_ref()))
        .collect();
    while !rest.is_empty() {
        let mut bytes = 0;
        let fit = rest.iter().take_while(|(_, piece)| {
            bytes += piece.len();
            bytes <= MESSAGE
        });
        let after = rest.split_off(fit.count().max(1));
        let (digests, pieces): (Vec<String>, Vec<&[u8]>) = rest.into_iter().unzip();
        let parameters: [Parameter<'_>; 2] =
            [(&digests, Type::TEXT_ARRAY), (&pieces, Type::BYTEA_ARRAY)];
        client.query_typed("SELECT keep($1, $2)", &parameters)?;
        rest = after;
    }
    Ok(())
}

fn call_append(
    client: &mut Client,
    expected: Head,
    records: &[Record],
    digests: &[Digest],
    content: &[Vec<u8>],
    settled: &[(NotebookKey, u64)],
) -> Result<Option<StoreError>, Error> {
    let of = |field: fn(&Record) -> &str| records.iter().map(field).collect::<Vec<&str>>();
    let digest_of = |field: fn(&Record) -> Digest| {
        let texts = records.iter().map(|r| field(r).to_string());
        texts.collect::<Vec<String>>()
    };
    let seqs: Vec<i64> = records.iter().map(|r| big(r.seq)).collect();
    let signatures: Vec<Option<&str>> = records.iter().map(|r| r.signature.as_deref()).collect();
    let content_digests: Vec<String> = digests.iter().map(Digest::to_string).collect();
    let owners: Vec<&str> = settled.iter().map(|(k, _)| k.owner.as_str()).collect();
    let departments: Vec<&str> = settled.iter().map(|(k, _)| k.department.as_str()).collect();
    let rounds: Vec<i16> = settled
        .iter()
        .map(|(k, _)| i16::from(k.round.number()))
        .collect();
    let steps: Vec<i64> = settled.iter().map(|(_, steps)| big(*steps)).collect();
    let parameters: [Parameter<'_>; 16] = [
        (&big(expected.seq), Type::INT8),
        (&expected.digest.to_string(), Type::TEXT),
        (&seqs, Type::INT8_ARRAY),
        (&of(|r| &r.at), Type::TEXT_ARRAY),
        (&of(|r| &r.actor), Type::TEXT_ARRAY),
        (&of(|r| &r.role), Type::TEXT_ARRAY),
        (&of(|r| &r.payload), Type::TEXT_ARRAY),
        (&digest_of(|r| r.previous), Type::TEXT_ARRAY),
        (&digest_of(|r| r.digest), Type::TEXT_ARRAY),
        (&signatures, Type::TEXT_ARRAY),
        (&content_digests, Type::TEXT_ARRAY),
        (&content, Type::BYTEA_ARRAY),
        (&owners, Type::TEXT_ARRAY),
        (&departments, Type::TEXT_ARRAY),
        (&rounds, Type::INT2_ARRAY),
        (&steps, Type::INT8_ARRAY),
    ];
    let sql =
        "SELECT append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    conflict(&client.query_typed_one(sql, &parameters)?)
}
