//! Floor 3: findings and tables as text into a writer.

pub mod feedback;
