//! What only a server can do: refuse, go away, be shared, be far.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use postgres::{Client, NoTls};
use power_list::domain::ids::Digest;
use power_list::io::store::{ServerUrl, Store as _, StoreError, StorePlace};
use power_list::workflow::chain::{Head, verify};

use crate::kinds::{Kind as _, Postgres};
use crate::server::{Server, has_certificates};
use crate::{end, records};

fn place(url: &str) -> StorePlace {
    StorePlace::parse(Path::new(""), url).unwrap()
}

/// A connection beside the store, as the owner, in its namespace.
pub fn client(url: &str) -> Client {
    let url: ServerUrl = url.parse().unwrap();
    let mut config = postgres::Config::new();
    config
        .user("postgres")
        .dbname(&url.database)
        .host(&url.hosts[0].0)
        .port(url.hosts[0].1)
        .application_name("test")
        .options(&format!("-c search_path={}", url.schema));
    config.connect(NoTls).unwrap()
}

/// Ends the connections of the programs that work in a namespace, or of those among them that wait for a lock.
fn cut(url: &str, user: &str, waiting: bool) -> i64 {
    let wait = if waiting {
        "AND wait_event_type = 'Lock'"
    } else {
        ""
    };
    let row = client(url).query_one(
        &format!(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
             WHERE application_name = 'power-list' AND usename = $1 {wait}"
        ),
        &[&user],
    );
    row.unwrap().get(0)
}

/// A user of one's own, so that no other test's connections are cut; the owner of its namespace. All grants on a database
/// are one row of the server's: whoever finds another test just writing it asks again.
fn own(server: &Server, name: &str) -> String {
    let url = server.url_of(name, "127.0.0.1", &format!("schema={name}"));
    let mut client = client(&url);
    let sql = format!("CREATE ROLE {name} LOGIN; GRANT CREATE ON DATABASE postgres TO {name}");
    let mut tries = 50;
    while let Err(error) = client.batch_execute(&sql) {
        let busy = error.as_db_error().map(|e| e.message()) == Some("tuple concurrently updated");
        tries -= 1;
        assert!(busy && tries > 0, "{error:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
    url
}

#[test]
fn what_is_wrong_with_a_server_is_said_in_words() {
    let Some(server) = Server::shared() else {
        return;
    };
    client(&server.url())
        .batch_execute("CREATE ROLE guarded LOGIN PASSWORD 'geheim'; CREATE ROLE poor LOGIN")
        .unwrap();
    let of = |user: &str, rest: &str| format!("postgres://{user}@127.0.0.1:{}/{rest}", server.port);
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = free.local_addr().unwrap().port();
    for (url, words) in [
        (
            "postgres://a@127.0.0.1:1/postgres".to_owned(),
            "对方拒绝连接",
        ),
        (
            "postgres://a@no-such-host.invalid/postgres?sslmode=disable".to_owned(),
            "查不到这个主机名",
        ),
        (
            format!("postgres://a@127.0.0.1:{silent}/postgres?connect_timeout=1"),
            "1 秒没有回应",
        ),
        (
            "postgres://a@h/postgres?host=/no/such/folder".to_owned(),
            "没有这个套接字",
        ),
        (of("guarded:falsch", "postgres"), "用户 guarded 的密码不对"),
        (of("guarded", "postgres"), "服务器要密码，没有给"),
        (of("nobody_here", "postgres"), "不让登录"),
        (of("postgres", "nothing"), "服务器上没有这个数据库"),
        (of("poor", "postgres?schema=rich"), "没有权限"),
    ] {
        let error = place(&url).open_or_create().unwrap_err();
        let said = error.to_string();
        assert!(said.contains(words), "{url}：{said}");
        assert!(
            !said.contains("falsch") && !error.hint().is_empty(),
            "{said}"
        );
    }
    let url = of("guarded:geheim", "postgres?schema=guarded");
    client(&url)
        .batch_execute("CREATE SCHEMA guarded AUTHORIZATION guarded")
        .unwrap();
    place(&url).open_or_create().unwrap();
}

#[test]
fn other_peoples_tables_are_left_alone() {
    let Some(kind) = Postgres::new() else { return };
    let schema = kind.0.parse::<ServerUrl>().unwrap().schema;
    for table in [
        "photo (name text)",
        "store (name text)",
        "store (id int, version text)",
    ] {
        kind.sql(&format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}; CREATE TABLE {schema}.{table}"))
            .unwrap();
        for error in [
            kind.open().unwrap_err(),
            kind.place().open_or_create().unwrap_err(),
        ] {
            assert!(
                matches!(error, StoreError::Foreign { .. }),
                "{table}：{error}"
            );
        }
    }
    // An empty namespace, made by the administrator for somebody who may not make any, is filled.
    kind.sql(&format!(
        "DROP SCHEMA {schema} CASCADE; CREATE SCHEMA {schema}"
    ))
    .unwrap();
    kind.create();
}

#[test]
fn projects_share_a_database_without_knowing_each_other() {
    let (Some(one), Some(two)) = (Postgres::new(), Postgres::new()) else {
        return;
    };
    let (mut first, mut second) = (one.create(), two.create());
    first
        .append(Head::EMPTY, &records(Head::EMPTY, 2), &[], &[])
        .unwrap();
    // Nor do they wait for each other.
    first.hold().unwrap();
    second
        .append(Head::EMPTY, &records(Head::EMPTY, 1), &[], &[])
        .unwrap();
    first.release();
    assert_eq!(second.read(0).unwrap().len(), 1);
    assert!(one.sql("TRUNCATE event CASCADE").is_err());
    assert!(one.sql("TRUNCATE blob CASCADE").is_err());
    assert!(one.sql("INSERT INTO event SELECT * FROM event WHERE false; SET session_replication_role = replica; DELETE FROM event").is_err());
}

#[test]
fn a_connection_that_is_cut_costs_nothing() {
    let Some(server) = Server::shared() else {
        return;
    };
    let url = own(server, "cut_off");
    let mut store = place(&url).open_or_create().unwrap();
    let mut head = Head::EMPTY;
    for round in 0..4u64 {
        assert!(cut(&url, "cut_off", false) > 0);
        // Reading first, or appending first.
        if round % 2 == 0 {
            assert_eq!(store.read(0).unwrap().len() as u64, round);
            assert!(cut(&url, "cut_off", false) > 0);
        }
        let batch = records(head, 1);
        store.append(head, &batch, &[], &[]).unwrap();
        head = end(&batch);
    }
    assert_eq!(store.read(0).unwrap().len(), 4);
    // What was decided while nobody else could append is not done after others could.
    store.hold().unwrap();
    cut(&url, "cut_off", false);
    let error = store.append(head, &records(head, 1), &[], &[]).unwrap_err();
    assert!(matches!(error, StoreError::Lost { .. }), "{error}");
    assert_eq!(store.read(0).unwrap().len(), 4);
    store.append(head, &records(head, 1), &[], &[]).unwrap();
}

#[test]
fn an_act_in_flight_when_the_connection_is_cut_happens_once() {
    let Some(server) = Server::shared() else {
        return;
    };
    let url = own(server, "in_flight");
    let mut store = place(&url).open_or_create().unwrap();
    let mut other = place(&url).open().unwrap();
    let first = records(Head::EMPTY, 1);
    other.hold().unwrap();
    std::thread::scope(|scope| {
        let acting = scope.spawn(|| store.append(Head::EMPTY, &first, &[], &[]));
        let begun = Instant::now();
        while cut(&url, "in_flight", true) == 0 {
            assert!(begun.elapsed() < Duration::from_secs(4));
            std::thread::sleep(Duration::from_millis(20));
        }
        other.release();
        acting.join().unwrap().unwrap();
    });
    assert_eq!(store.read(0).unwrap(), first);
}

#[test]
fn what_was_answered_for_is_there_after_a_crash() {
    let Some(mut server) = Server::start() else {
        return;
    };
    let url = server.url();
    let mut store = place(&url).open_or_create().unwrap();
    let (stop, answered) = (AtomicBool::new(false), AtomicU64::new(0));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut head = Head::EMPTY;
            while !stop.load(Ordering::Relaxed) {
                let batch = records(head, 3);
                match store.append(head, &batch, &[], &[]) {
                    Ok(()) => {
                        head = end(&batch);
                        answered.store(head.seq, Ordering::Relaxed);
                    }
                    // While the server is away; what became of the act is looked up then.
                    Err(StoreError::Conflict { .. }) => head = store.head().unwrap(),
                    Err(_) => {
                        std::thread::sleep(Duration::from_millis(50));
                        head = store.head().unwrap_or(head);
                    }
                }
            }
        });
        for _ in 0..3 {
            std::thread::sleep(Duration::from_millis(400));
            server.tell("crash");
        }
        std::thread::sleep(Duration::from_millis(300));
        stop.store(true, Ordering::Relaxed);
    });
    let all = place(&url).open().unwrap().read(0).unwrap();
    let answered = answered.into_inner();
    assert!(
        answered > 10 && all.len() as u64 >= answered,
        "{} {answered}",
        all.len()
    );
    assert_eq!(all.len() % 3, 0, "a half act");
    verify(&all).unwrap();
    // Gone for good, it is told of.
    server.tell("stop");
    let error = place(&url).open().unwrap_err();
    assert!(matches!(error, StoreError::Unreachable { .. }), "{error}");
    let head = end(&all);
    let error = store.append(head, &records(head, 1), &[], &[]).unwrap_err();
    assert!(
        matches!(
            error,
            StoreError::Uncertain { .. } | StoreError::Unreachable { .. }
        ),
        "{error}"
    );
}

#[test]
fn roles_may_do_what_they_are_for() {
    let Some(server) = Server::shared() else {
        return;
    };
    let url = own(server, "head_office");
    let mut owner = place(&url).open_or_create().unwrap();
    // As docs/scale.md has it.
    let guide = include_str!("../../docs/scale.md");
    let grants: String = guide
        .split("```sql\n")
        .skip(1)
        .filter_map(|block| block.split("```").next())
        .filter(|block| block.contains("GRANT"))
        .collect();
    let grants = grants
        .replace("list_writer", "office_writer")
        .replace("list_reader", "office_reader")
        .replace("power_list", "head_office");
    client(&url).batch_execute(&grants).unwrap();
    client(&url)
        .batch_execute("ALTER ROLE office_writer LOGIN PASSWORD NULL; ALTER ROLE office_reader LOGIN PASSWORD NULL")
        .unwrap();
    let of = |user: &str| place(&server.url_of(user, "127.0.0.1", "schema=head_office"));
    let mut writer = of("office_writer").open().unwrap();
    let first = records(Head::EMPTY, 1);
    writer
        .append(Head::EMPTY, &first, &[b"x".to_vec()], &[])
        .unwrap();
    let key = power_list::workflow::NotebookKey {
        owner: "bb-1".parse().unwrap(),
        department: "hbj".parse().unwrap(),
        round: power_list::workflow::Round::First,
    };
    let (at, step) = (
        jiff::Timestamp::UNIX_EPOCH,
        power_list::workflow::Step::UNDO,
    );
    writer.note(&key, 0, at, &step).unwrap();
    writer.discard(&key, 1).unwrap();
    let kept = power_list::workflow::packed::Checkpoint {
        head: end(&first),
        parts: [(String::new(), b"x"[..].into())].into(),
    };
    writer.remember(None, &kept).unwrap();
    writer.import_items(&Vec::new()).unwrap();
    let mut reader = of("office_reader").open().unwrap();
    assert_eq!(reader.read(0).unwrap(), first);
    assert!(reader.recall().is_some());
    assert_eq!(reader.get(Digest::of(b"x")).unwrap().unwrap(), b"x");
    let head = end(&first);
    let error = reader
        .append(head, &records(head, 1), &[], &[])
        .unwrap_err();
    assert!(
        matches!(
            error,
            StoreError::NoRights { .. } | StoreError::ReadOnly { .. }
        ),
        "{error}"
    );
    // Not even by hand can the writer change what is recorded.
    let mut by_hand = postgres::Config::new();
    by_hand
        .user("office_writer")
        .dbname("postgres")
        .host("127.0.0.1")
        .port(server.port);
    let mut by_hand = by_hand.connect(NoTls).unwrap();
    for statement in [
        "UPDATE head_office.event SET actor = 'x'",
        "DELETE FROM head_office.event",
        "TRUNCATE head_office.event CASCADE",
        "ALTER TABLE head_office.event DISABLE TRIGGER ALL",
        "DROP TRIGGER event_fixed ON head_office.event",
        "CREATE OR REPLACE FUNCTION head_office.refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    ] {
        assert!(by_hand.batch_execute(statement).is_err(), "{statement}");
    }
    owner.append(head, &records(head, 1), &[], &[]).unwrap();
}

#[test]
fn the_connection_is_as_protected_as_the_address_says() {
    let Some(server) = Server::shared() else {
        return;
    };
    if !has_certificates(&server.folder) {
        crate::server::skip("没有 openssl，没有试加密连接");
        return;
    }
    let authority = server.folder.join("authority.crt");
    let authority = authority.display();
    let open = |host: &str, options: &str| {
        let url = server.url_of("postgres", host, &format!("schema=tls&{options}"));
        place(&url).open_or_create().map(drop)
    };
    for (host, options) in [
        ("localhost", "sslmode=disable".to_owned()),
        ("localhost", "sslmode=prefer".to_owned()),
        ("127.0.0.1", "sslmode=require".to_owned()),
        (
            "127.0.0.1",
            format!("sslmode=verify-ca&sslrootcert={authority}"),
        ),
        (
            "localhost",
            format!("sslmode=verify-full&sslrootcert={authority}"),
        ),
    ] {
        open(host, &options).unwrap_or_else(|e| panic!("{options}：{e}"));
    }
    for (host, options) in [
        ("localhost", "sslmode=verify-full".to_owned()),
        ("localhost", "sslmode=verify-ca".to_owned()),
        (
            "127.0.0.1",
            format!("sslmode=verify-full&sslrootcert={authority}"),
        ),
        (
            "localhost",
            "sslmode=verify-full&sslrootcert=/no/such/file".to_owned(),
        ),
        (
            "localhost",
            "sslmode=require&sslrootcert=/dev/null".to_owned(),
        ),
    ] {
        let error = open(host, &options).unwrap_err();
        assert!(
            matches!(error, StoreError::Insecure { .. }),
            "{options}：{error}"
        );
    }
    // What is asked for is what is there.
    let url = server.url_of("postgres", "localhost", "schema=tls&sslmode=require");
    let _open = place(&url).open().unwrap();
    let encrypted: bool = client(&url)
        .query_one(
            "SELECT bool_or(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'power-list'",
            &[],
        )
        .unwrap()
        .get(0);
    assert!(encrypted);
}
