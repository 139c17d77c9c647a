//! SQLite files: the working database and releases. No other module of the library knows the format.

mod checkpoint;
pub mod import;
pub mod release;
pub mod work;

#[cfg(test)]
mod tests;
