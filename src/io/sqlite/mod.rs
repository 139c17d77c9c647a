//! SQLite files: the working database.

pub mod import;
pub mod work;

#[cfg(test)]
mod tests;
