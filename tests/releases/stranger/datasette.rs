//! A release in a real Datasette: installed once into a folder under the build, opened as people open it, asked over HTTP.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use power_list::io::sqlite::release::{QUESTIONS, described};
use serde_json::Value;

use super::{ID, missed, published};

/// The Datasette that is tried: the metadata file has to suit what people install today.
const DATASETTE: &str = "datasette>=0.65,<1";

/// Datasette in an environment of its own, made where it is not there yet; why it cannot be had.
fn datasette() -> Result<PathBuf, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("datasette");
    let program = folder.join("bin/datasette");
    let answers = |program: &Path| {
        let mut command = Command::new(program);
        let status = command
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        status.is_ok_and(|s| s.success())
    };
    if answers(&program) {
        return Ok(program);
    }
    let run = |program: &Path, arguments: &[&str]| {
        let done = Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .map_err(|e| format!("{}：{e}", program.display()))?;
        if done.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        Err(said.lines().last().unwrap_or("").to_owned())
    };
    let place = folder.display().to_string();
    run(Path::new("python3"), &["-m", "venv", "--clear", &place])?;
    let pip = folder.join("bin/pip");
    run(
        &pip,
        &[
            "install",
            "--quiet",
            "--disable-pip-version-check",
            DATASETTE,
        ],
    )?;
    if answers(&program) {
        Ok(program)
    } else {
        Err("装好的 datasette 不能运行".to_owned())
    }
}

struct Server {
    process: Child,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Server {
    fn start(program: &Path, folder: &Path, file: &str, metadata: &str) -> Self {
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let process = Command::new(program)
            .args(["serve", "-i", file, "-m", metadata, "-p", &port.to_string()])
            .current_dir(folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let server = Self { process, port };
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(
                begun.elapsed() < Duration::from_secs(60),
                "datasette 没有起来"
            );
            std::thread::sleep(Duration::from_millis(50));
        }
        server
    }

    /// Status and body of a page.
    fn get(&self, path: &str) -> (u16, String) {
        let mut encoded = String::new();
        for byte in path.bytes() {
            if byte.is_ascii_alphanumeric() || b"/-_.?&=%~".contains(&byte) {
                encoded.push(char::from(byte));
            } else {
                encoded.push_str(&format!("%{byte:02X}"));
            }
        }
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        write!(stream, "GET {encoded} HTTP/1.0\r\nHost: localhost\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, body.to_owned())
    }

    fn page(&self, path: &str) -> String {
        let (status, body) = self.get(path);
        assert_eq!(
            status,
            200,
            "{path}\n{}",
            body.chars().take(3000).collect::<String>()
        );
        body
    }

    fn json(&self, path: &str) -> Value {
        serde_json::from_str(&self.page(path)).unwrap()
    }
}

/// A name as Datasette writes it in a path.
fn tilde(name: &str) -> String {
    name.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-' => char::from(byte).to_string(),
            other => format!("~{other:02X}"),
        })
        .collect()
}

#[test]
fn a_real_datasette_shows_titles_meanings_facets_and_answers() {
    let program = match datasette() {
        Ok(program) => program,
        Err(why) => return missed(&format!("没有 Datasette（{why}）")),
    };
    let town = published();
    let folder = town.path().join("releases");
    let before = fs::read(folder.join(format!("{ID}.db"))).unwrap();
    let server = Server::start(
        &program,
        &folder,
        &format!("{ID}.db"),
        &format!("{ID}.metadata.json"),
    );
    let home = server.page("/");
    assert!(
        home.contains("滁州市权力清单（测试版）") || home.contains("权力清单（测试版）"),
        "{home}"
    );
    let database = server.page(&format!("/{ID}"));
    for table in described::all() {
        let path = format!("/{ID}/{}", tilde(table.name));
        let page = server.page(&path);
        assert!(page.contains(table.text), "{}：没有说明", table.name);
        assert!(
            page.contains(&format!("<h1>{}", table.title)) || page.contains(table.title),
            "{}",
            table.name
        );
        for (column, meaning) in table.columns {
            assert!(page.contains(*meaning), "{} {column}", table.name);
        }
        let shown = server.json(&format!("{path}.json?_shape=objects&_extra=facet_results"));
        for facet in table.facets {
            let facets = shown["facet_results"].as_object().unwrap();
            assert!(
                facets.contains_key(*facet),
                "{} {facet} {facets:?}",
                table.name
            );
        }
        assert!(shown["error"].is_null(), "{}：{shown}", table.name);
    }
    // What is for programs only is not in the way.
    let listed = server.json(&format!("/{ID}.json"));
    for table in listed["tables"].as_array().unwrap() {
        let name = table["name"].as_str().unwrap();
        let for_programs = name.starts_with("item_fts") || name.ends_with("_digest");
        assert_eq!(table["hidden"], for_programs, "{name}");
    }
    // A unit is shown by its name.
    let items = server.page(&format!("/{ID}/item"));
    assert!(items.contains("滁州市教育局"), "{items}");
    // The questions that are ready.
    for question in &QUESTIONS {
        assert!(database.contains(question.name), "{}", question.name);
        let path = format!("/{ID}/{}", tilde(question.name));
        let page = server.page(&path);
        assert!(page.contains(question.text), "{}", question.name);
        let answer = server.json(&format!(
            "{path}.json?_shape=array&词=&法律=&条=&单位=&事项编码=&前置事项="
        ));
        assert!(answer.is_array(), "{}：{answer}", question.name);
    }
    let found = |path: &str| server.json(path).as_array().unwrap().len();
    let search = tilde("查事项");
    for (words, count) in [
        ("校", 1),
        ("学校", 1),
        ("民办学校设立", 1),
        ("水土 处罚", 2),
        ("滑雪", 0),
    ] {
        assert_eq!(
            found(&format!("/{ID}/{search}.json?_shape=array&词={words}")),
            count,
            "{words}"
        );
    }
    let article = tilde("依据某条的事项");
    assert_eq!(
        found(&format!(
            "/{ID}/{article}.json?_shape=array&法律=水土保持法&条=53"
        )),
        2
    );
    drop(server);
    assert!(fs::read(folder.join(format!("{ID}.db"))).unwrap() == before);
    let beside = fs::read_dir(&folder).unwrap().count();
    assert_eq!(beside, 3);
}
