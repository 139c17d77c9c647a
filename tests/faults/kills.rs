//! Killed at every call that changes something: what is left is what was there before or what is to come, and the same
//! command ends it and leaves nothing lying about.

use std::io::Write as _;
use std::time::Instant;

use crate::acts::{Act, Order, acts};
use crate::sample::program::content;
use crate::sample::town::Town;
use crate::state::{Said, State};
use crate::strace::{self, Point};

/// At how many calls of each act it is killed, unless all are asked for.
const POINTS: usize = 4;

/// An act with all that its kills are held against.
pub struct Tried<'a> {
    pub act: &'a Act,
    pub before: State,
    pub after: State,
    pub points: Vec<Point>,
    pub shadowed: usize,
}

impl<'a> Tried<'a> {
    /// Does it, undisturbed and listened to.
    pub fn new(act: &'a Act) -> Self {
        let town = Town::again(&act.ready);
        let before = State::of(&town);
        assert!(before.litter.is_empty(), "{:?}", before.litter);
        let listened = strace::changes(&town.command(&act.line));
        assert_eq!(listened.code, 0, "{}\n{}", act.line, listened.said);
        let after = State::of(&town);
        assert!(after.litter.is_empty(), "{}：{:?}", act.line, after.litter);
        assert!(after != before, "{}：什么也没有改", act.line);
        // The pages of a site are made by another thread than the one that has read files before: where one is begun, it
        // cannot be hit, only where it is written. Everything else is done by one thread.
        assert!(
            (listened.shadowed == 0 || act.line.contains("--site")) && !listened.points.is_empty(),
            "{}：{} 处试不到",
            act.line,
            listened.shadowed
        );
        Self {
            act,
            before,
            after,
            points: listened.points,
            shadowed: listened.shadowed,
        }
    }

    /// Holds what is left after something went wrong against what it may be.
    pub fn look(&self, town: &Town, at: &str) -> State {
        let line = &self.act.line;
        let left = State::of(town);
        let mut between = left.between(&self.before, &self.after);
        if let Some(twice) = self.act.twice {
            between.retain(|path| !path.starts_with(twice));
            // Whatever stands in it, the project can be read.
            let code = Town::again(&content(town.path()))
                .command("validate")
                .output()
                .unwrap()
                .status
                .code();
            assert!([Some(0), Some(1)].contains(&code), "{line}，{at}");
        }
        assert!(between.is_empty(), "{line}，{at}：{between:?}");
        let recorded = left.database == self.after.database;
        let to_change = self.after.changed(&self.before);
        let changed = left.changed(&self.before);
        match self.act.order {
            Order::One => {}
            // What stands in files is on record.
            Order::RecordFirst => assert!(changed == 0 || recorded, "{line}，{at}"),
            // What the database has taken in stands in files.
            Order::FilesFirst => assert!(
                !recorded || changed == to_change || self.before.database == self.after.database,
                "{line}，{at}"
            ),
        }
        left
    }

    /// Runs the same command again, undisturbed: it ends what was begun, or says that it is done already.
    pub fn end(&self, town: &Town, left: &State, at: &str) {
        let line = &self.act.line;
        let output = town.command(line).output().unwrap();
        let code = output.status.code();
        let done = left.is_like(&self.after);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            code == Some(0) || done && code == Some(4),
            "{line}，{at}：再办一次，退出码 {code:?}\n{said}"
        );
        let mut ended = State::of(town);
        // What may be said more than once is recorded each time that it is said.
        let (events, wanted) = (&mut ended.database.events, &self.after.database.events);
        if done && code == Some(0) && events.len() > wanted.len() {
            let again = events.split_off(wanted.len());
            let is_known = |said: &Said| wanted.iter().any(|before| before[1..] == said[1..]);
            assert!(again.iter().all(is_known), "{line}，{at}：{again:?}");
        }
        assert!(
            ended == self.after,
            "{line}，{at}：再办一次以后不同\n{said}\n{}",
            ended.unlike(&self.after)
        );
    }
}

#[test]
fn no_kill_leaves_a_half_and_the_same_command_ends_it() {
    if !strace::is_here("在每一处写入时被杀") {
        return;
    }
    let begun = Instant::now();
    let tried = strace::side_by_side(acts(), kill_everywhere);
    let wrong: Vec<String> = tried.iter().flat_map(|tried| tried.wrong.clone()).collect();
    strace::nothing_in(&wrong);
    let killed: usize = tried.iter().map(|tried| tried.killed).sum();
    let points: usize = tried.iter().map(|tried| tried.points).sum();
    let shadowed: usize = tried.iter().map(|tried| tried.shadowed).sum();
    let mut err = std::io::stderr();
    let _ = writeln!(
        err,
        "{} 种操作共 {points} 处写入（另有 {shadowed} 处试不到），杀了 {killed} 次，{:.0} 秒",
        tried.len(),
        begun.elapsed().as_secs_f64()
    );
    for tried in tried {
        assert!(
            tried.killed > 0 && tried.killed <= tried.points,
            "{}",
            tried.line
        );
        if strace::is_all() {
            let _ = writeln!(err, "  {}/{}　{}", tried.killed, tried.points, tried.line);
        }
    }
}

/// What came of killing an act.
struct Killed {
    line: String,
    /// How often it was killed.
    killed: usize,
    /// At how many calls it could be.
    points: usize,
    /// At how many more it could be if one got at them.
    shadowed: usize,
    wrong: Vec<String>,
}

/// Kills an act at its calls.
fn kill_everywhere(act: &Act) -> Killed {
    let tried = Tried::new(act);
    let mut killed = 0;
    let wrong = strace::each(&strace::some(&tried.points, POINTS), |point| {
        let town = Town::again(&act.ready);
        let ended = strace::kill(&town.command(&act.line), point);
        let at = point.to_string();
        assert!(
            ended.killed || ended.code == 0,
            "{}，{at}：{}",
            act.line,
            ended.said
        );
        killed += usize::from(ended.killed);
        let left = tried.look(&town, &at);
        assert!(
            ended.killed || left.is_like(&tried.after),
            "{}，{at}",
            act.line
        );
        tried.end(&town, &left, &at);
    });
    Killed {
        line: act.line.clone(),
        killed,
        points: tried.points.len(),
        shadowed: tried.shadowed,
        wrong,
    }
}

/// The first call of an act changes nothing yet; killed there, all is as it was.
#[test]
fn a_call_at_which_it_is_killed_is_not_made() {
    if !strace::is_here("被杀的那一处写入没有发生") {
        return;
    }
    let act = crate::acts::act("export -o 清单.json");
    let tried = Tried::new(act);
    let town = Town::again(&act.ready);
    assert!(strace::kill(&town.command(&act.line), &tried.points[0]).killed);
    assert!(content(town.path()) == act.ready);
}
