//! What changes of the law do to a list: `--as-of`, `law impact`, `fix --law-moves`, `law calendar`, through the real
//! binary, with real pairs of versions of the built-in register.

mod as_of;
mod calendar;
mod impacts;
mod moves;
mod part;
mod soon;
mod world;
