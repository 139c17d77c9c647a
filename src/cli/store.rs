//! Where the working database of a project is: what the environment says, else the settings, else the file beside it; and
//! how long somebody else who writes into it is waited for.

use std::path::Path;
use std::time::Duration;

use power_list::domain::place::At;
use power_list::io::store::{Patience, PlaceError, StorePlace};

use super::error::usage;

/// The environment variable that goes before the settings.
const VARIABLE: &str = "POWER_LIST_STORE";

/// The environment variable that says in whole seconds how long others are waited for.
const PATIENCE: &str = "POWER_LIST_PATIENCE";

/// Waits for others who write, and says so when it takes long.
///
/// # Errors
/// When the environment names no time.
pub fn wait_aloud() -> anyhow::Result<()> {
    Patience::telling(patience()?, || {
        tell!("工作数据库正被别人写入，等待另一个进程……");
    })
    .set();
    Ok(())
}

/// Waits for others who write, without a word: where the screen is not to be written on.
///
/// # Errors
/// As [`wait_aloud`].
pub fn wait_silently() -> anyhow::Result<()> {
    Patience::silent(patience()?).set();
    Ok(())
}

fn patience() -> anyhow::Result<Option<Duration>> {
    let Ok(text) = std::env::var(PATIENCE) else {
        return Ok(None);
    };
    match text.trim().parse() {
        Ok(seconds) => Ok(Some(Duration::from_secs(seconds))),
        Err(_) if text.trim().is_empty() => Ok(None),
        Err(_) => Err(usage(
            format!("环境变量 {PATIENCE} 写的“{text}”不是秒数"),
            format!("写整数，如 {PATIENCE}=30；不设就是 30 秒"),
        )),
    }
}

/// The place of the working database of the project in `root` whose settings say `written`.
///
/// # Errors
/// When what is written names no place.
pub fn place(root: &Path, written: Option<&At<String>>) -> anyhow::Result<StorePlace> {
    let variable = std::env::var(VARIABLE).ok();
    let given = variable.as_deref().filter(|text| !text.trim().is_empty());
    match given.or(written.map(|written| written.value.as_str())) {
        None => Ok(StorePlace::beside(root)),
        Some(text) => StorePlace::parse(root, text).map_err(|error| {
            let whose = given.map_or("power-list.yaml 的 store", |_| VARIABLE);
            usage(format!("{whose} 写得不对：{error}"), PlaceError::HELP)
        }),
    }
}
