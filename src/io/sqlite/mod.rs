//! SQLite files: the working database and releases. No other module of the library knows the format.

mod checkpoint;
mod explain;
mod import;
mod notebook;
mod open;
pub mod release;
mod signature;
mod upgrade;
pub mod work;

#[cfg(test)]
mod tests;
