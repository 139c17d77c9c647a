//! Floor 2: the rules. One rule, one file; all of them in [`RULES`].

pub mod category;
pub mod context;
pub mod duty;
mod engine;
pub mod flow;
pub mod item;
pub mod legal;
pub mod list;
mod rule;
pub mod shape;
pub mod text;

pub use engine::{Options, judge, override_severities};
pub use rule::{Check, Rule, Sample, Sink};

/// All rules in the order of their codes' families and numbers.
pub static RULES: &[&Rule] = &[
    &shape::syntax_error::RULE,
    &shape::not_utf8::RULE,
    &shape::unknown_key::RULE,
    &shape::missing_key::RULE,
    &shape::wrong_type::RULE,
    &shape::duplicate_key::RULE,
    &shape::anchor_or_alias::RULE,
    &shape::invalid_value::RULE,
    &shape::missing_value::RULE,
    &shape::unreadable_file::RULE,
    &shape::misplaced_file::RULE,
    &shape::empty_file::RULE,
    &shape::unexpected_file::RULE,
    &shape::items_not_sorted::RULE,
    &item::unknown_department::RULE,
    &item::unknown_category::RULE,
    &item::missing_code::RULE,
    &item::code_mismatch::RULE,
    &item::no_legal_basis::RULE,
    &item::missing_element::RULE,
    &item::unknown_office::RULE,
    &item::bad_name_form::RULE,
    &item::promised_over_statutory::RULE,
    &item::fee_without_basis::RULE,
    &item::sub_item_code_mismatch::RULE,
    &item::no_supervision::RULE,
    &item::wrong_width_characters::RULE,
    &legal::unknown_law::RULE,
    &legal::article_not_found::RULE,
    &legal::paragraph_not_found::RULE,
    &legal::subparagraph_not_found::RULE,
    &legal::law_repealed::RULE,
    &legal::law_not_in_force::RULE,
    &legal::citation_not_understood::RULE,
    &legal::structure_unknown::RULE,
    &legal::no_provision_cited::RULE,
    &legal::ambiguous_subparagraph::RULE,
    &legal::citation_not_canonical::RULE,
    &flow::no_flowchart::RULE,
    &flow::flowchart_not_found::RULE,
    &flow::flowchart_outside_project::RULE,
    &flow::flowchart_unusable::RULE,
    &flow::unreachable_step::RULE,
    &flow::no_way_to_end::RULE,
    &flow::path_over_limit::RULE,
    &flow::dangling_step::RULE,
    &flow::duplicate_step::RULE,
    &flow::start_count::RULE,
    &flow::statutory_step_missing::RULE,
    &flow::chart_category_mismatch::RULE,
    &flow::branch_count::RULE,
    &flow::orphan_chart::RULE,
    &flow::unknown_risk_step::RULE,
    &flow::customary_step_missing::RULE,
    &duty::no_responsibilities::RULE,
    &duty::no_accountability::RULE,
    &duty::stage_not_covered::RULE,
    &duty::accountability_ungrounded::RULE,
    &category::licence_fee_basis_too_low::RULE,
    &category::coercion_basis_too_low::RULE,
    &list::duplicate_code::RULE,
    &list::duplicate_name::RULE,
    &list::duplicate_file::RULE,
    &list::department_without_items::RULE,
    &list::duplicate_department::RULE,
];

/// The rule with this code (`L002`) or name (`article-not-found`).
pub fn find(code_or_name: &str) -> Option<&'static Rule> {
    let code = code_or_name.parse::<crate::finding::RuleCode>().ok();
    RULES
        .iter()
        .copied()
        .find(|rule| Some(rule.code) == code || rule.name == code_or_name)
}
