//! Family 事项要素 (I).

pub mod bad_name_form;
pub mod code_mismatch;
pub mod fee_without_basis;
pub mod missing_code;
pub mod missing_element;
pub mod no_legal_basis;
pub mod no_supervision;
pub mod promised_over_statutory;
pub mod sub_item_code_mismatch;
pub mod unknown_category;
pub mod unknown_department;
pub mod unknown_office;
pub mod wrong_width_characters;
