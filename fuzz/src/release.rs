//! A release file that somebody altered.

use std::path::Path;
use std::sync::LazyLock;

use power_list::domain::ids::Digest;
use power_list::io::{project, register};
use power_list::ops::publish::{self, PublishInput};
use power_list::ops::verification::{self, Evidence, Outcome, Trust};
use tempfile::TempDir;

const NAME: &str = "341100-20150301.db";

const PROJECT: [(&str, &str); 4] = [
    (
        "power-list.yaml",
        "jurisdiction: { code: 341100, name: 滁州市 }\nedition: 基准\ncategories: anhui-2014\nas_of: 2015-03-01\ngate: 4\nreview_groups: [综合组, 审核一组]\n",
    ),
    (
        "departments.yaml",
        "departments:\n  - { id: hbj, name: 滁州市环境保护局, short_name: 市环保局, kind: 市政府工作部门, group: 审核一组 }\n",
    ),
    (
        "items/hbj/行政处罚.yaml",
        "department: hbj\ncategory: 行政处罚\nitems:\n  - code: 341100-hbj-02-0001\n    name: 对违法排污的处罚\n    legal_basis: [《水污染防治法》第七十五条第二款]\n    exercised_by: 市级\n    flowchart: flowcharts/hbj/a.yaml\n    responsibilities:\n      - { stage: 立案, duty: 发现违法行为应当审查立案。 }\n",
    ),
    (
        "flowcharts/hbj/a.yaml",
        "title: 处罚流程图\ncategory: 行政处罚\nsteps:\n  - { id: a, name: 立案, kind: start, next: [b] }\n  - { id: b, name: 决定, kind: end }\n",
    ),
];

/// The bytes of a release that is as it was published.
static WHOLE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("there is room");
    for (path, text) in PROJECT {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("it lies in the project"))
            .expect("there is room");
        std::fs::write(path, text).expect("there is room");
    }
    published(folder.path());
    std::fs::read(folder.path().join("releases").join(NAME)).expect("it has just been published")
});

fn published(root: &Path) {
    let project = project::load(root, None, "", None)
        .expect("the project is sound")
        .project;
    let input = PublishInput {
        project: &project,
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
        removals: Vec::new(),
        adjustments: Vec::new(),
        ledger_head: Digest::ZERO,
        gate_errors: 0,
    };
    publish::publish(&input, &root.join("releases")).expect("the project can be published");
}

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().expect("there is room"));

/// Verifies it: what was altered anywhere is found. An odd first byte is followed by a file, an even one by alterations
/// of five bytes each: the place, and what stands there instead; what remains says how much is cut off the end.
pub fn run(data: &[u8]) {
    let Some((kind, rest)) = data.split_first() else {
        return;
    };
    let path = FOLDER.path().join(NAME);
    let bytes = if kind % 2 == 0 {
        altered(rest)
    } else {
        rest.to_vec()
    };
    std::fs::write(&path, &bytes).expect("there is room");
    let evidence = Evidence {
        ledger: Err(Outcome::Unchecked {
            why: String::new(),
            how: String::new(),
        }),
        register: register::builtin(),
        trust: Trust::Nobody,
    };
    let holds = verification::verify(&path, evidence).is_ok_and(|found| found.holds());
    assert!(
        !holds || bytes == *WHOLE,
        "an altered release was taken for a whole one"
    );
}

fn altered(changes: &[u8]) -> Vec<u8> {
    let mut bytes = WHOLE.clone();
    let mut changes = changes.chunks_exact(5);
    for change in changes.by_ref() {
        if let &[a, b, c, d, value] = change {
            let at = u32::from_le_bytes([a, b, c, d]) as usize % bytes.len();
            bytes[at] = value;
        }
    }
    let cut: usize = changes
        .remainder()
        .iter()
        .map(|&byte| usize::from(byte))
        .sum();
    bytes.truncate(bytes.len() - cut);
    bytes
}
