//! Floor 0: the words of the trade as values with their invariants. Decides nothing, touches nothing.

pub mod allow;
pub mod bigram;
pub mod canonical;
pub mod catalog;
pub mod category;
pub mod cell;
pub mod citation;
pub mod credit_code;
pub mod department;
pub mod flowchart;
pub mod form;
pub mod gate;
pub mod ids;
pub mod item;
pub mod law;
pub mod national_code;
pub mod near;
pub mod numeral;
pub mod office_time;
pub mod people;
pub mod place;
pub mod project;
pub mod provision;
pub mod quote;
pub mod release;
pub mod width;
