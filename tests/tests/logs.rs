//! What is logged of calls that succeed: enough to follow them, and nothing of what they carry.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects by failing")]

use personeel::types::{
    PutCommunicationNumber, PutCommunicationNumberRequired, PutInterruption, PutInterruptionRequired,
};
use personeel::{Attachment, AttachmentId, InterruptionId, SchoolYear};
use personeel_sandbox::{Faults, Sandbox};
use personeel_tests::{capture, client_of};

#[tokio::test]
async fn spans_tell_the_call_and_nothing_personal() {
    let log = capture::start();
    let sandbox = Sandbox::builder().today("2023-10-01".parse().unwrap()).start().await.unwrap();
    let client = client_of(&sandbox).build().unwrap();
    let school = client.institute("011007").unwrap();
    let year: SchoolYear = "2023-24".parse().unwrap();
    let staff = school.employees().list(year).await.unwrap();
    let person = staff.iter().find(|employee| employee.is_active).unwrap();
    let leave = InterruptionId::random();
    let body = PutInterruption::new(PutInterruptionRequired {
        instelnr: school.number(),
        schooljaar: year,
        hfd: "311".parse().unwrap(),
        code: "1".into(),
        begindatum: "2024-07-01".parse().unwrap(),
        einddatum: "2024-07-02".parse().unwrap(),
        afzender: "Afzender-die-niemand-ziet".to_owned(),
    });
    let body = body.naam_geneesheer("Dokter-die-niemand-ziet");
    school.interruptions().put(person.person_id, leave, body).await.unwrap();
    let file = Attachment::from_bytes("attest-die-niemand-ziet.txt", "x");
    school.attachments().put(leave, AttachmentId::random(), file).await.unwrap();
    sandbox.set_faults(Faults { status503: 0.5, ..Faults::default() }).unwrap();
    let number = PutCommunicationNumber::new(PutCommunicationNumberRequired {
        soort: 3.into(),
        type_: 46.into(),
        nummer: "0400 00 00 77".to_owned(),
    });
    drop(school.communication_numbers().put(person.person_id, number).await);

    let text = log.text();
    for told in [
        "personeel.call",
        "personeel.operation=\"listEmployees\"",
        "personeel.institute=011007",
        "http.request.method=\"PUT\"",
        "url.template=\"/employees/{personId}/interruptions/{interruptionId}\"",
        "http.response.status_code=200",
        "http.request.resend_count=0",
        "attempts=1",
        "duration_ms=",
        "the call succeeded",
    ] {
        assert!(text.contains(told), "{told} is not logged");
    }
    let token = client.access_token(school.number()).await.unwrap();
    let mut secrets = vec![
        token.expose_secret().to_owned(),
        sandbox.client_secret().to_owned(),
        person.person_id.to_string(),
        leave.to_string(),
        "die-niemand-ziet".to_owned(),
        "0400 00 00 77".to_owned(),
    ];
    for employee in &staff {
        secrets.extend(employee.rijksregisternr.clone());
        secrets.extend(employee.naam.clone());
        secrets.extend(employee.emailadressen.iter().filter_map(|address| address.email.clone()));
    }
    for secret in secrets.iter().filter(|secret| secret.len() > 4) {
        assert!(!text.contains(secret.as_str()), "`{secret}` is logged");
    }
}
