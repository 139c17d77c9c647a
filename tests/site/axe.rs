//! axe-core, which knows what people with screen readers and keyboards stumble over.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Its script; `None`, said loudly, where it cannot be had. It stays in the folder of the build.
pub fn script() -> Option<String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("axe-core");
    let kept = folder.join("axe.min.js");
    if let Ok(text) = fs::read_to_string(&kept) {
        return Some(text);
    }
    fs::create_dir_all(&folder).unwrap();
    let fetched = Command::new("pip")
        .args([
            "download",
            "axe-core-python==0.1.0",
            "--no-deps",
            "--quiet",
            "--dest",
        ])
        .arg(&folder)
        .output();
    let wheel = fetched
        .ok()
        .filter(|o| o.status.success())
        .and_then(|_| wheel(&folder));
    let Some(wheel) = wheel else {
        eprintln!("跳过：pip 没有取到 axe-core，网站的无障碍没有检查");
        return None;
    };
    let mut archive = zip::ZipArchive::new(fs::File::open(wheel).unwrap()).unwrap();
    let mut text = String::new();
    let mut file = archive.by_name("axe_core_python/axe.min.js").unwrap();
    file.read_to_string(&mut text).unwrap();
    fs::write(&kept, &text).unwrap();
    Some(text)
}

fn wheel(folder: &Path) -> Option<PathBuf> {
    let files = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    files
        .into_iter()
        .find(|path| path.extension().is_some_and(|e| e == "whl"))
}
