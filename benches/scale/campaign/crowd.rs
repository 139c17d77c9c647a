//! The campaign with its reviewers at work at once, each a process of its own: this program again, through the same
//! operations as the commands.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Command as Program, Stdio};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::civil::date;
use power_list::domain::gate::Gate;
use power_list::domain::ids::{DepartmentId, ItemCode};
use power_list::domain::law::Register;
use power_list::domain::people::{Body, Person};
use power_list::domain::quote::LawTexts;
use power_list::io::project;
use power_list::io::store::{AnyStore, StorePlace};
use power_list::ops::review::{Act, Library, Session, verify_store};
use power_list::ops::submission;
use power_list::ops::validate::{Leniency, Request, validate};
use power_list::report::review_sheet::{Setting, lay_out};
use power_list::workflow::event::{Legality, LegalityResult};
use power_list::workflow::status::status;
use power_list::workflow::{Command, Decision, Event, Keyring, Round, Staff, Words};

use super::super::generate::{self, DEPARTMENTS};
use super::people;
use super::walk::{Walk, id, thought};

/// Of a hundred items, how many a body comes back to after it has spoken on all of them.
const SECOND_THOUGHTS: u32 = 25;
const BODIES: [(&str, Body); 3] = [
    ("bb", Body::OrganizationOffice),
    ("fz", Body::LegalOffice),
    ("zw", Body::ServiceCenter),
];

/// What is made, and where.
pub struct Wanted<'a> {
    pub items: usize,
    pub reviewers: usize,
    pub store: Option<&'a str>,
}

/// Makes the campaign, looks whether everything is in the record, and says what it took.
pub fn run(wanted: &Wanted<'_>, register: &Register) {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    generate::project(root, wanted.items, register, date(2015, 3, 1), 0);
    let each = wanted.reviewers / BODIES.len();
    let mut settings = people::settings_for(each);
    if let Some(url) = wanted.store {
        settings.push_str(&format!("store: {url}\n"));
    }
    fs::write(root.join("power-list.yaml"), settings).unwrap();
    fs::write(root.join("departments.yaml"), people::departments()).unwrap();
    let request = Request {
        gate: Some(Gate::Third),
        ..Request::new(date(2015, 3, 1), Leniency::Gate)
    };
    let mut judged = validate(root, register, request).unwrap();
    let people = judged.loaded.project.settings.people.clone();
    let place = place(root);
    let begun = Instant::now();
    let mut store = place.open_or_create().unwrap();
    store
        .import_items(&submission::imported(&judged.loaded.project))
        .unwrap();
    println!("import：{:.1} 秒", begun.elapsed().as_secs_f64());
    let mut walk = Walk::new(store, &people);
    walk.start(&judged);
    let mut acts = Vec::new();
    let begun = Instant::now();
    for round in Round::ALL {
        let submitting = Instant::now();
        for unit in 0..DEPARTMENTS {
            walk.up(unit, round, &mut judged);
        }
        let submitted = submitting.elapsed() / u32::try_from(DEPARTMENTS).unwrap();
        if round == Round::Third {
            walk.meetings();
        }
        let reviewing = Instant::now();
        let running: Vec<(String, Child)> = (1..=each)
            .flat_map(|n| BODIES.map(|(short, _)| format!("{short}-{n}")))
            .map(|who| (who.clone(), reviewer(root, &who, each, round)))
            .collect();
        for (who, child) in running {
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success(), "{who}");
            acts.push(Told::read(&who, &String::from_utf8(output.stdout).unwrap()));
        }
        let reviewed = reviewing.elapsed();
        walk.session.refresh().unwrap();
        for unit in 0..DEPARTMENTS {
            walk.close(&id(unit), unit, round);
        }
        for unit in 0..DEPARTMENTS {
            walk.answer(unit, true);
        }
        println!(
            "第{}轮：上报每个单位 {:.0} 毫秒，{} 人审核 {:.1} 秒，到第 {} 号事件",
            round.number(),
            submitted.as_secs_f64() * 1e3,
            acts.len() / usize::from(round.number()),
            reviewed.as_secs_f64(),
            walk.session.campaign().head().seq
        );
    }
    println!("全程 {:.0} 秒", begun.elapsed().as_secs_f64());
    waits(&acts);
    drop(walk);
    holds(&place, &acts);
    figures(root, &place, &people, register);
}

fn place(root: &Path) -> StorePlace {
    let settings = project::load_header(root).unwrap().settings;
    match settings.store {
        Some(url) => StorePlace::parse(root, &url.value).unwrap(),
        None => StorePlace::beside(root),
    }
}

fn reviewer(root: &Path, who: &str, each: usize, round: Round) -> Child {
    Program::new(std::env::current_exe().unwrap())
        .arg("--reviewer")
        .arg(root)
        .args([who, &each.to_string(), &round.number().to_string()])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// One reviewer's round: his units, item by item and a second time, and his signature. Tells every act that was
/// acknowledged: first event, number of events, microseconds, digest of the last.
pub fn review(arguments: &[String]) {
    let [root, who, each, round] = arguments else {
        panic!("--reviewer DIR WHO EACH ROUND");
    };
    let (root, each) = (Path::new(root), each.parse::<usize>().unwrap());
    let round = Round::try_from(round.parse::<u8>().unwrap()).unwrap();
    let people = project::load_header(root).unwrap().settings.people;
    let (short, number) = who.split_once('-').unwrap();
    let number: usize = number.parse().unwrap();
    let body = BODIES.iter().find(|(s, _)| *s == short).unwrap().1;
    let mut desk = Desk {
        session: Session::open(place(root).open().unwrap()).unwrap(),
        people: &people,
        who,
        out: std::io::stdout().lock(),
    };
    let seed = u64::from(round.number()) * 1000 + who.bytes().map(u64::from).sum::<u64>();
    let mut rng = fastrand::Rng::with_seed(seed);
    for unit in (0..DEPARTMENTS).filter(|unit| unit % each == number - 1) {
        let id = id(unit);
        let state = desk.session.campaign().department(&id).unwrap();
        let codes: Vec<ItemCode> = state
            .under_review()
            .unwrap()
            .items
            .keys()
            .cloned()
            .collect();
        for chunk in codes.chunks(40) {
            desk.opine(&id, chunk.to_vec(), Decision::KEEP, None);
        }
        for code in &codes {
            if rng.u32(0..100) < SECOND_THOUGHTS {
                let (decision, text) = thought(&mut rng, code, round);
                desk.opine(&id, vec![code.clone()], decision, text);
            }
        }
        let legality = (body == Body::LegalOffice && round == Round::Second).then_some(Legality {
            result: LegalityResult::Legal,
            text: None,
        });
        desk.act(&Command::Sign {
            department: id,
            legality,
            entries: Vec::new(),
        });
    }
}

struct Desk<'a> {
    session: Session<AnyStore>,
    people: &'a [Person],
    who: &'a str,
    out: std::io::StdoutLock<'static>,
}

impl Desk<'_> {
    fn opine(
        &mut self,
        id: &DepartmentId,
        items: Vec<ItemCode>,
        decision: Decision,
        text: Option<Words>,
    ) {
        let department = id.clone();
        self.act(&Command::Opine {
            department,
            items,
            decision,
            text,
        });
    }

    fn act(&mut self, command: &Command) {
        let act = Act {
            people: self.people,
            actor: self
                .people
                .iter()
                .find(|p| p.id.as_str() == self.who)
                .unwrap(),
            at: Timestamp::from_second(1_410_000_000).unwrap(),
        };
        let begun = Instant::now();
        let events: Vec<Event> = self.session.act(act, command).unwrap();
        let took = begun.elapsed().as_micros();
        let (first, last) = (events.first().unwrap(), events.last().unwrap());
        writeln!(
            self.out,
            "{} {} {took} {}",
            first.seq,
            events.len(),
            last.digest
        )
        .unwrap();
    }
}

/// What a reviewer said of a round.
struct Told {
    who: String,
    /// First event, number of events, microseconds, digest of the last event.
    acts: Vec<(u64, u64, u64, String)>,
}

impl Told {
    fn read(who: &str, text: &str) -> Self {
        let act = |line: &str| {
            let fields: Vec<&str> = line.split(' ').collect();
            let number = |i: usize| fields[i].parse().unwrap();
            (number(0), number(1), number(2), fields[3].to_owned())
        };
        Self {
            who: who.to_owned(),
            acts: text.lines().map(act).collect(),
        }
    }
}

/// How long the reviewers waited for their acts, all at it at once.
fn waits(told: &[Told]) {
    let mut times: Vec<u64> = told
        .iter()
        .flat_map(|t| t.acts.iter().map(|a| a.2))
        .collect();
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize] as f64 / 1e3;
    println!(
        "审核人的 {} 个动作：中位 {:.1} 毫秒，99% 在 {:.1} 毫秒以内，99.9% 在 {:.1} 毫秒以内，最久 {:.1} 毫秒",
        times.len(),
        at(0.5),
        at(0.99),
        at(0.999),
        at(1.0)
    );
    let mut worst: BTreeMap<&str, u64> = BTreeMap::new();
    for one in told {
        let longest = one.acts.iter().map(|a| a.2).max().unwrap_or(0);
        let entry = worst.entry(&one.who).or_default();
        *entry = (*entry).max(longest);
    }
    let each: Vec<String> = worst
        .iter()
        .map(|(who, us)| format!("{who} {:.0}", *us as f64 / 1e3))
        .collect();
    println!("各人等得最久的一次（毫秒）：{}", each.join("，"));
    assert!(at(1.0) < 5000.0, "somebody waited longer than the limit");
}

/// Every acknowledged act is in the record, in its order; the chain holds; the state is what the events add up to.
fn holds(place: &StorePlace, told: &[Told]) {
    let mut store = place.open().unwrap();
    let begun = Instant::now();
    let records = store.read(0).unwrap();
    println!(
        "读出 {} 个事件：{:.2} 秒",
        records.len(),
        begun.elapsed().as_secs_f64()
    );
    for one in told {
        let mut before = 0;
        for (first, count, _, digest) in &one.acts {
            assert!(*first > before, "{}：次序", one.who);
            before = first + count - 1;
            let acknowledged =
                &records[usize::try_from(*first).unwrap() - 1..usize::try_from(before).unwrap()];
            assert!(
                acknowledged.iter().all(|r| r.actor == one.who),
                "{}",
                one.who
            );
            assert_eq!(acknowledged.last().unwrap().digest.to_string(), *digest);
        }
    }
    let by_reviewers =
        |r: &&power_list::workflow::Record| told.iter().any(|one| one.who == r.actor);
    let acknowledged: u64 = told.iter().flat_map(|t| &t.acts).map(|a| a.1).sum();
    assert_eq!(
        records.iter().filter(by_reviewers).count() as u64,
        acknowledged
    );
    let begun = Instant::now();
    verify_store(&mut store, &Keyring::default())
        .unwrap()
        .unwrap();
    println!("核验：{:.2} 秒", begun.elapsed().as_secs_f64());
    let mut session = Session::open(store).unwrap();
    let begun_from_checkpoint = session.campaign().clone();
    session.prove().unwrap();
    assert!(begun_from_checkpoint == *session.campaign());
    println!("每个动作都在记录里，次序不乱；链完整；状态与从头重放的相同");
}

/// What people wait for, alone at it: median and longest.
fn figures(root: &Path, place: &StorePlace, people: &[Person], register: &Register) {
    let open = || Session::open(place.open().unwrap()).unwrap();
    let timed = |what: &str, runs: usize, mut f: Box<dyn FnMut() + '_>| {
        let mut times: Vec<Duration> = (0..runs)
            .map(|_| {
                let begun = Instant::now();
                f();
                begun.elapsed()
            })
            .collect();
        times.sort_unstable();
        let ms = |d: Duration| d.as_secs_f64() * 1e3;
        println!(
            "{what}：中位 {:.1} 毫秒，最久 {:.1} 毫秒",
            ms(times[runs / 2]),
            ms(times[runs - 1])
        );
    };
    let probe = root.join("fsync");
    let mut file = fs::File::create(&probe).unwrap();
    timed(
        "落盘一次（写 4 KB，fsync）",
        40,
        Box::new(|| {
            file.write_all(&[0; 4096]).unwrap();
            file.sync_all().unwrap();
        }),
    );
    timed(
        "打开并算出各单位的进度",
        9,
        Box::new(|| {
            let session = open();
            assert_eq!(status(session.campaign(), Staff(people)).len(), DEPARTMENTS);
        }),
    );
    let run = |line: &str| {
        let output = Program::new(env!("CARGO_BIN_EXE_power-list"))
            .current_dir(root)
            .args(line.split_whitespace())
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{line}\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
    };
    timed(
        "整条命令 review status",
        9,
        Box::new(|| run("review status")),
    );
    timed(
        "整条命令 review log --department d50",
        5,
        Box::new(|| run("review log --department d50")),
    );
    timed(
        "整条命令 review verify",
        3,
        Box::new(|| run("review verify")),
    );
    // What the screen does until its first page is there.
    let texts = LawTexts::default();
    let library = Library {
        register,
        texts: &texts,
        as_of: date(2015, 3, 1),
        people,
    };
    let setting = Setting {
        columns: 80,
        marks: false,
    };
    let (unit, actor) = (
        id(1),
        people.iter().find(|p| p.id.as_str() == "bb-2").unwrap(),
    );
    timed(
        "打开审核界面：状态、待办、各项一行、第一项一页",
        9,
        Box::new(|| {
            let mut session = open();
            let act = Act {
                people,
                actor,
                at: Timestamp::now(),
            };
            session.all_drafts(act).unwrap();
            let rows = session.rows(&unit, Round::Third).unwrap();
            let code = rows.first().unwrap().code.clone();
            let view = session
                .item_view(&unit, "部门", Round::Third, &code, library)
                .unwrap()
                .unwrap();
            assert!(!lay_out(&view, setting).lines.is_empty());
        }),
    );
    let mut session = open();
    let coordinator = people.iter().find(|p| p.id.as_str() == "zh").unwrap();
    let mut number = 0;
    timed(
        "单个动作，已经打开，含落盘",
        40,
        Box::new(|| {
            number += 1;
            let act = Act {
                people,
                actor: coordinator,
                at: Timestamp::now(),
            };
            let command = Command::Meeting {
                kind: power_list::workflow::event::MeetingKind::LeadingGroup,
                date: date(2015, 1, 10),
                document: format!("纪要第{number}号").parse().unwrap(),
            };
            session.act(act, &command).unwrap();
        }),
    );
    let mut number = 0;
    timed(
        "整条命令 review meeting，含落盘",
        9,
        Box::new(|| {
            number += 1;
            run(&format!(
                "review meeting --kind 领导小组会议 --date 2015-01-11 --document 会议{number} --as zh"
            ));
        }),
    );
    if let StorePlace::File(path) = place {
        let size = |name: &Path| fs::metadata(name).map_or(0, |m| m.len()) as f64 / 1e6;
        println!("工作数据库 {:.1} MB", size(path));
    }
}
