//! Flow collections on one line.

use super::Reader;

impl Reader<'_, '_> {
    /// Reads a flow collection; where it ends.
    pub(super) fn flow(&mut self, start: usize) -> Option<usize> {
        let is_mapping = self.lines.byte(start)? == b'{';
        let (first, last) = (start as u32, start as u32 + 1);
        let id = match is_mapping {
            true => self.tree.mapping(first, last),
            false => self.tree.sequence(first, last),
        };
        let mut end = start;
        self.deeper(|r| {
            end = r.inside(start + 1, is_mapping)?;
            Some(())
        })?;
        self.tree.close(id, end as u32);
        Some(end)
    }

    /// Reads what is in a flow collection from behind its bracket on; behind its other bracket.
    fn inside(&mut self, start: usize, is_mapping: bool) -> Option<usize> {
        let bracket = if is_mapping { b'}' } else { b']' };
        let mut at = self.lines.behind_spaces(start);
        if self.lines.byte(at)? == bracket {
            return Some(at + 1);
        }
        loop {
            if is_mapping {
                let (end, is_key) = self.flow_scalar(at)?;
                if !is_key {
                    return None;
                }
                at = self.lines.behind_spaces(end + 1);
            }
            let end = match self.lines.byte(at)? {
                b'[' | b'{' => self.flow(at)?,
                _ => {
                    let (end, is_key) = self.flow_scalar(at)?;
                    if is_key {
                        return None;
                    }
                    end
                }
            };
            at = self.lines.behind_spaces(end);
            match self.lines.byte(at)? {
                b',' => at = self.lines.behind_spaces(at + 1),
                byte if byte == bracket => return Some(at + 1),
                _ => return None,
            }
        }
    }

    /// Reads a scalar in a flow collection: where it ends, and whether a colon and a space follow.
    fn flow_scalar(&mut self, start: usize) -> Option<(usize, bool)> {
        if let b'"' | b'\'' = self.lines.byte(start)? {
            let end = self.quoted(start)?;
            let is_key = self.lines.byte(end)? == b':';
            if is_key && self.lines.byte(end + 1)? != b' ' {
                return None;
            }
            return Some((end, is_key));
        }
        let plain = self.lines.plain_in_flow(start)?;
        self.tree.plain(start as u32, plain.end as u32);
        Some((plain.end, plain.is_key))
    }
}
