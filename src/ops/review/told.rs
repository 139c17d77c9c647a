//! What the register says of a feedback's opinions, for the papers that people read.

use jiff::civil::Date;

use super::cited::{CitedStanding, cited};
use crate::domain::law::Register;
use crate::workflow::Decision;
use crate::workflow::feedback::Feedback;

/// Puts beside each opinion what is to be said of the provisions that it cites, in its text or its ground.
pub fn tell_cited(feedback: &mut Feedback, register: &Register, day: Date) {
    for opinion in feedback.items.iter_mut().flat_map(|i| &mut i.opinions) {
        let ground = match &opinion.decision {
            Decision::Cancel { ground } => ground.as_str(),
            _ => "",
        };
        let text = opinion.text.as_deref().unwrap_or_default();
        let mut told: Vec<String> = Vec::new();
        for CitedStanding { says, .. } in [ground, text]
            .into_iter()
            .flat_map(|text| cited(text, register, day))
        {
            if !told.contains(&says) {
                told.push(says);
            }
        }
        opinion.cited = told;
    }
}
