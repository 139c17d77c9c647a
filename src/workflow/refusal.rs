//! Why the workflow says no, and what to do instead.

use super::stage::Round;
use crate::domain::ids::DepartmentId;
use crate::domain::people::{Body, Person, Role};

/// A refused command. Nothing was recorded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// Stable English code, e.g. `not_signed`.
    pub code: &'static str,
    /// One Chinese sentence.
    pub message: String,
    /// What is missing, one entry each.
    pub missing: Vec<String>,
    /// The commands to run next, ready to copy.
    pub next: Vec<String>,
}

impl Refusal {
    /// A refusal without further advice.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            missing: Vec::new(),
            next: Vec::new(),
        }
    }

    /// Adds what is missing.
    #[must_use]
    pub fn missing(mut self, missing: impl IntoIterator<Item = String>) -> Self {
        self.missing.extend(missing);
        self
    }

    /// Adds a command to run next.
    #[must_use]
    pub fn next(mut self, command: impl Into<String>) -> Self {
        self.next.push(command.into());
        self
    }

    /// Adds commands to run next.
    #[must_use]
    pub fn nexts(mut self, commands: impl IntoIterator<Item = String>) -> Self {
        self.next.extend(commands);
        self
    }
}

/// The people of the project, to name who has to act.
#[derive(Debug, Clone, Copy)]
pub struct Staff<'a>(pub &'a [Person]);

impl Staff<'_> {
    fn find(self, wanted: impl Fn(&Role) -> bool, placeholder: &str) -> String {
        self.0
            .iter()
            .find(|p| wanted(&p.role))
            .map_or_else(|| format!("<{placeholder}>"), |p| p.id.to_string())
    }

    /// Id of 填报人, or 负责人 where there is none.
    pub fn clerk(self, department: &DepartmentId) -> String {
        let clerk = |r: &Role| matches!(r, Role::Clerk(d) if d == department);
        if self.0.iter().any(|p| clerk(&p.role)) {
            self.find(clerk, "")
        } else {
            self.head(department)
        }
    }

    /// Id of 负责人.
    pub fn head(self, department: &DepartmentId) -> String {
        self.find(
            |r| matches!(r, Role::Head(d) if d == department),
            &format!("{department} 的负责人"),
        )
    }

    /// Id of a body's 审核人 in a group, one who may sign where there is one.
    pub fn reviewer(self, body: Body, group: &str) -> String {
        if self.signs(body, group) {
            self.find(|r| r.signs_in(group) == Some(body), "")
        } else {
            self.find(
                |r| r.reviews_in(group) == Some(body),
                &format!("{}在{group}的审核人", body.chinese()),
            )
        }
    }

    /// Whether a unit has a 负责人, without whom there is no 三上.
    pub fn has_head(self, department: &DepartmentId) -> bool {
        let heads = |r: &Role| matches!(r, Role::Head(d) if d == department);
        self.0.iter().any(|p| heads(&p.role))
    }

    /// Whether somebody may sign for a body in a group.
    pub fn signs(self, body: Body, group: &str) -> bool {
        self.0.iter().any(|p| p.role.signs_in(group) == Some(body))
    }

    /// Id of 综合组.
    pub fn coordinator(self) -> String {
        self.find(|r| matches!(r, Role::Coordinator), "综合组")
    }

    /// Id of 公布人.
    pub fn publisher(self) -> String {
        self.find(|r| matches!(r, Role::Publisher), "公布人")
    }

    /// Who submits in this round: 三上 is the head's.
    pub fn submitter(self, department: &DepartmentId, round: Round) -> String {
        match round {
            Round::Third => self.head(department),
            Round::First | Round::Second => self.clerk(department),
        }
    }
}

/// The commands that refusals name. In one place, so that they stay the commands that exist.
pub(crate) mod run {
    use super::super::stage::Passage;
    use crate::domain::adjustment::AdjustmentId;
    use crate::domain::ids::DepartmentId;

    pub fn start(who: &str) -> String {
        format!("power-list review start --as {who}")
    }
    pub fn submit(department: &DepartmentId, who: &str) -> String {
        format!("power-list review submit {department} --as {who}")
    }
    pub fn opine_rest(department: &DepartmentId, who: &str) -> String {
        format!("power-list review opine {department} --rest --decision 保留 --as {who}")
    }
    pub fn opine(department: &DepartmentId, item: &str, who: &str) -> String {
        format!("power-list review opine {department} --item {item} --decision 保留 --as {who}")
    }
    pub fn answer(department: &DepartmentId, item: &str, who: &str) -> String {
        format!("power-list review answer {department} --item {item} --answer 采纳 --as {who}")
    }
    pub fn submit_drafts(department: &DepartmentId, who: &str) -> String {
        format!("power-list review draft submit {department} --as {who}")
    }
    pub fn sign(department: &DepartmentId, legality: bool, who: &str) -> String {
        let legality = if legality { " --legality 合法" } else { "" };
        format!("power-list review sign {department}{legality} --as {who}")
    }
    pub fn rule(department: &DepartmentId, item: &str, who: &str) -> String {
        format!(
            "power-list review rule {department} --item {item} --decision 保留 --reason 裁定理由 --as {who}"
        )
    }
    pub fn give_back(department: &DepartmentId, who: &str) -> String {
        format!("power-list review return {department} --as {who}")
    }
    pub fn answer_from(department: &DepartmentId, round: u8, who: &str) -> String {
        format!(
            "power-list review answer {department} --from feedback/{department}-{round}.xlsx --as {who}"
        )
    }
    pub fn answer_all(department: &DepartmentId, who: &str) -> String {
        format!("power-list review answer {department} --all --answer 采纳 --as {who}")
    }
    pub fn meeting(kind: &str, who: &str) -> String {
        format!(
            "power-list review meeting --kind {kind} --date 会议日期 --document 文号 --as {who}"
        )
    }
    pub fn extend(passage: Passage, who: &str) -> String {
        format!(
            "power-list review extend 部门 --leg {} --days 5 --reason 延期理由 --as {who}",
            passage.chinese()
        )
    }
    pub fn confirm(department: &DepartmentId, who: &str) -> String {
        format!("power-list review confirm {department} --as {who}")
    }
    pub fn publish(who: &str) -> String {
        format!("power-list publish --as {who}")
    }
    pub fn publish_partial(who: &str) -> String {
        format!("power-list publish --partial --as {who}")
    }
    pub fn validate(department: &DepartmentId, gate: u8) -> String {
        format!("power-list validate --department {department} --gate {gate} --strict")
    }
    pub fn adjustments() -> String {
        "power-list adjust list".to_owned()
    }
    pub fn show_adjustment(id: AdjustmentId) -> String {
        format!("power-list adjust show {id}")
    }
    pub fn open_adjustment(department: &DepartmentId, who: &str) -> String {
        format!(
            "power-list adjust open 变更 {department} --item 编码 --ground 要素变化 --happened 日期 --reason 理由 --as {who}"
        )
    }
    pub fn submit_adjustment(id: AdjustmentId, who: &str) -> String {
        format!("power-list adjust submit {id} --as {who}")
    }
    pub fn apply_adjustment(id: AdjustmentId) -> String {
        format!("power-list adjust apply {id}")
    }
    pub fn publish_urgent(id: AdjustmentId, who: &str) -> String {
        format!("power-list publish --date 公布日 --urgent {id} --as {who}")
    }
    pub fn agree(id: AdjustmentId, who: &str) -> String {
        format!("power-list adjust opine {id} --agree --as {who}")
    }
    pub fn approve_adjustment(id: AdjustmentId, who: &str) -> String {
        format!("power-list adjust approve {id} --document 文号 --date 日期 --as {who}")
    }
    pub fn answer_adjustment(id: AdjustmentId, result: &str, who: &str) -> String {
        let reason = if result == "同意" {
            ""
        } else {
            " --reason 理由"
        };
        format!("power-list adjust answer {id} --result {result}{reason} --as {who}")
    }
    pub fn withdraw_adjustment(id: AdjustmentId, who: &str) -> String {
        format!("power-list adjust withdraw {id} --reason 理由 --as {who}")
    }
    pub fn status() -> String {
        "power-list review status".to_owned()
    }
    pub fn status_of(department: &DepartmentId) -> String {
        format!("power-list review status {department}")
    }
}
