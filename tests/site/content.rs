//! What the pages say.

use crate::world::{CHANGED, FIRST, REMOVED, SECOND, read, world};

/// A page's words without its marks.
fn words(path: &str) -> String {
    let text = read(path);
    let mut out = String::new();
    let mut inside = false;
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out.replace("&amp;", "&")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
}

#[test]
fn an_item_says_what_a_citizen_asks() {
    let page = words(&format!("items/{CHANGED}.html"));
    for said in [
        "建设项目环境影响评价文件的审批",
        "滁州市环境保护局 · 行政审批科",
        "20 日 承诺",
        "法定 60 日，少 40 日",
        "不收费",
        "0550-0000028",
        "环境影响报告书审批",
        "《环境影响评价法》第二十二条第一款",
        "有效：2002年10月28日公布，2003年9月1日起施行",
        "实施依据",
        "一次告知补正",
        "环境影响评价文件编制，费用由申请人承担",
        "材料缺漏的五日内一次告知",
        "应当公开报告书和审批结果而不公开的",
        "敏感项目双人会审",
        "2016年3月1日",
        "首次公布，2015年版",
    ] {
        assert!(page.contains(said), "{said}\n{page}");
    }
    assert!(read(&format!("items/{CHANGED}.html")).contains("href=\"tel:05500000028\""));
}

#[test]
fn a_change_is_told_where_it_happened_and_at_the_item() {
    let page = words(&format!("changes/{SECOND}.html"));
    for said in [
        "变更 1 项",
        "承诺期限2520日",
        "取消 1 项",
        CHANGED,
        REMOVED,
        "依据已经废止",
        "名称",
    ] {
        assert!(page.contains(said), "{said}\n{page}");
    }
    let page = read(&format!("changes/{SECOND}.html"));
    assert!(page.contains(&format!(
        "<li id=\"{CHANGED}\"><a href=\"../items/{CHANGED}.html\">"
    )));
    assert!(page.contains(&format!("<li id=\"{REMOVED}\"><span class=\"absent\">")));
    assert!(words(&format!("changes/{FIRST}.html")).contains("首次公布"));
    assert!(!world().site.join(format!("items/{REMOVED}.html")).exists());
    let feed = read("feed.xml");
    assert!(
        feed.contains("href=\"feed.xml\"") && feed.contains(REMOVED) && !feed.contains("http://1"),
        "{feed}"
    );
    assert_eq!(feed.matches("<entry>").count(), 2);
}

#[test]
fn a_law_says_which_items_rest_on_which_article() {
    let item = read(&format!("items/{CHANGED}.html"));
    let link = item
        .split("href=\"../laws/")
        .nth(1)
        .and_then(|r| r.split('"').next())
        .unwrap();
    let link = match link.starts_with("index") {
        true => item
            .split("href=\"../laws/")
            .nth(2)
            .and_then(|r| r.split('"').next())
            .unwrap(),
        false => link,
    };
    let (file, anchor) = link.split_once('#').unwrap();
    assert_eq!(anchor, "a22");
    let law = read(&format!("laws/{file}"));
    let article = law.split("<h2 id=\"a22\">").nth(1).unwrap();
    assert!(article.starts_with("第二十二条"));
    assert!(article.split("<h2").next().unwrap().contains(CHANGED));
}

#[test]
fn what_can_be_downloaded_is_there_as_it_is_said() {
    use power_list::domain::ids::Digest;
    let page = read("download.html");
    let mut files = 0;
    for rest in page.split("<a href=\"data/").skip(1) {
        let name = rest.split('"').next().unwrap();
        let bytes = std::fs::read(world().site.join("data").join(name)).unwrap();
        assert!(page.contains(&Digest::of(&bytes).to_string()), "{name}");
        files += 1;
    }
    // Six forms of the list, and all that lies in the folder of the releases.
    let releases = std::fs::read_dir(world().city.join("releases")).unwrap();
    let mut beside = 0;
    for entry in releases {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(page.contains(&format!("<a href=\"data/{name}\"")), "{name}");
        beside += 1;
    }
    assert_eq!(files, 6 + beside);
    let release = format!("releases/{FIRST}.db");
    let there = std::fs::read(world().city.join(release)).unwrap();
    assert!(there == std::fs::read(world().site.join(format!("data/{FIRST}.db"))).unwrap());
}
