//! `power-list demo` through the real binary: what it leaves, that it can be run again, what it does not touch — and
//! that the README, which sends everybody to it, tells the truth.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use tempfile::TempDir;

use crate::sample;
use crate::sample::program::{Content, content, lay_out, parts, program, run};

const RELEASE: &str = "releases/341100-20150301.db";

struct Made {
    content: Content,
    said: String,
}

/// What the demo makes and says: it runs once for all tests.
fn made() -> &'static Made {
    static MADE: OnceLock<Made> = OnceLock::new();
    MADE.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let (code, said, err) = parts(&run(dir.path(), &["demo", "演示"]));
        assert_eq!(code, 0, "{said}{err}");
        let content = content(&dir.path().join("演示"));
        Made { content, said }
    })
}

/// A folder in which the demo has run.
struct City {
    outer: TempDir,
    path: PathBuf,
}

fn city() -> City {
    let outer = tempfile::tempdir().unwrap();
    let path = outer.path().join("演示");
    lay_out(&path, &made().content);
    City { outer, path }
}

#[test]
fn it_tells_its_figures() {
    let said = &made().said;
    for figure in [
        "示例城市　51 个单位，471 项事项",
        "校验（公布）　0 个错误",
        "导入　　471 项",
        "51 个单位走完",
        "公布　　演示/releases/341100-20150301.db",
        "内容摘要 ",
    ] {
        assert!(said.contains(figure), "{figure}\n{said}");
    }
    let legs: Vec<&str> = said
        .lines()
        .filter_map(|l| l.split_once("　　截至").map(|(leg, _)| leg))
        .collect();
    assert_eq!(
        legs,
        ["一上", "一下", "二上", "二下", "三上", "三下"],
        "{said}"
    );
}

#[test]
fn what_it_suggests_next_can_be_run() {
    let city = city();
    let suggested: Vec<&str> = made()
        .said
        .lines()
        .filter_map(|l| l.trim_start().strip_prefix("power-list "))
        .map(|l| l.split("   ").next().unwrap())
        .collect();
    assert_eq!(suggested.len(), 3);
    for line in suggested {
        let words: Vec<&str> = line.split_whitespace().collect();
        let (code, out, err) = parts(&run(&city.path, &words));
        // 1: what the law of ten years later finds.
        assert!(
            code == 0 || line.contains("--as-of") && code == 1,
            "{line}\n{out}{err}"
        );
    }
}

#[test]
fn again_and_elsewhere_it_makes_the_same_bytes() {
    let City { outer: dir, path } = city();
    let release = path.join(RELEASE);
    let bytes = fs::read(&release).unwrap();
    let (code, _, err) = parts(&run(dir.path(), &["demo", "演示"]));
    assert_eq!(code, 0, "{err}");
    assert!(fs::read(&release).unwrap() == bytes);
    // An empty folder will do.
    fs::create_dir(dir.path().join("power-list-demo")).unwrap();
    let (code, out, err) = parts(&run(dir.path(), &["demo", "--quiet"]));
    assert_eq!(code, 0, "{err}");
    assert!(!out.contains("接下来可以试"), "{out}");
    assert!(fs::read(dir.path().join("power-list-demo").join(RELEASE)).unwrap() == bytes);
}

/// The demo does not run in the folder, and nothing in it changes.
fn refused(root: &Path, folder: &str, says: &str) {
    let before = content(root);
    let (code, out, err) = parts(&run(root, &["demo", folder]));
    assert_eq!(code, 2, "{out}{err}");
    assert!(err.contains(says) && err.contains("  提示："), "{err}");
    assert!(content(root) == before, "{err}");
}

#[test]
fn a_folder_that_somebody_works_in_is_left_alone() {
    let City { outer: dir, path } = city();
    let file = path.join("items/hbj/行政审批.yaml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replacen("环境", "环保", 1)).unwrap();
    refused(dir.path(), "演示", "items/hbj/行政审批.yaml”改动过");
    fs::write(&file, text).unwrap();
    fs::write(path.join("items/hbj/新的.yaml"), "").unwrap();
    refused(dir.path(), "演示", "items/hbj/新的.yaml”改动过");
}

#[test]
fn a_foreign_folder_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    sample::put(dir.path(), "照片/甲.txt", "海边");
    refused(dir.path(), "照片", "不是演示生成的文件夹");
    // A real project without the mark is foreign too.
    let project = city();
    fs::remove_file(project.path.join(".power-list/demo")).unwrap();
    refused(project.outer.path(), "演示", "不是演示生成的文件夹");
}

#[test]
fn its_record_holds_and_its_list_passes_publication() {
    let city = city();
    let (code, out, err) = parts(&run(&city.path, &["review", "verify"]));
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("事件链完整"), "{out}");
    let (code, out, err) = parts(&run(&city.path, &["validate", "--gate", "4"]));
    assert_eq!(code, 0, "{out}{err}");
    let (_, out, _) = parts(&run(&city.path, &["review", "status", "--format", "json"]));
    let status: serde_json::Value = serde_json::from_str(&out).unwrap();
    let departments = status["departments"].as_array().unwrap();
    assert_eq!(departments.len(), 51);
    assert!(departments.iter().all(|d| d["stage"] == "published"));
    // The head that the release carries is in the chain.
    let (_, out, _) = parts(&run(
        &city.path,
        &["release", "show", "341100-20150301", "--format", "json"],
    ));
    let shown: serde_json::Value = serde_json::from_str(&out).unwrap();
    let head = shown["ledger_head"].as_str().unwrap();
    let (code, out, _) = parts(&run(&city.path, &["review", "verify", "--head", head]));
    assert_eq!(code, 0, "{out}");
}

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

/// The lines of the README's shell blocks, without their comments.
fn shell_lines() -> Vec<String> {
    let mut inside = false;
    let mut lines = Vec::new();
    for line in readme().lines() {
        if let Some(language) = line.strip_prefix("```") {
            inside = language == "sh";
        } else if inside {
            let line = line.split(" #").next().unwrap_or(line).trim();
            if !line.is_empty() && !line.starts_with('#') {
                lines.push(line.to_owned());
            }
        }
    }
    lines
}

/// Every run of the program that the README shows, as its arguments.
fn commands() -> Vec<Vec<String>> {
    let mut out = Vec::new();
    for line in shell_lines() {
        for part in line.split("&&") {
            let words: Vec<String> = part.split_whitespace().map(str::to_owned).collect();
            match words.first().map(String::as_str) {
                Some("power-list") => out.push(words[1..].to_vec()),
                Some("cargo") => {
                    if let Some(at) = words.iter().position(|w| w == "--") {
                        out.push(words[at + 1..].to_vec());
                    }
                }
                _ => {}
            }
        }
    }
    out
}

#[test]
fn the_readme_names_only_commands_that_there_are() {
    let commands = commands();
    assert!(commands.len() > 20, "{commands:?}");
    let here = tempfile::tempdir().unwrap();
    for command in &commands {
        // clap takes all that comes before --help to pieces first: an unknown command or option ends with 2.
        let output = program(here.path())
            .args(command)
            .arg("--help")
            .output()
            .unwrap();
        let (code, out, err) = parts(&output);
        assert_eq!(code, 0, "{command:?}\n{err}");
        assert!(out.contains("用法：power-list"), "{command:?}\n{out}");
    }
    for wrong in [&["valdate"][..], &["validate", "--gates", "4"]] {
        let output = program(here.path()).args(wrong).arg("--help").output();
        assert_eq!(parts(&output.unwrap()).0, 2, "{wrong:?}");
    }
}

#[test]
fn what_the_readme_looks_up_is_there() {
    let mut looked_up = 0;
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let city = city();
    for command in commands() {
        let words: Vec<&str> = command.iter().map(String::as_str).collect();
        let (place, wanted) = match words[..] {
            ["validate", "data/chuzhou", .., "--as-of", _] => (root, 1),
            ["validate", "data/chuzhou", ..] => (root, 0),
            // The workbook has to be written first: see the test on the steps with Excel.
            ["validate", file, ..] if file.ends_with(".xlsx") => continue,
            ["validate" | "explain" | "show" | "search" | "stats", ..]
            | ["review", "status" | "log"]
            | ["release", "list"] => (city.path.as_path(), 0),
            _ => continue,
        };
        let (code, out, err) = parts(&run(place, &words));
        assert_eq!(code, wanted, "{words:?}\n{out}{err}");
        assert!(!out.trim().is_empty(), "{words:?}");
        looked_up += 1;
    }
    assert!(looked_up >= 10, "{looked_up}");
}

#[test]
fn the_reviews_steps_in_the_readme_can_be_taken_in_their_order() {
    let dir = tempfile::tempdir().unwrap();
    let files = content(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data/chuzhou"));
    lay_out(dir.path(), &files);
    let mut taken = Vec::new();
    for command in commands() {
        let words: Vec<&str> = command.iter().map(String::as_str).collect();
        match words[..] {
            ["review", "overdue" | "export" | "verify", ..] => continue,
            ["import"] | ["review", ..] | ["publish", "--date", ..] => {}
            _ => continue,
        }
        let (code, out, err) = parts(&run(dir.path(), &words));
        taken.push(code);
        // 4: what the other bodies have still to do, which the README says in words.
        assert!(
            code == 0 || code == 4 && err.contains("下一步："),
            "{words:?}\n{out}{err}"
        );
    }
    //               import start submit opine sign return answer queue status log publish
    assert_eq!(taken, [0, 0, 0, 0, 0, 4, 4, 0, 0, 0, 4]);
}

#[test]
fn the_clock_the_papers_and_the_record_in_the_readme_are_those_of_the_demo() {
    let city = city();
    let mut taken = 0;
    for command in commands() {
        let words: Vec<&str> = command.iter().map(String::as_str).collect();
        match words[..] {
            ["report", ..] | ["review", "overdue" | "export" | "verify", ..] => {}
            _ => continue,
        }
        let (code, out, err) = parts(&run(&city.path, &words));
        assert_eq!(code, 0, "{words:?}\n{out}{err}");
        assert!(!out.trim().is_empty(), "{words:?}");
        taken += 1;
    }
    assert_eq!(taken, 8);
    for file in ["进度.html", "清理情况.xlsx", "审核记录.zip"] {
        assert!(city.path.join(file).is_file(), "{file}");
    }
}

#[test]
fn what_the_readme_does_with_a_release_works_on_the_demo() {
    let city = city();
    let mut taken = 0;
    for command in commands() {
        let words: Vec<&str> = command.iter().map(String::as_str).collect();
        match words[..] {
            ["publish", "--site", _]
            | ["release", "verify", ..]
            | ["flow", ..]
            | ["export", "--release", ..]
            | ["diff", ..] => {}
            _ => continue,
        }
        let (code, out, err) = parts(&run(&city.path, &words));
        assert_eq!(code, 0, "{words:?}\n{out}{err}");
        assert!(!out.trim().is_empty(), "{words:?}");
        taken += 1;
    }
    assert_eq!(taken, 6);
    for file in [
        "网站/index.html",
        "网站/items/341100-hbj-01-0001.html",
        "流程图.svg",
        "专项清单.xlsx",
        "清单.jsonld",
    ] {
        assert!(city.path.join(file).is_file(), "{file}");
    }
}

#[test]
fn what_the_readme_does_once_the_law_has_changed_works_on_the_demo() {
    let city = city();
    let mut taken = 0;
    for command in commands() {
        let words: Vec<&str> = command.iter().map(String::as_str).collect();
        match words[..] {
            ["law", "diff" | "impact" | "calendar", ..]
            | ["fix", "--law-moves", ..]
            | ["adjust", "list"]
            | ["history", ..] => {}
            _ => continue,
        }
        let (code, out, err) = parts(&run(&city.path, &words));
        // Ten years of law did more to the city's list than change numbers: the rest is left, with the reason.
        let wanted = i32::from(words[0] == "fix");
        assert_eq!(code, wanted, "{words:?}\n{out}{err}");
        assert!(!format!("{out}{err}").trim().is_empty(), "{words:?}");
        taken += 1;
    }
    assert_eq!(taken, 6);
    assert!(city.path.join("法规日历.ics").is_file());
}

#[test]
fn the_steps_with_excel_in_the_readme_can_be_taken_in_their_order() {
    let dir = tempfile::tempdir().unwrap();
    let files = content(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data/chuzhou"));
    lay_out(dir.path(), &files);
    let own = ["power-list.yaml", "departments.yaml"];
    let mut taken = 0;
    for command in commands() {
        let words: Vec<&str> = command.iter().map(String::as_str).collect();
        match words[..] {
            ["export", "--release", ..] => continue,
            ["template" | "export", ..] | ["validate" | "import", "填报表.xlsx", ..] => {}
            _ => continue,
        }
        let (code, out, err) = parts(&run(dir.path(), &words));
        assert_eq!(code, 0, "{words:?}\n{out}{err}");
        taken += 1;
    }
    assert!(taken >= 7, "{taken}");
    // A form that nobody filled in leaves everything as it was.
    let now = content(dir.path());
    for (path, bytes) in &files {
        if path.starts_with("items") || own.iter().any(|own| path.ends_with(own)) {
            let there = now.iter().find(|(other, _)| other == path);
            assert_eq!(
                there.map(|(_, bytes)| bytes),
                Some(bytes),
                "{}",
                path.display()
            );
        }
    }
    for file in [
        "填报表.xlsx",
        "反馈.xlsx",
        "清单.xlsx",
        "清单.csv",
        "清单.docx",
    ] {
        assert!(now.iter().any(|(path, _)| path.ends_with(file)), "{file}");
    }
}

#[test]
fn which_articles_of_the_licensing_law_most_items_rest_on() {
    let readme = readme();
    let (_, rest) = readme
        .split_once("sqlite3 releases/341100-20150301.db \"")
        .unwrap();
    let (sql, _) = rest.split_once('"').unwrap();
    let city = city();
    let database = rusqlite::Connection::open(city.path.join(RELEASE)).unwrap();
    let mut statement = database.prepare(sql).unwrap();
    let found: Vec<(u16, usize)> = statement
        .query_map([], |row| {
            Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs() as usize))
        })
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert_eq!(found.len(), 5);
    assert!(found.is_sorted_by(|a, b| a.1 >= b.1), "{found:?}");
    // The same question put to the item files themselves, without SQL.
    let mut items: std::collections::BTreeMap<u16, usize> = std::collections::BTreeMap::new();
    let project = power_list::io::project::load(&city.path, None, "", None)
        .unwrap()
        .project;
    let catalog = power_list::ops::catalog::build(
        &project,
        power_list::io::register::builtin(),
        project.settings.as_of,
        |_| true,
        |_| true,
    );
    let struck_out: Vec<String> = database
        .prepare("SELECT item_code FROM decision")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    for item in catalog
        .items
        .iter()
        .filter(|i| !struck_out.contains(&i.code))
    {
        let cited: std::collections::BTreeSet<u16> = item
            .basis
            .iter()
            .filter(|b| b.law_id.as_deref() == Some("行政许可法"))
            .filter_map(|b| b.article)
            .collect();
        for article in cited {
            *items.entry(article).or_default() += 1;
        }
    }
    for (article, count) in &found {
        assert_eq!(items[article], *count, "第 {article} 条");
    }
    assert_eq!(*items.values().max().unwrap(), found[0].1);
}

#[test]
fn without_any_network_everything_is_as_ever() {
    let unshare = |arguments: &[&str], dir: &Path| {
        std::process::Command::new("unshare")
            .args(["--map-root-user", "--net"])
            .args(arguments)
            .current_dir(dir)
            .env("POWER_LIST_CACHE", dir.join("缓存"))
            .env_remove("POWER_LIST_STORE")
            .output()
    };
    let dir = tempfile::tempdir().unwrap();
    if !unshare(&["true"], dir.path()).is_ok_and(|out| out.status.success()) {
        eprintln!(
            "跳过：没有 unshare，或者这里不许用，程序没有在空的网络里运行过（apt-get install util-linux）"
        );
        return;
    }
    let program = env!("CARGO_BIN_EXE_power-list");
    let said = |line: &str, dir: &Path| {
        let words: Vec<&str> = std::iter::once(program)
            .chain(line.split_whitespace())
            .collect();
        let (code, out, err) = parts(&unshare(&words, dir).unwrap());
        assert_eq!(code, 0, "{line}\n{out}{err}");
        out
    };
    said("demo 演示", dir.path());
    let city = dir.path().join("演示");
    let bytes = |path: &Path| fs::read(path).unwrap();
    let made = made()
        .content
        .iter()
        .find(|(path, _)| path == Path::new(RELEASE));
    assert_eq!(
        Some(&bytes(&city.join(RELEASE))),
        made.map(|(_, bytes)| bytes)
    );
    said("validate --gate 4", &city);
    said("review verify", &city);
    said("release verify 341100-20150301", &city);
    said("publish --as gb --site 网站", &city);
    assert!(city.join("网站/index.html").is_file());
    said("export -o 清单.xlsx", &city);
}
