//! What a run costs: of this process, or of another.

use std::fmt;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// Seconds, processor seconds and peak memory in MB; the last two where the system says them.
#[derive(Clone, Copy, Default)]
pub struct Figure {
    pub wall: f64,
    pub processor: Option<f64>,
    pub memory: Option<f64>,
}

impl Figure {
    /// The best of both, in each respect.
    pub fn and(self, other: Self) -> Self {
        let least = |a: Option<f64>, b: Option<f64>| a.zip(b).map(|(a, b)| a.min(b)).or(a).or(b);
        Self {
            wall: self.wall.min(other.wall),
            processor: least(self.processor, other.processor),
            memory: least(self.memory, other.memory),
        }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |value: Option<f64>, digits| {
            value.map_or("—".to_owned(), |value| format!("{value:.digits$}"))
        };
        let (processor, memory) = (text(self.processor, 2), text(self.memory, 0));
        write!(f, "{:.4} | {processor} | {memory}", self.wall)
    }
}

/// Measures something that this process does.
pub fn inside(run: impl FnOnce()) -> Figure {
    let (begin, used) = (Instant::now(), used());
    run();
    Figure {
        wall: begin.elapsed().as_secs_f64(),
        processor: self::used().zip(used).map(|(after, before)| after - before),
        memory: None,
    }
}

/// Processor seconds of this process so far. The kernel counts in hundredths for programs, whatever it does inside.
fn used() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // After the name, which may have spaces: the state is the third field, user and system time the 14th and 15th.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks: f64 = fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?;
    Some(ticks / 100.0)
}

/// Measures a program that has to end with one of these codes, through GNU time where there is one.
pub fn process(command: &Command, codes: &[i32]) -> Figure {
    const TIME: &str = "/usr/bin/time";
    if !Path::new(TIME).exists() {
        return start(command, codes);
    }
    let mut timed = Command::new(TIME);
    timed
        .args(["-q", "-f", "%U %S %M"])
        .arg(command.get_program());
    timed.args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        timed.current_dir(folder);
    }
    let (wall, said) = ended(&mut timed, codes);
    let figures: Vec<f64> = said
        .lines()
        .last()
        .into_iter()
        .flat_map(|line| line.split(' ').filter_map(|n| n.parse().ok()))
        .collect();
    let [user, system, kilobytes] = figures[..] else {
        panic!("{TIME}: {said}");
    };
    Figure {
        wall,
        processor: Some(user + system),
        memory: Some(kilobytes / 1024.0),
    }
}

/// Measures the time alone, of what is over before another program between would be noticed.
pub fn start(command: &Command, codes: &[i32]) -> Figure {
    let mut again = Command::new(command.get_program());
    again.args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        again.current_dir(folder);
    }
    let (wall, _) = ended(&mut again, codes);
    Figure {
        wall,
        ..Figure::default()
    }
}

/// Runs a program to its end: the seconds, and what it said of itself.
fn ended(command: &mut Command, codes: &[i32]) -> (f64, String) {
    command.stdin(Stdio::null()).stdout(Stdio::null());
    let begin = Instant::now();
    let output = command.output().unwrap();
    let wall = begin.elapsed().as_secs_f64();
    let code = output.status.code().unwrap_or(-1);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        codes.contains(&code),
        "{command:?} ended with {code}: {said}"
    );
    (wall, said)
}
