//! Times, ratios to the first row, limits and peak memory, as a table.

use std::fs;
use std::time::{Duration, Instant};

struct Row {
    name: &'static str,
    time: Duration,
    /// Highest ratio to the first row, or seconds.
    limit: Option<Limit>,
    /// Highest resident memory while it ran, in MB, where the system says it.
    memory: Option<f64>,
}

#[derive(Clone, Copy)]
enum Limit {
    Ratio(f64),
    Seconds(f64),
}

/// What was measured so far; ratios are to the first row.
pub struct Table {
    rows: Vec<Row>,
}

impl Table {
    /// Starts with what everything else is compared with.
    pub fn against(name: &'static str, runs: usize, run: impl FnMut()) -> Self {
        let mut table = Self { rows: Vec::new() };
        table.measure(name, runs, None, run);
        table
    }

    /// Measures the best of several runs.
    pub fn row(&mut self, name: &'static str, runs: usize, ratio: f64, run: impl FnMut()) {
        self.measure(name, runs, Some(Limit::Ratio(ratio)), run);
    }

    /// A time that was taken before and is held to seconds.
    pub fn seconds(&mut self, name: &'static str, time: Duration, limit: f64) {
        self.rows.push(Row {
            name,
            time,
            limit: Some(Limit::Seconds(limit)),
            memory: None,
        });
    }

    fn measure(
        &mut self,
        name: &'static str,
        runs: usize,
        limit: Option<Limit>,
        mut run: impl FnMut(),
    ) {
        reset_peak();
        let times = (0..runs).map(|_| once(&mut run).1);
        let time = times.min().unwrap_or_default();
        self.rows.push(Row {
            name,
            time,
            limit,
            memory: peak(),
        });
    }

    /// Prints the table in Markdown and says whether a limit was exceeded.
    pub fn print(&self) -> bool {
        let reading = self.rows.first().map_or(1.0, |r| r.time.as_secs_f64());
        let mut failed = false;
        println!(
            "| 操作 | 秒 | 与读取之比 | 上限 | 内存峰值 MB |\n| --- | --- | --- | --- | --- |"
        );
        for row in &self.rows {
            let seconds = row.time.as_secs_f64();
            let ratio = seconds / reading;
            let (over, limit) = match row.limit {
                None => (false, "—".to_owned()),
                Some(Limit::Ratio(most)) => (ratio > most, format!("{most} 倍")),
                Some(Limit::Seconds(most)) => (seconds > most, format!("{most} 秒")),
            };
            failed |= over;
            println!(
                "| {} | {seconds:.4} | {} | {limit}{} | {} |",
                row.name,
                if ratio < 1.0 {
                    format!("{ratio:.3}")
                } else {
                    format!("{ratio:.1}")
                },
                if over { "（超过）" } else { "" },
                row.memory.map_or("—".to_owned(), |m| format!("{m:.0}"))
            );
        }
        failed
    }
}

/// Runs once and takes the time.
pub fn once<T>(run: impl FnOnce() -> T) -> (T, Duration) {
    let begin = Instant::now();
    let value = run();
    (value, begin.elapsed())
}

/// Lets the system forget the highest memory so far; on other systems than Linux nothing happens.
pub fn reset_peak() {
    let _ = fs::write("/proc/self/clear_refs", "5");
}

/// The highest memory since then, in MB, where the system says it.
pub fn peak() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes / 1024.0)
}
