//! Tells how a long validation goes on, and where the time of any went.

use std::io::Write as _;
use std::sync::{Mutex, OnceLock};
use std::time::Instant;

use power_list::ops::validate::{Observer, Phase};

use crate::cli::Global;
use crate::cli::bar::Bar;

/// Takes the time of each part, and shows a bar at a terminal while item files are read.
pub struct Clock {
    start: Instant,
    /// When each part began.
    parts: Mutex<Vec<(&'static str, Instant)>>,
    /// Item files, and how many of them were known.
    files: OnceLock<(usize, usize)>,
    bytes: OnceLock<u64>,
    bar: Bar,
    timings: bool,
}

impl Clock {
    /// Starts now.
    pub fn start(timings: bool, global: &Global) -> Self {
        let bar = Bar::new(
            global,
            "校验 {percent:>3}% [{bar:30}] {bytes}/{total_bytes}，还要 {eta}",
        );
        Self {
            start: Instant::now(),
            parts: Mutex::new(Vec::new()),
            files: OnceLock::new(),
            bytes: OnceLock::new(),
            bar,
            timings,
        }
    }

    fn part(&self, name: &'static str) {
        if let Ok(mut parts) = self.parts.lock() {
            parts.push((name, Instant::now()));
        }
    }

    /// All is judged; what remains is printing.
    pub fn done(&self) {
        self.bar.end();
        self.part("输出");
    }

    /// Says where the time went, where that was asked for.
    pub fn tell(&self) -> std::io::Result<()> {
        let Ok(parts) = self.parts.lock() else {
            return Ok(());
        };
        if !self.timings {
            return Ok(());
        }
        let end = Instant::now();
        let mut out = crate::cli::screen::stderr();
        let whole = (end - self.start).as_secs_f64();
        let first = parts.first().map_or(end, |(_, at)| *at);
        let begin = ("准备：命令行、法规库", self.start, first);
        let nexts = parts.iter().skip(1).map(|(_, at)| *at).chain([end]);
        let rest = parts
            .iter()
            .zip(nexts)
            .map(|((name, at), to)| (*name, *at, to));
        writeln!(out, "用时 {:.1} 毫秒", whole * 1e3)?;
        for (name, from, to) in std::iter::once(begin).chain(rest) {
            let took = (to - from).as_secs_f64();
            let share = took / whole * 100.0;
            writeln!(out, "{:>9.1} 毫秒 {share:>3.0}%  {name}", took * 1e3)?;
        }
        if let Some((files, known)) = self.files.get() {
            let bytes = self.bytes.get().copied().unwrap_or(0) as f64 / 1e6;
            writeln!(
                out,
                "事项文件 {files} 个，{bytes:.1} MB；没有变、用了以前结果的 {known} 个"
            )?;
        }
        if let Some(peak) = peak() {
            writeln!(out, "内存峰值 {peak:.0} MB")?;
        }
        Ok(())
    }
}

impl Observer for Clock {
    fn begin(&self, phase: Phase) {
        if phase == Phase::List {
            self.bar.end();
        }
        self.part(match phase {
            Phase::Frame => "设置、名册、流程图",
            Phase::Items => "事项：读入，逐项判断",
            Phase::List => "流程图和清单整体",
            Phase::Leniency => "允许的和基线",
        });
    }

    fn items(&self, done: u64, of: u64) {
        let _ = self.bytes.set(of);
        self.bar.at(done, of);
    }

    fn files(&self, files: usize, known: usize) {
        let _ = self.files.set((files, known));
    }
}

/// Highest resident memory of this process so far, in MB, where the system says it.
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes / 1024.0)
}
