//! Floor 2: 三上三下 as a pure state machine. Events are kept, the state is what they add up to, and the only way to a
//! new event is [`decide()`], which knows every precondition of the table in DESIGN §5.

pub mod adjust;
pub mod campaign;
pub mod chain;
pub mod cleanup;
mod clock;
pub mod closing;
pub mod decide;
pub mod decision;
pub mod doings;
pub mod event;
pub mod feedback;
pub mod found;
pub mod line;
pub mod notebook;
pub mod overdue;
pub mod overtaken;
pub mod packed;
pub mod paper;
pub mod plan;
pub mod progress;
pub mod queue;
pub mod refusal;
pub mod revised;
pub mod round;
pub mod signature;
pub mod snapshot;
pub mod sought;
pub mod stage;
pub mod standing;
pub mod status;
pub mod words;

#[cfg(test)]
mod tests;

pub use campaign::Campaign;
pub use chain::{Broken, Head, Record};
pub use clock::SetBack;
pub use decide::{Command, NewDay, decide, may_speak};
pub use decision::{Decision, DecisionParts};
pub use event::{Answer, Event, EventKind, Seat};
pub use found::Found;
pub use notebook::{Entry, Notebook, NotebookKey, Step};
pub use overtaken::{overtaken, since_then};
pub use plan::Plan;
pub use refusal::{Refusal, Staff};
pub use signature::{Keyring, SignError, Signer};
pub use stage::{Passage, Round, Stage};
pub use words::Words;
