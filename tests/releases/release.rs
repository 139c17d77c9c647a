//! Publication and what is done with a release: through the library where the review would be needed, and through
//! the program as people run it.

use std::fs;
use std::path::{Path, PathBuf};

use power_list::domain::flowchart::DrawingKind;
use power_list::domain::ids::Digest;
use power_list::domain::special_list::SpecialList;
use power_list::io::project::{self, Loaded};
use power_list::io::sqlite::release::{ReleaseError, ReleaseFile};
use power_list::ops::publish::{self, PublishError, PublishInput, Published, Removal};
use power_list::render::flow::{self, Notes};
use rusqlite::Connection;

use crate::sample;
use crate::sample::program::{parts, run};
use crate::sample::small::{LICENCE, register, small_project};

pub struct Bench {
    dir: tempfile::TempDir,
}

impl Bench {
    pub fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        small_project(dir.path());
        Self { dir }
    }

    pub fn root(&self) -> &Path {
        self.dir.path()
    }

    pub fn releases(&self) -> PathBuf {
        self.root().join("releases")
    }

    fn load(&self) -> Loaded {
        let loaded = project::load(self.root(), None, "", None).unwrap();
        assert!(loaded.findings.is_empty(), "{:?}", loaded.findings);
        loaded
    }

    pub fn publish(
        &self,
        change: impl Fn(&mut PublishInput<'_>),
    ) -> Result<Published, PublishError> {
        self.publish_to(&self.releases(), change)
    }

    fn publish_to(
        &self,
        releases: &Path,
        change: impl Fn(&mut PublishInput<'_>),
    ) -> Result<Published, PublishError> {
        self.publish_loaded(&self.load(), releases, change)
    }

    fn publish_loaded(
        &self,
        loaded: &Loaded,
        releases: &Path,
        change: impl Fn(&mut PublishInput<'_>),
    ) -> Result<Published, PublishError> {
        let register = register();
        let mut input = PublishInput {
            project: &loaded.project,
            root: self.root(),
            register: &register,
            date: "2015-03-01".parse().unwrap(),
            partial: false,
            number: 1,
            confirmed: vec!["slj".parse().unwrap(), "sljd".parse().unwrap()],
            removals: Vec::new(),
            adjustments: Vec::new(),
            ledger_head: Digest::of(b"chain"),
            gate_errors: 0,
        };
        change(&mut input);
        publish::publish(&input, releases)
    }
}

fn strings(db: &Connection, sql: &str) -> Vec<String> {
    let mut statement = db.prepare(sql).unwrap();
    let columns = statement.column_count();
    statement
        .query_map([], |row| {
            let cells: Vec<String> = (0..columns)
                .map(|i| match row.get_ref(i).unwrap() {
                    rusqlite::types::ValueRef::Null => String::new(),
                    rusqlite::types::ValueRef::Integer(n) => n.to_string(),
                    other => other.as_str().unwrap().to_owned(),
                })
                .collect();
            Ok(cells.join("|"))
        })
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap()
}

#[test]
fn a_release_has_its_tables_views_and_answers() {
    let bench = Bench::new();
    let published = bench.publish(|_| ()).unwrap();
    assert_eq!(published.id.to_string(), "341100-20150301");
    assert_eq!((published.items, published.already_there), (3, false));
    let db = Connection::open(&published.path).unwrap();
    assert_eq!(strings(&db, "PRAGMA integrity_check"), ["ok"]);
    assert!(strings(&db, "PRAGMA foreign_key_check").is_empty());
    let loose = strings(
        &db,
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0
         AND name NOT LIKE 'item_fts%' AND name NOT LIKE 'sqlite_%'",
    );
    assert!(loose.is_empty(), "{loose:?}");
    // The question of the issue, as the module's documentation answers it.
    let sql = "SELECT article, article_sub, count(DISTINCT item_code) AS items
         FROM item_basis WHERE law_id = '行政许可法' AND article IS NOT NULL
         GROUP BY article, article_sub ORDER BY items DESC, article, article_sub LIMIT 10";
    assert_eq!(
        strings(&db, sql),
        ["32|0|2", "74|0|2", "12|0|1", "13|0|1", "14|0|1", "34|0|1"]
    );
    let plan = strings(&db, &format!("EXPLAIN QUERY PLAN {sql}")).join("\n");
    assert!(plan.contains("item_basis_by_law"), "{plan}");
    assert_eq!(
        strings(
            &db,
            "SELECT 事项编码, 依据, 法定期限, 收费, 子项 FROM 权力清单"
        )[0],
        format!(
            "{LICENCE}|《水法》第七条；《水法》第四十八条第一款；《行政许可法》第十二条至第十四条|45日|收费|首次申请"
        )
    );
    assert_eq!(
        strings(&db, "SELECT * FROM 部门统计"),
        [
            "滁州市水利局|2|0|0|0|0|0|0|0|0|0|2",
            "滁州市水政监察支队|0|1|0|0|0|0|0|0|0|0|1"
        ]
    );
    assert_eq!(
        strings(&db, "SELECT 种类, 阶段, 依据 FROM 责任清单 LIMIT 3"),
        [
            "责任事项|受理|《行政许可法》第三十二条",
            "责任事项|审查|《行政许可法》第三十四条",
            "追责情形||《行政许可法》第七十四条"
        ]
    );
    assert_eq!(
        strings(&db, "SELECT * FROM 法律依据统计 LIMIT 1"),
        ["中华人民共和国行政许可法|法律|有效|第32条|2|0"]
    );
    assert_eq!(
        strings(
            &db,
            "SELECT prerequisite_code FROM prerequisite WHERE handled_by IS NULL"
        ),
        ["341100-slj-01-0002"]
    );
    assert_eq!(
        strings(
            &db,
            "SELECT from_step, to_step, label FROM flow_edge WHERE from_step = 'accept'"
        ),
        ["accept|review|符合条件", "accept|refuse|不符合"]
    );
}

#[test]
fn the_views_of_the_special_lists_say_what_the_lists_say() {
    let bench = Bench::new();
    let published = bench.publish(|_| ()).unwrap();
    let db = Connection::open(&published.path).unwrap();
    let release = ReleaseFile::open(&published.path).unwrap().read().unwrap();
    for (list, lines) in SpecialList::ALL.into_iter().zip([2, 1, 2, 1]) {
        let titles: Vec<&str> = list.columns().iter().map(|c| c.title).collect();
        let view = list.title();
        assert_eq!(
            strings(
                &db,
                &format!("SELECT name FROM pragma_table_info('{view}')")
            ),
            titles
        );
        let entries = list.entries(&release.catalog);
        let said: Vec<String> = entries.iter().map(|e| e.cells.join("|")).collect();
        assert_eq!(strings(&db, &format!("SELECT * FROM {view}")), said);
        assert_eq!(said.len(), lines, "{view}");
    }
    let prerequisites = strings(&db, "SELECT 前置审批, 办理单位 FROM 前置审批目录清单");
    assert_eq!(
        prerequisites,
        [
            "河道管理范围内建设项目审批|滁州市水利局",
            "压覆重要矿产资源审批|省国土资源厅"
        ]
    );
}

#[test]
fn the_same_list_makes_the_same_bytes() {
    let bench = Bench::new();
    let first = bench.publish(|_| ()).unwrap();
    let bytes = fs::read(&first.path).unwrap();
    let again = bench.publish(|_| ()).unwrap();
    assert!(again.already_there);
    assert_eq!(again.digest, first.digest);
    for threads in [1, 2, 5] {
        let elsewhere = bench.root().join(format!("elsewhere-{threads}"));
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        let other = pool
            .build()
            .unwrap()
            .install(|| bench.publish_to(&elsewhere, |_| ()).unwrap());
        assert!(fs::read(other.path).unwrap() == bytes, "{threads} threads");
    }
}

#[test]
fn a_release_reads_back_as_it_was_and_is_read_only() {
    let bench = Bench::new();
    let published = bench.publish(|_| ()).unwrap();
    let file = ReleaseFile::open(&published.path).unwrap();
    let release = file.read().unwrap();
    assert_eq!(release.digest(), file.digest());
    assert_eq!(file.digest(), published.digest);
    assert!(
        fs::metadata(&published.path)
            .unwrap()
            .permissions()
            .readonly()
    );
    let names: Vec<_> = fs::read_dir(bench.releases())
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert_eq!(names, ["341100-20150301.db"]);
}

#[test]
fn drawings_made_elsewhere_are_in_the_release() {
    let bench = Bench::new();
    let items = bench.root().join("items/sljd/行政处罚.yaml");
    let text = fs::read_to_string(&items).unwrap();
    let drawn = "flowcharts/sljd/处罚.png";
    fs::write(&items, text.replace("flowcharts/sljd/penalty.yaml", drawn)).unwrap();
    let png = include_bytes!("../sample/dot.png");
    sample::put(bench.root(), drawn, png);
    // Two items share a chart, and each has something to say of it.
    let licences = bench.root().join("items/slj/行政审批.yaml");
    let situation = "      - { situation: 违法许可的, basis: 《行政许可法》第七十四条 }\n";
    let risk = "    integrity_risks:\n      - { step: accept, risk: 拖延, level: 中, measure: 限时办结 }\n";
    let text = fs::read_to_string(&licences).unwrap();
    let more = text.replace(situation, &format!("{situation}{risk}"));
    fs::write(&licences, more).unwrap();
    let published = bench.publish(|_| ()).unwrap();
    let file = ReleaseFile::open(&published.path).unwrap();
    let release = file.read().unwrap();
    let drawing = release.drawing(drawn).unwrap();
    assert_eq!(drawing.kind, DrawingKind::Png);
    assert!(drawing.bytes == png);
    // The others are drawn by the program, with the days and risks of all items that use them.
    let notes = Notes::of_catalog(&release.catalog);
    for (chart, notes) in release.catalog.charts.iter().zip(&notes) {
        let drawing = release.drawing(&chart.id).unwrap();
        if chart.kind == "structured" {
            assert_eq!(drawing.kind, DrawingKind::Svg);
            let svg = String::from_utf8(drawing.bytes.clone()).unwrap();
            assert_eq!(svg, flow::svg(chart, notes), "{}", chart.id);
        }
    }
    assert!(notes.iter().any(|notes| notes.risks.len() == 2));
    assert!(release.drawings.len() > 1);
    assert_eq!(release.digest(), file.digest());
    assert_eq!(
        release.header.register_digest,
        Some(power_list::io::register::digest(&register()))
    );
    // Another picture is another content.
    let mut other = release.clone();
    other.drawings[0].bytes.push(0);
    assert_ne!(other.digest(), release.digest());
    // One that was exchanged after it was judged is not published.
    let loaded = bench.load();
    sample::put(bench.root(), drawn, [&png[..], b"more"].concat());
    let error = bench
        .publish_loaded(&loaded, &bench.root().join("elsewhere"), |_| ())
        .unwrap_err();
    assert!(
        matches!(&error, PublishError::DrawingChanged(path) if path == drawn),
        "{error}"
    );
    assert!(!bench.root().join("elsewhere").exists());
}

/// Files of releases, as the program wrote them when releases were of version 1 and 2.
const OLDER: [&[u8]; 2] = [
    include_bytes!("../fixtures/release-1.zip"),
    include_bytes!("../fixtures/release-2.zip"),
];

#[test]
fn releases_of_older_versions_stay_readable() {
    for (version, archive) in (1..).zip(OLDER) {
        let dir = tempfile::tempdir().unwrap();
        let bytes = std::io::Cursor::new(archive);
        zip::ZipArchive::new(bytes)
            .unwrap()
            .extract(dir.path())
            .unwrap();
        let path = dir.path().join("release.db");
        let file = ReleaseFile::open(&path).unwrap();
        assert_eq!(file.version(), version);
        let release = file.read().unwrap();
        // The digest that was taken then is still the digest of what is read now.
        assert_eq!(release.digest(), file.digest());
        assert_eq!(release.catalog.items.len(), 4);
        assert_eq!(release.header.register_digest.is_some(), version > 1);
        assert_eq!(release.drawings.is_empty(), version == 1);
        assert_eq!(release.header.parent, None);
        let name = path.to_str().unwrap();
        for arguments in [
            vec!["release", "show", name],
            vec!["search", "学校", "--release", name],
            vec!["stats", "--release", name],
            vec!["show", "341100-jyj-01-0001", "--release", name],
        ] {
            let (code, out, err) = parts(&run(dir.path(), &arguments));
            assert_eq!(code, 0, "{arguments:?}\n{err}");
            assert!(!out.is_empty(), "{arguments:?}");
        }
    }
}

#[test]
fn what_was_published_is_never_written_over() {
    let bench = Bench::new();
    let first = bench.publish(|_| ()).unwrap();
    let bytes = fs::read(&first.path).unwrap();
    let other = |input: &mut PublishInput<'_>| input.ledger_head = Digest::of(b"another");
    assert!(matches!(
        bench.publish(other),
        Err(PublishError::Release(ReleaseError::Exists(_)))
    ));
    assert_eq!(fs::read(&first.path).unwrap(), bytes);
    let second = bench
        .publish(|input| {
            other(input);
            input.number = 2;
        })
        .unwrap();
    assert_eq!(second.id.to_string(), "341100-20150301.2");
    assert_eq!(fs::read_dir(bench.releases()).unwrap().count(), 2);
}

#[test]
fn removed_items_go_to_the_decisions_and_the_next_release_says_what_changed() {
    let bench = Bench::new();
    bench.publish(|_| ()).unwrap();
    let items = bench.root().join("items/slj/行政审批.yaml");
    let text = fs::read_to_string(&items).unwrap();
    fs::write(&items, text.replace("promised: 20", "promised: 15")).unwrap();
    let next = bench
        .publish(|input| {
            input.date = "2015-09-01".parse().unwrap();
            input.removals = vec![Removal {
                item_code: "341100-slj-01-0002".to_owned(),
                decision: "下放".to_owned(),
                reason: "县级，自 2015-08-01 起".to_owned(),
            }];
        })
        .unwrap();
    assert_eq!((next.items, next.removed), (2, 1));
    let release = ReleaseFile::open(&next.path).unwrap().read().unwrap();
    assert_eq!(
        release.decisions[0].name.as_deref(),
        Some("河道管理范围内建设项目审批")
    );
    assert_eq!(release.previous.unwrap().to_string(), "341100-20150301");
    let changes: Vec<_> = release
        .changes
        .iter()
        .map(|c| format!("{} {} {}", c.item_code, c.kind.key(), c.what))
        .collect();
    assert_eq!(
        changes,
        [
            // The prerequisite is still written there; the item that it means has gone.
            "341100-slj-01-0001 changed 承诺期限",
            "341100-slj-01-0002 removed 河道管理范围内建设项目审批"
        ]
    );
}

#[test]
fn what_is_not_confirmed_stays_out() {
    let bench = Bench::new();
    let one = |input: &mut PublishInput<'_>| input.confirmed.truncate(1);
    match bench.publish(one) {
        Err(PublishError::NotConfirmed(names)) => assert_eq!(names, ["水政支队"]),
        other => panic!("{other:?}"),
    }
    assert!(!bench.releases().exists());
    let published = bench
        .publish(|input| {
            one(input);
            input.partial = true;
        })
        .unwrap();
    assert_eq!(published.id.to_string(), "341100-20150301-partial");
    assert_eq!(published.left_out, ["水政支队"]);
    assert_eq!(published.items, 2);
    let (code, out, _) = parts(&run(
        bench.root(),
        &["release", "show", "341100-20150301-partial"],
    ));
    assert_eq!(code, 0);
    assert!(out.contains("部分公布，不含：水政支队"), "{out}");
    assert!(matches!(
        bench.publish(|input| input.gate_errors = 3),
        Err(PublishError::Gate(3))
    ));
    assert!(matches!(
        bench.publish(|input| {
            input.confirmed.clear();
            input.partial = true;
        }),
        Err(PublishError::Nothing)
    ));
}

#[test]
fn show_prints_a_sheet_that_fits_80_columns() {
    use unicode_width::UnicodeWidthStr as _;
    let bench = Bench::new();
    bench.publish(|_| ()).unwrap();
    let (code, out, err) = parts(&run(bench.root(), &["show", LICENCE]));
    assert_eq!((code, err.as_str()), (0, ""));
    for needle in [
        "取水许可证核发",
        "滁州市水利局",
        "首次申请",
        "符合条件 -> 3. 审查",
    ] {
        assert!(out.contains(needle), "{needle}\n{out}");
    }
    assert!(out.lines().all(|line| line.width() <= 80), "{out}");
    let (code, out, _) = parts(&run(
        bench.root(),
        &["show", LICENCE, "--release", "341100-20150301"],
    ));
    assert_eq!(code, 0);
    assert!(
        out.contains("设定依据，法律，有效（2002-08-29 公布，2002-10-01 起施行）"),
        "{out}"
    );
    let (_, out, _) = parts(&run(bench.root(), &["show", LICENCE, "--format", "json"]));
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["schema"], "power-list/item/v1");
    assert_eq!(json["responsibilities"][0]["stage"], "受理");
}

#[test]
fn an_unknown_code_names_those_near_to_it() {
    let bench = Bench::new();
    let (code, out, err) = parts(&run(bench.root(), &["show", "341100-slj-01-0009"]));
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(
        err.contains("没有编码为“341100-slj-01-0009”的事项"),
        "{err}"
    );
    assert!(err.contains(LICENCE), "{err}");
}

#[test]
fn search_finds_the_same_in_project_and_release() {
    let bench = Bench::new();
    bench.publish(|_| ()).unwrap();
    let search = |arguments: &[&str]| {
        let mut all = vec!["search", "--format", "json"];
        all.extend(arguments);
        let (code, out, err) = parts(&run(bench.root(), &all));
        assert_eq!(code, 0, "{err}");
        let json: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert_eq!(json["schema"], "power-list/items/v1");
        let items = json["items"].as_array().unwrap().clone();
        items
            .iter()
            .map(|i| i["code"].as_str().unwrap()[7..].to_owned())
            .collect::<Vec<_>>()
    };
    let (first, second, penalty) = ("slj-01-0001", "slj-01-0002", "sljd-02-0001");
    for (words, found) in [
        (vec!["取水"], vec![first, penalty]),
        (vec!["罚"], vec![penalty]),
        (vec!["取水", "许可证"], vec![first]),
        (vec!["对未经批准擅自取水行为的处罚"], vec![penalty]),
        // Items with the word in the name come first.
        (vec!["审批"], vec![second]),
        (vec!["首次"], vec![first]),
        (vec!["ic"], vec![first]),
        (vec!["水政", "水法"], vec![penalty]),
        (vec!["水", "--department", "sljd"], vec![penalty]),
        (vec!["水", "--category", "行政审批"], vec![first, second]),
        (vec!["\" OR name:*"], vec![]),
        (vec!["滑雪"], vec![]),
    ] {
        assert_eq!(search(&words), found, "{words:?}");
        let mut in_release = words.clone();
        in_release.extend(["--release", "341100-20150301"]);
        assert_eq!(search(&in_release), found, "{in_release:?}");
    }
}

#[test]
fn search_says_when_nothing_is_found_and_refuses_senseless_questions() {
    let bench = Bench::new();
    let (code, out, err) = parts(&run(bench.root(), &["search", "滑雪"]));
    assert_eq!((code, out.as_str()), (0, ""));
    assert!(err.contains("没有找到“滑雪”"), "{err}");
    for (arguments, expected) in [
        (vec!["search", "，。"], "没有文字"),
        (
            vec!["search", "水", "--department", "sl"],
            "是不是想写：slj",
        ),
        (vec!["search", "水", "--category", "许可"], "可用的类别"),
    ] {
        let (code, _, err) = parts(&run(bench.root(), &arguments));
        assert_eq!(code, 2);
        assert!(err.contains(expected), "{err}");
    }
}

#[test]
fn stats_count_units_by_categories() {
    let bench = Bench::new();
    bench.publish(|_| ()).unwrap();
    for release in [&[][..], &["--release", "341100-20150301"]] {
        let mut arguments = vec!["stats", "--format", "csv"];
        arguments.extend(release);
        let (code, out, _) = parts(&run(bench.root(), &arguments));
        assert_eq!(code, 0);
        let lines: Vec<&str> = out.lines().collect();
        assert!(lines[0].starts_with("单位,行政审批,行政处罚,"));
        assert_eq!(lines[1], "滁州市水利局,2,0,0,0,0,0,0,0,0,0,2");
        assert_eq!(lines[3], "合计,2,1,0,0,0,0,0,0,0,0,3");
    }
    let (_, out, _) = parts(&run(bench.root(), &["stats"]));
    assert!(out.contains("市水利局"), "{out}");
    let (_, out, _) = parts(&run(bench.root(), &["stats", "--format", "json"]));
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["departments"][0]["categories"]["行政审批"], 2);
}

#[test]
fn release_list_and_show_tell_what_there_is() {
    let bench = Bench::new();
    let (code, out, err) = parts(&run(bench.root(), &["release", "list"]));
    assert_eq!((code, out.as_str()), (0, ""));
    assert!(err.contains("还没有公布过"), "{err}");
    let published = bench.publish(|_| ()).unwrap();
    let (code, out, _) = parts(&run(bench.root(), &["release", "list"]));
    assert_eq!(code, 0);
    assert!(
        out.contains("341100-20150301") && out.contains("2015年版"),
        "{out}"
    );
    let file = published.path.to_str().unwrap();
    let (code, out, _) = parts(&run(
        Path::new("/"),
        &["release", "show", file, "--format", "json"],
    ));
    assert_eq!(code, 0);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["schema"], "power-list/release/v1");
    assert_eq!((&json["items"], &json["laws"]), (&3.into(), &2.into()));
    assert_eq!(json["most_cited"][0]["article"], 32);
    assert_eq!(json["digest"], published.digest.to_string());
}

#[test]
fn what_is_no_release_is_named_as_what_it_is() {
    let bench = Bench::new();
    let releases = bench.releases();
    let good = bench.publish(|_| ()).unwrap().path;
    let write = |name: &str, bytes: &[u8]| {
        let path = releases.join(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    let text = write("text.db", "这不是数据库".as_bytes());
    let empty = write("empty.db", b"");
    let other = releases.join("other.db");
    Connection::open(&other)
        .unwrap()
        .execute_batch("CREATE TABLE t (a)")
        .unwrap();
    let newer = releases.join("newer.db");
    fs::write(&newer, fs::read(&good).unwrap()).unwrap();
    Connection::open(&newer)
        .unwrap()
        .execute_batch("PRAGMA user_version = 99")
        .unwrap();
    let cut = write("cut.db", &fs::read(&good).unwrap()[..20_000]);
    for (file, exit, expected) in [
        (text.as_path(), 3, "不是 SQLite 数据库"),
        (&empty, 3, "文件是空的"),
        (&other, 3, "另一种数据库"),
        (&newer, 3, "更新的格式（第 99 版"),
        (&cut, 3, "已损坏"),
        (&releases, 3, "这是一个文件夹"),
        (&releases.join("none.db"), 2, "没有找到发布"),
    ] {
        let name = file.to_str().unwrap();
        for arguments in [
            vec!["release", "show", name],
            vec!["show", LICENCE, "--release", name],
            vec!["stats", "--release", name],
        ] {
            let (code, out, err) = parts(&run(bench.root(), &arguments));
            assert_eq!((code, out.as_str()), (exit, ""), "{arguments:?}\n{err}");
            assert!(err.contains(expected), "{arguments:?}\n{err}");
        }
    }
    let (code, out, err) = parts(&run(bench.root(), &["release", "list"]));
    assert_eq!(code, 3);
    assert!(
        out.contains("341100-20150301") && err.contains("text.db"),
        "{err}"
    );
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    use std::process::{Command, Stdio};
    let bench = Bench::new();
    for format in ["plain", "json"] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_power-list"))
            .args(["show", LICENCE, "--format", format])
            .current_dir(bench.root())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
    }
}
