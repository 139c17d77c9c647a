//! Floor 0: the words of the trade as values with their invariants. Decides nothing, touches nothing.

pub mod citation;
pub mod ids;
pub mod law;
pub mod numeral;
pub mod place;
pub mod provision;
