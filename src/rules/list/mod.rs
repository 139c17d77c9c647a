//! Family 清单整体 (X).

pub mod department_without_items;
pub mod duplicate_code;
pub mod duplicate_department;
pub mod duplicate_file;
pub mod duplicate_name;
