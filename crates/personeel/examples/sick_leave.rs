//! Registers a sick leave with its certificate.

#![allow(clippy::print_stdout, reason = "an example prints its results")]

use personeel::enums::InterruptionCode;
use personeel::types::{PutInterruption, PutInterruptionRequired};
use personeel::{Attachment, AttachmentId, ClientCredentials, InterruptionId, Personeel, SchoolYear};
use personeel_sandbox::Sandbox;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::builder().today("2023-10-01".parse()?).start().await?;
    let personeel = Personeel::builder()
        .api_url(sandbox.api_url())
        .identity_url(sandbox.identity_url())
        .credentials(ClientCredentials::new(sandbox.client_id(), sandbox.client_secret()))
        .build()?;
    let school = personeel.institute("011007")?;
    let year: SchoolYear = "2023-24".parse()?;
    let staff = school.employees().list(year).await?;
    let person = staff.iter().find(|employee| employee.is_active).ok_or("nobody is active")?.person_id;

    // The caller chooses both ids, so both calls can be repeated safely.
    let (leave, certificate) = (InterruptionId::random(), AttachmentId::random());
    let body = PutInterruption::new(PutInterruptionRequired {
        instelnr: school.number(),
        schooljaar: year,
        hfd: "311".parse()?,
        code: InterruptionCode::Ziekteverlof,
        begindatum: "2024-07-01".parse()?,
        einddatum: "2024-07-05".parse()?,
        afzender: "sick_leave example".to_owned(),
    })
    .mag_woonst_verlaten(false);
    school.interruptions().put(person, leave, body).await?;
    println!("leave registered");

    // `Attachment::from_path` reads a file instead.
    let file = Attachment::from_bytes("attest.txt", "niet naar school\n");
    school.attachments().put(leave, certificate, file).await?;
    println!("certificate attached");

    // The certificate is deleted with the last leave that it belongs to.
    school.interruptions().delete(leave).await?;
    println!("both deleted");
    sandbox.stop().await;
    Ok(())
}
