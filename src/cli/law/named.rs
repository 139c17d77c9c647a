//! Laws that the command line names.

use power_list::compare::impact::{LawChange, Period, change_of, change_of_name};
use power_list::domain::law::{Law, Register, Repeal, Standing};

use super::show::{bare, unknown};
use super::view;
use crate::cli::error::usage;

/// A law that was named: one that the register has, or one of which it has only the end.
pub enum Named<'r> {
    /// With its versions.
    Law(&'r Law),
    /// Its name and its end.
    Ended(&'r str, &'r Repeal),
}

/// The laws of some names, each once.
///
/// # Errors
/// When the register does not know one; near names are said.
pub fn all<'r>(register: &'r Register, names: &[String]) -> anyhow::Result<Vec<Named<'r>>> {
    let mut out: Vec<Named<'r>> = Vec::new();
    for name in names {
        let law = one(register, name)?;
        if out.iter().all(|known| known.id() != law.id()) {
            out.push(law);
        }
    }
    Ok(out)
}

fn one<'r>(register: &'r Register, name: &str) -> anyhow::Result<Named<'r>> {
    let name = bare(name);
    if name.is_empty() {
        return Err(usage(
            "法规名称是空的",
            "如：power-list law impact 农药管理条例",
        ));
    }
    if let Some(law) = register.find(name) {
        return Ok(Named::Law(law));
    }
    let mut ended = register.repealed_names();
    match (
        register.repealed_name(name),
        ended.find(|(n, _)| *n == name),
    ) {
        (Some(_), Some((name, repeal))) => Ok(Named::Ended(name, repeal)),
        _ => Err(unknown(register, name)),
    }
}

impl<'r> Named<'r> {
    /// Its id, or its name where there is no more.
    pub fn id(&self) -> &'r str {
        match self {
            Self::Law(law) => law.id.as_str(),
            Self::Ended(name, _) => name,
        }
    }

    /// What happened to it in a period.
    pub fn change(&self, register: &'r Register, period: Period) -> Option<LawChange<'r>> {
        match self {
            Self::Law(law) => change_of(law, period),
            Self::Ended(name, repeal) => change_of_name(register, name, repeal, period),
        }
    }

    /// Why it has no change in a period, in one sentence with what to do.
    pub fn why_unchanged(&self, period: Period) -> String {
        let Period { from, .. } = period;
        let law = match self {
            Self::Ended(name, repeal) => {
                return format!("《{name}》{}，不在这段时间里", view::ended(repeal));
            }
            Self::Law(law) => law,
        };
        let id = &law.id;
        match law.standing(from) {
            Standing::InForce(_) if law.versions.len() == 1 && law.repeal.is_none() => {
                format!("《{id}》只有一个版本，没有变化")
            }
            Standing::InForce(version) => format!(
                "《{id}》在 {from} 有效的是 {} 的版本，此后到对照的一天没有变化；要看以前的变化，用 --from 写以前的一天",
                version.published
            ),
            _ => format!(
                "《{id}》在 {from}：{}，没有可以比较的旧版本；用 --from 写它有效的一天",
                view::standing(law, from)
            ),
        }
    }
}
