//! Every call once, with arguments that nothing is wrong with.

use personeel::types::{PutCommunicationNumber, PutInterruption};
use personeel::{Attachment, Guid, Institute, Operation, Result, SchoolYear};

/// What the calls are about.
#[derive(Clone, Copy)]
pub struct About {
    pub year: SchoolYear,
    pub person: Guid,
    pub interruption: Guid,
    pub attachment: Guid,
    pub number: Guid,
}

/// Sends one call. The answer is how many records came, 1 for what was done, or `None` for a record that isn't there.
pub async fn send(operation: Operation, school: &Institute, about: About) -> Result<Option<usize>> {
    let About { year, person, interruption, attachment, number } = about;
    let rows = match operation {
        Operation::ListEmployeesV1 => school.employees().list_v1("311".parse().expect("a structure")).await?.len(),
        Operation::ListEmployees => school.employees().list(year).structure("311").await?.len(),
        Operation::GetEmployee => return Ok(school.employees().get(person, year).await?.map(|_| 1)),
        Operation::ListAssignments => school.assignments().list(year).exclude_non_subsidised().await?.len(),
        Operation::ListEmployeeAssignments => school.assignments().of(person, year).structure("311").await?.len(),
        Operation::ListInterruptions => school.interruptions().list(year).structure("311").await?.len(),
        Operation::ListEmployeeInterruptions => school.interruptions().of(person, year).await?.len(),
        Operation::PutInterruption => {
            school.interruptions().put(person, interruption, leave(school, year)).await?;
            1
        }
        Operation::DeleteInterruption => {
            school.interruptions().delete(interruption).await?;
            1
        }
        Operation::ListDiplomas => school.diplomas().list(year).await?.len(),
        Operation::ListEmployeeDiplomas => school.diplomas().of(person, year).structure("311").await?.len(),
        Operation::ListAppointments => school.appointments().list(year).await?.len(),
        Operation::ListEmployeeAppointments => school.appointments().of(person).structure("311").await?.len(),
        Operation::ListPhotos => {
            school.photos().list(year).changed_since("2020-01-31".parse().expect("a date")).await?.len()
        }
        Operation::GetEmployeePhoto => return Ok(school.photos().get(person).await?.map(|_| 1)),
        Operation::ListOwnFields => school.own_fields().list(year).await?.len(),
        Operation::ListEmployeeOwnFields => school.own_fields().of(person, year).await?.len(),
        Operation::PutAttachment => {
            school.attachments().put(interruption, attachment, file()).await?;
            1
        }
        Operation::DeleteAttachment => {
            school.attachments().delete(interruption, attachment).await?;
            1
        }
        Operation::PutCommunicationNumber => {
            school.communication_numbers().put(person, mobile()).await?;
            1
        }
        Operation::DeleteCommunicationNumber => {
            school.communication_numbers().delete(person, number).await?;
            1
        }
        other => unreachable!("{other} has no call here"),
    };
    Ok(Some(rows))
}

/// A sick leave.
pub fn leave(school: &Institute, year: SchoolYear) -> PutInterruption {
    PutInterruption {
        instelnr: school.number(),
        schooljaar: year,
        hfd: "311".parse().expect("a structure"),
        code: "1".into(),
        begindatum: "2026-05-04".parse().expect("a date"),
        einddatum: "2026-05-08".parse().expect("a date"),
        afzender: "conformance".to_owned(),
        geverifieerd: None,
        mag_woonst_verlaten: Some(true),
        naam_geneesheer: Some("Dokter Voorbeeld".to_owned()),
        opmerking: None,
        telefoon_geneesheer: None,
        ziekteverlof_zonder_bezoldiging: Some(false),
    }
}

/// A file.
pub fn file() -> Attachment {
    Attachment::from_bytes("attest.txt", "attest\n")
}

/// A mobile number.
pub fn mobile() -> PutCommunicationNumber {
    PutCommunicationNumber { soort: 3.into(), type_: 9.into(), nummer: "0400 11 22 33".to_owned(), id: None }
}
