//! `review open` in a real terminal: screens, keys, decisions, and what is left after the terminal is gone.
// Helpers of tests fail the test, as the tests themselves do, and lay out its files.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros
)]

mod completions;
#[path = "../sample/mod.rs"]
mod sample;
mod steered;
mod terminal;

use std::collections::BTreeMap;

use sample::keys::{Key, give_key, ssh_keygen};
use sample::town::{PENALTIES, PERMIT, Town, penalties};
use serde_json::Value;
use terminal::{Terminal, here};

/// Stock phrases of the town.
const PHRASES: &str = "phrases:
  - { text: 依据已经废止，请改引现行法规, decision: 取消 }
  - { text: 请补充裁量基准, decision: 调整, body: 法制办 }
  - 名称不规范，请按“对……的处罚”改写
  - { text: 承诺时限长于法定时限, body: 政务服务中心 }
";

/// A town whose 环保局 has submitted.
fn town() -> Town {
    let town = Town::new();
    let settings = town.path().join("power-list.yaml");
    let text = std::fs::read_to_string(&settings).unwrap();
    std::fs::write(&settings, format!("{text}{PHRASES}")).unwrap();
    town.ok("review start --as zh");
    town.ok("review submit hbj --as hbj");
    town
}

/// A town whose 环保局 has submitted `count` penalties and its permit.
fn large(count: usize) -> Town {
    let town = Town::new();
    let items: Vec<(String, String)> = (1..=count)
        .map(|n| {
            (
                format!("341100-hbj-02-{n:04}"),
                format!("对第{n}种水土保持违法行为的处罚"),
            )
        })
        .collect();
    let items: Vec<(&str, &str)> = items.iter().map(|(c, n)| (&**c, &**n)).collect();
    penalties(town.path(), &items);
    town.ok("review start --as zh");
    town.ok("review submit hbj --as hbj");
    town
}

/// The drafts of a person by item: decision and text.
fn drafts(town: &Town, who: &str) -> BTreeMap<String, (String, Option<String>)> {
    let list = town.json(&format!("review draft list --format json --as {who}"));
    said(list["drafts"].as_array().unwrap())
}

/// The opinions of a body by item, of the events.
fn opinions(town: &Town, body: &str) -> BTreeMap<String, (String, Option<String>)> {
    let events = town.record();
    let own: Vec<Value> = events
        .iter()
        .map(|e| e["payload"].clone())
        .filter(|p| p["kind"] == "opined" && p["body"] == body)
        .collect();
    said(&own)
}

fn said(entries: &[Value]) -> BTreeMap<String, (String, Option<String>)> {
    entries
        .iter()
        .map(|e| {
            let text = e["text"].as_str().map(str::to_owned);
            let decision = e["decision"]["kind"].as_str().unwrap_or("withdrawal");
            (
                e["item"].as_str().unwrap().to_owned(),
                (decision.to_owned(), text),
            )
        })
        .collect()
}

#[test]
fn a_unit_is_gone_through_and_signed() {
    if !here() {
        return;
    }
    let town = town();
    let t = Terminal::new(town.path(), 80, 24, "review open --as fz-1");
    insta::assert_snapshot!("opened", t.see("生产建设项目水土保持方案审批"));
    // 保留 is kept at once, and the next item without a decision comes up.
    t.press(&["1"], "01-0001 记下：保留");
    // 取消 demands a ground; a phrase is found by some of its characters.
    t.press(&["2"], "取消的理由（必填）");
    t.press(&["Enter"], "意见的说明");
    t.press(&["Enter"], "“取消”必须写明理由");
    t.press(&["BTab", "C-p"], "常用意见：打字查找");
    t.text("废止");
    t.gone("名称不规范");
    insta::assert_snapshot!("phrases", t.see("依据已经废止"));
    t.press(&["Enter"], "取消的理由（必填）");
    t.text("，另见《水土保持法》第九十九条");
    insta::assert_snapshot!("form", t.see("没有第九十九条"));
    t.keys(&["Enter"]);
    t.press(&["Enter"], "02-0001 记下：取消");
    t.press(&["o"], "处理意见（Esc 取消）");
    t.press(&["7"], "调整：对水土保持设施");
    t.text("写明裁量幅度");
    t.press(&["Enter"], "02-0002 记下：调整；写明裁量幅度");
    let drafted = drafts(&town, "fz-1");
    assert_eq!(drafted.len(), 3);
    assert_eq!(
        drafted[PENALTIES[1]],
        ("adjust".to_owned(), Some("写明裁量幅度".to_owned()))
    );
    // Nothing of it is in the record yet.
    assert!(opinions(&town, "legal_office").is_empty());
    t.press(&["u"], "撤销了上一步");
    assert_eq!(drafts(&town, "fz-1").len(), 2);
    t.press(&["U"], "恢复了刚撤销的一步");
    t.press(&["?"], "按键（任意键关闭");
    insta::assert_snapshot!("help", t.screen());
    t.keys(&["Escape"]);
    t.gone("按键（任意键关闭");
    insta::assert_snapshot!("sign", t.press(&["S"], "签署市环保局的初审？"));
    t.press(&["Enter"], "已签署市环保局的初审");
    insta::assert_snapshot!("signed", t.screen());
    assert_eq!(opinions(&town, "legal_office"), drafted);
    assert!(drafts(&town, "fz-1").is_empty());
    // After the signature the screen only reads.
    t.press(&["1"], "已在初审中签署");
    t.keys(&["q"]);
    t.see("[ended 0]");
}

#[test]
fn a_batch_is_chosen_asked_about_and_taken_back() {
    if !here() {
        return;
    }
    let town = town();
    let t = Terminal::new(town.path(), 100, 30, "review open hbj --as zw-1");
    t.see("已处理 0/3");
    t.press(&["v", "v"], "选中 2");
    t.press(&["9"], "补充材料：选中的 2 项");
    t.keys(&["C-p"]);
    // Phrases of another body are not offered.
    let offered = t.see("承诺时限长于法定时限");
    assert!(!offered.contains("裁量基准"), "{offered}");
    t.text("承诺");
    t.gone("名称不规范");
    t.press(&["Enter"], "意见的说明");
    let asked = t.press(&["Enter"], "2 项都按“补充材料；承诺时限长于法定时限”处理？");
    insta::assert_snapshot!("batch", asked);
    // A stray paste decides nothing.
    t.press(&["n"], "没有办");
    assert!(drafts(&town, "zw-1").is_empty());
    t.keys(&["9"]);
    t.see("意见的说明");
    t.keys(&["Enter"]);
    t.press(&["y"], "2 项记下：补充材料");
    assert_eq!(drafts(&town, "zw-1").len(), 2);
    t.press(&["u"], "撤销了上一步");
    assert!(drafts(&town, "zw-1").is_empty());
    // What was given as an opinion is taken back by a draft of its own.
    t.press(&["V"], "选中 3");
    t.press(&["1"], "3 项都按“保留”处理？");
    t.press(&["y"], "3 项记下：保留");
    t.press(&["p"], "把 3 条草稿作为意见提交？");
    t.press(&["y"], "3 条草稿已经提交");
    assert_eq!(opinions(&town, "service_center").len(), 3);
    t.press(&["g", "x"], "记下：撤回已提的意见");
    t.see("撤回草");
    t.press(&["p"], "撤回意见：1 项");
    t.press(&["y"], "1 条草稿已经提交");
    let withdrawn = town.json("review log --format json --kind withdrawn");
    assert_eq!(withdrawn["events"].as_array().unwrap().len(), 1);
    t.see("已处理 2/3");
}

#[test]
fn the_list_is_narrowed_down_and_searched() {
    if !here() {
        return;
    }
    let town = large(30);
    let t = Terminal::new(town.path(), 120, 30, "review open hbj --as bb-1");
    t.see("已处理 0/31");
    t.press(&["/"], "按名称或编码找");
    t.text("第17种");
    let found = t.press(&["Enter"], "筛选出 1");
    assert!(found.contains("02-0017"), "{found}");
    t.press(&["1"], "02-0017 记下：保留");
    t.keys(&["Escape"]);
    t.gone("筛选出");
    t.press(&["f"], "[ ] 还没有处理意见");
    t.press(&["Space"], "[x] 还没有处理意见");
    t.press(&["Enter"], "筛选出 30");
    t.press(&["f"], "类别：行政审批");
    t.keys(&["j", "j", "j", "j", "j", "Space"]);
    t.press(&["Enter"], "筛选出 1");
    t.keys(&["Escape"]);
    t.gone("筛选出");
    t.press(&["G"], "对第30种水土保持违法行为的处罚");
    // To the first one without a decision, over the end.
    t.press(&["n"], "生产建设项目水土保持方案审批");
}

#[test]
fn any_size_will_do_and_sizes_change() {
    if !here() {
        return;
    }
    let town = town();
    let t = Terminal::new(town.path(), 120, 40, "review open hbj --as bb-1");
    insta::assert_snapshot!("wide", t.see("流程图"));
    t.press(&["Space"], "校验发现");
    t.keys(&["7"]);
    t.see("意见的说明");
    t.text("改名称");
    for (columns, rows) in [
        (80, 24),
        (40, 12),
        (20, 6),
        (10, 3),
        (2, 2),
        (200, 60),
        (80, 24),
    ] {
        t.resize(columns, rows);
        std::thread::sleep(std::time::Duration::from_millis(80));
    }
    // What was being written is still there, and goes on.
    t.see("改名称");
    t.text("和依据");
    t.press(&["Enter"], "记下：调整；改名称和依据");
    t.resize(40, 12);
    t.see("已处理 1/3");
    // Too narrow for both: the list, or the sheet.
    t.keys(&["Tab"]);
    insta::assert_snapshot!("narrow", t.until("the sheet", |s| !s.contains("____")));
    t.keys(&["q"]);
    t.see("[ended 0]");
}

#[test]
fn killed_at_any_moment_it_loses_nothing_that_it_showed() {
    if !here() {
        return;
    }
    let town = large(40);
    let mut kept: BTreeMap<String, (String, Option<String>)> = BTreeMap::new();
    let mut random = fastrand::Rng::with_seed(20_141_126);
    for round in 0..9 {
        let t = Terminal::new(town.path(), 100, 30, "review open hbj --as bb-1");
        t.see("已处理");
        for _ in 0..random.usize(1..6) {
            let before = drafts_shown(&t.screen());
            t.keys(&["n", "1"]);
            // The terminal may be caught in the middle of a drawing.
            let news = |s: &str| kept_line(s).is_some_and(|code| !kept.contains_key(&code));
            let screen = t.until("one more draft", |s| drafts_shown(s) > before && news(s));
            kept.insert(kept_line(&screen).unwrap(), ("keep".to_owned(), None));
        }
        let program = t.program();
        // In the middle of what comes next: a decision may be on its way.
        t.keys(&["n", "1"]);
        match round % 3 {
            0 => t.kill("KILL"),
            1 => {
                // Told to end it leaves the terminal as it was.
                t.kill("TERM");
                let left = t.see("[ended 0]");
                assert!(left.contains("条草稿，都已存好"), "{left}");
            }
            _ => t.close(),
        }
        drop(t);
        terminal::wait_for(program);
        let found = drafts(&town, "bb-1");
        for (code, what) in &kept {
            assert_eq!(found.get(code), Some(what), "{code} was shown as kept");
        }
        // At most the one that was on its way came on top; from now on it is known.
        assert!(found.len() <= kept.len() + 1, "{found:?}\n{kept:?}");
        kept = found;
        town.ok("review verify");
    }
}

/// The item that the screen says it kept something for.
fn kept_line(screen: &str) -> Option<String> {
    let line = screen.lines().rev().find(|l| l.contains("记下："))?;
    let code = line.split_whitespace().next()?;
    Some(format!("341100-hbj-{code}"))
}

/// How many drafts the bar tells of.
fn drafts_shown(screen: &str) -> usize {
    screen
        .split_once("草稿 ")
        .and_then(|(_, rest)| rest.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}

#[test]
fn what_is_typed_is_what_is_decided() {
    if !here() {
        return;
    }
    // Minutes of reviewing; a short while where nobody asks for more.
    let minutes: f64 = std::env::var("POWER_LIST_SCREEN_MINUTES")
        .ok()
        .and_then(|m| m.parse().ok())
        .unwrap_or(0.25);
    let begun = std::time::Instant::now();
    const ITEMS: usize = 120;
    let town = large(ITEMS);
    let t = Terminal::new(town.path(), 90, 28, "review open hbj --as fz-1");
    t.see("已处理 0/121");
    let mut random = fastrand::Rng::with_seed(5);
    let mut meant: BTreeMap<String, (String, Option<String>)> = BTreeMap::new();
    let mut before: Vec<BTreeMap<String, (String, Option<String>)>> = Vec::new();
    let mut typed = 0;
    while begun.elapsed().as_secs_f64() < minutes * 60.0 {
        typed += 1;
        let n = random.usize(1..=ITEMS);
        let code = format!("341100-hbj-02-{n:04}");
        // To the item by its number.
        t.press(&["/"], "按名称或编码找");
        t.keys(&["C-u"]);
        t.text(&format!("02-{n:04}"));
        t.press(&["Enter"], "筛选出 1");
        let told = format!("02-{n:04}");
        match random.u8(0..6) {
            0 | 1 => {
                t.keys(&["1"]);
                let what = ("keep".to_owned(), None);
                note(&mut meant, &mut before, code, Some(what));
                t.see(&format!("{told} 记下：保留"));
            }
            2 | 3 => {
                let text = format!("第{typed}次意见：补充《水土保持法》第二十六条的材料");
                t.press(&["9"], "意见的说明");
                // What was written before is replaced.
                t.keys(&["C-u"]);
                t.text(&text);
                t.press(&["Enter"], &format!("{told} 记下：补充材料；第{typed}次"));
                let what = ("supplement".to_owned(), Some(text));
                note(&mut meant, &mut before, code, Some(what));
            }
            4 => {
                t.press(
                    &["x"],
                    if meant.contains_key(&code) {
                        "丢弃了 1 条草稿"
                    } else {
                        "没有草稿"
                    },
                );
                note(&mut meant, &mut before, code, None);
            }
            _ => match before.pop() {
                Some(earlier) => {
                    t.press(&["u"], "撤销了上一步");
                    meant = earlier;
                }
                None => {
                    t.press(&["u"], "没有可以撤销的一步");
                }
            },
        }
        t.keys(&["Escape"]);
        t.gone("筛选出");
    }
    eprintln!("{typed} 次办理，{} 条草稿", meant.len());
    assert_eq!(drafts(&town, "fz-1"), meant);
    // At least one opinion is needed for a signature.
    t.press(&["g", "1"], "01-0001 记下：保留");
    meant.insert(PERMIT.to_owned(), ("keep".to_owned(), None));
    t.press(&["S"], "签署市环保局的初审？");
    t.press(&["y"], "已签署市环保局的初审");
    assert_eq!(opinions(&town, "legal_office"), meant);
    town.ok("review verify");
}

type Said = BTreeMap<String, (String, Option<String>)>;

/// What is meant after one more decision; a step that changes nothing is none to undo.
fn note(
    meant: &mut Said,
    before: &mut Vec<Said>,
    code: String,
    what: Option<(String, Option<String>)>,
) {
    let earlier = meant.clone();
    match what {
        Some(what) => meant.insert(code, what),
        None => meant.remove(&code),
    };
    if *meant != earlier {
        before.push(earlier);
    }
}

#[test]
fn two_at_once_see_what_the_other_does() {
    if !here() {
        return;
    }
    let town = town();
    let t = Terminal::new(town.path(), 100, 30, "review open hbj --as bb-1");
    t.see("已处理 0/3");
    // The same person at work elsewhere.
    town.ok("review opine hbj --name 未经验收 --decision 优化 --draft --as bb-1");
    t.see("你在别处改过草稿");
    t.see("草稿 1");
    town.ok("review draft drop hbj --all --as bb-1");
    t.gone("草稿 1");
    town.ok("review opine hbj --rest --decision 保留 --as bb-1");
    t.see("别人刚才有新的办理");
    t.see("已处理 3/3");
    // A colleague signs; what is pressed after that is refused in words.
    town.ok("review sign hbj --as bb-1");
    t.keys(&["2"]);
    let refused = t.until("a refusal", |s| {
        s.contains("签署之后不能再提意见") || s.contains("别人刚才有新的办理")
    });
    assert!(refused.contains("只读") || refused.contains("已签署") || refused.contains("签署"));
    assert!(drafts(&town, "bb-1").is_empty());
}

#[test]
fn a_database_that_is_held_is_waited_for_and_tried_again() {
    if !here() {
        return;
    }
    let town = town();
    let t = Terminal::new(town.path(), 100, 30, "review open hbj --as bb-1");
    t.see("已处理 0/3");
    let held = rusqlite::Connection::open(town.database()).unwrap();
    held.execute_batch("BEGIN IMMEDIATE").unwrap();
    t.press(&["1"], "没有记下");
    let screen = t.screen();
    assert!(
        screen.contains("正被别人写入") && screen.contains("已处理 0/3"),
        "{screen}"
    );
    held.execute_batch("ROLLBACK").unwrap();
    t.press(&["1"], "记下：保留");
    assert_eq!(drafts(&town, "bb-1").len(), 1);
}

#[test]
fn the_coordinating_group_rules_on_the_screen() {
    if !here() {
        return;
    }
    let town = town();
    town.ok(&format!(
        "review opine hbj --item {} --decision 取消 --ground 依据不足 --as fz-1",
        PENALTIES[0]
    ));
    town.review("hbj", 1);
    let t = Terminal::new(town.path(), 100, 30, "review open --as zh");
    t.see("待裁定 1");
    t.press(&["n"], "对未编制水土保持方案的处罚");
    t.press(&["1"], "裁定的理由（必填）");
    t.press(&["Enter"], "裁定要写明理由");
    t.text("条例第三十条有据");
    t.press(&["Enter"], "裁定 1 项：保留？");
    t.press(&["y"], "裁定 1 项：保留");
    t.see("待裁定 0");
    let ruled = town.json("review log --format json --kind ruled");
    assert_eq!(ruled["events"][0]["payload"]["reason"], "条例第三十条有据");
    // Bodies that agree leave nothing to rule on.
    t.press(&["g", "1"], "裁定的理由（必填）");
    t.text("无");
    t.keys(&["Enter"]);
    t.press(&["y"], "三家意见一致，无须裁定");
}

#[test]
fn who_has_no_part_in_it_only_reads() {
    if !here() {
        return;
    }
    let town = town();
    for (who, why) in [
        ("bb-2", "由审核一组审核"),
        ("hbj", "不能提出审核意见"),
        ("gb", "不能提出审核意见"),
    ] {
        let t = Terminal::new(town.path(), 110, 30, &format!("review open hbj --as {who}"));
        t.see("只读");
        t.press(&["1"], why);
        t.press(&["S"], why);
        t.keys(&["q"]);
        t.see("[ended 0]");
    }
    assert!(opinions(&town, "organization_office").is_empty());
}

#[test]
fn a_locked_key_is_asked_for_once_and_signs() {
    if !here() || !ssh_keygen() {
        return;
    }
    let town = town();
    let key = Key::made(&["-t", "ed25519"], "open sesame");
    give_key(&town, "bb-1", &key.line);
    let line = format!("review open hbj --as bb-1 {}", key.sign());
    let t = Terminal::new(town.path(), 110, 30, &line);
    t.see("的口令：");
    t.text("wrong");
    t.press(&["Enter"], "口令不对，再输一次");
    t.text("open sesame");
    t.keys(&["Enter"]);
    let screen = t.see("生产建设项目水土保持方案审批");
    assert!(!screen.contains("sesame"), "{screen}");
    // Drafts are no record; the opinions that they become, and the signature, are signed without another question.
    t.press(&["1"], "01-0001 记下：保留");
    t.press(&["1"], "02-0001 记下：保留");
    t.press(&["1"], "02-0002 记下：保留");
    t.press(&["S"], "签署市环保局的初审？");
    t.press(&["Enter"], "已签署市环保局的初审");
    t.keys(&["q"]);
    t.see("[ended 0]");
    let said = town.ok("review verify");
    assert!(said.contains("签名：4 个都对，2 个没有签名"), "{said}");
}

#[test]
fn without_colours_nothing_is_coloured() {
    if !here() {
        return;
    }
    let town = town();
    let coloured = Terminal::new(town.path(), 80, 24, "review open hbj --as bb-1");
    coloured.see("现行有效");
    assert!(coloured.colours().contains("38;5;2m"));
    let town = self::town();
    let settings = "review open hbj --as bb-1";
    let plain = Terminal::with(town.path(), 80, 24, settings, &["NO_COLOR=1"]);
    plain.see("现行有效");
    let drawn = plain.colours();
    for colour in (30..=37)
        .map(|n| format!("[{n}m"))
        .chain(["38;5".to_owned()])
    {
        assert!(!drawn.contains(&colour), "{drawn}");
    }
}

#[test]
fn a_batch_by_command_is_shown_and_asked_about_once() {
    if !here() {
        return;
    }
    let town = town();
    let line = "review opine hbj --category 行政处罚 --decision 冻结 --as bb-1";
    let t = Terminal::new(town.path(), 100, 30, line);
    let asked = t.see("以上 2 项都按这样办？ [y/N]");
    assert!(
        asked.contains(PENALTIES[1]) && asked.contains("冻结"),
        "{asked}"
    );
    t.keys(&["n", "Enter"]);
    let said = t.see("[ended 0]");
    assert!(said.contains("没有办，什么都没有记下"), "{said}");
    assert!(opinions(&town, "organization_office").is_empty());
    let t = Terminal::new(town.path(), 100, 30, line);
    t.see("[y/N]");
    t.keys(&["y", "Enter"]);
    t.see("2 项：冻结（第 3 至 4 号事件）");
    // One item that was named is not asked about, nor is anything with --yes.
    for (items, said) in [
        (format!("--item {PERMIT}"), "1 项：保留"),
        ("--all --yes".to_owned(), "3 项：保留"),
    ] {
        let line = format!("review opine hbj {items} --decision 保留 --as fz-1");
        let t = Terminal::new(town.path(), 100, 30, &line);
        t.see("[ended 0]");
        assert!(t.screen().contains(said), "{}", t.screen());
    }
}

#[test]
fn a_script_is_told_what_to_run_instead() {
    let town = town();
    let said = town.exits(2, "review open hbj --as bb-1");
    assert!(
        said.contains("审核界面要在终端里打开") && said.contains("review opine"),
        "{said}"
    );
}
