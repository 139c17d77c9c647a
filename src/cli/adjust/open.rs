//! `adjust open`.

use clap::Args;
use clap::builder::PossibleValuesParser;
use jiff::civil::Date;
use power_list::domain::ids::{DepartmentId, ItemCode, LawId};
use power_list::domain::law::{Register, Standing};
use power_list::ops::adjusting::{self, Moving};
use power_list::workflow::adjust::{Action, Basis, Ground, Moved, Moves, clock};
use power_list::workflow::decide::{Adjust, Application};

use super::super::context::{self, date};
use super::super::review::{Desk, optional_words, words};
use super::super::{Global, source};
use super::report;
use crate::cli::error::{Exit, usage};

/// The kinds that are applied for one by one; a reorganisation has a command of its own.
const KINDS: [&str; 5] = ["新增", "承接", "变更", "取消", "划转"];

/// 申请调整：写明动作、事项、事由和施行日
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list adjust open 变更 hbj --item 341100-hbj-01-0001 --ground 法律变化 --law 环境保护法 \\
      --happened 2015-01-01 --reason 依据的条文改了 --as hbj
  power-list adjust open 取消 hbj --item 341100-hbj-01-0002 --ground 上级决定 --document 国发〔2015〕11号 \\
      --happened 2015-02-24 --effective 2015-03-01 --reason 国务院决定取消 --as hbj
  power-list adjust open 承接 gtj --item 341100-gtj-01-0009 --from 省国土资源厅 --ground 上级决定 \\
      --document 皖政〔2015〕6号 --happened 2015-01-20 --reason 省级下放 --as gtj
  power-list adjust open 划转 nw --item 341100-nw-01-0003 --to lyj --ground 机构变化 \\
      --document 滁编〔2015〕3号 --happened 2015-03-02 --reason 职责划转 --as nw

申请只作记录，不改工程里的文件。划转的事项这时就有了新编码，adjust apply 把它移到接收单位的文件里；其余的由单位改好
文件，再 adjust submit。--document 是事由的文号；上级决定和机构变化必须写。")]
pub struct Open {
    /// 动作：新增 承接 变更 取消 划转
    #[arg(value_name = "动作", hide_possible_values = true, value_parser = PossibleValuesParser::new(KINDS))]
    kind: String,
    /// 申请的单位（代号）
    #[arg(value_name = "单位")]
    department: DepartmentId,
    /// 事项编码，可以写多次；同一事由、同一动作的一起申请
    #[arg(long = "item", value_name = "编码", required = true)]
    items: Vec<ItemCode>,
    /// 划转：接收的单位
    #[arg(long, value_name = "单位")]
    to: Option<DepartmentId>,
    /// 承接：由哪个机关下放
    #[arg(long, value_name = "机关")]
    from: Option<String>,
    /// 事由：法律变化 上级决定 机构变化 要素变化
    #[arg(long, value_name = "事由", hide_possible_values = true, value_parser = PossibleValuesParser::new(Basis::TERMS))]
    ground: String,
    /// 事由是法律变化的：哪一部法
    #[arg(long, value_name = "法规")]
    law: Option<String>,
    /// 事由的文号
    #[arg(long, value_name = "文号")]
    document: Option<String>,
    /// 事由发生的日子：法律施行、文件印发的那一天
    #[arg(long, value_name = "日期", value_parser = date)]
    happened: Date,
    /// 自哪一天起施行（默认：事由发生的日子）
    #[arg(long, value_name = "日期", value_parser = date)]
    effective: Option<Date>,
    /// 事由有期限的：最后一天
    #[arg(long, value_name = "日期", value_parser = date)]
    until: Option<Date>,
    /// 为什么要调整
    #[arg(long, value_name = "理由")]
    reason: String,
    /// 过了申请期限的：为什么逾期
    #[arg(long, value_name = "原因")]
    late: Option<String>,
}

impl Open {
    /// Runs the step.
    pub fn run(self, global: &Global, actor: Option<&str>) -> anyhow::Result<Exit> {
        let mut desk = Desk::open(global, actor)?;
        let root = desk.context.root.clone();
        let register = context::register(&root)?;
        let today = context::today();
        let ground = self.ground(&register, today)?;
        let action = self.action(&desk)?;
        let application = Application {
            department: self.department.clone(),
            action,
            effective: self.effective.unwrap_or(ground.happened),
            reason: words("--reason", &self.reason)?,
            late: optional_words("--late", self.late.as_deref())?,
            today,
            last_day: last_day(&desk, ground.happened)?,
            outlived: ground.outlived(&register, today),
            ground,
        };
        let step = Adjust::Open(Box::new(application));
        let events = desk.with(|session, act| session.adjust(act, &step))?;
        report(&desk, &events)
    }

    fn action(&self, desk: &Desk) -> anyhow::Result<Action> {
        let items = self.items.clone();
        for (option, given, kind) in [
            ("--from", self.from.is_some(), "承接"),
            ("--to", self.to.is_some(), "划转"),
        ] {
            if given && self.kind != kind {
                return Err(usage(
                    format!("{option} 只用于{kind}，这里是{}", self.kind),
                    format!("删去 {option}，或者把动作改成 {kind}"),
                ));
            }
        }
        Ok(match (self.kind.as_str(), &self.from, &self.to) {
            ("新增", ..) => Action::Add { items },
            ("变更", ..) => Action::Amend { items },
            ("取消", ..) => Action::Cancel { items },
            ("承接", Some(from), _) => Action::TakeOver {
                items,
                from: words("--from", from)?,
            },
            ("承接", None, _) => {
                return Err(usage("承接要写明由哪个机关下放", "加 --from 机关名称"));
            }
            (_, _, Some(to)) => Action::Move {
                moves: self.moves(desk, to)?,
            },
            _ => return Err(usage("划转要写明接收的单位", "加 --to 单位代号")),
        })
    }

    fn moves(&self, desk: &Desk, to: &DepartmentId) -> anyhow::Result<Moves> {
        let root = &desk.context.root;
        let moved: Vec<Moved> = adjusting::numbered(
            &desk.context.store,
            root,
            &root.join(source::RELEASES),
            vec![(Moving::These(self.items.clone()), to.clone())],
        )?;
        Moves::try_from(moved).map_err(|why| usage(why, "每个事项只写一次"))
    }

    fn ground(&self, register: &Register, today: Date) -> anyhow::Result<Ground> {
        ground(
            &self.ground,
            self.law.as_deref(),
            self.document.as_deref(),
            (self.happened, self.until),
            register,
            today,
        )
    }
}

/// The last day of an application for what happened on a day.
pub fn last_day(desk: &Desk, happened: Date) -> anyhow::Result<Date> {
    let context = &desk.context;
    let last = clock::last_day_to_apply(context.adjustment_clock, &context.calendar, happened);
    Ok(last.map_err(power_list::ops::review::ReviewError::from)?)
}

/// A ground as it is written on the command line.
pub fn ground(
    kind: &str,
    law: Option<&str>,
    document: Option<&str>,
    (happened, until): (Date, Option<Date>),
    register: &Register,
    today: Date,
) -> anyhow::Result<Ground> {
    let basis = match (kind, law) {
        ("法律变化", Some(name)) => law_basis(name, register, today)?,
        ("法律变化", None) => {
            return Err(usage("事由是法律变化，要写明哪一部法", "加 --law 法规名称"));
        }
        (kind, Some(_)) => {
            return Err(usage(
                format!("--law 只用于法律变化，这里是{kind}"),
                "删去 --law，或者把事由改成 法律变化",
            ));
        }
        ("上级决定", None) => Basis::Superior {},
        ("机构变化", None) => Basis::Institution {},
        _ => Basis::Elements {},
    };
    if let Some(until) = until.filter(|until| *until < happened) {
        return Err(usage(
            format!("事由 {happened} 发生，却只到 {until} 有效"),
            "检查 --happened 和 --until",
        ));
    }
    Ok(Ground {
        basis,
        happened,
        document: optional_words("--document", document)?,
        until,
    })
}

fn law_basis(name: &str, register: &Register, today: Date) -> anyhow::Result<Basis> {
    let bare = name.trim_start_matches('《').trim_end_matches('》');
    let Some(law) = register.find(bare) else {
        if register.repealed_name(bare).is_some() {
            let law: LawId = bare
                .parse()
                .map_err(|e: power_list::domain::ids::IdError| {
                    usage(e.to_string(), "检查 --law")
                })?;
            return Ok(Basis::Law { law, version: None });
        }
        let names = register.laws().iter().map(|law| law.id.as_str());
        let near = power_list::rules::text::nearest(bare, names);
        let hint = near.map_or_else(
            || "power-list law list 查法规库里的名称；库里没有的写进工程的 laws/".to_owned(),
            |near| format!("是不是《{near}》？"),
        );
        return Err(usage(format!("法规库里没有《{bare}》"), hint));
    };
    let version = match law.standing(today) {
        Standing::Repealed(_) => None,
        _ => law
            .versions
            .iter()
            .rev()
            .find(|v| v.published <= today)
            .map(|v| v.published),
    };
    Ok(Basis::Law {
        law: law.id.clone(),
        version,
    })
}
