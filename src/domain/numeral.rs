//! STUB until the branch lands.
use std::fmt;
/// STUB
pub struct Chinese(pub u16);
impl fmt::Display for Chinese {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}
