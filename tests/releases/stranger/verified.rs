//! `release verify` through the real binary.

use std::fs;
use std::path::Path;

use rusqlite::Connection;
use serde_json::Value;

use super::{ID, check, file, published};

use crate::sample::keys::Key;
use crate::sample::program::{parts, run};
use crate::sample::put;
use crate::sample::town::{PERMIT, Town};

fn verify(town: &Town, more: &str) -> Value {
    let line = format!("release verify {ID} --format json {more}");
    let arguments: Vec<&str> = line.split_whitespace().collect();
    let (code, out, err) = parts(&run(town.path(), &arguments));
    let found: Value = serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}\n{out}\n{err}"));
    assert_eq!(code, i32::from(found["valid"] == false), "{out}\n{err}");
    assert_valid(&found, "release-verified");
    found
}

fn assert_valid(value: &Value, name: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("schemas/{name}.schema.json"));
    let schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(value)
        .map(|e| e.to_string())
        .collect();
    assert!(errors.is_empty(), "{name}: {errors:?}\n{value:#}");
}

/// Writes over a file that is read-only.
fn overwrite(path: &Path, bytes: &[u8]) {
    fs::remove_file(path).unwrap();
    fs::write(path, bytes).unwrap();
}

#[test]
fn what_was_published_is_found_to_be_so() {
    let town = published();
    let found = verify(&town, "");
    assert_eq!(found["valid"], true, "{found:#}");
    assert_eq!(found["release"], ID);
    for name in [
        "format",
        "sha256",
        "structure",
        "content",
        "layout",
        "previous",
        "record",
        "confirmed",
        "register",
        "metadata",
    ] {
        let (result, said) = check(&found, name);
        assert_eq!(result, "ok", "{name}：{said}");
    }
    assert_eq!(check(&found, "signature").0, "not_checked");
    let said = town.ok(&format!("release verify {ID}"));
    assert!(
        said.contains("没有发现改动：10 项对，1 项没有核对"),
        "{said}"
    );
    // The other two outputs of the command have schemas as well.
    assert_valid(&town.json("release list --format json"), "releases");
    assert_valid(
        &town.json(&format!("release show {ID} --format json")),
        "release",
    );
}

#[test]
fn a_stranger_needs_the_file_alone_and_more_tells_him_more() {
    let town = published();
    town.ok("review export record.zip");
    let elsewhere = tempfile::tempdir().unwrap();
    let name = format!("{ID}.db");
    fs::copy(file(&town), elsewhere.path().join(&name)).unwrap();
    fs::copy(
        town.path().join("record.zip"),
        elsewhere.path().join("record.zip"),
    )
    .unwrap();
    let (code, out, err) = parts(&run(elsewhere.path(), &["release", "verify", &name]));
    assert_eq!(code, 0, "{out}{err}");
    assert!(
        out.contains("对　　　逐字节重写")
            && out.contains("未核对　审核记录")
            && out.contains("加 --record"),
        "{out}"
    );
    let (code, out, err) = parts(&run(
        elsewhere.path(),
        &["release", "verify", &name, "--record", "record.zip"],
    ));
    assert_eq!(code, 0, "{out}{err}");
    assert!(
        out.contains("对　　　审核记录：链完整") && out.contains("4 个事项逐项与确认的内容相同"),
        "{out}"
    );
    // Nothing was written beside it.
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 2);
}

#[test]
fn a_changed_value_is_named_with_its_table_column_and_item() {
    let town = published();
    let path = file(&town);
    let good = fs::read(&path).unwrap();
    for (sql, place) in [
        (
            format!("UPDATE item SET phone = '0550-0000009' WHERE code = '{PERMIT}'"),
            format!("表 item 的 phone 列，属于 {PERMIT}"),
        ),
        (
            "UPDATE responsibility SET duty = '不办' WHERE item_code = '341100-hbj-02-0001' AND ordinal = 3".to_owned(),
            "表 responsibility 的 duty 列，属于 341100-hbj-02-0001".to_owned(),
        ),
        (
            "UPDATE law SET repealed_on = '2014-01-01' WHERE id = '水土保持法'".to_owned(),
            "表 law 的 repealed_on 列，属于 水土保持法".to_owned(),
        ),
        (
            "UPDATE flow_step SET days = 9 WHERE step_id = 'b' AND days = 8".to_owned(),
            "表 flow_step 的 days 列，属于 flowcharts/hbj/approve.yaml".to_owned(),
        ),
        (
            "UPDATE flowchart SET drawing = x'89' WHERE kind = 'png'".to_owned(),
            "表 flowchart 的 drawing 列，属于 flowcharts/jyj/民办学校.png".to_owned(),
        ),
        (
            "UPDATE release SET notice = '仅供参考'".to_owned(),
            format!("表 release 的 notice 列，属于 {ID}"),
        ),
    ] {
        overwrite(&path, &good);
        Connection::open(&path).unwrap().execute_batch(&sql).unwrap();
        let found = verify(&town, "");
        let (result, said) = check(&found, "content");
        assert_eq!(result, "wrong", "{sql}");
        assert!(said.contains(&place), "{sql}\n{said}");
        for name in ["sha256", "record"] {
            assert_eq!(check(&found, name).0, "wrong", "{sql} {name}");
        }
    }
    // What was confirmed is known to the record.
    overwrite(&path, &good);
    Connection::open(&path)
        .unwrap()
        .execute_batch("UPDATE item SET office = '办公室' WHERE code = '341100-hbj-01-0001'")
        .unwrap();
    let (result, said) = check(&verify(&town, ""), "confirmed");
    assert_eq!(result, "wrong");
    assert!(
        said.contains(&format!("{PERMIT} 的承办机构与确认的不同")),
        "{said}"
    );
}

#[test]
fn who_covers_his_tracks_in_the_file_is_found_by_the_record() {
    let town = published();
    let path = file(&town);
    // A file that is good in itself: the program itself makes it, of something else.
    let other = power_list::io::sqlite::release::ReleaseFile::open(&path).unwrap();
    let mut release = other.read().unwrap();
    release.catalog.items[0].phone = Some("0550-0000009".to_owned());
    let folder = tempfile::tempdir().unwrap();
    let made = power_list::io::sqlite::release::write(folder.path(), &release).unwrap();
    overwrite(&path, &fs::read(made.path()).unwrap());
    fs::remove_file(town.path().join("releases/SHA256SUMS")).unwrap();
    let found = verify(&town, "");
    for name in ["format", "structure", "content", "layout"] {
        assert_eq!(check(&found, name).0, "ok", "{name}");
    }
    let (result, said) = check(&found, "record");
    assert_eq!(result, "wrong");
    assert!(said.contains("号事件记下的 SHA-256"), "{said}");
    let (_, said) = check(&found, "confirmed");
    assert!(
        said.contains(&format!("{PERMIT} 的监督方式与确认的不同")),
        "{said}"
    );
    // A chart that was drawn otherwise is one of every item that uses it.
    release.catalog.items[0].phone = Some("0550-0000001".to_owned());
    let chart = &mut release.catalog.charts[0];
    assert_eq!(chart.id, "flowcharts/hbj/approve.yaml");
    chart.steps[1].days = Some(1);
    let folder = tempfile::tempdir().unwrap();
    let made = power_list::io::sqlite::release::write(folder.path(), &release).unwrap();
    overwrite(&path, &fs::read(made.path()).unwrap());
    let (_, said) = check(&verify(&town, ""), "confirmed");
    assert_eq!(said, format!("事项 {PERMIT} 的流程图的内容与确认的不同"));
}

#[test]
fn a_rewritten_event_is_found_and_named() {
    let town = published();
    let count = town.record().len();
    let database = town.database();
    let good = fs::read(&database).unwrap();
    for seq in [1, count / 2, count] {
        fs::write(&database, &good).unwrap();
        let db = Connection::open(&database).unwrap();
        let triggers: Vec<String> = {
            let mut statement = db
                .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
                .unwrap();
            statement
                .query_map([], |r| r.get(0))
                .unwrap()
                .collect::<Result<_, _>>()
                .unwrap()
        };
        for trigger in triggers {
            db.execute_batch(&format!("DROP TRIGGER \"{trigger}\""))
                .unwrap();
        }
        let changed = db
            .execute(
                "UPDATE event SET actor = 'gb2' WHERE seq = ?1",
                [i64::try_from(seq).unwrap()],
            )
            .unwrap();
        assert_eq!(changed, 1);
        drop(db);
        let (result, said) = check(&verify(&town, ""), "record");
        assert_eq!(result, "wrong");
        assert!(said.contains(&format!("第 {seq} 号事件")), "{said}");
    }
    fs::write(&database, &good).unwrap();
    assert_eq!(verify(&town, "")["valid"], true);
    // A record that ends before the publication does not have it.
    let short = Town::confirmed();
    short.ok("review export record.zip");
    let record = short.path().join("record.zip").display().to_string();
    let (result, said) = check(&verify(&town, &format!("--record {record}")), "record");
    assert_eq!(result, "wrong");
    assert!(said.contains(&format!("没有公布 {ID} 这件事")), "{said}");
}

#[test]
fn what_lies_beside_is_checked_too() {
    let town = published();
    let metadata = town.path().join(format!("releases/{ID}.metadata.json"));
    let good = fs::read_to_string(&metadata).unwrap();
    fs::write(&metadata, good.replace("权力清单", "权利清单")).unwrap();
    let (result, said) = check(&verify(&town, ""), "metadata");
    assert_eq!(result, "wrong");
    assert!(said.contains("第 2 行起"), "{said}");
    fs::write(&metadata, good).unwrap();
    put(town.path(), "releases/SHA256SUMS", "这不是摘要\n");
    let (result, said) = check(&verify(&town, ""), "sha256");
    assert_eq!(result, "wrong");
    assert!(said.contains("第 1 行"), "{said}");
    // Under another name it is not the release that it says it is.
    let other = town.path().join("releases/341100-20150302.db");
    fs::copy(file(&town), &other).unwrap();
    let (code, out, _) = parts(&run(town.path(), &["release", "verify", "341100-20150302"]));
    assert_eq!(code, 1);
    assert!(
        out.contains("文件名是 341100-20150302，里面写的是 341100-20150301"),
        "{out}"
    );
}

#[test]
fn a_release_of_an_older_version_is_checked_as_far_as_it_can_be() {
    let first = &include_bytes!("../../fixtures/release-1.zip")[..];
    let second = &include_bytes!("../../fixtures/release-2.zip")[..];
    older(first, &["未核对　法规库"], "错　　　内容摘要");
    // The second version carries the digests of its columns.
    older(second, &["对　　　表和索引"], "表 item 的 phone 列，属于");
}

fn older(archive: &[u8], more: &[&str], wrong: &str) {
    let dir = tempfile::tempdir().unwrap();
    zip::ZipArchive::new(std::io::Cursor::new(archive))
        .unwrap()
        .extract(dir.path())
        .unwrap();
    let arguments = ["release", "verify", "release.db", "--record", "record.zip"];
    let (code, out, err) = parts(&run(dir.path(), &arguments));
    assert_eq!(code, 0, "{out}{err}");
    for said in [
        "对　　　内容摘要",
        "对　　　审核记录",
        "对　　　确认的内容：4 个事项",
        "未核对　逐字节重写",
    ]
    .iter()
    .chain(more)
    {
        assert!(out.contains(said), "{said}\n{out}");
    }
    let db = dir.path().join("release.db");
    let changed = Connection::open(&db).unwrap().execute(
        "UPDATE item SET phone = '1' WHERE code = '341100-jyj-01-0001'",
        [],
    );
    assert_eq!(changed.unwrap(), 1);
    let (code, out, _) = parts(&run(dir.path(), &arguments));
    assert_eq!(code, 1);
    assert!(
        out.contains(wrong) && out.contains("341100-jyj-01-0001 的监督方式"),
        "{out}"
    );
}

#[test]
fn the_register_at_hand_is_compared() {
    let town = published();
    put(
        town.path(),
        "laws/local.yaml",
        "name: 滁州市测试办法\nlevel: 地方政府规章\nversions:\n  - { published: 2014-01-01, effective: 2014-02-01 }\n",
    );
    let (code, out, err) = parts(&run(town.path(), &["release", "verify", ID]));
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("未核对　法规库：手边的法规库（"), "{out}{err}");
}

#[test]
fn signatures_are_held_against_the_keys_that_are_believed() {
    let town = published();
    let (key, other) = (Key::new(), Key::new());
    town.ok(&format!("publish --as gb --sign {}", key.path().display()));
    let found = verify(&town, "");
    let (result, said) = check(&found, "signature");
    assert_eq!(result, "not_checked", "{said}");
    assert!(said.contains("不在工程的人员里"), "{said}");
    let allow = |line: &str| put(town.path(), "signers", line);
    for (line, result, said) in [
        (
            format!("gb@chuzhou {}\n", key.line),
            "ok",
            "gb@chuzhou 用钥匙",
        ),
        (
            format!("gb@chuzhou {}\n", other.line),
            "wrong",
            "不在给的 allowed_signers 里",
        ),
        (
            format!("gb@chuzhou namespaces=\"git\" {}\n", key.line),
            "wrong",
            "不许签发布",
        ),
        (
            format!("gb@chuzhou valid-before=\"20150301\" {}\n", key.line),
            "wrong",
            "公布那天不在有效期内",
        ),
    ] {
        allow(&line);
        let (found, told) = check(&verify(&town, "--allowed-signers signers"), "signature");
        assert_eq!(found, result, "{line}");
        assert!(told.contains(said), "{told}");
    }
    // A key of the project's people.
    let settings = fs::read_to_string(town.path().join("power-list.yaml")).unwrap();
    let with_key = settings.replace(
        "{ id: gb, name: 公布人, role: 公布人 }",
        &format!(
            "{{ id: gb, name: 公布人, role: 公布人, keys: [\"{}\"] }}",
            key.line
        ),
    );
    assert_ne!(with_key, settings);
    put(town.path(), "power-list.yaml", with_key);
    let (result, said) = check(&verify(&town, ""), "signature");
    assert_eq!(
        (result.as_str(), said.contains("gb（公布人） 用钥匙")),
        ("ok", true),
        "{said}"
    );
    // One that is missing where it is asked for, one that was changed, one over something else.
    let signature = town.path().join(format!("releases/{ID}.db.sig"));
    let armored = fs::read_to_string(&signature).unwrap();
    fs::write(&signature, armored.replacen('A', "B", 30)).unwrap();
    assert_eq!(check(&verify(&town, ""), "signature").0, "wrong");
    fs::write(&signature, &armored).unwrap();
    let path = file(&town);
    let mut bytes = fs::read(&path).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    overwrite(&path, &bytes);
    assert_eq!(check(&verify(&town, ""), "signature").0, "wrong");
    fs::remove_file(&signature).unwrap();
    assert_eq!(check(&verify(&town, ""), "signature").0, "not_checked");
    allow(&format!("gb@chuzhou {}\n", key.line));
    let (result, said) = check(&verify(&town, "--allowed-signers signers"), "signature");
    assert_eq!(result, "wrong");
    assert!(said.contains("没有签名"), "{said}");
}
