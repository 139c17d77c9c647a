//! The notice of what changed between two releases (调整权力清单的公告), with every item in an annex.

use jiff::civil::Date;

use super::{Column, Form, Head, Paper, Part, Table};

/// What is announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangesFacts {
    /// Name of the city, e.g. 滁州市.
    pub jurisdiction: String,
    /// The release before.
    pub old: Published,
    /// The release that is announced.
    pub new: Published,
    /// What the adjustment rests on: decisions, minutes, documents.
    pub grounds: Vec<String>,
    /// The items, in the order in which they are announced.
    pub lines: Vec<ChangeLine>,
    /// Units of which one of the two releases says nothing.
    pub left_out: Vec<String>,
}

/// A release, as a notice names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Its id.
    pub id: String,
    /// Its edition.
    pub edition: String,
    /// The day of publication.
    pub on: Date,
    /// How many items it has.
    pub items: usize,
}

/// An item that is announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeLine {
    /// 新增, 取消, 下放 …
    pub word: &'static str,
    /// Short name of its unit.
    pub unit: String,
    /// 事项编码.
    pub code: String,
    /// 事项名称.
    pub name: String,
    /// Name of its category.
    pub category: String,
    /// What changed.
    pub what: String,
    /// Why: the decision's ground, or the legal basis of a new item.
    pub ground: String,
}

/// The notice.
pub fn changes(facts: &ChangesFacts, head: Head) -> Paper {
    let mut body = vec![Part::Text(announcement(facts)), Part::Text(figures(facts))];
    if !facts.left_out.is_empty() {
        body.push(Part::Text(format!(
            "两次公布不都包括下列单位，不在比较之内：{}。",
            facts.left_out.join("、")
        )));
    }
    body.push(Part::Text("特此公告。".to_owned()));
    let mut title = vec!["关于调整".to_owned(), facts.jurisdiction.clone()];
    if facts.old.edition == facts.new.edition {
        title.push("政府权力清单的公告".to_owned());
    } else {
        title.push("政府权力清单".to_owned());
        title.push(format!("（{}）的公告", facts.new.edition));
    }
    Paper {
        form: Form::Report,
        title,
        head,
        body,
        annexes: vec![annex(facts)],
    }
}

fn announcement(facts: &ChangesFacts) -> String {
    let ground = match facts.grounds.is_empty() {
        true => String::new(),
        false => format!("根据{}，", facts.grounds.join("、")),
    };
    let (old, new) = (&facts.old, &facts.new);
    format!(
        "{ground}对{}公布的{}政府权力清单（{}）作了调整，自{}起按调整后的清单（{}，发布编号{}）执行。现将调整的事项予以公告。",
        day(old.on),
        facts.jurisdiction,
        old.edition,
        day(new.on),
        new.edition,
        new.id
    )
}

fn figures(facts: &ChangesFacts) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for line in &facts.lines {
        match counts.iter_mut().find(|(word, _)| *word == line.word) {
            Some((_, n)) => *n += 1,
            None => counts.push((line.word, 1)),
        }
    }
    let counts: Vec<String> = counts
        .iter()
        .map(|(word, n)| format!("{word}{n}项"))
        .collect();
    format!(
        "共调整{}项：{}（见附件）。清单由{}项变为{}项。",
        facts.lines.len(),
        counts.join("，"),
        facts.old.items,
        facts.new.items
    )
}

fn annex(facts: &ChangesFacts) -> Table {
    let day = facts.new.on.to_string();
    let rows = (1..).zip(&facts.lines).map(|(n, line)| {
        let n: usize = n;
        vec![
            n.to_string(),
            line.word.to_owned(),
            line.unit.clone(),
            line.code.clone(),
            line.name.clone(),
            line.category.clone(),
            line.what.clone(),
            line.ground.clone(),
            day.clone(),
        ]
    });
    Table {
        title: "调整事项表".to_owned(),
        columns: vec![
            Column::number("序号", 3),
            Column::short("调整", 3),
            Column::short("单位", 5),
            Column::short("事项编码", 8),
            Column::running("事项名称", 10),
            Column::short("类别", 4),
            Column::running("调整内容", 13),
            Column::running("依据", 10),
            Column::short("日期", 5),
        ],
        rows: rows.collect(),
    }
}

/// 2015年3月1日
fn day(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}
