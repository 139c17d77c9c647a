//! The review on a real store.

use jiff::Timestamp;

use super::*;
use crate::domain::people::{Authority, Body, Person, Role};
use crate::domain::place::{At, SourceId, Span};
use crate::domain::project::Signatures;
use crate::finding::Severity;
use crate::io::sqlite::work::WorkStore;
use crate::report::feedback::markdown;
use crate::workflow::chain::verify;
use crate::workflow::event::{Answer, Legality, LegalityResult, MeetingKind, Seat};
use crate::workflow::{Decision, Notebook, stage::Position};

fn person(id: String, role: Role) -> Person {
    Person {
        id: At::new(id.parse().unwrap(), Span::head(SourceId(0))),
        name: id,
        role,
        keys: Vec::new(),
    }
}

fn ids(count: usize) -> Vec<DepartmentId> {
    (1..=count)
        .map(|n| format!("d{n}").parse().unwrap())
        .collect()
}

fn people(departments: &[DepartmentId]) -> Vec<Person> {
    let mut people = vec![
        person("zhz".to_owned(), Role::Coordinator),
        person("gb".to_owned(), Role::Publisher),
    ];
    for (name, body) in ["bb", "fzb", "zwzx"].into_iter().zip(Body::ALL) {
        let role = Role::Reviewer {
            body,
            groups: vec!["审核一组".to_owned()],
            authority: Authority::Signs,
        };
        people.push(person(name.to_owned(), role));
    }
    for id in departments {
        people.push(person(format!("{id}-head"), Role::Head(id.clone())));
    }
    people
}

fn submission(department: &DepartmentId, items: u16, version: u8) -> Submission {
    let item = |n: u16| SubmittedItem {
        code: format!("341100-{department}-01-{n:04}").parse().unwrap(),
        category: if n == 1 {
            "行政处罚"
        } else {
            "行政审批"
        }
        .to_owned(),
        name: format!("事项 {n}"),
        bytes: format!("{department} {n} {}", if n == 1 { version } else { 0 }).into_bytes(),
    };
    Submission {
        department: department.clone(),
        items: (1..=items).map(item).collect(),
        files: vec![("flowcharts/a.yaml".to_owned(), b"chart".to_vec())],
        declares_none: false,
        gate_errors: 0,
        findings: vec![Found {
            code: "I001".parse().unwrap(),
            severity: Severity::Note,
            item: Some(format!("341100-{department}-01-0001").parse().unwrap()),
            field: None,
            message: format!("第 {version} 次"),
            help: None,
        }],
    }
}

struct Office {
    people: Vec<Person>,
    departments: Vec<DepartmentId>,
    session: Session<WorkStore>,
    dir: tempfile::TempDir,
}

impl Office {
    fn new(departments: usize) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let departments = ids(departments);
        let store = WorkStore::open_or_create(&WorkStore::path_in(dir.path())).unwrap();
        let mut office = Self {
            people: people(&departments),
            departments,
            session: Session::open(store).unwrap(),
            dir,
        };
        let seats = office.departments.iter().map(|id| Seat {
            department: id.clone(),
            group: "审核一组".parse().unwrap(),
        });
        let start = Command::Start {
            edition: "2015年版".parse().unwrap(),
            departments: seats.collect(),
            signatures: Signatures::Optional,
        };
        office.act("zhz", start).unwrap();
        office
    }

    fn with<T>(
        &mut self,
        who: &str,
        f: impl FnOnce(&mut Session<WorkStore>, Act<'_>) -> Result<T, ReviewError>,
    ) -> Result<T, ReviewError> {
        let actor = self.people.iter().find(|p| p.id.as_str() == who).unwrap();
        let act = Act {
            people: &self.people,
            actor,
            at: Timestamp::from_second(1_403_000_000).unwrap(),
        };
        f(&mut self.session, act)
    }

    fn act(&mut self, who: &str, command: Command) -> Result<Vec<Event>, ReviewError> {
        self.with(who, |s, act| s.act(act, &command))
    }

    fn second(&self) -> Session<WorkStore> {
        let path = WorkStore::path_in(self.dir.path());
        Session::open(WorkStore::open(&path).unwrap()).unwrap()
    }

    /// All bodies opine on all items, the first asking for something, and sign.
    fn review(&mut self, id: &DepartmentId, round: Round) {
        for (who, body) in ["bb", "fzb", "zwzx"].into_iter().zip(Body::ALL) {
            let rest = Filter {
                undecided_by: Some(body),
                ..Filter::default()
            };
            let rows = self
                .session
                .select(id, &rest, &Notebook::default())
                .unwrap();
            let items = rows.into_iter().map(|row| row.code).collect();
            let text = (who == "fzb" && round != Round::Third).then(|| "补依据".parse().unwrap());
            let opine = Command::Opine {
                department: id.clone(),
                items,
                decision: Decision::KEEP,
                text,
            };
            self.act(who, opine).unwrap();
            let legality =
                (body == Body::LegalOffice && round == Round::Second).then_some(Legality {
                    result: LegalityResult::Legal,
                    text: None,
                });
            let sign = Command::Sign {
                department: id.clone(),
                entries: Vec::new(),
                legality,
            };
            self.act(who, sign).unwrap();
        }
    }

    fn walk(&mut self, id: &DepartmentId, items: u16) {
        let head = format!("{id}-head");
        for round in Round::ALL {
            let submission = submission(id, items, round.number());
            self.with(&head, |s, act| s.submit(act, submission))
                .unwrap();
            self.review(id, round);
            if round == Round::Third {
                break;
            }
            self.with("zhz", |s, act| s.give_back(act, id, "某局"))
                .unwrap();
            let answers = self.session.unanswered(id, None);
            let answers = answers
                .into_iter()
                .map(|seq| (seq, Answer::Adopted { reason: None }));
            let answer = Command::Answer {
                department: id.clone(),
                answers: answers.collect(),
            };
            self.act(&head, answer).unwrap();
        }
        self.act(
            "zhz",
            Command::Confirm {
                department: id.clone(),
            },
        )
        .unwrap();
    }

    fn meetings(&mut self) {
        for kind in MeetingKind::DECIDING {
            let meeting = Command::Meeting {
                kind,
                date: jiff::civil::date(2015, 1, 20),
                document: "第 30 号".parse().unwrap(),
            };
            self.act("zhz", meeting).unwrap();
        }
    }
}

#[test]
fn a_whole_city_in_deferred_acts_is_kept_in_one_go() {
    let mut office = Office::new(51);
    office.session.defer();
    office.meetings();
    for id in office.departments.clone() {
        office.walk(&id, 8);
    }
    office.session.commit().unwrap();
    let again = office.second();
    let records = again.store().read(0).unwrap();
    // Per unit: 3 submissions, 9 × 8 opinions, 9 signatures, 2 returns, 2 × 8 answers, 1 confirmation.
    assert_eq!(records.len(), 3 + 51 * (3 + 72 + 9 + 2 + 16 + 1));
    assert_eq!(verify(&records), Ok(office.session.campaign().head()));
    assert_eq!(again.campaign(), office.session.campaign());
    let confirmed =
        |d: &crate::workflow::campaign::DepartmentState| d.stage.position() == Position::Confirmed;
    assert!(again.campaign().departments().values().all(confirmed));
}

#[test]
fn the_second_person_sees_what_the_first_did() {
    let mut office = Office::new(2);
    let mut other = office.second();
    let ids = office.departments.clone();
    office
        .with("d1-head", |s, act| s.submit(act, submission(&ids[0], 2, 0)))
        .unwrap();
    // The other session does not know of it yet, and is brought up to date before it is decided anew.
    let head = office
        .people
        .iter()
        .find(|p| p.id.as_str() == "d2-head")
        .unwrap();
    let act = Act {
        people: &office.people,
        actor: head,
        at: Timestamp::UNIX_EPOCH,
    };
    let events = other.submit(act, submission(&ids[1], 2, 0)).unwrap();
    assert_eq!(events[0].seq, 3);
    // And the same submission by both: the later one is refused, not written over.
    office.session.refresh().unwrap();
    let mut late = office.second();
    let bb = office
        .people
        .iter()
        .find(|p| p.id.as_str() == "bb")
        .unwrap();
    let act = Act { actor: bb, ..act };
    let opine = |items: u16| Command::Opine {
        department: ids[0].clone(),
        items: (1..=items)
            .map(|n| format!("341100-d1-01-{n:04}").parse().unwrap())
            .collect(),
        decision: Decision::KEEP,
        text: None,
    };
    let sign = Command::Sign {
        department: ids[0].clone(),
        entries: Vec::new(),
        legality: None,
    };
    late.act(act, &opine(2)).unwrap();
    late.act(act, &sign).unwrap();
    let error = office.act("bb", opine(1)).unwrap_err();
    assert!(
        matches!(&error, ReviewError::Refused(r) if r.code == "already_signed"),
        "{error}"
    );
    assert_eq!(office.session.campaign(), late.campaign());
}

#[test]
fn a_failed_commit_forgets_everything_deferred() {
    let mut office = Office::new(1);
    let mut other = office.second();
    let id = office.departments[0].clone();
    office.session.defer();
    office
        .with("d1-head", |s, act| s.submit(act, submission(&id, 2, 0)))
        .unwrap();
    let people = office.people.clone();
    let meeting = Command::Meeting {
        kind: MeetingKind::LeadingGroup,
        date: jiff::civil::date(2014, 7, 1),
        document: "1".parse().unwrap(),
    };
    let act = Act {
        people: &people,
        actor: &people[0],
        at: Timestamp::UNIX_EPOCH,
    };
    other.act(act, &meeting).unwrap();
    let error = office.session.commit().unwrap_err();
    assert!(
        matches!(error, ReviewError::Store(StoreError::Conflict { .. })),
        "{error}"
    );
    assert_eq!(office.session.campaign(), other.campaign());
    let state = office.session.campaign().department(&id).unwrap();
    assert_eq!(state.stage.position(), Position::SelfCheck);
    office
        .with("d1-head", |s, act| s.submit(act, submission(&id, 2, 0)))
        .unwrap();
}

#[test]
fn snapshots_and_feedback_are_kept_by_digest() {
    let mut office = Office::new(1);
    let id = office.departments[0].clone();
    office
        .with("d1-head", |s, act| s.submit(act, submission(&id, 3, 0)))
        .unwrap();
    let category = Filter {
        category: Some("行政处罚".to_owned()),
        ..Filter::default()
    };
    let none = Notebook::default();
    let rows = office.session.select(&id, &category, &none).unwrap();
    assert_eq!(rows.len(), 1);
    let mut other = office.second();
    assert_eq!(other.select(&id, &category, &none).unwrap(), rows);
    let snapshot = other.campaign().department(&id).unwrap().rounds()[0].snapshot;
    let manifest = other.manifest(snapshot).unwrap().clone();
    assert_eq!(manifest.items.len(), 3);
    for digest in manifest
        .items
        .iter()
        .map(|i| i.digest)
        .chain(manifest.files.iter().map(|f| f.digest))
    {
        assert!(other.store().get(digest).unwrap().is_some());
    }
    let found = other.campaign().department(&id).unwrap().rounds()[0].findings;
    let found = other.findings(found.unwrap()).unwrap();
    assert_eq!(found.len(), 1);
    assert!(found[0].concerns(&manifest.items[0].code));
    assert_eq!(found[0].message, "第 0 次");
    let refused = office.with("zhz", |s, act| s.give_back(act, &id, "甲局"));
    assert!(matches!(refused, Err(ReviewError::Refused(_))));
    office.review(&id, Round::First);
    let (events, feedback) = office
        .with("zhz", |s, act| s.give_back(act, &id, "甲局"))
        .unwrap();
    assert_eq!(events.len(), 1);
    let feedback = feedback.unwrap();
    assert_eq!((feedback.items.len(), feedback.to_answer()), (3, 3));
    let yaml = feedback::yaml(&feedback);
    let kept = office.session.campaign().department(&id).unwrap().rounds()[0]
        .feedback
        .unwrap();
    assert_eq!(kept, Digest::of(&yaml));
    assert_eq!(office.session.store().get(kept).unwrap().unwrap(), yaml);
    let text = String::from_utf8(yaml).unwrap();
    assert!(
        text.contains("body: 法制办\n    decision: 保留\n    text: 补依据\n    answer: ''"),
        "{text}"
    );
    let mut paper = Vec::new();
    markdown(&feedback, &mut paper).unwrap();
    let paper = String::from_utf8(paper).unwrap();
    assert!(paper.contains("3 条意见要答复"), "{paper}");
    assert_eq!(
        paper.lines().filter(|l| l.starts_with("| 341100-")).count(),
        3
    );
}
