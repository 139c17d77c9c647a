//! Where the working database of a project is: what the environment says, else the settings, else the file beside it.

use std::path::Path;

use power_list::domain::place::At;
use power_list::io::store::{PlaceError, StorePlace};

use super::error::usage;

/// The environment variable that goes before the settings.
const VARIABLE: &str = "POWER_LIST_STORE";

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
