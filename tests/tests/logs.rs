//! The log of successful calls: enough to follow them, and none of their data.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use personeel::types::{
    PutCommunicationNumber, PutCommunicationNumberRequired, PutInterruption, PutInterruptionRequired,
};
use personeel::{Attachment, AttachmentId, InterruptionId, Personeel, SchoolYear, StaticToken};
use personeel_sandbox::{Faults, Sandbox};
use personeel_tests::{Wire, capture, client_of, json};

#[tokio::test]
async fn spans_describe_the_call_and_contain_nothing_personal() {
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
    for expected in [
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
        assert!(text.contains(expected), "{expected} is not logged");
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

    // An unexpected response is a failure, in the span as in the error. The id appears only in the error.
    let succeeded = text.matches("the call succeeded").count();
    let page = Wire::start(|_| json("<html>maintenance</html>")).await.unwrap();
    let invalid = Wire::start(|_| json(r#"[{"naam":[7]}]"#)).await.unwrap();
    let school_of = |wire: &Wire| {
        let client = Personeel::builder().api_url(wire.url()).token_source(StaticToken::new("t")).build().unwrap();
        client.institute("011007").unwrap()
    };
    assert!(school_of(&page).interruptions().delete(leave).await.unwrap_err().to_string().contains(&leave.to_string()));
    assert!(school_of(&invalid).own_fields().list(year).await.unwrap_err().is_decode());
    assert!(school_of(&invalid).own_fields().list(year).stream().next().await.unwrap().unwrap_err().is_decode());
    let text = log.text();
    assert_eq!(text.matches("the call succeeded").count(), succeeded);
    assert_eq!(text.matches("error.type=\"decode\"").count(), 3);
    assert!(!text.contains(&leave.to_string()));
}
