//! Floor 4: only where the order of effects matters, and the list as values, which rests on several floors.

pub mod adjusting;
pub mod catalog;
pub mod codes;
pub mod companions;
pub mod contents;
pub mod demo;
pub mod fix;
pub mod history;
pub mod import_source;
pub mod imported;
pub mod item_history;
pub mod items;
pub mod law_impact;
pub mod law_index;
pub mod layout;
pub mod papers;
pub mod planned;
pub mod publication;
pub mod publish;
pub mod reread;
pub mod review;
pub mod revision;
pub mod site;
pub mod submission;
pub mod validate;
pub mod verification;
