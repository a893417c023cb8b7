//! The work of a task.

use personeel::types::{PutInterruption, PutInterruptionRequired};
use personeel::{Attachment, AttachmentId, Date, Error, Institute, InterruptionId, PersonId, SchoolYear, Structure};

use crate::tally::Tally;

/// The work of a task, and the data that it needs.
pub struct Work {
    pub school: Institute,
    pub structure: Structure,
    pub person: PersonId,
    pub year: SchoolYear,
    /// The number of people.
    pub people: usize,
}

impl Work {
    /// Reads lists, registers one-day leaves, and attaches files to them.
    pub async fn run(self, calls: usize) -> Tally {
        let Self { school, structure, person, year, people } = &self;
        let mut tally = Tally::default();
        let mut leave = None;
        let mut day = year.first_day();
        for call in 0..calls {
            // Whether the outcome is complete, and the id of what was written.
            let (outcome, written) = match (call % 5, leave) {
                (0, _) => {
                    let id = InterruptionId::random();
                    let outcome =
                        school.interruptions().put(*person, id, one_day_leave(school, structure, *year, day)).await;
                    day = day.civil().tomorrow().map_or(day, Date::from);
                    if outcome.is_ok() {
                        tally.interruptions.insert(id.guid());
                        leave = Some(id);
                    }
                    (outcome.map(|()| true), Some(id.guid()))
                }
                (1, Some(leave)) => {
                    let id = AttachmentId::random();
                    let file = Attachment::from_bytes("attest.txt", id.to_string());
                    let outcome = school.attachments().put(leave, id, file).await;
                    if outcome.is_ok() {
                        tally.attachments.insert(id.guid());
                    }
                    (outcome.map(|()| true), Some(id.guid()))
                }
                (2, _) => {
                    let leaves = school.interruptions().of(*person, *year).await;
                    (leaves.map(|leaves| leaves.len() >= tally.interruptions.len()), None)
                }
                (3, _) => (school.employees().get(*person, *year).await.map(|employee| employee.is_some()), None),
                _ if call % 10 == 4 => (self.count().await.map(|count| count == *people), None),
                _ => (school.own_fields().of(*person, *year).await.map(|_| true), None),
            };
            match outcome {
                Ok(is_complete) => {
                    tally.done += 1;
                    tally.false_empties += u64::from(!is_complete);
                }
                Err(error) => tally.count_failure(&error, written),
            }
        }
        tally
    }

    /// Counts the staff in a stream.
    async fn count(&self) -> Result<usize, Error> {
        let mut records = self.school.employees().list(self.year).stream();
        let mut count = 0;
        while let Some(record) = records.next().await {
            record?;
            count += 1;
        }
        Ok(count)
    }
}

fn one_day_leave(school: &Institute, structure: &Structure, year: SchoolYear, day: Date) -> PutInterruption {
    PutInterruption::new(PutInterruptionRequired {
        instelnr: school.number(),
        schooljaar: year,
        hfd: structure.clone(),
        code: "1".into(),
        begindatum: day,
        einddatum: day,
        afzender: "soak".to_owned(),
    })
}
