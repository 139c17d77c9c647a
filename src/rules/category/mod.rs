//! Family 类别法 (C).

pub mod coercion_basis_too_low;
pub mod licence_fee_basis_too_low;
