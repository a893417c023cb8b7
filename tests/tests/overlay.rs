//! The overlay against the sandbox and against misbehaving servers.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use personeel::types::{
    Employee, PutCommunicationNumber, PutCommunicationNumberRequired, PutInterruption, PutInterruptionRequired,
};
use personeel::{
    Attachment, AttachmentId, CachePolicy, ErrorCode, ErrorKind, Image, Institute, InterruptionId, PersonId, Personeel,
    RetryPolicy, SchoolYear, StaticToken, Timeouts,
};
use personeel_sandbox::{Faults, Sandbox};
use personeel_tests::{Wire, client_of, json, response};

async fn sandbox() -> Sandbox {
    Sandbox::builder().today("2023-10-01".parse().unwrap()).start().await.unwrap()
}

fn school(client: &Personeel) -> Institute {
    client.institute("011007").unwrap()
}

/// A client of a scripted server.
fn client_for(wire: &Wire) -> Personeel {
    let policy = RetryPolicy::default().with_max_attempts(2).with_base(Duration::ZERO);
    Personeel::builder().api_url(wire.url()).token_source(StaticToken::new("t0ken")).retry(policy).build().unwrap()
}

fn year() -> SchoolYear {
    "2023-24".parse().unwrap()
}

async fn any_person(school: &Institute) -> Employee {
    let staff = school.employees().list(year()).await.unwrap();
    staff.into_iter().find(|employee| employee.is_active).unwrap()
}

fn leave(from: &str, to: &str) -> PutInterruption {
    PutInterruption::new(PutInterruptionRequired {
        instelnr: "011007".parse().unwrap(),
        schooljaar: year(),
        hfd: "311".parse().unwrap(),
        code: "1".into(),
        begindatum: from.parse().unwrap(),
        einddatum: to.parse().unwrap(),
        afzender: "test".to_owned(),
    })
}

fn number(kind: i64, sort: i64, text: &str) -> PutCommunicationNumber {
    PutCommunicationNumber::new(PutCommunicationNumberRequired {
        soort: kind.into(),
        type_: sort.into(),
        nummer: text.to_owned(),
    })
}

#[tokio::test]
async fn checks_before_sending_report_all_codes_and_can_be_turned_off() {
    let sandbox = sandbox().await;
    let wrong = || {
        let mut body = leave("2024-07-05", "2024-07-01");
        (body.afzender, body.code) = ("x".repeat(51), "7".into());
        body
    };
    let codes =
        |error: &personeel::Error| error.codes().iter().map(|refusal| refusal.code().to_string()).collect::<Vec<_>>();
    let checking = school(&client_of(&sandbox).build().unwrap());
    let person = any_person(&checking).await.person_id;
    let before = sandbox.stats().requests;
    let local = checking.interruptions().put(person, InterruptionId::random(), wrong()).await.unwrap_err();
    assert_eq!((local.kind(), local.status(), local.attempts()), (ErrorKind::Refused, None, 0));
    assert_eq!(sandbox.stats().requests, before, "nothing was sent");

    let unchecked = school(&client_of(&sandbox).checks(false).build().unwrap());
    let remote = unchecked.interruptions().put(person, InterruptionId::random(), wrong()).await.unwrap_err();
    assert_eq!((remote.kind(), remote.status()), (ErrorKind::Refused, Some(400)));
    assert_eq!(codes(&local), ["BR006B", "BR012B", "BR008B"]);
    let (mut local, mut remote) = (codes(&local), codes(&remote));
    local.sort();
    remote.sort();
    assert_eq!(local, remote, "the service returns the same codes");

    let error = checking.communication_numbers().put(person, number(2, 99, " ")).await.unwrap_err();
    assert_eq!(codes(&error), ["BR020", "BR021", "BR022"]);
    let file = Attachment::from_bytes(format!("{}.exe", "x".repeat(100)), "");
    let error = checking.attachments().put(InterruptionId::random(), AttachmentId::random(), file).await.unwrap_err();
    assert_eq!(codes(&error), ["BR016B", "BR017A"]);

    let short: personeel::Structure = serde_json::from_str("\"31\"").unwrap();
    // The length of a structure is a rule for bodies only.
    assert!(checking.interruptions().list(year()).structure(short.clone()).await.unwrap().is_empty());
    let mut body = wrong();
    body.hfd = short;
    let error = checking.interruptions().put(person, InterruptionId::random(), body).await.unwrap_err();
    assert!(error.has_code(&ErrorCode::Br005B), "{error}");
}

#[tokio::test]
async fn the_error_for_an_existing_number_has_its_id() {
    let sandbox = sandbox().await;
    let school = school(&client_of(&sandbox).build().unwrap());
    let person = any_person(&school).await.person_id;
    let number = || number(3, 46, "0400 00 00 77");
    let id = school.communication_numbers().put(person, number()).await.unwrap();
    let error = school.communication_numbers().put(person, number()).await.unwrap_err();
    assert!(error.has_code(&ErrorCode::Br026));
    assert_eq!(error.existing_id(), Some(id.guid()));
    school.communication_numbers().delete(person, id).await.unwrap();
    let error = school.communication_numbers().delete(person, id).await.unwrap_err();
    assert!(error.has_code(&ErrorCode::Br028), "on the first attempt it is an error that the number is gone");
}

#[tokio::test]
async fn attachments_come_from_a_path_and_are_checked_by_the_call() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, size: u64| {
        let path = folder.path().join(name);
        // A sparse file has the size without the bytes.
        std::fs::File::create(&path).unwrap().set_len(size).unwrap();
        path
    };
    let sandbox = sandbox().await;
    let checking = school(&client_of(&sandbox).build().unwrap());
    let unchecked = school(&client_of(&sandbox).checks(false).build().unwrap());
    let person = any_person(&checking).await.person_id;
    let interruption = InterruptionId::random();
    checking.interruptions().put(person, interruption, leave("2024-07-01", "2024-07-02")).await.unwrap();
    for (name, size, code) in [
        ("groot.pdf", 10 * 1024 * 1024 + 1, ErrorCode::Br017B),
        ("programma.exe", 10, ErrorCode::Br016C),
        ("leeg.pdf", 0, ErrorCode::Br017A),
    ] {
        let file = Attachment::from_path(write(name, size)).await.unwrap();
        let requests = sandbox.stats().requests;
        let error = checking.attachments().put(interruption, AttachmentId::random(), file.clone()).await.unwrap_err();
        assert!(error.has_code(&code) && error.attempts() == 0, "{name}: {error}");
        assert_eq!(sandbox.stats().requests, requests, "{name}: nothing was sent");
        if size < 1024 {
            let error = unchecked.attachments().put(interruption, AttachmentId::random(), file).await.unwrap_err();
            assert!(error.has_code(&code), "{name}: {error}");
            assert_eq!((error.attempts(), error.status()), (1, Some(400)), "{name}: only the service checks");
        }
    }
    checking.interruptions().delete(interruption).await.unwrap();
    let endless = Attachment::from_path(write("eindeloos.pdf", 1 << 40)).await.unwrap_err();
    assert_eq!(endless.kind(), ErrorKind::InvalidArgument);
    let absent = Attachment::from_path(folder.path().join("attest van Jan Peeters.pdf")).await.unwrap_err();
    assert_eq!(absent.kind(), ErrorKind::InvalidArgument);
    assert!(!format!("{absent} {absent:?}").contains("Peeters"), "file names contain people's names");
    assert!(Attachment::from_path(folder.path()).await.is_err());

    let content: Vec<u8> = (0..400_001_u32).map(|number| number.to_le_bytes()[0]).collect();
    let path = folder.path().join("attest.PDF");
    std::fs::write(&path, &content).unwrap();
    let school = checking;
    let (id, file) = (InterruptionId::random(), AttachmentId::random());
    school.interruptions().put(person, id, leave("2024-07-01", "2024-07-02")).await.unwrap();
    school.attachments().put(id, file, Attachment::from_path(&path).await.unwrap()).await.unwrap();
    let stored = sandbox.attachments();
    let stored = stored.iter().find(|attachment| attachment.id == file.guid()).unwrap();
    assert_eq!((stored.filename.as_str(), stored.size), ("attest.PDF", content.len()));
    school.attachments().delete(id, file).await.unwrap();
    school.interruptions().delete(id).await.unwrap();
}

#[tokio::test]
async fn photos_become_images() {
    let sandbox = sandbox().await;
    let school = school(&client_of(&sandbox).build().unwrap());
    let photos = school.photos().list(year()).await.unwrap();
    let images: Vec<_> = photos.iter().filter_map(|photo| Image::of(photo).unwrap()).collect();
    assert!(!images.is_empty());
    assert!(images.iter().all(|image| image.format().media_type().starts_with("image/")));
}

#[tokio::test]
async fn unexpected_values_are_read() {
    let sandbox = sandbox().await;
    sandbox.set_faults(Faults { dirty: true, ..Faults::default() }).unwrap();
    let school = school(&client_of(&sandbox).build().unwrap());
    assert!(!school.employees().list(year()).await.unwrap().is_empty());
    assert!(!school.assignments().list(year()).await.unwrap().is_empty());
    assert!(school.employees().list(year()).per_row().await.unwrap().is_complete());
}

#[tokio::test]
async fn the_cache_is_used_until_a_write() {
    let sandbox = sandbox().await;
    let client = client_of(&sandbox).cache(CachePolicy::new(Duration::from_secs(600))).build().unwrap();
    let school = school(&client);
    let person = any_person(&school).await.person_id;
    let leaves = || async { school.interruptions().of(person, year()).await.unwrap().len() };
    let before = leaves().await;
    let requests = sandbox.stats().requests;
    assert_eq!(leaves().await, before);
    assert_eq!(
        client.clone().institute("011007").unwrap().interruptions().of(person, year()).await.unwrap().len(),
        before
    );
    assert_eq!(sandbox.stats().requests, requests, "clones and handles share it");
    school.interruptions().put(person, InterruptionId::random(), leave("2024-07-01", "2024-07-02")).await.unwrap();
    assert_eq!(leaves().await, before + 1);
    client.clear_cache();
    let requests = sandbox.stats().requests;
    leaves().await;
    assert_eq!(sandbox.stats().requests, requests + 1);
}

#[tokio::test]
async fn a_dropped_call_leaves_the_client_usable() {
    let sandbox = sandbox().await;
    let client = client_of(&sandbox).build().unwrap();
    sandbox.set_faults(Faults { latency: Duration::from_millis(200), ..Faults::default() }).unwrap();
    for wait in [0, 1, 5, 20, 60, 150] {
        let school = school(&client);
        let call = school.employees().list(year()).send();
        assert!(tokio::time::timeout(Duration::from_millis(wait), call).await.is_err());
    }
    sandbox.set_faults(Faults::default()).unwrap();
    school(&client).employees().list(year()).await.unwrap();
    assert!(sandbox.token_requests() <= 7);
}

#[tokio::test]
async fn truncated_and_endless_bodies_and_silence_end_within_the_limits() {
    // The headers promise more of the body than arrives before the connection closes.
    let wire = Wire::start(|_| b"HTTP/1.1 200 OK\r\ncontent-length: 999999999\r\n\r\n[".to_vec()).await.unwrap();
    let started = Instant::now();
    let error = school(&client_for(&wire)).employees().list(year()).await.unwrap_err();
    assert!(error.is_connection(), "a truncated body: {error}");
    assert!(started.elapsed() < Duration::from_secs(10));

    let endless = Wire::start(|_| response(200, &[], vec![b' '; 3 * 1024 * 1024])).await.unwrap();
    let client = Personeel::builder()
        .api_url(endless.url())
        .token_source(StaticToken::new("t"))
        .max_body_bytes(1024 * 1024)
        .build()
        .unwrap();
    assert!(school(&client).employees().list(year()).await.unwrap_err().is_decode());

    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let connections = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&connections);
    tokio::spawn(async move {
        let mut open = Vec::new();
        while let Ok((stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            open.push(stream);
        }
    });
    let mut timeouts = Timeouts::default();
    timeouts.attempt = Duration::from_millis(200);
    timeouts.call = Duration::from_secs(5);
    let client = Personeel::builder()
        .api_url(url)
        .token_source(StaticToken::new("t"))
        .timeouts(timeouts)
        .retry(RetryPolicy::default().with_max_attempts(3).with_base(Duration::ZERO))
        .build()
        .unwrap();
    let started = Instant::now();
    let error = school(&client).employees().list(year()).await.unwrap_err();
    assert!(error.is_timeout() && error.may_have_been_applied());
    assert_eq!((error.attempts(), connections.load(Ordering::SeqCst)), (3, 3));
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn decode_errors_name_the_path() {
    let row = |naam: &str| {
        format!(
            r#"{{"pPersoon":1,"personId":"{}","naam":{naam},"voornaam":"An","geslacht":"V","isActive":true,
            "isMindervalide":false,"isOverleden":false}}"#,
            PersonId::random()
        )
    };
    let list = format!("[{},{}]", row("\"Peeters\""), row("{\"x\":\"Vandenbroucke\"}"));
    let wire = Wire::start(move |_| json(&list)).await.unwrap();
    let school = school(&client_for(&wire));
    let error = school.employees().list(year()).await.unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Decode, Some("[1].naam")));
    assert!(!format!("{error} {error:?}").contains("Vandenbroucke"));
    let rows = school.employees().list(year()).per_row().await.unwrap();
    let (good, bad) = rows.split();
    assert_eq!((good.len(), bad[0].path()), (1, "[1].naam"));
    assert!(bad[0].json().contains("Vandenbroucke") && !format!("{bad:?}").contains("Vandenbroucke"));
    let own: Vec<serde_json::Value> = school.employees().list(year()).decode_as().await.unwrap();
    assert_eq!(own.len(), 2);
    assert_eq!(wire.requests().len(), 3, "a decode error is not retried");
}

#[tokio::test]
async fn no_data_is_an_empty_list_or_none() {
    let wire = Wire::start(|_| response(404, &[], "")).await.unwrap();
    let school = school(&client_for(&wire));
    assert!(school.employees().list(year()).await.unwrap().is_empty());
    assert!(school.employees().list(year()).per_row().await.unwrap().is_empty());
    assert!(school.employees().list(year()).bytes().await.unwrap().is_empty());
    assert!(school.photos().get(PersonId::random()).await.unwrap().is_none());
    let list: Vec<serde_json::Value> = school.employees().list(year()).decode_as().await.unwrap();
    assert!(list.is_empty());
    let record: Option<serde_json::Value> = school.photos().get(PersonId::random()).decode_as().await.unwrap();
    assert!(record.is_none());
}
