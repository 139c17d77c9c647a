//! A release as a file that a stranger can check: what lies beside it, what `release verify` finds, what Datasette shows.

mod beside;
mod bytes;
mod datasette;
mod described;
mod gate;
mod interrupted;
mod verified;

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::OnceLock;

use serde_json::Value;

use crate::sample::program::{Content, content};
use crate::sample::put;
use crate::sample::town::Town;

/// The release of the town.
pub const ID: &str = "341100-20150301";

/// A town that has published: two units, four items, one of them with a drawing made elsewhere. Made once.
pub fn published() -> Town {
    static MADE: OnceLock<Content> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let town = Town::new();
        let path = "items/jyj/行政审批.yaml";
        let items = fs::read_to_string(town.path().join(path)).unwrap();
        let drawn = items
            .replace("flowcharts/jyj/approve.yaml", "flowcharts/jyj/民办学校.png")
            .replace("step: b,", "step: 审查,");
        put(town.path(), path, drawn);
        fs::remove_file(town.path().join("flowcharts/jyj/approve.yaml")).unwrap();
        let png = include_bytes!("../../sample/dot.png");
        put(town.path(), "flowcharts/jyj/民办学校.png", png);
        town.ok("review start --as zh");
        town.meetings();
        town.walk("hbj");
        town.walk("jyj");
        town.ok("publish --as gb");
        content(town.path())
    });
    Town::again(made)
}

/// The release file of the town.
pub fn file(town: &Town) -> PathBuf {
    town.path().join(format!("releases/{ID}.db"))
}

/// Says loudly what could not be tried here.
pub fn missed(what: &str) {
    let _ = writeln!(std::io::stderr(), "没有测：{what}");
}

/// What `release verify` says of a check: its result and its messages.
pub fn check(found: &Value, name: &str) -> (String, String) {
    let checks = found["checks"].as_array().unwrap();
    let check = checks.iter().find(|c| c["check"] == name).unwrap();
    let messages = check["messages"].as_array().unwrap();
    let messages: Vec<&str> = messages.iter().map(|m| m.as_str().unwrap()).collect();
    (
        check["result"].as_str().unwrap().to_owned(),
        messages.join("\n"),
    )
}
