//! What a unit has changed since its items were given back: told after its answers and its submission, so that nobody
//! is surprised by it. It refuses nothing.

use std::io::Write as _;

use power_list::domain::ids::{DepartmentId, ItemCode};
use power_list::ops::revision::{self, Revision};
use power_list::workflow::Answer;
use power_list::workflow::revised::Revised;
use serde_json::{Value, json};

use super::Desk;

/// Most items of one kind that are listed on a terminal; JSON has them all.
const MANY: usize = 20;

/// What became of looking.
pub type Now = Result<Revision, String>;

/// Holds the unit's items of today against the round that it answers, as if these answers were given; `None` where it
/// answers none. What was recorded stays recorded, so that a failure is only told.
pub fn now(desk: &Desk, department: &DepartmentId, answers: &[(u64, Answer)]) -> Option<Now> {
    let state = desk.session.campaign().department(department)?;
    let round = state.being_answered()?.answered_with(answers);
    let looked = revision::of_department(&desk.context.root, department, &round);
    Some(looked.map_err(|error| error.to_string()))
}

/// Tells it before the next way up.
pub fn print(now: Option<&Now>) -> std::io::Result<()> {
    let mut out = crate::cli::screen::stdout();
    match now {
        None => {}
        Some(Err(why)) => writeln!(out, "  没有比较事项的改动：{why}")?,
        Some(Ok(Revision {
            revised, errors, ..
        })) => {
            if *errors > 0 {
                writeln!(
                    out,
                    "  部门的事项文件有 {errors} 处错误，下面可能不全；power-list validate 看哪里不对"
                )?;
            }
            let unprompted = revised.unprompted.iter();
            let unprompted =
                unprompted.map(|(code, change)| format!("{code}（{}）", change.chinese()));
            list(
                &mut out,
                "没有意见要求的改动（上报时会列出）",
                unprompted.collect(),
            )?;
            list(&mut out, "采纳了意见、还没有改动的事项", untouched(revised))?;
        }
    }
    Ok(())
}

/// Items that stayed as they were although an opinion on them was adopted, for people.
pub fn untouched(revised: &Revised) -> Vec<String> {
    let one = |(code, seqs): &(ItemCode, Vec<u64>)| {
        let seqs: Vec<String> = seqs.iter().map(u64::to_string).collect();
        format!("{code}（第 {} 号）", seqs.join("、"))
    };
    revised.untouched.iter().map(one).collect()
}

/// A heading with its items, where there are any.
pub fn list(
    out: &mut impl std::io::Write,
    heading: &str,
    items: Vec<String>,
) -> std::io::Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    let more = match items.len() > MANY {
        true => "……",
        false => "",
    };
    let shown: Vec<&str> = items.iter().take(MANY).map(String::as_str).collect();
    writeln!(
        out,
        "  {heading}，{} 项：{}{more}",
        items.len(),
        shown.join("、")
    )
}

/// Adds it to what is printed for programs.
pub fn add_json(value: &mut Value, revised: Option<&Revised>) {
    let Some(map) = value.as_object_mut() else {
        return;
    };
    let (unprompted, untouched) = match revised {
        None => (Value::Null, Value::Null),
        Some(revised) => (unprompted_json(revised), untouched_json(revised)),
    };
    map.insert("unprompted".to_owned(), unprompted);
    map.insert("untouched".to_owned(), untouched);
}

fn unprompted_json(revised: &Revised) -> Value {
    let all = revised.unprompted.iter();
    all.map(|(code, change)| json!({"item": code, "change": change.key()}))
        .collect()
}

fn untouched_json(revised: &Revised) -> Value {
    let all = revised.untouched.iter();
    all.map(|(code, seqs)| json!({"item": code, "opinions": seqs}))
        .collect()
}
