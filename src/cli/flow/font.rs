//! The font for pictures: the one that is given, else a Chinese one of this machine.

use std::path::{Path, PathBuf};

use power_list::io::{files, fonts};
use power_list::render::flow::Font;

use crate::cli::error::usage;

/// The bytes of the font.
pub fn read(given: Option<&Path>) -> anyhow::Result<Vec<u8>> {
    if let Some(path) = given {
        let bytes = files::read_bytes(path)?;
        if Font::new(&bytes).is_none() {
            return Err(usage(
                format!("“{}”不是能用的字体", files::shown(path)),
                "--font 要写 .ttf、.otf 或 .ttc 字体文件",
            ));
        }
        return Ok(bytes);
    }
    let is_chinese =
        |bytes: &[u8]| Font::new(bytes).is_some_and(|f| f.lacks("权力清单").is_empty());
    fonts::chinese(&folders(), is_chinese).ok_or_else(|| {
        usage(
            "这台机器上没有找到中文字体，画 PNG 和 PDF 要用",
            "用 --font 指明字体文件（.ttf、.otf、.ttc），或者装一个中文字体（如 fonts-noto-cjk）；\nSVG 不要字体：--format svg",
        )
    })
}

/// Where systems keep their fonts.
fn folders() -> Vec<PathBuf> {
    let below = |variable: &str, folder: &str| {
        std::env::var_os(variable).map(|base| PathBuf::from(base).join(folder))
    };
    let fixed = [
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        "/System/Library/Fonts",
        "/Library/Fonts",
    ];
    let own = [
        below("HOME", ".local/share/fonts"),
        below("HOME", ".fonts"),
        below("HOME", "Library/Fonts"),
        below("WINDIR", "Fonts"),
        below("LOCALAPPDATA", "Microsoft/Windows/Fonts"),
    ];
    own.into_iter()
        .flatten()
        .chain(fixed.map(PathBuf::from))
        .collect()
}
