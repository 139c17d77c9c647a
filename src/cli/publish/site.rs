//! `publish --site`: releases become a site.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use power_list::domain::release::ReleaseId;
use power_list::io::files;
use power_list::ops::site::{self, SiteOrder};

use crate::cli::bar::Bar;
use crate::cli::{Global, source};

/// Which site is made of the releases.
#[derive(Debug, Args)]
pub struct SiteArgs {
    /// 做成网站，写到这个文件夹；只写这一个选项时不再公布，只把最新的发布做成网站
    #[arg(long, value_name = "文件夹")]
    site: Option<PathBuf>,
    /// 网站将来的网址，写进变更订阅（默认：订阅里用相对地址）
    #[arg(long, value_name = "网址", requires = "site", value_parser = address)]
    site_url: Option<String>,
}

impl SiteArgs {
    /// Whether a site is asked for.
    pub fn is_wanted(&self) -> bool {
        self.site.is_some()
    }

    /// Makes the site of a release, or of the newest, and says so.
    pub fn make(
        &self,
        root: &Path,
        shown: Option<&ReleaseId>,
        global: &Global,
    ) -> anyhow::Result<()> {
        let Some(target) = &self.site else {
            return Ok(());
        };
        let order = SiteOrder {
            releases: &root.join(source::RELEASES),
            shown,
            target,
            address: self.site_url.as_deref(),
            workbook: site::WORKBOOK,
        };
        let bar = Bar::new(
            global,
            "生成网站 {percent:>3}% [{bar:30}] {pos}/{len} 页，还要 {eta}",
        );
        let made = site::make(order, &|done, all| bar.at(done as u64, all as u64));
        bar.end();
        let made = made?;
        writeln!(
            crate::cli::screen::stdout(),
            "网站：{}，{} 项，{} 个文件，{:.1} MB；打开 {} 就能看",
            files::shown(target),
            made.items,
            made.files,
            made.bytes as f64 / 1e6,
            files::shown(&target.join("index.html")),
        )?;
        Ok(())
    }
}

/// An address that pages can be linked from.
fn address(text: &str) -> Result<String, String> {
    let host = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let plain = |host: &str| {
        !host.is_empty()
            && !host.starts_with('/')
            && host
                .chars()
                .all(|c| c.is_ascii_graphic() && !"<>\"\\^`{|}?#".contains(c))
    };
    match host.is_some_and(plain) {
        true => Ok(text.to_owned()),
        false => Err(format!(
            "“{text}”不是网址，应写作 https://example.gov.cn/qlqd"
        )),
    }
}
