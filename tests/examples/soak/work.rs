//! What each task does.

use personeel::types::{PutInterruption, PutInterruptionRequired};
use personeel::{Attachment, AttachmentId, Date, Error, Institute, InterruptionId, PersonId, SchoolYear, Structure};

use crate::tally::Tally;

/// What a task works with.
pub struct Work {
    pub school: Institute,
    pub structure: Structure,
    pub person: PersonId,
    pub year: SchoolYear,
    /// How many people there are.
    pub people: usize,
}

impl Work {
    /// Reads, registers leaves of a day each, and attaches files to them.
    pub async fn run(self, calls: usize) -> Tally {
        let Self { school, structure, person, year, people } = &self;
        let mut tally = Tally::default();
        let mut leave = None;
        let mut day = year.first_day();
        for call in 0..calls {
            // How much was read, and whether that can be; or what was written.
            let (outcome, written) = match (call % 5, leave) {
                (0, _) => {
                    let id = InterruptionId::random();
                    let outcome = school.interruptions().put(*person, id, one_day(school, structure, *year, day)).await;
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
                (3, _) => (school.employees().get(*person, *year).await.map(|one| one.is_some()), None),
                _ if call % 10 == 4 => (self.count().await.map(|count| count == *people), None),
                _ => (school.own_fields().of(*person, *year).await.map(|_| true), None),
            };
            match outcome {
                Ok(is_whole) => {
                    tally.done += 1;
                    tally.false_empties += u64::from(!is_whole);
                }
                Err(error) => tally.fail(&error, written),
            }
        }
        tally
    }

    /// Counts the staff as it arrives.
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

fn one_day(school: &Institute, structure: &Structure, year: SchoolYear, day: Date) -> PutInterruption {
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
