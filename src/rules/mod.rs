//! Floor 2: the rules. One rule, one file; all of them in [`RULES`].

pub mod adopted;
pub mod baseline;
pub mod basis;
pub mod category;
pub mod cite;
pub mod cite_problems;
pub mod context;
pub mod duty;
mod engine;
pub mod flow;
pub mod item;
pub mod key;
mod known;
pub mod legal;
pub mod list;
pub mod quote;
mod rule;
pub mod selection;
pub mod shape;
pub mod suppress;
pub mod text;

pub use engine::{Judge, Options, judge, override_severities};
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
    &shape::unknown_rule::RULE,
    &shape::rule_not_allowable::RULE,
    &shape::malformed_comment::RULE,
    &shape::expired_allow::RULE,
    &shape::unused_allow::RULE,
    &shape::stale_baseline::RULE,
    &shape::items_not_sorted::RULE,
    &shape::no_table_header::RULE,
    &shape::unreadable_cell::RULE,
    &shape::unknown_column::RULE,
    &shape::stray_cell::RULE,
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
    &item::invalid_credit_code::RULE,
    &item::malformed_national_code::RULE,
    &item::national_code_of_other_kind::RULE,
    &item::malformed_phone::RULE,
    &item::malformed_email::RULE,
    &item::power_of_other_level::RULE,
    &item::prerequisite_without_basis::RULE,
    &item::intermediary_without_basis::RULE,
    &item::fee_without_standard::RULE,
    &item::penalty_name_form::RULE,
    &item::duplicate_sub_item::RULE,
    &item::fee_payer_not_stated::RULE,
    &item::service_choice_not_stated::RULE,
    &item::service_payer_not_stated::RULE,
    &item::deceptive_characters::RULE,
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
    &legal::quote_wording_differs::RULE,
    &legal::quote_in_other_article::RULE,
    &legal::quote_not_in_law::RULE,
    &legal::quote_in_other_paragraph::RULE,
    &legal::statute_text_missing::RULE,
    &legal::citation_not_canonical::RULE,
    &legal::level_tag_mismatch::RULE,
    &legal::city_law_before_power::RULE,
    &legal::outdated_version_cited::RULE,
    &legal::same_provision_twice::RULE,
    &legal::law_changes_soon::RULE,
    &legal::register_out_of_date::RULE,
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
    &flow::hearing_branch_missing::RULE,
    &flow::acceptance_over_five_days::RULE,
    &flow::delivery_over_limit::RULE,
    &flow::demand_notice_missing::RULE,
    &flow::no_way_for_incomplete_papers::RULE,
    &flow::hearing_not_shown::RULE,
    &flow::step_without_actor::RULE,
    &duty::no_responsibilities::RULE,
    &duty::no_accountability::RULE,
    &duty::stage_not_covered::RULE,
    &duty::accountability_ungrounded::RULE,
    &duty::duty_stage_not_on_chart::RULE,
    &duty::duplicate_duty::RULE,
    &duty::duplicate_accountability::RULE,
    &category::licence_fee_basis_too_low::RULE,
    &category::coercion_basis_too_low::RULE,
    &category::licence_basis_too_low::RULE,
    &category::penalty_basis_too_low::RULE,
    &category::penalty_kind_beyond_basis::RULE,
    &category::coercion_kind_beyond_basis::RULE,
    &category::levy_basis_too_low::RULE,
    &category::basis_only_normative::RULE,
    &category::licence_limit_over_twenty_days::RULE,
    &category::penalty_limit_over_ninety_days::RULE,
    &category::licence_days_not_working_days::RULE,
    &category::name_of_other_category::RULE,
    &category::disguised_licence::RULE,
    &category::internal_matter::RULE,
    &category::only_procedural_law::RULE,
    &category::enterprise_fee_basis_too_low::RULE,
    &category::authority_chooses_applicant_pays::RULE,
    &category::licence_limit_not_stated::RULE,
    &category::licence_fee_not_stated::RULE,
    &list::duplicate_code::RULE,
    &list::duplicate_name::RULE,
    &list::duplicate_file::RULE,
    &list::department_without_items::RULE,
    &list::duplicate_department::RULE,
    &list::code_reused::RULE,
    &list::same_name_spelled_differently::RULE,
    &list::near_duplicate_name::RULE,
    &list::item_in_two_units::RULE,
    &list::basis_in_two_units::RULE,
    &list::other_category_swollen::RULE,
    &list::unused_local_law::RULE,
    &list::duplicate_national_code::RULE,
    &list::duplicate_credit_code::RULE,
    &list::unknown_prerequisite::RULE,
    &list::prerequisite_cycle::RULE,
    &list::unknown_parent::RULE,
    &list::prerequisite_unit_not_stated::RULE,
    &list::no_parent_list::RULE,
    &list::parent_list_unusable::RULE,
    &list::parent_list_outdated::RULE,
    &list::adopted_item_unknown::RULE,
    &list::adopted_item_left::RULE,
    &list::adoption_does_not_fit::RULE,
    &list::adopted_name_differs::RULE,
    &list::adopted_category_differs::RULE,
    &list::adopted_basis_differs::RULE,
    &list::adopted_twice::RULE,
    &list::delegated_item_not_adopted::RULE,
];

/// The rule with this code (`L002`) or name (`article-not-found`).
pub fn find(code_or_name: &str) -> Option<&'static Rule> {
    let code = code_or_name.parse::<crate::finding::RuleCode>().ok();
    RULES
        .iter()
        .copied()
        .find(|rule| Some(rule.code) == code || rule.name == code_or_name)
}
