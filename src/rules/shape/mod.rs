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
pub mod no_table_header;
pub mod not_utf8;
pub mod rule_not_allowable;
pub mod stale_baseline;
pub mod stray_cell;
pub mod syntax_error;
pub mod unexpected_file;
pub mod unknown_column;
pub mod unknown_key;
pub mod unknown_rule;
pub mod unreadable_cell;
pub mod unreadable_file;
pub mod unused_allow;
pub mod wrong_type;

/// A table that the reader understands, to set the rules on workbooks against.
const SOUND_WORKBOOK: &str = "序号,事项名称,权力类型,实施依据,行使主体\n1,生产建设项目水土保持方案审批,行政审批,《水土保持法》第二十五条第一款,滁州市环境保护局\n";
