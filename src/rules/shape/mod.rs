//! Family 文件格式 (S): found while reading.

pub mod anchor_or_alias;
pub mod duplicate_key;
pub mod empty_file;
pub mod expired_allow;
pub mod invalid_value;
pub mod items_not_sorted;
pub mod malformed_comment;
pub mod misplaced_file;
pub mod missing_key;
pub mod missing_value;
pub mod not_utf8;
pub mod rule_not_allowable;
pub mod stale_baseline;
pub mod syntax_error;
pub mod unexpected_file;
pub mod unknown_key;
pub mod unknown_rule;
pub mod unreadable_file;
pub mod unused_allow;
pub mod wrong_type;
