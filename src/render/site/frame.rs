//! What stands around every page: head, navigation, notices, footer.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::Site;
use super::parts::long_day;

/// Parts of the site that the navigation leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Home,
    Units,
    Categories,
    Laws,
    Lists,
    Changes,
    Download,
    Search,
}

const NAVIGATION: [(Part, &str, &str); 6] = [
    (Part::Units, "units/index.html", "按部门"),
    (Part::Categories, "categories/index.html", "按类别"),
    (Part::Laws, "laws/index.html", "依据的法律"),
    (Part::Lists, "lists/index.html", "专项目录"),
    (Part::Changes, "changes/index.html", "历次公布"),
    (Part::Download, "download.html", "下载"),
];

/// Nothing from anywhere else, no script and style but the files of the site.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'";

/// What a page says of itself to its frame.
pub(super) struct Frame<'f> {
    /// Its title, without the name of the site.
    pub title: &'f str,
    /// What it is about, in a sentence.
    pub about: &'f str,
    /// The part of the site that it belongs to.
    pub part: Part,
    /// How to get from the page to the site's root: empty or `../`.
    pub root: &'static str,
    /// The pages above it: path and name.
    pub above: &'f [(String, String)],
    /// Classes of the page's contents.
    pub class: &'static str,
    /// What goes into the head besides.
    pub head: Markup,
    /// Whether the page itself is the one at its part's address.
    pub is_part: bool,
}

impl<'f> Frame<'f> {
    /// A page one folder down.
    pub(super) fn inner(
        part: Part,
        title: &'f str,
        about: &'f str,
        above: &'f [(String, String)],
    ) -> Self {
        Self {
            title,
            about,
            part,
            root: "../",
            above,
            class: "",
            head: PreEscaped(String::new()),
            is_part: false,
        }
    }

    /// A page at the root of the site.
    pub(super) fn outer(part: Part, title: &'f str, about: &'f str) -> Self {
        Self {
            root: "",
            ..Self::inner(part, title, about, &[])
        }
    }
}

/// What stands for the contents of a page that are written in pieces; in no name of a list.
const CONTENTS: &str = "\0power-list contents\0";

/// What stands before and behind the contents of a page.
pub(super) fn around(
    site: &Site<'_>,
    frame: &Frame<'_>,
    contents: impl FnOnce(&Markup) -> Markup,
) -> (String, String) {
    let contents = contents(&PreEscaped(CONTENTS.to_owned()));
    let page = page(site, frame, &contents);
    match page.split_once(CONTENTS) {
        Some((before, behind)) => (before.to_owned(), behind.to_owned()),
        None => (page, String::new()),
    }
}

/// The page.
pub(super) fn page(site: &Site<'_>, frame: &Frame<'_>, contents: &Markup) -> String {
    let header = &site.release.header;
    let root = frame.root;
    let list = format!("{}权力清单", header.jurisdiction_name);
    let is_home = frame.part == Part::Home;
    let current =
        |part: Part| (part == frame.part).then_some(if frame.is_part { "page" } else { "true" });
    html! {
        (DOCTYPE)
        html lang="zh-CN" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="format-detection" content="telephone=no";
                @if is_home {
                    title { (list) "（" (header.edition) "）" }
                } @else {
                    title { (frame.title) " - " (list) }
                }
                meta name="description" content=(frame.about);
                link rel="stylesheet" href={ (root) "assets/site.css" };
                link rel="icon" type="image/svg+xml" href={ (root) "assets/icon.svg" };
                link rel="alternate" type="application/atom+xml" title="清单的变更" href={ (root) "feed.xml" };
                (frame.head)
            }
            body {
                a.skip href="#main" { "跳到正文" }
                header.top {
                    div.wrap {
                        a.brand href={ (root) "index.html" } aria-current=[is_home.then_some("page")] {
                            span.seal aria-hidden="true" { "权" }
                            span { span.city { (header.jurisdiction_name) } "权力清单" }
                        }
                        @if frame.part != Part::Search && !is_home {
                            form.quick role="search" action={ (root) "search.html" } {
                                label.hidden for="quick" { "搜索事项" }
                                input #quick type="search" name="q" placeholder="搜索事项、部门、法律" autocomplete="off";
                                button type="submit" { "搜索" }
                            }
                        }
                    }
                    nav aria-label="主要栏目" {
                        ul {
                            @for (part, path, name) in NAVIGATION {
                                li { a href={ (root) (path) } aria-current=[current(part)] { (name) } }
                            }
                        }
                    }
                }
                (notices(site, root))
                @if !is_home {
                    nav.crumbs aria-label="当前位置" {
                        ol {
                            li { a href={ (root) "index.html" } { "首页" } }
                            @for (path, name) in frame.above {
                                li { a href={ (root) (path) } { (name) } }
                            }
                            li aria-current="page" { (frame.title) }
                        }
                    }
                }
                main #main tabindex="-1" class=(frame.class) { (contents) }
                (footer(site, root))
            }
        }
    }
    .into_string()
}

/// What has to be read with every page.
fn notices(site: &Site<'_>, root: &str) -> Markup {
    let header = &site.release.header;
    let partial = header.id.partial();
    let missing = site.left_out();
    html! {
        @if partial || header.notice.is_some() {
            section.notices aria-label="说明" {
                @if partial {
                    p.partial {
                        strong { "这是部分公布。" }
                        "还有 " (missing.len()) " 个单位的清单没有公布"
                        @if missing.len() <= 3 {
                            "：" (missing.join("、")) "。"
                        } @else {
                            "：" (missing.get(..3).unwrap_or_default().join("、")) "等，见"
                            a href={ (root) "units/index.html" } { "各部门" } "。"
                        }
                    }
                }
                @if let Some(notice) = &header.notice {
                    p { (notice) }
                }
            }
        }
    }
}

fn footer(site: &Site<'_>, root: &str) -> Markup {
    let header = &site.release.header;
    html! {
        footer.bottom {
            div.wrap {
                p {
                    (header.jurisdiction_name) "权力清单（" (header.edition) "），"
                    time datetime=(header.published_on) { (long_day(header.published_on)) } "公布，依据的法律以"
                    time datetime=(header.as_of) { (long_day(header.as_of)) } "为准。"
                }
                p.soft {
                    "发布编号 " span.code { (header.id) } "，内容摘要 " span.code { (site.digest.short()) } "；"
                    a href={ (root) "download.html" } { "下载全部数据和核验办法" } "，"
                    a href={ (root) "feed.xml" } { "订阅变更" } "。"
                }
            }
        }
    }
}

impl Site<'_> {
    /// Short names of the units that are not in the release.
    pub(super) fn left_out(&self) -> Vec<&str> {
        let units = self.release.catalog.departments.iter();
        units
            .filter(|d| !d.confirmed)
            .map(|d| d.short_name.as_str())
            .collect()
    }
}
