//! Publishing killed at random instants, or stopped by the disk: all is there or nothing, and the next run ends it.
//!
//! `POWER_LIST_KILLS=500 cargo test --test stranger interrupted` kills as often as that.
#![cfg(unix)]

use std::fs;
use std::io::Write as _;
use std::os::unix::process::ExitStatusExt as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

use super::ID;

use crate::sample::keys::Key;
use crate::sample::program::{Content, content};
use crate::sample::town::Town;

/// How often it kills, unless `POWER_LIST_KILLS` says otherwise.
const KILLS: usize = 24;

/// The files of the releases, the hidden ones too.
fn releases(town: &Town) -> Content {
    let folder = town.path().join("releases");
    if folder.is_dir() {
        content(&folder)
    } else {
        Vec::new()
    }
}

#[test]
fn no_kill_leaves_a_half_and_the_next_run_ends_it() {
    let kills = std::env::var("POWER_LIST_KILLS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(KILLS);
    let ready = content(Town::confirmed().path());
    let key = Key::new();
    let line = format!("publish --as gb --sign {}", key.path().display());
    let model = Town::again(&ready);
    let begun = Instant::now();
    model.ok(&line);
    let takes = begun.elapsed();
    let good = releases(&model);
    assert_eq!(good.len(), 4);
    let (mut nothing, mut part, mut all) = (0, 0, 0);
    // Half of the kills anywhere, half about the moment at which files begin to come, wherever that is here.
    let mut middle = takes.mul_f64(0.7);
    for n in 0..kills * 4 {
        // Kills that all came before or all after would prove nothing: a busy machine is given more of them.
        if n >= kills && nothing > 0 && part + all > 0 {
            break;
        }

        let delay = if n % 2 == 0 {
            takes.mul_f64(fastrand::f64() * 1.1)
        } else {
            middle.mul_f64(0.9 + 0.2 * fastrand::f64())
        };
        let town = Town::again(&ready);
        let mut child = town
            .command(&line)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(delay);
        child.kill().unwrap();
        let status = child.wait().unwrap();
        assert!(status.signal().is_some() || status.success());
        let left = releases(&town);
        let visible: Vec<_> = left
            .iter()
            .filter(|(path, _)| !path.to_string_lossy().starts_with('.'))
            .collect();
        // What has its name is whole, save the list, which may not yet name all.
        for (path, bytes) in &visible {
            let wanted = good.iter().find(|(other, _)| other == path).unwrap();
            assert!(
                wanted.1 == *bytes || path.ends_with("SHA256SUMS"),
                "{}",
                path.display()
            );
        }
        let step = takes.mul_f64(0.08);
        match visible.len() {
            0 => nothing += 1,
            4 => all += 1,
            _ => part += 1,
        }
        middle = if visible.is_empty() {
            middle + step
        } else {
            middle.saturating_sub(step)
        };
        let recorded = |town: &Town| {
            let record = town.record();
            record
                .iter()
                .filter(|e| e["payload"]["kind"] == "published")
                .count()
        };
        assert!(recorded(&town) <= 1);
        assert!(visible.is_empty() || recorded(&town) == 1);
        town.ok(&line);
        assert!(releases(&town) == good, "第 {n} 次，{delay:?}");
        assert_eq!(recorded(&town), 1);
    }
    let _ = writeln!(
        std::io::stderr(),
        "{kills} 次：什么都没有 {nothing}，有一部分 {part}，都有 {all}"
    );
    assert!(nothing > 0 && part + all > 0, "{nothing} {part} {all}");
}

#[test]
fn what_the_disk_refuses_is_made_up_for_by_the_next_run() {
    let ready = content(Town::confirmed().path());
    let model = Town::again(&ready);
    model.ok("publish --as gb");
    let good = releases(&model);
    for in_the_way in [format!("{ID}.metadata.json"), "SHA256SUMS".to_owned()] {
        let town = Town::again(&ready);
        let folder = town.path().join("releases").join(&in_the_way);
        fs::create_dir_all(&folder).unwrap();
        town.exits(3, "publish --as gb");
        let file = fs::read(town.path().join(format!("releases/{ID}.db"))).unwrap();
        assert!(good.iter().any(|(_, bytes)| *bytes == file));
        fs::remove_dir(&folder).unwrap();
        let said = town.ok("publish --as gb");
        assert!(said.contains("早已公布"), "{said}");
        assert!(releases(&town) == good, "{in_the_way}");
    }
    // Recorded, and the file is gone: the list says so.
    let town = Town::again(&ready);
    town.ok("publish --as gb");
    fs::remove_file(town.path().join(format!("releases/{ID}.db"))).unwrap();
    let said = town.ok("release list");
    assert!(
        said.contains(&format!("注意：{ID} 已经记录公布，文件却不在 releases/")),
        "{said}"
    );
    town.ok("publish --as gb");
    assert!(!town.ok("release list").contains("注意"));
    // The folder itself is in the way: nothing is recorded.
    let town = Town::again(&ready);
    fs::write(town.path().join("releases"), "x").unwrap();
    let before = town.record();
    town.exits(3, "publish --as gb");
    assert_eq!(town.record(), before);
    fs::remove_file(town.path().join("releases")).unwrap();
    town.ok("publish --as gb");
    assert!(releases(&town) == good);
}

#[test]
fn two_who_publish_at_once_leave_one_release_and_no_litter() {
    let ready = content(Town::confirmed().path());
    let model = Town::again(&ready);
    model.ok("publish --as gb");
    let good = releases(&model);
    for _ in 0..3 {
        let town = Town::again(&ready);
        let running: Vec<_> = (0..4)
            .map(|_| {
                town.command("publish --as gb")
                    .stdin(Stdio::null())
                    .stdout(Stdio::null())
                    .stderr(Stdio::piped())
                    .spawn()
                    .unwrap()
            })
            .collect();
        for child in running {
            let done = child.wait_with_output().unwrap();
            assert!(
                done.status.success(),
                "{}",
                String::from_utf8_lossy(&done.stderr)
            );
        }
        assert!(releases(&town) == good);
        std::thread::sleep(Duration::from_millis(1));
    }
}
