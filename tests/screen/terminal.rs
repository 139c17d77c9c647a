//! A real terminal to run the program in: tmux, driven by its keys and read by its screen.

use std::path::Path;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// How long something may take to appear. Generous: the machine may be busy.
const PATIENCE: Duration = Duration::from_secs(60);

/// A terminal with the program in it. Ends with the value.
pub struct Terminal {
    socket: String,
}

/// Whether there is a tmux; says loudly where not.
pub fn here() -> bool {
    let found = Command::new("tmux")
        .arg("-V")
        .output()
        .is_ok_and(|o| o.status.success());
    if !found {
        eprintln!("跳过：没有 tmux，审核界面没有在真的终端里试（apt-get install tmux）");
    }
    found
}

impl Terminal {
    /// A terminal of this size in a folder, running the program with a command line. When it ends, the screen says with
    /// which exit code.
    pub fn new(folder: &Path, columns: u16, rows: u16, line: &str) -> Self {
        Self::with(folder, columns, rows, line, &[])
    }

    /// As [`Terminal::new`], with more in the environment.
    pub fn with(folder: &Path, columns: u16, rows: u16, line: &str, more: &[&str]) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let terminal = Self {
            socket: format!("power-list-{}-{count}", std::process::id()),
        };
        let program = env!("CARGO_BIN_EXE_power-list");
        // A shell that stays: the screen can be read after the program has ended.
        let shell = format!("'{program}' {line}; echo \"[ended $?]\"; exec sleep 1000");
        let size = [columns.to_string(), rows.to_string()];
        let mut args = vec![
            "-u",
            "-f",
            "/dev/null",
            "new-session",
            "-d",
            "-s",
            "s",
            "-x",
            &size[0],
            "-y",
            &size[1],
            "-c",
            folder.to_str().unwrap(),
            "env",
            "-u",
            "POWER_LIST_ACTOR",
            "-u",
            "NO_COLOR",
            "LANG=C.UTF-8",
            "LC_ALL=C.UTF-8",
        ];
        args.extend(more);
        args.extend(["sh", "-c", &shell]);
        terminal.tmux(&args);
        terminal
    }

    fn tmux(&self, args: &[&str]) -> Output {
        let output = Command::new("tmux")
            .args(["-L", &self.socket])
            .args(args)
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "tmux {args:?}\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
        output
    }

    /// Presses keys, by tmux's names: `Enter`, `C-p`, `Escape`, or the characters themselves.
    pub fn keys(&self, keys: &[&str]) {
        let mut args = vec!["send-keys", "-t", "s"];
        args.extend(keys);
        self.tmux(&args);
    }

    /// Types a text as it is.
    pub fn text(&self, text: &str) {
        self.tmux(&["send-keys", "-t", "s", "-l", text]);
    }

    /// What is on the screen, without the blanks at the ends of lines.
    pub fn screen(&self) -> String {
        let output = self.tmux(&["capture-pane", "-t", "s", "-p"]);
        let text = String::from_utf8(output.stdout).unwrap();
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        lines.join("\n")
    }

    /// What is on the screen with the sequences that colour it.
    pub fn colours(&self) -> String {
        let output = self.tmux(&["capture-pane", "-t", "s", "-p", "-e"]);
        String::from_utf8(output.stdout).unwrap()
    }

    /// Waits until the screen is as wanted and stays so: on a busy machine it may be seen half drawn. Gives it.
    pub fn until(&self, what: &str, wanted: impl Fn(&str) -> bool) -> String {
        let begun = Instant::now();
        let mut before = String::new();
        loop {
            let screen = self.screen();
            if screen == before && wanted(&screen) {
                return screen;
            }
            before.clone_from(&screen);
            assert!(
                begun.elapsed() < PATIENCE,
                "waited in vain for: {what}\n{screen}"
            );
            std::thread::sleep(Duration::from_millis(25));
        }
    }

    /// Waits until a text is on the screen; gives the screen.
    pub fn see(&self, text: &str) -> String {
        self.until(text, |screen| screen.contains(text))
    }

    /// Waits until a text is not on the screen any more; gives the screen.
    pub fn gone(&self, text: &str) -> String {
        self.until(&format!("no {text}"), |screen| !screen.contains(text))
    }

    /// Presses keys and waits until a text is on the screen.
    pub fn press(&self, keys: &[&str], text: &str) -> String {
        self.keys(keys);
        self.see(text)
    }

    /// Makes the terminal another size.
    pub fn resize(&self, columns: u16, rows: u16) {
        self.tmux(&[
            "resize-window",
            "-t",
            "s",
            "-x",
            &columns.to_string(),
            "-y",
            &rows.to_string(),
        ]);
    }

    /// Sends the program a signal.
    pub fn kill(&self, signal: &str) {
        let line = format!("kill -{signal} {}", self.program());
        let sent = Command::new("sh").args(["-c", &line]).status();
        assert!(sent.unwrap().success(), "{line}");
    }

    /// Process id of the program.
    pub fn program(&self) -> u32 {
        let output = self.tmux(&["display-message", "-t", "s", "-p", "#{pane_pid}"]);
        let shell = String::from_utf8(output.stdout).unwrap();
        let shell = shell.trim();
        let children = format!("/proc/{shell}/task/{shell}/children");
        let children = std::fs::read_to_string(children).unwrap();
        children.split_whitespace().next().unwrap().parse().unwrap()
    }

    /// Ends the terminal as a lost connection would.
    pub fn close(&self) {
        let _ = Command::new("tmux")
            .args(["-L", &self.socket, "kill-server"])
            .output();
    }
}

/// Waits until a process is no more: one that is told to end, or killed, still ends what it is writing.
pub fn wait_for(process: u32) {
    let begun = Instant::now();
    let stat = format!("/proc/{process}/stat");
    while std::fs::read_to_string(&stat).is_ok_and(|stat| !stat.contains(") Z ")) {
        assert!(begun.elapsed() < PATIENCE, "{process} does not end");
        std::thread::sleep(Duration::from_millis(5));
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.close();
    }
}
