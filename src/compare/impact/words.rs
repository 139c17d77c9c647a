//! What happened and what to do, in words.

use jiff::civil::Date;

use super::{Impact, LawChange, LawEvent, What};
use crate::domain::law::{Evidence, Fate, LawVersion, Outcome};

fn day(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

fn version(version: &LawVersion) -> String {
    format!("{}{}", day(version.published), version.enactment.chinese())
}

/// What happened to a law, in one phrase: 2021年12月24日修订，自2022年3月1日起施行.
pub fn event_words(change: &LawChange<'_>) -> String {
    match change.event {
        LawEvent::Version(after) => format!("{}，自{}起施行", version(after), day(after.starts())),
        LawEvent::End(repeal) => {
            let by = repeal.by.as_ref();
            let by = by.map_or_else(String::new, |by| format!("被《{by}》"));
            match (repeal.on, repeal.known_by) {
                (Some(on), _) => format!("自{}起{by}废止", day(on)),
                (None, Some(known)) => format!("{}以前{by}废止，哪一天不详", day(known)),
                (None, None) => format!("{by}废止，哪一天不详"),
            }
        }
    }
}

fn sure(outcome: &Outcome) -> String {
    format!(
        "按{}对照，把握 {}",
        outcome.evidence.chinese(),
        outcome.confidence
    )
}

fn list(outcome: &Outcome) -> String {
    let to: Vec<String> = outcome.to.iter().map(ToString::to_string).collect();
    to.join("、")
}

/// What happened to the law and what became of what is cited, in one sentence.
pub fn words(impact: &Impact<'_>) -> String {
    format!("{}；{}", event_words(&impact.change), became(impact))
}

/// What became of what is cited, in one phrase.
pub fn became(impact: &Impact<'_>) -> String {
    match &impact.what {
        What::Unknown if impact.place.part => "引的不是条款，去向没有记下".to_owned(),
        what => became_of(what),
    }
}

/// What became of a provision, in one phrase.
pub fn became_of(what: &What) -> String {
    match what {
        What::Became(outcome) => {
            let to = list(outcome);
            let by_words = outcome.evidence != Evidence::Structure;
            let what = match outcome.fate {
                Fate::Same => "没有看到变化，文字改没改说不准".to_owned(),
                Fate::Moved if !by_words => format!("多半改为{to}，文字改没改看不出"),
                Fate::Moved if outcome.to.len() > 1 => format!("分成了{to}，文字没有变"),
                Fate::Moved => format!("改为{to}，文字没有变"),
                Fate::Changed => "条号没有变，文字改了".to_owned(),
                Fate::MovedAndChanged => format!("改为{to}，文字也改了"),
                Fate::Gone => "删去了".to_owned(),
                Fate::New => format!("新增{to}"),
            };
            format!("{what}（{}）", sure(outcome))
        }
        What::Ended(Some((law, outcome))) if !outcome.to.is_empty() => {
            format!("相应的是《{law}》{}（{}）", list(outcome), sure(outcome))
        }
        What::Ended(Some((law, outcome))) => {
            format!("《{law}》里没有相应的条文（{}）", sure(outcome))
        }
        What::Ended(None) => "没有记下接替的条文".to_owned(),
        What::Unknown => "中间有版本的结构不详，条款去向不明".to_owned(),
        What::NotThere => "原来的版本里就没有这一处，引用本来有误，或者已经按新的版本写".to_owned(),
    }
}

/// What to do, in one sentence.
pub fn what_to_do(impact: &Impact<'_>) -> String {
    match &impact.what {
        What::Became(outcome) if impact.only_moved() => {
            format!("条号改为{}，可以用 fix --law-moves 改", list(outcome))
        }
        What::Became(outcome) => match outcome.fate {
            Fate::Same => "有条文的，核对文字有没有改".to_owned(),
            Fate::Moved => format!("核对{}是不是原来的内容，再改条号", list(outcome)),
            Fate::Changed => "核对新的内容还能不能作依据，名称、期限、责任要不要跟着改".to_owned(),
            Fate::MovedAndChanged => {
                format!("核对{}的内容，再改条号和相关的内容", list(outcome))
            }
            Fate::Gone | Fate::New => "另找依据；没有的，提出取消这一项".to_owned(),
        },
        What::Ended(Some((law, outcome))) if !outcome.to.is_empty() => {
            format!("核对以后改引《{law}》{}", list(outcome))
        }
        What::Ended(_) => match impact.change.event {
            LawEvent::End(repeal) if repeal.by.is_some() => {
                let by = repeal.by.as_ref().map(ToString::to_string);
                format!(
                    "在《{}》里找相应的条文；没有的，提出取消这一项",
                    by.unwrap_or_default()
                )
            }
            _ => "找接替的法；没有的，提出取消这一项".to_owned(),
        },
        What::Unknown => "对照新旧文本，核对引用".to_owned(),
        What::NotThere => "先核对这处引用按哪个版本写，再改".to_owned(),
    }
}
