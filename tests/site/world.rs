//! The worked example published twice, and its site, made once for all tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use jiff::civil::{Date, date};
use power_list::domain::ids::Digest;
use power_list::io::{project, register};
use power_list::ops::publish::{self, PublishInput, Removal};

use crate::sample::program::{parts, program, run};

pub const FIRST: &str = "341100-20150301";
pub const SECOND: &str = "341100-20160301";
/// Its name and its time limit differ in the second release.
pub const CHANGED: &str = "341100-hbj-01-0001";
/// It is not in the second release any more.
pub const REMOVED: &str = "341100-slj-02-0001";

pub struct World {
    /// The project.
    pub city: PathBuf,
    /// Its site.
    pub site: PathBuf,
    /// What the command said.
    pub said: String,
}

/// The world; it stays where it was made, to be looked at.
pub fn world() -> &'static World {
    static MADE: OnceLock<World> = OnceLock::new();
    MADE.get_or_init(|| {
        let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("site");
        let _ = fs::remove_dir_all(&place);
        fs::create_dir_all(&place).unwrap();
        let (code, _, err) = parts(&run(&place, &["demo", "city", "-q"]));
        assert_eq!(code, 0, "{err}");
        let city = place.join("city");
        amend(&city);
        publish(&city, date(2016, 3, 1));
        let (code, said, err) = parts(
            &program(&city)
                .args(["publish", "--site", "../public"])
                .output()
                .unwrap(),
        );
        assert_eq!(code, 0, "{said}{err}");
        World {
            city,
            site: place.join("public"),
            said,
        }
    })
}

/// What the city changes in a year.
fn amend(city: &Path) {
    let edit = |path: &str, old: &str, new: &str| {
        let path = city.join(path);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(old), "{old}");
        fs::write(path, text.replacen(old, new, 1)).unwrap();
    };
    edit("power-list.yaml", "edition: 2015年版", "edition: 2016年版");
    let permits = "items/hbj/行政审批.yaml";
    edit(
        permits,
        "name: 建设项目环境影响评价文件审批",
        "name: 建设项目环境影响评价文件的审批",
    );
    edit(permits, "promised: 25", "promised: 20");
    edit(permits, "office: 环境影响评价科", "office: 行政审批科");
}

/// Publishes a project as it stands, without a review.
pub fn publish(root: &Path, day: Date) {
    let project = project::load(root, None, "", None).unwrap().project;
    let input = PublishInput {
        project: &project,
        register: register::builtin(),
        date: day,
        partial: false,
        number: 1,
        confirmed: project
            .departments
            .iter()
            .map(|d| d.id.value.clone())
            .collect(),
        removals: vec![Removal {
            item_code: REMOVED.to_owned(),
            decision: "取消".to_owned(),
            reason: "依据已经废止".to_owned(),
        }],
        adjustments: Vec::new(),
        ledger_head: Digest::ZERO,
        gate_errors: 0,
        root,
    };
    publish::publish(&input, &root.join("releases")).unwrap();
}

/// A page's text.
pub fn read(path: &str) -> String {
    fs::read_to_string(world().site.join(path)).unwrap()
}
