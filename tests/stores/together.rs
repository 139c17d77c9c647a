//! Several people on one database at once: real processes, on every kind of store. Nothing is lost, nothing is done twice,
//! and whoever comes second is told what the first did.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;

use power_list::domain::people::Person;
use power_list::io::project;
use power_list::io::store::{AnyStore, StorePlace};
use power_list::ops::review::{Act, ReviewError, Session};
use power_list::workflow::event::EventKind;
use power_list::workflow::{Command, Decision, Event};
use serde_json::Value;

use crate::sample::town::{PENALTIES, PERMIT, Town};
use crate::server;

/// More people for the town: a second of 编办, of 法制办 and of 综合组.
const MORE: &str = "people:
  - { id: zh-2, name: 综合组副组长, role: 综合组 }
  - { id: bb-1b, name: 编办第二审核员, role: 审核人, body: 编办, group: 审核一组 }
  - { id: fz-1b, name: 法制办第二审核员, role: 审核人, body: 法制办, group: 审核一组 }
";

/// Tries something in a town whose working database is on each kind of store.
fn on_every_store(trial: impl Fn(&Town)) {
    let places = [None, on_a_server()];
    for place in places
        .into_iter()
        .enumerate()
        .filter(|(i, p)| *i == 0 || p.is_some())
    {
        let town = Town::new();
        let path = town.path().join("power-list.yaml");
        let mut settings = std::fs::read_to_string(&path)
            .unwrap()
            .replace("people:\n", MORE);
        if let Some(url) = place.1 {
            settings.push_str(&format!("store: {url}\n"));
        }
        std::fs::write(path, settings).unwrap();
        trial(&town);
        let said = town.ok("review verify");
        assert!(said.contains("事件链完整"), "{said}");
    }
}

#[cfg(feature = "postgres")]
fn on_a_server() -> Option<String> {
    Some(server::Server::shared()?.url())
}

#[cfg(not(feature = "postgres"))]
const fn on_a_server() -> Option<String> {
    None
}

/// The acts that were acknowledged, and what was said to the others.
struct Outcome {
    done: usize,
    refused: Vec<String>,
}

/// Runs command lines all at once. Each has to be recorded, or refused with a reason.
fn at_once(town: &Town, lines: &[String]) -> Outcome {
    let running: Vec<_> = lines
        .iter()
        .map(|line| {
            let mut command = town.command(line);
            command.stdout(Stdio::piped()).stderr(Stdio::piped());
            (line, command.spawn().unwrap())
        })
        .collect();
    let mut outcome = Outcome {
        done: 0,
        refused: Vec::new(),
    };
    for (line, child) in running {
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        match output.status.code() {
            Some(0) => outcome.done += 1,
            Some(4) => {
                assert!(said.starts_with("拒绝："), "{line}\n{said}");
                outcome.refused.push(said);
            }
            other => panic!("{line}：{other:?}\n{said}"),
        }
    }
    outcome
}

fn events(town: &Town) -> Vec<Value> {
    match town.json("review log --format json")["events"].take() {
        Value::Array(events) => events,
        other => panic!("{other}"),
    }
}

/// How many events of a kind there are.
fn count(town: &Town, kind: &str) -> usize {
    let is = |event: &&Value| event.to_string().contains(&format!("\"{kind}\""));
    events(town).iter().filter(is).count()
}

fn times(n: usize, line: &str) -> Vec<String> {
    vec![line.to_owned(); n]
}

#[test]
fn of_many_starts_one_counts() {
    on_every_store(|town| {
        let lines = [
            times(3, "review start --as zh"),
            times(3, "review start --as zh-2"),
        ]
        .concat();
        let outcome = at_once(town, &lines);
        assert_eq!(outcome.done, 1, "{:?}", outcome.refused);
        for said in &outcome.refused {
            assert!(said.contains("已经启动"), "{said}");
        }
        assert_eq!(count(town, "started"), 1);
    });
}

#[test]
fn opinions_of_many_at_once_are_all_there_or_refused() {
    on_every_store(|town| {
        town.ok("review start --as zh");
        let submits = at_once(town, &times(3, "review submit hbj --as hbj"));
        assert_eq!((submits.done, count(town, "submitted")), (1, 1));
        let mut lines = Vec::new();
        for item in [PERMIT, PENALTIES[0], PENALTIES[1]] {
            for who in ["bb-1", "bb-1b", "fz-1", "zw-1", "bb-1"] {
                lines.push(format!(
                    "review opine hbj --item {item} --decision 保留 --as {who}"
                ));
            }
        }
        // The other unit sends up meanwhile.
        lines.push("review submit jyj --as jyj".to_owned());
        let outcome = at_once(town, &lines);
        assert_eq!(outcome.done + outcome.refused.len(), lines.len());
        for said in &outcome.refused {
            assert!(
                said.contains("先办了意见") && said.contains("再运行一次"),
                "{said}"
            );
            assert!(said.contains("号事件"), "{said}");
        }
        // Every act that was acknowledged is there once, and no other.
        assert_eq!(count(town, "opined") + 1, outcome.done);
        // Of each body at least one came through on each item.
        for body in ["bb-1", "fz-1", "zw-1"] {
            town.ok(&format!("review sign hbj --as {body}"));
        }
    });
}

#[test]
fn signing_and_speaking_at_once_do_not_cross() {
    on_every_store(|town| {
        town.ok("review start --as zh");
        town.ok("review submit hbj --as hbj");
        town.ok("review opine hbj --all --decision 保留 --as bb-1");
        let before = count(town, "opined");
        let mut lines = times(
            4,
            &format!(
                "review opine hbj --item {PERMIT} --decision 取消 --ground 依据已经废止 --as bb-1b"
            ),
        );
        lines.insert(2, "review sign hbj --as bb-1".to_owned());
        lines.push("review submit hbj --as hbj".to_owned());
        let outcome = at_once(town, &lines);
        let (spoken, signed) = (count(town, "opined") - before, count(town, "signed"));
        assert_eq!(spoken + signed, outcome.done, "{:?}", outcome.refused);
        // Nothing is said after the signature.
        let kinds: Vec<String> = events(town).iter().map(ToString::to_string).collect();
        let last_word = kinds.iter().rposition(|e| e.contains("\"opined\""));
        let signature = kinds.iter().position(|e| e.contains("\"signed\""));
        assert!(signature.is_none_or(|at| last_word.unwrap() < at));
    });
}

/// A person's own session, which has seen what is there now.
struct Seat {
    people: Vec<Person>,
    who: &'static str,
    session: Session<AnyStore>,
}

impl Seat {
    fn take(town: &Town, who: &'static str) -> Self {
        let settings = project::load_header(town.path()).unwrap().settings;
        let place = match &settings.store {
            Some(url) => StorePlace::parse(Path::new(""), &url.value).unwrap(),
            None => StorePlace::beside(town.path()),
        };
        Self {
            people: settings.people,
            who,
            session: Session::open(place.open().unwrap()).unwrap(),
        }
    }

    fn act(&mut self, command: &Command) -> Result<Vec<Event>, ReviewError> {
        let act = Act {
            people: &self.people,
            actor: self
                .people
                .iter()
                .find(|p| p.id.as_str() == self.who)
                .unwrap(),
            at: jiff::Timestamp::from_second(1_403_000_000).unwrap(),
        };
        self.session.act(act, command)
    }
}

fn opine(item: &str) -> Command {
    Command::Opine {
        department: "hbj".parse().unwrap(),
        items: vec![item.parse().unwrap()],
        decision: Decision::KEEP,
        text: None,
    }
}

#[test]
fn the_second_is_told_what_the_first_did() {
    on_every_store(|town| {
        town.ok("review start --as zh");
        town.ok("review submit hbj --as hbj");
        let mut seats: BTreeMap<&str, Seat> = ["bb-1", "bb-1b", "fz-1", "zw-1"]
            .into_iter()
            .map(|who| (who, Seat::take(town, who)))
            .collect();
        let mut act = |who: &str, command: &Command| seats.get_mut(who).unwrap().act(command);
        act("bb-1b", &opine(PERMIT)).unwrap();
        // The same item, for the same body.
        let said = act("bb-1", &opine(PERMIT)).unwrap_err().to_string();
        assert!(
            said.contains("编办第二审核员（bb-1b）于 2014-06-17 18:13 先办了意见")
                && said.contains(&format!("{PERMIT}：保留（第 3 号事件）")),
            "{said}"
        );
        // Seen, it can be said again.
        act("bb-1", &opine(PERMIT)).unwrap();
        // Another body's word on the same item, and one's own on another item, do not matter: nobody hears of them.
        act("fz-1", &opine(PERMIT)).unwrap();
        act("zw-1", &opine(PENALTIES[0])).unwrap();
        act("bb-1b", &opine(PENALTIES[0])).unwrap();
        // What was not seen is not signed.
        let sign = Command::Sign {
            department: "hbj".parse().unwrap(),
            legality: None,
            entries: vec![],
        };
        act("bb-1", &opine(PENALTIES[1])).unwrap();
        act("bb-1b", &opine(PENALTIES[1])).unwrap_err();
        act("bb-1", &opine(PENALTIES[1])).unwrap();
        let said = act("bb-1b", &sign).unwrap_err().to_string();
        assert!(said.contains("先办了意见"), "{said}");
        act("bb-1b", &sign).unwrap();
        // A refusal names what brought it about.
        let said = act("bb-1", &opine(PERMIT)).unwrap_err().to_string();
        assert!(
            said.contains("bb-1b") && said.contains("先办了签署"),
            "{said}"
        );
    });
}

#[test]
fn of_two_rulings_on_an_item_the_second_is_refused() {
    on_every_store(|town| {
        town.ok("review start --as zh");
        town.ok("review submit hbj --as hbj");
        town.review("hbj", 1);
        town.ok("review return hbj --as zh");
        town.ok("review submit hbj --as hbj");
        town.ok("review opine hbj --all --decision 保留 --as bb-1");
        town.ok("review opine hbj --all --decision 保留 --as zw-1");
        town.ok(&format!(
            "review opine hbj --item {PERMIT} --decision 取消 --ground 依据已经废止 --as fz-1"
        ));
        town.ok("review opine hbj --rest --decision 保留 --as fz-1");
        for who in ["bb-1", "zw-1"] {
            town.ok(&format!("review sign hbj --as {who}"));
        }
        town.ok("review sign hbj --legality 合法 --as fz-1");
        let rule = |reason: &str| Command::Rule {
            department: "hbj".parse().unwrap(),
            items: vec![PERMIT.parse().unwrap()],
            decision: Decision::KEEP,
            reason: reason.parse().unwrap(),
        };
        let (mut one, mut two) = (Seat::take(town, "zh"), Seat::take(town, "zh-2"));
        one.act(&rule("条文仍然有效")).unwrap();
        let said = two.act(&rule("照旧")).unwrap_err().to_string();
        assert!(
            said.contains("（zh）") && said.contains("先办了裁定"),
            "{said}"
        );
        // Several at once giving the feedback back: it is given once. Who comes when it is recorded and its papers are still
        // to be written writes them, too.
        let outcome = at_once(town, &times(4, "review return hbj --as zh"));
        assert!(outcome.done >= 1);
        assert_eq!(count(town, "returned"), 2);
    });
}

#[test]
fn a_short_campaign_ends_the_same_on_every_store() {
    let record = std::cell::RefCell::new(Vec::new());
    on_every_store(|town| {
        town.ok("import");
        town.ok("review start --as zh");
        town.meetings();
        town.ok("review submit hbj --as hbj");
        assert!(town.ok("review queue --as bb-1").contains("hbj"));
        assert!(town.ok(&format!("review show {PERMIT}")).contains(PERMIT));
        town.review("hbj", 1);
        town.ok("review return hbj --as zh");
        for (round, who) in [(2, "hbj"), (3, "hbj-head")] {
            town.ok(&format!("review submit hbj --as {who}"));
            town.review("hbj", round);
            if round == 2 {
                town.ok("review return hbj --as zh");
            }
        }
        town.ok("review confirm hbj --as zh");
        town.walk("jyj");
        town.ok("publish --as gb");
        let said = town.ok("code assign");
        assert!(
            said.contains("0") || said.is_empty() || said.contains("没有"),
            "{said}"
        );
        town.ok("export --department hbj --round 2 --output out.xlsx");
        let kinds: Vec<String> = events(town)
            .iter()
            .map(|e| e["payload"]["kind"].to_string())
            .collect();
        record.borrow_mut().push(kinds);
    });
    let records = record.into_inner();
    assert!(records.windows(2).all(|pair| pair[0] == pair[1]));
    assert!(!records[0].is_empty());
}

#[test]
fn an_event_of_another_unit_is_no_hindrance() {
    on_every_store(|town| {
        town.ok("review start --as zh");
        town.ok("review submit hbj --as hbj");
        let mut seat = Seat::take(town, "bb-1");
        town.ok("review submit jyj --as jyj");
        let done = seat.act(&opine(PERMIT)).unwrap();
        assert!(matches!(done[0].payload, EventKind::Opined { .. }));
        assert_eq!(done[0].seq, 4);
    });
}

#[test]
fn twelve_reviewers_at_work_lose_nothing() {
    on_every_store(|town| {
        let path = town.path().join("power-list.yaml");
        let mut more = String::from("people:\n");
        for (short, body) in [("bb", "编办"), ("fz", "法制办"), ("zw", "政务服务中心")] {
            for n in 5..9 {
                more.push_str(&format!(
                    "  - {{ id: {short}-{n}, name: {body}{n}, role: 审核人, body: {body}, group: [审核一组, 审核二组] }}\n"
                ));
            }
        }
        let settings = std::fs::read_to_string(&path)
            .unwrap()
            .replace("people:\n", &more);
        std::fs::write(path, settings).unwrap();
        town.ok("review start --as zh");
        town.ok("review submit hbj --as hbj");
        town.ok("review submit jyj --as jyj");
        let school = PERMIT.replace("hbj", "jyj");
        let acts = [
            ("hbj", PERMIT),
            ("hbj", PENALTIES[0]),
            ("jyj", &school),
            ("hbj", PENALTIES[1]),
        ];
        // Twelve at once, each doing one thing after the other, each thing a process.
        let done: Vec<Vec<(u64, String)>> = std::thread::scope(|scope| {
            let running: Vec<_> = ["bb", "fz", "zw"]
                .iter()
                .flat_map(|short| (5..9).map(move |n| (short, n)))
                .map(|(short, n)| {
                    scope.spawn(move || {
                        let who = format!("{short}-{n}");
                        let mut done = Vec::new();
                        for step in 0..acts.len() {
                            let (unit, item) = acts[(step + n) % acts.len()];
                            let line = format!(
                                "review opine {unit} --item {item} --decision 保留 --as {who}"
                            );
                            let output = town.command(&line).output().unwrap();
                            let said = String::from_utf8(output.stdout).unwrap();
                            match output.status.code() {
                                Some(0) => done.push((number(&said), who.clone())),
                                Some(4) => {}
                                other => panic!("{line}：{other:?}"),
                            }
                        }
                        done
                    })
                })
                .collect();
            running.into_iter().map(|r| r.join().unwrap()).collect()
        });
        let record = events(town);
        let acknowledged: usize = done.iter().map(Vec::len).sum();
        assert_eq!(count(town, "opined"), acknowledged);
        assert!(acknowledged >= 12, "{acknowledged}");
        for acts in &done {
            assert!(
                acts.windows(2).all(|pair| pair[0].0 < pair[1].0),
                "{acts:?}"
            );
            for (seq, who) in acts {
                let event = &record[usize::try_from(*seq).unwrap() - 1];
                assert_eq!(event["seq"], *seq);
                assert_eq!(event["actor"], who.as_str());
            }
        }
    });
}

/// The number of the event that a command says it has recorded.
fn number(said: &str) -> u64 {
    let after = said.split("第 ").nth(1).unwrap_or_else(|| panic!("{said}"));
    after.split(' ').next().unwrap().parse().unwrap()
}
