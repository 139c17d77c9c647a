//! The search in a browser, from a folder and from a server in a folder of its own.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};

use crate::browser::{Browser, View};
use crate::world::{CHANGED, world};

/// Serves the site below `/qlqd/`, as a city's server would; the address of it.
fn serve(site: &Path) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/qlqd/", listener.local_addr().unwrap());
    let site = site.to_path_buf();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let site = site.clone();
            std::thread::spawn(move || answer(stream, &site));
        }
    });
    address
}

fn answer(mut stream: TcpStream, site: &Path) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    let line = lines.next()?.ok()?;
    while !lines.next()?.ok()?.is_empty() {}
    let path = line.split(' ').nth(1)?.split(['?', '#']).next()?;
    let file: Option<PathBuf> = path
        .strip_prefix("/qlqd/")
        .filter(|p| !p.contains(".."))
        .map(|p| site.join(p));
    let (status, kind, body) =
        match file.and_then(|f| Some((f.extension()?.to_owned(), std::fs::read(&f).ok()?))) {
            Some((ending, body)) => {
                let kind = match ending.to_str()? {
                    "html" => "text/html",
                    "css" => "text/css",
                    "js" => "text/javascript",
                    "svg" => "image/svg+xml",
                    _ => "application/octet-stream",
                };
                ("200 OK", kind, body)
            }
            None => ("404 Not Found", "text/plain", Vec::new()),
        };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(&body).ok()
}

fn first(browser: &mut Browser) -> String {
    browser.until("/^(找到|没有)/.test(document.getElementById('status').textContent)");
    browser
        .eval("(document.querySelector('#results a') || {}).textContent || ''")
        .as_str()
        .unwrap()
        .to_owned()
}

fn ask(browser: &mut Browser, words: &str) -> String {
    browser.eval("document.getElementById('q').value = ''; document.getElementById('q').focus(); document.getElementById('status').textContent = ''");
    browser.type_text(words);
    first(browser)
}

/// What is asked of the search, wherever it lies.
fn check(browser: &mut Browser, root: &str) {
    browser.open(&format!("{root}search.html"), View::DESK);
    browser.until("document.activeElement.id === 'q'");
    // Words of one, two and many characters, of units, categories and laws, apart and together.
    assert!(ask(browser, "矿").contains('矿'));
    assert!(ask(browser, "许可").contains("许可"));
    assert_eq!(
        ask(browser, "建设项目环境影响评价文件的审批"),
        "建设项目环境影响评价文件的审批"
    );
    assert_eq!(
        browser.eval("document.getElementById('status').textContent"),
        "找到 1 项。"
    );
    assert_eq!(ask(browser, "环境保护局"), "滁州市环境保护局");
    assert_eq!(ask(browser, "行政处罚"), "行政处罚");
    assert!(ask(browser, "水土保持法").contains("水土保持法"));
    assert!(ask(browser, "环保局 环境影响").contains("环境影响"));
    // A sub-item leads to its item.
    assert_eq!(
        ask(browser, "环境影响报告书审批"),
        "建设项目环境影响评价文件的审批"
    );
    let meta = browser.eval("document.querySelector('#results .meta').textContent");
    assert!(meta.as_str().unwrap().contains("子项：环境影响报告书审批"));
    // Full-width letters and marks are no obstacle; what there is not is said; what is near is offered.
    assert!(ask(browser, "《水土保持法》").contains("水土保持法"));
    assert_eq!(ask(browser, "龘龘"), "");
    assert!(
        browser
            .eval("document.getElementById('status').textContent")
            .as_str()
            .unwrap()
            .contains("没有找到")
    );
    assert!(ask(browser, "建设项目环境影响评价报告").contains("环境影响评价"));
    assert!(
        browser
            .eval("document.getElementById('status').textContent")
            .as_str()
            .unwrap()
            .contains("相近")
    );
    // Nothing in a query is taken for markup.
    ask(browser, "<img src=x onerror=alert(1)>许可");
    assert_eq!(
        browser.eval("document.querySelectorAll('#results img').length"),
        0
    );
    // What is looked for is marked.
    ask(browser, "排污");
    assert_eq!(
        browser.eval("document.querySelector('#results mark').textContent"),
        "排污"
    );
    // The filters.
    browser.eval("(() => { const u = document.getElementById('unit'); u.value = 'hbj'; u.dispatchEvent(new Event('change')); document.getElementById('status').textContent = ''; })()");
    ask(browser, "审批");
    let all_of_unit = "[...document.querySelectorAll('#results ol:last-of-type .meta span:first-child')].every(s => s.textContent === '市环保局')";
    assert_eq!(browser.eval(all_of_unit), true);
    // Half a word that an input method has not done with is not looked for.
    browser.eval("(() => { const q = document.getElementById('q'); q.dispatchEvent(new CompositionEvent('compositionstart')); })()");
    browser.eval("document.getElementById('status').textContent = '等着'; document.getElementById('q').value = ''");
    browser.type_text("pai");
    std::thread::sleep(std::time::Duration::from_millis(400));
    assert_eq!(
        browser.eval("document.getElementById('status').textContent"),
        "等着"
    );
    browser
        .eval("document.getElementById('q').dispatchEvent(new CompositionEvent('compositionend'))");
    first(browser);
    // Arrows and Enter lead to the page.
    browser.eval("(() => { const u = document.getElementById('unit'); u.value = ''; })()");
    ask(browser, "建设项目环境影响评价文件的审批");
    browser.press("ArrowDown");
    assert_eq!(
        browser.eval("document.activeElement.textContent"),
        "建设项目环境影响评价文件的审批"
    );
    browser.press("ArrowUp");
    assert_eq!(browser.eval("document.activeElement.id"), "q");
    browser.press("Enter");
    browser.until("document.activeElement.tagName === 'A'");
    browser.press("Enter");
    browser.until(&format!(
        "location.href === '{root}items/{CHANGED}.html' && document.readyState === 'complete'"
    ));
    // The form of any page asks the search page.
    browser.eval("document.getElementById('quick').value = '规划许可'; document.querySelector('.quick button').click()");
    browser
        .until("location.pathname.endsWith('search.html') && document.readyState === 'complete'");
    assert!(first(browser).contains("规划"));
    assert_eq!(browser.errors(), Vec::<String>::new());
}

#[test]
fn the_search_works_from_a_folder() {
    let Some(mut browser) = Browser::start() else {
        return;
    };
    check(&mut browser, &format!("file://{}/", world().site.display()));
}

#[test]
fn the_search_works_from_a_server_and_moves_little() {
    let Some(mut browser) = Browser::start() else {
        return;
    };
    let root = serve(&world().site);
    check(&mut browser, &root);
    browser.open(
        &format!("{root}search.html?q=%E8%A7%84%E5%88%92%E8%AE%B8%E5%8F%AF"),
        View::PHONE,
    );
    assert!(first(&mut browser).contains("规划"));
    let moved = browser.eval("[...performance.getEntriesByType('resource'), ...performance.getEntriesByType('navigation')].reduce((sum, e) => sum + e.encodedBodySize, 0)");
    let moved = moved.as_u64().unwrap();
    eprintln!("第一次搜索传了 {moved} 字节");
    assert!((10_000..300_000).contains(&moved), "{moved}");
    // The query is in the address, so that it can be sent on.
    assert!(
        browser
            .eval("location.search")
            .as_str()
            .unwrap()
            .contains("q=")
    );
}
