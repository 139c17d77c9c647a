//! A campaign at the size of a city: 51 units, 13,778 items, about 150,000 events, with some units at every step.

pub mod crowd;
mod people;
mod walk;

use std::fs;
use std::path::Path;
use std::process::Command;

use jiff::civil::date;
use power_list::domain::gate::Gate;
use power_list::domain::ids::{DepartmentId, ItemCode};
use power_list::domain::law::Register;
use power_list::domain::people::Body;
use power_list::domain::quote::LawTexts;
use power_list::io::project::{self, outline};
use power_list::io::sqlite::work::WorkStore;
use power_list::io::store::{Holdings as _, Store as _};
use power_list::ops::review::{Act, Library, Session};
use power_list::ops::submission;
use power_list::ops::validate::{Leniency, Request, validate};
use power_list::report::review_sheet::{Setting, lay_out};
use power_list::workflow::packed::Checkpoint;
use power_list::workflow::status::status;
use power_list::workflow::{Command as Step, Decision, Staff};

use super::generate;
use super::measure::Table;

/// Makes the project and its working database in `root`; gives the number of events.
pub fn make(root: &Path, items: usize, register: &Register) -> u64 {
    generate::project(root, items, register, date(2015, 3, 1), 0);
    fs::write(root.join("power-list.yaml"), people::settings()).unwrap();
    fs::write(root.join("departments.yaml"), people::departments()).unwrap();
    let request = Request {
        gate: Some(Gate::Third),
        ..Request::new(date(2015, 3, 1), Leniency::Gate)
    };
    let mut judged = validate(root, register, request).unwrap();
    let mut store = WorkStore::open_or_create(&WorkStore::path_in(root)).unwrap();
    store
        .import_items(&submission::imported(&judged.loaded.project))
        .unwrap();
    walk::walk(store, &mut judged)
}

/// Makes a project without a fault in `root`, and a campaign in which every unit is confirmed: it can be published. The
/// working database has no items yet; gives the number of events.
pub fn confirmed(root: &Path, items: usize, register: &Register) -> u64 {
    generate::project(root, items, register, date(2015, 3, 1), 0);
    let settings = people::settings().replace("gate: 3", "gate: 4");
    fs::write(root.join("power-list.yaml"), settings).unwrap();
    fs::write(root.join("departments.yaml"), people::departments()).unwrap();
    let outline = outline::outline(root, None, "").unwrap();
    let store = WorkStore::open_or_create(&WorkStore::path_in(root)).unwrap();
    walk::settle(store, &outline)
}

/// Highest ratios to reading the events: about twice what was measured on two cores (docs/performance.md).
mod limits {
    pub const REPLAY: f64 = 6.0;
    pub const OPEN: f64 = 0.03;
    pub const STATUS: f64 = 0.25;
    pub const CHECKPOINT: f64 = 0.2;
    pub const ACT: f64 = 0.1;
    pub const SHEETS: f64 = 2.5;
    pub const STATUS_COMMAND: f64 = 0.5;
    pub const QUEUE_COMMAND: f64 = 0.3;
    pub const ACT_COMMAND: f64 = 0.2;
}

/// Measures; says whether a limit was exceeded.
pub fn run(items: usize, register: &Register) -> bool {
    let dir = tempfile::tempdir().unwrap();
    let events = make(dir.path(), items, register);
    let path = WorkStore::path_in(dir.path());
    let people = project::load_header(dir.path()).unwrap().settings.people;
    let open = || Session::open(WorkStore::open(&path).unwrap()).unwrap();
    let size = |what: usize| what as f64 / 1e6;
    let checkpoint = Checkpoint::of(open().campaign());
    println!(
        "\n三上三下 {events} 个事件，工作数据库 {:.1} MB，检查点 {:.1} MB\n",
        size(fs::metadata(&path).unwrap().len() as usize),
        size(checkpoint.parts.values().map(|part| part.len()).sum())
    );
    let mut table = Table::against("读出全部事件", 5, || {
        let store = WorkStore::open(&path).unwrap();
        assert_eq!(store.read(0).unwrap().len() as u64, events);
    });
    table.row("重放全部事件", 3, limits::REPLAY, || {
        open().prove().unwrap();
    });
    table.row("从检查点打开", 9, limits::OPEN, || {
        assert_eq!(open().campaign().head().seq, events);
    });
    table.row(
        "打开并算出 51 个单位的进度",
        9,
        limits::STATUS,
        || {
            let session = open();
            let rows = status(session.campaign(), Staff(&people));
            assert_eq!(rows.len(), generate::DEPARTMENTS);
        },
    );
    let mut whole = open();
    whole.prove().unwrap();
    table.row("做一份完整的检查点", 3, limits::CHECKPOINT, || {
        assert!(Checkpoint::of(whole.campaign()) == checkpoint);
    });
    let mut session = open();
    let (department, item) = due(&session);
    let command = Step::Opine {
        department: department.clone(),
        items: vec![item.clone()],
        decision: Decision::KEEP,
        text: None,
    };
    let actor = people.iter().find(|p| p.id.as_str() == "zw-2").unwrap();
    table.row(
        "已经打开时提一条意见，含落盘",
        40,
        limits::ACT,
        || {
            let act = Act {
                people: &people,
                actor,
                at: jiff::Timestamp::from_second(1_425_000_000).unwrap(),
            };
            session.act(act, &command).unwrap();
        },
    );
    let round = session.campaign().department(&department).unwrap().latest();
    let (round, codes) = round
        .map(|r| (r.round, r.items.keys().cloned().collect::<Vec<_>>()))
        .unwrap();
    let texts = LawTexts::default();
    let library = Library {
        register,
        texts: &texts,
        as_of: date(2015, 3, 1),
        people: &people,
    };
    let setting = Setting {
        columns: 80,
        marks: false,
    };
    table.row(
        "审核界面：一个部门 270 项各排成一页",
        3,
        limits::SHEETS,
        || {
            for code in &codes {
                let view = session.item_view(&department, "部门", round, code, library);
                assert!(!lay_out(&view.unwrap().unwrap(), setting).lines.is_empty());
            }
        },
    );
    let run = |line: &str| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_power-list"));
        program
            .current_dir(dir.path())
            .args(line.split_whitespace());
        assert!(program.output().unwrap().status.success(), "{line}");
    };
    table.row(
        "整条命令：review status",
        9,
        limits::STATUS_COMMAND,
        || run("review status"),
    );
    table.row(
        "整条命令：review queue --as bb-2",
        9,
        limits::QUEUE_COMMAND,
        || run("review queue --as bb-2"),
    );
    let line = format!("review opine {department} --item {item} --decision 保留 --as zw-2");
    table.row(
        "整条命令：review opine --item，含落盘",
        20,
        limits::ACT_COMMAND,
        || run(&line),
    );
    table.print()
}

/// An item on which 政务服务中心 of the second group may still speak.
fn due(session: &Session<WorkStore>) -> (DepartmentId, ItemCode) {
    let departments = session.campaign().departments().iter();
    let mut open = departments.filter_map(|(id, state)| {
        let round = state.under_review()?;
        let due = state.group == "审核二组" && round.signature(Body::ServiceCenter).is_none();
        let item = round.items.keys().next().filter(|_| due)?;
        Some((id.clone(), item.clone()))
    });
    open.next().unwrap()
}
