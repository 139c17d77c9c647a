//! A project as it was published once, without a review.

use std::path::Path;
use std::sync::OnceLock;

use power_list::domain::ids::Digest;
use power_list::domain::project::Project;
use power_list::io::{project, register};
use power_list::ops::publish::{self, PublishInput, Removal};

/// Publishes the project in a folder as of its own day.
pub fn publish(root: &Path) {
    publish_without(root, Vec::new());
}

/// Publishes it without what was decided to leave it.
pub fn publish_without(root: &Path, removals: Vec<Removal>) {
    let project = project::load(root, None, "", None).unwrap().project;
    publish_project(root, &project, removals);
}

/// Publishes a project, whatever its files say.
pub fn publish_project(root: &Path, project: &Project, removals: Vec<Removal>) {
    let input = PublishInput {
        project,
        root,
        register: register::builtin(),
        date: project.settings.as_of,
        partial: false,
        number: 1,
        confirmed: project
            .departments
            .iter()
            .map(|d| d.id.value.clone())
            .collect(),
        removals,
        adjustments: Vec::new(),
        ledger_head: Digest::ZERO,
        gate_errors: 0,
    };
    publish::publish(&input, &root.join("releases")).unwrap();
}

/// Name of the release of [`city`].
pub const CITY: &str = "上级/341100-20150301.db";

const MORE: &str = "\
department: hbj
category: 行政审批
items:
  - code: 341100-hbj-01-0002
    name: 开垦荒坡地水土保持方案审批
    legal_basis: [《水土保持法》第二十三条]
  - code: 341100-hbj-01-0003
    name: 水土保持设施初步验收
    legal_basis: [《水土保持法》第二十七条]
";

/// The bytes of the release of the sample project that delegated one item to its counties and cancelled another.
pub fn city() -> &'static [u8] {
    static MADE: OnceLock<Vec<u8>> = OnceLock::new();
    MADE.get_or_init(|| {
        let root = tempfile::tempdir().unwrap();
        super::base(root.path());
        super::put(root.path(), "items/hbj/more/行政审批.yaml", MORE);
        let removal = |code: &str, decision: &str, reason: &str| Removal {
            item_code: code.to_owned(),
            decision: decision.to_owned(),
            reason: reason.to_owned(),
        };
        let removals = vec![
            removal("341100-hbj-01-0002", "下放", "下放县级，自2015-03-01起"),
            removal("341100-hbj-01-0003", "取消", "国发〔2015〕11号"),
        ];
        publish_without(root.path(), removals);
        std::fs::read(root.path().join("releases/341100-20150301.db")).unwrap()
    })
}
