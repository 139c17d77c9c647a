//! A seeded campaign through the real workflow: every event is decided, sealed and kept as the commands do it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use power_list::domain::ids::{DepartmentId, Digest, ItemCode};
use power_list::domain::item::PowerItem;
use power_list::domain::people::{Body, Person};
use power_list::io::project::outline::Outline;
use power_list::io::store::Store;
use power_list::ops::contents::ChartDigests;
use power_list::ops::review::{Act, Session, Submission, SubmittedItem};
use power_list::ops::submission;
use power_list::ops::validate::Judged;
use power_list::workflow::event::{Answer, Legality, LegalityResult, MeetingKind, Seat};
use power_list::workflow::stage::Position;
use power_list::workflow::{Command, Decision, Round, Words};

use super::super::generate::DEPARTMENTS;
use super::people::{group_of, steps, waits_for_a_ruling};

/// Of a hundred items, how many a body comes back to after it has spoken on all of them.
const SECOND_THOUGHTS: u32 = 35;
/// Of a thousand second thoughts, how many are another proposal than 保留, and how many come with words.
const OTHER: u32 = 35;
const WORDED: u32 = 70;

const TEXTS: [&str; 12] = [
    "请补充设定依据的条款项",
    "依据已经修订，请按现行条文核对",
    "承诺时限可以再压缩",
    "流程图缺少听证环节",
    "名称与上级清单不一致，请对照",
    "请说明与相近事项的区别",
    "收费依据不足，请说明",
    "责任事项漏了事后监管",
    "行使层级写法不规范",
    "建议与同类事项合并表述",
    "监督电话应是内设机构的",
    "申请材料请逐项列明",
];

/// The campaign while it is being made.
pub struct Walk<'a, S> {
    pub session: Session<S>,
    people: &'a [Person],
    rng: fastrand::Rng,
    second: i64,
}

/// Walks all units as far as [`steps`] says; gives the number of events.
pub fn walk(store: impl Store, judged: &mut Judged) -> u64 {
    let people = judged.loaded.project.settings.people.clone();
    let mut walk = Walk::new(store, &people);
    walk.session.defer();
    walk.start(judged);
    for round in Round::ALL {
        let due = round.number() * 2;
        for unit in 0..DEPARTMENTS {
            if steps(unit) + 1 >= due {
                walk.up(unit, round, judged);
            }
        }
        if round == Round::Third {
            walk.meetings();
        }
        for unit in 0..DEPARTMENTS {
            if steps(unit) + 1 >= due {
                walk.down(unit, round, steps(unit) >= due);
            }
        }
        for unit in 0..DEPARTMENTS {
            if steps(unit) >= due {
                walk.answer(unit, steps(unit) > due);
            }
        }
        walk.session.commit().unwrap();
        walk.session.defer();
    }
    walk.session.campaign().head().seq
}

/// Walks all units to their confirmation, nobody having anything to say: unit by unit, however many items there are.
pub fn settle(store: impl Store, outline: &Outline) -> u64 {
    let project = &outline.loaded.project;
    let mut walk = Walk::new(store, &project.settings.people);
    walk.session.defer();
    let edition = words(&project.settings.edition);
    let units = project.departments.iter();
    let command = Command::Start {
        edition,
        departments: units
            .filter_map(|d| {
                Some(Seat {
                    department: d.id.value.clone(),
                    group: d.review_group.as_deref()?.parse().ok()?,
                })
            })
            .collect(),
        signatures: project.settings.signatures,
    };
    walk.act("zh", &command);
    for round in Round::ALL {
        for unit in 0..DEPARTMENTS {
            walk.send(unit, round, outline);
        }
        if round == Round::Third {
            walk.meetings();
        }
        for unit in 0..DEPARTMENTS {
            walk.agree(unit, round);
        }
        walk.session.commit().unwrap();
        walk.session.defer();
    }
    walk.session.campaign().head().seq
}

/// What a unit sends up, read from its files.
fn submission_of(outline: &Outline, id: &DepartmentId) -> Submission {
    let loaded = &outline.loaded;
    let charts = ChartDigests::of(&loaded.project);
    let folder = format!("items/{id}/");
    let mut items = Vec::new();
    let mut files = BTreeMap::new();
    let own = outline.item_files.iter();
    for file in own.filter(|file| file.path.starts_with(&folder)) {
        let bytes = outline.item_files.bytes(file);
        let mut read: Vec<PowerItem> = Vec::new();
        outline.item_files.read(file, &bytes.text(file), &mut read);
        for item in read {
            for chart in item.charts() {
                let source = loaded.project.chart_sources[&chart.value];
                let text = &loaded.sources.get(source).text;
                files.insert(chart.value.clone(), text.as_bytes().to_vec());
            }
            let item = submission::imported_item(&item, &charts).unwrap();
            items.push(SubmittedItem {
                code: item.code,
                category: item.category,
                name: item.name,
                bytes: item.bytes,
            });
        }
    }
    Submission {
        department: id.clone(),
        items,
        files: files.into_iter().collect(),
        declares_none: false,
        gate_errors: 0,
        findings: Vec::new(),
    }
}

pub fn id(unit: usize) -> DepartmentId {
    format!("d{unit:02}").parse().unwrap()
}

fn words(text: &str) -> Words {
    text.parse().unwrap()
}

impl<'a, S: Store> Walk<'a, S> {
    /// Nothing has happened yet.
    pub fn new(store: S, people: &'a [Person]) -> Self {
        Self {
            session: Session::open(store).unwrap(),
            people,
            rng: fastrand::Rng::with_seed(20140617),
            // 2014-06-17 09:00 in Peking.
            second: 1_402_966_800,
        }
    }

    /// 综合组 starts the campaign.
    pub fn start(&mut self, judged: &Judged) {
        let edition = words(&judged.loaded.project.settings.edition);
        let command = Command::Start {
            edition,
            departments: submission::seats(&judged.loaded.project),
            signatures: judged.loaded.project.settings.signatures,
        };
        self.act("zh", &command);
    }

    fn by(&mut self, who: &str) -> Act<'a> {
        self.second += 41;
        Act {
            people: self.people,
            actor: self.people.iter().find(|p| p.id.as_str() == who).unwrap(),
            at: Timestamp::from_second(self.second).unwrap(),
        }
    }

    pub fn act(&mut self, who: &str, command: &Command) {
        let act = self.by(who);
        self.session.act(act, command).unwrap();
    }

    /// Changes what was asked about, and a few items that nobody asked about; sends all up.
    pub fn up(&mut self, unit: usize, round: Round, judged: &mut Judged) {
        let id = id(unit);
        let answered = self
            .session
            .campaign()
            .department(&id)
            .unwrap()
            .being_answered();
        for item in &mut judged.loaded.project.items {
            if item.department.value != id {
                continue;
            }
            let (Some(answered), Some(code)) = (answered, &item.code) else {
                continue;
            };
            let asked = answered
                .items
                .get(&code.value)
                .is_some_and(|i| i.is_asked());
            if asked || self.rng.u32(0..200) == 0 {
                item.remarks = Some(format!("第{}轮修改", round.number()));
            }
        }
        let who = match round {
            Round::Third => format!("{id}-head"),
            _ => id.to_string(),
        };
        let mut submission = submission::of_department(judged, &id);
        // The generator's projects pass the gates but for what is planted in them.
        submission.gate_errors = 0;
        let act = self.by(&who);
        self.session.submit(act, submission).unwrap();
    }

    /// Sends up what lies in the files.
    fn send(&mut self, unit: usize, round: Round, outline: &Outline) {
        let id = id(unit);
        let who = match round {
            Round::Third => format!("{id}-head"),
            _ => id.to_string(),
        };
        let act = self.by(&who);
        let submission = submission_of(outline, &id);
        self.session.submit(act, submission).unwrap();
    }

    /// Every body would keep every item.
    fn agree(&mut self, unit: usize, round: Round) {
        let id = id(unit);
        let group = group_of(unit);
        for (short, body) in ["bb", "fz", "zw"].into_iter().zip(Body::ALL) {
            let who = format!("{short}-{group}");
            for chunk in self.codes(&id, body).chunks(1000) {
                self.opine(&who, &id, chunk.to_vec(), Decision::KEEP, None);
            }
            let lawful = Legality {
                result: LegalityResult::Legal,
                text: None,
            };
            let command = Command::Sign {
                department: id.clone(),
                legality: (body == Body::LegalOffice && round == Round::Second).then_some(lawful),
                entries: Vec::new(),
            };
            self.act(&who, &command);
        }
        let command = Command::Confirm {
            department: id.clone(),
        };
        if round == Round::Third {
            self.act("zh", &command);
        } else {
            let act = self.by("zh");
            let name = format!("第{unit}单位");
            self.session.give_back(act, &id, &name).unwrap();
        }
    }

    /// The bodies' review; to its end, or broken off somewhere in the middle.
    fn down(&mut self, unit: usize, round: Round, whole: bool) {
        let id = id(unit);
        let group = group_of(unit);
        for (i, (short, body)) in ["bb", "fz", "zw"].into_iter().zip(Body::ALL).enumerate() {
            let who = format!("{short}-{group}");
            let codes = self.codes(&id, body);
            // Of a review broken off, one body has signed, one is done, one is in the middle; which, differs.
            let progress = if whole || waits_for_a_ruling(unit) {
                0
            } else {
                (i + unit) % 4
            };
            let keep = match progress {
                2 => codes.len() / 2,
                3 => 0,
                _ => codes.len(),
            };
            for chunk in codes[..keep].chunks(40) {
                self.opine(&who, &id, chunk.to_vec(), Decision::KEEP, None);
            }
            for code in &codes[..keep] {
                if self.rng.u32(0..100) < SECOND_THOUGHTS {
                    let (decision, text) = thought(&mut self.rng, code, round);
                    self.opine(&who, &id, vec![code.clone()], decision, text);
                }
            }
            if progress == 0 {
                let legality =
                    (body == Body::LegalOffice && round == Round::Second).then_some(Legality {
                        result: LegalityResult::Legal,
                        text: None,
                    });
                let department = id.clone();
                self.act(
                    &who,
                    &Command::Sign {
                        department,
                        legality,
                        entries: Vec::new(),
                    },
                );
            }
        }
        if whole {
            self.close(&id, unit, round);
        }
    }

    fn codes(&self, id: &DepartmentId, body: Body) -> Vec<ItemCode> {
        let state = self.session.campaign().department(id).unwrap();
        let round = state.under_review().unwrap();
        let open = round
            .items
            .iter()
            .filter(|(_, i)| i.opinion(body).is_none());
        open.map(|(code, _)| code.clone()).collect()
    }

    fn opine(
        &mut self,
        who: &str,
        id: &DepartmentId,
        items: Vec<ItemCode>,
        decision: Decision,
        text: Option<Words>,
    ) {
        let department = id.clone();
        self.act(
            who,
            &Command::Opine {
                department,
                items,
                decision,
                text,
            },
        );
    }

    /// 综合组 rules where it has to, and returns or confirms.
    pub fn close(&mut self, id: &DepartmentId, unit: usize, round: Round) {
        let running = self.session.campaign().department(id).unwrap();
        let disputed: Vec<ItemCode> = running
            .under_review()
            .unwrap()
            .disputed()
            .map(|(code, _)| code.clone())
            .collect();
        if round != Round::First {
            for code in disputed {
                let command = Command::Rule {
                    department: id.clone(),
                    items: vec![code],
                    decision: Decision::KEEP,
                    reason: words("按多数意见保留"),
                };
                self.act("zh", &command);
            }
        }
        if round == Round::Third {
            let department = id.clone();
            self.act("zh", &Command::Confirm { department });
        } else {
            let act = self.by("zh");
            let name = format!("第{unit}单位");
            self.session.give_back(act, id, &name).unwrap();
        }
        if (unit, round) == (5, Round::Third) {
            let command = Command::Publish {
                release: words("基准-1"),
                digest: Digest::of(b"1"),
                partial: true,
                adjustments: Vec::new(),
                edition: None,
            };
            self.act("gb", &command);
        }
    }

    /// The unit answers; all, or the first half.
    pub fn answer(&mut self, unit: usize, whole: bool) {
        let id = id(unit);
        let state = self.session.campaign().department(&id).unwrap();
        let Position::Revision(_) = state.stage.position() else {
            return;
        };
        let mut open = self.session.unanswered(&id, None);
        if !whole {
            open.truncate(open.len() / 2);
        }
        for (i, seq) in open.into_iter().enumerate() {
            let reason = words(if i % 3 == 0 {
                "按意见修改"
            } else {
                "已对照现行条文修改"
            });
            let answer = match i % 11 {
                0 => Answer::Declined {
                    reason: words("条文未修订，原写法准确"),
                },
                1 => Answer::PartlyAdopted { reason },
                _ => Answer::Adopted {
                    reason: Some(reason),
                },
            };
            let command = Command::Answer {
                department: id.clone(),
                answers: vec![(seq, answer)],
            };
            self.act(id.as_str(), &command);
        }
    }

    pub fn meetings(&mut self) {
        for (kind, document) in [
            (MeetingKind::ExpertReview, "论证纪要第1号"),
            (MeetingKind::GovernmentExecutive, "市政府常务会议纪要第30号"),
        ] {
            let command = Command::Meeting {
                kind,
                date: jiff::civil::date(2015, 1, 10),
                document: words(document),
            };
            self.act("zh", &command);
        }
    }
}

/// What a body thinks of an item when it comes back to it: mostly what it thought before.
pub fn thought(
    rng: &mut fastrand::Rng,
    code: &ItemCode,
    round: Round,
) -> (Decision, Option<Words>) {
    let decision = if rng.u32(0..1000) >= OTHER {
        Decision::KEEP
    } else {
        match (rng.u32(0..7), round) {
            (0, _) => Decision::Cancel {
                ground: words("设定依据已经废止"),
            },
            (1, _) => Decision::Delegate {
                level: words("县级"),
                date: jiff::civil::date(2015, 7, 1),
            },
            (2, _) => Decision::Transfer {
                to: words("市行业协会"),
            },
            (3, _) => Decision::Optimize {},
            (4, _) => Decision::Adjust {},
            (5, Round::First) => Decision::SUPPLEMENT,
            _ => Decision::Freeze {},
        }
    };
    let text = (rng.u32(0..1000) < WORDED).then(|| {
        let text = TEXTS[rng.usize(..TEXTS.len())];
        // Many texts are the office's stock phrases, some are written for the item.
        match rng.u32(0..3) {
            0 => words(&format!("{text}（{}）", code.parts().serial)),
            _ => words(text),
        }
    });
    (decision, text)
}
