//! `power-list.yaml`: the settings of a project.

use std::path::Path;

use jiff::civil::Date;

use crate::domain::adjustment::AdjustmentClock;
use crate::domain::allow::{Allow, AllowSubject};
use crate::domain::category::CategorySet;
use crate::domain::gate::Gate;
use crate::domain::ids::{DepartmentId, Jurisdiction};
use crate::domain::people::{ActorId, Authority, Body, Person, Phrase, Role};
use crate::domain::place::{At, Span};
use crate::domain::project::{Allotment, NOTICE_DAYS, Settings, SeveritySetting, Signatures};
use crate::domain::ssh::{DatedKey, PublicKey};
use crate::domain::timetable::{LEGS, Term, Timetable};
use crate::io::store::{PlaceError, StorePlace};
use crate::rules::shape;
use crate::workflow::Decision;

use super::decode::Decoder;
use super::keys::settings as keys;
use super::tree::{Kind, NodeId};

/// Reads the settings. `category_set` finds a category set by its id; `known_sets` names those there are.
///
/// `None` when something indispensable is missing or wrong; the findings say what.
pub fn read(
    d: &mut Decoder<'_, '_>,
    category_set: impl Fn(&str) -> Option<CategorySet>,
    known_sets: &[&str],
) -> Option<Settings> {
    let Some(root) = d.tree.root() else {
        let span = crate::domain::place::Span::head(d.source);
        d.report(&shape::empty_file::RULE, span, "power-list.yaml 是空的");
        return None;
    };
    let mut f = d.shaped(root, &keys::ROOT)?;
    let jurisdiction = f.take("jurisdiction").and_then(|n| jurisdiction(d, n));
    let edition = f.take("edition").and_then(|n| d.text(n, "edition（版本）"));
    let notice = f.take("notice").and_then(|n| d.text(n, "notice（说明）"));
    let categories = f
        .take("categories")
        .and_then(|n| d.choice(n, "categories（类别体系）", category_set, known_sets));
    let as_of = f.take("as_of").and_then(|n| {
        let day = date(d, n, "as_of（基准日）")?;
        Some(At::new(day, d.span(n)))
    });
    let timetable = f
        .take("timetable")
        .map_or_else(Timetable::default, |n| timetable(d, n));
    let mut calendar = super::calendar::built_in().clone();
    if let Some(node) = f.take("calendar") {
        super::calendar::years(d, node, &mut calendar);
    }
    let adjustment_clock = f
        .take("adjust")
        .map_or_else(AdjustmentClock::default, |n| super::adjust::clock(d, n));
    let gate = f.take("gate").and_then(|n| {
        let parse = |text: &str| text.parse().ok().and_then(Gate::from_number);
        d.choice(n, "gate（关口）", parse, &["1", "2", "3", "4"])
    });
    let mut allotted = Vec::new();
    let review_groups: Vec<String> = match f.take("review_groups") {
        Some(list) => {
            let nodes = d.sequence(list, "review_groups（审核组）");
            nodes
                .into_iter()
                .filter_map(|n| review_group(d, n, &mut allotted))
                .collect()
        }
        None => Vec::new(),
    };
    let phrases = f.take("phrases").map_or_else(Vec::new, |n| {
        let nodes = d.sequence(n, "phrases（常用意见）");
        nodes.into_iter().filter_map(|n| phrase(d, n)).collect()
    });
    let people = match f.take("people") {
        Some(list) => {
            let nodes = d.sequence(list, "people（人员）");
            let mut people: Vec<Person> = Vec::new();
            let mut known = Vec::new();
            for node in nodes {
                let Some(person) = person(d, node, &review_groups, &mut known) else {
                    continue;
                };
                if people.iter().any(|p| p.id == person.id) {
                    d.report(
                        &shape::invalid_value::RULE,
                        person.id.span,
                        format!("人员代号“{}”重复", person.id.value),
                    );
                    continue;
                }
                people.push(person);
            }
            people
        }
        None => Vec::new(),
    };
    let signatures = f.take("signatures").and_then(|n| {
        let allowed = &Signatures::WORDS;
        d.choice(n, "signatures（签名）", Signatures::from_word, allowed)
    });
    let severities = f.take("rules").map_or_else(Vec::new, |n| severities(d, n));
    let allow = f.take("allow").map_or_else(Vec::new, |n| {
        let nodes = d.sequence(n, "allow（允许的问题）");
        nodes.into_iter().filter_map(|n| allow(d, n)).collect()
    });
    let baseline = f
        .take("baseline")
        .and_then(|n| d.text(n, "baseline（基线文件）"));
    let (law_texts, notice_days) = f.take("law").map_or((None, None), |n| law(d, n));
    let parent = f.take("parent").and_then(|n| parent(d, n));
    let store = f.take("store").and_then(|n| store(d, n));
    d.done(f);
    let (jurisdiction, jurisdiction_name) = jurisdiction?;
    let as_of = as_of?;
    Some(Settings {
        jurisdiction,
        jurisdiction_name,
        edition: edition?.value,
        notice: notice.map(|n| n.value),
        categories: categories?.value,
        as_of: as_of.value,
        as_of_span: as_of.span,
        timetable,
        calendar,
        adjustment_clock,
        gate: gate.map_or(Gate::First, |g| g.value),
        review_groups,
        allotted,
        people,
        signatures: signatures.map_or(Signatures::Optional, |s| s.value),
        phrases,
        severities,
        allow,
        baseline,
        law_texts,
        notice_days: notice_days.unwrap_or(NOTICE_DAYS),
        store,
        parent,
    })
}

/// Where the working database is. These settings are under version control: no place for a password.
fn store(d: &mut Decoder<'_, '_>, id: NodeId) -> Option<At<String>> {
    let text = d.text(id, "store（工作数据库）")?;
    let (message, help) = match StorePlace::parse(Path::new(""), &text.value) {
        Ok(StorePlace::Server(url)) if url.password().is_some() => (
            "store 的地址里写着密码，power-list.yaml 要进版本库，谁都看得到".to_owned(),
            "从地址里删去密码并换一个新的；密码放在环境变量 PGPASSWORD 或者 ~/.pgpass 里，整个地址也可以放在环境变量 POWER_LIST_STORE 里",
        ),
        Ok(_) => return Some(text),
        Err(error) => (format!("store 写得不对：{error}"), PlaceError::HELP),
    };
    d.report_with_help(&shape::invalid_value::RULE, text.span, message, help);
    None
}

/// The folder of statute texts, and how many days ahead coming changes are noted.
fn law(d: &mut Decoder<'_, '_>, id: NodeId) -> (Option<At<String>>, Option<u32>) {
    let Some(mut f) = d.shaped(id, &keys::LAW) else {
        return (None, None);
    };
    let folder = f
        .take("text_dir")
        .and_then(|n| d.text(n, "text_dir（法规文本文件夹）"));
    // Which register it is must be known before the project is read: `law_settings` looks for it.
    if let Some(n) = f.take("register") {
        d.text(n, "register（法规库文件夹）");
    }
    let days = f
        .take("notice_days")
        .and_then(|n| d.number(n, "notice_days（提前提示的天数）"));
    d.done(f);
    (folder, days.map(|days| days.value))
}

fn parent(d: &mut Decoder<'_, '_>, id: NodeId) -> Option<At<String>> {
    let mut f = d.shaped(id, &keys::PARENT)?;
    let release = f
        .take("release")
        .and_then(|n| d.text(n, "release（上级的发布文件）"));
    d.done(f);
    release
}

fn jurisdiction(d: &mut Decoder<'_, '_>, id: NodeId) -> Option<(At<Jurisdiction>, String)> {
    let mut f = d.shaped(id, &keys::JURISDICTION)?;
    let code = f
        .take("code")
        .and_then(|n| d.parsed(n, "code（行政区划代码）"));
    let name = f.take("name").and_then(|n| d.text(n, "name（名称）"));
    d.done(f);
    Some((code?, name?.value))
}

/// A day, written 2015-03-01.
pub(super) fn date(d: &mut Decoder<'_, '_>, id: NodeId, what: &str) -> Option<Date> {
    let text = d.text(id, what)?;
    match text.value.parse() {
        Ok(date) => Some(date),
        Err(_) => {
            d.report_with_help(
                &shape::invalid_value::RULE,
                text.span,
                format!("{what}不是日期：“{}”", super::decode::shorten(&text.value)),
                "日期写成 2015-03-01 的样子",
            );
            None
        }
    }
}

fn timetable(d: &mut Decoder<'_, '_>, id: NodeId) -> Timetable {
    let Some(mut f) = d.shaped(id, &keys::TIMETABLE) else {
        return Timetable::default();
    };
    let start = f.take("start").and_then(|n| date(d, n, "start"));
    let legs = LEGS.map(|leg| Some((f.take(leg)?, leg)));
    let publication = f
        .take("publication")
        .and_then(|n| date(d, n, "publication"));
    d.done(f);
    let [first, ..] = &legs;
    let first = first.map(|(node, _)| node);
    let legs = legs.map(|leg| leg.and_then(|(node, leg)| term(d, node, leg)));
    if let ([Some(Term::Within(_)), ..], None, Some(node)) = (&legs, start, first) {
        d.report_with_help(
            &shape::invalid_value::RULE,
            d.span(node),
            "一上写的是工作日数，却没有写从哪天算起",
            "在 timetable 里写 start（启动日）",
        );
    }
    Timetable {
        start,
        publication,
        legs,
    }
}

/// The end of a leg: a day, or a number of working days.
fn term(d: &mut Decoder<'_, '_>, id: NodeId, leg: &str) -> Option<Term> {
    let text = d.text(id, leg)?;
    match text.value.parse() {
        Ok(term) => Some(term),
        Err(fault) => {
            let found = super::decode::shorten(&text.value);
            d.report_with_help(
                &shape::invalid_value::RULE,
                text.span,
                format!("{leg}的期限不能是“{found}”"),
                fault.to_string(),
            );
            None
        }
    }
}

fn person(
    d: &mut Decoder<'_, '_>,
    id: NodeId,
    groups: &[String],
    known: &mut Vec<PublicKey>,
) -> Option<Person> {
    let mut f = d.shaped(id, &keys::PERSON)?;
    let actor: Option<At<ActorId>> = f.take("id").and_then(|n| d.parsed(n, "id（人员代号）"));
    let name = f.take("name").and_then(|n| d.text(n, "name（姓名或岗位）"));
    let role = f.take("role").and_then(|n| {
        let parse = |text: &str| keys::ROLES.into_iter().find(|r| *r == text);
        d.choice(n, "role（角色）", parse, &keys::ROLES)
    });
    // What a role has no use for is not looked into: it should not be there.
    let (department, body, group) = (f.take("department"), f.take("body"), f.take("group"));
    let signs = f.take("signs");
    let keys = f
        .take("keys")
        .map_or_else(Vec::new, |n| keys_of(d, n, known));
    let role = role.and_then(|role| match role.value {
        "综合组" => Some(Role::Coordinator),
        "公布人" => Some(Role::Publisher),
        "审核人" => {
            let body = body.and_then(|n| {
                let names = Body::ALL.map(Body::chinese);
                d.choice(n, "body（审核单位）", Body::from_chinese, &names)
            });
            let groups = group.and_then(|n| groups_of(d, n, groups));
            let authority = match signs.map(|n| d.flag(n, "signs（可以签署）")) {
                None => Authority::Signs,
                Some(flag) if flag.as_ref()?.value => Authority::Signs,
                Some(_) => Authority::Opines,
            };
            Some(Role::Reviewer {
                body: body?.value,
                groups: groups?,
                authority,
            })
        }
        unit => {
            let department: Option<At<DepartmentId>> =
                department.and_then(|n| d.parsed(n, "department（部门代号）"));
            department.map(|id| match unit {
                "负责人" => Role::Head(id.value),
                _ => Role::Clerk(id.value),
            })
        }
    });
    d.done(f);
    Some(Person {
        id: actor?,
        name: name?.value,
        role: role?,
        keys,
    })
}

/// The public keys of a person. `known` has those of the people before: whose a signature is, its key has to tell.
fn keys_of(d: &mut Decoder<'_, '_>, id: NodeId, known: &mut Vec<PublicKey>) -> Vec<DatedKey> {
    let mut keys = Vec::new();
    for node in d.sequence(id, "keys（公钥）") {
        let Some((key, dated)) = dated_key(d, node) else {
            continue;
        };
        if known.contains(&dated.key) {
            let message = format!("公钥 {} 已经写过了", dated.key.fingerprint());
            let help = "一把钥匙只能是一个人的，写一次";
            d.report_with_help(&shape::invalid_value::RULE, key, message, help);
            continue;
        }
        known.push(dated.key.clone());
        keys.push(dated);
    }
    keys
}

/// A public key, with the place of its line.
fn dated_key(d: &mut Decoder<'_, '_>, id: NodeId) -> Option<(Span, DatedKey)> {
    let (key, first, last) = if matches!(d.tree.node(id).kind, Kind::Mapping) {
        let mut f = d.shaped(id, &keys::PUBLIC_KEY)?;
        let key = f.take("key").and_then(|n| d.parsed(n, "key（公钥）"));
        let first = f.take("first").and_then(|n| date(d, n, "first（第一天）"));
        let last_node = f.take("last");
        let last = last_node.and_then(|n| date(d, n, "last（最后一天）"));
        d.done(f);
        if let (Some(first), Some(last), Some(n)) = (first, last, last_node)
            && last < first
        {
            let message = format!("公钥的最后一天 {last} 在第一天 {first} 以前");
            let help = "first 写第一天，last 写最后一天";
            d.report_with_help(&shape::invalid_value::RULE, d.span(n), message, help);
        }
        (key, first, last)
    } else {
        (d.parsed(id, "公钥"), None, None)
    };
    let At { value: key, span } = key?;
    Some((span, DatedKey { key, first, last }))
}

/// The groups of a reviewer: one, or a list.
fn groups_of(d: &mut Decoder<'_, '_>, id: NodeId, known: &[String]) -> Option<Vec<String>> {
    const KEY: &str = "group（审核组）";
    let nodes = match d.tree.node(id).kind {
        Kind::Sequence => d.sequence(id, KEY),
        _ => vec![id],
    };
    if nodes.is_empty() {
        let span = d.span(id);
        d.report(
            &shape::missing_value::RULE,
            span,
            format!("{KEY}后面没有内容"),
        );
    }
    let names: Vec<&str> = known.iter().map(String::as_str).collect();
    let parse = |text: &str| known.iter().find(|g| *g == text).cloned();
    let mut groups = Vec::with_capacity(nodes.len());
    for node in nodes {
        let group = d.choice(node, KEY, parse, &names)?;
        if !groups.contains(&group.value) {
            groups.push(group.value);
        }
    }
    (!groups.is_empty()).then_some(groups)
}

/// A group: its name, and the units that are allotted to it here.
fn review_group(
    d: &mut Decoder<'_, '_>,
    id: NodeId,
    allotted: &mut Vec<Allotment>,
) -> Option<String> {
    if !matches!(d.tree.node(id).kind, Kind::Mapping) {
        return d.text(id, "审核组").map(|t| t.value);
    }
    let mut f = d.shaped(id, &keys::REVIEW_GROUP)?;
    let name = f.take("name").and_then(|n| d.text(n, "name（审核组）"));
    let units = f
        .take("departments")
        .map_or_else(Vec::new, |n| d.sequence(n, "departments（由它审核的部门）"));
    d.done(f);
    let name = name?.value;
    for unit in units {
        if let Some(department) = d.parsed(unit, "部门代号") {
            allotted.push(Allotment {
                department,
                group: name.clone(),
            });
        }
    }
    Some(name)
}

fn phrase(d: &mut Decoder<'_, '_>, id: NodeId) -> Option<Phrase> {
    if !matches!(d.tree.node(id).kind, Kind::Mapping) {
        return Some(Phrase {
            text: d.text(id, "常用意见")?.value,
            decision: None,
            body: None,
        });
    }
    let mut f = d.shaped(id, &keys::PHRASE)?;
    let text = f.take("text").and_then(|n| d.text(n, "text（文字）"));
    let decision = f.take("decision").and_then(|n| {
        let parse = |text: &str| Decision::TERMS.into_iter().find(|t| *t == text);
        d.choice(n, "decision（处理意见）", parse, &Decision::TERMS)
    });
    let body = f.take("body").and_then(|n| {
        let names = Body::ALL.map(Body::chinese);
        d.choice(n, "body（审核单位）", Body::from_chinese, &names)
    });
    d.done(f);
    Some(Phrase {
        text: text?.value.trim().to_owned(),
        decision: decision.map(|d| d.value),
        body: body.map(|b| b.value),
    })
}

fn severities(d: &mut Decoder<'_, '_>, id: NodeId) -> Vec<SeveritySetting> {
    d.pairs(id, "rules（规则设置）")
        .into_iter()
        .filter_map(|(rule, node)| {
            let parse = |text: &str| keys::SEVERITIES.contains(&text).then(|| text.to_owned());
            let severity = d.choice(node, "规则的严重程度", parse, &keys::SEVERITIES)?;
            Some(SeveritySetting { rule, severity })
        })
        .collect()
}

fn allow(d: &mut Decoder<'_, '_>, id: NodeId) -> Option<Allow> {
    let mut f = d.shaped(id, &keys::ALLOW)?;
    let rule = f.take("rule").and_then(|n| d.text(n, "rule（规则）"));
    let item = f.take("item");
    let file = f.take("file");
    let subject = match (item, file) {
        (Some(n), None) => d.text(n, "item（事项编码）").map(AllowSubject::Item),
        (None, Some(n)) => d.text(n, "file（文件）").map(AllowSubject::File),
        (None, None) => {
            let span = Span {
                end: f.span.start,
                ..f.span
            };
            let message = format!("{}没有写明是哪个事项或文件", keys::ALLOW.what);
            let help = "写 item: 事项编码；不属于哪个事项的问题写 file: 工程里的路径";
            d.report_with_help(&shape::missing_key::RULE, span, message, help);
            None
        }
        (Some(_), Some(n)) => {
            let message = format!("{}的 item 和 file 只能写一个", keys::ALLOW.what);
            let help = "分成两条，各写各的原因";
            d.report_with_help(&shape::invalid_value::RULE, d.span(n), message, help);
            None
        }
    };
    let reason = f.take("reason").and_then(|n| d.text(n, "reason（原因）"));
    let until = f
        .take("until")
        .and_then(|n| Some(At::new(date(d, n, "until（最后一天）")?, d.span(n))));
    let span = f.span;
    d.done(f);
    Some(Allow {
        rule: rule?,
        subject: subject?,
        reason: reason?.value,
        until: until?,
        span,
    })
}
