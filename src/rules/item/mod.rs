//! Family 事项要素 (I).

pub mod bad_name_form;
pub mod code_mismatch;
pub mod deceptive_characters;
pub mod duplicate_sub_item;
pub mod fee_payer_not_stated;
pub mod fee_without_basis;
pub mod fee_without_standard;
pub mod intermediary_without_basis;
pub mod invalid_credit_code;
pub mod malformed_email;
pub mod malformed_national_code;
pub mod malformed_phone;
pub mod missing_code;
pub mod missing_element;
pub mod national_code_of_other_kind;
pub mod no_legal_basis;
pub mod no_supervision;
pub mod penalty_name_form;
pub mod power_of_other_level;
pub mod prerequisite_without_basis;
pub mod promised_over_statutory;
pub mod service_choice_not_stated;
pub mod service_payer_not_stated;
pub mod sub_item_code_mismatch;
pub mod unknown_category;
pub mod unknown_department;
pub mod unknown_office;
pub mod wrong_width_characters;

use crate::domain::credit_code::CreditCodeFault;

/// What is wrong with an organisation's code, to follow the code in a sentence.
fn credit_code_fault(fault: CreditCodeFault) -> String {
    match fault {
        CreditCodeFault::Length(n) => format!("有 {n} 位，应为 18 位或者 9 位"),
        CreditCodeFault::Character(c) => format!("里有标准不用的字符“{c}”"),
        CreditCodeFault::CheckDigit(due) => format!("的校验码不对，应为 {due}"),
    }
}
