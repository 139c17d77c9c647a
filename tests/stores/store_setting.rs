//! `store:` in power-list.yaml and POWER_LIST_STORE: where the working database is, and what is said of a place that is none.

use crate::sample::town::Town;

fn with_store(written: &str) -> Town {
    let town = Town::new();
    let path = town.path().join("power-list.yaml");
    let settings = std::fs::read_to_string(&path).unwrap();
    std::fs::write(path, format!("{settings}store: {written}\n")).unwrap();
    town
}

#[test]
fn the_database_is_where_the_settings_say() {
    let town = with_store("elsewhere/review.db");
    town.ok("review start --as zh");
    assert!(town.path().join("elsewhere/review.db").exists());
    assert!(!town.database().exists());
    assert!(town.ok("import").contains("新增 4 项"));
    assert!(town.ok("review verify").contains("1 个事件"));
    // The environment goes before the settings.
    let mut command = town.command("review status");
    command.env("POWER_LIST_STORE", ".power-list/work.db");
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(4));
    assert!(!town.database().exists());
}

#[test]
fn a_place_that_is_none_is_named_with_its_line() {
    for (written, message, help) in [
        ("mysql://a@b/c", "不认得“mysql://”开头的地址", "postgres://"),
        ("postgres://db.example.com", "地址里没有库名", "postgres://"),
        (
            "postgres://db.example.com/list?ssl=on",
            "不认得选项“ssl”",
            "sslmode",
        ),
        (
            "postgres://list:geheim@db.example.com/list",
            "写着密码",
            "PGPASSWORD",
        ),
    ] {
        let town = with_store(written);
        let said = town.exits(2, "validate");
        assert!(said.contains(message), "{said}");
        assert!(said.contains(help), "{said}");
        assert!(said.contains("power-list.yaml:"), "{said}");
        assert_eq!(town.exits(2, "review status").matches("geheim").count(), 0);
    }
    let town = Town::new();
    let mut command = town.command("review status");
    command.env("POWER_LIST_STORE", "mysql://a:geheim@b/c");
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("POWER_LIST_STORE 写得不对"), "{said}");
    assert!(!said.contains("geheim"), "{said}");
}

#[cfg(not(feature = "postgres"))]
#[test]
fn a_program_without_postgres_says_how_to_get_it() {
    let town = with_store("postgres://list@db.example.com/list");
    for line in ["review status", "review start --as zh", "import"] {
        let said = town.exits(3, line);
        assert!(said.contains("没有编入 PostgreSQL"), "{said}");
        assert!(said.contains("--features postgres"), "{said}");
    }
    // What does not need the working database does not ask for it.
    town.ok("validate --gate 1");
    town.ok("validate");
}
