//! Every link of every page leads somewhere in the folder, and nothing is asked of anybody else.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::sample::program::content;
use crate::world::world;

/// Values of an attribute in a page.
fn values<'t>(text: &'t str, attribute: &str) -> Vec<&'t str> {
    let start = format!(" {attribute}=\"");
    text.split(&start)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

#[test]
fn every_link_leads_to_a_place_in_the_site() {
    let site = &world().site;
    let files = content(site);
    let mut anchors: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, bytes) in &files {
        let name = path.to_string_lossy().replace('\\', "/");
        assert!(
            name.bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_./".contains(&b)),
            "{name}"
        );
        let ids = match name.ends_with(".html") {
            true => values(std::str::from_utf8(bytes).unwrap(), "id")
                .into_iter()
                .map(str::to_owned)
                .collect::<Vec<_>>(),
            false => Vec::new(),
        };
        let unique: BTreeSet<String> = ids.iter().cloned().collect();
        assert_eq!(unique.len(), ids.len(), "{name} 里有重复的 id");
        anchors.insert(name, unique);
    }
    let mut followed = 0;
    let mut reached: BTreeSet<String> = BTreeSet::from(["index.html".to_owned()]);
    for (path, bytes) in &files {
        let name = path.to_string_lossy().replace('\\', "/");
        if !name.ends_with(".html") {
            continue;
        }
        let text = std::str::from_utf8(bytes).unwrap();
        for attribute in ["href", "src", "action"] {
            for target in values(text, attribute) {
                if target.starts_with("tel:") || target.starts_with("mailto:") {
                    continue;
                }
                assert!(
                    !target.contains(':') && !target.starts_with('/'),
                    "{name}：{target}"
                );
                let (file, anchor) = target
                    .split_once('#')
                    .map_or((target, None), |(f, a)| (f, Some(a)));
                let mut parts: Vec<&str> = name.split('/').collect();
                parts.pop();
                if file.is_empty() {
                    parts = name.split('/').collect();
                } else {
                    for part in file.split('/') {
                        match part {
                            ".." => assert!(parts.pop().is_some(), "{name}：{target}"),
                            part => parts.push(part),
                        }
                    }
                }
                let file = parts.join("/");
                let ids = anchors
                    .get(&file)
                    .unwrap_or_else(|| panic!("{name}：没有 {target}"));
                if let Some(anchor) = anchor {
                    assert!(ids.contains(anchor), "{name}：{file} 里没有 #{anchor}");
                }
                reached.insert(file);
                followed += 1;
            }
        }
    }
    assert!(followed > 20_000, "{followed}");
    // Nothing lies about that no page leads to, but for what scripts load and the mark.
    let lost: Vec<&String> = anchors
        .keys()
        .filter(|name| !reached.contains(*name))
        .filter(|name| !name.starts_with("search/") && *name != ".power-list-site")
        .collect();
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn what_is_said_on_every_page() {
    let site = &world().site;
    for (path, bytes) in content(site) {
        if path.extension().is_none_or(|e| e != "html") {
            continue;
        }
        let text = String::from_utf8(bytes).unwrap();
        let has = |what: &str| assert!(text.contains(what), "{}：没有 {what}", path.display());
        has("<html lang=\"zh-CN\">");
        has("不是滁州市公布的正式清单");
        has("default-src 'none'");
        has("341100-20160301");
        has("<main id=\"main\"");
        has("2016年3月1日");
        assert!(
            !text.contains("style=\"") && !text.contains("onclick"),
            "{}",
            path.display()
        );
        assert_eq!(text.matches("<h1").count(), 1, "{}", path.display());
    }
}

#[test]
fn an_index_is_in_small_files() {
    let site = &world().site;
    let mut most = 0;
    for entry in fs::read_dir(site.join("search")).unwrap() {
        most = most.max(entry.unwrap().metadata().unwrap().len());
    }
    assert!(most < 20_000, "{most}");
}
