//! Every kind of page in a browser: nothing wrong in the console, nothing asked of anybody, nothing wider than the screen,
//! nothing that axe finds.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::axe;
use crate::browser::{Browser, View};
use crate::world::{CHANGED, SECOND, read, world};

/// A page of each kind.
fn kinds() -> Vec<(&'static str, String)> {
    let law = read(&format!("items/{CHANGED}.html"));
    let law = law
        .split("class=\"cite\"><a href=\"../")
        .nth(1)
        .and_then(|r| r.split(['#', '"']).next())
        .unwrap()
        .to_owned();
    vec![
        ("home", "index.html".to_owned()),
        ("units", "units/index.html".to_owned()),
        ("unit", "units/hbj.html".to_owned()),
        ("categories", "categories/index.html".to_owned()),
        ("category", "categories/02.html".to_owned()),
        ("audience", "for/business.html".to_owned()),
        ("item", format!("items/{CHANGED}.html")),
        ("laws", "laws/index.html".to_owned()),
        ("law", law),
        ("lists", "lists/index.html".to_owned()),
        ("approvals", "lists/approvals.html".to_owned()),
        ("fees", "lists/enterprise-fees.html".to_owned()),
        ("prerequisites", "lists/prerequisites.html".to_owned()),
        ("services", "lists/intermediary-services.html".to_owned()),
        ("changes", "changes/index.html".to_owned()),
        ("change", format!("changes/{SECOND}.html")),
        ("search", "search.html".to_owned()),
        ("results", "search.html?q=%E8%AE%B8%E5%8F%AF".to_owned()),
        ("download", "download.html".to_owned()),
    ]
}

fn address(path: &str) -> String {
    format!("file://{}/{path}", world().site.display())
}

#[test]
fn every_kind_of_page_is_sound_on_a_desk_and_on_a_phone_in_light_and_in_dark() {
    let Some(mut browser) = Browser::start() else {
        return;
    };
    let axe = axe::script();
    let pictures = Path::new(env!("CARGO_TARGET_TMPDIR")).join("site/pictures");
    fs::create_dir_all(&pictures).unwrap();
    let mut wrong = Vec::new();
    for (kind, path) in kinds() {
        for (view, name) in [
            (View::DESK, "desk"),
            (View::PHONE, "phone"),
            (
                View {
                    dark: true,
                    ..View::DESK
                },
                "desk-dark",
            ),
            (
                View {
                    dark: true,
                    width: 320,
                    ..View::PHONE
                },
                "phone-dark",
            ),
        ] {
            browser.open(&address(&path), view);
            if kind == "results" {
                browser.until("document.querySelectorAll('#results a').length > 5");
            }
            let mut say = |what: String| wrong.push(format!("{kind} {name}：{what}"));
            for error in browser.errors() {
                say(error);
            }
            for request in browser.requests() {
                if !request.starts_with(&address("")) {
                    say(format!("向外要了 {request}"));
                }
            }
            let wide = browser.eval(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth",
            );
            if wide != 0 {
                say(format!("比屏幕宽 {wide}"));
            }
            let broken = browser.eval(
                "[...document.images].filter(i => !i.complete || i.naturalWidth < 100).map(i => i.src)",
            );
            if broken != serde_json::json!([]) {
                say(format!("图没有显示：{broken}"));
            }
            browser.picture(&pictures.join(format!("{kind}-{name}.png")));
            let Some(axe) = &axe else { continue };
            browser.eval(&format!("{axe};1"));
            let found = browser.eval("axe.run(document, { resultTypes: ['violations'] }).then(r => r.violations.map(v => v.id + '：' + v.nodes.slice(0, 3).map(n => n.html + ' ' + n.failureSummary).join(' | ')))");
            for one in found.as_array().unwrap() {
                say(one.as_str().unwrap().to_owned());
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pages_are_read_without_javascript_and_from_any_folder() {
    let Some(mut browser) = Browser::start() else {
        return;
    };
    let dumb = View {
        script: false,
        ..View::DESK
    };
    for (kind, path) in kinds() {
        browser.open(&address(&path), dumb);
        assert_eq!(browser.errors(), Vec::<String>::new(), "{kind}");
    }
    // What a reader without scripts is told, and given.
    browser.open(&address("search.html"), dumb);
    browser.call(
        "Emulation.setScriptExecutionDisabled",
        serde_json::json!({ "value": false }),
    );
    let shown = browser.eval("document.querySelector('noscript') !== null && document.querySelectorAll('#index a').length > 50");
    assert_eq!(shown, true);
}

#[test]
fn the_keyboard_is_enough() {
    let Some(mut browser) = Browser::start() else {
        return;
    };
    browser.open(&address(&format!("items/{CHANGED}.html")), View::DESK);
    let focused = "document.activeElement.textContent || document.activeElement.name";
    browser.press("Tab");
    assert_eq!(browser.eval(focused), "跳到正文");
    let top = browser.eval("document.activeElement.getBoundingClientRect().top >= 0");
    assert_eq!(top, true, "跳到正文的链接得到焦点时看不见");
    browser.press("Enter");
    browser.until("document.activeElement.id === 'main'");
    browser.press("Tab");
    assert_eq!(browser.eval(focused), "行政审批");
    // From the top, in the order in which it is read.
    browser.open(&address("index.html"), View::DESK);
    let mut walked: Vec<Value> = Vec::new();
    for _ in 0..10 {
        browser.press("Tab");
        let seen = browser.eval("(() => { const r = document.activeElement.getBoundingClientRect(), s = getComputedStyle(document.activeElement); return r.width > 0 && s.outlineStyle !== 'none'; })()");
        assert_eq!(seen, true);
        walked.push(browser.eval(focused));
    }
    let expected = [
        "跳到正文",
        "权滁州市权力清单",
        "按部门",
        "按类别",
        "依据的法律",
        "专项目录",
        "历次公布",
        "下载",
        "q",
        "搜索",
    ];
    assert_eq!(walked, expected);
}

#[test]
fn an_item_is_printed_on_two_pages() {
    let Some(mut browser) = Browser::start() else {
        return;
    };
    browser.open(&address(&format!("items/{CHANGED}.html")), View::DESK);
    let paper = browser.paper();
    let pictures = Path::new(env!("CARGO_TARGET_TMPDIR")).join("site/pictures");
    fs::create_dir_all(&pictures).unwrap();
    fs::write(pictures.join("item.pdf"), &paper).unwrap();
    let text = String::from_utf8_lossy(&paper);
    let pages = text
        .matches("/Type /Page\n")
        .count()
        .max(text.matches("/Type /Page ").count());
    assert!((1..=2).contains(&pages), "{pages}");
}
