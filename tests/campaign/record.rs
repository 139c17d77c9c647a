//! The record through the real binary: looked through, verified, carried to another project and back.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use power_list::domain::ids::Digest;
use power_list::io::sqlite::work::WorkStore;
use power_list::io::store::Store as _;
use power_list::workflow::Record;
use serde_json::Value;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::sample;
use crate::sample::keys::{Key, give_key, set, ssh_keygen};
use crate::sample::program::{parts, program};
use crate::sample::town::{PERMIT, Town};

/// A town in which 环保局 has gone through the first round; 编办 signs what it does with a key.
fn reviewed() -> (Town, Key) {
    let town = Town::new();
    let key = Key::new();
    give_key(&town, "bb-1", &key.line);
    town.ok("review start --as zh");
    town.ok("review submit hbj --as hbj");
    town.ok(&format!(
        "review opine hbj --item {PERMIT} --decision 取消 --ground 依据已废止 --as bb-1 {}",
        key.sign()
    ));
    town.review("hbj", 1);
    town.ok("review return hbj --as zh");
    town.ok("review answer hbj --all --answer 采纳 --as hbj");
    (town, key)
}

fn records(town: &Town) -> Vec<Record> {
    WorkStore::open(&town.database()).unwrap().read(0).unwrap()
}

/// Standard output of a command line that ends well.
fn out(town: &Town, line: &str) -> String {
    let (code, out, err) = parts(&town.command(line).output().unwrap());
    assert_eq!(code, 0, "{line}\n{err}");
    out
}

/// The events that `review log` shows with these options.
fn log(town: &Town, options: &str) -> Vec<u64> {
    let lines = out(town, &format!("review log --format jsonl {options}"));
    let seq = |line: &str| {
        let value: Value = serde_json::from_str(line).unwrap();
        value["seq"].as_u64().unwrap()
    };
    lines.lines().map(seq).collect()
}

#[test]
fn lines_of_json_are_what_is_hashed() {
    let (town, _key) = reviewed();
    let lines = out(&town, "review log --format jsonl");
    let mut previous = Digest::ZERO.to_string();
    for line in lines.lines() {
        let value: Value = serde_json::from_str(line).unwrap();
        // By the text alone, as somebody without this program would do it.
        let end = line.rfind(",\"digest\":").unwrap();
        let digest = Digest::of(format!("{}}}", &line[..end]).as_bytes()).to_string();
        assert_eq!(value["digest"], digest.as_str());
        assert_eq!(value["previous"], previous.as_str());
        previous = digest;
    }
    let kept = records(&town);
    let read: Vec<Record> = lines
        .lines()
        .map(|l| Record::from_line(l).unwrap())
        .collect();
    assert_eq!(read, kept);
    // As one document it is the same.
    let document = town.json("review log --format json");
    assert_eq!(document["events"].as_array().unwrap().len(), kept.len());
    // With jq, as the help says, where there is one.
    let line = "review log --format jsonl";
    let script = format!(
        "{} {line} | sed -n 3p | jq -cj 'del(.digest, .signature)' | sha256sum",
        env!("CARGO_BIN_EXE_power-list")
    );
    if let Some(text) = shell(town.path(), &script, &["jq"]) {
        assert!(text.starts_with(&kept[2].digest.to_string()), "{text}");
    }
}

/// Runs a script where the programs that it needs are installed; says so past the harness where they are not.
fn shell(folder: &Path, script: &str, needs: &[&str]) -> Option<String> {
    for program in needs {
        let there = Command::new("sh")
            .args(["-c", &format!("command -v {program}")])
            .stdout(Stdio::null())
            .status();
        if !there.is_ok_and(|status| status.success()) {
            let _ = writeln!(std::io::stderr(), "跳过：没有 {program}");
            return None;
        }
    }
    let output = Command::new("bash")
        .args(["-c", &format!("set -o pipefail; {script}")])
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let (code, out, err) = parts(&output);
    assert_eq!(code, 0, "{script}\n{out}{err}");
    Some(format!("{out}{err}"))
}

#[test]
fn what_is_sought_is_found() {
    let (town, key) = reviewed();
    let all = records(&town);
    let last = all.len() as u64;
    let by = |wanted: &dyn Fn(&Record) -> bool| -> Vec<u64> {
        let fitting = all.iter().filter(|r| wanted(r));
        fitting.map(|r| r.seq).collect()
    };
    let has = |text: &'static str| by(&move |r: &Record| r.payload.contains(text));
    assert_eq!(log(&town, ""), by(&|_| true));
    assert_eq!(
        log(&town, "--department hbj"),
        (2..=last).collect::<Vec<_>>()
    );
    assert_eq!(log(&town, "--department jyj"), [0; 0]);
    assert_eq!(log(&town, "--kind started"), [1]);
    assert_eq!(
        log(&town, "--kind signed --kind returned"),
        by(&|r| r.payload.contains("\"kind\":\"signed\"")
            || r.payload.contains("\"kind\":\"returned\""))
    );
    assert_eq!(log(&town, "--actor fz-1"), by(&|r| r.actor == "fz-1"));
    assert_eq!(
        log(&town, "--role 审核人"),
        by(&|r| r.role.starts_with("审核人"))
    );
    assert_eq!(log(&town, "--role 综合组"), by(&|r| r.actor == "zh"));
    assert_eq!(log(&town, "--body 法制办"), by(&|r| r.actor == "fz-1"));
    assert_eq!(log(&town, "--round 1"), (2..=last).collect::<Vec<_>>());
    assert_eq!(log(&town, "--round 2"), [0; 0]);
    assert_eq!(log(&town, "--signed"), [3]);
    assert_eq!(log(&town, "--unsigned"), by(&|r| r.signature.is_none()));
    assert_eq!(log(&town, "--text 已废止"), has("已废止"));
    assert_eq!(log(&town, "--text 没有人写过"), [0; 0]);
    assert_eq!(log(&town, "--after 5"), (6..=last).collect::<Vec<_>>());
    assert_eq!(log(&town, "--last 2"), [last - 1, last]);
    assert_eq!(log(&town, "--last 1 --kind submitted"), [2]);
    assert_eq!(log(&town, "--last 0"), [0; 0]);
    assert_eq!(log(&town, &format!("--item {PERMIT} --actor bb-1")), [3]);
    assert_eq!(log(&town, "--since 2020-01-01"), by(&|_| true));
    assert_eq!(log(&town, "--until 2020-01-01"), [0; 0]);
    let fingerprint = key
        .line
        .parse::<power_list::domain::ssh::PublicKey>()
        .unwrap();
    let fingerprint = fingerprint.fingerprint();
    let mut command = town.command("review log --signed");
    let (_, table, _) = parts(&command.env("COLUMNS", "200").output().unwrap());
    assert!(table.contains(&fingerprint[..15]), "{table}");
    let csv = out(&town, "review log --format csv");
    assert_eq!(csv.lines().count(), all.len() + 1);
    assert!(csv.starts_with("\u{feff}号,时间,"), "{csv}");
    assert!(csv.contains(&fingerprint) && csv.contains(&all[2].digest.to_string()));
    town.exits(2, "review log --signed --unsigned");
    town.exits(2, "review log --round 4");
}

#[test]
fn what_verify_finds_is_told_to_programs_too() {
    let (town, _key) = reviewed();
    let all = records(&town);
    let value = town.json("review verify --format json");
    let schema = std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/verified.schema.json"),
    );
    let schema: Value = serde_json::from_str(&schema.unwrap()).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    assert!(schema.is_valid(&value), "{value}");
    assert_eq!(value["schema"], "power-list/verified/v1");
    assert_eq!(value["valid"], true);
    assert_eq!(value["events"], all.len());
    assert_eq!(value["head"], all.last().unwrap().digest.to_string());
    assert_eq!(value["signatures_required"], false);
    assert_eq!(value["signed"][0]["actor"], "bb-1");
    assert_eq!(value["signed"][0]["events"], 1);
    assert_eq!(value["unsigned"], all.len() - 1);
    let said = town.ok("review verify");
    assert!(said.contains("签名：1 个都对"), "{said}");
    sql(
        &town,
        "DROP TRIGGER signature_no_update;
         UPDATE signature SET sshsig = replace(sshsig, 'SSH SIGNATURE-----', 'SSH SIGNATURE----- ')",
    );
    let (code, text, _) = parts(
        &town
            .command("review verify --format json")
            .output()
            .unwrap(),
    );
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (code, &value["valid"], &value["event"]),
        (1, &false.into(), &3.into())
    );
    assert!(value["why"].as_str().unwrap().contains("签名"), "{value}");
    assert!(schema.is_valid(&value), "{value}");
}

#[test]
fn signatures_that_are_stripped_or_not_known_are_named() {
    let town = Town::new();
    let key = Key::new();
    give_key(&town, "zh", &key.line);
    set(&town, "signatures: required");
    town.ok(&format!("review start --as zh {}", key.sign()));
    town.ok(&format!(
        "review meeting --kind 专家论证 --date 2015-01-10 --document 论证1号 --as zh {}",
        key.sign()
    ));
    let said = town.ok("review verify");
    assert!(
        said.contains("签名：2 个都对，启动时规定每一步都要签名"),
        "{said}"
    );
    // The key is gone from the settings: nobody can tell any more whose it was.
    let settings = town.path().join("power-list.yaml");
    let text = std::fs::read_to_string(&settings).unwrap();
    std::fs::write(&settings, text.replace(&key.line, "")).unwrap();
    let said = town.exits(1, "review verify");
    assert!(
        said.contains("第 1 号事件") && said.contains("不在 zh 的钥匙里"),
        "{said}"
    );
    std::fs::write(&settings, text).unwrap();
    sql(
        &town,
        "DROP TRIGGER signature_no_delete; DELETE FROM signature WHERE seq = 2",
    );
    let said = town.exits(1, "review verify");
    assert!(
        said.contains("第 2 号事件") && said.contains("没有签名"),
        "{said}"
    );
}

fn sql(town: &Town, statements: &str) {
    let database = rusqlite::Connection::open(town.database()).unwrap();
    database.execute_batch(statements).unwrap();
}

#[test]
fn a_record_is_carried_to_another_project() {
    let (town, key) = reviewed();
    let said = town.ok("review export a.zip");
    assert!(said.contains("导出　a.zip"), "{said}");
    // The same record is the same bytes, and what is there is not overwritten by another.
    let said = town.ok("review export a.zip");
    assert!(said.contains("没有变化"), "{said}");
    town.ok("review export b.zip");
    let bytes = std::fs::read(town.path().join("a.zip")).unwrap();
    assert!(bytes == std::fs::read(town.path().join("b.zip")).unwrap());
    let output = town.command("review export -").output().unwrap();
    assert!(output.status.success() && output.stdout == bytes);
    // Drafts stay at home: they make no difference.
    town.ok("review submit hbj --as hbj");
    let moved = town.exits(2, "review export a.zip");
    assert!(moved.contains("已经存在，内容不同，没有覆盖"), "{moved}");
    town.ok("review export later.zip");
    let later = std::fs::read(town.path().join("later.zip")).unwrap();
    town.ok(&format!(
        "review opine hbj --item {PERMIT} --decision 保留 --draft --as fz-1"
    ));
    town.ok("review export drafts.zip");
    assert!(later == std::fs::read(town.path().join("drafts.zip")).unwrap());
    town.ok("review export a.zip --force");
    assert!(later == std::fs::read(town.path().join("a.zip")).unwrap());

    // It is verified where there is no project.
    let elsewhere = tempfile::tempdir().unwrap();
    std::fs::write(elsewhere.path().join("a.zip"), &bytes).unwrap();
    let verify = |more: &[&str]| {
        let mut command = program(elsewhere.path());
        command.args(["review", "verify", "a.zip"]).args(more);
        parts(&command.output().unwrap())
    };
    let (code, said, _) = verify(&[]);
    assert!(code == 0 && said.contains("签名：1 个都对"), "{said}");
    let head = records(&town)[4].digest.to_string();
    assert_eq!(verify(&["--head", &head]).0, 0);
    assert_eq!(verify(&["--head", &"1".repeat(64)]).0, 1);
    let (_, json, _) = verify(&["--format", "json"]);
    let value: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        (&value["file"], &value["valid"]),
        (&"a.zip".into(), &true.into())
    );

    // A project that does not know the key does not take it; one that does takes all.
    let other = Town::new();
    std::fs::write(other.path().join("a.zip"), &bytes).unwrap();
    std::fs::write(other.path().join("later.zip"), &later).unwrap();
    let said = other.exits(1, "review import a.zip");
    assert!(
        said.contains("第 3 号事件") && said.contains("不在 bb-1 的钥匙里"),
        "{said}"
    );
    assert!(!other.database().exists());
    give_key(&other, "bb-1", &key.line);
    let said = other.ok("review import a.zip");
    let count = log(&other, "").len();
    assert!(said.contains(&format!("导入 {count} 个事件")), "{said}");
    assert_eq!(records(&other), records(&town)[..count]);
    other.ok("review verify");
    assert_eq!(
        out(&other, "review status hbj"),
        out(&again(&bytes, &key), "review status hbj")
    );
    let said = other.ok("review import a.zip");
    assert!(said.contains("没有新的"), "{said}");
    let said = other.ok("review import later.zip");
    assert!(
        said.contains(&format!("接在第 {count} 号之后导入 1 个事件")),
        "{said}"
    );
    assert_eq!(records(&other), records(&town));
    let said = other.ok("review import a.zip");
    assert!(said.contains("前一段"), "{said}");
    // The review goes on there.
    other.ok("review opine hbj --rest --decision 保留 --as fz-1");
    other.ok("review export back.zip");

    // Two histories of one beginning do not become one.
    let before = town.record();
    town.ok("review opine hbj --all --decision 优化 --as zw-1");
    std::fs::copy(other.path().join("back.zip"), town.path().join("back.zip")).unwrap();
    let kept = records(&town);
    let said = town.exits(4, "review import back.zip");
    let differs = before.len() + 1;
    assert!(
        said.contains(&format!("第 {differs} 号事件起不同")),
        "{said}"
    );
    assert_eq!(records(&town), kept);
    // Nor one that began elsewhere.
    let stranger = Town::new();
    stranger.ok("review start --as zh");
    give_key(&stranger, "bb-1", &key.line);
    std::fs::write(stranger.path().join("a.zip"), &bytes).unwrap();
    let said = stranger.exits(4, "review import a.zip");
    assert!(said.contains("第 1 号事件起不同"), "{said}");
    // Through a pipe.
    let fresh = again(&later, &key);
    assert_eq!(records(&fresh).len(), differs - 1);
}

/// A town into which a file is imported from standard input.
fn again(bytes: &[u8], key: &Key) -> Town {
    let town = Town::new();
    give_key(&town, "bb-1", &key.line);
    let mut child = town
        .command("review import -")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(bytes).unwrap();
    assert!(child.wait().unwrap().success());
    town
}

#[test]
fn without_a_record_there_is_nothing_to_export() {
    let town = Town::new();
    let said = town.exits(4, "review export a.zip");
    assert!(said.contains("还没有启动"), "{said}");
    assert!(!town.path().join("a.zip").exists());
    // A record that does not hold is not passed on.
    let (town, _key) = reviewed();
    sql(
        &town,
        "DROP TRIGGER event_no_update; UPDATE event SET actor = 'fz-1' WHERE seq = 4",
    );
    let said = town.exits(1, "review export a.zip");
    assert!(said.contains("第 4 号事件"), "{said}");
    assert_eq!(
        std::fs::read_dir(town.path())
            .unwrap()
            .filter(|e| {
                e.as_ref()
                    .unwrap()
                    .file_name()
                    .to_string_lossy()
                    .contains("zip")
            })
            .count(),
        0
    );
}

/// The entries of a file, in order.
fn entries(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut entry = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            (entry.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

/// A zip of these entries.
fn zipped(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(name.as_str(), SimpleFileOptions::default())
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn place(entries: &[(String, Vec<u8>)], name: &str) -> usize {
    entries
        .iter()
        .position(|(n, _)| n.starts_with(name))
        .unwrap()
}

/// Changes the entry whose name begins so.
fn change(entries: &mut [(String, Vec<u8>)], name: &str, change: impl FnOnce(&mut Vec<u8>)) {
    let at = place(entries, name);
    change(&mut entries[at].1);
}

type Spoil = fn(&mut Vec<(String, Vec<u8>)>);

#[test]
fn of_a_spoilt_file_nothing_is_taken() {
    let (town, key) = reviewed();
    town.ok("review export a.zip");
    let good = entries(&std::fs::read(town.path().join("a.zip")).unwrap());
    let cases: [(&str, Spoil); 19] = [
        ("没有事件用到", |e| {
            let bytes = b"nobody needs it".to_vec();
            e.push((format!("content/{}", Digest::of(&bytes)), bytes));
            change(e, "manifest", |text| {
                replace(text, "\"contents\": ", "\"contents\": 1+")
            });
        }),
        ("内容应有", |e| {
            e.remove(place(e, "content/"));
        }),
        ("不见了", |e| {
            e.remove(place(e, "content/"));
            change(e, "manifest", |text| {
                replace(text, "\"contents\": ", "\"contents\": -1+")
            });
        }),
        ("内容与摘要不符", |e| {
            change(e, "content/", |bytes| bytes.push(b' '))
        }),
        ("不该有", |e| {
            e.push(("content/1".to_owned(), Vec::new()))
        }),
        ("不该有", |e| e.push(("more.txt".to_owned(), Vec::new()))),
        ("不该有", |e| e.push(("content/".to_owned(), Vec::new()))),
        ("写到别的地方去", |e| {
            e.push(("../../etc/passwd".to_owned(), Vec::new()))
        }),
        ("写到别的地方去", |e| {
            e.push(("/etc/passwd".to_owned(), Vec::new()))
        }),
        ("README.txt 与", |e| {
            change(e, "README", |text| text.push(b' '))
        }),
        ("people.json 与", |e| {
            change(e, "people", |text| text.push(b' '))
        }),
        ("allowed_signers 与", |e| {
            change(e, "allowed", |text| text.push(b' '))
        }),
        ("没有 people.json", |e| {
            e.remove(place(e, "people"));
        }),
        ("版本是", |e| {
            change(e, "manifest", |text| replace(text, "测试版", "别的版"))
        }),
        ("说有", |e| {
            // The last event cut off, and the manifest left as it was.
            change(e, "events", |text| {
                text.pop();
                let end = text.iter().rposition(|b| *b == b'\n').unwrap();
                text.truncate(end + 1);
            });
        }),
        ("第 4 号事件", |e| {
            change(e, "events", |text| {
                replace(text, "\"seq\":4,", "\"seq\":5,")
            });
        }),
        ("第 1 号事件：不是一个事件", |e| {
            change(e, "events", |text| text.insert(0, b'x'))
        }),
        ("第 1 号事件：写法", |e| {
            change(e, "events", |text| text.insert(0, b' '))
        }),
        ("这一行没有完", |e| {
            change(e, "events", |text| {
                text.pop();
            });
        }),
    ];
    for (says, spoil) in cases {
        let mut spoilt = good.clone();
        spoil(&mut spoilt);
        refused(&zipped(&spoilt), &key, 1, says);
    }
    // Twice under one name: which of the two counts is for no program to guess.
    let mut twice = zipped(&good);
    let name = good[place(&good, "content/")].0.clone();
    let other = good.last().unwrap().0.clone();
    rename(&mut twice, &other, &name);
    refused(&twice, &key, 1, "里面有两个 content/");
    // Cut off, or something else altogether.
    let whole = zipped(&good);
    refused(
        &whole[..whole.len() / 2],
        &key,
        2,
        "不是压缩包，或者没有传完",
    );
    refused(b"", &key, 2, "不是压缩包，或者没有传完");
    refused("一封信".as_bytes(), &key, 2, "不是压缩包");
    refused(
        &zipped(&[("a.txt".to_owned(), Vec::new())]),
        &key,
        2,
        "没有 manifest.json",
    );
    let mut newer = good.clone();
    change(&mut newer, "manifest", |text| {
        replace(text, "history/v1", "history/v2")
    });
    refused(&zipped(&newer), &key, 3, "较新版本");
    // What unpacks to far more than there can be.
    let mut bomb = good.clone();
    change(&mut bomb, "people", |bytes| *bytes = vec![0; 65 << 20]);
    refused(&zipped(&bomb), &key, 1, "解开后超过 64 MB");
    let mut bomb = good;
    change(&mut bomb, "events", |bytes| *bytes = vec![b' '; 65 << 20]);
    refused(&zipped(&bomb), &key, 1, "第 1 号事件");
}

fn replace(text: &mut Vec<u8>, from: &str, to: &str) {
    let old = String::from_utf8(std::mem::take(text)).unwrap();
    assert!(old.contains(from), "{from}\n{old}");
    let mut new = old.replacen(from, to, 1);
    // A number to count up or down by.
    if let Some((sign, from)) = to
        .strip_suffix('+')
        .and_then(|to| to.rsplit_once(": "))
        .map(|(_, n)| n)
        .map(|n| (n.parse::<i64>().unwrap(), from))
    {
        let at = old.find(from).unwrap() + from.len();
        let digits: String = old[at..].chars().take_while(char::is_ascii_digit).collect();
        let count = digits.parse::<i64>().unwrap() + sign;
        new = old.replacen(&format!("{from}{digits}"), &format!("{from}{count}"), 1);
    }
    *text = new.into_bytes();
}

/// Gives an entry the name of another of the same length, wherever it stands.
fn rename(zip: &mut [u8], from: &str, to: &str) {
    assert_eq!(from.len(), to.len());
    let places: Vec<usize> = (0..zip.len() - from.len())
        .filter(|at| zip[*at..].starts_with(from.as_bytes()))
        .collect();
    assert!(places.len() >= 2, "{places:?}");
    for at in places {
        zip[at..at + to.len()].copy_from_slice(to.as_bytes());
    }
}

/// A file that neither `verify` nor `import` takes, for this reason; the import leaves nothing behind.
fn refused(bytes: &[u8], key: &Key, code: i32, says: &str) {
    let town = Town::new();
    give_key(&town, "bb-1", &key.line);
    std::fs::write(town.path().join("spoilt.zip"), bytes).unwrap();
    for line in ["review import spoilt.zip", "review verify spoilt.zip"] {
        let said = town.exits(code, line);
        assert!(said.contains(says), "{line}：{says}\n{said}");
        assert!(!town.database().exists(), "{line}");
    }
}

#[test]
fn the_file_tells_how_to_check_it_without_the_program() {
    let (town, _key) = reviewed();
    town.ok("review export a.zip");
    let elsewhere = tempfile::tempdir().unwrap();
    for (name, bytes) in entries(&std::fs::read(town.path().join("a.zip")).unwrap()) {
        sample::put(elsewhere.path(), &name, bytes);
    }
    let readme = std::fs::read_to_string(elsewhere.path().join("README.txt")).unwrap();
    let command = |begins: &str, ends: &str| {
        let from = readme.find(begins).unwrap();
        let to = readme[from..].find(ends).unwrap() + ends.len();
        readme[from..from + to].to_owned()
    };
    let contents = command("cd content", "; cd ..");
    let chain = command("previous=", "< events.jsonl");
    let signature = command("sed -n 5p events.jsonl | jq -r .signature", "1Z/')\"");
    let run = |script: &str, needs: &[&str]| shell(elsewhere.path(), script, needs);
    assert_eq!(run(&contents, &["sha256sum"]).unwrap_or_default(), "");
    assert_eq!(run(&chain, &["jq", "sha256sum"]).unwrap_or_default(), "");
    if ssh_keygen() {
        // The event that is signed here is the third.
        let said = run(&signature.replace("5p", "3p"), &["jq"]);
        assert!(said.is_none_or(|said| said.contains("Good \"power-list\" signature")));
    }
    // And what was changed is found that way too.
    let events = elsewhere.path().join("events.jsonl");
    let text = std::fs::read_to_string(&events).unwrap();
    std::fs::write(&events, text.replacen("已废止", "未废止", 1)).unwrap();
    if let Some(said) = run(&chain, &["jq", "sha256sum"]) {
        assert!(said.contains("第 3 号事件不对"), "{said}");
    }
}

#[test]
fn a_file_may_stand_anywhere() {
    let (town, _key) = reviewed();
    let said = town.exits(3, "review import none.zip");
    assert!(said.contains("没有这个文件"), "{said}");
    let said = town.exits(3, "review import items");
    assert!(said.contains("文件夹"), "{said}");
    town.ok("review export new/folder/a.zip");
    let path: PathBuf = town.path().join("new/folder/a.zip");
    assert!(path.is_file());
    let said = town.exits(3, "review export items");
    assert!(said.contains("文件夹"), "{said}");
}
