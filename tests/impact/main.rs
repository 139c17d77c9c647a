//! What changes of the law do to a list: `--as-of`, `law impact`, `fix --law-moves`, `law calendar`, through the real
//! binary, with real pairs of versions of the built-in register.
// A test may look at files and fail loudly.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::unwrap_used
)]

#[path = "../sample/mod.rs"]
mod sample;

mod as_of;
mod calendar;
mod impacts;
mod moves;
mod soon;
mod world;
