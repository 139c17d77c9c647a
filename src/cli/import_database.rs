//! `import` without a source: the project as it stands into the working database.

use std::path::Path;

use power_list::io::project::Loaded;

/// What became of the project's items in the working database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// New items.
    pub created: usize,
    /// Items with other content than before.
    pub changed: usize,
    /// Items that are as they were.
    pub unchanged: usize,
}

/// Loads a project into its working database as snapshots.
///
/// # Errors
/// Always, as long as this program has no working database.
pub fn load_into_database(
    _root: &Path,
    _loaded: &Loaded,
    _dry_run: bool,
) -> anyhow::Result<Counts> {
    anyhow::bail!(
        "这个版本的程序还没有工作库，不能把工程装入工作库；能做的是：power-list import 来源文件"
    )
}
