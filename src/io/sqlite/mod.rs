//! SQLite databases: no other module of the library knows the format.

pub mod release;
