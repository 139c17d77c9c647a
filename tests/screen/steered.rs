//! What names and texts say is shown on a terminal, not obeyed.

use std::path::Path;
use std::process::Command;

use crate::sample::put;
use crate::sample::town::{PENALTIES, PENALTIES_PATH, Town};

/// Clears the screen, renames the window, rings, turns the direction of writing; in YAML, and as one character for C1.
const STEERING: &str = r"\u001b[2J\u001b]0;x\u0007\u009b5m\u202e";

/// What the program writes to a terminal, byte for byte; `None` where there is no `script` to stand in for one.
fn on_a_terminal(folder: &Path, line: &str) -> Option<String> {
    let command = format!("'{}' {line}", env!("CARGO_BIN_EXE_power-list"));
    let out = Command::new("script")
        .args(["-q", "-c", &command, "/dev/null"])
        .current_dir(folder)
        .env("POWER_LIST_CACHE", folder.join("cache"))
        .env("TERM", "xterm-256color")
        .env_remove("NO_COLOR")
        .stdin(std::process::Stdio::null())
        .output();
    match out {
        Ok(out) => Some(String::from_utf8_lossy(&out.stdout).into_owned()),
        Err(_) => {
            eprintln!("跳过：没有 script，终端上的输出没有逐字节看过（apt-get install bsdutils）");
            None
        }
    }
}

#[test]
fn no_name_steers_the_terminal() {
    let town = Town::new();
    let text = std::fs::read_to_string(town.path().join(PENALTIES_PATH)).unwrap();
    let name = "对未编制水土保持方案的处罚";
    assert!(text.contains(name));
    let quoted = |text: &str| format!("\"{text}{STEERING}\"");
    let text = text
        .replace(&format!("name: {name}"), &format!("name: {}", quoted(name)))
        .replace(
            "target: 企业、事业单位",
            &format!("target: {}", quoted("企业")),
        )
        .replace(
            "duty: 依法办理立案的事务",
            &format!("duty: {}", quoted("立案")),
        );
    put(town.path(), PENALTIES_PATH, &text);
    let mut seen = 0;
    for line in [
        "validate",
        "validate --format json",
        &format!("show {}", PENALTIES[0]),
        "search 水土保持",
        "stats",
        "law impact 水土保持法",
        "fmt --check --diff",
        "flow check",
        "import",
        "review start --as zh",
        "review submit hbj --as hbj",
        "review queue --as bb-1",
        &format!("review show {} --as bb-1", PENALTIES[0]),
        "review status",
        "review log",
        "export --format csv -o -",
        "export --format markdown -o -",
        &format!("history {}", PENALTIES[0]),
    ] {
        let Some(out) = on_a_terminal(town.path(), line) else {
            return;
        };
        assert!(!out.trim().is_empty(), "{line} says nothing");
        for wrong in ["\u{7}", "\u{1b}[2J", "\u{1b}]", "\u{9b}", "\u{202e}"] {
            assert!(!out.contains(wrong), "{line}: {wrong:?} in {out:?}");
        }
        seen += usize::from(out.contains('\u{fffd}'));
    }
    // The name does stand in what was printed.
    assert!(seen >= 6, "{seen}");
}
